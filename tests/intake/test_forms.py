"""Sheets that are nothing but labels and values, one row each, worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from data.intake.forms import label_cell
from data.store import Store
from tests.intake.loading import load, read, rows_of
from tests.intake.test_mending import mended

Rows = list[list[Any]]
# fmt: off
PAYROLL: Rows = [["DR Test Sheet", None], ["System", "Payroll Platform"], ["Drill", "DRX-1"],
           ["Date", "14/02/2025"], ["RTO", "4 h"], ["Disrupted", "22:10"], ["Restored", "01:35"],
           ["Outcome", "PASS"]]
EMAIL: Rows = [["DR Test Sheet", None], ["System", "Email Platform"], ["Drill", "DRX-1"],
         ["Date", "14/02/2025"], ["RTO", "2 h"], ["Disrupted", "09:00"], ["Restored", "11:45"],
         ["Outcome", "FAIL"]]
# fmt: on


def changed(form: Rows, **values: Any) -> Rows:  # noqa: ANN401
    return [[row[0], values.get(str(row[0]), row[1])] for row in form]


def test_a_form_a_system_is_a_row_each_with_the_cells_it_came_from(store: Store) -> None:
    done = load(store, {"Payroll": PAYROLL, "Email": EMAIL}, "tests.xlsx")
    assert done.status == "loaded"
    rows = store.rows("recovery").set_index("system")
    # Johannesburg is two hours ahead; 01:35 is after midnight.
    assert str(rows.loc["Payroll Platform", "disrupted_at"]) == "2025-02-14 20:10:00+00:00"
    assert str(rows.loc["Payroll Platform", "restored_at"]) == "2025-02-14 23:35:00+00:00"
    assert rows["rto_seconds"].to_dict() == {"Email Platform": 7200, "Payroll Platform": 14400}
    assert rows["outcome"].to_dict() == {"Email Platform": "failed", "Payroll Platform": "passed"}
    key = rows.loc["Email Platform", "row_key"]
    told = store.lineage("recovery", [key]).set_index("field")
    assert told.loc["restored_at", ["sheet", "cell", "raw"]].tolist() == ["Email", "B7", "11:45"]
    assert told.loc["rto_seconds", "cell"] == "B5"
    (drill,) = store.rows("drill")["drill"]
    assert drill == "DRX-1"


def test_its_headings_are_its_labels() -> None:
    (table, _) = read({"Payroll": PAYROLL, "Email": EMAIL}, name="tests.xlsx").tables
    assert table.found.headings == [row[0] for row in PAYROLL[1:]]
    assert table.found.title == ["DR Test Sheet"]
    assert (table.found.range, table.found.row_count) == ("A1:B8", 1)
    assert label_cell(table.found, table.found.first_column + 4) == "A6"


@pytest.mark.parametrize("shift", [0, 3])
def test_a_value_that_cannot_be_read_is_told_by_its_cell(shift: int) -> None:
    form = [[None] * shift + row for row in changed(PAYROLL, Restored="25:10")]
    reading = read({"Payroll": form}, name="tests.xlsx")
    rows = rows_of(reading)
    (problem,) = [one for one in rows.problems if one.row_rejected]
    assert (problem.cell, problem.value) == ("BE"[shift > 0] + "7", "25:10")
    assert rows.rejected["row_number"].tolist() == [1]


def test_a_form_that_waits_is_mended_by_its_cell(store: Store) -> None:
    form = {"Payroll": changed(PAYROLL, Restored="25:10")}
    number = load(store, form, "tests.xlsx").import_id
    assert number is not None
    assert store.rows("recovery").empty
    done = mended(store, number, form, {1: {"Restored": "01:35"}}, "tests.xlsx")
    assert (len(done.loaded), done.added) == (1, 1)
    assert store.import_detail(done.import_id or 0)["options"]["cells"] == [
        {"sheet": "Payroll", "cell": "B7", "old": "25:10", "new": "01:35"}
    ]
    told = store.lineage("recovery", ['["DRX-1", "Payroll Platform"]']).set_index("field")
    assert told.loc["restored_at", ["cell", "raw", "mended"]].tolist() == ["B7", "25:10", "01:35"]


def test_forms_below_each_other_are_a_row_each() -> None:
    reading = read({"Systems": [*PAYROLL, [], *EMAIL]}, name="tests.xlsx")
    found = [one for table in reading.tables for one in table.outputs if not one.is_parent]
    assert [list(one.frame["system"]) for one in found] == [["Payroll Platform"],
                                                           ["Email Platform"]]  # fmt: skip
    cells = {one.field: one.cell for one in found[1].lineage}
    assert (cells["restored_at"], cells["system"]) == ("B16", "B11")


def test_blocks_of_one_form_are_one_row() -> None:
    form = [*PAYROLL[1:4], [], *PAYROLL[4:]]
    rows = rows_of(read({"Payroll": form}, name="tests.xlsx"))
    assert len(rows.frame) == 1
    assert {one.field: one.cell for one in rows.lineage}["restored_at"] == "B7"


def test_a_form_nobody_filled_in_is_no_row() -> None:
    blank = [[row[0], None] for row in PAYROLL]
    reading = read({"Payroll": PAYROLL, "Next": blank}, name="tests.xlsx")
    rows = [one for table in reading.tables for one in table.outputs if not one.is_parent]
    assert [len(one.frame) + len(one.rejected) for one in rows] == [1]


COVER: Rows = [["Drill", "DRX-1"], ["System", "Payroll Platform"], ["Date", "14/02/2025"],
         ["Disrupted", "22:10"], ["Restored", "01:35"]]  # fmt: skip
TASKS: Rows = [["Task", "Team", "Planned start"], ["Stop jobs", "Ops", "22:15"],
         ["Restore", "DBA", "22:30"]]  # fmt: skip


def test_the_only_form_of_a_book_holds_for_its_tables_too() -> None:
    reading = read({"Cover": COVER, "Runbook": TASKS}, name="runbook.xlsx")
    rows = {one.record: one for table in reading.tables for one in table.outputs
            if not one.is_parent}  # fmt: skip
    assert list(rows["recovery"].frame["system"]) == ["Payroll Platform"]
    assert set(rows["task"].frame["drill"]) == {"DRX-1"}


def test_a_cover_without_a_result_stays_one() -> None:
    cover = [["Drill", "DRX-1"], ["System", "Payroll Platform"], ["Date", "14/02/2025"]]
    reading = read({"Cover": cover, "Runbook": TASKS}, name="runbook.xlsx")
    rows = [one for table in reading.tables for one in table.outputs if not one.is_parent]
    assert [one.record for one in rows] == ["task"]
    assert set(rows[0].frame["drill"]) == {"DRX-1"}


def test_a_line_of_the_only_form_is_told_at_its_own_cell() -> None:
    sheets = {"Cover": changed(COVER, Date="31/02/2025"), "Runbook": TASKS}
    reading = read(sheets, name="runbook.xlsx")
    told = {(one.sheet, one.cell) for table in reading.tables
            for one in [*table.problems, *(p for rows in table.outputs for p in rows.problems)]
            if one.value == "31/02/2025"}  # fmt: skip
    assert told == {("Cover", "B3")}
