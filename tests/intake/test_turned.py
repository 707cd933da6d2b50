"""Systems across the top of a sheet, fields down its side; worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from data.intake.facts import Told
from data.store import Store
from tests.intake.loading import load, read
from tests.intake.test_mending import mended

Rows = list[list[Any]]
# fmt: off
RESULTS: Rows = [
    ["DR-7, 12 March 2025", None, None],
    [None, None, None],
    ["", "Payments", "CRM"],
    ["Drill", "DR-7", "DR-7"],
    ["Outage start", "2025-03-12 09:00", "2025-03-12 09:05"],
    ["Restored", "2025-03-12 11:30", "2025-03-12 12:45"],
    ["RTO (hrs)", 2, 4],
    ["Result", "Fail", "Pass"],
]
# fmt: on


def changed(row: int, column: int, value: object) -> Rows:
    rows = [list(one) for one in RESULTS]
    rows[row][column] = value
    return rows


def test_each_system_is_a_row_with_the_cells_it_came_from(store: Store) -> None:
    done = load(store, {"Results": RESULTS}, "results.xlsx")
    assert done.status == "loaded"
    rows = store.rows("recovery").set_index("system")
    # Johannesburg is two hours ahead of UTC.
    assert str(rows.loc["Payments", "disrupted_at"]) == "2025-03-12 07:00:00+00:00"
    assert str(rows.loc["CRM", "restored_at"]) == "2025-03-12 10:45:00+00:00"
    assert rows["rto_seconds"].to_dict() == {"Payments": 7200, "CRM": 14400}
    assert rows["outcome"].to_dict() == {"Payments": "failed", "CRM": "passed"}
    told = store.lineage("recovery", [rows.loc["CRM", "row_key"]]).set_index("field")
    assert told.loc["restored_at", ["cell", "raw"]].tolist() == ["C6", "2025-03-12 12:45"]
    assert told.loc["system", ["cell", "raw"]].tolist() == ["C3", "CRM"]


@pytest.mark.parametrize("column", [1, 2])
def test_a_value_that_cannot_be_read_is_told_and_mended_by_its_cell(
    store: Store, column: int
) -> None:
    rows = changed(5, column, "2025-03-12 25:45")
    done = load(store, {"Results": rows}, "results.xlsx")
    assert done.status == "partly loaded"
    (problem,) = [one for one in done.problems if one.row_rejected]
    assert problem.cell == "ABC"[column] + "6"
    assert done.import_id is not None
    after = mended(
        store, done.import_id, {"Results": rows}, {3: {"Restored": "2025-03-12 12:00"}},
        "results.xlsx",
    )  # fmt: skip
    assert (len(after.loaded), after.added) == (1, 1)
    assert str(store.rows("recovery")["restored_at"].max()) == (
        "2025-03-12 10:45:00+00:00" if column == 1 else "2025-03-12 10:00:00+00:00"
    )


def test_what_is_said_of_the_first_holds_for_all() -> None:
    rows = [[row[0] if row[0] != "Drill" else "Comment", *row[1:]] for row in RESULTS]
    for_first = {
        "file": "results.xlsx", "sheet": "Results", "range": "A3:B8", "only_here": True,
        "headings": ["System", *(row[0] for row in rows[3:])], "drill": "Blackout",
    }  # fmt: skip
    told = Told(mapping={"tables": [for_first]})
    reading = read({"Results": rows}, told, name="results.xlsx")
    found = [one for table in reading.tables for one in table.outputs if not one.is_parent]
    assert [list(one.frame["drill"]) for one in found] == [["Blackout"], ["Blackout"]]


def test_counted_names_are_drills() -> None:
    rows: Rows = [
        ["Metric", "Drill 1", "Drill 2"],
        ["System", "CRM", "CRM"],
        ["Disrupted", "2025-02-12 09:00", "2025-03-12 09:00"],
        ["Restored", "2025-02-12 11:00", "2025-03-12 10:00"],
    ]
    found = [one for table in read({"Both": rows}, name="both.xlsx").tables
             for one in table.outputs if not one.is_parent]  # fmt: skip
    assert [list(one.frame["drill"]) for one in found] == [["Drill 1"], ["Drill 2"]]
    assert [list(one.frame["system"]) for one in found] == [["CRM"], ["CRM"]]


@pytest.mark.parametrize(
    "top",
    [
        ["", "Drill 1", "Change"],  # not all are names
        ["", "Payments", "Average"],
        ["", "Payments", "Owner"],  # a heading of a field: another kind of table
    ],
)
def test_what_has_other_things_at_its_top_is_not_turned(top: list[str]) -> None:
    rows = [top, *RESULTS[4:]]
    assert not [one for table in read({"Odd": rows}, name="odd.xlsx").tables
                for one in table.outputs if len(one.frame)]  # fmt: skip
