"""What undoing or redoing an import would do, worked out by the fold itself and not written."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from data.fields import Record
from data.records import RECORDS
from data.store.engine import Cursor
from data.store.fold import fold, yielding_fields
from data.store.frames import dtypes_of, frame_of
from data.store.schema import quoted
from data.store.waiting import waiting_as_if

MOST_CHANGES = 200


@dataclass(frozen=True)
class TurnEffect:
    """What would be different once an import was undone, or redone.

    Attributes
    ----------
    removed, added, changed, kept : rows by record: those that fall away, come back, get other
        values, and those the import speaks of that stay as they are.
    changes : one row a value that would change, the first so many of each record: record, row_key,
        field (column), old, new; `old` is what stands now.
    others : imports that stand and speak of the same rows, newest first: import_id, file_name,
        person, row_count.
    waiting : how many more rejected rows would wait (fewer: negative).
    """

    removed: dict[str, int]
    added: dict[str, int]
    changed: dict[str, int]
    kept: dict[str, int]
    changes: pd.DataFrame
    others: pd.DataFrame
    waiting: int


def turn_effect(
    cursor: Cursor, organisation: str, import_id: int, records: list[str]
) -> TurnEffect:
    """The effect of undoing an import that stands, or of redoing one that is withdrawn.

    `records` : those it has rows of.
    """
    number = int(import_id)
    found = cursor.execute(
        'SELECT is_withdrawn FROM "import" WHERE organisation = ? AND import_id = ?',
        [organisation, number],
    ).fetchone()
    is_redo = bool(found and found[0])
    stands = (
        f"(NOT {{one}}.is_withdrawn OR {{one}}.import_id = {number})"
        if is_redo
        else f"(NOT {{one}}.is_withdrawn AND {{one}}.import_id <> {number})"
    )
    counts: dict[str, dict[str, int]] = {"removed": {}, "added": {}, "changed": {}, "kept": {}}
    changes, others = [], []
    for name in records:
        record = RECORDS[name]
        _compare(cursor, organisation, record, number, stands.format(one="i"))
        for what, count in _counted(cursor, record).items():
            if count:
                counts[what][name] = count
        changes.append(_changes(cursor, record))
        others.append(_others(cursor, organisation, record, number))
    for table in ("touched", "is_now", "would_be"):
        cursor.execute(f"DROP TABLE IF EXISTS temp.{table}")
    more = waiting_as_if(cursor, organisation, stands)
    more -= waiting_as_if(cursor, organisation, "NOT {one}.is_withdrawn")
    return TurnEffect(
        **counts, changes=_joined(changes, _CHANGE), others=_summed(others), waiting=more
    )


def _compare(cursor: Cursor, organisation: str, record: Record, number: int, stands: str) -> None:
    """Temporary tables of the import's keys: current rows, and those that would be."""
    columns = quoted(["row_key", *(column.name for column in record.columns)])
    yielding = yielding_fields(cursor, organisation, record)
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE touched AS SELECT DISTINCT row_key"
        f' FROM "history_{record.name}" WHERE organisation = ? AND import_id = ?',
        [organisation, number],
    )
    cursor.execute(
        f'CREATE OR REPLACE TEMP TABLE is_now AS SELECT {columns} FROM "current_{record.name}"'
        " WHERE organisation = ? AND row_key IN (SELECT row_key FROM touched)",
        [organisation],
    )
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE would_be AS SELECT {columns} FROM"
        f" ({fold(record, 'SELECT row_key FROM touched', yielding, counted=stands)})",
        [organisation] * 3,
    )


def _same(record: Record) -> str:
    return " AND ".join(
        f'o."{column.name}" IS NOT DISTINCT FROM n."{column.name}"' for column in record.columns
    )


def _counted(cursor: Cursor, record: Record) -> dict[str, int]:
    found = cursor.execute(
        f"""SELECT count(*) FILTER (WHERE n.row_key IS NULL),
            count(*) FILTER (WHERE o.row_key IS NULL),
            count(*) FILTER (WHERE o.row_key = n.row_key AND NOT ({_same(record)})),
            count(*) FILTER (WHERE o.row_key = n.row_key AND {_same(record)})
        FROM is_now AS o FULL JOIN would_be AS n ON n.row_key = o.row_key"""
    ).fetchone()
    assert found is not None
    return dict(zip(("removed", "added", "changed", "kept"), map(int, found), strict=True))


_CHANGE = ("record", "row_key", "field", "old", "new")
_OTHER = ("import_id", "file_name", "person", "row_count")


def _changes(cursor: Cursor, record: Record) -> pd.DataFrame:
    """Old and new value of every column that would differ, of the first rows that would."""
    names = [column.name for column in record.columns]
    where = (
        "FROM is_now AS o JOIN would_be AS n ON n.row_key = o.row_key"
        f" WHERE NOT ({_same(record)}) ORDER BY o.row_key LIMIT {MOST_CHANGES}"
    )
    before, after = (
        frame_of(
            cursor, f'SELECT {quoted(["row_key", *names], f"{side}.")} {where}', (),
            dtypes_of(record),
        )
        for side in ("o", "n")
    )  # fmt: skip
    found = []
    for name in names:
        old, new = before[name], after[name]
        differs = ~((old == new).fillna(False).astype(bool) | (old.isna() & new.isna()))
        found.append(
            pd.DataFrame(
                {
                    "record": record.name,
                    "row_key": before["row_key"][differs],
                    "field": name,
                    "old": old[differs].astype(object),
                    "new": new[differs].astype(object),
                }
            )
        )
    return _joined(found, _CHANGE)


def _others(cursor: Cursor, organisation: str, record: Record, number: int) -> pd.DataFrame:
    return frame_of(
        cursor,
        f"""SELECT i.import_id, i.file_name, i.person, count(DISTINCT h.row_key) AS row_count
        FROM "history_{record.name}" AS h JOIN "import" AS i
            ON i.organisation = h.organisation AND i.import_id = h.import_id
        WHERE h.organisation = ? AND NOT i.is_withdrawn AND i.import_id <> ?
            AND h.row_key IN (SELECT row_key FROM touched)
        GROUP BY i.import_id, i.file_name, i.person""",
        [organisation, number],
    )


def _summed(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """The other imports over all records, newest first."""
    every = _joined(frames, _OTHER)
    if every.empty:
        return every
    one = every.groupby("import_id", as_index=False).agg(
        {"file_name": "first", "person": "first", "row_count": "sum"}
    )
    return one.sort_values("import_id", ascending=False, ignore_index=True)


def _joined(frames: list[pd.DataFrame], columns: tuple[str, ...]) -> pd.DataFrame:
    full = [one for one in frames if len(one)]
    if not full:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in columns})
    return pd.concat(full, ignore_index=True)
