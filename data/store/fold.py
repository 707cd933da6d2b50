"""The fold: what stands, out of everything that was ever said. One rule, written in SQL once.

For each key and field, over the imports not withdrawn, in their order:

- only tables that have the field speak of it; an empty cell empties;
- inside one import a value beats a mark of emptiness ("pending"), which beats a blank, and of equal
  ones the later row counts;
- what a file repeats (equal to what a file last said) is not said again;
- where a person kept an edit against a file, that file's value gives way: it counts as said by
  the file, but stands only when no edit stands before it (undo the edit, and the value is there);
- of what is left, the newest stands.

Companion columns travel with their field. That a row is there at all is a field like the others:
a row says "there", a withdrawal "not there". A log line is one field as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

from data.fields import Record
from data.store.engine import Cursor
from data.store.schema import quoted

# Above every position in one import, so that a rank outweighs any position.
_RANK = 1_000_000_000_000

STANDING = "NOT i.is_withdrawn"


@dataclass(frozen=True)
class _Unit:
    """What is folded as one: a field with its companions, or a whole log line."""

    name: str
    columns: tuple[str, ...]
    speaks: str  # SQL: whether a row's table speaks of it
    rank: str  # SQL: how much a row says


def _units(record: Record) -> list[_Unit]:
    there = _Unit("there", ("is_withdrawal",), "true", "0")
    if record.name == "log":
        columns = tuple(column.name for column in record.columns)
        return [there, _Unit("line", columns, "NOT h.is_withdrawal", "0")]
    units = [there]
    for field in record.fields:
        columns = tuple(column.name for column in field.columns)
        rank = f'CASE WHEN h."{columns[0]}" IS NOT NULL THEN 2'
        rank += "".join(f' WHEN h."{other}" IS NOT NULL THEN 1' for other in columns[1:])
        speaks = f'NOT h.is_withdrawal AND t."says_{field.name}"'
        units.append(_Unit(field.name, columns, speaks, f"{rank} ELSE 0 END"))
    return units


def fold(
    record: Record,
    keys: str,
    yielding: Collection[str],
    *,
    places: bool = False,
    files_only: bool = False,
    counted: str = STANDING,
    joined: bool = False,
) -> str:
    """A SELECT of the current rows of the keys that the SELECT `keys` gives.

    One row a key that is there: row_key and the record's columns. With `places` instead one row a
    key and field: row_key, field, position and import_id of the row that gave the value (missing
    where nobody spoke), also for keys not there. `files_only` leaves people's edits out: what
    files last said, also of rows taken out since. `yielding`: the fields in which any row gives
    way to an edit, as `yielding_fields` tells. `counted` says which imports `i` count, to fold
    as if one of them were undone or redone. With `joined` the rows of keys that count as another
    (`given_joins`: row_key, counts_as) are folded as if they were of that one. Parameters: the
    organisation, thrice.
    """
    units = _units(record)
    numbered = list(enumerate(units))
    is_counted = counted + (" AND i.source <> 'person'" if files_only else "")
    said, before, stands = [], [], []
    for number, unit in numbered:
        packed = ", ".join(f'"{name}" := h."{name}"' for name in unit.columns)
        score = f"({unit.rank}) * {_RANK} + h.position"
        condition = f"FILTER (WHERE {unit.speaks})"
        said.append(f"arg_max(struct_pack({packed}), {score}) {condition} AS v{number}")
        before.append(f"lag(v{number} IGNORE NULLS) OVER w AS b{number}")
        is_news = f"v{number} IS NOT NULL AND (NOT is_file OR b{number} IS DISTINCT FROM v{number})"
        may_yield = unit.name in yielding and not files_only
        if may_yield:
            yields = f"coalesce(contains(h.yields, '\"{unit.name}\"'), false)"
            said.append(f"arg_max({yields}, {score}) {condition} AS y{number}")
        stands.append(_newest(f"v{number}", number, is_news, may_yield))
        if places:
            said.append(f"arg_max(h.position, {score}) {condition} AS p{number}")
            stands.append(_newest(f"p{number}", number, is_news, may_yield))
            stands.append(_newest("import_id", number, is_news, may_yield, f"i{number}"))
    columns = [
        f'v{number}."{name}" AS "{name}"' for number, unit in numbered[1:] for name in unit.columns
    ]
    flags = "".join(
        f', contains(t.fields, \'"{field.name}"\') AS "says_{field.name}"'
        for field in record.fields
        if record.name != "log"
    )
    key = "coalesce(j.counts_as, h.row_key)" if joined else "h.row_key"
    joins = "LEFT JOIN given_joins AS j ON j.row_key = h.row_key" if joined else ""
    rows = f"""
        WITH counted AS (
            SELECT i.import_id, t.table_number, i.source <> 'person' AS is_file{flags}
            FROM "import" AS i JOIN import_table AS t
                ON t.organisation = i.organisation AND t.import_id = i.import_id
            WHERE i.organisation = ? AND t.organisation = ? AND t.record = '{record.name}'
                AND {is_counted}
        ), said AS (
            SELECT {key} AS row_key, h.import_id, t.is_file, {", ".join(said)}
            FROM "history_{record.name}" AS h JOIN counted AS t
                ON t.import_id = h.import_id AND t.table_number = h.table_number
            {joins}
            WHERE h.organisation = ? AND h.row_key IN ({keys})
            GROUP BY {key}, h.import_id, t.is_file
        ), compared AS (
            SELECT said.*, {", ".join(before)} FROM said
            WINDOW w AS (PARTITION BY row_key, is_file ORDER BY import_id)
        ), folded AS (
            SELECT row_key, {", ".join(stands)} FROM compared GROUP BY row_key
        )"""
    if places:
        parts = [
            f"SELECT row_key, '{unit.name}' AS field, p{number} AS position,"
            f" i{number} AS import_id FROM folded"
            for number, unit in numbered[1:]
        ]
        return f"{rows} {' UNION ALL '.join(parts)}"
    is_there = "" if files_only else " WHERE NOT v0.is_withdrawal"
    return f"{rows} SELECT row_key, {', '.join(columns)} FROM folded{is_there}"


def yielding_fields(cursor: Cursor, organisation: str, record: Record) -> frozenset[str]:
    """The fields in which any row of the record gives way to an edit: none, nearly always."""
    found = cursor.execute(
        "SELECT DISTINCT yields FROM import_table"
        " WHERE organisation = ? AND record = ? AND yields IS NOT NULL",
        [organisation, record.name],
    ).fetchall()
    return frozenset(name for row in found for name in json.loads(row[0]))


def _newest(
    what: str, number: int, is_news: str, may_yield: bool, called: str | None = None
) -> str:
    """An aggregate over a key's imports: `what` of the one whose word stands.

    The newest that did not give way, if a person said it; else the newest of all.
    """
    name = f"AS {called or what}"
    newest = f"arg_max({what}, import_id) FILTER (WHERE {is_news})"
    if not may_yield:
        return f"{newest} {name}"
    firm = f"{is_news} AND NOT y{number}"
    return (
        f"CASE WHEN arg_max(is_file, import_id) FILTER (WHERE {firm}) IS FALSE"
        f" THEN arg_max({what}, import_id) FILTER (WHERE {firm}) ELSE {newest} END {name}"
    )


def fold_touched(
    record: Record, of_one_row: str, of_more: str, yielding: Collection[str]
) -> tuple[str, str]:
    """Two INSERTs that write current rows: keys with one row as it is, keys with more folded.

    `of_one_row`, `of_more`: names of temporary tables with the column row_key. Parameters: the
    organisation, once more than the SELECT has (first).
    """
    names = [column.name for column in record.columns]
    into = f'INSERT INTO "current_{record.name}" (organisation, row_key, {quoted(names)})'
    copied = f"""{into}
        SELECT h.organisation, h.row_key, {quoted(names, "h.")}
        FROM "history_{record.name}" AS h JOIN "import" AS i
            ON i.organisation = h.organisation AND i.import_id = h.import_id
        WHERE h.organisation = ? AND i.organisation = ? AND NOT i.is_withdrawn
            AND NOT h.is_withdrawal AND h.row_key IN (SELECT row_key FROM {of_one_row})"""
    folded = f"""{into}
        SELECT ?, row_key, {quoted(names)}
        FROM ({fold(record, f"SELECT row_key FROM {of_more}", yielding)})"""
    return copied, folded
