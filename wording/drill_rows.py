"""The tables of one drill: their titles, and their rows as Markdown under finished headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wording import numbers, terms
from wording.drill import LOST, DrillWords
from wording.markdown import escape
from wording.numbers import CANNOT_EXIST, count, duration, in_words, is_missing, k_of_n
from wording.sentences import HEADLINE, capital, fits

Row = dict[str, str]
_STATES = {"done": "met", "failed": "missed", "skipped": "not tested", "running": "in progress"}
_MESSAGES = {"in time": "met", "late": "missed", "not sent": "missed", "planned": "planned"}


def _text(value: object) -> str:
    return CANNOT_EXIST if is_missing(value) else escape(value)


def _duration(seconds: float | None) -> str:
    return CANNOT_EXIST if is_missing(seconds) else duration(seconds)


# Headings of the values where a table is too long to be read as texts.
RESULT_TITLES = {
    "system": "System",
    "verdict": "Own RTO",
    "recovery_seconds": "Recovery time",
    "rto_seconds": "Objective",
    "margin_seconds": "Margin",
    "net_of_holds_seconds": "Net of holds",
    "band": "Overrun",
    "recovery_point_seconds": "Data loss",
    "rpo_seconds": "RPO",
    "outcome": "Outcome",
    "tier": "Tier",
    "marks": "Marks",
}
MESSAGE_TITLES = {
    "message": "Message",
    "state": "In time",
    "sent": "Sent",
    "must_by": "Due",
    "audience": "Audience",
    "channel": "Channel",
    "acknowledged": "Acknowledged",
    "reached_count": "Reached",
    "recipient_count": "Recipients",
}
TASK_TITLES = {
    "task": "Step",
    "title": "What is done",
    "state": "State",
    "own_seconds": "Took",
    "planned_seconds": "Planned",
    "waiting_seconds": "Idle before",
    "is_critical": "Critical",
    "slack_seconds": "Slack in the plan",
    "team": "Team",
    "system": "System",
    "started_at": "Started",
    "finished_at": "Finished",
    "held_by": "Held by",
    "comment": "Comment",
}
PLANNED_TASK_TITLES = {
    "task": "Step",
    "title": "What is done",
    "planned_seconds": "Takes",
    "planned_start_at": "From",
    "team": "Team",
    "system": "System",
    "is_planned_critical": "Longest chain",
    "slack_seconds": "Slack",
}
PLAN_TITLES = {
    "system": "System",
    "is_in_scope": "In scope",
    "tier": "Tier",
    "rto_seconds": "Objective",
    "rpo_seconds": "Data loss allowed",
}


# --- Results --------------------------------------------------------------------------------------


def results_title(words: DrillWords) -> str:
    """How the systems stood to their own objectives, and the worst of them."""
    metric = words.found.metrics["rto_attainment"]
    if words.found.is_tabletop:
        return "Estimated times of a tabletop: no verdict, and no part of any measure"
    if words.found.status == "running":
        judged = [one["verdict"] for one in words.tests if one["verdict"] in ("met", "missed")]
        if not judged:
            return "No system has come back yet"
        return f"So far {k_of_n(judged.count('met'), len(judged))} met their own RTO"
    if not metric.denominator:
        if words.found.status in ("planned", "unknown"):
            return f"{capital(in_words(len(words.tests), 'system'))} in the plan"
        return "No system could be judged against an objective of its own"
    lost = [one for one in words.tests if one["verdict"] == "missed" and one["outcome"] in LOST]
    missed = [
        one
        for one in words.tests
        if one["verdict"] == "missed" and not is_missing(one["margin_seconds"])
    ]
    head = f"{k_of_n(metric.numerator or 0, metric.denominator)} met their own RTO"
    if missed:
        worst = min(missed, key=lambda one: one["margin_seconds"])
        name, over = words.name(worst["system"]), duration(-worst["margin_seconds"])
        tail = f"; {name} missed by {over}" if over != duration(0) else f"; {name} tied and missed"
        return fits([head + tail, head], HEADLINE)
    if lost:
        return fits([f"{head}; {words.name(lost[0]['system'])} was {lost[0]['outcome']}", head],
                    HEADLINE)  # fmt: skip
    slowest = min(
        (one for one in words.tests if not is_missing(one["margin_seconds"])),
        key=lambda one: one["margin_seconds"],
        default=None,
    )
    if slowest is None:
        return head
    spare = numbers.margin(slowest["recovery_seconds"], slowest["rto_seconds"])
    return fits([f"{head}; {words.name(slowest['system'])} with {spare}", head], HEADLINE)


def result_rows(words: DrillWords, most: int) -> list[Row]:
    """The systems' results, worst first, so many.

    As few columns as an upright page holds, beside the navigation; the first four fill a phone.
    """
    rows = []
    is_held = has_holds(words)
    for one in words.tests[:most]:
        row = {
            "System": f"**{escape(one['system'])}**",
            "Own RTO": _with_margin(one),
            "Recovery time": _time_of_objective(one),
        }
        if is_held:
            row["Net of holds"] = _net(one)
        row |= {
            "Data loss, of RPO": _data_loss(one),
            "Outcome": escape("; ".join((str(one["outcome"]), *one["marks"]))),
        }
        rows.append(row)
    return rows


def has_holds(words: DrillWords) -> bool:
    """Whether the time net of holds differs for any system, so that it needs a column."""
    return any(
        not is_missing(one["recovery_seconds"])
        and one["net_of_holds_seconds"] != one["recovery_seconds"]
        for one in words.tests
    )


def _verdict(one: Mapping[str, Any]) -> str:
    """The badge: not recovered says so, a tie says so, estimates are no verdict."""
    if one["is_tabletop"]:
        return terms.badge("no data", "estimate")
    if one["outcome"] in LOST:
        return terms.badge(str(one["outcome"]))
    text = f"{one['verdict']}, tie" if "tie" in one["marks"] else None
    return terms.badge(str(one["verdict"]), text)


def _time(one: Mapping[str, Any]) -> str:
    if is_missing(one["recovery_seconds"]):
        return CANNOT_EXIST if one["outcome"] != "recovered" else numbers.UNKNOWN
    return duration(one["recovery_seconds"], None if is_missing(one["rto_seconds"])
                    else one["rto_seconds"])  # fmt: skip


def _time_of_objective(one: Mapping[str, Any]) -> str:
    """`3 h 10 min of 3 h`, as its objective was written; the objective alone without a time."""
    time = _time(one)
    goal = numbers.objective(one["rto_seconds"], one["rto_operator"])
    if is_missing(one["rto_seconds"]):
        return time if time == CANNOT_EXIST else f"{time}, {goal}"
    return f"objective {goal}" if time == CANNOT_EXIST else f"{time} of {goal}"


def _net(one: Mapping[str, Any]) -> str:
    if is_missing(one["recovery_seconds"]):
        return CANNOT_EXIST
    if is_missing(one["net_of_holds_seconds"]):
        return numbers.UNKNOWN
    return duration(one["net_of_holds_seconds"])


def _with_margin(one: Mapping[str, Any]) -> str:
    """The verdict, by how much, and how grave that is: in one column, so that a phone shows all."""
    margin = _margin(one)
    is_told = margin == CANNOT_EXIST or "tie" in one["marks"]  # the badge of a tie says it
    if is_told:
        return _verdict(one)
    is_graded = not (is_missing(one["band"]) or one["is_tabletop"] or one["outcome"] in LOST)
    return f"{_verdict(one)} {margin}" + (f", {one['band']}" if is_graded else "")


def _margin(one: Mapping[str, Any]) -> str:
    if is_missing(one["recovery_seconds"]) or is_missing(one["rto_seconds"]):
        return CANNOT_EXIST
    return numbers.margin(one["recovery_seconds"], one["rto_seconds"])


def _data_loss(one: Mapping[str, Any]) -> str:
    if is_missing(one["recovery_point_seconds"]) and is_missing(one["rpo_seconds"]):
        return CANNOT_EXIST
    lost = duration(one["recovery_point_seconds"])
    goal = numbers.objective(one["rpo_seconds"], one["rpo_operator"])
    sign = {"met": "● ", "missed": "◆ "}.get(str(one["rpo_verdict"]), "")
    return f"{sign}{lost} of {goal}" if goal != "no objective" else f"{lost}, no objective"


# --- Criteria, messages, people -------------------------------------------------------------------


def criteria_title(metric: Any) -> str:  # noqa: ANN401 - a Metric
    """`2 of 6 criteria were met`."""
    if not metric.denominator:
        return "No criterion has been judged"
    return f"{k_of_n(metric.numerator, metric.denominator)} criteria were met"


def criteria_rows(criteria: Sequence[Mapping[str, Any]], words: DrillWords) -> list[Row]:
    """The drill's own success criteria."""
    return [
        {
            "Criterion": f"**{escape(one['criterion'])}**",
            "Met": terms.badge("unknown")
            if is_missing(one["is_met"])
            else terms.badge("met" if one["is_met"] else "not met"),
            "Found": _text(one["result"]),
            "Expected": _text(one["target"]),
            "System": CANNOT_EXIST
            if is_missing(one["system"])
            else escape(words.name(one["system"])),
            "Evidence": _text(one["evidence"]),
        }
        for one in criteria
    ]


