"""Values a person edited and the file has otherwise: which one counts is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from data.records import RECORDS
from ui.upload.answers import Answers
from ui.upload.tables import Table
from wording import upload as words

Edit = tuple[str, str, str]
"""Record, row key, field."""
_ROUND = "edits_round"


@dataclass(frozen=True)
class Conflict:
    """One field of one row that a person edited and this file has otherwise."""

    edit: Edit
    row: dict[str, str]  # in words: record, row, field, the edit, the file


def conflicts_of(tables: Sequence[Table], zone: str) -> list[Conflict]:
    """Every edited field the files have otherwise, each once."""
    found: dict[Edit, Conflict] = {}
    for table in tables:
        for rows, difference in table.effects:
            record = RECORDS[rows.record]
            fields = {column.name: record.field(column.field) for column in record.columns}
            for one in difference.edited.itertuples():
                column, field = str(one.field), fields[str(one.field)]
                edit = (rows.record, str(one.row_key), field.name)
                if edit not in found:
                    row = {
                        "Record": record.title,
                        "Row": words.row_name(str(one.row_key)),
                        "Field": words.field_name(field.title, field.name, column),
                        words.THE_EDIT: words.stored(field.kind, column, one.old, zone),
                        words.THE_FILE: words.stored(field.kind, column, one.new, zone),
                    }
                    found[edit] = Conflict(edit, row)
    return list(found.values())


def open_edits(conflicts: Sequence[Conflict], answers: Answers) -> list[Edit]:
    """Those nobody has decided yet."""
    return [one.edit for one in conflicts if one.edit not in answers.edits]


def show_edited(conflicts: Sequence[Conflict], answers: Answers) -> None:
    """The question, with one answer for all or one for each."""
    if not conflicts:
        return
    with st.container(border=True, key="edited"):
        with st.container(gap=None):
            st.markdown(f":blue-badge[?] **{words.edited_title(len(conflicts))}**")
            st.caption(words.EDITED_TEXT)
        with st.container(horizontal=True):
            for answer, label in ((True, words.KEEP_ALL), (False, words.TAKE_ALL)):
                st.button(
                    label,
                    key=f"edits_{'kept' if answer else 'taken'}",
                    on_click=_answer_all,
                    args=(conflicts, answers, answer),
                )
        shown = pd.DataFrame(
            [
                one.row | {words.COUNTS: words.which_counts(answers.edits.get(one.edit))}
                for one in conflicts
            ]
        )
        after = st.data_editor(
            shown,
            hide_index=True,
            num_rows="fixed",
            disabled=[name for name in shown if name != words.COUNTS],
            key=f"edits_each_{st.session_state.get(_ROUND, 0)}",
            alt=words.edited_title(len(conflicts)),
            column_config={
                words.COUNTS: st.column_config.SelectboxColumn(
                    options=[words.which_counts(one) for one in (True, False)], required=True
                )
            },
        )
    said = dict(zip((one.edit for one in conflicts), after[words.COUNTS], strict=True))
    before = dict(answers.edits)
    for is_kept in (True, False):
        answers.edits.update(
            {edit: is_kept for edit, text in said.items() if text == words.which_counts(is_kept)}
        )
    if answers.edits != before:
        st.rerun()  # what loading would do is worked out at the top


def _answer_all(conflicts: Sequence[Conflict], answers: Answers, is_kept: bool) -> None:
    answers.edits.update({one.edit: is_kept for one in conflicts})
    # single answers given before are gone: the table begins anew
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
