"""A change made ready to be written, outside the transaction: typed, numbered, compressed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from data.fields import Record
from data.records import RECORDS
from data.store.change import (
    Change,
    ChangeTable,
    StagedRows,
    column_names,
    history_rows,
    withdrawal_rows,
)


class Prepared:
    """A change made ready outside the transaction, so that the store is held for the copy only.

    Raises ValueError when a value does not fit its column, a row has no key, a withdrawn key is
    empty or the original does not have its hash.
    """

    def __init__(self, change: Change) -> None:
        if change.imported_at.tzinfo is None:
            raise ValueError("imported_at needs a zone")
        self.change = change
        self.rows: list[tuple[int, Record, pa.Table | StagedRows]] = []
        self.tables: list[dict[str, Any]] = []
        position = 0
        for number, table in enumerate(change.tables, start=1):
            is_staged = isinstance(table.frame, StagedRows)
            rows = table.frame if is_staged else history_rows(table, position)
            self.rows.append((number, RECORDS[table.record], rows))
            self.tables.append(_table_row(number, table))
            position += len(table.frame)
        self.row_count = position
        for name, keys in change.withdrawn.items():
            if not keys:
                continue
            number = len(self.tables) + 1
            self.rows.append(
                (number, RECORDS[name], withdrawal_rows(RECORDS[name], keys, position))
            )
            self.tables.append(_withdrawal_table_row(number, name, len(keys)))
            position += len(keys)
        self.withdrawal_count = position - self.row_count
        self.rejected = [
            {
                "table_number": number,
                "rejected_number": rejected_number,
                "row_number": row.row_number,
                "raws": _json(list(row.raws)),
                "why": row.why,
                "row_key": row.row_key,
            }
            for number, table in enumerate(change.tables, start=1)
            for rejected_number, row in enumerate(table.rejected, start=1)
        ]
        original = change.packed_original()
        self.size = original.size if original else None
        self.pieces = original.pieces if original else []

    @property
    def staged(self) -> list[StagedRows]:
        """What waits in files of its own."""
        return [rows for _, _, rows in self.rows if isinstance(rows, StagedRows)]

    @property
    def rejected_count(self) -> int:
        """How many rows are kept as rejected."""
        return len(self.rejected) + sum(one.rejected_count for one in self.staged)

    @property
    def records(self) -> list[str]:
        """The records it has rows or withdrawals of, in declared order."""
        named = {record.name for _, record, rows in self.rows if rows.num_rows}
        return [name for name in RECORDS if name in named]


def import_row(prepared: Prepared, version: int, import_id: int) -> dict[str, Any]:
    change = prepared.change
    return {
        "import_id": import_id,
        "version": version,
        "imported_at": change.imported_at,
        "source": change.source,
        "person": change.person,
        "file_name": change.file_name,
        "format": change.format,
        "sha256": change.sha256,
        "size_bytes": prepared.size,
        "fingerprint": change.fingerprint,
        "options": _json(dict(change.options)),
        "problems": _json([dict(problem) for problem in change.problems]),
        "difference": _json(dict(change.difference)),
        "records": _json(prepared.records),
        "row_count": prepared.row_count,
        "withdrawal_count": prepared.withdrawal_count,
        "rejected_count": prepared.rejected_count,
        "problem_count": len(change.problems),
        "is_withdrawn": False,
    }


def _table_row(number: int, table: ChangeTable) -> dict[str, Any]:
    return {
        "table_number": number,
        "sheet": table.sheet,
        "range": table.range,
        "record": table.record,
        "fields": _json(table.said),
        "lineage": _json([_spoken(vars(column)) for column in table.lineage]),
        "ignored": _json([dict(one) for one in table.ignored]),
        "skipped": _json([dict(one) for one in table.skipped]),
        "counts": _json(dict(table.counts)),
        "row_count": len(table.frame),
        "is_withdrawal": False,
        "yields": _yields(table),
    }


def _yields(table: ChangeTable) -> str | None:
    """The fields in which any of its rows gives way; None for none, as it nearly always is."""
    if isinstance(table.frame, StagedRows) or "yields" not in column_names(table.frame):
        return None
    told = {text for text in pa.array(table.frame["yields"], from_pandas=True).to_pylist() if text}
    return _json(sorted({name for text in told for name in json.loads(text)})) if told else None


def _withdrawal_table_row(number: int, record: str, count: int) -> dict[str, Any]:
    empty = dict.fromkeys(("fields", "lineage", "ignored", "skipped"), "[]")
    about = {"table_number": number, "record": record, "counts": "{}", "row_count": count}
    return empty | about | {"is_withdrawal": True}


def _spoken(values: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is missing, to keep the text short."""
    return {name: value for name, value in values.items() if value is not None}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever JSON does not know
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if hasattr(value, "item"):  # NumPy's own numbers
        return value.item()
    return str(value)
