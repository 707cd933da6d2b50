"""One drill in a real browser: a link to it, its replay, and from a picture down to a cell."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data.store import open_store
from tests.browsing import PATIENCE_MS, Dashboard, click_first_mark
from tests.drill_states import load

Start = Callable[[Path], Dashboard]
Open = Callable[..., Page]
# The words of a chart that stand over its edge, where they are cut.
CUT = """chart => {
    const edge = chart.querySelector(".main-svg").getBoundingClientRect();
    return [...chart.querySelectorAll(".annotation-text, .ytick text")].filter(one => {
        const box = one.getBoundingClientRect();
        return box.left < edge.left - 1 || box.right > edge.right + 1;
    }).map(one => one.textContent);
}"""


@pytest.fixture(scope="module")
def running(dashboard: Start, tmp_path_factory: pytest.TempPathFactory) -> Dashboard:
    """A dashboard that knows two drills."""
    database = tmp_path_factory.mktemp("drill") / "drillboard.duckdb"
    store = open_store(database)
    load(store, "midnight", "one_system")
    store.close()
    return dashboard(database)


def test_a_link_a_replay_and_a_cell(running: Dashboard, open_page: Open) -> None:
    page = open_page(f"{running.url}/drill?drill=Night&at=T%2B2+h")
    title = page.get_by_role("heading", level=1, name=re.compile("One of three systems missed"))
    expect(title).to_be_visible(timeout=PATIENCE_MS)  # not the newest drill, the one of the link
    moment = page.get_by_role("heading", name=re.compile("^At T.2 h none of three systems was up"))
    expect(moment).to_be_visible(timeout=PATIENCE_MS)
    steps = page.locator(".st-key-replay_steps")
    expect(steps.get_by_text("waiting")).to_be_visible()  # N-3 CRM could have begun
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible(timeout=PATIENCE_MS)

    page.get_by_role("slider").first.press("End")
    expect(page.get_by_role("heading", name=re.compile("all three systems were up"))).to_be_visible(
        timeout=PATIENCE_MS
    )
    expect(steps.get_by_text("3 of 3 were done")).to_be_visible()
    expect(steps.get_by_text("waiting")).to_have_count(0)

    page.get_by_role("button", name="Rows behind the pictures").click()
    drawer = page.get_by_role("dialog")
    table = drawer.get_by_test_id("stDataFrame").first
    click_first_mark(page, table)
    expect(drawer.get_by_text("night results.csv").first).to_be_visible(timeout=PATIENCE_MS)
    expect(drawer.get_by_text("G3", exact=True)).to_be_visible()  # Restored of CRM, the worst
    assert "screen failed" not in running.log()


def test_on_a_phone_nothing_scrolls_sideways(running: Dashboard, open_page: Open) -> None:
    page = open_page(f"{running.url}/drill?drill=Night", width=390, height=844, dark=True)
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE_MS)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth + 1")
    for key in ("recovery_curve", "phases", "timeline"):
        chart = page.locator(f".st-key-{key} .js-plotly-plot")
        expect(chart.locator(".annotation-text").first).to_be_visible(timeout=PATIENCE_MS)
        assert chart.evaluate(CUT) == [], key
