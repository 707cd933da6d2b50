"""Sheets as people lay them out: blocks around a table, a sheet a system, quarters in names."""

from __future__ import annotations

import datetime as dt

import pytest

from data.intake.facts import Told
from data.intake.reading.book import Book, Cell, Grid, Sheet
from data.intake.reading.guarded import read_book
from data.intake.understanding import understand
from tests.intake.loading import frame_of, known, problems_of, read, rows_of, utc

RESULTS = [["System", "RTO target", "Actual RTO"], ["CRM", "4 h", "3 h"], ["HR", "8 h", "9 h"]]
BLOCK = [["Drill", "DR-7"], ["Drill date", "12 Feb 2025"]]


@pytest.mark.parametrize(
    "rows",
    [
        [*BLOCK, [], *RESULTS],
        [["Field", "Value"], *BLOCK, [], *RESULTS],
        [*RESULTS, [], *BLOCK],
        [*RESULTS, [], ["Field", "Value"], *BLOCK],
        [*RESULTS, [], ["Drill ID:", "DR-7"], ["Drill date:", "12 Feb 2025"]],
        [[*one, None, *two] for one, two in
         zip(RESULTS, [["Field", "Value"], *BLOCK], strict=True)],
    ],
    ids=["above", "headed above", "below", "headed below", "colons below", "beside"],
)  # fmt: skip
def test_a_block_of_facts_holds_for_the_table_it_stands_by(rows: list[list[Cell]]) -> None:
    reading = read(rows)
    assert rows_of(reading).frame["drill"].tolist() == ["DR-7", "DR-7"]
    assert frame_of(reading, "drill")["started_at"].tolist() == [utc("2025-02-11 22:00")]


def test_below_two_tables_a_block_is_nobodys() -> None:
    """Two tables under one another and a block at the end: which it is about is not said."""
    other = [["Gap ID", "Gap description"], ["G-1", "DNS is changed by hand"]]
    reading = read([*RESULTS, [], *other, [], ["Field", "Value"], *BLOCK])
    assert "DR-7" not in rows_of(reading).frame["drill"].tolist()


def test_a_total_under_a_blank_row_is_no_fact() -> None:
    reading = read([*RESULTS, [], ["Average", "3 h"]], Told(drill="DR-1"))
    assert [one.why for one in reading.tables[0].found.skipped][-1] == "total"


def test_one_sheet_a_system() -> None:
    of_crm = [["Drill", "RTO", "Actual RTO"], ["DR-1", "4 h", "3 h"], ["DR-2", "4 h", "2 h"]]
    of_pay = [["Drill", "RTO", "Actual RTO"], ["DR-1", "2 h", "1 h"], ["DR-2", "2 h", "90 min"]]
    frame = frame_of(read({"CRM": of_crm, "Payments": of_pay}, name="tests.xlsx"))
    assert list(zip(frame["drill"], frame["system"], frame["recovery_time_seconds"],
                    strict=True)) == [
        ("DR-1", "CRM", 10800), ("DR-2", "CRM", 7200),
        ("DR-1", "Payments", 3600), ("DR-2", "Payments", 5400),
    ]  # fmt: skip


def test_the_system_of_a_block_above() -> None:
    rows = [["System", "CRM"], [], ["Drill", "RTO", "Actual RTO"], ["DR-1", "4 h", "3 h"]]
    assert rows_of(read(rows)).frame["system"].tolist() == ["CRM"]


def test_offsets_count_from_the_start_a_block_gives() -> None:
    rows = [["Drill", "DR-1"], ["Start", "2025-02-12 08:00"], [],
            ["System", "Disrupted", "Service restored"], ["CRM", "T+0:15", "T+1:35"]]  # fmt: skip
    (row,) = rows_of(read(rows)).frame.to_dict("records")
    assert (row["disrupted_at"], row["restored_at"]) == (
        utc("2025-02-12 06:15"), utc("2025-02-12 07:35")
    )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "at"),
    [("UTC", "2025-02-12 08:00"), ("SAST", "2025-02-12 06:00"), ("PST", "2025-02-12 16:00"),
     ("UTC+2", "2025-02-12 06:00"), ("+05:30", "2025-02-12 02:30"),
     ("Europe/Berlin", "2025-02-12 07:00"), ("MYT", "2025-02-12 00:00")],
)  # fmt: skip
def test_a_zone_in_a_heading(written: str, at: str) -> None:
    rows = [["System", f"Outage start ({written})", "RTO"], ["CRM", "2025-02-12 08:00", "4 h"]]
    frame = rows_of(read(rows, Told(drill="DR-1"))).frame
    assert frame["disrupted_at"].tolist() == [utc(at)]


