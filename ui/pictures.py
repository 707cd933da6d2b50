"""A chart with what is said of it, made once and kept; and how it is shown.

A browser prints a chart as wide as the screen has drawn it and cuts what the page does not hold,
in silence. So no chart is drawn wider than an upright page: on paper it is whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import streamlit as st

from charts import theme
from charts.drawn import Figure
from ui.empty import empty_chart

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

EMPTY_HEIGHT = 120
# What an upright A4 page holds beside the navigation, within the margins browsers print with.
PAPER_WIDTH = 500


@dataclass(frozen=True)
class Picture:
    """A chart with what is said of it, ready to be sent.

    figure : None where there is nothing to draw. under : a line below it, if any.
    """

    title: str
    caption: str
    figure: Figure | None
    alternative: str
    under: str = ""


def heading(title: str, caption: str | None = None) -> None:
    """A chart's finding, and directly under it what is measured."""
    with st.container(gap=None):
        st.subheader(title, anchor=False)
        if caption:
            st.caption(caption)


def beside() -> tuple[DeltaGenerator, DeltaGenerator]:
    """A place for a picture, as wide as paper holds, and one for its words in what is left of the
    screen; on a phone and on an upright page one under the other.
    """
    row = st.container(horizontal=True, gap="medium")
    return row.container(width=PAPER_WIDTH), row.container()


def show_picture(
    kept: Picture,
    *,
    key: str,
    needs: str,
    on_select: Callable[[], None] | Literal["ignore"] = "ignore",
    is_headed: bool = True,
) -> bool:
    """The chart under its heading, or what it needs in its place; whether there is a chart.

    is_headed : False where its heading stands elsewhere.
    """
    if is_headed:
        heading(kept.title, kept.caption)
    if kept.figure is None:
        empty_chart(EMPTY_HEIGHT, needs)
        return False
    st.plotly_chart(
        kept.figure,
        width=PAPER_WIDTH,
        theme=None,
        config=theme.config(kept.title),
        key=key,
        on_select=on_select,
        selection_mode="points",
        alt=kept.alternative,
    )
    if kept.under:
        st.caption(kept.under)
    return True
