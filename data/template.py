"""An empty workbook to fill in: a sheet a record, drop-downs, notes, one example row, a dictionary.

Everything comes from the declaration. The example row is grey, says so in the cell behind it and
is never loaded (`data.examplerow`); what is typed over it is.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from data.examplerow import EXAMPLE_MARK, example_text
from data.fields import Field, Record
from data.records import RECORDS

_INK, _MUTED, _PAPER = "FF10141B", "FF6F6A5E", "FFF6F5F2"
_ROWS = 500  # how far down the drop-downs reach
_LISTS = "Lists"
_DICTIONARY_WIDTHS = (18, 22, 48, 9, 26, 40, 60)  # characters
_WRAP_LOSS = 5  # of them, as whole words are wrapped
_LINE_HEIGHT = 15.0  # points


def template(records: Sequence[str] = ()) -> bytes:
    """An .xlsx with one sheet for each record named (default: all), and a dictionary sheet.

    Raises KeyError for a record that is not declared.
    """
    chosen = [RECORDS[name] for name in records] or list(RECORDS.values())
    book = Workbook()
    book.remove(book.active)
    lists = _Lists()
    for record in chosen:
        _record_sheet(book.create_sheet(record.title[:31]), record, lists)
    _dictionary(book.create_sheet("Dictionary"), chosen)
    for sheet in book.worksheets:
        _set_for_print(sheet)
    lists.write(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class _Lists:
    """The allowed values of every drop-down, on a hidden sheet of their own."""

    def __init__(self) -> None:
        self._columns: dict[tuple[str, ...], int] = {}

    def range_of(self, values: tuple[str, ...]) -> str:
        column = self._columns.setdefault(values, len(self._columns) + 1)
        letter = get_column_letter(column)
        return f"{_LISTS}!${letter}$1:${letter}${len(values)}"

    def write(self, book: Workbook) -> None:
        if not self._columns:
            return
        sheet = book.create_sheet(_LISTS)
        sheet.sheet_state = "hidden"
        for values, column in self._columns.items():
            for row, value in enumerate(values, start=1):
                sheet.cell(row, column, value)


def _record_sheet(sheet: Worksheet, record: Record, lists: _Lists) -> None:
    for column, one in enumerate(record.fields, start=1):
        heading = sheet.cell(1, column, one.title)
        heading.font = Font(bold=True, color=_INK)
        heading.fill = PatternFill("solid", fgColor=_PAPER)
        heading.alignment = Alignment(wrap_text=True, vertical="top")
        heading.comment = Comment(_note(one), "Drillboard", width=280, height=120)
        example = sheet.cell(2, column)
        example.value = example_text(one)
        example.data_type = "s"  # an example is text, never a formula or a number of its own
        example.font = Font(italic=True, color=_MUTED)
        width = max(12, min(36, max(len(one.title), len(one.example)) + 3))
        sheet.column_dimensions[get_column_letter(column)].width = width
        values = one.values or (("Yes", "No") if one.kind == "boolean" else ())
        if values:
            rule = DataValidation(
                type="list", formula1=lists.range_of(values), allow_blank=True,
                showErrorMessage=one.kind != "outcome", errorTitle=one.title,
                error=f"Choose one of: {', '.join(values)}"[:250],
            )  # fmt: skip
            letter = get_column_letter(column)
            rule.add(f"{letter}3:{letter}{_ROWS}")
            sheet.add_data_validation(rule)
    mark = sheet.cell(2, len(record.fields) + 1, EXAMPLE_MARK)
    mark.font = Font(italic=True, color=_MUTED)
    sheet.freeze_panes = "A2"


def _set_for_print(sheet: Worksheet) -> None:
    """A sheet as wide as its page, the headings on each."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = "1:1"


def _note(one: Field) -> str:
    parts = [one.meaning, f"Example: {one.example}"]
    if one.required:
        parts.append("Needed in every row.")
    if one.values:
        parts.append("One of: " + ", ".join(one.values))
    return "\n".join(parts)


def _dictionary(sheet: Worksheet, records: Iterable[Record]) -> None:
    headings = ("Sheet", "Heading", "Meaning", "Needed", "Example", "Allowed", "Also read as")
    for column, text in enumerate(headings, start=1):
        sheet.cell(1, column, text).font = Font(bold=True)
    row = 2
    for record in records:
        for one in record.fields:
            values = (
                record.title, one.title, one.meaning, "yes" if one.required else "", one.example,
                ", ".join(one.values), ", ".join(one.headings),
            )  # fmt: skip
            for column, text in enumerate(values, start=1):
                cell = sheet.cell(row, column, text)
                cell.data_type = "s"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            # Said outright: not every program makes room for wrapped texts when it opens a file.
            lines = max(
                -(-len(text) // (width - _WRAP_LOSS))
                for text, width in zip(values, _DICTIONARY_WIDTHS, strict=True)
            )
            sheet.row_dimensions[row].height = _LINE_HEIGHT * max(1, lines)
            row += 1
    for letter, width in zip("ABCDEFG", _DICTIONARY_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
