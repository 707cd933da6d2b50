"""All systems over all drills: a mark for each test, the last one's time beside its row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from charts import theme
from charts.drawn import drawn

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

LEFT, RIGHT, TOP = 104, 134, 58
MOST_COLUMNS = 6  # as many heads as fit on a phone


def systems_grid(
    tests: pd.DataFrame,
    *,
    systems: Sequence[str],
    heads: Sequence[str],
    silent: Mapping[str, str] | None = None,
    ink: theme.Ink = "light",
) -> go.Figure:
    """The figure: drills run right as they were held, systems run down as given.

    Parameters
    ----------
    tests : one row a test: short_name, column (0 is the first drill shown), verdict, hover (Plotly
        text), last (words beside the row, only of a system's last real test, else missing).
    silent : words beside the row of a system without a last one.
    systems : short names, from the top. heads : one a drill, Plotly text of up to three lines.

    A drill in which a system had no part has no mark. No line joins two drills. No systems give an
    empty figure of the smallest height.
    """
    colours = theme.palette(ink)
    place = {name: at for at, name in enumerate(systems)}
    base = theme.layout(
        ink,
        height=theme.ROW_HEIGHT * max(len(systems), 1) + TOP + 8,
        left=LEFT,
        right=RIGHT,
        top=TOP,
        bottom=8,
    )
    base["xaxis"] |= {"range": [-0.5, max(len(heads), 1) - 0.5], "showticklabels": False}
    base["yaxis"] |= {
        "range": [max(len(systems), 1) - 0.5, -0.5],
        "tickvals": list(place.values()),
        "ticktext": [theme.plain(name) for name in systems],
        "ticklabelstandoff": 8,
        "tickfont": {"size": theme.LABEL_SIZE, "color": colours.ink},
    }
    base["shapes"] = [
        {
            "type": "line",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": at,
            "y1": at,
            "layer": "below",
            "line": {"color": colours.grid, "width": 1},
        }
        for at in place.values()
    ]
    base["annotations"] = [*_heads(heads, colours), *_last_words(tests, place, ink)]
    base["annotations"] += [
        theme.label(
            theme.plain(said), colour=colours.muted, x=1, y=place[name], xref="paper", shift=6
        )
        for name, said in (silent or {}).items()
        if name in place
    ]
    return drawn(_traces(tests, place, ink), base)


def _traces(tests: pd.DataFrame, place: dict[str, int], ink: theme.Ink) -> list[dict[str, Any]]:
    traces = []
    for verdict, rows in tests.groupby("verdict", sort=False):
        mark = theme.verdict_mark(str(verdict), ink)
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": str(verdict),
                "x": rows["column"].tolist(),
                "y": [place[name] for name in rows["short_name"]],
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
    return traces


def _heads(heads: Sequence[str], colours: theme.Palette) -> list[dict[str, Any]]:
    return [
        theme.label(head, colour=colours.muted, x=at, y=1, align="center", yref="paper", yshift=4)
        | {"yanchor": "bottom", "font": {"size": 11, "color": colours.muted}}
        for at, head in enumerate(heads)
    ]


def _last_words(tests: pd.DataFrame, place: dict[str, int], ink: theme.Ink) -> list[dict[str, Any]]:
    rows = tests[tests["last"].notna()]
    return [
        theme.label(
            str(row.last),
            colour=theme.verdict_mark(str(row.verdict), ink).text,
            x=1,
            y=place[str(row.short_name)],
            xref="paper",
            shift=6,
        )
        for row in rows.itertuples(index=False)
    ]
