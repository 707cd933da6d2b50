"""Each system through the phases of its recovery, on the drill's one clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from charts import theme
from charts.drawn import drawn
from charts.time_axis import ticks
from wording import numbers
from wording.sentences import time_against_target

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

PHASES = ("detect", "declare", "mobilise", "restore", "validate")
NOT_SPLIT = "not split"
_WORDS = {NOT_SPLIT: "phases not known"}
_HOUR = 3600
_THICK, _THIN = 0.58, 0.16
_LEFT, _RIGHT, _TOP = 104, 82, 44  # right: the words at the end of a bar, whatever the width
_HEADROOM = 1.02  # of the axis beyond the last bar
_WORDS_SHARE = 0.45  # of the axis, the words after a bar on a phone
_LOST = ("not recovered", "partial")


def height(rows: int) -> int:
    """The figure's height for so many systems [px]; beside the curve's while there are a few."""
    return max(30 * max(rows, 1) + 72, 300 if rows > 3 else 0)


def phases_gantt(
    spans: pd.DataFrame,
    tests: pd.DataFrame,
    *,
    target_seconds: float | None,
    operator: str = "<",
    ink: theme.Ink = "light",
) -> go.Figure:
    """The figure: a row a system in the order of `tests`, from the top.

    Parameters
    ----------
    spans : system, phase, start_seconds, end_seconds, is_open, in_clock, as
        `analytics.drill.phase_spans` gives them. Open ones are hatched, those outside the chosen
        clock thin, those between known instants with one missing (`not split`) neutral.
    tests : system, short_name, seconds (recovery time, NaN without one), verdict against the
        target, start_seconds (where its clock starts), is_critical (outlined), misses_own (marked
        with ◆: it met the programme's target and missed its own).
    target_seconds, operator : the programme's target, dashed and named: one line where all clocks
        start together, else a piece a row. None to leave it out.
    """
    colours = theme.palette(ink)
    systems = tests["system"].tolist()
    place = {system: number for number, system in enumerate(systems)}
    shown = spans[spans["system"].isin(place)]
    last = float(shown["end_seconds"].max()) if len(shown) else 0.0
    starts = tests["start_seconds"].dropna()
    goal = 0.0
    if target_seconds is not None:
        goal = (float(starts.max()) if len(starts) else 0.0) + target_seconds
    ends = shown.groupby("system")["end_seconds"].max()
    end = max(last * _HEADROOM, goal * 1.04, 60.0) / _HOUR
    base = theme.layout(ink, height=height(len(systems)), left=_LEFT, right=_RIGHT, top=_TOP)
    base["barmode"] = "overlay"
    base["xaxis"] |= {"range": [0, end], **ticks(end, most=7)}
    base["yaxis"] |= {
        "range": [max(len(systems), 1) - 0.5, -0.5],
        "tickvals": list(range(len(systems))),
        "ticktext": [theme.plain(str(one)) for one in tests["short_name"]],
        "ticklabelstandoff": 8,
        "tickfont": {"size": theme.LABEL_SIZE, "color": colours.ink},
    }
    last_of = ends.to_dict()
    base["shapes"] = [
        *_target_lines(tests, target_seconds, place, colours),
        *_outlines(tests, shown, place, colours),
    ]
    base["annotations"] = [
        _key(shown, colours),
        *_target_words(tests, target_seconds, end, colours),
        *_end_words(tests, last_of, place, target_seconds, operator, end, ink),
    ]
    return drawn([*_bars(shown, place, colours), *_end_marks(tests, last_of, place, ink)], base)


def _colour(phase: str, colours: theme.Palette) -> str:
    return colours.planned if phase == NOT_SPLIT else colours.phases[PHASES.index(phase)]


def _bars(
    spans: pd.DataFrame, place: dict[str, int], colours: theme.Palette
) -> list[dict[str, Any]]:
    """One trace a phase; hatched and thin bars within it."""
    traces = []
    for phase in (*PHASES, NOT_SPLIT):
        rows = spans[spans["phase"] == phase]
        if rows.empty:
            continue
        colour = _colour(phase, colours)
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": phase,
                "y": [place[one] for one in rows["system"]],
                "base": (rows["start_seconds"] / _HOUR).tolist(),
                "x": ((rows["end_seconds"] - rows["start_seconds"]) / _HOUR).tolist(),
                "width": [_THICK if one else _THIN for one in rows["in_clock"]],
                "marker": {
                    "color": colour,
                    "line": {"width": 1.5, "color": colours.page},
                    "pattern": {
                        "shape": ["/" if one else "" for one in rows["is_open"]],
                        "bgcolor": colour,
                        "fgcolor": colours.page,
                        "size": 7,
                        "solidity": 0.35,
                    },
                },
                "hovertext": [_hover(row) for row in rows.itertuples(index=False)],
                "hoverinfo": "text",
            }
        )
    return traces


def _hover(row: Any) -> str:  # noqa: ANN401 - a row of the spans
    what = "down, phases not known" if row.phase == NOT_SPLIT else row.phase
    begin, end = numbers.duration(row.start_seconds), numbers.duration(row.end_seconds)
    lines = [
        f"<b>{theme.plain(str(row.system))}</b>",
        f"{what}: {numbers.duration(row.end_seconds - row.start_seconds)}",
        f"T+{begin} to T+{end}",
    ]
    if row.is_open:
        lines.append("not back by then")
    return "<br>".join(lines)


def _end_marks(
    tests: pd.DataFrame, ends: dict[str, float], place: dict[str, int], ink: theme.Ink
) -> list[dict[str, Any]]:
    """A cross after the bar of a system that did not come back."""
    lost = tests[tests["verdict"].isin(_LOST) & tests["system"].isin(ends)]
    if lost.empty:
        return []
    mark = theme.verdict_mark("not recovered", ink)
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": "not recovered",
            "x": [ends[one] / _HOUR for one in lost["system"]],
            "y": [place[one] for one in lost["system"]],
            "marker": {
                "symbol": mark.symbol,
                "size": mark.size,
                "color": mark.colour,
                "line": {"width": 1.5, "color": theme.palette(ink).page},
            },
            "cliponaxis": False,
            "hoverinfo": "skip",
        }
    ]


def _end_words(
    tests: pd.DataFrame,
    ends: dict[str, float],
    place: dict[str, int],
    target_seconds: float | None,
    operator: str,
    end: float,
    ink: theme.Ink,
) -> list[dict[str, Any]]:
    """The recovery time after the last bar, moved past the objective where it would touch it."""
    notes = []
    for test in tests.itertuples(index=False):
        if test.system not in ends:
            text = "no instants" if test.verdict in ("met", "missed") else str(test.verdict)
            notes.append(
                theme.label(
                    text,
                    colour=theme.palette(ink).muted,
                    x=0,
                    y=place[test.system],
                    shift=6,
                )
            )
            continue
        at = ends[test.system] / _HOUR
        if test.verdict in ("met", "missed"):
            text = numbers.duration(test.seconds, target_seconds)
            if target_seconds is not None:
                text = time_against_target(test.seconds, target_seconds, operator)
            if test.misses_own:
                text = f"{text} ◆"
        else:
            text = "" if test.verdict == "not recovered" else str(test.verdict)
        if not text:
            continue
        if target_seconds is not None and test.start_seconds == test.start_seconds:
            goal = (test.start_seconds + target_seconds) / _HOUR
            # where they would lie on the line, after it
            if at - end * 0.01 < goal < at + end * _WORDS_SHARE:
                at = goal
        shift = 12 if test.verdict in _LOST else 7
        colour = theme.verdict_mark(test.verdict, ink).text
        notes.append(theme.label(text, colour=colour, x=at, y=place[test.system], shift=shift))
    return notes


def _target_lines(
    tests: pd.DataFrame,
    target_seconds: float | None,
    place: dict[str, int],
    colours: theme.Palette,
) -> list[dict[str, Any]]:
    """The dashed objective with a halo in the page's colour, so that it reads over bars."""
    starts = tests.dropna(subset=["start_seconds"])
    if target_seconds is None or starts.empty:
        return []
    pieces: list[tuple[float, float, float]] = []
    if len(set(starts["start_seconds"])) == 1:
        at = (float(starts["start_seconds"].iloc[0]) + target_seconds) / _HOUR
        pieces.append((at, -0.5, len(tests) - 0.5))
    else:
        for row in starts.itertuples(index=False):
            at = (row.start_seconds + target_seconds) / _HOUR
            pieces.append((at, place[row.system] - 0.46, place[row.system] + 0.46))
    lines = []
    for colour, width, dash in ((colours.page, 4, "solid"), (colours.ink, 1.5, "dash")):
        for at, top, bottom in pieces:
            lines.append(
                {
                    "type": "line",
                    "x0": at,
                    "x1": at,
                    "y0": top,
                    "y1": bottom,
                    "line": {"color": colour, "width": width, "dash": dash},
                }
            )
    return lines


def _target_words(
    tests: pd.DataFrame, target_seconds: float | None, end: float, colours: theme.Palette
) -> list[dict[str, Any]]:
    """What the dashes are, over the first of them."""
    starts = tests["start_seconds"].dropna()
    if target_seconds is None or starts.empty:
        return []
    text = f"programme: {numbers.duration(target_seconds)}"
    if len(set(starts)) > 1:
        text += " from each start"
    at = (float(starts.iloc[0]) + target_seconds) / _HOUR
    note = theme.label(
        text,
        colour=colours.ink,
        x=at,
        y=1,
        yref="paper",
        yshift=9,
        align="right" if at > end * 0.6 else "left" if at < end * 0.3 else "center",
    )
    return [note | {"font": {"size": theme.TICK_SIZE, "color": colours.ink}}]


def _outlines(
    tests: pd.DataFrame, spans: pd.DataFrame, place: dict[str, int], colours: theme.Palette
) -> list[dict[str, Any]]:
    """Systems on the critical path, outlined in ink."""
    shapes = []
    inside = spans[spans["in_clock"]]
    for system in tests.loc[tests["is_critical"], "system"]:
        rows = inside[inside["system"] == system]
        if rows.empty:
            continue
        middle = place[system]
        shapes.append(
            {
                "type": "rect",
                "x0": rows["start_seconds"].min() / _HOUR,
                "x1": rows["end_seconds"].max() / _HOUR,
                "y0": middle - 0.38,
                "y1": middle + 0.38,
                "line": {"color": colours.ink, "width": 1.25},
            }
        )
    return shapes


def _key(spans: pd.DataFrame, colours: theme.Palette) -> dict[str, Any]:
    """The phases there are, as one line of squares over the figure."""
    there = [one for one in (*PHASES, NOT_SPLIT) if (spans["phase"] == one).any()]
    text = "  ".join(
        f"<span style='color:{_colour(one, colours)}'>■</span> {_WORDS.get(one, one)}"
        for one in there
    )
    note = theme.label(text, colour=colours.ink, x=0, y=1, xref="paper", yref="paper", yshift=27)
    return note | {"xshift": -_LEFT, "font": {"size": theme.TICK_SIZE, "color": colours.ink}}
