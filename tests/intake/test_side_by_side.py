"""Drills side by side under groups, generic names of drills, and days inside their names."""

from __future__ import annotations

import pytest

from data.intake.facts import Told
from data.intake.reading.book import Cell
from data.store import Store
from tests.intake.loading import frame_of, load, problems_of, read, rows_of, utc

Row = list[Cell]
UNDER: Row = [None, None, "Actual (min)", "Status", "Actual (min)", "Status"]
RESULTS: list[Row] = [
    ["Payroll", 240, 190, "Pass", 120, "Pass"],
    ["CRM", 120, 150, "Fail", 105, "Pass"],
]


def grouped(first: str, second: str) -> list[Row]:
    """Two groups over the same headings, the cells of a group blank but for its first."""
    return [["System", "RTO (min)", first, None, second, None], UNDER, *RESULTS]


@pytest.mark.parametrize(
    ("first", "second"),
    [("DR-A", "DR-B"), ("Night Shift", "Cape Town fire")],
)
def test_groups_over_the_same_headings_are_drills(first: str, second: str) -> None:
    """190 min are 11,400 s, 150 are 9,000, 120 are 7,200 and 105 are 6,300."""
    frame = frame_of(read(grouped(first, second), name="wide2.csv"))
    columns = ["drill", "system", "rto_seconds", "recovery_time_seconds", "outcome"]
    assert frame[columns].to_numpy().tolist() == [
        [first, "Payroll", 14400, 11400, "passed"],
        [first, "CRM", 7200, 9000, "failed"],
        [second, "Payroll", 14400, 7200, "passed"],
        [second, "CRM", 7200, 6300, "passed"],
    ]


def test_groups_that_say_what_is_measured_are_no_drills() -> None:
    rows: list[Row] = [
        ["System", "Target", None, "Actual", None],
        [None, "RTO", "RPO", "RTO", "RPO"],
        ["CRM", "4 h", "1 h", "3 h", "20 min"],
    ]
    frame = frame_of(read(rows, Told(drill="DR-1")))
    names = ["drill", "rto_seconds", "rpo_seconds", "recovery_time_seconds", "data_loss_seconds"]
    assert frame[names].to_numpy().tolist() == [["DR-1", 14400, 3600, 10800, 1200]]


def test_groups_nobody_can_tell_are_asked_about() -> None:
    """Parts of one drill are not drills: neither half is loaded, and the lost one is named."""
    rows = grouped("Failover", "Failback")
    got = rows_of(read(rows, Told(drill="DR-1")), "system")
    assert (len(got.frame), len(got.rejected)) == (0, 2)
    (asked,) = [one for one in got.problems if one.severity == "question"]
    assert (asked.cell, asked.code) == ("C2", "repeated_heading")
    assert "Failback" in asked.message


def test_a_heading_said_to_be_left_out_is_no_question() -> None:
    rows = grouped("Failover", "Failback")
    headings = [
        "System",
        "RTO (min)",
        "Failover Actual (min)",
        "Failover Status",
        "Failback Actual (min)",
        "Failback Status",
    ]
    columns = {
        "Failback Actual (min)": "",
        "Failback Status": "",
        "Failover Actual (min)": "recovery_time_seconds",
        "Failover Status": "outcome",
    }
    told = Told(
        drill="DR-1",
        mapping={"tables": [{"record": "recovery", "headings": headings, "columns": columns}]},
    )
    reading = read(rows, told)
    assert frame_of(reading)["recovery_time_seconds"].tolist() == [11400, 9000]
    assert [one for one in problems_of(reading) if one.severity == "question"] == []


CLOCKS: list[Row] = [
    ["System", "RTO", "Disrupted at", "Restored at"],
    ["CRM", "4 h", "22:30", "01:15"],
]


@pytest.mark.parametrize(
    "above",
    [
        [["Drill: Night Shift, 3 May 2025"], []],
        [["Drill", "Night Shift (2025-05-03)"], ["Lead", "Ann"], []],
    ],
)
def test_a_day_in_the_drills_name_is_the_day_of_its_clock_times(above: list[Row]) -> None:
    """22:30 in Johannesburg is 20:30 UTC; 01:15 is past midnight, 23:15 UTC of the same day."""
    reading = read([*above, *CLOCKS], name="shift.csv")
    frame = frame_of(reading)
    assert frame["disrupted_at"].tolist() == [utc("2025-05-03 20:30")]
    assert frame["restored_at"].tolist() == [utc("2025-05-03 23:15")]
    (drill,) = frame_of(reading, "drill").to_dict("records")
    assert (drill["started_at"], drill["started_precision"]) == (utc("2025-05-02 22:00"), "day")


def test_each_drill_of_a_column_has_the_day_of_its_name() -> None:
    rows: list[Row] = [
        ["Drill", *CLOCKS[0]],
        ["Night shift 3 May 2025", "CRM", "4 h", "08:00", "09:00"],
        ["Day shift 7 June 2025", "CRM", "4 h", "08:00", "10:00"],
    ]
    frame = frame_of(read(rows, name="shifts.csv"))
    assert frame["restored_at"].tolist() == [utc("2025-05-03 07:00"), utc("2025-06-07 08:00")]


