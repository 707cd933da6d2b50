"""What was loaded, by whom, when: imports, their tables, rejected rows, originals."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable
from typing import Any

import pandas as pd

from data.fields import Record
from data.records import RECORDS
from data.store.change import sha256_of
from data.store.engine import Cursor
from data.store.errors import NoSuchImport, StoreDamaged
from data.store.frames import frame_of, keys_table
from data.store.schema import FIXED
from data.store.waiting import settled_by, waiting_tables

_LISTED = (
    "import_id",
    "imported_at",
    "source",
    "person",
    "file_name",
    "format",
    "sha256",
    "size_bytes",
    "fingerprint",
    "records",
    "row_count",
    "withdrawal_count",
    "rejected_count",
    "problem_count",
    "is_withdrawn",
    "difference",
    "version",
)
_JSON = ("options", "problems", "difference", "records")
_COUNTS = ("added", "changed", "unchanged")
_TABLE_JSON = ("fields", "lineage", "ignored", "skipped", "counts")


def imports(cursor: Cursor, organisation: str) -> pd.DataFrame:
    """One row an import, oldest first; `records` a list, `difference` a dict; and of the last undo
    or redo `turned_at`, `turned_by`."""
    listed = ", ".join(f"i.{name}" for name in _LISTED)
    found = frame_of(
        cursor,
        f"""SELECT {listed}, t.turned_at, t.person AS turned_by FROM "import" AS i
        LEFT JOIN (
            SELECT import_id, max(turned_at) AS turned_at, arg_max(person, version) AS person
            FROM turn WHERE organisation = ? GROUP BY import_id
        ) AS t ON t.import_id = i.import_id
        WHERE i.organisation = ? ORDER BY i.import_id""",
        [organisation, organisation],
    )
    for name in ("records", "difference"):
        found[name] = pd.Series([json.loads(text) for text in found[name]], dtype=object)
    return found


def import_detail(cursor: Cursor, organisation: str, import_id: int) -> dict[str, Any]:
    """Everything kept about one import: its own values, `options`, `problems`, `difference`,
    `tables` (each with lineage, ignored, skipped, counts), `turns` (undo, redo), `rejected`,
    `settled` (rejected rows of other imports it mended or made needless).

    Raises NoSuchImport.
    """
    about = _rows(cursor, "import", organisation, import_id, "import_id")
    if not about:
        raise NoSuchImport(f"There is no import {import_id}.")
    detail = about[0]
    for name in _JSON:
        detail[name] = json.loads(detail[name])
    tables = _rows(cursor, "import_table", organisation, import_id, "table_number")
    for table in tables:
        for name in _TABLE_JSON:
            table[name] = json.loads(table[name])
    detail["tables"] = [table for table in tables if not table["is_withdrawal"]]
    detail["withdrawn"] = {
        table["record"]: _withdrawn_by(cursor, organisation, import_id, table["record"])
        for table in tables
        if table["is_withdrawal"]
    }
    detail["turns"] = _rows(cursor, "turn", organisation, import_id, "version")
    detail["rejected"] = _rows(
        cursor, "rejected_row", organisation, import_id, "table_number, rejected_number"
    )
    for row in detail["rejected"]:
        row["raws"] = json.loads(row["raws"])
    detail["settled"] = settled_by(cursor, organisation, import_id)
    return detail


def listing(cursor: Cursor, organisation: str) -> pd.DataFrame:
    """One row an import, newest first, as the History lists them: without the differences.

    import_id, imported_at, source, person, file_name, sha256, format, is_withdrawn, turned_at,
    turned_by; records (a list), sheets (a list of names); added, changed, unchanged, taken_out,
    rejected and waiting (of the rejected, those still to be mended) count rows; options (a dict).
    """
    found = frame_of(
        cursor,
        """SELECT i.import_id, i.imported_at, i.source, i.person, i.file_name, i.sha256, i.format,
            i.is_withdrawn, i.records, i.options, i.withdrawal_count AS taken_out,
            i.rejected_count AS rejected, t.turned_at, t.person AS turned_by
        FROM "import" AS i LEFT JOIN (
            SELECT import_id, max(turned_at) AS turned_at, arg_max(person, version) AS person
            FROM turn WHERE organisation = ? GROUP BY import_id
        ) AS t ON t.import_id = i.import_id
        WHERE i.organisation = ? ORDER BY i.import_id DESC""",
        [organisation, organisation],
    )
    for name in ("records", "options"):
        found[name] = pd.Series([json.loads(text) for text in found[name]], dtype=object)
    counts: dict[int, dict[str, int]] = {}
    for import_id, text in cursor.execute(
        "SELECT import_id, counts FROM import_table WHERE organisation = ?", [organisation]
    ).fetchall():
        mine = counts.setdefault(import_id, dict.fromkeys(_COUNTS, 0))
        for name in _COUNTS:
            mine[name] += int(json.loads(text).get(name) or 0)
    for name in _COUNTS:
        found[name] = [counts.get(int(one), {}).get(name, 0) for one in found["import_id"]]
    waits = waiting_tables(cursor, organisation).groupby("import_id")["row_count"].sum()
    found["waiting"] = found["import_id"].map(waits).fillna(0).astype("int64")
    return found


def records_of(cursor: Cursor, organisation: str, import_id: int) -> list[str]:
    """The records an import has rows of. Raises NoSuchImport."""
    found = cursor.execute(
        'SELECT records FROM "import" WHERE organisation = ? AND import_id = ?',
        [organisation, import_id],
    ).fetchone()
    if found is None:
        raise NoSuchImport(f"There is no import {import_id}.")
    return list(json.loads(found[0]))


def original(cursor: Cursor, organisation: str, import_id: int) -> tuple[str, bytes]:
    """Name and bytes of the file an import came from.

    Raises NoSuchImport when there is none (an edit has no file), StoreDamaged when the bytes do not
    have the hash they came with.
    """
    found = cursor.execute(
        'SELECT file_name, sha256 FROM "import" WHERE organisation = ? AND import_id = ?',
        [organisation, import_id],
    ).fetchone()
    if found is None:
        raise NoSuchImport(f"There is no import {import_id}.")
    content = original_bytes(cursor, organisation, found[1]) if found[1] else None
    if content is None:
        raise NoSuchImport(f"Import {import_id} did not come from a file that was kept.")
    if sha256_of(content) != found[1]:
        raise StoreDamaged(f"The kept original of import {import_id} is damaged.")
    return found[0], content


def original_bytes(cursor: Cursor, organisation: str, sha256: str) -> bytes | None:
    """The kept bytes of that hash, unchecked; None when missing or not to be unpacked."""
    pieces = cursor.execute(
        "SELECT content FROM original_piece WHERE organisation = ? AND sha256 = ?"
        " ORDER BY piece_number",
        [organisation, sha256],
    ).fetchall()
    if not pieces:
        return None
    try:
        return zlib.decompress(b"".join(piece[0] for piece in pieces))
    except zlib.error:
        return None


def earlier(cursor: Cursor, organisation: str, record: Record, keys: Iterable[str]) -> pd.DataFrame:
    """Imports of files, not withdrawn, with rows of the record: what a corrected file may replace.

    Newest first: import_id, file_name, key_count (current keys it has), shared_count (of those
    among `keys`).
    """
    cursor.register("given_keys", keys_table(keys))
    try:
        return frame_of(
            cursor,
            f"""SELECT i.import_id, i.file_name, count(DISTINCT h.row_key) AS key_count,
                count(DISTINCT h.row_key) FILTER (
                    WHERE h.row_key IN (SELECT row_key FROM given_keys)) AS shared_count
            FROM "import" AS i JOIN "history_{record.name}" AS h
                ON h.organisation = i.organisation AND h.import_id = i.import_id
            JOIN "current_{record.name}" AS c
                ON c.organisation = h.organisation AND c.row_key = h.row_key
            WHERE i.organisation = ? AND NOT i.is_withdrawn AND i.source <> 'person'
                AND NOT h.is_withdrawal
            GROUP BY i.import_id, i.file_name ORDER BY i.import_id DESC""",
            [organisation],
        )
    finally:
        cursor.unregister("given_keys")


def files_of(cursor: Cursor, organisation: str, drills: Collection[str]) -> dict[str, set[str]]:
    """Drill → the names of the files, not withdrawn, with current rows of it; no file: no entry."""
    found: dict[str, set[str]] = {}
    for record in RECORDS.values():
        if not record.has("drill"):
            continue
        for drill, file in cursor.execute(
            f"""SELECT DISTINCT c.drill, i.file_name FROM "current_{record.name}" AS c
            JOIN "history_{record.name}" AS h
                ON h.organisation = c.organisation AND h.row_key = c.row_key
            JOIN "import" AS i
                ON i.organisation = h.organisation AND i.import_id = h.import_id
            WHERE c.organisation = ? AND list_contains(?, c.drill) AND NOT i.is_withdrawn
                AND i.source <> 'person' AND NOT h.is_withdrawal AND i.file_name IS NOT NULL""",
            [organisation, list(drills)],
        ).fetchall():
            found.setdefault(drill, set()).add(file)
    return found


def keys_of(cursor: Cursor, organisation: str, record: Record, import_id: int) -> list[str]:
    """Keys of the record an import has rows of, those still current, in its order."""
    found = cursor.execute(
        f"""SELECT h.row_key FROM "history_{record.name}" AS h
        WHERE h.organisation = ? AND h.import_id = ? AND NOT h.is_withdrawal
            AND h.row_key IN (SELECT row_key FROM "current_{record.name}" WHERE organisation = ?)
        GROUP BY h.row_key ORDER BY min(h.position)""",
        [organisation, import_id, organisation],
    ).fetchall()
    return [row[0] for row in found]


def _withdrawn_by(cursor: Cursor, organisation: str, import_id: int, record: str) -> list[str]:
    found = cursor.execute(
        f'SELECT row_key FROM "history_{record}"'
        " WHERE organisation = ? AND import_id = ? AND is_withdrawal ORDER BY position",
        [organisation, import_id],
    ).fetchall()
    return [row[0] for row in found]


def _rows(
    cursor: Cursor, table: str, organisation: str, import_id: int, order: str
) -> list[dict[str, Any]]:
    names = [name for name, _ in FIXED[table] if name != "organisation"]
    found = cursor.execute(
        f'SELECT {", ".join(names)} FROM "{table}" WHERE organisation = ? AND import_id = ?'
        f" ORDER BY {order}",
        [organisation, import_id],
    ).fetchall()
    return [dict(zip(names, row, strict=True)) for row in found]