def test_a_zone_several_places_use_is_asked() -> None:
    rows = [["System", "Outage start (IST)", "RTO"], ["CRM", "2025-02-12 08:00", "4 h"]]
    rows_read = rows_of(read(rows, Told(drill="DR-1")))
    assert rows_read.frame.empty
    assert "India" in rows_read.rejected["why"].iloc[0]


MILESTONES = [["Milestone", "Planned date", "Status"], ["Plan", "31 Jan 2025", "completed"]]


@pytest.mark.parametrize(
    ("sheet", "title", "file", "quarter"),
    [
        ("Milestones", [], "Milestones Q1 2025.xlsx", "2025-Q1"),
        ("2025-Q2", [], "plan.xlsx", "2025-Q2"),
        ("Plan", [["Programme plan Q3 2025"], []], "plan.xlsx", "2025-Q3"),
        ("Plan", [["Quarter", "2025-Q4"], []], "Q1_2025.xlsx", "2025-Q4"),
        ("Plan", [["Plan of the second quarter of 2025"], []], "plan.xlsx", "2025-Q2"),
    ],
)
def test_a_quarter_from_the_block_the_title_the_sheet_or_the_file(
    sheet: str, title: list[list[object]], file: str, quarter: str
) -> None:
    reading = read({sheet: [*title, *MILESTONES]}, name=file)
    assert frame_of(reading, "milestone")["quarter"].tolist() == [quarter]


def test_a_quarter_nobody_names_is_asked_and_told() -> None:
    waits = rows_of(read({"Plan": MILESTONES}, name="plan Q1 to Q2.xlsx"), "milestone")
    assert waits.frame.empty
    assert [one.field for one in waits.problems if one.severity == "question"] == ["quarter"]
    told = read({"Plan": MILESTONES}, Told(quarter="2025-Q1"), name="plan.xlsx")
    assert frame_of(told, "milestone")["quarter"].tolist() == ["2025-Q1"]


def test_two_quarters_in_one_name_say_nothing() -> None:
    waits = rows_of(read({"Plan": MILESTONES}, name="Q1 2025 - Q2 2025.xlsx"), "milestone")
    assert waits.frame.empty


@pytest.mark.parametrize(
    ("said", "empty"),
    [("Yes", "no time given"), ("✓", "no time given"), (True, "no time given"), ("No", None),
     ("N/A", "not applicable")],
)  # fmt: skip
def test_an_acknowledgement_without_a_time(said: object, empty: str | None) -> None:
    rows = [["Drill", "Message", "Sent", "Acknowledged"],
            ["DR-1", "M-1", "2025-02-12 08:00", "2025-02-12 08:10"],
            ["DR-1", "M-2", "2025-02-12 08:00", said]]  # fmt: skip
    frame = rows_of(read(rows), "message").frame
    assert frame["acknowledged_at"].tolist()[0] == utc("2025-02-12 06:10")
    assert frame["acknowledged_at"].isna().tolist() == [False, True]
    assert frame["acknowledged_empty"].tolist() == [None, empty]


def test_a_drill_called_d_t_is_no_mask() -> None:
    rows = [["Drill", "System", "Actual RTO"], ["D-T", "CRM", "3 h"]]
    assert rows_of(read(rows)).frame["drill"].tolist() == ["D-T"]


def test_rows_of_a_form_nobody_filled_in() -> None:
    rows = [["System", "RTO target", "Actual RTO", "Date", "Result"],
            ["[System Name]", "___ min", "{XX} min", "YYYY-MM-DD", "☐ Pass ☐ Fail"],
            ["CRM", "4 h", "3 h", "12 Feb 2025", "☑ Pass ☐ Fail"]]  # fmt: skip
    reading = read(rows, Told(drill="DR-1"))
    (skipped,) = reading.tables[0].found.skipped
    assert (skipped.row, skipped.why) == (1, "unfilled template row")
    assert rows_of(reading).frame["outcome"].tolist() == ["passed"]


