"""From bad cells to mended rows and back, in a real browser against a real store.

Upload a workbook with two bad cells, load the rest, mend the cells in the grid, see the figures
change, undo in the History, see them as they were.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import Locator, Page, expect

from data.store import open_store
from tests.browser.test_walk import (
    MARCH,
    Open,
    drop,
    expect_title,
    go_to,
    running,
    scorecard,
    workbook,
)
from tests.browsing import PATIENCE_MS, Dashboard, click_first_mark, resting, settled

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect

__all__ = ["running"]  # the fixture: a dashboard with the results of February

ROW_HEIGHT = 35  # of a grid, its heading too


def write(
    page: Page, grid: Locator, row: int, column: str, text: str, *, is_awaited: bool = True
) -> None:
    """Type a text into a cell of the grid. `row` counts from 0.

    is_awaited : until the server knows it, which the grid tells it a moment later.

    The canvas has a table for screen readers: the cell's place is read there.
    """
    headings = grid.locator("canvas [role=columnheader]")
    expect(headings.filter(has_text=column)).to_have_count(1, timeout=PATIENCE_MS)
    names = headings.all_text_contents()
    place = next(at for at, name in enumerate(names) if column in name)
    box = bounds(grid)
    page.mouse.click(box["x"] + 20, box["y"] + ROW_HEIGHT * (row + 1.5))  # its first cell
    for _ in range(place):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    editor = page.locator("#portal textarea")
    expect(editor).to_be_visible(timeout=PATIENCE_MS)
    editor.fill(text)
    editor.press("Enter")
    cell = grid.locator("canvas [role=gridcell]").filter(has_text=text)
    expect(cell).not_to_have_count(0, timeout=PATIENCE_MS)
    if is_awaited:
        settled(page)


def bounds(grid: Locator) -> FloatRect:
    """Where the grid is on the page, once it is drawn."""
    canvas = grid.locator("canvas").first
    expect(canvas).to_be_visible(timeout=PATIENCE_MS)
    return resting(canvas)


def test_bad_cells_are_mended_in_the_grid_and_undone_in_the_history(
    running: Dashboard, open_page: Open
) -> None:
    page = open_page(f"{running.url}/upload")
    drop(page, "march.xlsx", workbook(MARCH))
    page.get_by_role("button", name=re.compile("^Load 1.row: 1 added$")).click()
    expect_title(page, "^1.row loaded, 2 wait to be mended$")
    go_to(page, "Scorecard")
    before = scorecard(page)

    go_to(page, "Upload")
    page.get_by_role("button", name="Mend them here").click()
    expect_title(page, "2.rows wait to be mended$")
    grid = page.get_by_test_id("stDataFrame")
    expect(grid).to_have_count(1, timeout=PATIENCE_MS)
    write(page, grid, 0, "Server up", "2025-03-19 12:10")
    write(page, grid, 1, "RTO", "3h", is_awaited=False)  # as a hurried person does
    page.get_by_role("button", name="Load mended rows").click()
    expect(page.get_by_text(re.compile(r"2.rows loaded \(2 added\)"))).to_be_visible(
        timeout=PATIENCE_MS
    )
    store = open_store(running.database)
    rows = store.rows("recovery").set_index(["drill", "system"])
    assert str(rows.loc[("DR-2", "Payment Processing"), "restored_at"]) == (
        "2025-03-19 10:10:00+00:00"
    )
    assert rows.loc[("DR-2", "Inventory Management"), "rto_seconds"] == 3 * 3600

    go_to(page, "Scorecard")
    assert scorecard(page) != before

    page.goto(f"{running.url}/history")  # anew: from the menu it may come back on what waited
    expect_title(page, "no row waits")
    click_first_mark(page, page.get_by_test_id("stDataFrame").first)
    expect(page.get_by_role("heading", name="Mended rows of march.xlsx")).to_be_visible(
        timeout=PATIENCE_MS
    )
    assert re.search(r"[?&]import=\d+", page.url)
    page.get_by_role("button", name="Undo", exact=True).click()
    asked = page.get_by_role("dialog")
    expect(asked.get_by_text(re.compile("2.more rows wait to be mended"))).to_be_visible(
        timeout=PATIENCE_MS
    )
    asked.get_by_role("button", name="Undo it").click()
    expect_title(page, "2.rows wait to be mended$")
    go_to(page, "Scorecard")
    assert scorecard(page) == before
    assert open_store(running.database).verify() == []
    assert "screen failed" not in running.log()


def test_other_files_puts_away_the_ones_just_dropped(running: Dashboard, open_page: Open) -> None:
    page = open_page(f"{running.url}/upload")
    drop(page, "march.xlsx", workbook(MARCH))
    page.get_by_role("button", name="Other files").click()
    expect(page.get_by_text("step 1 of 3")).to_be_visible(timeout=PATIENCE_MS)
    settled(page)
    page.get_by_role("button", name="Download template").hover()
    settled(page)  # the drop of before is not taken for a new one
    expect(page.get_by_text("step 1 of 3")).to_be_visible()
    expect(page.get_by_text("step 2 of 3")).to_have_count(0)
    drop(page, "april.xlsx", workbook(MARCH))
    expect(page.get_by_text("april.xlsx").first).to_be_visible(timeout=PATIENCE_MS)


def test_the_history_fits_a_phone(running: Dashboard, open_page: Open) -> None:
    page = open_page(f"{running.url}/history?import=3", width=390, height=844, dark=True)
    expect(page.get_by_role("heading", name="february.xlsx")).to_be_visible(timeout=PATIENCE_MS)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth + 1")
