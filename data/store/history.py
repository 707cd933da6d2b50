"""What the store writes: a change as a whole, its withdrawal, its return.

Each is one transaction that first wins the guard row, appends to the history, writes the current
rows of the touched keys anew, and raises the version.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from data.fields import Record
from data.records import RECORDS
from data.store.change import StagedRows
from data.store.engine import Cursor
from data.store.errors import NoSuchImport, StoreMoved
from data.store.fold import fold_touched, yielding_fields
from data.store.prepared import Prepared, import_row
from data.store.schema import FIXED, quoted
from data.store.staging import copy_lines, copy_rejected


class NothingNew(Exception):
    """Rolls back a transaction that found its work already done, by the import of this number."""

    def __init__(self, import_id: int) -> None:
        super().__init__(import_id)
        self.import_id = import_id


def commit(
    cursor: Cursor, organisation: str, prepared: Prepared, staged: Mapping[Path, str]
) -> int:
    """The new import's id. `staged`: the names under which staged files are attached.

    Raises NothingNew when the same bytes, read the same way, are there and not withdrawn, and
    StoreMoved when the store is no longer at the version the plan was made on.
    """
    change = prepared.change
    version, import_id = _win_guard(cursor, organisation, imports=1)
    known = find_import(cursor, organisation, change.sha256, change.fingerprint)
    if known is not None:
        raise NothingNew(known)
    if change.expected_version is not None and change.expected_version != version - 1:
        raise StoreMoved("The data changed meanwhile; the plan is made again.")
    _write_rows(cursor, "import", [import_row(prepared, version, import_id)], organisation)
    own = {"organisation": organisation, "import_id": import_id}
    _write_rows(cursor, "import_table", [own | row for row in prepared.tables], organisation)
    _write_rows(cursor, "rejected_row", [own | row for row in prepared.rejected], organisation)
    mended = [
        dict(zip(("import_id", "table_number", "rejected_number"), numbers, strict=True))
        | {"mended_by": import_id}
        for numbers in change.mended
    ]
    _write_rows(cursor, "mended_row", mended, organisation)
    _keep_original(cursor, organisation, prepared)
    first = 0
    for number, record, rows in prepared.rows:
        if isinstance(rows, StagedRows):
            name = staged[rows.path]
            copy_lines(cursor, organisation, import_id, number, first, name, record.name)
            copy_rejected(cursor, organisation, import_id, number, name)
        elif rows.num_rows:
            _append(cursor, organisation, import_id, number, record, rows)
        first += rows.num_rows
    _fold_again(cursor, organisation, import_id, prepared.records, version)
    return import_id


def turn(
    cursor: Cursor,
    organisation: str,
    import_id: int,
    is_withdrawal: bool,
    at: dt.datetime,
    person: str | None,
) -> None:
    """Withdraw an import, or put it back in its old place.

    Raises NothingNew when it already is so, NoSuchImport.
    """
    version, _ = _win_guard(cursor, organisation, imports=0)
    found = cursor.execute(
        'SELECT is_withdrawn, records FROM "import" WHERE organisation = ? AND import_id = ?',
        [organisation, import_id],
    ).fetchone()
    if found is None:
        raise NoSuchImport(f"There is no import {import_id}.")
    if found[0] == is_withdrawal:
        raise NothingNew(import_id)
    cursor.execute(
        'UPDATE "import" SET is_withdrawn = ? WHERE organisation = ? AND import_id = ?',
        [is_withdrawal, organisation, import_id],
    )
    cursor.execute(
        "INSERT INTO turn (organisation, import_id, version, turned_at, person, is_withdrawal)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [organisation, import_id, version, at, person, is_withdrawal],
    )
    _fold_again(cursor, organisation, import_id, json.loads(found[1]), version)


def find_import(
    cursor: Cursor, organisation: str, sha256: str | None, fingerprint: str | None
) -> int | None:
    """The import of the same bytes read the same way that is not withdrawn, or None."""
    if sha256 is None:
        return None
    found = cursor.execute(
        'SELECT min(import_id) FROM "import" WHERE organisation = ? AND sha256 = ?'
        " AND fingerprint IS NOT DISTINCT FROM ? AND NOT is_withdrawn",
        [organisation, sha256, fingerprint],
    ).fetchone()
    return found[0] if found else None


# --- the parts of a commit -----------------------------------------------------------------------


def _win_guard(cursor: Cursor, organisation: str, imports: int) -> tuple[int, int]:
    """The new version and the newest import id; every other writer now has to wait or try again."""
    cursor.execute(
        "UPDATE guard SET version = version + 1, last_import = last_import + ?"
        " WHERE organisation = ?",
        [imports, organisation],
    )
    found = cursor.execute(
        "SELECT version, last_import FROM guard WHERE organisation = ?", [organisation]
    ).fetchone()
    assert found is not None, "the organisation's guard row is made on opening"
    return found


def _append(
    cursor: Cursor, organisation: str, import_id: int, number: int, record: Record, rows: pa.Table
) -> None:
    names = quoted(rows.column_names)
    cursor.register("incoming", rows)
    try:
        cursor.execute(
            f'INSERT INTO "history_{record.name}" (organisation, import_id, table_number, {names})'
            f" SELECT ?, ?, ?, {names} FROM incoming",
            [organisation, import_id, number],
        )
    finally:
        cursor.unregister("incoming")


def _fold_again(
    cursor: Cursor, organisation: str, import_id: int, records: Iterable[str], version: int
) -> None:
    """Current rows of every key an import has a row of, written anew."""
    for name in records:
        cursor.execute(
            "CREATE OR REPLACE TEMP TABLE touched AS SELECT DISTINCT row_key"
            f' FROM "history_{name}" WHERE organisation = ? AND import_id = ?',
            [organisation, import_id],
        )
        write_current(cursor, organisation, RECORDS[name])
        cursor.execute(
            "UPDATE record_version SET version = ? WHERE organisation = ? AND record = ?",
            [version, organisation, name],
        )
    cursor.execute("DROP TABLE IF EXISTS temp.touched")
    cursor.execute("DROP TABLE IF EXISTS temp.of_one_row")
    cursor.execute("DROP TABLE IF EXISTS temp.of_more")


def write_current(cursor: Cursor, organisation: str, record: Record) -> None:
    """Current rows of the keys in the temporary table `touched`, out of their whole history."""
    cursor.execute(
        f'DELETE FROM "current_{record.name}" WHERE organisation = ?'
        " AND row_key IN (SELECT row_key FROM touched)",
        [organisation],
    )
    counted = f"""SELECT h.row_key
        FROM "history_{record.name}" AS h JOIN "import" AS i
            ON i.organisation = h.organisation AND i.import_id = h.import_id
        WHERE h.organisation = ? AND i.organisation = ? AND NOT i.is_withdrawn
            AND h.row_key IN (SELECT row_key FROM touched)
        GROUP BY h.row_key HAVING count(*)"""
    for table, how_many in (("of_one_row", "= 1"), ("of_more", "> 1")):
        cursor.execute(
            f"CREATE OR REPLACE TEMP TABLE {table} AS {counted} {how_many}",
            [organisation, organisation],
        )
    copied, folded = fold_touched(
        record, "of_one_row", "of_more", yielding_fields(cursor, organisation, record)
    )
    cursor.execute(copied, [organisation] * 2)
    more = cursor.execute("SELECT count(*) FROM of_more").fetchone()
    if more and more[0]:
        cursor.execute(folded, [organisation] * 4)


def _keep_original(cursor: Cursor, organisation: str, prepared: Prepared) -> None:
    sha256 = prepared.change.sha256
    known = cursor.execute(
        "SELECT 1 FROM original_piece WHERE organisation = ? AND sha256 = ? LIMIT 1",
        [organisation, sha256],
    ).fetchone()
    if known is None:
        pieces = [
            {"sha256": sha256, "piece_number": number, "content": piece}
            for number, piece in enumerate(prepared.pieces, start=1)
        ]
        _write_rows(cursor, "original_piece", pieces, organisation)


_ARROW = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "BOOLEAN": pa.bool_(),
    "BLOB": pa.binary(),
    "TIMESTAMPTZ": pa.timestamp("us", tz="UTC"),
}


def _write_rows(cursor: Cursor, table: str, rows: list[dict[str, Any]], organisation: str) -> None:
    """Append rows to one of the fixed tables in one statement; columns not given stay null."""
    if not rows:
        return
    columns = FIXED[table]
    arrays = {
        name: pa.array(
            [organisation if name == "organisation" else row.get(name) for row in rows],
            _ARROW[kind],
        )
        for name, kind in columns
    }
    cursor.register("incoming", pa.table(arrays))
    try:
        names = quoted([name for name, _ in columns])
        cursor.execute(f'INSERT INTO "{table}" ({names}) SELECT {names} FROM incoming')
    finally:
        cursor.unregister("incoming")
