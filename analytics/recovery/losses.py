"""What the time down amounts to: system-hours lost, and their cost."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analytics.metric import Metric
from analytics.rates import NO_DATA, rows_behind

TRIED = ("recovered", "partial", "not recovered")


def system_hours_lost(tests: pd.DataFrame) -> Metric:
    """Sum over tested systems of disruption to restored, or to the drill's end [h].

    The area above the recovery curve, whatever the clock. `detail`, one a test: drill, system,
    hours (None where not known), until (restored, validated, stated duration or drill's end).
    """
    tried = tests[tests["outcome"].isin(TRIED)]
    known = tried["lost_seconds"].notna()
    detail: list[dict[str, Any]] = [
        {"drill": drill, "system": system, "hours": _hours(lost), "until": until}
        for drill, system, lost, until in zip(
            tried["drill"], tried["system"], tried["lost_seconds"], tried["lost_until"], strict=True
        )
    ]

    def behind() -> pd.DataFrame:
        return rows_behind(tried, tried["record"], known)

    if not known.any():
        return Metric("system_hours_lost", None, "h", note=NO_DATA, detail=detail, behind=behind)
    return Metric(
        "system_hours_lost",
        float(tried["lost_seconds"].sum()) / 3600,
        "h",
        note=_lacking(len(tried), int((~known).sum()), "a known time"),
        detail=detail,
        behind=behind,
    )


def downtime_cost(tests: pd.DataFrame, currency: str | None) -> Metric:
    """System-hours lost × the system's hourly cost, over tests where both are known.

    The unit is the organisation's currency, "money" while none is set. `detail`, one a test: drill,
    system, hours, hourly_cost, cost.
    """
    unit = currency or "money"
    tried = tests[tests["outcome"].isin(TRIED)]
    hours = tried["lost_seconds"] / 3600
    cost = hours * tried["hourly_downtime_cost"]
    known = cost.notna()
    detail: list[dict[str, Any]] = [
        {
            "drill": drill,
            "system": system,
            "hours": _plain(lost),
            "hourly_cost": _plain(rate),
            "cost": _plain(amount),
        }
        for drill, system, lost, rate, amount in zip(
            tried["drill"], tried["system"], hours, tried["hourly_downtime_cost"], cost, strict=True
        )
    ]

    def behind() -> pd.DataFrame:
        return rows_behind(tried, tried["record"], known)

    if not known.any():
        return Metric("downtime_cost", None, unit, note=NO_DATA, detail=detail, behind=behind)
    return Metric(
        "downtime_cost",
        float(cost.sum()),
        unit,
        note=_lacking(len(tried), int((~known).sum()), "a known cost"),
        detail=detail,
        behind=behind,
    )


def _lacking(whole: int, missing: int, what: str) -> str | None:
    return f"{missing} of {whole} tests without {what}" if missing else None


def _hours(seconds: float) -> float | None:
    return None if pd.isna(seconds) else float(seconds) / 3600


def _plain(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
