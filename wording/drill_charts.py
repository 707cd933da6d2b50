"""What the timelines of one drill say: titles, captions, alternative texts, and what was told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wording import numbers
from wording.drill import LOST, DrillWords
from wording.markdown import escape
from wording.names import LENGTH, short_names
from wording.numbers import count, duration, in_words, is_missing, k_of_n
from wording.sentences import (
    NARROW_TITLE,
    TITLE,
    capital,
    fits,
    joined,
    time_against_target,
    uncapital,
)
from wording.steps import LINE, step, two_lines, whole_words

_PROBLEMS = {
    "unknown predecessor": "{tasks} depends on {names}, which is no task here.",
    "several predecessors": "{tasks} depends on {names}, which could be more than one task.",
    "cycle": "{tasks} wait for each other in a ring; what they wait for within it is left out.",
    "no finish": "{tasks} never finished, though others depended on it; what it waited for "
    "itself stands in its place.",
    "no start": "{tasks} has no start: its own work and its waiting cannot be told apart.",
    "out of order": "{tasks} finished before what it depended on, or before its own start.",
    "no planned duration": "{tasks} has no planned duration and counts as none in the plan's path.",
}

# By a message's state: the verdict it is drawn as, and what is said of it.
_MESSAGES = {
    "in time": ("met", "sent in time"),
    "late": ("missed", "sent late"),
    "not sent": ("missed", "due, not sent"),
    "not sent yet": ("planned", "due, not sent yet"),
    "no target": ("no target", "sent, without a target"),
    "no time": ("no target", "neither sent nor due"),
}

STEP = ("task", "title", "own_seconds", "waiting_seconds", "counted_seconds", "planned_seconds")
PATH_TITLES = {
    "task": "Step",
    "waiting_seconds": "Idle before",
    "own_seconds": "Worked",
    "planned_seconds": "Planned",
}


def gantt_title(words: DrillWords, chain: Sequence[object]) -> str:
    """The finding of the phases: who waited for whom, else where the time went.

    chain : the systems of the tasks that held the slowest one, first to last.
    At most 45 characters.
    """
    systems = list(dict.fromkeys(one for one in chain if isinstance(one, str)))
    if len(systems) > 1:
        return fits(
            [f"{words.name(systems[-1])} waited for {words.name(systems[-2])}"], NARROW_TITLE
        )
    phases = words.found.metrics["phase_share"].detail
    known = [one for one in phases if one["share"] is not None]
    if known:
        largest = max(known, key=lambda one: one["share"])
        share = numbers.share(largest["share"])
        return fits(
            [f"{capital(largest['phase'])} took {share} of the known time",
             f"{capital(largest['phase'])} took {share}"], NARROW_TITLE,
        )  # fmt: skip
    if words.found.is_tabletop:
        return "Estimated times only, no phases"
    if words.found.status == "running":
        return "Where the time has gone so far"
    return "How the time was spent is not known"


def gantt_caption(words: DrillWords, shown: int, whole: int, *, has_critical: bool) -> str:
    """What the bars are."""
    since = {
        "disruption": "the first disruption",
        "start": "the drill's start",
        "first entry": "the first entry",
        "plan": "the planned start",
    }[words.found.face.zero]
    parts = [f"Phases of each system since {since}; thin: after the clock stops"]
    if has_critical:
        parts.append("outlined: on the critical path")
    parts.append(f"colour: against the programme's {duration(words.target)}")
    if any(_misses_its_own(one) for one in words.tests):
        parts[-1] += ", ◆ missed its own RTO"
    if shown < whole:
        parts = [
            f"The worst {count(shown)} of {count(whole)} systems",
            uncapital(parts[0]),
            *parts[1:],
        ]
    return "; ".join(parts)


def gantt_alternative(title: str, words: DrillWords, tests: Sequence[Mapping[str, Any]]) -> str:
    """The phases for somebody who does not see them."""
    values = []
    for one in tests[:6]:
        name = words.name(one["system"])
        if one["against"] in ("met", "missed"):
            took = time_against_target(one["recovery_seconds"], words.target, words.operator)
            values.append(f"{name} {took}")
        else:
            values.append(f"{name} {one['against']}")
    rest = len(tests) - 6
    listed = ", ".join(values) + (f", and {count(rest)} more" if rest > 0 else "")
    return f"{title}. {listed}." if listed else f"{title}."


def lane_names(lanes: Sequence[Mapping[str, Any]]) -> list[str]:
    """A lane's name in the margin, of one line or two: the task's first words, or the team's; `…`
    where more follow.

    Only whole words are shown. Where two would be alike, both have as much as fits instead.
    """
    names = lane_full_names(lanes)
    unlike = list(dict.fromkeys(names))
    wrapped = [two_lines(one) for one in unlike]
    longer = short_names(unlike, length=LINE)
    chosen = {
        name: short if wrapped.count(short) == 1 else longer[name]
        for name, short in zip(unlike, wrapped, strict=True)
    }
    return [chosen[one] for one in names]


def lane_full_names(lanes: Sequence[Mapping[str, Any]]) -> list[str]:
    """What a lane stands for, whole: a step with what is done, or a team."""
    return [
        step(one["task"], one.get("title")) if isinstance(one["task"], str) else str(one["team"])
        for one in lanes
    ]


RING = "Steps wait for each other: what held the finish is not known"


def in_a_ring(path: Any) -> bool:  # noqa: ANN401 - a CriticalPath
    """Whether a step of the path waits for itself through others, so that no chain is known."""
    rings = {name for one in path.problems if one.kind == "cycle" for name in one.tasks}
    return bool(rings & set(path.path))


def timeline_title(path: Any, lanes: Any, status: str) -> str:  # noqa: ANN401 - of analytics
    """What held the finish, at most 62 characters."""
    if not lanes.task_count:
        return "No runbook task is recorded"
    if not path.path:
        if status in ("planned", "unknown"):
            planned = path.planned_seconds
            plan = f", {duration(planned)} by its longest chain" if planned else ""
            return fits(
                [f"The plan has {in_words(lanes.task_count, 'step')}{plan}",
                 f"The plan has {in_words(lanes.task_count, 'step')}"], TITLE,
            )  # fmt: skip
        return f"None of {in_words(lanes.task_count, 'step')} has finished"
    steps, waited = len(path.path), path.waiting_seconds
    last = "The last finish so far" if status == "running" else "The finish"
    if in_a_ring(path):
        return fits([RING], TITLE)
    if steps == 1:
        return fits([f"{last} waited for no other recorded step"], TITLE)
    if not waited:
        return fits(
            [f"{last} hung on {in_words(steps, 'step')} without a wait between them",
             f"{last} hung on {in_words(steps, 'step')}"], TITLE,
        )  # fmt: skip
    return fits(
        [f"{last} hung on {in_words(steps, 'step')}, idle {duration(waited)} of "
         f"{duration(path.total_seconds)}",
         f"{last} hung on {in_words(steps, 'step')}"], TITLE,
    )  # fmt: skip


def timeline_caption(lanes: Any, holds: int, *, is_crowded: bool) -> str:  # noqa: ANN401
    """What is drawn, and how it was reduced.

    is_crowded : too many systems came back to mark each.
    """
    what = "messages, steps by team" if is_crowded else "systems back, messages, steps by team"
    parts = [f"Everything on one clock: {what}"]
    if lanes.is_reduced:
        parts = [
            f"{count(lanes.task_count)} steps are too many to draw: first the "
            f"{k_of_n(lanes.critical_shown, lanes.critical_count)} longest on the critical path, "
            "then one bar a team; all of them are under Tasks"
        ]
    if lanes.timeless_count:
        verb = "has" if lanes.timeless_count == 1 else "have"
        parts.append(f"{count(lanes.timeless_count, 'step')} {verb} no time to draw")
    if holds:
        parts.append("shaded: on hold")
    return "; ".join(parts)


def timeline_alternative(title: str, chain: Sequence[Mapping[str, Any]]) -> str:
    """The critical path for somebody who does not see it."""
    values = []
    for one in chain[:6]:
        said = f"{step(one['task'], one.get('title'))} {duration(one['own_seconds'])}"
        if not is_missing(one["waiting_seconds"]) and one["waiting_seconds"]:
            said += f" after {duration(one['waiting_seconds'])} idle"
        values.append(said)
    rest = len(chain) - 6
    more = f"; and {count(rest, 'more step', 'more steps')}" if rest > 0 else ""
    return f"{title}. {'; '.join(values)}{more}." if values else f"{title}."


def path_summary(path: Any) -> str:  # noqa: ANN401 - a CriticalPath
    """How long the critical path was, of which work and waiting, and what the plan said."""
    if not path.path or in_a_ring(path):
        return ""
    said = (
        f"{duration(path.total_seconds)} from the first to the last step: "
        f"{duration(path.own_seconds)} of work, {duration(path.waiting_seconds)} idle between a "
        "step's end and the next one's start"
    )
    unsplit = float(path.chain["unsplit_seconds"].sum())
    if unsplit:
        said += f", {duration(unsplit)} that cannot be told apart"
    said += "."
    if path.planned_seconds:
        said += f" The plan's longest chain was {duration(path.planned_seconds)}."
    return said


def no_path(path: Any) -> str:  # noqa: ANN401 - a CriticalPath
    """Why no chain is shown."""
    if in_a_ring(path):
        return "Steps that wait for each other in a ring leave no chain to follow."
    return "None of the steps that finished depends on another one that did."


def path_title(chain: Sequence[Mapping[str, Any]]) -> str:
    """Which step of the path took longest, at most 45 characters."""
    known = [one for one in chain if not is_missing(one["counted_seconds"])]
    if len(chain) < 2 or not known:
        return "No chain of steps can be followed"
    longest = max(known, key=lambda one: one["counted_seconds"])
    whole = step(longest["task"], longest.get("title"), most=None)
    took = duration(longest["counted_seconds"])
    said = f"took longest, {took}"
    room = max(NARROW_TITLE - len(said) - 1, LENGTH)
    return fits(
        [f"{whole_words(whole, room)} {said}", f"The longest step took {took}"], NARROW_TITLE
    )


def path_rows(chain: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The critical path as rows of a table in Markdown."""
    return [
        {
            "Step": f"**{escape(step(one['task'], one.get('title')))}**",
            "Idle before": _span(one["waiting_seconds"]),
            "Worked": duration(one["own_seconds"]),
            "Planned": numbers.CANNOT_EXIST
            if is_missing(one["planned_seconds"])
            else duration(one["planned_seconds"]),
        }
        for one in chain
    ]


