"""Every system's verdict under every clock, as a grid of marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from charts import theme
from charts.drawn import drawn

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

_LEFT, _RIGHT, _TOP = 104, 44, 56
# A column is 26 px wide on a phone: the caption says what the heads are short for.
_HEADS = {
    "disruption": "disr.",
    "detection": "det.",
    "declaration": "decl.",
    "recovery_start": "start",
}
_HEAD_SIZE = 11


def clock_grid(verdicts: pd.DataFrame, *, clock: str, ink: theme.Ink = "light") -> go.Figure:
    """The figure: systems run down in the order given, clocks to the right by where they
    stop, the chosen one shaded.

    Parameters
    ----------
    verdicts : one row a (system, clock), clocks in the same order for every system. Columns:
        system, short_name, clock (START:STOP), verdict (missing: no instant of that clock, left
        blank), turns, robust_text (the same for all rows of a system), hover (lines).
    clock : the chosen one.

    Every mark carries its row's place as customdata, for whoever clicks it. A verdict that turns
    against the chosen clock has a ring of ink around it.
    """
    colours = theme.palette(ink)
    systems = verdicts.drop_duplicates("system")
    stops = {one.split(":")[1]: None for one in verdicts["clock"]}
    clocks = [
        clock
        for stop in stops
        for clock in dict.fromkeys(verdicts["clock"])
        if clock.endswith(f":{stop}")
    ]
    columns = {one: place for place, one in enumerate(clocks)}
    rows = {system: place for place, system in enumerate(systems["system"])}
    shown = verdicts[verdicts["verdict"].notna()]
    traces = [
        _trace(shown[shown["verdict"] == verdict], str(verdict), columns, rows, ink)
        for verdict in dict.fromkeys(shown["verdict"])
    ]
    base = theme.layout(
        ink,
        height=theme.ROW_HEIGHT * max(len(rows), 1) + _TOP + 8,
        left=_LEFT,
        right=_RIGHT,
        top=_TOP,
        bottom=8,
    )
    base["clickmode"] = "event+select"
    base["xaxis"] |= {"range": [-0.5, max(len(clocks), 1) - 0.5], "showticklabels": False}
    base["yaxis"] |= {
        "range": [max(len(rows), 1), 0],
        "tickvals": [place + 0.5 for place in range(len(rows))],
        "ticktext": [theme.plain(name) for name in systems["short_name"]],
        "ticklabelstandoff": 8,
        "tickfont": {"size": theme.LABEL_SIZE, "color": colours.ink},
    }
    if clock in columns:
        base["shapes"] = [
            {
                "type": "rect",
                "x0": columns[clock] - 0.5,
                "x1": columns[clock] + 0.5,
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "layer": "below",
                "fillcolor": colours.shade,
                "line": {"width": 0},
            }
        ]
    base["annotations"] = [
        *_heads(clocks, colours),
        *(
            theme.label(text, colour=colours.muted, x=1, y=place + 0.5, shift=6, xref="paper")
            | {"font": {"size": _HEAD_SIZE, "color": colours.muted}}
            for place, text in enumerate(systems["robust_text"].tolist())
        ),
    ]
    return drawn(traces, base)


def _trace(
    of_it: pd.DataFrame,
    verdict: str,
    columns: dict[str, int],
    rows: dict[str, int],
    ink: theme.Ink,
) -> dict[str, Any]:
    colours = theme.palette(ink)
    mark = theme.verdict_mark(verdict, ink)
    unfaded = {"marker": {"opacity": 1}}
    is_open = mark.symbol.endswith("-open")
    return {
        "type": "scatter",
        "mode": "markers",
        "name": verdict,
        "x": [columns[one] for one in of_it["clock"]],
        "y": [rows[one] + 0.5 for one in of_it["system"]],
        "cliponaxis": False,
        "marker": {
            "symbol": mark.symbol,
            "size": [mark.size + 3 if turns else mark.size for turns in of_it["turns"]],
            "color": mark.colour,
            "opacity": 1,
            "line": {
                "width": [2 if turns or is_open else 0 for turns in of_it["turns"]],
                "color": [mark.colour if is_open else colours.ink] * len(of_it),
            },
        },
        "selected": unfaded,
        "unselected": unfaded,
        "customdata": [[rows[one], 0] for one in of_it["system"]],
        "hovertext": [theme.hover(lines) for lines in of_it["hover"]],
        "hoverinfo": "text",
    }


def _heads(clocks: list[str], colours: theme.Palette) -> list[dict[str, Any]]:
    """Over every column its start, over every run of columns with one stop that stop."""
    notes: list[tuple[float, int, str, int, str]] = []
    stops: dict[str, list[int]] = {}
    for place, clock in enumerate(clocks):
        start, stop = clock.split(":")
        stops.setdefault(stop, []).append(place)
        notes.append((place, 12, _HEADS.get(start, start), _HEAD_SIZE, colours.muted))
    for stop, places in stops.items():
        notes.append((sum(places) / len(places), 34, f"until {stop}", theme.TICK_SIZE, colours.ink))
    return [
        {
            **theme.label(
                text, colour=colour, x=x, y=1, yref="paper", yshift=shift, align="center"
            ),
            "font": {"size": size, "color": colour},
        }
        for x, shift, text, size, colour in notes
    ]
