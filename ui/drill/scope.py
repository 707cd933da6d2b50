"""Which drill the screen speaks of, as of when and by which clock: asked in one line, kept in the
URL. Any drill can be chosen, whatever its type and state.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from analytics import calendar
from analytics.calendar import Organisation
from analytics.recovery import CLOCKS
from analytics.scorecard import Scope
from ui.scope import AS_OF, CLOCK, today
from wording import drill as words
from wording import numbers, scopes

DRILL = "drill"
_NOTE = "drill_note"
_ORDER = {"completed": 0, "running": 1, "planned": 2, "unknown": 3}


def ask(
    drills: pd.DataFrame,
    labels: dict[str, str],
    organisation: Organisation,
    facts_as_of: Callable[[date], pd.DataFrame],
) -> Scope | None:
    """Draw the control and give the chosen scope; None while no drill is known.

    drills : `drill_facts` as of today. labels : `labels_of` them. The default is the first one, the
    last that was completed. facts_as_of : `drill_facts` as of a day: the scope's line tells of a
    drill no more than was known on the day it speaks of.
    """
    if not labels:
        return None
    usual_clock = organisation.clock if organisation.clock in CLOCKS else CLOCKS[0]
    _read_address(labels)
    expected = _expected(usual_clock, drills, organisation)
    known = facts_as_of(expected.as_of).set_index("drill")
    facts = known.loc[str(expected.drill)]
    name = words.scope_name(str(expected.drill), _day_of(facts))
    label = words.scope_label(name, expected.as_of, expected.clock)
    with st.popover(label, icon=":material/tune:", type="tertiary", wrap=True, key="scope"):
        drill = st.selectbox(
            "Drill",
            list(labels),
            format_func=labels.__getitem__,
            key=DRILL,
            persist_state="session",
        )
        day = st.date_input(
            "As of",
            value=None,
            key=AS_OF,
            bind="query-params",
            format="YYYY-MM-DD",
            help="Only what had happened by the end of this day counts. Empty: today, at most the "
            "last day of the drill's quarter.",
        )
        clock = st.selectbox(
            "Recovery time runs from",
            CLOCKS,
            index=CLOCKS.index(usual_clock),
            format_func=scopes.clock_choice,
            key=CLOCK,
            bind="query-params",
        )
    scope = _scope(drill, day, clock, drills, organisation)
    if scope != expected:
        st.rerun()  # the address held what no list offers; the label must not say it
    _write_address()
    noted, told = st.session_state.get(_NOTE, (None, ""))
    if noted == drill and told:
        st.markdown(told)
    return scope


def labels_of(drills: pd.DataFrame) -> dict[str, str]:
    """The drills with their labels: those done, the newest first; then those to come and the rest.

    Without an order of its own the first is the default, which a plain address means.
    """
    days = drills["ended_on"].fillna(drills["started_on"]).fillna(drills["planned_on"])
    rank = drills["status"].map(_ORDER).fillna(len(_ORDER))
    done = (drills["status"] == "completed") & drills["quarter"].notna()
    when = (drills["ended_at"].fillna(drills["began_at"])).astype("int64").where(done)
    ordered = drills.assign(rank=rank.where(~done, -1), when=-when, day=days)
    ordered = ordered.sort_values(["rank", "when", "day", "drill"])
    return {
        str(row["drill"]): words.choice(str(row["drill"]), _day_of(row))
        for row in ordered.to_dict("records")
    }


def _day_of(facts: Any) -> date | None:  # noqa: ANN401 - a row
    for name in ("started_on", "ended_on", "planned_on"):
        if not numbers.is_missing(facts[name]):
            day: date = facts[name].date()
            return day
    return None


def _scope(
    drill: str, day: date | None, clock: str, drills: pd.DataFrame, organisation: Organisation
) -> Scope:
    """The scope of a drill: its quarter, by default as of today or that quarter's last day."""
    facts = drills.set_index("drill").loc[drill]
    now = today(organisation)
    start = organisation.fiscal_year_start
    options = (facts["quarter"], facts["planned_quarter"])
    quarter = next(
        (str(one) for one in options if not numbers.is_missing(one)),
        calendar.quarter_of(day or now, start),
    )
    as_of = day or calendar.default_as_of(quarter, now, organisation)
    return Scope(quarter, drill, as_of, clock)


def _read_address(labels: dict[str, str]) -> None:
    """Take the drill from the address, by its name alone or with its day, and a clock as the
    commands name it.

    A name whose day has changed since still leads to its drill. A drill that is not there is not
    passed over in silence: the note says which is shown instead.
    """
    if st.session_state.get(DRILL) not in labels:
        written = st.query_params.get(DRILL, "")
        name = written if written in labels else written.rpartition(" · ")[0]
        if name not in labels:
            name = next(iter(labels))
            st.session_state[_NOTE] = (name, words.unknown_drill(written, name) if written else "")
        st.session_state[DRILL] = name
    if CLOCK not in st.session_state and st.query_params.get(CLOCK) in CLOCKS:
        st.session_state[CLOCK] = st.query_params[CLOCK]


def _write_address() -> None:
    """Name the drill in the address, the usual one too: which that is changes with the next upload,
    and a link has to go on showing the same.
    """
    name = str(st.session_state[DRILL])
    if st.query_params.get(DRILL) != name:
        st.query_params[DRILL] = name


def _expected(
    usual_clock: str,
    drills: pd.DataFrame,
    organisation: Organisation,
) -> Scope:
    """The scope the widgets are about to have: their state, else the address, else the default."""
    by_clock = {scopes.clock_choice(one): one for one in CLOCKS}
    address = st.query_params
    clock = st.session_state.get(CLOCK, by_clock.get(address.get(CLOCK, "")))
    return _scope(
        str(st.session_state[DRILL]),
        st.session_state.get(AS_OF, _day(address.get(AS_OF))),
        clock if clock in CLOCKS else usual_clock,
        drills,
        organisation,
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
