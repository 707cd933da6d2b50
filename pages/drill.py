"""What happened in this drill? Of any type and state: its plan, its course, its results."""

import streamlit as st

from analytics.drill import DrillFigures, result_values
from analytics.metric_fields import fields_behind
from analytics.rates import rows_behind
from ui import lineage, session
from ui.drill import charts, figures, scope
from ui.drill.plan import show_plan
from ui.drill.tables import drill_table
from ui.drill.tabs import show_tabs
from ui.drill.timeline import show_timeline
from ui.empty import empty_screen
from ui.lineage import Behind
from ui.sample_notice import sample_notice
from ui.scope import today
from ui.tables import MOST_FOR_READING
from wording import drill_rows, terms
from wording.drill import DrillWords
from wording.figures import with_count


def show_results(found: DrillFigures, words: DrillWords, now: session.Current) -> None:
    """Every system against its own objective, worst first."""
    st.subheader(drill_rows.results_title(words), anchor=False)
    if found.is_tabletop:
        st.caption(drill_rows.ESTIMATES)
    if found.tests.empty:
        st.markdown(f"{terms.badge('no data')} One row a system is needed, with its recovery.")
        return
    drill_table(
        drill_rows.result_rows(words, MOST_FOR_READING),
        result_values(found),
        drill_rows.RESULT_TITLES,
        zone=words.zone,
        key="results",
        alt=drill_rows.results_title(words),
        file_name=f"results-{found.scope.drill}",
    )
    if not found.tests.empty:
        lineage.button("Rows behind the figures", lambda: behind(found), now, key="behind_figures")


def behind(found: DrillFigures) -> list[Behind]:
    """The drill's figures and the rows they rest on."""
    return [
        Behind(
            terms.TERMS[one].name,
            with_count(metric),
            metric.rows,
            fields_behind(one, found.scope.clock),
            terms.TERMS[one].meaning,
        )
        for one, metric in found.metrics.items()
        if len(metric.rows)
    ] or [_without_figures(found)]


def _without_figures(found: DrillFigures) -> Behind:
    """Of a drill that is in no measure: its tests all the same."""
    rows = rows_behind(found.tests, found.tests["record"], False)
    fields = fields_behind("rto_attainment", found.scope.clock)
    return Behind("Systems", "in no measure", rows, fields)


now = session.opened()
sample_notice(now)
with st.container(gap="xxsmall"):
    day = today(now.organisation)
    chosen = scope.ask(
        figures.drills(now, day),
        figures.labels(now, day),
        now.organisation,
        lambda as_of: figures.drills(now, as_of),
    )
    if chosen is None:
        st.title("No drill is known yet", anchor=False)
        empty_screen(
            "Load a drill: its plan, its results, or both. One row a system, a step or a message.",
            ("Drill", "System", "Disrupted", "Restored", "Task", "Depends on"),
        )
        st.stop()
    found = figures.figures(now, chosen)
    words = figures.words(now, found)
    st.title(words.title, anchor=False)
    st.markdown(f"{words.badges} {words.objective}")
    st.caption(words.facts_line)

records = figures.records(now, chosen)
runbook = figures.runbook(now, chosen)
if found.status in ("planned", "unknown", "cancelled"):
    show_plan(found, records, runbook, words, now)
    st.stop()
left, right = st.columns(2, gap="medium")
with left:
    charts.show_curve(found, words, now)
with right:
    charts.show_phases(found, runbook, words, now)
show_results(found, words, now)
show_timeline(found, records, runbook, words, now)
charts.behind_charts(found, records, runbook, now)
show_tabs(found, records, runbook, words, now)
