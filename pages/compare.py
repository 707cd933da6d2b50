"""Was the second drill better, where, and is it real?"""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analytics.comparison.clock_sensitivity import turning_first
from analytics.comparison.matched import in_minutes, in_reading_order
from analytics.comparison.pairing import (
    PairFigures,
    fixed_gap_rows,
    flip_rows,
    gap_minute_rows,
    rows_of_test,
    sensitivity_rows,
    why_not_comparable,
)
from analytics.metric import Metric
from analytics.recovery.clock import STARTS, STOPS
from analytics.scorecard import fields_behind
from charts import theme
from charts.clock_grid import clock_grid
from charts.paired_dots import paired_dots
from charts.steps import steps
from ui import compared, lineage, pair_scope, session
from ui.empty import empty_chart, empty_screen
from ui.ink import ink
from ui.lineage import Behind
from ui.sample_notice import sample_notice
from ui.tables import MOST_FOR_READING, csv_button, headings, table
from wording import compare as words
from wording import compare_minutes as minutes
from wording import compare_notes as notes
from wording import compare_steps as totals
from wording import figures, names, terms

MOST_SYSTEMS = 20  # in the paired dots; a phone scrolls no further
MOST_CLOCK_SYSTEMS = 12
MOST_ROWS = 12  # of a table for reading
EMPTY_HEIGHT = 120
DAYS = ["drill", "started_on", "ended_on"]
OUTCOMES = ["system", "outcome_a", "outcome_b"]
VERDICTS = ["verdict_a", "verdict_b"]
_CLICKED, _LAST = "compare_clicked", "compare_last_clicked"
_GAP_FIELDS = ("drill", "system", "title", "category", "time_lost_seconds", "closed_on", "status")
_EVERY_CLOCK = {
    "recovery": (
        *STARTS.values(),
        *STOPS.values(),
        "recovery_time_seconds",
        "rto_seconds",
        "outcome",
    )
}
TABS = ("All systems", "What would have met it", "Gaps and minutes", "Both drills by clock")


def heading(title: str, caption: str | None = None) -> None:
    """A chart's finding, and directly under it what is measured."""
    with st.container(gap=None):
        st.subheader(title, anchor=False)
        if caption:
            st.caption(caption)


def remember_click(key: str, marks: list[list[tuple[str, str]]]) -> None:
    """Keep the (drill, system) of the mark that was clicked for the run that follows.

    marks : by the row and the column that the mark carries. A second click on the same mark takes
        its selection back: it asks for the same rows again.
    """
    points = st.session_state[key]["selection"]["points"]
    if points and points[0].get("customdata"):
        row, column = points[0]["customdata"]
        st.session_state[_LAST] = marks[int(row)][int(column)]
    if _LAST in st.session_state:
        st.session_state[_CLICKED] = st.session_state[_LAST]


def show_dots(found: PairFigures, pair: words.Pair, aliases: Mapping[str, list[str]]) -> None:
    """Every system's time in A and in B."""
    every = found.comparison.systems
    shown = in_reading_order(every, MOST_SYSTEMS).to_dict("records")
    rows = words.dot_rows(shown, aliases, pair)
    title = words.dots_title(rows, shown)
    heading(title, words.dots_caption(pair, len(shown), len(every), rows))
    if not rows:
        empty_chart(EMPTY_HEIGHT, "A result for each system is needed: when it was lost and back.")
        return
    sides = (found.comparison.drill_a, found.comparison.drill_b)
    marks = [[(drill, str(row["system"])) for drill in sides] for row in rows]
    st.plotly_chart(
        paired_dots(pd.DataFrame(rows), ink=ink()),
        theme=None,
        config=theme.config(title),
        key="compare_dots",
        on_select=partial(remember_click, "compare_dots", marks),
        selection_mode="points",
        alt=words.dots_alternative(title, rows, pair),
    )
    apart = words.apart_sentence(every[OUTCOMES].to_dict("records"), pair)
    if apart:
        st.caption(apart)


def show_matrix(found: PairFigures, pair: words.Pair, short: Mapping[str, str]) -> None:
    """How verdicts went from A to B, and the least that would have turned a miss."""
    matrix = found.metrics["verdict_matrix"].detail
    heading(
        words.matrix_title({one["cell"]: one["count"] for one in matrix}),
        f"Each system's own RTO; rows {pair.a}, columns {pair.b}",
    )
    shown, _ = words.matrix_rows(found.comparison.systems[VERDICTS].to_dict("records"), pair)
    st.table(
        pd.DataFrame(shown),
        hide_index=True,
        border="horizontal",
        alt=f"How many systems met and missed their own RTO in {pair.a} and {pair.b}",
    )
    drills = {found.comparison.drill_a: pair.a, found.comparison.drill_b: pair.b}
    for line in minutes.flip_sentences(found.flips.to_dict("records"), short, drills):
        st.markdown(line)


