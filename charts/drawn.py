"""A figure from its traces and its layout, without Plotly's own look at every property."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from plotly import graph_objects

__all__ = ["Figure", "drawn"]


_PLAIN = (str, int, float, bool)


class Figure(graph_objects.Figure):
    """A figure that is finished once it is sent: it is put into plain parts for that once.

    A kept picture is sent at every run of its screen, and Plotly would copy it part by part each
    time. What is changed in it after its first `to_dict` is not sent.
    """

    def to_dict(self) -> dict[str, Any]:
        """The figure as plain parts, the same ones every time: read, never written."""
        if "_sent" not in vars(self):
            has_only_plain: list[bool] = []
            parts = _parts({"data": self._data, "layout": self._layout}, has_only_plain)
            # Plotly packs arrays on the way; where there are none, there is nothing to look for.
            self._sent: dict[str, Any] = parts if all(has_only_plain) else super().to_dict()
        return self._sent


def _parts(value: Any, told: list[bool]) -> Any:  # noqa: ANN401 - any part of a figure
    """The parts without what they share with the figure; told : False for a value not plain."""
    if isinstance(value, dict):
        return {name: _parts(one, told) for name, one in value.items()}
    if isinstance(value, list):
        return [_parts(one, told) for one in value]
    if value is not None and type(value) not in _PLAIN:
        told.append(False)
    return value


def drawn(traces: Sequence[dict[str, Any]] = (), layout: dict[str, Any] | None = None) -> Figure:
    """The figure of these traces and this layout, as they stand.

    Plotly would compare every property of every mark, note and line with its schema, which takes
    six times as long as the rest, at every change of a filter. That they fit the schema is seen to
    by the tests, of the charts and of the screens.
    """
    return Figure(list(traces), layout, _validate=False)
