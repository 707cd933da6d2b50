"""The charts of systems: marks that mean what they say, in both inks, whole and empty."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts import theme, time_axis
from charts.forecast_ranges import forecast_ranges
from charts.recovery_order import recovery_order
from charts.system_history import system_history
from charts.systems_grid import systems_grid
from charts.waiting import waiting_bars

INF = float("inf")
NAN = float("nan")


def traces(figure: go.Figure) -> dict[str, Any]:
    return {one.name: one for one in figure.data}


def texts(figure: go.Figure) -> list[str]:
    return [one.text.replace("\u00a0", " ") for one in figure.layout.annotations]


def grid_rows() -> pd.DataFrame:
    rows = [
        ("CRM", 0, "met", None),
        ("CRM", 1, "missed", "5 h of 4 h"),
        ("Shop <b>", 0, "not recovered", "not recovered"),
    ]
    frame = pd.DataFrame(rows, columns=["short_name", "column", "verdict", "last"])
    return frame.assign(hover="h")


def test_the_grid_has_a_mark_a_test_and_no_line_between_drills() -> None:
    figure = systems_grid(
        grid_rows(),
        systems=["Shop <b>", "CRM", "Archive"],
        heads=["12<br>Feb", "19<br>Mar"],
        silent={"Archive": "never tested"},
    )
    marks = traces(figure)
    assert {name: one.marker.symbol for name, one in marks.items()} == {
        "met": "circle", "missed": "diamond", "not recovered": "x",
    }  # fmt: skip
    assert all(one.mode == "markers" for one in figure.data)
    assert (list(marks["missed"].x), list(marks["missed"].y)) == ([1], [1])
    assert list(figure.layout.yaxis.ticktext) == ["Shop &lt;b&gt;", "CRM", "Archive"]
    assert texts(figure) == [
        "12<br>Feb", "19<br>Mar", "5 h of 4 h", "not recovered", "never tested",
    ]  # fmt: skip


def history_rows(rows: list[tuple[str, str, float, float, str]]) -> pd.DataFrame:
    columns = ["when", "verdict", "seconds", "objective_seconds", "words"]
    return pd.DataFrame(rows, columns=columns).assign(hover="h", margin="m")


def test_a_history_shows_the_objective_of_each_day() -> None:
    figure = system_history(
        history_rows(
            [
                ("12 Feb 2025", "met", 7200.0, 14400.0, "2 h"),
                ("19 Mar 2025", "missed", 14400.0, 10800.0, "4 h"),
                ("18 Jun 2025", "not recovered", NAN, 10800.0, "not recovered"),
                ("1 Jul 2025", "not tested", NAN, NAN, "not tested"),
            ]
        )
    )
    marks = traces(figure)
    assert (list(marks["met"].x), list(marks["missed"].x)) == ([2.0], [4.0])
    assert marks["not recovered"].x[0] == figure.layout.xaxis.range[1]  # it has no time
    assert marks["not tested"].x[0] == 0
    ticks = [(one.x0, one.y0 + 0.36) for one in figure.layout.shapes]
    assert ticks == [(4.0, pytest.approx(0)), (3.0, pytest.approx(1)), (3.0, pytest.approx(2))]
    for stems in ("solid stems", "dot stems"):
        y = list(marks[stems].y)
        assert all(y[at] == y[at + 1] for at in range(0, len(y), 3))  # within a row, never across


def test_words_of_a_history_stand_in_their_column() -> None:
    # 4 h 30 min of 8 h: beside the mark they stood over the tick, past it over the margin
    rows = history_rows(
        [
            ("12 Feb 2025", "met", 16200.0, 28800.0, "4 h 30 min"),
            ("19 Mar 2025", "not recovered", NAN, 28800.0, "not recovered"),
        ]
    )
    figure = system_history(rows.assign(margin=["3 h 30 min to spare", ""]))
    assert texts(figure) == ["4 h 30 min<br>3 h 30 min to spare", "not recovered"]
    for note in figure.layout.annotations:
        assert (note.xref, note.x, note.xanchor) == ("paper", 1, "left")
    letters = max(len(line) for one in texts(figure) for line in one.split("<br>"))
    assert letters * 6.2 + 12 <= figure.layout.margin.r + 16


def test_one_lost_weekend_does_not_flatten_a_history() -> None:
    figure = system_history(
        history_rows(
            [("a", "met", 3600.0, 7200.0, "1 h"), ("b", "missed", 200 * 3600.0, 7200.0, "8 days")]
        )
    )
    assert figure.layout.xaxis.range[1] == 8.0  # four objectives
    assert traces(figure)["missed"].x[0] == 8.0


def test_the_order_draws_what_is_needed_first() -> None:
    nodes = pd.DataFrame(
        {"short_name": ["Net", "Pay", "Shop"], "step": [0, 1, 2],
         "verdict": ["met", "missed", "not tested"], "hover": ["h"] * 3}
    )  # fmt: skip
    figure = recovery_order(nodes, [("Net", "Pay"), ("Pay", "Shop")], chosen="Shop")
    marks = traces(figure)
    assert marks["missed"].x[0] == 1
    assert list(marks["needs"].x) == [0, 0.35, 1, None]
    assert list(marks["of the chosen"].y) == [1, 2, 2, None]
    assert list(figure.layout.xaxis.ticktext) == ["first", "second", "third"]
    assert figure.layout.yaxis.ticktext[2] == "<b>Shop</b>"


def test_waiting_and_work_stand_one_after_the_other() -> None:
    waits = pd.DataFrame(
        {"short_name": ["Shop"], "waiting_seconds": [6600.0], "own_seconds": [2400.0],
         "words": ["1 h 50 min for Net"], "hover": ["h"]}
    )  # fmt: skip
    marks = traces(waiting_bars(waits))
    assert list(marks["own work"].base) == list(marks["waiting"].x)
    assert marks["own work"].x[0] + marks["waiting"].x[0] == pytest.approx(2.5)
    assert marks["waiting"].marker.pattern.shape == "/"  # told apart without colour


def ranges() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "short_name": ["Shop", "CRM", "New"],
            "low_seconds": [7200.0, 3600.0, NAN],
            "likely_seconds": [10800.0, 7200.0, NAN],
            "high_seconds": [INF, 10800.0, NAN],
            "chance_words": ["60 %", "97 %", "–"],
            "hover": ["h"] * 3,
        }
    )


def test_a_range_that_reaches_into_not_back_ends_in_a_cross() -> None:
    figure = forecast_ranges(ranges(), target_seconds=14400)
    marks = traces(figure)
    bar = marks["range"]
    end = figure.layout.xaxis.range[1]
    assert (list(bar.base), list(bar.x)) == ([2.0, 1.0], [end - 2.0, 2.0])
    assert (marks["may not come back"].marker.symbol, list(marks["may not come back"].y)) == (
        "x",
        [0],
    )
    assert list(marks["too little data"].y) == [2]
    assert texts(figure) == ["4 h target", "60 %", "97 %", "–"]
    assert "<b>4\u00a0h</b>" in figure.layout.xaxis.ticktext


@pytest.mark.parametrize("ink", ["light", "dark"])
def test_every_figure_is_drawn_empty_and_in_both_inks(ink: theme.Ink) -> None:
    drawn = [
        systems_grid(grid_rows().iloc[:0], systems=[], heads=[], ink=ink),
        system_history(history_rows([]).astype({"seconds": float, "objective_seconds": float}),
                       ink=ink),
        recovery_order(
            pd.DataFrame({"short_name": [], "step": [], "verdict": [], "hover": []}), [], ink=ink
        ),
        waiting_bars(
            pd.DataFrame({"short_name": [], "waiting_seconds": [], "own_seconds": [], "words": [],
                          "hover": []}), ink=ink
        ),
        forecast_ranges(ranges(), target_seconds=14400, ink=ink),
    ]  # fmt: skip
    colours = theme.palette(ink)
    for figure in drawn:
        assert figure.layout.margin.t >= 20  # the camera's corner
        assert figure.layout.font.color == colours.ink
        assert figure.layout.height > 0
        assert figure.layout.showlegend is False
        assert figure.to_plotly_json()["layout"]["paper_bgcolor"] == "rgba(0,0,0,0)"


@pytest.mark.parametrize("end", [0.5, 1, 3, 5.2, 9, 40, 300, 5000])
def test_a_time_axis_has_few_ticks_and_starts_at_zero(end: float) -> None:
    found = time_axis.ticks(end)
    assert found["tickvals"][0] == 0
    assert 1 <= len(found["tickvals"]) <= time_axis.MOST + 1
    assert max(found["tickvals"]) < end
