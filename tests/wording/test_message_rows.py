"""A message in the drill's table: when it was due, also where there is nothing to count from."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from wording.drill_rows import message_rows

NO_TIME: dict[str, Any] = {
    "message": "First notice", "state": "no time", "sent": pd.NaT, "must_by": pd.NaT,
    "start_at": pd.NaT, "target_seconds": 1800.0, "audience": "Staff", "channel": None,
    "acknowledged": pd.NaT, "reached_count": None, "recipient_count": None,
}  # fmt: skip


def told(**other: object) -> tuple[str, str]:
    """What the table says of being in time and of when it was due."""
    is_planned = bool(other.pop("is_planned", False))
    (row,) = message_rows([NO_TIME | other], "UTC", is_planned=is_planned)
    return row["In time"].replace("\u00a0", " "), row["Due"].replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"is_planned": True}, (":gray-badge[○ planned]", "within 30 min")),
        ({}, (":gray-badge[○ no start known]", "within 30 min")),
        ({"target_seconds": float("nan")}, (":gray-badge[○ no time]", "–")),
        ({"state": "no target", "sent": pd.Timestamp("2025-02-12 06:10", tz="UTC")},
         (":gray-badge[○ no target]", "within 30 min")),
        ({"state": "not sent yet", "must_by": pd.Timestamp("2025-02-12 06:30", tz="UTC")},
         (":gray-badge[○ not sent yet]", "06:30")),
    ],
)  # fmt: skip
def test_a_target_without_a_start_is_said_as_a_span(
    other: dict[str, object], said: tuple[str, str]
) -> None:
    in_time, due = told(**other)
    assert (in_time, due.replace(" UTC", "")) == said
