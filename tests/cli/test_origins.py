"""Explain leads to the cell that counts: the inventory's objective, the log's instant."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path

from data.intake.mending import Mending, mend
from data.store import open_store
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


def test_a_mended_cell_says_what_the_file_has_and_what_it_was_mended_to(tmp_path: Path) -> None:
    file, database = tmp_path / "results.csv", tmp_path / "mended.duckdb"
    file.write_text(
        "Drill,System,Outage start,Server up,RTO\n"
        "H1,CRM,2025-01-10 08:00,2025-01-10 25:30,4 h\n"
        "H1,ERP,2025-01-10 08:00,2025-01-10 09:00,4 h\n"
    )
    run("import", str(file), "--db", str(database), "--json", code=1)
    with closing(open_store(database)) as store:
        (row,) = store.rejected().itertuples()
        texts = [text.replace("25:30", "11:30") for text in row.raws]
        number = (int(row.import_id), int(row.table_number), int(row.rejected_number))
        at = dt.datetime(2025, 4, 1, 9, tzinfo=dt.UTC)
        mend(store, Mending(number[0], {number: texts}), person="Ann", now=at)
    document = run(
        "explain", "rto_attainment", "--quarter", "2025-Q1", "--db", str(database), "--json"
    )
    of_crm = next(one for one in document["rows"] if one["key"]["system"] == "CRM")
    cells = {cell["field"]: cell for cell in of_crm["cells"]}
    stop = cells["restored_at"]
    assert (stop["cell"], stop["raw"], stop["mended"]) == (
        "D2", "2025-01-10 25:30", "2025-01-10 11:30"
    )  # fmt: skip
    assert stop["mended_by"] == "Ann"
    assert stop["mended_at"].startswith("2025-04-01T09:00")
    start = cells["disrupted_at"]  # of the same row, and as the file has it
    assert (start["raw"], start["mended"], start["mended_by"]) == ("2025-01-10 08:00", None, None)
