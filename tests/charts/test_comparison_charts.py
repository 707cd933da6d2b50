"""The comparison's figures, read back: every mark stands where its frame says."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts import theme
from charts.clock_grid import clock_grid
from charts.paired_dots import paired_dots
from charts.steps import steps
from charts.time_axis import ticks

H = 3600.0
NAN = float("nan")


def system(
    name: str,
    a: float | None,
    b: float | None,
    change: str,
    outcomes: tuple[str | None, str | None] = ("recovered", "recovered"),
    rto: tuple[float, float] = (4 * H, 4 * H),
) -> dict[str, Any]:
    """One row of the paired dots; hours."""
    return {
        "short_name": name,
        "seconds_a": NAN if a is None else a * H,
        "seconds_b": NAN if b is None else b * H,
        "outcome_a": outcomes[0],
        "outcome_b": outcomes[1],
        "rto_a": rto[0],
        "rto_b": rto[1],
        "change_text": change,
        "change_tone": "better",
        "hover_a": (name, "A"),
        "hover_b": (name, "B"),
    }


WORKED = pd.DataFrame(
    [
        system("E-Commerce", 5, 10 / 3, "−1 h 40 min"),
        system("Payment", 1.5, 1.5, "unchanged", rto=(2 * H, 2 * H)),
        system("Inventory", None, 23 / 6, "newly recovered", ("not recovered", "recovered")),
        system("Communication", 6, None, "not tested in B", ("recovered", "not tested")),
        system("Moved", 3, 2, "−1 h", rto=(4 * H, 2.5 * H)),
    ]
)


def trace(figure: go.Figure, name: str) -> Any:  # noqa: ANN401 - a Plotly trace
    return next(one for one in figure.data if one.name == name)


def texts(figure: go.Figure) -> list[str]:
    return [note.text.replace("\u00a0", " ") for note in figure.layout.annotations]


# --- Paired dots ----------------------------------------------------------------------------------


def test_rings_and_discs_stand_at_their_times() -> None:
    figure = paired_dots(WORKED)
    rings, discs = trace(figure, "drill A"), trace(figure, "drill B")
    assert list(rings.x) == [5, 1.5, 6, 3]
    assert [round(x, 6) for x in discs.x] == [3.333333, 1.5, 3.833333, 2]
    assert list(rings.y) == [0.5, 1.5, 3.5, 4.5]
    assert set(rings.marker.symbol) == {"circle-open"}
    assert set(discs.marker.symbol) == {"circle"}
    assert list(figure.layout.yaxis.ticktext) == list(WORKED["short_name"])
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]


def test_a_disc_in_its_ring_is_small() -> None:
    sizes = trace(paired_dots(WORKED), "drill B").marker.size
    assert sizes[1] < sizes[0]


def test_not_recovered_is_a_cross_at_the_edge() -> None:
    figure = paired_dots(WORKED)
    cross = trace(figure, "not recovered")
    assert list(cross.x) == [figure.layout.xaxis.range[1]]
    assert list(cross.marker.symbol) == ["x"]
    both = WORKED.iloc[[2]].assign(seconds_b=NAN, outcome_b="partial")
    assert len(set(trace(paired_dots(both), "not recovered").x)) == 2


def test_a_line_joins_times_alone() -> None:
    line = trace(paired_dots(WORKED), "connectors")
    assert [x for x in line.y if x is not None] == [0.5, 0.5, 1.5, 1.5, 4.5, 4.5]


def test_objectives_are_ticks_and_an_earlier_one_is_thin() -> None:
    figure = paired_dots(WORKED)
    assert [x for x in trace(figure, "objective").x if x is not None][-1] == 2.5
    earlier = trace(figure, "earlier objective")
    assert [x for x in earlier.x if x is not None] == [4, 4]
    assert earlier.line.width < trace(figure, "objective").line.width


def test_a_click_knows_its_row_and_side() -> None:
    figure = paired_dots(WORKED)
    assert [list(one) for one in trace(figure, "drill A").customdata] == [
        [0, 0], [1, 0], [3, 0], [4, 0],
    ]  # fmt: skip
    assert [list(one) for one in trace(figure, "not recovered").customdata] == [[2, 0]]
    assert "select" in figure.layout.clickmode
    assert trace(figure, "drill B").unselected.marker.opacity == 1


def test_changes_stand_in_their_column() -> None:
    figure = paired_dots(WORKED)
    column = [note for note in figure.layout.annotations if note.xref == "paper"]
    assert [one.text for one in column][1:] == list(WORKED["change_text"])
    assert {one.x for one in column} == {1}


def test_a_lost_weekend_does_not_flatten_the_rest() -> None:
    frame = pd.concat([WORKED, pd.DataFrame([system("Late", 90, 2, "−88 h")])], ignore_index=True)
    figure = paired_dots(frame)
    end = figure.layout.xaxis.range[1]
    assert end < 30
    assert trace(figure, "drill A").x[-1] == end
    assert trace(figure, "drill A").marker.symbol[-1] == "triangle-right-open"


def test_names_from_files_do_not_act() -> None:
    frame = WORKED.assign(short_name="<b>x</b>", hover_a=[("<i>y</i>",)] * len(WORKED))
    figure = paired_dots(frame)
    assert set(figure.layout.yaxis.ticktext) == {"&lt;b&gt;x&lt;/b&gt;"}
    assert trace(figure, "drill A").hovertext[0] == "<b>&lt;i&gt;y&lt;/i&gt;</b>"


def test_no_system_is_an_empty_figure() -> None:
    assert paired_dots(WORKED.iloc[0:0]).data == ()


# --- Steps ----------------------------------------------------------------------------------------


def parts(*amounts: float) -> pd.DataFrame:
    """Steps of these amounts and their total."""
    rows, running = [], 0.0
    for place, amount in enumerate(amounts):
        tone = "better" if amount < 0 else "worse" if amount else "plain"
        rows.append((f"Part {place}", amount, running, running + amount, False, tone))
        running += amount
    rows.append(("Total", running, 0.0, running, True, "better"))
    columns = ["label", "amount", "begins", "ends", "is_total", "tone"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(text=[str(one) for one in frame["amount"]], hover=[("x",)] * len(frame))


def test_each_bar_begins_where_the_last_ended() -> None:
    (bars,) = steps(parts(-2 * H, 0.5 * H, -H), unit="s").data
    assert list(bars.base) == [0, -2, -1.5, 0]
    assert list(bars.x) == [-2, 0.5, -1, -2.5]
    ends = [base + x for base, x in zip(bars.base, bars.x, strict=True)]
    assert list(bars.base[1:3]) == ends[:2]
    assert ends[2] == ends[3]


def test_worse_is_hatched_better_is_plain() -> None:
    (bars,) = steps(parts(-2 * H, 0.5 * H, 0), unit="s").data
    assert list(bars.marker.pattern.shape) == ["", "/", "", ""]
    assert bars.marker.color[3] == theme.LIGHT.drill_b


def test_words_stand_on_the_side_the_change_grows_to() -> None:
    falling = steps(parts(-2 * H, 0.5 * H), unit="s")
    assert {note.xanchor for note in falling.layout.annotations} == {"right"}
    rising = steps(parts(0.4, -0.067), unit="share")
    assert {note.xanchor for note in rising.layout.annotations} == {"left"}
    assert list(rising.data[0].x) == pytest.approx([40, -6.7, 33.3])
    assert rising.layout.xaxis.range[1] > 40 * 1.2


@pytest.mark.parametrize(("end", "start"), [(4.2, 0), (0.4, 0), (120, 0), (0, -3.2), (1, -1)])
def test_few_ticks_and_zero_among_them(end: float, start: float) -> None:
    values = ticks(end, start)["tickvals"]
    assert 0 in values
    assert 2 <= len(values) <= 5
    assert all(start <= one <= end for one in values)


# --- Clock grid -----------------------------------------------------------------------------------

CLOCKS = ("disruption:restored", "disruption:validated", "detection:restored")


def grid_rows() -> pd.DataFrame:
    told = {"CRM": ("met", "missed", "met"), "Mail": ("missed", None, "missed")}
    return pd.DataFrame(
        [
            {
                "system": name,
                "short_name": name,
                "clock": clock,
                "verdict": verdict,
                "turns": (name, clock) == ("CRM", "disruption:validated"),
                "robust_text": "turns" if name == "CRM" else "robust",
                "hover": (name, clock),
            }
            for name, verdicts in told.items()
            for clock, verdict in zip(CLOCKS, verdicts, strict=True)
        ]
    )


def test_marks_stand_in_row_and_column_and_a_missing_one_is_blank() -> None:
    figure = clock_grid(grid_rows(), clock="disruption:restored")
    # by where the clock stops: the two restored first, then validated
    places = {one.name: sorted(zip(one.x, one.y, strict=True)) for one in figure.data}
    assert places == {"met": [(0, 0.5), (1, 0.5)], "missed": [(0, 1.5), (1, 1.5), (2, 0.5)]}
    assert {one.name: one.marker.symbol for one in figure.data} == {
        "met": "circle",
        "missed": "diamond",
    }
    assert ["robust" in texts(figure), "turns" in texts(figure)] == [True, True]


def test_the_chosen_clock_is_shaded_and_what_turns_is_ringed() -> None:
    figure = clock_grid(grid_rows(), clock="disruption:validated")
    (shade,) = figure.layout.shapes
    assert (shade.x0, shade.x1) == (1.5, 2.5)
    widths = dict(
        zip(trace(figure, "missed").x, trace(figure, "missed").marker.line.width, strict=True)
    )
    assert widths == {0: 0, 1: 0, 2: 2}


def test_in_the_dark() -> None:
    for figure in (
        paired_dots(WORKED, ink="dark"),
        steps(parts(-H, H / 2), unit="s", ink="dark"),
        clock_grid(grid_rows(), clock=CLOCKS[0], ink="dark"),
    ):
        assert figure.layout.font.color == theme.DARK.ink
        assert figure.layout.paper_bgcolor == "rgba(0,0,0,0)"


def test_two_systems_of_one_short_name_keep_their_rows() -> None:
    grid = grid_rows().assign(short_name="the same")
    figure = clock_grid(grid, clock="disruption:restored")
    assert list(figure.layout.yaxis.ticktext) == ["the same"] * grid["system"].nunique()
    rows = {y for one in figure.data for y in one.y}
    assert rows == {place + 0.5 for place in range(grid["system"].nunique())}