def test_headings_in_sections() -> None:
    rows = [["System", "RPO Section", None, "RTO Section", None],
            [None, "Target", "Actual", "Target", "Actual"],
            ["CRM", "1 h", "20 min", "4 h", "3 h"],
            ["HR", "1 h", "10 min", "8 h", "9 h"]]  # fmt: skip
    frame = rows_of(read(rows, Told(drill="DR-1"))).frame
    names = ["rpo_seconds", "data_loss_seconds", "rto_seconds", "recovery_time_seconds"]
    assert frame[names].values.tolist() == [[3600, 1200, 14400, 10800], [3600, 600, 28800, 32400]]


def test_the_order_of_dates_comes_from_the_rest_of_the_file() -> None:
    sheet = [["Gap ID", "Gap", "Date identified"], ["G-1", "No list", "03/02/2025"]]
    other = [["Gap ID", "Gap", "Date identified"], ["G-2", "Old list", "25/02/2025"]]
    frame = frame_of(read({"A": sheet, "B": other}, name="gaps.xlsx"), "gap")
    assert frame["identified_on"].tolist() == [dt.datetime(2025, 2, 3), dt.datetime(2025, 2, 25)]
    assert frame["title"].tolist() == ["No list", "Old list"]
    alone = rows_of(read({"A": sheet}, name="gaps.xlsx"), "gap")
    assert alone.frame.empty
    contrary = {"A": sheet, "B": other, "C": [other[0], ["G-3", "None", "02/25/2025"]]}
    assert len(frame_of(read(contrary, name="gaps.xlsx"), "gap")) == 2  # asked: they disagree


def test_what_is_said_of_one_table_holds_for_the_dates_of_the_file() -> None:
    """The order of day and month is a habit of who wrote the file: asked once, not once a table."""
    gaps = [["Gap ID", "Gap", "Date identified"], ["G-1", "No list", "03/02/2025"]]
    milestones = [["Milestone", "Quarter", "Planned date"], ["Fix it", "2025-Q1", "04/03/2025"]]
    said = {"tables": [{"headings": gaps[0], "day_first": False}]}
    reading = read({"A": gaps, "B": milestones}, Told(mapping=said), name="gaps.xlsx")
    assert frame_of(reading, "gap")["identified_on"].tolist() == [dt.datetime(2025, 3, 2)]
    assert frame_of(reading, "milestone")["planned_on"].tolist() == [dt.datetime(2025, 4, 3)]


@pytest.mark.parametrize(("mark", "seconds"), [(",", 75_000), (".", 75)])
def test_the_decimal_mark_comes_from_the_other_numbers_of_the_file(
    mark: str, seconds: float
) -> None:
    """A German 1.250 min is 20 h 50 min; nothing in its own column says so."""
    rows = [["Drill", "System", "RTO", "Recovery time (min)"],
            ["DR-1", "CRM", f"4{mark}5 h", "1.250"]]  # fmt: skip
    assert frame_of(read(rows))["recovery_time_seconds"].tolist() == [seconds]
    alone = rows_of(read([rows[0], ["DR-1", "CRM", "4 h", "1.250"]]))
    assert alone.frame.empty
    assert [one.code for one in alone.problems if one.row_rejected] == ["decimal_unclear"]


def test_sentences_that_name_a_gap_are_its_title() -> None:
    rows = [
        ["Gap", "Severity"],
        ["DNS is changed by hand", "major"],
        ["No list of phones", "minor"],
    ]
    frame = rows_of(read(rows), "gap").frame
    assert frame["title"].tolist() == frame["gap"].tolist() == [
        "DNS is changed by hand", "No list of phones"
    ]  # fmt: skip


def test_systems_without_their_column_are_no_crash() -> None:
    rows = [["Criticality", "RTO", "RPO"], ["1", "4 h", "1 h"], ["2", "8 h", "1 h"]]
    reading = read(rows, Told(record="system"))
    assert all(one.row_rejected for one in problems_of(reading) if one.field == "system")


