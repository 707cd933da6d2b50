"""Targets are data (rule 5): which one is in force in a quarter, and whether a figure meets it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from analytics.metric import Metric, no_rows
from analytics.rates import rows_behind

RECOVERY_TIME = "recovery_time"  # the programme's own target for every recovery

SECONDS_PER = {"s": 1.0, "min": 60.0, "h": 3600.0, "days": 86400.0, "weeks": 604800.0}
_UNIT_WORDS = {
    "%": "%", "percent": "%", "per cent": "%", "pct": "%", "share": "share", "ratio": "share",
    "fraction": "share", "count": "count", "number": "count", "n": "count", "drills": "count",
    "s": "s", "sec": "s", "secs": "s", "second": "s", "seconds": "s",
    "m": "min", "min": "min", "mins": "min", "minute": "min", "minutes": "min",
    "h": "h", "hr": "h", "hrs": "h", "hour": "h", "hours": "h",
    "d": "days", "day": "days", "days": "days", "w": "weeks", "week": "weeks", "weeks": "weeks",
}  # fmt: skip

# The unit in which a measure's figure stands; every measure not named here is a share.
_UNIT_OF: dict[str, str] = {
    **dict.fromkeys(
        (
            RECOVERY_TIME,
            "recovery_time_median",
            "recovery_time_slowest",
            "time_to_recover_km_median",
            "gap_age_median",
            "time_to_close_median",
            "first_message_median",
        ),
        "s",
    ),
    **dict.fromkeys(
        (
            "drills_completed",
            "scenarios_tested",
            "systems_improved",
            "systems_regressed",
            "systems_unchanged",
            "gaps_overdue",
            "gaps_unmanaged",
            "gaps_recurring",
            "gaps_reopened",
            "follow_up_drills",
        ),
        "count",
    ),
    "milestone_slip_days": "days",
    "system_hours_lost": "h",
    "downtime_cost": "money",
    "improvement_evidence": "p",
}
# The unit of a bare number, where it is not that of the figure: people give hours and days.
_BARE = {
    RECOVERY_TIME: "h",
    "recovery_time_median": "h",
    "recovery_time_slowest": "h",
    "time_to_recover_km_median": "h",
    "gap_age_median": "days",
    "time_to_close_median": "days",
    "first_message_median": "min",
}
# Less is better: what a target without an operator means for these.
_AT_MOST = (
    *(name for name, unit in _UNIT_OF.items() if unit in ("s", "days", "h", "money", "p")),
    "systems_regressed",
    "gaps_overdue",
    "gaps_unmanaged",
    "gaps_recurring",
    "gaps_reopened",
    "spend",
)


@dataclass(frozen=True)
class Target:
    """One target, in the unit of its figure: shares 0–1, time in seconds.

    `quarter` is the quarter that set it, None for a default of the house; `row_key` its target row.
    """

    measure: str
    operator: str
    value: float
    unit: str
    quarter: str | None = None
    row_key: str | None = None

    def is_met(self, figure: float | None) -> bool | None:
        """Whether the figure meets it; None when there is no figure."""
        if figure is None or math.isnan(figure):
            return None
        return compares(figure, self.operator, self.value)

    def is_tie(self, figure: float | None) -> bool:
        """Whether the figure lies exactly on it."""
        return figure is not None and figure == self.value


# What holds until somebody sets a target (mission: two drills a quarter, RTO of less than 4 hours).
DEFAULTS: dict[str, Target] = {
    one.measure: one
    for one in (
        Target("drills_completed", ">=", 2.0, "count"),
        Target(RECOVERY_TIME, "<", 4 * 3600.0, "s"),
        Target("satisfaction_favourable", ">=", 0.8, "share"),
        Target("gaps_closed_before_next_drill", ">=", 1.0, "share"),
        Target("gaps_verified", ">=", 1.0, "share"),
        Target("improvement_plan_complete", ">=", 1.0, "share"),
        Target("follow_up_drills", ">=", 1.0, "count"),
    )
}


@dataclass(frozen=True)
class Targets(Mapping[str, Target]):
    """The targets in force in one quarter, by measure; defaults where nobody set one.

    `unusable` are the row keys of target rows whose unit does not fit their measure ("4 %" of a
    recovery time): the target before it stays in force, and it is told.
    """

    quarter: str
    by_measure: Mapping[str, Target]
    unusable: tuple[str, ...] = ()

    def __getitem__(self, measure: str) -> Target:
        return self.by_measure[measure]

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_measure)

    def __len__(self) -> int:
        return len(self.by_measure)


def targets_in_force(tables: Mapping[str, pd.DataFrame], quarter: str) -> Targets:
    """The targets of a quarter; a measure without its own takes the newest earlier one (rule 5)."""
    frame = tables["target"]
    usable = frame[frame["quarter"].notna() & frame["measure"].notna() & frame["value"].notna()]
    usable = usable[usable["quarter"] <= quarter].sort_values("quarter", kind="stable")
    in_force = dict(DEFAULTS)
    unusable = []
    for row in usable.itertuples():
        measure = "_".join(str(row.measure).strip().lower().replace("-", " ").split())
        unit = None if pd.isna(row.unit) else str(row.unit)
        value = in_figure_unit(measure, float(row.value), unit)
        if value is None:
            unusable.append(str(row.row_key))
            continue
        operator = default_operator(measure) if pd.isna(row.operator) else str(row.operator)
        in_force[measure] = Target(
            measure, operator, value, unit_of(measure), str(row.quarter), str(row.row_key)
        )
    return Targets(quarter, in_force, tuple(unusable))


def unit_of(measure: str) -> str:
    """The unit of a measure's figure: share, count, s, h, days, p or money."""
    return _UNIT_OF.get(measure, "share")


