"""The sample files, loaded by the command line, give the figures worked by hand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from data.store import open_store
from tests.browsing import ROOT
from tests.sample import expected_2025_q1 as worked

Document = dict[str, Any]


def run(*words: str) -> Document:
    """The JSON document of one command, which must end well."""
    done = subprocess.run(
        [sys.executable, "cli.py", *words, "--json"],
        cwd=ROOT, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, (words, done.stdout[-1000:], done.stderr[-2000:])
    document: Document = json.loads(done.stdout)
    return document


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sample") / "sample.duckdb"


@pytest.fixture(scope="module")
def loaded(database: Path) -> Document:
    return run("sample", "--db", str(database))


@pytest.fixture(scope="module")
def figures(database: Path, loaded: Document) -> Document:
    assert loaded["import_ids"]
    return run(
        "metrics", "--quarter", worked.QUARTER, "--as-of", worked.AS_OF, "--db", str(database)
    )


def test_all_files_load_whole(loaded: Document) -> None:
    assert [one["status"] for one in loaded["files"]] == ["loaded"] * 11
    assert all(table["rejected"] == 0 for one in loaded["files"] for table in one["tables"])
    assert all(table["ignored"] == [] for one in loaded["files"] for table in one["tables"])
    severities = {problem["severity"] for one in loaded["files"] for problem in one["problems"]}
    assert severities == {"warning"}


@pytest.mark.parametrize("name", worked.RATES)
def test_rates(figures: Document, name: str) -> None:
    found = figures["metrics"][name]
    assert (found["numerator"], found["denominator"]) == worked.RATES[name]
    assert found["value"] == worked.RATES[name][0] / worked.RATES[name][1]
    low, high = found["interval"]
    assert low <= found["value"] <= high


@pytest.mark.parametrize("name", worked.COUNTS)
def test_counts(figures: Document, name: str) -> None:
    assert figures["metrics"][name]["value"] == worked.COUNTS[name]


@pytest.mark.parametrize("name", worked.SECONDS)
def test_times(figures: Document, name: str) -> None:
    assert figures["metrics"][name]["value"] == worked.SECONDS[name]


@pytest.mark.parametrize("name", worked.DAYS)
def test_ages(figures: Document, name: str) -> None:
    found = figures["metrics"][name]
    assert found["value"] / {"s": 86400, "days": 1}[found["unit"]] == worked.DAYS[name]


def test_losses_and_money(figures: Document) -> None:
    metrics = figures["metrics"]
    assert metrics["system_hours_lost"]["value"] == pytest.approx(worked.SYSTEM_HOURS_LOST)
    assert metrics["downtime_cost"]["value"] == pytest.approx(worked.DOWNTIME_COST)
    assert metrics["downtime_cost"]["unit"] == "ZAR"
    spent, budget = worked.SPEND
    assert metrics["spend"]["value"] == pytest.approx(spent / budget)
    assert metrics["recovery_target_consistent"]["value"] is worked.RECOVERY_TARGET_CONSISTENT


def test_comparison(figures: Document) -> None:
    metrics = figures["metrics"]
    assert figures["compare"] == [worked.DRILL_A, worked.DRILL_B]
    assert metrics["improvement_total"]["value"] == pytest.approx(
        worked.IMPROVEMENT_TOTAL, abs=1e-12
    )
    typical = metrics["improvement_typical"]["value"]
    assert typical == pytest.approx(worked.IMPROVEMENT_TYPICAL, abs=1e-12)
    assert metrics["improvement_evidence"]["value"] == worked.WILCOXON_P
    change = metrics["attainment_change"]
    parts = {one["part"]: one["share"] for one in change["detail"]}
    assert change["value"] == pytest.approx(worked.ATTAINMENT_CHANGE["total"], abs=1e-12)
    for name in ("performance", "objective", "scope"):
        assert parts[name] == pytest.approx(worked.ATTAINMENT_CHANGE[name], abs=1e-12)
    assert sum(parts.values()) == change["value"]


def test_criteria(figures: Document) -> None:
    assert {one["criterion"]: one["status"] for one in figures["criteria"]} == worked.CRITERIA
    assert all(one["evidence"] for one in figures["criteria"])


def test_every_test_of_the_quarter(database: Path, loaded: Document) -> None:
    rows = run("tests", "--quarter", worked.QUARTER, "--db", str(database))["tests"]
    found = {(row["drill"], row["system"]): row for row in rows}
    assert set(found) == {(one.drill, one.system) for one in worked.TESTS}
    for one in worked.TESTS:
        row = found[(one.drill, one.system)]
        assert {name: row[name] for name in one._fields} == one._asdict()


@pytest.mark.parametrize("clock", worked.TURNED_BY_CLOCK)
def test_verdicts_under_other_clocks(database: Path, loaded: Document, clock: str) -> None:
    rows = run("tests", "--quarter", worked.QUARTER, "--clock", clock, "--db", str(database))[
        "tests"
    ]
    usual = {(one.drill, one.system): one.verdict for one in worked.TESTS}
    turned = {
        (row["drill"], row["system"])
        for row in rows
        if row["verdict"] != usual[(row["drill"], row["system"])]
    }
    assert turned == worked.TURNED_BY_CLOCK[clock]


@pytest.mark.parametrize("quarter", worked.EARLIER)
def test_earlier_quarters(database: Path, loaded: Document, quarter: str) -> None:
    document = run("metrics", "--quarter", quarter, "--db", str(database))
    for name, pair in worked.EARLIER[quarter].items():
        found = document["metrics"][name]
        assert (found["numerator"], found["denominator"]) == pair, name
    statuses = tuple(one["status"] for one in document["criteria"])
    assert statuses == worked.EARLIER_CRITERIA[quarter]
    assert (
        document["metrics"]["drills_completed"]["value"]
        == (worked.EARLIER_DRILLS_COMPLETED[quarter])
    )


def test_explain_leads_every_row_to_its_cell(database: Path, loaded: Document) -> None:
    document = run("explain", "rto_attainment", "--quarter", worked.QUARTER, "--db", str(database))
    rows = [row for row in document["rows"] if row["in_denominator"]]
    assert len(rows) == worked.RATES["rto_attainment"][1]
    for row in rows:
        cells = {cell["field"]: cell for cell in row["cells"]}
        stop = cells["restored_at"]
        assert stop["file"].startswith("Sample - ")
        assert stop["sheet"] in ("Results", "Recovery")
        assert stop["cell"][0].isalpha() and stop["cell"][-1].isdigit()
        assert stop["raw"]


def test_undo_of_all_leaves_nothing_and_redo_brings_it_back(
    tmp_path: Path, database: Path, loaded: Document, figures: Document
) -> None:
    copy = tmp_path / "copy.duckdb"
    store = open_store(database)
    store.backup(copy)
    again = open_store(copy)
    for number in loaded["import_ids"]:
        again.withdraw(number)
    assert run("tests", "--db", str(copy)) == {"tests": []}
    for number in reversed(loaded["import_ids"]):
        again.reinstate(number)
    where = ("--quarter", worked.QUARTER, "--as-of", worked.AS_OF, "--db", str(copy))
    assert run("metrics", *where) == figures
    assert run("verify", "--db", str(copy)) == {"ok": True, "findings": []}
