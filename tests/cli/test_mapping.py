"""A mapping written by one process is read by another, which reads the file just the same."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from data.intake.said import unfit
from data.store import open_store
from tests.browsing import ROOT

SHEET = (
    "Drill,System,Kaputt,Wieder da,Ziel,Ref\n"
    "DR-1,CRM,03/02/2025 08:00,03/02/2025 11:00,90,x\n"
    "DR-1,ERP,03/02/2025 08:00,03/02/2025 12:00,120,y\n"
)


def run(*words: object) -> subprocess.CompletedProcess[str]:
    """The command line as a process of its own."""
    return subprocess.run(
        [sys.executable, "cli.py", *map(str, words)],
        cwd=ROOT, capture_output=True, text=True, timeout=300,
    )  # fmt: skip


def told(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """The one table of its document, without what only an import has."""
    document = json.loads(done.stdout)
    (table,) = document["files"][0]["tables"]
    return {"table": table, "problems": document["files"][0]["problems"]}


def test_a_mapping_says_all_that_was_read(tmp_path: Path) -> None:
    file, mapping, again = tmp_path / "q1.csv", tmp_path / "map.json", tmp_path / "again.json"
    file.write_text(SHEET, encoding="utf-8")
    given = {"tables": [{
        "headings": ["Drill", "System", "Kaputt", "Wieder da", "Ziel", "Ref"], "record": "recovery",
        "columns": {"Kaputt": "disrupted_at", "Wieder da": "restored_at", "Ziel": "rto_seconds",
                    "Ref": ""},
        "units": {"Ziel": "min"}, "day_first": False,
    }]}  # fmt: skip
    mapping.write_text(json.dumps(given), encoding="utf-8")
    db, other = tmp_path / "a.duckdb", tmp_path / "b.duckdb"
    first = run("inspect", file, "--db", db, "--mapping", mapping, "--mapping-out", again, "--json")
    assert first.returncode == 0, first.stderr
    (table,) = json.loads(again.read_text(encoding="utf-8"))["tables"]
    assert table["columns"] == {
        "Drill": "drill",
        "System": "system",
        "Kaputt": "disrupted_at",
        "Wieder da": "restored_at",
        "Ziel": "rto_seconds",
        "Ref": "",
    }
    assert (table["units"], table["record"]) == ({"Ziel": "min"}, "recovery")
    assert table["day_first"] is False
    second = run("import", file, "--db", other, "--mapping", again, "--json")
    assert second.returncode == 0, second.stderr
    one, two = told(first), told(second)
    for column in (*one["table"]["columns"], *two["table"]["columns"]):
        for name in ("confidence", "reading"):  # what was guessed before is said now
            column.pop(name)
    assert one == two
    rows = open_store(other).rows("recovery")
    assert rows["rto_seconds"].tolist() == [5400.0, 7200.0]
    assert rows["restored_at"].dt.strftime("%m-%d %H:%M").tolist() == ["03-02 09:00", "03-02 10:00"]


def test_a_mapping_that_fits_nothing_says_what_it_expected_and_what_is_there(
    tmp_path: Path,
) -> None:
    file, mapping, db = tmp_path / "q1.csv", tmp_path / "map.json", tmp_path / "a.duckdb"
    file.write_text(SHEET, encoding="utf-8")
    old = {"file": "q0.csv", "record": "recovery", "columns": {"Drill": "drill", "Back": ""}}
    mapping.write_text(json.dumps({"tables": [old]}), encoding="utf-8")
    said = (
        "The mapping describes a table with the headings Drill, Back, and no table of this file "
        "has them: it was not used. Found here: Drill, System, Kaputt, Wieder da, Ziel, Ref."
    )
    done = run("import", file, "--db", db, "--mapping", mapping, "--dry-run", "--json")
    (problem,) = [
        one for one in json.loads(done.stdout)["files"][0]["problems"]
        if one["message"].startswith("The mapping")
    ]  # fmt: skip
    assert (problem["severity"], problem["cell"], problem["message"]) == ("warning", None, said)
    assert said in done.stderr
    assert said in run("inspect", file, "--db", db, "--mapping", mapping).stdout


def test_of_several_tables_of_a_mapping_the_one_of_this_file_has_to_fit() -> None:
    here = ["Drill", "System"]
    one, two = {"headings": here, "file": "a.csv"}, {"headings": ["Gap"], "file": "a.csv"}
    assert unfit({"tables": [one]}, "a.csv", [here]) == []
    assert unfit({"tables": [one, {**two, "file": "b.csv"}]}, "a.csv", [here]) == []
    (told_of,) = unfit({"tables": [one, two]}, "a.csv", [here])
    assert "the headings Gap, and no table" in told_of.message
    assert unfit({"tables": [{**two, "only_here": True}]}, "b.csv", [here]) == []
    assert unfit(None, "a.csv", [here]) == []


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("{", "not JSON"),
        ('{"tables": [{"columns": {"Kaputt": "broken_at"}}]}', "broken_at"),
        ('{"tables": [{"record": "drll", "headings": ["A"]}]}', "drll"),
        ("[1, 2]", "tables"),
    ],
)
def test_a_bad_mapping_is_one_line(tmp_path: Path, content: str, named: str) -> None:
    file, mapping = tmp_path / "q1.csv", tmp_path / "map.json"
    file.write_text(SHEET, encoding="utf-8")
    mapping.write_text(content, encoding="utf-8")
    done = run("import", file, "--db", tmp_path / "a.duckdb", "--mapping", mapping)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 1
    assert named in done.stderr and "map.json" in done.stderr
