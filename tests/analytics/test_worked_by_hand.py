"""Every number of "Worked by hand" in metrics.md."""

from __future__ import annotations

import math

import pytest

from analytics.comparison import compare, default_pair
from analytics.metric import Metric
from data.records import RECORDS
from tests.analytics.frames import make_tables
from tests.analytics.worked import figures, worked_rows


@pytest.fixture(scope="module")
def quarter() -> dict[str, Metric]:
    return figures(**worked_rows()).metrics


@pytest.fixture(scope="module")
def drill_a() -> dict[str, Metric]:
    return figures(**worked_rows(), of_drill="A").metrics


@pytest.fixture(scope="module")
def drill_b() -> dict[str, Metric]:
    return figures(**worked_rows(), of_drill="B").metrics


@pytest.fixture(scope="module")
def comparison() -> dict[str, Metric]:
    found = figures(**worked_rows())
    pair = default_pair(found.drills, "2025-Q1")
    assert pair == ("A", "B")
    result = compare(found.tests, *pair, found.drills, "disruption:restored")
    return {metric.id: metric for metric in result.metrics}


def k_of_n(metric: Metric) -> tuple[int | None, int | None]:
    return metric.numerator, metric.denominator


def test_the_rows_are_such_as_the_declaration_allows() -> None:
    tables = make_tables(**worked_rows())
    for name in ("system", "drill", "recovery"):
        rows = tables[name].drop(columns="row_key")
        assert len(RECORDS[name].schema.validate(rows)) == len(rows) > 0


def test_two_drills_were_completed_against_a_target_of_two(quarter: dict[str, Metric]) -> None:
    assert quarter["drills_completed"].value == 2
    assert quarter["drills_completed"].target == 2
    assert quarter["drills_completed"].met is True


def test_rto_attainment(
    quarter: dict[str, Metric], drill_a: dict[str, Metric], drill_b: dict[str, Metric]
) -> None:
    # A: met are CRM (a tie), Payment, Infrastructure, Communication: 4 of 6; B: 5 of 5.
    assert k_of_n(drill_a["rto_attainment"]) == (4, 6)
    low, high = drill_a["rto_attainment"].interval or (math.nan, math.nan)
    assert (round(low * 100, 1), round(high * 100, 1)) == (30.0, 90.3)
    assert k_of_n(drill_b["rto_attainment"]) == (5, 5)
    low, high = drill_b["rto_attainment"].interval or (math.nan, math.nan)
    assert (round(low * 100, 1), high) == (56.6, 1.0)
    metric = quarter["rto_attainment"]
    assert k_of_n(metric) == (9, 11)
    assert metric.value == 0.8181818181818182
    assert metric.interval == (0.523019438039156, 0.9486323102539149)
    assert (metric.target, metric.met, metric.note) == (None, None, None)
    assert metric.rows["in_numerator"].sum() == 9
    assert metric.rows["in_denominator"].sum() == len(metric.rows) == 11
    by_drill = {part["drill"]: (part["part"], part["whole"]) for part in metric.detail}
    assert by_drill == {"A": (4, 6), "B": (5, 5)}


def test_recovery_target_attainment(
    quarter: dict[str, Metric], drill_a: dict[str, Metric], drill_b: dict[str, Metric]
) -> None:
    # A: Payment 1:30 and Infrastructure 3:00 are under four hours; CRM ties at 4:00.
    assert k_of_n(drill_a["recovery_target_attainment"]) == (2, 6)
    assert k_of_n(drill_b["recovery_target_attainment"]) == (5, 5)
    assert k_of_n(quarter["recovery_target_attainment"]) == (7, 11)
    assert quarter["recovery_target_attainment"].value == 7 / 11


def test_recovery_target_is_not_met_consistently(quarter: dict[str, Metric]) -> None:
    metric = quarter["recovery_target_consistent"]
    assert metric.value is False
    failing = {part["system"]: part["why"] for part in metric.detail if part["drill"] == "A"}
    assert failing == {
        "CRM": "tie",
        "E-Commerce Platform": "over the target",
        "Internal Communication": "over the target",
        "Inventory Management": "not recovered",
    }
    assert [part["system"] for part in metric.detail if part["drill"] == "B"] == [
        "Internal Communication"
    ]


