"""What a person does to waiting rows, tried and told."""

from __future__ import annotations

import datetime as dt
import logging
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from data.intake.mending import CannotBeMended, Mended, Mending, mend
from data.problems import Problem
from data.store import StoreError
from data.store.waiting import Number
from ui import session
from ui.history import kept
from ui.history.register import CHOSEN
from ui.history.turn import turn
from ui.unbroken import unbroken
from ui.upload.plan import person
from wording import history as words
from wording import upload
from wording.markdown import escape

log = logging.getLogger("drillboard")

_STATE = "history_mending"
# A grid in a browser tells an edit 0.15 s after it is made; a click is told at once.
_LATE_EDIT_SECONDS = 0.25


class Work:
    """What a person has done to waiting rows in this session, and what came of it last.

    texts : corrected rows that still wait. problems : why, since the last try. done : the last try.
    version : of the store after it. round : raised by every try, so that the grid begins anew.
    is_asked : a try is due.
    """

    def __init__(self) -> None:
        self.texts: dict[Number, list[str]] = {}
        self.problems: dict[Number, list[Problem]] = {}
        self.done: Mended | None = None
        self.round = 0
        self.version = 0
        self.is_asked = False

    def ask(self) -> None:
        """Try what the grid says, as soon as all of it is here."""
        self.is_asked = True

    def tell(
        self, mending: Mending, done: Mended,
        in_grid: Callable[[Number, Sequence[str | None]], list[str]],
    ) -> None:  # fmt: skip
        """Keep what came of a try: the texts of rows that still wait, and why they do."""
        self.done = done
        self.problems |= done.problems
        for number in (*done.loaded, *done.left_out):
            self.texts.pop(number, None)
            self.problems.pop(number, None)
        for number, texts in mending.texts.items():
            if number in done.problems:
                self.texts[number] = in_grid(number, texts)
        self.round += 1


def work_of_session() -> Work:
    found: Work = st.session_state.setdefault(_STATE, Work())
    return found


def try_mending(
    mending: Mending, detail: Mapping[str, Any], work: Work,
    in_grid: Callable[[Number, Sequence[str | None]], list[str]],
) -> None:  # fmt: skip
    """Load the rows as they were corrected, keep what still hinders, and begin the screen anew.

    An edit made just before the click comes after it: the run that knows it comes back here.
    in_grid : the texts of a row, of its lineage, as the grid holds them.
    """
    shown = st.empty()
    doing = ["reading the rows"]

    def step(text: str) -> None:
        doing[0] = text
        shown.progress(0.5, upload.doing(text))

    step(doing[0])
    time.sleep(_LATE_EDIT_SECONDS)
    step(doing[0])  # a run with a late edit takes over here
    work.is_asked = False

    def tried() -> None:
        done = mend(
            session.store(),
            mending,
            person=person(),
            now=dt.datetime.now(dt.UTC),
            step=step,
            read=lambda content, name: kept.book(content, name, str(detail["sha256"])),
        )
        work.tell(mending, done, in_grid)
        work.version = session.store().version()

    try:
        unbroken(tried)
    except (CannotBeMended, StoreError) as error:
        st.error(escape(str(error)), icon=":material/error:")
    except Exception:
        reference = uuid.uuid4().hex[:8]
        log.exception("mending failed, reference %s", reference)
        st.error(upload.failed(doing[0], reference), icon=":material/error:")
    else:
        st.rerun()
    finally:
        shown.empty()


def show_done(work: Work, version: int) -> None:
    """What the last try did, with its undo; told until the next one, or until anything is changed.

    version : of the store, as the screen shows it.
    """
    done = work.done
    if done is not None and done.import_id is not None and work.version != version:
        work.done = done = None
    if done is None:
        return
    if done.import_id is None:
        st.warning(words.NOTHING_MENDED, icon=":material/warning:")
        return
    with st.container(horizontal=True, vertical_alignment="center", key="mended"):
        st.markdown(
            ":green-badge[● mended] "
            + words.mended_line(
                len(done.loaded), len(done.left_out), len(done.problems), done.added, done.changed
            ),
            width="content",
        )
        if st.button("Undo", key="undo_mending", type="tertiary", icon=":material/undo:"):
            if turn(session.store(), done.import_id, is_redo=False):
                work.done, work.problems, work.texts = None, {}, {}
                work.round += 1
                st.query_params.pop(CHOSEN, None)
                st.rerun()
