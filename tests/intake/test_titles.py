"""What the lines above a table say of its drill: its name, and the start of its `T+` offsets."""

from __future__ import annotations

import pytest

from data.intake.facts import Told
from data.intake.titles import drill_in, start_in
from tests.intake.loading import frame_of, problems_of, read, rows_of, utc

RESULTS = [["System", "RTO", "Actual RTO"], ["CRM", "4 h", "3 h"], ["HR", "8 h", "9 h"]]
GAPS = [["Gap ID", "Gap description", "Owner"], ["G-1", "DNS by hand", "Ann"]]
OFFSETS = [["System", "Disrupted", "Service restored"], ["CRM", "T+0:15", "T+90 min"]]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("DR Drill Falcon, 5 May 2025", "DR Drill Falcon"),
        ("Drill 2 – Q3 2025 results", "Drill 2"),
        ("After-action report: Failover exercise Orion (12/03/2025)", "Failover exercise Orion"),
        ("Results of Drill Night Shift, 3 May 2025", "Drill Night Shift"),
        ("DR drill results - Drill Falcon", "Drill Falcon"),
        ("Notification log – drill DR-2025-02, 20 Feb 2025, times SAST", "DR-2025-02"),
        ("Failover runbook – DR-2025-03", "DR-2025-03"),
        ("Drill 2025-Q1 report", None),
        ("Disaster Recovery Drill Results", None),
        ("DR Test Plan Q1 2025", None),
        ("Drill March 2025", None),
        ("Exercise Type: tabletop", None),
        ("Drill log for CRM", None),
        ("DR Exercise 2025", None),
        ("DR drill started 5 May 2025 09:00", None),
    ],
)
def test_a_line_names_a_drill_or_none(line: str, name: str | None) -> None:
    assert drill_in([line]).value == name


def test_a_title_names_the_drill_of_the_tables_below_it() -> None:
    reading = read([["DR Drill Falcon, 5 May 2025"], [], *RESULTS, [], ["Gaps"], *GAPS],
                   name="export.csv")  # fmt: skip
    assert frame_of(reading)["drill"].tolist() == ["DR Drill Falcon"] * 2
    assert frame_of(reading, "gap")["drill"].tolist() == ["DR Drill Falcon"]
    assert frame_of(reading, "drill")["started_at"].tolist() == [utc("2025-05-04 22:00")]
    assert "DR Drill Falcon is taken for the drill of the table A3:C5: the title names it." in (
        reading.notes
    )


def test_a_counted_drill_of_a_title_is_told_apart_by_its_quarter() -> None:
    reading = read([["Drill 2 – Q3 2025 results"], [], *RESULTS], name="export.csv")
    assert set(frame_of(reading)["drill"]) == {"2025-Q3 Drill 2"}


def test_a_line_taken_for_a_title_is_not_told_as_unused() -> None:
    line = "After-action report: Failover exercise Orion (12/03/2025)"
    reading = read([[line], [], *RESULTS], name="export.csv")
    assert set(frame_of(reading)["drill"]) == {"Failover exercise Orion"}
    assert not [note for note in reading.notes if "not used" in note]


@pytest.mark.parametrize("where", ["block", "column", "sheet", "told"])
def test_what_says_the_drill_elsewhere_comes_first(where: str) -> None:
    rows = [["DR Drill Falcon, 5 May 2025"], []]
    rows += [["Drill", "DR-7"], []] if where == "block" else []
    table = [["Drill", *RESULTS[0]], *(["DR-7", *row] for row in RESULTS[1:])]
    rows += table if where == "column" else RESULTS
    told = Told(drill="DR-7") if where == "told" else Told()
    sheets = {"Drill 7" if where == "sheet" else "Data": rows, "Other": [["Nothing"]]}
    drills = set(frame_of(read(sheets, told, name="x.xlsx"))["drill"])
    assert drills == ({"2025-05-05 Drill 7"} if where == "sheet" else {"DR-7"})


def test_two_titles_that_disagree_are_asked_about() -> None:
    reading = read([["Drill Falcon"], ["Drill Orion"], [], *RESULTS], name="export.csv")
    assert rows_of(reading).frame.empty and len(rows_of(reading).rejected) == 2
    assert "never_given" in {one.code for one in problems_of(reading)}
    (said,) = [p for t in reading.tables for p in t.problems if p.code == "two_titles"]
    assert "“Drill Falcon” and “Drill Orion”" in said.message


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("Start: 5 May 2025 09:00", "2025-05-05 07:00"),
        ("DR drill started 5 May 2025 09:00 SAST", "2025-05-05 07:00"),
        ("Drill Falcon – 5 May 2025, 09:00 UTC", "2025-05-05 09:00"),
        ("T0 = 2025-05-05 09:00 UTC", "2025-05-05 09:00"),
        ("Drill Falcon, 5 May 2025 09:00–12:00 UTC", "2025-05-05 09:00"),
    ],
)
def test_offsets_count_from_the_start_in_a_title(line: str, at: str) -> None:
    reading = read([[line], [], *OFFSETS], name="export.csv")
    (row,) = frame_of(reading).to_dict("records")
    start = utc(at)
    assert (row["disrupted_at"] - start).total_seconds() == 15 * 60
    assert (row["restored_at"] - start).total_seconds() == 90 * 60
    if not line.startswith("Start:"):  # a block's start is said as ever
        assert any(note.startswith("T+ offsets of the table A3:C4 count") for note in reading.notes)
        assert frame_of(reading, "drill")["started_at"].tolist() == [start]


def test_with_a_column_of_one_drill_a_title_gives_its_start() -> None:
    rows = [["Drill", *OFFSETS[0]], ["DR-7", *OFFSETS[1]]]
    reading = read([["Drill started 5 May 2025 09:00 UTC"], [], *rows])
    assert frame_of(reading)["disrupted_at"].tolist() == [utc("2025-05-05 09:15")]
    two = read([["Drill started 5 May 2025 09:00 UTC"], [], *rows, ["DR-8", *OFFSETS[1]]])
    assert rows_of(two).frame.empty  # of which of the two it is the start, nobody says


@pytest.mark.parametrize(
    "line",
    ["Drill report generated 5 May 2025 09:00", "Printed 6 May 2025 10:00",
     "DR drill ended 5 May 2025 12:00", "DR drill 05/03/2025 09:00", "DR Drill Falcon, 5 May 2025"],
)  # fmt: skip
def test_a_line_about_another_time_is_no_start(line: str) -> None:
    assert start_in([line], "UTC", None).value is None
    reading = read([[line], [], *OFFSETS], name="export.csv")
    assert rows_of(reading).frame.empty
    assert {one.code for one in problems_of(reading)} >= {"no_start"}


def test_two_starts_that_disagree_are_none() -> None:
    lines = [["Drill started 5 May 2025 09:00"], ["Drill began 6 May 2025 09:00"]]
    reading = read([*lines, [], *OFFSETS], name="export.csv")
    assert rows_of(reading).frame.empty
    assert [p.field for t in reading.tables for p in t.problems if p.code == "two_titles"] == [
        "started_at"
    ]
