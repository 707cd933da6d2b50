"""Was the fix exercised again and passed? Stated, inferred, failed, or only said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from analytics.calendar import DEFAULT_CLOCK, Organisation
from analytics.drills import drill_facts
from analytics.gaps import first_and_next_drill, gap_facts
from analytics.metric import Metric
from analytics.recovery import measure
from analytics.retests import gaps_verified, retest_facts
from tests.analytics.frames import make_tables

HOUSE = Organisation()
END = date(2025, 3, 31)

DRILLS: list[dict[str, Any]] = [
    {"drill": "A", "started_at": "2025-02-12 06:00", "ended_at": "2025-02-12 14:00"},
    {"drill": "T", "started_at": "2025-02-25 06:00", "ended_at": "2025-02-25 12:00",
     "exercise_type": "tabletop"},
    {"drill": "B", "started_at": "2025-03-18 06:00", "ended_at": "2025-03-18 14:00"},
    {"drill": "P", "planned_on": "2025-06-10", "status": "planned"},
    {"drill": "X", "started_at": "2025-03-20 06:00", "status": "cancelled"},
]  # fmt: skip
# In B: CRM back in 3 h (met), Shop in 5 h (missed). In the tabletop: Stock "in 1 h".
RECOVERIES: list[dict[str, Any]] = [
    {"drill": "B", "system": "CRM", "disrupted_at": "2025-03-18 06:00",
     "restored_at": "2025-03-18 09:00", "rto_seconds": 4 * 3600},
    {"drill": "B", "system": "Shop", "disrupted_at": "2025-03-18 06:00",
     "restored_at": "2025-03-18 11:00", "rto_seconds": 4 * 3600},
    {"drill": "T", "system": "Stock", "disrupted_at": "2025-02-25 06:00",
     "restored_at": "2025-02-25 07:00", "rto_seconds": 4 * 3600},
]  # fmt: skip


def retested(*rows: dict[str, Any], as_of: date = END) -> tuple[pd.DataFrame, Metric]:
    """The retests of gaps of drill A, and the figure over them."""
    named = [{"gap": f"G{n}", "drill": "A", **row} for n, row in enumerate(rows)]
    tables = make_tables(drill=DRILLS, recovery=RECOVERIES, gap=named)
    drills = drill_facts(tables, as_of, HOUSE)
    tests = measure(tables, as_of, DEFAULT_CLOCK, HOUSE, drills)
    facts = retest_facts(gap_facts(tables, drills, as_of, HOUSE), drills, tests, as_of)
    return facts, gaps_verified(facts, first_and_next_drill(drills, "2025-Q1")[0])


CLOSED = {"status": "closed", "closed_on": "2025-03-10"}


@pytest.mark.parametrize(
    ("gap", "retest", "basis"),
    [
        # stated
        ({**CLOSED, "retest_drill": "B", "retest_result": "passed"}, "passed", "explicit"),
        ({**CLOSED, "retest_drill": "B", "retest_result": "failed", "system": "CRM"}, "failed",
         "explicit"),  # outweighs what CRM's time would let one infer
        ({**CLOSED, "retested_on": "2025-03-19", "retest_result": "passed"}, "passed", "explicit"),
        ({**CLOSED, "retest_result": "passed"}, "passed", "explicit"),  # when, is not said
        ({"status": "open", "retest_drill": "B", "retest_result": "passed"}, "passed", "explicit"),
        # stated, and yet no retest in a later drill by the date
        ({**CLOSED, "retest_drill": "A", "retest_result": "passed"}, None, None),
        ({**CLOSED, "retest_drill": "P", "retest_result": "passed"}, None, None),
        ({**CLOSED, "retest_drill": "X", "retest_result": "passed"}, None, None),
        ({**CLOSED, "retested_on": "2025-02-12", "retest_result": "passed"}, None, None),
        ({**CLOSED, "retested_on": "2025-04-01", "retest_result": "passed"}, None, None),
        ({"status": "reopened", "retest_drill": "B", "retest_result": "passed"}, None, None),
        # inferred
        ({**CLOSED, "system": "CRM"}, "passed", "inferred"),
        ({**CLOSED, "system": "Shop"}, None, None),  # it missed its objective
        ({**CLOSED, "system": "Hosting"}, None, None),  # not tested again
        ({**CLOSED}, None, None),  # no system to look for
        ({**CLOSED, "system": "CRM", "closed_on": "2025-03-18"}, None, None),  # that very day
        ({"status": "closed", "system": "CRM"}, None, None),  # closed, nobody knows when
        ({"status": "open", "system": "CRM"}, None, None),
        ({**CLOSED, "system": "CRM", "retest_result": "not tested"}, None, None),  # they say so
        ({**CLOSED, "closed_on": "2025-02-20", "system": "Stock"}, None, None),  # an estimate
        # the status alone is no retest
        ({**CLOSED, "status": "verified", "system": "Hosting"}, None, None),
    ],
)  # fmt: skip
def test_what_counts_as_a_retest(
    gap: dict[str, Any], retest: str | None, basis: str | None
) -> None:
    facts, metric = retested(gap)
    row = facts.iloc[0]
    found = [None if pd.isna(value) else value for value in (row["retest"], row["retest_basis"])]
    assert found == [retest, basis]
    assert (metric.numerator, metric.denominator) == (int(retest == "passed"), 1)


def test_the_figure_says_what_it_rests_on() -> None:
    # Seven gaps of A; rejected and duplicate are out: 5. Passed: one stated, one inferred.
    _, metric = retested(
        {**CLOSED, "retest_drill": "B", "retest_result": "passed"},
        {**CLOSED, "system": "CRM"},
        {**CLOSED, "system": "Shop"},
        {"status": "risk accepted"},
        {"status": "rejected"},
        {"status": "duplicate"},
        {"status": "open"},
    )
    assert (metric.numerator, metric.denominator, metric.note) == (2, 5, "inferred in part")
    assert metric.detail[:2] == [
        {"gap": "G0", "retest": "passed", "basis": "explicit", "drill": "B",
         "on": date(2025, 3, 18)},
        {"gap": "G1", "retest": "passed", "basis": "inferred", "drill": "B",
         "on": date(2025, 3, 18)},
    ]  # fmt: skip
    # The test it was inferred from is among the rows, in neither part nor whole.
    tests = metric.rows[metric.rows["record"] == "recovery"]
    assert list(tests["row_key"]) == ['["B", "CRM"]']
    assert not tests[["in_numerator", "in_denominator"]].any(axis=None)
    assert metric.rows["in_denominator"].sum() == 5


def test_a_later_retest_has_not_happened_yet() -> None:
    gap = {**CLOSED, "system": "CRM", "retest_drill": "B", "retest_result": "passed"}
    assert retested(gap, as_of=date(2025, 3, 17))[1].numerator == 0
    assert retested(gap, as_of=date(2025, 3, 18))[1].numerator == 1


def test_inferred_alone_is_said() -> None:
    _, metric = retested({**CLOSED, "system": "CRM"})
    assert (metric.value, metric.note) == (1.0, "inferred")


def test_no_gap_is_no_data() -> None:
    _, metric = retested()
    assert (metric.value, metric.denominator, metric.note) == (None, 0, "no data")