def side_by_side(title: str | None, first: str, second: str) -> list[Row]:
    """One system, its recovery times in two drills that are only counted."""
    above: list[Row] = [[title], []] if title else []
    return [*above, ["System", "RTO", "Drill 1 Recovery Time", "Drill 2 Recovery Time"],
            ["CRM", "2 h", first, second]]  # fmt: skip


def hours(store: Store) -> dict[str, float]:
    """Drill → its recovery time in hours."""
    rows = store.rows("recovery")
    return dict(zip(rows["drill"], rows["recovery_time_seconds"] / 3600, strict=True))


def test_the_next_quarters_drill_1_is_another_drill(store: Store) -> None:
    load(store, side_by_side("Q2 2025 DR drills", "3 h", "1 h"), "q2.csv")
    load(store, side_by_side("Q3 2025 DR drills", "90 min", "30 min"), "q3.csv")
    both = {"2025-Q2 Drill 1": 3, "2025-Q2 Drill 2": 1, "2025-Q3 Drill 1": 1.5,
            "2025-Q3 Drill 2": 0.5}  # fmt: skip
    assert hours(store) == both
    again = load(store, side_by_side("Q2 2025 DR drills", "3 h", "1 h"), "q2.csv")
    assert again.status == "unchanged"
    load(store, side_by_side("Q2 2025 DR drills", "4 h", "1 h"), "q2.csv")
    assert hours(store) == {**both, "2025-Q2 Drill 1": 4}


def test_without_a_quarter_a_known_drill_1_is_asked_about(store: Store) -> None:
    load(store, side_by_side(None, "3 h", "1 h"), "drills.csv")
    other = side_by_side(None, "2 h", "1 h")
    asked = load(store, other, "more drills.csv")
    assert (asked.status, asked.rejected) == ("partly loaded", 2)
    assert {(one.field, one.severity) for one in asked.problems if one.row_rejected} == {
        ("quarter", "question")
    }
    assert hours(store) == {"Drill 1": 3, "Drill 2": 1}
    load(store, other, "more drills.csv", quarter="2025-Q3")
    told = {"Drill 1": 3, "Drill 2": 1, "2025-Q3 Drill 1": 2, "2025-Q3 Drill 2": 1}
    assert hours(store) == told
    load(store, side_by_side(None, "5 h", "1 h"), "drills.csv")
    assert hours(store) == {**told, "Drill 1": 5}
    load(store, side_by_side(None, "6 h", "1 h"), "mended.csv", drill="Drill 1")
    assert hours(store) == {**told, "Drill 1": 6}


@pytest.mark.parametrize(
    ("title", "written", "drill"),
    [("Tests of Q2 2025", "Test 3", "2025-Q2 Test 3"), 
     ("Tests of 2025", "Drill #2", "2025 Drill #2"),
     ("Held on 3 May 2025", "Drill 1", "2025-05-03 Drill 1"), ("Tests of 2025", "DR-1", "DR-1"),
     ("Tests of Q2 2025", "DR-2025-1", "DR-2025-1"), ("Our tests", "Drill 1", "Drill 1")],
)  # fmt: skip
def test_a_column_of_drills_that_are_only_counted(title: str, written: str, drill: str) -> None:
    head: Row = ["Drill", "System", "RTO", "Actual RTO"]
    rows: list[Row] = [[title], [], head, [written, "CRM", "4 h", "3 h"]]
    assert frame_of(read(rows))["drill"].tolist() == [drill]


def test_sheets_that_are_only_counted() -> None:
    head: Row = ["System", "RTO", "Actual RTO"]
    sheet: list[Row] = [head, ["CRM", "4 h", "3 h"], ["HR", "4 h", "1 h"]]
    frame = frame_of(read({"Drill 1": sheet, "Drill 2": sheet}, name="DR Q4 2025.xlsx"))
    assert list(dict.fromkeys(frame["drill"])) == ["2025-Q4 Drill 1", "2025-Q4 Drill 2"]


def test_a_column_of_costs_makes_no_inventory_of_drills_side_by_side() -> None:
    rows = [
        ["System", "Drill 1 RTO", "Drill 1 actual", "Drill 2 RTO", "Drill 2 actual",
         "Hourly downtime cost", "Tier"],
        ["CRM", "4 h", "3 h", "4 h", "2 h", 500, 1], ["HR", "8 h", "9 h", "8 h", "6 h", 900, 2],
        ["Web", "2 h", "1 h", "2 h", "1 h", 700, 1],
    ]  # fmt: skip
    (table,) = read(rows).tables
    assert (table.record, sorted(table.wide)) == ("recovery", ["Drill 1", "Drill 2"])
    assert table.match is not None
    assert {one.heading: one.why for one in table.match.ignored} == {
        "Hourly downtime cost":
            "belongs to Systems, as Cost of an hour: load it in a table of its own",
        "Tier": "belongs to Systems, as Tier: load it in a table of its own",
    }  # fmt: skip
