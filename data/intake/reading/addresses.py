"""Addresses of cells: `F14` and (13, 5)."""

from __future__ import annotations

import re

Range = tuple[int, int, int, int]  # first row, first column, last row, last column; from 0
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})$")


def column_name(column: int) -> str:
    """`5` → `F`; columns count from 0."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """`(13, 5)` → `F14`; rows and columns count from 0."""
    return f"{column_name(column)}{row + 1}"


def range_name(first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    """`A3:F14`; a single cell is `A3`."""
    first, last = cell_name(first_row, first_column), cell_name(last_row, last_column)
    return first if first == last else f"{first}:{last}"


def range_of(text: str) -> Range | None:
    """`A3:F14` → first row, first column, last row, last column from 0; None when it is none."""
    first, _, last = text.partition(":")
    one, other = cell_of(first), cell_of(last or first)
    return (*one, *other) if one and other else None


def cell_of(text: str) -> tuple[int, int] | None:
    """`F14` → `(13, 5)`; None when it is no address."""
    found = _CELL.match(text)
    if not found:
        return None
    return int(found[2]) - 1, column_number(found[1])


def column_number(letters: str) -> int:
    """`F` → 5."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
