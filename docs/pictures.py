"""The pictures of the guide, taken anew from the sample: `make docs`.

Needs Chromium. Each picture is a screen of a real server on a new database with the sample.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402 - the root must be found first

from tests.browsing import (  # noqa: E402
    CHROMIUM_FLAGS,
    HOW_TO_GET_CHROMIUM,
    chromium_path,
    settled,
    start_dashboard,
)

PICTURES = ROOT / "docs" / "pictures"
SCREENS = (
    ("scorecard", "", 1440, 1180),
    ("upload", "upload", 1440, 640),
    ("compare", "compare", 1440, 1320),
)


def main() -> None:
    """Take every picture."""
    browser_path = chromium_path()
    if browser_path is None:
        raise SystemExit(f"No Chromium found. To get it: {HOW_TO_GET_CHROMIUM}.")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "sample.duckdb"
        subprocess.run(
            [sys.executable, "cli.py", "sample", "--db", str(database)], cwd=ROOT, check=True
        )
        server = start_dashboard(database)
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=browser_path, args=list(CHROMIUM_FLAGS)
                )
                for name, path, width, height in SCREENS:
                    page = browser.new_page(viewport={"width": width, "height": height})
                    page.goto(f"{server.url}/{path}")
                    settled(page)
                    page.wait_for_timeout(1500)  # charts draw late
                    page.screenshot(path=PICTURES / f"{name}.png")
                    print(PICTURES / f"{name}.png")
                browser.close()
        finally:
            server.stop()


if __name__ == "__main__":
    main()
