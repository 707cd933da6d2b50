"""A book read in one process becomes bytes for another: a JSON header and plain arrays, no pickle.

Layout: the header's length (8 bytes, little-endian), the header, the blocks it lists in order.
`receiving` reads it back.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from array import array
from collections.abc import Iterator
from itertools import chain, compress
from typing import Any

from data.intake.reading.raw import RawBook, RawSheet

_MICROSECOND = dt.timedelta(microseconds=1)
_EPOCH = dt.datetime(1970, 1, 1)
_EPOCH_DAY = _EPOCH.toordinal()
# The letter of a type, in the order of its block.
LETTERS = {
    str: "s", float: "f", int: "i", bool: "b",
    dt.datetime: "m", dt.date: "d", dt.time: "t", dt.timedelta: "l",
}  # fmt: skip


def sent(book: RawBook) -> Iterator[bytes]:
    """The book in pieces of bytes, to be written one after another."""
    blocks: list[bytes] = []
    header = {
        "order": sys.byteorder,
        "format": book.format,
        "has_macros": book.has_macros,
        "external_links": book.external_links,
        "is_1904": book.is_1904,
        "remarks": book.remarks,
        "encoding": book.encoding,
        "delimiter": book.delimiter,
        "sheets": [_sheet(sheet, blocks) for sheet in book.sheets],
    }
    return chain(_framed(header), blocks)


def sent_refusal(reason: str) -> Iterator[bytes]:
    """Why the file was not read, as bytes."""
    return _framed({"refused": reason})


def _framed(header: dict[str, Any]) -> Iterator[bytes]:
    text = json.dumps(header).encode("ascii")
    yield len(text).to_bytes(8, "little")
    yield text


def _sheet(sheet: RawSheet, blocks: list[bytes]) -> dict[str, Any]:
    lines = sheet.line_numbers
    if lines is not None:
        blocks.append(lines.tobytes())
    return {
        "name": sheet.name,
        "row_count": sheet.row_count,
        "is_hidden": sheet.is_hidden,
        "merged": sheet.merged,
        "error_cells": [[*cell, text] for cell, text in sheet.error_cells.items()],
        "unsaved_formulas": sorted(sheet.unsaved_formulas),
        "hidden_rows": sorted(sheet.hidden_rows),
        "hidden_columns": sorted(sheet.hidden_columns),
        "excel_tables": sheet.excel_tables,
        "lines": None if lines is None else len(blocks[-1]),
        "ragged_rows": list(sheet.ragged_rows.items()),
        "width": sheet.width,
        "columns": [_column(values, codes, blocks) for values, codes in sheet.columns],
    }


def _column(values: list[Any], codes: array[int], blocks: list[bytes]) -> dict[str, Any]:
    """Codes as 32-bit integers, then the values type by type; their order, if types are mixed."""
    blocks.append(codes.tobytes())
    held = values[1:]
    column: dict[str, Any] = {"codes": len(blocks[-1]), "values": []}
    once = [LETTERS[kind] for kind in set(map(type, held))]
    if len(once) > 1:
        kinds = [LETTERS[kind] for kind in map(type, held)]
        blocks.append("".join(kinds).encode("ascii"))
        column["kinds"] = len(kinds)
    for kind in once:
        some = held if len(once) == 1 else list(compress(held, map(kind.__eq__, kinds)))
        blocks.append(_packed(kind, some))
        column["values"].append([kind, len(blocks[-1])])
    return column


def _packed(kind: str, values: list[Any]) -> bytes:
    if kind in "sib":
        return json.dumps(values, ensure_ascii=False).encode("utf-8")
    if kind == "f":
        return array("d", values).tobytes()
    if kind == "m":
        return array("q", [(value - _EPOCH) // _MICROSECOND for value in values]).tobytes()
    if kind == "d":
        return array("q", [value.toordinal() - _EPOCH_DAY for value in values]).tobytes()
    if kind == "t":
        return array("q", map(_time_of_day, values)).tobytes()
    return array("q", [value // _MICROSECOND for value in values]).tobytes()


def _time_of_day(value: dt.time) -> int:
    seconds = (value.hour * 60 + value.minute) * 60 + value.second
    return seconds * 1_000_000 + value.microsecond
