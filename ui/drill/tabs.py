"""What else was written of a drill, each behind a tab of its own: a closed one costs nothing."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.drill import DrillFigures, DrillRecords, Runbook
from analytics.gaps import open_gaps
from analytics.metric import Metric
from analytics.metric_fields import METRIC_FIELDS
from analytics.rates import rows_behind
from ui import lineage, session
from ui.drill.replay import replay
from ui.lineage import Behind
from ui.tables import table
from wording import drill_rows, figures, terms
from wording import gaps as gap_words
from wording.drill import DrillWords

TABS = ("Replay", "Criteria", "Messages", "Tasks", "People", "Survey", "Gaps", "Lessons")
_TAB = "tab"


def show_tabs(
    found: DrillFigures,
    records: DrillRecords,
    runbook: Runbook,
    words: DrillWords,
    now: session.Current,
) -> None:
    """The tabs; the open one is in the address."""
    tabs = st.tabs(list(TABS), key=_TAB, on_change="rerun", bind="query-params")
    drill = str(found.scope.drill)
    metrics = records.metrics
    for name, tab in zip(TABS, tabs, strict=True):
        if not tab.open:
            continue
        with tab:
            if name == "Replay":
                replay(found, records, runbook, words)
            elif name == "Criteria":
                st.subheader(drill_rows.criteria_title(metrics["criteria_met"]), anchor=False)
                rows = drill_rows.criteria_rows(records.criteria.to_dict("records"), words)
                _table(rows, records.criteria, name, drill)
                _behind([metrics["criteria_met"]], now, name)
            elif name == "Messages":
                show_messages(records, words, now, drill)
            elif name == "Tasks":
                metric = metrics["tasks_on_plan"]
                st.subheader(drill_rows.tasks_title(metric, len(runbook.tasks)), anchor=False)
                _table(
                    _rows_for_reading(runbook.tasks, words.zone),
                    runbook.tasks.drop(columns=["predecessors"]),
                    name,
                    drill,
                )
                _behind([metric], now, name)
            elif name == "People":
                show_people(records, now, drill)
            elif name == "Survey":
                metric = metrics["satisfaction_favourable"]
                st.subheader(drill_rows.survey_title(metric), anchor=False)
                if metric.denominator:
                    st.caption(drill_rows.survey_caption(metric))
                shown = drill_rows.survey_rows(metric)
                _table(shown, pd.DataFrame(drill_rows.survey_values(metric)), name, drill)
                _behind([metric], now, name)
            elif name == "Gaps":
                show_gaps(records, words, now, drill)
            else:
                lessons = records.lessons.to_dict("records")
                st.subheader(drill_rows.lessons_title(lessons), anchor=False)
                _table(drill_rows.lesson_rows(lessons), records.lessons, name, drill)


def show_messages(
    records: DrillRecords, words: DrillWords, now: session.Current, drill: str
) -> None:
    """Who was told when, against the target."""
    timely, first = records.metrics["messages_on_time"], records.metrics["first_message_median"]
    st.subheader(drill_rows.messages_title(timely, first), anchor=False)
    rows = drill_rows.message_rows(records.messages.to_dict("records"), words.zone)
    _table(rows, records.messages, "Messages", drill)
    _behind([timely, first, records.metrics["acknowledged_rate"]], now, "Messages")


def show_people(records: DrillRecords, now: session.Current, drill: str) -> None:
    """Roles, attendance and training."""
    came, trained = records.metrics["participation"], records.metrics["trained"]
    st.subheader(drill_rows.people_title(came, trained), anchor=False)
    rows = drill_rows.participant_rows(records.participants.to_dict("records"))
    _table(rows, records.participants, "People", drill)
    _behind([came, trained], now, "People")


def show_gaps(records: DrillRecords, words: DrillWords, now: session.Current, drill: str) -> None:
    """The gaps found in this drill, the open ones first."""
    gaps = records.gaps
    overdue = open_gaps(gaps, words.found.scope.as_of)["days_overdue"].dropna()
    late = [int(one) for one in overdue]
    title = gap_words.title(
        int(gaps["counts"].sum()), int(gaps["is_open"].sum()), late, int(gaps["is_unmanaged"].sum())
    )
    st.subheader(title, anchor=False)
    _table(drill_rows.gap_rows(gaps.to_dict("records"), words), gaps, "Gaps", drill)
    if len(gaps):
        behind = rows_behind(gaps, "gap", gaps["is_closed"], gaps["counts"])
        fields = {"gap": ("title", "system", "status", "owner", "due_on", "closed_on")}
        lineage.button(
            "Rows behind the gaps",
            [Behind("Gaps of this drill", "", behind, fields, "Counted: those that are closed")],
            now,
            key="behind_Gaps",
        )


def _rows_for_reading(tasks: pd.DataFrame, zone: str) -> list[dict[str, str]]:
    """Rows as a person reads them, made only while a person would: above that the values do."""
    return drill_rows.task_rows(tasks.head(20).to_dict("records"), zone)


def _table(rows: list[dict[str, str]], raw: pd.DataFrame, name: str, drill: str) -> None:
    if not len(raw):
        return
    shown = pd.DataFrame(rows)
    known = raw.loc[:, raw.notna().any()].drop(
        columns=[one for one in ("row_key", "drill") if one in raw], errors="ignore"
    )
    table(
        shown if len(raw) == len(shown) else known,
        known,
        key=f"tab_{name}",
        alt=f"{name} of the drill, one row each",
        file_name=f"{name.lower()}-{drill}",
    )


def _behind(metrics: list[Metric], now: session.Current, name: str) -> None:
    behind = [
        Behind(
            terms.TERMS[metric.id].name,
            figures.with_count(metric),
            metric.rows,
            METRIC_FIELDS[metric.id],
            terms.TERMS[metric.id].meaning,
        )
        for metric in metrics
        if len(metric.rows)
    ]
    if behind:
        lineage.button("Rows behind", behind, now, key=f"behind_{name}")
