"""What the order of a log's lines says: that clock times past midnight are the next day's.

All of it is decided on all lines of a table, so a large log is decided as a small one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from data.intake.matching.matched import TableMatch
from data.intake.parsing.moments import InstantRules, read_moment
from data.intake.parsing.plain import Unreadable
from data.intake.rawtext import raw_text
from data.intake.reading.book import Grid, cell_name
from data.intake.reading.codes import first_rows
from data.intake.reading.found import FoundTable
from data.logevents import event_of
from data.problems import Problem
from wording.reading import few

Days = npt.NDArray[np.bool_]
NO_CLOCK, DATED = -1, -2
HALF_A_DAY = 12 * 3600
SLACK = 15 * 60  # lines of several hands are a few minutes out of order
_LONGEST_CLOCK = 15  # letters; a longer text has a date, or says more than a clock
_RULES = InstantRules("UTC", True, None, None, None, None, False, False, None)
_NEEDS_DISRUPTION = ("recovery started", "degraded", "restored", "validated")


@dataclass
class LogClocks:
    """The clock times of a log's lines, in the sheet's order; taken table by table or in pieces."""

    match: TableMatch
    _rows: list[npt.NDArray[np.int64]] = field(default_factory=list)
    _clocks: list[npt.NDArray[np.int64]] = field(default_factory=list)
    _names: dict[str, list[npt.NDArray[np.int64]]] = field(default_factory=dict)
    _held: dict[str, dict[Any, int]] = field(default_factory=dict)
    _has_sections: bool = False

    def take(self, found: FoundTable, grid: Grid) -> None:
        """The lines of a table, or of the next piece of it."""
        rows = np.asarray(found.data_rows, dtype=np.int64)
        self._has_sections |= bool(found.sections)  # a day may stand between the lines
        at = [one for one in self.match.columns if (one.record, one.field) == ("log", "logged_at")]
        if len(at) != 1 or at[0].part == "date" or self._has_days_beside:
            return
        clocks = each_cell(grid, rows, at[0].column, clock_of)
        self._rows.append(rows)
        self._clocks.append(clocks)
        is_needed = bool((clocks >= 0).any())
        for name in ("drill", "system", "event"):
            codes = np.zeros(len(rows), dtype=np.int64)
            column = self.match.column_of(name)
            held = self._held.setdefault(name, {"": 0})
            if column is not None and (is_needed or name == "drill"):
                codes = each_cell(
                    grid, rows, column.column,
                    lambda cell, held=held: held.setdefault(raw_text(cell).strip(), len(held)),
                )  # fmt: skip
            self._names.setdefault(name, []).append(codes)

    @property
    def _has_days_beside(self) -> bool:
        return any((one.record, one.field) == ("drill", "started_at") for one in self.match.columns)

    def order(self) -> LogOrder:
        """Which lines are the next day's, and what cannot be told."""
        if self._has_sections or not any((part >= 0).any() for part in self._clocks):
            return LogOrder()
        rows, clocks = np.concatenate(self._rows), np.concatenate(self._clocks)
        names = {name: np.concatenate(parts) for name, parts in self._names.items()}
        said = {name: list(held) for name, held in self._held.items()}
        next_day = np.zeros(len(rows), dtype=bool)
        unclear: list[npt.NDArray[np.intp]] = []
        for of_drill in groups_of(names["drill"], clocks != NO_CLOCK):
            if (clocks[of_drill] == DATED).any():
                continue
            wrap = wrap_of(clocks[of_drill])
            if wrap is not None:
                next_day[of_drill[wrap:]] = True
                continue
            systems = list(_by_system(names, of_drill))
            last = None
            if _falls_back(clocks[of_drill]):
                told = [_events(said, names, one) for one in systems]
                last = _newest_first(clocks[of_drill], systems, told, of_drill)
            if last is not None:
                next_day[of_drill[: last + 1]] = True
                continue
            for places in systems:
                wrap = wrap_of(clocks[places])
                events = _events(said, names, places)
                if wrap is not None and _is_backwards(events, wrap):
                    wrap = None
                if wrap is not None:
                    next_day[places[wrap:]] = True
                elif (
                    last := _newest_first(clocks[places], [places], [events], places)
                ) is not None:
                    next_day[places[: last + 1]] = True
                at = clocks[places] + 86_400 * next_day[places]
                if names["system"][places[0]]:
                    unclear += _before_disruption(places, at, events)
        return LogOrder(rows[next_day], self._problem(rows, unclear, names["system"], said))

    def _problem(
        self, rows: npt.NDArray[np.int64], places: list[Any], systems: npt.NDArray[np.int64],
        said: dict[str, list[Any]],
    ) -> Problem | None:  # fmt: skip
        if not places:
            return None
        names = list(dict.fromkeys(f"“{said['system'][systems[place]]}”" for place in places))
        column = self.match.column_of("logged_at")
        first = int(rows[min(places)])
        message = (
            "The clock times have no date, and their order does not tell the day: of "
            f"{few(names)} a line lies before the disruption. They are read as one day."
        )
        cell = cell_name(first, column.column) if column else None
        return Problem("warning", message, cell=cell, row=first + 1, field="logged_at",
                       code="clock_order", expected="a date with each time")  # fmt: skip


