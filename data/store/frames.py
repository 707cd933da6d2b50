"""From the engine's rows to pandas, with the dtypes of the declaration."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

from data.fields import Record
from data.store.engine import Cursor


def frame_of(
    cursor: Cursor, statement: str, values: Sequence[Any] = (), dtypes: dict[str, str] | None = None
) -> pd.DataFrame:
    """What the statement selects, each column with its dtype; unnamed ones as Arrow would have it.

    Text is `str` with missing values, instants datetime64[us, UTC], days datetime64[us].
    """
    table = cursor.sql(statement, params=list(values)).to_arrow_table()
    wanted = dtypes or {}
    columns = {
        name: _series(column, wanted.get(name, _usual(column.type)))
        for name, column in zip(table.column_names, table.columns, strict=True)
    }
    return pd.DataFrame(columns)


def dtypes_of(record: Record) -> dict[str, str]:
    """The dtypes of a record's current rows, with their key."""
    return {"row_key": "str"} | {column.name: column.dtype for column in record.columns}


def _usual(kind: pa.DataType) -> str:
    if pa.types.is_timestamp(kind):
        return "datetime64[us, UTC]"
    if pa.types.is_date(kind):
        return "datetime64[us]"
    if pa.types.is_integer(kind):
        return "Int64"
    if pa.types.is_boolean(kind):
        return "boolean"
    if pa.types.is_floating(kind):
        return "float64"
    return "str"


def _series(column: pa.ChunkedArray, dtype: str) -> pd.Series:
    if dtype == "datetime64[us, UTC]":
        # The engine names the zone Etc/UTC; the instants are the same.
        return column.cast(pa.timestamp("us", tz="UTC")).to_pandas().astype(dtype)
    if dtype == "datetime64[us]":
        return column.cast(pa.timestamp("us")).to_pandas().astype(dtype)
    if dtype == "Int64":
        return column.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
    if dtype == "boolean":
        return column.to_pandas(types_mapper={pa.bool_(): pd.BooleanDtype()}.get)
    if dtype == "float64":
        return column.cast(pa.float64()).to_pandas().astype("float64")
    if len(column) == 0:  # without a chunk of Arrow's, which pandas' joins stumble over
        return pd.Series([], dtype="str")
    return column.to_pandas().astype("str")


def keys_table(keys: Iterable[str]) -> pa.Table:
    """Texts as a table of one column, row_key, to join with."""
    return pa.table({"row_key": pa.array(list(dict.fromkeys(keys)), pa.string())})
