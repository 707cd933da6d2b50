"""What else was written of a drill, each behind a tab of its own: a closed one costs nothing."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.drill import DrillFigures, DrillRecords, Runbook
from analytics.gaps import open_gaps
from analytics.metric import Metric
from analytics.rates import rows_behind
from ui import lineage, session
from ui.asked import tell_unknown
from ui.drill.replay import replay
from ui.drill.tables import drill_table, titles_of
from ui.lineage import Behind, behind_metric
from ui.returning import as_left
from ui.tables import MOST_FOR_READING
from wording import drill_rows
from wording import gaps as gap_words
from wording.drill import DrillWords

TABS = ("Replay", "Criteria", "Messages", "Tasks", "People", "Survey", "Gaps", "Lessons")
_TAB = "tab"
_GAP_FIELDS = ("gap", "title", "status", "system", "owner", "due_on", "severity", "category")


def show_tabs(
    found: DrillFigures,
    records: DrillRecords,
    runbook: Runbook,
    words: DrillWords,
    now: session.Current,
) -> None:
    """The tabs; the open one is in the address."""
    tell_unknown(_TAB, "part", TABS, TABS[0])
    with as_left(_TAB):
        tabs = st.tabs(list(TABS), key=_TAB, on_change="rerun", bind="query-params")
    metrics, zone = records.metrics, words.zone
    for name, tab in zip(TABS, tabs, strict=True):
        if not tab.open:
            continue
        with tab:
            if name == "Replay":
                replay(found, records, runbook, words, now)
            elif name == "Criteria":
                st.subheader(drill_rows.criteria_title(metrics["criteria_met"]), anchor=False)
                rows = drill_rows.criteria_rows(records.criteria.to_dict("records"), words)
                _table(rows, records.criteria, titles_of("criterion"), name, words)
                _behind([metrics["criteria_met"]], found.scope.clock, now, name)
            elif name == "Messages":
                show_messages(records, words, now)
            elif name == "Tasks":
                metric = metrics["tasks_on_plan"]
                st.subheader(drill_rows.tasks_title(metric, len(runbook.tasks)), anchor=False)
                tasks = runbook.tasks.drop(columns=["predecessors"])
                rows = drill_rows.task_rows(tasks.head(MOST_FOR_READING).to_dict("records"), zone)
                _table(rows, tasks, drill_rows.TASK_TITLES, name, words)
                _behind([metric], found.scope.clock, now, name)
            elif name == "People":
                show_people(records, words, now)
            elif name == "Survey":
                metric = metrics["satisfaction_favourable"]
                st.subheader(drill_rows.survey_title(metric), anchor=False)
                if metric.denominator:
                    st.caption(drill_rows.survey_caption(metric))
                shown = drill_rows.survey_rows(metric)
                _table(shown, pd.DataFrame(drill_rows.survey_values(metric)), {}, name, words)
                _behind([metric], found.scope.clock, now, name)
            elif name == "Gaps":
                show_gaps(records, words, now)
            else:
                lessons = records.lessons.to_dict("records")
                st.subheader(drill_rows.lessons_title(lessons), anchor=False)
                rows = drill_rows.lesson_rows(lessons)
                _table(rows, records.lessons, titles_of("lesson"), name, words)


def show_messages(records: DrillRecords, words: DrillWords, now: session.Current) -> None:
    """Who was told when, against the target."""
    timely, first = records.metrics["messages_on_time"], records.metrics["first_message_median"]
    title = drill_rows.messages_title(timely, first)
    is_planned = words.found.status == "planned"
    if is_planned:
        title = drill_rows.planned_messages_title(len(records.messages))
    st.subheader(title, anchor=False)
    told = records.messages.to_dict("records")
    rows = drill_rows.message_rows(told, words.zone, is_planned=is_planned)
    _table(rows, records.messages, drill_rows.MESSAGE_TITLES, "Messages", words)
    _behind(
        [timely, first, records.metrics["acknowledged_rate"]],
        words.found.scope.clock,
        now,
        "Messages",
    )


def show_people(records: DrillRecords, words: DrillWords, now: session.Current) -> None:
    """Roles, attendance and training."""
    came, trained = records.metrics["participation"], records.metrics["trained"]
    title = drill_rows.people_title(came, trained)
    if words.found.status == "planned":
        title = drill_rows.roles_title(len(records.participants))
    st.subheader(title, anchor=False)
    rows = drill_rows.participant_rows(records.participants.to_dict("records"))
    _table(rows, records.participants, titles_of("participant"), "People", words)
    _behind([came, trained], words.found.scope.clock, now, "People")


def show_gaps(records: DrillRecords, words: DrillWords, now: session.Current) -> None:
    """The gaps found in this drill, the open ones first."""
    gaps = records.gaps
    overdue = open_gaps(gaps, records.as_of)["days_overdue"].dropna()
    late = [int(one) for one in overdue]
    title = gap_words.title(
        int(gaps["counts"].sum()), int(gaps["is_open"].sum()), late, int(gaps["is_unmanaged"].sum())
    )
    st.subheader(title, anchor=False)
    rows = drill_rows.gap_rows(gaps.to_dict("records"), words)
    _table(rows, gaps, titles_of("gap", *_GAP_FIELDS), "Gaps", words)
    if len(gaps):
        lineage.button("Rows behind the gaps", lambda: _gaps(gaps), now, key="behind_Gaps")


def _gaps(gaps: pd.DataFrame) -> list[Behind]:
    rows = rows_behind(gaps, "gap", gaps["is_closed"], gaps["counts"])
    fields = {"gap": ("title", "system", "status", "owner", "due_on", "closed_on")}
    return [Behind("Gaps of this drill", "", rows, fields, "Counted: those that are closed")]


def _table(
    rows: list[dict[str, str]],
    raw: pd.DataFrame,
    titles: dict[str, str],
    name: str,
    words: DrillWords,
) -> None:
    drill_table(
        rows,
        raw,
        titles,
        zone=words.zone,
        key=f"tab_{name}",
        alt=f"{name} of the drill, one row each",
        file_name=f"{name.lower()}-{words.found.scope.drill}",
    )


def _behind(metrics: list[Metric], clock: str, now: session.Current, name: str) -> None:
    told = [metric for metric in metrics if len(metric.rows)]
    if told:
        lineage.button(
            "Rows behind",
            lambda: [behind_metric(metric, clock) for metric in told],
            now,
            key=f"behind_{name}",
        )
