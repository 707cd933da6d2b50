"""One table while it is read: its rows, what is known around them, and what was found wrong."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from data.fields import Record
from data.intake.around import Around, DrillFacts, GivenFact
from data.intake.columns import Surroundings, TypedColumn
from data.intake.datesabove import DatesAbove
from data.intake.logorder import LogOrder
from data.intake.logsaid import LogEvents
from data.intake.matching.aside import unit_place
from data.intake.matching.matched import ColumnMatch, TableMatch
from data.intake.matching.names import NameMatch
from data.intake.pairs import Coded, combined
from data.intake.parsing.daywithin import day_within
from data.intake.parsing.zones import zone_info
from data.intake.rawtext import raw_text
from data.intake.reading.book import Grid, cell_name
from data.intake.reading.codes import first_rows
from data.intake.reading.tables import FoundTable
from data.problems import Problem
from data.records import RECORDS

PARENT = "drill"


class WorkTable:
    """What the steps of reading one table share; made anew for each.

    Attributes
    ----------
    typed : (record, field) → the column that was read for it.
    values : column of the table's record → one value a row; `parent_values` those of its parent.
    fixed : fields no column gives, and where they come from.
    rejecting : rows that will not be loaded; `why` says so in words.
    log_order, log_events : of a log, what the order of its lines says, and what they say happened;
        given by whoever sees all of it where this is a part.
    dates_above : which rows with a blank date are of the one above; given like `log_order`.
    is_part : part of a table; whoever sees all of it settles which of its equal rows count.
    """

    def __init__(
        self, found: FoundTable, grid: Grid, match: TableMatch, around: Around, *,
        is_part: bool = False,
    ) -> None:  # fmt: skip
        self.found, self.grid, self.match, self.around = found, grid, match, around
        self.is_part = is_part
        self.log_order, self.log_events = LogOrder(), LogEvents()
        self.dates_above = DatesAbove()
        self.record: Record = RECORDS[match.record]
        self.rows = np.asarray(found.data_rows, dtype=np.int64)
        self.count = len(self.rows)
        self.problems: list[Problem] = []
        self.rejecting = np.zeros(self.count, dtype=bool)
        self.why: dict[int, list[str]] = {}
        self.typed: dict[tuple[str, str], TypedColumn] = {}
        self.values: dict[str, Coded] = {}
        self.parent_values: dict[str, Coded] = {}
        self.fixed: dict[str, GivenFact] = {}
        # names nobody knew, as they are written in a column: told once it is known which rows load
        self.new_names: list[tuple[TypedColumn, Coded, list[tuple[int, NameMatch]]]] = []

    def matches(self, record: str) -> dict[str, list[ColumnMatch]]:
        """The columns of each field of a record, in declared order."""
        grouped: dict[str, list[ColumnMatch]] = {}
        for one in self.match.columns:
            if one.record == record:
                grouped.setdefault(one.field, []).append(one)
        order = {one.name: i for i, one in enumerate(RECORDS[record].fields)}
        return dict(sorted(grouped.items(), key=lambda item: order[item[0]]))

    def unit_column(self, match: ColumnMatch) -> int | None:
        """The column "… unit" that belongs to this one, or the "Unit" right beside it."""
        first = self.found.first_column
        place = unit_place(self.found.headings or (), match.column - first)
        return None if place is None else first + place

    def text(self, place: int, column: int) -> str:
        """What stands in a row's cell."""
        return raw_text(self.grid.cell(int(self.rows[place]), column))

    def cell(self, place: int, column: TypedColumn) -> tuple[str, str]:
        """The address and text of a row's cell; of a split instant the half that is filled."""
        texts = [self.text(place, one) for one in column.columns]
        filled = next((i for i, text in enumerate(texts) if text), 0)
        name = cell_name(int(self.rows[place]), column.columns[filled])
        return name, " ".join(text for text in texts if text)

    @property
    def is_zone_assumed(self) -> bool:
        """Whether clock times of it were read in the organisation's zone, as nothing names one."""
        return any(one.is_zone_assumed for one in self.typed.values())

    def add(self, place: int, problem: Problem) -> None:
        """Keeps a problem of one row, and the row out when it says so."""
        row = int(self.rows[place]) + 1
        self.problems.append(replace(problem, sheet=self.found.sheet, row=row))
        if problem.row_rejected:
            self.rejecting[place] = True
            self.why.setdefault(place, []).append(problem.message)

    def ask(
        self, said: str, field: str | None, cell: str, expected: str, code: str,
        places: npt.NDArray[np.intp] | None = None,
    ) -> None:  # fmt: skip
        """Asks once about some rows (all, when `places` is None), which wait for the answer."""
        self.problems.append(
            Problem("question", said, sheet=self.found.sheet, cell=cell, field=field,
                    row_rejected=True, code=code, expected=expected)
        )  # fmt: skip
        self.wait(said, places)

    def wait(self, said: str, places: npt.NDArray[np.intp] | None = None) -> None:
        """Keeps some rows (all, when `places` is None) out, as they wait for an answer."""
        places = np.arange(self.count) if places is None else places
        self.rejecting[places] = True
        for place in places:
            self.why.setdefault(int(place), []).append(said)

    def surroundings(self, plain: bool = False) -> Surroundings:
        """Zone, day and start of each row's drill; with `plain` those of the table alone."""
        around = self.around
        usual = around.told_zone or around.zone
        unsaid = None if around.is_zone_said else np.ones(self.count, bool)
        zones, dates = Coded.same(usual, self.count), Coded.same(around.day, self.count)
        starts = Coded.same(None, self.count)
        days: set[dt.date] = {around.day} if around.day else set()
        drills = self.values.get("drill")
        if drills is not None and not plain:
            nothing = DrillFacts()
            held = drills.folded()
            known = held.mapped(lambda name: around.drills.get(name, nothing) if name else nothing)
            if not around.told_zone:
                zones = known.mapped(lambda one: one.zone or usual).folded()
            if unsaid is not None:
                unsaid &= known.mapped(lambda one: not one.zone).objects.astype(bool)
            own_days = {name: _day_of(name, known.at(row)) for row, name in _firsts(held)}
            dates = held.mapped(lambda name: own_days.get(name) or around.day).folded()
            lone = around.start if len({one for one in held.distinct if one}) == 1 else None
            starts = known.mapped(lambda one: one.started_at or lone).folded()
            days |= {day for day in own_days.values() if day}
        said = self.typed.get((PARENT, "zone"))
        if said is not None and not around.told_zone:
            zones = _first_said(said.values, zones)
        if said is not None and unsaid is not None:
            unsaid &= said.values.missing
        own = self.typed.get((PARENT, "started_at"))
        if own is not None and not plain:
            dates = _own_days(own.values, zones, dates)
        return Surroundings(
            zones, dates, starts, tuple(sorted(days)), around.day_first,
            around.names["system"].all, around.is_1904, around.elsewhere, around.order,
            unsaid if unsaid is not None and unsaid.any() else None,
            decimal_comma=around.decimal_comma,
            decimals_elsewhere=around.decimals_elsewhere,
        )  # fmt: skip


