"""What a screen speaks of: quarter, as-of date and clock, asked in one line, kept in the URL.

The label of the control is the scope, so it is said and changed in the same place, on a phone too.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import streamlit as st

from analytics import calendar
from analytics.calendar import Organisation
from analytics.recovery import CLOCKS
from analytics.scorecard import Scope
from wording import scopes

# Names in the address. They are also the widgets' keys, so every screen shares one value of each.
QUARTER, AS_OF, CLOCK = "quarter", "as_of", "clock"


def today(organisation: Organisation) -> date:
    """The day it is in the organisation's zone. Nothing below the page asks for it."""
    return datetime.now(UTC).astimezone(ZoneInfo(organisation.zone)).date()


def default(quarter: str, organisation: Organisation) -> Scope:
    """The scope of a quarter when nothing was chosen: today or its last day, the usual clock."""
    return _scope(quarter, None, _default_clock(organisation), organisation)


def _default_clock(organisation: Organisation) -> str:
    return organisation.clock if organisation.clock in CLOCKS else CLOCKS[0]


def ask(
    quarters: list[str], organisation: Organisation, *, with_clock: bool = True
) -> Scope | None:
    """Draw the control and give the chosen scope; None while there is no quarter to choose.

    quarters : those there are, oldest first; the last is the default. with_clock : False on a
    screen that shows no recovery time; the clock of the URL is kept all the same.
    """
    if not quarters:
        return None
    offered = list(reversed(quarters))
    default_clock = _default_clock(organisation)
    _read_address(offered)
    expected = _expected(offered, organisation, default_clock)
    label = scopes.quarter_scope(
        expected.quarter, expected.as_of, expected.clock if with_clock else None
    )
    with st.popover(label, icon=":material/tune:", type="tertiary", wrap=True, key="scope"):
        quarter = st.selectbox(
            "Quarter", offered, format_func=scopes.quarter_choice, key=QUARTER, bind="query-params"
        )
        day = st.date_input(
            "As of",
            value=None,
            key=AS_OF,
            bind="query-params",
            format="YYYY-MM-DD",
            help="Only what had happened by the end of this day counts. Empty: today, at most the "
            "quarter's last day.",
        )
        clock = st.selectbox(
            "Recovery time runs from",
            CLOCKS,
            index=CLOCKS.index(default_clock),
            format_func=scopes.clock_choice,
            key=CLOCK,
            bind="query-params",
        )
    scope = _scope(quarter, day, clock, organisation)
    if scope != expected:
        st.rerun()  # the address held what no list offers; the label must not say it
    return scope


def _scope(quarter: str, day: date | None, clock: str, organisation: Organisation) -> Scope:
    as_of = day or calendar.default_as_of(quarter, today(organisation), organisation)
    return Scope(quarter, None, as_of, clock)


def _read_address(offered: list[str]) -> None:
    """Let the address say a quarter or a clock as the commands do: `2025-Q1`, `START:STOP`.

    Streamlit itself writes and reads what the list shows, `Q1 2025`.
    """
    for key, choices in ((QUARTER, offered), (CLOCK, CLOCKS)):
        if key not in st.session_state and st.query_params.get(key) in choices:
            st.session_state[key] = st.query_params[key]


def _expected(offered: list[str], organisation: Organisation, default_clock: str) -> Scope:
    """The scope the widgets are about to have: their state, else the address, else the default.

    The label is drawn before the widgets it holds.
    """
    quarters = {scopes.quarter_choice(one): one for one in offered}
    clocks = {scopes.clock_choice(one): one for one in CLOCKS}
    in_address = st.query_params
    quarter = st.session_state.get(QUARTER, quarters.get(in_address.get(QUARTER, "")))
    clock = st.session_state.get(CLOCK, clocks.get(in_address.get(CLOCK, "")))
    day = st.session_state.get(AS_OF, _day(in_address.get(AS_OF)))
    return _scope(
        quarter if quarter in offered else offered[0],
        day,
        clock if clock in CLOCKS else default_clock,
        organisation,
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
