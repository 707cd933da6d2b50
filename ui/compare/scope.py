"""Which two drills are compared, as of which day, by which clock: asked in one line, kept in the
URL, so that a pasted link shows the same comparison.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from analytics import calendar
from analytics.calendar import Organisation
from analytics.comparison.pairing import comparable_drills, usual_pair, why_not_comparable
from ui import scope
from wording import compare, compare_notes

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


@dataclass(frozen=True)
class Offer:
    """The drills that can be compared, as they began, and what a list calls each, newest first."""

    drills: pd.DataFrame
    labels: dict[str, str]


def offer_of(drills: pd.DataFrame) -> Offer:
    """What there is to choose from, of `drill_facts`; the same until a drill changes."""
    offered = comparable_drills(drills)[_READ]
    rows = {str(one["drill"]): one for one in reversed(offered.to_dict("records"))}
    return Offer(offered, {name: compare.choice(row) for name, row in rows.items()})


def ask(drills: pd.DataFrame, offer: Offer, organisation: Organisation) -> PairScope | None:
    """Draw the control and give the chosen pair; None while there are not two drills.

    offer : `offer_of` the drills.
    drills : `drill_facts` as of today: every drill that has been completed may be chosen, whatever
        the as-of date; the screen says when one had not ended by then.
    """
    offered, labels = offer.drills, offer.labels
    if len(offered) < 2:
        return None
    if scope.is_opened(A) or scope.is_opened(B):
        _read_address(drills, labels)
    scope.read_day_and_clock(scope.usual_clock(organisation))
    expected = _pair(offered, organisation)
    with st.popover(
        _label(offered, expected), icon=":material/tune:", type="tertiary", wrap=True, key="scope"
    ):
        for key, title in ((A, "Drill A"), (B, "Drill B")):
            st.selectbox(
                title,
                list(labels),
                format_func=labels.__getitem__,
                key=key,
                persist_state="session",
            )
        scope.day_input("the last day of the later drill's quarter")
        scope.clock_input()
    chosen = _pair(offered, organisation)
    if chosen != expected:
        st.rerun()  # the address held what no list offers; the label must not say it
    scope.write_address((A, B, scope.CLOCK))
    scope.show_note(chosen.as_of, chosen.clock)
    return chosen


def _read_address(drills: pd.DataFrame, labels: dict[str, str]) -> None:
    """Take the drills from the address, as a list shows them or as the commands name them.

    A drill that cannot be compared is not passed over in silence: the note says why.
    """
    asked_quarter = st.session_state.get(scope.QUARTER)
    usual = usual_pair(drills, asked_quarter if isinstance(asked_quarter, str) else None)
    assert usual is not None  # two can be compared
    notes, is_filled = [], False
    for key, otherwise in ((A, usual[0]), (B, usual[1])):
        if not scope.is_opened(key):
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


def _pair(offered: pd.DataFrame, organisation: Organisation) -> PairScope:
    """The pair the widgets hold, the earlier drill first."""
    first, second = str(st.session_state[A]), str(st.session_state[B])
    order = list(offered["drill"])
    is_turned = order.index(first) > order.index(second)
    a, b = (second, first) if is_turned else (first, second)
    noted, notes = st.session_state.get(_NOTE, ((), ()))
    day = scope.day_chosen()
    if day is None:
        quarter = offered.set_index("drill")["quarter"].get(b)
        today = scope.today(organisation)
        is_known = isinstance(quarter, str)
        day = calendar.default_as_of(quarter, today, organisation) if is_known else today
    return PairScope(
        a,
        b,
        day,
        st.session_state[scope.CLOCK],
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
