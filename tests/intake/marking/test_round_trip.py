"""Upload, marked copy, mend, upload: every row loads; unmended, the same is said again."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from data.intake.importing import FileOutcome, ImportOptions, import_files
from data.intake.marking import marked_copy
from data.store import Store
from tests.intake.loading import NOW
from tests.intake.marking.making import LIST, listed, opened, simple

HEADINGS = ["Drill", "System", "Outage began", "Server up", "RTO"]
ROWS: list[list[str | None]] = [
    [*HEADINGS],
    ["DR-1", "CRM", "2025-02-12 08:00", "2025-02-12 11:00", "4h"],
    ["DR-1", "ERP", "2025-02-12 08:00", "2025-02-12 25:10", "4h"],
    ["DR-1", "Mail", "2025-02-12 08:00", "noonish", "-2h"],
    ["DR-1", None, "2025-02-12 08:00", "2025-02-12 10:00", "1h"],
]
MENDED = {"D3": "2025-02-12 15:10", "D4": "2025-02-12 12:00", "E4": "2h", "B5": "Voice"}


def bring(store: Store, name: str, content: bytes) -> FileOutcome:
    (outcome,) = import_files(store, [(name, content)], ImportOptions(), now=NOW).files
    return outcome


def told(outcome: FileOutcome) -> list[tuple[str | None, str | None, str | None, str]]:
    return [
        (one.sheet, one.cell, one.value, one.message)
        for one in outcome.problems
        if one.row_rejected
    ]


def mended(content: bytes, cells: dict[str, str], sheet: str = "Results") -> bytes:
    """The workbook once a person wrote over these cells."""
    book = opened(content)
    for cell, value in cells.items():
        book[sheet][cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_mended_and_uploaded_again_every_row_loads(store: Store) -> None:
    first = bring(store, "q1.xlsx", simple(ROWS, "Results"))
    assert (first.status, first.rejected) == ("partly loaded", 3)
    copy = marked_copy("q1.xlsx", first.content, first.problems)
    waiting = {line[1] for line in listed(copy.content) if line[5] == "Error: the row waits"}
    assert waiting == set(MENDED)
    second = bring(store, copy.file_name, mended(copy.content, MENDED))
    assert (second.status, second.rejected) == ("loaded", 0)
    assert second.reading is not None
    assert [table.found.sheet for table in second.reading.tables if table.record] == ["Results"]
    assert {table.found.sheet for table in second.reading.tables} == {"Results"}
    rows = store.rows("recovery")
    assert sorted(rows["system"]) == ["CRM", "ERP", "Mail", "Voice"]
    (difference,) = [one for one in second.differences[0] if one.added]
    assert (difference.added, difference.unchanged, difference.missing) == (3, 1, [])


def test_unmended_it_says_the_same_of_the_same_cells(store: Store) -> None:
    first = bring(store, "q1.xlsx", simple(ROWS, "Results"))
    copy = marked_copy("q1.xlsx", first.content, first.problems)
    second = bring(store, copy.file_name, copy.content)
    assert told(second) == told(first)
    assert len(told(first)) == 4
    assert second.rejected == first.rejected


def test_what_the_store_keeps_of_an_import_makes_the_same_copy(store: Store) -> None:
    first = bring(store, "q1.xlsx", simple(ROWS, "Results"))
    assert first.import_id is not None
    name, content = store.original(first.import_id)
    kept = store.import_detail(first.import_id)["problems"]
    assert marked_copy(name, content, kept) == marked_copy("q1.xlsx", content, first.problems)


@pytest.mark.parametrize("called", ["DR-7 - to mend.xlsx", "DR-7 - to mend (1).xlsx"])
def test_a_drill_known_by_the_file_s_name_is_the_same_one(store: Store, called: str) -> None:
    rows = [row[1:] for row in ROWS[:3]]
    first = bring(store, "DR-7.xlsx", simple(rows, "Results"))
    copy = marked_copy("DR-7.xlsx", first.content, first.problems)
    second = bring(store, called, mended(copy.content, {"C3": "2025-02-12 15:10"}))
    assert second.rejected == 0
    assert set(store.rows("recovery")["drill"]) == {"DR-7"}
    assert len(store.rows("recovery")) == 2


def test_a_row_left_out_of_the_mended_copy_is_missing_from_the_file(store: Store) -> None:
    first = bring(store, "q1.xlsx", simple([*ROWS[:2], ["DR-1", "A", *ROWS[1][2:]], ROWS[2]]))
    copy = marked_copy("q1.xlsx", first.content, first.problems)
    book = opened(copy.content)
    book["Results"].delete_rows(2, 2)
    book["Results"]["D2"] = "2025-02-12 15:10"
    book["Results"].append(["DR-1", "A", *ROWS[1][2:]])
    out = io.BytesIO()
    book.save(out)
    second = bring(store, copy.file_name, out.getvalue())
    missing = [key for table in second.differences for one in table for key in one.missing]
    assert missing == ['["DR-1", "CRM"]']


def test_the_list_alone_is_refused_with_the_way_out(store: Store) -> None:
    first = bring(store, "q1.csv", b"Drill,System,RTO,Actual RTO\nDR-1,CRM,-4 h,3 h\n")
    copy = marked_copy("q1.csv", first.content, first.problems)
    assert not copy.is_annotated
    second = bring(store, copy.file_name, copy.content)
    assert second.status == "refused"
    assert second.message == (
        "q1 - what to mend.xlsx is Drillboard's list of what to mend: mend the cells in your own "
        "file and upload that"
    )


def test_a_persons_own_sheet_of_that_name_is_read(store: Store) -> None:
    outcome = bring(store, "q1.xlsx", simple(ROWS[:2], LIST))
    assert (outcome.status, len(store.rows("recovery"))) == ("loaded", 1)


def test_the_fault_list_of_a_real_file_names_its_rows(store: Store, examples: Path) -> None:
    file = examples / "outages" / "2019_Annual_Summary.xls"
    outcome = bring(store, file.name, file.read_bytes())
    copy = marked_copy(file.name, outcome.content, outcome.problems)
    waiting = {(line[0], line[1]) for line in listed(copy.content) if "row waits" in str(line[5])}
    expected = {
        (one.sheet, one.cell or f"row {one.row}") for one in outcome.problems if one.row_rejected
    }
    assert waiting == expected
    assert any(str(cell).endswith("182") for _, cell in waiting)
