"""Colours mean what the look says, can be told apart from their ground, and match the screens."""

from __future__ import annotations

import tomllib

import pytest

from charts import theme
from tests.browsing import ROOT

CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]


def luminance(colour: str) -> float:
    """Relative luminance of a hex (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two hexes (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ink", ["light", "dark"])
def test_contrast_on_page_and_zone(ink: theme.Ink) -> None:
    colours = theme.palette(ink)
    texts = (colours.ink, colours.muted, colours.met_text, colours.missed_text, colours.lost_text)
    marks = (colours.met, colours.missed, colours.lost, colours.untested, colours.planned)
    for ground in (colours.page, colours.zone):
        assert all(contrast(one, ground) >= 4.5 for one in texts)
        assert all(contrast(one, ground) >= 3 for one in marks)
    for one in (colours.drill_a, colours.drill_b):
        assert contrast(one, colours.page) >= 3


@pytest.mark.parametrize("ink", ["light", "dark"])
def test_the_screens_have_the_same_colours(ink: theme.Ink) -> None:
    colours, screen = theme.palette(ink), CONFIG[ink]
    assert (colours.page, colours.ink) == (screen["backgroundColor"], screen["textColor"])
    assert (colours.met, colours.met_text) == (screen["greenColor"], screen["greenTextColor"])
    assert (colours.missed, colours.missed_text) == (screen["redColor"], screen["redTextColor"])
    assert colours.lost == screen["violetColor"]
    assert colours.untested == screen["grayColor"]
    assert list(colours.sequential) == screen["chartSequentialColors"]
    assert list(colours.diverging) == screen["chartDivergingColors"]


def test_every_verdict_has_a_shape_of_its_own() -> None:
    shapes = [
        theme.verdict_mark(one, "light").symbol
        for one in ("met", "missed", "not recovered", "not tested")
    ]
    assert shapes == ["circle", "diamond", "x", "circle-open"]
    assert theme.verdict_mark("partial", "dark").symbol == "x"
    assert theme.verdict_mark("not measured", "dark").symbol == "circle-open"


def test_names_from_files_do_not_act() -> None:
    assert theme.plain("<a href='x'>A & B</a>") == "&lt;a href='x'&gt;A &amp; B&lt;/a&gt;"


def test_the_picture_is_named_after_the_finding() -> None:
    settings = theme.config("Four of six systems missed 4\u00a0h in February; none did in March")
    name = settings["toImageButtonOptions"]["filename"]
    assert name == "four-of-six-systems-missed-4-h-in-february-none-did-in-march"
    assert settings["modeBarButtons"] == [["toImage"]]
