"""What a person said of the files on this screen, and how the intake is told."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from data.intake.importing import ImportOptions, Outcome
from data.intake.matching.headings import NOWHERE, SKIP
from data.intake.memory import Answered, to_remember
from data.intake.said import layout_key

_OF_THIS_FILE = ("drill", "quarter")  # another file is another drill's


class Place(NamedTuple):
    """Where a table stands: what its answers hang on, for as long as these files are open."""

    file: str
    sheet: str | None
    range: str

    @property
    def key(self) -> str:
        """A part of a widget's key."""
        return "_".join(str(part) for part in self)


@dataclass
class TableAnswers:
    """What was said of one table; None and absent mean nothing was said.

    record : what a row is, or `SKIP`. columns : heading → field, `parent.field`, or `SKIP`; one
    that lost its field to another heading has `NOWHERE`.
    units : heading → unit of its bare numbers (h, min, days). day_first : how 03/02 is meant.
    decimal_comma : how 1,250 is meant. same_numbers : whether numbers that are known already are
    the same gaps or actions.
    drill, quarter : of rows that name none.
    """

    headings: list[str]
    record: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    day_first: bool | None = None
    drill: str | None = None
    quarter: str | None = None
    decimal_comma: bool | None = None
    same_numbers: bool | None = None

    @property
    def is_lasting(self) -> bool:
        """True when it says what later files with these headings can lean on."""
        return (
            self.record is not None
            or self.day_first is not None
            or self.decimal_comma is not None
            or self.same_numbers is not None
            or bool(self.columns or self.units)
        )

    @property
    def is_empty(self) -> bool:
        """True when it says nothing at all."""
        return not (self.is_lasting or self.drill or self.quarter)

    def form(self) -> dict[str, Any]:
        """As a table of a mapping, without its place; what was not said is not there."""
        if self.record == SKIP:
            return {"headings": self.headings, "skip": True}
        told = {
            "columns": self.columns or None,
            "units": self.units or None,
            "record": self.record,
            "day_first": self.day_first,
            "decimal_comma": self.decimal_comma,
            "same_numbers": self.same_numbers,
            "drill": self.drill,
            "quarter": self.quarter,
        }
        said = {name: value for name, value in told.items() if value is not None}
        return {"headings": self.headings, **said}


@dataclass
class Answers:
    """Everything said of the files that are open.

    names : (kind, as written) → the known name. left_out : names of files not to load.
    edits : (record, row key, field) a person edited → whether the edit is kept against the files.
    """

    zone: str | None = None
    withdraw_missing: bool = False
    tables: dict[Place, TableAnswers] = field(default_factory=dict)
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)
    edits: dict[tuple[str, str, str], bool] = field(default_factory=dict)

    def table(self, place: Place, headings: list[str]) -> TableAnswers:
        """The answers of one table, to be added to."""
        return self.tables.setdefault(place, TableAnswers(headings))

    def choose_field(
        self, place: Place, headings: list[str], heading: str, chosen: str | None, taken: list[str]
    ) -> None:
        """A field chosen for a heading; the headings `taken` that had it before have none now."""
        columns = self.table(place, headings).columns
        columns.update(dict.fromkeys(taken, NOWHERE))
        columns[heading] = chosen or SKIP

    def forget_name(self, kind: str, written: str) -> None:
        """Take back that a name means another one."""
        self.names.pop((kind, written), None)

    def mapping(self) -> dict[str, Any] | None:
        """The answers as a mapping for the intake; None when there are none.

        What was said of one table also holds for open ones with the same headings of which nothing
        was said; but for its drill and quarter, and whether it is loaded.
        """
        said = {place: one for place, one in self.tables.items() if not one.is_empty}
        alike: dict[str, dict[str, Any]] = {}
        for one in said.values():
            if one.is_lasting and one.record != SKIP:
                form = {
                    name: part for name, part in one.form().items() if name not in _OF_THIS_FILE
                }
                alike.setdefault(layout_key(one.headings), form)
        tables = []
        for place, one in said.items():
            like = {} if one.is_lasting else alike.get(layout_key(one.headings), {})
            tables.append({**place._asdict(), "only_here": True, **like, **one.form()})
        tables += list(alike.values())
        return {"tables": tables} if tables else None

    def options(self, person: str) -> ImportOptions:
        """What the intake is told."""
        return ImportOptions(
            zone=self.zone,
            mapping=self.mapping(),
            withdraw_missing=self.withdraw_missing,
            kept_edits=self.kept_edits,
            person=person,
        )

    def remembered(self, outcome: Outcome) -> list[dict[str, Any]]:
        """What holds for later files, as rows of the record `alias`: names, and layouts.

        outcome : how the open files were read with these answers.
        """
        open_tables = []
        for file in outcome.files:
            for table in file.reading.tables if file.reading else ():
                if not table.found.headings:
                    continue
                answers = self.tables.get(Place(file.name, table.found.sheet, table.found.range))
                open_tables.append(
                    Answered(
                        table.found.headings,
                        table.said,
                        table.record,
                        is_answered=answers is not None and answers.is_lasting,
                        rests=table.rests,
                    )
                )
        return [*self.name_aliases(), *to_remember(open_tables)]

    def name_aliases(self) -> list[dict[str, str]]:
        """The names said to be another's, as rows of the record `alias`."""
        return [
            {"kind": kind, "written": written, "means": means}
            for (kind, written), means in self.names.items()
        ]

    @property
    def kept_edits(self) -> frozenset[tuple[str, str, str]]:
        """The edits that stand against the files."""
        return frozenset(edit for edit, is_kept in self.edits.items() if is_kept)

    @property
    def fingerprint(self) -> str:
        """The same text for the same answers, so that a plan is made once for each."""
        said = [self.zone, self.mapping(), self.name_aliases()]
        return json.dumps([*said, sorted(self.left_out), sorted(self.kept_edits)], default=str)
