"""The first rows of a file, shown as soon as it is read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from data.intake.importing import ImportOptions, import_files
from data.intake.reading.book import Book, Grid, Sheet
from data.store import open_store
from ui.upload.glimpse import COLUMNS, ROWS, first_rows


def book(*sheets: list[list[object]]) -> Book:
    made = [Sheet(f"S{n}", Grid.from_rows(rows)) for n, rows in enumerate(sheets)]  # type: ignore[arg-type]
    return Book("b.xlsx", "xlsx", "0" * 64, 1, made)


def test_blank_rows_and_sheets_are_passed_over_and_row_numbers_are_the_files() -> None:
    shown = first_rows(book([], [[None, None], ["Drill", "RTO"], [None, 0.0]]))
    assert shown.index.tolist() == [2, 3]
    assert shown.to_dict("list") == {"A": ["Drill", ""], "B": ["RTO", "0"]}


def test_a_long_and_wide_sheet_is_shown_in_part_and_an_empty_book_not_at_all() -> None:
    shown = first_rows(book([[f"{r}-{c}" for c in range(60)] for r in range(500)]))
    assert shown.shape == (ROWS, COLUMNS)
    assert first_rows(book([[None]])).empty


def test_a_file_is_seen_before_it_is_understood(tmp_path: Path) -> None:
    store = open_store(tmp_path / "s.duckdb")
    happened: list[str] = []
    content = b"Drill,System,Outage start,Restored\nD,CRM,2025-02-12 08:00,2025-02-12 09:00\n"
    import_files(
        store, [("a.csv", content)], ImportOptions(), now=dt.datetime(2025, 6, 1, tzinfo=dt.UTC),
        dry_run=True, step=happened.append, seen=lambda one: happened.append(f"seen {one.name}"),
    )  # fmt: skip
    assert happened.index("seen a.csv") < happened.index("understanding a.csv")