def _firsts(held: Coded) -> list[tuple[int, Any]]:
    """The first row of each value, and the value."""
    first = first_rows(held.codes)[1]
    return [(int(row), held.at(int(row))) for row in first]


def _day_of(name: str | None, known: DrillFacts) -> dt.date | None:
    """The day of a drill: as it is known, else as its own name says."""
    within = day_within(name) if name and not known.day else None
    return within[0] if within else known.day


def _first_said(said: Coded, usual: Coded) -> Coded:
    """What each row says itself; the usual where it says nothing."""
    first, codes = combined([said.codes, usual.codes])
    return Coded([said.at(int(row)) or usual.at(int(row)) for row in first], codes).folded()


def _own_days(instants: Coded, zones: Coded, dates: Coded) -> Coded:
    """The day of each row's own instant; the day known before where the row has none."""
    first, codes = combined([instants.codes, zones.codes, dates.codes])
    days: list[dt.date | None] = []
    for row in first:
        at = instants.at(int(row))
        local = at.astimezone(zone_info(zones.at(int(row)))) if at is not None else None
        days.append(local.date() if local else dates.at(int(row)))
    return Coded(days, codes)


def row_of(cell: str | None) -> int | None:
    """The row, counted from 0, of an address such as F14."""
    digits = "".join(ch for ch in cell or "" if ch.isdigit())
    return int(digits) - 1 if digits else None