def in_figure_unit(measure: str, value: float, unit: str | None) -> float | None:
    """A target's value in the unit of its figure; None when the unit is of another kind.

    Without a unit: a share above 1 was meant in per cent; times of recovery are in hours, ages in
    days, the first message in minutes.
    """
    wanted = unit_of(measure)
    if unit is None or not unit.strip():
        given = _BARE.get(measure, wanted)
        if wanted == "share":
            given = "%" if value > 1 else "share"
    else:
        word = unit.strip().lower().rstrip(".")
        given = _UNIT_WORDS.get(word, wanted if wanted == "money" else word)
    if wanted == "share":
        return {"%": value / 100, "share": value}.get(given)
    if wanted in SECONDS_PER:
        scale = SECONDS_PER.get(given)
        return None if scale is None else value * scale / SECONDS_PER[wanted]
    return value if given == wanted else None


def compares(figure: float, operator: str, value: float) -> bool:
    """`figure operator value`. Raises ValueError for an operator other than < <= > >=."""
    if operator == "<":
        return figure < value
    if operator == "<=":
        return figure <= value
    if operator == ">":
        return figure > value
    if operator == ">=":
        return figure >= value
    raise ValueError(f"operator must be one of < <= > >=, not {operator!r}")


def judged(metric: Metric, targets: Mapping[str, Target]) -> Metric:
    """The metric with its target and whether it is met; as it is when it has no target.

    The target's row stands among the rows behind, in neither numerator nor denominator.
    """
    target = targets.get(metric.id)
    if target is None or isinstance(metric.value, bool):
        return metric
    figure = None if metric.value is None else float(metric.value)
    told = replace(metric, target=target.value, met=target.is_met(figure))
    return told.with_rows(lambda: target_rows(target))


def target_rows(target: Target) -> pd.DataFrame:
    """The row that set a target, as `Metric.rows`; empty for a default."""
    if target.row_key is None:
        return no_rows()
    return rows_behind(pd.DataFrame({"row_key": [target.row_key]}), "target", False, False)


def default_operator(measure: str) -> str:
    """What a target without an operator means: `<=` where less is better, else `>=`."""
    if measure in DEFAULTS:
        return DEFAULTS[measure].operator
    return "<=" if measure in _AT_MOST else ">="
