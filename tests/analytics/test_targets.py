"""Targets are data: which is in force, its unit, and whether a figure meets it."""

from __future__ import annotations

from typing import Any

import pytest

from analytics.metric import Metric
from analytics.targets import Target, compares, judged, targets_in_force
from tests.analytics.frames import make_tables


def in_force(*rows: dict[str, Any], quarter: str = "2025-Q1") -> dict[str, Target]:
    return dict(targets_in_force(make_tables(target=list(rows)), quarter))


def row(measure: str, value: float, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"quarter": "2025-Q1", "measure": measure, "value": value, **more}


def test_defaults_are_the_missions() -> None:
    targets = in_force()
    assert (targets["recovery_time"].operator, targets["recovery_time"].value) == ("<", 14400)
    assert (targets["drills_completed"].operator, targets["drills_completed"].value) == (">=", 2)
    assert targets["satisfaction_favourable"].value == 0.8
    assert targets["gaps_verified"].value == 1
    assert all(target.row_key is None for target in targets.values())


def test_a_quarter_without_its_own_takes_the_newest_earlier_one() -> None:
    rows = [
        {"quarter": "2024-Q4", "measure": "recovery_time", "value": 6, "unit": "h"},
        {"quarter": "2024-Q2", "measure": "recovery_time", "value": 8, "unit": "h"},
        {"quarter": "2025-Q2", "measure": "recovery_time", "value": 2, "unit": "h"},
        {"quarter": "2025-Q1", "measure": "drills_completed", "value": 3},
    ]
    targets = in_force(*rows)
    assert targets["recovery_time"].value == 6 * 3600
    assert targets["recovery_time"].quarter == "2024-Q4"
    assert targets["drills_completed"].value == 3
    assert in_force(*rows, quarter="2026-Q1")["recovery_time"].value == 2 * 3600
    assert in_force(*rows, quarter="2024-Q1")["recovery_time"].value == 4 * 3600


@pytest.mark.parametrize(
    ("measure", "value", "unit", "figure"),
    [
        ("recovery_time", 4, "h", 14400),
        ("recovery_time", 240, "min", 14400),
        ("recovery_time", 240, "Minutes", 14400),
        ("recovery_time", 14400, "s", 14400),
        ("recovery_time", 4, None, 14400),
        ("gap_age_median", 30, "days", 30 * 86400),
        ("gap_age_median", 30, None, 30 * 86400),
        ("first_message_median", 15, None, 900),
        ("system_hours_lost", 2, "days", 48),
        ("rto_attainment", 95, "%", 0.95),
        ("rto_attainment", 95, None, 0.95),
        ("rto_attainment", 0.95, None, 0.95),
        ("rto_attainment", 0.95, "share", 0.95),
        ("drills_completed", 2, "count", 2),
        ("drills_completed", 2, "drills", 2),
        ("downtime_cost", 100000, "ZAR", 100000),
    ],
)
def test_a_target_stands_in_the_unit_of_its_figure(
    measure: str, value: float, unit: str | None, figure: float
) -> None:
    target = in_force(row(measure, value, unit=unit))[measure]
    assert target.value == pytest.approx(figure, abs=1e-12)


def test_a_unit_of_another_kind_is_not_used_and_told() -> None:
    tables = make_tables(target=[row("recovery_time", 4, unit="%")])
    targets = targets_in_force(tables, "2025-Q1")
    assert targets["recovery_time"].value == 4 * 3600
    assert targets.unusable == ('["2025-Q1", "recovery_time"]',)


def test_without_an_operator_more_is_better_unless_it_is_time_or_trouble() -> None:
    targets = in_force(
        row("rto_attainment", 0.9), row("gaps_overdue", 0), row("recovery_time_median", 3)
    )
    operators = {name: target.operator for name, target in targets.items()}
    assert operators["rto_attainment"] == ">="
    assert operators["gaps_overdue"] == "<="
    assert operators["recovery_time_median"] == "<="


def test_measures_are_found_however_they_are_spelled() -> None:
    assert in_force(row("RTO attainment", 0.9))["rto_attainment"].value == 0.9


def test_a_judged_figure_carries_its_target_and_the_row_that_set_it() -> None:
    targets = in_force(row("rto_attainment", 90, unit="%"))
    metric = judged(Metric("rto_attainment", 0.9, "share", 9, 10), targets)
    assert (metric.target, metric.met) == (0.9, True)
    assert metric.rows["record"].tolist() == ["target"]
    assert not metric.rows[["in_numerator", "in_denominator"]].any(axis=None)
    nothing = judged(Metric("rto_attainment", None, "share"), targets)
    assert (nothing.target, nothing.met) == (0.9, None)
    other = judged(Metric("coverage", 0.5, "share"), targets)
    assert (other.target, other.met) == (None, None)


def test_operators() -> None:
    assert not compares(4, "<", 4)
    assert compares(4, "<=", 4) and compares(4, ">=", 4)
    assert not compares(4, ">", 4)
    with pytest.raises(ValueError, match="operator"):
        compares(4, "=", 4)
    target = Target("recovery_time", "<", 4, "s")
    assert target.is_tie(4) and not target.is_tie(None)
    assert target.is_met(None) is None
