"""The file an import came from: the original, its marked copy, its hash."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from ui import session
from ui.marked import marked_button
from wording import history as words


def show_file(detail: Mapping[str, Any]) -> None:
    """Its buttons, side by side with those of the caller; none for an edit."""
    number = int(detail["import_id"])
    if not detail["sha256"]:
        return

    def content() -> bytes:
        return session.store().original(number)[1]

    st.download_button(
        "Original file",
        content,
        file_name=detail["file_name"],
        key=f"original_{number}",
        icon=":material/download:",
        on_click="ignore",
    )
    if detail["source"] != "person":
        marked_button(detail["file_name"], content, detail["problems"], key=f"marked_{number}")
    short = detail["sha256"][: words.SHORT_HASH]
    with st.popover(f"Hash {short}", type="tertiary", key=f"hash_{number}"):
        st.caption("SHA-256 of the file, for comparing it with another copy.")
        st.code(detail["sha256"], language=None, wrap_lines=True)
