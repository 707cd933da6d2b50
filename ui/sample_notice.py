"""Says on every screen that sample data is loaded, with one click that takes it out."""

from __future__ import annotations

import streamlit as st

from data.store import StoreError
from ui import session


def sample_notice(now: session.Current | None) -> None:
    """One line while an import of the sample stands; nothing otherwise."""
    problem = st.session_state.pop("sample_problem", None)
    if problem:
        st.error(f"{problem} The sample is still in.", icon=":material/error:")
    if now is None:
        return
    known = session.imports(now)
    if known.empty:
        return
    standing = known[(known["source"] == "sample") & ~known["is_withdrawn"].astype(bool)]
    if standing.empty:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="sample"):
        st.markdown(
            ":orange-badge[▲ Sample data] SayPro's example quarters, not your drills.",
            width="content",
        )
        st.button(
            "Take the sample out",
            key="sample_out",
            type="tertiary",
            icon=":material/undo:",
            on_click=_take_out,
            args=(list(standing["import_id"]),),
        )


def _take_out(import_ids: list[int]) -> None:
    """Undo the sample's imports, newest first; each can be redone in the history."""
    try:
        for import_id in sorted(import_ids, reverse=True):
            session.store().withdraw(int(import_id))
    except StoreError as error:
        st.session_state["sample_problem"] = str(error)
        return
    st.toast("The sample is out. History can put it back.", icon=":material/undo:")
