"""How long a workbook of 100,000 rows and 15 columns takes, beside calamine's bare reading.

`python -m benchmarks.reading [rows]`: both in a fresh process each, start included, in turn, five
times; the medians and their ratio.
"""

from __future__ import annotations

import datetime as dt
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import xlsxwriter

from data.intake.reading.guarded import read_book
from data.intake.reading.tables import find_tables

ROUNDS = 5
_BARE = (
    "import sys, python_calamine as c; "
    "print(len(c.load_workbook(sys.argv[1]).get_sheet_by_index(0)"
    ".to_python(skip_empty_area=False)))"
)
_HEADINGS = (
    "Drill", "Time", "System", "Event", "Team", "Person", "Phase", "Detail", "Minutes", "Load",
    "Restored at", "Step", "Status", "Rows checked", "Is critical",
)  # fmt: skip


def make_log(path: Path, rows: int) -> None:
    """A drill log as a workbook: words that repeat, times that do not, numbers, one text."""
    chance = random.Random(4)
    start = dt.datetime(2025, 2, 12, 8)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        page = book.add_worksheet("Log")
        page.write_row(0, 0, _HEADINGS)
        for row in range(1, rows + 1):
            page.write_string(row, 0, f"DR-2025-{row % 8}")
            page.write_datetime(row, 1, start + dt.timedelta(seconds=7 * row), moment)
            page.write_string(row, 2, f"System {row % 60}")
            for column, words in (
                (3, ("detected", "declared", "restored", "validated", "step")),
                (4, ("Network", "Database", "Platform", "Service desk")),
                (5, tuple(f"Person {n}" for n in range(40))),
                (6, ("Detect", "Decide", "Recover", "Validate")),
                (12, ("done", "open", "skipped")),
            ):
                page.write_string(row, column, chance.choice(words))
            page.write_string(
                row, 7, f"Checked replica {row} of the set, lag {chance.random():.3f} s"
            )
            page.write_number(row, 8, chance.randrange(400))
            page.write_number(row, 9, round(chance.random() * 100, 2))
            page.write_datetime(row, 10, start + dt.timedelta(seconds=9 * row), moment)
            page.write_number(row, 11, row)
            page.write_number(row, 13, chance.randrange(10**6))
            page.write_boolean(row, 14, row % 3 == 0)


def main() -> None:
    """Measure and print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.xlsx"
        make_log(path, rows)
        bare: list[float] = []
        ours: list[float] = []
        found: list[float] = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            subprocess.run(
                [sys.executable, "-c", _BARE, str(path)], check=True, capture_output=True
            )
            bare.append(time.perf_counter() - began)
            began = time.perf_counter()
            book = read_book(path)
            ours.append(time.perf_counter() - began)
            began = time.perf_counter()
            (table,) = find_tables(book.sheets[0])
            found.append(time.perf_counter() - began)
            if len(table.data_rows) != rows:
                raise SystemExit(f"{len(table.data_rows)} of {rows} rows were found")
        size = path.stat().st_size / 1024 / 1024
    print(f"{rows:,} rows × 15 columns, {size:.1f} MB, medians of {ROUNDS}")
    one, other = statistics.median(bare), statistics.median(ours)
    print(f"  calamine alone, in a process of its own   {one:6.2f} s")
    print(f"  read_book, guarded and sent back          {other:6.2f} s   {other / one:.2f} ×")
    print(f"  find_tables                               {statistics.median(found):6.2f} s")


if __name__ == "__main__":
    main()
