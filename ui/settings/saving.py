"""What a form of the Settings does: one row through the one door, with its undo beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from data.intake.importing import import_rows, withdraw_rows
from data.intake.parsing.cells import ColumnContext, parse_cell
from data.records import RECORDS
from data.store import StoreError
from ui import session
from ui.upload.plan import person
from wording import settings as words
from wording.markdown import escape

_LAST = "settings_last"


@dataclass
class Last:
    """The last change of this session: what is so now, and the import that made it.

    version : of the store after it; once anything else is changed, it is told no longer.
    """

    said: str
    import_id: int | None = None
    version: int | None = None
    is_undone: bool = False
    is_problem: bool = False


def save(record: str, row: Mapping[str, Any], said: str) -> None:
    """Keep one row, as `save_rows`."""
    save_rows(record, [row], said)


def save_rows(record: str, rows: Sequence[Mapping[str, Any]], said: str) -> None:
    """Keep rows as one import of the person's; `said` is what is so then.

    A row the intake does not take whole changes nothing, and the reason is shown.
    """
    try:
        outcome = import_rows(
            session.store(), record, rows, person=person(), now=dt.datetime.now(dt.UTC)
        )
    except StoreError as error:
        refuse(escape(str(error)))
        return
    done = outcome.files[0]
    if done.import_id is None:
        refuse(escape(done.message or "the row could not be kept"))
        return
    st.session_state[_LAST] = Last(words.saved(said), done.import_id, session.store().version())


def take_out(record: str, row_keys: Sequence[str], said: str) -> None:
    """Take rows out, as an import of the person's; they stay in the history."""
    try:
        number = withdraw_rows(
            session.store(), record, row_keys, person=person(), now=dt.datetime.now(dt.UTC)
        )
    except (StoreError, ValueError) as error:
        refuse(escape(str(error)))
        return
    st.session_state[_LAST] = Last(words.saved(said), number, session.store().version())


def refuse(message: str) -> None:
    """Say why a form was not taken, in Markdown."""
    st.session_state[_LAST] = Last(words.refused(message), is_problem=True)


def unread(record: str, row: Mapping[str, str | None], zone: str) -> str | None:
    """Why a typed text of the row is no value of its field; None when all are."""
    for name, text in row.items():
        if not text:
            continue
        field = RECORDS[record].field(name)
        context = ColumnContext(zone=zone, day_first=True, unit=field.unit)
        found = parse_cell(text, field, context)
        if found.is_error or (found.code and found.value is None):
            return words.not_read(field.title, text, found.message, found.expected)
        low, high = field.low, field.high
        if found.value is not None and low is not None and found.value < low:
            return words.not_read(field.title, text, f"it is below {low:g}", field.example)
        if found.value is not None and high is not None and found.value > high:
            return words.not_read(field.title, text, f"it is above {high:g}", field.example)
    return None


def show_last(version: int) -> None:
    """What the last form did, with the way back in one click; until anything is changed.

    version : of the store, as the screen shows it.
    """
    last: Last | None = st.session_state.get(_LAST)
    if last is None:
        return
    if last.version is not None and last.version != version:
        st.session_state.pop(_LAST)
        return
    if last.is_problem:
        st.error(last.said, icon=":material/error:")
        return
    with st.container(horizontal=True, vertical_alignment="center", key="settings_done"):
        said = words.UNDONE if last.is_undone else last.said
        st.markdown(
            f":green-badge[● saved] {said}" if not last.is_undone else said, width="content"
        )
        label = "Redo" if last.is_undone else "Undo"
        st.button(
            label, key="settings_undo", icon=f":material/{label.lower()}:", on_click=_turn,
            args=(last,), type="tertiary",
        )  # fmt: skip


def _turn(last: Last) -> None:
    assert last.import_id is not None
    store, now = session.store(), dt.datetime.now(dt.UTC)
    try:
        (store.reinstate if last.is_undone else store.withdraw)(last.import_id, now, person())
    except StoreError as error:
        st.session_state[_LAST] = Last(escape(str(error)), is_problem=True)
        return
    last.is_undone = not last.is_undone
    last.version = store.version()
