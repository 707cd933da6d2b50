"""The one door: read → match → parse → check → plan → commit, for files, edits, settings."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from data.fields import plain_name
from data.intake.around import RecordRows
from data.intake.betweentables import settle_between
from data.intake.committing import as_change
from data.intake.countedkeys import COUNTED_KEY, ask_whose
from data.intake.document import file_document
from data.intake.effects import edited_problems, settled_rows, waiting_count
from data.intake.facts import Known, Told
from data.intake.framing import keys_of
from data.intake.generic import is_generic
from data.intake.largelogs import LARGE_TEXTS, LargeLog, LargeTexts, large_log, read_large_log
from data.intake.learning import drill_facts
from data.intake.matching.headings import SKIP
from data.intake.matching.names import Names
from data.intake.memory import HEADING, LAYOUT, Memory
from data.intake.planning import Difference, difference, staged_difference
from data.intake.reading.book import Book, UnreadableFile
from data.intake.reading.early import EarlyReadings
from data.intake.reading.guarded import read_book
from data.intake.reading.pieces import is_large_text, read_pieces
from data.intake.remarks import without_a_day
from data.intake.renumbering import ask_about_renumbering
from data.intake.rereading import without_list
from data.intake.said import form_of
from data.intake.steps import unknown_steps
from data.intake.understanding import (
    LEANED_ON,
    BookReading,
    get_ready,
    said_in_all,
    understand,
)
from data.problems import Problem
from data.records import LOG, RECORDS
from data.store import Staging, Store, StoreMoved
from data.store.change import Change, Source
from data.store.packing import Packing
from data.store.waiting import Number
from wording.marked import ONLY_A_LIST, own_name

DEFAULT_ZONE = "Africa/Johannesburg"
TOO_MANY_ROWS = (
    "is too large: it has {rows:,} rows, and at most {most:,} of anything but a drill log can be "
    "loaded from one file; split it, or, if it is a log, name it with --as log"
)
MOVED = "The data changed meanwhile. What this would do now was worked out anew"
_PLANS = 5  # of one file, while others keep changing the store


@dataclass(frozen=True)
class ImportOptions:
    """What a person said of the files, and who said it."""

    drill: str | None = None
    zone: str | None = None
    day_first: bool | None = None
    mapping: Mapping[str, Any] | None = None
    record: str | None = None
    strict: bool = False
    kept_edits: frozenset[tuple[str, str, str]] = frozenset()  # record, row key, field
    withdraw_missing: bool = False
    source: Source = "file"
    person: str = "unknown"
    quarter: str | None = None
    decimal_comma: bool | None = None
    same_numbers: bool | None = None

    @property
    def told(self) -> Told:
        """The part of it that changes how a file is read."""
        return Told(
            self.drill, self.zone, self.day_first, self.record, self.mapping, self.quarter,
            is_typed=self.source == "person", decimal_comma=self.decimal_comma,
            same_numbers=self.same_numbers,
        )  # fmt: skip


@dataclass
class FileOutcome:
    """What became of one file: loaded, partly loaded, unchanged or refused."""

    name: str
    sha256: str
    status: str
    content: bytes = b""
    path: Path | None = None  # of a large text, whose bytes are not held
    packing: Packing | None = None  # its bytes, being compressed for the store meanwhile
    import_id: int | None = None
    message: str | None = None
    reading: BookReading | None = None
    differences: list[list[Difference]] = field(default_factory=list)  # a table, then a record
    problems: list[Problem] = field(default_factory=list)
    settled: list[Number] = field(default_factory=list)  # rejected rows it makes needless
    settled_count: int = 0  # of these, how many still wait

    @property
    def rejected(self) -> int:
        """How many rows wait to be mended."""
        return sum(one.rejected_count for one in self.outputs)

    @property
    def is_headings_alone(self) -> bool:
        """True when its tables have headings and not one row."""
        tables = self.reading.tables if self.reading else []
        return any(one.found.headings for one in tables) and not any(
            one.found.row_count for one in tables
        )

    @property
    def effects(self) -> list[tuple[RecordRows, Difference]]:
        """The rows of all tables, by record, with what they would change; none before the plan."""
        tables = self.reading.tables if self.reading and self.differences else []
        return [
            pair
            for table, found in zip(tables, self.differences, strict=True)
            for pair in zip(table.outputs, found, strict=True)
        ]

    @property
    def outputs(self) -> list[RecordRows]:
        """The rows of all tables, by record."""
        return (
            [one for table in self.reading.tables for one in table.outputs] if self.reading else []
        )


@dataclass
class Outcome:
    """What became of all files of one call."""

    files: list[FileOutcome]
    dry_run: bool

    @property
    def exit_code(self) -> int:
        """0 done, 1 done in part, 2 nothing done."""
        states = [one.status for one in self.files]
        if all(state == "refused" for state in states):
            return 2
        part = any(one.rejected or one.status in ("refused", "partly loaded") for one in self.files)
        return 1 if part else 0

    def document(self) -> dict[str, Any]:
        """The JSON document of commands.md."""
        return {
            "import_ids": [one.import_id for one in self.files if one.import_id is not None],
            "dry_run": self.dry_run,
            "files": [file_document(one) for one in self.files],
        }


def import_files(
    store: Store,
    files: Sequence[Path | tuple[str, bytes]],
    options: ImportOptions,
    *,
    now: dt.datetime,
    dry_run: bool = False,
    step: Callable[[str], None] = lambda _: None,
    books: Mapping[str, Book] | None = None,
    large: LargeTexts = LARGE_TEXTS,
    seen: Callable[[Book], None] = lambda _: None,
    agreed: int | None = None,
    early: EarlyReadings | None = None,
) -> Outcome:
    """Reads files and loads their valid rows, one import a file; with `dry_run` only shows.

    A file is a path, or a name with its bytes. `step` is told what is being done. `books` holds
    files read before by their hash: with other answers they are understood anew, not read. Files
    are read in an order in which names, systems and drills come before what leans on them, and
    loaded in it. A large text file that is a drill log is read in pieces, by the same rules;
    `large` says from when on. `seen` is given each file as soon as it is read, long before
    a large one is understood. A plan made on an older version than the store's is made again.
    `agreed` is the version whose plan a person agreed to: StoreMoved, and nothing is loaded, when
    the store has moved on since. `early` may be reading some of the files already.
    """
    outcomes: list[FileOutcome] = []
    version, known = store.version(), known_from(store)
    if early is not None and early.is_reading:  # while a file is read elsewhere, that takes no time
        get_ready()
    if agreed is not None and version != agreed:
        raise StoreMoved(MOVED)
    is_first = True
    with ExitStack() as spare:
        loaded: list[tuple[FileOutcome, Book | LargeLog | None]] = []
        for one in files:
            log = _load_large(one, options.told, known, large, step, spare)
            loaded.append(log or _load(one, step, books or {}, seen, early))
        books_read = [book for _, book in loaded if isinstance(book, Book)]
        _learn_all(books_read if len(files) > 1 else [], options, known)
        for outcome, book in loaded:
            outcomes.append(outcome)
            for attempt in range(1, _PLANS + 1):
                if book is None:
                    break
                try:
                    _one_file(store, outcome, book, options, now, dry_run, step, version, known)
                    break
                except StoreMoved:
                    if attempt == _PLANS or (agreed is not None and is_first):
                        raise
                    version, known = store.version(), known_from(store)
                    _learn_all(books_read if len(files) > 1 else [], options, known)
            if outcome.import_id is not None:
                version, is_first = version + 1, False
    return Outcome(outcomes, dry_run)


def _learn_all(books: Sequence[Book], options: ImportOptions, known: Known) -> None:
    """What one file says of drills and systems holds for all, in any order."""
    for book in books:
        understand(book, options.told, known, only=LEANED_ON)


def _one_file(
    store: Store, outcome: FileOutcome, book: Book | LargeLog, options: ImportOptions,
    now: dt.datetime, dry_run: bool, step: Callable[[str], None], version: int, known: Known,
) -> None:  # fmt: skip
    """One file understood, planned and loaded. Raises StoreMoved when its plan is too old."""
    step(f"understanding {outcome.name}")
    outcome.status, outcome.message = "loaded", None
    with ExitStack() as staged:
        if outcome.content and options.source != "person" and not dry_run:
            outcome.packing = Packing(outcome.content)
            staged.callback(_let_go, outcome)
        reading = _understood(outcome, book, options.told, known, staged)
        if reading is None:
            return
        outcome.reading = reading
        if options.source != "person":  # who types a number has the row before them
            ask_whose(store, reading.tables)
            ask_about_renumbering(store, reading.tables)
            settle_between(reading.tables)
        reading.problems += without_a_day(reading.tables, known, lambda: _dated_drills(store))
        reading.problems += unknown_steps(
            reading.tables, lambda drills: store.rows("task", drills=drills)
        )
        outcome.problems = [
            *reading.problems,
            *(p for table in reading.tables for p in table.problems),
            *(p for one in outcome.outputs for p in one.problems),
        ]
        _plan_and_commit(store, outcome, options, now, dry_run, step, version)


def _dated_drills(store: Store) -> set[str]:
    """The drills of which the store knows an instant, be it of one of their systems."""
    rows = store.rows("recovery")
    instants = [one.name for one in RECORDS["recovery"].fields if one.kind == "instant"]
    return set(rows.loc[rows[instants].notna().any(axis=1), "drill"])


def _let_go(outcome: FileOutcome) -> None:
    if outcome.packing is not None:
        outcome.packing.close()
        outcome.packing = None


def _load_large(
    one: Path | tuple[str, bytes], told: Told, known: Known, large: LargeTexts,
    step: Callable[[str], None], spare: ExitStack,
) -> tuple[FileOutcome, LargeLog | None] | None:  # fmt: skip
    """A large log, read in pieces; None when the file is none, to be read in the usual way."""
    if not isinstance(one, Path) or not is_large_text(one, large.size):
        return None
    step(f"reading {one.name}")
    try:
        pieces = read_pieces(one, large.piece_rows)
    except UnreadableFile as error:
        return FileOutcome(one.name, "", "refused", message=str(error)), None
    spare.callback(pieces.close)
    log = large_log(pieces, told, known, large)
    if log is None:
        pieces.close()
        if pieces.row_count > large.rows_held:
            said = TOO_MANY_ROWS.format(rows=pieces.row_count, most=large.rows_held)
            return FileOutcome(one.name, pieces.whole.sha256, "refused", message=said), None
        return None
    return FileOutcome(one.name, pieces.whole.sha256, "loaded", path=one), log


def _understood(
    outcome: FileOutcome, book: Book | LargeLog, told: Told, known: Known, staged: ExitStack
) -> BookReading | None:
    """The file as it was understood; None when it was refused after all, which is told."""
    if isinstance(book, Book):
        return understand(book, told, known)
    try:
        return read_large_log(book, known, staged.enter_context(Staging(LOG.name)))
    except UnreadableFile as error:
        outcome.status, outcome.message = "refused", str(error.named(outcome.name))
        return None


def _load(
    one: Path | tuple[str, bytes], step: Callable[[str], None], books: Mapping[str, Book],
    seen: Callable[[Book], None], early: EarlyReadings | None,
) -> tuple[FileOutcome, Book | None]:  # fmt: skip
    name = one.name if isinstance(one, Path) else one[0]
    step(f"reading {name}")
    try:
        content = one.read_bytes() if isinstance(one, Path) else one[1]
    except OSError as error:
        why = (
            "there is no such file"
            if isinstance(error, FileNotFoundError)
            else f"cannot be opened: {error.strerror}"
        )
        return FileOutcome(name, "", "refused", message=why), None
    sha = hashlib.sha256(content).hexdigest()
    if sha in books:
        return FileOutcome(name, sha, "loaded", content), replace(books[sha], name=name)
    try:
        book = read_book(one if isinstance(one, Path) else content, name, early=early)
    except UnreadableFile as error:
        return FileOutcome(name, sha, "refused", content, message=str(error)), None
    book = without_list(book)
    if not book.sheets:
        message = f"{name} {ONLY_A_LIST}"
        return FileOutcome(name, sha, "refused", content, message=message), None
    seen(book)
    return FileOutcome(name, sha, "loaded", content), book


def _plan_and_commit(
    store: Store, outcome: FileOutcome, options: ImportOptions, now: dt.datetime, dry_run: bool,
    step: Callable[[str], None], version: int,
) -> None:  # fmt: skip
    assert outcome.reading is not None
    fingerprint = fingerprint_of(outcome, options) if outcome.outputs else ""
    with store.held():  # opened once for all that is asked of it
        is_to_load = _planned(store, outcome, options, fingerprint, step)
    if is_to_load and not dry_run:
        step(f"loading {outcome.name}")
        outcome.import_id = store.commit(as_change(outcome, options, fingerprint, now, version))


def _planned(
    store: Store, outcome: FileOutcome, options: ImportOptions, fingerprint: str,
    step: Callable[[str], None],
) -> bool:  # fmt: skip
    """What a file would change, and whether it is to be loaded; its status says why not."""
    assert outcome.reading is not None
    if not outcome.outputs:
        outcome.status = "refused"
        if outcome.is_headings_alone:
            outcome.message = "has headings, but no row under them"
            return False
        if any(table.said.record == SKIP for table in outcome.reading.tables):
            outcome.message = (
                "its tables are left out, as was said of their headings; Settings shows what is "
                "remembered, --as RECORD or --mapping says otherwise"
            )
            return False
        outcome.message = (
            "no table in it has headings that are known here; download the template, or name the "
            "record with --as and the columns with --mapping"
        )
        return False
    if store.find_import(outcome.sha256, fingerprint) is not None:
        outcome.status = "unchanged"
        outcome.differences = _unchanged(outcome)
        return False
    step(f"comparing {outcome.name}")
    outcome.differences = plan(store, outcome, options.kept_edits)
    if options.source != "person":
        outcome.problems += edited_problems(outcome, options.kept_edits)
        outcome.settled = settled_rows(store, outcome)
        outcome.settled_count = waiting_count(store, outcome.settled)
    if outcome.rejected or any(p.severity == "question" for p in outcome.problems):
        outcome.status = "partly loaded"
        if (
            options.strict or options.source == "person"
        ):  # a typed value is mended where it is typed
            outcome.status = "refused"
            noun = "row" if outcome.rejected == 1 else "rows"
            outcome.message = (
                f"{outcome.rejected} {noun} cannot be loaded, and --strict loads all or nothing"
                if options.strict
                else next((one.message for one in outcome.problems if one.row_rejected), None)
            )
            return False
    if not any(one.row_count for one in outcome.outputs):
        if not outcome.rejected:
            outcome.status = "refused"
            outcome.message = "its tables have no rows"
            return False
        outcome.message = "none of its rows can be loaded; they are kept to be mended"
    return True


def plan(
    store: Store, outcome: FileOutcome, kept: Collection[tuple[str, str, str]] = ()
) -> list[list[Difference]]:
    """What each table would add, change and leave, in the order of the tables.

    `kept` : record, row key and field of the edits that stand against the file.
    """
    assert outcome.reading is not None
    with store.held():
        found = [
            [compared(store, one, kept) for one in table.outputs]
            for table in outcome.reading.tables
        ]
        told: set[str] = set()  # what a file lacks is told once a record, with its first table
        for table, differences in zip(outcome.reading.tables, found, strict=True):
            for place, one in enumerate(table.outputs):
                if not one.is_parent and one.record not in told:
                    told.add(one.record)
                    missing = _missing(store, outcome, one.record)
                    differences[place] = replace(differences[place], missing=missing)
    return found


def compared(
    store: Store, one: RecordRows, kept: Collection[tuple[str, str, str]] = ()
) -> Difference:
    """What some rows of a record would add and change."""
    if one.staged is not None:
        return staged_difference(store, one.staged)
    keys = keys_of(one.frame) if store.count(one.record) else []  # nothing there: nothing to seek
    rows = one.frame.drop_duplicates("row_key", keep="last")
    current = store.rows(one.record, row_keys=keys)
    said = current if current.empty else store.last_said(one.record, keys)
    columns: dict[str, list[str]] = {}
    for column in RECORDS[one.record].columns if kept else ():
        columns.setdefault(column.field, []).append(column.name)
    cells = {(key, name) for record, key, field in kept if record == one.record
             for name in columns[field]}  # fmt: skip
    return difference(rows, current, said, one.columns, cells)


def _missing(store: Store, outcome: FileOutcome, record: str) -> list[str]:
    """Keys an earlier version of this file had and this one lacks, in all its tables.

    A row that is there and has to be mended first is not missing.

    An earlier version is an import of the same name that shares a row, or one of mostly the same.
    """
    if record == "log" or not store.count(record):
        return []
    tables = [one for one in outcome.outputs if one.record == record]
    keys = [key for one in tables for key in keys_of(one.frame)]
    earlier = store.earlier_imports(record, keys)
    named_so = earlier["file_name"].map(own_name, na_action="ignore") == own_name(outcome.name)
    same = named_so & (earlier["shared_count"] > 0)
    alike = earlier["shared_count"] > 0.5 * earlier["key_count"]
    given = {*keys, *(key for one in tables for key in one.rejected_keys)}
    had = [
        key
        for number in earlier.loc[(same | alike).to_numpy(bool), "import_id"]
        for key in store.import_keys(int(number), record)
    ]
    return [key for key in dict.fromkeys(had) if key not in given]


def _unchanged(outcome: FileOutcome) -> list[list[Difference]]:
    assert outcome.reading is not None
    nothing = pd.DataFrame(
        {name: pd.Series(dtype=object) for name in ("row_key", "field", "old", "new")}
    )
    return [
        [Difference(0, 0, one.row_count, nothing, nothing) for one in table.outputs]
        for table in outcome.reading.tables
    ]


def fingerprint_of(outcome: FileOutcome, options: ImportOptions) -> str:
    """How a file was read, as a hash: the same bytes with the same one change nothing."""
    assert outcome.reading is not None
    how = {
        "told": [options.drill, options.zone, options.day_first, options.record]
        + ([options.quarter] if options.quarter else []),
        "withdraws": options.withdraw_missing,
        "tables": [
            [table.found.sheet, table.found.range, table.zone, [_how(one) for one in table.outputs]]
            for table in outcome.reading.tables
        ],
    }  # fmt: skip
    return hashlib.sha256(json.dumps(how, default=str).encode()).hexdigest()


def _how(one: RecordRows) -> list[Any]:
    """How a table's columns were read, and what came of it.

    The values too: a zone or an alias known since reads the same bytes anew.
    """
    columns = [[c.column, c.field, c.reading] for c in one.lineage if c.column is not None]
    fixed = [[c.cell, c.field] for c in one.lineage if c.cell]
    if one.staged is not None:
        return [one.record, one.is_parent, columns, fixed, one.staged.said]
    said = pd.util.hash_pandas_object(one.frame[["row_key", *one.columns]], index=False)
    return [one.record, one.is_parent, columns, fixed, str(said.sum())]


def known_from(store: Store) -> Known:
    """What the store knows that helps to read the next file."""
    with store.held():
        tables = {name: store.rows(name) for name in ("system", "drill", "alias", "setting")}
        met = {kind: store.names(kind) for kind in ("system", "drill", "team", "owner")}
        counted = [name for name in met["drill"] if is_generic(name)]
        files = store.files_of_drills(counted) if counted else {}
    generic = {("", plain_name(name)): set(map(own_name, given)) for name, given in files.items()}
    aliases: dict[str, dict[str, str]] = {}
    for kind, written, means in zip(
        *(tables["alias"][c] for c in ("kind", "written", "means")), strict=True
    ):
        aliases.setdefault(kind, {})[written] = means
    settings = dict(zip(tables["setting"]["setting"], tables["setting"]["value"], strict=True))
    zone = next(
        (v for k, v in settings.items() if k.casefold() in ("zone", "time zone")), DEFAULT_ZONE
    )
    names = {kind: Names(met[kind], aliases.get(kind)) for kind in met}
    drills = {row["drill"]: drill_facts(row, zone) for row in tables["drill"].to_dict("records")}
    memory = Memory()
    for kind in (HEADING, LAYOUT):
        for written, means in aliases.get(kind, {}).items():
            memory.learn(kind, written, means)
    return Known(names, drills, zone, memory, generic)


def mapping_of(outcome: Outcome) -> dict[str, Any]:
    """How all tables were read, to be edited and given back with --mapping (`data.intake.said`).

    Read back, it gives the same reading. A heading with null went nowhere and is matched as ever.
    """
    tables = []
    for one in outcome.files:
        for table in one.reading.tables if one.reading else ():
            if not table.found.headings:
                continue
            form = form_of(table.found.headings, said_in_all(table), table.record)
            if not form.get("skip"):
                given = form.get("columns", {})
                form["columns"] = {text: given.get(text) for text in form["headings"]}
            if any(p.code == COUNTED_KEY for rows in table.outputs for p in rows.problems):
                form.setdefault("same_numbers", None)  # it is asked
            place = {"file": one.name, "sheet": table.found.sheet, "range": table.found.range}
            tables.append({**place, **form})
    return {"tables": tables}


def withdraw_rows(
    store: Store, record: str, row_keys: Sequence[str], *, person: str, now: dt.datetime
) -> int:
    """Takes current rows out, as an import of the person's that can be undone; its number.

    The rows stay in the history. Raises KeyError for a record there is none of, ValueError when
    there is no such row.
    """
    keys = list(dict.fromkeys(row_keys))
    there = set(store.rows(RECORDS[record].name, row_keys=keys)["row_key"])
    strange = [key for key in keys if key not in there]
    if strange or not keys:
        raise ValueError(f"there is no {record} {strange[0] if strange else ''}".strip())
    withdrawn = {record: store.stated_keys(record, keys)}  # under all the names they came with
    return store.commit(
        Change(source="person", imported_at=now, person=person, withdrawn=withdrawn)
    )


def import_rows(
    store: Store, record: str, rows: Sequence[Mapping[str, Any]], *, person: str, now: dt.datetime
) -> Outcome:
    """Loads rows a person typed (an edit, a setting): the same door, the person is the source.

    Each row maps field names to what was typed; a field that is left out says nothing.
    """
    fields = list(dict.fromkeys(name for row in rows for name in row))
    titles = [RECORDS[record].field(name).name for name in fields]
    content = json.dumps(
        [{name: row.get(name) for name in fields} for row in rows], default=str
    ).encode()
    mapping = {"tables": [{"record": record, "columns": {name: name for name in titles}}]}
    options = ImportOptions(record=record, mapping=mapping, source="person", person=person)
    stamp = now.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%S%f")
    return import_files(store, [(f"edit-{stamp}.json", content)], options, now=now)
