"""The programme of a quarter: actions, drill criteria, runbook steps, plans and money.

Milestones and what they owe: `analytics.milestones`. What is completed after the as-of date is not
completed yet.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from analytics.calendar import Organisation, local_days, plain_day
from analytics.drills import Tables, completed
from analytics.metric import Metric
from analytics.rates import NO_DATA, rate_over, rows_behind

# --- Actions, criteria, tasks ---------------------------------------------------------------------


def action_facts(tables: Tables, as_of: date) -> pd.DataFrame:
    """All actions, with is_done by the as-of date, is_cancelled and is_overdue.

    Done: a completion date by then, or the status completed without one. Overdue: neither done nor
    cancelled, and due before the as-of date.
    """
    day = pd.Timestamp(as_of)
    rows = tables["action"]
    is_cancelled = (rows["status"] == "cancelled").astype(bool)
    is_undated = (rows["status"] == "completed") & rows["completed_on"].isna()
    is_done = ((rows["completed_on"] <= day) | is_undated.astype(bool)) & ~is_cancelled
    is_late = (rows["due_on"] < day) & (rows["due_precision"] != "ongoing")
    return rows.assign(
        is_done=is_done, is_cancelled=is_cancelled, is_overdue=is_late & ~is_done & ~is_cancelled
    )


def actions_done(actions: pd.DataFrame, gaps: pd.DataFrame) -> Metric:
    """Completed actions among all of the quarter's gaps; cancelled ones are counted in detail only.

    `actions` from `action_facts`, `gaps` from `gaps_within`.
    """
    mine = actions[actions["gap"].isin(gaps["gap"])].reset_index(drop=True)
    cancelled = int(mine["is_cancelled"].sum())
    detail: list[dict[str, Any]] = [
        {"state": state, "count": int(flags.sum()), "actions": list(mine.loc[flags, "action"])}
        for state, flags in (
            ("completed", mine["is_done"]),
            ("open", ~mine["is_done"] & ~mine["is_cancelled"]),
            ("cancelled", mine["is_cancelled"]),
        )
        if flags.any()
    ]
    return rate_over(
        "actions_done",
        mine,
        mine["is_done"],
        ~mine["is_cancelled"],
        record="action",
        note="cancelled actions left out" if cancelled and cancelled < len(mine) else None,
        detail=detail,
    )


def criteria_met(tables: Tables, drills: pd.DataFrame) -> Metric:
    """Drill criteria met, among those judged, over the given drills.

    Detail: one part a drill, with how many nobody judged.
    """
    rows = tables["criterion"]
    rows = rows[rows["drill"].isin(drills["drill"])]
    is_judged = rows["is_met"].notna()
    is_met = rows["is_met"].fillna(False).astype(bool)
    detail = [
        {
            "drill": drill,
            "met": int(is_met[rows["drill"] == drill].sum()),
            "judged": int(is_judged[rows["drill"] == drill].sum()),
            "not_judged": int((~is_judged[rows["drill"] == drill]).sum()),
        }
        for drill in drills["drill"]
        if (rows["drill"] == drill).any()
    ]
    return rate_over("criteria_met", rows, is_met, is_judged, record="criterion", detail=detail)


def tasks_on_plan(tables: Tables, drills: pd.DataFrame) -> Metric:
    """Runbook steps that took no longer than planned, among those with both durations.

    Planned: the planned duration, else planned finish − planned start. Taken: finished − started.
    A step that ends before it starts has no duration. Detail: one part a drill.
    """
    rows = tables["task"]
    rows = rows[rows["drill"].isin(drills["drill"])]
    span = (rows["planned_finish_at"] - rows["planned_start_at"]).dt.total_seconds()
    planned = rows["planned_duration_seconds"].fillna(span.where(span >= 0))
    taken = (rows["finished_at"] - rows["started_at"]).dt.total_seconds()
    has_both = planned.notna() & (taken >= 0)
    is_within = taken <= planned
    detail = [
        {
            "drill": drill,
            "on_plan": int((is_within & has_both)[rows["drill"] == drill].sum()),
            "with_both": int(has_both[rows["drill"] == drill].sum()),
            "tasks": int((rows["drill"] == drill).sum()),
        }
        for drill in drills["drill"]
        if (rows["drill"] == drill).any()
    ]
    return rate_over("tasks_on_plan", rows, is_within, has_both, record="task", detail=detail)


# --- What comes next ------------------------------------------------------------------------------


def improvement_plan_complete(gaps: pd.DataFrame, actions: pd.DataFrame) -> Metric:
    """Open gaps with an action, an owner and a due date, among the open gaps.

    Owner and date may be the gap's or one of its actions'; a cancelled action is no plan; `ongoing`
    is no date. Detail: one part an incomplete gap, with what it lacks. No open gap is no data.
    """
    open_ones = gaps[gaps["is_open"]].reset_index(drop=True)
    live = actions[~actions["is_cancelled"]]
    has_action = open_ones["gap"].isin(live["gap"])
    owned = live.loc[live["owner"].notna(), "gap"]
    has_owner = open_ones["owner"].notna() | open_ones["gap"].isin(owned)
    dated = live.loc[live["due_on"].notna() & (live["due_precision"] != "ongoing"), "gap"]
    has_due = open_ones["due_on"].notna() & (open_ones["due_precision"] != "ongoing")
    has_due |= open_ones["gap"].isin(dated)
    parts = {"action": has_action, "owner": has_owner, "due date": has_due}
    is_complete = has_action & has_owner & has_due
    detail = [
        {"gap": gap, "lacks": [name for name, has in parts.items() if not has[place]]}
        for place, gap in enumerate(open_ones["gap"])
        if not is_complete[place]
    ]
    metric = rate_over(
        "improvement_plan_complete", open_ones, is_complete, record="gap", detail=detail
    )
    if gaps.empty or len(open_ones):
        return metric
    return Metric(metric.id, None, "share", 0, 0, note="no open gap")


def drill_dates(tables: Tables, drills: pd.DataFrame) -> pd.Series:
    """The day every drill of `drill_facts` is dated, same index.

    The day it began; before that its planned day, else the start it states, as registers do that
    have one date column for plan and fact. `ongoing` is no date.
    """
    stated = tables["drill"].set_index("drill")["started_at"]
    starts = stated.reindex(drills["drill"].astype(object)).set_axis(drills.index)
    planned = drills["planned_on"].where(drills["planned_precision"] != "ongoing")
    return drills["started_on"].fillna(planned).fillna(local_days(starts, drills["zone"]))


def follow_up_drills(
    tables: Tables, drills: pd.DataFrame, quarter: str, drill: str | None = None
) -> Metric:
    """Drills dated after the quarter's last completed one and not yet ended.

    `drills` is `drill_facts`; a chosen drill stands for the last one. A drill is dated as in
    `drill_dates`. No completed drill is no data.
    """
    if drill is None:
        done = completed(drills, quarter)
    else:
        done = completed(drills[drills["drill"] == drill])
    if done.empty:
        return Metric("follow_up_drills", None, "count", note=NO_DATA)
    last = done.iloc[-1]
    dated_on = drill_dates(tables, drills)
    ahead = drills["status"].isin(["planned", "running"]) & (dated_on > last["ended_on"])
    detail = [
        {"drill": name, "on": plain_day(day), "status": status}
        for name, day, status in zip(
            drills.loc[ahead, "drill"], dated_on[ahead], drills.loc[ahead, "status"], strict=True
        )
    ]
    return Metric(
        "follow_up_drills",
        len(detail),
        "count",
        detail=sorted(detail, key=lambda part: (part["on"], part["drill"])),
        behind=lambda: rows_behind(drills[ahead], "drill"),
    )


# --- Money ----------------------------------------------------------------------------------------


def spend(tables: Tables, quarter: str, organisation: Organisation) -> Metric:
    """Spent of the budget over the quarter's lines that have both, per currency.

    Currencies are never added: with more than one, the parts in detail have the shares and the
    figure has none. A line without a currency is in the organisation's. A budget of 0 has no share.
    """
    rows = tables["resource"]
    rows = rows[rows["quarter"] == quarter].reset_index(drop=True)
    currency = rows["currency"].str.strip().str.upper().astype(object)
    currency = currency.where(currency.notna(), organisation.currency or "")
    has_both = rows["budget"].notna() & rows["spent"].notna()
    has_either = rows["budget"].notna() | rows["spent"].notna()
    detail: list[dict[str, Any]] = []
    for name in sorted(currency[has_either].unique()):
        here = currency == name
        counted = here & has_both
        budget, spent = float(rows["budget"][counted].sum()), float(rows["spent"][counted].sum())
        detail.append(
            {
                "currency": name or None,
                "spent": spent,
                "budget": budget,
                "share": spent / budget if budget > 0 else None,
                "lines": int(counted.sum()),
                "lines_left_out": int((here & has_either & ~has_both).sum()),
            }
        )

    def behind() -> pd.DataFrame:
        return rows_behind(rows[has_both], "resource")

    shares = [part for part in detail if part["lines"]]
    if len(shares) > 1:
        note = "several currencies"
        return Metric("spend", None, "share", note=note, detail=detail, behind=behind)
    value = shares[0]["share"] if shares else None
    lacking = NO_DATA if value is None else None
    return Metric("spend", value, "share", note=lacking, detail=detail, behind=behind)
