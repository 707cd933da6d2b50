"""Who depends on whom: systems run down, the order in which they can come back runs right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from charts import theme
from charts.drawn import drawn

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

LEFT = 104
MOST_SYSTEMS = 20


def recovery_order(
    nodes: pd.DataFrame,
    edges: Sequence[tuple[str, str]],
    *,
    chosen: str | None = None,
    ink: theme.Ink = "light",
) -> go.Figure:
    """The figure: a mark for each system at its step, a line from what is needed to what needs it.

    Parameters
    ----------
    nodes : one row a system, in the order they are shown: short_name, step (0 first), verdict (of
        its last test), hover (Plotly text).
    edges : pairs of short names, needed first.
    chosen : the system whose lines are drawn in ink.
    """
    colours = theme.palette(ink)
    at = {name: place for place, name in enumerate(nodes["short_name"])}
    step = dict(zip(nodes["short_name"], nodes["step"], strict=True))
    traces: list[dict[str, Any]] = []
    for is_own, colour, width in ((False, colours.connector, 1.25), (True, colours.ink, 1.75)):
        own = [pair for pair in edges if (chosen in pair) == is_own]
        if own:
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "name": "of the chosen" if is_own else "needs",
                    "x": [x for one, two in own for x in _bend(step[one], step[two])],
                    "y": [y for one, two in own for y in (at[one], at[two], at[two], None)],
                    "line": {"color": colour, "width": width},
                    "hoverinfo": "skip",
                }
            )
    for verdict, rows in nodes.groupby("verdict", sort=False):
        mark = theme.verdict_mark(str(verdict), ink)
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": str(verdict),
                "x": rows["step"].tolist(),
                "y": [at[name] for name in rows["short_name"]],
                "cliponaxis": False,
                "marker": {
                    "symbol": mark.symbol,
                    "size": mark.size,
                    "color": mark.colour,
                    "line": {"width": mark.line_width, "color": mark.colour},
                },
                "hovertext": rows["hover"].tolist(),
                "hoverinfo": "text",
            }
        )
    steps = int(nodes["step"].max()) + 1 if len(nodes) else 1
    base = theme.layout(
        ink, height=theme.ROW_HEIGHT * max(len(nodes), 1) + 60, left=LEFT, right=28, top=48
    )
    base["xaxis"] |= {
        "range": [-0.15, max(steps - 1, 0.5) + 0.1],
        "tickvals": list(range(steps)),
        "ticktext": _step_names(steps),
        "side": "top",
    }
    base["yaxis"] |= {
        "range": [max(len(nodes), 1) - 0.5, -0.5],
        "tickvals": list(at.values()),
        "ticktext": [
            f"<b>{theme.plain(name)}</b>" if name == chosen else theme.plain(name) for name in at
        ],
        "ticklabelstandoff": 8,
        "tickfont": {"size": theme.LABEL_SIZE, "color": colours.ink},
    }
    return drawn(traces, base)


def _bend(start: float, stop: float) -> tuple[Any, ...]:
    """A line that leaves downwards and arrives level, so that lines to one row meet in it."""
    return (start, start + 0.35 * (stop - start), stop, None)


def _step_names(steps: int) -> list[str]:
    if steps > 5:
        return [str(one + 1) for one in range(steps)]
    return [("first", "second", "third", "fourth", "fifth")[one] for one in range(steps)]
