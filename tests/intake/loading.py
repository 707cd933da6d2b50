"""Tables typed in a test, read as a file of theirs would be; with or without a store."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from data.intake.around import RecordRows
from data.intake.facts import Known, Told
from data.intake.importing import FileOutcome, ImportOptions, import_files
from data.intake.matching.names import Names
from data.intake.reading.book import Book, Grid, Sheet
from data.intake.understanding import BookReading, understand
from data.problems import Problem
from data.store import Store

Rows = Any
"""Rows of one sheet, or rows by sheet."""
NOW = dt.datetime(2025, 4, 1, 9, tzinfo=dt.UTC)
ZONE = "Africa/Johannesburg"


def book(sheets: Rows, name: str = "results.csv") -> Book:
    """A book of these rows: of one sheet without a name, or of sheets by name."""
    held = list(sheets.items()) if isinstance(sheets, Mapping) else [(None, sheets)]
    made = [Sheet(title, Grid.from_rows(rows)) for title, rows in held]
    content = _content(sheets, name)
    form = name.rpartition(".")[2]
    return Book(name, form, hashlib.sha256(content).hexdigest(), len(content), made)


def _content(sheets: object, name: str) -> bytes:
    return f"{name} {sheets!r}".encode()


def known(
    systems: Sequence[str] = (),
    drills: Sequence[str] = (),
    aliases: Mapping[str, str] | None = None,
) -> Known:
    """What is known before a file is read."""
    return Known({"system": Names(systems, aliases), "drill": Names(drills)}, {}, ZONE)


def read(
    sheets: Rows, told: Told | None = None,
    before: Known | None = None, name: str = "results.csv",
) -> BookReading:  # fmt: skip
    """The tables of such a file, understood."""
    return understand(book(sheets, name), told or Told(), before or known())


def rows_of(reading: BookReading, record: str = "recovery") -> RecordRows:
    """The rows of a record in the first table that has any."""
    return next(one for table in reading.tables for one in table.outputs if one.record == record)


def frame_of(reading: BookReading, record: str = "recovery") -> pd.DataFrame:
    """All valid rows of a record in a file, table after table."""
    frames = [
        one.frame for table in reading.tables for one in table.outputs if one.record == record
    ]
    return pd.concat(frames, ignore_index=True)


def problems_of(reading: BookReading) -> list[Problem]:
    """Everything told of a file."""
    return [
        *reading.problems,
        *(p for table in reading.tables for one in table.outputs for p in one.problems),
    ]


def load(
    store: Store, sheets: Rows, name: str = "results.csv",
    dry_run: bool = False, **options: Any,  # noqa: ANN401 - passed on
) -> FileOutcome:  # fmt: skip
    """Such a file through the one door; the reading of its bytes is left out."""
    made = book(sheets, name)
    outcome = import_files(
        store, [(name, _content(sheets, name))], ImportOptions(**options), now=NOW,
        dry_run=dry_run, books={made.sha256: made},
    )  # fmt: skip
    return outcome.files[0]


H = 3600.0


def utc(text: str) -> pd.Timestamp:
    """The instant of a UTC text."""
    return pd.Timestamp(text, tz="UTC")


def told(reading: BookReading) -> set[tuple[str, str | None, str | None, bool]]:
    """(severity, cell, field, whether the row is rejected) of everything but new names."""
    return {
        (one.severity, one.cell, one.field, one.row_rejected)
        for one in problems_of(reading)
        if one.code != "new_name"
    }


RESULTS = ["Drill", "System", "Disrupted", "Restored", "RTO", "Outcome"]


def results(*rows: Sequence[Any], more: Sequence[str] = ()) -> list[Sequence[Any]]:
    """A results sheet of these rows."""
    return [[*RESULTS, *more], *rows]
