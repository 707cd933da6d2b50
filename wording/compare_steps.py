"""A comparison's totals and clocks in words: what gave the time, moved the rate, what turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from wording import numbers, terms
from wording.compare import Pair
from wording.numbers import count, duration, duration_change, in_words, points
from wording.sentences import NARROW_TITLE, TITLE, capital, during, fits, is_adjective, joined

_DOING = {
    "detect": "detecting",
    "declare": "declaring",
    "mobilise": "mobilising",
    "restore": "restoring",
    "validate": "validating",
    "not split": "time not split",
}
_PARTS = {"performance": "Performance", "objective": "Objectives", "scope": "Scope"}
_PART_MEANS = {
    "performance": "the same systems against the first drill's objectives",
    "objective": "the second drill's objectives instead of the first's",
    "scope": "systems that entered or left",
}

# --- Phases ---------------------------------------------------------------------------------------


def phase_rows(steps: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of the phase chart, of `phase_steps`; a part known of no system is left out."""
    rows = []
    for one in steps:
        if not one["systems"] and not one["is_total"]:
            continue  # known of no system: that is not the same as no change
        label = "Total" if one["is_total"] else capital(str(one["part"]))
        systems = count(one["systems"], "system")
        rows.append(
            {
                **one,
                "label": label,
                "text": _change(one["amount"]),
                "tone": _tone(one["amount"], lower_is_better=True),
                "hover": (label, _change(one["amount"]), f"over {systems}"),
            }
        )
    return rows


def _change(seconds: float) -> str:
    return "no change" if seconds == 0 else duration_change(seconds)


def _tone(amount: float, *, lower_is_better: bool) -> str:
    if amount == 0:
        return "plain"
    return "better" if (amount < 0) == lower_is_better else "worse"


def phase_title(steps: Sequence[Mapping[str, Any]], pair: Pair) -> str:
    """The finding of the phase chart, at most 62 characters."""
    if not steps:
        return "No system came back in both drills"
    total = next(float(one["amount"]) for one in steps if one["is_total"])
    parts = [one for one in steps if not one["is_total"] and one["amount"]]
    gains = [one for one in parts if one["amount"] < 0]
    losses = [one for one in parts if one["amount"] > 0]
    known = [one for one in parts if one["part"] != "not split"]
    if not known and parts:
        return fits([f"{capital(_change(total))} in all, not split into phases"], TITLE)
    if total == 0 and not parts:
        return "No phase took longer or shorter"
    if total < 0:
        best = min(gains, key=lambda one: one["amount"])
        most = "most" if best["amount"] <= total / 2 else "the largest part"
        gave = f"gave {most} of the {duration(-total)}"
        if best["amount"] < total:  # more than all that was won: others lost some of it again
            gave = f"gave {duration(-best['amount'])}, {duration(-total)} net"
        first = f"{capital(_doing(best))} {gave}"
        other = max(losses, key=lambda one: one["amount"], default=None)
        tail = f"; {_doing(other)} cost {duration(other['amount'])}" if other else ""
    else:
        worst = max(losses, key=lambda one: one["amount"], default=None)
        if worst is None:
            return f"{pair.b} took as long in total"
        cost = duration(worst["amount"])
        if total and worst["amount"] > total:
            cost = f"{cost}, {duration(total)} net"
        first = f"{capital(_doing(worst))} cost {cost}"
        other = min(gains, key=lambda one: one["amount"], default=None)
        tail = f"; {_doing(other)} gave {duration(-other['amount'])}" if other else ""
    return fits([first + tail, first], TITLE)


def _doing(step: Mapping[str, Any]) -> str:
    return _DOING.get(str(step["part"]), str(step["part"]))


def phase_caption(
    before_seconds: float, after_seconds: float, pairs: int, not_split: int, pair: Pair
) -> str:
    """What the phase chart measures: whose time, from how much to how much."""
    if not pairs:
        return "It needs a system that came back in both drills"
    who = f"{in_words(pairs, 'system')} recovered in both"
    text = (
        f"Change by phase, {who}: {duration(before_seconds)} {during(pair.a)} → "
        f"{duration(after_seconds)} {during(pair.b)}"
    )
    if not_split:
        lack = "lacks" if not_split == 1 else "lack"
        text += f" · not split: {in_words(not_split, 'system')} {lack} an instant"
    return text


