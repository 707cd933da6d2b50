"""Which drill a table is of, where no cell says it for sure: a known one, or a new one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import streamlit as st

from data.intake.generic import is_generic
from data.records import RECORDS
from ui.upload.answers import Answers, Place
from ui.upload.tables import Table
from wording import upload as words

Drills = Mapping[str, dt.date | None]
"""The known drills, each with its day where it is known."""


def ask_which_drill(table: Table, answers: Answers, drills: Drills) -> None:
    """A choice of the known drills, where the table names none or a name that only counts."""
    open_names = [one for one in drills if is_generic(one) and f"“{one}”" in _asked(table)]
    if _names_several(table):
        told = table.said.drill
        if open_names or told:
            _ask_known(table, answers, open_names or _told_names(table, drills), drills)
    elif table.needs_a_drill or table.said.drill or open_names:
        _ask_one(table, answers, drills)


def _asked(table: Table) -> str:
    """What is asked of drills that are known from another file by names that only count."""
    record = table.reading.record
    if record is None or not RECORDS[record].has("drill"):
        return ""
    asked = (p for p in table.problems if p.code == "never_given" and p.field == "quarter")
    return " ".join(one.message for one in asked)


def _names_several(table: Table) -> bool:
    match = table.reading.match
    return bool(table.reading.wide) or (match is not None and match.column_of("drill") is not None)


def _told_names(table: Table, drills: Drills) -> list[str]:
    """The names that only count under which rows of the table are loaded."""
    found = {
        str(name)
        for rows, _ in table.effects
        if "drill" in rows.frame
        for name in rows.frame["drill"].dropna().unique()
    }
    return [one for one in drills if one in found and is_generic(one)]


def _ask_known(table: Table, answers: Answers, names: list[str], drills: Drills) -> None:
    """Whether names in headings or a column that only count are the known drills of these names."""
    if not names:
        return
    key = f"known_drills_{table.place.key}"
    told = table.said
    st.session_state[key] = True if told.drill else False if told.quarter else None

    def answered() -> None:
        is_known = bool(st.session_state[key])
        answers.table(table.place, table.headings).drill = names[0] if is_known else None

    named = [words.drill_option(one, drills[one], is_known=True) for one in names]
    st.radio(
        words.known_drills_question(names),
        [True, False],
        index=None,
        format_func=lambda is_known: words.known_drills_answer(named, is_known=is_known),
        key=key,
        on_change=answered,
        help=words.KNOWN_DRILLS_HELP,
    )


def _ask_one(table: Table, answers: Answers, drills: Drills) -> None:
    key = f"drill_{table.place.key}"
    guessed = _guessed_drill(table)
    now = table.said.drill or guessed
    st.session_state[key] = now
    offered = list(dict.fromkeys([*([now] if now else []), *([guessed] if guessed else []),
                                  *drills]))  # fmt: skip
    st.selectbox(
        words.DRILL_QUESTION,
        offered,
        index=None,
        key=key,
        format_func=lambda one: words.drill_option(one, drills.get(one), is_known=one in drills),
        placeholder="Choose it, or write the name of a new one",
        accept_new_options=True,
        on_change=_drill_answered,
        args=(key, table.place, table.headings, answers),
        help="No cell names it for sure."
        + (f" {guessed} was guessed." if guessed and not table.said.drill else ""),
    )


def _drill_answered(key: str, place: Place, headings: list[str], answers: Answers) -> None:
    answers.table(place, headings).drill = st.session_state[key]


def _guessed_drill(table: Table) -> str | None:
    """The one drill all rows were given, from a title or a name."""
    for rows, _ in table.effects:
        if "drill" in rows.frame and len(rows.frame) and rows.frame["drill"].nunique() == 1:
            return str(rows.frame["drill"].iloc[0])
    return None
