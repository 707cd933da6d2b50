"""The pictures of a drill's systems: the recovery curve and the phases; the rows behind them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.drill import (
    DrillFigures,
    DrillRecords,
    Runbook,
    chain_of_the_slowest,
    gantt_rows,
    phase_spans,
)
from analytics.metric_fields import fields_behind
from analytics.rates import rows_behind
from analytics.recovery.curve import OTHER_WEIGHT, TIER_WEIGHTS
from analytics.scorecard import Scope
from charts import theme
from charts.phases_gantt import phases_gantt
from charts.recovery_curve import recovery_curve
from ui import lineage, session
from ui.ink import ink
from ui.lineage import Behind
from ui.pictures import Picture, show_picture
from ui.tables import csv_button
from wording import drill_charts
from wording.drill import DrillWords, weights_told

WEIGHTED = "by_tier"
MOST_SYSTEMS = 12  # rows of the phases
_TASK_FIELDS = (
    "title", "system", "team", "depends_on", "planned_start_at", "planned_finish_at",
    "planned_duration_seconds", "started_at", "finished_at", "status",
)  # fmt: skip


@st.cache_resource(max_entries=64, show_spinner=False)
def _curve(
    url: str,
    version: int,
    scope: Scope,
    is_weighted: bool,
    drawn_in: theme.Ink,
    _found: DrillFigures,
    _words: DrillWords,
) -> Picture:
    del url, version, scope  # the cache's key
    title = _words.curve_title(is_weighted=is_weighted)
    if _found.curve.empty:
        return Picture(title, "", None, "")
    lost = _found.shown_lost(is_weighted=is_weighted)
    # Where all came back, or all were watched equally long, it tells nothing of its own.
    has_estimate = not is_weighted and len(_found.lost) > 0 and _found.kaplan_meier_differs
    estimate = _found.kaplan_meier if has_estimate else None
    return Picture(
        title,
        _words.curve_caption(
            weights_told(TIER_WEIGHTS, OTHER_WEIGHT),
            is_weighted=is_weighted,
            has_kaplan_meier=estimate is not None,
        ),
        recovery_curve(
            _found.weighted_curve if is_weighted else _found.curve,
            pd.DataFrame(_words.curve_rows),
            target_seconds=_found.target.value,
            operator=_found.target.operator,
            lost=_words.area(lost, is_weighted=is_weighted),
            is_staggered=_found.is_staggered,
            kaplan_meier=estimate,
            is_weighted=is_weighted,
            ink=drawn_in,
        ),
        _words.curve_alternative(title, lost),
        _words.half_back or "",
    )


def show_curve(found: DrillFigures, words: DrillWords, now: session.Current) -> None:
    """The recovery curve, every system as one or by its tier."""
    is_weighted = bool(st.session_state.get(WEIGHTED, st.query_params.get(WEIGHTED) == "true"))
    url = session.database()
    kept = _curve(url, now.version, found.scope, is_weighted, ink(), found, words)
    needs = "When each system was lost and back is needed."
    if not show_picture(kept, key="recovery_curve", needs=needs):
        return
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        st.toggle("Weigh by tier", key=WEIGHTED, bind="query-params")
        csv_button(
            lambda: found.weighted_curve if is_weighted else found.curve,
            key="curve",
            file_name=f"recovery-curve-{found.scope.drill}",
        )


@st.cache_resource(max_entries=64, show_spinner=False)
def _phases(
    url: str,
    version: int,
    scope: Scope,
    drawn_in: theme.Ink,
    _found: DrillFigures,
    _runbook: Runbook,
    _words: DrillWords,
) -> Picture:
    del url, version, scope  # the cache's key
    chain = chain_of_the_slowest(_found, _runbook)["system"].tolist()
    title = drill_charts.gantt_title(_words, chain)
    rows = gantt_rows(_found, _runbook, MOST_SYSTEMS)
    spans = phase_spans(rows, _found.face, _found.scope.clock)
    if spans.empty:
        return Picture(title, "", None, "")
    has_critical = bool(rows["is_critical"].any())
    return Picture(
        title,
        drill_charts.gantt_caption(_words, len(rows), len(_found.tests), has_critical=has_critical),
        phases_gantt(
            spans,
            pd.DataFrame(
                {
                    "system": rows["system"],
                    "short_name": [_words.name(one) for one in rows["system"]],
                    "seconds": rows["recovery_seconds"],
                    "verdict": rows["against"],
                    "start_seconds": rows["start_seconds"],
                    "is_critical": rows["is_critical"],
                    "misses_own": rows["system"].isin(drill_charts.own_misses(_words)),
                }
            ),
            target_seconds=_found.target.value,
            operator=_found.target.operator,
            ink=drawn_in,
        ),
        drill_charts.gantt_alternative(title, _words, rows.to_dict("records")),
    )


def show_phases(
    found: DrillFigures, runbook: Runbook, words: DrillWords, now: session.Current
) -> None:
    """Every system through its phases, the quickest first."""
    kept = _phases(session.database(), now.version, found.scope, ink(), found, runbook, words)
    needs = "Instants are needed: disrupted, detected … restored."
    if not show_picture(kept, key="phases", needs=needs):
        return
    csv_button(
        lambda: phase_spans(found.tests, found.face, found.scope.clock),
        key="phases",
        file_name=f"phases-{found.scope.drill}",
    )


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
