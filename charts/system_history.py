"""One system over all its drills: each time against the objective in force that day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from charts import theme, time_axis

if TYPE_CHECKING:
    import pandas as pd

_HOUR = 3600
LEFT, RIGHT = 92, 116
_AT_EDGE = ("not recovered", "partial")
_NARROW, _LETTER, _SHIFT = 142, 6.2, 10  # px: the axis on a phone, one letter, words beside a mark
_FURTHEST = 4  # objectives; a lost weekend would flatten the rest


def system_history(tests: pd.DataFrame, *, ink: theme.Ink = "light") -> go.Figure:
    """The figure: one row a drill, oldest on top, time running right.

    Parameters
    ----------
    tests : one row a drill, in order: when (`12 Feb 2025`), verdict, seconds and objective_seconds
        (NaN where there is none), words (beside the mark), margin (in a column of its own at the
        right), hover (Plotly text).

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
    base = theme.layout(
        ink, height=theme.ROW_HEIGHT * max(len(y), 1) + 44, left=LEFT, right=RIGHT, top=20
    )
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
    base["annotations"] = [
        note
        for at in y
        for note in _words(tests.iloc[at], float(x.iloc[at]), float(goals.iloc[at]), end, at, ink)
    ]
    return go.Figure(data=traces, layout=base)


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


def _words(
    row: pd.Series, x: float, goal: float, end: float, at: int, ink: theme.Ink
) -> list[dict[str, Any]]:
    """The time beside its mark, past the objective's tick or left of the mark where it must be; the
    margin in the column at the right."""
    colours = theme.palette(ink)
    colour = theme.verdict_mark(str(row["verdict"]), ink).text
    place, length = x / end * _NARROW, len(str(row["words"])) * _LETTER + _SHIFT
    line = goal / end * _NARROW  # NaN without an objective: no comparison holds
    anchor = goal if place - 6 < line < place + length else x
    is_left = anchor / end * _NARROW + length > _NARROW and place > length
    beside = theme.label(
        str(row["words"]),
        colour=colour,
        x=x if is_left else anchor,
        y=at,
        shift=-_SHIFT if is_left else _SHIFT,
        align="right" if is_left else "left",
        borderpad=1,
        **({"bgcolor": colours.page} if is_left else {}),
    )
    margin = theme.label(str(row["margin"]), colour=colour, x=1, y=at, xref="paper", shift=12)
    return [beside, margin]
