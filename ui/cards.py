"""The card of one figure: value, k of n with its verdict's mark, target, change and trend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from wording import figures, terms

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from analytics.metric import Metric

FEWEST_FOR_A_TREND = 4  # quarters; a line through fewer pretends to a trend


def card_grid(key: str) -> DeltaGenerator:
    """Four cards in a row on a desk, two by two on a phone."""
    return st.grid(4, min_column_width=160, key=key)


def card(
    metric: Metric,
    *,
    label: str | None = None,
    operator: str | None = None,
    beside: str | None = None,
    before: Metric | None = None,
    before_name: str = "",
    trend: Sequence[float | None] = (),
) -> None:
    """Draw one card; the cards of a grid are equally tall.

    metric : the finished figure. label : over it, instead of the term's own.
    operator : of its target, where that is written (`<`). beside : instead of k of n.
    before, before_name : the same figure of an earlier scope and what to call that (`Q4`).
    trend : its values over the quarters, oldest first; drawn when at least four are known.
    """
    term = terms.TERMS[metric.id]
    moved = figures.change(metric, before)
    known = [float(one) for one in trend if one is not None]
    st.metric(
        figures.card_label(metric, label or term.label, operator),
        figures.card_value(metric, beside),
        moved.delta,
        delta_color=moved.colour(term.better),
        delta_description=figures.change_words(moved, before_name),
        border=True,
        height="stretch",
        chart_data=known if len(known) >= FEWEST_FOR_A_TREND else None,
        chart_type="line",
    )
