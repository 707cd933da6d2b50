"""Did we meet the quarter's target, and are we getting better?"""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analytics.criteria import Criterion
from analytics.metric import Metric
from analytics.quarter import QuarterFigures, fields_of_criterion, metrics_table
from analytics.scorecard import Scope
from charts import theme
from charts.recovery_times import recovery_times, worst_of_each
from ui import lineage, scope, session
from ui.cards import card, card_grid
from ui.empty import empty_chart, empty_screen, way_to
from ui.ink import ink
from ui.lineage import Behind, behind_metric
from ui.sample_notice import sample_notice
from ui.tables import csv_button
from wording import changes, evidence, gaps, numbers, terms
from wording.markdown import escape
from wording.quarter import QuarterWords, words_of

HEADLINE = "recovery_target_attainment"
FIRST_CARDS = (
    HEADLINE,
    "rto_attainment",
    "gap_closure_rate",
    "recovery_time_slowest",
)
MORE_CARDS = ("rpo_attainment", "coverage", "satisfaction_favourable", "milestones_on_time")
MOST_GAPS = 5
MOST_TESTS = 20  # of one drill in the chart; a phone scrolls no further
EMPTY_HEIGHT = 120  # of a chart without a row
MOVED_HEIGHT = 48  # of the place kept while the figures of before are counted
CARDS_HEIGHT = 380  # of the place kept while earlier quarters are counted


def show_recovery_times(found: QuarterFigures, words: QuarterWords, now: session.Current) -> None:
    """Every system in every drill against the programme's target."""
    rows = words.recovery_rows(found.against.to_dict("records"), session.aliases(now))
    title = words.recovery_title(rows)
    st.subheader(title, anchor=False)
    if not rows:
        empty_chart(EMPTY_HEIGHT, "A result for each system is needed: when it was lost and back.")
        return
    every = pd.DataFrame(rows)
    shown = worst_of_each(every, MOST_TESTS)
    if len(shown) < len(every):
        st.caption(words.worst_shown(len(shown), len(every)))
    st.plotly_chart(
        recovery_times(
            shown,
            target_seconds=found.target.value,
            operator=found.target.operator,
            ink=ink(),
        ),
        theme=None,
        config=theme.config(title),
        key="recovery_times",
        alt=words.recovery_alternative(shown.to_dict("records")),
    )


def show_criteria(
    criteria: Sequence[Criterion], words: QuarterWords, now: session.Current, clock: str
) -> None:
    """The five success criteria, each with its evidence and the rows behind it."""
    st.subheader(evidence.title([one.status for one in criteria]), anchor=False)
    told = [
        (
            one,
            evidence.SHORT_NAMES.get(one.criterion, one.criterion),
            evidence.evidence(one.sentence, one.facts, words.names),
        )
        for one in criteria
    ]
    for one, name, said in told:
        with st.container(gap=None):
            st.markdown(f"{terms.badge(one.status)} **{name}**")
            st.caption(escape(said))

    def behind() -> list[Behind]:
        return [
            Behind(
                name,
                terms.badge(one.status),
                one.rows,
                fields_of_criterion(one.criterion, clock),
                said,
            )
            for one, name, said in told
        ]

    lineage.button("Rows behind the criteria", behind, now, key="behind_criteria")


