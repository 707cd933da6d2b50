"""The minutes of a comparison in words: what would have met it, and what gaps and fixes go with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wording import numbers, terms
from wording.compare import DOWN, Pair, change_text
from wording.markdown import escape
from wording.numbers import count, duration, in_words
from wording.sentences import TITLE, capital, during, fits, joined

_MOST_SAID = 3
_DOING = {
    "detect": "detecting",
    "declare": "declaring",
    "mobilise": "mobilising",
    "restore": "restoring",
    "validate": "validating",
}
_STATED, _INFERRED = "stated", "inferred"

# --- Minimal flip ---------------------------------------------------------------------------------


def needed(flip: Mapping[str, Any]) -> str:
    """`1 h less`, `more than 1 h less`, `anything less`; `no number` where there is none."""
    over = flip["over_seconds"]
    if numbers.is_missing(over):
        return "no number"
    if flip["is_tie"]:
        return "anything less"
    return f"{'more than ' if flip['is_strict'] else ''}{duration(over)} less"


def place(flip: Mapping[str, Any]) -> str:
    """Where it could go: `in restoring (2 h 7 min)`; the reason where there is none."""
    why = flip["why"]
    if why in DOWN:
        return f"{why}: nobody knows when it would have been back"
    if not numbers.is_missing(why):
        return str(why)
    parts = [_part(flip["kind"], name, seconds) for name, seconds in flip["parts"]]
    return f"in {joined(parts)}{' together' if len(parts) > 1 else ''}"


def _part(kind: object, name: str, seconds: float) -> str:
    said = f"step {escape(name)}" if kind == "task" else _DOING.get(name, name)
    return f"{said} ({duration(seconds)})"


def elsewhere(flip: Mapping[str, Any]) -> str:
    """The other places that were long enough; `–` where there is none."""
    parts = [_part(flip["kind"], name, seconds) for name, seconds in flip["alternatives"]]
    return joined(parts) if parts else numbers.CANNOT_EXIST


def _step(flip: Mapping[str, Any] | None) -> str:
    """The longest runbook step that alone was long enough; `no single step` where there is none."""
    if flip is None:
        return "no single step"
    name, saves = flip["parts"][0]
    return f"{escape(name)} (saves at most {duration(saves)})"


def flip_title(flips: Sequence[Mapping[str, Any]], short: Mapping[str, str], pair: Pair) -> str:
    """The smallest change that would have turned a miss, at most 62 characters."""
    timed = [one for one in flips if not numbers.is_missing(one["over_seconds"])]
    if not flips:
        return f"{pair.a} and {pair.b} missed no objective"
    if not timed:
        return "No minutes would say what was missing: none came back"
    least = min(timed, key=lambda one: one["over_seconds"])
    name = short.get(str(least["system"]), str(least["system"]))
    less = needed(least)
    full = f"Closest miss: {name}, {less} would have met it"
    return fits([full, f"Closest miss: {name}, {less}"], TITLE)


def flip_sentences(
    flips: Sequence[Mapping[str, Any]], short: Mapping[str, str], names: Mapping[str, str]
) -> list[str]:
    """A Markdown line a drill: what would have met its missed tests, the closest first.

    names : how each drill is called.
    """
    lines = []
    for drill, called in names.items():
        own = [one for one in flips if one["drill"] == drill]
        timed = [one for one in own if not numbers.is_missing(one["over_seconds"])]
        if not own:
            continue
        said = [
            f"{escape(short.get(str(one['system']), str(one['system'])))}: {needed(one)}"
            + (f" {place(one)}" if numbers.is_missing(one["why"]) else "")
            for one in timed[:_MOST_SAID]
        ]
        if len(timed) > _MOST_SAID:
            said.append(f"And {in_words(len(timed) - _MOST_SAID)} more")
        text = ". ".join(said)
        lost = len(own) - len(timed)
        if lost:
            text += f"{'. ' if text else ''}{_without(lost)}"
        lines.append(f"**What would have met it {during(called)}.** {text}.")
    return lines


def _without(lost: int) -> str:
    was = "was" if lost == 1 else "were"
    return (
        f"{in_words(lost, 'system', capital=True)} {was} not recovered: no number of minutes says "
        "what was missing"
    )


def flip_rows(
    flips: Sequence[Mapping[str, Any]],
    names: Mapping[str, str],
    against: str,
    steps: Sequence[Mapping[str, Any]] = (),
) -> list[dict[str, str]]:
    """The flips as a table in Markdown.

    against : what they missed, e.g. `own RTO`. steps : the same flips with runbook steps, where
    there are runbooks.
    """
    by_test = {(one["drill"], one["system"]): one for one in steps if one["kind"] == "task"}
    has_steps = bool(by_test)
    return [
        {
            "System": f"**{escape(one['system'])}** "
            + during(names.get(str(one["drill"]), str(one["drill"]))),
            "Needed": f"{needed(one)}, {against} "
            + numbers.objective(one["objective_seconds"], one["operator"]),
            "Where": place(one),
            "Or": elsewhere(one),
            **(
                {"Or in one step": _step(by_test.get((one["drill"], one["system"])))}
                if has_steps
                else {}
            ),
        }
        for one in flips
    ]


# --- Gaps and minutes -----------------------------------------------------------------------------


def gaps_title(tests: Sequence[Mapping[str, Any]]) -> str:
    """The finding of the gap minutes, at most 62 characters; of `GapMinutes.tests`."""
    lost = sum(float(one["lost_seconds"]) for one in tests)
    known = sum(float(one["stated_seconds"]) + float(one["inferred_seconds"]) for one in tests)
    if not tests:
        return "How long systems were down is not known"
    if not known:
        return "No gap says how much time it cost"
    return fits([f"Gaps account for {duration(known)} of {duration(lost)} of service lost"], TITLE)


def gaps_caption(tests: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> str:
    """Drill by drill: stated, inferred, not explained; they add up to what was lost."""
    parts = []
    for drill, called in names.items():
        own = [one for one in tests if one["drill"] == drill]
        if not own:
            continue
        stated, inferred, rest = (
            sum(float(one[f"{name}_seconds"]) for one in own)
            for name in ("stated", "inferred", "unexplained")
        )
        said = [f"{duration(stated)} stated"]
        if inferred:
            said.append(f"{duration(inferred)} inferred")
        said.append(f"{duration(rest)} not explained by a gap")
        parts.append(f"{called}: {', '.join(said)}")
    return " · ".join(parts)


def gap_rows(gaps: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> list[dict[str, str]]:
    """The gaps with their minutes as a table in Markdown."""
    return [
        {
            "Gap": f"**{escape(_title(one))}**",
            "Minutes": _minutes(one),
            "Known how": _basis(one),
            "System": _or(one["system"], "no one system"),
            "Found in": names.get(str(one["drill"]), str(one["drill"])),
        }
        for one in gaps
    ]


def _title(gap: Mapping[str, Any]) -> str:
    return str(gap["gap"] if numbers.is_missing(gap["title"]) else gap["title"])


def _or(value: object, otherwise: str) -> str:
    return otherwise if numbers.is_missing(value) else escape(value)


def _minutes(gap: Mapping[str, Any]) -> str:
    if not numbers.is_missing(gap["seconds"]):
        return duration(gap["seconds"])
    if not numbers.is_missing(gap["stated_seconds"]):
        return f"{duration(gap['stated_seconds'])}, not placed"
    return "unknown"


def _basis(gap: Mapping[str, Any]) -> str:
    basis = str(gap["basis"])
    if basis == _STATED:
        if gap["is_capped"]:
            return f":gray-badge[stated] {duration(gap['stated_seconds'])}, cut to the time lost"
        return ":gray-badge[stated]"
    if basis == _INFERRED:
        doing = joined([_DOING.get(one, one) for one in gap["phases"]])
        return f":orange-badge[▲ inferred] {doing} took that much longer than in the other drill"
    return f":gray-badge[○ {basis}]"


def fixed_title(fixed: Sequence[Mapping[str, Any]], pair: Pair) -> str:
    """The finding of the fixed gaps, at most 62 characters."""
    if not fixed:
        return f"No gap of a system {during(pair.a)} was closed before {pair.b}"
    better = [one for one in fixed if one["label"] in ("improved", "newly recovered")]
    whole = f"{numbers.k_of_n(len(better), len(fixed))} gaps fixed before {pair.b}"
    if len(fixed) == 1:
        way = "goes" if better else "does not go"
        return fits([f"The one gap fixed before {pair.b} {way} with a faster system"], TITLE)
    return fits([f"{whole} go with a faster system", whole], TITLE)


def fixed_caption(
    fixed: Sequence[Mapping[str, Any]], systems: Sequence[Mapping[str, Any]], pair: Pair
) -> str:
    """What standing side by side means, and how many systems were faster without a fixed gap."""
    own = {one["system"] for one in fixed}
    others = sum(
        one["label"] in ("improved", "newly recovered") and one["system"] not in own
        for one in systems
    )
    text = f"Closed before {pair.b} began, beside the system's change: together, not proof of cause"
    if others:
        text += f" · {in_words(others, 'system')} improved without a gap fixed"
    return text


def fixed_rows(fixed: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The fixed gaps beside their system's change as a table in Markdown."""
    return [
        {
            "Gap fixed": f"**{escape(_title(one))}**",
            "System's change": _change(one),
            "It had cost": "unknown"
            if numbers.is_missing(one["stated_seconds"])
            else duration(one["stated_seconds"]),
            "System": escape(one["system"]),
            "Closed": numbers.day(one["closed_day"]),
            "Retest": _retest(one),
        }
        for one in fixed
    ]


def _change(one: Mapping[str, Any]) -> str:
    if numbers.is_missing(one["label"]):
        return "in neither drill"
    label = str(one["label"])
    return change_text(one) if label != "not comparable" else label


def _retest(one: Mapping[str, Any]) -> str:
    if numbers.is_missing(one["retest"]):
        return "none"
    inferred = ", inferred" if one["retest_basis"] == "inferred" else ""
    return f"{one['retest']}{inferred}"


def flip_caption(clock: str) -> str:
    """What the flips measure."""
    return (
        "The time over the objective: less would not do. It can be saved in one phase only where "
        f"that phase lasted as long · {terms.clock(*clock.split(':'))}"
    )


def no_flip(against: str, target_seconds: float, operator: str) -> str:
    """That no test missed an objective of that kind."""
    if against == "programme":
        limit = numbers.objective(target_seconds, operator)
        return f"No test missed the programme's target of {limit}."
    return "No test missed its own RTO."


def more_rows(shown: int, every: int, noun: str) -> str:
    """`The first 12 of 40 gaps; all of them are in the CSV`."""
    return f"{capital('the first')} {count(shown)} of {count(every, noun)}; all are in the CSV"
