"""Days, zones and clocks of a table's rows, each instant worked by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from data.intake.around import DrillFacts
from data.intake.bareclocks import are_clocks
from data.intake.facts import Told
from data.intake.understanding import BookReading
from tests.intake.loading import frame_of, known, problems_of, read, results, rows_of, told, utc

CLOCKS = ["System", "Disrupted", "Restored", "Outcome"]


def test_a_clock_after_midnight_is_the_next_day_with_a_warning() -> None:
    reading = read([["Drill date:", "12 Feb 2025"], ["Drill:", "DR-1"], [], CLOCKS,
                    ["CRM", "23:10", "01:20", "recovered"]])  # fmt: skip
    (row,) = frame_of(reading).to_dict("records")
    assert row["disrupted_at"] == utc("2025-02-12 21:10")
    assert row["restored_at"] == utc("2025-02-12 23:20")
    assert told(reading) == {("warning", "C5", "restored_at", False)}
    assert row["drill"] == "DR-1"


def test_a_clock_takes_its_day_from_the_register() -> None:
    sheets = {
        "Results": [["Drill", *CLOCKS], ["A", "CRM", "08:00", "11:00", None],
                    ["B", "CRM", "08:00", "10:00", None]],
        "Drills": [["Drill", "Test Type", "Start", "End"],
                   ["A", "simulation", "12 Feb 2025 07:30", "12 Feb 2025 16:00"],
                   ["B", "simulation", "19 Mar 2025 07:30", "19 Mar 2025 16:00"]],
    }  # fmt: skip
    frame = frame_of(read(sheets))
    assert list(frame["restored_at"]) == [utc("2025-02-12 09:00"), utc("2025-03-19 08:00")]


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        ([["Test of 12 February 2025"], [], CLOCKS, ["CRM", "08:00", "11:00", None]], "a.csv"),
        ([CLOCKS, ["CRM", "08:00", "11:00", None]], "failover_2025-02-12.csv"),
    ],
    ids=["title", "file name"],
)  # fmt: skip
def test_a_clock_takes_its_day_from_a_title_or_the_files_name(
    rows: list[list[Any]], name: str
) -> None:
    (row,) = frame_of(read(rows, name=name)).to_dict("records")
    assert row["restored_at"] == utc("2025-02-12 09:00")


def test_a_clock_without_any_day_is_rejected() -> None:
    reading = read([CLOCKS, ["CRM", "08:00", None, None]], Told(drill="DR-1"))
    assert told(reading) == {("error", "B2", "disrupted_at", True)}


def test_an_offset_counts_from_the_drills_start() -> None:
    before = known()
    before.names["drill"].add("DR-1")
    start = dt.datetime(2025, 2, 12, 6, tzinfo=dt.UTC)
    before.drills["DR-1"] = DrillFacts(None, start, dt.date(2025, 2, 12))
    rows = [["Drill", "Time (simulated)", "Action"], ["DR-1", "T+0:00", "alert"],
            ["DR-1", "T+1:35", "restored"]]  # fmt: skip
    frame = frame_of(read(rows, before=before), "log")
    assert list(frame["logged_at"]) == [utc("2025-02-12 06:00"), utc("2025-02-12 07:35")]


def test_the_zone_is_the_options_then_the_facts_then_the_organisations() -> None:
    row = ["DR-1", "CRM", "2025-07-01 08:00", None, "4 h", None]
    assert frame_of(read(results(row)))["disrupted_at"][0] == utc("2025-07-01 06:00")
    facts = [["Time zone:", "Europe/Berlin"], ["Lead:", "Sipho"], [], *results(row)]
    assert frame_of(read(facts))["disrupted_at"][0] == utc("2025-07-01 06:00")
    new_york = read(facts, Told(zone="America/New_York"))
    assert frame_of(new_york)["disrupted_at"][0] == utc("2025-07-01 12:00")
    tokyo = [["Time zone:", "Asia/Tokyo"], ["Lead:", "Sipho"], [], *results(row)]
    assert frame_of(read(tokyo))["disrupted_at"][0] == utc("2025-06-30 23:00")


def test_a_zone_in_a_heading_and_in_a_cell_beats_the_others() -> None:
    rows = [["Drill", "System", "Failure start (UTC)", "Service restored"],
            ["DR-1", "CRM", "2025-02-12 08:00", "2025-02-12 12:00 CET"]]  # fmt: skip
    (row,) = frame_of(read(rows, Told(zone="Asia/Tokyo"))).to_dict("records")
    assert row["disrupted_at"] == utc("2025-02-12 08:00")
    assert row["restored_at"] == utc("2025-02-12 11:00")


def test_the_drills_own_zone_reads_its_rows() -> None:
    before = known()
    before.names["drill"].add("Oslo")
    before.drills["Oslo"] = DrillFacts("Europe/Oslo", None, None)
    rows = results(["Oslo", "CRM", "2025-02-12 08:00", None, "4 h", None],
                   ["Home", "CRM", "2025-02-12 08:00", None, "4 h", None])  # fmt: skip
    frame = frame_of(read(rows, before=before))
    assert list(frame["disrupted_at"]) == [utc("2025-02-12 07:00"), utc("2025-02-12 06:00")]


def test_daylight_saving() -> None:
    """Berlin skips 02:30 on 30 March 2025 and has it twice on 26 October."""
    rows = results(["DR-1", "A", "2025-03-30 01:30", "2025-03-30 03:30", "4 h", None],
                   ["DR-1", "B", "2025-03-30 02:30", None, "4 h", None],
                   ["DR-2", "C", "2025-10-26 02:50", "2025-10-26 02:20", "4 h", None])  # fmt: skip
    reading = read(rows, Told(zone="Europe/Berlin"))
    frame = frame_of(reading)
    took = (frame["restored_at"] - frame["disrupted_at"]).dt.total_seconds()
    assert list(frame["system"]) == ["A", "C"]
    assert list(took) == [3600, 1800]
    assert ("error", "C3", "disrupted_at", True) in told(reading)


def test_an_ambiguous_day_is_asked_and_its_row_waits() -> None:
    row = ["DR-1", "CRM", "03/02/2025 08:00", "03/02/2025 09:00", "4 h", None]
    reading = read(results(row))
    assert frame_of(reading).empty
    asked = [one for one in problems_of(reading) if one.severity == "question"]
    assert {one.cell for one in asked} == {"C2", "D2"}
    assert all("3 February 2025" in one.message and "2 March 2025" in one.message for one in asked)
    assert all(one.row_rejected for one in asked)
    day = frame_of(read(results(row), Told(day_first=True)))
    assert day["disrupted_at"][0] == utc("2025-02-03 06:00")
    month = frame_of(read(results(row), Told(day_first=False)))
    assert month["disrupted_at"][0] == utc("2025-03-02 06:00")


def test_a_25_in_the_column_decides() -> None:
    reading = read(results(["DR-1", "A", "03/02/2025 08:00", None, "4 h", None],
                           ["DR-1", "B", "25/02/2025 08:00", None, "4 h", None]))  # fmt: skip
    assert list(frame_of(reading)["disrupted_at"]) == [
        utc("2025-02-03 06:00"), utc("2025-02-25 06:00")
    ]  # fmt: skip


def test_the_drills_own_date_decides() -> None:
    reading = read([["Drill date:", "3 February 2025"], ["Drill:", "DR-1"], [], CLOCKS,
                    ["CRM", "03/02/2025 08:00", None, None]])  # fmt: skip
    assert frame_of(reading)["disrupted_at"][0] == utc("2025-02-03 06:00")


@pytest.mark.parametrize("days", [("06/13/2025", "06/14/2025"), ("13/06/2025", "14/06/2025")])
def test_a_column_is_one_of_dates_in_either_order(days: tuple[str, str]) -> None:
    """June has the 13th and 14th in both orders; a month 13 or 14 in none."""
    rows = [["Drill", "System", "Disrupted", "Restored"],
            ["A", "X", f"{days[0]} 08:00", f"{days[1]} 09:00"],
            ["A", "Y", f"{days[0]} 08:05", f"{days[1]} 09:30"]]  # fmt: skip
    frame = rows_of(read(rows)).frame
    assert [str(one) for one in frame["restored_at"]] == [
        "2025-06-14 07:00:00+00:00", "2025-06-14 07:30:00+00:00",
    ]  # fmt: skip


TITLE = ["DR drill 12/03/2025"]
CLOCKED = [["System", "Outage start", "Restored", "RTO"], ["CRM", "08:00", "10:00", "4 h"]]
OFFSETS = [["System", "Outage start", "Restored", "RTO"], ["CRM", "T+0:00", "T+2:00", "4 h"]]
SPANS = [["System", "RTO", "Actual RTO"], ["CRM", "4 h", "2 h"]]


def asked_of(reading: BookReading) -> list[tuple[str | None, str | None]]:
    """Cell and value of each question for the order of day and month around a table."""
    return [
        (one.cell, one.value)
        for table in reading.tables
        for one in table.problems
        if one.code == "day_order" and one.severity == "question"
    ]


@pytest.mark.parametrize("rows", [CLOCKED, SPANS], ids=["clock times", "times taken"])
def test_a_day_in_the_title_that_may_be_two_is_asked_and_the_answer_holds(rows: Any) -> None:  # noqa: ANN401
    """12 March or 3 December: Johannesburg's midnight is 22:00 UTC of the day before."""
    sheet = [TITLE, [], *rows]
    assert asked_of(read(sheet)) == [("A1", "12/03/2025")]
    for day_first, day in ((True, "2025-03-11"), (False, "2025-12-02")):
        reading = read(sheet, Told(day_first=day_first))
        assert asked_of(reading) == []
        assert rows_of(reading, "drill").frame["started_at"].tolist() == [utc(f"{day} 22:00")]
    clock = read([TITLE, [], *CLOCKED], Told(day_first=True))
    assert rows_of(clock).frame["restored_at"].tolist() == [utc("2025-03-12 08:00")]


