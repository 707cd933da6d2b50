"""A book becomes readings of its tables: found, matched, read with what is known around."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from data.fields import plain_name
from data.intake.around import Around, DrillFacts, GivenFact, RecordRows
from data.intake.columns import NUMERIC
from data.intake.dateddrills import rows_of_dated_drills
from data.intake.drillhome import (
    GUESSED,
    DrillHome,
    day_in_names,
    drill_of,
    quarter_in_names,
    system_of,
)
from data.intake.examples import skip_examples
from data.intake.facts import Known, Told, decimals_of_book, order_of_book, table_facts
from data.intake.forms import Form, forms_of, is_of_a_result
from data.intake.generic import apart_of, is_generic
from data.intake.matching.headings import NOWHERE, SKIP
from data.intake.matching.likeness import known_heading
from data.intake.matching.matched import ColumnMatch, TableMatch
from data.intake.matching.names import Names
from data.intake.perdrill import ask_what_it_is
from data.intake.reading.book import Book, Grid, Sheet, cell_name
from data.intake.reading.found import Fact
from data.intake.reading.tables import FoundTable, find_tables
from data.intake.recognising import recognise, said_of
from data.intake.remarks import (
    hidden,
    new_drills,
    rings_of_tasks,
    sheet_problems,
    without_rejected,
)
from data.intake.rows import table_rows
from data.intake.said import NOTHING, Said, heading_key, heading_keys, unfit
from data.intake.titles import (
    IN_TITLE,
    TITLED,
    Titled,
    drill_in,
    has_offsets,
    lines_above,
    start_in,
)
from data.intake.tracing import fact_row
from data.intake.twins import ask_about_twins
from data.intake.worktable import WorkTable
from data.problems import Problem
from data.records import RECORDS
from wording.marked import own_name
from wording.reading import drill_by_title, lines_unused, start_by_title, zone_assumed

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
    cover = _cover_facts(tables)
    nameless = _nameless(tables)
    known_tables = [(sheet, one) for sheet, one in tables if one.match is not None]
    elsewhere = order_of_book(
        ((sheet, one.found) for sheet, one in known_tables),
        (one.said.day_first for _, one in known_tables),
    )
    decimals = decimals_of_book(
        (sheet, one.found, [c.column for c in one.match.columns if _is_of_numbers(c)])
        for sheet, one in known_tables
        if one.match is not None
    )
    met: list[str] = []  # drills this book itself lists
    order = sorted(range(len(tables)), key=lambda i: _FIRST.get(tables[i][1].record or "", 9))
    for place in order:
        sheet, reading = tables[place]
        if reading.match is not None and (only is None or reading.record in only):
            said = reading.said
            mine = replace(told, drill=said.drill, zone=said.zone, day_first=said.day_first)
            mine = replace(mine, quarter=said.quarter, decimal_comma=said.decimal_comma)
            home = DrillHome(
                own_name(book.name),
                sheet.name,
                len(book.sheets),
                nameless,
                _systemless(tables),
                tuple(met),
                decimals,
                _quarter_of_book(book, tables),
                _titled(place, tables),
            )
            _read(book, sheet, reading, cover, mine, known, home, elsewhere)
            if only is None:
                _note_generic(reading.outputs, home.file, known)
            if reading.record == "drill":
                met += [name for one in reading.outputs for name in one.frame.get("drill", ())]
    _say_once([reading for _, reading in tables])
    problems = without_rejected(problems, [reading for _, reading in tables])
    if not told.is_typed:
        problems += unfit(told.mapping, book.name, _all_headings(tables))
    return BookReading(book, [reading for _, reading in tables], problems, told.zone or known.zone)


def _is_of_numbers(one: ColumnMatch) -> bool:
    return RECORDS[one.record].field(one.field).kind in NUMERIC


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
    """
    with_tables = _with_tables(tables)
    blocks: dict[int, list[FoundTable]] = {}
    for sheet, one in tables:
        if one.found.kind == "facts" and id(sheet) not in with_tables:
            blocks.setdefault(id(sheet), []).append(one.found)
    forms: dict[int, list[tuple[Sheet, TableReading]]] = {}
    for sheet in book.sheets:
        for form in forms_of(sheet, blocks.get(id(sheet), [])):
            said = said_of(book, form.block, told, known)
            found_as = recognise(form.sheet, form.found, said, known)
            match = None if found_as.wide else found_as.match
            if is_of_a_result(match) or (match is not None and not with_tables):
                reading = TableReading(form.found, match, said=said, form=form)
                forms.setdefault(id(sheet), []).append((form.sheet, reading))
    found: list[tuple[Sheet, TableReading]] = []
    for sheet, one in tables:
        if one.found.kind == "facts" and id(sheet) in forms:
            found += forms[id(sheet)] if one.found is blocks[id(sheet)][0] else []
        else:
            found.append((sheet, one))
    return found