def _span(seconds: float | None) -> str:
    if seconds is None or is_missing(seconds):
        return numbers.CANNOT_EXIST
    return duration(seconds)


def problems(found: Sequence[Any]) -> list[str]:
    """What of a runbook could not be read as it stands, one sentence each, as Markdown."""
    return [_problem(one) for one in found]


def problems_label(number: int) -> str:
    """`3 things in the runbook could not be taken as written`."""
    return f"{count(number, 'thing')} in the runbook could not be taken as written"


def _problem(one: Any) -> str:  # noqa: ANN401 - a Problem
    named = [f"**{escape(task)}**" for task in one.tasks[:3]]
    if len(one.tasks) > 3:
        named.append(f"{count(len(one.tasks) - 3)} more")
    sentence = _PROBLEMS[one.kind].format(
        tasks=joined(named), names=joined([f"“{escape(name)}”" for name in one.names])
    )
    if len(one.tasks) > 1:
        sentence = (
            sentence.replace(" has no", " have no")
            .replace(" it depended", " they depended")
            .replace("its own start", "their own start")
            .replace("depended on it;", "depended on them;")
            .replace("what it waited", "what they waited")
            .replace("for itself stands in its place", "for themselves stands in their place")
            .replace(": its own work and its waiting", ": their own work and their waiting")
            .replace("and counts as none", "and count as none")
        )
    return sentence


