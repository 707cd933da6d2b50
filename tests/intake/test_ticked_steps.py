"""A runbook as it was ticked off, with a column of estimates in minutes; worked by hand."""

from __future__ import annotations

from data.store import Store
from tests.intake.loading import load


def test_ticks_and_estimates_of_a_runbook(store: Store) -> None:
    rows = [
        ["Drill", "Step", "Action", "Est. (min)", "Actual start", "Actual finish", "Done?"],
        ["DR-1", 1, "Declare", 5, "2025-03-19 10:02", "2025-03-19 10:06", "☑"],
        ["DR-1", 2, "Fail over", 30, "2025-03-19 10:06", "2025-03-19 10:50", "☑"],
        ["DR-1", 3, "Smoke test", 20, None, None, "☐"],
    ]
    assert load(store, {"Runbook": rows}, "runbook.xlsx").status == "loaded"
    tasks = store.rows("task").set_index("title")
    assert tasks["planned_duration_seconds"].to_dict() == {
        "Declare": 300,
        "Fail over": 1800,
        "Smoke test": 1200,
    }
    assert tasks["status"].to_dict() == {
        "Declare": "completed",
        "Fail over": "completed",
        "Smoke test": "planned",
    }
