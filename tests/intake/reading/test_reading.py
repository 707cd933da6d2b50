"""Files become books: values as they were typed, addresses kept, what hides named."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import threading
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from data.intake.reading.addresses import cell_of, range_of
from data.intake.reading.book import Book, Grid, Sheet, UnreadableFile, cell_name, range_name
from data.intake.reading.coding import coded_columns
from data.intake.reading.guarded import read_book
from data.intake.reading.limits import Limits
from data.intake.reading.raw import RawBook, RawSheet
from data.intake.reading.receiving import received_book
from data.intake.reading.sending import sent
from tests.intake.reading.workbooks import bare, rows_of, workbook

CELLS = st.one_of(
    st.none(), st.text(max_size=20), st.integers(-(2**63), 2**63 - 1), st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False), st.sampled_from([1, 1.0, True, 0, False]),
    st.dates(), st.times().map(lambda t: t.replace(microsecond=0)),
    st.datetimes().map(lambda t: t.replace(microsecond=0)),
    st.timedeltas(dt.timedelta(-99), dt.timedelta(99)).map(
        lambda t: dt.timedelta(seconds=round(t.total_seconds()))
    ),
)  # fmt: skip


def crossed(rows: list[list[Any]]) -> Grid:
    """Rows sent from one process to another, without the process."""
    columns, count = coded_columns(rows, piece=3)
    raw = RawBook("csv", [RawSheet("any", columns, count)])
    return received_book(b"".join(sent(raw)), "x", "", 0).sheets[0].grid


@given(st.lists(st.lists(CELLS, max_size=5), max_size=9))
def test_every_cell_crosses_with_its_value_and_its_type(rows: list[list[Any]]) -> None:
    grid = crossed(rows)
    assert (grid.row_count, grid.column_count) == (len(rows), max(map(len, rows), default=0))
    for r, row in enumerate(rows):
        for c in range(grid.column_count):
            wanted = row[c] if c < len(row) else None
            wanted = None if wanted == "" else wanted
            assert grid.cell(r, c) == wanted
            assert type(grid.cell(r, c)) is type(wanted)


def test_cut_answers_are_noticed() -> None:
    columns, count = coded_columns([["a", 1.5], ["b", 2.5]])
    answer = b"".join(sent(RawBook("csv", [RawSheet(None, columns, count)])))
    for size in range(len(answer)):
        with pytest.raises(ValueError):
            received_book(answer[:size], "x", "", 0)


def test_serial_numbers_are_rounded_to_the_second_they_meant() -> None:
    grid = crossed([[dt.datetime(2025, 2, 14, 7, 59, 59, 971_200), dt.time(7, 59, 59, 999_999)],
                    [dt.datetime(2025, 2, 13, 23, 59, 59, 999_000), dt.time(23, 59, 59, 990_000)],
                    [dt.datetime(2025, 2, 14, 8, 0, 0, 123_400),
                     dt.timedelta(minutes=59, seconds=59, microseconds=999_999)]])  # fmt: skip
    assert grid.cell(0, 0) == dt.datetime(2025, 2, 14, 8)
    assert grid.cell(1, 0) == dt.date(2025, 2, 14)
    assert grid.cell(2, 0) == dt.datetime(2025, 2, 14, 8, 0, 0, 123_000)
    assert [grid.cell(r, 1) for r in range(3)] == [
        dt.time(8), dt.time(23, 59, 59), dt.timedelta(hours=1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("place", "name"), [((0, 0), "A1"), ((13, 5), "F14"), ((0, 26), "AA1"), ((9, 16383), "XFD10")]
)
def test_addresses(place: tuple[int, int], name: str) -> None:
    assert cell_name(*place) == name
    assert cell_of(name) == place
    assert range_of(range_name(*place, *place)) == (*place, *place)


def test_an_xlsx_with_everything(tmp_path: Path) -> None:
    path = tmp_path / "drill.xlsx"
    when = dt.datetime(2025, 2, 12, 8, 30)
    book = xlsxwriter.Workbook(path)
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    span = book.add_format({"num_format": "[h]:mm"})
    page = book.add_worksheet("Results")
    page.write_row(0, 0, ["System", "Down", "Took", "Met", "Ratio"])
    page.merge_range(1, 0, 3, 0, "CRM")
    page.write_datetime(1, 1, when, moment)
    page.write_number(1, 2, 28 / 24, span)
    page.write_boolean(1, 3, True)
    page.write_formula(1, 4, "=1/0", None, "#DIV/0!")
    page.set_row(2, None, None, {"hidden": True})
    page.set_column(3, 3, None, None, {"hidden": True})
    page.add_table(5, 0, 7, 1, {"name": "Gaps", "columns": [{"header": "Gap"}, {"header": "Due"}]})
    page.write_string(6, 0, "no runbook")
    page.write_string(7, 0, "old backup")
    book.add_worksheet("Lists").hide()
    book.close()
    read = read_book(path)
    sheet = read.sheets[0]
    assert (read.format, read.size) == ("xlsx", path.stat().st_size)
    assert read.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert [(one.name, one.is_hidden) for one in read.sheets] == [
        ("Results", False), ("Lists", True),
    ]  # fmt: skip
    assert sheet.grid.row(1) == ["CRM", when, dt.timedelta(hours=28), True, None]
    assert [sheet.grid.cell(row, 0) for row in (1, 2, 3)] == ["CRM"] * 3
    assert sheet.merged == [(1, 0, 3, 0)]
    assert sheet.error_cells == {(1, 4): "#DIV/0!"}
    assert sheet.unsaved_formulas == set()
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({2}, {3})
    assert [(one.name, one.range) for one in sheet.excel_tables] == [("Gaps", (5, 0, 7, 1))]


def test_formulas_without_a_saved_value_are_named() -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["System", "RTO", "Actual"])
    page.append(["CRM", 4, "=B2*2"])
    buffer = io.BytesIO()
    book.save(buffer)
    sheet = read_book(buffer.getvalue(), "made.xlsx").sheets[0]
    assert sheet.unsaved_formulas == {(1, 2)}
    assert sheet.grid.cell(1, 2) is None


def test_a_formula_that_gave_the_empty_text_is_saved() -> None:
    """As Excel writes `=IF(A2="","",1)`: t="str" and an empty value."""
    row = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str"><f>IF(A2="","",1)</f><v></v></c></row>'
    )
    sheet = read_book(bare(rows_of(row)), "a.xlsx").sheets[0]
    assert sheet.unsaved_formulas == set()


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_cells_without_addresses_and_with_prefixes(prefix: str) -> None:
    """As some programs write them: the order alone says where a cell stands."""
    p, space = prefix, 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    own = space if prefix else 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rows = (
        f'<{p}row><{p}c><{p}v>1</{p}v></{p}c><{p}c t="e"><{p}v>#N/A</{p}v></{p}c></{p}row>'
        f'<{p}row hidden="1"><{p}c><{p}f>A1</{p}f></{p}c><{p}c><{p}v>2</{p}v></{p}c></{p}row>'
    )
    sheet = read_book(
        bare(f"<{p}worksheet {own}><{p}sheetData>{rows}</{p}sheetData></{p}worksheet>"), "a.xlsx"
    ).sheets[0]
    assert sheet.error_cells == {(0, 1): "#N/A"}
    assert sheet.unsaved_formulas == {(1, 0)}
    assert sheet.hidden_rows == {1}
    assert sheet.grid.row(1) == [None, 2.0]


def test_a_formatted_cell_far_out_is_no_reason_to_refuse_when_small() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="9000"><c r="Z9000" s="1"/></row>'
    assert read_book(bare(rows_of(rows)), "a.xlsx").sheets[0].grid.cell(0, 0) == 1.0


def test_macros_are_named_and_links_are_not_followed(examples: Path) -> None:
    book = read_book(examples / "hostile" / "SimpleMacro.xlsm")
    assert book.has_macros
    assert book.remarks[0] == "contains macros, which were not run"


OUTSIDE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"


def test_links_to_other_files_are_listed() -> None:
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    link = (
        f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{OUTSIDE}" '
        'Target="gaps 2024.xlsx" TargetMode="External"/></Relationships>'
    )
    parts = {"xl/externalLinks/externalLink1.xml": "<externalLink/>",
             "xl/externalLinks/_rels/externalLink1.xml.rels": link}  # fmt: skip
    row = '<row r="1"><c r="A1"><f>[1]S!A1</f><v>1</v></c></row>'
    book = read_book(bare(rows_of(row), extra=parts), "a.xlsx")
    assert book.external_links == ["gaps 2024.xlsx"]
    assert "which were not opened" in book.remarks[0]


DATES = [dt.date(2021, 1, 1), dt.date(2021, 1, 2), dt.timedelta(days=10, seconds=54610)]


@pytest.mark.parametrize("name", ["date.xlsx", "date_1904.xlsx", "date.xlsb", "date.xls"])
def test_date_systems(name: str, examples: Path) -> None:
    book = read_book(examples / "workbooks" / name)
    assert [book.sheets[0].grid.cell(row, 0) for row in range(3)] == DATES
    assert book.is_1904 == (name == "date_1904.xlsx")


def test_iso_dates_and_open_document(examples: Path) -> None:
    iso = read_book(examples / "workbooks" / "date_iso.xlsx").sheets[0].grid
    assert [iso.cell(row, 0) for row in range(3)] == [
        dt.date(2021, 1, 1), dt.datetime(2021, 1, 1, 10, 10, 10), dt.time(10, 10, 10),
    ]  # fmt: skip
    ods = read_book(examples / "workbooks" / "date.ods").sheets[0].grid
    assert ods.cell(0, 0) == dt.date(2021, 1, 1)
    assert ods.cell(1, 0) == dt.datetime(2021, 1, 1, 10, 10, 10)


def test_error_cells_merges_and_an_empty_sheet(examples: Path) -> None:
    folder = examples / "workbooks"
    errors = read_book(folder / "errors.xlsx").sheets[0]
    assert list(errors.error_cells.values()) == [
        "#DIV/0!", "#NAME?", "#VALUE!", "#NULL!", "#REF!", "#NUM!", "#N/A",
    ]  # fmt: skip
    merged = read_book(folder / "merge_cells.xlsx").sheets[0]
    assert merged.merged == [(0, 0, 0, 1), (1, 0, 3, 0), (1, 1, 3, 3)]
    assert read_book(folder / "empty_sheet.xlsx").sheets[0].grid.row_count == 0
    notes = read_book(folder / "header-row.xlsx").sheets[0].grid
    assert notes.cell(2, 2) == "Note 1"


@pytest.mark.parametrize(("year", "rows"), [(2019, 278), (2023, 348)])
def test_the_outages(year: int, rows: int, examples: Path) -> None:
    grid = read_book(examples / "outages" / f"{year}_Annual_Summary.xls").sheets[0].grid
    assert grid.row_count == rows + 2
    assert grid.row(1)[1:5] == [
        "Date Event Began", "Time Event Began", "Date of Restoration", "Time of Restoration",
    ]  # fmt: skip
    assert {type(value) for value in grid.values(2)} >= {dt.time}


def text(book: Book) -> Sheet:
    (sheet,) = book.sheets
    assert sheet.name is None
    return sheet


def test_json_lists_objects_and_rows() -> None:
    objects = [{"system": "CRM", "tags": ["a", "b"], "met": True}, {"system": "ERP", "rto": 4}]
    grid = read_book(json.dumps(objects).encode(), "a.json").sheets[0].grid
    assert grid.row(0) == ["system", "tags", "met", "rto"]
    assert [grid.row(1), grid.row(2)] == [["CRM", "a; b", True, None], ["ERP", None, None, 4]]
    named = read_book(json.dumps({"drill": "DR-1", "rows": objects}).encode(), "a.json").sheets[0]
    assert named.name is None
    assert named.grid.row(1)[:2] == ["drill", "DR-1"]
    two = read_book(json.dumps({"gaps": objects, "actions": objects}).encode(), "a.json")
    assert [sheet.name for sheet in two.sheets] == ["gaps", "actions"]
    lines = "\n".join(json.dumps(one) for one in objects).encode()
    assert read_book(lines, "log.json").sheets[0].grid.row_count == 3


def test_numbers_json_cannot_mean_stay_text() -> None:
    grid = (
        read_book(b'[{"a": NaN, "b": 1e999, "c": 123456789012345678901}]', "a.json").sheets[0].grid
    )
    assert grid.row(1) == ["NaN", "inf", "123456789012345678901"]


def test_many_threads_read_at_once() -> None:
    data = [workbook([["System"], [f"system {n}"]]) for n in range(6)]
    read: list[Any] = [None] * 6

    def work(place: int) -> None:
        read[place] = read_book(data[place], "a.xlsx").sheets[0].grid.cell(1, 0)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read == [f"system {n}" for n in range(6)]


def test_a_large_text_is_read_from_its_path_only(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("at,event\n" + "2025-02-12T08:00:00Z,restored\n" * 50_000)
    small = Limits(size=100_000)
    with pytest.raises(UnreadableFile, match="is too large"):
        read_book(path.read_bytes(), "log.csv", limits=small)
    grid = text(read_book(path, limits=small)).grid
    assert grid.row_count == 50_001
    assert len(grid.values(1)) == 3
    assert np.bincount(grid.codes(1)).tolist() == [0, 1, 50_000]


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"^gone\.xlsx cannot be opened: "):
        read_book(tmp_path / "gone.xlsx")