def show_phases(found: PairFigures, pair: words.Pair) -> None:
    """Where the change of the total lies, phase by phase."""
    parts = found.phase_steps.to_dict("records")
    title = totals.phase_title(parts, pair)
    both, not_split = found.totals, found.not_split
    heading(
        title,
        totals.phase_caption(both.earlier_seconds, both.later_seconds, both.pairs, not_split, pair),
    )
    rows = totals.phase_rows(parts)
    if not rows:
        empty_chart(EMPTY_HEIGHT, "It needs a system with a time in both drills.")
        return
    st.plotly_chart(
        steps(pd.DataFrame(rows), unit="s", ink=ink()),
        theme=None,
        config=theme.config(title),
        key="compare_phases",
        alt=totals.steps_alternative(title, rows),
    )


def show_attainment(found: PairFigures) -> None:
    """What moved RTO attainment: performance, objectives, scope."""
    parts = found.attainment_steps.to_dict("records")
    title = totals.attainment_title(parts)
    heading(title, totals.attainment_caption(*found.attainment))
    rows = totals.attainment_rows(parts, found.metrics["attainment_change"].detail)
    if not rows:
        empty_chart(EMPTY_HEIGHT, "It needs an RTO and a result in both drills.")
        return
    st.plotly_chart(
        steps(pd.DataFrame(rows), unit="share", ink=ink()),
        theme=None,
        config=theme.config(title),
        key="compare_attainment",
        alt=totals.steps_alternative(title, rows),
    )


def show_clocks(found: PairFigures, pair: words.Pair, aliases: Mapping[str, list[str]]) -> None:
    """Every verdict under every clock."""
    every = found.clock_verdicts
    title = totals.clock_title(found.turning, found.clock, pair)
    head = st.container(gap=None)
    side = st.segmented_control(
        "Drill",
        ["a", "b"],
        default="b",
        required=True,
        format_func=pair.of,
        key="clocks_of",
        label_visibility="collapsed",
    )
    side = side if isinstance(side, str) else "b"
    shown = turning_first(every, side, MOST_CLOCK_SYSTEMS)
    rows = totals.clock_rows(shown.to_dict("records"), aliases, pair)
    with head:
        st.subheader(title, anchor=False)
        st.caption(
            totals.clock_caption(
                pair,
                side,
                shown["system"].nunique(),
                every.loc[every["side"] == side, "system"].nunique(),
            )
        )
    if not rows:
        empty_chart(EMPTY_HEIGHT, "It needs a tested system in this drill.")
        return
    drill = found.comparison.drill_a if side == "a" else found.comparison.drill_b
    systems = list(dict.fromkeys(str(row["system"]) for row in rows))
    st.plotly_chart(
        clock_grid(pd.DataFrame(rows), clock=found.clock, ink=ink()),
        theme=None,
        config=theme.config(title),
        key="compare_clocks",
        on_select=partial(remember_click, "compare_clocks", [[(drill, one)] for one in systems]),
        selection_mode="points",
        alt=totals.clock_alternative(title, rows, pair, side),
    )


def show_conditions(found: PairFigures, pair: words.Pair) -> None:
    """What else differed between the drills."""
    told = found.conditions.to_dict("records")
    heading(words.conditions_title(told), f"What differed between {pair.a} and {pair.b}")
    rows = words.conditions_rows(told, pair)
    if rows:
        st.table(
            pd.DataFrame(rows),
            hide_index=True,
            border="horizontal",
            alt=f"Conditions that differed between {pair.a} and {pair.b}",
        )
    alike = words.conditions_caption(told)
    if alike:
        st.caption(alike)


def behind_figures(found: PairFigures) -> list[Behind]:
    """Every figure of the screen with the rows it rests on."""
    behind = [
        Behind(
            terms.TERMS[metric.id].name,
            figures.with_count(metric),
            metric.rows,
            fields_behind(metric.id, found.clock),
            terms.TERMS[metric.id].meaning,
        )
        for metric in found.comparison.metrics
    ]
    tests = {
        **fields_behind("phase_share", found.clock),
        **fields_behind("verdict_matrix", found.clock),
    }
    gaps = {**tests, "gap": _GAP_FIELDS}
    behind += [
        Behind("Verdicts under every clock", "", sensitivity_rows(found), _EVERY_CLOCK),
        Behind("What would have met it", "", flip_rows(found), tests),
        Behind("Minutes beside gaps", "", gap_minute_rows(found), gaps),
        Behind("Gaps fixed between the drills", "", fixed_gap_rows(found), gaps),
    ]
    return behind


