"""Every command: documents on stdout, all else on stderr, exit codes, errors of one line."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import cli
from data.records import RECORDS
from data.store import open_store
from reports.tables import table_bytes
from tests.browsing import ROOT


@dataclass
class Answer:
    """What a command gave."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:  # noqa: ANN401 - JSON
        """Its stdout, which must be one JSON document."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """What it said on stderr."""
        return [line for line in self.err.splitlines() if line.strip()]


Run = Callable[..., Answer]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line itself, in this process."""
    monkeypatch.delenv("DRILLBOARD_DB", raising=False)

    def call(*words: object) -> Answer:
        capfd.readouterr()
        monkeypatch.setattr(sys, "argv", ["cli.py", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        sys.stdout.flush()
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return Answer(int(ended.value.code or 0), out, err)

    return call


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A database with the sample in it."""
    database = tmp_path_factory.mktemp("commands") / "sample.duckdb"
    done = subprocess.run(
        [sys.executable, "cli.py", "sample", "--json", "--db", str(database)],
        cwd=ROOT, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    json.loads(done.stdout)
    yield database


def results(folder: Path, name: str = "results.csv", rto: str = "4 h") -> Path:
    file = folder / name
    file.write_text(
        f"Drill,System,Disrupted,Restored,RTO\nDR-1,CRM,2025-02-12 08:00,2025-02-12 11:00,{rto}\n"
        "DR-1,ERP,2025-02-12 08:00,2025-02-12 13:00,4 h\n",
        encoding="utf-8",
    )
    return file


# --- in -------------------------------------------------------------------------------------------

TABLE = {"sheet", "range", "record", "rows", "loaded", "rejected", "added", "changed", "unchanged",
         "missing", "skipped", "columns", "ignored"}  # fmt: skip


def test_the_import_document_has_the_keys_of_the_contract(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    file.write_text(
        "Drill,System,RTO,Actual RTO,Shelf\nDR-1,CRM,4 h,3 h,x\n\nDR-1,ERP,-4 h,3 h,y\n"
        "Total,,,6 h,\n",
        encoding="utf-8",
    )
    answer = run("import", file, "--db", tmp_path / "d.duckdb", "--json")
    assert answer.code == 1
    document = answer.document
    assert set(document) == {"import_ids", "dry_run", "files"}
    assert (document["import_ids"], document["dry_run"]) == ([1], False)
    (one,) = document["files"]
    assert set(one) == {"name", "sha256", "status", "import_id", "message", "tables", "problems"}
    assert one["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert (one["name"], one["status"], one["import_id"]) == ("r.csv", "partly loaded", 1)
    (table,) = one["tables"]
    assert set(table) >= TABLE
    assert table["sheet"] is None
    assert (table["rows"], table["loaded"], table["rejected"]) == (2, 1, 1)
    assert table["rows"] == table["loaded"] + table["rejected"]
    assert table["loaded"] == table["added"] + table["changed"] + table["unchanged"]
    assert table["skipped"] == 2  # a blank row and a total
    assert {"heading", "cell", "field", "confidence"} <= set(table["columns"][0])
    (ignored,) = table["ignored"]
    assert (ignored["heading"], ignored["cell"]) == ("Shelf", "E1")
    (wrong,) = [one for one in one["problems"] if one["row_rejected"]]
    assert set(wrong) == {"severity", "sheet", "cell", "field", "value", "expected", "message",
                          "row_rejected"}  # fmt: skip
    assert (wrong["cell"], wrong["field"], wrong["value"]) == ("C4", "rto_seconds", "-4 h")
    assert any("C4" in line and line.startswith("r.csv") for line in answer.lines)


def test_a_zone_that_nothing_names_is_said_once_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    file.write_text(
        "Drill,System,Disrupted,Restored\nDR-1,CRM,2025-02-12 08:00,2025-02-12 09:00\n",
        encoding="utf-8",
    )
    said = "Times that name no zone are read as Africa/Johannesburg, the organisation's"
    for command in ("inspect", "import"):
        answer = run(command, file, "--db", tmp_path / "d.duckdb")
        assert answer.code == 0
        assert answer.out.count(said) == 1
    named = run("inspect", file, "--db", tmp_path / "d.duckdb", "--zone", "UTC")
    assert said not in named.out


def test_exit_codes_of_an_import(run: Run, tmp_path: Path) -> None:
    db = tmp_path / "d.duckdb"
    good, bad = results(tmp_path), results(tmp_path, "bad.csv", "-4 h")
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    assert run("import", good, "--db", db).code == 0
    assert run("import", good, "--db", db).code == 0  # unchanged
    assert run("import", bad, "--db", db).code == 1
    assert run("import", good, broken, "--db", db).code == 1
    refused = run("import", broken, "--db", db)
    assert (refused.code, len(refused.lines)) == (2, 1)
    strict = run(
        "import", results(tmp_path, "strict.csv", "-5 h"), "--db", db, "--strict", "--json"
    )
    assert (strict.code, strict.document["files"][0]["status"]) == (2, "refused")
    missing = run("import", tmp_path / "nowhere.xlsx", "--db", db)
    assert (missing.code, len(missing.lines)) == (2, 1)


def test_rows_that_are_missing_stay_or_are_taken_out_as_is_said(run: Run, tmp_path: Path) -> None:
    head = "Drill,System,RTO (h),Actual RTO (h)\nX-1,A,4,3\n"
    file, db = tmp_path / "results.csv", tmp_path / "own.duckdb"
    file.write_text(head + "X-1,B,4,5\n", encoding="utf-8")
    run("import", file, "--db", db)
    file.write_text(head, encoding="utf-8")
    stays = run("import", file, "--db", db, "--dry-run").out
    assert "1 of an earlier version not in it, which stay until --withdraw-missing" in stays
    gone = run("import", file, "--db", db, "--withdraw-missing").out
    assert "1 of an earlier version not in it, which are taken out:\n      X-1 · B" in gone
    assert len(run("records", "recovery", "--db", db, "--json").document) == 1


def test_a_dry_run_stores_nothing(run: Run, tmp_path: Path) -> None:
    db = tmp_path / "d.duckdb"
    open_store(db)
    document = run("import", results(tmp_path), "--db", db, "--dry-run", "--json").document
    assert (document["import_ids"], document["dry_run"]) == ([], True)
    assert document["files"][0]["tables"][0]["added"] == 2
    assert run("imports", "--db", db, "--json").document == {"imports": []}


@pytest.mark.parametrize("words", [["import", "--dry-run"], ["inspect"]])
def test_trying_out_makes_no_database(run: Run, tmp_path: Path, words: list[str]) -> None:
    db = tmp_path / "new" / "none.duckdb"
    answer = run(words[0], results(tmp_path), *words[1:], "--db", db, "--json")
    assert answer.document["files"][0]["tables"][0]["record"] == "recovery"
    assert not db.parent.exists()


def test_a_mapping_goes_out_is_edited_and_comes_in(run: Run, tmp_path: Path) -> None:
    db, file, mapping = tmp_path / "d.duckdb", tmp_path / "odd.csv", tmp_path / "map.json"
    file.write_text(
        "Drill,System,Kaputt,Wieder da,RTO\nDR-1,CRM,2025-02-12 08:00,2025-02-12 11:00,4 h\n",
        encoding="utf-8",
    )
    run("inspect", file, "--db", db, "--mapping-out", mapping)
    given = json.loads(mapping.read_text(encoding="utf-8"))
    columns = given["tables"][0]["columns"]
    assert list(columns) == ["Drill", "System", "Kaputt", "Wieder da", "RTO"]
    assert columns["Kaputt"] is None
    columns.update({"Kaputt": "disrupted_at", "Wieder da": "restored_at"})
    given["tables"][0]["record"] = "recovery"
    mapping.write_text(json.dumps(given), encoding="utf-8")
    answer = run("import", file, "--db", db, "--mapping", mapping, "--json")
    assert answer.code == 0
    table = answer.document["files"][0]["tables"][0]
    assert (table["record"], table["ignored"]) == ("recovery", [])
    (row,) = run("tests", "--db", db, "--json").document["tests"]
    assert row["recovery_seconds"] == 3 * 3600


def test_the_record_the_drill_the_zone_and_the_order_of_days(run: Run, tmp_path: Path) -> None:
    db, file = tmp_path / "d.duckdb", tmp_path / "r.csv"
    file.write_text(
        "System,Disrupted,Restored\nCRM,03/02/2025 08:00,03/02/2025 09:00\n", encoding="utf-8"
    )
    asked = run("import", file, "--db", db, "--json")
    assert asked.code == 1
    assert {one["severity"] for one in asked.document["files"][0]["problems"]} >= {"question"}
    done = run("import", file, "--db", db, "--month-first", "--zone", "UTC", "--drill", "DR-3")
    assert done.code == 0
    (row,) = run("tests", "--db", db, "--json").document["tests"]
    assert (row["drill"], row["disrupted_at"]) == ("DR-3", "2025-03-02T08:00:00Z")
    lesson = tmp_path / "l.csv"
    lesson.write_text("Drill,Insight,Remarks\nDR-3,Call first,x\n", encoding="utf-8")
    said = run("import", lesson, "--as", "lesson", "--db", db, "--json").document
    assert said["files"][0]["tables"][0]["record"] == "lesson"


def test_the_quarter_of_rows_that_name_none(run: Run, tmp_path: Path) -> None:
    db, file = tmp_path / "d.duckdb", tmp_path / "plan.csv"
    file.write_text("Milestone,Planned date,Status\nPlan,31 Jan 2025,completed\n", encoding="utf-8")
    assert run("import", file, "--db", db).code == 1
    assert run("inspect", file, "--db", db, "--quarter", "Q1 2025").code == 0
    assert run("import", file, "--db", db, "--quarter", "Q1 2025").code == 0
    assert "2025-Q1" in run("records", "milestone", "--db", db).out


def test_what_records_prints_loads_back_unchanged(run: Run, sample: Path, tmp_path: Path) -> None:
    """Every record, into an empty database and over the one they came from."""
    forecast = tmp_path / "forecast.csv"
    forecast.write_text(
        "Drill,Forecast said on,System,Forecast low end,Forecast middle,Forecast high end,"
        "Forecast range holds,Forecast method\n"
        "DR-2025-03,2025-05-12,Inventory Management System,2 h,3 h,4 h,80 %,by hand\n"
    )
    own = tmp_path / "own.duckdb"
    own.write_bytes(sample.read_bytes())
    sample = own
    assert run("import", forecast, "--db", sample, "--as", "forecast").code == 0
    printed, files = _printed(sample), []
    assert all(json.loads(content) for content in printed.values())  # none is empty
    assert run("records", "gap", "--db", sample, "--format", "json").out.encode() == printed["gap"]
    for record, content in printed.items():
        files.append(tmp_path / f"{record}.json")
        files[-1].write_bytes(content)
    db = tmp_path / "again.duckdb"
    assert run("import", *files, "--db", db).code == 0
    for record, content in _printed(db).items():
        again, first = (
            sorted(json.dumps(row, sort_keys=True) for row in json.loads(one))
            for one in (content, printed[record])
        )
        assert again == first, record
    over = run("import", *files, "--db", sample, "--dry-run", "--json").document
    for file in over["files"]:
        for table in file["tables"]:
            assert (table["added"], table["changed"], table["rejected"]) == (0, 0, 0), file["name"]


def _printed(database: Path) -> dict[str, bytes]:
    """What `records RECORD --format json` prints, by record."""
    store = open_store(database)
    try:
        return {
            name: table_bytes(store.rows(name)[[one.name for one in record.columns]], "json")
            for name, record in RECORDS.items()
        }
    finally:
        store.close()


def test_inspect_tells_how_dates_were_decided(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    file.write_text(
        "Drill,System,Disrupted\nDR-1,CRM,03/02/2025 08:00\nDR-2,CRM,25/02/2025 08:00\n",
        encoding="utf-8",
    )
    answer = run("inspect", file, "--db", tmp_path / "d.duckdb")
    assert "Disrupted → disrupted_at" in answer.out
    assert "25/02/2025" in answer.out or "day" in answer.out


# --- out ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("record", RECORDS)
def test_records_as_csv_json_and_parquet_are_the_same(run: Run, sample: Path, record: str) -> None:
    columns = [column.name for column in RECORDS[record].columns]
    rows = json.loads(run("records", record, "--db", sample, "--format", "json").out)
    table = pd.read_csv(io.StringIO(run("records", record, "--db", sample).out), dtype=str)
    assert list(table.columns) == columns
    assert len(table) == len(rows)
    assert all(list(row) == columns for row in rows)
    out = sample.parent / f"{record}.parquet"
    assert run("records", record, "--db", sample, "--format", "parquet", "--out", out).out == ""
    assert len(pd.read_parquet(out)) == len(rows)


def test_records_take_json_as_every_command_does(run: Run, sample: Path) -> None:
    as_json = run("records", "gap", "--db", sample, "--json")
    assert as_json.out == run("records", "gap", "--db", sample, "--format", "json").out
    assert as_json.document
    both = run("records", "gap", "--db", sample, "--json", "--format", "csv")
    assert (both.code, both.out) == (2, "")
    assert len(both.lines) == 1 and "--format csv" in both.lines[0]


def test_comparing_two_drills(run: Run, sample: Path) -> None:
    drills = run("metrics", "--db", sample, "--quarter", "2025-Q1", "--json").document["compare"]
    document = run("compare", *drills, "--db", sample, "--json").document
    assert (document["a"], document["b"]) == tuple(drills)
    assert document["systems"] and document["metrics"]["improvement_total"]["value"] is not None
    # six systems in two drills under eight clocks; the clock asked for says what the measure says
    strip = document["clock_sensitivity"]
    assert len(strip["verdicts"]) == 6 * 2 * 8
    chosen = next(one for one in strip["by_clock"] if one["clock"] == document["clock"])
    change = document["metrics"]["attainment_change"]["value"]
    assert chosen["attainment_change"] == pytest.approx(change)
    # E-Commerce took 3 h 42 min against 3 h 30 min: twelve minutes, in one step that was waited for
    flip = next(one for one in document["minimal_flip"] if one["system"] == "E-Commerce Platform")
    assert (flip["over_seconds"], flip["kind"]) == (720, "task")
    assert flip["parts"][0]["seconds"] >= 720
    for test in document["gap_minutes"]["tests"]:
        parts = [test[f"{name}_seconds"] for name in ("stated", "inferred", "unexplained")]
        assert sum(parts) == test["lost_seconds"]
    assert {one["gap"] for one in document["fixed_gaps"]} >= {"G-2025-01", "G-2025-03"}


def test_a_text_for_people_of_every_figure(run: Run, sample: Path) -> None:
    for words in (["metrics"], ["tests"], ["explain", "rto_attainment"], ["imports"], ["verify"]):
        answer = run(*words, "--db", sample)
        assert (answer.code, answer.err) == (0, ""), words
        assert answer.out.strip()


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["metrics", "--quarter", "2025"], "2025"),
        (["metrics", "--drill", "No such drill"], "No such drill"),
        (["metrics", "--clock", "lunch:restored"], "lunch"),
        (["metrics", "--as-of", "yesterday"], "yesterday"),
        (["tests", "--drill", "No such drill"], "No such drill"),
        (["compare", "No such", "Other"], "No such"),
        (["explain", "no_such_metric"], "no_such_metric"),
        (["records", "no_such_record"], "no_such_record"),
        (["records", "gap", "--format", "docx"], "docx"),
        (["imports", "show", "999"], "999"),
        (["imports", "undo", "999"], "999"),
        (["import", "x.csv", "--as", "thing"], "thing"),
        (["import", "x.csv", "--zone", "Mars/Olympus"], "Mars/Olympus"),
        (["import", "x.csv", "--quarter", "next"], "next"),
        (["import", "x.csv", "--mapping", "nowhere.json"], "nowhere.json"),
        (["restore", "nowhere.duckdb"], "nowhere.duckdb"),
        (["metrics", "--quartr", "2025-Q1"], "--quartr"),
        (["imports", "show", "one"], "number"),
        (["import"], "files"),
        (["fly"], "fly"),
        ([], "command"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)
def test_a_usage_error_is_one_line_and_exit_code_two(
    run: Run, sample: Path, words: list[str], named: str
) -> None:
    takes_database = words and words[0] not in ("fly",) and words != ["import"]
    answer = run(*words, *(["--db", sample] if takes_database else []))
    assert (answer.code, answer.out) == (2, "")
    assert len(answer.lines) == 1
    assert named in answer.err


# --- history and safekeeping ----------------------------------------------------------------------


def test_the_history_shows_undoes_redoes_and_gives_the_original(run: Run, tmp_path: Path) -> None:
    db, file = tmp_path / "d.duckdb", results(tmp_path)
    run("import", file, "--db", db)
    (one,) = run("imports", "--db", db, "--json").document["imports"]
    assert one["import_id"] == 1
    shown = run("imports", "show", "1", "--db", db, "--json").document
    assert shown
    out = tmp_path / "again.csv"
    assert run("imports", "original", "1", "--out", out, "--db", db).code == 0
    assert out.read_bytes() == file.read_bytes()
    undone = run("imports", "undo", "1", "--db", db, "--json").document
    assert undone["is_withdrawn"] is True
    assert json.loads(run("records", "recovery", "--db", db, "--format", "json").out) == []
    run("imports", "redo", "1", "--db", db)
    assert len(json.loads(run("records", "recovery", "--db", db, "--format", "json").out)) == 2


def test_backup_restore_and_verify_while_another_process_reads(run: Run, tmp_path: Path) -> None:
    db, copy = tmp_path / "d.duckdb", tmp_path / "copy.duckdb"
    run("import", results(tmp_path), "--db", db)
    other = open_store(db)  # as the dashboard keeps it
    assert len(other.rows("recovery")) == 2
    done = subprocess.run(
        [sys.executable, "cli.py", "backup", str(copy), "--db", str(db)],
        cwd=ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "")
    run("imports", "undo", "1", "--db", db)
    assert other.rows("recovery").empty
    assert run("restore", copy, "--db", db).code == 0
    assert len(other.rows("recovery")) == 2
    assert run("verify", "--db", db, "--json").document == {"ok": True, "findings": []}
    other.close()


@pytest.mark.parametrize(
    "name", ["issue_594_dos.ods", "poc-xmlbomb.xlsx", "xlsx-corrupted.xlsx"]
)  # fmt: skip
def test_a_hostile_file_is_refused_and_the_database_untouched(
    run: Run, tmp_path: Path, examples: Path, name: str
) -> None:
    db = tmp_path / "d.duckdb"
    run("import", results(tmp_path), "--db", db)
    before = db.read_bytes()
    answer = run("import", examples / "hostile" / name, "--db", db)
    assert (answer.code, len(answer.lines)) == (2, 1)
    assert name in answer.lines[0]
    assert db.read_bytes() == before


def test_the_template_command(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    assert run("template", file, "gap", "action").code == 0
    document = run("inspect", file, "--db", tmp_path / "d.duckdb", "--json").document
    assert [one["record"] for one in document["files"][0]["tables"]][:2] == ["gap", "action"]
