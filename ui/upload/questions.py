"""What a file leaves open: the order of day and month, the zone of its times, its drill."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import available_timezones

import streamlit as st

from data.intake.columns import NUMERIC
from data.intake.countedkeys import COUNTED_KEY
from data.intake.parsing.labels import parse_quarter
from data.intake.parsing.numerals import read_numeral
from data.intake.perdrill import READ_AS, targets_once_a_drill
from data.intake.said import heading_key
from data.problems import Problem
from data.records import RECORDS
from ui.upload.answers import Answers, Place
from ui.upload.tables import Table, field_of
from ui.upload.twoways import (
    DAY_ORDER,
    EXAMPLE,
    NUMBER_EXAMPLE,
    TwoDays,
    answered_at_once,
    two_days,
    two_numbers,
    values_of,
)
from ui.upload.whichdrill import Drills, ask_which_drill
from wording import upload as words

_NO_UNIT, _NEVER_GIVEN = "no_unit", "never_given"
_UNITS = ("h", "min", "days")


def show_questions(table: Table, answers: Answers, drills: Drills) -> None:
    """Only the questions this table raises; an answer once given can be changed.

    drills : those known.
    """
    undecided = any(one.code == DAY_ORDER for one in table.problems)
    is_dated = has_kind(table, "instant", "date") or two_days(table.reading.found.title)
    if undecided or (table.said.day_first is not None and is_dated):
        _ask_day_order(table, answers)
    unclear = answered_at_once(table.problems)
    if unclear or table.said.decimal_comma is not None:
        _ask_decimal(table, answers, unclear)
    if (
        any(one.code == COUNTED_KEY for one in table.problems)
        or table.said.same_numbers is not None
    ):
        _ask_numbers(table, answers)
    without = {one.field for one in table.problems if one.code == _NO_UNIT}
    for column in table.reading.match.columns if table.reading.match else ():
        heading = table.heading(column.column)
        if column.field in without or heading_key(heading) in table.said.units:
            _ask_unit(table, answers, heading)
    _ask_targets(table, answers)
    ask_which_drill(table, answers, drills)
    needs = any(one.code == _NEVER_GIVEN and one.field == "quarter" for one in table.problems)
    if needs or table.said.quarter:
        _ask_quarter(table, answers)


def has_kind(table: Table, *kinds: str) -> bool:
    """Whether a column of the table is of one of these kinds."""
    match = table.reading.match
    if match is None:
        return False
    fields = (field_of(one.record, one.field) for one in match.columns)
    return any(one is not None and one.kind in kinds for one in fields)


def _ask_day_order(table: Table, answers: Answers) -> None:
    key = f"day_order_{table.place.key}"
    st.session_state[key] = table.said.day_first

    def answered() -> None:
        answers.table(table.place, table.headings).day_first = st.session_state[key]

    asked = [one.value for one in table.problems if one.code == DAY_ORDER]
    title = table.reading.found.title
    ask_day_order(two_days([*asked, *values_of(table, "instant", "date"), *title]), key, answered)


def ask_day_order(
    days: TwoDays | None, key: str, answered: Callable[[], None] | None = None,
    help_text: str | None = None,
) -> bool | None:  # fmt: skip
    """Which of two days a date of the file is; without one, an example."""
    days = days or EXAMPLE
    return st.radio(
        words.day_question(days.written, days.by_day, days.by_month),
        [True, False],
        index=None,
        format_func=lambda day_first: words.day_answer(days.read(day_first), day_first),
        key=key,
        on_change=answered,
        horizontal=True,
        help=help_text,
    )


def _ask_decimal(table: Table, answers: Answers, unclear: list[Problem]) -> None:
    key = f"decimal_{table.place.key}"
    st.session_state[key] = table.said.decimal_comma

    def answered() -> None:
        answers.table(table.place, table.headings).decimal_comma = st.session_state[key]

    asked = [one.value for one in unclear]
    ask_decimal(two_numbers([*asked, *values_of(table, *NUMERIC)]), key, answered)


def ask_decimal(
    written: str | None, key: str, answered: Callable[[], None] | None = None,
    help_text: str | None = None,
) -> bool | None:  # fmt: skip
    """Whether a mark before three digits is a decimal mark or parts thousands."""
    number = written or NUMBER_EXAMPLE
    return st.radio(
        words.decimal_question(number),
        [True, False],
        index=None,
        format_func=lambda is_comma: words.decimal_answer(
            read_numeral(number, is_comma), decimal_comma=is_comma
        ),
        key=key,
        on_change=answered,
        horizontal=True,
        help=help_text,
    )


def _ask_numbers(table: Table, answers: Answers) -> None:
    key = f"numbers_{table.place.key}"
    st.session_state[key] = table.said.same_numbers

    def answered() -> None:
        answers.table(table.place, table.headings).same_numbers = st.session_state[key]

    ask_numbers(table.reading.record or "row", key, answered)


def ask_numbers(kind: str, key: str, answered: Callable[[], None] | None = None) -> bool | None:
    """Whether numbers that are known already are the same gaps or other ones: for all rows."""
    return st.radio(
        words.numbers_question(kind),
        [True, False],
        index=None,
        format_func=lambda is_same: words.numbers_answer(kind, is_same=is_same),
        key=key,
        on_change=answered,
        horizontal=True,
        help=words.NUMBERS_HELP,
    )


def _ask_unit(table: Table, answers: Answers, heading: str) -> None:
    key = f"unit_{table.place.key}_{heading}"
    said = table.said.units.get(heading_key(heading))
    st.session_state[key] = said if said in _UNITS else None
    st.radio(
        words.unit_question(heading),
        _UNITS,
        index=None,
        format_func=words.UNITS.__getitem__,
        key=key,
        on_change=_unit_answered,
        args=(key, table.place, table.headings, heading, answers),
        horizontal=True,
    )


def _unit_answered(
    key: str, place: Place, headings: list[str], heading: str, answers: Answers
) -> None:
    answers.table(place, headings).units[heading] = st.session_state[key]


def _ask_targets(table: Table, answers: Answers) -> None:
    """Whether headings of each drill are an objective or the time taken: once for all of them."""
    record = RECORDS["recovery"]
    for target, places in targets_once_a_drill(table.reading.rests).items():
        headings = [table.heading(table.reading.found.first_column + place) for place in places]
        said = {table.said.columns.get(heading_key(text)) for text in headings} - {None}
        if target not in table.reading.open_targets and not said:
            continue
        taken = READ_AS[target]
        key = f"target_{table.place.key}_{target}"
        st.session_state[key] = said.pop() if len(said) == 1 else None
        titles = {
            one: words.target_answer(record.field(one).title, is_target=one == target)
            for one in (target, taken)
        }
        st.radio(
            words.target_question(headings),
            [target, taken],
            index=None,
            format_func=titles.__getitem__,
            key=key,
            on_change=_target_answered,
            args=(key, table.place, table.headings, headings, answers),
            horizontal=True,
        )


def _target_answered(
    key: str, place: Place, headings: list[str], of_drills: list[str], answers: Answers
) -> None:
    chosen = st.session_state[key]
    answers.table(place, headings).columns.update(dict.fromkeys(of_drills, chosen))


def ask_zone(table: Table, answers: Answers, zone: str) -> None:
    """In which zone times are that name none; zone : the organisation's."""
    key = f"zone_{table.place.key}"
    st.session_state[key] = answers.zone or zone

    def answered() -> None:
        chosen = st.session_state[key]
        answers.zone = None if chosen == zone else chosen

    st.selectbox(
        words.ZONE_QUESTION,
        sorted({*available_timezones(), zone}),
        key=key,
        on_change=answered,
        help="A zone written in the file, or known of its drill, comes before this one.",
    )


def _ask_quarter(table: Table, answers: Answers) -> None:
    key = f"quarter_{table.place.key}"
    said = answers.tables.get(table.place)
    if said is not None and said.quarter:
        st.session_state[key] = said.quarter
    st.text_input(
        words.QUARTER_QUESTION,
        key=key,
        placeholder="2025-Q1",
        on_change=_quarter_answered,
        args=(key, table.place, table.headings, answers),
        help="Neither a column nor the title, the sheet or the file names it.",
    )
    typed = st.session_state.get(key)
    if typed and parse_quarter(typed).value is None:
        st.caption(words.no_quarter(typed))


def _quarter_answered(key: str, place: Place, headings: list[str], answers: Answers) -> None:
    answers.table(place, headings).quarter = parse_quarter(st.session_state[key]).value
