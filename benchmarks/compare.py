"""Two drills of 500 systems each with 20,000 runbook steps: processor time of a filter change.

`python -m benchmarks.compare [systems] [tasks]`: the real frame and screen, run in process by
Streamlit's own test runner. A change of the clock is worked out anew each time; a run again is what
a click on a tab or a table costs beside its own table. A new day is one since which nothing
happened, as most are; a day amid a drill works out everything anew. Aim: 150 ms.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from benchmarks.making import start_of

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from data.store import Store

ROOT = Path(__file__).resolve().parents[1]
RERUNS = 9
DAYS = 3  # of the later drill
AMID = [dt.date(2015, 2, 28), dt.date(2015, 3, 1), dt.date(2015, 3, 2)]  # the later drill's
PHASES = ("disrupted_at", "detected_at", "declared_at", "recovery_started_at", "restored_at")
CATEGORIES = ("people", "process", "technology", "backup")


def fill_pair(store: Store, systems: int, tasks: int) -> None:
    """A quarter with two drills, every system in both with all its instants, tasks and gaps."""
    from data.store import Change, ChangeTable

    chance = random.Random(3)
    names = [f"System {number + 1:03}" for number in range(systems)]
    drills = ["DR-001", "DR-002"]
    begun = [pd.Timestamp(start_of(number)) for number in (0, 1)]
    place = [(drill, system) for drill in (0, 1) for system in range(systems)]
    columns: dict[str, list[object]] = {name: [] for name in (*PHASES, "validated_at")}
    for drill, system in place:
        at = begun[drill] + _day(drill, system)
        for name in columns:
            columns[name].append(at)
            at += pd.Timedelta(minutes=chance.randrange(2, 70))
    tables = [
        ChangeTable(
            "system",
            pd.DataFrame(
                {
                    "row_key": [json.dumps([name, None]) for name in names],
                    "system": names,
                    "tier": [str(number % 4 + 1) for number in range(systems)],
                    "rto_seconds": [float(chance.choice((7200, 10800))) for _ in names],
                }
            ),
        ),
        ChangeTable(
            "drill",
            pd.DataFrame(
                {
                    "row_key": [json.dumps([drill]) for drill in drills],
                    "drill": drills,
                    "exercise_type": ["simulation", "parallel"],
                    "started_at": begun,
                    "ended_at": [
                        at + _day(drill, DAYS - 1) + pd.Timedelta(hours=8)
                        for drill, at in enumerate(begun)
                    ],
                    "status": "completed",
                }
            ),
        ),
        ChangeTable(
            "recovery",
            pd.DataFrame(
                {
                    "row_key": [json.dumps([drills[d], names[s]]) for d, s in place],
                    "drill": [drills[d] for d, _ in place],
                    "system": [names[s] for _, s in place],
                    **{name: pd.Series(values) for name, values in columns.items()},
                }
            ),
        ),
        ChangeTable("task", _tasks(drills, names, begun, tasks, chance)),
        ChangeTable("gap", _gaps(drills, names, systems // 2, chance)),
    ]
    at = dt.datetime(2016, 1, 1, tzinfo=dt.UTC)
    store.commit(Change("file", at, tables, file_name="benchmark.xlsx"))


def _day(drill: int, system: int) -> pd.Timedelta:
    """After how many days a system's turn comes: the later drill takes several."""
    return pd.Timedelta(days=system % DAYS if drill else 0)


def _tasks(
    drills: list[str],
    names: list[str],
    begun: list[pd.Timestamp],
    tasks: int,
    chance: random.Random,
) -> pd.DataFrame:
    place = [(number % 2, f"T-{number // 2 + 1:05}") for number in range(tasks)]
    began = [
        begun[d] + _day(d, number % len(names)) + pd.Timedelta(minutes=chance.randrange(300))
        for number, (d, _) in enumerate(place)
    ]
    return pd.DataFrame(
        {
            "row_key": [json.dumps([drills[d], task]) for d, task in place],
            "drill": [drills[d] for d, _ in place],
            "task": [task for _, task in place],
            "system": [names[number % len(names)] for number in range(tasks)],
            "started_at": began,
            "finished_at": [at + pd.Timedelta(minutes=chance.randrange(1, 40)) for at in began],
        }
    )


def _gaps(drills: list[str], names: list[str], count: int, chance: random.Random) -> pd.DataFrame:
    numbers = range(count)
    return pd.DataFrame(
        {
            "row_key": [json.dumps([f"G-{number:04}"]) for number in numbers],
            "gap": [f"G-{number:04}" for number in numbers],
            "drill": [drills[number % 2] for number in numbers],
            "system": [chance.choice(names) for _ in numbers],
            "title": [f"Finding {number}" for number in numbers],
            "category": [chance.choice(CATEGORIES) for _ in numbers],
            "identified_on": [pd.Timestamp(start_of(number % 2).date()) for number in numbers],
            "status": ["closed" if number % 3 else "open" for number in numbers],
            "closed_on": [
                pd.Timestamp(start_of(0).date()) + pd.Timedelta(days=20) if number % 3 else None
                for number in numbers
            ],
            "time_lost_seconds": [
                float(chance.randrange(60, 3600)) if number % 2 else None for number in numbers
            ],
        }
    )


def spent_on(app: AppTest) -> float:
    """The processor time of one run [s]; a run that fails ends the benchmark."""
    began = time.process_time()
    app.run()
    spent = time.process_time() - began
    if app.exception:
        raise SystemExit(f"the comparison failed: {app.exception[0].value}")
    return spent


def main() -> None:
    """Measure and print."""
    systems = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    tasks = int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "pair.duckdb"
        os.environ["DRILLBOARD_DB"] = str(database)
        from streamlit.testing.v1 import AppTest

        from analytics.recovery import CLOCKS
        from data.store import open_store

        store = open_store(database)
        fill_pair(store, systems, tasks)
        store.close()
        app = AppTest.from_file(str(ROOT / "ui" / "frame.py"), default_timeout=300)
        app.run()
        app.switch_page(str(ROOT / "pages" / "compare.py"))
        first = spent_on(app)
        clocks = []
        for clock in CLOCKS[1:]:
            app.selectbox(key="clock").set_value(clock)
            clocks.append(spent_on(app))
        again = [spent_on(app) for _ in range(RERUNS)]
        app.selectbox(key="clock").set_value(CLOCKS[0])
        app.date_input(key="as_of").set_value(dt.date(2015, 3, 30))
        day = spent_on(app)
        amid = []
        for one in AMID:
            app.date_input(key="as_of").set_value(one)
            amid.append(spent_on(app))
    new, moved, rerun = (statistics.median(one) * 1000 for one in (clocks, amid, again))
    print(
        f"comparison of 2 drills × {systems} systems, {tasks} steps: first run {first:.2f} s; of "
        f"processor time, a new clock {new:.0f} ms, a new day {day * 1000:.0f} ms, a day amid a "
        f"drill {moved:.0f} ms, a run again {rerun:.0f} ms (aim 150)"
    )


if __name__ == "__main__":
    main()
