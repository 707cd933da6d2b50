"""A book becomes readings of its tables: found, matched, read with what is known around."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from data.fields import Field
from data.intake.around import Around, DrillFacts, GivenFact, RecordRows
from data.intake.drillhome import GUESSED, DrillHome, day_in_names, drill_of
from data.intake.examples import skip_examples
from data.intake.facts import Known, Told, table_facts
from data.intake.matching.headings import match_table
from data.intake.matching.likeness import known_heading
from data.intake.matching.matched import TableMatch
from data.intake.matching.phrases import phrase
from data.intake.matching.wide import drills_side_by_side, headings_of
from data.intake.parsing.cells import ColumnContext, parse_cell
from data.intake.reading.book import Book, Sheet, cell_name
from data.intake.reading.tables import FoundTable, find_tables
from data.intake.rows import table_rows
from data.intake.tracing import fact_row
from data.intake.worktable import WorkTable
from data.problems import Problem

# What other tables lean on is read first: names, then drills, then the rest.
_FIRST = {name: i for i, name in enumerate(("setting", "alias", "system", "drill"))}
_SAMPLE_CELLS = 40


@dataclass
class TableReading:
    """One table: where it stands, what it was taken for, and its rows by record."""

    found: FoundTable
    match: TableMatch | None
    outputs: list[RecordRows] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    zone: str = ""  # of its times without one
    wide: dict[str, TableMatch] = field(default_factory=dict)  # drill → its columns, side by side

    @property
    def record(self) -> str | None:
        """The record it was taken for; None when it was not recognised."""
        return self.match.record if self.match else None


@dataclass
class BookReading:
    """All tables of a book in its own order, and problems of the book as a whole."""

    book: Book
    tables: list[TableReading]
    problems: list[Problem]


LEANED_ON = frozenset(_FIRST)
"""Records that other tables lean on, wherever they stand."""


def understand(
    book: Book, told: Told, known: Known, only: frozenset[str] | None = None
) -> BookReading:
    """Every table of a book, read; with `only`, tables of those records. `known` learns from it."""
    tables: list[tuple[Sheet, TableReading]] = []
    problems = [Problem("warning", remark, code="remark") for remark in book.remarks]
    for sheet in book.sheets:
        for found in find_tables(sheet, known_heading):
            said = _said(book, found, told)
            match, wide = _match(sheet, found, told, said, known)
            tables.append((sheet, TableReading(found, match, wide=wide)))
        problems += _sheet_problems(sheet)
    cover = _cover_facts(tables)
    nameless = _nameless(tables)
    met: list[str] = []  # drills this book itself lists
    order = sorted(range(len(tables)), key=lambda i: _FIRST.get(tables[i][1].record or "", 9))
    for place in order:
        sheet, reading = tables[place]
        if reading.match is not None and (only is None or reading.record in only):
            said = _said(book, reading.found, told)
            mine = replace(told, drill=said.get("drill") or told.drill)
            home = DrillHome(book.name, sheet.name, len(book.sheets), nameless, tuple(met))
            _read(book, sheet, reading, cover, mine, known, home)
            if reading.record == "drill":
                met += [name for one in reading.outputs for name in one.frame["drill"]]
    return BookReading(book, [reading for _, reading in tables], problems)


# --- matching -------------------------------------------------------------------------------------


def _match(
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


def _said(book: Book, found: FoundTable, told: Told) -> Mapping[str, Any]:
    """What a mapping says of a table: for its very place, or for any table with its headings.

    `columns` gives a field by heading, "" to skip it; a heading it gives null, or leaves out where
    `headings` names all of them, is matched as ever.
    `units` gives the unit of bare numbers by heading, `drill` the drill of rows that name none.
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


def _cover_facts(tables: Sequence[tuple[Sheet, TableReading]]) -> list[tuple[Sheet, Any]]:
    """Facts that stand alone on a sheet of their own: true for the whole book."""
    with_tables = {id(sheet) for sheet, reading in tables if reading.match is not None}
    return [
        (sheet, fact)
        for sheet, reading in tables
        if reading.match is None and id(sheet) not in with_tables
        for fact in reading.found.facts
    ]


# --- reading --------------------------------------------------------------------------------------


