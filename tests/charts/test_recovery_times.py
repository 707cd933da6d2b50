"""The recovery-times chart, read back from the figure: the worked example of metrics.md."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts import theme
from charts.recovery_times import recovery_times, worst_of_each

H = 3600
FOUR = 4.0 * H
NAN = float("nan")
# system, short name, its (seconds, verdict) by drill
WORKED: list[tuple[str, str, dict[str, tuple[float, str]]]] = [
    (
        "E-Commerce Platform",
        "E-Commerce",
        {"DR-1": (5 * H, "missed"), "DR-2": (3 * H + 1200, "met")},
    ),
    ("CRM", "CRM", {"DR-1": (4 * H, "missed"), "DR-2": (3 * H, "met")}),
    ("Payment Processing", "Payment", {"DR-1": (1.5 * H, "met"), "DR-2": (1.5 * H, "met")}),
    (
        "Inventory Management",
        "Inventory",
        {"DR-1": (NAN, "not recovered"), "DR-2": (3 * H + 3000, "met")},
    ),
    (
        "Infrastructure and Hosting",
        "Infrastructure",
        {"DR-1": (3 * H, "met"), "DR-2": (2.5 * H, "met")},
    ),
    (
        "Internal Communication",
        "Communication",
        {"DR-1": (6 * H, "missed"), "DR-2": (NAN, "not tested")},
    ),
]


def worked_example() -> pd.DataFrame:
    """Both drills, one row a test."""
    rows = []
    for drill, title, tally in (
        ("DR-1", "12 February, power loss", "2 of 6 under 4 h"),
        ("DR-2", "19 March, ransomware", "5 of 5 under 4 h"),
    ):
        for system, short_name, tests in WORKED:
            seconds, verdict = tests[drill]
            rows.append((drill, title, tally, system, short_name, seconds, verdict))
    columns = ["drill", "drill_title", "tally", "system", "short_name", "seconds", "verdict"]
    return pd.DataFrame(rows, columns=columns)


def figure(ink: theme.Ink = "light", tests: pd.DataFrame | None = None) -> go.Figure:
    """The chart of the worked example, or of other tests."""
    shown = worked_example() if tests is None else tests
    return recovery_times(shown, target_seconds=FOUR, ink=ink)


def texts(chart: go.Figure) -> list[str]:
    """The words on the chart, with ordinary spaces."""
    return [note.text.replace("\u00a0", " ") for note in chart.layout.annotations]


def trace(chart: go.Figure, name: str) -> go.Scatter:
    """The trace of that name."""
    return next(one for one in chart.data if one.name == name)


def test_systems_run_down_worst_first() -> None:
    axis = figure().layout.yaxis
    assert list(axis.ticktext) == [
        "Inventory", "Communication", "E-Commerce", "CRM", "Infrastructure", "Payment",
        "Inventory", "E-Commerce", "CRM", "Infrastructure", "Payment", "Communication",
    ]  # fmt: skip
    assert list(axis.tickvals) == sorted(axis.tickvals)
    assert axis.range[0] > axis.range[1] == 0


def test_marks_stand_at_their_times() -> None:
    chart = figure()
    assert list(trace(chart, "missed").x) == [6, 5, 4]
    assert [round(x, 3) for x in trace(chart, "met").x] == [3, 1.5, 3.833, 3.333, 3, 2.5, 1.5]
    assert list(trace(chart, "not recovered").x) == [chart.layout.xaxis.range[1]]
    assert list(trace(chart, "not tested").x) == [0]


def test_every_verdict_has_its_shape() -> None:
    symbols = {one.name: one.marker.symbol for one in figure().data if one.mode == "markers"}
    assert symbols == {
        "met": "circle", "missed": "diamond", "not recovered": "x", "not tested": "circle-open",
    }  # fmt: skip


def test_words_stand_beside_marks() -> None:
    said = texts(figure())
    assert "4 h or more" in said
    assert said.count("1 h 30 min") == 2
    for one in ("6 h", "5 h", "4 h, a tie", "3 h 50 min", "not recovered", "not tested"):
        assert one in said
    assert any("12 February, power loss" in one and "2 of 6 under 4 h" in one for one in said)


def test_words_do_not_cross_the_line() -> None:
    chart = figure()
    sides = {note.text.replace("\u00a0", " "): note.xanchor for note in chart.layout.annotations}
    assert sides["3 h 50 min"] == "right"
    assert sides["1 h 30 min"] == "left"
    assert sides["4 h, a tie"] == "left"
    assert sides["not recovered"] == "right"


def test_target_is_a_dashed_line_with_its_zone_and_a_bold_tick() -> None:
    layout = figure().layout
    zone, line = layout.shapes
    assert (zone.x0, zone.x1) == (4, layout.xaxis.range[1])
    assert (line.x0, line.x1, line.line.dash) == (4, 4, "dash")
    ticks = dict(zip(layout.xaxis.tickvals, layout.xaxis.ticktext, strict=True))
    assert ticks[4] == "<b>4\u00a0h</b>"
    assert ticks[0] == "0"


def test_height_grows_with_the_tests() -> None:
    assert figure().layout.height == 372
    assert figure(tests=worked_example().head(6)).layout.height == 204


def test_hover_tells_time_target_and_margin() -> None:
    hover = trace(figure(), "missed").hovertext[0].replace("\u00a0", " ")
    assert hover == (
        "<b>Internal Communication</b><br>12 February, power loss<br>6 h, target under 4 h"
        "<br>2 h over"
    )


def test_stems_of_times_are_solid_and_of_none_dotted() -> None:
    chart = figure()
    assert trace(chart, "stems").line.dash == "solid"
    assert [x for x in trace(chart, "stems").x if x].count(6.0) == 1
    assert trace(chart, "open stems").line.dash == "dot"
    assert len([x for x in trace(chart, "open stems").x if x]) == 1


@pytest.mark.parametrize("ink", ["light", "dark"])
def test_ink(ink: theme.Ink) -> None:
    chart, colours = figure(ink), theme.palette(ink)
    assert trace(chart, "met").marker.color == colours.met
    assert trace(chart, "missed").marker.color == colours.missed
    assert chart.layout.font.color == colours.ink
    assert chart.layout.shapes[0].fillcolor == colours.zone
    assert chart.layout.paper_bgcolor == "rgba(0,0,0,0)"


def test_a_lost_weekend_does_not_flatten_the_rest() -> None:
    tests = worked_example()
    tests.loc[0, "seconds"] = 60.0 * H
    chart = figure(tests=tests)
    end = chart.layout.xaxis.range[1]
    assert end == 24
    assert end in trace(chart, "missed").x
    assert "2 days 12 h, beyond the axis" in texts(chart)


def test_where_all_came_back_in_time_the_zone_is_narrow() -> None:
    tests = worked_example().iloc[6:11]
    assert figure(tests=tests).layout.xaxis.range[1] == 6


def test_words_do_not_leave_the_figure() -> None:
    tests = worked_example()
    tests.loc[5, "seconds"] = 10 * H + 50 * 60.0
    sides = {
        note.text.replace("\u00a0", " "): note for note in figure(tests=tests).layout.annotations
    }
    assert sides["10 h 50 min"].xanchor == "right"
    assert sides["10 h 50 min"].bgcolor == theme.LIGHT.zone


def test_names_from_files_do_not_act() -> None:
    tests = worked_example()
    tests.loc[:, "short_name"] = "<b>x</b>"
    tests.loc[:, "system"] = "<i>y</i>"
    chart = figure(tests=tests)
    assert set(chart.layout.yaxis.ticktext) == {"&lt;b&gt;x&lt;/b&gt;"}
    assert "&lt;i&gt;y" in trace(chart, "met").hovertext[0]


def test_no_tests_is_an_empty_chart() -> None:
    chart = figure(tests=worked_example().head(0))
    assert len(chart.data) == 0
    assert chart.layout.height == 64


def test_the_frame_is_left_as_it_was() -> None:
    tests = worked_example()
    before = tests.copy()
    figure(tests=tests)
    pd.testing.assert_frame_equal(tests, before)


def test_the_worst_of_each_drill_are_shown_and_drills_keep_their_order() -> None:
    rows = [
        {"drill": drill, "drill_title": drill, "tally": "", "system": name, "short_name": name,
         "seconds": seconds, "verdict": verdict}
        for drill in ("B", "A")
        for name, seconds, verdict in (
            ("quick", 600.0, "met"), ("slow", 20_000.0, "missed"),
            ("lost", float("nan"), "not recovered"), ("left out", float("nan"), "not tested"),
        )
    ]  # fmt: skip
    tests = pd.DataFrame(rows)
    shown = worst_of_each(tests, 2)
    assert list(shown["drill"]) == ["B", "B", "A", "A"]
    assert sorted(set(shown["system"])) == ["lost", "slow"]
    assert worst_of_each(tests, 4) is tests
