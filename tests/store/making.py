"""Changes in two words, for the tests of the store."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from data.records import RECORDS
from data.store import Change, ChangeTable, Store

AT = dt.datetime(2025, 3, 3, 9, 30, tzinfo=dt.UTC)


def key(*parts: str) -> str:
    """A row's key as the intake writes it."""
    return json.dumps(list(parts), ensure_ascii=False)


def table(
    record: str,
    rows: Sequence[Mapping[str, Any]],
    first_row: int = 2,
    **about: Any,  # noqa: ANN401
) -> ChangeTable:
    """A table of these rows; columns as named in the first; key columns must be among them."""
    kind = RECORDS[record]
    dtypes = {column.name: column.dtype for column in kind.columns}
    named = list(rows[0]) if rows else list(kind.key)
    columns = {
        name: pd.Series(
            [row[name] for row in rows], dtype=object if dtypes[name] == "str" else None
        ).astype(object if dtypes[name] == "str" else dtypes[name])
        for name in named
    }
    frame = pd.DataFrame(columns)
    frame.insert(0, "row_key", [key(*(str(row.get(k) or "") for k in kind.key)) for row in rows])
    frame["row_number"] = range(first_row, first_row + len(rows))
    return ChangeTable(record, frame, **about)


def gaps(*rows: Mapping[str, Any], **about: Any) -> ChangeTable:  # noqa: ANN401
    """A table of gaps."""
    return table("gap", rows, **about)


def from_file(
    *tables: ChangeTable,
    content: bytes | None = None,
    name: str = "gaps.xlsx",
    **about: Any,  # noqa: ANN401
) -> Change:
    """An import of a file."""
    if content is not None:
        about |= {"original": content, "sha256": hashlib.sha256(content).hexdigest()}
        about.setdefault("fingerprint", "as usual")
    return Change("file", AT, tables, file_name=name, format="xlsx", **about)


def by_person(*tables: ChangeTable, **about: Any) -> Change:  # noqa: ANN401
    """An edit in the browser."""
    return Change("person", AT, tables, person="Thandi", **about)


def withdrawal(record: str, keys: Iterable[str], source: str = "person") -> Change:
    """Rows taken out."""
    change = by_person if source == "person" else from_file
    return change(withdrawn={record: list(keys)})


def standing(store: Store, record: str, field: str) -> dict[str, Any]:
    """Row key → current value of a field, None where it is empty."""
    rows = store.rows(record)
    return {
        each: None if pd.isna(value) else value
        for each, value in zip(rows["row_key"], rows[field], strict=True)
    }
