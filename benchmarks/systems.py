"""The screen of systems with 2 drills × 500 systems: processor time of a change of its filters.

`python -m benchmarks.systems [systems] [drills]`: the real frame and screen, run in process by
Streamlit's own test runner; every rerun chooses another clock or system. Aim: 150 ms, of the median
of runs: one run in ten collects the garbage of all.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.making import fill_store

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

RERUNS = 9
ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Measure and print."""
    systems = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    drills = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "systems.duckdb"
        os.environ["DRILLBOARD_DB"] = str(database)
        from streamlit.testing.v1 import AppTest

        from analytics.recovery import CLOCKS
        from data.store import open_store

        fill_store(open_store(database), systems * drills, systems)
        app = AppTest.from_file(str(ROOT / "ui" / "frame.py"), default_timeout=300)
        app.run()
        first = _spent(lambda: app.switch_page(str(ROOT / "pages" / "systems.py")).run(), app)
        clocks = [_spent(lambda one=one: _choose(app, "clock", one), app) for one in CLOCKS[1:]]
        chosen = [
            _spent(lambda one=one: _choose(app, "system", f"System {one + 2:03}"), app)
            for one in range(RERUNS)
        ]
        again = [
            _spent(lambda one=one: _choose(app, "clock", CLOCKS[one % 2]), app)
            for one in range(RERUNS)
        ]
    new, other, one = (statistics.median(each) for each in (clocks, again, chosen))
    print(
        f"systems over {drills} drills × {systems}: first run {first:.0f} ms, a clock never asked "
        f"for {new:.0f} ms, another clock {other:.0f} ms, another system {one:.0f} ms of processor "
        f"time (aim 150)"
    )


def _choose(app: AppTest, key: str, value: str) -> None:
    app.selectbox(key=key).set_value(value).run()


def _spent(step: object, app: AppTest) -> float:
    """Processor time of a step [ms]. Raises SystemExit when the screen failed."""
    assert callable(step)
    began = time.process_time()
    step()
    spent = (time.process_time() - began) * 1000
    if app.exception:
        raise SystemExit(f"the screen failed: {app.exception[0].value}")
    return spent


if __name__ == "__main__":
    main()
