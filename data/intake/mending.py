"""Rows that wait, mended cell by cell: the same file read again with the corrected texts in it.

The kept original is read as its import read it (same answers, same zone), with a person's texts in
place of the cells they corrected, so what decides a reading (the other cells of a column, the facts
above the table) is all there. Of what comes out, only rows that waited are loaded, as an import
whose source is the person.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from data.intake.around import RecordRows
from data.intake.committing import as_change
from data.intake.countedkeys import ask_whose
from data.intake.importing import FileOutcome, ImportOptions, compared, known_from
from data.intake.planning import Difference
from data.intake.reading.addresses import cell_of
from data.intake.reading.book import Book, Cell, UnreadableFile, cell_name
from data.intake.reading.guarded import read_book
from data.intake.renumbering import ask_about_renumbering
from data.intake.understanding import BookReading, TableReading, understand
from data.problems import Problem
from data.store import Change, Store, StoreMoved
from data.store.waiting import Number

_PLANS = 5


_IN_THE_FILE = (
    "The file cannot be read here again: {why}. Mend these rows in the file itself and load it "
    "anew, above 50 MB on the command line; only what differs is loaded."
)


class CannotBeMended(Exception):
    """Why these rows cannot be mended here, in one line for a person."""


@dataclass(frozen=True)
class Mending:
    """What a person says of one import's waiting rows.

    Attributes
    ----------
    import_id : of the import whose rows wait.
    texts : rejected row → the texts of its cells, in the order of the table's lineage; a row left
        out is read as it stands.
    left_out : rows that are not to be loaded at all; they wait no longer.
    drill, day_first, decimal_comma, same_numbers : answers to what the file left open; None leaves
        it as the import had it.
    """

    import_id: int
    texts: Mapping[Number, Sequence[str | None]] = field(default_factory=dict)
    left_out: frozenset[Number] = frozenset()
    drill: str | None = None
    day_first: bool | None = None
    decimal_comma: bool | None = None
    same_numbers: bool | None = None


@dataclass(frozen=True)
class Mended:
    """What became of it.

    Attributes
    ----------
    import_id : of the import with the mended rows; None when nothing could be loaded.
    loaded, left_out : the rows that wait no longer.
    problems : of the rows that wait on, by rejected row.
    added, changed, unchanged : rows.
    """

    import_id: int | None
    loaded: list[Number]
    left_out: list[Number]
    problems: dict[Number, list[Problem]]
    added: int = 0
    changed: int = 0
    unchanged: int = 0


def mend(
    store: Store,
    mending: Mending,
    *,
    person: str,
    now: dt.datetime,
    step: Callable[[str], None] = lambda _: None,
    read: Callable[[bytes, str], Book] | None = None,
) -> Mended:
    """Loads the waiting rows that can be read now; the others go on waiting, told by cell.

    `read` gives the book of a file's bytes; by default they are read in a process of their own.
    Raises CannotBeMended, StoreError.
    """
    detail = store.import_detail(mending.import_id)
    waiting = store.rejected(mending.import_id)
    waiting = waiting[~waiting["is_mended"].astype(bool)]
    if detail["is_withdrawn"] or waiting.empty:
        raise CannotBeMended("None of these rows waits any longer.")
    name, content = store.original(mending.import_id)
    step(f"reading {name}")
    try:
        book = (read or read_book)(content, name)
    except UnreadableFile as error:
        raise CannotBeMended(_IN_THE_FILE.format(why=str(error.named(name)))) from error
    lineage = {table["table_number"]: table["lineage"] for table in detail["tables"]}
    cells = _corrected(waiting, lineage, mending)
    book = _with_cells(book, cells)
    options = _options(detail["options"], mending, person)
    for attempt in range(1, _PLANS + 1):
        version = store.version()
        known = known_from(store)
        if detail["options"].get("usual_zone"):
            known.zone = detail["options"]["usual_zone"]
        step(f"understanding {name}")
        reading = understand(book, options.told, known)
        ask_whose(store, reading.tables, _gaps_waiting(waiting, lineage))
        ask_about_renumbering(store, reading.tables)
        found = _Found(waiting, detail["tables"], reading, mending.left_out)
        if not found.numbers and not mending.left_out:
            return Mended(None, [], [], found.problems)
        step(f"comparing {name}")
        outcome, effects = _outcome(store, book, found, name)
        change = _change(
            outcome, options, mending, cells, found, detail["sha256"], now, version
        )  # fmt: skip
        try:
            step(f"loading {name}")
            import_id = store.commit(change)
            break
        except StoreMoved:
            if attempt == _PLANS:
                raise
    return Mended(
        import_id,
        found.numbers,
        sorted(mending.left_out),
        found.problems,
        sum(one.added for one in effects),
        sum(one.changed for one in effects),
        sum(one.unchanged for one in effects),
    )


# --- the file with the corrected cells ------------------------------------------------------------


@dataclass(frozen=True)
class _Cell:
    sheet: str | None
    row: int  # both from 0
    column: int
    old: str
    new: str


def _corrected(
    waiting: pd.DataFrame, lineage: Mapping[int, Sequence[Mapping[str, Any]]], mending: Mending
) -> list[_Cell]:
    """The cells a person wrote otherwise than the file, each once."""
    cells: dict[tuple[str | None, int, int], _Cell] = {}
    for row in waiting.itertuples():
        texts = mending.texts.get((row.import_id, row.table_number, row.rejected_number))
        if texts is None or pd.isna(row.row_number):
            continue
        sheet = None if pd.isna(row.sheet) else str(row.sheet)
        origins = lineage[row.table_number]
        for column, old, new in zip(origins, row.raws, texts, strict=True):
            place = place_of(column, origins)
            at = cell_of(place) if isinstance(place, str) else None
            if at is None and isinstance(place, int):
                at = (int(row.row_number) - 1, place)
            if at is not None and (old or "") != (new or ""):
                cells[sheet, *at] = _Cell(sheet, *at, old or "", new or "")
    return list(cells.values())


def place_of(one: Mapping[str, Any], lineage: Sequence[Mapping[str, Any]]) -> int | str | None:
    """Where a person mends a field of a row: the column of the sheet, of a form the cell.

    None where the field has no column of its own beside those that have one: what stands above a
    table holds for all of its rows.
    """
    if any(isinstance(each.get("column"), int) for each in lineage):
        column = one.get("column")
        return column if isinstance(column, int) else None
    return one.get("cell")


def _with_cells(book: Book, cells: Sequence[_Cell]) -> Book:
    """A book with these texts in it; the one given stays as it is."""
    by_sheet: dict[str | None, dict[tuple[int, int], Cell]] = {}
    for one in cells:
        by_sheet.setdefault(one.sheet, {})[one.row, one.column] = one.new or None
    sheets = []
    for sheet in book.sheets:
        mine = by_sheet.get(sheet.name, {})
        sheets.append(
            replace(
                sheet,
                grid=sheet.grid.with_cells(mine),
                error_cells={k: v for k, v in sheet.error_cells.items() if k not in mine},
                unsaved_formulas=sheet.unsaved_formulas - set(mine),
            )
        )
    return replace(book, sheets=sheets)


def _options(kept: Mapping[str, Any], mending: Mending, person: str) -> ImportOptions:
    """What the import was told, and what is told now."""
    return ImportOptions(
        drill=mending.drill or kept.get("drill"),
        zone=kept.get("zone"),
        day_first=_later(mending.day_first, kept.get("day_first")),
        decimal_comma=_later(mending.decimal_comma, kept.get("decimal_comma")),
        same_numbers=_later(mending.same_numbers, kept.get("same_numbers")),
        record=kept.get("record"),
        mapping=kept.get("mapping"),
        source="person",
        person=person,
    )


def _later(now: bool | None, before: bool | None) -> bool | None:
    return before if now is None else now


def _gaps_waiting(
    waiting: pd.DataFrame, lineage: Mapping[int, Sequence[Mapping[str, Any]]]
) -> set[str]:
    """The numbers of the gaps that wait, as the file has them."""
    return {
        str(text)
        for row in waiting[waiting["record"] == "gap"].itertuples()
        for column, text in zip(lineage[row.table_number], row.raws, strict=True)
        if column.get("field") == "gap" and text
    }


# --- the rows that waited, in the new reading -----------------------------------------------------


class _Found:
    """Which of the waiting rows can be loaded now, in their tables, and why the others cannot.

    Attributes
    ----------
    numbers : those that can. problems : of the others.
    tables : the readings, cut to the rows that waited.
    """

    def __init__(
        self, waiting: pd.DataFrame, tables: Sequence[Mapping[str, Any]], reading: BookReading,
        left_out: frozenset[Number],
    ) -> None:  # fmt: skip
        self.reading = reading
        self.numbers: list[Number] = []
        self.problems: dict[Number, list[Problem]] = {}
        self._rows: dict[int, set[int]] = {}  # id of the rows of a record → row numbers to load
        outputs = _by_place((t.found.sheet, t.found.range, one) for t in reading.tables
                            for one in t.outputs)  # fmt: skip
        places = _by_place((t["sheet"], t["range"], t) for t in tables)
        ours = {t["table_number"]: place for place, t in places.items()}
        for number, mine in waiting.groupby("table_number"):
            rows = outputs.get(ours[int(str(number))])
            if rows is None:
                raise CannotBeMended(
                    "With these texts the file is read as another table than before. Mend the "
                    "cells in the file itself and upload it again."
                )
            self._sort(mine, rows, left_out)

    def _sort(self, waiting: pd.DataFrame, rows: RecordRows, left_out: frozenset[Number]) -> None:
        good = set(rows.frame["row_number"].astype(int))
        why = {int(one.row_number): str(one.why) for one in rows.rejected.itertuples()}
        for row in waiting.itertuples():
            number = (int(row.import_id), int(row.table_number), int(row.rejected_number))
            if number in left_out:
                continue
            place = int(row.row_number)
            if place in good:
                self.numbers.append(number)
                self._rows.setdefault(id(rows), set()).add(place)
                continue
            told = [one for one in rows.problems if one.row_rejected and one.row == place]
            self.problems[number] = told or [
                Problem("error", why.get(place, "The row is empty, or repeats another one."),
                        sheet=None if pd.isna(row.sheet) else str(row.sheet), row=place,
                        row_rejected=True)
            ]  # fmt: skip

    def tables(self, is_new: Callable[[RecordRows], pd.Series]) -> list[TableReading]:
        """The tables with nothing in them but rows that waited, and what is new beside them."""
        found = []
        for table in self.reading.tables:
            outputs = []
            for one in table.outputs:
                if id(one) in self._rows:
                    chosen = one.frame["row_number"].isin(self._rows[id(one)])
                elif one.is_parent and any(id(own) in self._rows for own in table.outputs):
                    chosen = is_new(one) & one.frame["row_key"].isin(self._drills(table))
                else:
                    continue
                frame = one.frame[chosen.to_numpy(bool)].reset_index(drop=True)
                if len(frame):
                    outputs.append(_cut(one, frame))
            if outputs:
                found.append(replace(table, outputs=outputs, problems=[]))
        return found

    def _drills(self, table: TableReading) -> set[str]:
        """Keys of the drills of the rows to load."""
        names: set[str] = set()
        for one in table.outputs:
            if id(one) in self._rows and "drill" in one.frame:
                chosen = one.frame["row_number"].isin(self._rows[id(one)])
                names |= set(one.frame.loc[chosen, "drill"].dropna().astype(str))
        return {json.dumps([name], ensure_ascii=False) for name in names}


def _by_place(tables: Any) -> dict[tuple[Any, ...], Any]:  # noqa: ANN401 - of either kind
    """Tables by sheet, range, record, and their number among those that share these."""
    found: dict[tuple[Any, ...], Any] = {}
    met: dict[tuple[Any, ...], int] = {}
    for sheet, area, one in tables:
        record = one["record"] if isinstance(one, dict) else one.record
        place = (sheet, area, record)
        met[place] = met.get(place, 0) + 1
        found[(*place, met[place])] = one
    return found


def _cut(one: RecordRows, frame: pd.DataFrame) -> RecordRows:
    rows = set(frame["row_number"].astype(int))
    problems = [each for each in one.problems if each.row in rows]
    return replace(
        one, frame=frame, rejected=one.rejected.iloc[:0], problems=problems, rejected_keys=[]
    )


# --- the change -----------------------------------------------------------------------------------


def _outcome(
    store: Store, book: Book, found: _Found, name: str
) -> tuple[FileOutcome, list[Difference]]:
    def is_new(one: RecordRows) -> pd.Series:
        there = store.rows(one.record, row_keys=list(one.frame["row_key"]))["row_key"]
        return ~one.frame["row_key"].isin(there)

    with store.held():
        tables = found.tables(is_new)
        differences = [[compared(store, one) for one in table.outputs] for table in tables]
    reading = replace(found.reading, tables=tables, problems=[])
    outcome = FileOutcome(name, book.sha256, "loaded", b"", reading=reading)
    outcome.differences = differences
    outcome.problems = [p for one in outcome.outputs for p in one.problems]
    own = [effect for one, effect in outcome.effects if not one.is_parent]
    return outcome, own


def _change(
    outcome: FileOutcome, options: ImportOptions, mending: Mending, cells: Sequence[_Cell],
    found: _Found, sha256: str, now: dt.datetime, version: int,
) -> Change:  # fmt: skip
    """The mended rows as an import of the person's, which names the file they came from."""
    settled = sorted({*found.numbers, *mending.left_out})
    told = [
        {"sheet": one.sheet, "cell": cell_name(one.row, one.column), "old": one.old, "new": one.new}
        for one in cells
    ]
    made = as_change(outcome, options, "", now, version)
    how = {"mends": mending.import_id, "left_out": len(mending.left_out), "cells": told}
    said = [mending.import_id, settled, told, mending.drill, mending.day_first]
    said += [mending.decimal_comma, mending.same_numbers]
    return replace(
        made,
        file_name=outcome.name,
        sha256=sha256,
        fingerprint=hashlib.sha256(json.dumps(said).encode()).hexdigest(),
        options={**made.options, **how},
        mended=settled,
    )
