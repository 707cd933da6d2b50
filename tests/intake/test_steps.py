"""Steps that wait for steps nobody knows, told at import as the drill's page will find them."""

from __future__ import annotations

import datetime as dt

import pytest

from analytics.calendar import Organisation
from analytics.runbook.tasks import runbook_tasks
from data.intake.importing import FileOutcome
from data.store import Store
from tests.intake.loading import load, read

HEAD = ["Drill", "Task", "Depends on", "Duration (min)"]


def said(file: FileOutcome) -> list[tuple[str | None, str]]:
    return [(p.cell, p.message) for p in file.problems if p.code == "unknown_step"]


def test_a_step_to_wait_for_that_no_step_is_called_is_told_at_its_cell(store: Store) -> None:
    rows = [HEAD, ["D1", "T1 Stop traffic", None, 5], ["D1", "T2", "T1; T99", 10],
            ["D1", "T3", "T99", 10], ["D2", "T9", "T1", 10]]  # fmt: skip
    file = load(store, rows)
    left = "it is left out of the chain of steps."
    assert said(file) == [
        ("C3", f"T2, T3 wait for T99, and no step of D1 is called so: {left}"),
        ("C5", f"T9 waits for T1, and no step of D2 is called so: {left}"),
    ]
    assert len(store.rows("task")) == 4


def test_steps_of_earlier_files_and_rows_that_wait_are_known(store: Store) -> None:
    assert said(load(store, [HEAD, ["D1", "T1", None, 5]], "a.csv")) == []
    late = [HEAD, ["D1", "T2", "T1; T3", 5], ["D1", "T3", None, "noon-ish"]]
    file = load(store, late, "b.csv")
    assert said(file) == []


@pytest.mark.parametrize(
    "written",
    ["T-01", "1", "T-1", "01", "Restore database", "restore  DATABASE", "Restore", "Rest", "T-02 x",
     "T-7", "2", "Fail", "T-03, Fail over DNS", "dns", "T-04 Inform; T-9"],
)  # fmt: skip
def test_the_import_knows_the_steps_the_drill_page_knows(store: Store, written: str) -> None:
    names = ["T-01 Stop traffic", "Restore database", "T-03", "Fail over DNS", "T-04 Inform"]
    rows = [HEAD, *(["D1", name, None, 5] for name in names), ["D1", "T-05", written, 5]]
    file = load(store, rows)
    tables = store.tables()
    organisation = Organisation(zone="Africa/Johannesburg")
    _, told = runbook_tasks(tables, "D1", dt.date(2025, 4, 1), organisation)
    unknown = [name for one in told if one.kind == "unknown predecessor" for name in one.names]
    assert [p.value for p in file.problems if p.code == "unknown_step"] == unknown


def test_a_ring_is_told_whatever_the_steps_are_called() -> None:
    rows = [HEAD, ["D1", "T-01 Stop traffic", "2", 5], ["D1", "T-02 Restore", "T-1", 5]]
    (one,) = [p for t in read(rows).tables for p in t.problems if p.code == "ring"]
    assert {"T-01 Stop traffic", "T-02 Restore"} == set(one.message.split(" wait ")[0].split(", "))