def messages_title(metric: Any, first: Any) -> str:  # noqa: ANN401 - Metrics
    """How many messages went out in time, and how long the first took."""
    head = "No message has a target to stand against"
    if metric.denominator:
        head = f"{k_of_n(metric.numerator, metric.denominator)} messages went out in time"
    if first.value is None:
        return head
    wait = float(first.value)
    if wait < 0:
        return f"{head}; the first {duration(-wait)} before the declaration"
    return f"{head}; the first after {duration(wait)}"


def planned_messages_title(number: int) -> str:
    """`Two messages are planned`."""
    verb = "is" if number == 1 else "are"
    return f"{capital(in_words(number, 'message'))} {verb} planned"


def roles_title(number: int) -> str:
    """`Two people or teams have a role`."""
    if number == 1:
        return "One person or team has a role"
    return f"{capital(in_words(number))} people or teams have a role"


def message_rows(
    messages: Sequence[Mapping[str, Any]], zone: str, *, is_planned: bool = False
) -> list[Row]:
    """Who was told, when, against the target; is_planned : the drill has not begun."""
    rows = []
    for one in messages:
        state = str(one["state"])
        if state == "no time" and _has_span(one):
            # Its target runs from a declaration or a start that is not there.
            state = "planned" if is_planned else "no start known"
        late = ""
        if not is_missing(one["sent"]) and not is_missing(one["must_by"]):
            late = numbers.margin(
                (one["sent"] - one["start_at"]).total_seconds()
                if not is_missing(one["start_at"])
                else (one["sent"] - one["must_by"]).total_seconds(),
                (one["must_by"] - one["start_at"]).total_seconds()
                if not is_missing(one["start_at"])
                else 0.0,
            )
            late = late.replace("to spare", "early").replace("over", "late")
        rows.append(
            {
                "Message": _message(one),
                "In time": f"{terms.badge(_MESSAGES.get(state, 'no data'), state)} {late}".strip(),
                "Sent": _clock(one["sent"], zone),
                "Due": _due(one, zone),
                "Acknowledged": _acknowledged(one, zone),
            }
        )
    return rows


