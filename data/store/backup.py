"""A consistent copy while the dashboard runs, and putting it back."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import duckdb

from data.store.address import Address
from data.store.engine import Cursor, Engine, engine_of
from data.store.errors import StoreDamaged, StoreError
from data.store.schema import all_tables, quoted

_numbers = itertools.count(1)

# Makes a store of the file up to date, raises when it is not whole; gives back nothing.
Check = Callable[[Path], None]


def backup(engine: Engine, path: Path, check: Check) -> None:
    """A copy of the whole store in one database file at `path`, whole or not at all.

    Others may read and write meanwhile; the copy is the state of one moment. It is read back and
    verified before it gets its name; a file already there is replaced only then.
    """
    path = path.expanduser().resolve()
    if path == engine.address.file:
        raise StoreError(f"{path.name} is the store itself; give the backup another name.")
    path.parent.mkdir(parents=True, exist_ok=True)
    spare = path.with_name(f"{path.name}.part-{os.getpid()}-{next(_numbers)}")
    try:
        _copy_out(engine, spare)
        check(spare)
        _flush(spare)
        spare.replace(path)
        _flush(path.parent)
    finally:
        _remove(spare)


def _copy_out(engine: Engine, spare: Path) -> None:
    name = f"spare_{next(_numbers)}"
    with engine.cursor() as cursor:
        cursor.execute(f"ATTACH '{_text(spare)}' AS {name}")
        try:
            cursor.execute(f"COPY FROM DATABASE store TO {name}")
        finally:
            with suppress(duckdb.Error):
                cursor.execute(f"DETACH {name}")


def restore(path: Path, address: Address, check: Check) -> None:
    """Put a backup in the place of the store at `address`.

    The backup is copied, brought up to date and verified first; what was there stays aside until
    the new one stands. The version rises, so nobody keeps showing the old figures.
    """
    path = path.expanduser().resolve()
    if not path.is_file():
        raise StoreError(f"There is no backup {path.name}.")
    if path == address.file:
        raise StoreError(f"{path.name} is the store itself.")
    beside = address.file or Path(dict(address.options).get("DATA_PATH", "."))
    beside.parent.mkdir(parents=True, exist_ok=True)
    spare = beside.with_name(f"{beside.name}.restoring-{os.getpid()}-{next(_numbers)}")
    try:
        shutil.copyfile(path, spare)
        check(spare)
        if address.is_embedded:
            _swap(spare, address)
        else:
            _pour(spare, engine_of(address))
    finally:
        _remove(spare)


def _swap(spare: Path, address: Address) -> None:
    assert address.file is not None
    file = address.file
    wal = file.with_name(file.name + ".wal")
    aside = [(one, one.with_name(one.name + ".before-restore")) for one in (file, wal)]
    engine = engine_of(address)
    with engine.alone() as opened:
        held = _hold(opened) if file.exists() else None
        try:
            versions = _versions(held) if held else {}
            with closing(duckdb.connect()) as connection:
                connection.execute(f"ATTACH '{_text(spare)}' AS store")
                connection.execute("USE store")
                _raise_versions(connection, versions)
                connection.execute("CHECKPOINT store")
            _flush(spare)
            if held and os.name == "nt":
                held.close()  # an open file cannot be moved there
            for one, other in aside:
                if one.exists():
                    one.replace(other)
            try:
                spare.replace(file)
            except OSError:
                for one, other in aside:
                    if other.exists():
                        other.replace(one)
                raise
            _flush(file)
            _flush(file.parent)
        finally:
            if held:
                held.close()
    with engine.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM guard").fetchone()
    for _, other in aside:
        other.unlink(missing_ok=True)


def _hold(opened: Callable[[], Cursor]) -> Cursor | None:
    """A connection that keeps other processes out; None when the file is too damaged to open."""
    try:
        held = opened()
    except StoreDamaged:
        return None
    try:
        held.execute("USE store")
        held.execute("CHECKPOINT store")
    except duckdb.Error:
        held.close()
        return None
    return held


def _versions(cursor: Cursor) -> dict[str, int]:
    try:
        found = cursor.execute("SELECT organisation, version FROM guard").fetchall()
    except duckdb.Error:
        return {}
    return {row[0]: row[1] for row in found}


def _raise_versions(cursor: Cursor, before: dict[str, int]) -> None:
    """Beyond what either store ever had."""
    for organisation, version in _versions(cursor).items():
        newer = [max(version, before.get(organisation, 0)) + 1, organisation]
        cursor.execute("UPDATE guard SET version = ? WHERE organisation = ?", newer)
        cursor.execute("UPDATE record_version SET version = ? WHERE organisation = ?", newer)


def _pour(spare: Path, engine: Engine) -> None:
    """The rows of a backup in the place of a shared store's, in one transaction."""
    name = f"spare_{next(_numbers)}"

    def work(cursor: Cursor) -> None:
        before = _versions(cursor)
        for table, columns in all_tables().items():
            names = quoted([column for column, _ in columns])
            cursor.execute(f'DELETE FROM "{table}"')
            cursor.execute(
                f'INSERT INTO "{table}" ({names}) SELECT {names} FROM {name}.main."{table}"'
            )
        _raise_versions(cursor, before)

    with engine.cursor() as cursor:
        cursor.execute(f"ATTACH '{_text(spare)}' AS {name} (READ_ONLY)")
        try:
            engine.transact(work)
        finally:
            with suppress(duckdb.Error):
                cursor.execute(f"DETACH {name}")


def _flush(path: Path) -> None:
    """To the disk itself; folders cannot be flushed everywhere."""
    flags = os.O_RDONLY if path.is_dir() or os.name != "nt" else os.O_RDWR
    try:
        descriptor = os.open(path, flags)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(spare: Path) -> None:
    for ending in ("", ".wal"):
        with suppress(OSError):
            spare.with_name(spare.name + ending).unlink(missing_ok=True)
    with suppress(OSError):
        shutil.rmtree(spare.with_name(spare.name + ".tmp"), ignore_errors=True)


def _text(path: Path) -> str:
    return str(path).replace("'", "''")
