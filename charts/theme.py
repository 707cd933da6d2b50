"""Colours of fixed meaning, fonts and the layout every figure shares, for light and for dark.

Teal, rust and plum are verdicts only, blues are drills only; a verdict also has a shape, so it is
never told by colour alone. Contrasts are measured: marks at least 3 : 1, texts at least 4.5 : 1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

Ink = Literal["light", "dark"]
FONT = '"Source Sans", sans-serif'
LABEL_SIZE, TICK_SIZE = 13, 12
ROW_HEIGHT = 28


@dataclass(frozen=True)
class Palette:
    """One ink: every colour by what it means, as a hex.

    `*_text` colours words of a meaning; drill A, planned and not tested have none of their own:
    words about them are ink or muted.
    """

    ink: str
    muted: str
    page: str
    grid: str
    stem: str
    connector: str
    zone: str
    shade: str
    met: str
    met_text: str
    missed: str
    missed_text: str
    lost: str
    lost_text: str
    untested: str
    planned: str
    drill_a: str
    drill_b: str
    phases: tuple[str, str, str, str, str]
    sequential: tuple[str, ...]
    diverging: tuple[str, ...]


LIGHT = Palette(
    ink="#10141B",
    muted="#5A6270",
    page="#FFFFFF",
    grid="#ECE9E3",
    stem="#E4E1DA",
    connector="#C9C5BC",
    zone="#FDF5F0",
    shade="#F6F5F2",
    met="#006D75",
    met_text="#00616A",
    missed="#BF4A12",
    missed_text="#A33D11",
    lost="#6B1440",
    lost_text="#6B1440",
    untested="#858A93",
    planned="#8E897C",
    drill_a="#6C86C2",
    drill_b="#1B4596",
    phases=("#858A93", "#6B707A", "#4F545E", "#6C86C2", "#1B4596"),
    sequential=(
        "#F1F5FC",
        "#DCE6F6",
        "#C3D3EE",
        "#A8BEE4",
        "#8CA6D8",
        "#6C86C2",
        "#4F6CB0",
        "#35569F",
        "#1B4596",
        "#10306E",
    ),
    diverging=(
        "#8A3009",
        "#BF4A12",
        "#E08A5E",
        "#F0B799",
        "#FAE3D6",
        "#DDEDEE",
        "#A9D2D5",
        "#6AB0B5",
        "#2A8B92",
        "#006D75",
    ),
)
DARK = Palette(
    ink="#E8E6E1",
    muted="#A4AAB5",
    page="#14171C",
    grid="#262B33",
    stem="#333943",
    connector="#4A515C",
    zone="#221C1C",
    shade="#1D2128",
    met="#2BA6B0",
    met_text="#56C8D1",
    missed="#FF9159",
    missed_text="#FFA374",
    lost="#FFC2E0",
    lost_text="#FFC2E0",
    untested="#757B86",
    planned="#7C7A73",
    drill_a="#5F7FBF",
    drill_b="#A9C4FF",
    phases=("#6B717C", "#8A909B", "#B4BAC4", "#5F7FBF", "#A9C4FF"),
    sequential=(
        "#1B2436",
        "#22304B",
        "#2B3F64",
        "#35507F",
        "#42639C",
        "#5F7FBF",
        "#7997D2",
        "#93AEE6",
        "#A9C4FF",
        "#D3E1FF",
    ),
    diverging=(
        "#FFA374",
        "#FF9159",
        "#D0703F",
        "#96502D",
        "#4A2E22",
        "#17363A",
        "#1B5D63",
        "#20838B",
        "#2BA6B0",
        "#56C8D1",
    ),
)


@dataclass(frozen=True)
class VerdictMark:
    """How one verdict is drawn: Plotly symbol, size, colours of mark and word."""

    symbol: str
    size: int
    colour: str
    text: str
    line_width: float = 0


def palette(ink: Ink) -> Palette:
    """The colours of that ink."""
    return DARK if ink == "dark" else LIGHT


def verdict_mark(verdict: str, ink: Ink) -> VerdictMark:
    """The mark of a verdict: disc met, diamond missed, cross not recovered or partial, else a ring.

    The same four shapes stand in badges and cards.
    """
    colours = palette(ink)
    if verdict == "met":
        return VerdictMark("circle", 12, colours.met, colours.met_text)
    if verdict == "missed":
        return VerdictMark("diamond", 12, colours.missed, colours.missed_text)
    if verdict in ("not recovered", "partial"):
        return VerdictMark("x", 11, colours.lost, colours.lost_text)
    return VerdictMark("circle-open", 12, colours.untested, colours.muted, 2)


def layout(
    ink: Ink, *, height: int, left: int = 104, right: int = 16, top: int = 20, bottom: int = 24
) -> dict[str, Any]:
    """The layout of every figure: transparent, fixed margins and height, nothing to drag or zoom.

    `top` of at least 20 px keeps the corner of the toolbar free; on touch screens it always shows.
    """
    colours = palette(ink)
    axis = {
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "automargin": False,
        "gridcolor": colours.grid,
        "tickfont": {"size": TICK_SIZE, "color": colours.muted},
    }
    return {
        "height": height,
        "autosize": True,
        "margin": {
            "l": left,
            "r": right,
            "t": max(top, 20),
            "b": bottom,
            "pad": 0,
            "autoexpand": False,
        },
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": LABEL_SIZE, "color": colours.ink},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": colours.page,
            "bordercolor": colours.connector,
            "font": {"family": FONT, "size": LABEL_SIZE, "color": colours.ink},
            "align": "left",
        },
        "modebar": {
            "bgcolor": "rgba(0,0,0,0)",
            "color": colours.muted,
            "activecolor": colours.ink,
        },
        "xaxis": dict(axis),
        "yaxis": dict(axis),
    }


def config(finding: str) -> dict[str, Any]:
    """Plotly's configuration: the picture button only, and the finding as the picture's name."""
    name = re.sub(r"[^\w]+", "-", finding.lower()).strip("-")[:80]
    return {
        "displaylogo": False,
        "displayModeBar": "hover",
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "scale": 2, "filename": name or "drillboard"},
        "scrollZoom": False,
        "doubleClick": False,
    }


def label(
    text: str,
    *,
    colour: str,
    x: float | str,
    y: float | str,
    shift: float = 0,
    align: str = "left",
    **more: object,
) -> dict[str, Any]:
    """One annotation beside its mark, `shift` pixels away; `text` may hold Plotly's tags.

    Names from files must pass `plain` first.
    """
    return {
        "text": text,
        "x": x,
        "y": y,
        "xshift": shift,
        "xanchor": align,
        "yanchor": "middle",
        "showarrow": False,
        "font": {"size": LABEL_SIZE, "color": colour},
        **more,
    }


def plain(text: str) -> str:
    """A name from a file for Plotly, which reads a few HTML tags in texts: none of them acts."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def hover(lines: Sequence[str]) -> str:
    """Lines of a hover, the first bold; texts from files do not act."""
    first, *rest = [plain(line) for line in lines] or [""]
    return "<br>".join([f"<b>{first}</b>", *rest])


def faded(colour: str, opacity: float) -> str:
    """A hex as rgba, for areas."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"
