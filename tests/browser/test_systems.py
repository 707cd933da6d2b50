"""A shared link to one system, in a real browser: the same view, its rows, its cell."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from data.intake.importing import ImportOptions, import_files, import_rows
from data.store import open_store
from tests.browsing import PATIENCE_MS, Dashboard, click_first_mark, settled

Start = Callable[[Path], Dashboard]
Open = Callable[..., Page]

NOW = dt.datetime(2025, 3, 20, 9, 0, tzinfo=dt.UTC)
ROWS = (
    ("Drill", "System", "Outage began", "Server up", "RTO"),
    ("DR-1", "CRM", "2025-02-12 08:00", "2025-02-12 13:00", "4h"),
    ("DR-1", "Payment Processing", "2025-02-12 08:00", "2025-02-12 09:30", "2h"),
)


@pytest.fixture
def running(dashboard: Start, tmp_path: Path) -> Dashboard:
    """A dashboard that knows three systems and one drill."""
    database = tmp_path / "drillboard.duckdb"
    store = open_store(database)
    systems = [{"system": name} for name in ("CRM", "Payment Processing", "Archive")]
    import_rows(store, "system", systems, person="Thandi Naidoo", now=NOW)
    drill = {"drill": "DR-1", "started_at": "2025-02-12 08:00", "status": "completed"}
    import_rows(store, "drill", [drill], person="Thandi Naidoo", now=NOW)
    book = Workbook()
    book.active.title = "Results"
    for row in ROWS:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    files = [("february.xlsx", written.getvalue())]
    outcome = import_files(store, files, ImportOptions(person="Thandi Naidoo"), now=NOW)
    assert [one.status for one in outcome.files] == ["loaded"]
    store.close()
    return dashboard(database)


def test_a_link_to_a_system_shows_it_and_leads_to_its_cell(
    running: Dashboard, open_page: Open
) -> None:
    page = open_page(f"{running.url}/systems?system=CRM&part=All+systems")
    title = page.get_by_role("heading", name="CRM missed its objective in its one test")
    expect(title).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_role("heading", name="3 systems, those in doubt first")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Archive was never tested")

    # another system is chosen, the address follows, and another reader sees the same
    page.get_by_role("combobox", name="System").click()
    page.get_by_role("option", name="Payment Processing", exact=True).click()
    settled(page)
    kept = page.get_by_role("heading", name="Payment kept its objective in its one test")
    expect(kept).to_be_visible(timeout=PATIENCE_MS)
    assert "Payment" in page.url
    other = open_page(page.url)
    expect(
        other.get_by_role("heading", name="Payment kept its objective in its one test")
    ).to_be_visible(timeout=PATIENCE_MS)

    other.get_by_role("button", name="Rows behind this system").click()
    drawer = other.get_by_role("dialog")
    table = drawer.get_by_test_id("stDataFrame")
    click_first_mark(other, table)
    expect(drawer.get_by_text("D3", exact=True)).to_be_visible(timeout=PATIENCE_MS)
    expect(drawer.get_by_text("february.xlsx").first).to_be_visible()
    expect(drawer.get_by_text("2025-02-12 09:30").first).to_be_visible()
