"""The frame around every screen: logo, navigation in four groups, the watch for changes.

Run by the server of `app.py` on every rerun of every screen, so it stays cheap.
"""

from __future__ import annotations

import streamlit as st

from ui import session
from ui.ink import ink
from ui.screens import ROOT, SCREENS

ASSETS = ROOT / "assets"
WATCH_SECONDS = 3


def navigation() -> dict[str, list[st.Page]]:
    """The screens there are, by group, in the order of `SCREENS`."""
    groups: dict[str, list[st.Page]] = {}
    for screen in SCREENS:
        if not screen.file.exists():
            continue
        page = st.Page(
            screen.file,
            title=screen.title,
            icon=f":material/{screen.icon}:",
            url_path=screen.name,
            default=not groups,
            help=screen.question,
        )
        groups.setdefault(screen.group, []).append(page)
    return groups


@st.fragment(run_every=WATCH_SECONDS)
def watch(drawn_with: str) -> None:
    """Draw the screen again when the theme was switched, which alone reruns nothing, or when the
    store has changed, so that an open screen sees a new import.
    """
    if ink() != drawn_with or session.has_moved():
        st.rerun()


st.set_page_config(
    page_title="Drillboard",
    page_icon=ASSETS / "icon.png",  # shipped: otherwise a page's icon is fetched from another host
    layout="wide",
)
st.logo(ASSETS / "logo.svg", size="large", icon_image=ASSETS / "mark.svg")
page = st.navigation(navigation(), expanded=True)
watch(ink())  # before the page: one that stops early is watched too
page.run()