def _with_tables(tables: Sequence[tuple[Sheet, TableReading]]) -> set[int]:
    """The sheets, by id, that have a table: one that was recognised, or that a person skips."""
    return {
        id(sheet)
        for sheet, reading in tables
        if reading.match is not None or reading.said.record == SKIP
    }


def _cover_facts(tables: Sequence[tuple[Sheet, TableReading]]) -> list[tuple[Sheet, Any]]:
    """Facts that stand alone on a sheet of their own: true for the whole book.

    So are those of its only form, beside the row that is made of them.
    """
    forms = [one.form for _, one in tables if one.form is not None]
    with_tables = _with_tables(tables)
    return [
        (sheet, fact)
        for sheet, reading in tables
        if reading.match is None and id(sheet) not in with_tables
        for fact in reading.found.facts
    ] + [(form.sheet, fact) for form in forms if len(forms) == 1 for fact in form.facts]


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
    cells: dict[str, tuple[str, str]] = {}
    strange: list[str] = []
    for name, side in reading.wide.items():
        mine = _set_apart(GivenFact(name, None, "", "the drill in the heading"), place.around)
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
        ask_about_twins(one, {column.column for column in match.columns}, reading.said)
        reading.outputs += table_rows(one)
        reading.is_zone_assumed |= one.is_zone_assumed
    reading.outputs += place.rows(lambda drill: _uses(reading.outputs, drill))
    dated, asked = rows_of_dated_drills(reading.outputs, cells, around, sheet.name)
    reading.outputs += dated
    reading.problems += [*hidden(sheet, reading), *asked, *rings_of_tasks(reading)]
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


@dataclass(frozen=True)
class Place:
    """What is known around a table before its rows are read, and the facts that say it."""

    around: Around
    facts: Mapping[str, GivenFact]
    started: GivenFact | None  # the day a title or name gives, as the drill's start

    def rows(self, is_used: Callable[[str], bool]) -> list[RecordRows]:
        """The drill's own row, where the facts say more than its name. `is_used`: whether any row
        of the table is of that drill."""
        drill = self.around.drill
        if drill is None:
            return []
        if drill.cell is not None:
            is_own = self.started is not None and self.started.cell == drill.cell
            started = {"started_at": self.started} if is_own and self.started else {}
            row = fact_row({**started, **self.facts, "drill": drill})
        elif (
            self.started is not None
            and is_used(str(drill.value))
            and (drill.reading.startswith((GUESSED, TITLED)) or self.started.reading == IN_TITLE)
        ):
            row = fact_row({"drill": drill, "started_at": self.started})
        else:
            row = None
        return [row] if row is not None else []


def surrounded(
    book: Book, sheet: Sheet, reading: TableReading, cover: Sequence[tuple[Sheet, Any]],
    told: Told, known: Known, home: DrillHome, elsewhere: bool | None,
) -> Place:  # fmt: skip
    """Zone, day and drill of a table, by the facts, titles and names around it."""
    found, match = reading.found, reading.match
    assert match is not None
    if not told.is_typed:  # a person may type just what the template shows
        skip_examples(sheet.grid, found, match)
    around_it = table_facts(sheet, found, cover, told, known, elsewhere, match)
    reading.problems += around_it.problems
    reading.unused_facts = around_it.unused
    facts = around_it.by_field
    in_zone, day = facts.pop("_zone"), facts.pop("_day", None)
    zone = in_zone.value
    reading.zone = told.zone or zone
    reading.is_zone_assumed = in_zone.companions["is_used"] and not in_zone.reading
    drill = None if reading.wide else drill_of(found, match, facts, told, known, home)
    dated = None if day else day_in_names(found, home, zone, drill)
    titled = _start_in_title(sheet, reading, facts, zone, told)
    if titled is not None:
        dated = (titled.value.astimezone(ZoneInfo(zone)).date(), titled)
        facts["started_at"] = titled
    around = Around(
        known.names, known.drills, zone, told.day_first, told.zone,
        _for_all_rows(found, match, facts, told, known, home), drill,
        day.value if day else dated[0] if dated else None, book.is_1904, elsewhere,
        is_drill_guessed=drill is None or drill.reading == GUESSED,
        is_zone_said=bool(in_zone.reading),
        is_typed=told.is_typed,
        unseen=sheet.error_cells | dict.fromkeys(sheet.unsaved_formulas, ""),
        start=titled.value if titled is not None else None,
        decimal_comma=told.decimal_comma,
        decimals_elsewhere=home.decimal_comma,
    )  # fmt: skip
    around.apart = apart_of(found, facts, told, known, home, match.record, around.day)
    if drill is not None:
        if not told.drill and drill.reading != GUESSED:
            drill = _set_apart(drill, around)
        named = known.names["drill"].find(str(drill.value))
        around.drill = replace(drill, value=named.name)
        known.names["drill"].add(named.name)
        if drill.reading.startswith(TITLED):
            reading.taken.append(drill_by_title(named.name, drill.text, found.range))
            _is_used(reading, home.titled)
        _start_of(facts, named.name, known, zone)
    elif home.titled.differing and _lacks_a_drill(match) and not reading.wide:
        reading.problems.append(_two_titles(found, home.titled, "drill", "names of the drill"))
    return Place(around, facts, dated[1] if dated else None)