def _read(
    book: Book, sheet: Sheet, reading: TableReading, cover: Sequence[tuple[Sheet, Any]],
    told: Told, known: Known, home: DrillHome,
) -> None:  # fmt: skip
    found, match = reading.found, reading.match
    assert match is not None
    skip_examples(sheet.grid, found, match)
    facts = table_facts(sheet, found, cover, told, known)
    zone, day = facts.pop("_zone").value, facts.pop("_day", None)
    reading.zone = told.zone or zone
    drill = drill_of(found, match, facts, told, known, home)
    dated = None if day else day_in_names(found, home, zone)
    around = Around(
        known.names, known.drills, zone, told.day_first, told.zone,
        {k: v for k, v in facts.items() if k == "quarter"}, drill,
        day.value if day else dated[0] if dated else None, book.is_1904,
        is_drill_guessed=drill is None or drill.reading == GUESSED,
    )  # fmt: skip
    if drill is not None:
        named = known.names["drill"].find(str(drill.value))
        drill = around.drill = replace(drill, value=named.name)
        known.names["drill"].add(named.name)
    for name, side in reading.wide.items():
        mine = GivenFact(known.names["drill"].find(name).name, None, "", "the drill in the heading")
        known.names["drill"].add(mine.value)
        beside = replace(around, drill=mine, is_drill_guessed=False)
        reading.outputs += table_rows(WorkTable(found, sheet.grid, side, beside))
    if not reading.wide:
        reading.outputs = table_rows(WorkTable(found, sheet.grid, match, around))
    if drill is not None and drill.cell is not None:
        row = fact_row({**facts, "drill": drill})
        if row is not None:
            reading.outputs.append(row)
    elif drill is not None and drill.reading == GUESSED and dated is not None:
        row = fact_row({"drill": drill, "started_at": dated[1]})
        if row is not None and around.drill is not None and _uses(reading.outputs, drill.value):
            reading.outputs.append(row)
    for output in reading.outputs:
        _learn(output, known)


def _uses(outputs: Sequence[RecordRows], drill: str) -> bool:
    """Whether any row is of that drill."""
    return any("drill" in one.frame and (one.frame["drill"] == drill).any() for one in outputs)


def _nameless(tables: Sequence[tuple[Sheet, TableReading]]) -> dict[str, int]:
    """Per record, on how many sheets its rows do not name their drill."""
    sheets: dict[str, set[str | None]] = {}
    for sheet, reading in tables:
        if reading.match is not None and reading.match.column_of("drill") is None:
            sheets.setdefault(reading.match.record, set()).add(sheet.name)
    return {record: len(names) for record, names in sheets.items()}


def _learn(output: RecordRows, known: Known) -> None:
    """Names, aliases and drills that the tables after this one can lean on."""
    frame = output.frame
    if output.record == "system":
        for name in frame["system"]:
            known.names["system"].add(name)
    if output.record == "alias" and {"kind", "written", "means"} <= set(frame):
        for kind, written, means in zip(
            frame["kind"], frame["written"], frame["means"], strict=True
        ):
            if kind in known.names:
                known.names[kind].add_alias(written, means)
            elif kind == "heading":
                known.memory[written] = means
    if output.record == "setting" and {"setting", "value"} <= set(frame):
        for name, value in zip(frame["setting"], frame["value"], strict=True):
            if name.casefold() in ("zone", "time zone"):
                known.zone = value
    if output.record == "drill":
        for row in frame.to_dict("records"):
            known.names["drill"].add(row["drill"])
            old = known.drills.get(row["drill"], DrillFacts())
            known.drills[row["drill"]] = drill_facts(row, known.zone, old)


def drill_facts(row: Mapping[Any, Any], zone: str, old: DrillFacts | None = None) -> DrillFacts:
    """What a drill's row says about its zone, start and day."""
    old = old or DrillFacts()
    own = row.get("zone")
    mine = own if isinstance(own, str) and own else old.zone
    started = row.get("started_at")
    if started is None or started != started:
        return DrillFacts(mine, old.started_at, old.day)
    at = started.to_pydatetime() if hasattr(started, "to_pydatetime") else started
    day = at.astimezone(ZoneInfo(mine or zone)).date()
    exact = row.get("started_precision") != "day"
    return DrillFacts(mine, at if exact else None, day)


def _sheet_problems(sheet: Sheet) -> list[Problem]:
    """Cells whose value could not be seen: errors and formulas nobody calculated."""
    problems = [
        Problem("warning", f"This cell holds the error {text}; it is read as empty.",
                sheet=sheet.name, cell=cell_name(*place), row=place[0] + 1, value=text,
                code="error_cell", expected="a value; mend the formula in the spreadsheet")
        for place, text in sheet.error_cells.items()
    ]  # fmt: skip
    problems += [
        Problem("warning", "This formula's result was not saved in the file; it is read as empty.",
                sheet=sheet.name, cell=cell_name(*place), row=place[0] + 1, code="unsaved_formula",
                expected="a saved result: open the file in Excel, save it, upload it again")
        for place in sorted(sheet.unsaved_formulas)
    ]  # fmt: skip
    return problems
