"""Findings as sentences: the headline of a quarter, titles that say what a chart shows, evidence.

Facts come in raw and finished; what is decided here is only how it is said. Plain and short: the
system is the subject, past tense for drills, the number first, then the cause, then the doubt.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wording import numbers
from wording.numbers import NBSP, count, duration, in_words, k_of_n, share

RARELY = 0.05  # chance that does this less often than one time in twenty
HEADLINE, TITLE, NARROW_TITLE = 80, 62, 45  # characters that stand on one line at 1440 px
_A_DAY = re.compile(
    rf"\d{{1,2}}{NBSP}({'|'.join(calendar.month_name[1:])})({NBSP}\d{{4}})?"
)  # as `numbers.day_in_sentence` writes it
_DRILL_TITLE = 27  # with its tally it ends before the target's line at 350 px


def fits(candidates: Sequence[str], length: int) -> str:
    """The first of the candidates that is no longer than `length`, else the shortest of them."""
    return next((one for one in candidates if len(one) <= length), min(candidates, key=len))


def joined(parts: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else list(parts))


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def uncapital(text: str) -> str:
    """The text with a small first letter, unless its first word is an abbreviation or a name."""
    first = text.split(" ", 1)[0]
    return text if first[1:] != first[1:].lower() else text[:1].lower() + text[1:]


# --- Drills ---------------------------------------------------------------------------------------


def drill_names(days: Sequence[date | None], drills: Sequence[str]) -> list[str]:
    """How to call each drill in a sentence: `February`; `12 February` where a month has two.

    days : when each drill took place, in the organisation's zone; None where unknown.
    drills : their names in the files, used where two drills share a day or the day is unknown.
    """
    months = [None if one is None else (one.year, one.month) for one in days]
    years = {one.year for one in days if one is not None}
    names = []
    for at, (on, drill) in enumerate(zip(days, drills, strict=True)):
        if on is None or sum(other == on for other in days) > 1:
            names.append(drill)
        elif months.count(months[at]) > 1:
            names.append(numbers.day_in_sentence(on, None if len(years) == 1 else 0))
        else:
            year = "" if len(years) == 1 else f"{NBSP}{on.year}"
            names.append(numbers.month(on) + year)
    return names


def during(*drills: str) -> str:
    """When, of drills as `drill_names` calls them: `in February`, `on 12 February`, `in DR-1`."""
    are_days = [bool(_A_DAY.fullmatch(one)) for one in drills]
    if len(set(are_days)) > 1:
        return joined([during(one) for one in drills])
    return f"{'on' if all(are_days) else 'in'} {joined(drills)}"


def is_adjective(drill: str) -> bool:
    """Whether a drill's name can stand before a noun: `two February verdicts`, never a day."""
    return not any(one.isdigit() for one in drill)


def drill_titles(
    days: Sequence[date | None], scenarios: Sequence[str | None], drills: Sequence[str]
) -> list[str]:
    """Each drill over its rows: `12 February, power loss`; all with the month short where one is
    longer than 27 characters: `12 Feb, hardware failure`. Without a scenario its own name stands.
    """
    what = [scenario or drill for scenario, drill in zip(scenarios, drills, strict=True)]
    years = {on.year for on in days if on is not None}
    year = next(iter(years)) if len(years) == 1 else 0
    long = [
        name if on is None else f"{numbers.day_in_sentence(on, year)}, {name}"
        for on, name in zip(days, what, strict=True)
    ]
    if all(len(one) <= _DRILL_TITLE for one in long):
        return long
    return [
        name if on is None else f"{numbers.short_day(on) if year else numbers.day(on)}, {name}"
        for on, name in zip(days, what, strict=True)
    ]


# --- Recovery against the programme's target ------------------------------------------------------


@dataclass(frozen=True)
class DrillResult:
    """One drill against the programme's target, for sentences.

    name : as in a sentence (`February`). under, counted : tests under the target, of those with a
    time, partial or not recovered. lost : those never recovered. untested : systems in scope
    without a result.
    """

    name: str
    under: int
    counted: int
    lost: int = 0
    untested: int = 0

    @property
    def missed(self) -> int:
        """Tests that did not come back under the target."""
        return self.counted - self.under


