"""The columns of one table become typed arrays, each distinct cell parsed once.

An instant may lean on its neighbours: a clock time takes the row's date, an end without a date of
its own lies after its start, a doubled autumn hour takes the reading that keeps the row in order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from data.fields import Field
from data.intake.bareclocks import AS_CLOCKS, are_clocks, with_clocks
from data.intake.instantcolumns import distinct_values, read_instants
from data.intake.matching.matched import ColumnMatch
from data.intake.matching.phrases import phrase
from data.intake.pairs import Coded, Codes, once_each
from data.intake.parsing.cells import ColumnContext, parse_cell
from data.intake.parsing.instants import DayOrder, decide_day_first
from data.intake.parsing.labels import ordinary_text
from data.intake.parsing.numerals import MIXED, DecimalComma, decide_decimal, unclear_marks
from data.intake.parsing.parsed import Parsed
from data.intake.parsing.shares import decide_percent
from data.intake.reading.book import Grid
from data.intake.reading.codes import ranked

Cells = Sequence[Parsed | dt.datetime | str | None]
"""Distinct cells, read; an instant or a text that needed no parser stands for itself."""

NUMERIC = frozenset(("duration", "objective", "number", "money", "rating", "share"))
"""Kinds of fields whose texts may have a decimal mark."""


@dataclass(frozen=True)
class Surroundings:
    """What is known around a table's rows, one value a row where a row may differ.

    Attributes
    ----------
    zones : the IANA zone in which zone-less times of the row are written.
    dates : the date a clock time of the row belongs to, or None.
    starts : the start of the row's drill (UTC), for `T+` offsets, or None.
    drill_dates : the distinct dates of the drills concerned; decides 03/02 when its column cannot.
    day_first : what a person said about the order of day and month, or None.
    known : names of systems, which a list of names is not to part.
    is_1904 : bare day numbers count from 1904.
    elsewhere : the order of day and month that all other columns of the file agree on, or None.
    order : how dates are written, where that was decided before.
    unsaid : by row, whether nothing names the zone in `zones`: it is the organisation's.
    next_day : by row, whether a clock without a date is of the day after the one in `dates`.
    decimal_comma : whether 1,250 has a decimal comma, as a person said; its column comes first.
    decimals_elsewhere : the habit that all other columns of numbers of the file agree on, or None.
    above : of an instant in two columns, by row: the date cell above that holds for its blank one,
        or None; and whether the time is past midnight below it.
    """

    zones: Coded
    dates: Coded
    starts: Coded
    drill_dates: tuple[dt.date, ...] = ()
    day_first: bool | None = None
    known: frozenset[str] = frozenset()
    is_1904: bool = False
    elsewhere: bool | None = None
    order: DayOrder | None = None
    unsaid: npt.NDArray[np.bool_] | None = None  # None: something names every row's
    next_day: npt.NDArray[np.bool_] | None = None  # None: the order of no row tells of a next day
    decimal_comma: bool | None = None
    decimals_elsewhere: bool | None = None
    above: tuple[Coded, npt.NDArray[np.bool_]] | None = None  # None: each row has its own date


@dataclass
class TypedColumn:
    """One field's cells, typed: `values` and `companions` one a row.

    `told` has, by code of `values`, what was read with a problem or an outcome beside it.
    `is_zone_assumed`: a clock time in it was read in the organisation's zone, as nothing names one.
    """

    target: Field
    matches: tuple[ColumnMatch, ...]  # two for a split date and time
    values: Coded
    companions: dict[str, Coded]
    told: dict[int, Parsed]
    reading: str = ""
    day_order: DayOrder | None = None  # None: it has no dates in words
    is_zone_assumed: bool = False

    @property
    def columns(self) -> tuple[int, ...]:
        """The grid columns it was read from."""
        return tuple(one.column for one in self.matches)


def day_order(values: Sequence[Any], around: Surroundings) -> DayOrder:
    """How the dates of a column are written, by the order of evidence of records.md."""
    if around.order is not None:
        return around.order
    drill_date = around.drill_dates[0] if len(around.drill_dates) == 1 else None
    order = decide_day_first(values, told=around.day_first, drill_date=drill_date)
    if (
        order.day_first is None
        and order.why
        and not order.is_mixed
        and around.elsewhere is not None
    ):
        way = "day first" if around.elsewhere else "month first"
        return DayOrder(around.elsewhere, f"the other dates of the file are {way}")
    return order


def read_column(
    grid: Grid,
    rows: npt.NDArray[np.int64],
    target: Field,
    matches: Sequence[ColumnMatch],
    around: Surroundings,
    unit_column: int | None = None,
    earlier: npt.NDArray[np.int64] | None = None,
    planned: npt.NDArray[np.int64] | None = None,
) -> TypedColumn:
    """One field of a table, typed.

    `matches` has one column, or the date and the time half of one instant. `earlier` is the latest
    instant of each row's fields before this one, in microseconds (NEVER: none); `planned` is when
    it was to be, where nothing in the row is before it.
    """
    first = matches[0]
    context = ColumnContext(
        unit=first.unit or target.unit, zone="UTC", known=around.known, date_1904=around.is_1904
    )
    reading: list[str] = []
    order: DayOrder | None = None
    if target.kind == "instant" and len(matches) == 1:
        column = first.column
        if are_clocks(distinct_values(grid, column, rows)):
            grid = with_clocks(grid, column)
            reading.append(AS_CLOCKS)
    if target.kind in ("instant", "date"):
        texts = [
            v for m in matches if m.part != "time" for v in distinct_values(grid, m.column, rows)
        ]
        if any(isinstance(text, str) for text in texts):  # real dates have no order to decide
            order = day_order(texts, around)
            context = replace(context, day_first=order.day_first)
            if order.why:
                reading.append(order.why)
        if around.above is not None:
            reading.append("a blank date is the one above it")
    elif target.kind in NUMERIC:
        values = distinct_values(grid, first.column, rows)
        context = replace(context, decimal_comma=_decimal_comma(values, around))
        if target.kind == "share":
            context = replace(context, percent=decide_percent(values, first.unit))
    if first.unit and target.kind in ("duration", "objective"):
        by = "by the heading" if phrase(first.heading).unit == first.unit else "as you said"
        reading.append(f"numbers are {first.unit}, {by}")
    parsed: Cells
    if target.kind == "instant":
        parsed, codes = read_instants(
            grid, rows, target, matches, around, context, earlier, planned
        )
    elif unit_column is not None and target.kind in ("duration", "objective", "number"):
        parsed, codes = _with_units(grid, rows, target, first, context, unit_column)
    else:
        parsed, codes = _each_value(grid, rows, target, first, context)
    is_plain = Parsed not in set(map(type, parsed))  # no cell of it needed a parser
    return TypedColumn(
        target, tuple(matches),
        Coded(
            list(parsed) if is_plain
            else [one.value if isinstance(one, Parsed) else one for one in parsed],
            codes,
        ),
        {
            column.name: _companion(parsed, codes, column.name[len(target.stem) + 1 :])
            for column in target.columns[1:]
        },
        {} if is_plain else {
            code: one for code, one in enumerate(parsed)
            if isinstance(one, Parsed) and (one.code or one.mark)
        },
        "; ".join(reading), order,
        target.kind == "instant" and _is_zone_assumed(parsed, codes, matches, around.unsaid),
    )  # fmt: skip


def _decimal_comma(values: Sequence[Any], around: Surroundings) -> DecimalComma:
    """The habit of a column; where it tells of none, what a person said, else the file's others.

    In a column of both habits that answers for one mark alone: of 1,250 and 1.250 it would make a
    small number and a large one.
    """
    habit = decide_decimal(values).decimal_comma
    is_answered = habit is None or (habit == MIXED and len(unclear_marks(values)) == 1)
    said = around.decimal_comma
    if habit is None and said is None:
        return around.decimals_elsewhere
    return said if is_answered and said is not None else habit


def _is_zone_assumed(
    parsed: Cells, codes: Codes, matches: Sequence[ColumnMatch],
    unsaid: npt.NDArray[np.bool_] | None,
) -> bool:  # fmt: skip
    """Whether a clock time without a zone stands in a row whose zone nothing names."""
    if unsaid is None or any(match.zone for match in matches):
        return False
    local = np.array(
        [one.is_local if isinstance(one, Parsed) else one is not None for one in parsed], bool
    )
    return bool((local[codes] & unsaid).any())


def _companion(parsed: Cells, codes: Codes, ending: str) -> Coded:
    """A companion column; what needed no parser has none."""
    if not any(type(one) is Parsed and one.companions for one in parsed):
        return Coded.same(None, len(codes))
    return Coded(
        [one.companions.get(ending) if isinstance(one, Parsed) else None for one in parsed], codes
    )


def _each_value(
    grid: Grid, rows: npt.NDArray[np.int64], target: Field, match: ColumnMatch,
    context: ColumnContext,
) -> tuple[Cells, Codes]:  # fmt: skip
    """Each distinct cell once; ordinary words without a parser."""
    distinct, codes = ranked(grid.codes(match.column)[rows])
    values = grid.values(match.column)
    cells = [values[code] for code in distinct.tolist()]
    if target.kind != "text":
        return [parse_cell(cell, target, context) for cell in cells], codes
    parsed: list[Parsed | str | None] = list(map(ordinary_text, cells))
    for place, text in enumerate(parsed):
        if text is None:
            parsed[place] = parse_cell(cells[place], target, context)
    return parsed, codes


def _with_units(
    grid: Grid, rows: npt.NDArray[np.int64], target: Field, match: ColumnMatch,
    context: ColumnContext, unit_column: int,
) -> tuple[list[Parsed], Codes]:  # fmt: skip
    def parse(row: int) -> Parsed:
        unit = grid.cell(int(rows[row]), unit_column)
        mine = replace(context, unit=str(unit).strip() if unit else context.unit)
        return parse_cell(grid.cell(int(rows[row]), match.column), target, mine)

    return once_each([grid.codes(match.column)[rows], grid.codes(unit_column)[rows]], parse)
