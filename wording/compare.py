"""Two drills in words: headline, evidence, the paired dots, the verdict matrix, what differed.

Facts come raw and finished, from `analytics.comparison.pairing`; here is decided only how they are
said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from wording import numbers, terms
from wording.markdown import escape
from wording.numbers import count, duration, duration_change, in_words, share
from wording.sentences import (
    HEADLINE,
    NARROW_TITLE,
    RARELY,
    TITLE,
    capital,
    chance_help,
    drill_names,
    during,
    fits,
    joined,
)

JUDGED = ("met", "missed")
DOWN = ("not recovered", "partial")
FEWEST_PAIRS = 6  # that differ; fewer cannot tell (metrics.md, rule 7)
_MOST_CONDITIONS = 4
_WITH_A_NAME = 74  # characters of a headline: names are wider than small words
# What a label is called in the narrow column beside the dots.
_SHORTER = {"still not recovered": "never recovered", "no longer recovered": "no longer back"}
# What a condition is called in a sentence, where that is not its own name.
_IN_WORDS = "scenario in words"
_CONDITIONS = {_IN_WORDS: "scenario", "announced": "notice given"}


class Pair(NamedTuple):
    """How drills A and B are called in a sentence: `February`, `March`."""

    a: str
    b: str

    def of(self, side: str) -> str:
        """The name of side a or b."""
        return self.a if side == "a" else self.b


def pair_names(drills: Sequence[Mapping[str, Any]]) -> Pair:
    """The names of two drills, each with drill, started_on, ended_on."""
    days = [_day_of(one) for one in drills]
    first, second = drill_names(days, [str(one["drill"]) for one in drills])
    return Pair(first, second)


def _day_of(drill: Mapping[str, Any]) -> date | None:
    for name in ("started_on", "ended_on"):
        if not numbers.is_missing(drill[name]):
            day: date = drill[name]
            return day
    return None


def choice(drill: Mapping[str, Any]) -> str:
    """A drill in a list of drills and in the address: `DR-2025-01 · 12 Feb 2025 · Power loss`.

    The drill's own name stands first and is all that an address needs.
    """
    parts = [str(drill["drill"])]
    day = _day_of(drill)
    if day is not None:
        parts.append(numbers.day(day).replace(numbers.NBSP, " "))
    what = next(
        (
            str(drill[name])
            for name in ("name", "scenario_kind")
            if not numbers.is_missing(drill.get(name)) and str(drill[name]) != parts[0]
        ),
        None,
    )
    return " · ".join([*parts, what] if what else parts)


def scope_label(days: Sequence[date | None], drills: Sequence[str], as_of: date, clock: str) -> str:
    """`A 12 Feb · B 19 Mar 2025 · as of 31 Mar · disruption → restored`."""
    known = [day for day in days if day is not None]
    is_one_year = len({day.year for day in (*known, as_of)}) == 1 and len(known) == len(days)
    parts = []
    for letter, day, drill in zip("AB", days, drills, strict=True):
        said = drill if day is None else numbers.day(day)
        if day is not None and is_one_year and letter == "A":
            said = numbers.short_day(day)
        parts.append(f"{letter} {said}")
    parts.append(f"as of {numbers.short_day(as_of) if is_one_year else numbers.day(as_of)}")
    return " · ".join([*parts, terms.clock(*clock.split(":"))])


# --- Headline and evidence ------------------------------------------------------------------------


def headline(
    systems: Sequence[Mapping[str, Any]], pair: Pair, short: Mapping[str, str] | None = None
) -> str:
    """The finding, at most 80 characters; a verdict that was lost is named, however small its time.

    systems : of `matched_systems`, each with system, label, cell. short : their short names.
    """
    found = [str(one["label"]) for one in systems]
    better = sum(one in ("improved", "newly recovered") for one in found)
    worse = sum(one in ("regressed", "no longer recovered") for one in found)
    same = found.count("unchanged")
    lost = found.count("still not recovered")
    missing = _now_missing(systems, short or {})
    if not better + worse + same + lost:
        return fits(
            [f"{pair.a} and {pair.b} have no system to compare", "No system can be compared"],
            HEADLINE,
        )
    if not better + worse:
        if not same:
            return f"{_systems(lost, capital_=True)} came back in neither drill"
        took = f"{pair.b} took as long as {pair.a} on {_all_of(same, same + lost)}"
        took = f"{took}, but {missing}" if missing else took
        other = f"No time changed {during(pair.b)}, but {missing}" if missing else None
        return fits(
            [took, *([other] if other else []), f"No system changed {during(pair.b)}"], HEADLINE
        )
    is_time_alone = not any(one in found for one in ("newly recovered", "no longer recovered"))
    more, less = ("faster", "slower") if is_time_alone else ("better", "worse")
    first, second = ((more, better), (less, worse)) if better else ((less, worse), (more, better))
    # "slower on none" beside a verdict that was lost would say more than is so
    counted = [second] if second[1] or not missing else []
    counted += [("unchanged", same)] if same else []
    rest = [f"{way} on {in_words(number) if number else 'none'}" for way, number in counted]
    full = [f"{first[0]} on {_systems(first[1])}", *rest]
    brief = [f"{first[0]} on {in_words(first[1])}", *rest]
    if not missing:
        return fits([f"{pair.b} was {joined(one)}" for one in (full, brief)], HEADLINE)
    changed = brief[: 2 if second[1] else 1]  # what became slower is never left out
    begun = [f"{pair.b} was {', '.join(full)}", f"{pair.b} was {', '.join(brief)}"]
    begun += [f"{pair.b}: {', '.join(brief)}", f"{pair.b} was {', '.join(changed)}"]
    return fits([f"{one}; {missing}" for one in begun], _WITH_A_NAME)


def _now_missing(systems: Sequence[Mapping[str, Any]], short: Mapping[str, str]) -> str | None:
    """`Communication now misses its RTO`; None where no verdict was lost."""
    lost = [str(one["system"]) for one in systems if one["cell"] == "regressed"]
    if not lost:
        return None
    if len(lost) == 1:
        return f"{escape(short.get(lost[0], lost[0]))} now misses its RTO"
    return f"{in_words(len(lost))} now miss their RTO"


def _all_of(part: int, whole: int) -> str:
    if part < whole:
        return f"{in_words(part)} of {_systems(whole)}"
    return "its one system" if whole == 1 else f"all {_systems(whole)}"


def _systems(number: int, *, capital_: bool = False) -> str:
    return in_words(number, "system", capital=capital_)


def summary(
    before_seconds: float,
    after_seconds: float,
    pairs: int,
    typical: float | None,
    shift: Mapping[str, Any] | None,
    conditions: Sequence[str],
    pair: Pair,
    left_out: Sequence[str] = (),
) -> str:
    """The size of the change, how sure it is, and what differed: two or three sentences, Markdown.

    before_seconds, after_seconds : added over the systems recovered in both, `pairs` of them.
    typical : `improvement_typical`. shift : of `improvement_evidence`. conditions : that differed.
    left_out : the systems without a ratio, `without_ratio`.
    """
    if not pairs:
        none = f"No system has a recovery time in both drills, {pair.a} and {pair.b}."
        return f"{none} {capital(_differed(conditions))}." if conditions else none
    said = [_size(before_seconds, after_seconds, pairs, typical, left_out)]
    doubt = _certainty(shift, pairs)
    if conditions:
        said.append(f"{doubt}, and {_differed(conditions)}.")
    else:
        said.append(f"{doubt}.")
    return " ".join(said)


def without_ratio(systems: Sequence[Mapping[str, Any]]) -> list[str]:
    """The systems recovered in both, of `matched_systems`, that took no time in one of the drills.

    There is no percentage of a time of zero: the typical change leaves them out, and it is said.
    """
    return [
        str(one["system"])
        for one in systems
        if one["is_matched"] and (numbers.is_missing(one["ratio"]) or not one["ratio"] > 0)
    ]


def _size(
    before: float, after: float, pairs: int, typical: float | None, left_out: Sequence[str]
) -> str:
    who = "The one system" if pairs == 1 else f"The {_systems(pairs)}"
    change = after - before
    if change == 0:
        total = f"{who} recovered in both drills took {duration(before)} in total, as before"
    else:
        size = f" ({share(abs(change) / before)})" if before else ""
        way = "less" if change < 0 else "more"
        total = f"{who} recovered in both drills took {duration(abs(change))} {way} in total{size}"
    if typical is None or pairs == 1:
        return f"{total}."
    whose = "the typical one"
    note = ""
    if left_out:
        over = pairs - len(left_out)
        whose = f"the typical one of {in_words(over)}" if over > 1 else "the one with a percentage"
        who = escape(left_out[0]) if len(left_out) == 1 else in_words(len(left_out))
        note = f" ({who} left out: 0 min has no percentage)"
    if abs(typical) < 0.005:
        return f"{total}; {whose} took as long as before{note}."
    way = "faster" if typical > 0 else "slower"
    # slower by 50 % is a ratio of 1.5: 1 − ratio is −0.5
    return f"{total}; {whose} was {share(abs(typical))} {way}{note}."


def _certainty(shift: Mapping[str, Any] | None, pairs: int) -> str:
    differing = 0 if shift is None else int(shift["pairs_that_differ"])
    p = None if shift is None else shift["p"]
    if differing == 0:
        return "No time changed"
    if differing < FEWEST_PAIRS or p is None:
        if pairs >= FEWEST_PAIRS:
            only = f"{in_words(differing, capital=True)} of {in_words(pairs, 'pair')} differ"
            only += "s" if differing == 1 else ""
            return f"{only}, too few to tell progress from chance"
        are = "is" if pairs == 1 else "are"
        named = in_words(pairs, "pair", capital=True)
        return f"{named} {are} too few to tell progress from chance"
    return f"Chance alone {'would rarely' if p < RARELY else 'could'} do this"


def shift_sentence(shift: Mapping[str, Any] | None) -> str | None:
    """What a system typically saved, and how sure that is; None where there are too few pairs."""
    if shift is None or int(shift["pairs_that_differ"]) < FEWEST_PAIRS or shift["seconds"] is None:
        return None
    value, low, high = (float(shift[name]) for name in ("seconds", "low", "high"))
    return f"A system typically {_saved(value)}, very likely between {_span(low, high)}."


def shift_help(shift: Mapping[str, Any] | None) -> str | None:
    """The numbers behind `shift_sentence` and behind what chance could do, for whoever asks."""
    if shift is None or shift_sentence(shift) is None:
        return None
    pairs, differing = in_words(int(shift["pairs"])), in_words(int(shift["pairs_that_differ"]))
    return (
        f"The range holds at {share(float(shift['confidence']))} confidence (Hodges–Lehmann, "
        f"{pairs} systems). {chance_help(shift['p'], differing)}"
    )


def _saved(seconds: float) -> str:
    if seconds == 0:
        return "took as long"
    return f"{'saved' if seconds > 0 else 'lost'} {duration(abs(seconds))}"


def _span(low: float, high: float) -> str:
    if low >= 0:
        return f"{duration(low)} and {duration(high)} saved"
    if high <= 0:
        return f"{duration(-high)} and {duration(-low)} lost"
    return f"{duration(-low)} lost and {duration(high)} saved"


def _differed(conditions: Sequence[str]) -> str:
    """`three conditions differed: scenario, exercise type and notice given`."""
    named = list(dict.fromkeys(_CONDITIONS.get(one, one) for one in conditions))
    listed = named[:_MOST_CONDITIONS]
    if len(named) > len(listed):
        listed.append(f"{in_words(len(named) - len(listed))} more")
    return f"{in_words(len(named), 'condition')} differed: {joined(listed)}"


# --- Paired dots ----------------------------------------------------------------------------------


def dot_rows(
    systems: Sequence[Mapping[str, Any]], short: Mapping[str, str], pair: Pair
) -> list[dict[str, Any]]:
    """The rows of the paired dots, of `matched_systems` in reading order.

    short : every system's short name, of both drills.
    """
    return [
        {
            "system": one["system"],
            "short_name": short[str(one["system"])],
            **{
                f"{name}_{side}": one[f"{field}_{side}"]
                for name, field in (
                    ("seconds", "recovery_seconds"),
                    ("outcome", "outcome"),
                    ("rto", "rto_seconds"),
                )
                for side in "ab"
            },
            "change_text": change_text(one),
            "change_tone": _tone(one["label"]),
            "hover_a": _dot_hover(one, "a", pair),
            "hover_b": _dot_hover(one, "b", pair),
        }
        for one in systems
    ]


def change_text(system: Mapping[str, Any]) -> str:
    """`−1 h 40 min`, `unchanged`, `newly recovered`, `not tested in B`, `only in A`."""
    label = str(system["label"])
    if label in ("improved", "regressed"):
        return duration_change(system["change_seconds"])
    if label != "not comparable":
        return _SHORTER.get(label, label)
    for side, letter in (("a", "A"), ("b", "B")):
        other = "B" if letter == "A" else "A"
        if numbers.is_missing(system[f"outcome_{side}"]):
            return f"only in {other}"
    for side, letter in (("b", "B"), ("a", "A")):
        outcome = str(system[f"outcome_{side}"])
        if outcome in ("not tested", "in progress", "unknown"):
            return f"{outcome} in {letter}"
        if numbers.is_missing(system[f"recovery_seconds_{side}"]) and outcome not in DOWN:
            return f"no time in {letter}"
    return "not comparable"


def _tone(label: str) -> str:
    if label in ("improved", "newly recovered"):
        return "better"
    return "worse" if label in ("regressed", "no longer recovered") else "plain"


def _dot_hover(system: Mapping[str, Any], side: str, pair: Pair) -> tuple[str, ...]:
    took, rto = system[f"recovery_seconds_{side}"], system[f"rto_seconds_{side}"]
    goal = numbers.objective(rto, system[f"rto_operator_{side}"])
    goal = goal if numbers.is_missing(rto) else f"objective {goal}"
    lines = [str(system["system"]), f"{side.upper()}, {pair.of(side)}"]
    if numbers.is_missing(took):
        return (*lines, f"{system[f'outcome_{side}']}, {goal}", "click for its rows")
    lines.append(f"{duration(took, None if numbers.is_missing(rto) else rto)}, {goal}")
    if not numbers.is_missing(rto):
        lines.append(numbers.margin(took, rto))
    return (*lines, "click for its rows")


def dots_title(systems: Sequence[Mapping[str, Any]], short: Mapping[str, str]) -> str:
    """The finding of the paired dots, at most 62 characters.

    systems : every one of both drills, those too that the chart has no room for.
    """
    timed = [one for one in systems if one["label"] in ("improved", "regressed", "unchanged")]
    if not timed:
        return "No system has a time in both drills"
    best = min(timed, key=lambda one: one["change_seconds"])
    worst = max(timed, key=lambda one: one["change_seconds"])
    gained = best["label"] == "improved"
    lost = worst["label"] == "regressed"
    by = {id(one): duration(abs(one["change_seconds"])) for one in (best, worst)}
    gain = f"{short[best['system']]} gained most: {by[id(best)]} less"
    loss = f"{short[worst['system']]} lost most: {by[id(worst)]} more"
    if gained and lost:
        both = (
            f"{short[best['system']]} gained {by[id(best)]}, "
            f"{short[worst['system']]} lost {by[id(worst)]}"
        )
        return fits([both, gain], TITLE)
    if gained or lost:
        return fits([gain if gained else loss], TITLE)
    return "No time changed by more than 5 minutes or 5 %".replace(" %", f"{numbers.NBSP}%")


def dots_caption(pair: Pair, shown: int, every: int, rows: Sequence[Mapping[str, Any]]) -> str:
    """The key, and how many are shown where not all are."""
    key = [f"○ A {pair.a}", f"● B {pair.b}"]
    if any(row[f"outcome_{side}"] in DOWN for row in rows for side in "ab"):
        key.append("✕ not recovered")
    key.append("❘ own RTO")
    if shown < every:
        key.append(f"the {count(shown)} of {count(every, 'system')} that changed most")
    return " · ".join(key)


def dots_alternative(title: str, rows: Sequence[Mapping[str, Any]], pair: Pair) -> str:
    """The paired dots for somebody who does not see them: finding, six systems, what is missing."""
    values = []
    for row in rows[:6]:
        times = [
            f"{duration(row[f'seconds_{side}'])} {during(pair.of(side))}"
            if not numbers.is_missing(row[f"seconds_{side}"])
            else f"{row[f'outcome_{side}']} {during(pair.of(side))}"
            for side in "ab"
            if not numbers.is_missing(row[f"outcome_{side}"])
        ]
        values.append(f"{row['short_name']} {', '.join(times)} ({row['change_text']})")
    rest = len(rows) - 6
    more = f" And {count(rest)} more." if rest > 0 else ""
    return f"{title}. {'; '.join(values)}.{more}"


def apart_sentence(systems: Sequence[Mapping[str, Any]], pair: Pair) -> str | None:
    """The systems met in one drill alone, by name; None when there is none."""
    parts = []
    for side, other in (("a", "b"), ("b", "a")):
        alone = [
            str(one["system"])
            for one in systems
            if not numbers.is_missing(one[f"outcome_{side}"])
            and one[f"outcome_{side}"] != "not tested"
            and (
                numbers.is_missing(one[f"outcome_{other}"])
                or one[f"outcome_{other}"] == "not tested"
            )
        ]
        if alone:
            named = [escape(name) for name in alone[:5]]
            if len(alone) > 5:
                named.append(f"{count(len(alone) - 5)} more")
            parts.append(f"Tested {during(pair.of(side))} alone: {joined(named)}.")
    return " ".join(parts) or None


def system_rows(systems: Sequence[Mapping[str, Any]], pair: Pair) -> list[dict[str, str]]:
    """Every system as a table for reading, in Markdown; no wider than an upright page holds."""
    return [
        {
            "System": f"**{escape(one['system'])}**",
            "Change": change_text(one),
            pair.a: _result(one, "a"),
            pair.b: _result(one, "b"),
            "Own RTO, verdict": f"{_objectives(one)}, {one['cell']}",
        }
        for one in systems
    ]


def system_heads(pair: Pair) -> dict[str, str]:
    """The headings of `matched.in_minutes` on the screen."""
    heads = {"system": "System", "change_minutes": "Change, min"}
    for side in "ab":
        heads |= {
            f"recovery_minutes_{side}": f"{pair.of(side)}, min",
            f"outcome_{side}": f"{pair.of(side)}, outcome",
            f"rto_minutes_{side}": f"{pair.of(side)}, RTO in min",
            f"verdict_{side}": f"{pair.of(side)}, verdict",
        }
    return heads | {"label": "What changed", "cell": "Verdicts", "tie": "Tie in"}


def _result(system: Mapping[str, Any], side: str) -> str:
    """`:green-badge[● met] 3 h 20 min`; `not in it` where the system was not in the drill."""
    if numbers.is_missing(system[f"outcome_{side}"]):
        return "not in it"
    took, verdict = system[f"recovery_seconds_{side}"], str(system[f"verdict_{side}"])
    if numbers.is_missing(took):
        return terms.badge(str(system[f"outcome_{side}"]))
    rto = system[f"rto_seconds_{side}"]
    said = duration(took, None if numbers.is_missing(rto) else rto)
    return f"{terms.badge(verdict)} {said}" if verdict in JUDGED else said


def _objectives(system: Mapping[str, Any]) -> str:
    said = [
        numbers.objective(system[f"rto_seconds_{side}"], system[f"rto_operator_{side}"])
        for side in "ab"
        if not numbers.is_missing(system[f"outcome_{side}"])
    ]
    return " → ".join(dict.fromkeys(said)) or numbers.CANNOT_EXIST


def test_in_words(
    systems: Sequence[Mapping[str, Any]], system: str, drill: str, drills: Mapping[str, str]
) -> str:
    """One test's result beside its title: time, verdict and objective, in Markdown."""
    side = "ab"[list(drills).index(drill)]
    for one in systems:
        if one["system"] == system and not numbers.is_missing(one[f"outcome_{side}"]):
            rto, sign = one[f"rto_seconds_{side}"], one[f"rto_operator_{side}"]
            goal = numbers.objective(rto, sign)
            goal = goal if numbers.is_missing(rto) else f"objective {goal}"
            return f"{_result(one, side)}, {goal}"
    return ""


