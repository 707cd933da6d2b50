"""The three pictures of one drill, read back from the figures: what was given is what is drawn."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts import theme
from charts.drill_timeline import drill_timeline
from charts.phases_gantt import phases_gantt
from charts.recovery_curve import recovery_curve

H = 3600.0
NAN = float("nan")
CURVE = pd.DataFrame(
    {
        "seconds": [0, 1.5 * H, 3 * H, 4 * H, 5 * H, 6 * H, 8 * H],
        "up": [0, 1, 2, 3, 4, 5, 5],
        "whole": 6,
    }
).assign(share=lambda frame: frame["up"] / frame["whole"])
TESTS = pd.DataFrame(
    [
        ("Payment Processing", "Payment", 1.5 * H, "met"),
        ("Infrastructure and Hosting", "Infrastructure", 3 * H, "met"),
        ("CRM", "CRM", 4 * H, "missed"),
        ("E-Commerce Platform", "E-Commerce", 5 * H, "missed"),
        ("Internal <b>Communication", "Communication", 6 * H, "missed"),
        ("Inventory Management", "Inventory", 8 * H, "not recovered"),
    ],
    columns=["system", "short_name", "seconds", "verdict"],
).assign(own_seconds=lambda frame: frame["seconds"].where(frame["verdict"] != "not recovered"))


def trace(figure: go.Figure, name: str) -> Any:  # noqa: ANN401 - a trace of any type
    (found,) = [one for one in figure.data if one.name == name]
    return found


def notes(figure: go.Figure) -> dict[str, Any]:
    return {one.text.replace("\u00a0", " "): one for one in figure.layout.annotations}


def curve(**more: Any) -> go.Figure:  # noqa: ANN401 - options
    options: dict[str, Any] = {
        "target_seconds": 4 * H,
        "lost": "27 h 30 min of service lost",
    } | more
    return recovery_curve(CURVE, TESTS, **options)


# --- The curve ------------------------------------------------------------------------------------


def test_the_curve_is_the_steps_given() -> None:
    line = trace(curve(), "back in service")
    assert list(line.x) == [0, 1.5, 3, 4, 5, 6, 8]
    assert list(line.y) == CURVE["share"].tolist()
    assert (line.line.shape, line.fill) == ("hv", "tonexty")
    assert list(trace(curve(), "all back").y) == [1, 1]


def test_every_return_is_marked_on_its_step_by_its_verdict() -> None:
    figure = curve()
    met, missed = trace(figure, "met"), trace(figure, "missed")
    assert (list(met.x), list(met.y)) == ([1.5, 3], [1 / 6, 2 / 6])
    assert (list(missed.x), list(missed.y)) == ([4, 5, 6], [3 / 6, 4 / 6, 5 / 6])
    assert (met.marker.symbol, missed.marker.symbol) == ("circle", "diamond")
    never = trace(figure, "not recovered")
    assert (list(never.x), never.marker.symbol) == ([8], "x")
    assert "Internal &lt;b&gt;Communication" in missed.hovertext[2]


def test_the_words_of_the_curve() -> None:
    said = notes(curve())
    assert {"Payment", "CRM", "Inventory", "under 4 h"} <= set(said)
    assert "<b>27 h 30 min of service lost</b>" in said
    (line,) = curve().layout.shapes
    assert (line.x0, line.x1, line.line.dash) == (4, 4, "dash")


def test_names_stand_clear_of_the_line_and_of_the_edge() -> None:
    said = notes(curve())
    assert said["Infrastructure"].xanchor == "right"  # at its right it would cross 4 h
    assert said["Payment"].xanchor == "left"
    late = TESTS.assign(seconds=TESTS["seconds"].replace(8 * H, 6.4 * H))
    short = CURVE[CURVE["seconds"] < 7 * H]
    edge = notes(recovery_curve(short, late, target_seconds=4 * H))
    assert edge["Communication"].xanchor == "right"


def test_many_steps_are_counted_and_not_named() -> None:
    many = pd.DataFrame({"seconds": [H + 60.0 * n for n in range(101)], "up": range(101)})
    many = many.assign(whole=100, share=many["up"] / 100)
    tests = pd.DataFrame(
        {
            "system": [f"System {n}" for n in range(100)],
            "short_name": [f"S {n}" for n in range(100)],
            "seconds": many["seconds"].tolist()[1:],
            "own_seconds": many["seconds"].tolist()[1:],
            "verdict": "met",
        }
    )
    figure = recovery_curve(many, tests, target_seconds=1.5 * H, operator="<=")
    assert {one.name for one in figure.data} == {"all back", "back in service"}
    assert "30 of 100" in notes(figure)  # 1 h 30 min is 30 steps after the first hour
    assert "within 1 h 30 min" in notes(figure)


def test_the_estimate_is_dotted_and_counts_those_back() -> None:
    estimate = pd.DataFrame({"seconds": [H, 2 * H], "share": [0.75, 0.5]})
    line = trace(curve(kaplan_meier=estimate), "Kaplan–Meier")
    assert (list(line.x), list(line.y), line.line.dash) == ([0, 1, 2], [0, 0.25, 0.5], "dot")


def test_the_axis_counts_systems_and_weighted_says_shares() -> None:
    assert list(curve().layout.yaxis.ticktext) == ["0", "2", "4", "6"]
    weighted = curve(is_weighted=True).layout.yaxis
    assert [one.replace("\u00a0", " ") for one in weighted.ticktext][1:3] == ["25 %", "50 %"]


def test_an_empty_curve_has_its_height_and_no_trace() -> None:
    figure = recovery_curve(CURVE[:0], TESTS[:0], target_seconds=4 * H)
    assert len(figure.data) == 0
    assert figure.layout.height == curve().layout.height


# --- The phases -----------------------------------------------------------------------------------

SPANS = pd.DataFrame(
    [
        ("A", "detect", 0, 600, False, True),
        ("A", "restore", 600, 3600, False, True),
        ("A", "validate", 3600, 4200, False, False),
        ("B", "not split", 0, 1800, False, True),
        ("B", "restore", 1800, 9000, True, True),
    ],
    columns=["system", "phase", "start_seconds", "end_seconds", "is_open", "in_clock"],
)
SYSTEMS = pd.DataFrame(
    [("A", "A", 3600.0, "met", 0.0, True), ("B", "B", NAN, "not recovered", 0.0, False)],
    columns=["system", "short_name", "seconds", "verdict", "start_seconds", "is_critical"],
).assign(misses_own=False)


def gantt(**more: Any) -> go.Figure:  # noqa: ANN401 - options
    return phases_gantt(SPANS, **({"tests": SYSTEMS, "target_seconds": 4 * H} | more))


def test_every_span_is_a_bar() -> None:
    drawn = {
        (one.name, y, round(base * 60), round(x * 60))
        for one in gantt().data
        if one.type == "bar"
        for y, base, x in zip(one.y, one.base, one.x, strict=True)
    }
    assert drawn == {
        ("detect", 0, 0, 10),
        ("restore", 0, 10, 50),
        ("validate", 0, 60, 10),
        ("not split", 1, 0, 30),
        ("restore", 1, 30, 120),
    }


def test_open_spans_are_hatched_and_those_outside_the_clock_are_thin() -> None:
    figure = gantt()
    restore, validate = trace(figure, "restore"), trace(figure, "validate")
    assert list(restore.marker.pattern.shape) == ["", "/"]
    assert validate.width[0] < restore.width[0]
    assert list(trace(figure, "not recovered").x) == [2.5]


def test_one_objective_or_one_a_row() -> None:
    dashed = [one for one in gantt().layout.shapes if one.line.dash == "dash"]
    assert [(one.x0, one.y0, one.y1) for one in dashed] == [(4, -0.5, 1.5)]
    later = gantt(tests=SYSTEMS.assign(start_seconds=[0.0, 1800.0])).layout.shapes
    assert [one.x0 for one in later if one.line.dash == "dash"] == [4, 4.5]
    assert not [one for one in gantt(target_seconds=None).layout.shapes if one.line.dash == "dash"]


def test_the_objective_of_the_phases_is_named() -> None:
    assert notes(gantt())["programme: 4 h"].x == 4
    apart = gantt(tests=SYSTEMS.assign(start_seconds=[0.0, 1800.0]))
    assert notes(apart)["programme: 4 h from each start"].x == 4
    assert not any("programme" in one for one in notes(gantt(target_seconds=None)))


def test_met_for_the_programme_and_missed_its_own() -> None:
    figure = gantt(tests=SYSTEMS.assign(misses_own=[True, False]))
    assert "1 h ◆" in notes(figure) and "1 h" not in notes(figure)


def test_a_curve_of_staggered_losses_says_whose_line_it_is() -> None:
    assert "under 4 h" in notes(curve())
    staggered = notes(curve(is_staggered=True))
    assert staggered["4 h after the first disruption"].x == 4
    assert "under 4 h" not in staggered


def test_messages_close_in_time_stand_beside_each_other() -> None:
    close = pd.DataFrame({"name": ["M1", "M2", "M3", "M4"], "seconds": [600.0, 620.0, 640.0, 7200],
                          "verdict": "met", "words": "sent in time"})  # fmt: skip
    heights = trace(timeline(messages=close), "met").y
    assert len(set(heights[:3])) == 3 and heights[3] == heights[0] == 0
    assert max(abs(one) for one in heights) < 0.5  # within their row


def test_the_critical_one_is_outlined_and_its_time_is_said() -> None:
    figure = gantt()
    (outline,) = [one for one in figure.layout.shapes if one.type == "rect"]
    assert (outline.x0, outline.x1) == (0, 1)  # its validation lies after the clock
    assert "1 h" in notes(figure)
    assert any("phases not known" in text for text in notes(figure))


# --- The timeline ---------------------------------------------------------------------------------

LANES = pd.DataFrame(
    [
        ("IT", "T-1", "IT", "A", "done", True, 0, 1800, 0, 900, NAN, 1800, NAN, 1, 1),
        ("IT", "T-2", "IT", "A", "done", True, 2400, 3600, NAN, NAN, 1800, 1200, 600, 1, 1),
        ("Ops", "T-3", "Ops", None, "running", False, 3600, NAN, NAN, NAN, NAN, NAN, 0, 1, 0),
        ("Net", None, "Net", None, "team", False, 0, 7200, NAN, NAN, NAN, 9000, NAN, 40, 30),
    ],
    columns=[
        "group", "task", "team", "system", "state", "is_critical", "start_seconds", "end_seconds",
        "planned_start_seconds", "planned_end_seconds", "waiting_from_seconds", "own_seconds",
        "waiting_seconds", "task_count", "done_count",
    ],
).assign(
    short_name=["T-1", "T-2", "T-3", "Net"], name=["T-1 Cut over", "T-2 Test", "T-3 Tell", "Net"]
)  # fmt: skip
TOLD = pd.DataFrame(
    [("M1", 600.0, "met", "sent in time"), ("M2", 7200.0, "missed", "sent late")],
    columns=["name", "seconds", "verdict", "words"],
)
HOLDS = pd.DataFrame([(None, 1200.0, NAN, "all")],
                     columns=["system", "start_seconds", "end_seconds", "name"])  # fmt: skip


def timeline(**more: Any) -> go.Figure:  # noqa: ANN401 - options
    return drill_timeline(LANES, **({"messages": TOLD, "until_seconds": 2 * H} | more))


def test_own_work_waiting_and_plan_are_bars_of_their_own() -> None:
    figure = timeline()
    done, waiting, plan = (trace(figure, one) for one in ("done", "waiting", "planned"))
    assert [round(x * 60) for x in done.x] == [30, 20, 60, 120]  # what runs is cut off at 2 h
    assert list(done.marker.pattern.shape) == ["", "", "/", ""]
    assert [
        (round(b * 60), round(x * 60)) for b, x in zip(waiting.base, waiting.x, strict=True)
    ] == [(30, 10)]
    assert [(round(b * 60), round(x * 60)) for b, x in zip(plan.base, plan.x, strict=True)] == [
        (0, 15)
    ]
    outlines = [one for one in figure.layout.shapes if one.type == "rect"]
    assert [(one.x0, one.x1) for one in outlines] == [(0, 0.5), (pytest.approx(2 / 3), 1)]


def test_marks_groups_and_what_a_team_stands_for() -> None:
    figure = timeline()
    assert list(trace(figure, "met").x) == [pytest.approx(1 / 6)]
    assert trace(figure, "missed").marker.symbol == "diamond"
    assert list(figure.layout.yaxis.ticktext) == ["Messages", "T-1", "T-2", "T-3", "Net"]
    said = notes(figure)
    assert {"<b>IT</b>", "<b>Ops</b>", "30 of 40 tasks done"} <= set(said)
    assert "<b>Net</b>" not in said  # a lane of its own needs no head


def test_a_step_that_failed_at_an_unknown_time_is_a_mark_where_it_began() -> None:
    """The replay does not count it as running: it has no bar to the end either."""
    states = ["failed", "done", "failed"]
    lanes = LANES.head(3).assign(state=states, end_seconds=[NAN, NAN, 5400.0])
    figure = drill_timeline(lanes, until_seconds=2 * H)
    assert list(trace(figure, "done").x) == [0.5]  # the third alone: 60 to 90 minutes
    failed, unknown = trace(figure, "failed"), trace(figure, "end not recorded")
    assert (list(failed.x), failed.marker.symbol) == ([0, 1.5], "x")
    assert (list(unknown.x), unknown.marker.symbol) == ([pytest.approx(2 / 3)], "circle-open")
    assert "from T+0 min, end not recorded<br>took" in failed.hovertext[0].replace("\u00a0", " ")
    assert "T-1 Cut over" in failed.hovertext[0] and "<br>failed" in failed.hovertext[0]
    first, second = (one for one in notes(figure) if "</span>" in one)
    assert "□" in first + second and "✕</span> failed" in first + second
    assert "end not recorded" in first + second


def test_a_long_name_has_two_lines_and_its_row_room_for_them() -> None:
    lanes = LANES.assign(short_name=["T-1 Restore\nthe <database>", "T-2", "T-3", "Net"])
    figure = drill_timeline(lanes)
    assert "T-1 Restore<br>the &lt;database&gt;" in figure.layout.yaxis.ticktext[0]
    rows = len(lanes) + 2  # and the names of two teams
    assert (figure.layout.height - drill_timeline(LANES).layout.height) == 8 * rows


def test_a_hold_without_an_end_lasts_to_the_end() -> None:
    figure = timeline(holds=HOLDS)
    (band,) = [one for one in figure.layout.shapes if one.line.width == 0]
    assert (band.x0, band.x1) == (pytest.approx(1 / 3), figure.layout.xaxis.range[1])
    assert "on hold: all" in notes(figure)


def test_a_plan_is_drawn_whole_with_its_longest_chain() -> None:
    plan = LANES.assign(start_seconds=NAN, end_seconds=NAN, waiting_from_seconds=NAN).head(1)
    figure = drill_timeline(plan)
    assert {one.name for one in figure.data} == {"planned"}
    (outline,) = figure.layout.shapes
    assert (outline.x0, outline.x1) == (0, 0.25)
    assert any("longest chain" in text for text in notes(figure))


@pytest.mark.parametrize("ink", ["light", "dark"])
def test_every_figure_keeps_the_houses_rules(ink: theme.Ink) -> None:
    for figure in (curve(ink=ink), gantt(ink=ink), timeline(ink=ink)):
        layout = figure.layout
        assert layout.paper_bgcolor == "rgba(0,0,0,0)"
        assert layout.margin.t >= 20 and not layout.margin.autoexpand
        assert not layout.showlegend and layout.dragmode is False
        assert layout.xaxis.fixedrange and layout.yaxis.fixedrange
        assert len(layout.xaxis.tickvals) <= 10


def test_words_of_holds_never_lie_on_each_other() -> None:
    """Of 2 h a letter takes 0.052 h and `on hold: A` 0.52 h: 0.1 h is too near, 0.6 h is not.

    What is too near stands a line higher; where that is taken too, it is left out.
    """
    holds = pd.DataFrame(
        {"start_seconds": [0.0, 360.0, 720.0, 2160.0], "end_seconds": [300.0, 700.0, 900.0, 2400.0],
         "name": ["A", "B", "C", "D"]}
    )  # fmt: skip
    figure = timeline(holds=holds)
    told = [one for one in figure.layout.annotations if one.text.startswith("on hold")]
    assert [(one.text, one.yshift) for one in told] == [
        ("on hold: A", 8), ("on hold: B", 24), ("on hold: D", 8)
    ]  # fmt: skip
    one_line = timeline(holds=holds.head(1))
    assert figure.layout.height - one_line.layout.height == 16
