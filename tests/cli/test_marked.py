"""The command `imports marked`: the copy, and its refusals in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_commands import Run, results, run
from tests.intake.marking.making import listed, notes, simple

__all__ = ["run"]
HEADINGS = ("Drill", "System", "Disrupted", "Restored", "RTO")


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    file = tmp_path / "q1.xlsx"
    file.write_bytes(
        simple(
            [HEADINGS, ("DR-1", "CRM", "2025-02-12 08:00", "2025-02-12 25:10", "4 h"),
             ("DR-1", "ERP", "2025-02-12 08:00", "2025-02-12 11:00", "4 h")],
        )
    )  # fmt: skip
    return file


def test_a_workbook_comes_back_marked(run: Run, tmp_path: Path, workbook: Path) -> None:
    database, out = tmp_path / "d.duckdb", tmp_path / "marked.xlsx"
    assert run("import", workbook, "--db", database).code == 1
    answer = run("imports", "marked", 1, "--out", out, "--db", database)
    assert (answer.code, answer.out) == (0, "")
    assert answer.lines == [f"{out} is q1.xlsx with its problem cells marked."]
    assert "there is no hour 25" in notes(out.read_bytes())["D2"].lower()


def test_of_a_csv_comes_a_list(run: Run, tmp_path: Path) -> None:
    database, out = tmp_path / "d.duckdb", tmp_path / "list.xlsx"
    run("import", results(tmp_path, rto="-4 h"), "--db", database)
    wrong = run("imports", "marked", 1, "--out", tmp_path / "list.csv", "--db", database)
    assert wrong.code == 2
    assert wrong.lines == [
        f"{tmp_path / 'list.csv'}: what comes of results.csv is an .xlsx workbook; give --out that "
        "ending"
    ]
    assert not (tmp_path / "list.csv").exists()
    answer = run("imports", "marked", 1, "--out", out, "--db", database)
    assert answer.lines == [f"{out} lists what to mend in results.csv."]
    assert "E2" in {line[1] for line in listed(out.read_bytes())}


def test_refusals_are_one_line(run: Run, tmp_path: Path, workbook: Path) -> None:
    database = tmp_path / "d.duckdb"
    run("import", workbook, "--db", database)
    for words, said in (
        ((9, "--out", tmp_path / "a.xlsx"), "there is no import 9"),
        ((1, "--out", tmp_path / "no" / "a.xlsx"), "cannot be written"),
    ):
        answer = run("imports", "marked", *words, "--db", database)
        assert (answer.code, len(answer.lines)) == (2, 1)
        assert said in answer.err


def test_without_a_problem_there_is_nothing_to_mark(run: Run, tmp_path: Path) -> None:
    database = tmp_path / "d.duckdb"
    file = tmp_path / "systems.csv"
    file.write_text("System,Tier,Owner,RTO\nCRM,1,Thandi,4 h\n", encoding="utf-8")
    assert run("import", file, "--as", "system", "--db", database).code == 0
    answer = run("imports", "marked", 1, "--out", tmp_path / "a.xlsx", "--db", database)
    assert (answer.code, answer.lines) == (2, ["import 1 (systems.csv) has nothing to mend"])
