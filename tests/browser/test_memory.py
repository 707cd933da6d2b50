"""What a person says once of a sheet's headings is not asked again, in a real browser."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from data.intake.importing import import_rows
from data.store import open_store
from tests.browsing import PATIENCE_MS, Dashboard, settled

Start = Callable[[Path], Dashboard]
Open = Callable[..., Page]
NOW = dt.datetime(2025, 3, 20, 9, 0, tzinfo=dt.UTC)
SYSTEMS = ("CRM", "Payment Processing", "Inventory Management")
OF_A_DRILL = ("Outage began", "Server up", "Back for users", "RTO")


def sheet(drills: Sequence[str], days: Sequence[str], systems: Sequence[str]) -> bytes:
    """Two drills side by side; users are back an hour after the server is up."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["System", *(f"{drill} {one}" for drill in drills for one in OF_A_DRILL)])
    for system in systems:
        cells = [
            cell for day in days for cell in (f"{day} 08:00", f"{day} 10:00", f"{day} 11:00", "4 h")
        ]
        rows.writerow([system, *cells])
    return text.getvalue().encode()


@pytest.fixture
def running(dashboard: Start, tmp_path: Path) -> Dashboard:
    """A dashboard that knows the systems and nothing else."""
    database = tmp_path / "drillboard.duckdb"
    store = open_store(database)
    known = [{"system": name} for name in SYSTEMS]
    import_rows(store, "system", known, person="Thandi Naidoo", now=NOW)
    store.close()
    return dashboard(database)


def drop(page: Page, name: str, content: bytes) -> None:
    """Drop one file and wait for the second step."""
    file: FilePayload = {"name": name, "mimeType": "text/csv", "buffer": content}
    page.locator('input[type="file"]').set_input_files(file)
    expect(page.get_by_text("step 2 of 3")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_role("button", name="Other files")).to_be_visible(timeout=PATIENCE_MS)
    settled(page)


def choose(page: Page, heading: str, field: str) -> None:
    """Say which field a heading is."""
    box = page.get_by_role("combobox", name=re.compile(f"Field of {re.escape(heading)}$"))
    box.click()
    box.fill(field)
    page.get_by_role("option", name=field, exact=True).click()
    settled(page)


def expect_field(page: Page, heading: str, field: str) -> None:
    """Waits until a heading has that field on the screen."""
    box = page.get_by_role("combobox", name=re.compile(f"Field of {re.escape(heading)}$"))
    expect(box).to_have_value(field, timeout=PATIENCE_MS)


def load(page: Page, rows: int) -> None:
    """Load, and wait for the third step."""
    expect_title(page, "no cell needs you")
    expect(page.get_by_text(re.compile(r"^\? "))).to_have_count(0)  # no open question
    page.get_by_role("button", name=re.compile(f"^Load {rows}.rows: ")).click()
    expect_title(page, f"^All {rows}.rows loaded$")


def expect_title(page: Page, pattern: str) -> None:
    """Waits until the screen has that title and no other."""
    title = page.get_by_role("heading", level=1, name=re.compile(pattern))
    expect(title).to_be_visible(timeout=3 * PATIENCE_MS)  # answers and rows are two imports
    expect(page.get_by_role("heading", level=1)).to_have_count(1, timeout=PATIENCE_MS)


def test_a_wrong_guess_is_corrected_once(running: Dashboard, open_page: Open) -> None:
    systems = SYSTEMS[:2]
    page = open_page(f"{running.url}/upload")
    drop(page, "q1.csv", sheet(("DR-1", "DR-2"), ("2025-02-12", "2025-03-19"), systems))
    expect_field(page, "DR-1 Server up", "Restored")  # the guess; users came back later
    choose(page, "DR-1 Back for users", "Restored")
    expect_title(page, "^7 of 9 columns understood")
    expect_field(page, "DR-2 Back for users", "Restored")
    expect(page.get_by_text("Which drill is this table of?")).to_have_count(0)
    load(page, 4)
    expect(page.get_by_text("1 answer is remembered")).to_be_visible()

    # the next quarter: its own drills in the same headings, another file
    page.get_by_role("button", name="Upload more").click()
    expect(page.get_by_text("step 1 of 3")).to_be_visible(timeout=PATIENCE_MS)
    drop(page, "second quarter.csv", sheet(("DR-3", "DR-4"), ("2025-05-14", "2025-06-18"), systems))
    expect_field(page, "DR-4 Back for users", "Restored")
    load(page, 4)

    # the very same headings under another name, with one system more
    page.get_by_role("button", name="Upload more").click()
    expect(page.get_by_text("step 1 of 3")).to_be_visible(timeout=PATIENCE_MS)
    drop(page, "q1 again.csv", sheet(("DR-1", "DR-2"), ("2025-02-12", "2025-03-19"), SYSTEMS))
    expect(page.get_by_text("Read as you said of an earlier file")).to_be_visible()
    load(page, 6)

    rows = open_store(running.database).rows("recovery")
    local = rows["restored_at"].dt.tz_convert("Africa/Johannesburg").dt.strftime("%H:%M")
    assert set(local) == {"11:00"}
    assert len(rows) == 10
    assert set(rows["drill"]) == {"DR-1", "DR-2", "DR-3", "DR-4"}

    # it is seen and taken back in Settings
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Settings").click()
    page.get_by_role("tab", name="Remembered").click()
    settled(page)
    expect(page.get_by_text("DR-1 Back for users").first).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Take back").first.click()
    expect(page.get_by_text("is forgotten")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text("Nothing is remembered yet")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Nothing is remembered yet")).to_have_count(0, timeout=PATIENCE_MS)
    assert "screen failed" not in running.log()
