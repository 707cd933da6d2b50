"""What a person said of the files on this screen, and how the intake is told."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from data.intake.importing import ImportOptions

SKIP = ""  # a heading or a table that is not loaded


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

    record : what a row is, or `SKIP`. columns : heading → field, `parent.field`, or `SKIP`.
    units : heading → unit of its bare numbers (h, min, days). drill, quarter : of rows that name
    none.
    """

    headings: list[str]
    record: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    drill: str | None = None
    quarter: str | None = None

    @property
    def is_empty(self) -> bool:
        """True when it says nothing at all."""
        return self.record is None and not (
            self.columns or self.units or self.drill or self.quarter
        )


@dataclass
class Answers:
    """Everything said of the files that are open.

    names : (kind, as written) → the known name. left_out : names of files not to load.
    """

    day_first: bool | None = None
    zone: str | None = None
    withdraw_missing: bool = False
    tables: dict[Place, TableAnswers] = field(default_factory=dict)
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)

    def table(self, place: Place, headings: list[str]) -> TableAnswers:
        """The answers of one table, to be added to."""
        return self.tables.setdefault(place, TableAnswers(headings))

    def choose_field(
        self, place: Place, headings: list[str], heading: str, chosen: str | None, taken: list[str]
    ) -> None:
        """A field chosen for a heading; the headings `taken` that had it before have none now."""
        columns = self.table(place, headings).columns
        columns.update(dict.fromkeys(taken, SKIP))
        columns[heading] = chosen or SKIP

    def forget_name(self, kind: str, written: str) -> None:
        """Take back that a name means another one."""
        self.names.pop((kind, written), None)

    def mapping(self) -> dict[str, Any] | None:
        """The answers as a mapping for the intake; None when there are none."""
        tables = []
        for place, said in self.tables.items():
            if said.is_empty:
                continue
            columns: dict[str, str] = dict(said.columns)
            if said.record == SKIP:
                columns = dict.fromkeys(said.headings, SKIP)
            one: dict[str, Any] = {**place._asdict(), "headings": said.headings, "columns": columns}
            told = {
                "record": said.record,
                "units": said.units,
                "drill": said.drill,
                "quarter": said.quarter,
            }
            tables.append(one | {name: value for name, value in told.items() if value})
        return {"tables": tables} if tables else None

    def options(self, person: str) -> ImportOptions:
        """What the intake is told."""
        return ImportOptions(
            zone=self.zone,
            day_first=self.day_first,
            mapping=self.mapping(),
            withdraw_missing=self.withdraw_missing,
            person=person,
        )

    def aliases(self, records: dict[Place, str]) -> list[dict[str, str]]:
        """What is remembered for later files: names, and headings by the record of their table.

        records : what each table is. A heading that is not loaded here may matter elsewhere, so
        that is not remembered.
        """
        rows = self.name_aliases()
        for place, said in self.tables.items():
            record = records.get(place)
            for heading, chosen in said.columns.items():
                if record and chosen != SKIP:
                    means = chosen if "." in chosen else f"{record}.{chosen}"
                    rows.append({"kind": "heading", "written": heading, "means": means})
        return rows

    def name_aliases(self) -> list[dict[str, str]]:
        """The names said to be another's, as rows of the record `alias`."""
        return [
            {"kind": kind, "written": written, "means": means}
            for (kind, written), means in self.names.items()
        ]

    @property
    def fingerprint(self) -> str:
        """The same text for the same answers, so that a plan is made once for each."""
        said = [self.day_first, self.zone, self.mapping(), self.name_aliases()]
        return json.dumps([*said, sorted(self.left_out)], default=str)
