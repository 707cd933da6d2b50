"""Undo and redo of an import, with what it does told before."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from data.store import Store, StoreError
from ui import session
from ui.history import kept
from ui.history.values import change_rows
from ui.unbroken import unbroken
from ui.upload.plan import person
from wording import history as words
from wording.markdown import escape

_DONE = "history_turned"
_MOST_CHANGES = 12


def show_turned() -> None:
    """What an undo or redo just did, once."""
    done = st.session_state.pop(_DONE, None)
    if done:
        st.toast(done, icon=":material/history:")


def turn_button(now: session.Current, number: int, *, is_undone: bool) -> None:
    """Undo of what stands, redo of what is undone; it asks first."""
    label, icon = ("Redo", "redo") if is_undone else ("Undo", "undo")
    if st.button(label, key=f"turn_{number}", icon=f":material/{icon}:"):
        _ask(now, number, is_undone)


@st.dialog("Undo or redo", width="medium", icon=":material/history:")
def _ask(now: session.Current, number: int, is_redo: bool) -> None:
    st.markdown(f"**{words.turn_title(is_redo, number)}**")
    try:
        with st.spinner("Working out what it would do"):
            effect = kept.turn_effect(now, number)
    except StoreError as error:
        st.error(escape(str(error)), icon=":material/error:")
        return
    sentences = words.turn_sentences(
        effect.removed, effect.added, effect.changed, effect.kept, effect.waiting
    )
    st.markdown("\n".join(f"- {one}" for one in sentences))
    others = words.others_line(effect.others.to_dict("records"), number)
    if others and not is_redo:
        st.markdown(others)
    if len(effect.changes):
        rows = change_rows(
            effect.changes.to_dict("records"), now.organisation.zone, ("Now", "Then")
        )
        if len(rows) <= _MOST_CHANGES:
            st.table(
                rows.map(escape), hide_index=True, border="horizontal",
                alt="Values that would be different",
            )  # fmt: skip
        else:
            st.dataframe(
                rows, hide_index=True, key=f"turn_changes_{number}",
                alt="Values that would be different",
            )  # fmt: skip
    st.caption("Nothing is lost: the import and its file stay here, and it can be turned back.")
    label = "Redo it" if is_redo else "Undo it"
    if st.button(label, key=f"turn_yes_{number}", type="primary"):
        if turn(session.store(), number, is_redo=is_redo):
            st.session_state[_DONE] = words.turned(is_redo, number)
            st.rerun()


def turn(store: Store, number: int, *, is_redo: bool) -> bool:
    """Do it; what hinders is said."""
    act = store.reinstate if is_redo else store.withdraw
    try:
        unbroken(lambda: act(number, dt.datetime.now(dt.UTC), person()))
    except StoreError as error:
        st.error(words.not_turned(str(error)), icon=":material/error:")
        return False
    return True
