"""The recovery curve: systems back in service as steps over time, and the service lost above it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from charts import theme
from charts.drawn import drawn
from charts.time_axis import ticks
from wording import numbers
from wording.sentences import against, joined

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

HEIGHT = 300
_HOUR = 3600
_MOST_LABELS, _MOST_MARKS = 8, 60  # steps that are named, and marked; more would run together
_NARROW, _LETTER = 320, 6.5  # px: the axis on a phone, one letter
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
    is_staggered: bool = False,
    ink: theme.Ink = "light",
) -> go.Figure:
    """The figure of one drill.

    Parameters
    ----------
    curve : steps: seconds since the first disruption, share [0–1], up, whole.
    tests : one row a system of the curve: system, short_name, seconds (its return on the curve, or
        until when it was watched), own_seconds (its recovery time), verdict (against the target;
        not recovered, partial and in progress have no return).
    target_seconds, operator : the programme's target, drawn as the dashed line.
    lost : the words in the area above the curve. kaplan_meier : seconds and share of those still
        not back, drawn dotted; None to leave it out. is_weighted : the share counts tiers, so the
        axis says per cent instead of systems. is_staggered : systems were lost at different times,
        so the line, from the first disruption, is not the verdict of each; it says so.

    No steps gives an empty figure of the same height.
    """
    colours = theme.palette(ink)
    end = _end(curve, target_seconds)
    base = theme.layout(ink, height=HEIGHT, left=46 if is_weighted else 30, right=14, top=28)
    base["xaxis"] |= {"range": [0, end], **ticks(end, most=8)}
    base["yaxis"] |= {"range": [0, 1.04], "showgrid": True, **_levels(curve, is_weighted)}
    if curve.empty:
        return drawn(layout=base)
    marks, notes = _marks(curve, tests, target_seconds, operator, end, ink, is_weighted)
    base["shapes"] = [_target_line(target_seconds, colours)]
    base["annotations"] = [
        *notes,
        _target_words(target_seconds, operator, colours, end, is_staggered),
    ]
    if lost:
        words = theme.label(f"<b>{lost}</b>", colour=colours.ink, x=end * 0.03, y=0.93)
        base["annotations"].append(words)
    return drawn([*_traces(curve, kaplan_meier, colours), *marks], base)


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
    is_weighted: bool,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A verdict's mark at every step while they are few, with the names; else only the count."""
    colours = theme.palette(ink)
    back = tests[~tests["verdict"].isin(_LOST)]
    traces: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    steps: list[tuple[float, pd.DataFrame]] = []
    if len(set(back["seconds"])) <= _MOST_MARKS:
        steps = [(float(seconds), rows) for seconds, rows in back.groupby("seconds", sort=True)]
        levels = [_level(curve, seconds) for seconds, _ in steps]
        traces = _step_marks(steps, levels, target_seconds, operator, ink)
    else:
        notes.append(_at_target(curve, target_seconds, colours, is_weighted))
    if 0 < len(steps) <= _MOST_LABELS:
        notes += [
            _name(seconds, level, rows, target_seconds / _HOUR, end, colours)
            for (seconds, rows), level in zip(steps, levels, strict=True)
        ]
    lost = tests[tests["verdict"].isin(_LOST)]
    if len(lost):
        cross, note = _never(lost, curve, ink)
        traces.append(cross)
        notes.append(note)
    return traces, notes


def _level(curve: pd.DataFrame, seconds: float) -> float:
    """How high the curve stands at that time, the change at it included."""
    reached = curve[curve["seconds"] <= seconds + 1e-6]
    return float(reached["share"].iloc[-1]) if len(reached) else 0.0


def _step_marks(
    steps: list[tuple[float, pd.DataFrame]],
    levels: list[float],
    target_seconds: float,
    operator: str,
    ink: theme.Ink,
) -> list[dict[str, Any]]:
    """The marks, a trace a verdict; of several systems at one step the worst verdict."""
    traces = []
    placed = [
        (seconds, level, rows, _worst(rows))
        for (seconds, rows), level in zip(steps, levels, strict=True)
    ]
    for verdict in dict.fromkeys(one[3] for one in placed):
        of_it = [one for one in placed if one[3] == verdict]
        mark = theme.verdict_mark(verdict, ink)
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": verdict,
                "x": [seconds / _HOUR for seconds, *_ in of_it],
                "y": [level for _, level, *_ in of_it],
                "cliponaxis": False,
                "marker": {
                    "symbol": mark.symbol,
                    "size": mark.size if len(steps) <= _MOST_LABELS else 8,
                    "color": mark.colour,
                    "line": {"width": mark.line_width, "color": mark.colour},
                },
                "hovertext": [_hover(rows, target_seconds, operator) for _, _, rows, _ in of_it],
                "hoverinfo": "text",
            }
        )
    return traces