def against(target_seconds: float, operator: str = "<") -> str:
    """`under 4 h` or `within 4 h`, as the target's operator says."""
    return f"{'under' if operator == '<' else 'within'} {duration(target_seconds)}"


def time_against_target(seconds: float, target_seconds: float, operator: str = "<") -> str:
    """A recovery time beside its mark; equal to a strict target it is `4 h, a tie`."""
    words = duration(seconds, target_seconds)
    return f"{words}, a tie" if seconds == target_seconds and operator == "<" else words


def tally(under: int, counted: int, target_seconds: float, operator: str = "<") -> str:
    """`2 of 6 under 4 h`."""
    if not counted:
        return "no recovery time"
    return f"{k_of_n(under, counted)} {against(target_seconds, operator)}"


def _missed_on(drill: DrillResult, limit: str) -> str:
    """`February missed 4 h on four systems`."""
    systems = in_words(drill.missed, "system")
    if drill.missed == drill.counted:
        systems = "its one system" if drill.counted == 1 else f"all {in_words(drill.counted)}"
    return f"{drill.name} missed {limit} on {systems}"


def _met_it_on(drill: DrillResult, *, after_miss: bool, limit: str) -> str:
    it = "it" if after_miss else limit
    whole = "its one system" if drill.counted == 1 else f"all {in_words(drill.counted)}"
    return f"{drill.name} met {it} on {whole}"


def quarter_verdict(
    quarter: str,
    is_consistent: bool | None,
    drills: Sequence[DrillResult],
    target_seconds: float,
    operator: str = "<",
    criteria: Mapping[str, str] | None = None,
) -> str:
    """The headline of the Scorecard, at most 80 characters.

    is_consistent : `recovery_target_consistent`; None is undecided, and is never called met.
    drills : the quarter's completed drills with recovery times, in order.
    criteria : the success criteria by name and how each stands. The quarter's target is met when
        all are: a missed one is never under a headline that says met.
    """
    limit = duration(target_seconds)
    named = numbers.quarter(quarter)
    timed = [drill for drill in drills if drill.counted]
    under, counted = sum(d.under for d in timed), sum(d.counted for d in timed)
    if not drills:
        return f"No drill has been completed in {named}"
    if not timed:
        return f"Target undecided: no recovery time is known for {named}"
    if is_consistent is False:
        return _not_met(timed, limit, under, counted)
    all_under = f"all {in_words(counted)} tests" if counted > 1 else "the one test"
    standing = criteria or {}
    missed = [name for name, status in standing.items() if status == "not met"]
    undecided = [name for name, status in standing.items() if status == "unknown"]
    if is_consistent and missed:
        return _missed_elsewhere(all_under, missed, len(standing), target_seconds, operator)
    if is_consistent and undecided:
        left = f"{in_words(len(undecided))} of {in_words(len(standing))} criteria undecided"
        return fits(
            [f"{capital(all_under)} came back {against(target_seconds, operator)}, {left}"],
            HEADLINE,
        )
    if is_consistent:
        when = during(*(drill.name for drill in timed))
        return fits(
            [
                f"Target met: {all_under} {when} came back {against(target_seconds, operator)}",
                f"Target met: {all_under} came back {against(target_seconds, operator)}",
            ],
            HEADLINE,
        )
    untested = sum(drill.untested for drill in drills)
    doubt = f"{in_words(untested)} {'was' if untested == 1 else 'were'} not tested or timed"
    if not untested:
        doubt = "one drill has no recovery time"
    return fits(
        [
            f"Target undecided: {all_under} came back {against(target_seconds, operator)}, {doubt}",
            f"Target undecided: {k_of_n(under, counted)} tests "
            f"{against(target_seconds, operator)}, {doubt}",
        ],
        HEADLINE,
    )


# What a missed criterion means in a headline; recovery itself has headlines of its own.
_MISSED = {
    "Timely execution": "fewer drills than planned",
    "Gap identification and mitigation": "not every gap fixed",
    "Stakeholder satisfaction": "people were less content than aimed for",
    "Continuous improvement": "the improvement plan has holes",
}


