"""The worked example of metrics.md, from a workbook to JSON, in real processes."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.browsing import ROOT

# system, RTO, drill A restored, drill B restored; both drills are disrupted at 08:00. Inventory did
# not come back in A, Communication was not tested in B.
ROWS = [
    ("E-Commerce Platform", "4 h", "13:00", "11:20"),
    ("CRM", "4 h", "12:00", "11:00"),
    ("Payment Processing", "2 h", "09:30", "09:30"),
    ("Inventory Management", "4 h", None, "11:50"),
    ("Infrastructure and Hosting", "4 h", "11:00", "10:30"),
    ("Internal Communication", "8 h", "14:00", "not tested"),
]


def workbook(path: Path) -> Path:
    """The example as a person would write it: a register and one results sheet."""
    book = Workbook()
    drills = book.active
    drills.title = "Drills"
    drills.append(["Drill register"])
    drills.append([])
    drills.append(["Drill", "Test Type", "Scenario type", "Start", "End", "Status"])
    drills.append(
        ["A", "simulation", "hardware failure", "12/02/2025 08:00", "12/02/2025 16:00", "completed"]
    )
    drills.append(
        ["B", "simulation", "ransomware", "19/03/2025 08:00", "19/03/2025 16:00", "completed"]
    )
    results = book.create_sheet("Results")
    results.append(["Results of both drills"])
    results.append(
        ["Drill", "System / Application", "Outage start", "Server up", "RTO target", "Result"]
    )
    for drill, day, place in (("A", "12/02/2025", 2), ("B", "19/03/2025", 3)):
        for row in ROWS:
            up = row[place]
            if up == "not tested":
                results.append([drill, row[0], None, None, row[1], "not tested"])
            else:
                results.append(
                    [drill, row[0], f"{day} 08:00", f"{day} {up}" if up else None, row[1], None]
                )
    book.save(path)
    return path


def run(*words: str, code: int = 0) -> Any:  # noqa: ANN401 - JSON, or the finished process
    """The JSON a command prints; its exit code must be `code`."""
    done = subprocess.run(
        [sys.executable, "cli.py", *words], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == code, (done.returncode, done.stdout[-2000:], done.stderr[-2000:])
    assert "Traceback" not in done.stderr
    return json.loads(done.stdout) if "--json" in words else done


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("worked")
    file = workbook(folder / "DR Q1 2025.xlsx")
    database = folder / "new.duckdb"
    return database, file, run("import", str(file), "--db", str(database), "--json")


def figures(database: Path, *more: str) -> dict[str, Any]:
    return run(
        "metrics",
        "--quarter",
        "2025-Q1",
        "--as-of",
        "2025-03-31",
        "--db",
        str(database),
        "--json",
        *more,
    )


def test_every_row_is_loaded_and_every_column_understood(
    loaded: tuple[Path, Path, dict[str, Any]],
) -> None:
    (file,) = loaded[2]["files"]
    assert file["status"] == "loaded"
    by_record = {table["record"]: table for table in file["tables"]}
    assert by_record["drill"]["loaded"] == 2
    assert by_record["recovery"]["rows"] == by_record["recovery"]["added"] == 12
    assert by_record["recovery"]["ignored"] == []
    assert {c["heading"]: c["field"] for c in by_record["recovery"]["columns"]} == {
        "Drill": "drill", "System / Application": "system", "Outage start": "disrupted_at",
        "Server up": "restored_at", "RTO target": "rto_seconds", "Result": "outcome",
    }  # fmt: skip
    assert by_record["recovery"]["range"] == "A2:F14"


def test_the_figures_are_those_worked_by_hand(loaded: tuple[Path, Path, dict[str, Any]]) -> None:
    document = figures(loaded[0])
    metric = document["metrics"]
    rto = metric["rto_attainment"]
    assert (rto["numerator"], rto["denominator"]) == (9, 11)
    assert rto["value"] == 9 / 11
    assert rto["interval"] == pytest.approx([0.523019438039156, 0.9486323102539149], abs=1e-12)
    target = metric["recovery_target_attainment"]
    assert (target["numerator"], target["denominator"]) == (7, 11)
    assert metric["recovery_target_consistent"]["value"] is False
    strict = metric["conservative_attainment"]
    assert (strict["numerator"], strict["denominator"]) == (9, 12)
    assert metric["improvement_total"]["value"] == pytest.approx(190 / 810, abs=1e-12)
    # ratios 200/300, 180/240, 1, 150/180
    assert metric["improvement_typical"]["value"] == pytest.approx(
        1 - math.prod((200 / 300, 180 / 240, 1, 150 / 180)) ** 0.25, abs=1e-12
    )
    assert metric["systems_improved"]["value"] == 4
    assert metric["systems_unchanged"]["value"] == 1
    assert metric["systems_regressed"]["value"] == 0
    assert metric["drills_completed"]["value"] == 2
    status = {one["criterion"]: one["status"] for one in document["criteria"]}
    assert len(status) == 5
    assert status["Effective recovery"] == "not met"


def test_attainment_change_adds_up(loaded: tuple[Path, Path, dict[str, Any]]) -> None:
    change = figures(loaded[0])["metrics"]["attainment_change"]
    assert change["value"] == pytest.approx(1 - 4 / 6, abs=1e-12)
    parts = {one["part"]: one["share"] for one in change["detail"] if "part" in one}
    assert parts["performance"] == pytest.approx(0.4, abs=1e-12)
    assert parts["objective"] == 0
    assert parts["scope"] == pytest.approx(1 / 3 - 0.4, abs=1e-12)


def test_the_same_again_changes_nothing_and_undo_redo_walk_back_and_forth(
    loaded: tuple[Path, Path, dict[str, Any]], tmp_path: Path
) -> None:
    database = tmp_path / "walk.duckdb"
    first = run("import", str(loaded[1]), "--db", str(database), "--json")
    before = figures(database)
    again = run("import", str(loaded[1]), "--db", str(database), "--json")
    assert again["import_ids"] == []
    assert again["files"][0]["status"] == "unchanged"
    assert figures(database) == before
    number = str(first["import_ids"][0])
    run("imports", "undo", number, "--db", str(database), "--json")
    gone = run("tests", "--db", str(database), "--json")
    assert gone == {"tests": []}
    run("imports", "redo", number, "--db", str(database), "--json")
    assert figures(database) == before
    assert run("verify", "--db", str(database), "--json") == {"ok": True, "findings": []}


def test_explain_names_the_cell_of_every_row(loaded: tuple[Path, Path, dict[str, Any]]) -> None:
    document = run(
        "explain", "rto_attainment", "--quarter", "2025-Q1", "--as-of", "2025-03-31",
        "--db", str(loaded[0]), "--json",
    )  # fmt: skip
    rows = [row for row in document["rows"] if row["in_denominator"]]
    assert len(rows) == 11
    assert sum(row["in_numerator"] for row in rows) == 9
    cells = {
        (row["key"]["drill"], row["key"]["system"]): {cell["field"]: cell for cell in row["cells"]}
        for row in rows
    }
    crm = cells[("A", "CRM")]["restored_at"]
    assert (crm["file"], crm["sheet"], crm["cell"]) == ("DR Q1 2025.xlsx", "Results", "D4")
    assert crm["raw"] == "12/02/2025 12:00"
    assert crm["value"] == "2025-02-12T10:00:00Z"  # Johannesburg is two hours ahead


def test_a_file_that_is_no_spreadsheet_is_refused_in_one_line(tmp_path: Path) -> None:
    for name, content in (
        ("empty.xlsx", b""),
        ("letter.xlsx", b"PK\x03\x04 not a workbook"),
        ("cut.xls", b"\xd0\xcf\x11\xe0"),
    ):
        bad = tmp_path / name
        bad.write_bytes(content)
        done = run("import", str(bad), "--db", str(tmp_path / "none.duckdb"), code=2)
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        assert len(lines) == 1
        assert lines[0].startswith(name)


def test_usage_errors_end_with_two(
    loaded: tuple[Path, Path, dict[str, Any]], tmp_path: Path
) -> None:
    missing = run("metrics", "--db", str(tmp_path / "nowhere.duckdb"), code=2)
    assert "no database" in missing.stderr
    unknown = run("explain", "no_such_metric", "--db", str(loaded[0]), code=2)
    assert "no_such_metric" in unknown.stderr
    quarter = run("metrics", "--quarter", "2025-13", "--db", str(loaded[0]), code=2)
    assert len(quarter.stderr.strip().splitlines()) == 1
