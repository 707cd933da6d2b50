"""Sheets nobody would make: whatever stands in their cells, there are rows or one clear line.

Bytes are fuzzed below the guard by `reading/test_safety.py`; these are sound files with random
cells: written by XlsxWriter and read by the guarded reader, or published tables with cells swapped.
Each ends in an outcome whose sentences a person can read.
"""

from __future__ import annotations

import datetime as dt
import io
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from data.intake.facts import Told
from data.intake.reading.book import Book, Grid, Sheet
from data.intake.reading.guarded import read_book
from data.intake.understanding import BookReading, understand
from data.records import RECORDS
from data.store import Store
from tests.intake.loading import known, load, problems_of

HEADINGS = sorted(
    {text for record in RECORDS.values() for one in record.fields for text in
     (one.title, one.name, *one.headings)}
)  # fmt: skip
STRANGE: list[Any] = [
    None, None, None, "", " ", "\u00a0", "\u200b", "🟢", "⚠️", "\u202eabc", "a\nb", "a\tb", "'",
    '"', "=1+1", '=HYPERLINK("http://x")', "@SUM(A1)", "-", "—", "N/A", "TBD**", "___",
    "[System Name]", "{XX} min", "YYYY-MM-DD", "#REF!", "#DIV/0!", "0", "-1", "1e400", "1E5",
    "NaN", "inf", "١٢", "\uff11\uff12:\uff13\uff10", "½ h", "9" * 400, "x" * 5000, "4 h", "< 4 h",
    "3:20", "27:99", "30–45 min", "PT3H20M", "T+1:30", "T-X", "1 day, 4:00:00", "03/02/2025",
    "31/31/2025", "2025-02-30", "29/02/2025", "0001-01-01", "9999-12-31", "2025-02-12 24:00",
    "2025-03-30 02:30", "2025-10-26 02:30 Europe/Berlin", "08:00", "25:00", "8:00 IST",
    "2025-02-12T08:00:00+14:00", "2025-02-12T08:00:00-99:00", "Q1 2025", "2025-Q5",
    "February 2025", "Ongoing", "Yes", "No", "✅ Pass", "☐ Pass ☐ Fail", "FAIL", "60 %", "150 %",
    "1.234,5", "1,234", "R 120 000", "$1e9", "a; b; c", ";;;", "DR-1", "CRM", "CRM ", "crm",
    "Total", "Average", "Tier 1 systems", "Field", "Value", "sep=;", "null", "None", "True", 0, 1,
    -1, 0.5, 0.1388888888, 45700, 45700.333333, 1e15, -1e15, 1e-9, 2**53, True, False,
    dt.datetime(2025, 2, 12, 8), dt.datetime(1900, 1, 1), dt.datetime(9999, 12, 31, 23, 59, 59),
    dt.date(2025, 2, 12), dt.time(3, 20), dt.timedelta(hours=28), dt.timedelta(days=9999),
]  # fmt: skip


def random_rows(chance: random.Random) -> list[list[Any]]:
    """A sheet: perhaps titles and a block, headings mostly known, cells from anywhere."""
    width = chance.randint(1, 9)
    record = chance.choice(list(RECORDS.values()))
    own = [text for one in record.fields for text in (one.title, one.name, *one.headings[:3])]
    rows: list[list[Any]] = []
    for _ in range(chance.choice([0, 0, 1, 3])):
        rows.append([chance.choice(STRANGE + HEADINGS) for _ in range(chance.randint(0, 2))])
    if chance.random() < 0.9:
        rows.append(
            [chance.choice(own if chance.random() < 0.8 else HEADINGS) for _ in range(width)]
        )
    for _ in range(chance.randint(0, 12)):
        kind = chance.random()
        if kind < 0.05:
            rows.append([])
        elif kind < 0.1 and rows:
            rows.append(list(chance.choice(rows)))
        else:
            rows.append([chance.choice(STRANGE) for _ in range(chance.randint(0, width + 1))])
    return rows


