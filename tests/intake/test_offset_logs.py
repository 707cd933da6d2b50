"""A log that counts from the drill's start is no sheet of results, whatever its headings."""

from __future__ import annotations

from typing import Any

import pytest

from data.intake.facts import Told
from data.intake.offsetlogs import log_by_offsets
from tests.intake.loading import frame_of, read, rows_of, utc

BLOCK: list[list[Any]] = [
    ["Exercise", "Tide 2"], ["Date", "24 September 2025"], ["Start time", "09:30"], [],
]  # fmt: skip
LINES: list[list[Any]] = [
    ["T+0", "POS", "System down", "Ann"],
    ["T+00:15", "POS", "Detected", "Bob"],
    ["T+40 min", None, "Disaster declared", "Ann"],
    ["T+3:05", "POS", "Service restored", "Bob"],
    ["T+3h 30m", "POS", "Validated by users", "Cas"],
]


@pytest.mark.parametrize("heads", [["Elapsed", "Event"], ["Elapsed time", "What"]])
def test_offsets_and_events_are_a_log(heads: list[str]) -> None:
    rows = [*BLOCK, [heads[0], "System", heads[1], "By"], *LINES]
    reading = read(rows)
    assert [table.match.record for table in reading.tables if table.match] == ["log"]
    frame = frame_of(reading, "log")
    clocks = ["07:30", "07:45", "08:10", "10:35", "11:00"]  # 09:30 in Johannesburg is 07:30
    assert frame["logged_at"].tolist() == [utc(f"2025-09-24 {clock}") for clock in clocks]
    assert frame["event"].tolist() == [line[2] for line in LINES]
    assert frame["drill"].unique().tolist() == ["Tide 2"]


def test_offsets_without_a_start_wait() -> None:
    reading = read([["Elapsed", "System", "Event", "By"], *LINES])
    rows = rows_of(reading, "log")
    assert rows.row_count == 0 and rows.rejected_count == len(LINES)


def test_a_person_may_say_that_it_is_results() -> None:
    reading = read([*BLOCK, ["Elapsed", "System", "Event", "By"], *LINES], Told(record="recovery"))
    assert [table.match.record for table in reading.tables if table.match] == ["recovery"]


@pytest.mark.parametrize(
    "rows",
    [
        [["T+1:30", "CRM", "Recovered"], ["T+2:00", "HR", "Recovered"]],  # results of two systems
        [["T+1:30", "CRM", "Called Ann"], ["T+2:00", "HR", "Called Bob"]],
        [["1:30", "CRM", "Detected"], ["2:00", "HR", "Restored"]],  # durations, or clock times
    ],
)
def test_other_tables_are_left_to_their_headings(rows: list[list[Any]]) -> None:
    headings = ["Elapsed", "System", "Event"]
    columns = [[row[place] for row in rows] for place in range(3)]
    assert log_by_offsets(headings, columns.__getitem__, ()) == {}


def test_a_heading_that_a_person_named_is_left_alone() -> None:
    columns = [[line[place] for line in LINES] for place in range(4)]
    headings = ["Elapsed", "System", "Event", "By"]
    assert log_by_offsets(headings, columns.__getitem__, ()) == {0: "logged_at", 2: "event"}
    assert log_by_offsets(headings, columns.__getitem__, {"elapsed"}) == {}
