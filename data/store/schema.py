"""The tables of a store: made on the first opening, brought up to date on every later one.

Portable SQL only, the same on the embedded file and on the shared engine: no keys, sequences or
constraints to lean on. Code upholds the keys, `verify` proves it. Every row names its organisation.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from data.fields import Record
from data.records import RECORDS
from data.store.engine import Cursor
from data.store.errors import NotAStore

FORMAT = 1  # raised when what is stored changes its meaning, not when a field is added
MADE_BY = "drillboard"

# table → its columns. `guard` is the row every commit must win: it numbers versions and imports.
FIXED: dict[str, tuple[tuple[str, str], ...]] = {
    "store_format": (
        ("made_by", "VARCHAR"),
        ("number", "BIGINT"),
        ("declaration", "VARCHAR"),
    ),
    "guard": (
        ("organisation", "VARCHAR"),
        ("version", "BIGINT"),
        ("last_import", "BIGINT"),
    ),
    "record_version": (
        ("organisation", "VARCHAR"),
        ("record", "VARCHAR"),
        ("version", "BIGINT"),
    ),
    "import": (
        ("organisation", "VARCHAR"),
        ("import_id", "BIGINT"),
        ("version", "BIGINT"),
        ("imported_at", "TIMESTAMPTZ"),
        ("source", "VARCHAR"),
        ("person", "VARCHAR"),
        ("file_name", "VARCHAR"),
        ("format", "VARCHAR"),
        ("sha256", "VARCHAR"),
        ("size_bytes", "BIGINT"),
        ("fingerprint", "VARCHAR"),
        ("options", "VARCHAR"),
        ("problems", "VARCHAR"),
        ("difference", "VARCHAR"),
        ("records", "VARCHAR"),
        ("row_count", "BIGINT"),
        ("withdrawal_count", "BIGINT"),
        ("rejected_count", "BIGINT"),
        ("problem_count", "BIGINT"),
        ("is_withdrawn", "BOOLEAN"),
    ),
    "import_table": (
        ("organisation", "VARCHAR"),
        ("import_id", "BIGINT"),
        ("table_number", "BIGINT"),
        ("sheet", "VARCHAR"),
        ("range", "VARCHAR"),
        ("record", "VARCHAR"),
        ("fields", "VARCHAR"),
        ("lineage", "VARCHAR"),
        ("ignored", "VARCHAR"),
        ("skipped", "VARCHAR"),
        ("counts", "VARCHAR"),
        ("row_count", "BIGINT"),
        ("is_withdrawal", "BOOLEAN"),
        ("yields", "VARCHAR"),  # fields in which any of its rows gives way to an edit
    ),
    # undo and redo, each with who and when
    "turn": (
        ("organisation", "VARCHAR"),
        ("import_id", "BIGINT"),
        ("version", "BIGINT"),
        ("turned_at", "TIMESTAMPTZ"),
        ("person", "VARCHAR"),
        ("is_withdrawal", "BOOLEAN"),
    ),
    "rejected_row": (
        ("organisation", "VARCHAR"),
        ("import_id", "BIGINT"),
        ("table_number", "BIGINT"),
        ("rejected_number", "BIGINT"),
        ("row_number", "BIGINT"),
        ("raws", "VARCHAR"),
        ("why", "VARCHAR"),
        ("row_key", "VARCHAR"),
    ),
    "mended_row": (
        ("organisation", "VARCHAR"),
        ("import_id", "BIGINT"),
        ("table_number", "BIGINT"),
        ("rejected_number", "BIGINT"),
        ("mended_by", "BIGINT"),
    ),
    "original_piece": (
        ("organisation", "VARCHAR"),
        ("sha256", "VARCHAR"),
        ("piece_number", "BIGINT"),
        ("content", "BLOB"),
    ),
}


def history_columns(record: Record) -> tuple[tuple[str, str], ...]:
    """Columns of `history_<record>`: what every table of the record ever said, row by row."""
    return (
        ("organisation", "VARCHAR"),
        ("import_id", "BIGINT"),
        ("table_number", "BIGINT"),
        ("position", "BIGINT"),
        ("row_number", "BIGINT"),
        ("row_key", "VARCHAR"),
        ("is_withdrawal", "BOOLEAN"),
        *((column.name, column.sql_type) for column in record.columns),
        ("raws", "VARCHAR"),
        ("yields", "VARCHAR"),  # fields in which it gives way to an edit
    )


def current_columns(record: Record) -> tuple[tuple[str, str], ...]:
    """Columns of `current_<record>`: the history folded, one row a key."""
    return (
        ("organisation", "VARCHAR"),
        ("row_key", "VARCHAR"),
        *((column.name, column.sql_type) for column in record.columns),
    )


def all_tables() -> dict[str, tuple[tuple[str, str], ...]]:
    """Every table of a store with its columns."""
    tables = dict(FIXED)
    for record in RECORDS.values():
        tables[f"history_{record.name}"] = history_columns(record)
        tables[f"current_{record.name}"] = current_columns(record)
    return tables


def quoted(names: Iterator[str] | list[str] | tuple[str, ...], prefix: str = "") -> str:
    """Names as SQL identifiers, joined by commas; `prefix` stands before each (`h.`)."""
    return ", ".join(f'{prefix}"{name}"' for name in names)


def declaration() -> str:
    """A fingerprint of all tables: another one means fields or records were added."""
    return hashlib.sha256(repr(sorted(all_tables().items())).encode()).hexdigest()


def kept_organisations(cursor: Cursor) -> list[str]:
    """The organisations a store has rows of. Raises NotAStore when it is none."""
    if "guard" not in _tables_there(cursor):
        raise NotAStore("is not a Drillboard database.")
    found = cursor.execute("SELECT organisation FROM guard ORDER BY organisation").fetchall()
    return [row[0] for row in found]


def is_up_to_date(cursor: Cursor, organisation: str) -> bool:
    """Whether there is nothing to make. Raises NotAStore for a stranger's or a newer store."""
    there = _tables_there(cursor)
    if not there:
        return False
    if "store_format" not in there:
        raise NotAStore("holds tables that are not Drillboard's; choose another file.")
    found = cursor.execute("SELECT made_by, number, declaration FROM store_format").fetchone()
    if found is None or found[0] != MADE_BY:
        raise NotAStore("is not a Drillboard database.")
    if found[1] > FORMAT:
        raise NotAStore("was made by a newer Drillboard; upgrade this one.")
    known = cursor.execute("SELECT 1 FROM guard WHERE organisation = ?", [organisation]).fetchone()
    return found[1:] == (FORMAT, declaration()) and known is not None


