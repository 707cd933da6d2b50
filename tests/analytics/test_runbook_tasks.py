"""A runbook's rows: whom a task means by the names it depends on, and how it stood on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from analytics.calendar import Organisation
from analytics.runbook import Problem, runbook_tasks
from tests.analytics.frames import make_tables

AS_OF = date(2025, 2, 12)


def read(*rows: dict[str, Any]) -> tuple[dict[str, dict[str, Any]], list[Problem]]:
    tables = make_tables(task=[{"drill": "A", **row} for row in rows])
    tasks, problems = runbook_tasks(tables, "A", AS_OF, Organisation())
    return {row["task"]: row for row in tasks.to_dict("records")}, problems


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("T-04", ["T-04 Start hosts"]),
        ("t-4", ["T-04 Start hosts"]),
        ("4", ["T-04 Start hosts"]),
        ("T-04 Start hosts", ["T-04 Start hosts"]),
        ("Confirm, then call", ["Confirm, then call"]),  # all of it is one name
        ("T-04, Confirm, then call", ["T-04 Start hosts", "Confirm, then call"]),
        ("T-04; Step 12\nRestore", ["T-04 Start hosts", "Step 12: Mail", "Restore the ledger"]),
        ("T-04; T-04", ["T-04 Start hosts"]),
        ("", []),
        (None, []),
    ],
)
def test_whom_a_name_means(written: str | None, meant: list[str]) -> None:
    names = ("T-04 Start hosts", "T-40 Stop", "Step 12: Mail", "Confirm, then call",
             "Restore the ledger")  # fmt: skip
    found, _ = read({"task": "Last", "depends_on": written}, *({"task": one} for one in names))
    assert list(found["Last"]["predecessors"]) == meant


def test_names_of_nobody_and_of_several_are_told() -> None:
    _, problems = read(
        {"task": "1 Stop", "depends_on": "T-9; Rest"},
        {"task": "Restore mail", "depends_on": "Restore"},
        {"task": "Restore shop"},
        {"task": "Last", "depends_on": "Restore"},
    )
    assert problems[0] == Problem("unknown predecessor", ("1 Stop",), ("T-9", "Rest"))
    assert Problem("several predecessors", ("Last",), ("Restore",)) in problems


def test_as_of_a_day_what_lies_later_has_not_happened() -> None:
    found, _ = read(
        {"task": "a", "started_at": "2025-02-12 20:00", "finished_at": "2025-02-13 02:00",
         "status": "completed"},
        {"task": "b", "started_at": "2025-02-13 03:00", "finished_at": "2025-02-13 04:00"},
        {"task": "c", "started_at": "2025-02-12 08:00", "finished_at": "2025-02-12 09:00"},
    )  # fmt: skip
    assert {name: row["state"] for name, row in found.items()} == {
        "a": "running",  # completed is what its row says of the day after
        "b": "planned",
        "c": "done",
    }
    assert found["c"]["own_seconds"] == 3600.0


def test_states() -> None:
    found, problems = read(
        {"task": "skipped", "status": "skipped"},
        {"task": "failed", "status": "failed", "started_at": "2025-02-12 08:00"},
        {"task": "running", "started_at": "2025-02-12 08:00"},
        {"task": "said", "status": "completed"},
        {"task": "blank"},
        {"task": "back", "started_at": "2025-02-12 09:00", "finished_at": "2025-02-12 08:00"},
    )
    assert {name: row["state"] for name, row in found.items()} == {
        "skipped": "skipped", "failed": "failed", "running": "running", "said": "done",
        "blank": "planned", "back": "running",
    }  # fmt: skip
    assert problems == [Problem("out of order", ("back",))]


def test_planned_duration_comes_before_planned_times() -> None:
    times = {"planned_start_at": "2025-02-12 08:00", "planned_finish_at": "2025-02-12 08:30"}
    found, _ = read(
        {"task": "a", **times}, {"task": "b", **times, "planned_duration_seconds": 60.0}
    )
    assert (found["a"]["planned_seconds"], found["b"]["planned_seconds"]) == (1800.0, 60.0)


def test_another_drills_tasks_are_not_its_own() -> None:
    tables = make_tables(task=[{"drill": "A", "task": "a"}, {"drill": "B", "task": "b"}])
    tasks, _ = runbook_tasks(tables, "B", AS_OF, Organisation())
    assert tasks["task"].tolist() == ["b"]


def test_what_is_done_in_a_step_stands_beside_its_number() -> None:
    found, _ = read({"task": "3", "title": "Promote standby"}, {"task": "4 Switch DNS"})
    assert found["3"]["title"] == "Promote standby"
    assert not isinstance(found["4 Switch DNS"]["title"], str)
