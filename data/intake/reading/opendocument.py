"""What calamine does not tell of an .ods: error cells, formulas without a saved value, hidden rows
and columns, merged cells."""

from __future__ import annotations

import html
import re
import zipfile

from data.intake.reading.limits import Limits
from data.intake.reading.sidecar import SheetFindings, check_area, pieces

_HIDDEN = re.compile(rb'table:visibility="(?:collapse|filter)"')
_REPEATED_ROWS = re.compile(rb'number-rows-repeated="(\d{1,9})"')
_REPEATED_COLUMNS = re.compile(rb'number-columns-repeated="(\d{1,9})"')
_ROWS_SPANNED = re.compile(rb'number-rows-spanned="(\d{1,7})"')
_COLUMNS_SPANNED = re.compile(rb'number-columns-spanned="(\d{1,5})"')
_NAME = re.compile(rb'table:name="([^"]*)"')
_TEXT = re.compile(rb"<text:p\b[^>]*>(.*?)</text:p>", re.DOTALL)
_TAGS = re.compile(rb"<[^>]*>")
_TOKEN = re.compile(
    rb"<table:table (?P<table>[^>]*)>|<table:table-row\b(?P<row>[^>]*)>"
    rb"|<table:table-column\b(?P<column>[^>]*)>"
    rb"|<table:(?:covered-)?table-cell\b(?P<cell>[^>]*?)(?:/>|>(?P<content>.*?)"
    rb"</table:(?:covered-)?table-cell>)",
    re.DOTALL,
)
_MARKS = (
    b'value-type="error"', b"table:visibility=", b"-spanned=", b"table:formula=",
)  # fmt: skip
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384


def scan_ods(
    archive: zipfile.ZipFile, limits: Limits, *, is_thorough: bool
) -> dict[str, SheetFindings]:
    """Findings a sheet name; UnreadableFile when filled cells lie too far out.

    Unless thorough, a file without any mark of something hidden is not looked at closely.
    """
    found: dict[str, SheetFindings] = {}
    findings = SheetFindings()
    next_row = row = 0
    next_column = 0
    last_row = last_column = 0
    is_marked = is_thorough or any(
        mark in piece
        for piece in pieces(archive, "content.xml", b"</table:table-row>")
        for mark in _MARKS
    )
    if not is_marked:
        return found
    for piece in pieces(archive, "content.xml", b"</table:table-row>"):
        for token in _TOKEN.finditer(piece):
            match token.lastgroup:
                case "table":
                    name = _NAME.search(token["table"])
                    findings = SheetFindings()
                    found[html.unescape(name[1].decode("utf-8", "replace")) if name else ""] = (
                        findings
                    )
                    next_row = next_column = last_row = last_column = 0
                case "column":
                    times = _times(_REPEATED_COLUMNS, token["column"])
                    if _HIDDEN.search(token["column"]):
                        findings.hidden_columns.update(
                            range(next_column, min(next_column + times, _MOST_COLUMNS))
                        )
                    next_column = min(next_column + times, _MOST_COLUMNS)
                case "row":
                    row, next_column = next_row, 0
                    times = _times(_REPEATED_ROWS, token["row"])
                    next_row = row + times
                    if _HIDDEN.search(token["row"]) and next_row <= _MOST_ROWS:
                        findings.hidden_rows.update(range(row, next_row))
                case _:
                    attributes, content = token["cell"], token["content"] or b""
                    _look(findings, (row, next_column), attributes, content)
                    next_column += _times(_REPEATED_COLUMNS, attributes)
                    if content or b"value-type=" in attributes:
                        last_row = max(last_row, min(next_row, _MOST_ROWS))
                        last_column = max(last_column, min(next_column, _MOST_COLUMNS))
                        check_area(last_row * last_column, limits)
    return found


def _look(
    findings: SheetFindings, cell: tuple[int, int], attributes: bytes, content: bytes
) -> None:
    if b'calcext:value-type="error"' in attributes or b'value-type="error"' in attributes:
        shown = _TEXT.search(content)
        text = _TAGS.sub(b"", shown[1]).decode("utf-8", "replace") if shown else ""
        findings.error_cells[cell] = html.unescape(text).strip() or "#ERROR!"
    elif b"table:formula=" in attributes and b"office:value-type=" not in attributes:
        findings.unsaved_formulas.add(cell)
    if b"-spanned=" in attributes:
        rows, columns = (
            _times(_ROWS_SPANNED, attributes),
            _times(_COLUMNS_SPANNED, attributes),
        )
        if rows > 1 or columns > 1:
            findings.merged.append((*cell, cell[0] + rows - 1, cell[1] + columns - 1))


def _times(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return max(1, int(found[1])) if found else 1
