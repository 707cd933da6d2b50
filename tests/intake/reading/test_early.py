"""Workbooks read before they are asked for give what reading them then gives, or nothing."""

from __future__ import annotations

import datetime as dt
import os
import random
from pathlib import Path
from typing import Any

import pytest

from data.intake.reading import early as early_reading
from data.intake.reading.asking import Process, given_file
from data.intake.reading.book import Book, UnreadableFile
from data.intake.reading.early import EarlyReadings
from data.intake.reading.guarded import read_book
from data.intake.reading.limits import LIMITS, Limits
from tests.intake.reading.workbooks import bare, rows_of, workbook

ROWS: list[list[Any]] = [
    ["System", "Restored", "Minutes", "Met"],
    ["Payroll", dt.datetime(2025, 2, 12, 9, 10), 70, True],
    ["Portal", None, 12.5, False],
]


def cells(book: Book) -> list[list[Any]]:
    """All cells of the first sheet, row by row."""
    grid = book.sheets[0].grid
    return [grid.row(row) for row in range(grid.row_count)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A small workbook."""
    place = tmp_path / "results.xlsx"
    place.write_bytes(workbook(ROWS))
    return place


def test_the_same_book_as_without(path: Path) -> None:
    usual = read_book(path)
    with EarlyReadings([path, path]) as early:
        given = given_file(path, path.name, LIMITS)
        book = read_book(path, early=early)
        assert early.answer(path, given) is None  # each answer is given once
        again = read_book(path, early=early)
    assert cells(book) == cells(again) == cells(usual) == ROWS
    assert (book.name, book.sha256, book.size) == (usual.name, usual.sha256, usual.size)


def test_the_answer_is_the_early_one(path: Path) -> None:
    with EarlyReadings([path]) as early:
        answer = early.answer(path, given_file(path, path.name, LIMITS))
    assert answer is not None
    assert b"Payroll" in answer


def test_a_file_saved_anew_meanwhile_is_read_anew(path: Path) -> None:
    with EarlyReadings([path]) as early:
        early._coming[path].result()
        path.write_bytes(workbook([*ROWS, ["Ledger", None, 1, True]]))
        book = read_book(path, early=early)
    assert cells(book)[-1] == ["Ledger", None, 1, True]


def test_a_refusal_is_the_same_line(tmp_path: Path) -> None:
    far = tmp_path / "far.xlsx"
    far.write_bytes(bare(rows_of('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')))
    said = []
    for early in (None, EarlyReadings([far])):
        with pytest.raises(UnreadableFile) as refused:
            read_book(far, early=early)
        said.append(str(refused.value))
        if early:
            early.close()
    assert said[0] == said[1]
    assert said[0].startswith("far.xlsx asks for")


def test_texts_and_what_is_no_file_are_left_alone(tmp_path: Path, path: Path) -> None:
    (tmp_path / "log.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.7")
    os.mkfifo(tmp_path / "pipe.xlsx")  # to open it would wait for a writer
    others = [tmp_path / name for name in ("log.csv", "report.pdf", "pipe.xlsx", "none.xlsx", "")]
    with EarlyReadings([*others, path]) as early:
        assert list(early._coming) == [path]


def test_no_more_than_one_largest_workbook_waits_in_memory(tmp_path: Path) -> None:
    content = workbook(ROWS)
    paths = [tmp_path / f"{number}.xlsx" for number in range(4)]
    for place in paths:
        place.write_bytes(content)
    with EarlyReadings(paths, Limits(size=2 * len(content))) as early:
        assert list(early._coming) == paths[:2]


def test_what_nobody_asks_for_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(1)
    rows: list[list[Any]] = [
        [f"System {n}", chance.random(), chance.random()] for n in range(40_000)
    ]
    paths = [tmp_path / f"{number}.xlsx" for number in range(3)]
    for place in paths:
        place.write_bytes(workbook(rows))
    started: list[Process] = []

    class Watched(EarlyReadings):
        def _started(self, process: Process) -> None:
            started.append(process)
            super()._started(process)

    early = Watched(paths)
    early.close()
    assert len(started) <= early_reading._AT_ONCE + 1
    assert all(process.returncode is not None for process in started)
    assert early.answer(paths[-1], given_file(paths[-1], paths[-1].name, LIMITS)) is None
