"""Step 1: the place to drop files, and the empty workbook for who has none yet."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from data.records import RECORDS
from data.template import template
from ui.upload import plan
from wording import upload as words

MOST_MEGABYTES = 50
_USUAL = ("system", "drill", "recovery")


def show_choose() -> None:
    """The drop area on the left, the template on the right."""
    with st.container(gap="xxsmall"):
        st.caption(words.step(1))
        st.title(words.CHOOSE_TITLE, anchor=False)
        st.markdown(words.CHOOSE_TEXT)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _show_drop()
        _show_records()
    with right:
        _show_template()


def _show_drop() -> None:
    with st.container(gap=None):
        st.subheader("Your files", anchor=False)
        st.caption(words.DROP_TEXT)
    dropped = st.file_uploader(  # of any type: the intake says of a picture what it is
        "Files",
        accept_multiple_files=True,
        max_upload_size=MOST_MEGABYTES,
        key=f"files_{plan.times_forgotten()}",  # an old one still holds the files just put away
        label_visibility="collapsed",
    )
    if dropped:
        plan.begin([(one.name, one.getvalue()) for one in dropped])
        st.rerun()


def _show_records() -> None:
    """What a file can hold, and the headings a table of each cannot do without."""
    rows = [
        {
            "Holds": record.title,
            "One row is": words.plain_sentence(record.meaning),
            "Needs": ", ".join(one.title for one in record.fields if one.required),
        }
        for record in RECORDS.values()
    ]
    with st.expander(words.RECORDS_TITLE, key="records"):
        st.table(pd.DataFrame(rows), hide_index=True, border="horizontal", alt=words.RECORDS_TITLE)


def _show_template() -> None:
    with st.container(gap=None):
        st.subheader("No file yet", anchor=False)
        st.caption(words.TEMPLATE_TEXT)
    chosen = st.multiselect(
        "Sheets",
        list(RECORDS),
        default=list(_USUAL),
        format_func=lambda name: RECORDS[name].title,
        key="template_sheets",
        placeholder="All twenty",
    )
    st.download_button(
        "Download template",
        lambda: template(chosen),
        file_name="drillboard-template.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="template",
        icon=":material/download:",
        on_click="ignore",
    )
