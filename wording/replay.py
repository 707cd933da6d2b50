"""A moment of a drill in sentences: what was up, what ran, who had been told, what waited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wording import numbers, terms
from wording.drill import DrillWords
from wording.markdown import escape
from wording.numbers import count, duration, in_words, is_missing, k_of_n
from wording.sentences import capital, fits
from wording.steps import step

MOST = 8  # lines of a list
_STATES = {
    "down": "missed",
    "degraded": "partial",
    "back": "met",
    "in service": "no data",
    "no time known": "unknown",
}


# What a replay counts its time from.
ZERO = {
    "disruption": "Time since the first disruption",
    "start": "Time since the drill's start; no disruption is recorded",
    "first entry": "Time since the first entry; no disruption is recorded",
    "plan": "Time since the first planned step",
}


def at(seconds: float) -> str:
    """`T+1 h 30 min`."""
    return f"T+{duration(seconds).replace(numbers.NBSP, ' ')}" if seconds else "T+0"


def title(moment: Any) -> str:  # noqa: ANN401 - a Moment
    """What stood at that moment, at most 80 characters."""
    whole = len(moment.systems)
    when = at(moment.seconds)
    if not whole:
        return f"At {when} nothing is known of any system"
    up = moment.count("back", "in service")
    down = moment.count("down", "degraded")
    steps = in_words(len(moment.running), "step")
    told = in_words(len(moment.told), "message")
    verb = "was" if up < 2 else "were"
    if not down:
        said = "the one system was up" if whole == 1 else f"all {in_words(whole)} systems were up"
    elif whole == 1:
        said = "the one system was down"
    else:
        number = in_words(up) if up else "none"
        said = f"{number} of {in_words(whole)} systems {verb} up"
    parts = [f"At {when} {said}"]
    if moment.task_count:
        parts.append(f"{steps} ran")
    if len(moment.told):
        parts.append(f"{told} had gone out")
    return fits([", ".join(parts), ", ".join(parts[:2]), parts[0]], 80)


def systems_title(moment: Any) -> str:  # noqa: ANN401 - a Moment
    """`5 of 6 systems were down`."""
    whole = len(moment.systems)
    down = moment.count("down", "degraded")
    if not whole:
        return "No system was tested"
    if not down:
        return "No system was down"
    if whole == 1:
        return "The only system was down"
    return f"{k_of_n(down, whole)} systems were down"


def system_lines(moment: Any, words: DrillWords) -> list[str]:  # noqa: ANN401 - a Moment
    """A line a system: badge, name, since when, what was under way."""
    lines = []
    for one in moment.systems.head(MOST).to_dict("records"):
        badge = terms.badge(_STATES[one["state"]], str(one["state"]))
        said = f"{badge} **{escape(words.name(one['system']))}**"
        if one["state"] in ("down", "degraded"):
            said += f" {_since(moment.seconds, one['since_seconds'])}"
            if isinstance(one["phase"], str):
                said += f", in {one['phase']} {_since(moment.seconds, one['phase_since_seconds'])}"
        elif one["state"] == "back":
            said += f" since {at(one['since_seconds'])}"
        lines.append(said)
    return _with_rest(lines, len(moment.systems), "system")


def _since(now: float, since: float) -> str:
    if is_missing(since):
        return ""
    passed = now - since
    return f"for {duration(passed)}" if passed else "just now"


def steps_title(moment: Any) -> str:  # noqa: ANN401 - a Moment
    """`3 steps ran, 2 of 14 were done, 1 failed, 1 waited`."""
    if not moment.task_count:
        return "No runbook task is recorded"
    running, failed, waiting = (len(one) for one in (moment.running, moment.failed, moment.waiting))
    done = k_of_n(moment.done_count, moment.task_count)
    said = f"{capital(in_words(running, 'step'))} ran, {done} were done"
    said += f", {in_words(failed)} failed" if failed else ""
    return f"{said}, {in_words(waiting)} waited" if waiting else said


def step_lines(moment: Any) -> list[str]:  # noqa: ANN401 - a Moment
    """Failed steps, running ones, then those that could have begun, the longest wait first."""
    failed = [
        f":red-badge[◆ failed] **{_step(one)}** "
        + (
            f"at {at(one['since_seconds'])}"
            if one["has_end"]
            else f"begun at {at(one['since_seconds'])}, end not recorded"
        )
        for one in moment.failed.head(MOST).to_dict("records")
    ]
    running = [
        f"▶ **{_step(one)}**, for {duration(moment.seconds - one['since_seconds'])}"
        + (", on the critical path" if one["is_critical"] else "")
        for one in moment.running.head(MOST).to_dict("records")
    ]
    waiting = [
        f":orange-badge[▲ waiting] **{_step(one)}** {_idle(moment.seconds - one['since_seconds'])}"
        for one in moment.waiting.head(MOST).to_dict("records")
    ]
    return [
        *_with_rest(failed, len(moment.failed), "failed step"),
        *_with_rest(running, len(moment.running), "running step"),
        *_with_rest(waiting, len(moment.waiting), "waiting step"),
    ]


def _step(one: Mapping[str, Any]) -> str:
    return escape(step(one["task"], one["title"]))


def _idle(seconds: float) -> str:
    return f"could have begun {duration(seconds)} before" if seconds else "could begin now"


def told_title(moment: Any) -> str:  # noqa: ANN401 - a Moment
    """`Five messages had gone out, one was overdue`."""
    told, owed = len(moment.told), len(moment.owed)
    if not moment.message_count:
        return "No message is recorded"
    if not told and not owed:
        return "Nobody had been told yet"
    verb = "was" if owed == 1 else "were"
    said = f"{capital(in_words(told, 'message'))} had gone out"
    return f"{said}, {in_words(owed)} {verb} overdue" if owed else said


def told_lines(moment: Any) -> list[str]:  # noqa: ANN401 - a Moment
    """Overdue messages, then the last sent."""
    owed = [
        f":red-badge[◆ overdue] **{escape(_to(one))}**, {duration(one['late_seconds'])} late"
        for one in moment.owed.head(MOST).to_dict("records")
    ]
    told = [
        f"{_sent_badge(one)} **{escape(_to(one))}** at {at(one['at_seconds'])}"
        for one in moment.told.head(MOST).to_dict("records")
    ]
    return [
        *_with_rest(owed, len(moment.owed), "overdue message"),
        *_with_rest(told, len(moment.told), "message"),
    ]


def _to(one: Mapping[str, Any]) -> str:
    return str(one["message"] if is_missing(one["audience"]) else one["audience"])


def _sent_badge(one: Mapping[str, Any]) -> str:
    if not one["has_target"]:
        return terms.badge("no data", "told")
    return terms.badge("met" if one["is_on_time"] else "missed",
                       "told" if one["is_on_time"] else "told late")  # fmt: skip


def hold_line(moment: Any, words: DrillWords) -> str | None:  # noqa: ANN401 - a Moment
    """Said while something was on hold."""
    if moment.holds.empty:
        return None
    named = [
        "the whole drill" if is_missing(one) else escape(words.name(one))
        for one in moment.holds["system"]
    ]
    shown = named[:3] + ([f"{count(len(named) - 3)} more"] if len(named) > 3 else [])
    return f":orange-badge[▲ on hold] {', '.join(shown)}"


def _with_rest(lines: Sequence[str], whole: int, noun: str) -> list[str]:
    rest = whole - len(lines)
    return [*lines, f"and {count(rest, f'more {noun}', f'more {noun}s')}"] if rest else list(lines)
