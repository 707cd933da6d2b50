"""A change: what one import, edit or setting says, ready to be kept."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import pyarrow as pa

from data.fields import Record
from data.records import RECORDS
from data.store.packing import Packed, Packing, packed

Source = Literal["file", "person", "sample"]


@dataclass(frozen=True)
class LineageColumn:
    """Where one field of a table's rows came from.

    Attributes
    ----------
    field : the field it fills; several columns may fill one (a date and a time).
    column : the sheet's column, as letters or counted from 0; None where `cell` is given or the
        value has no cell.
    cell : one fixed address for all rows of the table (a `Field | Value` block above it).
    heading : as written in the file.
    reading : how its cells were read, in words.
    """

    field: str
    column: str | int | None = None
    heading: str | None = None
    reading: str | None = None
    cell: str | None = None
    confidence: float | None = None


@dataclass(frozen=True)
class RejectedRow:
    """A row that was not loaded, kept with its texts so that it can be mended."""

    row_number: int | None
    raws: Sequence[str | None]
    why: str
    row_key: str | None = None  # as far as it can be told


@dataclass(frozen=True)
class StagedRows:
    """Rows of one record that wait in a database file of their own (`data.store.staging`).

    Attributes
    ----------
    columns : the record's columns they give.
    count, rejected_count : of rows to be loaded, and of rows kept as rejected.
    said : a hash over their keys and values, whatever their order.
    """

    path: Path
    record: str
    columns: tuple[str, ...]
    count: int
    rejected_count: int
    said: str

    def __len__(self) -> int:
        return self.count

    @property
    def num_rows(self) -> int:
        """How many rows wait, as an Arrow table calls it."""
        return self.count


@dataclass(frozen=True)
class ChangeTable:
    """Rows of one record out of one table of a sheet.

    Attributes
    ----------
    frame : the valid rows: row_key, row_number (as the spreadsheet counts; may be missing), the
        record's columns this table has, raws (JSON list of texts in the order of `lineage`; may be
        missing), yields (JSON list of fields in which this row of a file gives way to a person's
        edit that stands; may be missing). Later rows beat earlier ones of the same key. A pandas
        frame, an Arrow table, or rows staged in a file of their own, which have their rejected rows
        with them.
    fields : the fields this table speaks of; the others are left as they are. None: those whose
        main column the frame has.
    rejected, ignored, skipped, counts : kept as given, for the import's page.
    """

    record: str
    frame: pd.DataFrame | pa.Table | StagedRows
    fields: Sequence[str] | None = None
    lineage: Sequence[LineageColumn] = ()
    sheet: str | None = None
    range: str | None = None
    rejected: Sequence[RejectedRow] = ()
    ignored: Sequence[Mapping[str, Any]] = ()
    skipped: Sequence[Mapping[str, Any]] = ()
    counts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def said(self) -> list[str]:
        """The fields this table speaks of, in declared order. Raises KeyError on a strange one."""
        record = RECORDS[self.record]
        if self.fields is None:
            there = set(column_names(self.frame))
            return [one.name for one in record.fields if one.name in there]
        named = {record.field(name).name for name in self.fields}
        return [one.name for one in record.fields if one.name in named]


@dataclass(frozen=True)
class Change:
    """What one import says; committed as a whole or not at all.

    Attributes
    ----------
    source : a file, a person's edit, or the sample (counts as a file).
    imported_at : an instant with a zone; the store never asks the clock.
    sha256, original : the file's bytes (the path to them, or what compresses them already) and
        their hash; both None for an edit.
    fingerprint : how the bytes were read (mapping, zone, date order, drill …): the same bytes with
        the same fingerprint, not withdrawn, change nothing.
    options, problems, difference : kept as given, as JSON.
    withdrawn : record → keys of rows this change takes out.
    mended : (import, table, rejected row) numbers of the rejected rows this change replaces.
    expected_version : the store's version the plan was made on; another one raises StoreMoved.
    """

    source: Source
    imported_at: dt.datetime
    tables: Sequence[ChangeTable] = ()
    file_name: str | None = None
    sha256: str | None = None
    original: bytes | Path | Packing | None = None
    format: str | None = None
    person: str | None = None
    fingerprint: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    problems: Sequence[Mapping[str, Any]] = ()
    difference: Mapping[str, Any] = field(default_factory=dict)
    withdrawn: Mapping[str, Sequence[str]] = field(default_factory=dict)
    mended: Sequence[tuple[int, int, int]] = ()
    expected_version: int | None = None

    def packed_original(self) -> Packed | None:
        """The original file, compressed. Raises ValueError when its hash is not `sha256`."""
        if self.original is None:
            return None
        own = self.original
        found = own.done() if isinstance(own, Packing) else packed(own)
        if found.sha256 != self.sha256:
            raise ValueError(f"the original of {self.file_name} does not have the hash given")
        return found


def sha256_of(content: bytes) -> str:
    """The hash files are known by."""
    return hashlib.sha256(content).hexdigest()


def column_names(frame: pd.DataFrame | pa.Table | StagedRows) -> list[str]:
    """The names of its columns, whichever kind it is."""
    if isinstance(frame, StagedRows):
        return list(frame.columns)
    return list(frame.column_names if isinstance(frame, pa.Table) else frame.columns)


_ARROW = {
    "VARCHAR": pa.string(),
    "DOUBLE": pa.float64(),
    "BIGINT": pa.int64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMPTZ": pa.timestamp("us", tz="UTC"),
}


def history_rows(table: ChangeTable, first_position: int) -> pa.Table:
    """The table's rows as the history keeps them, but for organisation, import and table number.

    Columns: position (of the row in its import), row_number, row_key, is_withdrawal, all columns
    of the record (null where the table does not speak of the field), raws. Raises ValueError when
    a value is not of its column's type, an instant has no zone or a row no key.
    """
    assert not isinstance(table.frame, StagedRows), "staged rows are typed already"
    record = RECORDS[table.record]
    count = len(table.frame)
    said = set(table.said)
    there = set(column_names(table.frame))
    arrays: dict[str, pa.Array | pa.ChunkedArray] = {
        "position": pa.array(range(first_position, first_position + count), pa.int64()),
        "row_number": _array(table, "row_number", "BIGINT", there),
        "row_key": _array(table, "row_key", "VARCHAR", there),
        "is_withdrawal": pa.repeat(pa.scalar(False), count),
    }
    for column in record.columns:
        has = there if column.field in said else set[str]()
        arrays[column.name] = _array(table, column.name, column.sql_type, has)
    arrays["raws"] = _array(table, "raws", "VARCHAR", there)
    arrays["yields"] = _array(table, "yields", "VARCHAR", there)
    if arrays["row_key"].null_count:
        raise ValueError(f"{record.name}: a row without a key")
    return pa.table(arrays)


def withdrawal_rows(record: Record, keys: Sequence[str], first_position: int) -> pa.Table:
    """One history row a key that says: this row is taken out."""
    count = len(keys)
    arrays: dict[str, pa.Array] = {
        "position": pa.array(range(first_position, first_position + count), pa.int64()),
        "row_number": pa.nulls(count, pa.int64()),
        "row_key": pa.array(list(keys), pa.string()),
        "is_withdrawal": pa.repeat(pa.scalar(True), count),
    }
    for column in record.columns:
        arrays[column.name] = pa.nulls(count, _ARROW[column.sql_type])
    arrays["raws"] = pa.nulls(count, pa.string())
    arrays["yields"] = pa.nulls(count, pa.string())
    return pa.table(arrays)


def _array(
    table: ChangeTable, name: str, sql_type: str, there: set[str]
) -> pa.Array | pa.ChunkedArray:
    kind = _ARROW[sql_type]
    if name not in there:
        return pa.nulls(len(table.frame), kind)
    assert not isinstance(table.frame, StagedRows)
    values = table.frame[name]
    try:
        if isinstance(values, pd.Series):
            values = pa.array(values, from_pandas=True)
        if sql_type == "TIMESTAMPTZ" and pa.types.is_timestamp(values.type) and not values.type.tz:
            raise ValueError("an instant without a zone")
        return values.cast(kind)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, ValueError) as error:
        raise ValueError(f"{table.record}.{name}: {error}") from None
