"""Drills as of a date: when they ended, what they are, and in which quarter they count."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from analytics.calendar import Organisation, drills_by_quarter, newest_quarter
from analytics.drills import completed, drill_facts
from tests.analytics.frames import make_tables
from tests.analytics.worked import figures

AS_OF = date(2025, 3, 31)


def facts_of(
    drill: dict[str, Any] | None,
    as_of: date = AS_OF,
    organisation: Organisation | None = None,
    **rows: Any,  # noqa: ANN401 - rows by record
) -> dict[str, Any]:
    """The facts of drill D alone."""
    tables = make_tables(drill=[] if drill is None else [{"drill": "D", **drill}], **rows)
    facts = drill_facts(tables, as_of, organisation or Organisation())
    assert facts["drill"].tolist() == ["D"]
    return dict(facts.iloc[0])


def utc(text: str) -> pd.Timestamp:
    return pd.Timestamp(text, tz="UTC")


def test_a_stated_end_counts() -> None:
    facts = facts_of({"started_at": "2025-02-12 06:00", "ended_at": "2025-02-12 14:00"})
    assert (facts["status"], facts["quarter"], facts["is_assumed_end"]) == (
        "completed",
        "2025-Q1",
        False,
    )


@pytest.mark.parametrize(
    ("status", "as_of", "expected"),
    [
        ("completed", date(2025, 2, 12), "completed"),  # marked done that very day
        (None, date(2025, 2, 12), "running"),  # that day is not before the as-of date
        (None, date(2025, 2, 13), "completed"),
        ("running", date(2025, 2, 13), "completed"),
        ("planned", date(2025, 2, 13), "completed"),  # nobody updated it, but it was held
        ("cancelled", date(2025, 2, 13), "cancelled"),
    ],
)
def test_without_an_end_it_ended_with_the_last_instant_of_its_rows(
    status: str | None, as_of: date, expected: str
) -> None:
    facts = facts_of(
        {"started_at": "2025-02-12 06:00", "status": status},
        as_of,
        recovery=[{"drill": "D", "system": "S", "restored_at": "2025-02-12 09:00"}],
        log_instants=[{"drill": "D", "system": "S", "last_at": "2025-02-12 11:00"}],
        task=[{"drill": "D", "task": "T", "finished_at": "2025-02-12 10:00"}],
    )
    assert facts["status"] == expected
    if expected == "completed":
        assert facts["ended_at"] == utc("2025-02-12 11:00")
        assert facts["is_assumed_end"]
    else:
        assert pd.isna(facts["ended_at"])


def test_the_assumed_end_is_found_before_the_date_is_cut() -> None:
    # Its last row is on the 13th: as of the 12th it was still running, whatever its status says.
    rows = [{"drill": "D", "system": "S", "restored_at": "2025-02-13 09:00"}]
    drill = {"started_at": "2025-02-12 06:00", "status": "completed"}
    assert facts_of(drill, date(2025, 2, 12), recovery=rows)["status"] == "running"
    assert facts_of(drill, date(2025, 2, 13), recovery=rows)["status"] == "completed"


def test_the_assumed_end_is_marked_on_what_was_not_back_by_then() -> None:
    rows = [
        {"drill": "D", "system": "S", "disrupted_at": "2025-02-12 06:00"},
        {
            "drill": "D",
            "system": "T",
            "disrupted_at": "2025-02-12 06:00",
            "restored_at": "2025-02-12 09:00",
        },
    ]
    found = figures(recovery=rows)
    assert found.test("S")["marks"] == ("assumed end",)
    assert found.test("S")["lost_seconds"] == 3 * 3600
    assert found.test("T")["marks"] == ()


def test_a_stated_duration_ends_one_after_its_start() -> None:
    facts = facts_of(
        {"started_at": "2025-02-12 06:00"},
        recovery=[{"drill": "D", "system": "S", "recovery_time_seconds": 5 * 3600.0}],
    )
    assert facts["ended_at"] == utc("2025-02-12 11:00")


def test_with_dates_alone_it_began_and_ended_on_those_days() -> None:
    # Midnight in Johannesburg is 22:00 UTC of the day before.
    facts = facts_of(
        {
            "started_at": "2025-02-11 22:00",
            "started_precision": "day",
            "ended_at": "2025-02-12 22:00",
            "ended_precision": "day",
        }
    )
    assert pd.isna(facts["started_at"])
    assert facts["started_on"] == pd.Timestamp("2025-02-12")
    assert facts["ended_on"] == pd.Timestamp("2025-02-13")
    assert facts["ended_at"] == utc("2025-02-13 21:59:59.999999")
    assert facts["is_assumed_end"]
    # Where its rows know the time of that day, that is when it ended.
    rows = [{"drill": "D", "system": "S", "restored_at": "2025-02-13 09:00"}]
    drill = {"ended_at": "2025-02-12 22:00", "ended_precision": "day"}
    assert facts_of(drill, recovery=rows)["ended_at"] == utc("2025-02-13 09:00")


def test_completed_with_no_instant_anywhere_it_ended_on_its_planned_day() -> None:
    facts = facts_of({"planned_on": "2025-02-12", "status": "completed"})
    assert (facts["status"], facts["quarter"]) == ("completed", "2025-Q1")
    assert facts["is_assumed_end"]
    undated = facts_of({"status": "completed"})
    assert (undated["status"], undated["quarter"]) == ("completed", None)


@pytest.mark.parametrize(
    ("drill", "status"),
    [
        ({"planned_on": "2025-02-12"}, "planned"),
        ({"planned_on": "2025-05-12"}, "planned"),
        # a plan with dates in the past, and nothing recorded: it slipped
        ({"started_at": "2025-02-12 06:00", "status": "planned"}, "planned"),
        (
            {
                "started_at": "2025-02-12 06:00",
                "ended_at": "2025-02-12 14:00",
                "status": "planned",
            },
            "planned",
        ),
        ({"started_at": "2025-04-12 06:00"}, "planned"),
        ({"started_at": "2025-03-31 06:00", "ended_at": "2025-04-01 06:00"}, "running"),
        ({}, "unknown"),
    ],
)
def test_status_of_what_has_not_ended(drill: dict[str, Any], status: str) -> None:
    facts = facts_of(drill)
    assert facts["status"] == status
    assert facts["quarter"] is None


@pytest.mark.parametrize(
    ("record", "row"),
    [
        ("recovery", {"system": "S", "restored_at": "2025-02-12 09:00"}),
        ("log_instants", {"system": None, "declared_at": "2025-02-12 09:00"}),
        ("task", {"task": "T"}),
        ("criterion", {"criterion": "C"}),
        ("message", {"message": "M"}),
        ("participant", {"participant": "P"}),
        ("survey", {"respondent": "R"}),
        ("gap", {"gap": "G"}),
        ("lesson", {"lesson": "L"}),
    ],
)
def test_a_drill_is_known_from_any_record(record: str, row: dict[str, Any]) -> None:
    rows: dict[str, Any] = {record: [{"drill": "D", **row}]}
    facts = facts_of(None, **rows)
    assert pd.isna(facts["row_key"])
    is_dated = record in ("recovery", "log_instants")
    assert facts["status"] == ("completed" if is_dated else "unknown")


def test_the_quarter_is_that_of_the_end_in_the_drills_zone() -> None:
    # 31 March 22:30 UTC: already 1 April in Johannesburg, still 31 March in London... and New York.
    ended = {"started_at": "2025-03-31 20:00", "ended_at": "2025-03-31 22:30"}
    as_of = date(2025, 4, 30)
    assert facts_of(ended, as_of)["quarter"] == "2025-Q2"
    assert facts_of({**ended, "zone": "America/New_York"}, as_of)["quarter"] == "2025-Q1"
    assert facts_of({**ended, "zone": "Nowhere/Land"}, as_of)["quarter"] == "2025-Q2"
    fiscal = Organisation(fiscal_year_start=4)
    assert facts_of(ended, as_of, fiscal)["quarter"] == "2026-Q1"


def test_results_without_any_date_were_held_in_no_quarter() -> None:
    found = figures(
        recovery=[{"drill": "D", "system": "S", "recovery_time_seconds": 60.0}], quarter=None
    )
    assert found.drills["status"].tolist() == ["completed"]
    assert found.test("S")["outcome"] == "recovered"
    assert newest_quarter(found.drills) is None


def test_cancelled_drills_count_nowhere() -> None:
    found = figures(
        drill=[
            {
                "drill": "D",
                "started_at": "2025-02-12 06:00",
                "ended_at": "2025-02-12 14:00",
                "status": "cancelled",
                "scenario_kind": "site loss",
            }
        ],
        recovery=[{"drill": "D", "system": "S", "rto_seconds": 1.0, "outcome": "failed"}],
    )
    assert found.tests.empty
    assert found.metrics["drills_completed"].value == 0
    assert found.metrics["scenarios_tested"].value == 0


def test_quarters_and_the_drills_in_them() -> None:
    tables = make_tables(
        drill=[
            {"drill": "C", "ended_at": "2025-05-02 10:00"},
            {"drill": "B", "ended_at": "2025-03-19 10:00", "exercise_type": "tabletop"},
            {"drill": "A", "ended_at": "2025-02-12 10:00"},
            {"drill": "Later", "planned_on": "2025-06-01"},
        ]
    )
    facts = drill_facts(tables, date(2025, 5, 31), Organisation())
    assert newest_quarter(facts) == "2025-Q2"
    assert drills_by_quarter(facts) == {"2025-Q1": ["A", "B"], "2025-Q2": ["C"]}
    assert completed(facts, "2025-Q1", measured=True)["drill"].tolist() == ["A"]
    assert newest_quarter(drill_facts(tables, AS_OF, Organisation())) == "2025-Q1"