def test_conservative_attainment_and_coverage(quarter: dict[str, Metric]) -> None:
    assert k_of_n(quarter["conservative_attainment"]) == (9, 12)
    assert quarter["conservative_attainment"].value == 0.75
    assert k_of_n(quarter["coverage"]) == (6, 6)


def test_times(quarter: dict[str, Metric], drill_a: dict[str, Metric]) -> None:
    # Ten times: 1:30 1:30 2:30 3:00 3:00 | 3:20 3:50 4:00 5:00 6:00 -> median 3:10.
    assert quarter["recovery_time_median"].value == 3 * 3600 + 10 * 60
    assert quarter["recovery_time_slowest"].value == 6 * 3600
    assert quarter["recovery_time_slowest"].note == "not reached in A"
    assert drill_a["recovery_time_slowest"].value is None
    assert drill_a["recovery_time_slowest"].note == "not reached"
    # Of 11 at risk, 2 back by 1:30 (9/11), 1 by 2:30 (8), 2 by 3:00 (6), 1 by 3:20 (5/11 <= half).
    assert quarter["time_to_recover_km_median"].value == 3 * 3600 + 20 * 60
    # A: 5 + 4 + 1.5 + 8 (to the end) + 3 + 6 = 27.5 h; B: 14 h 10 min.
    assert quarter["system_hours_lost"].value == pytest.approx(27.5 + 14 + 10 / 60, abs=1e-12)


def test_improvement(comparison: dict[str, Metric]) -> None:
    # 13:30 = 810 min became 10:20 = 620 min.
    assert comparison["improvement_total"].value == pytest.approx(190 / 810, abs=1e-15)
    # (2/3 * 3/4 * 1 * 5/6) ** (1/4) = (5/12) ** (1/4) = 0.8034...
    assert comparison["improvement_typical"].value == pytest.approx(1 - (5 / 12) ** 0.25, abs=1e-15)
    improved = {part["system"]: part["label"] for part in comparison["systems_improved"].detail}
    assert improved == {
        "CRM": "improved",
        "E-Commerce Platform": "improved",
        "Infrastructure and Hosting": "improved",
        "Inventory Management": "newly recovered",
    }
    assert comparison["systems_improved"].value == 4
    assert comparison["systems_unchanged"].value == 1
    assert comparison["systems_regressed"].value == 0
    matrix = {part["cell"]: part["systems"] for part in comparison["verdict_matrix"].detail}
    assert matrix["kept"] == ["CRM", "Infrastructure and Hosting", "Payment Processing"]
    assert matrix["improved"] == ["E-Commerce Platform", "Inventory Management"]
    assert matrix["not comparable"] == ["Internal Communication"]


def test_four_pairs_cannot_tell(comparison: dict[str, Metric]) -> None:
    metric = comparison["improvement_evidence"]
    assert (metric.value, metric.note) == (None, "too few systems to tell")
    shift = metric.detail[0]
    assert (shift["pairs"], shift["pairs_that_differ"]) == (4, 3)
    # Saved: 100, 60, 0, 30 min. Walsh averages, sorted: 0 15 30 30 45 50 60 65 80 100 -> 47.5 min.
    assert shift["seconds"] == 47.5 * 60
    # With three that differ, all one way: p = 2 / 2**3.
    assert shift["p"] == 0.25


def test_attainment_change_adds_up(comparison: dict[str, Metric]) -> None:
    metric = comparison["attainment_change"]
    parts = {part["part"]: part["share"] for part in metric.detail}
    assert list(parts) == ["performance", "objective", "scope"]
    assert metric.value == pytest.approx(1 / 3, abs=1e-15)
    assert parts["performance"] == pytest.approx(0.4, abs=1e-15)
    assert parts["objective"] == 0
    assert parts["scope"] == pytest.approx(1 / 3 - 0.4, abs=1e-15)
    assert sum(parts.values()) == metric.value
    assert metric.detail[2]["left"] == ["Internal Communication"]
