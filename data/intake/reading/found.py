"""What is found in a sheet: tables, blocks of `Field | Value`, and the rows that are no data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from data.intake.reading.book import Cell, range_name

Why = Literal[
    "blank",
    "total",
    "group",
    "repeated heading",
    "unfilled template row",
    "rule",
    "note",
    "repeated row",
    "example row",
]


@dataclass(frozen=True)
class Fact:
    """A label and its value beside or above a table: `Drill date | 14 Feb 2025`.

    For `Drill date: 14 Feb 2025` in one cell both addresses are that cell.
    """

    label: str
    value: Cell
    label_cell: str
    value_cell: str


@dataclass(frozen=True)
class SkippedRow:
    """A row between the headings and the end of a table that is no data, and why."""

    row: int
    why: Why
    text: str = ""


@dataclass
class FoundTable:
    """A table, or a block of facts without one; rows and columns count from 0 in the grid.

    Attributes
    ----------
    sheet : the sheet's name; None for a text.
    kind : "table", or "facts" for a `Field | Value` block that belongs to no table.
    heading_rows : the rows the headings stand in; empty when there are none.
    headings : one text a column from `first_column` on, "" for a column without; several rows are
        joined ("Target RTO", "RTO (min)"). None when no row looks like headings.
    heading_parts : what each of several heading rows says of a column; empty when one row does.
    data_rows : the rows that are data, top to bottom.
    facts : what stands above and beside the table; the nearest first, each label of
        one block alone.
    title : the lines of text above the table, top to bottom.
    skipped : the other rows of the range, each with its reason.
    sections : data row → the group row above it ("Tier 1 systems").
    ragged : data row → number of values, where a text's row has more or fewer than its headings.
    heading_values : how many values the line of the headings has, of a text; else None.
    hidden_rows : data rows the sheet hides; they are data all the same.
    name : the name Excel gives the table, if it is one of Excel's own.
    notes : sentences for the person.
    leaves_out_ends : whether the program that wrote a text leaves out empty ends, where that was
        seen on the whole of a large file.
    more_skipped : how many rows of a large file were skipped beside those listed.
    """

    sheet: str | None
    kind: Literal["table", "facts"]
    first_row: int
    first_column: int
    last_row: int
    last_column: int
    heading_rows: tuple[int, ...] = ()
    headings: list[str] | None = None
    heading_parts: tuple[tuple[str, ...], ...] = ()
    data_rows: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    facts: list[Fact] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    sections: dict[int, str] = field(default_factory=dict)
    ragged: dict[int, int] = field(default_factory=dict)
    heading_values: int | None = None
    hidden_rows: list[int] = field(default_factory=list)
    name: str | None = None
    notes: list[str] = field(default_factory=list)
    more_skipped: int = 0
    leaves_out_ends: bool | None = None

    @property
    def short_count(self) -> int:
        """How many rows of a text have fewer values than the headings."""
        return sum(count < (self.heading_values or 0) for count in self.ragged.values())

    @property
    def range(self) -> str:
        """`A3:F14`, from the first heading row to the last row."""
        return range_name(self.first_row, self.first_column, self.last_row, self.last_column)

    @property
    def place(self) -> str:
        """`Results A3:F14`: its range with its sheet, where it has one."""
        return f"{self.sheet} {self.range}" if self.sheet else self.range

    @property
    def row_count(self) -> int:
        """How many rows of data it has; labels and values beside each other are one."""
        return 1 if self.kind == "facts" else len(self.data_rows)

    def section(self, row: int) -> str | None:
        """The group a data row stands under, or None."""
        return self.sections.get(row)
