"""Every figure of a quarter together: complete, in order, traceable, and the same however asked."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.calendar import DEFAULT_CLOCK, Organisation
from analytics.metric import ROW_COLUMNS, Metric
from analytics.recovery import CLOCKS
from analytics.scorecard import (
    METRIC_FIELDS,
    METRIC_IDS,
    Scope,
    all_metrics,
    basis_of,
    criteria,
    fields_behind,
    scope_of,
    trend,
)
from data.records import RECORDS
from tests.analytics.frames import make_tables
from tests.analytics.quarters import good_quarter, tables_of
from tests.analytics.worked import worked_rows
from wording.terms import TERMS

HOUSE = Organisation()
END = date(2025, 3, 31)
Q1 = Scope("2025-Q1", None, END, DEFAULT_CLOCK)
Tables = dict[str, pd.DataFrame]


def figures(metrics: dict[str, Metric]) -> dict[str, tuple[Any, ...]]:
    """What a person would compare: value, k of n, whether the target is met."""
    return {
        name: (one.value, one.numerator, one.denominator, one.met, one.note)
        for name, one in metrics.items()
    }


@pytest.fixture(scope="module")
def good() -> Tables:
    return tables_of(good_quarter())


@pytest.fixture(scope="module")
def of_the_quarter(good: Tables) -> dict[str, Metric]:
    return all_metrics(good, Q1, HOUSE)


# --- Complete -------------------------------------------------------------------------------------


def test_every_metric_of_the_dictionary_is_there_once_and_in_order(
    of_the_quarter: dict[str, Metric],
) -> None:
    assert tuple(of_the_quarter) == METRIC_IDS
    assert all(one.id == name for name, one in of_the_quarter.items())
    assert len(METRIC_IDS) == 46
    assert set(METRIC_IDS) == set(TERMS)


def test_a_good_quarter_in_figures(of_the_quarter: dict[str, Metric]) -> None:
    # Two systems, each back in 3 h of 4 h, in both drills; see tests/analytics/quarters.py.
    expected: dict[str, tuple[float | bool | None, int | None, int | None]] = {
        "drills_completed": (2, None, None),
        "scenarios_tested": (2, None, None),
        "rto_attainment": (1.0, 4, 4),
        "recovery_target_attainment": (1.0, 4, 4),
        "recovery_target_consistent": (True, None, None),
        "conservative_attainment": (1.0, 4, 4),
        "rpo_attainment": (1.0, 4, 4),  # 10 minutes of 15
        "coverage": (1.0, 2, 2),
        "recovery_time_median": (3 * 3600, None, None),
        "system_hours_lost": (12.0, None, None),  # 4 × 3 h
        "downtime_cost": (12_000.0, None, None),
        "systems_unchanged": (2, None, None),
        "gap_closure_rate": (2 / 3, 2, 3),
        "gaps_closed_before_next_drill": (1.0, 2, 2),
        "gaps_verified": (1.0, 2, 2),
        "gaps_overdue": (0, None, None),
        "gaps_unmanaged": (0, None, None),
        "gap_age_median": (13 * 86_400, None, None),  # 18 to 31 March
        # Closed after 26 and 28 days, one open for 13: S is ½ at 26.
        "time_to_close_median": (26 * 86_400, None, None),
        "gaps_recurring": (0, None, None),
        "gaps_reopened": (0, None, None),
        "milestones_on_time": (1.0, 1, 1),
        "milestone_slip_days": (-16, None, None),
        "deliverables_done": (1.0, 1, 1),
        "actions_done": (0.0, 0, 1),
        "criteria_met": (1.0, 1, 1),
        "tasks_on_plan": (1.0, 1, 1),
        "satisfaction_favourable": (1.0, 15, 15),
        "messages_on_time": (1.0, 1, 1),  # ten minutes after the declaration, of fifteen
        "first_message_median": (600.0, None, None),
        "acknowledged_rate": (1.0, 1, 1),
        "participation": (0.75, 6, 8),
        "trained": (5 / 6, 5, 6),
        "improvement_plan_complete": (1.0, 1, 1),
        "follow_up_drills": (1, None, None),
        "spend": (0.8, None, None),
    }
    found = {
        name: (one.value, one.numerator, one.denominator)
        for name, one in of_the_quarter.items()
        if name in expected
    }
    assert found == expected


def test_the_example_of_the_dictionary() -> None:
    # Worked by hand in the definition of the metrics.
    metrics = all_metrics(make_tables(**worked_rows()), Q1, HOUSE)
    assert (metrics["rto_attainment"].numerator, metrics["rto_attainment"].denominator) == (9, 11)
    assert metrics["rto_attainment"].interval == pytest.approx((0.5230, 0.9486), abs=5e-5)
    assert metrics["recovery_target_attainment"].numerator == 7
    assert metrics["conservative_attainment"].value == 0.75
    assert metrics["improvement_total"].value == pytest.approx(190 / 810)
    assert metrics["attainment_change"].value == pytest.approx(1 / 3)
    chosen = all_metrics(make_tables(**worked_rows()), replace(Q1, drill="A"), HOUSE)
    assert (chosen["rto_attainment"].numerator, chosen["rto_attainment"].denominator) == (4, 6)


def test_no_data_at_all_is_said_and_never_a_percentage() -> None:
    metrics = all_metrics(make_tables(), Q1, HOUSE)
    assert tuple(metrics) == METRIC_IDS
    for name, one in metrics.items():
        if name in ("drills_completed", "scenarios_tested"):
            assert one.value == 0  # nothing was held: that is known
        else:
            assert (one.value, one.note) == (None, "no data"), name


def test_rates_stand_with_their_k_of_n(of_the_quarter: dict[str, Metric]) -> None:
    for name, one in of_the_quarter.items():
        assert (one.numerator is None) == (one.denominator is None), name
        if one.numerator is not None and one.denominator is not None:
            assert 0 <= one.numerator <= one.denominator, name
            assert one.value is None or one.value == one.numerator / one.denominator, name
            assert (one.interval is None) == (one.denominator == 0), name


def test_targets_reach_the_figures() -> None:
    rows = good_quarter()
    rows["target"] = [
        {"quarter": "2025-Q1", "measure": "participation", "operator": ">=", "value": 80,
         "unit": "%"},
        {"quarter": "2024-Q4", "measure": "gap_age_median", "operator": "<=", "value": 14,
         "unit": "days"},
    ]  # fmt: skip
    metrics = all_metrics(tables_of(rows), Q1, HOUSE)
    assert (metrics["participation"].target, metrics["participation"].met) == (0.8, False)
    assert (metrics["gap_age_median"].target, metrics["gap_age_median"].met) == (14 * 86_400, True)
    assert metrics["trained"].target is None
    assert metrics["drills_completed"].met is True  # two are the default


# --- Traceable ------------------------------------------------------------------------------------


def test_every_figure_names_fields_that_are_declared() -> None:
    for name, records in METRIC_FIELDS.items():
        for record, fields in records.items():
            for field in fields:
                assert RECORDS[record].has(field), f"{name}: {record}.{field}"
        for clock in CLOCKS:
            for record, fields in fields_behind(name, clock).items():
                assert set(fields) <= set(METRIC_FIELDS[name][record])


def test_the_clock_decides_which_instants_are_shown() -> None:
    shown = fields_behind("rto_attainment", "declaration:validated")["recovery"]
    assert "declared_at" in shown
    assert "validated_at" in shown
    assert "disrupted_at" not in shown
    assert "restored_at" not in shown
    assert "detected_at" in fields_behind("phase_share", "declaration:validated")["recovery"]


def test_the_rows_behind_exist_and_are_of_the_records_named(
    good: Tables, of_the_quarter: dict[str, Metric]
) -> None:
    for name, one in of_the_quarter.items():
        assert list(one.rows.columns[:4]) == list(ROW_COLUMNS), name
        assert not one.rows.empty or not one.value, name
        for record, rows in one.rows.groupby("record"):
            assert record in METRIC_FIELDS[name], f"{name}: {record}"
            assert set(rows["row_key"]) <= set(good[str(record)]["row_key"]), name
        people = name in ("participation", "trained")  # a row may be many people
        if one.numerator is not None and not people:
            assert one.rows["in_numerator"].sum() == one.numerator, name
            assert one.rows["in_denominator"].sum() == one.denominator, name


def test_the_parts_are_plain_values(of_the_quarter: dict[str, Metric]) -> None:
    def plain(value: object) -> object:
        if type(value) is date:
            return value.isoformat()
        raise TypeError(f"{value!r} is a {type(value).__name__}")

    worked = all_metrics(make_tables(**worked_rows()), Q1, HOUSE)
    for name, one in (*of_the_quarter.items(), *worked.items()):
        assert json.loads(json.dumps(one.detail, default=plain, allow_nan=False)) is not None, name


# --- The same however asked -----------------------------------------------------------------------


def test_the_input_is_as_it_was(good: Tables) -> None:
    before = {name: frame.copy(deep=True) for name, frame in good.items()}
    basis = basis_of(good, Q1, HOUSE)
    drills = basis.drills.copy(deep=True)
    metrics = all_metrics(good, Q1, HOUSE, basis)
    criteria(good, Q1, HOUSE, basis, metrics)
    for name, frame in good.items():
        pd.testing.assert_frame_equal(frame, before[name])
    pd.testing.assert_frame_equal(basis.drills, drills)


MIXED = {**good_quarter(), **worked_rows()}


@pytest.fixture(scope="module")
def of_the_mixed() -> dict[str, Metric]:
    return all_metrics(tables_of(MIXED), Q1, HOUSE)


@settings(max_examples=5)
@given(random=st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    of_the_mixed: dict[str, Metric],
    random: Any,  # noqa: ANN401 - a random.Random
) -> None:
    shuffled = {record: random.sample(rows, len(rows)) for record, rows in MIXED.items()}
    assert figures(all_metrics(tables_of(shuffled), Q1, HOUSE)) == figures(of_the_mixed)


def test_a_chosen_drill_has_its_own_figures(good: Tables) -> None:
    of_a = all_metrics(good, replace(Q1, drill="A"), HOUSE)
    assert (of_a["rto_attainment"].numerator, of_a["rto_attainment"].denominator) == (2, 2)
    assert of_a["gap_closure_rate"].denominator == 2
    assert of_a["participation"].denominator == 8
    assert of_a["satisfaction_favourable"].note == "no data"  # the survey was of B
    assert of_a["milestones_on_time"].denominator == 1  # the quarter's
    of_b = all_metrics(good, replace(Q1, drill="B"), HOUSE)
    assert of_b["gaps_closed_before_next_drill"].note == "no next drill yet"
    assert of_b["participation"].note == "no data"
    with pytest.raises(ValueError, match="no drill 'Z'"):
        all_metrics(good, replace(Q1, drill="Z"), HOUSE)


def test_another_pair_can_be_compared(good: Tables) -> None:
    assert basis_of(good, Q1, HOUSE).comparison is not None
    turned = basis_of(good, replace(Q1, compare=("B", "A")), HOUSE).comparison
    assert turned is not None
    assert (turned.drill_a, turned.drill_b) == ("B", "A")


# --- Scope and trend ------------------------------------------------------------------------------


def test_the_scope_that_nobody_asked_for(good: Tables) -> None:
    # The newest quarter with a completed drill, to its end; C is only planned.
    assert scope_of(good, HOUSE, date(2025, 5, 20)) == Q1
    assert scope_of(good, HOUSE, date(2025, 3, 20)).as_of == date(2025, 3, 20)
    assert scope_of(make_tables(), HOUSE, date(2025, 5, 20)).quarter == "2025-Q2"
    fiscal = Organisation(fiscal_year_start=4, clock="detection:validated")
    asked = scope_of(good, fiscal, date(2025, 5, 20))
    assert (asked.quarter, asked.as_of, asked.clock) == ("2025-Q4", END, "detection:validated")


def test_the_scope_of_a_drill_is_its_quarter(good: Tables) -> None:
    assert scope_of(good, HOUSE, date(2025, 5, 20), drill="A").quarter == "2025-Q1"
    assert scope_of(good, HOUSE, date(2025, 5, 20), drill="C").quarter == "2025-Q2"
    given_day = scope_of(good, HOUSE, date(2025, 5, 20), quarter="2025-Q1", as_of=date(2025, 4, 2))
    assert given_day.as_of == date(2025, 4, 2)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"drill": "Z"}, "no drill 'Z'"),
        ({"compare": ("A", "Z")}, "no drill 'Z'"),
        ({"quarter": "Q1 2025"}, "2025-Q1"),
        ({"clock": "noon:restored"}, "clock must be one of"),
    ],
)
def test_a_wrong_scope_is_said(good: Tables, wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        scope_of(good, HOUSE, date(2025, 5, 20), **wrong)


def test_the_trend_is_each_quarter_as_of_its_end(
    good: Tables, of_the_quarter: dict[str, Metric]
) -> None:
    quarters = dict.fromkeys(("2025-Q2", "2024-Q4", "2025-Q1", "2025-Q3"), good)
    line = trend(quarters, Scope("2025-Q2", None, date(2025, 5, 20), DEFAULT_CLOCK), HOUSE)
    assert list(line["quarter"].unique()) == ["2024-Q4", "2025-Q1", "2025-Q2"]
    assert len(line) == 3 * len(METRIC_IDS)
    first = line[line["quarter"] == "2025-Q1"].set_index("metric")
    assert first["as_of"].unique().tolist() == [END]
    assert line.loc[line["quarter"] == "2025-Q2", "as_of"].unique().tolist() == [date(2025, 5, 20)]
    for name, one in of_the_quarter.items():
        value = first["value"][name]
        assert (None if pd.isna(value) else value) == one.value, name
    assert trend({}, Q1, HOUSE).empty
