"""A title that gives two days: the first is the drill's, times past midnight are the second's."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from data.intake.facts import Told
from data.intake.parsing.daywithin import day_within, name_or_day, without_days
from tests.intake.loading import frame_of, problems_of, read, utc

CLOCKS = ["System", "Down", "Up", "RTO"]


@pytest.mark.parametrize(
    ("text", "first", "rest"),
    [
        ("DR night test 30 September - 1 October 2025", "2025-09-30", "DR night test"),
        ("Night test of 13 to 14 September 2025", "2025-09-13", "Night test of"),
        ("30 Sept – 1 Oct 2025", "2025-09-30", ""),
        ("DR test 12–13 March 2025", "2025-03-12", "DR test"),
        ("DR test, 12 – 13 March 2025", "2025-03-12", "DR test,"),
        ("13th and 14th September 2025", "2025-09-13", ""),
        ("31 December – 1 January 2026", "2025-12-31", ""),
        ("31 December 2025 to 1 January 2026", "2025-12-31", ""),
        ("September 13-14, 2025", "2025-09-13", ""),
        ("Sept 30 – Oct 1, 2025", "2025-09-30", ""),
        ("30.09. – 01.10.2025", "2025-09-30", ""),
        ("12/02/2025 - 13/02/2025", "2025-02-12", ""),
        # no spans
        ("Drill 12 – 3 May 2025", "2025-05-03", "Drill 12 –"),
        ("Drill 2 – 12 May 2025", "2025-05-12", "Drill 2 –"),
        ("DR-2025-02 - 3 May 2025", "2025-05-03", "DR-2025-02 -"),
        ("10:00 - 12 May 2025", "2025-05-12", "10:00 -"),
    ],
)
def test_a_span_begins_with_its_first_day(text: str, first: str, rest: str) -> None:
    day = day_within(text)
    assert day is not None and day[0] == dt.date.fromisoformat(first)
    assert without_days(text) == rest


def test_a_span_in_numbers_that_may_be_two_gives_no_day() -> None:
    assert day_within("DR test 09/10/2025 - 10/10/2025") is None
    day = day_within("DR test 09/10/2025 - 10/10/2025", day_first=True)
    assert day is not None and day[0] == dt.date(2025, 10, 9)


@pytest.mark.parametrize("name", ["x.csv", "x.xlsx"])
def test_a_night_in_the_title_begins_on_its_first_day(name: str) -> None:
    rows = [
        ["DR night test 31 October – 1 November 2025"], [], CLOCKS,
        ["Core", "22:10", "02:20", "4h"],
        ["Web", "22:15", "23:05", "1h"],
        ["Batch", "00:30", "01:10", "2h"],
    ]  # fmt: skip
    frame = frame_of(read(rows, name=name), "recovery").set_index("system")
    expected = {
        "Core": ("2025-10-31 20:10", "2025-11-01 00:20"),  # in Johannesburg, two hours later
        "Web": ("2025-10-31 20:15", "2025-10-31 21:05"),
        "Batch": ("2025-10-31 22:30", "2025-10-31 23:10"),
    }
    for system, (down, up) in expected.items():
        assert frame.at[system, "disrupted_at"] == utc(down)
        assert frame.at[system, "restored_at"] == utc(up)


def test_a_runbook_of_a_night_begins_on_the_first_day_of_its_title() -> None:
    rows = [
        ["Failover runbook – Night test of 13 to 14 September 2025"],
        ["Step", "Activity", "Planned start", "Actual start", "Actual finish"],
        ["1", "Open bridge call", "22:00", "22:02", "22:09"],
        ["2", "Repoint DNS", "23:30", "23:52", "00:14"],
        ["3", "Smoke test", "23:50", "00:15", "00:40"],
        ["4", "Full regression", "00:20", None, None],
    ]  # fmt: skip
    frame = frame_of(read(rows), "task").set_index("task")
    assert frame.at["1", "started_at"] == utc("2025-09-13 20:02")
    assert frame.at["2", "finished_at"] == utc("2025-09-13 22:14")
    assert frame.at["3", "started_at"] == utc("2025-09-13 22:15")
    assert frame.at["4", "planned_start_at"] == utc("2025-09-13 22:20")


@pytest.mark.parametrize(
    ("times", "down", "is_asked"),
    [
        (["00:30", "03:10"], "2025-09-13 22:30", False),  # all past midnight: the second day
        (["20:00", "23:10"], "2025-09-13 18:00", False),
        (["09:00", "11:00"], "2025-09-13 07:00", True),  # of a day shift: either day
    ],
)
def test_which_of_two_days_clock_times_are_of(times: list[Any], down: str, is_asked: bool) -> None:
    rows = [["DR test of 13 to 14 September 2025"], [], CLOCKS, ["Core", *times, "4h"]]
    reading = read(rows)
    assert frame_of(reading)["disrupted_at"].tolist() == [utc(down)]
    assert ("which_day" in {one.code for one in problems_of(reading)}) is is_asked


def test_a_drill_known_to_be_on_another_day_keeps_it() -> None:
    rows = [["DR test of 13 to 14 September 2025"], ["Date", "20 September 2025"], [], CLOCKS,
            ["Core", "22:00", "23:10", "4h"], ["Web", "00:30", "03:10", "4h"]]  # fmt: skip
    frame = frame_of(read(rows, Told(drill="DR-1"))).set_index("system")
    assert frame.at["Core", "disrupted_at"] == utc("2025-09-20 20:00")


def test_a_number_that_may_end_a_name_is_asked_about() -> None:
    assert name_or_day("DR test, 2 – 3 May 2025") is None
    reading = read([["DR test 2 – 3 May 2025"], [], CLOCKS, ["Core", "09:00", "11:00", "4h"]])
    asked = next(p for t in reading.tables for p in t.problems if p.severity == "question")
    assert "2 May 2025 to 3 May 2025, or 3 May 2025 after a number" in asked.message
    assert asked.cell == "A1"
