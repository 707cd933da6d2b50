"""Reading and importing a workbook of 100,000 rows, beside calamine's bare reading of the file.

`python -m benchmarks.loading [rows]`: whole processes in turn, start included; medians and ratio.
Aim: at most three times the bare reading.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.making import make_workbook

ROUNDS = 3
_BARE = (
    "import sys, python_calamine as c; "
    "print(len(c.load_workbook(sys.argv[1]).get_sheet_by_index(0)"
    ".to_python(skip_empty_area=False)))"
)


def _seconds(*command: str) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, *command], check=True, capture_output=True)
    return time.perf_counter() - began


def bare_seconds(book: Path) -> float:
    """Seconds that a process needs to read a workbook with calamine and do nothing with it."""
    return _seconds("-c", _BARE, str(book))


def main() -> None:
    """Measure and print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    bare, ours = [], []
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "results.xlsx"
        make_workbook(book, rows)
        for number in range(ROUNDS):
            bare.append(bare_seconds(book))
            database = Path(folder) / f"{number}.duckdb"
            ours.append(_seconds("cli.py", "import", str(book), "--db", str(database)))
    ratio = statistics.median(a / b for a, b in zip(ours, bare, strict=True))
    print(
        f"import {rows} rows x 15: {statistics.median(ours):.2f} s; bare read "
        f"{statistics.median(bare):.2f} s; ratio {ratio:.2f} (aim 3)"
    )


if __name__ == "__main__":
    main()