def steps_alternative(title: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """Steps for somebody who does not see them: the finding and every part in order."""
    return f"{title}. " + "; ".join(f"{row['label']} {row['text']}" for row in rows) + "."


# --- Attainment -----------------------------------------------------------------------------------


def attainment_rows(
    steps: Sequence[Mapping[str, Any]], detail: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The rows of the attainment chart, of `attainment_steps` and the parts of the measure."""
    by_part = {str(one["part"]): one for one in detail}
    rows = []
    for one in steps:
        name = str(one["part"])
        label = "Total" if one["is_total"] else _PARTS.get(name, capital(name))
        hover = [label, points(one["amount"], 1)]
        if name in _PART_MEANS:
            hover.append(_PART_MEANS[name])
        part = by_part.get(name, {})
        if part.get("of"):
            hover.append(
                f"{numbers.k_of_n(part['from'], part['of'])} → "
                f"{numbers.k_of_n(part['to'], part['of'])}"
            )
        rows.append(
            {
                **one,
                "label": label,
                "text": points(one["amount"], 1),
                "tone": _tone(one["amount"], lower_is_better=False),
                "hover": tuple(hover),
            }
        )
    return rows


def attainment_title(steps: Sequence[Mapping[str, Any]]) -> str:
    """The finding of the attainment chart, at most 45 characters."""
    if not steps:
        return "No verdict in one of the drills"
    total = next(float(one["amount"]) for one in steps if one["is_total"])
    parts = {str(one["part"]): float(one["amount"]) for one in steps if not one["is_total"]}
    moved = {name: amount for name, amount in parts.items() if abs(amount) > 1e-9}
    if not moved:
        return "Attainment did not change"
    if abs(total) <= 1e-9:
        named = joined([_PARTS[name].lower() for name in moved])
        return fits([f"Attainment stayed: {named} cancel out", "Attainment stayed"], NARROW_TITLE)
    way = "rose" if total > 0 else "fell"
    first = f"Attainment {way} {_points(total)}"
    against = {name: amount for name, amount in moved.items() if (amount < 0) == (total > 0)}
    if against:
        name = max(against, key=lambda one: abs(against[one]))
        verb = "took" if total > 0 else "gave"
        other = f"{_PARTS[name].lower()} {verb} {_bare(against[name])}"
        tail = f"{first}; {other} back"
        short = f"Attainment {points(total)}; {other} back"
        return fits([tail, short, f"Attainment {points(total)}; {other}", first], NARROW_TITLE)
    if len(moved) == 1:
        tail = f"{first}, all by {_PARTS[next(iter(moved))].lower()}"
    else:
        largest = max(moved, key=lambda one: abs(moved[one]))
        tail = f"{first}, mostly {_PARTS[largest].lower()}"
    return fits([tail, first], NARROW_TITLE)


def _points(change: float) -> str:
    return points(abs(change)).removeprefix("+")


def _bare(change: float) -> str:
    return _points(change).split(numbers.NBSP)[0]


def attainment_caption(met_a: int, judged_a: int, met_b: int, judged_b: int) -> str:
    """`RTO attainment 67 % (4 of 6) → 100 % (5 of 5)`."""
    return (
        f"RTO attainment {numbers.share_of(met_a, judged_a)} → {numbers.share_of(met_b, judged_b)}"
    )


# --- Clocks ---------------------------------------------------------------------------------------


def clock_rows(
    verdicts: Sequence[Mapping[str, Any]], short: Mapping[str, str], pair: Pair
) -> list[dict[str, Any]]:
    """The rows of the clock grid, of one side's `clock_verdicts`."""
    return [
        {
            "system": one["system"],
            "short_name": short[str(one["system"])],
            "clock": one["clock"],
            "verdict": one["verdict"],
            "turns": one["turns"],
            "robust_text": robust(one),
            "hover": (
                str(one["system"]),
                f"{pair.of(str(one['side']))}, {terms.clock(*str(one['clock']).split(':'))}",
                "no such instant" if one["verdict"] is None else _clock_verdict(one),
            ),
        }
        for one in verdicts
    ]


def _clock_verdict(one: Mapping[str, Any]) -> str:
    took = one["recovery_seconds"]
    return (
        str(one["verdict"]) if numbers.is_missing(took) else f"{one['verdict']}, {duration(took)}"
    )


def robust(test: Mapping[str, Any]) -> str:
    """`robust`, `turns`, or `–` where fewer than two clocks give a verdict."""
    if test["is_robust"]:
        return "robust"
    return "turns" if int(test["clocks_judged"]) > 1 else numbers.CANNOT_EXIST


class Turning(Protocol):
    """What is read of `clock_sensitivity.Turning`."""

    @property
    def in_a(self) -> int: ...
    @property
    def in_b(self) -> int: ...
    @property
    def clocks(self) -> tuple[str, ...]: ...
    @property
    def judged(self) -> int: ...
    @property
    def tested(self) -> int: ...


def clock_title(turning: Turning, clock: str, pair: Pair) -> str:
    """The finding of the clock grid, at most 62 characters."""
    if not turning.judged:
        return "No clock gives a verdict"
    if not turning.in_a + turning.in_b:
        if not turning.tested:
            return "No test has the times for a second clock"
        if turning.tested == turning.judged:
            return "Every verdict holds under every clock"
        seen = numbers.k_of_n(turning.tested, turning.judged)
        has, hold = ("has", "it holds") if turning.tested == 1 else ("have", "all hold")
        return f"Only {seen} verdicts {has} times for a second clock; {hold}"
    where = _where(turning.clocks, clock)
    if turning.in_a and turning.in_b:
        who = (
            f"{in_words(turning.in_a, capital=True)} {pair.a} and "
            f"{in_words(turning.in_b)} {pair.b} verdicts"
        )
        if not (is_adjective(pair.a) and is_adjective(pair.b)):
            noun = "verdict" if turning.in_a == 1 else "verdicts"
            who = (
                f"{in_words(turning.in_a, capital=True)} {noun} of {pair.a} and "
                f"{in_words(turning.in_b)} of {pair.b}"
            )
        turn = "turn"
    else:
        number = turning.in_a or turning.in_b
        name = pair.a if turning.in_a else pair.b
        noun = "verdict" if number == 1 else "verdicts"
        said = f"{name} {noun}" if is_adjective(name) else f"{noun} of {name}"
        who = f"{in_words(number, capital=True)} {said}"
        turn = "turns" if number == 1 else "turn"
    return fits(
        [f"{who} {turn} {where}", f"{who} {turn} under another clock", f"{who} {turn}"], TITLE
    )


def _where(turned: Sequence[str], clock: str) -> str:
    """Under which clocks: `if the clock stops at validation`, else `under another clock`."""
    start, stop = clock.split(":")
    clocks = [one.split(":") for one in turned]
    if all(one[1] != stop for one in clocks):
        at = "validation" if stop == "restored" else "restoration"
        return f"if the clock stops at {at}"
    starts = {one[0] for one in clocks}
    if len(starts) == 1 and start not in starts:
        return f"if the clock starts at {terms.CLOCK_STARTS[starts.pop()]}"
    return "under another clock"


def clock_caption(pair: Pair, side: str, shown: int, every: int) -> str:
    """What the grid shows, and its key."""
    parts = [
        f"{pair.of(side)}, the clock from disruption, detection, declaration or recovery start; "
        "the chosen one is shaded",
        "● met",
        "◆ missed",
        "ringed where it turns",
        "blank: no such instant",
    ]
    if shown < every:
        parts.append(f"{count(shown)} of {count(every, 'system')}, those that turn first")
    return " · ".join(parts)


def clock_alternative(title: str, rows: Sequence[Mapping[str, Any]], pair: Pair, side: str) -> str:
    """The clock grid for somebody who does not see it: the finding, then system by system."""
    told: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        told.setdefault(row["system"], row)
    held = [row["short_name"] for row in told.values() if row["robust_text"] == "robust"]
    turning = [
        f"{first['short_name']} turns under "
        + joined(
            [
                terms.clock(*str(row["clock"]).split(":"))
                for row in rows
                if row["system"] == system and row["turns"]
            ]
            or ["some clocks"]
        )
        for system, first in told.items()
        if first["robust_text"] == "turns"
    ]
    parts = [f"{title}.", f"{capital(during(pair.of(side)))}:"]
    if held:
        parts.append(f"robust under every clock: {joined(held[:6])}.")
    parts += [f"{one}." for one in turning[:6]]
    return " ".join(parts)


def by_clock_title(by_clock: Sequence[Mapping[str, Any]], pair: Pair) -> str:
    """Whether the direction of the change survives every clock, at most 62 characters."""
    known = [one for one in by_clock if not numbers.is_missing(one["typical"])]
    if not known:
        return "No clock gives times in both drills"
    faster = sum(one["typical"] > 0 for one in known)
    whole = len(known)
    if faster == whole:
        return fits(
            [f"{pair.b} was faster by every clock that can tell", "Faster by every clock"], TITLE
        )
    if not faster:
        return fits([f"{pair.b} was faster by no clock", "Faster by no clock"], TITLE)
    return fits([f"{pair.b} was faster by {numbers.k_of_n(faster, whole)} clocks"], TITLE)


def by_clock_rows(
    by_clock: Sequence[Mapping[str, Any]], clock: str, pair: Pair
) -> list[dict[str, str]]:
    """Both drills under every clock as a table in Markdown; the chosen clock is bold."""
    rows = []
    for one in by_clock:
        name = terms.clock(*str(one["clock"]).split(":"))
        typical = one["typical"]
        said = numbers.NO_DATA
        if not numbers.is_missing(typical):
            way = "faster" if typical > 0 else "slower"
            same = abs(typical) < 0.005
            said = "as long" if same else f"{numbers.share(abs(typical))} {way}"
            said += f" ({count(one['pairs'], 'pair')})"
        change = one["attainment_change"]
        rows.append(
            {
                "Clock": f"**{name}**" if one["clock"] == clock else name,
                f"RTO met, {pair.a}": numbers.share_of(one["met_a"], one["judged_a"]),
                f"RTO met, {pair.b}": numbers.share_of(one["met_b"], one["judged_b"]),
                "Change": numbers.NO_DATA if numbers.is_missing(change) else points(change, 1),
                "Typical system": said,
            }
        )
    return rows
