"""Differences as tables of words: which row, which field, old and new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from data.records import RECORDS
from wording import history as words
from wording.upload import field_name, row_name


def change_rows(
    changes: Iterable[Mapping[str, Any]], zone: str, heads: tuple[str, str]
) -> pd.DataFrame:
    """One row a changed value. `changes` : record, row_key, field (column), old, new; values typed,
    or texts as an import keeps them. `heads` : over old and new."""
    found = []
    for one in changes:
        record = RECORDS[one["record"]]
        column = next(each for each in record.columns if each.name == one["field"])
        field = record.field(column.field)
        found.append(
            {
                "Record": record.title,
                "Row": row_name(str(one["row_key"])),
                "Field": field_name(field.title, field.name, column.name),
                **{
                    head: words.value(
                        field.kind, column.name, typed(one[side], column.sql_type), zone
                    )
                    for head, side in zip(heads, ("old", "new"), strict=True)
                },
            }
        )
    return pd.DataFrame(found, columns=["Record", "Row", "Field", *heads])


def key_rows(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """One row a row, by record and key."""
    found = [
        {"Record": RECORDS[one["record"]].title, "Row": row_name(str(one["row_key"]))}
        for one in rows
    ]
    return pd.DataFrame(found, columns=["Record", "Row"])


def typed(value: Any, sql_type: str) -> Any:  # noqa: ANN401 - a stored value of any type
    """A value as its column holds it, from the text an import keeps of it."""
    if not isinstance(value, str):
        return value
    if sql_type in ("TIMESTAMPTZ", "DATE"):
        return pd.Timestamp(value).to_pydatetime()
    if sql_type == "DOUBLE":
        return float(value)
    if sql_type == "BIGINT":
        return int(float(value))
    return value == "TRUE" if sql_type == "BOOLEAN" else value
