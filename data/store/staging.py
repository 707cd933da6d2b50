"""Rows too many to hold, made ready in a database file of their own.

The store is then held for the copy alone. Written piece by piece by whoever reads a large file, put
in order once all are there, and copied by the commit.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import duckdb
import pandas as pd
import pyarrow as pa

from data.records import RECORDS
from data.store.change import ChangeTable, StagedRows, history_rows
from data.store.engine import Cursor
from data.store.errors import plain
from data.store.frames import dtypes_of, frame_of
from data.store.schema import quoted

MEMORY = "200MB"
COPY_MEMORY = "400MB"
"""What the store's engine may hold while staged rows are copied: more would not make it faster."""
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Settled:
    """Rows that gave way to another of the same key.

    `repeated`: one row a row that says word for word what an earlier one says: row_number, raws.
    `beaten`: one row a row that another one outlasts: row_number, winner (its row number), raws.
    Both hold the first of them only; the counts are of all.
    """

    repeated: pd.DataFrame
    repeated_count: int
    beaten: pd.DataFrame
    beaten_count: int


class Staging:
    """Rows of one record on their way into a store; a context manager that clears up behind it."""

    def __init__(self, record: str) -> None:
        self._record = RECORDS[record]
        self._columns: list[str] = []
        self._folder = tempfile.TemporaryDirectory(prefix="drillboard-")
        self.path = Path(self._folder.name) / "staged.duckdb"
        self._connection: Cursor | None = None

    def __enter__(self) -> Staging:
        self._connection = duckdb.connect(
            str(self.path),
            config={
                "memory_limit": MEMORY,
                "threads": "2",
                "temp_directory": f"{self.path}.tmp",
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            },
        )
        with self._cursor() as cursor:
            cursor.execute("SET TimeZone='UTC'")
            own = ", ".join(f'"{one.name}" {one.sql_type}' for one in self._record.columns)
            cursor.execute(
                f"CREATE TABLE line (row_number BIGINT, row_key VARCHAR, {own}, raws VARCHAR,"
                " said UBIGINT)"
            )
            cursor.execute(
                "CREATE TABLE rejected"
                " (row_number BIGINT, raws VARCHAR, why VARCHAR, row_key VARCHAR)"
            )
            # It is written once and read twice: packing it would cost more than it saves.
            cursor.execute("SET force_compression='uncompressed'")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()
        self._folder.cleanup()

    def close(self) -> None:
        """Let go of the file, so that the store can read it."""
        if self._connection is not None:
            with suppress(duckdb.Error):
                self._connection.close()
            self._connection = None

    def add(
        self, frame: pd.DataFrame, columns: Sequence[str], rejected: pd.DataFrame,
        rejected_keys: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """The next rows: those to be loaded as `ChangeTable.frame` has them, of which `columns` are
        the record's own, and those to be kept as rejected (row_number, raws, why), with their keys
        as far as they can be told."""
        self._columns = list(columns)
        said = pd.util.hash_pandas_object(frame[["row_key", *self._columns]], index=False)
        typed = history_rows(ChangeTable(self._record.name, frame), 0)
        names = [*(name for name, _ in _line_columns(self._record.name)), "raws"]
        rows = typed.select(names).append_column("said", pa.array(said.to_numpy()))
        with self._cursor() as cursor:
            _insert(cursor, "line", rows)
            if len(rejected):
                keys: list[str | None] = [*rejected_keys] or [None] * len(rejected)
                kept = {
                    "row_number": pa.array(rejected["row_number"], pa.int64()),
                    "raws": pa.array(rejected["raws"], pa.string()),
                    "why": pa.array(rejected["why"], pa.string()),
                    "row_key": pa.array(keys, pa.string()),
                }
                _insert(cursor, "rejected", pa.table(kept))

    def settle(self, why: str, most: int) -> Settled:
        """One row a key: the later counts, and one that repeats an earlier one is none.

        `why` is kept with a row that gives way; {row} in it is the number of the one that counts.
        At most `most` of each kind are given back.
        """
        with self._cursor() as cursor:
            cursor.execute(
                """CREATE TEMP TABLE beside AS
                WITH twice AS (
                    SELECT row_key FROM line GROUP BY row_key HAVING count(*) > 1
                ), numbered AS (
                    SELECT row_number, row_key, raws,
                        row_number() OVER (PARTITION BY row_key, raws ORDER BY row_number) > 1
                            AS is_repeat
                    FROM line WHERE row_key IN (SELECT row_key FROM twice)
                )
                SELECT row_number, row_key, raws, is_repeat, max(row_number) FILTER (NOT is_repeat)
                    OVER (PARTITION BY row_key) AS winner
                FROM numbered"""
            )
            cursor.execute("DELETE FROM beside WHERE NOT is_repeat AND row_number = winner")
            cursor.execute(
                """INSERT INTO rejected
                SELECT row_number, raws, replace(?, '{row}', CAST(winner AS VARCHAR)), row_key
                FROM beside WHERE NOT is_repeat ORDER BY row_number""",
                [why],
            )
            cursor.execute("DELETE FROM line WHERE row_number IN (SELECT row_number FROM beside)")
            parts = []
            for condition in ("is_repeat", "NOT is_repeat"):
                found = f"FROM beside WHERE {condition}"
                shown = frame_of(
                    cursor,
                    f"SELECT row_number, winner, raws {found} ORDER BY row_number LIMIT {most:d}",
                )
                parts.append((shown, _one(cursor, f"SELECT count(*) {found}")))
            cursor.execute("DROP TABLE beside")
        (repeated, repeats), (beaten, losses) = parts
        return Settled(repeated, repeats, beaten, losses)

    def finished(self) -> StagedRows:
        """The rows as a change takes them; nothing can be added after it."""
        with self._cursor() as cursor:
            count = _one(cursor, "SELECT count(*) FROM line")
            rejected = _one(cursor, "SELECT count(*) FROM rejected")
            said = _one(cursor, "SELECT CAST(coalesce(sum(said), 0) % 18446744073709551616"
                        " AS UBIGINT) FROM line")  # fmt: skip
            cursor.execute("CHECKPOINT")
        self.close()
        return StagedRows(
            self.path, self._record.name, tuple(self._columns), count, rejected, str(said)
        )

    @contextmanager
    def _cursor(self) -> Iterator[Cursor]:
        assert self._connection is not None, "used outside its context, or after it was finished"
        try:
            yield self._connection
        except duckdb.Error as error:
            raise plain(error, "The spare file of this import", self.path) from error


@contextmanager
def attached(cursor: Cursor, staged: Sequence[StagedRows]) -> Iterator[dict[Path, str]]:
    """Path → the name under which a cursor of the same engine sees each staged file."""
    names: dict[Path, str] = {}
    usual = cursor.execute("SELECT current_setting('memory_limit')").fetchone()
    try:
        cursor.execute(f"SET memory_limit='{COPY_MEMORY}'")
        for one in staged:
            name = f"staged_{next(_numbers)}"
            cursor.execute(f"ATTACH '{str(one.path).replace(chr(39), chr(39) * 2)}' AS {name}"
                           " (READ_ONLY)")  # fmt: skip
            names[one.path] = name
        yield names
    finally:
        for name in names.values():
            with suppress(duckdb.Error):
                cursor.execute(f"DETACH {name}")
        with suppress(duckdb.Error):
            cursor.execute(f"SET memory_limit='{usual[0] if usual else MEMORY}'")


def copy_lines(
    cursor: Cursor, organisation: str, import_id: int, number: int, first: int, name: str,
    record: str,
) -> None:  # fmt: skip
    """Append staged rows to the history, in their order, from position `first` on."""
    names = [name for name, _ in _line_columns(record)]
    cursor.execute(
        f'INSERT INTO "history_{record}" (organisation, import_id, table_number, position,'
        f" is_withdrawal, {quoted(names)}, raws)"
        " SELECT ?, ?, ?, row_number() OVER () - 1 + ?, false,"
        f" {quoted(names)}, raws FROM {name}.main.line",
        [organisation, import_id, number, first],
    )


def copy_rejected(
    cursor: Cursor, organisation: str, import_id: int, number: int, name: str
) -> None:
    """Keep staged rejected rows, in the order of the file."""
    cursor.execute(
        "INSERT INTO rejected_row (organisation, import_id, table_number, rejected_number,"
        " row_number, raws, why, row_key)"
        " SELECT ?, ?, ?, row_number() OVER (ORDER BY row_number), row_number, raws, why, row_key"
        f" FROM {name}.main.rejected",
        [organisation, import_id, number],
    )


def overlap(cursor: Cursor, organisation: str, staged: StagedRows, name: str) -> tuple[int, int]:
    """How many staged rows have a current row of their key, and how many of those differ."""
    found = cursor.execute(
        f"SELECT count(*), count(*) FILTER ({_differs(staged)}) {_beside(staged, name)}",
        [organisation],
    ).fetchone()
    return (int(found[0]), int(found[1])) if found else (0, 0)


def differing(
    cursor: Cursor, organisation: str, staged: StagedRows, name: str, first: int, count: int
) -> pd.DataFrame:
    """Some of the staged rows that differ from the current row of their key."""
    columns = quoted(["row_key", *staged.columns], "s.")
    return frame_of(
        cursor,
        f"SELECT {columns} {_beside(staged, name)} AND ({_differs(staged)})"
        f" ORDER BY s.row_number LIMIT {count:d} OFFSET {first:d}",
        [organisation],
        dtypes_of(RECORDS[staged.record]),
    )


def _beside(staged: StagedRows, name: str) -> str:
    return (
        f'FROM {name}.main.line AS s JOIN "current_{staged.record}" AS c'
        " ON c.row_key = s.row_key WHERE c.organisation = ?"
    )


def _differs(staged: StagedRows) -> str:
    return " OR ".join(f's."{one}" IS DISTINCT FROM c."{one}"' for one in staged.columns)


def _line_columns(record: str) -> list[tuple[str, str]]:
    own = [(column.name, column.sql_type) for column in RECORDS[record].columns]
    return [("row_number", "BIGINT"), ("row_key", "VARCHAR"), *own]


def _insert(cursor: Cursor, table: str, rows: pa.Table) -> None:
    cursor.register("incoming", rows)
    try:
        names = quoted(rows.column_names)
        cursor.execute(f'INSERT INTO "{table}" ({names}) SELECT {names} FROM incoming')
    finally:
        cursor.unregister("incoming")


def _one(cursor: Cursor, statement: str) -> int:
    found = cursor.execute(statement).fetchone()
    return int(found[0]) if found else 0
