"""The tables of the open files as this screen shows them, with their counts and problems."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from data.fields import Field
from data.intake.around import RecordRows
from data.intake.document import file_document
from data.intake.importing import FileOutcome, Outcome
from data.intake.matching.headings import SKIP
from data.intake.planning import Difference
from data.intake.reading.book import Sheet
from data.intake.said import Said, labels
from data.intake.understanding import TableReading
from data.problems import Problem
from data.records import RECORDS
from ui.upload.answers import Place
from wording.upload import TableState

_SEVERITY = {"question": 0, "error": 1, "warning": 2}


@dataclass(frozen=True)
class Table:
    """One table of one file.

    counts : rows, loaded, rejected, added, changed, unchanged, missing, skipped, as the command
        line says them. problems : worst first, then by row. is_skipped : a person said so.
    """

    place: Place
    file: FileOutcome
    reading: TableReading
    sheet: Sheet
    counts: dict[str, Any]
    effects: list[tuple[RecordRows, Difference]]
    problems: list[Problem]
    is_skipped: bool = False

    @property
    def headings(self) -> list[str]:
        """The headings that are not blank, as written; those that stand twice numbered."""
        return [text for text in labels(self.reading.found.headings or []) if text.strip()]

    def heading(self, column: int) -> str:
        """The heading of a column of the sheet, as in `headings`."""
        found = self.reading.found
        return labels(found.headings or [])[column - found.first_column]

    @property
    def said(self) -> Said:
        """What was said of it, now or of earlier tables with its headings."""
        return self.reading.said

    @property
    def matched(self) -> int:
        """How many headings have a field."""
        return len(self.reading.match.columns) if self.reading.match else 0

    @property
    def cells(self) -> int:
        """How many cells need a person; what loads as it is shown needs nobody."""
        return len(
            {
                one.cell or one.row or one.message
                for one in self.problems
                if one.severity != "warning" or one.row_rejected
            }
        )

    @property
    def state(self) -> TableState:
        """How it stands, for a sentence."""
        return TableState(
            self.counts["rows"],
            self.counts["rejected"],
            self.cells,
            is_known=self.reading.match is not None,
            is_skipped=self.is_skipped,
            is_loaded_already=self.file.status == "unchanged",
        )

    @property
    def needs_a_drill(self) -> bool:
        """True when its rows belong to a drill that nothing in the file names."""
        match = self.reading.match
        if match is None or match.record == "drill" or self.reading.wide:
            return False
        record = RECORDS[match.record]
        if not record.has("drill") or not record.field("drill").key:
            return False
        return match.column_of("drill") is None and not any(
            one.field == "drill" and one.cell
            for rows in self.reading.outputs
            for one in rows.lineage
        )


def tables_of(outcome: Outcome) -> list[Table]:
    """All tables in the order of the files; blocks of facts belong to the tables below them."""
    found = []
    for file in outcome.files:
        if file.reading is None:
            continue
        counts = iter(file_document(file)["tables"])
        differences = file.differences or [[] for _ in file.reading.tables]
        for reading, difference in zip(file.reading.tables, differences, strict=True):
            if reading.found.kind == "facts" and not reading.outputs:
                continue
            one = _table(file, reading, difference, next(counts))
            found.append(replace(one, is_skipped=reading.said.record == SKIP))
    return found


def _table(
    file: FileOutcome, reading: TableReading, differences: list[Difference], counts: dict[str, Any]
) -> Table:
    assert file.reading is not None
    found = reading.found
    problems = [*reading.problems, *(one for rows in reading.outputs for one in rows.problems)]
    rows = {*found.data_rows, *(one.row for one in found.skipped)}
    problems += [
        one
        for one in file.reading.problems
        if one.cell and one.sheet == found.sheet and one.row is not None and one.row - 1 in rows
    ]
    problems.sort(key=lambda one: (_rank(one), one.row or 0, one.cell or ""))
    return Table(
        Place(file.name, found.sheet, found.range),
        file,
        reading,
        file.reading.book.sheet(found.sheet),
        counts,
        list(zip(reading.outputs, differences, strict=False)),
        problems,
    )


def _rank(problem: Problem) -> int:
    return _SEVERITY[problem.severity] * 2 + (not problem.row_rejected)


def other_problems(file: FileOutcome, tables: Sequence[Table]) -> list[Problem]:
    """What is to be said of a file beside its tables; which value of an edit counts is asked."""
    told = {id(problem) for table in tables for problem in table.problems}
    return [one for one in file.problems if id(one) not in told and one.code != "edited_since"]


def field_of(record: str, name: str | None) -> Field | None:
    """The declared field of that name; of a dotted one, the other record's."""
    owner, _, last = (name or "").rpartition(".")
    owner = owner or record
    if owner not in RECORDS or not RECORDS[owner].has(last):
        return None
    return RECORDS[owner].field(last)


def total(tables: Sequence[Table], count: str) -> int:
    """One count summed over tables."""
    return sum(table.counts[count] for table in tables)