def test_offsets_from_a_day_that_may_be_two_are_asked_about_too() -> None:
    sheet = [["DR drill started 12/03/2025 09:00"], [], *OFFSETS]
    assert asked_of(read(sheet)) == [("A1", "12/03/2025")]
    frame = rows_of(read(sheet, Told(day_first=False))).frame
    assert frame["restored_at"].tolist() == [utc("2025-12-03 09:00")]


def test_a_day_that_is_not_needed_is_not_asked_about() -> None:
    """Its rows have dates, its drill is known, or another table of the file tells the order."""
    dated = [["System", "Outage start", "RTO"], ["CRM", "2025-02-12 08:00", "4 h"]]
    assert asked_of(read([TITLE, [], *dated])) == []
    inventory = [["System", "Tier", "RTO"], ["CRM", "1", "4 h"]]
    assert asked_of(read([["Inventory of 12/03/2025"], [], *inventory])) == []
    both = {
        "S": [TITLE, [], *CLOCKED],
        "T": [["Gap", "Due", "Severity"], ["x", "25/03/2025", "low"]],
    }
    reading = read(both, Told(drill="DR-9"))
    assert asked_of(reading) == []
    assert rows_of(reading).frame["restored_at"].tolist() == [utc("2025-03-12 08:00")]


@pytest.mark.parametrize("kind", [str, int])
def test_times_in_four_digits_need_no_date_beside_them(kind: type) -> None:
    """2300 in Johannesburg on 12 February is 21:00 UTC; the text of the cell stays 2300."""
    rows = [["Drill", "DR-1"], ["Date", "12 Feb 2025"], [], CLOCKED[0],
            ["CRM", kind(2100), kind(2300), "4 h"],
            ["ERP", kind(2130), kind(2345), "4 h"]]  # fmt: skip
    frame = rows_of(read(rows)).frame
    assert frame["disrupted_at"].tolist() == [utc("2025-02-12 19:00"), utc("2025-02-12 19:30")]
    assert frame["restored_at"].tolist() == [utc("2025-02-12 21:00"), utc("2025-02-12 21:45")]
    assert '"2300"' in frame["raws"].iloc[0]


@pytest.mark.parametrize(
    "values",
    [["2024", "2025"], ["0815"], ["0815", "8:30"], ["2460", "0815"], [815, 2300],
     ["0815", "n/a x"]],
    ids=["years", "one alone", "another way", "no hour", "three digits", "words"],
)  # fmt: skip
def test_other_numbers_are_no_times(values: list[Any]) -> None:
    assert not are_clocks(values)


def test_a_time_of_the_small_hours_is_the_next_day() -> None:
    rows = [["Drill", "DR-1"], ["Date", "12 Feb 2025"], [], CLOCKED[0],
            ["CRM", "2310", "0120", "4 h"], ["ERP", "2200", "2330", "4 h"]]  # fmt: skip
    frame = rows_of(read(rows)).frame
    assert frame["restored_at"].tolist() == [utc("2025-02-12 23:20"), utc("2025-02-12 21:30")]
