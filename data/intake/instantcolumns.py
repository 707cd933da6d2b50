"""A column of instants, or two that make one: plain ones in bulk, the others each once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from data.fields import Field
from data.intake.matching.matched import ColumnMatch
from data.intake.pairs import NEVER, Coded, Codes, combined, once_each
from data.intake.parsing.cells import ColumnContext, parse_cell
from data.intake.parsing.parsed import Parsed
from data.intake.parsing.zones import parse_zone
from data.intake.reading.book import Grid
from data.intake.reading.codes import first_rows, held, ranked
from data.intake.stamps import (
    borrowed_stamps,
    instant_of,
    instants_of,
    plain_clocks,
    plain_days,
    plain_stamps,
    split_stamps,
)

if TYPE_CHECKING:
    from data.intake.columns import Cells, Surroundings

_LEANING = {"no_date", "no_start", "time_twice"}


def distinct_values(grid: Grid, column: int, rows: npt.NDArray[np.int64]) -> list[Any]:
    """The column's distinct values in order of first appearance."""
    distinct, first = first_rows(grid.codes(column)[rows])
    values = grid.values(column)
    return [values[code] for code in distinct[np.argsort(first)].tolist()]


def read_instants(
    grid: Grid, rows: npt.NDArray[np.int64], target: Field, matches: Sequence[ColumnMatch],
    around: Surroundings, context: ColumnContext, earlier: npt.NDArray[np.int64] | None,
    planned: npt.NDArray[np.int64] | None,
) -> tuple[Cells, Codes]:  # fmt: skip
    """Each distinct cell once; the few that lean on their row once for each of its surroundings."""
    cells: list[npt.NDArray[Any]] = [grid.codes(match.column)[rows] for match in matches]
    if around.above is not None:
        cells += [around.above[0].codes, around.above[1].astype(np.int64)]
    zones = around.zones
    if written := next((match.zone for match in matches if match.zone), None):
        said = parse_zone(written)
        if said.value is None:  # "(IST)": several places use it, so no time here can be placed
            nobody = replace(said, severity="question")
            return [nobody if grid.cell(int(row), matches[0].column) is not None else Parsed()
                    for row in rows], np.arange(len(rows), dtype=np.int64)  # fmt: skip
        zones = Coded.same(said.value, len(rows))
    read = _reader(grid, rows, matches, zones, around, target, context)
    first, codes = combined([*cells, zones.codes])
    plain = _plain(grid, rows[first], matches, zones, first, context.day_first, around)
    parsed: list[Parsed | dt.datetime | str | None] = list(instants_of(plain))
    for place in np.flatnonzero(plain == NEVER):
        parsed[place] = read(int(first[place]), None, None, False)
    leaning = np.array([isinstance(one, Parsed) and one.code in _LEANING for one in parsed], bool)
    if not leaning.any():
        return parsed, codes
    positions = np.flatnonzero(leaning[codes])
    before = np.full(len(rows), NEVER) if earlier is None else earlier
    plan = np.full(len(rows), NEVER) if planned is None else planned
    is_next = np.zeros(len(rows), bool) if around.next_day is None else around.next_day
    codes = codes.copy()
    if len(matches) == 1:
        clocks = _clocks(grid, rows[first], matches[0].column, parsed)
        free = positions[~is_next[positions] & (plan[positions] == NEVER)]
        stamps = _borrowed(free, clocks[codes[free]], before, zones, around)
        easy = stamps != NEVER
        held_once, places = np.unique(stamps[easy], return_inverse=True)
        codes[free[easy]] = len(parsed) + places
        parsed += instants_of(held_once)
        positions = np.setdiff1d(positions, free[easy], assume_unique=True)
        if not len(positions):
            return parsed, codes
    again, their = once_each(
        [
            codes[positions],
            is_next[positions].astype(np.int64),
            around.dates.codes[positions],
            around.starts.codes[positions],
            before[positions],
            plan[positions],
        ],
        lambda row: read(
            int(positions[row]),
            instant_of(before[positions[row]]),
            instant_of(plan[positions[row]]),
            True,
        ),
    )
    codes[positions] = their + len(parsed)
    return parsed + again, codes


def _clocks(
    grid: Grid, places: npt.NDArray[np.int64], column: int, parsed: Cells
) -> npt.NDArray[np.int64]:
    """The second of the day of each distinct cell that is a plain clock without a date; else -1."""
    values = grid.values(column)
    found = plain_clocks([values[code] for code in grid.codes(column)[places].tolist()])
    lacks = [isinstance(one, Parsed) and one.code == "no_date" for one in parsed]
    return np.where(np.array(lacks, bool), found, -1)


