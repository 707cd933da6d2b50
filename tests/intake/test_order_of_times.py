"""Clock times beside plans, below dates and in order: which day is meant, worked by hand."""

from __future__ import annotations

from data.intake.facts import Told
from tests.intake.loading import frame_of, problems_of, read, utc

# --- what was not sent ----------------------------------------------------------------------------


def test_a_message_that_was_not_sent_is_kept_without_a_time() -> None:
    reading = read(
        [["Message", "Audience", "Channel", "Due", "Sent"],
         ["M1", "Staff", "SMS", "2025-02-20 08:15", "2025-02-20 08:20"],
         ["M2", "Regulator", "Phone", "2025-02-20 10:00", "not sent"],
         ["M3", "Press", "Phone", "2025-02-20 11:00", "No"]],
        Told(drill="D", zone="UTC"),
    )  # fmt: skip
    frame = frame_of(reading, "message")
    assert frame["message"].tolist() == ["M1", "M2", "M3"]
    assert frame["sent_at"].isna().tolist() == [False, True, True]
    # no open question: the analytics count it as one that did not go out in time
    assert frame["sent_empty"].isna().all()
    assert not [one for one in problems_of(reading) if one.row_rejected]


# --- what is wrong with a cell is said once -------------------------------------------------------


def test_a_time_without_its_date_is_told_once() -> None:
    reading = read(
        [["Date", "Time", "System", "Event"],
         [None, "23:30", "Db", "Recovery started"],
         ["2025-04-05", "00:20", "Db", "Restored"]],
        Told(drill="D", zone="UTC"),
    )  # fmt: skip
    told = [one for one in problems_of(reading) if one.field == "logged_at"]
    assert [(one.cell, one.code, one.severity, one.row_rejected) for one in told] == [
        ("B2", "no_date", "error", True)
    ]
    assert frame_of(reading, "log")["logged_at"].tolist() == [utc("2025-04-05 00:20")]