@dataclass(frozen=True, eq=False)
class LogOrder:
    """Grid rows whose clock time is the next day's; what cannot be told, or None."""

    next_day: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    problem: Problem | None = None


def wrap_of(clocks: npt.NDArray[np.int64]) -> int | None:
    """The first place past midnight; None where lines are in no order or of one day.

    One fall of more than half a day, and all else rising: then the next day is nearer than the
    morning before. A leap of more than half a day behind it may as well lead back.
    """
    steps = np.diff(clocks)
    falls = np.flatnonzero(steps < -HALF_A_DAY)
    if len(falls) != 1:
        return None
    fall = int(falls[0])
    if ((steps < -SLACK) & (steps >= -HALF_A_DAY)).any() or (steps[fall:] > HALF_A_DAY).any():
        return None
    return fall + 1


def _falls_back(clocks: npt.NDArray[np.int64]) -> bool:
    """Whether read from below the lines pass midnight once, and do so within a day."""
    wrap = wrap_of(clocks[::-1])
    return wrap is not None and bool(clocks[:-wrap].max() < clocks[-1])


def _newest_first(
    clocks: npt.NDArray[np.int64], systems: list[npt.NDArray[np.intp]],
    told: list[list[str | None]], lines: npt.NDArray[np.intp],
) -> int | None:  # fmt: skip
    """The last place past midnight of lines written last first; None where they are not.

    They fall all the way but for one leap of more than half a day, to the evening before. A late
    note and a long wait look so too: what happened has to say it, or two falls, and nothing of what
    happened (`told`, by system) may say otherwise.
    """
    if not _falls_back(clocks):
        return None
    last = len(clocks) - int(wrap_of(clocks[::-1]) or 0) - 1
    above = [int((one <= lines[last]).sum()) for one in systems]
    if any(_is_backwards(events[::-1], len(events) - count)
           for events, count in zip(told, above, strict=True)):  # fmt: skip
        return None
    steps = np.diff(clocks)
    is_said = any(_is_backwards(*one) for one in zip(told, above, strict=True))
    is_falling = int((steps < 0).sum()) > 1 and int((steps > 0).sum()) == 1
    return last if is_said or is_falling else None


def _by_system(
    names: dict[str, npt.NDArray[np.int64]], of_drill: npt.NDArray[np.intp]
) -> Iterator[npt.NDArray[np.intp]]:
    """The lines of each system of a drill."""
    held = np.ones(len(of_drill), dtype=bool)
    return (of_drill[mine] for mine in groups_of(names["system"][of_drill], held))


def _events(
    said: dict[str, list[Any]], names: dict[str, npt.NDArray[np.int64]],
    places: npt.NDArray[np.intp],
) -> list[str | None]:  # fmt: skip
    """What each line says happened."""
    return [
        event_of(said["event"][e], said["system"][s])
        for e, s in zip(names["event"][places], names["system"][places], strict=True)
    ]


def _is_backwards(events: list[str | None], wrap: int) -> bool:
    """Whether the end stands above the fall and the disruption below: it was written last first."""
    before, after = events[:wrap], events[wrap:]
    is_back = "restored" in before or "validated" in before
    return is_back and "disrupted" in after and "disrupted" not in before


def _before_disruption(
    places: npt.NDArray[np.intp], at: npt.NDArray[np.int64], events: list[str | None]
) -> list[Any]:
    """The first line of a system's recovery that lies before its disruption, if any."""
    down = [at[i] for i, event in enumerate(events) if event == "disrupted"]
    if not down:
        return []
    early = [i for i, event in enumerate(events)
             if event in _NEEDS_DISRUPTION and at[i] < min(down)]  # fmt: skip
    return [places[early[0]]] if early else []


def groups_of(codes: npt.NDArray[np.int64], counted: Days) -> Iterator[npt.NDArray[np.intp]]:
    """The counted places of each code, in the sheet's order."""
    places = np.flatnonzero(counted)
    order = np.argsort(codes[places], kind="stable")
    ends = np.flatnonzero(np.diff(codes[places][order])) + 1
    return (part for part in np.split(places[order], ends) if len(part))


def each_cell(
    grid: Grid, rows: npt.NDArray[np.int64], column: int, work: Any  # noqa: ANN401
) -> npt.NDArray[np.int64]:  # fmt: skip
    """`work` done to each distinct cell of a column, in order of first appearance, by row."""
    codes = grid.codes(column)[rows]
    held, first = first_rows(codes)
    values = grid.values(column)
    made = np.zeros(int(codes.max(initial=0)) + 1, dtype=np.int64)
    for code in held[np.argsort(first)]:
        made[code] = work(values[int(code)])
    return made[codes]


def clock_of(cell: Any) -> int:  # noqa: ANN401 - any cell
    """Seconds of a clock without a date; what else stands there says its day, or nothing."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return NO_CLOCK
    if isinstance(cell, dt.datetime) and cell.year > 1900:
        return DATED
    if isinstance(cell, str) and (len(cell.strip()) > _LONGEST_CLOCK or cell.strip()[0] in "tT+-"):
        return DATED  # also a time after the start, which is no clock
    try:
        moment = read_moment(cell, _RULES)
    except (Unreadable, ValueError, OverflowError):
        return NO_CLOCK
    if moment.day is not None or moment.seconds is None:
        return DATED
    return int(moment.seconds)
