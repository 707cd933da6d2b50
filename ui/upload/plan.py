"""The files that are open, and what loading them would do: made once for each set of answers."""

from __future__ import annotations

import datetime as dt
import json
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from data.intake.importing import MOVED, Outcome, import_files, import_rows, known_from
from data.intake.reading.book import Book
from data.store import Store, StoreError, StoreMoved
from ui.upload.answers import Answers, Place
from ui.upload.glimpse import show_glimpse
from wording import upload as words

log = logging.getLogger("drillboard")

_STATE, _FORGOTTEN = "upload", "uploads_forgotten"
_NAMES = "names.json"
_KINDS = ("system", "drill", "team", "owner")  # whose names are matched to known ones
_STAGES = 3  # reading, understanding, comparing: what the intake tells of each file


class PlanFailed(Exception):
    """The files could not be read for a fault of ours; the text is Markdown for a person."""


@dataclass
class Loaded:
    """What was loaded: the outcome, and its imports with those of the remembered answers.

    remembered : the answers that hold for later files, as rows of the record `alias`.
    """

    outcome: Outcome
    import_ids: list[int]
    remembered: list[dict[str, Any]] = field(default_factory=list)
    is_undone: bool = False


@dataclass
class Upload:
    """The files of one visit, from the drop to what became of them."""

    files: list[tuple[str, bytes]]
    answers: Answers = field(default_factory=Answers)
    outcome: Outcome | None = None
    books: dict[str, Book] = field(default_factory=dict)  # by hash: read once, planned often
    names: dict[str, list[str]] = field(default_factory=dict)  # the known ones, by kind
    drills: dict[str, dt.date | None] = field(default_factory=dict)  # the known ones, their days
    order: dict[Place, int] = field(default_factory=dict)  # of the tables in their list
    loaded: Loaded | None = None
    _made_for: tuple[str, int] | None = None

    @property
    def chosen(self) -> list[tuple[str, bytes]]:
        """The files that are not left out."""
        return [one for one in self.files if one[0] not in self.answers.left_out]

    def plan(self, store: Store) -> Outcome:
        """What loading would do. Raises PlanFailed, StoreError."""
        made_for = (self.answers.fingerprint, store.version())
        if self.outcome is None or self._made_for != made_for:
            names = self.answers.name_aliases()
            told = [(_NAMES, json.dumps(names).encode())] if names else []
            outcome = self._run(store, [*told, *self.chosen], dry_run=True)
            outcome.files = outcome.files[len(told) :]
            self.names = {kind: store.names(kind) for kind in _KINDS}
            days = known_from(store).drills
            self.drills = {
                one: days[one].day if one in days else None for one in self.names["drill"]
            }
            self.outcome, self._made_for = outcome, made_for
        return self.outcome

    @property
    def seen(self) -> int | None:
        """The version of the store on which the plan was made that a person last saw."""
        return self._made_for[1] if self._made_for else None

    def load(self, store: Store) -> None:
        """Load the files, and remember the answers.

        Raises StoreMoved when the store is not as the plan found it: nothing is loaded then.
        Raises PlanFailed, StoreError.
        """
        now = dt.datetime.now(dt.UTC)
        if self.seen != store.version():
            raise StoreMoved(MOVED)
        aliases = self.answers.remembered(self.plan(store))
        ids = []
        if aliases:
            kept = import_rows(store, "alias", aliases, person=person(), now=now)
            ids = [one.import_id for one in kept.files if one.import_id is not None]
            if not ids:
                raise PlanFailed(words.not_remembered(kept.files[0].message))
        seen = self.seen + len(ids) if self.seen is not None else None
        outcome = self._run(store, self.chosen, dry_run=False, seen=seen)
        own = [one.import_id for one in outcome.files if one.import_id is not None]
        self.loaded = Loaded(outcome, [*ids, *own], aliases if ids else [])
        self.files, self.outcome, self.books = [], None, {}  # the store keeps the originals

    def undo(self, store: Store) -> None:
        """Take everything of this upload out again, the newest import first."""
        self._turn(store.withdraw, is_undo=True)

    def redo(self, store: Store) -> None:
        """Put everything of this upload back in its old place."""
        self._turn(store.reinstate, is_undo=False)

    def _turn(self, turn: Callable[[int, dt.datetime, str], None], *, is_undo: bool) -> None:
        assert self.loaded is not None
        ids = sorted(self.loaded.import_ids, reverse=is_undo)
        shown = st.empty()
        for done, import_id in enumerate(ids):
            if len(ids) > 1:
                shown.progress(done / len(ids), words.turning(is_undo))
            turn(import_id, dt.datetime.now(dt.UTC), person())
        shown.empty()
        self.loaded.is_undone = is_undo

    def _run(
        self,
        store: Store,
        files: list[tuple[str, bytes]],
        *,
        dry_run: bool,
        seen: int | None = None,
    ) -> Outcome:
        shown, glimpse = st.empty(), st.empty()
        doing = ["reading the files"]
        try:
            outcome = import_files(
                store,
                files,
                self.answers.options(person()),
                now=dt.datetime.now(dt.UTC),
                dry_run=dry_run,
                step=_progress(shown, doing, len(files), dry_run=dry_run),
                books=self.books,
                seen=lambda book: _glimpse(glimpse, book),
                agreed=seen,
            )
        except StoreError:
            raise
        except Exception as error:
            reference = uuid.uuid4().hex[:8]
            log.exception("upload failed, reference %s", reference)
            raise PlanFailed(words.failed(doing[0], reference)) from error
        finally:
            shown.empty()
            glimpse.empty()
        for one in outcome.files:
            if one.reading is not None:
                self.books[one.sha256] = one.reading.book
        return outcome


def _glimpse(shown: st.delta_generator.DeltaGenerator, book: Book) -> None:
    """The first rows of a file as soon as it is read, while the rest is worked out."""
    if book.name != _NAMES:
        with shown.container():
            show_glimpse(book)


def _progress(
    shown: st.delta_generator.DeltaGenerator, doing: list[str], files: int, *, dry_run: bool
) -> Callable[[str], None]:
    """A bar that says what is read; it moves with every step the intake tells of."""
    steps = max(1, files * (_STAGES if dry_run else _STAGES + 1))
    done = [0]

    def step(text: str) -> None:
        doing[0] = text
        shown.progress(min(done[0] / steps, 1.0), words.doing(text))
        done[0] += 1

    return step


def person() -> str:
    """Who does it, as far as this dashboard knows."""
    return "dashboard"


def current() -> Upload | None:
    """The files open in this session; None when there are none."""
    return st.session_state.get(_STATE)


def begin(files: list[tuple[str, bytes]]) -> None:
    """Open files; of two with the same name the later counts."""
    st.session_state[_STATE] = Upload(list(dict(files).items()))


def forget() -> None:
    """Close the files: the screen begins anew."""
    st.session_state.pop(_STATE, None)
    st.session_state[_FORGOTTEN] = times_forgotten() + 1


def times_forgotten() -> int:
    """How often files were closed in this session."""
    return int(st.session_state.get(_FORGOTTEN, 0))