# --- Verdict matrix -------------------------------------------------------------------------------

_ROWS = ("met", "missed", "no verdict")
_CELLS = {
    ("met", "met"): ("kept", None),
    ("missed", "met"): ("improved", "improved"),
    ("met", "missed"): ("lost", "regressed"),
    ("missed", "missed"): ("still missing", "still missing"),
}


def matrix_title(counts: Mapping[str, int]) -> str:
    """The finding of the matrix, at most 45 characters. counts : systems by `matched.CELLS`."""
    kept, up = counts.get("kept", 0), counts.get("improved", 0)
    down, still = counts.get("regressed", 0), counts.get("still missing", 0)
    if not kept + up + down + still:
        return "No verdict in both drills"
    parts = [
        f"{in_words(number) if number else 'none'} {what}"
        for number, what in ((up, "improved"), (down, "lost"))
    ]
    if not up + down:
        parts = ["none changed"]
    if still:
        parts.append(f"{in_words(still)} still missing")
    first = f"{in_words(kept, 'verdict')} kept" if kept else None
    full = ", ".join([first, *parts] if first else parts)
    return capital(fits([full, ", ".join(parts)], NARROW_TITLE))


def matrix_rows(
    systems: Sequence[Mapping[str, Any]], pair: Pair
) -> tuple[list[dict[str, str]], list[dict[str, Any]]]:
    """The matrix as Markdown cells (rows A, columns B), and as counts for a file.

    The row and the column of no verdict are left out while they are empty.
    """
    counted: dict[tuple[str, str], int] = {}
    for one in systems:
        cell = (_verdict(one["verdict_a"]), _verdict(one["verdict_b"]))
        counted[cell] = counted.get(cell, 0) + 1
    rows = [name for name in _ROWS if name != _ROWS[2] or any(a == name for a, _ in counted)]
    columns = [name for name in _ROWS if name != _ROWS[2] or any(b == name for _, b in counted)]
    heads = {name: f"{pair.b} {name}" if name == "met" else name for name in columns}
    shown = [
        {
            pair.a: f"**{row}**",
            **{
                heads[column]: _cell(row, column, counted.get((row, column), 0))
                for column in columns
            },
        }
        for row in rows
    ]
    raw = [
        {"verdict_a": row, "verdict_b": column, "systems": counted.get((row, column), 0)}
        for row in rows
        for column in columns
    ]
    return shown, raw


