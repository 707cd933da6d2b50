"""The store as its callers know it."""

from __future__ import annotations

import datetime as dt
import shutil
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from data.fields import Record
from data.records import RECORDS
from data.store import backup as copies
from data.store import before, current, history, imports, staging, verification, waiting
from data.store import lineage as origins
from data.store.address import parse
from data.store.change import Change, StagedRows
from data.store.engine import (
    PATIENCE_SECONDS,
    SMALL_ROWS,
    Cursor,
    Engine,
    Signature,
    engine_of,
    forget,
)
from data.store.errors import DiskFull, NotAStore, StoreDamaged, StoreError
from data.store.joining import Joins, joined_last_said, joined_rows, joins_of
from data.store.prepared import Prepared
from data.store.schema import is_up_to_date, kept_organisations, migrate
from data.store.turning import TurnEffect, turn_effect
from data.store.verification import Finding

T = TypeVar("T")

ORGANISATION = "SayPro"
_ROOM_BYTES = 20_000_000


class Store:
    """Rows kept with their whole history. Made by `open_store`; any thread may use it.

    Frames it returns are shared between callers: read them, do not write into them. Every method
    raises StoreError (StoreBusy, StoreDamaged, DiskFull, NotAStore …) with one line for a person.
    """

    def __init__(self, engine: Engine, organisation: str, patience: float) -> None:
        self._engine = engine
        self.organisation = organisation
        self._patience = patience
        self._lock = threading.Lock()
        self._version: tuple[Signature, int] | None = None
        self._frames: dict[str, tuple[tuple[int, Joins], pd.DataFrame]] = {}
        self._joined: tuple[int, Joins] | None = None

    @property
    def address(self) -> str:
        """Where it is, as a person may read it: without passwords."""
        return self._engine.address.shown

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep an embedded file open over several uses, so that it is opened once for all of them.

        Other processes wait meanwhile: not for the time a person thinks.
        """
        with self._engine.cursor(self._patience):
            yield

    # --- reading -------------------------------------------------------------------------------

    def version(self) -> int:
        """Raised by every commit, undo and redo.

        An embedded file is opened to ask only when its size or time, or its log's, has changed.
        """
        seen = self._engine.signature()  # before the question: a later change is seen next time
        known = self._version
        if seen is not None and known is not None and known[0] == seen:
            return known[1]
        answer = self._read(lambda cursor: current.version(cursor, self.organisation))
        if seen is not None:
            self._version = (seen, answer)
        return answer

    def tables(
        self,
        drills: Collection[str] | None = None,
        quarter_window: tuple[dt.date, dt.date] | None = None,
    ) -> dict[str, pd.DataFrame]:
        """All current rows, all of one moment: a frame a record, and `log_instants` and `hold`.

        Log lines never leave the database: instead of `log` come the two reduced tables. `drills`
        cuts the tables keyed by drill (results, tasks, messages, …, the two of the log) to those
        drills; the rest stays whole, as it reaches over drills. `quarter_window` does the same for
        the drills with an instant or planned day from its first to its last day.
        """
        if drills is None and quarter_window is None:
            return self._whole_tables()

        def read(cursor: Cursor) -> dict[str, pd.DataFrame]:
            joins = self._joins(cursor)
            chosen = set(drills) if drills is not None else None
            if quarter_window is not None:
                within = current.drills_within(cursor, self.organisation, *quarter_window)
                known = joins.named.get("drill", {})
                within = [known.get(one, one) for one in within]
                chosen = set(within) if chosen is None else chosen & set(within)
            return {name: self._table(cursor, name, chosen, joins) for name in _table_names()}

        return self._read(read)

    def tables_without(self, import_ids: Collection[int]) -> dict[str, pd.DataFrame]:
        """All tables as they would stand without these imports, in the shape of `tables`."""
        standing = self._whole_tables()
        changed = self._read(
            lambda cursor: before.tables_without(
                cursor, self.organisation, import_ids, self._joins(cursor)
            )
        )
        return {name: changed.get(name, frame) for name, frame in standing.items()}

    def rows(
        self,
        record: str,
        limit: int | None = None,
        *,
        row_keys: Iterable[str] | None = None,
        drills: Collection[str] | None = None,
        moments: Collection[dt.datetime] | None = None,
    ) -> pd.DataFrame:
        """Current rows of any record, log too, in the order of their keys.

        `moments` cuts log lines to those of these instants.

        Names are joined by the aliases that stand now (`data.store.joining`), here and wherever the
        store gives rows, names, keys and origins.
        """
        kind = _record(record)
        keys = None if row_keys is None else list(row_keys)
        return self._read(
            lambda cursor: joined_rows(
                cursor, self.organisation, kind, self._joins(cursor),
                drills=drills, keys=keys, moments=moments, limit=limit,
            )
        )  # fmt: skip

    def count(self, record: str) -> int:
        """How many current rows a record has."""
        kind = _record(record)
        return self._read(lambda cursor: current.count(cursor, self.organisation, kind))

    def names(self, kind: str) -> list[str]:
        """All names of a kind of field (system, drill, name) or of one field (team, owner)."""
        return self._read(lambda cursor: self._names(cursor, kind))

    def last_said(self, record: str, row_keys: Iterable[str]) -> pd.DataFrame:
        """What files last said of these keys, people's edits left out; keys no file knew lack."""
        kind = _record(record)
        keys = list(row_keys)
        return self._read(
            lambda cursor: joined_last_said(
                cursor, self.organisation, kind, self._joins(cursor), keys
            )
        )

    def lineage(
        self, record: str, row_keys: Collection[str], fields: Collection[str] | None = None
    ) -> pd.DataFrame:
        """One row a (row_key, field): value, import_id, source, person, imported_at, file, sheet,
        cell, raw, reading, heading. See `data.store.lineage.lineage`."""
        kind = _record(record)
        return self._read(
            lambda cursor: origins.lineage(
                cursor, self.organisation, kind, row_keys, fields, self._joins(cursor)
            )
        )

    def stated_keys(self, record: str, row_keys: Iterable[str]) -> list[str]:
        """The keys, and those of rows under other names that count as them."""
        keys = list(row_keys)
        return self._read(lambda cursor: self._joins(cursor).stated(_record(record).name, keys))

    # --- imports -------------------------------------------------------------------------------

    def commit(self, change: Change) -> int:
        """Keep a change as a whole; the id of its import.

        The same bytes read the same way (and not withdrawn) change nothing: their import's id.
        Raises StoreMoved when the plan was made on another version, ValueError when the change
        itself is wrong.
        """
        prepared = Prepared(change)
        self._make_sure_of_room(2 * (prepared.size or 0))
        try:
            if not prepared.staged:
                return self._commit(prepared, {})
            with self._engine.cursor(self._patience) as outer:
                with staging.attached(outer, prepared.staged) as names:
                    return self._commit(prepared, names)
        except history.NothingNew as known:
            return known.import_id

    def withdraw(
        self, import_id: int, at: dt.datetime | None = None, person: str | None = None
    ) -> None:
        """Undo an import: the rest of the history stands as if it had not been. Twice is once."""
        self._turn(import_id, True, at, person)

    def reinstate(
        self, import_id: int, at: dt.datetime | None = None, person: str | None = None
    ) -> None:
        """Redo: put a withdrawn import back in its old place. Twice is once."""
        self._turn(import_id, False, at, person)

    def imports(self) -> pd.DataFrame:
        """One row an import, oldest first."""
        return self._read(lambda cursor: imports.imports(cursor, self.organisation))

    def import_detail(self, import_id: int) -> dict[str, Any]:
        """Everything kept about one import. Raises NoSuchImport."""
        return self._read(
            lambda cursor: imports.import_detail(cursor, self.organisation, int(import_id))
        )

    def listing(self) -> pd.DataFrame:
        """One row an import, newest first, with its counts: see `data.store.imports.listing`."""
        return self._read(lambda cursor: imports.listing(cursor, self.organisation))

    def turn_effect(self, import_id: int) -> TurnEffect:
        """What undoing an import, or redoing a withdrawn one, would do. Raises NoSuchImport."""

        def read(cursor: Cursor) -> TurnEffect:
            records = imports.records_of(cursor, self.organisation, int(import_id))
            return turn_effect(cursor, self.organisation, int(import_id), records)

        return self._read(read)

    def rejected(
        self,
        import_id: int | None = None,
        *,
        table_number: int | None = None,
        limit: int | None = None,
    ) -> pd.DataFrame:
        """Rejected rows that wait to be mended; of one import: all of its.

        Of one table of an import: those that wait, the first `limit`.
        """
        which = None if import_id is None else int(import_id)
        return self._read(
            lambda cursor: waiting.rejected(cursor, self.organisation, which, table_number, limit)
        )

    def waiting_tables(self) -> pd.DataFrame:
        """Where rejected rows wait: one row a table, see `data.store.waiting.waiting_tables`."""
        return self._read(lambda cursor: waiting.waiting_tables(cursor, self.organisation))

    def superseded(
        self,
        record: str,
        *,
        file_name: str,
        sha256: str,
        loaded: Iterable[str],
        rejected_keys: Iterable[str],
        fields: Collection[str],
    ) -> list[waiting.Number]:
        """Rejected rows that need not wait once a file with these rows is loaded, as
        `Change.mended` names them: see `data.store.waiting.superseded`."""
        kind = _record(record)
        return self._read(
            lambda cursor: waiting.superseded(
                cursor,
                self.organisation,
                kind,
                file_name=file_name,
                sha256=sha256,
                loaded=loaded,
                rejected_keys=rejected_keys,
                fields=fields,
            )
        )

    def original(self, import_id: int) -> tuple[str, bytes]:
        """Name and bytes of the file an import came from. Raises NoSuchImport, StoreDamaged."""
        return self._read(
            lambda cursor: imports.original(cursor, self.organisation, int(import_id))
        )

    def find_import(self, sha256: str, fingerprint: str | None) -> int | None:
        """The import of the same bytes read the same way that is not withdrawn."""
        return self._read(
            lambda cursor: history.find_import(cursor, self.organisation, sha256, fingerprint)
        )

    def files_of_drills(self, drills: Collection[str]) -> dict[str, set[str]]:
        """Each of these drills → the names of the files, not undone, that gave current rows."""
        return self._read(lambda cursor: imports.files_of(cursor, self.organisation, drills))

    def earlier_imports(self, record: str, row_keys: Iterable[str]) -> pd.DataFrame:
        """Imports of files with rows of the record, newest first: import_id, file_name, key_count,
        shared_count (keys among those given)."""
        kind = _record(record)
        keys = list(row_keys)
        return self._read(
            lambda cursor: imports.earlier(
                cursor, self.organisation, kind, self._joins(cursor).stated(kind.name, keys)
            )
        )

    def import_keys(self, import_id: int, record: str) -> list[str]:
        """Keys an import has rows of and that are still current, in its order."""
        kind = _record(record)

        def read(cursor: Cursor) -> list[str]:
            joins = self._joins(cursor)
            found = imports.keys_of(cursor, self.organisation, kind, int(import_id))
            return list(dict.fromkeys(joins.key(kind.name, one) for one in found))

        return self._read(read)

    def overlap(self, staged: StagedRows) -> tuple[int, int]:
        """How many staged rows have a current row of their key, and how many of those differ."""
        with self._beside(staged) as (cursor, name):
            return staging.overlap(cursor, self.organisation, staged, name)

    def differing(self, staged: StagedRows, first: int, count: int) -> pd.DataFrame:
        """`count` of the staged rows that differ from the current row of their key, from `first`
        on: row_key and the columns they give."""
        with self._beside(staged) as (cursor, name):
            return staging.differing(cursor, self.organisation, staged, name, first, count)

    # --- safekeeping ---------------------------------------------------------------------------

    def backup(self, path: str | Path) -> None:
        """A consistent, verified copy in one file, while others go on."""
        copies.backup(self._engine, Path(path), _make_sure)

    def verify(self) -> list[Finding]:
        """What is not as it must be; empty when the store is whole. Reads everything once."""
        try:
            return self._read(lambda cursor: verification.findings(cursor, self.organisation))
        except StoreDamaged as error:
            return [Finding("file", self.address, str(error))]

    def close(self) -> None:
        """Let go of a shared engine; an embedded file is held by nobody between uses anyway."""
        self._engine.close()

    # --- inside --------------------------------------------------------------------------------

    def _commit(self, prepared: Prepared, staged: dict[Path, str]) -> int:
        return self._write(
            lambda cursor: history.commit(cursor, self.organisation, prepared, staged),
            is_small=not staged and prepared.row_count <= SMALL_ROWS,
        )

    def _whole_tables(self) -> dict[str, pd.DataFrame]:
        """Only records written since the last time are read again."""
        with self._lock, self._engine.snapshot(self._patience) as cursor:
            versions = current.record_versions(cursor, self.organisation)
            joins = self._joins(cursor)
            for name in _table_names():
                version = versions[current.LOG if name in current.REDUCED else name]
                known = self._frames.get(name)
                if known is None or known[0] != (version, joins):
                    frame = self._table(cursor, name, None, joins)
                    self._frames[name] = ((version, joins), frame)
            return {name: frame for name, (_, frame) in self._frames.items()}

    def _table(
        self, cursor: Cursor, name: str, drills: set[str] | None, joins: Joins
    ) -> pd.DataFrame:
        if name in current.REDUCED:
            return current.reduced(cursor, self.organisation, name, drills, named=joins.of_the_log)
        cut = drills if name in current.CUT_BY_DRILL else None
        return joined_rows(cursor, self.organisation, RECORDS[name], joins, drills=cut)

    def _joins(self, cursor: Cursor) -> Joins:
        """What the aliases join at the version the cursor sees; worked out once a version."""
        version = current.version(cursor, self.organisation)
        known = self._joined
        if known is None or known[0] != version:
            known = self._joined = (version, joins_of(cursor, self.organisation))
        return known[1]

    def _names(self, cursor: Cursor, kind: str) -> list[str]:
        """Stored names of a kind, those that count as another left out for it."""
        found = current.names(cursor, self.organisation, kind)
        joins = self._joins(cursor)
        known = joins.named.get(kind, {})
        if kind == "name":
            known = {**joins.named.get("team", {}), **joins.named.get("owner", {})}
        return sorted({known.get(one, one) for one in found})

    def _turn(
        self, import_id: int, is_withdrawal: bool, at: dt.datetime | None, person: str | None
    ) -> None:
        when = at or dt.datetime.now(dt.UTC)
        try:
            self._write(
                lambda cursor: history.turn(
                    cursor, self.organisation, int(import_id), is_withdrawal, when, person
                )
            )
        except history.NothingNew:
            return

    def _read(self, work: Callable[[Cursor], T]) -> T:
        with self._engine.snapshot(self._patience) as cursor:
            return work(cursor)

    def _write(self, work: Callable[[Cursor], T], *, is_small: bool = False) -> T:
        return self._engine.transact(work, self._patience, is_small=is_small)

    @contextmanager
    def _beside(self, staged: StagedRows) -> Iterator[tuple[Cursor, str]]:
        """A cursor, and the name under which it sees a staged file."""
        with self._engine.cursor(self._patience) as cursor:
            with staging.attached(cursor, [staged]) as names:
                yield cursor, names[staged.path]

    def _make_sure_of_room(self, wanted: int) -> None:
        file = self._engine.address.file
        if file is not None and shutil.disk_usage(file.parent).free < wanted + _ROOM_BYTES:
            raise DiskFull(f"The disk of {self.address} is nearly full. Nothing was changed.")


