"""One person's way through the dashboard, in a real browser against a real store.

Open, read the scorecard, follow a figure to its cell, upload a workbook with two bad cells, see
them by address, load the rest, see the scorecard change, undo, see it as it was.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from openpyxl import Workbook
from playwright.sync_api import FilePayload, Page, expect

from data.intake.importing import ImportOptions, import_files, import_rows
from data.store import open_store
from tests.browsing import PATIENCE_MS, ROOT, Dashboard, click_first_mark, settled
from ui.screens import SCREENS

Start = Callable[[Path], Dashboard]
Open = Callable[..., Page]

NOW = dt.datetime(2025, 3, 20, 9, 0, tzinfo=dt.UTC)
BUILT = [screen for screen in SCREENS if screen.file.exists()]
HEADINGS = ("Drill", "System", "Outage began", "Server up", "RTO")
FEBRUARY = (
    ("DR-1", "CRM", "2025-02-12 08:00", "2025-02-12 13:00", "4h"),
    ("DR-1", "Payment Processing", "2025-02-12 08:00", "2025-02-12 09:30", "2h"),
)
MARCH = (
    ("DR-2", "CRM", "2025-03-19 08:00", "2025-03-19 11:00", "4h"),
    ("DR-2", "Payment Processing", "2025-03-19 08:00", "2025-03-19 25:10", "2h"),
    ("DR-2", "Inventory Management", "2025-03-19 08:00", "2025-03-19 11:30", "-3h"),
)


def workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """A sheet Results: a title in B1, headings in row 3 from column B on."""
    book = Workbook()
    page = book.active
    page.title = "Results"
    page["B1"] = "What the drill showed"
    for at, row in enumerate((HEADINGS, *rows)):
        for column, value in enumerate(row):
            page.cell(3 + at, 2 + column, value)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.fixture
def running(dashboard: Start, tmp_path: Path) -> Dashboard:
    """A dashboard that knows both drills and three systems, and the results of February."""
    database = tmp_path / "drillboard.duckdb"
    store = open_store(database)
    systems = [{"system": row[1]} for row in MARCH]
    drills = [
        {"drill": name, "started_at": f"{day} 08:00", "status": "completed"}
        for name, day in (("DR-1", "2025-02-12"), ("DR-2", "2025-03-19"))
    ]
    import_rows(store, "system", systems, person="Thandi Naidoo", now=NOW)
    import_rows(store, "drill", drills, person="Thandi Naidoo", now=NOW)
    files = [("february.xlsx", workbook(FEBRUARY))]
    outcome = import_files(store, files, ImportOptions(person="Thandi Naidoo"), now=NOW)
    assert [one.status for one in outcome.files] == ["loaded"]
    store.close()
    return dashboard(database)


def go_to(page: Page, title: str) -> None:
    """Follow the link in the navigation: the session stays."""
    page.get_by_test_id("stSidebarNavLink").filter(has_text=title).click()
    settled(page)


def drop(page: Page, name: str, content: bytes) -> None:
    """Drop one file and wait for the second step."""
    file: FilePayload = {
        "name": name,
        "mimeType": "application/octet-stream",
        "buffer": content,
    }
    page.locator('input[type="file"]').set_input_files(file)
    expect(page.get_by_text("step 2 of 3")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_role("button", name="Other files")).to_be_visible(timeout=PATIENCE_MS)
    settled(page)


def scorecard(page: Page) -> list[str]:
    """What the scorecard says: its headline, its summary and its cards."""
    settled(page)
    expect(page.get_by_test_id("stMetric").first).to_be_visible(timeout=PATIENCE_MS)
    said = page.get_by_role("heading", level=1).all_inner_texts()
    said += page.get_by_test_id("stMain").get_by_test_id("stMarkdown").all_inner_texts()[:3]
    return [*said, *page.get_by_test_id("stMetric").all_inner_texts()]


def expect_title(page: Page, pattern: str) -> None:
    """Waits until the screen has that title and no other, the one of the step before among them."""
    title = page.get_by_role("heading", level=1, name=re.compile(pattern))
    expect(title).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_role("heading", level=1)).to_have_count(1, timeout=PATIENCE_MS)


def test_from_the_scorecard_to_a_cell_and_from_a_file_to_the_scorecard(
    running: Dashboard, open_page: Open
) -> None:
    page = open_page(running.url)
    before = scorecard(page)
    assert "DR-2" not in str(before)

    page.get_by_role("button", name="Rows behind the figures").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_test_id("stDataFrame")).to_be_visible(timeout=PATIENCE_MS)
    click_first_mark(page, drawer.get_by_test_id("stDataFrame"))
    cell = drawer.get_by_text("E4", exact=True)  # CRM's Server up
    expect(cell).to_be_visible(timeout=PATIENCE_MS)
    expect(drawer.get_by_text("february.xlsx").first).to_be_visible()
    expect(drawer.get_by_text("2025-02-12 13:00").first).to_be_visible()
    drawer.get_by_role("button", name="Close").click()
    expect(drawer).to_have_count(0)

    go_to(page, "Upload")
    drop(page, "march.xlsx", workbook(MARCH))
    expect_title(page, "5 columns understood, 2.cells need you")
    expect(page.get_by_text("◆ E5", exact=True)).to_be_visible()
    expect(page.get_by_text("◆ F6", exact=True)).to_be_visible()
    expect(page.get_by_text("there is no hour 25")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Load 1.row: 1 added$")).click()
    expect_title(page, "^1.row loaded, 2 wait to be mended$")

    page.get_by_role("button", name="Open Scorecard").click()
    expect(page.get_by_test_id("stMetric").first).to_be_visible(timeout=PATIENCE_MS)
    assert scorecard(page) != before

    go_to(page, "Upload")
    page.get_by_role("button", name="Undo").click()
    expect_title(page, "^Undone: 1.row is out again$")
    go_to(page, "Scorecard")
    assert scorecard(page) == before
    assert "screen failed" not in running.log()


def command(running: Dashboard, *words: str) -> None:
    """The command line in a process of its own, on the same database."""
    done = subprocess.run(
        [sys.executable, "cli.py", *words, "--db", str(running.database)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode in (0, 1), done.stderr  # 1: two rows wait


def test_an_open_screen_follows_what_the_command_line_does(
    running: Dashboard, open_page: Open, tmp_path: Path
) -> None:
    """Import, undo and redo by another process; the screen changes by itself each time."""
    page = open_page(running.url)
    before = scorecard(page)
    own = page.get_by_test_id("stMetric").filter(has_text="1 of 2")
    expect(own.first).to_be_visible(timeout=PATIENCE_MS)
    file = tmp_path / "march.xlsx"
    file.write_bytes(workbook(MARCH))
    more = page.get_by_test_id("stMetric").filter(has_text="2 of 3")
    command(running, "import", str(file))
    expect(more.first).to_be_visible(timeout=PATIENCE_MS)
    after = scorecard(page)
    command(running, "imports", "undo", "4")
    expect(own.first).to_be_visible(timeout=PATIENCE_MS)
    assert scorecard(page) == before
    command(running, "imports", "redo", "4")
    expect(more.first).to_be_visible(timeout=PATIENCE_MS)
    assert scorecard(page) == after
    assert "screen failed" not in running.log()


def test_an_opened_file_is_still_there_after_a_look_at_another_screen(
    running: Dashboard, open_page: Open
) -> None:
    page = open_page(f"{running.url}/upload")
    drop(page, "march.xlsx", workbook(MARCH))
    go_to(page, "Dictionary")
    go_to(page, "Upload")
    expect(page.get_by_text("◆ E5", exact=True)).to_be_visible(timeout=PATIENCE_MS)


def test_uploading_on_a_phone(running: Dashboard, open_page: Open) -> None:
    page = open_page(f"{running.url}/upload", width=390, height=844, dark=True)
    drop(page, "march.xlsx", workbook(MARCH))
    expect(page.get_by_text("◆ E5", exact=True)).to_be_visible(timeout=PATIENCE_MS)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth + 1")


def test_no_screen_asks_another_host_for_anything(running: Dashboard, open_page: Open) -> None:
    """Every request and every socket of every screen, with data, stays on the own host."""
    own = urlsplit(running.url).netloc
    page = open_page(running.url)
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    page.on("websocket", lambda socket: asked.add(socket.url))
    for screen in BUILT:
        page.goto(running.url if screen == BUILT[0] else f"{running.url}/{screen.name}")
        settled(page)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
    drop_at = page.goto(f"{running.url}/upload")
    assert drop_at is not None and drop_at.ok
    settled(page)
    drop(page, "march.xlsx", workbook(MARCH))
    schemes = {urlsplit(url).scheme for url in asked}
    assert {"http", "ws"} <= schemes
    hosts = {urlsplit(url).netloc for url in asked if urlsplit(url).scheme not in ("data", "blob")}
    assert hosts == {own}
