"""The server as a browser meets it: ready, safe, quick to load, every address answered."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import urllib3
from playwright.sync_api import Page, expect

from tests.browsing import Dashboard
from ui.screens import SCREENS, Screen
from ui.serving import HEADERS

Start = Callable[[Path], Dashboard]
Open = Callable[..., Page]

BUILT = [screen for screen in SCREENS if screen.file.exists()]


@pytest.fixture(scope="module")
def empty(dashboard: Start, tmp_path_factory: pytest.TempPathFactory) -> Dashboard:
    """A dashboard on a database that does not exist yet."""
    return dashboard(tmp_path_factory.mktemp("empty") / "drillboard.duckdb")


def test_a_running_server_says_it_is_ready(empty: Dashboard) -> None:
    answer = urllib3.request("GET", f"{empty.url}/readyz")
    assert (answer.status, answer.json()) == (200, {"status": "ready"})


@pytest.mark.parametrize("path", ["/", "/readyz", "/_stcore/health", "/_stcore/host-config"])
def test_every_answer_carries_the_safe_headers(empty: Dashboard, path: str) -> None:
    answer = urllib3.request("GET", f"{empty.url}{path}")
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_scripts_are_sent_compressed_and_unchanged(empty: Dashboard) -> None:
    start_page = urllib3.request("GET", empty.url).data.decode()
    match = re.search(r'src="\.?(/static/js/[^"]+)"', start_page)
    assert match is not None
    address = f"{empty.url}{match[1]}"
    plain = urllib3.request("GET", address, headers={"Accept-Encoding": "identity"})
    first, second = (
        urllib3.request("GET", address, headers={"Accept-Encoding": "gzip"}, decode_content=False)
        for _ in range(2)
    )
    assert first.headers["Content-Encoding"] == second.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(first.data) == gzip.decompress(second.data) == plain.data
    assert len(first.data) < len(plain.data) / 2
    assert second.headers["X-Content-Type-Options"] == "nosniff"


def test_a_message_of_another_host_is_refused(empty: Dashboard) -> None:
    upgrade = {
        "Host": "elsewhere.example",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    answer = urllib3.request("GET", f"{empty.url}/_stcore/stream", headers=upgrade)
    assert answer.status in {400, 403}


@pytest.mark.parametrize("screen", BUILT, ids=lambda screen: screen.name)
def test_a_link_to_a_screen_opens_it_in_the_frame(
    empty: Dashboard, open_page: Open, screen: Screen
) -> None:
    """Also the first request of a fresh server, where a page file must not run alone."""
    page = open_page(empty.url if screen == BUILT[0] else f"{empty.url}/{screen.name}")
    expect(page.get_by_test_id("stSidebarNavLink")).to_have_count(len(BUILT))
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_text("Page not found")).to_have_count(0)
    assert "screen failed" not in empty.log()
