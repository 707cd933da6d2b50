"""The worked example against the programme's 4 h, drill by drill."""

from __future__ import annotations

import math

from analytics.against_target import (
    DrillTally,
    against_programme,
    drill_tallies,
    pair_totals,
)
from analytics.comparison import compare
from analytics.targets import Target
from tests.analytics.worked import figures, worked_rows

FOUR_HOURS = Target("recovery_time", "<", 4 * 3600.0, "s")


def test_each_drill_of_the_worked_example() -> None:
    against = against_programme(figures(**worked_rows()).tests, FOUR_HOURS, "2025-Q1")
    assert drill_tallies(against) == [
        DrillTally("A", under=2, counted=6, lost=1, untested=0),
        DrillTally("B", under=5, counted=5, lost=0, untested=1),
    ]
    verdicts = against.set_index(["drill", "system"])["verdict"]
    assert verdicts["A", "CRM"] == "missed"  # a tie misses < 4 h
    assert verdicts["A", "Payment Processing"] == "met"
    assert verdicts["A", "Inventory Management"] == "not recovered"
    assert verdicts["B", "Internal Communication"] == "not tested"


def test_a_tie_meets_a_target_written_otherwise() -> None:
    target = Target("recovery_time", "<=", 4 * 3600.0, "s")
    against = against_programme(figures(**worked_rows()).tests, target, "2025-Q1")
    assert drill_tallies(against)[0].under == 3


def test_it_agrees_with_the_metric() -> None:
    found = figures(**worked_rows())
    tallies = drill_tallies(against_programme(found.tests, FOUR_HOURS, "2025-Q1"))
    metric = found.metrics["recovery_target_attainment"]
    assert sum(one.under for one in tallies) == metric.numerator == 7
    assert sum(one.counted for one in tallies) == metric.denominator == 11


def test_a_verdict_without_a_time_has_no_time() -> None:
    against = against_programme(figures(**worked_rows()).tests, FOUR_HOURS, "2025-Q1")
    is_timed = against["verdict"].isin(("met", "missed"))
    assert against.loc[is_timed, "recovery_seconds"].notna().all()
    assert against.loc[~is_timed, "recovery_seconds"].isna().all()


def test_totals_of_the_systems_recovered_in_both() -> None:
    found = figures(**worked_rows())
    comparison = compare(found.tests, "A", "B", found.drills, "disruption:restored")
    totals = pair_totals(comparison.systems)
    assert (totals.pairs, totals.earlier_seconds, totals.later_seconds) == (4, 48_600, 37_200)
    total = next(one for one in comparison.metrics if one.id == "improvement_total")
    assert math.isclose(
        (totals.earlier_seconds - totals.later_seconds) / totals.earlier_seconds, total.value or 0
    )


def test_no_tests_is_nothing() -> None:
    against = against_programme(figures(**worked_rows()).tests, FOUR_HOURS, "2024-Q1")
    assert against.empty
    assert drill_tallies(against) == []
