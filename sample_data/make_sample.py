"""Write the sample files: `python -m sample_data.make_sample [FOLDER]`.

The outcome is the same every time: fixed document properties, nothing random, no clock.
"""

from __future__ import annotations

import csv
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sample_data.content import (
    drill_2025_01,
    drill_2025_02,
    drills_2024_q3,
    drills_2024_q4,
    findings,
    logs,
    organisation,
    programme,
    register,
    survey,
)
from sample_data.content.sheets import NOTICE, Book, Cell, Delimited, Formula, Row, Sheet

FOLDER = Path(__file__).parent
BOOKS: tuple[Book, ...] = (
    organisation.BOOK,
    register.BOOK,
    drills_2024_q3.BOOK,
    drills_2024_q4.BOOK,
    drill_2025_01.BOOK,
    drill_2025_02.BOOK,
    findings.BOOK,
    programme.BOOK,
)
TEXTS: tuple[Delimited, ...] = (logs.DRILL_1, logs.DRILL_2, survey.ANSWERS)

_WRITTEN_ON = datetime(2025, 3, 31, 16, 0)
_STYLES: dict[str, dict[str, object]] = {
    "notice": {"italic": True, "font_color": "#BF4A12"},
    "title": {"bold": True, "font_size": 14},
    "heading": {"bold": True, "bg_color": "#DCE6F6", "border": 1, "text_wrap": True},
    "text": {"text_wrap": True, "valign": "top"},
    "day": {"num_format": "dd mmm yyyy"},
    "moment": {"num_format": "dd mmm yyyy hh:mm"},
    "time": {"num_format": "hh:mm"},
    "span": {"num_format": "[h]:mm"},
    "amount": {"num_format": "#,##0"},
}


def write_book(book: Book, folder: Path) -> Path:
    """The workbook on disk; its bytes depend on the content alone."""
    path = folder / book.file
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as workbook:
        workbook.set_properties(
            {
                "title": path.stem,
                "author": "Online Marketplace Office (sample)",
                "comments": NOTICE,
                "created": _WRITTEN_ON,
            }
        )
        styles = {name: workbook.add_format(rules) for name, rules in _STYLES.items()}
        for sheet in book.sheets:
            _write_sheet(workbook.add_worksheet(sheet.name), sheet, styles)
    return path


def write_text(text: Delimited, folder: Path) -> Path:
    """The delimited file on disk, with the line ends Excel writes."""
    path = folder / text.file
    encoding = "utf-8-sig" if text.with_mark else "utf-8"
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=text.delimiter)
        writer.writerow(text.headings)
        writer.writerows(text.rows)
    return path


def write_all(folder: Path) -> list[Path]:
    """Every sample file, written to a folder."""
    written = [write_book(book, folder) for book in BOOKS]
    return written + [write_text(text, folder) for text in TEXTS]


def _write_sheet(target: Worksheet, sheet: Sheet, styles: dict[str, Format]) -> None:
    target.write_string(0, sheet.left, NOTICE, styles["notice"])
    target.write_string(1, sheet.left, sheet.title, styles["title"])
    row = 3
    if sheet.facts:
        for position, (name, value) in enumerate((("Field", "Value"), *sheet.facts)):
            style = styles["heading"] if not position else styles["text"]
            target.write_string(row, sheet.left, name, style)
            _write_cell(target, row, sheet.left + 1, value, styles, {})
            row += 1
        row += 1
    for column, heading in enumerate(sheet.headings, start=sheet.left):
        target.write_string(row, column, heading, styles["heading"])
        target.set_column(column, column, _width(sheet, column - sheet.left))
    first = row + 2  # as Excel counts
    for cells in sheet.rows:
        row += 1
        _write_row(target, row, sheet.left, cells, styles, {})
    if sheet.total:
        last = row + 1
        _write_row(target, row + 2, sheet.left, sheet.total, styles, {"first": first, "last": last})


def _write_row(
    target: Worksheet,
    row: int,
    left: int,
    cells: Row,
    styles: dict[str, Format],
    places: dict[str, int],
) -> None:
    for column, value in enumerate(cells, start=left):
        _write_cell(target, row, column, value, styles, places)


def _write_cell(
    target: Worksheet,
    row: int,
    column: int,
    value: Cell,
    styles: dict[str, Format],
    places: dict[str, int],
) -> None:
    match value:
        case None:
            return
        case Formula(text=text, value=saved, style=style):
            text = text.format(row=row + 1, **places)
            target.write_formula(row, column, text, styles[style], saved)
        case datetime():
            target.write_datetime(row, column, value, styles["moment"])
        case date():
            target.write_datetime(row, column, value, styles["day"])
        case time():
            target.write_datetime(row, column, value, styles["time"])
        case timedelta():
            target.write_datetime(row, column, value, styles["span"])
        case int() | float():
            style = "amount" if abs(value) >= 1000 else "text"
            target.write_number(row, column, value, styles[style])
        case str():
            target.write_string(row, column, value, styles["text"])


def _width(sheet: Sheet, column: int) -> int:
    """A width in which most of a column's texts stand, between 9 and 44 characters."""
    texts = [str(cells[column]) for cells in sheet.rows if column < len(cells) and cells[column]]
    dated = any(isinstance(cells[column], date) for cells in sheet.rows if column < len(cells))
    longest = 17 if dated else max(map(len, texts), default=0)
    return max(9, min(44, max(longest, len(sheet.headings[column]) // 2) + 2))


if __name__ == "__main__":
    for path in write_all(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER):
        print(path.name)
