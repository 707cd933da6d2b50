"""Frames as the store gives them, made from the declaration: a test cannot use another shape.

    tables = make_tables(drill=[{"drill": "A", "started_at": "2025-02-12 08:00"}], recovery=[...])

Instants are UTC unless written with an offset; columns not given stay empty; a name that the
declaration does not have, or a value it does not allow, is an error.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

import pandas as pd

from data.records import LOG_EVENTS, RECORDS

Rows = Sequence[dict[str, Any]]

_INSTANT = "datetime64[us, UTC]"
LOG_COLUMNS = {
    "drill": "str",
    "system": "str",
    **dict.fromkeys(LOG_EVENTS.values(), _INSTANT),
    "first_at": _INSTANT,
    "last_at": _INSTANT,
    "line_count": "Int64",
}
HOLD_COLUMNS = {"drill": "str", "system": "str", "began_at": _INSTANT, "ended_at": _INSTANT}


def make_tables(
    log_instants: Rows = (), hold: Rows = (), **records: Rows
) -> dict[str, pd.DataFrame]:
    """All twenty records and the two reduced log tables, empty but for the rows given."""
    unknown = set(records) - set(RECORDS)
    if unknown:
        raise KeyError(f"no such record: {', '.join(sorted(unknown))}")
    tables = {
        name: record_frame(name, records[name]) if records.get(name) else _empty(name).copy()
        for name in RECORDS
    }
    tables["log_instants"] = _typed(LOG_COLUMNS, _with_ends(log_instants))
    tables["hold"] = _typed(HOLD_COLUMNS, hold)
    return tables


def record_frame(name: str, rows: Rows) -> pd.DataFrame:
    """The rows of one record with every declared column, typed, and the row_key."""
    record = RECORDS[name]
    for row in rows:
        for one in record.fields:
            value = row.get(one.name)
            allowed = [choice.value for choice in one.allowed]
            if allowed and value is not None and value not in allowed:
                raise ValueError(f"{name}.{one.name} does not allow {value!r}: {allowed}")
    frame = _typed({column.name: column.dtype for column in record.columns}, rows)
    keys = [
        json.dumps([_plain(row.get(part)) for part in record.key], ensure_ascii=False)
        for row in rows
    ]
    if len(set(keys)) != len(keys):
        raise ValueError(f"two rows of {name} have the same key")
    return frame.assign(row_key=pd.Series(keys, dtype="str"))


@cache
def _empty(name: str) -> pd.DataFrame:
    return record_frame(name, ())


def seconds(text: str) -> float:
    """Seconds of "5:00" (hours:minutes) or "1:02:03"."""
    parts = [float(part) for part in text.split(":")] + [0.0]
    return parts[0] * 3600 + parts[1] * 60 + parts[2]


def _with_ends(rows: Rows) -> Rows:
    """Log rows with their first and last instant, as the store's SQL gives them."""
    full = []
    for row in rows:
        known = [pd.Timestamp(row[name]) for name in LOG_EVENTS.values() if row.get(name)]
        ends = {"first_at": min(known), "last_at": max(known)} if known else {}
        full.append({"line_count": max(1, len(known)), **ends, **row})
    return full


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a key part is
    return None if value is None else str(value)


def _typed(dtypes: dict[str, str], rows: Rows) -> pd.DataFrame:
    columns = {}
    unknown = {name for row in rows for name in row} - set(dtypes)
    if unknown:
        raise KeyError(f"no such column: {', '.join(sorted(unknown))}")
    for name, dtype in dtypes.items():
        values = [row.get(name) for row in rows]
        if dtype == _INSTANT:
            stamps = [None if value is None else _instant(value) for value in values]
            columns[name] = pd.Series(stamps, dtype=_INSTANT)
        elif dtype.startswith("datetime64"):
            columns[name] = pd.Series([pd.Timestamp(value) for value in values], dtype=dtype)
        else:
            columns[name] = pd.Series(values, dtype=dtype)
    return pd.DataFrame(columns)


def _instant(value: Any) -> pd.Timestamp:  # noqa: ANN401 - text, datetime or Timestamp
    stamp = pd.Timestamp(value)
    return stamp.tz_localize("UTC") if stamp.tzinfo is None else stamp.tz_convert("UTC")
