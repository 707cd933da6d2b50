"""A book becomes readings of its tables: found, matched, read with what is known around."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from data.intake.around import GivenFact, RecordRows
from data.intake.bookwide import cover_facts, homes_of, with_tables
from data.intake.dateddrills import rows_of_dated_drills
from data.intake.drillhome import (
    DrillHome,
)
from data.intake.facts import Known, Told, order_of_book
from data.intake.forms import Form, forms_of, is_of_a_result
from data.intake.learning import learn, note_generic
from data.intake.leftout import left_out
from data.intake.matching.headings import NOWHERE, SKIP
from data.intake.matching.likeness import known_heading
from data.intake.matching.matched import TableMatch
from data.intake.matching.names import NameMatch, Names
from data.intake.perdrill import ask_what_it_is
from data.intake.placing import set_apart, surrounded
from data.intake.reading.book import Book, Grid, Sheet, cell_name
from data.intake.reading.found import Fact
from data.intake.reading.tables import FoundTable, find_tables
from data.intake.recognising import recognise, said_of
from data.intake.remarks import (
    drill_unused,
    hidden,
    new_drills,
    new_drills_around,
    rings_of_tasks,
    sheet_problems,
    without_rejected,
)
from data.intake.rows import table_rows
from data.intake.said import NOTHING, Said, heading_key, heading_keys, unfit
from data.intake.testcodes import ask_about_tests
from data.intake.turned import turned_forms
from data.intake.twins import ask_about_twins
from data.intake.worktable import WorkTable
from data.problems import Problem
from wording.reading import lines_unused, zone_assumed

# What other tables lean on is read first: names, then drills, then the rest.
_FIRST = {name: i for i, name in enumerate(("setting", "alias", "system", "drill"))}


@dataclass
class TableReading:
    """One table: where it stands, what it was taken for, and its rows by record."""

    found: FoundTable
    match: TableMatch | None
    outputs: list[RecordRows] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    zone: str = ""  # of its times without one
    wide: dict[str, TableMatch] = field(default_factory=dict)  # drill → its columns, side by side
    rests: dict[int, str] = field(default_factory=dict)  # their headings without the drill
    open_targets: dict[str, list[int]] = field(default_factory=dict)  # see data.intake.perdrill
    said: Said = NOTHING  # by a person: now, or of earlier tables with these headings
    is_zone_assumed: bool = False  # clock times of it were read in the organisation's zone
    unused_facts: list[tuple[Sheet, Fact]] = field(default_factory=list)  # lines around it
    form: Form | None = None  # labels and values that are read as one row
    new_drill: tuple[NameMatch, GivenFact] | None = None  # that a fact or name around it gives
    taken: list[str] = field(default_factory=list)  # what the lines above it were taken to say

    @property
    def record(self) -> str | None:
        """The record it was taken for; None when it was not recognised."""
        return self.match.record if self.match else None

    @property
    def notes(self) -> list[str]:
        """What is said of it and asks nothing: the zone of its times, which nothing names, and
        lines around it that are no field."""
        told = [zone_assumed(self.zone)] if self.is_zone_assumed else []
        unused = [
            (fact.label, sheet.name, fact.label_cell)
            for sheet, fact in self.unused_facts
            if fact.value is not None  # a label without a value is a title
        ]
        return told + self.taken + ([lines_unused(unused)] if unused else [])


@dataclass
class BookReading:
    """All tables of a book in its own order, and problems of the book as a whole."""

    book: Book
    tables: list[TableReading]
    problems: list[Problem]
    usual_zone: str = ""  # of times for which neither file nor drill names one

    @property
    def notes(self) -> list[str]:
        """What is said of its tables and asks nothing, each once."""
        return list(dict.fromkeys(note for table in self.tables for note in table.notes))


LEANED_ON = frozenset(_FIRST)
"""Records that other tables lean on, wherever they stand."""


def understand(
    book: Book, told: Told, known: Known, only: frozenset[str] | None = None
) -> BookReading:
    """Every table of a book, read; with `only`, tables of those records. `known` learns from it."""
    tables: list[tuple[Sheet, TableReading]] = []
    problems = [Problem("warning", remark, code="remark") for remark in book.remarks]
    remembered = known.memory.words()

    def looks_known(text: str) -> float:
        return 1.0 if heading_key(text) in remembered else known_heading(text)

    for sheet in book.sheets:
        for found in find_tables(sheet, looks_known):
            said = said_of(book, found, told, known)
            one = recognise(sheet, found, said, known)
            reading = TableReading(
                found, one.match, wide=one.wide, rests=one.rests, open_targets=one.open_targets,
                said=said,
            )  # fmt: skip
            tables.append((sheet, reading))
        problems += sheet_problems(sheet)
    tables = _with_forms(book, tables, told, known)
    cover = cover_facts(tables)
    homes = homes_of(book, tables)
    known_tables = [(sheet, one) for sheet, one in tables if one.match is not None]
    elsewhere = order_of_book(
        ((sheet, one.found) for sheet, one in known_tables),
        (one.said.day_first for _, one in known_tables),
    )
    met: list[str] = []  # drills this book itself lists
    before = tuple(known.names["drill"].all) if "drill" in known.names else ()
    order = sorted(range(len(tables)), key=lambda i: _FIRST.get(tables[i][1].record or "", 9))
    for place in order:
        sheet, reading = tables[place]
        if reading.match is not None and (only is None or reading.record in only):
            said = reading.said
            mine = replace(told, drill=said.drill, zone=said.zone, day_first=said.day_first)
            mine = replace(mine, quarter=said.quarter, decimal_comma=said.decimal_comma)
            home = replace(homes[place], met=tuple(met), known=before)
            _read(book, sheet, reading, cover, mine, known, home, elsewhere)
            if only is None:
                note_generic(reading.outputs, home.file, known)
            if reading.record == "drill":
                met += [name for one in reading.outputs for name in one.frame.get("drill", ())]
    new_drills_around([reading for _, reading in tables])
    _say_once([reading for _, reading in tables])
    problems = without_rejected(problems, [reading for _, reading in tables])
    problems += drill_unused(told, [reading for _, reading in tables]) if only is None else []
    if not told.is_typed:
        problems += unfit(told.mapping, book.name, _all_headings(tables))
    return BookReading(book, [reading for _, reading in tables], problems, told.zone or known.zone)


def _say_once(tables: Sequence[TableReading]) -> None:
    """What a block says for several tables is told of the first of them."""
    problems: set[Problem] = set()
    lines: set[tuple[str | None, str]] = set()
    for one in tables:
        one.problems = [p for p in dict.fromkeys(one.problems) if p not in problems]
        problems |= set(one.problems)
        one.unused_facts = [
            (s, f) for s, f in one.unused_facts if (s.name, f.label_cell) not in lines
        ]
        lines |= {(s.name, f.label_cell) for s, f in one.unused_facts}


def _all_headings(tables: Sequence[tuple[Sheet, TableReading]]) -> list[list[str]]:
    return [one.found.headings for _, one in tables if one.found.headings]


def get_ready() -> None:
    """Understands a small table for nothing.

    Indexes of headings, expressions and parts of libraries are made at their first use: who waits
    for a large file to be read has them made meanwhile.
    """
    began, ended = dt.datetime(2025, 2, 12, 8), dt.datetime(2025, 2, 12, 9, 30)
    rows: list[list[Any]] = [
        ["Drill", "System", "Outage start", "Server up", "RTO target", "Result", "Remarks"],
        *([f"D{n}", f"System {n}", began, ended, "4 h", "pass", f"As {n}"] for n in range(20)),
    ]
    nothing = Known({"system": Names(()), "drill": Names(())}, {}, "UTC")
    understand(Book("", "xlsx", "", 0, [Sheet(None, Grid.from_rows(rows))]), Told(), nothing)


def said_in_all(table: TableReading) -> Said:
    """How a table was read, as if a person had said all of it.

    What waits for an answer is left open: the order of day and month of an undecided column, and
    whether a heading of each drill is the objective or the time taken.
    """
    found, match = table.found, table.match
    if match is None or found.headings is None:
        return table.said
    keys = heading_keys(found.headings)
    units = dict(table.said.units)
    said = table.said.columns.items()
    columns = {key: name for key, name in said if name in (SKIP, NOWHERE)}
    is_open = {place for places in table.open_targets.values() for place in places}
    for one in match.columns:
        if one.column - found.first_column in is_open:
            continue
        key = keys[one.column - found.first_column]
        columns[key] = one.field if one.record == match.record else f"{one.record}.{one.field}"
        if one.unit:
            units[key] = one.unit
    orders = {order for rows in table.outputs for order in rows.day_orders}
    day_first = next(iter(orders)) if len(orders) == 1 else table.said.day_first
    return replace(table.said, columns=columns, units=units, day_first=day_first)


# --- reading --------------------------------------------------------------------------------------


def _with_forms(
    book: Book, tables: Sequence[tuple[Sheet, TableReading]], told: Told, known: Known
) -> list[tuple[Sheet, TableReading]]:
    """Labels and values on sheets without a table: those of a result are a row each.

    In a book without any table so is every other form; beside tables it says what holds for them.
    A table of results with the systems across its top is a form for each of them.
    """
    tabled = with_tables(tables)
    blocks: dict[int, list[FoundTable]] = {}
    for sheet, one in tables:
        if one.found.kind == "facts" and id(sheet) not in tabled:
            blocks.setdefault(id(sheet), []).append(one.found)
    forms: dict[int, list[tuple[Sheet, TableReading]]] = {}
    for sheet in book.sheets:
        for form in forms_of(sheet, blocks.get(id(sheet), [])):
            reading = _form_reading(book, form, told, known)
            match = reading.match
            if is_of_a_result(match) or (match is not None and not tabled):
                forms.setdefault(id(sheet), []).append((form.sheet, reading))
    found: list[tuple[Sheet, TableReading]] = []
    for sheet, one in tables:
        if one.found.kind == "facts" and id(sheet) in forms:
            found += forms[id(sheet)] if one.found is blocks[id(sheet)][0] else []
        else:
            found += _turned(book, sheet, one, told, known) or [(sheet, one)]
    return found


def _turned(
    book: Book, sheet: Sheet, one: TableReading, told: Told, known: Known
) -> list[tuple[Sheet, TableReading]]:
    """The forms of a table that was not recognised, where each of them is of a result."""
    if one.match is not None or one.said.record is not None or one.found.kind != "table":
        return []
    forms = turned_forms(sheet, one.found)
    if not forms:
        return []
    first = _form_reading(book, forms[0], told, known)
    for_all = replace(first.said, record=None)  # what is said of the first but that it is left out
    others = [_form_reading(book, form, told, known, for_all) for form in forms[1:]]
    readings = [first, *others]
    if not all(is_of_a_result(reading.match) for reading in readings):
        return []
    return [(form.sheet, reading) for form, reading in zip(forms, readings, strict=True)]


def _form_reading(
    book: Book, form: Form, told: Told, known: Known, for_all: Said = NOTHING
) -> TableReading:
    said = said_of(book, form.block, told, known).over(for_all)
    found_as = recognise(form.sheet, form.found, said, known)
    match = None if found_as.wide else found_as.match
    return TableReading(form.found, match, said=said, form=form)


def _read(
    book: Book, sheet: Sheet, reading: TableReading, cover: Sequence[tuple[Sheet, Any]],
    told: Told, known: Known, home: DrillHome, elsewhere: bool | None,
) -> None:  # fmt: skip
    found, match = reading.found, reading.match
    assert match is not None
    beside = [(other, fact) for other, fact in cover if other is not sheet]  # no form is its own
    place = surrounded(book, sheet, reading, beside, told, known, home, elsewhere)
    said_of_facts, reading.problems = reading.problems, []
    around = place.around
    work: list[WorkTable] = []
    unread = [] if told.is_typed else left_out(sheet, found, match)
    cells: dict[str, tuple[str, str]] = {}
    strange: list[str] = []
    for name, side in reading.wide.items():
        mine = set_apart(GivenFact(name, None, "", "the drill in the heading"), place.around)
        named = known.names["drill"].find(str(mine.value))
        mine = replace(mine, value=named.name)
        strange += [named.name] if named.how == "new" else []
        known.names["drill"].add(mine.value)
        cells[named.name] = _first_heading(reading, side)
        of_drill = replace(around, drill=mine, is_drill_guessed=False)
        work.append(WorkTable(found, sheet.grid, side, of_drill))
    work = work or [WorkTable(found, sheet.grid, match, around)]
    ask_what_it_is(work, reading.open_targets)
    for one in work:
        ask_about_tests(one, sheet, match)
        ask_about_twins(one, {column.column for column in match.columns}, reading.said)
        reading.outputs += table_rows(one)
        reading.is_zone_assumed |= one.is_zone_assumed
    reading.outputs += place.rows(lambda drill: _uses(reading.outputs, drill))
    dated, asked = rows_of_dated_drills(reading.outputs, cells, around, sheet.name)
    reading.outputs += dated
    reading.problems += [*hidden(sheet, reading), *unread, *asked, *rings_of_tasks(reading)]
    strange = [name for name in strange if _uses(reading.outputs, name)]
    reading.problems += new_drills(strange, sheet.name, cells)
    if reading.form is not None:
        reading.outputs = [reading.form.rows(one) for one in reading.outputs]
        reading.problems = [reading.form.problem(one) for one in reading.problems]
        reading.found = reading.form.as_it_stands
        said_of_facts = [reading.form.placed(one) for one in said_of_facts]
    reading.problems = [*said_of_facts, *reading.problems]
    for output in reading.outputs:
        learn(output, known)


def _first_heading(reading: TableReading, side: TableMatch) -> tuple[str, str]:
    """The address and text of the first heading of one of drills side by side."""
    found = reading.found
    places = [c.column for c in side.columns if c.column - found.first_column in reading.rests]
    first = min(places, default=found.first_column)
    part = found.heading_parts[first - found.first_column] if found.heading_parts else ()
    row = next((i for i, text in enumerate(part) if text), len(found.heading_rows) - 1)
    text = part[row] if part else (found.headings or [""])[first - found.first_column]
    return cell_name(found.heading_rows[row], first), text


def _uses(outputs: Sequence[RecordRows], drill: str) -> bool:
    """Whether any row is of that drill."""
    return any("drill" in one.frame and (one.frame["drill"] == drill).any() for one in outputs)
