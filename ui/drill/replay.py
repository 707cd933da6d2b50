"""The replay: one moment of the drill, chosen by a slider; only this part is drawn anew."""

from __future__ import annotations

import streamlit as st

from analytics.drill import DrillFigures, DrillRecords, Runbook, moments
from ui import session
from ui.asked import tell_unknown
from ui.drill import figures
from wording import replay as sentences
from wording.drill import DrillWords
from wording.sentences import capital

MOMENT = "at"
LINE_BREAK = "  \n"


@st.fragment
def replay(
    found: DrillFigures,
    records: DrillRecords,
    runbook: Runbook,
    words: DrillWords,
    now: session.Current,
) -> None:
    """The slider, and what was up, what ran, who had been told and what waited at that moment."""
    if found.is_tabletop:
        st.subheader("Estimated times are not replayed", anchor=False)
        st.caption("A tabletop has no course of its own: nothing went down and nothing came back.")
        return
    offered = moments(found)
    if len(offered) < 2:
        st.subheader("No moment of this drill is known", anchor=False)
        st.caption("A replay needs instants: when systems were lost and back, or steps were done.")
        return
    usual = offered[len(offered) // 3]
    labels = [sentences.at(one) for one in offered]
    tell_unknown(MOMENT, "moment", labels, usual, sentences.at(usual), st.empty())
    chosen = st.select_slider(
        sentences.ZERO[found.face.zero],
        offered,
        value=usual,
        format_func=sentences.at,
        key=MOMENT,
        bind="query-params",
    )
    moment = figures.moment(now, found, records, runbook, chosen)
    st.subheader(sentences.title(moment), anchor=False)
    # As many elements at every moment: of a run that the next moment cuts short none is left over.
    hold, on_hold = st.empty(), sentences.hold_line(moment, words)
    if on_hold:
        hold.markdown(on_hold)
    columns = st.columns(3, gap="medium")
    parts = (
        ("systems", sentences.systems_title(moment), sentences.system_lines(moment, words)),
        ("steps", sentences.steps_title(moment), sentences.step_lines(moment)),
        ("told", sentences.told_title(moment), sentences.told_lines(moment)),
    )
    for column, (name, title, lines) in zip(columns, parts, strict=True):
        with column, st.container(key=f"replay_{name}", gap="xxsmall"):
            st.markdown(LINE_BREAK.join((f"**{capital(title)}**", *lines)))
