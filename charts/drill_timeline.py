"""A drill on one clock: systems back, messages, holds, the runbook and what held its finish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from charts import theme
from charts.drawn import drawn
from charts.time_axis import ticks
from wording import numbers

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

_HOUR = 3600
_ROW, _TWO_LINES, _LEFT, _RIGHT = 22, 30, 104, 14
_THICK, _PLAN = 0.5, 0.16
_PLAN_SHIFT = 0.36  # the plan stands under the bar
_OWN = ("start_seconds", "end_seconds")
_MANY_MARKS = 40  # in one row; beyond, they are small
_LEVELS = (0.0, -0.32, 0.32)  # of marks that would touch, in rows
_APART = 0.03  # of the axis: two marks nearer than that touch on a phone
_LETTER = 0.026  # of the width, one letter of a hold's words on a narrow screen
_HOLD_LINE = 16  # px for the words over holds
_KEY_LINE, _KEY_PARTS = 16, 4  # px for a second line of the key; so many parts fit on a phone
_FIRST = ("Systems back", "Messages")


def height(groups: int, lanes: int, marks: int, row: int = _ROW) -> int:
    """The figure's height for so many groups, lanes, and rows of marks, each so high [px]."""
    return row * max(groups + lanes + marks, 2) + 58


def drill_timeline(
    lanes: pd.DataFrame,
    *,
    systems: pd.DataFrame | None = None,
    messages: pd.DataFrame | None = None,
    holds: pd.DataFrame | None = None,
    until_seconds: float | None = None,
    target_seconds: float | None = None,
    ink: theme.Ink = "light",
) -> go.Figure:
    """The figure: rows of marks on top, then the lanes under the names of their groups.

    Parameters
    ----------
    lanes : as `analytics.drill.Lanes.rows`, with short_name for the margin, of one line or two,
        and name for the hover.
    systems : name, seconds (since the drill's zero), verdict, words for the hover.
    messages : the same; verdict met (in time), missed (late, or not sent when due), else without a
        target.
    holds : start_seconds, end_seconds, name: shaded over all rows.
    until_seconds : where what still runs is cut off. target_seconds : the dashed line, from zero.

    What was done or failed at an unknown time is a mark where it began, not a bar. A bar is a
    task's own time; hatched before it, the wait of a task on the critical path; outlined
    are that path's tasks; the thin bar beneath is the plan.
    """
    colours = theme.palette(ink)
    marks = [
        (name, frame)
        for name, frame in zip(_FIRST, (systems, messages), strict=True)
        if frame is not None and len(frame)
    ]
    places, heads, depth = _places(lanes, len(marks))
    begin, end = _ends(lanes, marks, holds, until_seconds, target_seconds)
    held = _hold_words(holds, begin, end, colours)
    over = _HOLD_LINE * len({one["yshift"] for one in held})
    is_plan = bool(lanes["start_seconds"].isna().all())
    row = _TWO_LINES if lanes["short_name"].str.contains("\n").any() else _ROW
    keys = _keys(lanes, colours)
    top = 34 + over + (_KEY_LINE if len(keys) > 1 else 0)
    base = theme.layout(
        ink,
        height=height(len(heads), len(lanes), len(marks), row) + top - 34,
        left=_LEFT,
        right=_RIGHT,
        top=top,
    )
    base["barmode"] = "overlay"
    base["xaxis"] |= {"range": [begin, end], "showgrid": True, **ticks(end, begin, most=8)}
    base["yaxis"] |= {
        "range": [depth - 0.4, -0.6],
        "tickvals": [*range(len(marks)), *places],
        "ticktext": [*(name for name, _ in marks), *map(_tick, lanes["short_name"])],
        "ticklabelstandoff": 8,
        "tickfont": {"size": theme.TICK_SIZE, "color": colours.ink},
    }
    traces = _bars(lanes, places, until_seconds, colours, is_plan)
    for row, (_, frame) in enumerate(marks):
        traces += _marks(frame, row, ink, (end - begin) * _HOUR)
    traces += _ended(lanes, places, ink)
    base["shapes"] = [
        *_hold_bands(holds, begin, end, colours),
        *_line(target_seconds, colours),
        *_outlines(lanes, places, colours),
    ]
    base["annotations"] = [
        *(_head(name, at, colours) for name, at in heads),
        *held,
        *_team_words(lanes, places, end, colours),
        *(
            _key(line, colours, 17 + over + _KEY_LINE * above)
            for above, line in enumerate(reversed(keys))
        ),
    ]
    return drawn(traces, base)


