"""The comparison's first chart: every system's recovery time in drill A and in drill B."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from charts import theme
from charts.drawn import drawn
from charts.time_axis import ticks
from wording import numbers

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

_HOUR = 3600
_LEFT, _RIGHT, _TOP = 104, 118, 30
_LEAST_HEIGHT = 132
_RING, _DISC, _SMALL_DISC = 13, 13, 7
_TICK_HALF = 0.3  # of a row: how far an objective's tick reaches up and down
# An axis never reaches further than so many medians: one lost weekend would flatten the rest.
_FURTHEST = 6
# Two times nearer than this share of the axis cover each other: the disc is drawn inside the ring.
_SAME_PLACE = 0.02
_LOST = ("not recovered", "partial")
_BEYOND = {"a": "triangle-right-open", "b": "triangle-right"}  # further than the axis reaches


@dataclass(frozen=True)
class _Dot:
    """One test with its place: x in hours, y in rows from the top."""

    row: int
    side: str
    x: float
    y: float
    symbol: str
    size: float


def paired_dots(systems: pd.DataFrame, *, ink: theme.Ink = "light") -> go.Figure:
    """The figure: time runs right, systems run down in the order given.

    Parameters
    ----------
    systems : one row a system. Columns: short_name; seconds_a, seconds_b (missing without a time);
        outcome_a, outcome_b (missing where it was not in the drill); rto_a, rto_b [s]; change_text
        and change_tone (better, worse or plain) for the column at the right; hover_a and hover_b,
        lines each.

    Drill A is a ring, drill B a disc, joined by A's line; no longer or not yet recovered is a cross
    at the right edge, because it has no time. A tick is the system's own objective; where it moved,
    A's is thin. A time further than the axis reaches is a triangle at its end. Every mark carries
    its row's place and its side (0 is A, 1 is B) as customdata, for whoever clicks it.
    No rows gives an empty figure of the smallest height.
    """
    colours = theme.palette(ink)
    end = _axis_end(systems)
    dots = _dots(systems, end)
    traces = [_rails(len(systems), end, ink)] if len(systems) else []
    traces += [*_connectors(systems, dots, ink), *_objectives(systems, end, ink)]
    traces += [_marks(dots, systems, kind, ink) for kind in ("cross", "a", "b") if _of(dots, kind)]
    height = max(theme.ROW_HEIGHT * len(systems) + _TOP + 30, _LEAST_HEIGHT)
    base = theme.layout(ink, height=height, left=_LEFT, right=_RIGHT, top=_TOP, bottom=30)
    base["clickmode"] = "event+select"
    base["xaxis"] |= {"range": [0, end], **ticks(end)}
    base["yaxis"] |= {
        "range": [max(len(systems), 1), 0],
        "tickvals": [place + 0.5 for place in range(len(systems))],
        "ticktext": [theme.plain(name) for name in systems["short_name"]],
        "ticklabelstandoff": 8,
        "tickfont": {"size": theme.LABEL_SIZE, "color": colours.ink},
    }
    base["annotations"] = [
        theme.label(
            "change",
            colour=colours.muted,
            x=1,
            y=1,
            shift=14,
            xref="paper",
            yref="paper",
            yshift=14,
        )
        | {"font": {"size": theme.TICK_SIZE, "color": colours.muted}},
        *(
            theme.label(
                theme.plain(row.change_text),
                colour=_tone(row.change_tone, colours),
                x=1,
                y=place + 0.5,
                shift=14,
                xref="paper",
            )
            for place, row in enumerate(systems.itertuples())
        ),
    ]
    return drawn(traces, base)


def _rails(count: int, end: float, ink: theme.Ink) -> dict[str, Any]:
    """A hairline a row, from the name to the change."""
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "rails",
        "x": [x for _ in range(count) for x in (0, end, None)],
        "y": [y for place in range(count) for y in (place + 0.5, place + 0.5, None)],
        "line": {"color": theme.palette(ink).grid, "width": 1},
        "hoverinfo": "skip",
    }


def _tone(tone: str, colours: theme.Palette) -> str:
    # blue for the later drill's gain: teal would read as a verdict
    return {"better": colours.drill_b, "worse": colours.missed_text}.get(tone, colours.muted)


def _axis_end(systems: pd.DataFrame) -> float:
    """Where the axis ends [h]: at the slowest time or objective, with a little room."""
    known = [
        value
        for name in ("seconds_a", "seconds_b", "rto_a", "rto_b")
        for value in systems[name].dropna().tolist()
    ]
    if not known:
        return 4.0
    middle = sorted(known)[len(known) // 2]
    return max(min(max(known), _FURTHEST * middle) / _HOUR * 1.06, 0.25)


def _dots(systems: pd.DataFrame, end: float) -> list[_Dot]:
    dots = []
    for place, row in enumerate(systems.itertuples()):
        times = {"a": row.seconds_a, "b": row.seconds_b}
        both = [value for value in times.values() if not numbers.is_missing(value)]
        is_same = len(both) == 2 and abs(both[0] - both[1]) / _HOUR < end * _SAME_PLACE
        lost = [side for side in "ab" if getattr(row, f"outcome_{side}") in _LOST]
        for side, seconds in times.items():
            y = place + 0.5
            if not numbers.is_missing(seconds):
                size = _RING if side == "a" else _SMALL_DISC if is_same else _DISC
                symbol = "circle-open" if side == "a" else "circle"
                symbol = _BEYOND[side] if seconds / _HOUR > end else symbol
                dots.append(_Dot(place, side, min(seconds / _HOUR, end), y, symbol, size))
            elif side in lost:
                # two crosses stand one beside the other, A first
                x = end - (end * 0.045 if side == "a" and len(lost) == 2 else 0)
                dots.append(_Dot(place, side, x, y, "x", 11))
    return dots


def _of(dots: list[_Dot], kind: str) -> list[_Dot]:
    if kind == "cross":
        return [dot for dot in dots if dot.symbol == "x"]
    return [dot for dot in dots if dot.side == kind and dot.symbol != "x"]


def _connectors(systems: pd.DataFrame, dots: list[_Dot], ink: theme.Ink) -> list[dict[str, Any]]:
    colours = theme.palette(ink)
    xs: list[float | None] = []
    ys: list[float | None] = []
    for place in range(len(systems)):
        pair = [dot for dot in dots if dot.row == place and dot.symbol != "x"]
        if len(pair) == 2:
            xs += [pair[0].x, pair[1].x, None]
            ys += [pair[0].y, pair[1].y, None]
    if not xs:
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": "connectors",
            "x": xs,
            "y": ys,
            "line": {"color": colours.drill_a, "width": 3},
            "hoverinfo": "skip",
        }
    ]


def _objectives(systems: pd.DataFrame, end: float, ink: theme.Ink) -> list[dict[str, Any]]:
    """A tick a system for its objective; a thin one for A's where B's is another."""
    colours = theme.palette(ink)
    traces = []
    for name, width in (("objective", 2.0), ("earlier objective", 1.0)):
        xs: list[float | None] = []
        ys: list[float | None] = []
        for place, row in enumerate(systems.itertuples()):
            in_force = row.rto_a if numbers.is_missing(row.rto_b) else row.rto_b
            value = in_force if name == "objective" else row.rto_a
            is_moved = not numbers.is_missing(row.rto_a) and row.rto_a != in_force
            if numbers.is_missing(value) or (name != "objective" and not is_moved):
                continue
            if value / _HOUR <= end:
                xs += [value / _HOUR, value / _HOUR, None]
                ys += [place + 0.5 - _TICK_HALF, place + 0.5 + _TICK_HALF, None]
        if xs:
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "name": name,
                    "x": xs,
                    "y": ys,
                    "line": {"color": colours.ink, "width": width},
                    "hoverinfo": "skip",
                }
            )
    return traces


def _marks(dots: list[_Dot], systems: pd.DataFrame, kind: str, ink: theme.Ink) -> dict[str, Any]:
    colours = theme.palette(ink)
    chosen = _of(dots, kind)
    colour = {"cross": colours.lost, "a": colours.drill_a, "b": colours.drill_b}[kind]
    marker: dict[str, Any] = {
        "symbol": [dot.symbol for dot in chosen],
        "size": [dot.size for dot in chosen],
        "color": colour,
        "opacity": 1,
        "line": {"width": 2.5 if kind == "a" else 0, "color": colour},
    }
    unfaded = {"marker": {"opacity": 1}}
    return {
        "type": "scatter",
        "mode": "markers",
        "name": {"cross": "not recovered", "a": "drill A", "b": "drill B"}[kind],
        "x": [dot.x for dot in chosen],
        "y": [dot.y for dot in chosen],
        "cliponaxis": False,
        "marker": marker,
        # a click chooses a mark for its rows; it must not grey out the others
        "selected": unfaded,
        "unselected": unfaded,
        "customdata": [[dot.row, "ab".index(dot.side)] for dot in chosen],
        "hovertext": [theme.hover(systems[f"hover_{dot.side}"].iloc[dot.row]) for dot in chosen],
        "hoverinfo": "text",
    }
