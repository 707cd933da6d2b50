"""Typed values as frames of the declaration's columns, and the key of each row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from json.encoder import encode_basestring  # json.dumps of one text, without its ceremony
from typing import Any

import numpy as np
import pandas as pd

from data.fields import Record
from data.intake.pairs import Coded, spread

_OURS = ("row_key", "row_number", "raws", "yields")


def no_rejects() -> pd.DataFrame:
    """No rejected row: an empty frame of row_number, raws, why."""
    return pd.DataFrame({"row_number": pd.Series(dtype="int64"), "raws": [], "why": []})


def typed_series(values: Coded, dtype: str) -> pd.Series:
    """The values as the declaration's dtype; None is missing."""
    if dtype == "str":
        return pd.Series(values.objects, dtype=object)
    if dtype == "datetime64[us, UTC]":
        stamps = values.microseconds.view("datetime64[us]")
        return pd.Series(pd.DatetimeIndex(stamps).tz_localize("UTC"))
    if dtype == "datetime64[us]":
        days = np.array(values.distinct, dtype="datetime64[D]").astype("datetime64[us]")
        return pd.Series(days[values.codes])
    if dtype == "float64":
        numbers = np.array([np.nan if v is None else float(v) for v in values.distinct], float)
        return pd.Series(numbers[values.codes])
    held = pd.array([pd.NA if v is None else v for v in values.distinct], dtype=dtype)
    return pd.Series(held.take(values.codes))


def record_frame(
    record: Record, values: Mapping[str, Coded], row_numbers: np.ndarray
) -> pd.DataFrame:
    """row_key, row_number, then the record's columns that have values, typed."""
    columns: dict[str, Any] = {"row_key": row_keys(record, values, len(row_numbers))}
    columns["row_number"] = row_numbers
    for column in record.columns:
        if column.name in values:
            columns[column.name] = typed_series(values[column.name], column.dtype)
    return pd.DataFrame(columns, index=pd.RangeIndex(len(row_numbers)))


def said_columns(frame: pd.DataFrame) -> list[str]:
    """The record's own columns of such a frame."""
    return [str(name) for name in frame.columns if name not in _OURS]


def row_keys(record: Record, values: Mapping[str, Coded], count: int) -> list[str]:
    """The key of each row as one text: a JSON list of the key's values."""
    parts = []
    for name in record.key:
        one = values.get(name)
        if one is None:
            parts.append(["null"] * count)
            continue
        texts = [
            encode_basestring(value) if type(value) is str
            else f'"{value.isoformat()}"' if isinstance(value, dt.date)
            else "null" if value is None else encode_basestring(str(value))
            for value in one.distinct
        ]  # fmt: skip
        parts.append(spread(texts, one.codes).tolist())
    return ["[" + ", ".join(row) + "]" for row in zip(*parts, strict=True)]