def _lacks_a_drill(match: TableMatch) -> bool:
    """Whether its rows are of a drill, and no column says which."""
    is_of_one = match.record != "drill" and RECORDS[match.record].has("drill")
    return is_of_one and match.column_of("drill") is None


def _titled(place: int, tables: Sequence[tuple[Sheet, TableReading]]) -> Titled:
    """The drill named by the lines above a table, else above the nearest one on its sheet that has
    such lines."""
    sheet = tables[place][0]
    for other, one in reversed(tables[: place + 1]):
        if other is sheet:
            titled = drill_in(lines_above(one.found))
            if titled.value is not None or titled.differing:
                return titled
    return Titled()


def _start_in_title(
    sheet: Sheet, reading: TableReading, facts: Mapping[str, GivenFact], zone: str, told: Told
) -> GivenFact | None:
    """The drill's start that the lines above a table with `T+` offsets say, and no cell does."""
    found, match = reading.found, reading.match
    if match is None or "started_at" in facts or match.column_of("started_at") is not None:
        return None
    columns = [one.column for one in match.columns if one.field.endswith("_at")]
    if not any(has_offsets([sheet.grid.cell(int(row), column) for row in found.data_rows[:200]])
               for column in columns):  # fmt: skip
        return None
    titled = start_in(lines_above(found), zone, told.day_first)
    if titled.differing:
        reading.problems.append(_two_titles(found, titled, "started_at", "starts of the drill"))
    if not isinstance(titled.value, dt.datetime):
        return None
    _is_used(reading, titled)
    at = titled.value.astimezone(ZoneInfo(zone))
    reading.taken.append(start_by_title(f"{at:%Y-%m-%d %H:%M}", zone, titled.line, found.range))
    return GivenFact(titled.value, None, "", IN_TITLE, text=titled.line)


def _is_used(reading: TableReading, titled: Titled) -> None:
    """A line that was taken for something is not told as one that is not used."""
    reading.unused_facts = [
        (s, f) for s, f in reading.unused_facts if f"{f.label}: {f.value}" != titled.line
    ]


def _two_titles(found: FoundTable, titled: Titled, field_name: str, what: str) -> Problem:
    said = " and ".join(f"“{line}”" for line in titled.differing)
    return Problem("warning", f"The lines above this table give different {what}: {said}. None of "
                   "them is taken.", sheet=found.sheet, cell=found.range, field=field_name,
                   expected="one of them; or a line such as Drill | DR-1, or Start | 2025-05-05 "
                   "09:00, above the table", code="two_titles")  # fmt: skip


def _set_apart(drill: GivenFact, around: Around) -> GivenFact:
    """The drill of a heading, sheet or fact; a generic one with the quarter that tells it apart."""
    written = str(drill.value)
    if around.apart is None or around.names["drill"].find(written).how == "alias":
        return drill
    name = around.apart.named(written)
    if name == written:
        return drill
    reading = f"{drill.reading}; {around.apart.quarter} by {around.apart.where}".strip("; ")
    return replace(drill, value=name, reading=reading, text=drill.text or written)


def _quarter_of_book(book: Book, tables: Sequence[tuple[Sheet, TableReading]]) -> str | None:
    """The quarter that the titles and sheets of a book agree on; None where they do not."""
    said = {
        str(fact.value)
        for sheet, one in tables
        if (fact := quarter_in_names(one.found, DrillHome("", sheet.name, 1, {}))) is not None
    }
    return said.pop() if len(said) == 1 else None