def migrate(cursor: Cursor, organisation: str) -> None:
    """Make what is missing: tables, columns of newly declared fields, the organisation's rows.

    Runs in the caller's transaction. The format's row is written first, so two processes that
    come at once conflict, and the second finds everything made.
    """
    there = _tables_there(cursor)
    tables = all_tables()
    if "store_format" not in there:
        cursor.execute(_create("store_format", tables["store_format"]))
        cursor.execute("INSERT INTO store_format VALUES (?, ?, '')", [MADE_BY, FORMAT])
    cursor.execute("UPDATE store_format SET number = ?, declaration = ?", [FORMAT, declaration()])
    for name, columns in tables.items():
        if name not in there:
            if name != "store_format":
                cursor.execute(_create(name, columns))
            continue
        for column, kind in columns:
            if column not in there[name]:
                cursor.execute(f'ALTER TABLE "{name}" ADD COLUMN "{column}" {kind}')
            elif there[name][column] != kind:
                raise NotAStore(f"holds another kind of {name}.{column} than this Drillboard.")
    cursor.execute(
        "INSERT INTO guard SELECT ?, 0, 0"
        " WHERE NOT EXISTS (SELECT 1 FROM guard WHERE organisation = ?)",
        [organisation, organisation],
    )
    for record in RECORDS:
        cursor.execute(
            "INSERT INTO record_version SELECT ?, ?, 0 WHERE NOT EXISTS"
            " (SELECT 1 FROM record_version WHERE organisation = ? AND record = ?)",
            [organisation, record, organisation, record],
        )


def _create(name: str, columns: tuple[tuple[str, str], ...]) -> str:
    return f'CREATE TABLE "{name}" (' + ", ".join(f'"{n}" {kind}' for n, kind in columns) + ")"


_SPELLING = {"TIMESTAMP WITH TIME ZONE": "TIMESTAMPTZ"}


def _tables_there(cursor: Cursor) -> dict[str, dict[str, str]]:
    found = cursor.execute(
        "SELECT table_name, column_name, data_type FROM information_schema.columns"
        " WHERE table_catalog = 'store' AND table_schema = 'main'"
    ).fetchall()
    tables: dict[str, dict[str, str]] = {}
    for table, column, kind in found:
        tables.setdefault(table, {})[column] = _SPELLING.get(kind, kind)
    return tables