def show_downloads(found: PairFigures, now: session.Current) -> None:
    """The rows behind every figure, and the figures as files."""
    files = {
        "Systems": found.comparison.systems,
        "Phases": found.phase_steps,
        "Attainment": found.attainment_steps,
        "Verdicts by clock": found.clock_verdicts,
        "Conditions": found.conditions,
    }
    with st.container(horizontal=True, gap="medium"):
        # gathered when it is pressed, not before
        if st.button(
            "Rows behind the figures",
            key="behind_comparison",
            type="tertiary",
            icon=":material/table_rows:",
        ):
            lineage.show(behind_figures(found), now)
        for label, frame in files.items():
            name = label.lower().replace(" ", "-")
            csv_button(frame, key=f"compare_{name}", file_name=f"compare-{name}", label=label)


def show_systems(found: PairFigures, pair: words.Pair) -> None:
    """Every system of both drills: for reading while they are few, else for sorting."""
    ordered = in_reading_order(found.comparison.systems)
    few = (
        ordered.head(MOST_FOR_READING).to_dict("records")
        if len(ordered) <= MOST_FOR_READING
        else []
    )
    table(
        pd.DataFrame(words.system_rows(few, pair), index=range(len(few))) if few else ordered,
        headings(in_minutes(ordered), words.system_heads(pair)),
        key="compare_every_system",
        alt=f"Every system of {pair.a} and {pair.b}",
        file_name="compare-every-system",
    )


def show_flips(found: PairFigures, pair: words.Pair, short: Mapping[str, str]) -> None:
    """What would have met each missed test."""
    own, programme = found.flips, found.programme_flips
    drills = {found.comparison.drill_a: pair.a, found.comparison.drill_b: pair.b}
    target = found.basis.target
    heading(
        minutes.flip_title(own.to_dict("records"), short, pair),
        minutes.flip_caption(found.clock),
    )
    steps = found.step_flips.to_dict("records")
    for frame, against, key in ((own, "own RTO", "own"), (programme, "programme", "programme")):
        if frame.empty:
            st.markdown(minutes.no_flip(against, target.value, target.operator))
            continue
        show_rows(
            minutes.flip_rows(
                frame.to_dict("records"), drills, against, steps if key == "own" else ()
            ),
            frame.drop(columns=["record", "row_key"]),
            key=f"compare_flips_{key}",
            alt=f"What would have met the {against} of every missed test",
            noun="missed test",
        )


def show_gaps(found: PairFigures, pair: words.Pair) -> None:
    """Time lost beside gaps, and gaps fixed beside improvements."""
    drills = {found.comparison.drill_a: pair.a, found.comparison.drill_b: pair.b}
    gaps, tests = found.gap_minutes.gaps, found.gap_minutes.tests.to_dict("records")
    heading(minutes.gaps_title(tests), minutes.gaps_caption(tests, drills))
    if gaps.empty:
        st.markdown(f"No gap is recorded for {pair.a} or {pair.b}.")
    else:
        show_rows(
            minutes.gap_rows(gaps.to_dict("records"), drills),
            gaps.drop(columns="row_key"),
            key="compare_gaps",
            alt="Gaps and the minutes they account for",
            noun="gap",
        )
    fixed = found.fixed_gaps
    systems = found.comparison.systems.to_dict("records")
    rows = fixed.to_dict("records")
    heading(minutes.fixed_title(rows, pair), minutes.fixed_caption(rows, systems, pair))
    if rows:
        show_rows(
            minutes.fixed_rows(rows),
            fixed[[name for name in fixed if not name.startswith(("row_key", "record"))]],
            key="compare_fixed",
            alt=f"Gaps of {pair.a} closed before {pair.b}, beside their system's change",
            noun="gap",
        )


def show_by_clock(found: PairFigures, pair: words.Pair) -> None:
    """Both drills under every clock."""
    heading(
        totals.by_clock_title(found.by_clock.to_dict("records"), pair),
        "RTO attainment and the typical change by each start and stop of the clock; the chosen one "
        "is bold",
    )
    show_rows(
        totals.by_clock_rows(found.by_clock.to_dict("records"), found.clock, pair),
        found.by_clock,
        key="compare_by_clock",
        alt="Both drills under every clock",
        noun="clock",
    )


