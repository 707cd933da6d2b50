"""Typed values as frames of the declaration's columns, and the key of each row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring  # json.dumps of one text, without its ceremony
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.fields import Record
from data.intake.pairs import Coded

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
    # Each column is new and nobody else's: to gather those of a dtype would copy them all again.
    return pd.DataFrame(columns, index=pd.RangeIndex(len(row_numbers)), copy=False)


def said_columns(frame: pd.DataFrame) -> list[str]:
    """The record's own columns of such a frame."""
    return [str(name) for name in frame.columns if name not in _OURS]


def row_keys(record: Record, values: Mapping[str, Coded], count: int) -> pd.Series:
    """The key of each row as one text: a JSON list of the key's values."""
    parts = []
    for name in record.key:
        one = values.get(name)
        if one is None:
            parts.append(Coded.same("null", count))
            continue
        texts = [
            encode_basestring(value) if type(value) is str
            else f'"{value.isoformat()}"' if isinstance(value, dt.date)
            else "null" if value is None else encode_basestring(str(value))
            for value in one.distinct
        ]  # fmt: skip
        parts.append(Coded(texts, one.codes))
    return json_lists(parts, count)


def json_lists(parts: Sequence[Coded], count: int) -> pd.Series:
    """A JSON list a row, of what each part has in that row, which is JSON already."""
    if not parts:
        return pd.Series(["[]"] * count, dtype="str")
    kind = pa.large_string()
    texts = [part.distinct for part in parts]
    texts[0] = ["[" + text for text in texts[0]]
    texts[-1] = [text + "]" for text in texts[-1]]
    columns = [
        pa.array(each, kind).take(pa.array(part.codes))
        for each, part in zip(texts, parts, strict=True)
    ]
    joined = pc.binary_join_element_wise(*columns, pa.scalar(", ", kind))
    return pd.Series(pd.array(joined, dtype="str"))


def keys_of(frame: pd.DataFrame) -> list[str]:
    """The keys of the rows, in their order; to walk along the column takes ten times as long."""
    keys: list[str] = frame["row_key"].to_numpy(dtype=object).tolist()
    return keys
