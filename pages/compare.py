"""Was the second drill better, where, and is it real?"""

from collections.abc import Mapping

import streamlit as st

from analytics.comparison.pairing import PairFigures, why_not_comparable
from ui import session
from ui.compare import figures, scope
from ui.compare.behind import show_clicked, show_downloads
from ui.compare.charts import (
    show_attainment,
    show_clocks,
    show_conditions,
    show_dots,
    show_matrix,
    show_phases,
)
from ui.compare.parts import show_parts
from ui.empty import empty_screen
from ui.pictures import beside
from ui.sample_notice import sample_notice
from wording import compare as words
from wording import compare_notes as notes

DAYS = ["drill", "started_on", "ended_on"]


def show_comparison(
    found: PairFigures, key: figures.Key, short: Mapping[str, str], now: session.Current
) -> None:
    """Everything under the headline. short : every system's short name."""
    pair = key.pair
    left, right = beside()
    with left:
        show_dots(found, key, short)
    with right:
        show_matrix(found, key, short)
    left, right = beside()
    with left:
        show_phases(found, key)
    with right:
        show_attainment(found, key)
    left, right = beside()
    with left:
        show_clocks(found, key, short)
    with right:
        show_conditions(found, pair)
    show_downloads(found, now)
    show_parts(found, pair, short)
    show_clicked(found, now, dict(zip(key.drills, pair, strict=True)))


now = session.opened()
sample_notice(now)
with st.container(gap="xxsmall"):
    chosen = scope.ask(figures.drills_today(now), figures.offer_today(now), now.organisation)
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
    found = figures.figures(now, chosen)
    known = figures.drills_today(now)[DAYS].set_index("drill", drop=False)
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
    key = figures.key_of(found, pair, now)
    told = figures.told(key, found, now)
    st.title(told.headline, anchor=False)
    st.markdown(told.summary)
    if told.sure:
        st.caption(told.sure, help=told.sure_help)
    if chosen.is_turned:
        st.caption(notes.turned(pair.a, pair.b))
show_comparison(found, key, told.short, now)
