"""Which two drills are compared, as of which day, by which clock: asked in one line, kept in the
URL, so that a pasted link shows the same comparison.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st
from streamlit.errors import StreamlitAPIException

from analytics import calendar
from analytics.calendar import Organisation
from analytics.comparison.pairing import comparable_drills, usual_pair, why_not_comparable
from analytics.recovery import CLOCKS
from ui import scope
from wording import compare, compare_notes, scopes

# Names in the address, and the widgets' keys.
A, B = "a", "b"
_NOTE = "compare_note"
_READ = ["drill", "name", "scenario_kind", "started_on", "ended_on", "quarter"]


@dataclass(frozen=True)
class PairScope:
    """Drill A, the earlier, against drill B; what the link asked for that could not be had.

    is_turned : the later drill was asked for first, and the two have changed places.
    """

    drill_a: str
    drill_b: str
    as_of: date
    clock: str
    notes: tuple[str, ...] = ()
    is_turned: bool = False


def ask(drills: pd.DataFrame, organisation: Organisation) -> PairScope | None:
    """Draw the control and give the chosen pair; None while there are not two drills.

    drills : `drill_facts` as of today: every drill that has been completed may be chosen, whatever
        the as-of date; the screen says when one had not ended by then.
    """
    offered = comparable_drills(drills)[_READ]
    asked_quarter = st.session_state.get(scope.QUARTER)
    usual = usual_pair(drills, asked_quarter if isinstance(asked_quarter, str) else None)
    if usual is None:
        return None
    rows = {str(one["drill"]): one for one in reversed(offered.to_dict("records"))}
    labels = {name: compare.choice(row) for name, row in rows.items()}
    default_clock = organisation.clock if organisation.clock in CLOCKS else CLOCKS[0]
    _read_address(drills, labels, usual, default_clock)
    expected = _pair(offered, organisation, default_clock)
    with st.popover(
        _label(offered, expected), icon=":material/tune:", type="tertiary", wrap=True, key="scope"
    ):
        for key, title in ((A, "Drill A"), (B, "Drill B")):
            st.selectbox(title, list(rows), format_func=labels.__getitem__, key=key)
        st.date_input(
            "As of",
            value=None,
            key=scope.AS_OF,
            bind="query-params",
            format="YYYY-MM-DD",
            help="Only what had happened by the end of this day counts. Empty: today, at most the "
            "last day of the later drill's quarter.",
        )
        st.selectbox(
            "Recovery time runs from",
            CLOCKS,
            format_func=scopes.clock_choice,
            key=scope.CLOCK,
        )
    chosen = _pair(offered, organisation, default_clock)
    if chosen != expected:
        st.rerun()  # the address held what no list offers; the label must not say it
    _write_address()
    return chosen


def _read_address(
    drills: pd.DataFrame, labels: dict[str, str], usual: tuple[str, str], default_clock: str
) -> None:
    """Take drills and clock from the address, as a list shows them or as the commands name them.

    A drill that cannot be compared is not passed over in silence: the note says why.
    """
    notes, is_filled = [], False
    for key, otherwise in ((A, usual[0]), (B, usual[1])):
        if key in st.session_state:
            continue
        asked = st.query_params.get(key, "")
        names = {label: name for name, label in labels.items()}
        name = names.get(asked) or (asked if asked in labels else asked.split(" · ")[0])
        if name not in labels:
            if asked:
                why = why_not_comparable(drills, name)
                notes.append(compare_notes.not_comparable(name, why or "unknown"))
            name, is_filled = otherwise, True
        st.session_state[key] = name
    if is_filled and st.session_state[A] == st.session_state[B]:
        # One drill was asked for, and the usual one in the other's place is that very drill.
        st.session_state[A], st.session_state[B] = usual
    if notes:
        pair = (st.session_state[A], st.session_state[B])
        st.session_state[_NOTE] = (pair, tuple(notes))
    if scope.CLOCK not in st.session_state:
        asked = st.query_params.get(scope.CLOCK, "")
        clocks = {scopes.clock_choice(one): one for one in CLOCKS}
        named = asked if asked in CLOCKS else clocks.get(asked, default_clock)
        st.session_state[scope.CLOCK] = named


def _write_address() -> None:
    """Name both drills and the clock in the address, the usual ones too: which those are may change
    with the next upload or a setting, and a shared link has to go on showing the same.
    """
    for key in (A, B, scope.CLOCK):
        name = str(st.session_state[key])
        if st.query_params.get(key) == name:
            continue
        try:
            st.query_params[key] = name
        except StreamlitAPIException:
            # The screen of before has bound it, and lets go of it only after this run.
            continue


def _pair(offered: pd.DataFrame, organisation: Organisation, default_clock: str) -> PairScope:
    """The pair the widgets hold, the earlier drill first."""
    first, second = str(st.session_state[A]), str(st.session_state[B])
    order = list(offered["drill"])
    is_turned = order.index(first) > order.index(second)
    a, b = (second, first) if is_turned else (first, second)
    clock = st.session_state.get(scope.CLOCK)
    noted, notes = st.session_state.get(_NOTE, ((), ()))
    day = st.session_state.get(scope.AS_OF, _day(st.query_params.get(scope.AS_OF)))
    if day is None:
        quarter = offered.set_index("drill")["quarter"].get(b)
        today = scope.today(organisation)
        is_known = isinstance(quarter, str)
        day = calendar.default_as_of(quarter, today, organisation) if is_known else today
    return PairScope(
        a,
        b,
        day,
        clock if clock in CLOCKS else default_clock,
        notes if noted == (first, second) else (),
        is_turned,
    )


def _label(offered: pd.DataFrame, pair: PairScope) -> str:
    days = offered.set_index("drill")["started_on"].fillna(offered.set_index("drill")["ended_on"])
    chosen = [days.get(drill) for drill in (pair.drill_a, pair.drill_b)]
    return compare.scope_label(
        [None if pd.isna(day) else day.date() for day in chosen],
        [pair.drill_a, pair.drill_b],
        pair.as_of,
        pair.clock,
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
