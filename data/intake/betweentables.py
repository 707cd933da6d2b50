"""One thing told by several tables of a file: which value counts, and saying where they differ.

Inside one file a value beats a blank, so what only one of the tables says stays. Where two say
different values of one field, the later table counts; of one test the last to be restored
(metrics.md, "One test"). Two rows of the same table are settled before.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.fields import Field
from data.intake.around import RecordRows
from data.intake.duplicates import outlasting
from data.intake.framing import keys_of
from data.intake.reading.book import cell_name
from data.problems import Problem
from data.records import RECORDS
from wording.reading import in_cell

if TYPE_CHECKING:
    from data.intake.understanding import TableReading

_LATER = "as the later table of the file"
Place = tuple[int, int]
"""A row: which of the tables, and its place in the frame."""


def settle_between(tables: Sequence[TableReading]) -> None:
    """Takes a value out of the rows that give way, and tells of it at its cell, once a field."""
    for record in RECORDS:
        found = [
            (table.found.sheet, rows)
            for table in tables
            for rows in table.outputs
            if rows.record == record and not rows.is_parent and len(rows.frame)
        ]
        if record != "log" and len(found) > 1:
            _settle(found)


def _settle(found: Sequence[tuple[str | None, RecordRows]]) -> None:
    places: dict[str, list[Place]] = {}
    for table, (_, rows) in enumerate(found):
        for place, key in enumerate(keys_of(rows.frame)):
            places.setdefault(key, []).append((table, place))
    told: dict[tuple[int, int, str, str], list[tuple[Place, Place]]] = {}
    for same in places.values():
        if len(same) < 2:
            continue
        winner, why = _winner(found, same)
        for loser in same:
            for one in _both_say(found, loser, winner):
                told.setdefault((loser[0], winner[0], one, why), []).append((loser, winner))
    for (table, _, name, why), pairs in told.items():
        rows = found[table][1]
        field = RECORDS[rows.record].field(name)
        rows.problems.append(_problem(found, field, why, pairs))
        _take_out(rows, field, [place for (_, place), _ in pairs])


def _winner(
    found: Sequence[tuple[str | None, RecordRows]], same: Sequence[Place]
) -> tuple[Place, str]:
    if found[0][1].record != "recovery":
        return same[-1], _LATER
    frame = pd.DataFrame([found[table][1].frame.iloc[place] for table, place in same])
    number, why = outlasting(frame.reset_index(drop=True), _LATER)
    return same[number], why


def _both_say(
    found: Sequence[tuple[str | None, RecordRows]], loser: Place, winner: Place
) -> list[str]:
    """The fields of which both rows have a value, and not the same."""
    if loser == winner:
        return []
    mine, theirs = (found[table][1].frame.iloc[place] for table, place in (loser, winner))
    names = []
    for one in RECORDS[found[loser[0]][1].record].fields:
        column = one.columns[0].name
        if one.key or column not in mine or column not in theirs:
            continue
        if pd.isna(mine[column]) or pd.isna(theirs[column]):
            continue
        if mine[column] != theirs[column]:
            names.append(one.name)
    return names


def _problem(
    found: Sequence[tuple[str | None, RecordRows]], field: Field, why: str,
    pairs: Sequence[tuple[Place, Place]],
) -> Problem:  # fmt: skip
    loser, winner = pairs[0]
    cell, text = _cell(found[loser[0]][1], loser[1], field)
    there, other = _cell(found[winner[0]][1], winner[1], field)
    sheet, elsewhere = found[loser[0]][0], found[winner[0]][0]
    where = f"{elsewhere} {there}" if elsewhere and elsewhere != sheet else there
    name = " · ".join(map(str, json.loads(found[loser[0]][1].frame["row_key"].iloc[loser[1]])))
    more = f"; so it is for {len(pairs) - 1} more" if len(pairs) > 1 else ""
    said = (
        f"{field.title} of {name} is said twice, {in_cell(cell, text)} and "
        f"{in_cell(where, other)}: the latter counts, {why}{more}."
    )
    row = int(found[loser[0]][1].frame["row_number"].iloc[loser[1]])
    return Problem("warning", said, sheet=sheet, cell=cell, row=row, field=field.name, value=text,
                   expected="one value for each", code="two_tables")  # fmt: skip


def _cell(rows: RecordRows, place: int, field: Field) -> tuple[str | None, str | None]:
    """The address and text of what a row says of a field; a value of the whole table has none."""
    raws = json.loads(rows.frame["raws"].iloc[place])
    for one, text in zip(rows.lineage, raws, strict=False):
        if one.field == field.name and (text or one.column is None):
            number = int(rows.frame["row_number"].iloc[place])
            at = cell_name(number - 1, one.column) if isinstance(one.column, int) else one.cell
            return at, text
    return None, None


def _take_out(rows: RecordRows, field: Field, places: Sequence[int]) -> None:
    gone = np.zeros(len(rows.frame), dtype=bool)
    gone[list(places)] = True
    frame = rows.frame.copy()
    for column in field.columns:
        if column.name in frame:
            held = frame[column.name]
            nothing = None if held.dtype == object else pd.NA
            frame[column.name] = held.where(~gone, nothing) if nothing is None else held.mask(gone)
    rows.frame = frame
