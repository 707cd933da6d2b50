"""Everything one drill's screen shows, whatever its type and state, worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from analytics.against_target import DrillTally, drill_tallies, verdicts_against
from analytics.calendar import Organisation
from analytics.drill.asked import MetricsWhenAsked
from analytics.drill.clockface import Clockface
from analytics.drill.ground import DrillGround, drill_ground
from analytics.drills import Tables
from analytics.metric import Metric
from analytics.recovery import (
    attainment,
    in_measures,
    losses,
    recovery_curve,
    tier_weights,
    timed,
    times,
)
from analytics.recovery.instants import INSTANTS
from analytics.runbook import (
    CriticalPath,
    Problem,
    critical_path,
    last_task_of_each_system,
    runbook_tasks,
)
from analytics.scorecard import Scope
from analytics.targets import RECOVERY_TIME, Target, Targets, targets_in_force

_DOWN = ("not recovered", "partial")
_PERIODS = {"month": "M", "quarter": "Q", "year": "Y"}  # by a planned day's precision


@dataclass(frozen=True)
class Runbook:
    """A drill's tasks and what held their finish.

    path : of the whole runbook; its `tasks` are all of them. problems : all that could not be read
    as it stands.
    """

    path: CriticalPath
    problems: tuple[Problem, ...]

    @property
    def tasks(self) -> pd.DataFrame:
        """One row a task, see `CriticalPath.tasks`."""
        return self.path.tasks

    @cached_property
    def last_tasks(self) -> dict[str, str]:
        """By system, its task that finished last."""
        return last_task_of_each_system(self.tasks)


@dataclass(frozen=True)
class DrillFigures:
    """Everything about one drill as of a date.

    Attributes
    ----------
    scope : quarter (of its targets), drill, as-of date and clock.
    facts : its row of `drill_facts`.
    target : the programme's recovery target in its quarter.
    tests : `measure`'s rows of it, worst first: lost, slowest … fastest, the rest; beside them
        against (verdict against the programme's target, one of `against_target.VERDICTS`),
        shown_seconds (lost_seconds, of a test in progress the time down so far) and curve_seconds
        (where that ends on the curve).
    metrics : recovery measures by id, each with its target where one is set; no data unless the
        drill is completed and no tabletop (metrics.md).
    face : zero and end of its clock.
    curve : `recovery_curve`, on the drill's clock. kaplan_meier : `survival` by the time since each
        system's own disruption; empty when nothing recovered.
    tally : its tests against the programme's target; None without one.
    """

    scope: Scope
    facts: Mapping[str, Any]
    target: Target
    tests: pd.DataFrame
    metrics: Mapping[str, Metric]
    face: Clockface
    curve: pd.DataFrame
    kaplan_meier: pd.DataFrame
    tally: DrillTally | None

    @property
    def status(self) -> str:
        """planned, running, completed, cancelled or unknown, as of the date."""
        return str(self.facts["status"])

    @property
    def is_past_its_day(self) -> bool:
        """Whether it is still only planned though its planned day, month, quarter or year is over;
        never without a day, nor of what goes on without an end.
        """
        planned, precision = self.facts["planned_on"], self.facts["planned_precision"]
        if self.status != "planned" or pd.isna(planned) or precision == "ongoing":
            return False
        period = pd.Period(planned, _PERIODS.get(precision, "D"))
        return self.scope.as_of > period.end_time.date()

    @property
    def is_tabletop(self) -> bool:
        """Whether its times are estimates."""
        return bool(self.facts["is_tabletop"])

    @cached_property
    def weighted_curve(self) -> pd.DataFrame:
        """The curve with every system weighing by its tier (`tier_weights`)."""
        shown = self.tests.assign(lost_seconds=self.tests["shown_seconds"])
        return recovery_curve(shown, tier_weights(shown))

    @cached_property
    def kaplan_meier_differs(self) -> bool:
        """Whether the Kaplan–Meier estimate tells something else than the curve: where systems
        were lost at different times, or one that did not come back was watched for less time than
        another took.
        """
        at = np.searchsorted(self.curve["seconds"], self.kaplan_meier["seconds"], side="right") - 1
        share = self.curve["share"].to_numpy()[at]
        return bool((np.abs(share - (1 - self.kaplan_meier["share"])) > 1e-9).any())

    @cached_property
    def is_staggered(self) -> bool:
        """Whether systems were lost at different times, so that each has a target of its own."""
        known = self.tests.loc[self.tests["shown_seconds"].notna(), "disrupted_at"]
        return len(set(known.fillna(self.face.zero_at))) > 1

    def shown_lost(self, *, is_weighted: bool = False) -> float:
        """The service lost [system-seconds], of what still runs so far; by tier when weighted."""
        lost = self.tests["shown_seconds"]
        return float((lost * tier_weights(self.tests)).sum() if is_weighted else lost.sum())

    @cached_property
    def lost(self) -> pd.DataFrame:
        """The tests that were not recovered, or partly."""
        return self.tests[self.tests["outcome"].isin(_DOWN)]


def runbook_of(tables: Tables, drill: str, as_of: date, organisation: Organisation) -> Runbook:
    """The tasks of a drill and its critical path; empty where no task was recorded."""
    tasks, problems = runbook_tasks(tables, drill, as_of, organisation)
    path = critical_path(tasks)
    return Runbook(path, (*problems, *path.problems))


def drill_figures(
    tables: Tables,
    scope: Scope,
    organisation: Organisation,
    drills: pd.DataFrame,
    ground: DrillGround | None = None,
) -> DrillFigures:
    """The figures of the scope's drill.

    `drills` is `drill_facts` of the same as-of date; `ground` is `drill_ground` of drill and date,
    when already at hand. Raises ValueError when there is no such drill, or no such clock.
    """
    drill = str(scope.drill)
    if ground is None:
        ground = drill_ground(tables, drill, scope.as_of, organisation, drills)
    targets = targets_in_force(tables, scope.quarter)
    target = targets[RECOVERY_TIME]
    tests = timed(ground.untimed, scope.clock, ground.hold).assign(
        shown_seconds=ground.untimed["shown_seconds"],
        curve_seconds=ground.untimed["curve_seconds"],
    )
    tests = _worst_first(tests.assign(against=verdicts_against(tests, target)))
    tallied = tests.assign(verdict=tests["against"])
    is_told = attainment.against_target(tallied) | tallied["is_in_scope"]
    tallies = drill_tallies(tallied[is_told])
    return DrillFigures(
        scope=scope,
        facts=ground.facts,
        target=target,
        tests=tests,
        metrics=_metrics(tests, scope, targets, organisation),
        face=ground.face,
        curve=ground.curve,
        kaplan_meier=ground.kaplan_meier,
        tally=tallies[0] if tallies else None,
    )


def _worst_first(tests: pd.DataFrame) -> pd.DataFrame:
    """Not recovered, partial, in progress, the slowest … the fastest, then those without a time."""
    rank = np.select(
        [
            tests["outcome"] == "not recovered",
            tests["outcome"] == "partial",
            tests["outcome"] == "in progress",
            tests["recovery_seconds"].notna(),
        ],
        [0, 1, 2, 3],
        default=4,
    )
    ordered = tests.assign(rank=rank, slow=-tests["recovery_seconds"])
    ordered = ordered.sort_values(["rank", "slow", "system"], ignore_index=True)
    return ordered.drop(columns=["rank", "slow"])


def _metrics(
    tests: pd.DataFrame, scope: Scope, targets: Targets, organisation: Organisation
) -> MetricsWhenAsked:
    """The recovery measures of one drill."""
    measured = in_measures(tests, drill=scope.drill)
    target = targets[RECOVERY_TIME]
    return MetricsWhenAsked(
        {
            "rto_attainment": lambda: attainment.rto_attainment(measured),
            "recovery_target_attainment": lambda: attainment.recovery_target_attainment(
                measured, target
            ),
            "rpo_attainment": lambda: attainment.rpo_attainment(measured),
            "recovery_time_slowest": lambda: times.recovery_time_slowest(
                measured, of_one_drill=True
            ),
            "time_to_recover_km_median": lambda: times.time_to_recover_km_median(measured),
            "phase_share": lambda: times.phase_share(measured),
            "system_hours_lost": lambda: losses.system_hours_lost(measured),
            "downtime_cost": lambda: losses.downtime_cost(measured, organisation.currency),
        },
        targets,
    )


def result_values(found: DrillFigures) -> pd.DataFrame:
    """The results as values, for sorting, searching and downloading: a row a system, worst first.

    Durations in seconds, instants in UTC, marks as one text.
    """
    names = ["system", "tier", "outcome", "verdict", "against", "recovery_seconds"]
    names += ["net_of_holds_seconds", "rto_seconds", "rto_operator", "margin_seconds", "band"]
    names += ["recovery_point_seconds", "rpo_seconds", "rpo_verdict", "shown_seconds"]
    names += [*INSTANTS, "is_in_scope"]
    values = found.tests[names].rename(
        columns={"against": "against_programme", "shown_seconds": "lost_seconds"}
    )
    told = found.tests["marks"].map(", ".join)
    return values.assign(marks=told.where(told != "", None), note=found.tests["note"])
