"""Columns of times of day in four digits, `0815` and `2300`, without a date beside them.

One such number may be a year or an amount; only a whole column of them is one of times.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from data.intake.reading.book import Cell, Grid

_FOUR = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d")
_YEARS = range(1980, 2100)
_LEAST = 2
AS_CLOCKS = "four digits are a time of day"


def are_clocks(values: Sequence[Cell]) -> bool:
    """Whether the distinct values of a column are times in four digits, and not all of them years.

    `815`, which a spreadsheet makes of 0815, is none: it may as well be a number of minutes.
    """
    held = [value for value in values if value is not None and str(value).strip()]
    texts = [_digits(value) for value in held]
    return (
        len(texts) >= _LEAST
        and all(text is not None and _FOUR.fullmatch(text) for text in texts)
        and not all(text is not None and int(text) in _YEARS for text in texts)
    )


def as_clocks(values: Sequence[Cell]) -> list[Cell]:
    """The values with a colon: `08:15`, `23:00`."""
    made: list[Cell] = []
    for value in values:
        text = _digits(value)
        made.append(f"{text[:2]}:{text[2:]}" if text and _FOUR.fullmatch(text) else value)
    return made


def with_clocks(grid: Grid, column: int) -> Grid:
    """The grid with the times of a column written with a colon; the one given stays as it is."""
    columns = [(grid.values(at), grid.codes(at)) for at in range(grid.column_count)]
    columns[column] = (as_clocks(columns[column][0]), columns[column][1])
    return Grid(columns, grid.row_count)


def _digits(value: Cell) -> str | None:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return f"{value:.0f}" if float(value).is_integer() else None
