"""Zone, day and drill of a table, by the facts, titles and names around it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from data.intake.around import Around, DrillFacts, GivenFact, RecordRows
from data.intake.drillhome import (
    GUESSED,
    DrillHome,
    OpenDay,
    day_in_names,
    drill_of,
    new_drill,
    open_day,
    quarter_in_names,
    system_of,
)
from data.intake.examples import skip_examples
from data.intake.facts import Known, Told, table_facts
from data.intake.generic import apart_of
from data.intake.learning import drill_facts
from data.intake.matching.matched import TableMatch
from data.intake.parsing.daywithin import span_within, written_days
from data.intake.reading.book import Book, Sheet, cell_name
from data.intake.reading.tables import FoundTable
from data.intake.titles import IN_TITLE, TITLED, Titled, has_offsets, lines_above, start_in
from data.intake.tracing import fact_row
from data.problems import Problem
from data.records import RECORDS
from wording.reading import drill_by_title, start_by_title

if TYPE_CHECKING:
    from data.intake.understanding import TableReading

_SEEN = 50  # rows that are looked through for a day
_DATE = re.compile(r"\d{4}|\d[-/.]\d{1,2}[-/.]\d\d|\d ?[A-Za-z]{3}")


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
    order = told.day_first if told.day_first is not None else elsewhere
    dated = None if day else day_in_names(found, home, zone, drill, order)
    days = span_within(dated[1].text, order) if dated is not None else None
    is_open = day is None and dated is None and order is None and not reading.wide
    if is_open and not _is_dated(drill, known) and _needs_a_day(sheet, found, match):
        asked = open_day(found, home, drill)
        reading.problems += [_which_day(sheet, found, asked)] if asked is not None else []
    titled = _start_in_title(sheet, reading, facts, zone, order)
    if titled is not None:
        days, dated = None, (titled.value.astimezone(ZoneInfo(zone)).date(), titled)
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
        days=days,
    )  # fmt: skip
    around.apart = apart_of(found, facts, told, known, home, match.record, around.day)
    if drill is not None:
        if not told.drill and drill.reading != GUESSED:
            drill = set_apart(drill, around)
        named = known.names["drill"].find(str(drill.value))
        if named.how == "new" and not told.drill and not told.is_typed:
            reading.new_drill = (new_drill(named.name, home), drill)
        around.drill = replace(drill, value=named.name)
        known.names["drill"].add(named.name)
        if drill.reading.startswith(TITLED):
            reading.taken.append(drill_by_title(named.name, drill.text, found.place))
            _is_used(reading, home.titled)
        _start_of(facts, named.name, known, zone)
    elif home.titled.differing and _lacks_a_drill(match) and not reading.wide:
        reading.problems.append(_two_titles(found, home.titled, "drill", "names of the drill"))
    return Place(around, facts, dated[1] if dated else None)


def _lacks_a_drill(match: TableMatch) -> bool:
    """Whether its rows are of a drill, and no column says which."""
    is_of_one = match.record != "drill" and RECORDS[match.record].has("drill")
    return is_of_one and match.column_of("drill") is None


def _start_in_title(
    sheet: Sheet, reading: TableReading, facts: Mapping[str, GivenFact], zone: str,
    day_first: bool | None,
) -> GivenFact | None:  # fmt: skip
    """The drill's start that the lines above a table with `T+` offsets say, and no cell does."""
    found, match = reading.found, reading.match
    if match is None or "started_at" in facts or match.column_of("started_at") is not None:
        return None
    columns = [one.column for one in match.columns if one.field.endswith("_at")]
    if not any(has_offsets([sheet.grid.cell(int(row), column) for row in found.data_rows[:200]])
               for column in columns):  # fmt: skip
        return None
    titled = start_in(lines_above(found), zone, day_first)
    if titled.differing:
        reading.problems.append(_two_titles(found, titled, "started_at", "starts of the drill"))
    if not isinstance(titled.value, dt.datetime):
        return None
    _is_used(reading, titled)
    at = titled.value.astimezone(ZoneInfo(zone))
    reading.taken.append(start_by_title(f"{at:%Y-%m-%d %H:%M}", zone, titled.line, found.place))
    return GivenFact(titled.value, None, "", IN_TITLE, text=titled.line)


def _is_dated(drill: GivenFact | None, known: Known) -> bool:
    """Whether the day of a table's drill is known already."""
    if drill is None:
        return False
    name = known.names["drill"].find(str(drill.value)).name
    return known.drills.get(name, DrillFacts()).is_dated


def _needs_a_day(sheet: Sheet, found: FoundTable, match: TableMatch) -> bool:
    """Whether its rows are of one drill's day, and no column says which day that is."""
    record = RECORDS[match.record]
    if record.name == "drill" or not record.has("drill") or not record.field("drill").key:
        return False
    columns = [
        one.column for one in match.columns
        if RECORDS[one.record].field(one.field).kind in ("instant", "date")
    ]  # fmt: skip
    rows = [int(row) for row in found.data_rows[:_SEEN]]
    return not any(_says_a_day(sheet.grid.cell(row, at)) for at in columns for row in rows)


def _says_a_day(cell: object) -> bool:
    if isinstance(cell, str):
        return _DATE.search(cell) is not None
    return isinstance(cell, dt.date) or (isinstance(cell, int | float) and cell >= 1)


def _which_day(sheet: Sheet, found: FoundTable, asked: OpenDay) -> Problem:
    """The question which day a title or name gives, at its cell where it has one."""
    rows, columns = range(found.first_row), range(found.last_column + 1)
    cell = next(
        (cell_name(row, at) for row in rows for at in columns
         if str(sheet.grid.cell(row, at)).strip() == asked.text),
        None,
    )  # fmt: skip
    return Problem(
        "question",
        f"{asked.both} in {asked.where}: nothing says which, so this table has no day by it",
        sheet=found.sheet, cell=cell, field="started_at",
        value=next(iter(written_days(asked.text)), asked.text), code="day_order",
        expected="the order of day and month; or the month written out, as in 3 Feb 2025"
        if written_days(asked.text) else "the day on its own, as in: Date | 3 Feb 2025",
    )  # fmt: skip


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


def set_apart(drill: GivenFact, around: Around) -> GivenFact:
    """The drill of a heading, sheet or fact; a generic one with the quarter that tells it apart."""
    written = str(drill.value)
    if around.apart is None or around.names["drill"].find(written).how == "alias":
        return drill
    name = around.apart.named(written)
    if name == written:
        return drill
    reading = f"{drill.reading}; {around.apart.quarter} by {around.apart.where}".strip("; ")
    return replace(drill, value=name, reading=reading, text=drill.text or written)


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
