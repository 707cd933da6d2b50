"""The screens on an upright page of A4: whole, whatever the width of the screen they come from."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from data.store import open_store
from tests.browsing import PATIENCE_MS, Dashboard, settled
from tests.drill_states import load
from tests.ui.conftest import change_of, quarter_rows

Start = Callable[[Path], Dashboard]
Open = Callable[..., Page]

PX_OF_MM = 96 / 25.4
PAGE = ViewportSize(width=round(210 * PX_OF_MM), height=1040)  # A4 upright
MARGINS = round(2 * 10 * PX_OF_MM)  # what Chromium leaves free at its sides
SCREENS = (
    "drill?drill=Night&tab=Messages",
    "drill?drill=A&tab=Gaps",
    "compare?a=A&b=B",
    "compare?a=A&b=B&show=What+would+have+met+it",
    "systems?part=Recovery+order",
    "systems?part=All+systems",
)
WIDTH = "one => one.getBoundingClientRect().width"
DRAWN = "all => all.map(one => one.getBoundingClientRect().width)"
# Of every table, how much of it is beyond what is shown of it.
CUT = "all => all.map(one => one.scrollWidth - one.clientWidth)"


@pytest.fixture(scope="module")
def running(dashboard: Start, tmp_path_factory: pytest.TempPathFactory) -> Dashboard:
    """A dashboard with the worked quarter and a drill with a runbook, messages and holds."""
    database = tmp_path_factory.mktemp("paper") / "drillboard.duckdb"
    store = open_store(database)
    store.commit(change_of(quarter_rows()))
    load(store, "midnight")
    store.close()
    return dashboard(database)


@pytest.mark.parametrize("screen", SCREENS)
def test_an_upright_page_holds_every_picture_and_table(
    running: Dashboard, open_page: Open, screen: str
) -> None:
    page = open_page(f"{running.url}/{screen}", width=1920)
    pictures = page.locator(".js-plotly-plot .main-svg:first-child")
    expect(pictures.first).to_be_visible(timeout=PATIENCE_MS)
    settled(page)
    drawn = pictures.evaluate_all(DRAWN)
    # A printer takes pictures as they stand: they are not drawn anew for the page.
    page.emulate_media(media="print")
    page.set_viewport_size(PAGE)
    place = page.get_by_test_id("stMainBlockContainer")
    held = place.get_by_test_id("stVerticalBlock").first.evaluate(WIDTH) - MARGINS
    assert 480 < held < 520, "the navigation stands beside it"
    assert [width for width in drawn if width > held] == []
    # A narrower window would put the navigation away, which paper does not.
    place.evaluate("(one, margins) => one.style.width = one.offsetWidth - margins + 'px'", MARGINS)
    tables = page.get_by_test_id("stMain").get_by_test_id("stTable")
    cut = tables.locator("xpath=descendant-or-self::*[.//table]").evaluate_all(CUT)
    assert [beyond for beyond in cut if beyond > 1] == []


def test_the_figure_of_a_card_is_no_smaller_than_its_count(
    running: Dashboard, open_page: Open
) -> None:
    """Streamlit shrinks a card's number on paper by the length of its text, marks and all."""
    page = open_page(f"{running.url}/systems", width=1920)
    page.emulate_media(media="print")
    page.set_viewport_size(PAGE)
    size = "one => parseFloat(getComputedStyle(one).fontSize)"
    card = page.get_by_test_id("stMetric").first
    number = card.get_by_test_id("stMetricValue").locator("p")
    expect(number).to_have_text(re.compile("%$"))
    assert number.evaluate(size) >= card.get_by_test_id("stMetricDelta").evaluate(size)
