"""What tests share: the real files, a server, a browser.

`examples`: the folder of real files, or the test is skipped.
`screen(database, "upload", quarter="2025-Q1")`: that screen run in this process, without a browser.
`dashboard(database)`: a real server on that database, kept to the end of the test file.
`open_page(url, width=…, dark=…)`: a page in Chromium, settled; fails on script errors and on any
request to another host. After a click or a choice: `from tests.browsing import settled`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from hypothesis import settings

from tests.browsing import (
    CHROMIUM_FLAGS,
    HOW_TO_GET_CHROMIUM,
    PATIENCE_MS,
    ROOT,
    Dashboard,
    browser_required,
    chromium_path,
    settled,
    start_dashboard,
)
from ui.screens import SCREENS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from streamlit.testing.v1 import AppTest

# A busy machine is no defect: no deadline. In CI the same examples every time.
settings.register_profile("house", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "house")

NO_CHROMIUM = "no Chromium found"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in tests/browser is a browser test, marked or not."""
    for item in items:
        if (ROOT / "tests" / "browser") in item.path.parents:
            item.add_marker(pytest.mark.browser)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line what was left out for want of a browser, and how to get one."""
    skipped = terminalreporter.stats.get("skipped", [])
    count = sum(NO_CHROMIUM in str(report.longrepr) for report in skipped)
    if count:
        tests = "1 browser test" if count == 1 else f"{count} browser tests"
        terminalreporter.write_line(
            f"Left out: {tests}, {NO_CHROMIUM}. To get it: {HOW_TO_GET_CHROMIUM}.", yellow=True
        )


@pytest.fixture(scope="session")
def examples() -> Path:
    """The folder of real files: DRILLBOARD_EXAMPLES, else shared/examples beside the repository."""
    named = os.environ.get("DRILLBOARD_EXAMPLES")
    folder = Path(named) if named else ROOT.parent / "shared" / "examples"
    if not folder.is_dir():
        pytest.skip(
            f"the real files are not here ({folder}); DRILLBOARD_EXAMPLES names their folder"
        )
    return folder


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., AppTest]]:
    """A factory of screens run in the frame, in this process: fast, and values can be read.

    The keywords are the link's parameters. Widgets do not write to the link here, a plotly chart is
    `.get("plotly_chart")[0].proto`, and caches start empty and end empty.
    """

    from streamlit.testing.v1 import AppTest  # here: most tests need neither screen nor browser

    def run(database: Path, name: str, **link: str) -> AppTest:
        monkeypatch.setenv("DRILLBOARD_DB", str(database))
        shown = AppTest.from_file(ROOT / "ui" / "frame.py", default_timeout=30)
        for parameter, value in link.items():
            shown.query_params[parameter] = value
        shown.run()
        first = next(each for each in SCREENS if each.file.exists())
        if name != first.name:
            shown.switch_page(str(ROOT / "pages" / f"{name}.py")).run()
        return shown

    _clear_caches()
    yield run
    _clear_caches()


def _clear_caches() -> None:
    import streamlit as st

    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture(scope="module")
def dashboard() -> Iterator[Callable[[Path], Dashboard]]:
    """A factory of running dashboards: one a database, all ended with the test file."""
    running: dict[Path, Dashboard] = {}

    def start(database: Path) -> Dashboard:
        if database not in running:
            running[database] = start_dashboard(database)
        return running[database]

    yield start
    for each in running.values():
        each.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium, once a session; without one the test is skipped, or fails where it is required."""
    from playwright.sync_api import sync_playwright

    path = chromium_path()
    if path is None:
        if browser_required():
            pytest.fail(f"{NO_CHROMIUM}. To get it: {HOW_TO_GET_CHROMIUM}.", pytrace=False)
        pytest.skip(NO_CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """A factory of settled pages in fresh browser contexts.

    `open_page(url, width=390, height=844, dark=True, **context_options)`. At the end of the test no
    page may have raised a script error or have asked another host for anything.
    """
    contexts = []
    errors: list[str] = []
    hosts: set[str] = set()

    def open_at(
        url: str,
        *,
        width: int = 1440,
        height: int = 900,
        dark: bool = False,
        **options: Any,  # noqa: ANN401 - passed on
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            accept_downloads=True,
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        own = urlsplit(url).netloc
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda request: hosts.update({urlsplit(request.url).netloc} - {own, ""}))
        page.goto(url)
        settled(page)
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert errors == []
    assert hosts == set(), "something was asked of another host"