def show_rows(
    shown: list[dict[str, str]], raw: pd.DataFrame, *, key: str, alt: str, noun: str
) -> None:
    """The first rows of a table for reading, all of them in its CSV."""
    st.table(pd.DataFrame(shown[:MOST_ROWS]), hide_index=True, border="horizontal", alt=alt)
    if len(shown) > MOST_ROWS:
        st.caption(minutes.more_rows(MOST_ROWS, len(shown), noun))
    csv_button(raw, key=key, file_name=key.replace("_", "-"))


def show_clicked(found: PairFigures, now: session.Current, drills: Mapping[str, str]) -> None:
    """The rows behind the mark that was clicked, once."""
    clicked: tuple[str, str] | None = st.session_state.pop(_CLICKED, None)
    if clicked is None:
        return
    drill, system = clicked
    rows = rows_of_test(found.tests, drill, system)
    value = words.test_in_words(found.comparison.systems.to_dict("records"), system, drill, drills)
    fields = {**fields_behind("verdict_matrix", found.clock), "system": ("rto_seconds",)}
    behind = Behind(f"{system} in {drills.get(drill, drill)}", value, rows, fields)
    lineage.show([behind], now)


def show_comparison(found: PairFigures, pair: words.Pair, now: session.Current) -> None:
    """Everything under the headline."""
    aliases = session.aliases(now)
    compared_drills = (found.comparison.drill_a, found.comparison.drill_b)
    drills = dict(zip(compared_drills, pair, strict=True))
    short = names.short_names(list(found.comparison.systems["system"]), aliases)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        show_dots(found, pair, aliases)
    with right:
        show_matrix(found, pair, short)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        show_phases(found, pair)
    with right:
        show_attainment(found)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        show_clocks(found, pair, aliases)
    with right:
        show_conditions(found, pair)
    show_downloads(found, now)
    tabs = st.tabs(list(TABS), key="compare_part", on_change="rerun")
    shows: list[Any] = [
        partial(show_systems, found, pair),
        partial(show_flips, found, pair, short),
        partial(show_gaps, found, pair),
        partial(show_by_clock, found, pair),
    ]
    for tab, show in zip(tabs, shows, strict=True):
        if tab.open:
            with tab:
                show()
    show_clicked(found, now, drills)


def shift_of(metric: Metric) -> Mapping[str, Any] | None:
    """The shift among the parts of the evidence; None without a pair."""
    part = next((one for one in metric.detail if one.get("part") == "shift"), None)
    return None if part is None or not part["pairs"] else part


now = session.opened()
sample_notice(now)
with st.container(gap="xxsmall"):
    chosen = pair_scope.ask(compared.drills_today(now), now.organisation)
    if chosen is None:
        st.title(notes.NOT_TWO, anchor=False)
        empty_screen(notes.WHAT_TO_LOAD, ("Drill", "System", "Disrupted", "Restored", "RTO"))
        st.stop()
    for note in chosen.notes:
        st.markdown(f":orange-badge[▲] {note}")
    if chosen.drill_a == chosen.drill_b:
        st.title(notes.SAME, anchor=False)
        st.markdown(notes.CHOOSE)
        st.stop()
    found = compared.figures(now, chosen)
    known = compared.drills_today(now)[DAYS].set_index("drill", drop=False)
    pair = words.pair_names(known.loc[[chosen.drill_a, chosen.drill_b]].to_dict("records"))
    unready = {
        drill: why
        for drill in (chosen.drill_a, chosen.drill_b)
        if (why := why_not_comparable(found.basis.drills, drill)) is not None
    }
    if unready:
        drill, why = next(iter(unready.items()))
        name = pair.a if drill == chosen.drill_a else pair.b
        st.title(notes.not_ended(name, why, chosen.as_of), anchor=False)
        st.markdown(notes.LATER)
        st.stop()
    st.title(words.headline(found.comparison.systems["label"], pair), anchor=False)
    metrics = found.metrics
    shift = shift_of(metrics["improvement_evidence"])
    st.markdown(
        words.summary(
            found.totals.earlier_seconds,
            found.totals.later_seconds,
            found.totals.pairs,
            metrics["improvement_typical"].value,
            shift,
            list(found.comparison.confounders["what"]),
            pair,
        )
    )
    sure = words.shift_sentence(shift)
    if sure:
        st.caption(sure)
    if chosen.is_turned:
        st.caption(notes.turned(pair.a, pair.b))
show_comparison(found, pair, now)
