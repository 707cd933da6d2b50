"""What a table of a file is, by its headings, its values and what a person said of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from data.fields import Field
from data.intake.facts import Known, Told
from data.intake.matching.headings import match_table
from data.intake.matching.matched import TableMatch
from data.intake.matching.phrases import phrase
from data.intake.matching.wide import drills_side_by_side, headings_of
from data.intake.parsing.cells import ColumnContext, parse_cell
from data.intake.reading.book import Book, Sheet
from data.intake.reading.tables import FoundTable

_SAMPLE_CELLS = 40


def recognise(
    sheet: Sheet, found: FoundTable, told: Told, said: Mapping[str, Any], known: Known
) -> tuple[TableMatch | None, dict[str, TableMatch]]:
    """What a table is; of drills side by side also what it is for each of them."""
    if found.headings is None or found.kind == "facts":
        return None, {}
    columns = said.get("columns", {})
    given = {heading: name for heading, name in columns.items() if name is not None}
    judged: dict[tuple[int, str, tuple[str, ...]], float | None] = {}

    def fits(place: int, target: Field) -> float | None:
        """Share of a column's distinct values that read as the field; names need no digits only."""
        key = (place, target.kind, target.values)
        if key not in judged:
            judged[key] = _share_fitting(sheet, found, found.first_column + place, target)
        return judged[key]

    units = said.get("units", {})

    def matched(headings: Sequence[str]) -> TableMatch | None:
        match = match_table(
            headings, fits, memory=known.memory, given=given,
            as_record=told.record or said.get("record"),
            hint=" ".join(part for part in (sheet.name, *found.title) if part),
        )  # fmt: skip
        return match and _in_grid(match, found, units)

    wide = {} if given else drills_side_by_side(found.headings, known.names["drill"].all)
    each = {drill: matched(headings_of(drill, found.headings, wide)) for drill in wide}
    sides = {drill: one for drill, one in each.items() if one and one.record == "recovery"}
    if len(sides) > 1 and len(sides) == len(wide):
        first, *others = sides.values()
        own = {column.column for column in first.columns}
        more = tuple(c for one in others for c in one.columns if c.column not in own)
        return replace(first, columns=first.columns + more), sides
    return matched(found.headings), {}


def _in_grid(match: TableMatch, found: FoundTable, units: Mapping[str, str]) -> TableMatch:
    """A match by places in the heading as one by columns of the grid."""
    shift, headings = found.first_column, found.headings or []
    return replace(
        match,
        columns=tuple(
            replace(
                c, column=c.column + shift, heading=headings[c.column],
                unit=units.get(headings[c.column], c.unit),
            )
            for c in match.columns
        ),
        ignored=tuple(replace(c, column=c.column + shift) for c in match.ignored),
    )  # fmt: skip


def said_of(book: Book, found: FoundTable, told: Told) -> Mapping[str, Any]:
    """What a mapping says of a table: for its very place, or for any table with its headings.

    `columns` gives a field by heading, "" to skip it; a heading it gives null, or leaves out where
    `headings` names all of them, is matched as ever.
    `units` gives the unit of bare numbers by heading, `drill` and `quarter` those of rows that
    name none.
    """
    mine = {phrase(text).words for text in found.headings or () if text.strip()}
    place = (book.name, found.sheet, found.range)
    for one in (told.mapping or {}).get("tables", ()):
        if "range" in one and (one.get("file"), one.get("sheet"), one["range"]) != place:
            continue
        headings = one.get("headings") or one.get("columns", {})
        if {phrase(text).words for text in headings} == mine:
            return one
    return {}


def _share_fitting(sheet: Sheet, found: FoundTable, column: int, target: Field) -> float | None:
    grid, rows = sheet.grid, np.asarray(found.data_rows, dtype=np.int64)
    codes = np.unique(grid.codes(column)[rows])[:_SAMPLE_CELLS]
    values = [grid.values(column)[int(code)] for code in codes]
    values = [v for v in values if v is not None and str(v).strip()]
    context = ColumnContext(zone="UTC", day_first=True, unit=target.unit or "h",
                            default_date=dt.date(2025, 1, 1),
                            drill_started_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC))  # fmt: skip
    good = total = 0
    for value in values:
        if target.kind in ("name", "system", "drill", "text", "list"):
            total += 1
            good += not isinstance(value, bool | dt.time | dt.timedelta) and not (
                target.kind in ("name", "list") and isinstance(value, float | int | dt.date)
            )
            continue
        parsed = parse_cell(value, replace(target, date_alone=True), context)
        if parsed.value is None and not parsed.code:
            continue  # empty of some kind: says nothing
        total += 1
        good += parsed.value is not None
    return good / total if total >= 2 else None
