"""Proof that a store is whole: everything read once, the history folded anew and compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from data.fields import Record
from data.records import RECORDS
from data.store.change import sha256_of
from data.store.engine import Cursor
from data.store.fold import fold, yielding_fields
from data.store.imports import original_bytes
from data.store.schema import quoted


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it must be: which check found it, about what, in words."""

    check: str
    subject: str
    message: str


def findings(cursor: Cursor, organisation: str) -> list[Finding]:
    """Everything found; empty when the store is whole. Reads every stored value once."""
    found = [*_numbering(cursor, organisation), *_originals(cursor, organisation)]
    for record in _in_use(cursor, organisation):
        found += _counts(cursor, organisation, record)
        found += _keys(cursor, organisation, record)
        found += _current(cursor, organisation, record)
    return found


def _in_use(cursor: Cursor, organisation: str) -> list[Record]:
    """Records with any row, current or past, or with an import that says so."""
    parts = [
        f"SELECT '{name}' AS record FROM \"{table}_{name}\" WHERE organisation = $1"
        for name in RECORDS
        for table in ("history", "current")
    ]
    found = cursor.execute(
        f"SELECT DISTINCT record FROM ({' UNION ALL '.join(parts)}"
        " UNION ALL SELECT record FROM import_table WHERE organisation = $1)",
        [organisation],
    ).fetchall()
    named = {row[0] for row in found}
    return [record for name, record in RECORDS.items() if name in named]


def _numbering(cursor: Cursor, organisation: str) -> Iterator[Finding]:
    guards = cursor.execute(
        "SELECT version, last_import FROM guard WHERE organisation = ?", [organisation]
    ).fetchall()
    if len(guards) != 1:
        yield Finding("numbering", "guard", f"{len(guards)} guard rows instead of one")
        return
    version, last_import = guards[0]
    ids = [
        row[0]
        for row in cursor.execute(
            'SELECT import_id FROM "import" WHERE organisation = ? ORDER BY import_id',
            [organisation],
        ).fetchall()
    ]
    if ids != list(range(1, last_import + 1)):
        yield Finding("numbering", "import", f"imports are not numbered 1 to {last_import}")
    versions = [
        row[0]
        for row in cursor.execute(
            'SELECT version FROM "import" WHERE organisation = $1'
            " UNION ALL SELECT version FROM turn WHERE organisation = $1",
            [organisation],
        ).fetchall()
    ]
    if len(set(versions)) != len(versions) or max(versions, default=0) > version:
        yield Finding("numbering", "version", f"versions of imports do not fit version {version}")
    turned = cursor.execute(
        """SELECT i.import_id FROM "import" AS i LEFT JOIN (
            SELECT import_id, arg_max(is_withdrawal, version) AS last FROM turn
            WHERE organisation = $1 GROUP BY import_id) AS t ON t.import_id = i.import_id
        WHERE i.organisation = $1 AND i.is_withdrawn <> coalesce(t.last, false)""",
        [organisation],
    ).fetchall()
    for row in turned:
        yield Finding("numbering", f"import {row[0]}", "its undo and redo do not fit its state")


def _originals(cursor: Cursor, organisation: str) -> Iterator[Finding]:
    kept = cursor.execute(
        'SELECT sha256, min(import_id) FROM "import" WHERE organisation = ? AND sha256 IS NOT NULL'
        " AND size_bytes IS NOT NULL GROUP BY sha256 ORDER BY 2",
        [organisation],
    ).fetchall()
    for sha256, import_id in kept:
        content = original_bytes(cursor, organisation, sha256)
        if content is None or sha256_of(content) != sha256:
            what = "is missing" if content is None else "does not have its hash"
            yield Finding("original", f"import {import_id}", f"the kept file {what}")


def _counts(cursor: Cursor, organisation: str, record: Record) -> Iterator[Finding]:
    """Every table of an import has the rows it came with, and no row is without its import."""
    found = cursor.execute(
        f"""SELECT coalesce(t.import_id, h.import_id), t.row_count, h.there
        FROM (SELECT * FROM import_table WHERE organisation = $1 AND record = '{record.name}') AS t
        FULL JOIN (
            SELECT import_id, table_number, count(*) AS there, count(DISTINCT position) AS places,
                sum(length(raws))
            FROM "history_{record.name}" WHERE organisation = $1
            GROUP BY import_id, table_number
        ) AS h ON h.import_id = t.import_id AND h.table_number = t.table_number
        WHERE coalesce(t.row_count, -1) <> coalesce(h.there, 0) OR h.there <> h.places""",
        [organisation],
    ).fetchall()
    for import_id, wanted, there in found:
        yield Finding(
            "history",
            record.name,
            f"import {import_id} has {there or 0} rows of a table instead of {wanted or 0}",
        )


def _keys(cursor: Cursor, organisation: str, record: Record) -> Iterator[Finding]:
    for columns in (["row_key"], list(record.key)):
        found = cursor.execute(
            f'SELECT min(row_key), count(*) FROM "current_{record.name}" WHERE organisation = ?'
            f" GROUP BY {quoted(columns)} HAVING count(*) > 1 ORDER BY 1",
            [organisation],
        ).fetchall()
        for key, count in found:
            yield Finding("keys", record.name, f"{count} current rows have the key {key}")
        if found:
            return


def _current(cursor: Cursor, organisation: str, record: Record) -> Iterator[Finding]:
    columns = quoted(["row_key", *(column.name for column in record.columns)])
    stored = f'SELECT {columns} FROM "current_{record.name}" WHERE organisation = ?'
    keys = f'SELECT row_key FROM "history_{record.name}"'
    yielding = yielding_fields(cursor, organisation, record)
    folded = f"SELECT {columns} FROM ({fold(record, keys, yielding)})"
    for one, other, message in (
        (stored, folded, "current rows do not follow from the history"),
        (folded, stored, "rows of the history are not current as they should be"),
    ):
        found = cursor.execute(
            f"SELECT count(*), min(row_key) FROM (({one}) EXCEPT ALL ({other}))",
            [organisation] * 4,
        ).fetchone()
        if found and found[0]:
            yield Finding("current", record.name, f"{found[0]} {message}, such as {found[1]}")