def _missed_elsewhere(
    all_under: str, missed: Sequence[str], whole: int, target_seconds: float, operator: str
) -> str:
    """Recovery was in time, another criterion was not met."""
    limit = against(target_seconds, operator)
    if len(missed) > 1:
        count_ = f"{in_words(len(missed))} of {in_words(whole)} criteria missed"
        return fits(
            [f"Target not met: {all_under} {limit}, but {count_}", f"Target not met: {count_}"],
            HEADLINE,
        )
    why = _MISSED.get(missed[0], uncapital(missed[0]))
    return fits(
        [
            f"Target narrowly missed: {all_under} {limit}, {why}",
            f"Target narrowly missed: {why}",
        ],
        HEADLINE,
    )


def _not_met(timed: Sequence[DrillResult], limit: str, under: int, counted: int) -> str:
    missed = counted - under
    plain = f"Target not met: {k_of_n(missed, counted)} tests missed {limit}"
    candidates = []
    if len(timed) == 1:
        drill = timed[0]
        candidates.append(
            f"Target not met: {drill.name} missed {limit} on {in_words(drill.missed)} of "
            f"{in_words(drill.counted)} systems"
            if drill.missed < drill.counted
            else f"Target not met: {_missed_on(drill, limit)} systems"
        )
    if len(timed) == 2:
        parts: list[str] = []
        for drill in timed:
            clean = not drill.missed
            parts.append(
                _met_it_on(drill, after_miss=bool(parts), limit=limit)
                if clean
                else _missed_on(drill, limit)
                if not parts
                else f"{drill.name} on {in_words(drill.missed)}"
                if timed[0].missed
                else f"{drill.name} missed it on {in_words(drill.missed)}"
            )
        candidates.append(f"Target not met: {', '.join(parts)}")
    where = [f"{in_words(drill.missed)} {during(drill.name)}" for drill in timed if drill.missed]
    candidates.append(f"{plain}: {joined(where)}" if len(timed) > 1 else plain)
    return fits([*candidates, plain], HEADLINE)


@dataclass(frozen=True)
class Closest:
    """The slowest test that met the target: its system's short name, its drill, its time [s]."""

    system: str
    drill: str
    seconds: float


def recovery_title(
    drills: Sequence[DrillResult],
    target_seconds: float,
    operator: str = "<",
    length: int = TITLE,
    closest: Closest | None = None,
) -> str:
    """The finding of the recovery-times chart: `Four of six systems missed 4 h in February; …`.

    closest : told where every test met the target: `Inventory came closest to 4 h: 3 h 50 min …`.
    """
    limit = duration(target_seconds)
    timed = [drill for drill in drills if drill.counted]
    under, counted = sum(d.under for d in timed), sum(d.counted for d in timed)
    if not timed:
        return "No recovery time is known"
    if under == counted:
        every = f"All {in_words(counted)} tests" if counted > 1 else "The one test"
        met = [f"{every} came back {against(target_seconds, operator)}"]
        if closest is not None and counted > 1:
            said = time_against_target(closest.seconds, target_seconds, operator)
            near = f"{closest.system} came closest to {limit}: {said}"
            met = [f"{near} {during(closest.drill)}", near, *met]
        return fits(met, length)
    candidates = []
    worst = max(timed, key=lambda drill: drill.missed)
    first = (
        f"{in_words(worst.missed, capital=True)} of {in_words(worst.counted)} systems missed "
        f"{limit} {during(worst.name)}"
    )
    if len(timed) == 1:
        candidates.append(first)
    if len(timed) == 2:
        other = next(drill for drill in timed if drill is not worst)
        number = in_words(other.missed) if other.missed else "none"
        candidates.append(f"{first}; {number} did {during(other.name)}")
        candidates.append(f"{first}, {number} {during(other.name)}")
    candidates.append(f"{k_of_n(counted - under, counted)} tests missed {limit}")
    return fits(candidates, length)