def checked(book: Book, number: int) -> BookReading:
    """A book as the intake understands it; every sentence of it is one line."""
    reading = understand(book, Told(drill="DR-1" if number % 2 else None), known(["CRM"], ["DR-A"]))
    rejected = 0
    for table in reading.tables:
        for one in table.outputs:
            rejected += len(one.rejected)
            assert all(one.rejected["why"])
    told = problems_of(reading)
    assert not rejected or told
    for sentence in (problem.message for problem in told):
        assert sentence.strip() == sentence
        assert "\n" not in sentence
        assert "Traceback" not in sentence
    return reading


def book_of(rows: Sequence[Sequence[Any]], number: int) -> Book:
    """These rows as a file of their own."""
    return Book(f"case {number}.csv", "csv", "", 0, [Sheet(None, Grid.from_rows(rows))])


def test_whatever_the_cells_there_are_rows_or_one_line() -> None:
    """Three hundred sheets as a reader hands them on."""
    chance = random.Random(20250319)
    readings = [checked(book_of(random_rows(chance), n), n) for n in range(300)]
    outputs = [one for reading in readings for table in reading.tables for one in table.outputs]
    assert sum(len(one.frame) for one in outputs) > 50  # the cases reach rows that load
    assert sum(len(one.rejected) for one in outputs) > 50  # and rows that wait


def test_a_try_at_loading_ends_in_a_status(store: Store) -> None:
    """Twenty of them all the way to what would be loaded, and into the store."""
    chance = random.Random(20250320)
    for number in range(20):
        outcome = load(store, random_rows(chance), f"case {number}.csv")
        assert outcome.status in ("loaded", "partly loaded", "refused", "unchanged")
        assert outcome.message or outcome.status != "refused"


def test_workbooks_of_random_cells() -> None:
    """Two hundred sheets in eight workbooks of XlsxWriter, each read by the guarded reader."""
    chance = random.Random(20250212)
    count = 0
    for number in range(8):
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer, {"in_memory": True, "nan_inf_to_errors": True}) as made:
            day = made.add_format({"num_format": "yyyy-mm-dd hh:mm"})
            for place in range(25):
                _write(made.add_worksheet(f"S{place}"), random_rows(chance), day, chance)
        book = read_book(buffer.getvalue(), f"book {number}.xlsx")
        assert len(book.sheets) == 25
        for sheet in book.sheets:
            count += 1
            checked(Book(f"{number} {sheet.name}.xlsx", "xlsx", "", 0, [sheet]), count)
    assert count == 200


def _write(page: Any, rows: list[list[Any]], day: Any, chance: random.Random) -> None:  # noqa: ANN401
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, bool):
                page.write_boolean(number, column, value)
            elif isinstance(value, dt.datetime | dt.date | dt.time | dt.timedelta):
                page.write_datetime(number, column, value, day)
            elif isinstance(value, str) and value.startswith("=") and chance.random() < 0.5:
                page.write_formula(number, column, value, None, chance.choice(["", 3, "#REF!"]))
            elif isinstance(value, str):
                page.write_string(number, column, value[:32_000])
            elif value is not None:
                page.write_number(number, column, value)
        if chance.random() < 0.05:
            page.set_row(number, None, None, {"hidden": True})
    if len(rows) > 3 and chance.random() < 0.2:
        page.merge_range(0, 0, 0, 2, "merged")


def test_published_tables_with_cells_swapped(examples: Path) -> None:
    """A hundred times a real table with some cells from elsewhere."""
    chance = random.Random(20250401)
    tables = [
        book.sheets[0].grid
        for folder in ("drill_tables", "drill_logs")
        for path in sorted((examples / folder).glob("*.csv"))
        for book in (read_book(path),)
    ]
    for number in range(100):
        grid = chance.choice(tables)
        rows = [list(grid.row(place)) for place in range(grid.row_count)]
        for _ in range(chance.randint(1, 6)):
            row = chance.choice(rows)
            row[chance.randrange(len(row))] = chance.choice(STRANGE)
        if chance.random() < 0.2:
            chance.shuffle(rows)
        checked(book_of(rows, number), number)
