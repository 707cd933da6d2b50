"""Rejected rows: which of them wait to be mended, and what makes them wait no longer.

A rejected row waits while its import stands, until an import that stands has it in `mended_row`.
An import writes there, when it is committed, the rows a person mended with it, and those a file
makes needless (`superseded`). So undoing that import makes them wait again, by itself.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any

import pandas as pd

from data.fields import Record
from data.store.engine import Cursor
from data.store.frames import frame_of, keys_table
from data.store.schema import quoted

Number = tuple[int, int, int]
"""Import, table and place of a rejected row, as `Change.mended` names it."""

_STANDS = "NOT {one}.is_withdrawn"
_ROW = ("import_id", "table_number", "rejected_number")


def _rows(stands: str = _STANDS) -> str:
    """FROM and WHERE of all rejected rows `r` of imports `i` and tables `t`; `m.by` mended them.

    `stands` says which imports count. Parameters: the organisation, twice.
    """
    by = stands.format(one="b")
    return f"""FROM rejected_row AS r
        JOIN "import" AS i ON i.organisation = r.organisation AND i.import_id = r.import_id
        JOIN import_table AS t ON t.organisation = r.organisation AND t.import_id = r.import_id
            AND t.table_number = r.table_number
        LEFT JOIN (
            SELECT m.import_id, m.table_number, m.rejected_number, max(m.mended_by) AS by
            FROM mended_row AS m
            JOIN "import" AS b ON b.organisation = m.organisation AND b.import_id = m.mended_by
            WHERE m.organisation = ? AND {by}
            GROUP BY m.import_id, m.table_number, m.rejected_number
        ) AS m ON m.import_id = r.import_id AND m.table_number = r.table_number
            AND m.rejected_number = r.rejected_number
        WHERE r.organisation = ?"""


def _waits(stands: str = _STANDS) -> str:
    return f"{stands.format(one='i')} AND m.by IS NULL"


def rejected(
    cursor: Cursor,
    organisation: str,
    import_id: int | None = None,
    table_number: int | None = None,
    limit: int | None = None,
) -> pd.DataFrame:
    """Rejected rows that wait: not of a withdrawn import, not yet mended. Of one import: all.

    Of one table of an import (`table_number`): those that wait, the first `limit`. Columns:
    import_id, table_number, rejected_number (name a row for `Change.mended`), file_name, sheet,
    record, row_number, raws (a list), why, row_key, is_mended, mended_by.
    """
    conditions, values = [], [organisation, organisation]
    if import_id is not None:
        conditions.append("r.import_id = ?")
        values.append(import_id)  # type: ignore[arg-type]
    if table_number is not None:
        conditions.append("r.table_number = ?")
        values.append(table_number)  # type: ignore[arg-type]
    if import_id is None or table_number is not None:
        conditions.append(_waits())
    found = frame_of(
        cursor,
        f"""SELECT r.import_id, r.table_number, r.rejected_number, i.file_name, t.sheet, t.record,
            r.row_number, r.raws, r.why, r.row_key, m.by IS NOT NULL AS is_mended,
            m.by AS mended_by
        {_rows()} AND {" AND ".join(conditions)}
        ORDER BY r.import_id, r.table_number, r.rejected_number"""
        + (f" LIMIT {int(limit)}" if limit is not None else ""),
        values,
    )
    found["raws"] = pd.Series([json.loads(text) for text in found["raws"]], dtype=object)
    return found


def waiting_tables(cursor: Cursor, organisation: str) -> pd.DataFrame:
    """Where rows wait, newest import first: one row a table with any.

    import_id, table_number, imported_at, file_name, sheet, record, row_count (of those that wait).
    """
    return frame_of(
        cursor,
        f"""SELECT r.import_id, r.table_number, i.imported_at, i.file_name, t.sheet, t.record,
            count(*) AS row_count
        {_rows()} AND {_waits()}
        GROUP BY r.import_id, r.table_number, i.imported_at, i.file_name, t.sheet, t.record
        ORDER BY r.import_id DESC, r.table_number""",
        [organisation, organisation],
    )


def waiting_as_if(cursor: Cursor, organisation: str, stands: str) -> int:
    """How many rows would wait if those imports stood; `{one}` in `stands` is the import."""
    found = cursor.execute(
        f"SELECT count(*) {_rows(stands)} AND {_waits(stands)}", [organisation, organisation]
    ).fetchone()
    return int(found[0]) if found else 0


def superseded(
    cursor: Cursor,
    organisation: str,
    record: Record,
    *,
    file_name: str,
    sha256: str,
    loaded: Iterable[str],
    rejected_keys: Iterable[str],
    fields: Collection[str],
) -> list[Number]:
    """Rejected rows of earlier files that need not wait once a file with these rows is loaded.

    Either the file is a newer version of theirs, so that where the row is now (loaded, rejected
    anew, gone) is told by this file: the same bytes, the same name with a row in common, or more
    than half of the rows that version had of the record, rejected ones counted. Or the file loads
    the very row, by its key, and gives every field the rejected row's table gives. Imports that
    are withdrawn count too, lest their rows wait when they come back.
    """
    candidates = cursor.execute(
        """SELECT r.import_id, r.table_number, r.rejected_number, r.row_key, t.fields,
            i.file_name, i.sha256
        FROM rejected_row AS r
        JOIN import_table AS t ON t.organisation = r.organisation AND t.import_id = r.import_id
            AND t.table_number = r.table_number
        JOIN "import" AS i ON i.organisation = r.organisation AND i.import_id = r.import_id
        WHERE r.organisation = ? AND t.record = ? AND i.source <> 'person'
        ORDER BY r.import_id, r.table_number, r.rejected_number""",
        [organisation, record.name],
    ).fetchall()
    if not candidates:
        return []
    now = set(loaded)
    shared = _shared(cursor, organisation, record, {row[0] for row in candidates},
                     [*now, *rejected_keys])  # fmt: skip
    found = []
    for *number, row_key, spoken, name, sha in candidates:
        had, common = shared.get(number[0], (0, 0))
        is_version = sha == sha256 or (name == file_name and common > 0) or 2 * common > had
        if is_version or (row_key in now and set(json.loads(spoken)) <= set(fields)):
            found.append((number[0], number[1], number[2]))
    return found


def _shared(
    cursor: Cursor, organisation: str, record: Record, import_ids: set[int], keys: Iterable[str]
) -> dict[int, tuple[int, int]]:
    """Import → how many keys of the record it has, rejected ones too, and how many are given."""
    cursor.register("given_keys", keys_table(keys))
    try:
        found = cursor.execute(
            f"""WITH had AS (
                SELECT import_id, row_key FROM "history_{record.name}"
                    WHERE organisation = $1 AND NOT is_withdrawal AND list_contains($2, import_id)
                UNION SELECT r.import_id, r.row_key FROM rejected_row AS r JOIN import_table AS t
                    ON t.organisation = r.organisation AND t.import_id = r.import_id
                    AND t.table_number = r.table_number
                    WHERE r.organisation = $1 AND t.record = '{record.name}'
                    AND r.row_key IS NOT NULL AND list_contains($2, r.import_id)
            )
            SELECT import_id, count(*), count(*) FILTER (
                WHERE row_key IN (SELECT row_key FROM given_keys))
            FROM had GROUP BY import_id""",
            [organisation, sorted(import_ids)],
        ).fetchall()
    finally:
        cursor.unregister("given_keys")
    return {int(row[0]): (int(row[1]), int(row[2])) for row in found}


def settled_by(cursor: Cursor, organisation: str, import_id: int) -> list[dict[str, Any]]:
    """The rejected rows an import mended or made needless, grouped: import_id, file_name,
    row_count."""
    found = cursor.execute(
        f"""SELECT m.import_id, i.file_name, count(*) FROM (
            SELECT DISTINCT organisation, {quoted(_ROW)} FROM mended_row
            WHERE organisation = ? AND mended_by = ?) AS m
        JOIN "import" AS i ON i.organisation = m.organisation AND i.import_id = m.import_id
        GROUP BY m.import_id, i.file_name ORDER BY m.import_id""",
        [organisation, import_id],
    ).fetchall()
    return [dict(zip(("import_id", "file_name", "row_count"), row, strict=True)) for row in found]
