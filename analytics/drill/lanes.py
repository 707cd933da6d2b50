"""A runbook as lanes of a timeline: every task while they are few, else what held the finish first.

Nobody reads a thousand bars. What is reduced, and how far, is said beside the picture; every task
stays in the table of tasks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.drill.clockface import Clockface
from analytics.drill.figures import Runbook

MOST_TASKS = 24
MOST_CRITICAL, MOST_TEAMS = 12, 10
ON_THE_PATH, NO_TEAM, OTHER_TEAMS = "Critical path", "no team", "other teams"


@dataclass(frozen=True)
class Lanes:
    """The lanes of a runbook on its drill's clock.

    Attributes
    ----------
    rows : one a lane, groups together: group (a team, or `Critical path`), task (missing: the lane
        is a whole team), title (what is done, where that stands apart), team, system, state,
        is_critical, start_seconds, end_seconds (missing while it runs, and where the end of what
        was done or failed is not recorded), planned_start_seconds, planned_end_seconds,
        waiting_from_seconds (of a task on the critical path: since when it could have begun),
        own_seconds, waiting_seconds, task_count, done_count. Of a plan, is_critical says its
        longest chain.
    task_count : of the runbook. timeless_count : of them, tasks without any time to draw.
    critical_count : on the critical path; critical_shown : of them, drawn as lanes of their own.
    is_reduced : teams stand for their tasks.
    """

    rows: pd.DataFrame
    task_count: int
    timeless_count: int
    critical_count: int
    critical_shown: int
    is_reduced: bool


_COLUMNS = [
    "group", "task", "title", "team", "system", "state", "is_critical", "start_seconds",
    "end_seconds", "planned_start_seconds", "planned_end_seconds", "waiting_from_seconds",
    "own_seconds", "waiting_seconds", "task_count", "done_count",
]  # fmt: skip


def task_lanes(runbook: Runbook, face: Clockface) -> Lanes:
    """The lanes of a runbook.

    A plan without clock times is drawn by its durations from the earliest start on; a planned
    duration alone stands from the task's real start.
    """
    tasks = _timed(runbook, face)
    has_time = tasks[["start_seconds", "end_seconds", "planned_start_seconds"]].notna().any(axis=1)
    drawn = tasks[has_time]
    critical = drawn[drawn["is_critical"]]
    is_reduced = len(drawn) > MOST_TASKS
    if is_reduced:
        chosen = _longest(critical)
        rows = pd.concat([chosen.assign(group=ON_THE_PATH), _teams(drawn)], ignore_index=True)
    else:
        first = drawn["order"].groupby(drawn["team"]).transform("min")
        rows = drawn.assign(group=drawn["team"], first=first)
        rows = rows.sort_values(["first", "group", "order", "task"], ignore_index=True)
    return Lanes(
        rows=rows[_COLUMNS].reset_index(drop=True),
        task_count=len(tasks),
        timeless_count=int((~has_time).sum()),
        critical_count=len(critical),
        critical_shown=min(len(critical), MOST_CRITICAL) if is_reduced else len(critical),
        is_reduced=is_reduced,
    )


def _timed(runbook: Runbook, face: Clockface) -> pd.DataFrame:
    tasks = runbook.tasks
    start, end = face.seconds(tasks["started_at"]), face.seconds(tasks["finished_at"])
    planned = face.seconds(tasks["planned_start_at"])
    is_plan = bool(start.isna().all() and end.isna().all())
    if planned.isna().all() and is_plan:
        planned = tasks["early_seconds"]
    planned = planned.fillna(start.where(tasks["planned_seconds"].notna()))
    planned_end = face.seconds(tasks["planned_finish_at"])
    planned_end = planned_end.fillna(planned + tasks["planned_seconds"])
    waiting = tasks["waiting_seconds"].where(tasks["is_critical"])
    return pd.DataFrame(
        {
            "task": tasks["task"].astype(object),
            "title": tasks["title"].astype(object),
            "team": tasks["team"].astype(object).fillna(NO_TEAM),
            "system": tasks["system"].astype(object),
            "state": tasks["state"],
            "is_critical": tasks["is_planned_critical"] if is_plan else tasks["is_critical"],
            "start_seconds": start,
            "end_seconds": end,
            "planned_start_seconds": planned.where(planned_end.notna()),
            "planned_end_seconds": planned_end,
            "waiting_from_seconds": (start - waiting).where(waiting > 0),
            "own_seconds": tasks["own_seconds"],
            "waiting_seconds": tasks["waiting_seconds"],
            "place": tasks["place"],
            "order": start.fillna(planned).fillna(end),
            "task_count": 1,
            "done_count": (tasks["state"] == "done").astype("int64"),
        }
    )


def _longest(critical: pd.DataFrame) -> pd.DataFrame:
    """The steps of the path that took most of its time, waiting included, in the path's order."""
    if len(critical) <= MOST_CRITICAL:
        return critical.sort_values("place")
    took = critical["own_seconds"].fillna(0) + critical["waiting_seconds"].fillna(0)
    longest = took.sort_values(ascending=False, kind="stable").index[:MOST_CRITICAL]
    return critical.loc[longest].sort_values("place")


def _teams(drawn: pd.DataFrame) -> pd.DataFrame:
    """One row a team from its first start to its last finish; beyond ten, the rest as one."""
    counts = drawn["team"].value_counts()
    kept = set(counts.index[:MOST_TEAMS] if len(counts) <= MOST_TEAMS else counts.index[:9])
    team = drawn["team"].where(drawn["team"].isin(kept), OTHER_TEAMS)
    grouped = drawn.assign(team=team).groupby("team", sort=False)
    rows = grouped.agg(
        start_seconds=("start_seconds", "min"),
        end_seconds=("end_seconds", "max"),
        planned_start_seconds=("planned_start_seconds", "min"),
        planned_end_seconds=("planned_end_seconds", "max"),
        own_seconds=("own_seconds", "sum"),
        task_count=("task_count", "sum"),
        done_count=("done_count", "sum"),
        order=("order", "min"),
    ).reset_index()
    rows = rows.assign(
        group=rows["team"],
        task=None,
        title=None,
        system=None,
        state="team",
        is_critical=False,
        waiting_from_seconds=np.nan,
        waiting_seconds=np.nan,
        last=rows["team"] == OTHER_TEAMS,
    )
    return rows.sort_values(["last", "order", "team"], ignore_index=True)