def _tick(name: object) -> str:
    """Two lines are smaller, so that a row holds both."""
    plain = theme.plain(str(name))
    if "\n" not in plain:
        return plain
    return f"<span style='font-size:11px'>{plain}</span>".replace("\n", "<br>")


def _places(lanes: pd.DataFrame, marks: int) -> tuple[list[float], list[tuple[str, float]], float]:
    """A row a lane; a group of several gets its name in a row before them."""
    places: list[float] = []
    heads: list[tuple[str, float]] = []
    depth, before = float(marks), None
    is_team = lanes["task"].isna().tolist()
    for group, alone in zip(lanes["group"], is_team, strict=True):
        if group != before and not alone:
            heads.append((str(group), depth))
            depth += 1
        before = group
        places.append(depth)
        depth += 1
    return places, heads, depth


def _ends(
    lanes: pd.DataFrame,
    marks: list[tuple[str, pd.DataFrame]],
    holds: pd.DataFrame | None,
    until_seconds: float | None,
    target_seconds: float | None,
) -> tuple[float, float]:
    """Begin and end of the axis [h]; something before zero is shown, at most a third of it."""
    names = ["start_seconds", "end_seconds", "planned_start_seconds", "planned_end_seconds"]
    values = [*lanes[names].to_numpy(dtype=float).ravel().tolist()]
    for _, frame in marks:
        values += frame["seconds"].tolist()
    if holds is not None:
        values += holds[["start_seconds", "end_seconds"]].to_numpy(dtype=float).ravel().tolist()
    known = [one for one in values if one == one]
    last = max([*known, until_seconds or 0.0, target_seconds or 0.0, 600.0])
    first = max(min([*known, 0.0]), -last / 2)
    return first / _HOUR * 1.02, last / _HOUR * 1.03


def _bars(
    lanes: pd.DataFrame,
    places: list[float],
    until: float | None,
    colours: theme.Palette,
    is_plan: bool,
) -> list[dict[str, Any]]:
    own: dict[str, list[Any]] = {"y": [], "base": [], "x": [], "hover": [], "open": [], "fill": []}
    plan: dict[str, list[Any]] = {"y": [], "base": [], "x": [], "hover": []}
    wait: dict[str, list[Any]] = {"y": [], "base": [], "x": [], "hover": []}
    for y, lane in zip(places, lanes.itertuples(index=False), strict=True):
        hover = _hover(lane)
        if _is(lane.start_seconds) and not _is_of_unknown_end(lane):
            is_open = not _is(lane.end_seconds)
            end = lane.end_seconds
            if is_open:
                end = until if until is not None else lane.start_seconds
            _add(own, y, lane.start_seconds, end, hover)
            own["open"].append("/" if is_open else "")
            is_team = _is_team(lane)
            own["fill"].append(colours.stem if is_team else colours.drill_a)
        if _is(lane.planned_start_seconds):
            at = y if is_plan else y + _PLAN_SHIFT
            _add(plan, at, lane.planned_start_seconds, lane.planned_end_seconds, hover)
        if _is(lane.waiting_from_seconds):
            words = f"idle {numbers.duration(lane.waiting_seconds)} before it began"
            _add(wait, y, lane.waiting_from_seconds, lane.start_seconds, f"{hover}<br>{words}")
    traces = []
    if wait["y"]:
        traces.append(
            _bar("waiting", wait, _THICK)
            | {
                "marker": {
                    "color": colours.page,
                    "line": {"width": 1, "color": colours.untested},
                    "pattern": {
                        "shape": "/",
                        "bgcolor": colours.page,
                        "fgcolor": colours.untested,
                        "size": 6,
                        "solidity": 0.3,
                    },
                }
            }
        )
    if own["y"]:
        traces.append(
            _bar("done", own, _THICK)
            | {
                "marker": {
                    "color": own["fill"],
                    "pattern": {
                        "shape": own["open"],
                        "bgcolor": own["fill"],
                        "fgcolor": colours.page,
                        "size": 7,
                        "solidity": 0.35,
                    },
                }
            }
        )
    if plan["y"]:
        traces.append(
            _bar("planned", plan, _THICK if is_plan else _PLAN)
            | {"marker": {"color": colours.planned}}
        )
    return traces


