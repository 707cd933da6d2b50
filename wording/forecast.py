"""What may be said of the next drill, how, and how often such words held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import isinf
from typing import Any

from wording import numbers
from wording.markdown import escape
from wording.numbers import count, duration, in_words, k_of_n, share
from wording.sentences import TITLE, against, capital, fits

CERTAIN = 0.99  # nobody can be surer of a drill to come
NOT_BACK = "not back"
TOO_LITTLE = "too little data"


def title(chance: float | None, target_seconds: float, operator: str, drills: int) -> str:
    """The finding over the forecast, at most 62 characters."""
    if chance is None:
        return f"Too little data: {in_words(drills, 'drill')} of the three needed"
    limit = against(target_seconds, operator)
    return fits(
        [f"{capital(chance_text(chance))} chance that all come back {limit}",
         f"{capital(chance_text(chance))} chance that all are {limit}"],
        TITLE,
    )  # fmt: skip


def chance_text(value: float | None) -> str:
    """A chance of something to come: whole per cent, never none and never certain."""
    if value is None or numbers.is_missing(value):
        return numbers.NO_DATA
    if value < 1 - CERTAIN:
        return f"under 1{numbers.NBSP}%"
    if value > CERTAIN:
        return f"over 99{numbers.NBSP}%"
    return share(value)


def next_line(drill: str | None, on: date | None, precision: str | None, basis: str) -> str:
    """Which drill it is about."""
    systems = {
        "plan": "the systems of its plan",
        "inventory": "all systems of the inventory",
        "earlier drills": "all systems ever tested",
    }[basis]
    if drill is None:
        return f"No drill is planned; said of {systems}."
    when = "no day set" if on is None and precision != "ongoing" else numbers.dated(on, precision)
    return f"{escape(drill)}, planned for {when}; {systems}."


def caption(target_seconds: float, operator: str) -> str:
    """Under the chart's title: what the bars are."""
    goal = numbers.objective(target_seconds, operator)
    return (
        f"Bar: holds in 8 of 10 drills; tick: the middle; right: chance of {goal}; ✕ the range "
        "reaches into “not back”"
    )


def range_words(low: float, high: float) -> str:
    """`2 h 10 min to 3 h 40 min`, `2 h 10 min to not back`."""
    if isinf(low):
        return NOT_BACK
    return f"{duration(low)} to {NOT_BACK if isinf(high) else duration(high)}"


def range_line(row: Mapping[str, Any]) -> dict[str, str]:
    """One system of the forecast as a row of a table in Markdown."""
    if numbers.is_missing(row["likely_seconds"]):
        return {"System": escape(row["system"]), "8 of 10 drills": TOO_LITTLE, "Middle": "–",
                "Chance": "–", "From": _from(row)}  # fmt: skip
    middle = row["likely_seconds"]
    return {
        "System": escape(row["system"]),
        "8 of 10 drills": range_words(row["low_seconds"], row["high_seconds"]),
        "Middle": NOT_BACK if isinf(middle) else duration(middle),
        "Chance": chance_text(row["chance"]),
        "From": _from(row),
    }


def _from(row: Mapping[str, Any]) -> str:
    said = count(int(row["time_count"]), "time")
    lost = int(row["lost_count"])
    return f"{said}, {count(lost)} not back" if lost else said


def chance_words(low: float, high: float, shared: float) -> str:
    """How the joint chance hangs on what the systems of a drill share."""
    return (
        f"If systems had nothing to do with one another it would be {chance_text(low)}; moving all "
        f"together at most {chance_text(high)}. In the drills so far {share(shared)} of the spread "
        "was shared by a drill's systems, and that is what is reckoned with."
    )


def method(drills: int, tests: int, zero: int) -> str:
    """How it was worked out, in plain words."""
    left = f" {count(zero, 'time')} of zero left out." if zero else ""
    return (
        f"From {count(tests, 'test')} in {count(drills, 'drill')}. Each system's own middle on a "
        "scale of ratios, one spread for all systems, and a range that is wider the fewer tests "
        "there are. A system that did not come back, or in part only, counts as slower than any "
        "time." + left
    )


ASSUMPTIONS = (
    "Assumed: the next drill is like those before, neither harder nor easier, and nobody got "
    "better or worse meanwhile. No credit is given for a fix no drill has tried."
)


