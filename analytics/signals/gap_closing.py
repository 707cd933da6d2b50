"""Gaps closed in a rush just before the quarter ended or its report was due."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
from scipy.stats import binom

from analytics.rates import rows_behind
from analytics.signals.signal import Signal

FEWEST_CLOSED = 4
DAYS_BEFORE = 2  # the day itself and the day before it
LUCK = 0.01


def closed_at_the_end(
    gaps: pd.DataFrame, deliverable: pd.DataFrame, quarter: str, bounds: tuple[date, date]
) -> list[Signal]:
    """At most one question: closures that crowd before the quarter's end or a report's due day.

    Parameters
    ----------
    gaps : `gap_facts`. deliverable : the deliverables; one called a report is due on its day.
    quarter, bounds : the quarter, its first and last day.

    Looked at are the gaps closed in the quarter. The days counted as the end are the quarter's last
    day, every report's due day in it, and the day before each; a deadline of another kind (the next
    drill) is none. By luck a closure falls on one of them as often as they are among the quarter's
    days; the chance is the binomial's upper tail, asked below 1 %, from four closures on.
    """
    first, last = bounds
    closed = gaps[gaps["closed_day"].between(pd.Timestamp(first), pd.Timestamp(last))]
    if len(closed) < FEWEST_CLOSED:
        return []
    own = deliverable[deliverable["quarter"] == quarter]
    is_report = own["deliverable"].str.contains("report", case=False, na=False)
    is_day = own["due_precision"].isna() | (own["due_precision"] == "day")
    due = own.loc[is_report & is_day, "due_on"].dropna()
    ends = {last} | {one.date() for one in due if first <= one.date() <= last}
    counted = {end - timedelta(days=back) for end in ends for back in range(DAYS_BEFORE)}
    counted = {day for day in counted if first <= day <= last}
    at_end = closed["closed_day"].dt.date.isin(counted)
    count, whole = int(at_end.sum()), len(closed)
    days = (last - first).days + 1
    chance = float(binom.sf(count - 1, whole, len(counted) / days))
    if not count or chance >= LUCK:
        return []
    facts = {
        "count": count,
        "whole": whole,
        "days": len(counted),
        "quarter_days": days,
        "ends": sorted(ends),
    }
    behind = rows_behind(closed, "gap", at_end)
    return [
        Signal("closed at the end", facts, chance, behind, {"gap": ("title", "closed_on", "owner")})
    ]
