"""How soon a person who dropped a 100,000-row workbook sees its first rows and its tables.

`python -m benchmarks.preview [rows]`: in a running dashboard, so without the start of a process;
calamine's bare reading, in a process of its own, is the measure. Aim: the first rows within two
bare reads; the least of several rounds, because other work only ever adds.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from benchmarks.loading import bare_seconds
from benchmarks.making import make_workbook
from data.intake.facts import Known
from data.intake.matching.likeness import known_heading
from data.intake.matching.names import Names
from data.intake.reading.guarded import read_book
from data.intake.reading.tables import find_tables
from data.intake.recognising import recognise
from data.intake.said import NOTHING
from ui.upload.glimpse import first_rows

ROUNDS = 5


def main() -> None:
    """Measure and print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    known = Known({"system": Names(()), "drill": Names(())}, {}, "UTC")
    bare, seen, found = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "results.xlsx"
        make_workbook(path, rows)
        content = path.read_bytes()
        for _ in range(ROUNDS):
            bare.append(bare_seconds(path))
            began = time.perf_counter()
            book = read_book(content, path.name)
            if first_rows(book).empty:
                raise SystemExit("the workbook has no rows")
            seen.append(time.perf_counter() - began)
            sheet = book.sheets[0]
            (table,) = find_tables(sheet, known_heading)
            match = recognise(sheet, table, NOTHING, known).match
            if match is None or match.record != "recovery":
                raise SystemExit("the table was not recognised")
            found.append(time.perf_counter() - began)
    least = min(bare)
    print(
        f"preview of {rows:,} rows x 15: first rows after {min(seen):.2f} s "
        f"({min(seen) / least:.2f} bare reads of {least:.2f} s, aim 2), tables recognised after "
        f"{min(found):.2f} s ({min(found) / least:.2f})"
    )


if __name__ == "__main__":
    main()
