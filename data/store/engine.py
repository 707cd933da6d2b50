"""The engine under a store: opened only while somebody needs it, a cursor for every use.

An embedded file can be held by one process at a time, so it is leased: the first cursor opens it,
the last one to leave closes it, and whoever comes second waits. A store with its catalog on a
server is shared by nature and stays open.
"""

from __future__ import annotations

import importlib.util
import os
import random
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TypeVar

import duckdb

from data.store.address import Address
from data.store.errors import (
    StoreBusy,
    StoreError,
    busy,
    is_being_made,
    is_conflict,
    is_locked,
    is_lost,
    plain,
)

Cursor = duckdb.DuckDBPyConnection
T = TypeVar("T")

PATIENCE_SECONDS = 15.0
SMALL_ROWS = 122_880  # a row group of the engine, which one thread writes in any case
TRIES = 10
MEMORY = "DRILLBOARD_MEMORY"
MEMORY_DEFAULT = "2GB"
_THREADS = min(4, os.cpu_count() or 1)

Signature = tuple[tuple[int, int], ...]


class _Lease:
    """One open connection and how many cursors live on it."""

    def __init__(self, connection: Cursor) -> None:
        self.connection = connection
        self.users = 0


class Engine:
    """One store as this process sees it. Made by `engine_of`, never twice for one address."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._door = threading.RLock()
        self._emptied = threading.Condition(self._door)
        self._writing = threading.Lock()
        self._lease: _Lease | None = None

    @contextmanager
    def cursor(self, patience: float = PATIENCE_SECONDS) -> Iterator[Cursor]:
        """A cursor on the store, for one use by one thread.

        Raises StoreBusy when another process has the file for longer than `patience` seconds, and
        the other errors of `data.store.errors`; engine errors never leave, but for a conflict
        between transactions (`duckdb.TransactionException`), which `transact` retries.
        """
        lease = self._enter(patience)
        try:
            cursor = lease.connection.cursor()
            try:
                cursor.execute("USE store")
                yield cursor
            finally:
                with suppress(duckdb.Error):
                    cursor.close()
        except duckdb.Error as error:
            if is_conflict(error):
                raise
            if is_lost(error) or self.address.file is None:
                self._drop(lease)  # a shared engine's broken line is dialled again too
            raise plain(error, self.address.shown, self.address.file) from error
        finally:
            self._leave(lease)

    @contextmanager
    def snapshot(self, patience: float = PATIENCE_SECONDS) -> Iterator[Cursor]:
        """A cursor whose reads all see one and the same state."""
        with self.cursor(patience) as cursor:
            cursor.execute("BEGIN")
            try:
                yield cursor
            finally:
                with suppress(duckdb.Error):
                    cursor.execute("ROLLBACK")

    def transact(
        self, work: Callable[[Cursor], T], patience: float = PATIENCE_SECONDS, *,
        is_small: bool = False,
    ) -> T:  # fmt: skip
        """What `work` returns, once everything it wrote is kept.

        All or nothing; the whole of `work` runs again when another transaction came between, so it
        must leave nothing behind but rows. The first error is the one raised. `is_small`: it writes
        no more rows than one thread does soonest (`SMALL_ROWS`).
        """
        with self._writing:
            for attempt in range(1, TRIES + 1):
                try:
                    with self.cursor(patience) as cursor:
                        with self._one_thread(cursor) if is_small else nullcontext():
                            return _within_transaction(cursor, work)
                except duckdb.TransactionException as conflict:
                    if attempt == TRIES:
                        raise busy(self.address.shown, conflict) from conflict
                    _pause(attempt)
        raise AssertionError("unreachable")

    def signature(self) -> Signature | None:
        """Sizes and times of the database file and its write-ahead log; None without a file.

        A commit changes them, a read does not, and asking opens nothing.
        """
        file = self.address.file
        if file is None:
            return None
        seen = []
        for path in (file, file.with_name(file.name + ".wal")):
            try:
                stat = path.stat()
                seen.append((stat.st_size, stat.st_mtime_ns))
            except FileNotFoundError:
                seen.append((-1, -1))
        return tuple(seen)

    def close(self) -> None:
        """Let go of a store held open; the next use opens it again."""
        with self._door:
            if self._lease and not self._lease.users:
                self._shut(self._lease)

    @contextmanager
    def alone(self, patience: float = PATIENCE_SECONDS) -> Iterator[Callable[[], Cursor]]:
        """No cursor of this process on the store while it lasts.

        Gives a function that opens the file, which keeps other processes out; its caller closes.
        """
        deadline = time.monotonic() + patience
        with self._writing, self._door:
            while self._lease and self._lease.users:
                if time.monotonic() > deadline:
                    raise StoreBusy(f"{self.address.shown} is being read. Try again in a moment.")
                self._emptied.wait(0.1)
            if self._lease:
                self._shut(self._lease)
            yield lambda: self._open(deadline)

    @contextmanager
    def _one_thread(self, cursor: Cursor) -> Iterator[None]:
        """One thread for whatever runs meanwhile, unless somebody else of this process is here.

        Several share out the rows of an INSERT only to put them in order again: of 100,000 rows
        that takes half as long again, and keeps the other processors busy with it.
        """
        lease = self._lease
        if lease is None or lease.users > 1:
            yield
            return
        cursor.execute("SET GLOBAL threads = 1")
        try:
            yield
        finally:
            with suppress(duckdb.Error):
                cursor.execute(f"SET GLOBAL threads = {_THREADS}")

    # --- leases --------------------------------------------------------------------------------

    def _enter(self, patience: float) -> _Lease:
        deadline = time.monotonic() + patience
        with self._door:
            if self._lease is None:
                self._lease = _Lease(self._open(deadline))
            self._lease.users += 1
            return self._lease

    def _leave(self, lease: _Lease) -> None:
        with self._door:
            lease.users -= 1
            is_leased = self.address.file is not None
            if not lease.users and (is_leased or lease is not self._lease):
                self._shut(lease)
            self._emptied.notify_all()

    def _drop(self, lease: _Lease) -> None:
        with self._door:
            if self._lease is lease:
                self._lease = None

    def _shut(self, lease: _Lease) -> None:
        with suppress(duckdb.Error):
            lease.connection.close()
        if self._lease is lease:
            self._lease = None

    def _open(self, deadline: float) -> Cursor:
        attempt = 0
        while True:
            try:
                return connect(self.address)
            except duckdb.Error as error:
                attempt += 1
                may_wait = is_locked(error) or is_being_made(error)
                if not may_wait or time.monotonic() > deadline:
                    raise plain(error, self.address.shown, self.address.file) from error
            _pause(attempt, longest=0.4)


def connect(address: Address) -> Cursor:
    """A connection with the store attached. Raises duckdb.Error; StoreError: extension missing."""
    if address.file is not None:
        address.file.parent.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(config=_settings(address))
    try:
        connection.execute("SET GLOBAL TimeZone='UTC'")
        for name in address.extensions:
            connection.execute(f"LOAD '{_extension(name)}'")
        connection.execute(address.attachment)
    except BaseException:
        connection.close()
        raise
    return connection


def _settings(address: Address) -> dict[str, str | bool | int | float | list[str]]:
    scratch = address.scratch or Path(tempfile.gettempdir()) / f"drillboard-{os.getpid()}"
    return {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "memory_limit": os.environ.get(MEMORY, MEMORY_DEFAULT),
        "threads": str(_THREADS),
        "temp_directory": str(scratch),
    }


def _extension(name: str) -> Path:
    """The extension's file inside its pinned package: nothing is ever fetched."""
    package = importlib.util.find_spec(f"duckdb_extension_{name}")
    if package is None or package.origin is None:
        wanted = f"duckdb-extension-{name.replace('_', '-')}=={duckdb.__version__}"
        raise StoreError(f"This store needs a package that is not installed: {wanted}")
    folder = Path(package.origin).parent / "extensions" / f"v{duckdb.__version__}"
    return folder / f"{name}.duckdb_extension"


def _within_transaction(cursor: Cursor, work: Callable[[Cursor], T]) -> T:
    cursor.execute("BEGIN")
    try:
        result = work(cursor)
        cursor.execute("COMMIT")
    except BaseException:
        with suppress(duckdb.Error):  # after a failed COMMIT there is nothing to roll back
            cursor.execute("ROLLBACK")
        raise
    return result


def _pause(attempt: int, longest: float = 1.0) -> None:
    time.sleep(random.uniform(0.3, 1.0) * min(longest, 0.02 * 1.6**attempt))


_ENGINES: dict[tuple[str, str | None], Engine] = {}
_ENGINES_LOCK = threading.Lock()


def engine_of(address: Address) -> Engine:
    """The one engine of this process for an address."""
    schema = dict(address.options).get("METADATA_SCHEMA")
    with _ENGINES_LOCK:
        return _ENGINES.setdefault((address.target, schema), Engine(address))


def forget(address: Address) -> None:
    """Close an engine and drop it: its store is about to go."""
    with _ENGINES_LOCK:
        engine = _ENGINES.pop((address.target, dict(address.options).get("METADATA_SCHEMA")), None)
    if engine:
        engine.close()
