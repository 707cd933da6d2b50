"""A real server and a real Chromium, for tests. Waits are on conditions only, never on the clock.

Trap: the dataframe is a canvas; ask AppTest or the store for its values, not the page.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import urllib3

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect, Locator, Page

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 60
PATIENCE_MS = 30_000  # first paint takes four seconds and more on a busy machine
TRIES = 3  # of a click on something drawn, each a share of the patience

# Where an element is, once it has stayed there for some frames: the page below a picture that is
# still being fitted to its place moves on.
STAYED = """element => new Promise(resolve => {
    let last = null, calm = 0;
    const look = () => {
        const {x, y, width, height} = element.getBoundingClientRect();
        const now = [x, y, width, height].join();
        calm = now === last ? calm + 1 : 0;
        last = now;
        if (calm >= 12) resolve({x, y, width, height});
        else requestAnimationFrame(look);
    };
    look();
})"""

CHROMIUM_NAMES = (
    "chromium",
    "google-chrome",
    "chromium-browser",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
CHROMIUM_PLACES = (  # not on the path by default
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
CHROMIUM_FLAGS = (
    "--no-sandbox",  # runs as root in a container
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--force-color-profile=srgb",
)
HOW_TO_GET_CHROMIUM = (
    "apt-get install chromium (Debian, Ubuntu), brew install --cask chromium (macOS), "
    "winget install Google.Chrome (Windows), or set CHROMIUM to its path"
)


def chromium_path() -> str | None:
    """The Chromium to drive: the environment's CHROMIUM, else the first installed; None if none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    on_path = (shutil.which(name) for name in CHROMIUM_NAMES)
    in_place = (place for place in CHROMIUM_PLACES if Path(place).exists())
    return next((path for path in on_path if path), None) or next(in_place, None)


def browser_required() -> bool:
    """Whether a missing Chromium fails the tests: in CI, or where somebody asks for it."""
    return os.environ.get("CI", "") == "true" or os.environ.get("REQUIRE_BROWSER", "") == "1"


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass
class Dashboard:
    """A running server: its address, its database, what it logged."""

    url: str
    database: Path
    process: subprocess.Popen[bytes]
    log_file: Path

    def log(self) -> str:
        """Everything the server has written so far."""
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        """End the server; one that does not go within ten seconds is killed."""
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start_dashboard(database: Path, **environment: str) -> Dashboard:
    """Start `streamlit run app.py` on a free port and come back when it answers.

    Its log lies beside the database.

    Raises
    ------
    RuntimeError : it ended, or did not answer within `START_SECONDS`; its log is in the message.
    """
    port = free_port()
    database.parent.mkdir(parents=True, exist_ok=True)
    log_file = database.with_name(f"{database.stem}-server.log")
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with log_file.open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "DRILLBOARD_DB": str(database), **environment},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    running = Dashboard(f"http://127.0.0.1:{port}", database, process, log_file)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if _is_healthy(running.url):
            return running
        try:
            process.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            continue
        break
    running.stop()
    message = f"the dashboard did not start:\n{running.log()}"
    raise RuntimeError(message)


def _is_healthy(url: str) -> bool:
    try:
        answer = urllib3.request("GET", f"{url}/_stcore/health", retries=False, timeout=2)
    except urllib3.exceptions.HTTPError:
        return False
    return answer.status == 200


def settled(page: Page) -> None:
    """Wait until the script has run to its end and the page shows all of it."""
    from playwright.sync_api import expect  # here: conftest is loaded by tests without a browser

    state = '[data-testid="stApp"][data-test-script-state="notRunning"]'
    connected = '[data-test-connection-state="CONNECTED"]'
    expect(page.locator(state + connected)).to_be_visible(timeout=PATIENCE_MS)


def resting(place: Locator) -> FloatRect:
    """Where something drawn is in the window, scrolled to, once it stands still."""
    place.scroll_into_view_if_needed()
    box: FloatRect = place.evaluate(STAYED)
    return box


def click_mark(page: Page, mark: Locator, answer: Locator) -> None:
    """Click the middle of a mark in a chart until it is answered.

    A chart that is drawn again while it is clicked loses the click, as it would a person's, who
    clicks once more.
    """
    from playwright.sync_api import expect

    for left in reversed(range(TRIES)):
        box = resting(mark)
        page.mouse.move(0, 0)
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.down()
        page.mouse.up()
        try:
            expect(answer).to_be_visible(timeout=PATIENCE_MS / TRIES)
        except AssertionError:
            if not left:
                raise
        else:
            return


def click_first_mark(page: Page, table: Locator) -> None:
    """Tick the first row of a table: its marks are the first column of the canvas."""
    from playwright.sync_api import expect

    expect(table.locator("canvas").first).to_be_visible(timeout=PATIENCE_MS)
    box = resting(table)
    page.mouse.click(box["x"] + 16, box["y"] + 52)  # below the headings
    settled(page)
