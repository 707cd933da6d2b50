"""A frame as a file: CSV without live formulas, JSON, Parquet."""

from __future__ import annotations

import io
import json

import pandas as pd

from reports.plain import plain

_LIVE = ("=", "+", "-", "@", "\t", "\r")


def table_bytes(rows: pd.DataFrame, form: str) -> bytes:
    """The rows as csv (UTF-8, ISO instants), json (a list of objects) or parquet.

    In CSV a text that a spreadsheet would run as a formula gets an apostrophe before it. Raises
    ValueError for any other form.
    """
    if form == "json":
        names = [str(name) for name in rows.columns]
        objects = [
            dict(zip(names, map(plain, values), strict=True))
            for values in zip(*(rows[name] for name in names), strict=True)
        ]
        return (json.dumps(objects, ensure_ascii=False, allow_nan=False) + "\n").encode()
    if form == "parquet":
        out = io.BytesIO()
        rows.to_parquet(out, index=False)
        return out.getvalue()
    if form == "csv":
        return _readable(rows).to_csv(index=False).encode()
    raise ValueError(f"form must be csv, json or parquet, not {form!r}")


def _readable(rows: pd.DataFrame) -> pd.DataFrame:
    readable = rows.copy()
    for name in readable.columns:
        column = readable[name]
        if isinstance(column.dtype, pd.DatetimeTZDtype):
            readable[name] = column.dt.strftime("%Y-%m-%dT%H:%M:%SZ")
        elif str(column.dtype).startswith("datetime64"):
            readable[name] = column.dt.strftime("%Y-%m-%d")
        elif column.dtype == object or str(column.dtype) == "str":
            readable[name] = column.map(_harmless, na_action="ignore")
    return readable


def _harmless(value: object) -> object:
    if isinstance(value, str) and value.startswith(_LIVE) and not _is_number(value):
        return "'" + value
    return value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