def _is(value: float) -> bool:
    return value == value and value is not None


def _is_of_unknown_end(lane: Any) -> bool:  # noqa: ANN401 - a row of the lanes
    """Begun and over, at a time nobody wrote down."""
    is_over = lane.state in ("failed", "done", "skipped")
    return is_over and _is(lane.start_seconds) and not _is(lane.end_seconds)


def _is_team(lane: Any) -> bool:  # noqa: ANN401 - a row of the lanes
    return not isinstance(lane.task, str)


def _add(into: dict[str, list[Any]], y: float, begin: float, end: float, hover: str) -> None:
    into["y"].append(y)
    into["base"].append(begin / _HOUR)
    into["x"].append(max(end - begin, 0.0) / _HOUR)
    into["hover"].append(hover)


def _bar(name: str, of: dict[str, list[Any]], width: float) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "y": of["y"],
        "base": of["base"],
        "x": of["x"],
        "width": width,
        "hovertext": of["hover"],
        "hoverinfo": "text",
    }


def _hover(lane: Any) -> str:  # noqa: ANN401 - a row of the lanes
    if _is_team(lane):
        return (
            f"<b>{theme.plain(str(lane.team))}</b><br>"
            f"{numbers.k_of_n(lane.done_count, lane.task_count)} tasks done"
        )
    lines = [f"<b>{theme.plain(str(lane.name))}</b>"]
    named = [str(one) for one in (lane.team, lane.system) if isinstance(one, str)]
    lines.append(theme.plain(" · ".join(named)))
    if _is(lane.start_seconds):
        begun = f"T+{numbers.duration(lane.start_seconds)}"
        if _is_of_unknown_end(lane):
            lines.append(f"from {begun}, end not recorded")
        elif _is(lane.end_seconds):
            lines.append(f"{begun} to T+{numbers.duration(lane.end_seconds)}")
        else:
            lines.append(f"{begun}, still running")
    if _is(lane.own_seconds):
        took = f"took {numbers.duration(lane.own_seconds)}"
        if _is(lane.planned_start_seconds):
            planned = lane.planned_end_seconds - lane.planned_start_seconds
            took += f", planned {numbers.duration(planned)}"
        lines.append(took)
    elif _is(lane.planned_start_seconds):
        planned = lane.planned_end_seconds - lane.planned_start_seconds
        lines.append(f"planned {numbers.duration(planned)}")
    lines.append(str(lane.state))
    if lane.is_critical:
        lines.append("on the critical path")
    return "<br>".join(lines)


def _levels(seconds: list[float], span: float) -> list[float]:
    """How far off the row's middle each mark stands, so that those close in time do not hide each
    other; 0 while they are apart.
    """
    last = dict.fromkeys(_LEVELS, float("-inf"))
    levels = [0.0] * len(seconds)
    for place in sorted(range(len(seconds)), key=seconds.__getitem__):
        at = seconds[place]
        free = [one for one in _LEVELS if at - last[one] >= span * _APART]
        level = free[0] if free else min(_LEVELS, key=last.__getitem__)
        last[level], levels[place] = at, level
    return levels


