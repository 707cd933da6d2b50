"""The scorecard with 100,000 recoveries in the store: processor time of a rerun.

`python -m benchmarks.scorecard [recoveries]`: the real frame and screen, run in process by
Streamlit's own test runner; the first run counts, the reruns are what a click costs. Aim: 120 ms.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.making import fill_store

RERUNS = 15
ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Measure and print."""
    recoveries = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "many.duckdb"
        os.environ["DRILLBOARD_DB"] = str(database)
        from streamlit.testing.v1 import AppTest

        from data.store import open_store

        fill_store(open_store(database), recoveries)
        app = AppTest.from_file(str(ROOT / "ui" / "frame.py"), default_timeout=300)
        began = time.process_time()
        app.run()
        first = time.process_time() - began
        if app.exception:
            raise SystemExit(f"the scorecard failed: {app.exception[0].value}")
        spent = []
        for _ in range(RERUNS):
            began = time.process_time()
            app.run()
            spent.append(time.process_time() - began)
    print(
        f"scorecard over {recoveries} recoveries: first run {first:.2f} s, "
        f"rerun {statistics.median(spent) * 1000:.0f} ms of processor time (aim 120)"
    )


if __name__ == "__main__":
    main()
