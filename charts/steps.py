"""A change in steps: from no change, part by part, to the total, which adds up exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from charts import theme
from charts.drawn import drawn
from charts.time_axis import ticks
from wording import numbers

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

Unit = Literal["s", "share"]
_LEFT, _BOTTOM, _TOP, _ROW = 96, 24, 20, 34
_BAR = 0.62
_LABEL_SHARE = 0.36  # of the axis kept free beside the bars for their words


def steps(parts: pd.DataFrame, *, unit: Unit, ink: theme.Ink = "light") -> go.Figure:
    """The figure, a bar a part and one for the total.

    Parameters
    ----------
    parts : `comparison.steps`, finished: label, amount, begins, ends, is_total, text, tone (better,
        worse or plain), hover (lines). unit : of the amounts; `s` is drawn in hours.

    A part that makes it better is plain, one that makes it worse hatched, so that it is told
    without colour; the total is in drill B's blue. A part of zero is a tick at its place.
    """
    colours = theme.palette(ink)
    scale = 1 / 3600 if unit == "s" else 100.0
    low = min(0.0, *(float(one) for name in ("begins", "ends") for one in parts[name])) * scale
    high = max(0.0, *(float(one) for name in ("begins", "ends") for one in parts[name])) * scale
    span = (high - low) or 1.0
    room = span * _LABEL_SHARE / (1 - _LABEL_SHARE)
    # words stand beyond the end a bar grows to: to the left where the total falls
    falls = abs(low) > abs(high)
    left, right = (low - room, high + span * 0.04) if falls else (low - span * 0.04, high + room)
    base = theme.layout(
        ink, height=_ROW * len(parts) + 44, left=_LEFT, right=16, top=_TOP, bottom=_BOTTOM
    )
    rows = parts.to_dict("records")
    base["xaxis"] |= {"range": [left, right]}
    base["xaxis"] |= ticks(high, low) if unit == "s" else _point_ticks(low, high)
    base["yaxis"] |= {
        "range": [len(rows), 0],
        "tickvals": [place + 0.5 for place in range(len(rows))],
        "ticktext": [f"<b>{row['label']}</b>" if row["is_total"] else row["label"] for row in rows],
        "ticklabelstandoff": 8,
        "tickfont": {"size": theme.LABEL_SIZE, "color": colours.ink},
    }
    base["shapes"] = [_zero_line(colours), *_connectors(rows, scale, colours)]
    base["annotations"] = [
        _words(row, place, scale, falls, colours) for place, row in enumerate(rows)
    ]
    base["barmode"] = "overlay"
    return drawn([_bar(rows, scale, colours)], base)


def _bar(rows: list[dict[str, Any]], scale: float, colours: theme.Palette) -> dict[str, Any]:
    fills = [
        colours.drill_b
        if row["is_total"]
        else {"better": colours.met, "worse": colours.missed}.get(row["tone"], colours.planned)
        for row in rows
    ]
    return {
        "type": "bar",
        "orientation": "h",
        "name": "steps",
        "base": [row["begins"] * scale for row in rows],
        "x": [(row["ends"] - row["begins"]) * scale for row in rows],
        "y": [place + 0.5 for place in range(len(rows))],
        "width": _BAR,
        "marker": {
            "color": fills,
            "line": {"width": 1, "color": fills},
            "pattern": {
                "shape": [
                    "/" if row["tone"] == "worse" and not row["is_total"] else "" for row in rows
                ],
                "bgcolor": fills,
                "fgcolor": colours.page,
                "size": 7,
                "solidity": 0.28,
            },
        },
        "hovertext": [theme.hover(row["hover"]) for row in rows],
        "hoverinfo": "text",
    }


def _words(
    row: dict[str, Any], place: int, scale: float, falls: bool, colours: theme.Palette
) -> dict[str, Any]:
    """The amount beside its bar, all on the side to which the change grows: there is room kept."""
    low, high = sorted((row["begins"] * scale, row["ends"] * scale))
    colour = {"better": colours.met_text, "worse": colours.missed_text}.get(
        row["tone"], colours.muted
    )
    text = row["text"]
    if row["is_total"]:
        text, colour = f"<b>{text}</b>", colours.ink
    return theme.label(
        text,
        colour=colour,
        x=low if falls else high,
        y=place + 0.5,
        shift=-7 if falls else 7,
        align="right" if falls else "left",
    )


def _zero_line(colours: theme.Palette) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": 0,
        "x1": 0,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "line": {"color": colours.connector, "width": 1},
    }


def _connectors(
    rows: list[dict[str, Any]], scale: float, colours: theme.Palette
) -> list[dict[str, Any]]:
    """Hairlines from where a step ends to where the next begins, and the tick of a part of zero."""
    lines = []
    for place, row in enumerate(rows[:-1]):
        x = row["ends"] * scale
        lines.append((x, place + 0.5, place + 1.5, 1, colours.connector))
        if row["amount"] == 0:
            lines.append((x, place + 0.5 - _BAR / 2, place + 0.5 + _BAR / 2, 2, colours.planned))
    return [
        {
            "type": "line",
            "x0": x,
            "x1": x,
            "y0": top,
            "y1": bottom,
            "layer": "below",
            "line": {"color": colour, "width": width},
        }
        for x, top, bottom, width, colour in lines
    ]


def _point_ticks(low: float, high: float) -> dict[str, Any]:
    """Ticks in percentage points, the outermost with its unit."""
    span = (high - low) or 1.0
    step = next((one for one in (1, 2, 5, 10, 20, 25, 50) if span / one < 4), 100)
    values = [
        place * step for place in range(-int(-low // step) if low < 0 else 0, int(high // step) + 1)
    ]
    texts = [
        "0" if one == 0 else f"{numbers.MINUS if one < 0 else '+'}{abs(one)}" for one in values
    ]
    if len(texts) > 1:
        at = -1 if values[-1] else 0
        texts[at] += f"{numbers.NBSP}points"
    return {"tickvals": values, "ticktext": texts}