def _worst(rows: pd.DataFrame) -> str:
    verdicts = rows["verdict"].tolist()
    return next((one for one in ("missed", "met") if one in verdicts), str(verdicts[0]))


def _name(
    seconds: float,
    level: float,
    rows: pd.DataFrame,
    target: float,
    end: float,
    colours: theme.Palette,
) -> dict[str, Any]:
    """The names of who came back: under the step at its right, unless they would cross the target's
    line or leave the figure and fit at its left, on the narrowest axis there is.
    """
    names = [theme.plain(str(one)) for one in rows["short_name"]]
    text = joined(names) if len(names) <= _MOST_NAMES else f"{names[0]} and {len(names) - 1} more"
    hours = seconds / _HOUR
    place, line = hours / end * _NARROW, target / end * _NARROW
    length = len(text) * _LETTER + 11
    fits_right = place + length <= _NARROW and not place < line < place + length
    fits_left = place - length >= 0 and not place - length < line < place
    is_left = not fits_right and (fits_left or place + length > _NARROW)
    return theme.label(
        text,
        colour=colours.ink,
        x=hours,
        y=level,
        shift=-11 if is_left else 9,
        align="right" if is_left else "left",
        yshift=0 if is_left else -11,
    )


def _at_target(
    curve: pd.DataFrame, target_seconds: float, colours: theme.Palette, is_weighted: bool
) -> dict[str, Any]:
    """How many were in service when the target ran out, where the steps are too many to name."""
    reached = curve[curve["seconds"] <= target_seconds]
    up = int(reached["up"].iloc[-1]) if len(reached) else 0
    level = float(reached["share"].iloc[-1]) if len(reached) else 0.0
    hours = target_seconds / _HOUR
    text = numbers.k_of_n(up, int(curve["whole"].iloc[0]))
    if is_weighted:
        text = numbers.share(level)
    return theme.label(text, colour=colours.ink, x=hours, y=level, shift=8, yshift=-12)


def _never(
    lost: pd.DataFrame, curve: pd.DataFrame, ink: theme.Ink
) -> tuple[dict[str, Any], dict[str, Any]]:
    """One cross, or ring while it runs, at the end of the curve, for all that did not come back."""
    is_running = bool((lost["verdict"] == "in progress").all())
    mark = theme.verdict_mark("in progress" if is_running else "not recovered", ink)
    names = [theme.plain(str(one)) for one in lost["short_name"]]
    what = "still down" if is_running else "not back"
    text = joined(names) if len(names) <= _MOST_NAMES else f"{numbers.count(len(names))} {what}"
    hours = float(curve["seconds"].iloc[-1]) / _HOUR
    share = float(curve["share"].iloc[-1])
    level = share + 0.1 if share < 0.85 else share - 0.12
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


def _hover(rows: pd.DataFrame, target_seconds: float, operator: str) -> str:
    goal = numbers.objective(target_seconds, operator)
    lines = []
    for one in rows.head(6).itertuples(index=False):
        took = numbers.duration(one.own_seconds, target_seconds)
        lines.append(f"<b>{theme.plain(str(one.system))}</b> back after {took}")
    if len(rows) > 6:
        lines.append(f"and {len(rows) - 6} more")
    return "<br>".join([*lines, f"target {goal}"])


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


def _target_words(
    target_seconds: float,
    operator: str,
    colours: theme.Palette,
    end: float,
    is_staggered: bool,
) -> dict[str, Any]:
    text = against(target_seconds, operator)
    if is_staggered:
        text = f"{numbers.duration(target_seconds)} after the first disruption"
    is_late = is_staggered and target_seconds / _HOUR > end * 0.6
    note = theme.label(
        text,
        colour=colours.ink,
        x=target_seconds / _HOUR,
        y=1,
        yref="paper",
        align="right" if is_late else "center",
        yshift=10,
    )
    return note | {"font": {"size": theme.TICK_SIZE, "color": colours.ink}}
