"""What a screen, a chart or a table shows while there is nothing to show: what to do about it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui.screens import SCREENS
from wording import terms
from wording.markdown import escape


def empty_screen(what: str, columns: Sequence[str] = (), *, key: str = "empty") -> None:
    """Below a title that says what is missing: what to load, its columns, and the ways to do it.

    what : one sentence of what to do. columns : the headings a file needs, in words.
    """
    with st.container(border=True, horizontal_alignment="center", key=key):
        st.markdown(what, text_alignment="center")
        if columns:
            named = " · ".join(escape(one) for one in columns)
            st.caption(f"Columns it looks for: {named}", text_alignment="center")
        with st.container(horizontal=True, horizontal_alignment="center"):
            _way_to("upload", "Upload results", "primary", key)
            _way_to("upload", "Template", "secondary", f"{key}_template")


def empty_chart(height: int, needs: str) -> None:
    """In a chart's place and height: no data, and which field is needed for it."""
    with st.container(height=height, border=False):
        st.markdown(f"{terms.badge('no data')} {needs}")


def _way_to(screen: str, label: str, kind: str, key: str) -> None:
    """A button to another screen; left out while that screen is not there."""
    file = next(one.file for one in SCREENS if one.name == screen)
    if not file.exists():
        return
    if st.button(
        label, type="primary" if kind == "primary" else "secondary", key=f"{key}_{screen}"
    ):
        st.switch_page(file)
