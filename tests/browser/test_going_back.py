"""Back after another screen was opened: each screen as it was left, and its address."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from data.store import open_store
from tests.analytics.worked import worked_rows
from tests.browsing import PATIENCE_MS, Dashboard, settled
from tests.drill_states import load
from tests.ui.conftest import change_of

Start = Callable[[Path], Dashboard]
Open = Callable[..., Page]

MOST_STEPS = 3  # of Back: Streamlit empties the address, then names the screen, then it is written


@pytest.fixture(scope="module")
def running(dashboard: Start, tmp_path_factory: pytest.TempPathFactory) -> Dashboard:
    """A dashboard with the worked example of two drills and two more of April and May."""
    database = tmp_path_factory.mktemp("back") / "drillboard.duckdb"
    store = open_store(database)
    store.commit(change_of(worked_rows()))
    load(store, "midnight", "one_system")
    store.close()
    return dashboard(database)


def follow(page: Page, screen: str) -> None:
    """Click a screen of the navigation and wait until it stands there."""
    page.get_by_test_id("stSidebarNavLink").filter(has_text=re.compile(f"{screen}$")).click()
    expect(page).to_have_url(re.compile(f"/{screen.lower()}\\?"), timeout=PATIENCE_MS)
    settled(page)


def go_back_to(page: Page, screen: str) -> None:
    """Back until the screen stands there, each time as long as a run takes."""
    for _ in range(MOST_STEPS):
        page.go_back()
        settled(page)
        if urlsplit(page.url).path == f"/{screen}":
            return
    pytest.fail(f"{screen} did not come back: {page.url}")


def asked(page: Page) -> dict[str, list[str]]:
    """What the address names."""
    return parse_qs(urlsplit(page.url).query)


@pytest.mark.parametrize(
    ("address", "tab", "other"),
    [
        ("compare?a=A&b=Night", "What would have met it", "Systems"),
        ("drill?drill=Night", "Messages", "Compare"),
        ("drill?drill=Night", "Tasks", "Systems"),
    ],
)
def test_a_screen_comes_back_as_it_was_left(
    running: Dashboard, open_page: Open, address: str, tab: str, other: str
) -> None:
    page = open_page(f"{running.url}/{address}")
    screen = address.split("?")[0]
    page.get_by_role("tab", name=tab).click()
    expect(page).to_have_url(re.compile(tab.split()[0]), timeout=PATIENCE_MS)
    settled(page)
    title, left = page.get_by_role("heading", level=1).inner_text(), asked(page)
    follow(page, other)
    go_back_to(page, screen)
    expect(page.get_by_role("heading", level=1)).to_have_text(title, timeout=PATIENCE_MS)
    expect(page.get_by_role("tab", name=tab)).to_have_attribute(
        "aria-selected", "true", timeout=PATIENCE_MS
    )
    expect(page).to_have_url(re.compile(tab.split()[0]), timeout=PATIENCE_MS)
    assert left.items() <= asked(page).items()


def test_back_over_a_choice_takes_the_choice_back(running: Dashboard, open_page: Open) -> None:
    """The address of before counts where it names something, not what is remembered."""
    page = open_page(f"{running.url}/drill?drill=Night")
    before = page.get_by_role("heading", level=1).inner_text()
    page.get_by_test_id("stPopover").first.get_by_role("button").click()
    page.get_by_role("combobox", name="Drill").click()
    page.get_by_role("option", name=re.compile("One system")).click()
    expect(page).to_have_url(re.compile("drill=One"), timeout=PATIENCE_MS)
    settled(page)
    page.go_back()
    expect(page).to_have_url(re.compile("drill=Night"), timeout=PATIENCE_MS)
    expect(page.get_by_role("heading", level=1)).to_have_text(before, timeout=PATIENCE_MS)
