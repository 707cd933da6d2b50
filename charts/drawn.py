"""A figure from its traces and its layout, without Plotly's own look at every property."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from plotly.graph_objects import Figure

__all__ = ["Figure", "drawn"]


def drawn(traces: Sequence[dict[str, Any]] = (), layout: dict[str, Any] | None = None) -> Figure:
    """The figure of these traces and this layout, as they stand.

    Plotly would compare every property of every mark, note and line with its schema, which takes
    six times as long as the rest, at every change of a filter. That they fit the schema is seen to
    by the tests, of the charts and of the screens.
    """
    return Figure(list(traces), layout, _validate=False)
