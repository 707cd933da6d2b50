"""Other names, and what was said of the headings of tables: seen, added, taken back."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from data.fields import plain_name
from data.intake.memory import HEADING, LAYOUT
from data.store import StoreError
from ui import session
from ui.remembered import remembered_line
from ui.session import Current
from ui.settings.saving import refuse, save, take_out
from wording import settings as words

_MOST_UNSEARCHED = 12


def show_names(now: Current) -> None:
    """The other names with their way back, and the form that adds one."""
    rows = now.tables["alias"]
    rows = rows[~rows["kind"].isin([HEADING, LAYOUT])]
    st.caption(words.NAMES_TEXT)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        if rows.empty:
            st.markdown(words.NO_NAMES)
        _show_rows(rows, "names")
    with right:
        _ask_name(now)


def show_remembered(now: Current) -> None:
    """What was said of headings, with its way back."""
    rows = now.tables["alias"]
    rows = rows[rows["kind"].isin([HEADING, LAYOUT])]
    st.caption(words.REMEMBERED_TEXT)
    if rows.empty:
        st.markdown(words.NOTHING_REMEMBERED)
    _show_rows(rows, "headings")


def _show_rows(rows: pd.DataFrame, key: str) -> None:
    asked = ""
    if len(rows) > _MOST_UNSEARCHED:
        asked = st.text_input("Search", key=f"find_{key}", icon=":material/search:", max_chars=80)
    for one in rows.to_dict("records"):
        kind, written, means = str(one["kind"]), str(one["written"]), str(one["means"])
        if asked.casefold() not in f"{written} {means}".casefold():
            continue
        with st.container(horizontal=True, vertical_alignment="center", gap="small",
                          horizontal_alignment="distribute"):  # fmt: skip
            shown = words.NAME_KINDS.get(kind)
            with st.container(gap=None, width="stretch"):
                st.markdown(remembered_line(kind, written, means))
                if shown:
                    st.caption(shown)
            st.button(
                "Take back", key=f"forget_{one['row_key']}", type="tertiary",
                icon=":material/undo:", on_click=take_out,
                args=("alias", [one["row_key"]], words.forgotten(kind, written)),
            )  # fmt: skip


def _ask_name(now: Current) -> None:
    st.subheader("Add a name", anchor=False)
    kind = st.selectbox("It is the name of a", list(words.NAME_KINDS), key="name_kind",
                        format_func=words.NAME_KINDS.__getitem__)  # fmt: skip
    with st.form(f"name_{kind}", border=True, clear_on_submit=True):
        written = st.text_input("As people write it", key=f"name_written_{kind}", max_chars=200)
        means = st.selectbox(
            "It means", _known(kind), index=None, key=f"name_means_{kind}",
            accept_new_options=True, placeholder="Choose or write the name",
        )  # fmt: skip
        if st.form_submit_button("Save name", type="primary", key=f"name_save_{kind}"):
            _save(now, kind, " ".join(written.split()), " ".join((means or "").split()))
            st.rerun()


def _known(kind: str) -> list[str]:
    try:
        return session.store().names(kind)
    except StoreError:
        return []


def _save(now: Current, kind: str, written: str, means: str) -> None:
    rows = now.tables["alias"]
    rows = rows[rows["kind"] == kind]
    known = {plain_name(w): plain_name(m) for w, m in zip(rows["written"], rows["means"],
                                                           strict=True)}  # fmt: skip
    goal, seen = plain_name(means), set[str]()
    while goal in known and goal not in seen:
        seen.add(goal)
        goal = known[goal]
    if not written or not means:
        refuse(words.NAMES_NEEDED)
    elif plain_name(written) == plain_name(means):
        refuse(words.SAME_NAME)
    elif goal == plain_name(written):
        refuse(words.in_circle(written, means))
    else:
        save("alias", {"kind": kind, "written": written, "means": means},
             words.name_saved(written, means))  # fmt: skip