def _message(one: Mapping[str, Any]) -> str:
    """What was said to whom, and how: in one column, so that a page of paper holds the table."""
    audience = "" if is_missing(one["audience"]) else f" to {escape(one['audience'])}"
    channel = "" if is_missing(one["channel"]) else f", {escape(one['channel'])}"
    return f"**{escape(one['message'])}**{audience}{channel}"


def _has_span(message: Mapping[str, Any]) -> bool:
    """Whether its target is a span, and nothing is known to count it from."""
    return is_missing(message["must_by"]) and not is_missing(message["target_seconds"])


def _due(message: Mapping[str, Any], zone: str) -> str:
    """When it was due, else within what span of the declaration."""
    if _has_span(message):
        return f"within {duration(message['target_seconds'])}"
    return _clock(message["must_by"], zone)


def _clock(at: Any, zone: str) -> str:  # noqa: ANN401 - an instant or nothing
    return CANNOT_EXIST if is_missing(at) else numbers.clock_time(at, zone)


def _acknowledged(one: Mapping[str, Any], zone: str) -> str:
    """When, and how many it had reached."""
    parts = [] if is_missing(one["acknowledged"]) else [_clock(one["acknowledged"], zone)]
    if not (is_missing(one["reached_count"]) or is_missing(one["recipient_count"])):
        reached = k_of_n(int(one["reached_count"]), int(one["recipient_count"]))
        parts.append(f"{reached} reached")
    return ", ".join(parts) or CANNOT_EXIST


