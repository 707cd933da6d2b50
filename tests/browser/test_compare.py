"""Two drills in a real browser: a shared link, another clock, a mark that leads to its cell."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from data.store import open_store
from tests.analytics.worked import worked_rows
from tests.browsing import PATIENCE_MS, Dashboard, click_mark, settled
from tests.ui.conftest import change_of

Start = Callable[[Path], Dashboard]
Open = Callable[..., Page]
LINK = "compare?a=A&b=B&clock=detection:restored&as_of=2025-03-31"


@pytest.fixture(scope="module")
def running(dashboard: Start, tmp_path_factory: pytest.TempPathFactory) -> Dashboard:
    """A dashboard with the worked example, each detected after a quarter of its time."""
    rows = worked_rows()
    for one in rows["recovery"]:
        if "restored_at" in one:
            took = one["restored_at"] - one["disrupted_at"]
            one["detected_at"] = one["disrupted_at"] + took / 4
    database = tmp_path_factory.mktemp("compare") / "drillboard.duckdb"
    store = open_store(database)
    store.commit(change_of(rows))
    store.close()
    return dashboard(database)


def scope_line(page: Page) -> str:
    """What the scope control says, with ordinary spaces."""
    button = page.get_by_test_id("stPopover").get_by_role("button")
    return button.inner_text().replace("\u00a0", " ")


def view(page: Page) -> list[str]:
    """What the comparison says: scope, headline, findings and the pictures' words."""
    settled(page)
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible(timeout=PATIENCE_MS)
    said = [scope_line(page), *page.get_by_role("heading").all_inner_texts()]
    return [*said, *page.locator('[data-testid="stPlotlyChart"]').all_inner_texts()]


def test_a_shared_link_shows_the_same_view(running: Dashboard, open_page: Open) -> None:
    page = open_page(f"{running.url}/{LINK}")
    settled(page)
    page.get_by_role("tab", name="Gaps and minutes").click()
    expect(page).to_have_url(re.compile("show=Gaps"), timeout=PATIENCE_MS)
    settled(page)
    page.get_by_role("radio", name="February").click()
    expect(page).to_have_url(re.compile("clocks_of="), timeout=PATIENCE_MS)
    first = view(page)
    assert "A 12 Feb · B 19 Mar 2025 · as of 31 Mar · detection → restored" in first[0]
    shared = page.url
    assert {"a", "b", "clock"} <= set(parse_qs(urlsplit(shared).query))
    again = open_page(shared)
    assert view(again) == first
    for one in (page, again):
        tab = one.get_by_role("tab", name="Gaps and minutes")
        expect(tab).to_have_attribute("aria-selected", "true")
        expect(one.get_by_role("radio", name="February")).to_be_checked()
    assert "screen failed" not in running.log()


def test_another_clock_turns_verdicts_and_strip_alike(running: Dashboard, open_page: Open) -> None:
    """E-Commerce took 5 h, 3 h 45 min of them after it was detected; its RTO is 4 h."""
    page = open_page(f"{running.url}/compare?a=A&b=B")
    settled(page)
    table = page.get_by_test_id("stTable").first
    expect(table.get_by_text("2 improved")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_role("heading", name="One February verdict turns")).to_be_visible()
    page.get_by_test_id("stPopover").get_by_role("button").click()
    page.get_by_label("Recovery time runs from").click()
    page.get_by_role("option", name="detection to restored").click()
    settled(page)
    expect(table.get_by_text("1 improved")).to_be_visible(timeout=PATIENCE_MS)
    page.keyboard.press("Escape")
    assert "detection → restored" in scope_line(page)
    # the strip's other column, disruption, is the one that turns now
    expect(
        page.get_by_role("heading", name=re.compile("One February verdict turns"))
    ).to_be_visible()


def test_a_mark_leads_to_its_rows_and_its_cell(running: Dashboard, open_page: Open) -> None:
    page = open_page(f"{running.url}/compare?a=A&b=B")
    settled(page)
    chart = page.locator(".js-plotly-plot").first
    expect(chart.locator(".scatterlayer .point").first).to_be_visible(timeout=PATIENCE_MS)
    # drill A's rings are the last but one trace; the first row is the greatest gain, E-Commerce
    ring = chart.locator(".scatterlayer .trace").nth(-2).locator(".point").first
    drawer = page.get_by_role("dialog")
    click_mark(page, ring, drawer.get_by_text("E-Commerce Platform in February").first)
    expect(drawer.get_by_text("DR_Q1_2025.xlsx").first).to_be_visible(timeout=PATIENCE_MS)
    expect(drawer.get_by_text("Recoveries").first).to_be_visible()
    drawer.get_by_role("button", name="Close").click()
    expect(drawer).to_have_count(0)
    settled(page)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_on_a_phone_nothing_runs_over(running: Dashboard, open_page: Open) -> None:
    page = open_page(f"{running.url}/compare?a=A&b=B", width=390, height=844, dark=True)
    settled(page)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth + 1")
