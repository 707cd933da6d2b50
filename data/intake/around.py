"""What is known around a table's rows, and the rows that come out of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from data.fields import Field
from data.intake.matching.names import Names
from data.intake.parsing.instants import DayOrder
from data.problems import Problem
from data.store.change import LineageColumn, StagedRows

if TYPE_CHECKING:
    from data.intake.generic import Apart


@dataclass(frozen=True)
class GivenFact:
    """A value that holds for every row of a table: from a block above it, an option, a name."""

    value: Any
    cell: str | None
    label: str
    reading: str
    companions: dict[str, Any] = field(default_factory=dict)
    text: str = ""

    def by_column(self, target: Field) -> dict[str, Any]:
        """Stored column of a field → the value, or what was read beside it."""
        return {
            one.name: self.value
            if one.name == target.name
            else self.companions.get(one.name[len(target.stem) + 1 :])
            for one in target.columns
        }


@dataclass(frozen=True)
class DrillFacts:
    """What is known of a drill while rows are read: its zone, its start, its day.

    is_dated : a start or an end of it is known, so that it has a quarter.
    """

    zone: str | None = None
    started_at: dt.datetime | None = None
    day: dt.date | None = None
    is_dated: bool = False


@dataclass
class Around:
    """What is known around a table: names, drills, a person's options, the facts above it."""

    names: dict[str, Names]
    drills: dict[str, DrillFacts]
    zone: str
    day_first: bool | None = None
    told_zone: str | None = None
    facts: dict[str, GivenFact] = field(default_factory=dict)  # field name → fact
    drill: GivenFact | None = None
    day: dt.date | None = None
    is_1904: bool = False
    elsewhere: bool | None = None  # the order of day and month all decided columns of the file have
    is_drill_guessed: bool = False  # nothing names one, or only the file's name
    apart: Apart | None = None  # what tells generic names of drills apart
    order: DayOrder | None = None  # of day and month, decided before on the whole of a large file
    # cells whose value nobody can see → what the sheet shows there, "" for a formula not calculated
    unseen: dict[tuple[int, int], str] = field(default_factory=dict)
    is_typed: bool = False  # a person typed the rows, or mends them, and has them before them
    start: dt.datetime | None = None  # zero of `T+` offsets by a title, of a table of one drill
    decimals_elsewhere: bool | None = None  # the habit all decided columns of the file have
    decimal_comma: bool | None = None  # of numbers whose column does not tell, as a person said
    days: tuple[dt.date, dt.date] | None = None  # first and last of a span that a title gives
    is_zone_said: bool = False  # `zone` is one that a person, or a fact beside the table, names


@dataclass
class RecordRows:
    """Rows of one record out of one table, ready for the plan.

    `frame`: one valid row each: row_key, row_number, the columns in `columns`, raws (JSON list in
    the order of `lineage`). `rejected`: row_number, raws, why; `rejected_keys`: theirs, as far as
    they can be told. `day_orders`: how the dates of each of its columns of dates were read (None:
    undecided). Parents of a table's rows count nowhere. `staged`: where the rows and rejected ones
    are when they are too many to hold; both frames are empty then.
    """

    record: str
    columns: list[str]
    frame: pd.DataFrame
    rejected: pd.DataFrame
    lineage: list[LineageColumn]
    problems: list[Problem]
    is_parent: bool = False
    rejected_keys: list[str] = field(default_factory=list)
    day_orders: list[bool | None] = field(default_factory=list)
    staged: StagedRows | None = None

    @property
    def row_count(self) -> int:
        """How many rows can be loaded."""
        return len(self.frame) if self.staged is None else self.staged.count

    @property
    def rejected_count(self) -> int:
        """How many rows wait to be mended."""
        return len(self.rejected) if self.staged is None else self.staged.rejected_count