def past_line(inside: int, counted: int, drills: int, interval: tuple[float, float] | None,
              faster: int, slower: int) -> str:  # fmt: skip
    """How often the same method would have been right before."""
    if not counted or interval is None:
        return "Its own past cannot be told yet: that takes a fourth drill."
    said = (
        f"Tried on the past: before the last "
        f"{'drill' if drills == 1 else in_words(drills, 'drill')} its ranges would have "
        f"held {k_of_n(inside, counted)} times ({share(inside / counted)}; meant 80"
        f"{numbers.NBSP}%; by the numbers {numbers.interval(*interval)})."
    )
    outside = counted - inside
    if outside and faster == outside:
        said += f" {capital(_all(outside))} outside came back faster than said."
    elif outside and slower == outside:
        said += f" {capital(_all(outside))} outside came back later than said, or not at all."
    elif outside:
        said += f" Outside: {count(faster)} faster, {count(slower)} later or not at all."
    if interval[1] < 0.8:
        said += " Fewer than meant: trust the ranges less than they say."
    return said


def chances_line(chances: Sequence[float], came: int) -> str:
    """What was given for all under the target in those drills, and how often it came true."""
    if not chances:
        return ""
    low, high = chance_text(min(chances)), chance_text(max(chances))
    given = low if low == high else f"{low} to {high}"
    true = f"it came true in {in_words(came)} of {in_words(len(chances))}"
    if not came:
        true = "it did not come true" if len(chances) == 1 else "it never came true"
    elif came == len(chances):
        true = "it came true" if came == 1 else f"it came true all {in_words(came)} times"
    return f" That all would be under the target was given {given}; {true}."


def _all(number: int) -> str:
    return "the one" if number == 1 else f"all {in_words(number)}"


def written_line(drill: str, on: date, chance: float | None, year: int) -> str:
    """What was written down of a drill to come."""
    when = numbers.day_in_sentence(on, year)
    said = "" if numbers.is_missing(chance) else f": {chance_text(chance)} that all are under"
    return f"Written down for {escape(drill)} on {when}{said}."


def late_line(drill: str, said_on: date, began_on: date, year: int, *, has_other: bool) -> str:
    """Why one that was written down is not scored; has_other : one of before the drill stands."""
    said = (
        f"What was written down for {escape(drill)} on {numbers.day_in_sentence(said_on, year)} is "
        f"not scored: the drill began on {numbers.day_in_sentence(began_on, year)}, and a forecast "
        "counts from before that day only"
    )
    return f"{said}. What was written before stands." if has_other else f"{said}."


def scored_line(row: Mapping[str, Any]) -> str:
    """One drill's written forecast against what came."""
    said = f"{escape(row['drill'])}: {k_of_n(row['inside'], row['counted'])} ranges held"
    if numbers.is_missing(row["chance"]) or row["came_true"] is None:
        return f"{said}."
    came = "all were" if row["came_true"] else "not all were"
    return f"{said}; {chance_text(row['chance'])} was said for all under the target, and {came}."


NO_WRITTEN = (
    "No forecast was written down before a drill yet. What is written before the day is scored "
    "after it."
)


def why_not(*, has_drill: bool, has_forecast: bool, is_today: bool) -> str | None:
    """Why the forecast cannot be written down now; None when it can."""
    if not has_forecast:
        return "There is nothing to write down yet."
    if not has_drill:
        return "Plan a drill first: a forecast is written down for a drill with a name."
    if not is_today:
        return "Only today's can be written down: set “As of” to today in the line on top."
    return None


def alternative(said: str, rows: Sequence[Mapping[str, Any]], target_seconds: float) -> str:
    """The forecast's chart for somebody who does not see it."""
    known = [row for row in rows if not numbers.is_missing(row["likely_seconds"])]
    values = [
        f"{row['short_name']} {range_words(row['low_seconds'], row['high_seconds'])}, chance "
        f"{chance_text(row['chance'])}"
        for row in known[:6]
    ]
    rest = len(known) - len(values)
    more = f", and {count(rest)} more" if rest > 0 else ""
    silent = len(rows) - len(known)
    untold = f" Too little data for {count(silent, 'system')}." if silent else ""
    listed = f" {'; '.join(values)}{more}." if values else ""
    return f"{said}. The line is at {duration(target_seconds)}.{listed}{untold}"
