"""What a record and a field are: the grammar in which `data.records` declares all twenty.

A field's name is the name of its main column. Some kinds carry companion columns: what a date's
precision was, which operator an objective was written with, why a cell is empty. They follow from
the kind alone, so a declaration stays one line a field.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandera.pandas as pa

Kind = Literal[
    "text",  # free words
    "name",  # a person or a team
    "system",  # the name of a system, matched to the known ones
    "drill",  # the name of a drill, matched to the known ones
    "tier",  # a criticality tier: "1", "2" … or the word people wrote
    "list",  # several names, stored joined by "; "
    "zone",  # an IANA time zone
    "choice",  # one of `allowed`
    "outcome",  # one of `allowed`, read from ticks and verdict words
    "operator",  # one of < <= > >=
    "quarter",  # 2025-Q1
    "instant",  # a moment, UTC
    "date",  # a day, with the precision it was written in
    "duration",  # a measured time span, in seconds
    "objective",  # a target time span, in seconds, with its operator
    "boolean",
    "number",
    "rating",  # an answer on a scale, usually 1 to 5
    "share",  # 0 to 1
    "money",  # an amount; its currency stands in a field of its own
    "count",  # a whole number of things
    "headcount",  # a number of people; yes is 1, no is 0
]

# kind -> (SQL type, pandas dtype) of the main column
_TYPES: dict[str, tuple[str, str]] = {
    "instant": ("TIMESTAMPTZ", "datetime64[us, UTC]"),
    "date": ("DATE", "datetime64[us]"),
    "duration": ("DOUBLE", "float64"),
    "objective": ("DOUBLE", "float64"),
    "boolean": ("BOOLEAN", "boolean"),
    "number": ("DOUBLE", "float64"),
    "rating": ("DOUBLE", "float64"),
    "share": ("DOUBLE", "float64"),
    "money": ("DOUBLE", "float64"),
    "count": ("BIGINT", "Int64"),
    "headcount": ("BIGINT", "Int64"),
}
_TEXT = ("VARCHAR", "str")

OPERATORS = ("<", "<=", ">", ">=")
NO_TIME_GIVEN = "no time given"  # of an instant that a sheet confirms without saying when
EMPTY_KINDS = ("not applicable", "pending", "unknown", "not tested", NO_TIME_GIVEN)
PRECISIONS = ("day", "month", "quarter", "year", "ongoing")


def plain_name(text: str) -> str:
    """A name without case, punctuation and spacing: `payment-gateway` is `Payment Gateway`."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


@dataclass(frozen=True)
class Column:
    """One stored column: its name, SQL type, pandas dtype, and the field it belongs to."""

    name: str
    sql_type: str
    dtype: str
    field: str


@dataclass(frozen=True)
class Choice:
    """One allowed value and the words people write for it (compared without case)."""

    value: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Field:
    """One field of a record: its words, kind and rules.

    Attributes
    ----------
    name : the main column (`_at` instant, `_on` date, `_seconds` duration, `is_` boolean …).
    kind : what a cell of it is; decides parsing, columns and checks.
    title : the heading a person reads, in the template and on screen.
    meaning : one sentence for the dictionary and for "expected …".
    example : how to write a cell of it.
    headings : headings people use for it in their own files, beside title and name.
    unit : the unit of a bare number in this column, where one is usual.
    required : a row without it is rejected.
    key : part of the record's key.
    allowed : the values a choice or outcome may have.
    matters : an unreadable cell rejects its row, because a key or a metric rests on it.
    low, high : bounds of a number, in the stored unit.
    date_alone : an instant that may be given as a date without a time.
    """

    name: str
    kind: Kind
    title: str
    meaning: str
    example: str
    headings: tuple[str, ...] = ()
    unit: str | None = None
    required: bool = False
    key: bool = False
    allowed: tuple[Choice, ...] = ()
    matters: bool = False
    low: float | None = None
    high: float | None = None
    date_alone: bool = False

    @property
    def stem(self) -> str:
        """The name without its `_at`, `_on` or `_seconds`."""
        for ending in ("_seconds", "_at", "_on"):
            if self.name.endswith(ending):
                return self.name[: -len(ending)]
        return self.name

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The stored columns, the main one first, then the companions of the kind."""
        main = Column(self.name, *_TYPES.get(self.kind, _TEXT), self.name)
        extra: list[tuple[str, tuple[str, str]]] = []
        if self.kind == "instant":
            extra.append(("empty", _TEXT))
            if self.date_alone:
                extra.append(("precision", _TEXT))
        elif self.kind == "date":
            extra.append(("precision", _TEXT))
        elif self.kind == "duration":
            extra += [
                ("low_seconds", ("DOUBLE", "float64")),
                ("is_approximate", ("BOOLEAN", "boolean")),
                ("empty", _TEXT),
            ]
        elif self.kind == "objective":
            extra.append(("operator", _TEXT))
        return (main, *(Column(f"{self.stem}_{end}", *types, self.name) for end, types in extra))

    @property
    def values(self) -> tuple[str, ...]:
        """The allowed values, in their declared order; empty when anything goes."""
        return tuple(choice.value for choice in self.allowed)


@dataclass(frozen=True)
class Record:
    """One kind of record: what a row is, its key and its fields.

    A `parent` names the record whose facts may stand in the same table (a results table with a
    column "Drill date" also says something about its drills).
    """

    name: str
    title: str
    meaning: str
    fields: tuple[Field, ...]
    headings: tuple[str, ...] = field(default=())
    parent: str | None = None

    @cached_property
    def key(self) -> tuple[str, ...]:
        """The names of the fields that identify a row."""
        return tuple(one.name for one in self.fields if one.key)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """All stored columns in declared order, companions beside their field."""
        return tuple(column for one in self.fields for column in one.columns)

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {one.name: one for one in self.fields}

    def field(self, name: str) -> Field:
        """The field of that name. Raises KeyError naming record and field when there is none."""
        try:
            return self._by_name[name]
        except KeyError:
            raise KeyError(f"record {self.name} has no field {name}") from None

    def has(self, name: str) -> bool:
        """True when the record declares a field of that name."""
        return name in self._by_name

    @cached_property
    def schema(self) -> pa.DataFrameSchema:
        """The declaration as a pandera schema: dtypes, allowed values, bounds, words in metadata.

        Built on first use, because importing pandera takes a second that most commands can save.
        """
        import pandera.pandas as pa

        checks_by_column: dict[str, list[pa.Check]] = {}
        for one in self.fields:
            checks = checks_by_column.setdefault(one.name, [])
            if one.allowed:
                checks.append(pa.Check.isin(list(one.values)))
            if one.low is not None:
                checks.append(pa.Check.ge(one.low))
            if one.high is not None:
                checks.append(pa.Check.le(one.high))
        columns = {
            column.name: pa.Column(
                None if column.dtype == "str" else column.dtype,
                checks=checks_by_column.get(column.name, []),
                nullable=not self.field(column.field).required or column.name != column.field,
                title=self.field(column.field).title,
                description=self.field(column.field).meaning,
                metadata={
                    "field": column.field,
                    "kind": self.field(column.field).kind,
                    "unit": self.field(column.field).unit,
                    "example": self.field(column.field).example,
                    "headings": list(self.field(column.field).headings),
                },
            )
            for column in self.columns
        }
        return pa.DataFrameSchema(columns, name=self.name, title=self.title)
