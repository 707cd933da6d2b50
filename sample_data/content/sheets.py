"""The form of a sample file: a workbook of sheets, or a delimited log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

NOTICE = "SAMPLE DATA: invented for Drillboard, no record of a real drill"


@dataclass(frozen=True)
class Formula:
    """A formula with the value Excel would have saved beside it.

    `text` may name its own row as `{row}`, and in a total row the table's as `{first}`, `{last}`.
    """

    text: str
    value: float
    style: str = "span"


Cell = str | int | float | date | datetime | time | timedelta | Formula | None
Row = Sequence[Cell]


@dataclass(frozen=True)
class Sheet:
    """One sheet: a notice and a title, a `Field | Value` block if any, then one table.

    Attributes
    ----------
    rows : the table's rows; an empty one is a blank line someone left in it.
    facts : what the block above the table says of all its rows.
    total : a last row of sums, after a blank line.
    left : blank columns before the table.
    """

    name: str
    title: str
    headings: tuple[str, ...]
    rows: Sequence[Row]
    facts: tuple[tuple[str, Cell], ...] = ()
    total: Row = ()
    left: int = 0


@dataclass(frozen=True)
class Book:
    """A workbook: its file name and its sheets."""

    file: str
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True)
class Delimited:
    """A delimited text file; `with_mark` starts it with the byte order mark Excel writes."""

    file: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[str]] = field(default=())
    delimiter: str = ","
    with_mark: bool = False
