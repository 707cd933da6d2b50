"""Bytes of the reading process become a book again; what does not add up is refused."""

from __future__ import annotations

import datetime as dt
import json
import sys
from typing import Any

import numpy as np

from data.intake.reading.book import Book, Cell, Codes, ExcelTable, Grid, Sheet
from data.intake.reading.refusal import UnreadableFile

_DAY_START = dt.datetime(2000, 1, 1)


class _Blocks:
    """Walks through the blocks behind the header."""

    def __init__(self, received: memoryview) -> None:
        self._received, self._at = received, 0

    def take(self, size: int) -> memoryview:
        block = self._received[self._at : self._at + size]
        if len(block) != size or size < 0:
            raise ValueError("a block is shorter than the header says")
        self._at += size
        return block


def received_book(received: bytes, name: str, sha256: str, size: int) -> Book:
    """The book; UnreadableFile when the process refused the file; ValueError for broken bytes."""
    length = int.from_bytes(received[:8], "little")
    if len(received) < 8 + length:
        raise ValueError("the header is cut off")
    header = json.loads(received[8 : 8 + length])
    if "refused" in header:
        raise UnreadableFile(header["refused"], name)
    if header["order"] != sys.byteorder:
        raise ValueError("written on another kind of machine")
    blocks = _Blocks(memoryview(received)[8 + length :])
    return Book(
        name=name,
        format=header["format"],
        sha256=sha256,
        size=size,
        sheets=[_sheet(sheet, blocks) for sheet in header["sheets"]],
        has_macros=header["has_macros"],
        external_links=header["external_links"],
        is_1904=header["is_1904"],
        remarks=header["remarks"],
        encoding=header["encoding"],
        delimiter=header["delimiter"],
    )


def _sheet(header: dict[str, Any], blocks: _Blocks) -> Sheet:
    lines = None
    if header["lines"] is not None:
        lines = np.frombuffer(blocks.take(header["lines"]), dtype=np.int64)
    columns = [_column(column, header["row_count"], blocks) for column in header["columns"]]
    sheet = Sheet(
        name=header["name"],
        grid=Grid(columns, header["row_count"]),
        is_hidden=header["is_hidden"],
        merged=[_range(one) for one in header["merged"]],
        error_cells={(row, column): text for row, column, text in header["error_cells"]},
        unsaved_formulas={(row, column) for row, column in header["unsaved_formulas"]},
        hidden_rows=set(header["hidden_rows"]),
        hidden_columns=set(header["hidden_columns"]),
        excel_tables=[
            ExcelTable(name, _range(covered), heading_rows, total_rows)
            for name, covered, heading_rows, total_rows in header["excel_tables"]
        ],
        line_numbers=lines,
        ragged_rows=dict(header["ragged_rows"]),
        width=header["width"],
    )
    sheet.grid.fill(sheet.merged)
    return sheet


def _range(numbers: list[int]) -> tuple[int, int, int, int]:
    first_row, first_column, last_row, last_column = numbers
    return first_row, first_column, last_row, last_column


def _column(header: dict[str, Any], rows: int, blocks: _Blocks) -> tuple[list[Cell], Codes]:
    # A copy: codes are written to when merged cells are filled.
    codes = np.frombuffer(blocks.take(header["codes"]), dtype=np.int32).copy()
    order = bytes(blocks.take(header["kinds"])) if "kinds" in header else None
    parts = {kind: _unpacked(kind, blocks.take(size)) for kind, size in header["values"]}
    values: list[Cell] = [None]
    if order is None:
        for part in parts.values():
            values += part
    else:
        streams = {ord(kind): iter(part) for kind, part in parts.items()}
        values += [next(streams[kind]) for kind in order]
    if len(codes) != rows or (rows and not 0 <= codes.min() <= codes.max() < len(values)):
        raise ValueError("a column's codes do not fit its values")
    return values, codes


def _unpacked(kind: str, block: memoryview) -> list[Any]:
    if kind in "sib":
        return list(json.loads(bytes(block)))
    if kind == "f":
        return np.frombuffer(block, dtype=np.float64).tolist()
    numbers = np.frombuffer(block, dtype=np.int64)
    if kind == "m":
        return numbers.view("datetime64[us]").tolist()
    if kind == "d":
        return numbers.view("datetime64[D]").tolist()
    if kind == "t":
        return [(_DAY_START + dt.timedelta(microseconds=n)).time() for n in numbers.tolist()]
    return numbers.view("timedelta64[us]").tolist()
