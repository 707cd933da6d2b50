"""Midnight in a column of date and time cells: the spreadsheet's reader drops its 00:00."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

from openpyxl import Workbook

from data.intake.importing import ImportOptions, import_files
from data.store import open_store


def _book(*stops: dt.datetime) -> bytes:
    book = Workbook()
    page = book.active
    page.append(["Drill", "System", "Outage start", "Server up"])
    for number, stop in enumerate(stops):
        page.append(["Night drill", f"System {number}", dt.datetime(2025, 2, 12, 22, 0), stop])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_stop_at_midnight_is_midnight(tmp_path: Path) -> None:
    store = open_store(tmp_path / "night.duckdb")
    content = _book(dt.datetime(2025, 2, 13, 0, 0), dt.datetime(2025, 2, 13, 1, 30))
    now = dt.datetime(2025, 3, 1, tzinfo=dt.UTC)
    (file,) = import_files(
        store, [("night.xlsx", content)], ImportOptions(zone="UTC"), now=now
    ).files
    assert file.status == "loaded"
    rows = store.rows("recovery")
    stops = dict(zip(rows["system"], rows["restored_at"], strict=True))
    assert stops["System 0"] == dt.datetime(2025, 2, 13, tzinfo=dt.UTC)  # 22:00 + 2 h
    assert stops["System 1"] == dt.datetime(2025, 2, 13, 1, 30, tzinfo=dt.UTC)


def test_days_without_any_time_are_not_made_into_midnights(tmp_path: Path) -> None:
    store = open_store(tmp_path / "days.duckdb")
    content = _book(dt.datetime(2025, 2, 13), dt.datetime(2025, 2, 14))
    now = dt.datetime(2025, 3, 1, tzinfo=dt.UTC)
    (file,) = import_files(
        store, [("days.xlsx", content)], ImportOptions(zone="UTC"), now=now
    ).files
    assert file.rejected == 2
    assert {problem.cell for problem in file.problems if problem.row_rejected} == {"D2", "D3"}
