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
    "mended",
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
    made one value; missing for an edit and for what no cell said), `raw` the text the file has in
    it, `mended` what a person wrote there instead (missing where nobody did), `reading` how it was
    read. Of rows joined by an alias each value has the cell of its own file. A field
    nobody spoke of has no import. Keys in the order given; keys with no
    current row have no rows. Raises KeyError on a field the record does not have.
    """
    asked = [record.field(name).name for name in fields] if fields is not None else [
        one.name for one in record.fields
    ]  # fmt: skip
    keys = [joins.key(record.name, one) for one in keys]
    rows = joined_rows(cursor, organisation, record, joins, keys=keys).set_index("row_key")
    places = _places(cursor, organisation, record, joins, keys)
    imports, tables, mended = _context(
        cursor, organisation, {place[0] for place in places.values()}
    )
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
                sheet, columns = tables[import_id, table_number]
                told = _cells(columns, name, row_number, raws)
                answer |= _joined(sheet, told, mended.get(import_id, {}))
            answers.append(answer)
    told = pd.DataFrame(answers, columns=list(COLUMNS), dtype=object)
    return told.astype({"import_id": "Int64"}).where(lambda frame: frame.notna(), None)


Place = tuple[int, int, int | None, str | None]
Mended = dict[int, dict[tuple[str | None, str], tuple[str, str]]]
"""Import → sheet and cell → the text the file has, and the one a person wrote instead."""


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
) -> tuple[dict[int, dict[str, Any]], dict[tuple[int, int], tuple[str | None, list[dict]]], Mended]:
    """The imports themselves, (import, table) → sheet and lineage columns, and mended cells."""
    numbers = sorted(import_ids)
    rows = cursor.execute(
        'SELECT import_id, source, person, imported_at, file_name, options FROM "import"'
        " WHERE organisation = ? AND list_contains(?, import_id)",
        [organisation, numbers],
    ).fetchall()
    names = ("source", "person", "imported_at", "file")
    imports = {row[0]: dict(zip(names, row[1:-1], strict=True)) for row in rows}
    mended: Mended = {}
    for row in rows:
        options = json.loads(row[-1]) if row[-1] else {}
        for one in options.get("cells", ()) if options.get("mends") else ():
            place = (one.get("sheet"), one["cell"])
            mended.setdefault(row[0], {})[place] = (one["old"], one["new"])
    tables = {
        (row[0], row[1]): (row[2], json.loads(row[3]))
        for row in cursor.execute(
            "SELECT import_id, table_number, sheet, lineage FROM import_table"
            " WHERE organisation = ? AND list_contains(?, import_id)",
            [organisation, numbers],
        ).fetchall()
    }
    return imports, tables, mended


def _cells(
    columns: list[dict[str, Any]], field: str, row_number: int | None, raws: str | None
) -> list[dict[str, str | None]]:
    """The cells a value was made of: address, text, reading and heading of each."""
    texts: list[str | None] = json.loads(raws) if raws else []
    return [
        {
            "cell": column.get("cell") or address(column.get("column"), row_number),
            "raw": texts[number] if number < len(texts) else None,
            "reading": column.get("reading"),
            "heading": column.get("heading"),
        }
        for number, column in enumerate(columns)
        if column["field"] == field
    ]


def _joined(
    sheet: str | None,
    cells: list[dict[str, str | None]],
    mended: dict[tuple[str | None, str], tuple[str, str]],
) -> dict[str, str | None]:
    told: dict[str, list[str]] = {"cell": [], "raw": [], "reading": [], "heading": []}
    now: list[str] = []
    is_mended = False
    for one in cells:
        text = one["raw"]
        if (sheet, one["cell"]) in mended:
            is_mended = True
            one["raw"], text = mended[sheet, str(one["cell"])]
        if text:
            now.append(text)
        for name, part in one.items():
            if part and (name == "raw" or part not in told[name]):
                told[name].append(part)
    joined = {name: "; ".join(parts) or None for name, parts in told.items()}
    return {"sheet": sheet, **joined, "mended": "; ".join(now) if is_mended else None}


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