def recovery_alternative(
    title: str, tests: Sequence[Mapping[str, Any]], target_seconds: float, operator: str = "<"
) -> str:
    """The recovery-times chart for somebody who does not see it.

    tests : in reading order, each with drill (as in a sentence), short_name, verdict, seconds.
    The finding, up to six values, then what is missing.
    """
    timed = [
        one for one in tests if one["verdict"] in ("met", "missed", "not recovered", "partial")
    ]
    values = []
    for one in timed[:6]:
        has_time = one["verdict"] in ("met", "missed")
        said = duration(one["seconds"], target_seconds) if has_time else one["verdict"]
        values.append(f"{one['short_name']} {said} {during(one['drill'])}")
    rest = len(timed) - 6
    listed = ", ".join(values) + (f", and {count(rest)} more" if rest > 0 else "")
    silent = [
        f"{one['short_name']} was {one['verdict']} {during(one['drill'])}"
        if one["verdict"].startswith("not ")
        else f"{one['short_name']} is {one['verdict']} {during(one['drill'])}"
        for one in tests
        if one["verdict"] not in ("met", "missed", "not recovered", "partial")
    ]
    parts = [title, f"The line is at {duration(target_seconds)}", listed, *silent[:4]]
    return " ".join(f"{part}." for part in parts if part)


@dataclass(frozen=True)
class Change:
    """How a later drill stood to an earlier one, over systems recovered in both.

    pairs : systems recovered in both; differing : of them, with different times.
    total_share : (sum A − sum B) / sum A, positive is faster. p : None when too few pairs differ.
    """

    later: str
    pairs: int
    differing: int
    earlier_seconds: float
    later_seconds: float
    total_share: float | None
    p: float | None


def quarter_summary(
    under: int,
    counted: int,
    target_seconds: float,
    operator: str = "<",
    change: Change | None = None,
    *,
    drills_completed: int | None = None,
    drills_target: int | None = None,
    are_tabletops: bool = False,
) -> str:
    """The two or three sentences under the headline: how many, by how much, how sure.

    drills_target : how many were wanted, planned or not. are_tabletops : every drill that ended was
        a tabletop or walkthrough, which measures nothing.
    """
    said = []
    if counted:
        back = "came back in under" if operator == "<" else "came back within"
        tests = f"{k_of_n(under, counted)} test{'' if counted == 1 else 's'}"
        said.append(f"{tests} {back} {duration(target_seconds)}.")
    if (
        drills_completed is not None
        and drills_target is not None
        and drills_completed < drills_target
    ):
        said.append(_too_few_drills(drills_completed, drills_target, are_tabletops))
    if change is not None and change.pairs and change.total_share is not None:
        said += [_size(change), certainty(change)]
    return " ".join(said)


def _too_few_drills(done: int, wanted: int, are_tabletops: bool) -> str:
    """`One drill ended in the quarter, a tabletop; two were wanted.`"""
    ended = f"{in_words(done, 'drill', capital=True)} ended" if done else "No drill ended"
    kind = ""
    if done and are_tabletops:
        kind = ", a tabletop or walkthrough" if done == 1 else ", all tabletops or walkthroughs"
    verb = "was" if wanted == 1 else "were"
    return f"{ended} in the quarter{kind}; {in_words(wanted)} {verb} wanted."


def _size(change: Change) -> str:
    one = change.pairs == 1
    who = (
        f"The {'one system' if one else in_words(change.pairs, 'system')} recovered in both drills"
    )
    totals = (
        f"{duration(change.later_seconds)} in total instead of {duration(change.earlier_seconds)}"
    )
    if change.total_share == 0 or change.total_share is None:
        return (
            f"{who} took as long {during(change.later)} as before, {totals.split(' in total')[0]}."
        )
    size = share(abs(change.total_share))
    way = "sooner" if change.total_share > 0 else "later"
    return f"{who} came back {size} {way} {during(change.later)}, {totals}."


def certainty(change: Change) -> str:
    """How far a change can be told from chance."""
    if change.p is None:
        pairs = in_words(change.pairs, "pair", capital=True)
        return f"{pairs} {'is' if change.pairs == 1 else 'are'} too few to rule out chance."
    return f"Chance alone {'would rarely' if change.p < RARELY else 'could'} do this."


def chance_help(p: float | None, differing: str) -> str | None:
    """The number behind what chance could do, for whoever asks; None where too few pairs differ.

    differing : how many systems' times differ, in words.
    """
    if p is None:
        return None
    rarely = f"less than {share(0.01)}" if p < 0.01 else share(p)
    return (
        f"Were there no change at all, chance would still move {differing} systems as far in "
        f"{rarely} of cases (exact Wilcoxon signed-rank test, two-sided, "
        f"{numbers.p_value(p)})."
    )
