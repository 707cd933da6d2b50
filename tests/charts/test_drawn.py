"""Figures drawn without Plotly's look at them are the same, and the tests look in its place."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import plotly.graph_objects as go
import plotly.io
import pytest

from charts import theme
from charts.drawn import Figure, drawn


def parts() -> tuple[list[dict[str, Any]], dict[str, Any]]:
    traces = [
        {"type": "bar", "orientation": "h", "base": [0.0, float("nan")], "x": [1.5, None],
         "marker": {"pattern": {"shape": ["/", ""]}}, "hovertext": ["a<br>b", "c"]},
        {"type": "scatter", "mode": "markers", "x": [1, 2], "y": [0.5, 1.5],
         "marker": {"symbol": ["x", "circle"]}, "customdata": [[0, 1], [1, 1]]},
    ]  # fmt: skip
    layout = theme.layout("dark", height=200)
    layout["shapes"] = [{"type": "line", "x0": 0, "x1": 1, "yref": "paper", "y0": 0, "y1": 1}]
    layout["annotations"] = [theme.label("1 h", colour="#10141B", x=1, y="paper")]
    return traces, layout


def test_it_is_the_figure_plotly_would_have_made() -> None:
    traces, layout = parts()
    sent, read = (
        json.loads(plotly.io.to_json(one, validate=False))
        for one in (drawn(traces, layout), go.Figure(traces, layout))
    )
    assert sent == read


@pytest.mark.parametrize("seconds", [[1.5, None], np.array([1.5, 2.5]), (1.5, 2.5)])
def test_it_is_sent_as_plotly_would_send_it_and_put_into_parts_once(seconds: object) -> None:
    traces, layout = parts()
    traces[0]["x"] = seconds
    figure = Figure(traces, layout, _validate=False)
    sent = figure.to_dict()
    assert plotly.io.to_json(figure) == plotly.io.to_json(
        go.Figure(traces, layout, _validate=False)
    )
    assert figure.to_dict() is sent
    sent["data"][1]["marker"]["symbol"].append("star")  # what is sent is not the figure itself
    assert list(figure.data[1].marker.symbol) == ["x", "circle"]


@pytest.mark.parametrize(
    ("traces", "layout"),
    [
        ([{"type": "scatter", "markers": {}}], {}),
        ([{"type": "scatter", "marker": {"symbol": "disc"}}], {}),
        ([], {"annotations": [{"texts": "1 h"}]}),
        ([], {"height": "tall"}),
    ],
)
def test_in_tests_what_does_not_fit_the_schema_is_found(
    traces: list[dict[str, Any]], layout: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match="Invalid"):
        drawn(traces, layout)


def test_the_parts_stay_as_they_were() -> None:
    traces, layout = parts()
    figure = drawn(traces, layout)
    figure.data[1].marker.size = 3
    figure.update_layout(height=9)
    assert "size" not in traces[1]["marker"]
    assert layout["height"] == 200
