"""What would stand without some imports: the tables of before, for what changed since.

Nothing is written; the fold of history.py is asked again with those imports left out, for the keys
they touched only.
"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from data.records import RECORDS
from data.store.current import LOG, REDUCED, reduced
from data.store.engine import Cursor
from data.store.fold import STANDING, fold, yielding_fields
from data.store.frames import dtypes_of, frame_of
from data.store.joining import NO_JOINS, Joins, renamed
from data.store.schema import quoted


def tables_without(
    cursor: Cursor, organisation: str, import_ids: Collection[int], joins: Joins = NO_JOINS
) -> dict[str, pd.DataFrame]:
    """The tables that would stand had these imports been withdrawn: those they touch only.

    The same frames as `Store.tables` gives, by the same names; a table that would be the same is
    not among them. Names count as they do now; of rows that meet under one key the one that was
    written under it stands.
    """
    numbers = sorted({int(one) for one in import_ids})
    stands = f"{STANDING} AND i.import_id NOT IN ({', '.join(map(str, numbers))})"
    found = {}
    for name, record in RECORDS.items():
        touched = (
            f'SELECT DISTINCT row_key FROM "history_{name}"'
            " WHERE organisation = ? AND list_contains(?, import_id)"
        )
        cursor.execute(
            f"CREATE OR REPLACE TEMP TABLE touched AS {touched}", [organisation, numbers]
        )
        count = cursor.execute("SELECT count(*) FROM touched").fetchone()
        if not count or not count[0]:
            continue
        columns = quoted([column.name for column in record.columns])
        yielding = yielding_fields(cursor, organisation, record)
        statement = f"""
            SELECT row_key, {columns} FROM "current_{name}"
            WHERE organisation = ? AND row_key NOT IN (SELECT row_key FROM touched)
            UNION ALL
            SELECT row_key, {columns} FROM ({
            fold(record, "SELECT row_key FROM touched", yielding, counted=stands)
        })"""
        if name != LOG:
            rows = frame_of(
                cursor,
                f"SELECT * FROM ({statement}) ORDER BY row_key",
                [organisation] * 4,
                dtypes_of(record),
            )
            found[name] = renamed(rows, record, joins)
            continue
        cursor.execute(
            "CREATE OR REPLACE TEMP TABLE log_before AS"
            f" SELECT ? AS organisation, * FROM ({statement})",
            [organisation] * 5,
        )
        for short in REDUCED:
            found[short] = reduced(
                cursor, organisation, short, source="log_before", named=joins.of_the_log
            )
    for name in ("touched", "log_before"):
        cursor.execute(f"DROP TABLE IF EXISTS temp.{name}")
    return found
