"""What a result borrows: an inventory's objective, a log's instant, and never a guess."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics.calendar import Organisation
from analytics.origins import with_borrowed
from analytics.recovery import measure
from tests.analytics.frames import make_tables, seconds

DRILL = {
    "drill": "H1",
    "exercise_type": "simulation",
    "started_at": "2025-01-10 06:00",
    "ended_at": "2025-01-10 14:00",
    "status": "completed",
}


def filled(recovery: dict[str, object]) -> tuple[pd.Series, bool]:
    """The one recovery row with what it borrows, and whether it borrowed."""
    tables = make_tables(
        drill=[DRILL],
        system=[{"system": "CRM", "rto_seconds": seconds("4:00"), "rto_operator": "<="}],
        recovery=[{"drill": "H1", "system": "CRM", **recovery}],
        log_instants=[{"drill": "H1", "system": "CRM", "restored_at": "2025-01-10 09:30"}],
    )
    tests = measure(tables, date(2025, 3, 31), "disruption:restored", Organisation())
    before = tables["recovery"].copy()
    rows, is_borrowed = with_borrowed(tables["recovery"], tests)
    pd.testing.assert_frame_equal(tables["recovery"], before)
    return rows.iloc[0], is_borrowed


def test_blanks_are_filled_and_own_values_stand() -> None:
    row, is_borrowed = filled({"disrupted_at": "2025-01-10 06:10"})
    assert is_borrowed
    assert row["restored_at"] == pd.Timestamp("2025-01-10 09:30Z")
    assert row["rto_seconds"] == 4 * 3600
    own = {"restored_at": "2025-01-10 10:00", "rto_seconds": seconds("2:00"), "rto_operator": "<="}
    row, is_borrowed = filled({"disrupted_at": "2025-01-10 06:10", **own})
    assert not is_borrowed
    assert row["restored_at"] == pd.Timestamp("2025-01-10 10:00Z")
    assert row["rto_seconds"] == 2 * 3600


def test_an_assumed_start_is_not_said_of_the_system() -> None:
    row, is_borrowed = filled({})
    assert is_borrowed
    assert pd.isna(row["disrupted_at"])
    assert row["restored_at"] == pd.Timestamp("2025-01-10 09:30Z")
