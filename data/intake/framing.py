"""Typed values as frames of the declaration's columns, and the key of each row."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.fields import Record
from data.intake.pairs import coded

Objects = npt.NDArray[Any]


def no_rejects() -> pd.DataFrame:
    """No rejected row: an empty frame of row_number, raws, why."""
    return pd.DataFrame({"row_number": pd.Series(dtype="int64"), "raws": [], "why": []})


def typed_series(values: Objects, dtype: str) -> pd.Series:
    """The values as the declaration's dtype; None is missing."""
    if dtype == "str":
        return pd.Series(values, dtype=object)
    if dtype == "datetime64[us, UTC]":
        return pd.Series(pd.to_datetime(pd.Series(values, dtype=object), utc=True)).astype(dtype)
    if dtype == "datetime64[us]":
        return pd.Series(pd.to_datetime(pd.Series(values, dtype=object))).astype(dtype)
    if dtype == "float64":
        return pd.Series([np.nan if v is None else float(v) for v in values], dtype="float64")
    return pd.Series([pd.NA if v is None else v for v in values], dtype=dtype)


def row_keys(record: Record, frame: pd.DataFrame) -> list[str]:
    """The key of each row as one text: a JSON list of the key's values."""
    parts = []
    for name in record.key:
        if name not in frame:
            parts.append(["null"] * len(frame))
            continue
        distinct, codes = coded(list(frame[name].astype(object).where(frame[name].notna(), None)))
        texts = [json.dumps(_key_text(value), ensure_ascii=False) for value in distinct]
        parts.append([texts[code] for code in codes])
    return ["[" + ", ".join(row) + "]" for row in zip(*parts, strict=True)]


def _key_text(value: Any) -> str | None:  # noqa: ANN401 - a key part may be text, date or instant
    if value is None:
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat() if value.tzinfo is None else value.isoformat()
    return str(value)