def test_a_line_that_lacks_a_value_is_asked_about() -> None:
    """Of ten lines one has a value too few and one a value too many; neither is shifted."""
    rows: list[list[Cell]] = [["Drill", "System", "RTO", "Actual RTO", "Verified by"]]
    rows += [["DR-1", f"S{n}", "4 h", "3 h", "Ann"] for n in range(10)]
    rows[3] = ["DR-1", "S24 h", "3 h", "Ann"]
    rows[5] = ["DR-1", "S4", "4 h", "3 h", "Ann", "Bob"]
    rows[7] = ["DR-1", "S6", "4 h", "3 h", "Ann", "", ""]
    sheet = Sheet(None, Grid.from_rows(rows))
    sheet.width = 5
    sheet.ragged_rows = {3: 4, 5: 6, 7: 7}
    reading = understand(Book("x.csv", "csv", "", 0, [sheet]), Told(), known())
    got = rows_of(reading)
    assert got.rejected["row_number"].tolist() == [4, 6]
    assert got.frame["system"].tolist() == ["S0", "S1", "S3", "S5", "S6", "S7", "S8", "S9"]
    said = [one.message for one in problems_of(reading) if one.code == "ragged_row"]
    assert said[0].startswith("This row has 4 values and the headings 5")


def test_below_a_blank_line_a_wider_line_costs_itself_alone() -> None:
    """Real bytes through the ordinary reader; the other table below stays one of its own."""
    text = (
        "Drill,System,Recovery time\nDR-1,CRM,2 h\nDR-1,Billing,3 h\n\nDR-1,Pay,2 h,extra,more\n"
        "DR-1,Mail,1 h\n\nGap,Owner,Due,Severity,Status\nG-1,Ann,2025-03-01,High,Open\n"
        "G-2,Bob,2025-03-02,Low,Open\n"
    )
    reading = understand(read_book(text.encode(), "x.csv"), Told(), known())
    assert [(one.found.range, one.record) for one in reading.tables] == [
        ("A1:C6", "recovery"), ("A8:E10", "gap"),
    ]  # fmt: skip
    got = rows_of(reading)
    assert list(zip(got.frame["system"], got.frame["recovery_time_seconds"], strict=True)) == [
        ("CRM", 7200), ("Billing", 10800), ("Mail", 3600),
    ]  # fmt: skip
    assert got.rejected["row_number"].tolist() == [5]
    (said,) = [one for one in problems_of(reading) if one.code == "ragged_row"]
    assert (said.cell, said.message.partition(":")[0]) == (
        "A5", "This row has 5 values and the headings 3",
    )  # fmt: skip
    assert frame_of(reading, "gap")["gap"].tolist() == ["G-1", "G-2"]


def test_a_wider_table_with_words_of_its_own_is_no_part_of_the_one_above() -> None:
    text = (
        "Drill,System,Recovery time\nDR-1,CRM,2 h\nDR-1,Billing,3 h\n\nName,Phone,Room,Floor\n"
        "Ann,111,R1,2\nBob,222,R2,3\n"
    )
    reading = understand(read_book(text.encode(), "x.csv"), Told(), known())
    assert [(one.found.range, one.record) for one in reading.tables] == [
        ("A1:C3", "recovery"), ("A5:D7", None),
    ]  # fmt: skip


def test_where_lines_are_usually_short_their_ends_are_blank() -> None:
    rows: list[list[Cell]] = [["Drill", "System", "RTO", "Actual RTO", "Verified by"]]
    rows += [["DR-1", f"S{n}", "4 h", "3 h"] for n in range(4)]
    rows.append(["DR-1", "Z", "4 h", "3 h", "A"])
    sheet = Sheet(None, Grid.from_rows(rows))
    sheet.width = 5
    sheet.ragged_rows = {1: 4, 2: 4, 3: 4, 4: 4}
    reading = understand(Book("x.csv", "csv", "", 0, [sheet]), Told(), known())
    assert len(rows_of(reading).frame) == 5


def test_a_system_may_be_called_total_or_average() -> None:
    """Rows as full as the others are data, whatever their names begin with."""
    names = ["CRM", "Total Energies Portal", "Average Joe App", "Overall Equipment System"]
    rows: list[list[Cell]] = [["System", "RTO", "Actual RTO"]]
    rows += [[name, "4 h", "3 h"] for name in names]
    rows += [["Total", "16 h", "12 h"], ["Average recovery time", "4 h", "3 h"],
             ["Max of the quarter", None, "3 h"]]  # fmt: skip
    reading = read(rows, Told(drill="DR-1"))
    assert rows_of(reading).frame["system"].tolist() == names
    skipped = [(one.row, one.why) for one in reading.tables[0].found.skipped]
    assert skipped == [(5, "total"), (6, "total"), (7, "total")]


