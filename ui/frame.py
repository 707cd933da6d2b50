"""The frame around every screen: logo, navigation in four groups, the watch for changes.

Run by the server of `app.py` on every rerun of every screen, so it stays cheap.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import streamlit as st

ROOT = Path(__file__).resolve().parents[1]
ASSETS = ROOT / "assets"
WATCH_SECONDS = 3


class Screen(NamedTuple):
    """One entry of the navigation; its file is `pages/<name>.py`, its address `/<name>`."""

    group: str
    name: str
    title: str
    icon: str
    question: str


# In the order a person meets them. The first one is home: it answers at / only.
SCREENS = (
    Screen(
        "Quarter",
        "scorecard",
        "Scorecard",
        "fact_check",
        "Did we meet the quarter's target, and are we getting better?",
    ),
    Screen("Quarter", "milestones", "Milestones", "flag", "Are we on plan?"),
    Screen(
        "Quarter",
        "reports",
        "Reports",
        "description",
        "What do I take to the board and the auditor?",
    ),
    Screen("Drills", "drill", "Drill", "timeline", "What happened in this drill?"),
    Screen(
        "Drills",
        "compare",
        "Compare",
        "compare_arrows",
        "Was the second drill better, where, and is it real?",
    ),
    Screen("Drills", "systems", "Systems", "dns", "Which systems are we unsure of?"),
    Screen(
        "Improve",
        "gaps",
        "Gaps and actions",
        "build",
        "What is still broken, who owns it, is it proven fixed?",
    ),
    Screen(
        "Improve", "people", "People", "groups", "Were people ready, told in time, and content?"
    ),
    Screen("Improve", "risks", "Risks and resources", "warning", "What could stop us?"),
    Screen("Data", "upload", "Upload", "upload_file", "Will my file go in right?"),
    Screen(
        "Data",
        "history",
        "History",
        "history",
        "Who loaded what, when, and what did it change?",
    ),
    Screen("Data", "explore", "Explore", "table_chart", "My own question"),
    Screen("Data", "dictionary", "Dictionary", "menu_book", "What does this number mean?"),
    Screen("Data", "settings", "Settings", "settings", "What are our targets?"),
)


def navigation() -> dict[str, list[st.Page]]:
    """The screens there are, by group, in the order of `SCREENS`."""
    groups: dict[str, list[st.Page]] = {}
    for screen in SCREENS:
        file = ROOT / "pages" / f"{screen.name}.py"
        if not file.exists():
            continue
        page = st.Page(
            file,
            title=screen.title,
            icon=f":material/{screen.icon}:",
            url_path=screen.name,
            default=not groups,
            help=screen.question,
        )
        groups.setdefault(screen.group, []).append(page)
    return groups


def ink() -> str:
    """`light` or `dark`: what figures on this screen are drawn for."""
    return st.context.theme.type or "light"  # None on the first run of a session


@st.fragment(run_every=WATCH_SECONDS)
def watch(drawn_with: str) -> None:
    """Draw the screen again when the theme was switched: the switch alone reruns nothing.

    The store's version joins the theme here, so an open screen sees a new import.
    """
    if ink() != drawn_with:
        st.rerun()


st.set_page_config(
    page_title="Drillboard",
    page_icon=ASSETS / "icon.png",  # shipped: otherwise a page's icon is fetched from another host
    layout="wide",
)
st.logo(ASSETS / "logo.svg", size="large", icon_image=ASSETS / "mark.svg")
page = st.navigation(navigation(), expanded=True)
# The scope (quarter or drills, as-of date, clock) is asked for here, above the page's own header.
page.run()
watch(ink())
