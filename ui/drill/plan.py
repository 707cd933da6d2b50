"""A drill to come: its scope, its roles, its runbook, and who is told when."""

from __future__ import annotations

import streamlit as st

from analytics.drill import DrillFigures, DrillRecords, Runbook, task_lanes
from charts import theme
from charts.drill_timeline import drill_timeline
from ui import session
from ui.drill.tables import drill_table
from ui.drill.tabs import show_messages, show_people
from ui.empty import empty_screen
from ui.ink import ink
from ui.pictures import PAPER_WIDTH
from ui.tables import MOST_FOR_READING
from wording import drill_charts, drill_rows
from wording.drill import DrillWords


def show_plan(
    found: DrillFigures,
    records: DrillRecords,
    runbook: Runbook,
    words: DrillWords,
    now: session.Current,
) -> None:
    """What is known of the plan, one part under the other; what is missing is named once."""
    drill = str(found.scope.drill)
    missing = []
    if len(found.tests):
        st.subheader(drill_rows.results_title(words), anchor=False)
        drill_table(
            drill_rows.plan_rows(words),
            found.tests[list(drill_rows.PLAN_TITLES)],
            drill_rows.PLAN_TITLES,
            zone=words.zone,
            key="scope_of_plan",
            alt="The systems in the drill's plan with their objectives",
            file_name=f"scope-{drill}",
        )
    else:
        missing.append("the systems in scope")
    if len(runbook.tasks):
        _runbook(found, runbook)
    else:
        missing.append("the runbook")
    if len(records.messages):
        show_messages(records, words, now)
    else:
        missing.append("who is told when")
    if len(records.participants):
        show_people(records, words, now)
    else:
        missing.append("the roles")
    if missing:
        empty_screen(
            drill_charts.plan_lacks(missing),
            ("Drill", "System", "In scope", "Task", "Message", "Participant"),
            key="plan_lacks",
        )


def _runbook(found: DrillFigures, runbook: Runbook) -> None:
    """The steps by their planned times, and the longest chain among them."""
    lanes = task_lanes(runbook, found.face)
    title = drill_charts.timeline_title(runbook.path, lanes, found.status)
    with st.container(gap=None):
        st.subheader(title, anchor=False)
        st.caption(drill_charts.plan_caption(lanes))
    if len(lanes.rows):
        drawn = lanes.rows.to_dict("records")
        st.plotly_chart(
            drill_timeline(
                lanes.rows.assign(
                    short_name=drill_charts.lane_names(drawn),
                    name=drill_charts.lane_full_names(drawn),
                ),
                ink=ink(),
            ),
            width=PAPER_WIDTH,
            theme=None,
            config=theme.config(title),
            key="plan_timeline",
            alt=f"{title}.",
        )
    told = drill_charts.problems(runbook.problems)
    if told:
        with st.expander(drill_charts.problems_label(len(told)), key="problems"):
            for one in told[:20]:
                st.markdown(one)
    tasks = runbook.tasks.drop(columns=["predecessors"])
    zone = str(found.facts["zone"])
    drill_table(
        drill_rows.planned_task_rows(runbook.tasks.head(MOST_FOR_READING).to_dict("records"), zone),
        tasks,
        drill_rows.PLANNED_TASK_TITLES,
        zone=zone,
        key="plan_tasks",
        alt="The steps of the plan",
        file_name=f"tasks-{found.scope.drill}",
    )
