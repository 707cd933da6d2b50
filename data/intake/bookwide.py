"""What the tables of a book say together: its cover, its drills, on how many sheets they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from data.intake.columns import NUMERIC
from data.intake.drillhome import DrillHome, quarter_in_names
from data.intake.facts import decimals_of_book
from data.intake.matching.headings import SKIP
from data.intake.matching.matched import ColumnMatch
from data.intake.reading.book import Book, Sheet
from data.intake.titles import Titled, drill_in, lines_above
from data.records import RECORDS
from wording.marked import own_name

if TYPE_CHECKING:
    from data.intake.understanding import TableReading


def cover_facts(tables: Sequence[tuple[Sheet, TableReading]]) -> list[tuple[Sheet, Any]]:
    """Facts that stand alone on a sheet of their own: true for the whole book.

    So are those of its only form, beside the row that is made of them.
    """
    forms = [one.form for _, one in tables if one.form is not None]
    tabled = with_tables(tables)
    return [
        (sheet, fact)
        for sheet, reading in tables
        if reading.match is None and id(sheet) not in tabled
        for fact in reading.found.facts
    ] + [(form.sheet, fact) for form in forms if len(forms) == 1 for fact in form.facts]


def with_tables(tables: Sequence[tuple[Sheet, TableReading]]) -> set[int]:
    """The sheets, by id, that have a table: one that was recognised, or that a person skips."""
    return {
        id(sheet)
        for sheet, reading in tables
        if reading.match is not None or reading.said.record == SKIP
    }


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


def _quarter_of_book(tables: Sequence[tuple[Sheet, TableReading]]) -> str | None:
    """The quarter that the titles and sheets of a book agree on; None where they do not."""
    said = {
        str(fact.value)
        for sheet, one in tables
        if (fact := quarter_in_names(one.found, DrillHome("", sheet.name, 1, {}))) is not None
    }
    return said.pop() if len(said) == 1 else None


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


def decimals_of(tables: Sequence[tuple[Sheet, TableReading]]) -> bool | None:
    """The decimal mark that all columns of numbers of the recognised tables agree on."""
    return decimals_of_book(
        (sheet, one.found, [c.column for c in one.match.columns if _is_of_numbers(c)])
        for sheet, one in tables
        if one.match is not None
    )


def _is_of_numbers(one: ColumnMatch) -> bool:
    return RECORDS[one.record].field(one.field).kind in NUMERIC


def homes_of(book: Book, tables: Sequence[tuple[Sheet, TableReading]]) -> list[DrillHome]:
    """Where each table stands; the drills the book lists are not known yet."""
    without_drill, systemless = _nameless(tables), _systemless(tables)
    decimals, quarter = decimals_of(tables), _quarter_of_book(tables)
    return [
        DrillHome(
            own_name(book.name), sheet.name, len(book.sheets), without_drill, systemless,
            decimal_comma=decimals, quarters=quarter, titled=_titled(place, tables),
        )
        for place, (sheet, _) in enumerate(tables)
    ]  # fmt: skip