def show_cards(
    found: QuarterFigures, words: QuarterWords, now: session.Current, chosen: Scope
) -> None:
    """The key figures with k of n, target, change and trend."""
    labels = {"recovery_target_attainment": words.under_label}
    shown = [found.on_card(one) for one in (*FIRST_CARDS, *MORE_CARDS)]
    with st.skeleton(height=CARDS_HEIGHT):
        earlier = session.earlier_metrics(now, chosen)
    before_quarter = max(earlier, default=None)
    with card_grid("cards"):
        for metric in shown:
            card(
                metric,
                label=labels.get(metric.id),
                operator=found.operator_of(metric.id),
                beside=words.beside(metric.id),
                before=None if before_quarter is None else earlier[before_quarter][metric.id],
                before_name=words.before_name(before_quarter),
                trend=[*(each[metric.id].value for each in earlier.values()), metric.value],
            )
    with st.container(horizontal=True, gap="medium"):
        lineage.button(
            "Rows behind the figures",
            lambda: [behind_metric(metric, chosen.clock) for metric in shown],
            now,
            key="behind_figures",
        )
        csv_button(
            lambda: metrics_table(found.metrics, chosen),
            key="figures",
            file_name=f"figures-{chosen.quarter}",
            label="Figures",
        )
        csv_button(
            found.against,
            key="recovery_times",
            file_name=f"recovery-times-{chosen.quarter}",
            label="Recovery times",
        )


def show_open_gaps(found: QuarterFigures, recorded: Metric, year: int) -> None:
    """What is still open and who owns it, worst first."""
    rows = found.open_gaps
    late = [int(one) for one in rows["days_overdue"].dropna()]
    unmanaged = int(rows["is_unmanaged"].sum())
    st.subheader(gaps.title(recorded.denominator or 0, len(rows), late, unmanaged), anchor=False)
    for row in rows.head(MOST_GAPS).to_dict("records"):
        owner = None if numbers.is_missing(row["owner"]) else row["owner"]
        due = gaps.due(row["due_on"], row["due_precision"], row["days_overdue"], year)
        with st.container(horizontal=True, horizontal_alignment="distribute", gap="small"):
            with st.container(gap=None, width="content"):
                st.markdown(f"**{escape(gaps.name(row['title'], row['gap']))}**")
                st.caption(gaps.owner_line(row["system"], owner, reopened=row["is_reopened"]))
            st.markdown(gaps.badges(owner, due, is_overdue=row["is_overdue"]), width="content")
    if len(rows) > MOST_GAPS:
        st.caption(gaps.more(len(rows) - MOST_GAPS))


def show_last_imports(
    found: QuarterFigures, words: QuarterWords, now: session.Current, chosen: Scope
) -> None:
    """What the imports of the last day changed: rows, the headline rate, the criteria."""
    last = session.last_imports(now)
    at = last[-1]["imported_at"] if last else None
    st.subheader(changes.title(at, now.organisation.zone, chosen.as_of.year), anchor=False)
    st.markdown(changes.of_imports(last))
    with st.skeleton(height=MOVED_HEIGHT):
        before = session.figures_before(now, chosen)
    if before is not None:
        statuses = {one.criterion: one.status for one in before.criteria}
        moved = changes.of_figures(
            words.under_label,
            before.metrics[HEADLINE],
            found.metrics[HEADLINE],
            [
                (evidence.SHORT_NAMES.get(each, each), statuses[each], one.status)
                for one in found.criteria
                for each in [one.criterion]
            ],
        )
        for sentence in moved:
            st.markdown(sentence)
    way_to("history", "See the history", key="see_history")


now = session.opened()
sample_notice(now)
with st.container(gap="xxsmall"):
    chosen = scope.ask(session.quarters(now), now.organisation)
    if chosen is None:
        st.title("No drill has been completed yet", anchor=False)
        empty_screen(
            "Load the results of a drill: one row a system with when it went down and came back.",
            ("Drill", "System", "Disrupted", "Restored", "RTO"),
        )
        st.stop()
    found = session.figures(now, chosen)
    words = words_of(found)
    st.title(words.headline, anchor=False)
    st.markdown(words.summary, help=words.summary_help)

left, right = st.columns([3, 2], gap="medium")
with left:
    show_recovery_times(found, words, now)
with right:
    show_criteria(found.criteria, words, now, chosen.clock)
show_cards(found, words, now, chosen)
left, right = st.columns([3, 2], gap="medium")
with left:
    show_open_gaps(found, found.metrics["gap_closure_rate"], chosen.as_of.year)
with right:
    show_last_imports(found, words, now, chosen)
