"""The three pictures of a drill: the recovery curve, the phases, and everything on one clock."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.drill import (
    DrillFigures,
    DrillRecords,
    Runbook,
    chain_of_the_slowest,
    gantt_rows,
    hold_spans,
    phase_spans,
    returns,
)
from analytics.metric_fields import fields_behind
from analytics.rates import rows_behind
from analytics.recovery.curve import OTHER_WEIGHT, TIER_WEIGHTS
from charts import theme
from charts.drill_timeline import drill_timeline
from charts.phases_gantt import phases_gantt
from charts.recovery_curve import recovery_curve
from ui import lineage, session
from ui.drill import figures
from ui.drill.tables import csv_made_later, drill_table
from ui.empty import empty_chart
from ui.ink import ink
from ui.lineage import Behind
from ui.tables import csv_button
from wording import drill_charts, terms
from wording.drill import DrillWords, weights_told

WEIGHTED = "by_tier"
MOST_SYSTEMS = 12  # rows of the phases
EMPTY_HEIGHT = 120
_TASK_FIELDS = (
    "system", "team", "depends_on", "planned_start_at", "planned_finish_at",
    "planned_duration_seconds", "started_at", "finished_at", "status",
)  # fmt: skip
MOST_MARKS = 60  # systems back, as marks
MOST_PATH = 12  # steps of the path beside its picture


def show_curve(found: DrillFigures, words: DrillWords) -> None:
    """The recovery curve, every system as one or by its tier."""
    is_weighted = bool(st.session_state.get(WEIGHTED, st.query_params.get(WEIGHTED) == "true"))
    title = words.curve_title(is_weighted=is_weighted)
    if found.curve.empty:
        st.subheader(title, anchor=False)
        empty_chart(EMPTY_HEIGHT, "When each system was lost and back is needed.")
        return
    curve = found.weighted_curve if is_weighted else found.curve
    lost = found.shown_lost(is_weighted=is_weighted)
    # Where all came back, or all were watched equally long, it tells nothing of its own.
    has_estimate = not is_weighted and len(found.lost) > 0 and found.kaplan_meier_differs
    estimate = found.kaplan_meier if has_estimate else None
    with st.container(gap=None):
        st.subheader(title, anchor=False)
        st.caption(
            words.curve_caption(
                weights_told(TIER_WEIGHTS, OTHER_WEIGHT),
                is_weighted=is_weighted,
                has_kaplan_meier=estimate is not None,
            )
        )
    st.plotly_chart(
        recovery_curve(
            curve,
            pd.DataFrame(words.curve_rows),
            target_seconds=found.target.value,
            operator=found.target.operator,
            lost=words.area(lost, is_weighted=is_weighted),
            is_staggered=found.is_staggered,
            kaplan_meier=estimate,
            is_weighted=is_weighted,
            ink=ink(),
        ),
        theme=None,
        config=theme.config(title),
        key="recovery_curve",
        alt=words.curve_alternative(title, lost),
    )
    if words.half_back:
        st.caption(words.half_back)
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        st.toggle("Weigh by tier", key=WEIGHTED, bind="query-params")
        csv_button(curve, key="curve", file_name=f"recovery-curve-{found.scope.drill}")


def show_phases(found: DrillFigures, runbook: Runbook, words: DrillWords) -> None:
    """Every system through its phases, the quickest first."""
    chain = chain_of_the_slowest(found, runbook)["system"].tolist()
    title = drill_charts.gantt_title(words, chain)
    rows = gantt_rows(found, runbook, MOST_SYSTEMS)
    spans = phase_spans(rows, found.face, found.scope.clock)
    if spans.empty:
        st.subheader(title, anchor=False)
        empty_chart(EMPTY_HEIGHT, "Instants are needed: disrupted, detected … restored.")
        return
    with st.container(gap=None):
        st.subheader(title, anchor=False)
        st.caption(
            drill_charts.gantt_caption(
                words, len(rows), len(found.tests), has_critical=bool(rows["is_critical"].any())
            )
        )
    st.plotly_chart(
        phases_gantt(
            spans,
            pd.DataFrame(
                {
                    "system": rows["system"],
                    "short_name": [words.name(one) for one in rows["system"]],
                    "seconds": rows["recovery_seconds"],
                    "verdict": rows["against"],
                    "start_seconds": rows["start_seconds"],
                    "is_critical": rows["is_critical"],
                    "misses_own": rows["system"].isin(drill_charts.own_misses(words)),
                }
            ),
            target_seconds=found.target.value,
            operator=found.target.operator,
            ink=ink(),
        ),
        theme=None,
        config=theme.config(title),
        key="phases",
        alt=drill_charts.gantt_alternative(title, words, rows.to_dict("records")),
    )
    csv_made_later(
        lambda: phase_spans(found.tests, found.face, found.scope.clock),
        key="phases",
        file_name=f"phases-{found.scope.drill}",
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
    title = drill_charts.timeline_title(runbook.path, lanes, found.status)
    back = returns(found)
    is_crowded = len(back) > MOST_MARKS
    systems = pd.DataFrame() if is_crowded else pd.DataFrame(drill_charts.system_marks(words, back))
    messages = pd.DataFrame(
        drill_charts.message_marks(
            records.messages.to_dict("records"), found.face.seconds(records.messages["at"]).tolist()
        )
    )
    holds = hold_spans(found, records.holds)
    chain = runbook.path.chain
    steps = chain[list(drill_charts.STEP)].to_dict("records")
    if lanes.rows.empty and messages.empty:
        st.subheader(title, anchor=False)
        needs = "Steps of the runbook are needed: task, depends on, started, finished."
        st.markdown(f"{terms.badge('no data')} {needs}")
        return
    left, right = st.columns([3, 2], gap="medium")
    with left:
        with st.container(gap=None):
            st.subheader(title, anchor=False)
            st.caption(drill_charts.timeline_caption(lanes, len(holds), is_crowded=is_crowded))
        st.plotly_chart(
            drill_timeline(
                lanes.rows.assign(
                    short_name=drill_charts.lane_names(lanes.rows.to_dict("records"))
                ),
                systems=systems,
                messages=messages,
                holds=holds.assign(name=[words.hold_name(one) for one in holds["system"]]),
                until_seconds=words.elapsed,
                target_seconds=found.target.value if found.face.zero == "disruption" else None,
                ink=ink(),
            ),
            theme=None,
            config=theme.config(title),
            key="timeline",
            alt=drill_charts.timeline_alternative(title, steps),
        )
    with right:
        _path(found, runbook, chain, steps)


def _path(
    found: DrillFigures, runbook: Runbook, chain: pd.DataFrame, steps: list[dict[str, Any]]
) -> None:
    """The critical path in words: own work against waiting."""
    summary = drill_charts.path_summary(runbook.path)
    with st.container(gap=None):
        st.subheader(drill_charts.path_title(steps), anchor=False)
        if summary:
            st.caption(summary)
    if len(chain) > 1:
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
        st.markdown("None of the steps that finished depends on another one that did.")
    told = drill_charts.problems(runbook.problems)
    if told:
        with st.expander(drill_charts.problems_label(len(told)), key="problems"):
            for one in told[:20]:
                st.markdown(one)


def behind_charts(
    found: DrillFigures, records: DrillRecords, runbook: Runbook, now: session.Current
) -> None:
    """A button for the rows behind the three pictures, down to their cells."""
    lineage.button(
        "Rows behind the pictures",
        lambda: _behind(found, records, runbook),
        now,
        key="behind_pictures",
    )


def _behind(found: DrillFigures, records: DrillRecords, runbook: Runbook) -> list[Behind]:
    tests = rows_behind(
        found.tests,
        found.tests["record"],
        found.tests["outcome"] == "recovered",
        found.tests["shown_seconds"].notna(),
    )
    times = fields_behind("system_hours_lost", found.scope.clock)
    tasks = rows_behind(runbook.tasks, "task", runbook.tasks["is_critical"])
    messages = rows_behind(
        records.messages, "message", records.messages["is_on_time"], records.messages["has_target"]
    )
    sent = {"message": ("due_at", "target_seconds", "sent_at")}
    return [
        Behind("Systems and their recovery", "", tests, times, "Counted: those that came back"),
        Behind("Steps", "", tasks, {"task": _TASK_FIELDS}, "Counted: those on the critical path"),
        Behind("Messages", "", messages, sent, "Counted: those sent in time"),
    ]
