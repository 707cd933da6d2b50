"""One quarter finished: implied targets, earlier quarters, and the table of its figures."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.calendar import Organisation
from analytics.criteria import CRITERIA
from analytics.quarter import (
    MOST_EARLIER,
    QuarterFigures,
    earlier_scopes,
    fields_of_criterion,
    metrics_table,
    quarter_figures,
    quarters_of,
)
from analytics.scorecard import Scope
from data.records import RECORDS
from tests.analytics.frames import make_tables
from tests.analytics.worked import worked_rows

SCOPE = Scope("2025-Q1", None, date(2025, 3, 31), "disruption:restored")


@pytest.fixture(scope="module")
def found() -> QuarterFigures:
    return quarter_figures(make_tables(**worked_rows()), SCOPE, Organisation())


def test_the_programme_s_target_is_implied_on_cards(found: QuarterFigures) -> None:
    under = found.on_card("recovery_target_attainment")
    assert (under.target, under.met, under.numerator, under.denominator) == (1.0, False, 7, 11)
    slowest = found.on_card("recovery_time_slowest")
    assert (slowest.value, slowest.target, slowest.met) == (21_600, 14_400, False)
    assert found.operator_of("recovery_time_slowest") == "<"
    assert found.on_card("rto_attainment").target is None


def test_one_that_did_not_come_back_cannot_be_on_target() -> None:
    rows = worked_rows()
    rows["recovery"] = [one for one in rows["recovery"] if one["system"] == "Inventory Management"]
    figures = quarter_figures(make_tables(**rows), SCOPE, Organisation())
    slowest = figures.on_card("recovery_time_slowest")
    assert slowest.value == 13_800
    assert slowest.met is False


def test_without_tests_nothing_is_on_target() -> None:
    figures = quarter_figures(make_tables(), SCOPE, Organisation())
    assert figures.on_card("recovery_target_attainment").met is None
    assert figures.on_card("recovery_time_slowest").met is None
    assert figures.totals is None


def test_earlier_quarters_end_at_their_own_end() -> None:
    quarters = [f"20{year}-Q{number}" for year in (23, 24, 25) for number in (1, 2, 3, 4)]
    scopes = earlier_scopes(SCOPE, quarters, Organisation())
    assert len(scopes) == MOST_EARLIER
    assert (scopes[-1].quarter, scopes[-1].as_of) == ("2024-Q4", date(2024, 12, 31))
    assert {one.clock for one in scopes} == {SCOPE.clock}


def test_quarters_are_those_with_a_completed_drill() -> None:
    tables = make_tables(**worked_rows())
    assert quarters_of(tables, Organisation(), date(2025, 6, 1)) == ["2025-Q1"]
    assert quarters_of(tables, Organisation(), date(2025, 1, 1)) == []


def test_fields_behind_a_criterion_are_declared() -> None:
    for criterion in CRITERIA:
        for record, names in fields_of_criterion(criterion, SCOPE.clock).items():
            assert all(RECORDS[record].has(name) for name in names)


def test_the_table_of_figures_is_raw(found: QuarterFigures) -> None:
    table = metrics_table(found.metrics, SCOPE).set_index("metric")
    assert table.loc["rto_attainment", "value"] == 9 / 11
    assert (table.loc["rto_attainment", ["numerator", "denominator"]] == [9, 11]).all()
    assert table.loc["satisfaction_favourable", "note"] == "no data"
    assert list(table.index) == list(found.metrics)
