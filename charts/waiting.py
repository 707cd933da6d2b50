"""Own work against waiting for others, system by system in one drill."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from charts import theme, time_axis
from charts.drawn import drawn

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

_HOUR = 3600
LEFT = 104
MOST_SYSTEMS = 10


def waiting_bars(waits: pd.DataFrame, *, ink: theme.Ink = "light") -> go.Figure:
    """The figure: a bar a system, its recovery time; the hatched part is waiting, the rest work.

    waits : one row a system, in order: short_name, waiting_seconds, own_seconds, words (beside the
        bar), hover (Plotly text). Waiting is drawn first, whenever in the drill it was.
    """
    colours = theme.palette(ink)
    names = [theme.plain(name) for name in waits["short_name"]]
    y = list(range(len(waits)))
    waited, own = waits["waiting_seconds"] / _HOUR, waits["own_seconds"] / _HOUR
    total = waited + own
    traces: list[dict[str, Any]] = []
    traces.append(
        {
            "type": "bar",
            "orientation": "h",
            "name": "waiting",
            "x": waited.tolist(),
            "y": y,
            "width": 0.5,
            "marker": {
                "color": colours.planned,
                "pattern": {"shape": "/", "bgcolor": colours.planned, "fgcolor": colours.page,
                            "size": 6, "solidity": 0.35},
                "line": {"color": colours.page, "width": 1.5},
            },
            "hovertext": waits["hover"].tolist(),
            "hoverinfo": "text",
        }
    )  # fmt: skip
    traces.append(
        {
            "type": "bar",
            "orientation": "h",
            "name": "own work",
            "x": own.tolist(),
            "y": y,
            "base": waited.tolist(),
            "width": 0.5,
            "marker": {"color": colours.drill_b, "line": {"color": colours.page, "width": 1.5}},
            "hovertext": waits["hover"].tolist(),
            "hoverinfo": "text",
        }
    )
    end = float(total.max()) * 1.02 if len(waits) and total.max() > 0 else 1.0
    base = theme.layout(ink, height=44 * max(len(y), 1) + 44, left=LEFT, right=14, top=20)
    base["barmode"] = "overlay"
    base["xaxis"] |= {"range": [0, end], **time_axis.ticks(end)}
    base["yaxis"] |= {
        "range": [max(len(y), 1) - 0.5, -0.5],
        "tickvals": y,
        "ticktext": names,
        "ticklabelstandoff": 8,
        "tickfont": {"size": theme.LABEL_SIZE, "color": colours.ink},
    }
    base["annotations"] = [
        theme.label(str(words), colour=colours.muted, x=0, y=at, yshift=-20)
        | {"font": {"size": theme.TICK_SIZE, "color": colours.muted}}
        for at, words in zip(y, waits["words"], strict=True)
    ]
    return drawn(traces, base)
