"""Workbooks nobody here wrote, marked: every part but those with marks stays, every value too."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.intake.marking import marked_copy
from data.intake.reading.guarded import read_book
from tests.intake.marking.making import LIST, MADE_ANEW, listed, marked, parts, values, wrong

MARKABLE = (
    "workbooks/date.xlsx", "workbooks/date_1904.xlsx", "workbooks/date_iso.xlsx",
    "workbooks/empty_sheet.xlsx", "workbooks/errors.xlsx", "workbooks/header-row.xlsx",
    "workbooks/merge_cells.xlsx", "hostile/SimpleMacro.xlsm",
)  # fmt: skip


@pytest.mark.parametrize("name", MARKABLE)
def test_nothing_but_the_marks_changes(examples: Path, name: str) -> None:
    file = examples / name
    content = file.read_bytes()
    sheet = str(read_book(file).sheets[0].name)
    places = ("A1", "B2", "C3", "Z40")
    made = marked(content, *(wrong(cell, sheet) for cell in places), name=file.name)
    before, after = parts(content), parts(made)
    changed = {part for part in before if before[part] != after[part]} - MADE_ANEW
    assert len([part for part in changed if part.startswith("xl/worksheets/sheet")]) == 1
    assert all(part.startswith("xl/worksheets/") for part in changed)
    assert set(before) <= set(after)
    shown = values(made)
    assert len(listed(made)) == len(places)
    del shown[LIST]
    assert shown == values(content)
    seen = read_book(made, file.name)
    told, now = read_book(file).sheet(sheet), seen.sheet(sheet)
    assert (told.error_cells, told.unsaved_formulas, told.merged) == (
        now.error_cells, now.unsaved_formulas, now.merged,
    )  # fmt: skip


def test_macros_come_back_as_they_are(examples: Path) -> None:
    file = examples / "hostile" / "SimpleMacro.xlsm"
    copy = marked_copy(file.name, file.read_bytes(), [wrong("A1", "Sheet1")])
    assert copy.file_name == "SimpleMacro - to mend.xlsm"
    assert copy.mime == "application/vnd.ms-excel.sheet.macroEnabled.12"
    macros = "xl/vbaProject.bin"
    assert parts(copy.content)[macros] == parts(file.read_bytes())[macros]


@pytest.mark.parametrize(
    "name",
    ["workbooks/date.xls", "workbooks/date.xlsb", "workbooks/date.ods",
     "workbooks/pass_protected.xlsx", "hostile/poc-xmlbomb.xlsx", "hostile/issue_594_dos.ods",
     "outages/2019_Annual_Summary.xls", "drill_tables/t01_billing_recovery_time_log.csv"],
)  # fmt: skip
def test_what_cannot_be_marked_gets_a_list_with_addresses(examples: Path, name: str) -> None:
    file = examples / name
    copy = marked_copy(file.name, file.read_bytes(), [wrong("B14", "Sheet1")])
    assert (copy.file_name, copy.is_annotated) == (f"{file.stem} - what to mend.xlsx", False)
    assert listed(copy.content)[0][:2] == ("Sheet1", "B14")
