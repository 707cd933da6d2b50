"""What the reading process has in hand before it is sent: a book without numpy."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import Any

Column = tuple[list[Any], "array[int]"]


@dataclass
class RawSheet:
    """A sheet as read; the fields are those of `book.Sheet`."""

    name: str | None
    columns: list[Column]
    row_count: int
    is_hidden: bool = False
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    error_cells: dict[tuple[int, int], str] = field(default_factory=dict)
    unsaved_formulas: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    excel_tables: list[tuple[str, tuple[int, int, int, int], int, int]] = field(
        default_factory=list
    )
    line_numbers: array[int] | None = None
    ragged_rows: dict[int, int] = field(default_factory=dict)
    width: int | None = None


@dataclass
class RawBook:
    """A book as read; the fields are those of `book.Book`."""

    format: str
    sheets: list[RawSheet] = field(default_factory=list)
    has_macros: bool = False
    external_links: list[str] = field(default_factory=list)
    is_1904: bool = False
    remarks: list[str] = field(default_factory=list)
    encoding: str | None = None
    delimiter: str | None = None
