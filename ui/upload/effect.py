"""What loading would do to what is stored, and the button that does it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from data.records import RECORDS
from ui.tables import csv_button
from ui.upload.answers import Answers
from ui.upload.tables import Table, total
from wording import upload as words

_MOST_NAMES = 50


def show_effect(tables: Sequence[Table], answers: Answers, zone: str) -> None:
    """Counts of all tables, the values that change old → new, and what is missing now."""
    beside = len(
        {
            key
            for table in tables
            for rows, _ in table.effects
            if rows.is_parent
            for key in rows.frame["row_key"]
        }
    )
    with st.container(gap=None):
        st.subheader("Will be loaded", anchor=False)
        also = words.also(total(tables, "unchanged"), total(tables, "skipped"), beside)
        if also:
            st.caption(also)
    with st.container(horizontal=True, gap="large"):
        for label, count in (("Added", "added"), ("Changed", "changed"), ("Waiting", "rejected")):
            st.metric(label, total(tables, count), width="content")
    _show_added(tables)
    _show_changes(tables, zone)
    _show_missing(tables, answers)


def _show_added(tables: Sequence[Table]) -> None:
    """Which rows are new, where a file both adds and changes; else the sheet shows them all."""
    keys = [
        (RECORDS[rows.record].title, key)
        for table in tables
        for rows, difference in table.effects
        if not rows.is_parent
        for key in difference.added_keys
    ]
    if not keys or not (total(tables, "changed") or total(tables, "unchanged")):
        return
    rows = pd.DataFrame([{"Record": title, "Row": words.row_name(key)} for title, key in keys])
    with st.expander(words.added_title(len(rows)), key="added"):
        st.dataframe(rows, hide_index=True, key="added_table", alt=words.added_title(len(rows)))
        csv_button(rows, key="added_csv", file_name="added")


def _show_changes(tables: Sequence[Table], zone: str) -> None:
    rows = change_rows(tables, zone)
    if rows.empty:
        return
    changed = rows[["Record", "Row"]].drop_duplicates()
    with st.expander(words.changes_title(len(rows), len(changed)), key="changes"):
        st.dataframe(
            rows,
            hide_index=True,
            key="change_table",
            alt=words.changes_title(len(rows), len(changed)),
        )
        csv_button(rows, key="changes_csv", file_name="changes")


def change_rows(tables: Sequence[Table], zone: str) -> pd.DataFrame:
    """One row a value that changes: which row of which record, which field, old and new."""
    found = []
    for table in tables:
        for rows, difference in table.effects:
            record = RECORDS[rows.record]
            owners = {column.name: record.field(column.field) for column in record.columns}
            for change in difference.changes.itertuples():
                field = owners[str(change.field)]
                found.append(
                    {
                        "Record": record.title,
                        "Row": words.row_name(str(change.row_key)),
                        "Field": words.field_name(field.title, field.name, str(change.field)),
                        "Now": words.stored(field.kind, str(change.field), change.old, zone),
                        "New": words.stored(field.kind, str(change.field), change.new, zone),
                    }
                )
    return pd.DataFrame(found, columns=["Record", "Row", "Field", "Now", "New"])


def taken_out(tables: Sequence[Table], answers: Answers) -> int:
    """How many rows that the files lack now are taken out with them, as a person said."""
    if not answers.withdraw_missing:
        return 0
    return len(
        {
            (rows.record, key)
            for table in tables
            for rows, difference in table.effects
            for key in difference.missing
        }
    )


def _show_missing(tables: Sequence[Table], answers: Answers) -> None:
    keys = [
        (RECORDS[rows.record].title, key)
        for table in tables
        for rows, difference in table.effects
        for key in difference.missing
    ]
    if not keys:
        return
    with st.expander(words.missing_title(len(keys)), key="missing"):
        st.caption(words.MISSING_TEXT)
        st.table(
            pd.DataFrame(
                [{"Record": title, "Row": words.row_name(key)} for title, key in keys[:_MOST_NAMES]]
            ),
            hide_index=True,
            border="horizontal",
            alt=words.missing_title(len(keys)),
        )
        st.session_state["withdraw_missing"] = answers.withdraw_missing

        def said() -> None:
            answers.withdraw_missing = st.session_state["withdraw_missing"]

        st.checkbox(words.WITHDRAW, key="withdraw_missing", on_change=said)
