"""Data for the benchmarks: many drills, many systems, one workbook of results."""

from __future__ import annotations

import datetime as dt
import json
import random
from pathlib import Path

import pandas as pd
import xlsxwriter

from data.store import Change, ChangeTable, Store

FIRST = dt.datetime(2015, 1, 14, 8, tzinfo=dt.UTC)
DAYS_BETWEEN = 45  # two drills a quarter
HEADINGS = (
    "Drill", "System", "Outage start", "Detected", "Declared", "Recovery started", "Server up",
    "Validated", "Last backup", "RTO target", "RPO target", "Result", "Verified by", "In scope",
    "Remarks",
)  # fmt: skip


def start_of(drill: int) -> dt.datetime:
    """When the drill of that number began."""
    return FIRST + dt.timedelta(days=DAYS_BETWEEN * drill)


def make_workbook(path: Path, rows: int, systems: int = 500) -> None:
    """A workbook of results, one row a (drill, system): `rows` × 15 cells, as people write them."""
    chance = random.Random(7)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        page = book.add_worksheet("Results")
        page.write_row(0, 0, HEADINGS)
        for row in range(1, rows + 1):
            drill, system = divmod(row - 1, systems)
            at = start_of(drill).replace(tzinfo=None)
            page.write_string(row, 0, f"DR-{drill + 1:03}")
            page.write_string(row, 1, f"System {system + 1:03}")
            for column, minutes in (
                (2, 0), (3, 5), (4, 15), (5, 25), (6, 60 + chance.randrange(240)), (7, 310),
                (8, -20),
            ):  # fmt: skip
                page.write_datetime(row, column, at + dt.timedelta(minutes=minutes), moment)
            page.write_string(row, 9, chance.choice(("4 h", "2 h", "240 min", "3h 30m")))
            page.write_string(row, 10, "30 min")
            page.write_string(row, 11, chance.choice(("PASS", "pass", "recovered")))
            page.write_string(row, 12, f"Person {chance.randrange(40)}")
            page.write_string(row, 13, "Yes")
            page.write_string(row, 14, f"Checked replica {row}")


def fill_store(store: Store, recoveries: int, systems: int = 500) -> None:
    """A store with so many recoveries, of as many drills as that takes, and their inventory."""
    chance = random.Random(11)
    drills = -(-recoveries // systems)
    names = [f"System {number + 1:03}" for number in range(systems)]
    inventory = pd.DataFrame(
        {
            "row_key": [json.dumps([name, None]) for name in names],
            "system": names,
            "tier": [str(number % 4 + 1) for number in range(systems)],
            "rto_seconds": [float(chance.choice((7200, 14400))) for _ in names],
        }
    )
    begun = [pd.Timestamp(start_of(number)) for number in range(drills)]
    labels = [f"DR-{number + 1:03}" for number in range(drills)]
    register = pd.DataFrame(
        {
            "row_key": [json.dumps([label]) for label in labels],
            "drill": labels,
            "scenario_kind": [("hardware failure", "cyber-attack")[n % 2] for n in range(drills)],
            "exercise_type": "simulation",
            "started_at": begun,
            "ended_at": [at + pd.Timedelta(hours=8) for at in begun],
            "status": "completed",
        }
    )
    place = [divmod(row, systems) for row in range(recoveries)]
    at = pd.Series([begun[drill] for drill, _ in place])
    minutes = pd.Series([60 + chance.randrange(240) for _ in place])
    tests = pd.DataFrame(
        {
            "row_key": [json.dumps([labels[d], names[s]]) for d, s in place],
            "drill": [labels[drill] for drill, _ in place],
            "system": [names[system] for _, system in place],
            "disrupted_at": at,
            "detected_at": at + pd.Timedelta(minutes=5),
            "restored_at": at + pd.to_timedelta(minutes, unit="min"),
            "is_in_scope": pd.Series([True] * len(place), dtype="boolean"),
        }
    )
    tables = [
        ChangeTable("system", inventory),
        ChangeTable("drill", register),
        ChangeTable("recovery", tests),
    ]
    store.commit(
        Change("file", dt.datetime(2026, 1, 1, tzinfo=dt.UTC), tables, file_name="benchmark.xlsx")
    )
