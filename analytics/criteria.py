"""The five success criteria of a quarter: met, not met or unknown, and the facts that say why.

Before the quarter's last day, what can still be met is unknown. The facts are raw; the evidence
sentence is made of them in `wording`, one for every `sentence`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal

import pandas as pd

from analytics.calendar import plain_day
from analytics.metric import Metric, no_rows
from analytics.rates import rows_behind
from analytics.survey import QUESTIONS, question_shares
from analytics.targets import RECOVERY_TIME, Target

Status = Literal["met", "not met", "unknown"]

TIMELY = "Timely execution"
EFFECTIVE = "Effective recovery"
GAPS = "Gap identification and mitigation"
SATISFACTION = "Stakeholder satisfaction"
IMPROVEMENT = "Continuous improvement"
CRITERIA = (TIMELY, EFFECTIVE, GAPS, SATISFACTION, IMPROVEMENT)

# Every sentence a criterion may need; wording has one for each.
SENTENCES = (
    "timely",  # completed of target, slipped
    "recovery no tests",  # nothing was measured
    "recovery consistent",  # all tests under the target
    "recovery failing",  # some were not: failing
    "recovery undecided",  # none failed, some are not known
    "gaps none",  # no gap of the first drill, or no first drill
    "gaps awaiting drill",  # no next drill yet
    "gaps no drill",  # no next drill by the quarter's end
    "gaps",  # closed before, verified
    "satisfaction no answers",
    "satisfaction",  # questions against the target
    "improvement no drills",  # no completed drill to follow up
    "improvement",  # plan and follow-up drills
)

_NOT_KNOWN = ("not tested", "not measured", "no recovery measured")


@dataclass(frozen=True)
class Criterion:
    """One success criterion, judged.

    Attributes
    ----------
    criterion : its name, one of `CRITERIA`.
    status : met, not met or unknown.
    sentence : which sentence tells the evidence, one of `SENTENCES`.
    facts : what the sentence says, raw; the keys are those listed at each criterion's function.
    behind : gathers its rows when they are first asked for.
    """

    criterion: str
    status: Status
    sentence: str
    facts: dict[str, Any]
    behind: Callable[[], pd.DataFrame] = field(default=no_rows, repr=False, compare=False)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The record rows behind, as in `Metric.rows`."""
        return self.behind()


def judged_criteria(
    metrics: Mapping[str, Metric],
    targets: Mapping[str, Target],
    drills: pd.DataFrame,
    first: dict[str, Any] | None,
    following: dict[str, Any] | None,
    bounds: tuple[date, date],
    as_of: date,
) -> list[Criterion]:
    """The five criteria in their order.

    metrics : the quarter's, with their targets set; drills : `drill_facts` with the column
    `dated_on` (`programme.drill_dates`); first, following : `gaps.first_and_next_drill`; bounds :
    the quarter's first and last day.
    """
    is_over = as_of >= bounds[1]
    return [
        timely_execution(metrics, drills, bounds, as_of),
        effective_recovery(metrics, targets),
        gap_mitigation(metrics, first, following, bounds, is_over),
        stakeholder_satisfaction(metrics, targets, is_over),
        continuous_improvement(metrics, is_over, as_of),
    ]


def timely_execution(
    metrics: Mapping[str, Metric], drills: pd.DataFrame, bounds: tuple[date, date], as_of: date
) -> Criterion:
    """Enough drills completed in the quarter.

    Facts: completed, target, and slipped: the drills dated in the quarter that were completed after
    it, or that are not completed although their day has passed (drill, planned_on, ended_on).
    Cancelled drills are not named.
    """
    figure = metrics["drills_completed"]
    first_day, last_day = (pd.Timestamp(day) for day in bounds)
    planned = drills["planned_on"].fillna(drills["dated_on"])
    for_quarter = planned.between(first_day, last_day)
    is_late = drills["ended_on"] > last_day
    is_late |= drills["status"].isin(["planned", "running"]) & (planned < pd.Timestamp(as_of))
    slipped = drills[for_quarter & is_late]
    facts = {
        "completed": figure.value or 0,
        "target": figure.target,
        "slipped": [
            {"drill": drill, "planned_on": plain_day(day), "ended_on": plain_day(ended)}
            for drill, day, ended in zip(
                slipped["drill"], planned[for_quarter & is_late], slipped["ended_on"], strict=True
            )
        ],
    }
    told = figure.with_rows(lambda: rows_behind(slipped, "drill", False, False))
    status = _status(figure.met, as_of >= bounds[1])
    return Criterion(TIMELY, status, "timely", facts, lambda: told.rows)


def effective_recovery(metrics: Mapping[str, Metric], targets: Mapping[str, Target]) -> Criterion:
    """Every test under the programme's target (`recovery_target_consistent`).

    A test that failed stays failed, so this is not met at once. Facts: drills_completed, under,
    judged (k of n under the target), target_seconds, operator, failing (the tests not under it),
    undecided (those not tested or measured, and drills without any).
    """
    figure, rate = metrics["recovery_target_consistent"], metrics["recovery_target_attainment"]
    target = targets[RECOVERY_TIME]
    facts = {
        "drills_completed": metrics["drills_completed"].value or 0,
        "under": rate.numerator or 0,
        "judged": rate.denominator or 0,
        "target_seconds": target.value,
        "operator": target.operator,
        "failing": [part for part in figure.detail if part["why"] not in _NOT_KNOWN],
        "undecided": [part for part in figure.detail if part["why"] in _NOT_KNOWN],
    }
    if figure.value is False:
        sentence = "recovery failing"
    elif figure.value:
        sentence = "recovery consistent"
    else:
        sentence = "recovery undecided" if rate.denominator else "recovery no tests"
    is_met = None if figure.value is None else bool(figure.value)
    return Criterion(EFFECTIVE, _status(is_met, True), sentence, facts, lambda: figure.rows)