def plan_lacks(missing: Sequence[str]) -> str:
    """What of a plan is not loaded yet."""
    return f"Of the plan {'is' if len(missing) == 1 else 'are'} still missing: {joined(missing)}."


def plan_caption(lanes: Any) -> str:  # noqa: ANN401 - of analytics
    """What the bars of a plan are."""
    parts = ["The steps as planned, by team, from the first one on"]
    if lanes.is_reduced:
        parts = [
            f"{count(lanes.task_count)} steps are too many to draw: one bar a team; all of them "
            "are in the table"
        ]
    if lanes.timeless_count:
        verb = "has" if lanes.timeless_count == 1 else "have"
        parts.append(f"{count(lanes.timeless_count, 'step')} {verb} no time to draw")
    return "; ".join(parts)


def own_misses(words: DrillWords) -> set[str]:
    """The systems that met the programme's target and yet missed their own RTO."""
    return {str(one["system"]) for one in words.tests if _misses_its_own(one)}


def _misses_its_own(one: Mapping[str, Any]) -> bool:
    return one["against"] == "met" and one["verdict"] == "missed"


def system_marks(words: DrillWords, zero_seconds: Mapping[str, float]) -> list[dict[str, Any]]:
    """The row of marks of systems that came back; `zero_seconds` since the drill's zero."""
    rows = []
    for one in words.tests:
        at = zero_seconds.get(str(one["system"]))
        if at is None or is_missing(at):
            continue
        took = numbers.UNKNOWN
        if not is_missing(one["recovery_seconds"]):
            took = time_against_target(one["recovery_seconds"], words.target, words.operator)
        rows.append(
            {
                "name": one["system"],
                "seconds": at,
                "verdict": one["against"] if one["against"] not in LOST else "not recovered",
                "words": f"back after {took}{', own RTO missed' if _misses_its_own(one) else ''}",
            }
        )
    return rows


def message_marks(
    messages: Sequence[Mapping[str, Any]], seconds: Sequence[float]
) -> list[dict[str, Any]]:
    """The row of marks of messages: sent in time, late, or sent without a target."""
    rows = []
    for one, at in zip(messages, seconds, strict=True):
        if is_missing(at):
            continue
        verdict, said = _MESSAGES[str(one["state"])]
        to = "" if is_missing(one["audience"]) else f" to {one['audience']}"
        rows.append(
            {"name": one["message"], "seconds": at, "verdict": verdict, "words": f"{said}{to}"}
        )
    return rows
