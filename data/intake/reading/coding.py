"""A column of cells as distinct values and a code a row, made in one pass without numpy.

Runs in the process that reads, which must start fast.
"""

from __future__ import annotations

import datetime as dt
import math
from array import array
from collections.abc import Iterable, Sequence
from itertools import islice
from operator import attrgetter
from typing import Any

_WHOLE = 50_000  # µs: a serial number that near a whole second is that second
_INT64 = 2**63
_MICROSECOND = attrgetter("microsecond")


class _Codes(dict[Any, int]):
    """Key → code; a new key gets the next one. The empty text and None are code 0."""

    def __init__(self) -> None:
        super().__init__({None: 0, "": 0})

    def __missing__(self, key: Any) -> int:  # noqa: ANN401 - any cell
        code = self[key] = len(self) - 1
        return code


class ColumnCoder:
    """Takes a column's cells in pieces; `finish` gives its distinct values and codes.

    Ints and bools are kept as pairs with their type: to a dict, 1, 1.0 and True are one key.
    """

    def __init__(self) -> None:
        self._index = _Codes()
        self.codes = array("i")

    def add(self, cells: Sequence[Any]) -> None:
        """The next cells of the column, top to bottom."""
        kinds = set(map(type, cells))
        if int in kinds or bool in kinds:
            cells = [(type(c), c) if type(c) in (int, bool) else c for c in cells]
        self.codes.extend(map(self._index.__getitem__, cells))

    def pad(self, rows: int) -> None:
        """Empty cells until the column has so many rows."""
        missing = rows - len(self.codes)
        if missing > 0:
            self.codes.frombytes(bytes(4 * missing))

    def finish(self) -> tuple[list[Any], array[int]]:
        """The distinct values (the first is None, the empty cell), and the code of each row."""
        keys = list(self._index)[2:]
        if _is_tidy(keys):
            return [None, *keys], self.codes
        values = [None, *(_tidy(k[1] if type(k) is tuple else k) for k in keys)]
        first: dict[Any, int] = {}
        remap = [first.setdefault((type(v), v), len(first)) for v in values]
        if len(first) < len(values):
            self.codes = array("i", map(remap.__getitem__, self.codes))
            values = [value for _, value in first]
        return values, self.codes


def coded_columns(
    rows: Iterable[Sequence[Any]], piece: int = 8192
) -> tuple[list[tuple[list[Any], array[int]]], int]:
    """The columns of rows (short ones end in empty cells), and the number of rows."""
    coders: list[ColumnCoder] = []
    count = 0
    held: list[Sequence[Any]] = []

    def flush() -> None:
        nonlocal count
        widths = set(map(len, held))
        width = max(widths, default=0)
        while len(coders) < width:
            coders.append(ColumnCoder())
            coders[-1].pad(count)
        if len(widths) > 1:
            even: list[Sequence[Any]] = [[*row, *[None] * (width - len(row))] for row in held]
        else:
            even = held
        count += len(even)
        for coder, cells in zip(coders, zip(*even, strict=True), strict=False):
            coder.add(cells)
        for coder in coders:
            coder.pad(count)

    stream = iter(rows)
    while held := list(islice(stream, piece)):
        flush()
    return [coder.finish() for coder in coders], count


def _is_tidy(keys: list[Any]) -> bool:
    """Whether `_tidy` would change nothing; asked of a whole column at once, as most say yes."""
    kinds = set(map(type, keys))
    for kind in kinds:
        some = keys if len(kinds) == 1 else [key for key in keys if type(key) is kind]
        if kind is str:
            is_tidy = all(map(str.isascii, some))
        elif kind is float:
            is_tidy = all(map(math.isfinite, some))
        elif kind is dt.datetime or kind is dt.time:
            is_tidy = not any(map(_MICROSECOND, some))
        else:
            is_tidy = kind is dt.date
        if not is_tidy:
            return False
    return True


def _tidy(value: Any) -> Any:  # noqa: ANN401 - any cell
    """A value as it was meant: whole seconds where a serial number missed them by a hair."""
    kind = type(value)
    if kind is str:
        return value if value.isascii() else _encodable(value)
    if kind is float:
        return value if math.isfinite(value) else str(value)
    if kind is int:
        return value if -_INT64 <= value < _INT64 else str(value)
    if kind is dt.datetime:
        return _whole_datetime(value)
    if kind is dt.timedelta:
        return dt.timedelta(microseconds=_whole(value // dt.timedelta(microseconds=1)))
    if kind is dt.time:
        whole = _whole(value.microsecond)
        if whole < 1_000_000:
            return value.replace(microsecond=whole)
        later = dt.datetime.combine(dt.date(2000, 1, 1), value.replace(microsecond=0))
        return _next_second(later, value)
    return value


def _whole(microseconds: int) -> int:
    """Rounded to the second when nearly there, else to the millisecond."""
    nearest = (microseconds + 500_000) // 1_000_000 * 1_000_000
    if abs(nearest - microseconds) <= _WHOLE:
        return nearest
    return (microseconds + 500) // 1_000 * 1_000


def _whole_datetime(value: dt.datetime) -> dt.datetime | dt.date:
    if not value.microsecond:
        return value
    try:
        rounded = value.replace(microsecond=0) + dt.timedelta(
            microseconds=_whole(value.microsecond)
        )
    except OverflowError:
        return value
    return rounded.date() if rounded.time() == dt.time() else rounded


def _next_second(whole: dt.datetime, value: dt.time) -> dt.time:
    """The next second of the day; the last second of a day stays, it would become the first."""
    after = whole + dt.timedelta(seconds=1)
    return after.time() if after.date() == whole.date() else value.replace(microsecond=0)


def _encodable(text: str) -> str:
    """Without halves of surrogate pairs, which no UTF-8 can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
