"""What a command brings into memory before it answers: only what it needs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browsing import ROOT

_ASKED = """
import json, sys
sys.argv = ["cli.py", *json.loads(sys.argv[1])]
import cli
try:
    cli.main()
except SystemExit as ended:
    code = ended.code
print(json.dumps([code, sorted(name for name in sys.modules if "." not in name)]), file=sys.stderr)
"""
_RESULTS = """Drill,System,Outage start,Restored
DR-1,Payroll,2025-02-12 08:00,2025-02-12 09:10
DR-1,Portal,2025-02-12 08:00,2025-02-12 11:05
"""
STATISTICS, WRITERS = {"scipy", "networkx"}, {"openpyxl", "xlsxwriter"}
SCREENS = {"streamlit", "plotly"}


def loaded_by(*words: object) -> set[str]:
    """The packages a command had loaded when it ended well, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", _ASKED, json.dumps([str(word) for word in words])],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    code, names = json.loads(done.stderr.splitlines()[-1])
    assert code == 0, done.stderr
    return set(names)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with one import of two results."""
    folder = tmp_path_factory.mktemp("loading")
    (folder / "results.csv").write_text(_RESULTS, encoding="utf-8")
    loaded = loaded_by("import", folder / "results.csv", "--db", folder / "own.duckdb")
    assert "duckdb" in loaded
    assert not loaded & (STATISTICS | WRITERS | SCREENS)
    return folder / "own.duckdb"


@pytest.mark.parametrize(
    "words", [("imports",), ("imports", "show", 1), ("records", "recovery"), ("verify",)]
)
def test_a_listing_loads_no_statistics(database: Path, words: tuple[object, ...]) -> None:
    assert not loaded_by(*words, "--db", database) & (STATISTICS | WRITERS | SCREENS)


def test_figures_load_statistics_and_no_screens(database: Path) -> None:
    loaded = loaded_by("tests", "--db", database)
    assert "scipy" in loaded
    assert not loaded & SCREENS
