"""The pictures of a comparison, each under the sentence it proves."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd
import streamlit as st

from analytics.comparison.clock_sensitivity import turning_first
from analytics.comparison.matched import in_reading_order
from analytics.comparison.pairing import PairFigures
from charts import theme
from charts.clock_grid import clock_grid
from charts.paired_dots import paired_dots
from charts.steps import steps
from ui.compare.behind import CLICKED, LAST
from ui.empty import empty_chart
from ui.ink import ink
from wording import compare as words
from wording import compare_minutes as minutes
from wording import compare_steps as totals

MOST_SYSTEMS = 20  # in the paired dots; a phone scrolls no further
MOST_CLOCK_SYSTEMS = 12
EMPTY_HEIGHT = 120
_OUTCOMES = ["system", "outcome_a", "outcome_b"]
_VERDICTS = ["verdict_a", "verdict_b"]
_CHANGES = ["system", "label", "change_seconds"]


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
        st.session_state[LAST] = marks[int(row)][int(column)]
    if LAST in st.session_state:
        st.session_state[CLICKED] = st.session_state[LAST]


def show_dots(found: PairFigures, pair: words.Pair, short: Mapping[str, str]) -> None:
    """Every system's time in A and in B."""
    every = found.comparison.systems
    shown = in_reading_order(every, MOST_SYSTEMS).to_dict("records")
    rows = words.dot_rows(shown, short, pair)
    title = words.dots_title(every[_CHANGES].to_dict("records"), short)
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
    apart = words.apart_sentence(every[_OUTCOMES].to_dict("records"), pair)
    if apart:
        st.caption(apart)


def show_matrix(found: PairFigures, pair: words.Pair, short: Mapping[str, str]) -> None:
    """How verdicts went from A to B, and the least that would have turned a miss."""
    matrix = found.metrics["verdict_matrix"].detail
    heading(
        words.matrix_title({one["cell"]: one["count"] for one in matrix}),
        f"Each system's own RTO; rows {pair.a}, columns {pair.b}",
    )
    shown, _ = words.matrix_rows(found.comparison.systems[_VERDICTS].to_dict("records"), pair)
    st.table(
        pd.DataFrame(shown),
        hide_index=True,
        border="horizontal",
        alt=f"How many systems met and missed their own RTO in {pair.a} and {pair.b}",
    )
    drills = {found.comparison.drill_a: pair.a, found.comparison.drill_b: pair.b}
    for line in minutes.flip_sentences(found.step_flips.to_dict("records"), short, drills):
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


def show_clocks(found: PairFigures, pair: words.Pair, short: Mapping[str, str]) -> None:
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
    rows = totals.clock_rows(shown.to_dict("records"), short, pair)
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
