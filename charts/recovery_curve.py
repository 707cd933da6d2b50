"""The recovery curve: systems back in service as steps over time, and the service lost above it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from charts import theme
from charts.time_axis import ticks
from wording import numbers
from wording.sentences import against, joined

if TYPE_CHECKING:
    import pandas as pd

HEIGHT = 300
_HOUR = 3600
_MOST_LABELS = 8  # steps that are named; more would write over each other
_MOST_NAMES = 2  # at one step
_LOST = ("not recovered", "partial", "in progress")


def recovery_curve(
    curve: pd.DataFrame,
    tests: pd.DataFrame,
    *,
    target_seconds: float,
    operator: str = "<",
    lost: str = "",
    kaplan_meier: pd.DataFrame | None = None,
    is_weighted: bool = False,
    ink: theme.Ink = "light",
) -> go.Figure:
    """The figure of one drill.

    Parameters
    ----------
    curve : steps: seconds, share [0–1], up, whole, from every system's own disruption on.
    tests : one row a system of the curve: system, short_name, seconds (to its return, or as long as
        it was watched), verdict (met or missed against the target; not recovered, partial and in
        progress have no return).
    target_seconds, operator : the programme's target, drawn as the dashed line.
    lost : the words in the area above the curve. kaplan_meier : seconds and share of those still
        not back, drawn dotted; None to leave it out. is_weighted : the share counts tiers, so the
        axis says per cent instead of systems.

    No steps gives an empty figure of the same height.
    """
    colours = theme.palette(ink)
    end = _end(curve, target_seconds)
    base = theme.layout(ink, height=HEIGHT, left=46 if is_weighted else 30, right=14, top=28)
    base["xaxis"] |= {"range": [0, end], **ticks(end, most=8)}
    base["yaxis"] |= {"range": [0, 1.04], "showgrid": True, **_levels(curve, is_weighted)}
    if curve.empty:
        return go.Figure().update_layout(base)
    figure = go.Figure(_traces(curve, kaplan_meier, colours))
    marks, notes = _marks(curve, tests, target_seconds, operator, end, ink)
    figure.add_traces(marks)
    base["shapes"] = [_target_line(target_seconds, colours)]
    base["annotations"] = [*notes, _target_words(target_seconds, operator, colours)]
    if lost:
        words = theme.label(f"<b>{lost}</b>", colour=colours.ink, x=end * 0.03, y=0.93)
        base["annotations"].append(words)
    return figure.update_layout(base)


def _end(curve: pd.DataFrame, target_seconds: float) -> float:
    """Where the axis ends [h]: all of the curve, the target and room for the last name."""
    last = 0.0 if curve.empty else float(curve["seconds"].max())
    return max(last * 1.06, target_seconds * 1.12) / _HOUR


def _levels(curve: pd.DataFrame, is_weighted: bool) -> dict[str, Any]:
    """The axis counts systems; weighted, it says shares."""
    if is_weighted or curve.empty:
        values = [0, 0.25, 0.5, 0.75, 1]
        return {"tickvals": values, "ticktext": [numbers.share(one) for one in values]}
    whole = int(curve["whole"].iloc[0])
    step = next(
        (one for one in (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000) if whole / one <= 5),
        whole,
    )
    counts = [*range(0, whole, step), whole]
    if len(counts) > 2 and whole - counts[-2] < step * 0.6:
        counts.pop(-2)
    return {
        "tickvals": [one / whole for one in counts],
        "ticktext": [numbers.count(one) for one in counts],
    }


def _traces(
    curve: pd.DataFrame, kaplan_meier: pd.DataFrame | None, colours: theme.Palette
) -> list[dict[str, Any]]:
    hours = (curve["seconds"] / _HOUR).tolist()
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": "all back",
            "x": [0, hours[-1]],
            "y": [1, 1],
            "line": {"width": 0},
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "mode": "lines",
            "name": "back in service",
            "x": hours,
            "y": curve["share"].tolist(),
            "line": {"shape": "hv", "width": 2.5, "color": colours.drill_a},
            "fill": "tonexty",
            "fillcolor": theme.faded(colours.drill_a, 0.24),
            "hoverinfo": "skip",
        },
    ]
    if kaplan_meier is not None and not kaplan_meier.empty:
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": "Kaplan–Meier",
                "x": [0, *(kaplan_meier["seconds"] / _HOUR).tolist()],
                "y": [0, *(1 - kaplan_meier["share"]).tolist()],
                "line": {"shape": "hv", "width": 1.75, "color": colours.ink, "dash": "dot"},
                "hoverinfo": "skip",
            }
        )
    return traces


def _marks(
    curve: pd.DataFrame,
    tests: pd.DataFrame,
    target_seconds: float,
    operator: str,
    end: float,
    ink: theme.Ink,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A verdict's mark at every step, the names beside them while they are few."""
    level = dict(zip(curve["seconds"].tolist(), curve["share"].tolist(), strict=True))
    back = tests[~tests["verdict"].isin(_LOST) & tests["seconds"].isin(level)]
    steps = [
        (float(seconds), rows) for seconds, rows in back.groupby("seconds", sort=True) if len(rows)
    ]
    is_named = len(steps) <= _MOST_LABELS
    traces, notes = [], []
    for verdict in ("met", "missed"):
        of_it = [one for one in steps if one[1]["verdict"].iloc[0] == verdict]
        if not of_it:
            continue
        mark = theme.verdict_mark(verdict, ink)
        size = mark.size if is_named else 6
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": verdict,
                "x": [seconds / _HOUR for seconds, _ in of_it],
                "y": [level[seconds] for seconds, _ in of_it],
                "cliponaxis": False,
                "marker": {"symbol": mark.symbol, "size": size, "color": mark.colour},
                "hovertext": [_hover(*one, target_seconds, operator) for one in of_it],
                "hoverinfo": "text",
            }
        )
    if is_named:
        notes = [
            _name(seconds, level[seconds], rows, end, theme.palette(ink)) for seconds, rows in steps
        ]
    lost = tests[tests["verdict"].isin(_LOST)]
    if len(lost):
        cross, note = _never(lost, curve, end, ink)
        traces.append(cross)
        notes.append(note)
    return traces, notes


