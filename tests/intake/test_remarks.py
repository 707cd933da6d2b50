"""What is said of a table beside its cells: what is hidden, blocks, titles, rows passed over."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest

from data.intake.facts import Told
from data.intake.importing import ImportOptions, Outcome, import_files
from data.intake.reading.book import Cell
from data.store import Store
from tests.intake.loading import NOW, frame_of, load, problems_of, read, results, utc

Row = list[Cell]
HEAD: Row = ["Drill", "System", "RTO", "Actual RTO"]


def told(store: Store, name: str, content: bytes) -> Outcome:
    return import_files(store, [(name, content)], ImportOptions(), now=NOW)


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_what_a_workbook_hides_is_read_and_said(store: Store) -> None:
    book = openpyxl.Workbook()
    shown = book.active
    assert shown is not None
    shown.title = "Shown"
    for row in [HEAD, ["D1", "CRM", "4 h", "3 h"], ["D1", "HR", "4 h", "2 h"]]:
        shown.append(row)
    shown.row_dimensions[3].hidden = True
    shown.column_dimensions["C"].hidden = True
    secret = book.create_sheet("Secret")
    secret.sheet_state = "hidden"
    for row in [HEAD, ["D2", "CRM", "4 h", "1 h"]]:
        secret.append(row)
    outcome = told(store, "hidden.xlsx", saved(book))
    said = [(one["sheet"], one["message"]) for one in outcome.document()["files"][0]["problems"]]
    like = "; what stands there is read like the rest."
    assert [one for one in said if "hidden" in one[1]] == [
        ("Shown", f"Row 3 is hidden in the workbook{like}"),
        ("Shown", f"Column C is hidden in the workbook{like}"),
        ("Secret", f"This sheet is hidden in the workbook{like}"),
    ]
    assert len(store.rows("recovery")) == 3


def test_results_without_a_day_are_said_until_the_store_knows_one(store: Store) -> None:
    rows: list[Row] = [HEAD, ["D1", "CRM", "4 h", "3 h"], ["D2", "CRM", "4 h", "3 h"]]
    (file,) = [load(store, rows)]
    said = [one.message for one in file.problems if one.code == "no_day"]
    assert said == [
        "No date is known yet of D1, D2: the results load, and count in no quarter until one is."
    ]
    load(store, [["Drill", "System", "Disrupted"], ["D1", "HR", "2025-02-12 08:00"]], "more.csv")
    load(store, [["Drill", "Started"], ["D2", "2025-03-25 08:00"]], "drills.csv")
    again = load(store, [HEAD, ["D1", "Web", "4 h", "3 h"], ["D2", "Web", "4 h", "3 h"]], "3.csv")
    assert not [one for one in again.problems if one.code == "no_day"]


def block(*lines: Row) -> list[Row]:
    return [*lines, [], ["System", "Disrupted", "Restored"], ["CRM", "08:00", "11:00"]]


def test_a_line_of_a_block_that_cannot_be_read_is_said() -> None:
    rows = block(["Drill", "D1"], ["Start", "31.02.2025"], ["Time zone", "Europe/Berlin"])
    tables = [one for t in read(rows).tables for one in t.problems if one.cell == "B2"]
    (found,) = tables
    assert (found.severity, found.field, found.value) == ("warning", "started_at", "31.02.2025")
    assert found.message == "February 2025 has no day 31"


def test_a_day_of_a_block_that_may_be_two_is_asked() -> None:
    reading = read(block(["Drill", "D1"], ["Date", "03/02/2025"]))
    asked = [one for t in reading.tables for one in t.problems if one.code == "day_order"]
    assert [(one.severity, one.cell) for one in asked] == [("question", "B2")]


def test_two_lines_of_a_block_that_differ_are_said() -> None:
    rows = block(["Drill", "D1"], ["Date", "2025-03-29"], ["Start", "2025-03-30 22:00"])
    reading = read(rows)
    (said,) = [one for t in reading.tables for one in t.problems if one.code == "two_dates"]
    assert said.cell == "B3"
    assert "29 March 2025 by another line" in said.message
    (start,) = frame_of(reading, "drill")["started_at"]
    assert start == utc("2025-03-30 20:00")


def test_an_end_after_midnight_above_the_start_is_no_other_day_of_it() -> None:
    rows = block(["Drill", "D1"], ["End", "2025-03-30 02:00"], ["Start", "2025-03-29 22:00"])
    assert not [p for t in read(rows).tables for p in t.problems if p.code == "two_dates"]


def test_lines_of_a_block_that_are_no_field_are_named_once() -> None:
    rows = block(["Drill", "D1"], ["Date", "2025-03-29"], ["Prepared by", "Ann"], ["Version", "2"])
    assert [note for note in read(rows).notes if "not used" in note] == [
        "Beside the tables: Prepared by (A3), Version (A4) are no fields of a drill and are not "
        "used."
    ]


@pytest.mark.parametrize(
    ("title", "hour"),
    [("DR results, all times UTC", 8), ("All times are in UTC.", 8), ("Times: Asia/Tokyo", -1),
     ("Times in Europe/Berlin", 7), ("Recovery times of Q1 2025", 6), ("Times in HRS", 6),
     ("Times in UTC; local times are SAST", 6)],
)  # fmt: skip
def test_a_title_may_give_the_zone(title: str, hour: int) -> None:
    """08:00 on 12 February: Tokyo is nine hours ahead of UTC, Berlin one, Johannesburg two."""
    rows: list[Row] = [[title], [], ["Drill", "System", "Disrupted", "Restored"],
                       ["D1", "CRM", "2025-02-12 08:00", "2025-02-12 09:00"]]  # fmt: skip
    (at,) = frame_of(read(rows))["disrupted_at"]
    assert at == dt.datetime(2025, 2, 12, tzinfo=dt.UTC) + dt.timedelta(hours=hour)


def test_an_offset_beside_a_date() -> None:
    """The drill starts at 22:00 in Berlin, 21:00 UTC; T+1:30 is 23:30, T+2:30 the next day."""
    rows: list[Row] = [
        ["Drill", "D1"], ["Time zone", "Europe/Berlin"], ["Start", "2025-03-03 22:00"], [],
        ["System", "Restored date", "Restored time"], ["A", "2025-03-03", "T+1:30"],
        ["B", None, "T+2:30"], ["C", "2025-03-03", "T+2:30"], ["D", "2025-03-04", "T+2:30"],
    ]  # fmt: skip
    reading = read(rows)
    frame = frame_of(reading).set_index("system")["restored_at"]
    late = utc("2025-03-03 23:30")
    assert frame.to_dict() == {"A": utc("2025-03-03 22:30"), "B": late, "D": late}
    (said,) = [one for one in problems_of(reading) if one.severity == "error"]
    assert said.message == (
        "T+2:30 after the drill's start is 4 March 2025, and 2025-03-03 stands beside it"
    )


def test_a_name_first_met_in_a_row_that_waits_is_told_where_it_loads() -> None:
    rows: list[Row] = [
        ["System", "RTO", "Drill 1 actual", "Drill 2 actual"],
        ["Mail", "4 h", "-30 min", "2 h"], ["CRM", "4 h", "3 h", "1 h"],
    ]  # fmt: skip
    told = [one for one in problems_of(read(rows)) if one.code == "new_name"]
    assert [(one.field, one.value, one.cell) for one in told] == [
        ("system", "CRM", "A3"), ("system", "Mail", "A2"),
    ]  # fmt: skip


def test_rows_passed_over_are_named(store: Store) -> None:
    rows: list[Row] = [HEAD, ["Tier 1", None, None, None], ["D1", "CRM", "4 h", "3 h"],
                       ["D1", "HR", "4 h", "3 h"], ["Total", None, None, "6 h"]]  # fmt: skip
    text = "\n".join(";".join(str(cell or "") for cell in row) for row in rows)
    (table,) = told(store, "rows.csv", text.encode()).document()["files"][0]["tables"]
    assert table["skipped_rows"] == [
        {"row": 2, "why": "group", "text": "Tier 1"}, {"row": 5, "why": "total", "text": "Total"},
    ]  # fmt: skip
    assert table["skipped"] == 2


def test_results_beside_a_cost_and_a_tier_are_no_inventory() -> None:
    rows: list[Row] = [["Drill", "System", "Actual RTO", "Hourly downtime cost", "Tier"],
                       ["D1", "CRM", "3 h", 100, 1], ["D1", "HR", "2 h", 50, 2]]  # fmt: skip
    (table,) = read(rows).tables
    assert table.record == "recovery"


def test_two_lines_of_a_block_for_one_field_are_said_and_the_first_counts() -> None:
    """09:00 in Paris is 08:00 UTC in March."""
    rows = block(
        ["Drill name", "Osprey"], ["Drill name", "Falcon"], ["Date", "2025-03-14"],
        ["Zone", "Europe/Paris"], ["Time zone", "UTC"],
    )  # fmt: skip
    reading = read(rows)
    said = [(one.cell, one.field) for t in reading.tables for one in t.problems
            if one.code == "two_values"]  # fmt: skip
    assert said == [("B2", "name"), ("B5", "zone")]
    frame = frame_of(reading)
    assert frame["drill"].tolist() == ["Osprey"]
    assert frame["disrupted_at"].tolist() == [utc("2025-03-14 07:00")]


@pytest.mark.parametrize(
    "names",
    [("Recovery Date", "Recovery Time"), ("Restore Date", "Restore Time"),
     ("Restored date", "Recovery time")],
)  # fmt: skip
def test_a_time_beside_its_date_is_a_moment(names: tuple[str, str]) -> None:
    rows: list[Row] = [
        ["Drill", "System", "Outage Date", "Outage Time", *names, "RTO"],
        ["D1", "SAP", "2025-03-30", "00:30", "2025-03-30", "04:30", "4 h"],
        ["D1", "CRM", "2025-03-30", "23:15", "2025-03-31", "00:45", "1 h"],
    ]  # fmt: skip
    frame = frame_of(read(rows))
    assert (frame["restored_at"] - frame["disrupted_at"]).dt.total_seconds().tolist() == [
        14400, 5400,
    ]  # fmt: skip


def test_a_duration_beside_a_date_stays_one() -> None:
    rows: list[Row] = [["Drill", "System", "Recovery Date", "Recovery Time", "RTO"],
                       ["D1", "SAP", "2025-03-30", "4 h 30 min", "4 h"],
                       ["D1", "CRM", "2025-03-30", "90 min", "1 h"]]  # fmt: skip
    assert frame_of(read(rows))["recovery_time_seconds"].tolist() == [16200, 5400]


def test_a_recovery_point_right_of_the_restoration_is_before_the_disruption() -> None:
    rows: list[Row] = [["Drill", "D1"], ["Date", "2025-03-14"], [],
                       ["System", "Disrupted", "Restored", "Last recovery point"],
                       ["SAP", "09:00", "10:00", "08:30"]]  # fmt: skip
    (row,) = frame_of(read(rows)).to_dict("records")
    assert (row["disrupted_at"] - row["last_recovery_point_at"]).total_seconds() == 1800


def test_a_headed_table_of_four_columns_is_no_block() -> None:
    rows: list[Row] = [["Participants"], ["Name", "Team", "Role", "Attended"],
                       ["A. Bee", "Infra", "Engineer", "Y"],
                       ["C. Dee", "Apps", "Tester", "N"]]  # fmt: skip
    frame = frame_of(read(rows, Told(drill="D1")), "participant")
    assert frame["participant"].tolist() == ["A. Bee", "C. Dee"]


@pytest.mark.parametrize(
    "days",
    [("12 March 2024", "18 Sep 2024"), (dt.datetime(2024, 3, 12), dt.datetime(2024, 9, 18))],
)
def test_days_over_columns_are_drills(days: tuple[Cell, Cell]) -> None:
    rows: list[Row] = [
        ["Application", "RTO (h)", days[0], None, days[1], None],
        [None, None, "Recovery time (min)", "Result", "Recovery time (min)", "Result"],
        ["Core", 4, 250, "Fail", 190, "Pass"],
    ]
    frame = frame_of(read(rows)).sort_values("recovery_time_seconds")
    assert frame["recovery_time_seconds"].tolist() == [11400, 15000]
    assert frame["rto_seconds"].tolist() == [14400, 14400]
    starts = frame_of(read(rows), "drill")["started_at"].dt.tz_convert("Africa/Johannesburg")
    assert starts.dt.date.tolist() == [dt.date(2024, 3, 12), dt.date(2024, 9, 18)]


def test_a_cell_nobody_can_see_keeps_its_row_out(store: Store) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    down, back = dt.datetime(2025, 3, 3, 8), dt.datetime(2025, 3, 3, 9)
    for row in [
        ["Drill", "System", "Disrupted", "Restored", "Note"],
        ["D1", "A", down, "=C2+1/24", "x"],
        ["D1", "B", down, "#VALUE!", "x"],
        ["D1", "C", down, back, "=1/0"],
    ]:
        sheet.append(row)
    sheet["D3"].data_type = "e"
    (file,) = told(store, "seen.xlsx", saved(book)).files
    said = [(one.cell, one.code, one.row_rejected) for one in file.problems
            if one.code in ("unseen_cell", "error_cell", "unsaved_formula")]  # fmt: skip
    assert sorted(said) == [
        ("D2", "unseen_cell", True), ("D3", "unseen_cell", True), ("E4", "unsaved_formula", False),
    ]  # fmt: skip
    assert store.rows("recovery")["system"].tolist() == ["C"]


def test_a_form_with_its_choices_unticked_is_unfilled() -> None:
    rows: list[Row] = [
        ["Drill", "System", "RTO (h)", "Start", "End", "Result"],
        ["D1", "CRM", 4, "2025-03-03 08:00", "2025-03-03 09:00", "Pass"],
        ["[Drill]", "[System Name]", "___", "HH:MM", "HH:MM", "Pass/Fail"],
    ]
    reading = read(rows)
    assert frame_of(reading)["system"].tolist() == ["CRM"]
    assert [one.why for one in reading.tables[0].found.skipped] == ["unfilled template row"]


def test_one_drill_may_tell_more_than_the_other() -> None:
    rows: list[Row] = [["System", "Q1 Drill RTO", "Q1 Drill RTA", "Q2 Drill RTO", "Q2 Drill RTA",
                        "Q2 Drill RPA"], ["A", "2 h", "1 h", "2 h", "90 min", "5 min"]]  # fmt: skip
    frame = frame_of(read(rows)).set_index("drill")
    assert frame["recovery_time_seconds"].tolist() == [3600, 5400]
    assert frame.loc["Q2 Drill", "data_loss_seconds"] == 300


def test_labels_and_values_in_one_cell_each_side_by_side() -> None:
    rows: list[Row] = [["Drill: Falcon", "Date: 5 May 2025", None], ["System", "Start", "End"],
                       ["Billing", "22:00", "23:30"]]  # fmt: skip
    frame = frame_of(read(rows))
    assert frame["drill"].tolist() == ["Falcon"]
    assert frame["disrupted_at"].tolist() == [utc("2025-05-05 20:00")]


def test_steps_that_wait_for_each_other_are_told() -> None:
    rows: list[Row] = [["Drill", "Task", "Depends on", "Started", "Finished"],
                       ["D1", "T1", None, "2025-03-03 08:00", "2025-03-03 08:10"],
                       ["D1", "T2", "T1; T3", "2025-03-03 08:10", "2025-03-03 08:20"],
                       ["D1", "T3", "T2", "2025-03-03 08:20", "2025-03-03 08:30"],
                       ["D2", "T3", "T2", "2025-03-03 08:20", "2025-03-03 08:30"]]  # fmt: skip
    (said,) = [one for t in read(rows).tables for one in t.problems if one.code == "ring"]
    assert said.cell in ("C3", "C4")
    assert {"T2", "T3"} <= set(said.message.replace(",", "").split())
    assert "T1" not in said.message.split()


def test_a_quarter_or_month_in_a_name_is_no_day_and_is_told_once_a_file(store: Store) -> None:
    """A drill is of the quarter in which it ended (metrics.md, rule 8): its name ends no drill."""
    first: list[Row] = [HEAD, ["Q1 2025", "CRM", "4 h", "3 h"], ["2025-Q2", "CRM", "4 h", "3 h"]]
    second: list[Row] = [HEAD, ["March 2025", "CRM", "4 h", "3 h"], ["D1", "CRM", "4 h", "3 h"]]
    file = load(store, {"A": first, "B": second}, name="r.xlsx")
    (said,) = [one for one in file.problems if one.code == "no_day"]
    assert said.sheet is None
    assert said.message == (
        "No date is known yet of Q1 2025, 2025-Q2, March 2025, D1: the results load, and count in "
        "no quarter until one is. A quarter or month in a name (Q1 2025, 2025-Q2, March 2025) is "
        "no day, and a drill counts in the quarter of the day it ended."
    )
    assert "Drill date | 12 Feb 2025" in (said.expected or "")
    assert "drill" not in {one.record for one in file.outputs}  # no row, no day is made up


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([["System", "Tier", "RTO"], ["CRM", "1", "4 h"]], "Systems are of no drill"),
        (results(["DR-1", "CRM", "2025-02-12 08:00", "2025-02-12 09:00", "4 h", "passed"]),
         "its tables name their drills themselves"),
    ],
    ids=["an inventory", "a column of drills"],
)  # fmt: skip
def test_a_drill_that_was_named_for_nothing_is_said_to_be_unused(rows: list[Row], why: str) -> None:
    (said,) = [one for one in read(rows, Told(drill="DR-9")).problems if one.code == "drill_unused"]
    assert said.severity == "warning"
    assert said.message == f"The drill you named, DR-9, is not used: {why}."


def test_a_drill_that_was_used_is_not_told_of() -> None:
    rows = [["System", "RTO", "Actual RTO"], ["CRM", "4 h", "3 h"]]
    assert "drill_unused" not in {one.code for one in read(rows, Told(drill="DR-9")).problems}
