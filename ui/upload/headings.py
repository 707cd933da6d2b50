"""Which field each heading is: what was understood, why, and the place to say it differently."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import streamlit as st

from data.intake.matching.headings import SKIP
from data.intake.matching.matched import Ignored
from data.records import RECORDS
from ui.upload.answers import Answers, Place
from ui.upload.questions import ask_zone, has_kind, show_questions
from ui.upload.tables import Table, field_of
from ui.upload.whichdrill import Drills
from wording import upload as words
from wording.markdown import escape

MOST_OPEN = 10  # with more headings the exact ones are folded away


@dataclass(frozen=True)
class Line:
    """One heading: the field it has (`parent.field` for the parent's), and the reason in words."""

    column: int
    heading: str
    chosen: str | None
    why: str
    is_exact: bool


def show_headings(table: Table, answers: Answers, drills: Drills, zone: str) -> None:
    """What the table is, what it leaves open, and a line a heading: name, reason, field.

    drills : those known. zone : the organisation's.
    """
    match = table.reading.match
    lines = heading_lines(table) if match is not None else []
    with st.container(gap=None):
        st.subheader(words.headings_title(table.matched, len(table.headings)), anchor=False)
        if match is not None:
            st.caption(words.headings_caption(table.said.is_remembered))
    show_table_choice(table, answers, zone)
    show_questions(table, answers, drills)
    if match is None:
        return
    folded = [one for one in lines if one.is_exact] if len(lines) > MOST_OPEN else []
    options = field_options(match.record)
    with st.container(gap="small"):
        for line in lines:
            if line not in folded:
                _show_line(table, line, options, lines, answers)
    if folded:
        with st.expander(words.exact_headings(len(folded)), key=f"exact_{table.place.key}"):
            for line in folded:
                _show_line(table, line, options, lines, answers)


def heading_lines(table: Table) -> list[Line]:
    """The headings in the order of the sheet."""
    match = table.reading.match
    assert match is not None
    readings = {
        (rows.record, one.column): one.reading
        for rows, _ in table.effects
        for one in rows.lineage
        if one.column is not None
    }
    lines = []
    for one in match.columns:
        own = one.record == match.record
        reading = readings.get((one.record, one.column))
        lines.append(
            Line(
                one.column,
                table.heading(one.column),
                one.field if own else f"{one.record}.{one.field}",
                words.why(one.why, reading),
                one.why == "exact",
            )
        )
    lines += [_ignored_line(table, one, match.record) for one in match.ignored]
    return sorted(lines, key=lambda line: line.column)


def _ignored_line(table: Table, one: Ignored, record: str) -> Line:
    nearest = field_of(record, one.suggestion)
    why = words.why_ignored(one.why, nearest.title if nearest else None)
    return Line(one.column, table.heading(one.column), None, why, is_exact=False)


def field_options(record: str) -> list[str]:
    """The fields a heading of this record can be, and those of the record beside it."""
    parent = RECORDS[record].parent
    beside = [f"{parent}.{one.name}" for one in RECORDS[parent].fields] if parent else []
    own = [one.name for one in RECORDS[record].fields]
    return own + [one for one in beside if one.partition(".")[2] not in RECORDS[record].key]


def field_title(record: str, name: str) -> str:
    """A field in the list: `Restored`; of the record beside it `Drill: Started`."""
    if name == SKIP:
        return words.NOT_LOADED
    found = field_of(record, name)
    assert found is not None
    owner = name.partition(".")[0] if "." in name else None
    return f"{RECORDS[owner].title}: {found.title}" if owner else found.title


def _show_line(
    table: Table, line: Line, options: list[str], lines: list[Line], answers: Answers
) -> None:
    match = table.reading.match
    assert match is not None
    key = f"field_{table.place.key}_{line.column}"
    st.session_state[key] = line.chosen if line.chosen in options else None
    named, field = st.columns(2, vertical_alignment="center", gap="small")
    with named, st.container(gap=None):
        st.markdown(f"**{escape(line.heading)}**")
        st.caption(line.why)
    with field:
        st.selectbox(
            f"Field of {line.heading}",
            [*options, SKIP],
            index=None,
            format_func=partial(field_title, match.record),
            key=key,
            label_visibility="collapsed",
            placeholder="Choose a field",
            on_change=_chosen,
            args=(key, table.place, table.headings, line, lines, answers),
        )


def _chosen(
    key: str, place: Place, headings: list[str], line: Line, lines: list[Line], answers: Answers
) -> None:
    """An answer; a list that only followed another answer reports its value too: that is none.

    Neither is an emptied list, which shows again what it had: leaving a column out is a choice of
    its own, so that none is left out by accident.
    """
    chosen = st.session_state[key]
    if chosen is None or chosen == (line.chosen or SKIP):
        return
    taken = [one.heading for one in lines if chosen and one.chosen == chosen]
    answers.choose_field(place, headings, line.heading, chosen or None, taken)


def show_table_choice(table: Table, answers: Answers, zone: str) -> None:
    """What the table was taken for and in which zone its times are; its label says both.

    A table nobody recognised asks openly.
    """
    if table.reading.match is None:
        _ask_record(table, answers)
        return
    timed = has_kind(table, "instant")
    title = RECORDS[table.reading.match.record].title
    label = words.table_popover(title, (answers.zone or zone) if timed else None)
    key = f"choice_{table.place.key}"
    with st.popover(label, icon=":material/tune:", type="tertiary", wrap=True, key=key):
        _ask_record(table, answers)
        if timed:
            ask_zone(table, answers, zone)


def _ask_record(table: Table, answers: Answers) -> None:
    """Which record the table is, with the way to say otherwise."""
    key = f"record_{table.place.key}"
    match = table.reading.match
    now = match.record if match else SKIP if table.is_skipped else None
    st.session_state[key] = now
    st.selectbox(
        "The table holds",
        [*RECORDS, SKIP],
        index=None,
        format_func=lambda name: RECORDS[name].title if name else "Nothing: do not load it",
        key=key,
        placeholder="Choose what it holds",
        on_change=_record_chosen,
        args=(key, table.place, table.headings, now, answers),
    )


def _record_chosen(
    key: str, place: Place, headings: list[str], now: str | None, answers: Answers
) -> None:
    chosen = st.session_state[key]
    if chosen == now:
        return
    said = answers.table(place, headings)
    said.record, said.columns = chosen, {}
