"""The milestones of a quarter: on time, late by how much, and what they owe.

A date written as a month, quarter or year stands for its last day; what is completed on a later day
than the as-of date is not completed yet.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from analytics.calendar import plain_day
from analytics.drills import Tables
from analytics.metric import Metric
from analytics.rates import NO_DATA, rate_over, rows_behind

DONE_UNDATED = "done, date unknown"


def milestone_facts(tables: Tables, quarter: str, as_of: date) -> pd.DataFrame:
    """The milestones of a quarter as they stood on the as-of date, in their order.

    One row a milestone: its record's columns, and

    - is_done : it has a completion date by then, or its status says completed without one. A
      cancelled milestone is not done.
    - is_due : it counts in `milestones_on_time`: planned before the as-of date, or for that very
      day once it is done. Ongoing, undated and cancelled ones never are.
    - is_on_time : done on or before the planned date.
    - slip_days : completed − planned, early is negative; while it is not done, the days since the
      planned date has passed. Missing when it is neither done nor late, done without a date, or
      has no date to be late for.
    - state : on time, late (done after its date), overdue (not done), done (with no planned date to
      compare), "done, date unknown", planned, ongoing or cancelled.
    """
    day = pd.Timestamp(as_of)
    rows = tables["milestone"]
    rows = rows[rows["quarter"] == quarter]
    rows = rows.sort_values(["order", "planned_on", "milestone"], ignore_index=True)
    is_cancelled = (rows["status"] == "cancelled").astype(bool)
    is_ongoing = (rows["planned_precision"] == "ongoing").astype(bool)
    planned = rows["planned_on"].where(~is_ongoing & ~is_cancelled)
    done_on = rows["completed_on"].where((rows["completed_on"] <= day) & ~is_cancelled)
    is_undated = (rows["status"] == "completed") & rows["completed_on"].isna()
    is_done = done_on.notna() | is_undated.astype(bool)

    is_on_time = done_on <= planned
    is_overdue = ~is_done & (planned < day)
    slip = (done_on.where(is_done, day) - planned).dt.days
    state = np.select(
        [
            is_cancelled,
            is_on_time,
            done_on > planned,
            done_on.notna(),
            is_done,
            is_overdue,
            is_ongoing,
        ],
        ["cancelled", "on time", "late", "done", DONE_UNDATED, "overdue", "ongoing"],
        default="planned",
    )
    return rows.assign(
        is_done=is_done,
        is_due=(planned < day) | ((planned == day) & is_done),
        is_on_time=is_on_time,
        slip_days=slip.where(done_on.notna() | is_overdue).astype("Int64"),
        state=pd.Series(state, index=rows.index, dtype="object"),
    )


def milestones_on_time(milestones: pd.DataFrame) -> Metric:
    """Milestones done on or before their planned date, among those due (`milestone_facts`).

    Done without a date is due, and not shown to be on time.
    """
    return rate_over(
        "milestones_on_time",
        milestones,
        milestones["is_on_time"],
        milestones["is_due"],
        record="milestone",
        detail=_milestone_parts(milestones),
    )


def milestone_slip_days(milestones: pd.DataFrame) -> Metric:
    """How late every milestone is or was, in detail; the value is the largest slip in days.

    Early is negative; one still open and overdue slips until the as-of date.
    """
    slipping = milestones["slip_days"].notna()
    detail = _milestone_parts(milestones)
    if not slipping.any():
        return Metric("milestone_slip_days", None, "days", note=NO_DATA, detail=detail)
    return Metric(
        "milestone_slip_days",
        int(milestones["slip_days"].max()),
        "days",
        note="the largest",
        detail=detail,
        behind=lambda: rows_behind(milestones[slipping], "milestone"),
    )


def deliverables_done(
    tables: Tables, milestones: pd.DataFrame, quarter: str, as_of: date
) -> Metric:
    """Deliverables done, among all of the milestones that are due.

    Done: delivered by the as-of date, or said to be done without a day; a "no" outweighs a day. A
    deliverable of a milestone nobody listed is due by its own date.
    """
    day = pd.Timestamp(as_of)
    rows = tables["deliverable"]
    rows = rows[rows["quarter"] == quarter]
    said = rows["is_done"].astype(object)
    is_done = (rows["done_on"] <= day) & (said != False)  # noqa: E712 - missing is not "no"
    is_done |= (said == True) & rows["done_on"].isna()  # noqa: E712
    is_listed = rows["milestone"].isin(milestones["milestone"])
    is_due = rows["milestone"].isin(milestones.loc[milestones["is_due"], "milestone"])
    is_due |= ~is_listed & (rows["due_on"] <= day) & (rows["due_precision"] != "ongoing")
    detail = [
        {
            "milestone": row.milestone,
            "deliverable": row.deliverable,
            "is_done": bool(done),
            "owner": None if pd.isna(row.owner) else row.owner,
        }
        for row, done in zip(rows[is_due].itertuples(), is_done[is_due], strict=True)
    ]
    return rate_over(
        "deliverables_done", rows, is_done, is_due, record="deliverable", detail=detail
    )


def _milestone_parts(milestones: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {
            "milestone": row.milestone,
            "state": row.state,
            "planned_on": plain_day(row.planned_on),
            "planned_precision": None if pd.isna(row.planned_precision) else row.planned_precision,
            "completed_on": plain_day(row.completed_on) if row.is_done else None,
            "slip_days": None if pd.isna(row.slip_days) else int(row.slip_days),
            "responsible_team": None if pd.isna(row.responsible_team) else row.responsible_team,
        }
        for row in milestones.itertuples()
    ]
