"""The tables of a comparison, each in a tab that is worked out when it is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import pandas as pd
import streamlit as st

from analytics.comparison.matched import in_minutes
from analytics.comparison.pairing import PairFigures
from ui.asked import tell_unknown
from ui.compare.behind import without_keys
from ui.pictures import heading
from ui.returning import as_left
from ui.tables import MOST_FOR_READING, csv_button, headings, table
from wording import compare as words
from wording import compare_minutes as minutes
from wording import compare_steps as totals

MOST_ROWS = 12  # of a table for reading
PART = "show"  # the open tab, in the address


def show_parts(found: PairFigures, pair: words.Pair, short: Mapping[str, str]) -> None:
    """The tabs; what is hidden costs nothing."""
    shows: dict[str, Callable[[], None]] = {
        "All systems": partial(show_systems, found, pair),
        "What would have met it": partial(show_flips, found, pair, short),
        "Gaps and minutes": partial(show_gaps, found, pair),
        "Both drills by clock": partial(show_by_clock, found, pair),
    }
    tell_unknown(PART, "part", shows, next(iter(shows)))
    with as_left(PART):
        tabs = st.tabs(list(shows), key=PART, on_change="rerun", bind="query-params")
    for tab, show in zip(tabs, shows.values(), strict=True):
        if tab.open:
            with tab:
                show()


def show_systems(found: PairFigures, pair: words.Pair) -> None:
    """Every system of both drills: for reading while they are few, else for sorting."""
    ordered = found.ordered
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
            without_keys(frame),
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
            without_keys(gaps),
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
            without_keys(fixed),
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
