"""The Scorecard's chart: the recovery time of every system in every drill against one target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from charts import theme
from charts.drawn import drawn
from charts.time_axis import ticks
from wording import numbers
from wording.sentences import time_against_target

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

_HOUR = 3600
_MOST_TICKS = 9
_GAP = 0.3  # rows between two drills
# An axis never reaches further than so many targets: one lost weekend would flatten the rest.
_FURTHEST = 6
_HEADER_BESIDE_LINE = 39  # characters of a head that end before the line at 350 px
_NARROW, _LETTER, _SHIFT = 240, 6, 9  # px: the axis on a phone, one letter, words beside a mark
_PLAIN_TIMES = ("met", "missed")
_NO_TIME_AT_EDGE = ("not recovered", "partial")


@dataclass(frozen=True)
class _Row:
    """One test with its place: y in rows from the top, x in hours."""

    system: str
    short_name: str
    drill: str
    verdict: str
    seconds: float | None
    x: float
    y: float
    is_beyond: bool
    source: str | None


def recovery_times(
    tests: pd.DataFrame, *, target_seconds: float, operator: str = "<", ink: theme.Ink = "light"
) -> go.Figure:
    """The figure: time runs right, systems run down, drills one under the other, worst first.

    Parameters
    ----------
    tests : one row a (drill, system), drills in the order they are shown. Columns: drill,
        drill_title (`12 February, power loss`), tally (`2 of 6 under 4 h`), system, short_name,
        seconds (NaN without a time), verdict against the target; `source` if known, for the hover.
    target_seconds : the programme's target [s], drawn as the dashed line.
    operator : `<` makes a time equal to the target a tie that misses it.

    A time is a disc or a diamond at the end of its stem; not recovered and partial are crosses at
    the right edge, because they have no time; not tested and not measured are rings at zero.
    No rows gives an empty figure of the smallest height.
    """
    colours = theme.palette(ink)
    target = target_seconds / _HOUR
    end = _axis_end(tests, target)
    rows, heads, depth = _places(tests, end)
    longest = max((len(title) + len(tally) + 1 for title, tally, _ in heads), default=0)
    notes = [_beyond_words(target_seconds, operator, longest, colours)]
    notes += [note for head in heads for note in _head(head, colours)]
    notes += [_value(row, target_seconds, operator, end, ink) for row in rows]
    base = theme.layout(
        ink, height=theme.ROW_HEIGHT * max(len(rows), 1) + 36, left=104, right=14, top=24
    )
    base["xaxis"] |= {"range": [0, end], **ticks(end, most=_MOST_TICKS, bold=target)}
    base["yaxis"] |= {
        "range": [depth, 0],
        "tickvals": [row.y for row in rows],
        "ticktext": [theme.plain(row.short_name) for row in rows],
        "ticklabelstandoff": 12,  # clear of a ring at zero
        "tickfont": {"size": theme.LABEL_SIZE, "color": colours.ink},
    }
    zone = {
        "type": "rect",
        "x0": target,
        "x1": end,
        "fillcolor": colours.zone,
        "line": {"width": 0},
    }
    line = {
        "type": "line",
        "x0": target,
        "x1": target,
        "line": {"color": colours.ink, "width": 1.5, "dash": "dash"},
    }
    over_all_rows = {"yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    base["shapes"] = [zone | over_all_rows, line | over_all_rows]
    base["annotations"] = notes
    return drawn(_traces(rows, target_seconds, operator, ink), base)


def worst_of_each(tests: pd.DataFrame, most: int) -> pd.DataFrame:
    """The rows of `recovery_times` that are shown: at most so many a drill, the worst.

    Same columns, drills in the same order. Those nobody timed come last, as in the figure.
    """
    if tests.empty or tests["drill"].value_counts().max() <= most:
        return tests
    order = [
        _badness(test.verdict, test.seconds, test.short_name)
        for test in tests.itertuples(index=False)
    ]
    ranked = tests.iloc[sorted(range(len(tests)), key=order.__getitem__)]
    shown = ranked.groupby("drill", sort=False).head(most)
    return tests.loc[tests.index.isin(shown.index)]


def _axis_end(tests: pd.DataFrame, target: float) -> float:
    """Where the axis ends [h]: room for the zone, for crosses and their words, for the slowest."""
    slowest = float(tests["seconds"].max() / _HOUR) if tests["seconds"].notna().any() else 0.0
    has_cross = bool(tests["verdict"].isin(_NO_TIME_AT_EDGE).any())
    least = (2.05 if has_cross else 1.75 if slowest >= target else 1.5) * target
    return max(least, min(1.25 * slowest, _FURTHEST * target))


def _badness(verdict: str, seconds: float, name: str) -> tuple[int, float, str]:
    """Sorts worst first: lost, slowest … fastest, then those nobody timed."""
    if verdict in _NO_TIME_AT_EDGE:
        return (_NO_TIME_AT_EDGE.index(verdict), 0.0, name)
    return (2, -seconds, name) if verdict in _PLAIN_TIMES else (3, 0.0, name)


def _places(
    tests: pd.DataFrame, end: float
) -> tuple[list[_Row], list[tuple[str, str, float | None]], float]:
    """Rows and heads with their places, and how deep they reach. The first head stands on top."""
    rows: list[_Row] = []
    heads: list[tuple[str, str, float | None]] = []
    depth = 0.0
    for _, group in tests.groupby("drill", sort=False):
        found = sorted(
            group.itertuples(index=False),
            key=lambda test: _badness(test.verdict, test.seconds, test.short_name),
        )
        if heads:
            heads.append((found[0].drill_title, found[0].tally, depth + _GAP + 0.5))
            depth += 1 + _GAP
        else:
            heads.append((found[0].drill_title, found[0].tally, None))
        for test in found:
            has_time = test.verdict in _PLAIN_TIMES
            hours = test.seconds / _HOUR if has_time else 0.0
            at_edge = test.verdict in _NO_TIME_AT_EDGE or hours > end
            rows.append(
                _Row(
                    system=test.system,
                    short_name=test.short_name,
                    drill=test.drill_title,
                    verdict=test.verdict,
                    seconds=float(test.seconds) if has_time else None,
                    x=end if at_edge else hours,
                    y=depth + 0.5,
                    is_beyond=hours > end,
                    source=getattr(test, "source", None),
                )
            )
            depth += 1
    return rows, heads, depth


def _traces(
    rows: list[_Row], target_seconds: float, operator: str, ink: theme.Ink
) -> list[dict[str, Any]]:
    colours = theme.palette(ink)
    traces: list[dict[str, Any]] = []
    for name, dash, stems in (
        ("stems", "solid", [row for row in rows if row.seconds is not None and not row.is_beyond]),
        (
            "open stems",
            "dot",
            [row for row in rows if row.x and (row.seconds is None or row.is_beyond)],
        ),
    ):
        if stems:
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "name": name,
                    "x": [x for row in stems for x in (0, row.x, None)],
                    "y": [y for row in stems for y in (row.y, row.y, None)],
                    "line": {"color": colours.stem, "width": 2, "dash": dash},
                    "hoverinfo": "skip",
                }
            )
    for verdict in dict.fromkeys(row.verdict for row in rows):
        mark = theme.verdict_mark(verdict, ink)
        of_it = [row for row in rows if row.verdict == verdict]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": verdict,
                "x": [row.x for row in of_it],
                "y": [row.y for row in of_it],
                "cliponaxis": False,
                "marker": {
                    "symbol": mark.symbol,
                    "size": mark.size,
                    "color": mark.colour,
                    "line": {"width": mark.line_width, "color": mark.colour},
                },
                "hovertext": [_hover(row, target_seconds, operator) for row in of_it],
                "hoverinfo": "text",
            }
        )
    return traces


def _value(
    row: _Row, target_seconds: float, operator: str, end: float, ink: theme.Ink
) -> dict[str, Any]:
    """The words beside a mark: right of it, but left where they would cross line or edge."""
    colours = theme.palette(ink)
    words = row.verdict
    if row.seconds is not None:
        words = time_against_target(row.seconds, target_seconds, operator)
    if row.is_beyond:
        words += ", beyond the axis"
    is_left = _is_left(row, len(words), target_seconds / _HOUR, end)
    # a patch of the ground's own colour lifts the words off their stem
    ground = colours.page if row.verdict == "met" else colours.zone
    return theme.label(
        words,
        colour=theme.verdict_mark(row.verdict, ink).text,
        x=row.x,
        y=row.y,
        shift=-_SHIFT if is_left else _SHIFT,
        align="right" if is_left else "left",
        borderpad=1,
        **({"bgcolor": ground} if is_left else {}),
    )


def _is_left(row: _Row, letters: int, target: float, end: float) -> bool:
    """Whether the words of a mark stand left of it, on the narrowest axis there is.

    Of a time that met the target: past half of it, or where the words would cross the line. Of all
    others: where they would leave the figure and there is room between line and mark.
    """
    place, line = row.x / end * _NARROW, target / end * _NARROW
    length = letters * _LETTER + _SHIFT
    if row.verdict == "met":
        has_room = place - length > -_SHIFT
        return row.x > target / 2 or (place + length > line and has_room)
    if row.verdict in _NO_TIME_AT_EDGE or row.is_beyond:
        return True
    return place + length > _NARROW + 14 and place - length > line


def _head(head: tuple[str, str, float | None], colours: theme.Palette) -> list[dict[str, Any]]:
    """A drill's name and tally, from the figure's left edge on."""
    title, tally, y = head
    text = f"<b>{theme.plain(title)}</b>  <span style='color:{colours.muted}'>{tally}</span>"
    place: dict[str, Any] = {"y": y} if y is not None else {"y": 1, "yref": "paper", "yshift": 12}
    note = theme.label(text, colour=colours.ink, x=0, y=0, shift=-104, xref="paper")
    return [note | place]


def _beyond_words(
    target_seconds: float, operator: str, longest_head: int, colours: theme.Palette
) -> dict[str, Any]:
    """`4 h or more` over the zone: at the line, or at the right where a head is too long for it."""
    limit = numbers.duration(target_seconds)
    place: dict[str, Any] = {"x": target_seconds / _HOUR, "shift": 8}
    if longest_head > _HEADER_BESIDE_LINE:
        place = {"x": 1, "xref": "paper", "shift": -30, "align": "right"}
    note = theme.label(
        f"{limit} or more" if operator == "<" else f"over {limit}",
        colour=colours.missed_text,
        y=1,
        yref="paper",
        yshift=12,
        **place,
    )
    return note | {"font": {"size": theme.TICK_SIZE, "color": colours.missed_text}}


def _hover(row: _Row, target_seconds: float, operator: str) -> str:
    """System, drill, time and target, margin, source: one line each."""
    goal = numbers.objective(target_seconds, operator)
    lines = [f"<b>{theme.plain(row.system)}</b>", theme.plain(row.drill)]
    if row.seconds is None:
        lines.append(f"{row.verdict}, target {goal}")
    else:
        lines.append(f"{numbers.duration(row.seconds, target_seconds)}, target {goal}")
        lines.append(numbers.margin(row.seconds, target_seconds))
    if row.source:
        lines.append(theme.plain(row.source))
    return "<br>".join(lines)
