"""The next drill: a range for each system against the programme's target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, time_axis
from charts.drawn import drawn
from wording import numbers

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

_HOUR = 3600
LEFT, RIGHT = 104, 56
MOST_SYSTEMS = 20
_FURTHEST = 4  # targets


def forecast_ranges(
    systems: pd.DataFrame, *, target_seconds: float, ink: theme.Ink = "light"
) -> go.Figure:
    """The figure: a bar from the low to the high end, a tick at the middle, the chance beside it.

    systems : one row a system, in order: short_name, low_seconds, likely_seconds, high_seconds
        (infinite where it reaches into "not back", missing without a range), chance_words, hover
        (Plotly text). Bars are planned ink, not a verdict: nothing has happened yet.
    """
    colours = theme.palette(ink)
    hours = systems[["low_seconds", "likely_seconds", "high_seconds"]] / _HOUR
    target = target_seconds / _HOUR
    known = hours["low_seconds"].notna()
    finite = hours.to_numpy()[np.isfinite(hours.to_numpy())]
    end = min(max(1.1 * float(finite.max(initial=0.0)), 1.4 * target), _FURTHEST * target)
    low, high = hours["low_seconds"].clip(upper=end), hours["high_seconds"].clip(upper=end)
    y = list(range(len(systems)))
    own = [at for at in y if known.iloc[at]]
    traces: list[dict[str, Any]] = []
    traces.append(
        {
            "type": "bar",
            "orientation": "h",
            "name": "range",
            "x": [float(high.iloc[at] - low.iloc[at]) for at in own],
            "base": [float(low.iloc[at]) for at in own],
            "y": own,
            "width": 0.34,
            "marker": {"color": colours.planned},
            "hovertext": [systems["hover"].iloc[at] for at in own],
            "hoverinfo": "text",
        }
    )
    crossed = [at for at in own if np.isinf(hours["high_seconds"].iloc[at])]
    if crossed:
        mark = theme.verdict_mark("not recovered", ink)
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": "may not come back",
                "x": [end] * len(crossed),
                "y": crossed,
                "cliponaxis": False,
                "marker": {"symbol": mark.symbol, "size": mark.size, "color": mark.colour},
                "hovertext": [systems["hover"].iloc[at] for at in crossed],
                "hoverinfo": "text",
            }
        )
    silent = [at for at in y if not known.iloc[at]]
    if silent:
        mark = theme.verdict_mark("no data", ink)
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": "too little data",
                "x": [0.0] * len(silent),
                "y": silent,
                "cliponaxis": False,
                "marker": {
                    "symbol": mark.symbol,
                    "size": mark.size,
                    "color": mark.colour,
                    "line": {"width": mark.line_width, "color": mark.colour},
                },
                "hovertext": [systems["hover"].iloc[at] for at in silent],
                "hoverinfo": "text",
            }
        )
    base = theme.layout(
        ink, height=theme.ROW_HEIGHT * max(len(y), 1) + 48, left=LEFT, right=RIGHT, top=24
    )
    base["xaxis"] |= {"range": [0, end], **time_axis.ticks(end, bold=target)}
    base["yaxis"] |= {
        "range": [max(len(y), 1) - 0.5, -0.5],
        "tickvals": y,
        "ticktext": [theme.plain(name) for name in systems["short_name"]],
        "ticklabelstandoff": 12,
        "tickfont": {"size": theme.LABEL_SIZE, "color": colours.ink},
    }
    base["shapes"] = [
        *_target_line(target, colours),
        *_middles(hours["likely_seconds"], end, colours),
    ]
    base["annotations"] = [
        theme.label(
            f"{numbers.duration(target_seconds)} target",
            colour=colours.ink,
            x=target,
            y=1,
            yref="paper",
            yshift=10,
            align="center",
        ),
        *(
            theme.label(
                str(systems["chance_words"].iloc[at]),
                colour=colours.ink if known.iloc[at] else colours.muted,
                x=1,
                y=at,
                xref="paper",
                shift=14,
            )
            for at in y
        ),
    ]
    return drawn(traces, base)


def _target_line(target: float, colours: theme.Palette) -> list[dict[str, Any]]:
    place = {"type": "line", "x0": target, "x1": target, "yref": "paper", "y0": 0, "y1": 1}
    return [
        place | {"line": {"color": colours.page, "width": 4}},  # a halo lifts it off the bars
        place | {"line": {"color": colours.ink, "width": 1.5, "dash": "dash"}},
    ]


def _middles(likely: pd.Series, end: float, colours: theme.Palette) -> list[dict[str, Any]]:
    return [
        {
            "type": "line",
            "x0": float(middle),
            "x1": float(middle),
            "y0": at - 0.26,
            "y1": at + 0.26,
            "line": {"color": colours.ink, "width": 2},
        }
        for at, middle in enumerate(likely)
        if np.isfinite(middle) and middle <= end
    ]
