"""One system over all its drills: each time against the objective in force that day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from charts import theme, time_axis
from charts.drawn import drawn

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

_HOUR = 3600
LEFT, RIGHT = 92, 116
_AT_EDGE = ("not recovered", "partial")
_ROW = 40  # px: two lines of words beside each
_FURTHEST = 4  # objectives; a lost weekend would flatten the rest


def system_history(tests: pd.DataFrame, *, ink: theme.Ink = "light") -> go.Figure:
    """The figure: one row a drill, oldest on top, time running right.

    Parameters
    ----------
    tests : one row a drill, in order: when (`12 Feb 2025`), verdict, seconds and objective_seconds
        (NaN where there is none), words (in a column at the right), margin (under them),
        hover (Plotly text).

    A time is a disc or a diamond at the end of its stem, the objective of the day a tick across the
    row; not recovered and partial are crosses at the right edge, what has no time a ring at zero.
    Nothing joins two drills. No rows give an empty figure of the smallest height.
    """
    colours = theme.palette(ink)
    seconds, goals = tests["seconds"] / _HOUR, tests["objective_seconds"] / _HOUR
    longest = [float(one.max()) for one in (seconds, goals) if one.notna().any()]
    end = 1.3 * max(longest, default=4.0)
    if goals.notna().any():
        end = min(end, _FURTHEST * float(goals.max()))
    at_edge = tests["verdict"].isin(_AT_EDGE) | (seconds > end)
    x = seconds.fillna(0.0).where(~at_edge, end)
    y = list(range(len(tests)))
    traces = _stems(x, at_edge, y, colours)
    for verdict in dict.fromkeys(tests["verdict"]):
        mark = theme.verdict_mark(str(verdict), ink)
        own = [at for at in y if tests["verdict"].iloc[at] == verdict]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": str(verdict),
                "x": [float(x.iloc[at]) for at in own],
                "y": own,
                "cliponaxis": False,
                "marker": {
                    "symbol": mark.symbol,
                    "size": mark.size,
                    "color": mark.colour,
                    "line": {"width": mark.line_width, "color": mark.colour},
                },
                "hovertext": [tests["hover"].iloc[at] for at in own],
                "hoverinfo": "text",
            }
        )
    base = theme.layout(ink, height=_ROW * max(len(y), 1) + 44, left=LEFT, right=RIGHT, top=20)
    base["xaxis"] |= {"range": [0, end], **time_axis.ticks(end)}
    base["yaxis"] |= {
        "range": [max(len(y), 1) - 0.5, -0.5],
        "tickvals": y,
        "ticktext": tests["when"].tolist(),
        "ticklabelstandoff": 12,
        "tickfont": {"size": theme.LABEL_SIZE, "color": colours.ink},
    }
    base["shapes"] = [
        {
            "type": "line",
            "x0": float(goal),
            "x1": float(goal),
            "y0": at - 0.36,
            "y1": at + 0.36,
            "line": {"color": colours.ink, "width": 2},
        }
        for at, goal in zip(y, goals, strict=True)
        if goal == goal and goal <= end
    ]
    base["annotations"] = [_words(tests.iloc[at], at, ink) for at in y]
    return drawn(traces, base)


def _stems(
    x: pd.Series, at_edge: pd.Series, y: list[int], colours: theme.Palette
) -> list[dict[str, Any]]:
    traces = []
    for dash, chosen in (("solid", ~at_edge & (x > 0)), ("dot", at_edge)):
        own = [at for at in y if chosen.iloc[at]]
        if own:
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "name": f"{dash} stems",
                    "x": [one for at in own for one in (0, float(x.iloc[at]), None)],
                    "y": [one for at in own for one in (at, at, None)],
                    "line": {"color": colours.stem, "width": 2, "dash": dash},
                    "hoverinfo": "skip",
                }
            )
    return traces


def _words(row: pd.Series, at: int, ink: theme.Ink) -> dict[str, Any]:
    """The time, and under it the margin, in a column of their own at the right: beside the mark
    they would stand over the objective's tick, or on a phone over one another."""
    colour = theme.verdict_mark(str(row["verdict"]), ink).text
    lines = [str(row[name]) for name in ("words", "margin") if row[name]]
    note = theme.label("<br>".join(lines), colour=colour, x=1, y=at, xref="paper", shift=12)
    return note | {"align": "left"}