def _note_generic(outputs: Sequence[RecordRows], file: str, known: Known) -> None:
    """Drills that are only counted are known of this file to the files read after it."""
    for one in outputs:
        for name in set(one.frame.get("drill", ())):
            if isinstance(name, str) and is_generic(name):
                known.generic.setdefault((one.record, plain_name(name)), set()).add(file)


def _for_all_rows(
    found: FoundTable, match: TableMatch, facts: Mapping[str, GivenFact], told: Told, known: Known,
    home: DrillHome,
) -> dict[str, GivenFact]:  # fmt: skip
    """The quarter and the system of all rows, where no column gives them."""
    quarter = facts.get("quarter") or quarter_in_names(found, home)
    if told.quarter:
        quarter = GivenFact(told.quarter, None, "", "the quarter you named")
    system = facts.get("system") or system_of(match, known, home)
    if system is not None:
        system = replace(system, value=known.names["system"].find(str(system.value)).name)
    given = {
        "quarter": quarter,
        "system": system if match.record == "recovery" else None,
        "rto_seconds": facts.get("rto_seconds"),
        "rpo_seconds": facts.get("rpo_seconds"),
    }
    return {name: fact for name, fact in given.items() if fact is not None}


def _start_of(facts: Mapping[str, GivenFact], drill: str, known: Known, zone: str) -> None:
    """The start that a block above the table gives its drill is known before its rows are read."""
    started = facts.get("started_at")
    if started is not None:
        row = {"started_at": started.value,
               "started_precision": started.companions.get("precision")}  # fmt: skip
        known.drills[drill] = drill_facts(row, zone, known.drills.get(drill))


def _uses(outputs: Sequence[RecordRows], drill: str) -> bool:
    """Whether any row is of that drill."""
    return any("drill" in one.frame and (one.frame["drill"] == drill).any() for one in outputs)


def _systemless(tables: Sequence[tuple[Sheet, TableReading]]) -> int:
    """On how many sheets recoveries name their drill but no system."""
    return len({
        sheet.name
        for sheet, reading in tables
        if reading.match is not None and reading.match.record == "recovery"
        and reading.match.column_of("system") is None
        and reading.match.column_of("drill") is not None
    })  # fmt: skip


def _nameless(tables: Sequence[tuple[Sheet, TableReading]]) -> dict[str, int]:
    """Per record, on how many sheets its rows do not name their drill."""
    sheets: dict[str, set[str | None]] = {}
    for sheet, reading in tables:
        if reading.match is not None and reading.match.column_of("drill") is None:
            sheets.setdefault(reading.match.record, set()).add(sheet.name)
    return {record: len(names) for record, names in sheets.items()}


def learn(output: RecordRows, known: Known) -> None:
    """Names, aliases and drills that the tables after this one can lean on."""
    frame = output.frame
    if output.record == "system":
        for name in frame.get("system", ()):
            known.names["system"].add(name)
    if output.record == "alias" and {"kind", "written", "means"} <= set(frame):
        for kind, written, means in zip(
            frame["kind"], frame["written"], frame["means"], strict=True
        ):
            if kind in known.names:
                known.names[kind].add_alias(written, means)
            known.memory.learn(kind, written, means)
    if output.record == "setting" and {"setting", "value"} <= set(frame):
        for name, value in zip(frame["setting"], frame["value"], strict=True):
            if name.casefold() in ("zone", "time zone"):
                known.zone = value
    if output.record == "drill" and "drill" in frame:
        for row in frame.to_dict("records"):
            known.names["drill"].add(row["drill"])
            old = known.drills.get(row["drill"], DrillFacts())
            known.drills[row["drill"]] = drill_facts(row, known.zone, old)


def drill_facts(row: Mapping[Any, Any], zone: str, old: DrillFacts | None = None) -> DrillFacts:
    """What a drill's row says about its zone, start and day."""
    old = old or DrillFacts()
    own = row.get("zone")
    mine = own if isinstance(own, str) and own else old.zone
    started, ended = row.get("started_at"), row.get("ended_at")
    is_dated = old.is_dated or any(one is not None and one == one for one in (started, ended))
    if started is None or started != started:
        return DrillFacts(mine, old.started_at, old.day, is_dated)
    at = started.to_pydatetime() if hasattr(started, "to_pydatetime") else started
    day = at.astimezone(ZoneInfo(mine or zone)).date()
    exact = row.get("started_precision") != "day"
    return DrillFacts(mine, at if exact else None, day, is_dated)