def open_store(
    url: str | Path, *, organisation: str = ORGANISATION, patience: float = PATIENCE_SECONDS
) -> Store:
    """The store at a path or URL, its tables made or brought up to date.

    `var/x.duckdb`, `ducklake:catalog.ducklake?data_path=…`, `ducklake:postgres:…?data_path=…`.
    `patience`: seconds to wait for another process. Raises StoreError: StoreBusy, StoreDamaged,
    NotAStore (somebody else's file, or one of a newer Drillboard).
    """
    engine = engine_of(parse(str(url)))
    try:
        with engine.cursor(patience):  # so that it is opened once for both
            with engine.snapshot() as cursor:
                is_ready = is_up_to_date(cursor, organisation)
            if not is_ready:
                engine.transact(lambda cursor: migrate(cursor, organisation))
    except NotAStore as error:
        shown = engine.address.shown
        text = str(error)
        raise NotAStore(text if text.startswith(shown) else f"{shown} {text}") from error
    return Store(engine, organisation, patience)


def restore(path: str | Path, url: str | Path) -> None:
    """Put a backup in the place of the store at `url`, once it is proved whole."""
    copies.restore(Path(path), parse(str(url)), _make_sure)


def _make_sure(path: Path) -> None:
    """Bring a copy up to date and verify it for every organisation. Raises StoreDamaged."""
    address = parse(str(path))
    try:
        found: list[Finding] = []
        engine = engine_of(address)
        with engine.snapshot() as cursor:
            organisations = kept_organisations(cursor)
        for organisation in organisations:
            found += open_store(path, organisation=organisation).verify()
        if found:
            first = found[0]
            raise StoreDamaged(f"The copy is not whole: {first.subject}: {first.message}.")
    finally:
        forget(address)


def _table_names() -> list[str]:
    return [name for name in RECORDS if name != current.LOG] + list(current.REDUCED)


def _record(name: str) -> Record:
    try:
        return RECORDS[name]
    except KeyError:
        raise StoreError(f"There is no kind of record “{name}”.") from None