def _marks(frame: pd.DataFrame, row: int, ink: theme.Ink, span: float) -> list[dict[str, Any]]:
    """A row of marks; span : how much time the axis shows [s]."""
    traces = []
    smaller = 2 if len(frame) <= _MANY_MARKS else 7
    frame = frame.assign(level=_levels(frame["seconds"].tolist(), span))
    for verdict, of_it in frame.groupby("verdict", sort=False):
        mark = theme.verdict_mark(str(verdict), ink)
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": str(verdict),
                "x": (of_it["seconds"] / _HOUR).tolist(),
                "y": (of_it["level"] + row).tolist(),
                "cliponaxis": False,
                "marker": {
                    "symbol": mark.symbol,
                    "size": mark.size - smaller,
                    "color": mark.colour,
                    "line": {"width": mark.line_width, "color": mark.colour},
                },
                "hovertext": [
                    f"<b>{theme.plain(str(name))}</b><br>{theme.plain(str(words))}"
                    for name, words in zip(of_it["name"], of_it["words"], strict=True)
                ],
                "hoverinfo": "text",
            }
        )
    return traces


def _ended(lanes: pd.DataFrame, places: list[float], ink: theme.Ink) -> list[dict[str, Any]]:
    """A cross at the end of a task that failed; at its start where its end is not recorded, and
    there a ring for one that was done or skipped.
    """
    traces = []
    for name, verdict in (("failed", "not recovered"), ("end not recorded", "not tested")):
        at = [
            (lane.end_seconds if _is(lane.end_seconds) else lane.start_seconds, y, _hover(lane))
            for y, lane in zip(places, lanes.itertuples(index=False), strict=True)
            if (lane.state == "failed") == (name == "failed")
            and (_is_of_unknown_end(lane) or (name == "failed" and _is(lane.end_seconds)))
        ]
        if not at:
            continue
        mark = theme.verdict_mark(verdict, ink)
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": name,
                "x": [seconds / _HOUR for seconds, _, _ in at],
                "y": [y for _, y, _ in at],
                "marker": {
                    "symbol": mark.symbol,
                    "size": mark.size,
                    "color": mark.colour,
                    "line": {"width": mark.line_width, "color": mark.colour},
                },
                "cliponaxis": False,
                "hovertext": [hover for _, _, hover in at],
                "hoverinfo": "text",
            }
        )
    return traces


def _outlines(
    lanes: pd.DataFrame, places: list[float], colours: theme.Palette
) -> list[dict[str, Any]]:
    """The tasks of the critical path; of a plan those of its longest chain."""
    is_plan = lanes["start_seconds"].isna().all()
    names = ("planned_start_seconds", "planned_end_seconds") if is_plan else _OWN
    return [
        {
            "type": "rect",
            "x0": begin / _HOUR,
            "x1": end / _HOUR,
            "y0": y - _THICK / 2,
            "y1": y + _THICK / 2,
            "line": {"color": colours.ink, "width": 1.25},
        }
        for y, is_critical, begin, end in zip(
            places, lanes["is_critical"], lanes[names[0]], lanes[names[1]], strict=True
        )
        if is_critical and _is(begin) and _is(end)
    ]


def _line(target_seconds: float | None, colours: theme.Palette) -> list[dict[str, Any]]:
    if target_seconds is None:
        return []
    return [
        {
            "type": "line",
            "x0": target_seconds / _HOUR,
            "x1": target_seconds / _HOUR,
            "yref": "paper",
            "y0": 0,
            "y1": 1,
            "line": {"color": colours.ink, "width": 1.5, "dash": "dash"},
            "layer": "below",
        }
    ]


def _hold_bands(
    holds: pd.DataFrame | None, begin: float, end: float, colours: theme.Palette
) -> list[dict[str, Any]]:
    if holds is None:
        return []
    return [
        {
            "type": "rect",
            "x0": max(hold.start_seconds / _HOUR, begin),
            "x1": min(hold.end_seconds / _HOUR, end) if _is(hold.end_seconds) else end,
            "yref": "paper",
            "y0": 0,
            "y1": 1,
            "fillcolor": theme.faded(colours.planned, 0.22),
            "line": {"width": 0},
            "layer": "below",
        }
        for hold in holds.itertuples(index=False)
    ]


