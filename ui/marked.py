"""The button that gives a person's own file back with its problem cells marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from data.intake.marking import has_findings, is_markable, marked_copy
from data.problems import Problem
from wording import marked as words

_MARKABLE = ("xlsx", "xlsm")


def marked_button(
    name: str,
    content: bytes | Callable[[], bytes],
    problems: Sequence[Problem | Mapping[str, Any]],
    *,
    key: str,
    label: str | None = None,
    is_named: bool = False,
) -> None:
    """A button whose file is made when it is pressed; nothing at all without a problem to mend.

    name, content : the file as it was uploaded; its bytes, or how to get them when needed.
    problems : of its outcome, or as the store keeps them with an import.
    label : in place of "Marked copy", or "List of what to mend" for a file that has no marks.
    is_named : say in the label whose copy it is, where several files are shown.
    """
    if not has_findings(problems):
        return
    ending = name.rpartition(".")[2].casefold()
    if isinstance(content, bytes):
        is_annotated = is_markable(content)
        ending = ending if ending in _MARKABLE else "xlsx"
    else:
        is_annotated = ending in _MARKABLE

    def made() -> bytes:
        own = content if isinstance(content, bytes) else content()
        return marked_copy(name, own, problems).content

    st.download_button(
        label or words.button_for(name if is_named else None, is_annotated),
        made,
        file_name=words.marked_name(name, ending if is_annotated else None),
        key=key,
        icon=":material/edit_note:",
        help=words.COPY_HELP if is_annotated else words.LIST_HELP,
        on_click="ignore",
    )
