"""Explain leads to the cell that counts: the inventory's objective, the log's instant."""

from __future__ import annotations

from pathlib import Path

from tests.cli.test_worked_example import run

SYSTEMS = """System,Tier,RTO
CRM,1,4 h
"""
RESULTS = """Drill,System,Outage start,Server up
H1,CRM,2025-01-10 08:00,
"""
LOG = """Drill,Time,System,Event
H1,2025-01-10 08:00:00,CRM,disrupted
H1,2025-01-10 11:30:00,CRM,restored
"""


def test_an_objective_of_the_inventory_and_an_instant_of_the_log(tmp_path: Path) -> None:
    files = []
    for name, text in (("systems", SYSTEMS), ("results", RESULTS), ("log", LOG)):
        files.append(tmp_path / f"{name}.csv")
        files[-1].write_text(text)
    database = str(tmp_path / "origins.duckdb")
    run("import", *map(str, files), "--db", database, "--json")
    document = run("explain", "rto_attainment", "--quarter", "2025-Q1", "--db", database, "--json")
    (row,) = [one for one in document["rows"] if one["in_denominator"]]
    assert row["in_numerator"]  # 3 h 30 min of 4 h
    cells = {cell["field"]: cell for cell in row["cells"]}
    rto = cells["rto_seconds"]
    assert (rto["file"], rto["cell"], rto["raw"], rto["value"]) == (
        "systems.csv",
        "C2",
        "4 h",
        14400,
    )
    assert rto["reading"].startswith("from the inventory")
    stop = cells["restored_at"]
    assert (stop["file"], stop["cell"], stop["raw"]) == ("log.csv", "B3", "2025-01-10 11:30:00")
    assert stop["reading"].startswith("from the log")
    start = cells["disrupted_at"]
    assert (start["file"], start["cell"]) == ("results.csv", "C2")