def people_title(came: Any, trained: Any) -> str:  # noqa: ANN401 - Metrics
    """`23 of 26 invited took part; 18 of 23 were trained before`."""
    parts = []
    if came.denominator:
        parts.append(f"{k_of_n(came.numerator, came.denominator)} invited took part")
    if trained.denominator:
        parts.append(f"{k_of_n(trained.numerator, trained.denominator)} were trained before")
    return "; ".join(parts) or "Attendance was not recorded"


def participant_rows(people: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Who had which role, and whether they came."""
    return [
        {
            "Participant": f"**{escape(one['participant'])}**",
            "Role": _text(one["role"]),
            "Team": _text(one["team"]),
            "Invited": _head_count(one["invited_count"]),
            "Attended": _head_count(one["attended_count"]),
            "Trained before": _head_count(one["trained_count"]),
            "Knew the role": CANNOT_EXIST
            if is_missing(one["is_role_understood"])
            else ("yes" if one["is_role_understood"] else "no"),
        }
        for one in people
    ]


def _head_count(number: object) -> str:
    if is_missing(number):
        return CANNOT_EXIST
    return {0: "no", 1: "yes"}.get(int(number), count(int(number)))  # type: ignore[call-overload]


# --- Survey, gaps, lessons, tasks -----------------------------------------------------------------

_QUESTIONS = {
    "satisfaction": "Satisfied with the process",
    "role_clarity": "Understood their role",
    "training": "Trained adequately",
    "communication": "Communication (beside the rate)",
}


def survey_title(metric: Any) -> str:  # noqa: ANN401 - a Metric
    """`75 % (44 of 59) of the answers were favourable`."""
    if not metric.denominator:
        return "Nobody has answered a survey of this drill"
    share = numbers.share_of(metric.numerator, metric.denominator)
    return f"{share} of the answers were favourable"


def survey_caption(metric: Any) -> str:  # noqa: ANN401 - a Metric
    """What counts as favourable, and the response rate where it is known."""
    said = "Favourable: 4 or 5 of 5, over the three questions of the programme together"
    response = next((one for one in metric.detail if one["part"] == "response"), None)
    if response:
        rate = numbers.share_of(response["responses"], response["invited"])
        said += f"; {rate} of the invited answered"
    others = [one for one in metric.detail if one["part"] == "other scale"]
    for one in others:
        scale = numbers.number(one["scale"])
        said += f"; {count(one['answers'], 'answer')} on a scale to {scale} stand apart"
    return said


def survey_rows(metric: Any) -> list[Row]:  # noqa: ANN401 - a Metric
    """Each question: its share, and how many gave each answer."""
    rows = []
    for one in metric.detail:
        if one["part"] != "question":
            continue
        row = {
            "Question": f"**{_QUESTIONS.get(one['question'], one['question'])}**",
            "Favourable, 95 % interval": numbers.share_of(one["favourable"], one["answers"])
            + (f", {numbers.interval(one['low'], one['high'])}" if one["answers"] else ""),
        }
        row |= {
            f"Answer {mark}": count(number) for mark, number in enumerate(one["distribution"], 1)
        }
        rows.append(row)
    return rows


def survey_values(metric: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - a Metric
    """The same as values: question, favourable, answers, share, low, high, answered_1 … 5."""
    return [
        {
            **{name: one[name] for name in ("question", "favourable", "answers", "share", "low")},
            "high": one["high"],
            **{f"answered_{mark}": number for mark, number in enumerate(one["distribution"], 1)},
        }
        for one in metric.detail
        if one["part"] == "question"
    ]


def gap_rows(gaps: Sequence[Mapping[str, Any]], words: DrillWords) -> list[Row]:
    """The gaps found in the drill, open ones first."""
    colour = {"open": "missed", "closed": "met"}
    return [
        {
            "Gap": f"**{escape(one['gap'] if is_missing(one['title']) else one['title'])}**"
            + ("" if is_missing(one["system"]) else f" · {escape(words.name(one['system']))}"),
            "State": terms.badge(
                colour.get(one["state"], "no data"),
                f"{one['state']}, overdue" if one["is_overdue"] else str(one["state"]),
            )
            + ("" if is_missing(one["severity"]) else f" {escape(one['severity'])}"),
            "Owner": "no owner" if is_missing(one["owner"]) else escape(one["owner"]),
            "Due": CANNOT_EXIST
            if is_missing(one["due_on"])
            else numbers.dated(one["due_on"], one["due_precision"]),
            "Time lost": _duration(one["time_lost_seconds"]),
        }
        for one in gaps
    ]


def lessons_title(lessons: Sequence[Mapping[str, Any]]) -> str:
    """`4 lessons: 2 worked, 2 to change`."""
    if not lessons:
        return "No lesson has been written down"
    kinds = {"worked": "worked", "keep": "to keep", "change": "to change"}
    parts = [
        f"{count(number)} {said}"
        for kind, said in kinds.items()
        if (number := sum(one["kind"] == kind for one in lessons))
    ]
    head = count(len(lessons), "lesson")
    return f"{head}: {', '.join(parts)}" if parts else head


def lesson_rows(lessons: Sequence[Mapping[str, Any]]) -> list[Row]:
    """What worked, what to keep, what to change."""
    return [
        {
            "Lesson": f"**{escape(one['lesson'])}**",
            "Kind": _text(one["kind"]),
            "Area": _text(one["area"]),
            "Owner": _text(one["owner"]),
            "Now in": _text(one["integrated_into"]),
        }
        for one in lessons
    ]


def tasks_title(metric: Any, whole: int) -> str:  # noqa: ANN401 - a Metric
    """`5 of 14 steps took no longer than planned`."""
    if not whole:
        return "No runbook task is recorded"
    if not metric.denominator:
        return f"{capital(in_words(whole, 'step'))}, none with both a planned and a taken time"
    return f"{k_of_n(metric.numerator, metric.denominator)} steps took no longer than planned"


def _step(task: Mapping[str, Any]) -> str:
    """A step as its runbook names it, and what is done in it where that stands beside a number."""
    title = task.get("title")
    said = f" {escape(title)}" if isinstance(title, str) and title.strip() else ""
    return f"**{escape(task['task'])}**{said}"


def task_rows(tasks: Sequence[Mapping[str, Any]], zone: str) -> list[Row]:
    """Every step: planned, taken, waited, and what held it."""
    return [
        {
            "Step": _step(one),
            "State": terms.badge(_STATES.get(one["state"], "planned"), str(one["state"])),
            "Took": _duration(one["own_seconds"]),
            "Planned": _duration(one["planned_seconds"]),
            "Idle before": _duration(one["waiting_seconds"]),
            "Critical": "yes" if one["is_critical"] else "no",
            "Slack in the plan": _duration(one["slack_seconds"]),
            "Team": _text(one["team"]),
            "Started": _clock(one["started_at"], zone),
            "Finished": _clock(one["finished_at"], zone),
            "Held by": _text(one["held_by"]),
        }
        for one in tasks
    ]


def planned_task_rows(tasks: Sequence[Mapping[str, Any]], zone: str) -> list[Row]:
    """Every step of a plan: when, how long, by whom, after what."""
    return [
        {
            "Step": _step(one),
            "Takes": _duration(one["planned_seconds"]),
            "From": _clock(one["planned_start_at"], zone),
            "Team": _text(one["team"]),
            "After": escape("; ".join(one["predecessors"])) or CANNOT_EXIST,
            "Longest chain": "yes" if one["is_planned_critical"] else "no",
            "Slack": _duration(one["slack_seconds"]),
        }
        for one in tasks
    ]


def plan_rows(words: DrillWords) -> list[Row]:
    """The scope of a drill to come: its systems, their tiers and objectives."""
    return [
        {
            "System": f"**{escape(one['system'])}**",
            "Scope": "in scope" if one["is_in_scope"] else "out of scope",
            "Tier": _text(one["tier"]),
            "Objective": numbers.objective(one["rto_seconds"], one["rto_operator"]),
            "Data loss allowed": numbers.objective(one["rpo_seconds"], one["rpo_operator"]),
        }
        for one in words.tests
    ]


ESTIMATES = (
    "A tabletop or a walkthrough: these times were estimated at a table, not measured. They are "
    "shown here and counted nowhere."
)
