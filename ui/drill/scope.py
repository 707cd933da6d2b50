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
from analytics.scorecard import Scope
from ui.scope import (
    CLOCK,
    clock_input,
    day_chosen,
    day_input,
    is_opened,
    read_day_and_clock,
    show_note,
    today,
    usual_clock,
    write_address,
)
from wording import drill as words
from wording import numbers

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
    _read_address(labels)
    read_day_and_clock(usual_clock(organisation))
    expected = _scope(
        st.session_state[DRILL], day_chosen(), st.session_state[CLOCK], drills, organisation
    )
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
        day = day_input("the last day of the drill's quarter")
        clock = clock_input()
    scope = _scope(drill, day, clock, drills, organisation)
    if scope != expected:
        st.rerun()  # the address held what no list offers; the label must not say it
    write_address((DRILL, CLOCK))
    noted, told = st.session_state.get(_NOTE, (None, ""))
    if noted == drill and told:
        st.markdown(told)
    show_note(scope.as_of, scope.clock)
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
    """Take the drill from the address, by its name alone or with its day.

    A name whose day has changed since still leads to its drill. A drill that is not there is not
    passed over in silence: the note says which is shown instead.
    """
    if is_opened(DRILL) or st.session_state[DRILL] not in labels:
        written = st.query_params.get(DRILL, "")
        name = written if written in labels else written.rpartition(" · ")[0]
        if name not in labels:
            name = next(iter(labels))
            st.session_state[_NOTE] = (name, words.unknown_drill(written, name) if written else "")
        st.session_state[DRILL] = name
