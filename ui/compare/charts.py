"""The pictures of a comparison, each under the sentence it proves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
from ui.compare.figures import Key
from ui.ink import ink
from ui.pictures import Picture, heading, show_picture
from wording import compare as words
from wording import compare_minutes as minutes
from wording import compare_steps as totals

MOST_SYSTEMS = 20  # in the paired dots; a phone scrolls no further
MOST_CLOCK_SYSTEMS = 12
_OUTCOMES = ["system", "outcome_a", "outcome_b"]
_VERDICTS = ["verdict_a", "verdict_b"]
_CHANGES = ["system", "label", "change_seconds"]


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


@dataclass(frozen=True)
class _Marked(Picture):
    """A picture whose marks lead to rows: (drill, system) by the row and the column they carry."""

    marks: list[list[tuple[str, str]]] = field(default_factory=list)


@st.cache_resource(max_entries=64, show_spinner=False)
def _dots(key: Key, drawn_in: theme.Ink, _found: PairFigures, _short: Mapping[str, str]) -> _Marked:
    every = _found.comparison.systems
    shown = in_reading_order(every, MOST_SYSTEMS).to_dict("records")
    rows = words.dot_rows(shown, _short, key.pair)
    title = words.dots_title(every[_CHANGES].to_dict("records"), _short)
    return _Marked(
        title,
        words.dots_caption(key.pair, len(shown), len(every), rows),
        paired_dots(pd.DataFrame(rows), ink=drawn_in) if rows else None,
        words.dots_alternative(title, rows, key.pair),
        words.apart_sentence(every[_OUTCOMES].to_dict("records"), key.pair) or "",
        [[(drill, str(row["system"])) for drill in key.drills] for row in rows],
    )


def show_dots(found: PairFigures, key: Key, short: Mapping[str, str]) -> None:
    """Every system's time in A and in B."""
    kept = _dots(key, ink(), found, short)
    show_picture(
        kept,
        key="compare_dots",
        needs="A result for each system is needed: when it was lost and back.",
        on_select=partial(remember_click, "compare_dots", kept.marks),
    )


@dataclass(frozen=True)
class _Matrix:
    """The verdict matrix as it is shown, and a line a drill of what would have met it."""

    title: str
    shown: pd.DataFrame
    lines: list[str]


@st.cache_resource(max_entries=64, show_spinner=False)
def _matrix(key: Key, _found: PairFigures, _short: Mapping[str, str]) -> _Matrix:
    pair = key.pair
    counts = {one["cell"]: one["count"] for one in _found.metrics["verdict_matrix"].detail}
    shown, _ = words.matrix_rows(_found.comparison.systems[_VERDICTS].to_dict("records"), pair)
    drills = dict(zip(key.drills, pair, strict=True))
    lines = minutes.flip_sentences(_found.step_flips.to_dict("records"), _short, drills)
    return _Matrix(words.matrix_title(counts), pd.DataFrame(shown), lines)


def show_matrix(found: PairFigures, key: Key, short: Mapping[str, str]) -> None:
    """How verdicts went from A to B, and the least that would have turned a miss."""
    kept, pair = _matrix(key, found, short), key.pair
    heading(kept.title, f"Each system's own RTO; rows {pair.a}, columns {pair.b}")
    st.table(
        kept.shown,
        hide_index=True,
        border="horizontal",
        alt=f"How many systems met and missed their own RTO in {pair.a} and {pair.b}",
    )
    for line in kept.lines:
        st.markdown(line)


@st.cache_resource(max_entries=64, show_spinner=False)
def _phases(key: Key, drawn_in: theme.Ink, _found: PairFigures) -> Picture:
    parts = _found.phase_steps.to_dict("records")
    title = totals.phase_title(parts, key.pair)
    both, not_split = _found.totals, _found.not_split
    rows = totals.phase_rows(parts)
    return Picture(
        title,
        totals.phase_caption(
            both.earlier_seconds, both.later_seconds, both.pairs, not_split, key.pair
        ),
        steps(pd.DataFrame(rows), unit="s", ink=drawn_in) if rows else None,
        totals.steps_alternative(title, rows) if rows else "",
    )


def show_phases(found: PairFigures, key: Key) -> None:
    """Where the change of the total lies, phase by phase."""
    kept = _phases(key, ink(), found)
    needs = "It needs a system with a time in both drills."
    show_picture(kept, key="compare_phases", needs=needs)


@st.cache_resource(max_entries=64, show_spinner=False)
def _attainment(key: Key, drawn_in: theme.Ink, _found: PairFigures) -> Picture:
    del key  # the cache's key
    parts = _found.attainment_steps.to_dict("records")
    title = totals.attainment_title(parts)
    rows = totals.attainment_rows(parts, _found.metrics["attainment_change"].detail)
    return Picture(
        title,
        totals.attainment_caption(*_found.attainment),
        steps(pd.DataFrame(rows), unit="share", ink=drawn_in) if rows else None,
        totals.steps_alternative(title, rows) if rows else "",
    )


def show_attainment(found: PairFigures, key: Key) -> None:
    """What moved RTO attainment: performance, objectives, scope."""
    kept = _attainment(key, ink(), found)
    show_picture(
        kept, key="compare_attainment", needs="It needs an RTO and a result in both drills."
    )


@st.cache_resource(max_entries=64, show_spinner=False)
def _clocks(
    key: Key, side: str, drawn_in: theme.Ink, _found: PairFigures, _short: Mapping[str, str]
) -> _Marked:
    every = _found.clock_verdicts
    title = totals.clock_title(_found.turning, _found.clock, key.pair)
    shown = turning_first(every, side, MOST_CLOCK_SYSTEMS)
    rows = totals.clock_rows(shown.to_dict("records"), _short, key.pair)
    whole = every.loc[every["side"] == side, "system"].nunique()
    drill = key.drills["ab".index(side)]
    systems = dict.fromkeys(str(row["system"]) for row in rows)
    frame = pd.DataFrame(rows)
    return _Marked(
        title,
        totals.clock_caption(key.pair, side, shown["system"].nunique(), whole),
        clock_grid(frame, clock=_found.clock, ink=drawn_in) if rows else None,
        totals.clock_alternative(title, rows, key.pair, side) if rows else "",
        marks=[[(drill, one)] for one in systems],
    )


def show_clocks(found: PairFigures, key: Key, short: Mapping[str, str]) -> None:
    """Every verdict under every clock."""
    head = st.container(gap=None)
    side = st.segmented_control(
        "Drill",
        ["a", "b"],
        default="b",
        required=True,
        format_func=key.pair.of,
        key="clocks_of",
        bind="query-params",
        label_visibility="collapsed",
    )
    kept = _clocks(key, side if isinstance(side, str) else "b", ink(), found, short)
    with head:
        st.subheader(kept.title, anchor=False)
        st.caption(kept.caption)
    show_picture(
        kept,
        key="compare_clocks",
        needs="It needs a tested system in this drill.",
        on_select=partial(remember_click, "compare_clocks", kept.marks),
        is_headed=False,
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
