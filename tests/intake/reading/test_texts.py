"""Text files: encodings, delimiters, quotes and rows that do not fit."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from data.intake.reading.book import Book, Cell, Sheet, UnreadableFile
from data.intake.reading.delimited import sniffed
from data.intake.reading.guarded import read_book
from data.intake.reading.tables import find_tables

TABLE = [
    ["System", "Town", "Took"], ["CRM", "Zürich", "3,5 h"], ["Payroll", "Málaga", "2 h"],
    ["Intranet", "Gdańsk", "1 h"],
]  # fmt: skip


def read(data: bytes) -> Book:
    return read_book(data, "table.csv")


def cells(sheet: Sheet) -> list[list[Cell]]:
    return [sheet.grid.row(row) for row in range(sheet.grid.row_count)]


def written(delimiter: str = ",", end: str = "\r\n") -> str:
    """The table, quoted where its delimiter needs it."""
    rows = []
    for row in TABLE:
        rows.append(delimiter.join(f'"{v}"' if delimiter in v else v for v in row))
    return end.join(rows) + end


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_delimiters_and_encodings(delimiter: str, encoding: str) -> None:
    book = read(written(delimiter).encode(encoding))
    assert cells(book.sheets[0]) == TABLE
    assert book.delimiter == delimiter
    assert book.format == ("tsv" if delimiter == "\t" else "csv")


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_western_letters_without_a_mark_are_a_guess_that_is_told(encoding: str) -> None:
    rows = "System;Ort;Dauer\n" + "Lohn;Zürich;3,5 h\nPost;Düsseldorf für alle;2 h\n" * 20
    book = read(rows.encode(encoding))
    assert book.sheets[0].grid.cell(1, 1) == "Zürich"
    assert "look at names with accents" in book.remarks[0]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str) -> None:
    assert cells(read(written(end=end).encode()).sheets[0]) == TABLE


def test_a_named_separator() -> None:
    book = read(b"sep=;\nSystem;Took\nCRM;3,5 h\nERP;2,0 h\n")
    assert cells(book.sheets[0]) == [["System", "Took"], ["CRM", "3,5 h"], ["ERP", "2,0 h"]]
    assert book.sheets[0].line(0) == 2


def test_decimal_commas_do_not_divide() -> None:
    book = read(b"System;Hours;Cost\nCRM;3,5;1,25\nERP;2,0;0,75\n")
    assert book.delimiter == ";"
    assert book.sheets[0].grid.row(1) == ["CRM", "3,5", "1,25"]


def test_one_column() -> None:
    assert cells(read(b"System\nCRM\nPayroll\n").sheets[0]) == [["System"], ["CRM"], ["Payroll"]]


def test_nul_characters_are_left_out_and_told() -> None:
    book = read(b"System,Took\nCR\0M,3h\nERP,2h\n" + b"Mail,1h\n" * 30)
    assert book.sheets[0].grid.cell(1, 0) == "CRM"
    assert book.remarks == ["contains NUL characters, which were left out"]


def test_line_breaks_in_a_value_keep_rows_and_lines_apart() -> None:
    sheet = read(b'System,Note\nCRM,"two\nlines"\nERP,one\n').sheets[0]
    assert cells(sheet)[1:] == [["CRM", "two\nlines"], ["ERP", "one"]]
    assert [sheet.line(row) for row in range(3)] == [1, 2, 4]


def test_ragged_rows_stay_where_they_are_and_are_told() -> None:
    sheet = read(b"a,b,c\n1,2,3\n4,5\n6,7,8,9\n1,2,3\n").sheets[0]
    assert sheet.ragged_rows == {2: 2, 3: 4}
    assert sheet.grid.row(2) == ["4", "5", None, None]
    (table,) = find_tables(sheet)
    assert table.ragged == {2: 2, 3: 4}


def test_a_quote_that_never_closes_costs_one_row_not_the_file() -> None:
    rows = b"System,Took,Note\n" + b"CRM,3h,fine\n" * 30 + b'ERP,"2h,odd\n' + b"Mail,1h,fine\n" * 30
    sheet = read(rows).sheets[0]
    assert sheet.grid.row_count == 62
    assert sheet.grid.row(31) == ["ERP", '"2h', "odd"]


@pytest.mark.parametrize(
    "name",
    ["comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines",
     "newlines_crlf", "quotes_and_newlines", "simple", "simple_crlf", "utf8"],
)  # fmt: skip
def test_csv_spectrum_equals_its_twins(name: str, examples: Path) -> None:
    """csv-spectrum; `location_coordinates` differs in its own two files and is tested below."""
    folder = examples / "csv_dialects"
    twin = json.loads((folder / "json" / f"{name}.json").read_text("utf-8"))
    headings, *rows = cells(read_book(folder / "csvs" / f"{name}.csv").sheets[0])
    found = [{str(h): v or "" for h, v in zip(headings, row, strict=True)} for row in rows]
    if "crlf" in name:  # the twin of the file with \r\n keeps them inside values as they are
        found = json.loads(json.dumps(found).replace("\\r\\n", "\\n"))
        twin = json.loads(json.dumps(twin).replace("\\r\\n", "\\n"))
    assert found == twin


def test_stray_quotes_inside_values_stay(examples: Path) -> None:
    sheet = read_book(examples / "csv_dialects" / "csvs" / "location_coordinates.csv").sheets[0]
    assert sheet.grid.cell(1, 1) == "37\ufffd36'37.8\"N 121\ufffd2'17.9\"W"


POLLUTED = [
    "file_double_trailing_newline", "file_escape_char_0x00", "file_escape_char_0x5C",
    "file_field_delimiter_0x2C_0x20", "file_field_delimiter_0x3B", "file_field_delimiter_0x9",
    "file_header_multirow_2", "file_header_multirow_3", "file_header_only", "file_multitable_less",
    "file_multitable_more", "file_multitable_same", "file_no_header", "file_no_trailing_newline",
    "file_one_data_row", "file_preamble", "file_quotation_char_0x27", "file_record_delimiter_0xA",
    "file_record_delimiter_0xD", "row_extra_quote14_col2", "row_extra_quote40_col2",
    "row_field_delimiter_0_0x20", "row_less_sep_row15_col2", "row_less_sep_row44_col5",
    "row_more_sep_row42_col8", "row_more_sep_row56_col6", "source",
]  # fmt: skip
DAMAGED_ROWS = {  # file → the one data row (from 0) that cannot be as in the source
    "row_extra_quote14_col2": 13, "row_extra_quote40_col2": 39, "row_less_sep_row15_col2": 14,
    "row_less_sep_row44_col5": 43, "row_more_sep_row42_col8": 41, "row_more_sep_row56_col6": 55,
}  # fmt: skip


@pytest.mark.parametrize("name", POLLUTED)
def test_the_polluted_table_is_found_whole(name: str, examples: Path) -> None:
    """Every undamaged row equals the source, value by value; a damaged one stands at its place."""
    folder = examples / "csv_polluted"
    expected = json.loads((folder / "expected.json").read_text())[f"{name}.csv"]
    with (folder / "source.csv").open(newline="") as file:
        headings, *source = csv.reader(file)
    book = read_book(folder / f"{name}.csv")
    assert book.delimiter == expected["delimiter"].strip(" ")
    sheet = book.sheets[0]
    table = find_tables(sheet)[0]
    assert len(table.heading_rows) == expected["header_lines"]
    assert (table.headings or [])[:9] == (headings if expected["header_lines"] else [])
    count = expected["clean_data_rows"]
    rows = [
        [cell or "" for cell in sheet.grid.row(int(row))[:9]] for row in table.data_rows[:count]
    ]
    assert len(rows) == count
    if name == "file_quotation_char_0x27":  # it doubles the quotes that are no quotes any more
        rows = [[str(cell).replace('""', '"') for cell in row] for row in rows]
    odd = DAMAGED_ROWS.get(name)
    differing = [n for n, row in enumerate(rows) if row != source[n][: len(row)]]
    assert differing == ([] if odd is None or rows[odd] == source[odd] else [odd])
    if odd is not None and name.startswith(("row_m", "row_l")):
        assert list(table.ragged) == [int(table.data_rows[odd])]


def test_spaces_as_delimiter_are_seen_and_every_odd_row_is_told(examples: Path) -> None:
    """Unquoted values with spaces cannot be told apart: each such row is named as ragged."""
    sheet = read_book(examples / "csv_polluted" / "file_field_delimiter_0x20.csv").sheets[0]
    (table,) = find_tables(sheet)
    assert table.headings is not None
    assert table.headings[:9] == [
        "DATE", "TIME", "Qty", "PRODUCTID", "Price", "ProductType", "ProductDescription", "URL",
        "Comments",
    ]  # fmt: skip
    assert len(table.data_rows) == 83
    whole = [row for row in table.data_rows.tolist() if row not in table.ragged]
    assert all(str(sheet.grid.cell(row, 7)).startswith("https://") for row in whole)


def test_an_empty_file_is_refused(examples: Path) -> None:
    with pytest.raises(UnreadableFile, match="is empty"):
        read_book(examples / "csv_polluted" / "file_no_payload.csv")


@pytest.mark.parametrize("folder", ["drill_logs", "drill_tables", "incidents"])
def test_tables_people_published(folder: str, examples: Path) -> None:
    for path in sorted((examples / folder).glob("*.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            wanted = list(csv.reader(file))
        sheet = read_book(path).sheets[0]
        assert [[cell or "" for cell in row] for row in cells(sheet)] == wanted, path.name
        (table,) = find_tables(sheet)
        assert table.headings == wanted[0], path.name
        assert len(table.data_rows) == len(wanted) - 1, path.name


def test_the_dialect_alone() -> None:
    encoding, dialect = sniffed(b"at;event\n1;restored\n2;failed\n")
    assert (encoding.name, dialect.delimiter, dialect.width) == ("utf-8", ";", 2)
