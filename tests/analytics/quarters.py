"""A whole quarter by hand, in which all five success criteria are met, to be spoiled one by one."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tests.analytics.frames import make_tables

Rows = dict[str, list[dict[str, Any]]]

SYSTEMS = ("CRM", "Shop")


def good_quarter() -> Rows:
    """The first quarter of 2025: A on 12 February, B on 18 March, 08:00 to 14:00 in Johannesburg.

    Two systems, each back in 3 h in both; two gaps of A, closed before B and retested in it; one
    gap of B, open, with a plan; a follow-up drill on 10 June; five content respondents.
    """
    days = {"A": "2025-02-12", "B": "2025-03-18"}
    return {
        "system": [
            {"system": system, "tier": "1", "rto_seconds": 4 * 3600, "rpo_seconds": 900,
             "hourly_downtime_cost": 1000}
            for system in SYSTEMS
        ],
        "drill": [
            *(
                {"drill": drill, "started_at": f"{day} 06:00", "ended_at": f"{day} 12:00",
                 "scenario_kind": kind, "planned_on": day, "status": "completed"}
                for (drill, day), kind in zip(
                    days.items(), ("hardware failure", "cyber-attack"), strict=True
                )
            ),
            {"drill": "C", "planned_on": "2025-06-10", "status": "planned"},
        ],
        "recovery": [
            {"drill": drill, "system": system, "disrupted_at": f"{day} 06:00",
             "detected_at": f"{day} 06:10", "declared_at": f"{day} 06:30",
             "recovery_started_at": f"{day} 07:00", "restored_at": f"{day} 09:00",
             "validated_at": f"{day} 09:30", "last_recovery_point_at": f"{day} 05:50"}
            for drill, day in days.items()
            for system in SYSTEMS
        ],
        "gap": [
            {"gap": "G1", "drill": "A", "system": "CRM", "category": "process",
             "status": "verified", "closed_on": "2025-03-10", "retest_drill": "B",
             "retest_result": "passed", "owner": "Thandi", "due_on": "2025-03-14"},
            {"gap": "G2", "drill": "A", "system": "Shop", "status": "closed",
             "closed_on": "2025-03-12"},
            {"gap": "G3", "drill": "B", "system": "Shop", "status": "open", "owner": "Sipho",
             "due_on": "2025-04-30"},
        ],
        "action": [{"action": "A1", "gap": "G3", "status": "in progress"}],
        "survey": [
            {"drill": "B", "respondent": f"R{n}", "satisfaction": 4, "role_clarity": 5,
             "training": 4, "team": "Operations"}
            for n in range(5)
        ],
        "message": [
            {"drill": "A", "message": "M1", "target_seconds": 900,
             "sent_at": "2025-02-12 06:40", "acknowledged_at": "2025-02-12 06:50"}
        ],
        "participant": [
            {"drill": "A", "participant": "Operations", "invited_count": 8, "attended_count": 6,
             "trained_count": 5}
        ],
        "criterion": [{"drill": "A", "criterion": "Orders can be placed", "is_met": True}],
        "task": [
            {"drill": "A", "task": "T1", "planned_duration_seconds": 1800,
             "started_at": "2025-02-12 07:00", "finished_at": "2025-02-12 07:20"}
        ],
        "milestone": [
            {"quarter": "2025-Q1", "milestone": "First drill", "planned_on": "2025-02-28",
             "planned_precision": "month", "completed_on": "2025-02-12"}
        ],
        "deliverable": [
            {"quarter": "2025-Q1", "milestone": "First drill", "deliverable": "Report",
             "is_done": True}
        ],
        "resource": [
            {"quarter": "2025-Q1", "resource": "Platform", "budget": 100, "spent": 80,
             "currency": "ZAR"}
        ],
    }  # fmt: skip


def tables_of(rows: Rows) -> dict[str, pd.DataFrame]:
    """The rows as typed frames."""
    return make_tables(**rows)
