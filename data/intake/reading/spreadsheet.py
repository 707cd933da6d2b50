"""A workbook becomes a raw book: values by calamine, the rest by a scan of the XML beside it."""

from __future__ import annotations

import io
import re
import threading
import zipfile
from collections.abc import Callable

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from data.intake.reading.binary import scan_xls, scan_xlsb
from data.intake.reading.coding import coded_columns
from data.intake.reading.limits import MB, Limits
from data.intake.reading.markup import declared_tables, outside_links, sheet_parts
from data.intake.reading.opendocument import scan_ods
from data.intake.reading.raw import RawBook, RawSheet
from data.intake.reading.refusal import UnreadableFile
from data.intake.reading.safety import check_no_doctype, opened_zip, zip_format
from data.intake.reading.sidecar import SheetFindings, SheetScan, check_area, spelled

_SMALL = 16 * MB  # unpacked; below it the scan comes before the reading, above it beside it
_ASKED = re.compile(r"(\d+) cells requested")
_MANY_SHEETS = 500

DAMAGED = "is damaged: open it in Excel or LibreOffice, save it anew and upload that"


def read_zipped(data: bytes, limits: Limits, *, beside: bool) -> RawBook:
    """An .xlsx, .xlsm, .xlsb or .ods.

    `beside`: the scan of a big workbook may run while calamine reads (it lets go of the
    interpreter). Only for a process that may die of a hostile file.
    """
    archive = opened_zip(io.BytesIO(data), limits)
    check_no_doctype(archive)
    book = RawBook(zip_format(archive))
    unpacked = sum(part.file_size for part in archive.infolist())
    if not (beside and unpacked > _SMALL):
        findings = scan(archive, book, limits, is_thorough=unpacked <= _SMALL)
        _read(data, book, limits)
    else:
        second = _Beside(lambda: scan(archive, book, limits, is_thorough=False))
        try:
            _read(data, book, limits)
        except UnreadableFile:
            second.result()  # its reason comes first: it knows the sheet that asks for too much
            raise
        findings = second.result()
    _join(book, findings)
    _remark(archive, book)
    return book


def scan(
    archive: zipfile.ZipFile, book: RawBook, limits: Limits, *, is_thorough: bool = True
) -> dict[str, SheetFindings]:
    """What each sheet hides, name → findings; tables and links of an .xlsx go into the book."""
    if book.format == "ods":
        return scan_ods(archive, limits, is_thorough=is_thorough)
    if book.format == "xlsb":
        binary, book.is_1904 = scan_xlsb(archive)
        return binary
    parts, book.is_1904 = sheet_parts(archive)
    found: dict[str, SheetFindings] = {}
    cells = 0
    for name, part in parts.items():
        one = SheetScan(limits, is_thorough=is_thorough)
        one.run(archive, part)
        found[name] = one.findings
        cells += one.cells
        if cells > limits.cells:
            raise UnreadableFile(
                f"is too large: its sheets have more than {spelled(limits.cells)} cells; split it, "
                "or save the sheets as .csv"
            )
    return found


def read_xls(data: bytes, limits: Limits) -> RawBook:
    """An old .xls."""
    book = RawBook("xls")
    _read(data, book, limits)
    hidden = scan_xls(data)
    book.is_1904, book.has_macros = hidden.is_1904, hidden.has_macros
    _join(book, hidden.sheets)
    return book


class _Beside:
    """A function in a thread of its own; `result` waits for it."""

    def __init__(self, work: Callable[[], dict[str, SheetFindings]]) -> None:
        self._work = work
        self._found: dict[str, SheetFindings] = {}
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._found = self._work()
        except BaseException as failure:
            self._failure = failure

    def result(self) -> dict[str, SheetFindings]:
        self._thread.join()
        if self._failure:
            raise self._failure
        return self._found


def _read(data: bytes, book: RawBook, limits: Limits) -> None:
    """Values, merged ranges and visibility of every worksheet, by calamine."""
    try:
        with load_workbook(io.BytesIO(data)) as workbook:
            sheets = [
                sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet
            ]
            if len(sheets) > _MANY_SHEETS:
                raise UnreadableFile(
                    f"is too large: it has {len(sheets)} sheets, at most {_MANY_SHEETS} can be read"
                )
            if not sheets:
                raise UnreadableFile("has no sheets: open it in Excel and look whether it is whole")
            for sheet in sheets:
                is_hidden = sheet.visible != SheetVisibleEnum.Visible
                book.sheets.append(_sheet(workbook, sheet.name, is_hidden, limits))
    except UnreadableFile:
        raise
    except PasswordError:
        raise UnreadableFile(
            "is password-protected: remove the password and upload it again"
        ) from None
    except CalamineError as error:
        asked = _ASKED.search(str(error))
        if asked:
            check_area(int(asked[1]), limits)
        raise UnreadableFile(DAMAGED) from None
    except MemoryError:
        raise
    except BaseException as error:  # a panic of the reader is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        raise UnreadableFile(DAMAGED) from None


def _sheet(workbook: CalamineWorkbook, name: str, is_hidden: bool, limits: Limits) -> RawSheet:
    sheet = workbook.get_sheet_by_name(name)
    height, width = sheet.total_height, sheet.total_width
    check_area(height * width, limits)
    columns, count = coded_columns(sheet.to_python(skip_empty_area=False))
    merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    return RawSheet(name, columns, count, is_hidden, merged)


def _join(book: RawBook, findings: dict[str, SheetFindings]) -> None:
    for sheet in book.sheets:
        found = findings.get(sheet.name or "")
        if found is None:
            continue
        sheet.error_cells = found.error_cells
        sheet.unsaved_formulas = found.unsaved_formulas
        sheet.hidden_rows = {row for row in found.hidden_rows if row < sheet.row_count}
        sheet.hidden_columns = {c for c in found.hidden_columns if c < len(sheet.columns)}
        sheet.merged = sheet.merged or found.merged
        _empty(sheet)


def _empty(sheet: RawSheet) -> None:
    """Error cells are empty in every format, as a person's eye sees no value in them."""
    for row, column in sheet.error_cells:
        if column < len(sheet.columns) and row < sheet.row_count:
            sheet.columns[column][1][row] = 0


def _remark(archive: zipfile.ZipFile, book: RawBook) -> None:
    """Everything a person should know that is not in the cells."""
    names = archive.namelist()
    book.has_macros = any(
        name.endswith("vbaProject.bin") or name.startswith(("Basic/", "Scripts/")) for name in names
    )
    if book.format in ("xlsx", "xlsm"):
        parts, _ = sheet_parts(archive)
        for sheet in book.sheets:
            if sheet.name in parts:
                sheet.excel_tables = declared_tables(archive, parts[sheet.name])
        book.external_links = outside_links(archive)
        if "xl/connections.xml" in names:
            book.remarks.append(
                "contains connections to outside data, which were not followed: the values last "
                "saved were read"
            )
