"""A step of a runbook in the drill's tables: its number, and what is done in it."""

from __future__ import annotations

from wording.drill_rows import planned_task_rows

STEP = {"planned_seconds": 900, "planned_start_at": None, "team": "DBA", "predecessors": ("1", "2"),
        "is_planned_critical": True, "slack_seconds": 0}  # fmt: skip


def test_a_step_says_what_is_done_in_it() -> None:
    rows = [{**STEP, "task": "3", "title": "Stop *all* writes"}, {**STEP, "task": "T-04 Switch"}]
    said = [one["Step"] for one in planned_task_rows(rows, "UTC")]
    assert said == ["**3** Stop \\*all\\* writes", "**T-04 Switch**"]
