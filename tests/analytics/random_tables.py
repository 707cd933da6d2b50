"""Tables such as people might load, at random: every kind of row a test can have."""

from __future__ import annotations

from typing import Any

import pandas as pd
from hypothesis import strategies as st

Rows = dict[str, Any]  # record name → its rows

SYSTEMS = tuple(f"System {letter}" for letter in "ABCDEFGH")
# Drill: begins, ends, and what else is told of it. All in the first quarter of 2025.
DRILLS: dict[str, dict[str, Any]] = {
    "First": {"started_at": "2025-01-15 06:00", "ended_at": "2025-01-15 16:00"},
    "Talk": {
        "started_at": "2025-02-03 08:00",
        "ended_at": "2025-02-03 10:00",
        "exercise_type": "tabletop",
    },
    "Second": {"started_at": "2025-02-12 06:00", "ended_at": "2025-02-12 16:00"},
    "Off": {
        "started_at": "2025-03-01 06:00",
        "ended_at": "2025-03-01 16:00",
        "status": "cancelled",
    },
    "Third": {"started_at": "2025-03-19 06:00", "ended_at": "2025-03-19 16:00"},
}
OUTCOMES = ("recovered", "passed", "partial", "failed", "not recovered", "not tested", "unknown")
OBJECTIVES = (None, 0.0, 3600.0, 7200.0, 14400.0, 28800.0)


@st.composite
def recovery_rows(draw: st.DrawFn, drill: str, system: str) -> dict[str, Any]:
    """One row of a results sheet: with instants, a duration, a mark, or next to nothing."""
    start = pd.Timestamp(DRILLS[drill]["started_at"])
    row: dict[str, Any] = {"drill": drill, "system": system}
    kind = draw(st.sampled_from(["instants", "instants", "instants", "duration", "mark", "blank"]))
    if kind == "instants":
        # Minutes after the start; multiples of 30 make ties with the objectives common.
        minutes = sorted(draw(st.lists(st.integers(0, 18), min_size=5, max_size=5)))
        names = ("disrupted_at", "detected_at", "declared_at", "recovery_started_at", "restored_at")
        keep = draw(st.lists(st.booleans(), min_size=5, max_size=5))
        for name, minute, kept in zip(names, minutes, keep, strict=True):
            if kept or name == "disrupted_at":
                row[name] = start + pd.Timedelta(minutes=30 * minute)
    elif kind == "duration":
        row["recovery_time_seconds"] = draw(st.integers(0, 18)) * 1800.0
    if kind == "mark" or draw(st.integers(0, 3)) == 0:
        row["outcome"] = draw(st.sampled_from(OUTCOMES))
    if draw(st.booleans()):
        row["rto_seconds"] = draw(st.sampled_from(OBJECTIVES))
        row["rto_operator"] = draw(st.sampled_from([None, "<", "<="]))
    if draw(st.booleans()):
        row["rpo_seconds"] = draw(st.sampled_from(OBJECTIVES))
        row["data_loss_seconds"] = draw(st.sampled_from([None, 0.0, 1800.0, 3600.0]))
    row["is_in_scope"] = draw(st.sampled_from([None, True, True, False]))
    return row


@st.composite
def quarters(draw: st.DrawFn) -> Rows:
    """The rows of a quarter: an inventory, five drills, and tests of some systems in each."""
    inventory: list[dict[str, Any]] = []
    for system in draw(st.lists(st.sampled_from(SYSTEMS), unique=True, max_size=8)):
        inventory.append({"system": system, "rto_seconds": draw(st.sampled_from(OBJECTIVES))})
        if draw(st.booleans()):
            inventory.append(
                {
                    "system": system,
                    "valid_from_on": draw(st.sampled_from(["2025-02-01", "2025-02-12"])),
                    "rto_seconds": draw(st.sampled_from(OBJECTIVES)),
                }
            )
    recovery: list[dict[str, Any]] = []
    for drill in DRILLS:
        for system in draw(st.lists(st.sampled_from(SYSTEMS), unique=True, max_size=6)):
            recovery.append(draw(recovery_rows(drill, system)))
    drills = [{"drill": name, **told} for name, told in DRILLS.items()]
    return {"system": inventory, "drill": drills, "recovery": recovery}
