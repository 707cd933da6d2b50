"""Columns the program itself prints beside a field: `restored_empty`, `rto_operator`, …

What `records --format json` or `csv` wrote is read back as it was: their headings are the stored
columns' own names, and their cells hold stored values, which no parser has to guess at.
"""

from __future__ import annotations

from typing import Any

from data.fields import OPERATORS, PRECISIONS, Column, Record
from data.intake.pairs import Coded, combined
from data.intake.worktable import WorkTable


def companion_of(record: Record, heading: str) -> Column | None:
    """The stored column beside a field that has exactly this name, or None."""
    name = heading.strip()
    return next((c for c in record.columns if c.name == name and c.name != c.field), None)


def said_companions(table: WorkTable) -> None:
    """What such columns of a table say, where it stands, comes before what was read beside it."""
    for place, heading in enumerate(table.found.headings or ()):
        column = companion_of(table.record, heading)
        if column is None or (table.record.name, column.field) not in table.typed:
            continue
        grid_column = table.found.first_column + place
        values = table.grid.values(grid_column)
        codes = table.grid.codes(grid_column)[table.rows].astype("int64")
        said = Coded([_stored(value, column) for value in values], codes)
        read = table.values.get(column.name, Coded.same(None, table.count))
        first, both = combined([said.codes, read.codes])
        table.values[column.name] = Coded(
            [read.at(int(row)) if said.at(int(row)) is None else said.at(int(row))
             for row in first], both,
        )  # fmt: skip


def _stored(value: Any, column: Column) -> Any:  # noqa: ANN401 - any cell, any stored value
    """A cell as the stored value it is; None where it is none."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if column.dtype == "float64":
        try:
            return float(value)
        except (TypeError, ValueError):
            return None
    if column.dtype == "boolean":
        return {"true": True, "false": False}.get(str(value).strip().casefold())
    text = str(value).strip()
    if column.name.endswith("_precision"):
        return text if text in PRECISIONS else None
    if column.name.endswith("_operator"):
        return text if text in OPERATORS else None
    return text
