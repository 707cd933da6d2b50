"""From a value back to its cell: by the same fold that made it current."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any

import pandas as pd

from data.fields import Record
from data.store.current import LOG
from data.store.engine import Cursor
from data.store.fold import fold, yielding_fields
from data.store.joining import NO_JOINS, Joins, Lent, joined_rows

COLUMNS = (
    "row_key",
    "field",
    "value",
    "import_id",
    "source",
    "person",
    "imported_at",
    "file",
    "sheet",
    "cell",
    "raw",
    "reading",
    "heading",
)


def lineage(
    cursor: Cursor,
    organisation: str,
    record: Record,
    keys: Collection[str],
    fields: Collection[str] | None = None,
    joins: Joins = NO_JOINS,
) -> pd.DataFrame:
    """Where the values of these current rows came from: one row a key and field.

    `value` is the current value; `cell` the address (several, joined by "; ", where several cells
    made one value; missing for an edit and for what no cell said), `raw` the text in it, `reading`
    how it was read. Of rows joined by an alias each value has the cell of its own file. A field
    nobody spoke of has no import. Keys in the order given; keys with no
    current row have no rows. Raises KeyError on a field the record does not have.
    """
    asked = [record.field(name).name for name in fields] if fields is not None else [
        one.name for one in record.fields
    ]  # fmt: skip
    keys = [joins.key(record.name, one) for one in keys]
    rows = joined_rows(cursor, organisation, record, joins, keys=keys).set_index("row_key")
    places = _places(cursor, organisation, record, joins, keys)
    imports, tables = _context(cursor, organisation, {place[0] for place in places.values()})
    answers: list[dict[str, Any]] = []
    for key in dict.fromkeys(keys):
        if key not in rows.index:
            continue
        for name in asked:
            value = rows.loc[key, name]
            answer: dict[str, Any] = {"row_key": key, "field": name}
            answer["value"] = None if pd.isna(value) else value
            place = places.get((key, "line" if record.name == LOG else name))
            if place is not None:
                import_id, table_number, row_number, raws = place
                answer |= {"import_id": import_id, **imports[import_id]}
                answer |= _cells(tables[import_id, table_number], name, row_number, raws)
            answers.append(answer)
    told = pd.DataFrame(answers, columns=list(COLUMNS), dtype=object)
    return told.astype({"import_id": "Int64"}).where(lambda frame: frame.notna(), None)


Place = tuple[int, int, int | None, str | None]


def _places(
    cursor: Cursor, organisation: str, record: Record, joins: Joins, keys: Iterable[str]
) -> dict[tuple[str, str], Place]:
    """(key, field) → import, table, row number and raw texts of the row that gave the value."""
    yielding = yielding_fields(cursor, organisation, record)
    with Lent(cursor, record.name, joins, keys):
        statement = fold(
            record, "SELECT row_key FROM given_keys", yielding, places=True, joined=True
        )
        found = cursor.execute(
            f"""SELECT f.row_key, f.field, h.import_id, h.table_number, h.row_number, h.raws
            FROM ({statement}) AS f
            JOIN "history_{record.name}" AS h
                ON h.import_id = f.import_id AND h.position = f.position
            LEFT JOIN given_joins AS g ON g.row_key = h.row_key
            WHERE h.organisation = ? AND coalesce(g.counts_as, h.row_key) = f.row_key""",
            [organisation] * 4,
        ).fetchall()
    return {(row[0], row[1]): tuple(row[2:]) for row in found}


def _context(
    cursor: Cursor, organisation: str, import_ids: set[int]
) -> tuple[dict[int, dict[str, Any]], dict[tuple[int, int], tuple[str | None, list[dict]]]]:
    """The imports themselves, and (import, table) → sheet and lineage columns."""
    numbers = sorted(import_ids)
    imports = {
        row[0]: dict(zip(("source", "person", "imported_at", "file"), row[1:], strict=True))
        for row in cursor.execute(
            'SELECT import_id, source, person, imported_at, file_name FROM "import"'
            " WHERE organisation = ? AND list_contains(?, import_id)",
            [organisation, numbers],
        ).fetchall()
    }
    tables = {
        (row[0], row[1]): (row[2], json.loads(row[3]))
        for row in cursor.execute(
            "SELECT import_id, table_number, sheet, lineage FROM import_table"
            " WHERE organisation = ? AND list_contains(?, import_id)",
            [organisation, numbers],
        ).fetchall()
    }
    return imports, tables


def _cells(
    table: tuple[str | None, list[dict[str, Any]]],
    field: str,
    row_number: int | None,
    raws: str | None,
) -> dict[str, str | None]:
    sheet, columns = table
    texts: list[str | None] = json.loads(raws) if raws else []
    told: dict[str, list[str]] = {"cell": [], "raw": [], "reading": [], "heading": []}
    for number, column in enumerate(columns):
        if column["field"] != field:
            continue
        parts = {
            "cell": column.get("cell") or address(column.get("column"), row_number),
            "raw": texts[number] if number < len(texts) else None,
            "reading": column.get("reading"),
            "heading": column.get("heading"),
        }
        for name, part in parts.items():
            if part is not None and (name == "raw" or part not in told[name]):
                told[name].append(part)
    return {"sheet": sheet} | {name: "; ".join(parts) or None for name, parts in told.items()}


def address(column: str | int | None, row_number: int | None) -> str | None:
    """`F14` of a column (letters, or counted from 0) and a row as the spreadsheet counts it."""
    if column is None or row_number is None:
        return None
    if isinstance(column, str):
        return f"{column}{row_number}"
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row_number}"