def test_the_start_of_a_service_is_no_day_of_the_inventory() -> None:
    rows = [["System", "Service start time", "RTO"], ["CRM", "2025-02-12 11:00", "4 h"]]
    (table,) = read(rows).tables
    assert table.match is not None
    assert [one.field for one in table.match.columns] == ["system", "rto_seconds"]


def test_a_date_beside_start_and_end() -> None:
    rows = [["Drill", "System", "Date", "Start", "End", "RTO"],
            ["DR-1", "CRM", "2025-02-12", "08:00", "11:00", "4 h"],
            ["DR-1", "HR", "2025-02-12", "22:00", "01:00", "4 h"]]  # fmt: skip
    frame = rows_of(read(rows)).frame
    assert frame["disrupted_at"].tolist() == [utc("2025-02-12 06:00"), utc("2025-02-12 20:00")]
    assert frame["restored_at"].tolist() == [utc("2025-02-12 09:00"), utc("2025-02-12 23:00")]


def test_a_unit_column_beside_its_numbers() -> None:
    rows = [
        ["System", "RTO", "Unit", "Actual"],
        ["CRM", 4, "h", "3 h"],
        ["HR", 30, "min", "20 min"],
    ]
    frame = rows_of(read(rows, Told(drill="DR-1"))).frame
    assert frame["rto_seconds"].tolist() == [14400, 1800]


_SMALL = {
    "recovery": [["System", "RTO", "Actual RTO"], ["CRM", "4 h", "3 h"], ["HR", "8 h", "9 h"]],
    "gap": [["Gap ID", "Gap description", "Owner"], ["G-1", "DNS", "Ann"], ["G-2", "Key", "Ben"]],
    "action": [["Action", "Action item", "Owner"], ["A-1", "Write", "Ann"], ["A-2", "Buy", "Ben"]],
    "log": [["Time", "Event", "System"], ["08:00", "Disrupted", "CRM"], ["09:00", "Up", "CRM"]],
    "criterion": [["Criterion", "Target", "Result"], ["All up", "4 h", "3 h"], ["None", "0", "0"]],
    "task": [["Task", "Team", "Status"], ["Stop", "IT", "Completed"], ["Copy", "DB", "Completed"]],
}


@pytest.mark.parametrize("first", _SMALL)
@pytest.mark.parametrize("second", _SMALL)
@pytest.mark.parametrize("blank", [0, 1])
@pytest.mark.parametrize("rows", [1, 2])
def test_a_table_right_under_another_is_one_of_its_own(
    first: str, second: str, blank: int, rows: int
) -> None:
    """Words alone tell of it where neither holds values: known headings, said once each."""
    if first == second:
        return
    one, other = (_SMALL[name][: rows + 1] for name in (first, second))
    reading = read([*one, *[[]] * blank, *other], Told(drill="D1"))
    found = [(table.record, len(table.found.data_rows)) for table in reading.tables]
    assert found == [(first, rows), (second, rows)]


def test_words_of_data_that_are_headings_elsewhere_stay_data() -> None:
    rows = [["Task", "Team", "Status"], ["Restore", "Service", "Completed"],
            ["Validation", "Owner", "Completed"], ["Stop", "IT", "Completed"]]  # fmt: skip
    (table,) = read(rows, Told(drill="D1")).tables
    assert len(table.found.data_rows) == 3


def test_a_remark_in_brackets_leaves_a_title_whole() -> None:
    rows = [["DR exercise 5 May 2025 (ID: X-17)"], [], ["System", "RTO", "Actual RTO"],
            ["Web", "4 h", "3 h"], ["App", "4 h", "2 h"]]  # fmt: skip
    reading = read(rows, name="results.csv")
    (drill,) = [one.frame for t in reading.tables for one in t.outputs if one.record == "drill"]
    assert str(drill["started_at"].iloc[0]) == "2025-05-04 22:00:00+00:00"  # Johannesburg, the 5th