def _hold_words(
    holds: pd.DataFrame | None, begin: float, end: float, colours: theme.Palette
) -> list[dict[str, Any]]:
    """`on hold: CRM` over its band, or above the words it would lie on; a third one is left out."""
    if holds is None:
        return []
    notes: list[dict[str, Any]] = []
    taken: list[list[tuple[float, float]]] = [[], []]
    for hold in holds.sort_values("start_seconds").itertuples(index=False):
        at = max(hold.start_seconds / _HOUR, begin)
        is_late = at > begin + (end - begin) * 0.6
        words = f"on hold: {theme.plain(str(hold.name))}"
        long = len(words) * _LETTER * (end - begin)
        span = (at - long, at) if is_late else (at, at + long)
        free = [
            level
            for level, spans in enumerate(taken)
            if not any(span[0] < other[1] and other[0] < span[1] for other in spans)
        ]
        if not free:
            continue
        taken[free[0]].append(span)
        note = theme.label(
            words,
            colour=colours.muted,
            x=at,
            y=1,
            yref="paper",
            yshift=8 + _HOLD_LINE * free[0],
            shift=-3 if is_late else 3,
            align="right" if is_late else "left",
        )
        notes.append(note | {"font": {"size": theme.TICK_SIZE, "color": colours.muted}})
    return notes


def _head(name: str, at: float, colours: theme.Palette) -> dict[str, Any]:
    note = theme.label(
        f"<b>{theme.plain(name)}</b>", colour=colours.ink, x=0, y=at, shift=-_LEFT, xref="paper"
    )
    return note | {"font": {"size": theme.TICK_SIZE, "color": colours.ink}}


def _team_words(
    lanes: pd.DataFrame, places: list[float], end: float, colours: theme.Palette
) -> list[dict[str, Any]]:
    """How many tasks a team's lane stands for, written on it."""
    notes = []
    for y, lane in zip(places, lanes.itertuples(index=False), strict=True):
        if not _is_team(lane):
            continue
        begin = lane.start_seconds if _is(lane.start_seconds) else lane.planned_start_seconds
        at = min(begin / _HOUR, end * 0.6) if _is(begin) else 0.0
        words = f"{numbers.k_of_n(lane.done_count, lane.task_count)} tasks done"
        note = theme.label(words, colour=colours.ink, x=at, y=y, shift=4)
        notes.append(note | {"font": {"size": theme.TICK_SIZE, "color": colours.ink}})
    return notes


def _keys(lanes: pd.DataFrame, colours: theme.Palette) -> list[str]:
    """What the bars and marks are, as a line over the figure, or two."""
    parts = []
    is_plan = lanes["start_seconds"].isna().all()
    if not is_plan:
        parts.append(f"<span style='color:{colours.drill_a}'>■</span> done")
    if lanes["is_critical"].any():
        parts.append("<b>□</b> longest chain" if is_plan else "<b>□</b> critical path")
    if lanes["waiting_from_seconds"].notna().any():
        parts.append(f"<span style='color:{colours.untested}'>▨</span> idle before it")
    if lanes["planned_start_seconds"].notna().any():
        parts.append(f"<span style='color:{colours.planned}'>▬</span> plan")
    if lanes["state"].eq("failed").any():
        parts.append(f"<span style='color:{colours.lost}'>✕</span> failed")
    if any(lane.state != "failed" and _is_of_unknown_end(lane) for lane in lanes.itertuples()):
        parts.append(f"<span style='color:{colours.untested}'>○</span> end not recorded")
    return ["  ".join(parts[at : at + _KEY_PARTS]) for at in range(0, len(parts), _KEY_PARTS)]


def _key(line: str, colours: theme.Palette, up: float) -> dict[str, Any]:
    note = theme.label(line, colour=colours.ink, x=0, y=1, xref="paper", yref="paper", yshift=up)
    return note | {"xshift": -_LEFT, "font": {"size": theme.TICK_SIZE, "color": colours.ink}}
