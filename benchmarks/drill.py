"""One drill's screen in a quarter of two drills × 500 systems and 20,000 tasks: processor time.

`python -m benchmarks.drill`: the real frame and screen, run in process by Streamlit's own test
runner. Each filter is changed to a value not seen before, so its figures are worked out and not
taken from a cache; a plain rerun is what a click that changes nothing costs. An as-of date since
which nothing happened gives the same drill with other ages; one amid the drill gives another drill,
and all of it is worked out. Aim: 150 ms.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics.recovery import CLOCKS
from benchmarks.making import fill_store, start_of
from data.store import Change, ChangeTable, Store, open_store

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

SYSTEMS, TASKS = 500, 20_000
DRILLS = ("DR-001", "DR-002")
RERUNS = 9
AIM_MS = 150
AMID = [dt.date(2015, 2, 28), dt.date(2015, 3, 1), dt.date(2015, 3, 2)]
BEFORE = [dt.date(2015, 2, 25), dt.date(2015, 2, 26), dt.date(2015, 2, 27)]  # it is only planned
ROOT = Path(__file__).resolve().parents[1]


def fill_runbooks(store: Store, tasks: int = TASKS) -> None:
    """So many tasks over two drills, each waiting for two of the forty before it, and messages."""
    chance = random.Random(3)
    rows: list[dict[str, Any]] = []
    messages: list[dict[str, Any]] = []
    for number, drill in enumerate(DRILLS):
        zero = pd.Timestamp(start_of(number))
        done: list[pd.Timestamp] = []
        for task in range(tasks // len(DRILLS)):
            before = {task - chance.randrange(1, 40) for _ in range(2)} if task >= 40 else set()
            ready = max([done[one] for one in before], default=zero)
            begun = ready + pd.Timedelta(seconds=chance.randrange(20))
            done.append(begun + pd.Timedelta(seconds=chance.randrange(10, 60)))
            name = f"T-{task:05} Step"
            rows.append(
                {
                    "row_key": json.dumps([drill, name]),
                    "drill": drill,
                    "task": name,
                    "system": f"System {task % SYSTEMS + 1:03}",
                    "team": f"Team {task % 14 + 1}",
                    "phase": "Restore",
                    "depends_on": "; ".join(f"T-{one:05}" for one in sorted(before)) or None,
                    "planned_duration_seconds": 45.0,
                    "started_at": begun,
                    "finished_at": done[-1],
                    "status": "completed",
                }
            )
        messages += [
            {
                "row_key": json.dumps([drill, f"M-{one:02}"]),
                "drill": drill,
                "message": f"M-{one:02}",
                "audience": "All staff",
                "target_seconds": 900.0 * one,
                "sent_at": zero + pd.Timedelta(minutes=14 * one),
            }
            for one in range(1, 13)
        ]
    tables = [
        ChangeTable("task", pd.DataFrame(rows)),
        ChangeTable("message", pd.DataFrame(messages)),
    ]
    at = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
    store.commit(Change("file", at, tables, file_name="runbooks.xlsx"))


def spent(app: AppTest) -> float:
    """Processor time of one run [ms]. Raises SystemExit when the screen failed."""
    began = time.process_time()
    app.run()
    taken = (time.process_time() - began) * 1000
    if app.exception:
        raise SystemExit(f"the drill's screen failed: {app.exception[0].value}")
    return taken


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "quarter.duckdb"
        os.environ["DRILLBOARD_DB"] = str(database)
        from streamlit.testing.v1 import AppTest

        store = open_store(database)
        fill_store(store, len(DRILLS) * SYSTEMS, SYSTEMS)
        fill_runbooks(store)
        app = AppTest.from_file(str(ROOT / "ui" / "frame.py"), default_timeout=300)
        app.run()
        app.switch_page(str(ROOT / "pages" / "drill.py"))
        told = {"first view": [spent(app)]}
        told["plain rerun"] = [spent(app) for _ in range(RERUNS)]
        clocks = []
        for clock in CLOCKS[1:]:
            app.selectbox(key="clock").set_value(clock)
            clocks.append(spent(app))
        told["other clock"] = clocks
        days = []
        for day in range(RERUNS):
            app.date_input(key="as_of").set_value(dt.date(2015, 3, 5) + dt.timedelta(days=day))
            days.append(spent(app))
        told["other as-of date"] = days
        for what, dates in (("amid", AMID), ("before", BEFORE)):
            told[f"as-of date {what} it"] = []
            for one in dates:
                app.date_input(key="as_of").set_value(one)
                told[f"as-of date {what} it"].append(spent(app))
        app.date_input(key="as_of").set_value(dt.date(2015, 3, 20))
        app.run()
        app.toggle(key="by_tier").set_value(True)
        told["weighed by tier"] = [spent(app)]
        app.selectbox(key="drill").set_value("DR-001")
        told["other drill, first time"] = [spent(app)]
        app.selectbox(key="drill").set_value("DR-002")
        told["other drill, seen before"] = [spent(app)]
    print(f"drill of {SYSTEMS} systems and {TASKS // 2} tasks, processor time (aim {AIM_MS} ms):")
    for what, taken in told.items():
        print(f"  {what:26} {statistics.median(taken):6.0f} ms")


if __name__ == "__main__":
    main()
