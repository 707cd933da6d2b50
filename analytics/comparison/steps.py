"""A total in steps that add up to it exactly: from no change, part by part, to the whole change."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics.comparison.exact_sums import adding_up
from analytics.metric import Metric

COLUMNS = ("part", "amount", "begins", "ends", "is_total")


def phase_steps(improvement_total: Metric, systems: pd.DataFrame) -> pd.DataFrame:
    """The change of the total recovery time, phase by phase; empty without a matched system.

    Parameters
    ----------
    improvement_total : with its parts. systems : `matched_systems`, for the change itself.

    Returns
    -------
    One row a phase of the clock, *not split*, and the total at the end: part, amount (B − A [s],
    below 0 is faster), begins and ends (the running total before and after it [s]), is_total, and
    systems (how many the part is known of). The amounts of the parts add up to the total's exactly.
    """
    parts = improvement_total.detail
    matched = systems[systems["is_matched"]]
    if not parts:
        return _steps([], [], 0.0).assign(systems=pd.Series(dtype="int64")).iloc[0:0]
    total = float(matched["recovery_seconds_b"].sum()) - float(matched["recovery_seconds_a"].sum())
    amounts, total = adding_up([0.0 - part["seconds"] for part in parts], total)
    steps = _steps([part["phase"] for part in parts], amounts, total)
    return steps.assign(systems=[*(part["systems"] for part in parts), len(matched)])


def attainment_steps(attainment_change: Metric) -> pd.DataFrame:
    """The change of RTO attainment by performance, objective and scope; empty without data.

    Columns as `phase_steps`, without systems; amounts are differences of shares.
    """
    parts = attainment_change.detail
    if attainment_change.value is None or not parts:
        return _steps([], [], 0.0).iloc[0:0]
    return _steps(
        [part["part"] for part in parts],
        [part["share"] for part in parts],
        float(attainment_change.value),
    )


def _steps(names: Sequence[str], amounts: Sequence[float], total: float) -> pd.DataFrame:
    rows: list[tuple[str, float, float, float, bool]] = []
    running = 0.0
    for place, (name, amount) in enumerate(zip(names, amounts, strict=True), start=1):
        # the last step ends at the total itself: a running sum may round otherwise than `sum`
        after = total if place == len(names) else running + amount
        rows.append((name, amount, running, after, False))
        running = after
    rows.append(("total", total, 0.0, total, True))
    return pd.DataFrame(rows, columns=list(COLUMNS))
