"""What does this number mean? Every measure, field and verdict word, searchable."""

import pandas as pd
import streamlit as st

from data.fields import Field, Record
from data.records import RECORDS
from ui import session
from ui.sample_notice import sample_notice
from ui.tables import csv_button
from wording import dictionary, terms
from wording.markdown import escape


def show_measures(found: list[terms.Term]) -> None:
    """One line a measure, its whole meaning behind it."""
    for group in dict.fromkeys(term.group for term in found):
        st.subheader(group, anchor=False)
        with st.container(gap="xsmall"):
            for term in (one for one in found if one.group == group):
                with st.expander(
                    f"**{term.name}** · {term.meaning}",
                    expanded=len(found) == 1,
                    key=f"measure_{term.id}",
                ):
                    st.markdown(dictionary.measure(term))


def show_fields(found: list[tuple[Record, list[Field]]], *, opened: bool) -> None:
    """One line a record, its fields as a table behind it."""
    with st.container(gap="xsmall"):
        for record, of_it in found:
            head = f"**{record.title}** · {record.meaning} · {dictionary.fields(len(of_it))}"
            with st.expander(head, expanded=opened, key=f"record_{record.name}"):
                st.table(
                    pd.DataFrame([dictionary.field_row(one) for one in of_it]),
                    hide_index=True,
                    border="horizontal",
                    alt=f"Fields of {record.title}",
                )


def show_words() -> None:
    """The words of verdicts, marks, phases and criteria."""
    for heading, meanings in dictionary.WORDS.items():
        st.subheader(heading, anchor=False)
        st.table(
            pd.DataFrame([dictionary.word_row(*one) for one in meanings.items()]),
            hide_index=True,
            border="horizontal",
            alt=heading,
        )


every_field = [(record, list(record.fields)) for record in RECORDS.values()]

sample_notice(session.current_or_none())
with st.container(gap="xxsmall"):
    st.title("What every number means", anchor=False)
    st.markdown(dictionary.summary(len(terms.TERMS), sum(len(own) for _, own in every_field)))
asked = st.text_input(
    "Search",
    key="find",
    bind="query-params",
    placeholder="RTO, overdue, restored …",
    icon=":material/search:",
    max_chars=80,
)
found_terms = [term for term in terms.TERMS.values() if dictionary.term_matches(asked, term)]
found_fields = [
    (record, hits)
    for record, own in every_field
    if (hits := [one for one in own if dictionary.field_matches(asked, record, one)])
]
field_count = sum(len(hits) for _, hits in found_fields)
if asked:
    st.caption(f"{dictionary.found(len(found_terms), field_count)} with “{escape(asked)}”")
measures_tab, fields_tab, words_tab = st.tabs(
    ["Measures", "Fields", "Words"], key="part", on_change="rerun"
)
if measures_tab.open:
    with measures_tab:
        show_measures(found_terms)
if fields_tab.open:
    with fields_tab:
        show_fields(found_fields, opened=bool(asked) and len(found_fields) <= 4)
if words_tab.open:
    with words_tab:
        show_words()
csv_button(
    pd.DataFrame(dictionary.csv_rows(found_terms, found_fields)),
    key="dictionary",
    file_name="dictionary",
)
