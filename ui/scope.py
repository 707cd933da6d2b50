"""What a screen speaks of: quarter, as-of date and clock, asked in one line, kept in the URL.

The label of the control is the scope, so it is said and changed in the same place, on a phone too.
The address always names quarter and clock, the usual ones too: which those are may change with the
next upload or a setting, and a shared link has to go on showing the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import streamlit as st
from streamlit.errors import StreamlitAPIException

from analytics import calendar
from analytics.calendar import Organisation
from analytics.recovery import CLOCKS
from analytics.scorecard import Scope
from ui import returning
from wording import scopes

# Names in the address. They are also the widgets' keys, so every screen shares one value of each.
QUARTER, AS_OF, CLOCK = "quarter", "as_of", "clock"
_WRITTEN, _NOTE = "scope_written", "scope_note"
# The first day that can be chosen; of itself Streamlit takes none of more than ten years ago.
FIRST_DAY = date(1970, 1, 1)


def today(organisation: Organisation) -> date:
    """The day it is in the organisation's zone. Nothing below the page asks for it."""
    return datetime.now(UTC).astimezone(ZoneInfo(organisation.zone)).date()


def default(quarter: str, organisation: Organisation) -> Scope:
    """The scope of a quarter when nothing was chosen: today or its last day, the usual clock."""
    return _scope(quarter, None, usual_clock(organisation), organisation)


def usual_clock(organisation: Organisation) -> str:
    """The clock times run by where nothing else was chosen."""
    return organisation.clock if organisation.clock in CLOCKS else CLOCKS[0]


def ask(
    quarters: list[str], organisation: Organisation, *, with_clock: bool = True
) -> Scope | None:
    """Draw the control and give the chosen scope; None while there is no quarter to choose.

    quarters : those there are, oldest first; the last is the default. with_clock : False on a
    screen that shows no recovery time; the clock of the URL is kept all the same. What the link
    asks for and cannot be had is told in a line under the control.
    """
    if not quarters:
        return None
    offered = list(reversed(quarters))
    _read_address(offered, usual_clock(organisation))
    expected = _scope(
        st.session_state[QUARTER],
        day_chosen(),
        st.session_state[CLOCK],
        organisation,
    )
    label = scopes.quarter_scope(
        expected.quarter, expected.as_of, expected.clock if with_clock else None
    )
    with st.popover(label, icon=":material/tune:", type="tertiary", wrap=True, key="scope"):
        # The address holds what the commands hold, `2025-Q1`; a bound list would write its label.
        quarter = st.selectbox(
            "Quarter",
            offered,
            format_func=scopes.quarter_choice,
            key=QUARTER,
            persist_state="session",
        )
        day = day_input("the quarter's last day")
        clock = clock_input()
    scope = _scope(quarter, day, clock, organisation)
    if scope != expected:
        st.rerun()  # the address held what no list offers; the label must not say it
    write_address((QUARTER, CLOCK))
    show_note(scope.as_of, scope.clock, scope.quarter)
    return scope


def day_input(latest: str) -> date | None:
    """The as-of date a person gives; None for today, at most the day that is called `latest`."""
    return st.date_input(
        "As of",
        value=None,
        min_value=FIRST_DAY,
        key=AS_OF,
        bind="query-params",
        format="YYYY-MM-DD",
        help="Only what had happened by the end of this day counts. Empty: today, at most "
        f"{latest}.",
    )


def clock_input() -> str:
    """The clock a person chooses."""
    return st.selectbox(
        "Recovery time runs from",
        CLOCKS,
        format_func=scopes.clock_choice,
        key=CLOCK,
        persist_state="session",
    )


def day_chosen() -> date | None:
    """The as-of date the control is about to hold: its own, else the address's."""
    chosen: date | None = st.session_state.get(AS_OF, _day(st.query_params.get(AS_OF)))
    return chosen


def _scope(quarter: str, day: date | None, clock: str, organisation: Organisation) -> Scope:
    as_of = day or calendar.default_as_of(quarter, today(organisation), organisation)
    return Scope(quarter, None, as_of, clock)


def _read_address(offered: list[str], default_clock: str) -> None:
    """Take quarter and clock from the address, as the commands name them or as a list shows them.

    The address counts when it is opened, and when it has been changed beside the lists (Back);
    else the lists do. What there is not is kept for a note: nothing is replaced in silence.
    """
    quarters = {scopes.quarter_choice(one): one for one in offered}
    read_day_and_clock(default_clock, {QUARTER: _take(QUARTER, quarters, offered[0])})


def read_day_and_clock(usual: str, unknown: Mapping[str, str | None] | None = None) -> None:
    """Take as-of date and clock from the address; what there is not is kept for a note.

    unknown : what else the address asks for in vain, by its name there.
    """
    clocks = {scopes.clock_choice(one): one for one in CLOCKS}
    asked = {**(unknown or {}), AS_OF: _unread_day(), CLOCK: _take(CLOCK, clocks, usual)}
    missing = {key: text for key, text in asked.items() if text}
    if missing:
        st.session_state[_NOTE] = (None, missing)


def _take(key: str, choices: Mapping[str, str], usual: str) -> str | None:
    """Set one list to what the address asks, else to what it was, else to the usual choice.

    choices : by the words of the list. Gives what the address asks and the list does not offer.
    """
    asked = st.query_params.get(key, "")
    chosen = st.session_state.get(key)
    if not asked or not is_opened(key):
        st.session_state[key] = chosen if chosen in choices.values() else usual
        return None
    named = asked if asked in choices.values() else choices.get(asked)
    st.session_state[key] = named or usual
    return None if named else asked


def is_opened(key: str) -> bool:
    """Whether the address counts, not the list: it was opened, or has moved without it (Back)."""
    asked, chosen = st.query_params.get(key, ""), st.session_state.get(key)
    written = st.session_state.get(_WRITTEN, {}).get(key)
    return chosen is None or bool(asked and chosen == written and asked != written)


def _unread_day() -> str | None:
    """The as-of date of the address, where it is none."""
    asked = st.query_params.get(AS_OF)
    return asked if asked and AS_OF not in st.session_state and _day(asked) is None else None


def write_address(keys: Sequence[str]) -> None:
    """Name what was chosen in the address, the usual choices too.

    All at once: each change of the address is a step of Back.
    """
    returning.begin(is_bare=keys[0] not in st.query_params)
    names = {key: str(st.session_state[key]) for key in keys}
    st.session_state[_WRITTEN] = {**st.session_state.get(_WRITTEN, {}), **names}
    if all(st.query_params.get(key) == name for key, name in names.items()):
        return
    try:
        st.query_params.update(names)
    except StreamlitAPIException:
        # The screen of before has bound one, and lets go of it only after this run.
        return


def show_note(as_of: date, clock: str, quarter: str | None = None) -> None:
    """What the link asked for and could not be had, as long as what stands in its place does."""
    held = (as_of, clock, quarter)
    noted, unknown = st.session_state.get(_NOTE, (None, {}))
    if unknown and noted in (None, held):
        st.session_state[_NOTE] = (held, unknown)
        st.markdown(scopes.not_had(unknown, as_of, clock, quarter))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