def _verdict(word: object) -> str:
    return str(word) if word in JUDGED else _ROWS[2]


def _cell(row: str, column: str, number: int) -> str:
    if not number:
        return "0"
    word, mark = _CELLS.get((row, column), ("not comparable", None))
    text = f"{number} {word}"
    return f"**{number}** {word}" if mark is None else terms.badge(mark, text)


# --- What differed --------------------------------------------------------------------------------


def conditions_title(conditions: Sequence[Mapping[str, Any]]) -> str:
    """`Not the same test twice`, or that nothing differed as far as is recorded."""
    if not conditions:
        return "No condition is recorded"
    differing = sum(bool(one["differs"]) for one in conditions)
    return "Not the same test twice" if differing else "The same conditions, as far as recorded"


def conditions_rows(conditions: Sequence[Mapping[str, Any]], pair: Pair) -> list[dict[str, str]]:
    """The conditions that differed, in Markdown."""
    return [
        {
            "Condition": capital(str(one["what"])),
            pair.a: escape(condition(one["a"])),
            pair.b: escape(condition(one["b"])),
        }
        for one in _once(conditions)
        if one["differs"]
    ]


def _once(conditions: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The conditions, the scenario once: its kind, and its own words where they say more."""
    by_name = {str(one["what"]): one for one in conditions}
    kind, own = by_name.get("scenario"), by_name.get(_IN_WORDS)
    if kind is None or own is None:
        return list(conditions)
    differs = bool(kind["differs"]) or bool(own["differs"])
    both = {side: _scenario(kind[side], own[side]) for side in "ab"}
    merged: Mapping[str, Any] = {**kind, **both, "differs": differs}
    return [merged if one is kind else one for one in conditions if one is not own]


def _scenario(kind: object, own: object) -> object:
    if numbers.is_missing(kind) or numbers.is_missing(own):
        return kind if numbers.is_missing(own) else own
    if str(kind).lower() in str(own).lower():
        return own
    return f"{kind}: {own}"


def conditions_caption(conditions: Sequence[Mapping[str, Any]]) -> str | None:
    """Which conditions were alike; None when none was."""
    alike = [str(one["what"]) for one in _once(conditions) if not one["differs"]]
    return f"The same in both: {joined(alike)}" if alike else None


def condition(value: object) -> str:
    """One recorded condition in words."""
    if numbers.is_missing(value):
        return "not recorded"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return numbers.number(value) if isinstance(value, float) else str(value)