def gap_mitigation(
    metrics: Mapping[str, Metric],
    first: dict[str, Any] | None,
    following: dict[str, Any] | None,
    bounds: tuple[date, date],
    is_over: bool,
) -> Criterion:
    """The first drill's gaps closed before the next drill began, and verified in it or later.

    No gap recorded is unknown; no next drill by the quarter's end is not met. Once the next drill
    has begun, a gap left open cannot have been closed before it. Facts: first, following (drill
    names, None), drills_completed (of any type), closed, verified, gaps (k, k, n), inferred (how
    many of the verified), targets of both, and still: the gaps that lack either.
    """
    closed, verified = metrics["gaps_closed_before_next_drill"], metrics["gaps_verified"]
    in_quarter = following is not None and following["started_on"] <= pd.Timestamp(bounds[1])
    proven = {part["gap"]: part for part in verified.detail}
    facts = {
        "first": None if first is None else first["drill"],
        "drills_completed": metrics["drills_completed"].value or 0,
        "following": following["drill"] if following is not None and in_quarter else None,
        "gaps": closed.denominator or 0,
        "closed": closed.numerator or 0,
        "verified": verified.numerator or 0,
        "inferred": sum(part["basis"] == "inferred" for part in verified.detail),
        "closed_target": closed.target,
        "verified_target": verified.target,
        "still": [
            part["gap"]
            for part in closed.detail
            if not part["is_closed_before"] or proven[part["gap"]]["retest"] != "passed"
        ],
    }
    both = closed.with_rows(lambda: verified.rows)
    status, sentence = _status(verified.met, is_over), "gaps"
    if not closed.denominator:
        status, sentence = "unknown", "gaps none"
    elif not in_quarter:
        status = _status(False, is_over)
        sentence = "gaps no drill" if is_over else "gaps awaiting drill"
    elif closed.met is False:
        status = "not met"
    return Criterion(GAPS, status, sentence, facts, lambda: both.rows)


def stakeholder_satisfaction(
    metrics: Mapping[str, Metric], targets: Mapping[str, Target], is_over: bool
) -> Criterion:
    """Every one of the three questions answered favourably by enough.

    Facts: target, operator, and questions: by question favourable, answers, share, is_met; None
    where nobody answered it.
    """
    figure, target = metrics["satisfaction_favourable"], targets["satisfaction_favourable"]
    parts = question_shares(figure)
    questions: dict[str, dict[str, Any] | None] = {
        question: {
            "favourable": parts[question]["favourable"],
            "answers": parts[question]["answers"],
            "share": parts[question]["share"],
            "is_met": target.is_met(parts[question]["share"]),
        }
        if question in parts
        else None
        for question in QUESTIONS
    }
    facts = {"target": target.value, "operator": target.operator, "questions": questions}
    is_met = _all([None if part is None else part["is_met"] for part in questions.values()])
    sentence = "satisfaction" if any(questions.values()) else "satisfaction no answers"
    status = _status(is_met, is_over)
    return Criterion(SATISFACTION, status, sentence, facts, lambda: figure.rows)


def continuous_improvement(metrics: Mapping[str, Metric], is_over: bool, as_of: date) -> Criterion:
    """Every open gap with a complete plan (or none open), and a drill to follow.

    Facts: planned, open_gaps (k of n), follow_up_drills (None without a completed drill), their
    dates in follow_ups, overdue (of those, the ones still planned although their day has passed:
    they count, and it is said), and the targets of both.
    """
    plan, follow = metrics["improvement_plan_complete"], metrics["follow_up_drills"]
    facts = {
        "planned": plan.numerator or 0,
        "open_gaps": plan.denominator or 0,
        "lacking": plan.detail,
        "follow_up_drills": follow.value,
        "follow_ups": follow.detail,
        "overdue": [
            part for part in follow.detail if part["status"] == "planned" and part["on"] < as_of
        ],
        "plan_target": plan.target,
        "follow_up_target": follow.target,
    }
    has_plan = True if not plan.denominator else plan.met
    is_met = None if follow.value is None else _all([has_plan, follow.met])
    sentence = "improvement no drills" if follow.value is None else "improvement"
    both = plan.with_rows(lambda: follow.rows)
    return Criterion(IMPROVEMENT, _status(is_met, is_over), sentence, facts, lambda: both.rows)


def _status(is_met: bool | None, is_final: bool) -> Status:
    if is_met is None:
        return "unknown"
    if is_met:
        return "met"
    return "not met" if is_final else "unknown"


def _all(parts: list[bool | None]) -> bool | None:
    """Whether all hold: one that fails decides, else one that is not known leaves it open."""
    if any(part is False for part in parts):
        return False
    return None if any(part is None for part in parts) else True
