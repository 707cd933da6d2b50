"""What holds for any tables: order does not matter, nothing is touched, parts add up."""

from __future__ import annotations

import math
from dataclasses import fields
from random import Random
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.comparison import CELLS, LABELS, compare
from analytics.metric import ROW_COLUMNS, Metric
from analytics.recovery import CLOCKS
from analytics.recovery.verdicts import BANDS, OUTCOMES, VERDICTS
from tests.analytics.frames import make_tables
from tests.analytics.random_tables import DRILLS, Rows, quarters
from tests.analytics.worked import Figures, figures

FEW = settings(max_examples=12)


def everything(found: Figures, clock: str) -> list[Metric]:
    result = compare(found.tests, "First", "Third", found.drills, clock)
    return [*found.metrics.values(), *result.metrics]


def plain(metric: Metric) -> dict[str, Any]:
    """A metric and its rows, in any order, as plain values."""
    values = {one.name: getattr(metric, one.name) for one in fields(metric) if one.compare}
    values["rows"] = sorted(map(tuple, metric.rows[list(ROW_COLUMNS)].to_numpy().tolist()))
    assert not (isinstance(metric.value, float) and math.isnan(metric.value))
    return values


@FEW
@given(quarters(), st.sampled_from(CLOCKS), st.integers(0, 2**32))
def test_the_order_of_rows_changes_nothing_and_tables_stay(
    rows: Rows, clock: str, seed: int
) -> None:
    tables = make_tables(**rows)
    before = {name: frame.copy(deep=True) for name, frame in tables.items()}
    found = figures(tables, clock=clock)
    first = [plain(metric) for metric in everything(found, clock)]
    for name, frame in tables.items():
        pd.testing.assert_frame_equal(frame, before[name])
    shuffled = {name: Random(seed).sample(list(told), len(told)) for name, told in rows.items()}
    again = figures(make_tables(**shuffled), clock=clock)
    pd.testing.assert_frame_equal(found.tests, again.tests)
    assert [plain(metric) for metric in everything(again, clock)] == first


@FEW
@given(quarters(), st.sampled_from(CLOCKS), st.sampled_from(CLOCKS))
def test_rows_asked_for_later_are_those_asked_for_at_once(
    rows: Rows, clock: str, other: str
) -> None:
    tables = make_tables(**rows)
    at_once = [metric.rows for metric in everything(figures(tables, clock=clock), clock)]
    found = everything(figures(tables, clock=clock), clock)
    everything(figures(tables, clock=other), other)  # of the same tables, in between
    for metric, expected in zip(found, at_once, strict=True):
        pd.testing.assert_frame_equal(metric.rows, expected)


@FEW
@given(quarters(), st.sampled_from(CLOCKS))
def test_every_test_has_one_outcome_one_verdict_and_no_impossible_time(
    rows: Rows, clock: str
) -> None:
    tests = figures(**rows, clock=clock).tests
    assert not tests.duplicated(["drill", "system"]).any()
    kept = [row for row in rows["recovery"] if DRILLS[row["drill"]].get("status") != "cancelled"]
    assert len(tests) == len(kept)
    assert set(tests["outcome"]) <= set(OUTCOMES)
    assert set(tests["verdict"]) <= set(VERDICTS)
    assert set(tests["band"].dropna()) <= set(BANDS)
    assert (tests["band"].notna() == (tests["verdict"] == "missed")).all()
    timed = tests["recovery_seconds"].notna()
    assert (tests.loc[timed, "outcome"] == "recovered").all()
    assert (tests.loc[timed, "recovery_seconds"] >= 0).all()
    assert (tests["net_of_holds_seconds"].dropna() <= tests["recovery_seconds"].dropna()).all()
    assert (tests.loc[tests["verdict"] == "met", "margin_seconds"] >= 0).all()


@FEW
@given(quarters(), st.sampled_from(CLOCKS))
def test_shares_intervals_and_rows_agree(rows: Rows, clock: str) -> None:
    found = figures(**rows, clock=clock)
    for metric in found.metrics.values():
        behind = metric.rows[metric.rows["record"] != "target"]
        if metric.denominator is None:
            continue
        counted = behind[behind["in_denominator"]]
        assert len(counted) == metric.denominator
        assert int(counted["in_numerator"].sum()) == metric.numerator
        assert not (behind["in_numerator"] & ~behind["in_denominator"]).any()
        if metric.denominator == 0:
            assert (metric.value, metric.interval, metric.note) == (None, None, "no data")
        else:
            assert metric.interval is not None and metric.value is not None
            assert 0 <= metric.interval[0] <= metric.value <= metric.interval[1] <= 1


@FEW
@given(quarters(), st.sampled_from(CLOCKS))
def test_parts_add_up(rows: Rows, clock: str) -> None:
    found = figures(**rows, clock=clock)
    result = compare(found.tests, "First", "Third", found.drills, clock)
    metrics = {metric.id: metric for metric in result.metrics}
    for name in ("improvement_total", "attainment_change"):
        if metrics[name].value is not None:
            assert sum(part["share"] for part in metrics[name].detail) == metrics[name].value
    assert set(result.systems["label"]) <= set(LABELS)
    assert set(result.systems["cell"]) <= set(CELLS)
    matrix = metrics["verdict_matrix"]
    if matrix.value is not None:
        counts = {part["cell"]: part["count"] for part in matrix.detail}
        assert sum(counts.values()) == len(result.systems)
        assert matrix.value == sum(counts.values()) - counts["not comparable"]
    hours = found.metrics["system_hours_lost"]
    if hours.value is not None:
        total = math.fsum(part["hours"] or 0 for part in hours.detail)
        assert math.isclose(total, float(hours.value), abs_tol=1e-9)
    tiers = found.metrics["coverage"].detail
    assert sum(tier["whole"] for tier in tiers) == found.metrics["coverage"].denominator


@FEW
@given(quarters(), st.sampled_from(["First", "Second", "Third"]))
def test_an_untested_system_never_raises_conservative_attainment(rows: Rows, drill: str) -> None:
    before = figures(**rows).metrics["conservative_attainment"].value
    more = {**rows, "recovery": [*rows["recovery"], {"drill": drill, "system": "Extra"}]}
    found = figures(**more)
    after = found.metrics["conservative_attainment"].value
    assert after is not None
    assert before is None or after <= before
    assert found.metrics["recovery_target_consistent"].value is not True