def _borrowed(
    positions: npt.NDArray[np.int64], clocks: npt.NDArray[np.int64],
    before: npt.NDArray[np.int64], zones: Coded, around: Surroundings,
) -> npt.NDArray[np.int64]:  # fmt: skip
    """The instants of clocks that need no parser, by row: those on their drill's own day."""
    stamps = np.full(len(positions), NEVER)
    days = plain_days(around.dates.distinct)[around.dates.codes[positions]]
    of_row = zones.codes[positions]
    for zone in held(of_row):
        mine = np.flatnonzero(of_row == zone)
        stamps[mine] = borrowed_stamps(
            days[mine], clocks[mine], before[positions[mine]], zones.distinct[int(zone)]
        )
    return stamps


def _plain(
    grid: Grid, places: npt.NDArray[np.int64], matches: Sequence[ColumnMatch], zones: Coded,
    first: npt.NDArray[np.int64], day_first: bool | None, around: Surroundings,
) -> npt.NDArray[np.int64]:  # fmt: skip
    """The instants that need no parser, by distinct cell or pair of cells with their own date."""
    stamps = np.full(len(places), NEVER)
    if len(matches) > 1:
        return _plain_halves(grid, places, matches, zones, first, day_first, around)
    values = grid.values(matches[0].column)
    codes = grid.codes(matches[0].column)[places]
    for zone in held(zones.codes[first]):
        mine = np.flatnonzero(zones.codes[first] == zone)
        cells = [values[code] for code in codes[mine].tolist()]
        stamps[mine] = plain_stamps(cells, zones.distinct[int(zone)], day_first)
    return stamps


def _plain_halves(
    grid: Grid, places: npt.NDArray[np.int64], matches: Sequence[ColumnMatch], zones: Coded,
    first: npt.NDArray[np.int64], day_first: bool | None, around: Surroundings,
) -> npt.NDArray[np.int64]:  # fmt: skip
    halves = {match.part: match.column for match in matches}
    stamps = np.full(len(places), NEVER)
    if set(halves) != {"date", "time"}:
        return stamps
    days = _by_value(grid, places, halves["date"], lambda one: plain_days(one, day_first))
    clocks = _by_value(grid, places, halves["time"], plain_clocks)
    if around.above is not None:
        clocks = np.where(around.above[0].missing[first] & ~around.above[1][first], clocks, -1)
    for zone in held(zones.codes[first]):
        mine = np.flatnonzero(zones.codes[first] == zone)
        stamps[mine] = split_stamps(days[mine], clocks[mine], zones.distinct[int(zone)])
    return stamps


def _by_value(
    grid: Grid, places: npt.NDArray[np.int64], column: int,
    work: Callable[[Sequence[Any]], npt.NDArray[np.int64]],
) -> npt.NDArray[np.int64]:  # fmt: skip
    """What `work` makes of each row's cell, done once a distinct one."""
    distinct, codes = ranked(grid.codes(column)[places])
    values = grid.values(column)
    return work([values[code] for code in distinct.tolist()])[codes]


def _reader(
    grid: Grid, rows: npt.NDArray[np.int64], matches: Sequence[ColumnMatch], zones: Coded,
    around: Surroundings, target: Field, context: ColumnContext,
) -> Callable[[int, dt.datetime | None, dt.datetime | None, bool], Parsed]:  # fmt: skip
    halves = {match.part: match.column for match in matches}
    has_times = not target.date_alone and _has_times(grid, rows, matches[0].column)

    def read(
        row: int, not_before: dt.datetime | None, planned: dt.datetime | None, lean: bool
    ) -> Parsed:
        place = int(rows[row])
        mine = replace(
            context,
            zone=zones.at(row),
            default_date=around.dates.at(row) if lean else None,
            drill_started_at=around.starts.at(row) if lean else None,
            is_next_day=lean and around.next_day is not None and bool(around.next_day[row]),
        )
        if "date" in halves and "time" in halves:
            date = grid.cell(place, halves["date"])
            if around.above is not None and (above := around.above[0].at(row)) is not None:
                date, mine = above, replace(mine, is_next_day=bool(around.above[1][row]))
            return parse_cell(
                date, target, mine,
                second=grid.cell(place, halves["time"]), not_before=not_before,
                planned=planned,
            )  # fmt: skip
        value = grid.cell(place, matches[0].column)
        if has_times and isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            value = dt.datetime.combine(value, dt.time())  # spreadsheets drop a midnight's 00:00
        return parse_cell(value, target, mine, not_before=not_before, planned=planned)

    return read


def _has_times(grid: Grid, rows: npt.NDArray[np.int64], column: int) -> bool:
    """Whether the column's real dates come with a time of day, so that one without is midnight."""
    return any(
        isinstance(value, dt.datetime) and value.time() != dt.time()
        for value in distinct_values(grid, column, rows)
    )