def _name(
    seconds: float, level: float, rows: pd.DataFrame, end: float, colours: theme.Palette
) -> dict[str, Any]:
    """The names of who came back, under the step; left of it in the last two fifths."""
    names = [theme.plain(str(one)) for one in rows["short_name"]]
    text = joined(names) if len(names) <= _MOST_NAMES else f"{names[0]} and {len(names) - 1} more"
    hours = seconds / _HOUR
    is_left = hours > end * 0.6
    return theme.label(
        text,
        colour=colours.ink,
        x=hours,
        y=level,
        shift=-11 if is_left else 9,
        align="right" if is_left else "left",
        yshift=0 if is_left else -11,
    )


def _never(
    lost: pd.DataFrame, curve: pd.DataFrame, end: float, ink: theme.Ink
) -> tuple[dict[str, Any], dict[str, Any]]:
    """One cross, or ring while it runs, at the end of the curve, for all that did not come back."""
    is_running = bool((lost["verdict"] == "in progress").all())
    mark = theme.verdict_mark("in progress" if is_running else "not recovered", ink)
    names = [theme.plain(str(one)) for one in lost["short_name"]]
    what = "still down" if is_running else "not back"
    text = names[0] if len(names) == 1 else f"{numbers.count(len(names))} {what}"
    hours = float(curve["seconds"].iloc[-1]) / _HOUR
    level = min(float(curve["share"].iloc[-1]) + 0.1, 1.0)
    trace = {
        "type": "scatter",
        "mode": "markers",
        "name": "still down" if is_running else "not recovered",
        "x": [hours],
        "y": [level],
        "cliponaxis": False,
        "marker": {
            "symbol": mark.symbol,
            "size": mark.size,
            "color": mark.colour,
            "line": {"width": mark.line_width, "color": mark.colour},
        },
        "hovertext": ["<br>".join([f"<b>{what}</b>", *names[:12]])],
        "hoverinfo": "text",
    }
    note = theme.label(text, colour=mark.text, x=hours, y=level, shift=-11, align="right")
    return trace, note


def _hover(seconds: float, rows: pd.DataFrame, target_seconds: float, operator: str) -> str:
    names = [theme.plain(str(one)) for one in rows["system"]]
    shown = names[:6] + ([f"and {len(names) - 6} more"] if len(names) > 6 else [])
    goal = numbers.objective(target_seconds, operator)
    return "<br>".join(
        [
            f"<b>{'<br>'.join(shown)}</b>",
            f"back after {numbers.duration(seconds, target_seconds)}, target {goal}",
            numbers.margin(seconds, target_seconds),
        ]
    )


def _target_line(target_seconds: float, colours: theme.Palette) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": target_seconds / _HOUR,
        "x1": target_seconds / _HOUR,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": colours.ink, "width": 1.5, "dash": "dash"},
        "layer": "below",
    }


def _target_words(target_seconds: float, operator: str, colours: theme.Palette) -> dict[str, Any]:
    note = theme.label(
        against(target_seconds, operator),
        colour=colours.ink,
        x=target_seconds / _HOUR,
        y=1,
        yref="paper",
        align="center",
        yshift=10,
    )
    return note | {"font": {"size": theme.TICK_SIZE, "color": colours.ink}}
