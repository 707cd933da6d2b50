"""Gaps as of a date: what was found, what is closed, what is still open and who owns it.

A gap's row says how it stands now; every figure here first turns it back to the as-of date. Whether
a fix was proven is the matter of `analytics.retests`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from analytics.calendar import Organisation, plain_day, quarters_of
from analytics.drills import Tables, completed, fact_of
from analytics.metric import Metric
from analytics.rates import NO_DATA, rate_over, rows_behind
from analytics.survival import median_time

CLOSED_STATUSES = ("closed", "verified")
SETTLED_STATUSES = ("risk accepted", "rejected", "duplicate")  # neither closed nor open
NO_GAPS = ("rejected", "duplicate")  # found not to be gaps of their own
STATES = ("open", "closed", *SETTLED_STATUSES)
DAY_SECONDS = 86_400.0
_DAYS = "datetime64[us]"


def gap_facts(
    tables: Tables, drills: pd.DataFrame, as_of: date, organisation: Organisation
) -> pd.DataFrame:
    """Every gap found by the as-of date, and how it stood on that day.

    Parameters
    ----------
    tables : the current rows; only `gap` is used.
    drills : `drill_facts` as of the same date.

    Returns
    -------
    One row a gap: its record's columns, and

    - found_on : the day it was identified; blank, the day its drill ended. Found later or on no
      known day: left out.
    - state : open, closed, risk accepted, rejected or duplicate. What happened after the as-of
      date has not happened: closed or settled on a later day is open. A blank status with a closed
      date is closed; a status that says open, in progress or reopened outweighs a closed date.
    - is_open, is_closed; counts : neither rejected nor duplicate.
    - closed_day : the day it was closed; missing for one closed without a date and for all others.
    - is_overdue : open and due before the as-of date; `ongoing` is never due.
    - is_unmanaged : open without an owner or without a due date of its own.
    - age_seconds : from found_on to the as-of date, of open ones.
    - quarter : of its drill; without a drill, or while the drill has no quarter yet, of the day it
      was identified; missing for the gaps of a cancelled drill (rule 8).
    """
    day = pd.Timestamp(as_of)
    gaps = tables["gap"].copy()
    gaps["found_on"] = gaps["identified_on"].fillna(fact_of(drills, gaps["drill"], "ended_on"))

    happened = gaps["closed_on"].isna() | (gaps["closed_on"] <= day)
    status = gaps["status"]
    is_closed = status.isin(CLOSED_STATUSES) | (status.isna() & gaps["closed_on"].notna())
    settled = [(status == one) & happened for one in SETTLED_STATUSES]
    state = np.select([is_closed & happened, *settled], STATES[1:], default="open")
    gaps["state"] = pd.Series(state, index=gaps.index, dtype="object")
    gaps["is_open"] = gaps["state"] == "open"
    gaps["is_closed"] = gaps["state"] == "closed"
    # its closing stands before its reopening: one to come was not undone yet
    gaps["is_reopened"] = gaps["is_open"] & ((status == "reopened") & happened).fillna(False)
    gaps["counts"] = ~gaps["state"].isin(NO_GAPS)
    gaps["closed_day"] = gaps["closed_on"].where(gaps["is_closed"])

    is_dated = gaps["due_on"].notna() & (gaps["due_precision"] != "ongoing")
    gaps["is_overdue"] = gaps["is_open"] & is_dated & (gaps["due_on"] < day)
    gaps["is_unmanaged"] = gaps["is_open"] & (gaps["owner"].isna() | ~is_dated)
    age = (day - gaps["found_on"]).dt.total_seconds()
    gaps["age_seconds"] = age.where(gaps["is_open"])

    by_drill = fact_of(drills, gaps["drill"], "quarter")
    by_day = quarters_of(gaps["identified_on"], organisation.fiscal_year_start)
    is_cancelled = fact_of(drills, gaps["drill"], "status") == "cancelled"
    quarter = by_drill.where(by_drill.notna(), by_day)
    gaps["quarter"] = quarter.where(~is_cancelled, None)
    return gaps[gaps["found_on"] <= day].reset_index(drop=True)


def gaps_within(facts: pd.DataFrame, quarter: str, drill: str | None = None) -> pd.DataFrame:
    """The gaps of a quarter, or of one chosen drill instead."""
    chosen = facts["quarter"] == quarter if drill is None else facts["drill"] == drill
    return facts[chosen].reset_index(drop=True)


def first_and_next_drill(
    drills: pd.DataFrame, quarter: str, drill: str | None = None
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """The quarter's first completed non-tabletop drill, and the next one to begin after its end.

    Both as rows of `drill_facts`; None where there is none as of its date. The next may lie in a
    later quarter; it has begun, is no tabletop and not cancelled. A chosen drill stands for the
    first, whatever its type, once it is completed.
    """
    if drill is None:
        done = completed(drills, quarter, measured=True)
    else:
        done = completed(drills[drills["drill"] == drill])
    if done.empty:
        return None, None
    first = done.iloc[0].to_dict()
    begun = drills["status"].isin(["running", "completed"]) & ~drills["is_tabletop"]
    later = drills[begun & (drills["began_at"] > first["ended_at"])]
    if later.empty:
        return first, None
    return first, later.sort_values(["began_at", "drill"]).iloc[0].to_dict()


def gaps_of_drill(facts: pd.DataFrame, drill: dict[str, Any] | None) -> pd.DataFrame:
    """The gaps found in a drill, rejected and duplicate ones out; none without a drill."""
    if drill is None:
        return facts.iloc[0:0]
    return facts[(facts["drill"] == drill["drill"]) & facts["counts"]].reset_index(drop=True)


# --- The measures ---------------------------------------------------------------------------------


def gap_closure_rate(gaps: pd.DataFrame) -> Metric:
    """Closed gaps among all that are neither rejected nor duplicate.

    A risk accepted stays in the whole and is no closure. Detail: one part a state that occurs, with
    its count and its gaps, so that the risk-accepted ones can be listed apart.
    """
    detail: list[dict[str, Any]] = [
        {"state": state, "count": len(rows), "gaps": list(rows["gap"])}
        for state in STATES
        if not (rows := gaps[gaps["state"] == state]).empty
    ]
    return rate_over(
        "gap_closure_rate", gaps, gaps["is_closed"], gaps["counts"], record="gap", detail=detail
    )


def gaps_closed_before_next_drill(
    facts: pd.DataFrame, first: dict[str, Any] | None, following: dict[str, Any] | None
) -> Metric:
    """The first drill's gaps that were closed on a day before the next drill began.

    So far, while no next drill has begun. A gap closed on the very day, or without a date, is not
    shown to be closed before. Detail: one part a gap, with its state, closed day and whether it
    counts.
    """
    gaps = gaps_of_drill(facts, first)
    is_before = gaps["closed_day"].notna()
    if following is not None:
        is_before &= gaps["closed_day"] < following["started_on"]
    detail = [
        {
            "gap": gap,
            "state": state,
            "closed_on": plain_day(closed),
            "is_closed_before": bool(before),
        }
        for gap, state, closed, before in zip(
            gaps["gap"], gaps["state"], gaps["closed_day"], is_before, strict=True
        )
    ]
    note = "no next drill yet" if len(gaps) and following is None else None
    return rate_over(
        "gaps_closed_before_next_drill", gaps, is_before, record="gap", note=note, detail=detail
    )


def gaps_overdue(gaps: pd.DataFrame) -> Metric:
    """Open gaps due before the as-of date; due that very day is not overdue."""
    return _count("gaps_overdue", gaps, gaps["is_overdue"])


def gaps_unmanaged(gaps: pd.DataFrame) -> Metric:
    """Open gaps without an owner or a due date of their own."""
    return _count("gaps_unmanaged", gaps, gaps["is_unmanaged"])


def gaps_reopened(gaps: pd.DataFrame) -> Metric:
    """Gaps that were closed and are open again."""
    return _count("gaps_reopened", gaps, gaps["is_reopened"])


def gaps_recurring(gaps: pd.DataFrame, facts: pd.DataFrame) -> Metric:
    """Gaps that repeat an earlier one: linked to it, or the same again after its closure.

    The same: an equal system and category, found on a later day than the earlier one was closed;
    `facts` holds the earlier gaps of any quarter. Rejected and duplicate gaps repeat nothing.
    """
    closed = facts[facts["closed_day"].notna() & facts["system"].notna()]
    first_closed = (
        closed[closed["category"].notna()].groupby(["system", "category"])["closed_day"].min()
    )
    known = first_closed.to_dict()
    since = pd.Series(
        [known.get(pair) for pair in zip(gaps["system"], gaps["category"], strict=True)],
        index=gaps.index,
        dtype=_DAYS,
    )
    is_again = (gaps["recurs_gap"].notna() | (gaps["found_on"] > since)) & gaps["counts"]
    return _count("gaps_recurring", gaps, is_again)


def gap_age_median(gaps: pd.DataFrame) -> Metric:
    """The median age of the open gaps in seconds, from the day found to the as-of date."""
    is_open = gaps["is_open"]
    if not is_open.any():
        return Metric("gap_age_median", None, "s", note=NO_DATA)
    return Metric(
        "gap_age_median",
        float(gaps["age_seconds"][is_open].median()),
        "s",
        behind=lambda: rows_behind(gaps[is_open], "gap"),
    )


def time_to_close_median(gaps: pd.DataFrame) -> Metric:
    """The Kaplan–Meier median from found to closed in seconds, open gaps censored at their age.

    Left out: settled gaps, those closed without a date, and those closed before they were found.
    The rows say which were closed (numerator) among those counted (denominator).
    """
    took = (gaps["closed_day"] - gaps["found_on"]).dt.total_seconds()
    waited = took.where(gaps["is_closed"], gaps["age_seconds"])
    counted = waited.notna() & (waited >= 0)
    if not counted.any():
        return Metric("time_to_close_median", None, "s", note=NO_DATA)
    median = median_time(waited[counted].to_numpy(), gaps["is_closed"][counted].to_numpy())
    return Metric(
        "time_to_close_median",
        median,
        "s",
        note="not reached" if median is None else None,
        behind=lambda: rows_behind(gaps[counted], "gap", gaps["is_closed"][counted]),
    )


# --- Lists and lines ------------------------------------------------------------------------------

_SEVERITY_ORDER = {"critical": 0, "major": 1, "moderate": 2, "minor": 3}


def open_gaps(gaps: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """What is still open and who owns it, the longest overdue first, then the most severe.

    One row an open gap: gap, title, system, drill, category, severity, status, owner, due_on,
    due_precision, days_overdue [missing unless overdue], age_days, is_overdue, is_unmanaged,
    is_reopened, row_key.
    """
    rows = gaps[gaps["is_open"]].copy()
    late = (pd.Timestamp(as_of) - rows["due_on"]).dt.days.where(rows["is_overdue"])
    rows["days_overdue"] = late.astype("Int64")
    rows["age_days"] = (rows["age_seconds"] / DAY_SECONDS).astype("Int64")
    order = rows.assign(
        late=late.fillna(-1),
        rank=rows["severity"].map(_SEVERITY_ORDER).astype("float64").fillna(len(_SEVERITY_ORDER)),
    ).sort_values(["late", "rank", "due_on", "gap"], ascending=[False, True, True, True])
    columns = [
        "gap",
        "title",
        "system",
        "drill",
        "category",
        "severity",
        "status",
        "owner",
        "due_on",
        "due_precision",
        "days_overdue",
        "age_days",
        "is_overdue",
        "is_unmanaged",
        "is_reopened",
        "row_key",
    ]
    return rows.loc[order.index, columns].reset_index(drop=True)


def gaps_over_time(gaps: pd.DataFrame) -> pd.DataFrame:
    """How many gaps were found and closed by the end of every day on which either changed.

    One row a day, sorted: day, found, closed, open (found and not closed), all cumulative. Only
    gaps that count; those closed without a date are never closed on this line.
    """
    kept = gaps[gaps["counts"]]
    found = kept["found_on"].value_counts()
    closed = kept["closed_day"].dropna().value_counts()
    days = found.index.union(closed.index).sort_values()
    line = pd.DataFrame(
        {
            "day": days,
            "found": found.reindex(days, fill_value=0).cumsum().to_numpy(),
            "closed": closed.reindex(days, fill_value=0).cumsum().to_numpy(),
        }
    )
    return line.assign(open=line["found"] - line["closed"])


def _count(metric_id: str, gaps: pd.DataFrame, chosen: pd.Series) -> Metric:
    """A count of gaps; `no data` where no gap was recorded at all."""
    if gaps.empty:
        return Metric(metric_id, None, "count", note=NO_DATA)
    return Metric(
        metric_id,
        int(chosen.sum()),
        "count",
        behind=lambda: rows_behind(gaps[chosen.astype(bool)], "gap"),
    )
