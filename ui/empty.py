"""What a screen, a chart or a table shows while there is nothing to show: what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from ui.screens import SCREENS
from wording import terms
from wording.markdown import escape

Kind = Literal["primary", "secondary", "tertiary"]


def empty_screen(what: str, columns: Sequence[str] = (), *, key: str = "empty") -> None:
    """Below a title that says what is missing: what to load, its columns, and the ways to do it.

    what : one sentence of what to do. columns : the headings a file needs, in words.
    """
    st.space("xsmall")
    with st.container(border=True, horizontal_alignment="center", key=key):
        st.markdown(what, text_alignment="center")
        if columns:
            named = " · ".join(escape(one) for one in columns)
            st.caption(f"Columns it looks for: {named}", text_alignment="center")
        with st.container(horizontal=True, horizontal_alignment="center"):
            way_to("upload", "Upload results", key=f"{key}_upload", kind="primary")
            way_to("upload", "Template", key=f"{key}_template", kind="secondary")


def empty_chart(height: int, needs: str) -> None:
    """In a chart's place and height: no data, and which field is needed for it."""
    with st.container(height=height, border=False):
        st.markdown(f"{terms.badge('no data')} {needs}")


def way_to(screen: str, label: str, *, key: str, kind: Kind = "tertiary") -> None:
    """A button to another screen; left out while that screen is not there."""
    goal = next(one for one in SCREENS if one.name == screen)
    if not goal.file.exists():
        return
    icon = f":material/{goal.icon}:" if kind == "tertiary" else None
    if st.button(label, type=kind, icon=icon, key=key):
        st.switch_page(goal.file)
