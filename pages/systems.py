"""Which systems are we unsure of? Their history, freshness, order, next drill, and questions."""

import streamlit as st

from ui import scope, session
from ui.asked import tell_unknown
from ui.empty import empty_screen
from ui.pictures import beside
from ui.returning import as_left
from ui.sample_notice import sample_notice
from ui.systems.chosen import show_chosen
from ui.systems.next_drill import show_next_drill
from ui.systems.overview import show_cards, show_grid, show_next
from ui.systems.parts import chosen_system, show_all, show_fresh, show_order, show_questions
from ui.systems.view import headline, named_only, quarters, summary, view_of
from wording import systems as words

now = session.opened()
sample_notice(now)
with st.container(gap="xxsmall"):
    chosen = scope.ask(quarters(now), now.organisation)
    view = None if chosen is None else view_of(now, chosen)
    if view is None or not view.rank:
        named = named_only(now)
        st.title(words.nothing_title(named), anchor=False)
        empty_screen(
            words.what_to_load(named),
            ("System", "Tier", "RTO", "Depends on", "Cost of an hour"),
        )
        st.stop()
    st.title(headline(view), anchor=False)
    st.markdown(summary(view))

left, right = beside()
with left:
    show_grid(view)
with right:
    show_next(view)
show_cards(view)
show_chosen(view)

PARTS = ("How fresh", "Recovery order", "Next drill", "Questions", "All systems")
tell_unknown("part", "part", PARTS, PARTS[0])
with as_left("part"):
    fresh, order, coming, asked, every = st.tabs(
        PARTS,
        key="part",
        on_change="rerun",
        bind="query-params",
    )
with fresh:
    if fresh.open:
        show_fresh(view)
with order:
    if order.open:
        show_order(view, chosen_system(view))
with coming:
    if coming.open:
        show_next_drill(view)
with asked:
    if asked.open:
        show_questions(view)
with every:
    if every.open:
        show_all(view)
