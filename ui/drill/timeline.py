"""Everything of a drill on one clock, and its critical path beside it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd
import streamlit as st

from analytics.drill import DrillFigures, DrillRecords, Lanes, Runbook, hold_spans, returns
from analytics.recovery import CLOCKS
from analytics.scorecard import Scope
from charts import theme
from charts.drill_timeline import drill_timeline
from ui import session
from ui.drill import figures
from ui.drill.tables import drill_table
from ui.ink import ink
from ui.pictures import Picture, beside, show_picture
from wording import drill_charts, terms
from wording.drill import DrillWords

MOST_MARKS = 60  # systems back, as marks
MOST_PATH = 12  # steps of the path beside its picture


@dataclass(frozen=True)
class _Timeline(Picture):
    """The picture of everything on one clock.

    chain : the critical path; steps : as texts need it, a row a step.
    """

    chain: pd.DataFrame = field(default_factory=pd.DataFrame)
    steps: list[dict[str, Any]] = field(default_factory=list)


@st.cache_resource(max_entries=32, show_spinner=False)
def _timeline(
    url: str,
    version: int,
    scope: Scope,
    drawn_in: theme.Ink,
    _found: DrillFigures,
    _records: DrillRecords,
    _runbook: Runbook,
    _words: DrillWords,
    _lanes: Lanes,
    _back: dict[str, float],
) -> _Timeline:
    del url, version, scope  # the cache's key
    is_crowded = len(_back) > MOST_MARKS
    marks = [] if is_crowded else drill_charts.system_marks(_words, _back)
    seconds = _found.face.seconds(_records.messages["at"]).tolist()
    messages = pd.DataFrame(
        drill_charts.message_marks(_records.messages.to_dict("records"), seconds)
    )
    holds = hold_spans(_found, _records.holds)
    chain = _runbook.path.chain
    steps = chain[list(drill_charts.STEP)].to_dict("records")
    title = drill_charts.timeline_title(_runbook.path, _lanes, _found.status)
    figure = None
    if not (_lanes.rows.empty and messages.empty):
        lanes = _lanes.rows.to_dict("records")
        names = drill_charts.lane_names(lanes)
        figure = drill_timeline(
            _lanes.rows.assign(short_name=names, name=drill_charts.lane_full_names(lanes)),
            systems=pd.DataFrame(marks),
            messages=messages,
            holds=holds.assign(name=[_words.hold_name(one) for one in holds["system"]]),
            until_seconds=_words.elapsed,
            target_seconds=_found.target.value if _found.face.zero == "disruption" else None,
            ink=drawn_in,
        )
    return _Timeline(
        title,
        drill_charts.timeline_caption(_lanes, len(holds), is_crowded=is_crowded),
        figure,
        drill_charts.timeline_alternative(title, steps),
        chain=chain,
        steps=steps,
    )


def show_timeline(
    found: DrillFigures,
    records: DrillRecords,
    runbook: Runbook,
    words: DrillWords,
    now: session.Current,
) -> None:
    """Systems back, messages, holds and the runbook on one clock; its critical path in words."""
    lanes = figures.lanes(now, found, runbook)
    back = returns(found)
    # The clock reaches into the marks alone: without them a change of it draws nothing anew.
    scope = replace(found.scope, clock=CLOCKS[0]) if len(back) > MOST_MARKS else found.scope
    kept = _timeline(
        session.database(), now.version, scope, ink(), found, records, runbook, words, lanes, back
    )
    if kept.figure is None:
        st.subheader(kept.title, anchor=False)
        needs = "Steps of the runbook are needed: task, depends on, started, finished."
        st.markdown(f"{terms.badge('no data')} {needs}")
        return
    left, right = beside()
    with left:
        show_picture(kept, key="timeline", needs="")
    with right:
        _path(found, runbook, kept.chain, kept.steps)


def _path(
    found: DrillFigures, runbook: Runbook, chain: pd.DataFrame, steps: list[dict[str, Any]]
) -> None:
    """The critical path in words: own work against waiting."""
    summary = drill_charts.path_summary(runbook.path)
    is_ring = drill_charts.in_a_ring(runbook.path)
    with st.container(gap=None):
        st.subheader(drill_charts.path_title([] if is_ring else steps), anchor=False)
        if summary:
            st.caption(summary)
    if len(chain) > 1 and not is_ring:
        drill_table(
            drill_charts.path_rows(steps[:MOST_PATH]),
            chain.drop(columns=["predecessors"]),
            drill_charts.PATH_TITLES,
            zone=str(found.facts["zone"]),
            key="critical_path",
            alt="The steps of the critical path with their waiting and their work",
            file_name=f"critical-path-{found.scope.drill}",
        )
    elif len(runbook.tasks):
        st.markdown(drill_charts.no_path(runbook.path))
    told = drill_charts.problems(runbook.problems)
    if told:
        with st.expander(drill_charts.problems_label(len(told)), key="problems"):
            for one in told[:20]:
                st.markdown(one)
