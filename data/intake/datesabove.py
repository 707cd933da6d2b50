"""A date written once and blank below: the lines below it are of that day while they are in order.

Decided on all lines of a table, so a large log is decided as a small one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from data.intake.logorder import SLACK, clock_of, each_cell, wrap_of
from data.intake.matching.matched import ColumnMatch, TableMatch
from data.intake.pairs import Coded
from data.intake.rawtext import raw_text
from data.intake.reading.book import Grid
from data.intake.reading.found import FoundTable
from data.records import RECORDS

_IN_ORDER = ("log", "task", "message", "recovery")  # of other records a row has nothing above it


@dataclass(frozen=True, eq=False)
class DatesAbove:
    """The instant whose date is in a column of its own, and which rows take the date above.

    Attributes
    ----------
    name : the field; empty where there is none.
    rows, dates : grid rows with a blank date, and the date cell above each.
    next_day : of them, those past midnight below it.
    """

    name: str = ""
    rows: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    dates: list[Any] = field(default_factory=list)
    next_day: npt.NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, dtype=np.bool_))

    def of(self, rows: npt.NDArray[np.int64]) -> tuple[Coded, npt.NDArray[np.bool_]]:
        """By row of a table or of a part of it: the date above or None, whether it is past it.

        There has to be a row that takes one.
        """
        places = np.minimum(np.searchsorted(self.rows, rows), len(self.rows) - 1)
        takes = self.rows[places] == rows
        dates = [
            self.dates[place] if taken else None
            for place, taken in zip(places.tolist(), takes.tolist(), strict=True)
        ]
        return Coded.of(dates), takes & self.next_day[places]


@dataclass
class DatedLines:
    """The dates and clock times of a table's rows, taken whole or in pieces."""

    match: TableMatch
    _rows: list[npt.NDArray[np.int64]] = field(default_factory=list)
    _dates: list[npt.NDArray[np.int64]] = field(default_factory=list)
    _clocks: list[npt.NDArray[np.int64]] = field(default_factory=list)
    _drills: list[npt.NDArray[np.int64]] = field(default_factory=list)
    _held: dict[str, int] = field(default_factory=lambda: {"": 0})
    _cells: list[Any] = field(default_factory=lambda: [None])
    _names: dict[str, int] = field(default_factory=lambda: {"": 0})

    def take(self, found: FoundTable, grid: Grid) -> None:
        """The rows of a table, or of the next piece of it."""
        _, halves = self._split
        if not halves:
            return
        rows = np.asarray(found.data_rows, dtype=np.int64)
        self._rows.append(rows)
        self._dates.append(each_cell(grid, rows, halves["date"], self._date))
        self._clocks.append(each_cell(grid, rows, halves["time"], clock_of))
        drill = self.match.column_of("drill")
        drills = np.zeros(len(rows), dtype=np.int64)
        if drill is not None:
            drills = each_cell(grid, rows, drill.column, self._drill)
        self._drills.append(drills)

    @property
    def _split(self) -> tuple[str, Mapping[str, int]]:
        """The first instant of the record in two columns, and the columns of its halves."""
        record = self.match.record
        for one in RECORDS[record].fields if record in _IN_ORDER else ():
            mine: list[ColumnMatch] = [
                each for each in self.match.columns
                if (each.record, each.field) == (record, one.name)
            ]  # fmt: skip
            halves = {str(each.part): each.column for each in mine}
            if {"date", "time"} <= set(halves):
                return one.name, halves
        return "", {}

    def _date(self, cell: Any) -> int:  # noqa: ANN401 - any cell
        text = raw_text(cell).strip()
        if text not in self._held:
            self._held[text] = len(self._cells)
            self._cells.append(cell)
        return self._held[text]

    def _drill(self, cell: Any) -> int:  # noqa: ANN401 - any cell
        return self._names.setdefault(raw_text(cell).strip(), len(self._names))

    def above(self) -> DatesAbove:
        """Which rows are of the date above them."""
        name = self._split[0]
        if not name or not self._rows:
            return DatesAbove()
        rows, dates, clocks, drills = (
            np.concatenate(one) for one in (self._rows, self._dates, self._clocks, self._drills)
        )
        takes = (dates == 0) & (clocks >= 0)
        starts = np.flatnonzero(dates > 0)
        blanks = np.flatnonzero(takes)
        blanks = blanks[blanks > starts[0]] if len(starts) else blanks[:0]
        if not len(blanks):
            return DatesAbove(name)
        below: list[int] = []
        cells: list[Any] = []
        is_next: list[bool] = []
        owners = np.searchsorted(starts, blanks) - 1
        for places in np.split(blanks, np.flatnonzero(np.diff(owners)) + 1):
            start = starts[np.searchsorted(starts, places[0]) - 1]
            cell = self._cells[dates[start]]
            if not any(one.isdigit() for one in raw_text(cell)):
                continue
            lines = np.array([start, *places])
            days = self._days(clocks[lines])
            if days is None or (drills[lines] != drills[start]).any():
                continue
            below += rows[places].tolist()
            cells += [cell] * len(places)
            is_next += days[1:].tolist()
        return DatesAbove(name, np.array(below, dtype=np.int64), cells, np.array(is_next, bool))

    def _days(self, clocks: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_] | None:
        """Which lines below one date are past midnight; None where they are in no order."""
        days = np.zeros(len(clocks), dtype=bool)
        if (clocks < 0).any():
            return None
        steps = np.diff(clocks)
        is_falling = self.match.record == "log" and bool((steps <= SLACK).all())
        if (steps >= -SLACK).all():
            return days
        wrap = wrap_of(clocks)
        if wrap is not None and clocks[wrap:].max() < clocks[:wrap].min():
            days[wrap:] = True
            return days
        return days if is_falling else None
