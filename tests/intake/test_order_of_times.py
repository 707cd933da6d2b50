"""Clock times beside plans, below dates and in order: which day is meant, worked by hand."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.intake.facts import Told
from data.intake.understanding import BookReading
from tests.intake.loading import frame_of, problems_of, read, rows_of, utc

ASKED = Told(drill="D", zone="UTC")
TITLE = "Drill of 12 September 2025"


def _clocks(reading: BookReading, record: str, name: str) -> list[str | None]:
    """Day and clock of a field, row by row, as `12 23:40`."""
    return [None if one is pd.NaT else f"{one:%d %H:%M}" for one in frame_of(reading, record)[name]]


def _moved(reading: BookReading) -> list[str | None]:
    return [one.cell for one in problems_of(reading) if one.code in ("next_day", "day_before")]


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


# --- steps of a runbook ---------------------------------------------------------------------------

STEPS = ["Task", "Team", "Depends on", "Planned start", "Actual start", "Actual finish"]


def _runbook(*rows: tuple[str | None, ...]) -> BookReading:
    return read([[TITLE], [], STEPS, *rows], ASKED)


def test_steps_in_order_pass_midnight_once() -> None:
    reading = _runbook(
        ("Open bridge", "Ops", None, "20:00", "20:02", "20:10"),
        ("Switch DNS", "Network", None, "23:40", "23:50", "00:15"),
        ("Smoke test", "QA", None, "00:10", "00:20", "00:50"),
        ("Fail back", "DBA", None, "01:00", "-", "-"),
    )
    assert _clocks(reading, "task", "planned_start_at") == [
        "12 20:00", "12 23:40", "13 00:10", "13 01:00",
    ]  # fmt: skip
    assert _clocks(reading, "task", "started_at") == ["12 20:02", "12 23:50", "13 00:20", None]
    assert _clocks(reading, "task", "finished_at") == ["12 20:10", "13 00:15", "13 00:50", None]
    assert _moved(reading) == ["D6", "D7", "E6", "F5"]
    (told,) = [one for one in problems_of(reading) if one.cell == "D6"]
    assert told.message == "00:10 has no date and is read as the next day, 13 September 2025"


def test_a_step_planned_before_midnight_may_start_after_it_and_the_other_way_round() -> None:
    reading = _runbook(
        ("A", "Ops", None, "22:00", "21:50", "22:30"),  # ten minutes early
        ("B", "Ops", None, "23:50", "00:05", "00:20"),  # late, past midnight
        ("C", "Ops", None, "00:10", "23:58", "00:08"),  # early, before midnight
    )
    assert _clocks(reading, "task", "planned_start_at") == ["12 22:00", "12 23:50", "13 00:10"]
    assert _clocks(reading, "task", "started_at") == ["12 21:50", "13 00:05", "12 23:58"]
    assert _clocks(reading, "task", "finished_at") == ["12 22:30", "13 00:20", "13 00:08"]


def test_steps_without_plans_pass_midnight_by_their_starts() -> None:
    reading = _runbook(
        ("A", "Ops", None, None, "23:00", "23:40"),
        ("B", "Ops", None, None, "23:40", "23:55"),
        ("C", "Ops", None, None, "00:10", "00:30"),
    )
    assert _clocks(reading, "task", "started_at") == ["12 23:00", "12 23:40", "13 00:10"]
    assert _clocks(reading, "task", "finished_at") == ["12 23:40", "12 23:55", "13 00:30"]


@pytest.mark.parametrize(
    "second", [["08:00", "09:00"], ["09:00", "12:00"]]
)  # a team starts over, no earlier than the first
def test_teams_that_start_over_are_of_one_day(second: list[str]) -> None:
    reading = _runbook(
        ("A1", "A", None, "08:00", "08:00", None),
        ("A2", "A", None, "22:00", "22:00", None),
        ("B1", "B", None, second[0], second[0], None),
        ("B2", "B", None, second[1], second[1], None),
    )
    assert {one[:2] for one in _clocks(reading, "task", "planned_start_at") if one} == {"12"}
    assert {one[:2] for one in _clocks(reading, "task", "started_at") if one} == {"12"}
    (told,) = [one for one in problems_of(reading) if one.code == "clock_order"]
    assert (told.severity, told.cell, told.field) == ("warning", "D6", "planned_start_at")
    assert f"{second[0]} stands below a later time" in told.message


def test_several_falls_move_nothing() -> None:
    reading = _runbook(
        ("A1", "A", None, "22:00", None, None), ("A2", "A", None, "00:10", None, None),
        ("B1", "B", None, "22:00", None, None), ("B2", "B", None, "00:20", None, None),
    )  # fmt: skip
    assert {one[:2] for one in _clocks(reading, "task", "planned_start_at") if one} == {"12"}
    assert "clock_order" in {one.code for one in problems_of(reading)}


def test_a_step_is_not_planned_before_the_one_it_waits_for() -> None:
    reading = _runbook(
        ("A1", "A", None, "22:00", None, None), ("A2", "A", "A1", "00:10", "00:12", None),
        ("B1", "B", None, "22:00", None, None), ("B2", "B", "B1; A2", "00:20", None, None),
        ("C1", "C", "B2", "01:00", None, None),
    )  # fmt: skip
    assert _clocks(reading, "task", "planned_start_at") == [
        "12 22:00", "13 00:10", "12 22:00", "13 00:20", "13 01:00",
    ]  # fmt: skip
    assert _clocks(reading, "task", "started_at")[1] == "13 00:12"
    assert "clock_order" not in {one.code for one in problems_of(reading)}


def test_steps_that_wait_in_a_ring_move_nothing() -> None:
    reading = _runbook(
        ("A1", "A", "A2", "22:00", None, None), ("A2", "A", "A1", "08:00", None, None),
        ("A3", "A", "A2", "09:00", None, None), ("A4", "A", "A3", "23:00", None, None),
    )  # fmt: skip
    assert {one[:2] for one in _clocks(reading, "task", "planned_start_at") if one} == {"12"}
    assert "clock_order" in {one.code for one in problems_of(reading)}


def test_dates_of_their_own_are_never_moved() -> None:
    reading = _runbook(
        ("A", "Ops", None, "2025-09-12 23:40", "23:50", None),
        ("B", "Ops", None, "2025-09-12 00:10", "00:20", None),
        ("C", "Ops", None, "2025-09-13 00:05", "23:57", None),
    )
    assert _clocks(reading, "task", "planned_start_at") == ["12 23:40", "12 00:10", "13 00:05"]
    assert _clocks(reading, "task", "started_at") == ["12 23:50", "12 00:20", "12 23:57"]


# --- messages -------------------------------------------------------------------------------------

MESSAGES = ["Message", "Audience", "Channel", "Due", "Sent", "Acknowledged"]


def _messages(*rows: tuple[str | None, ...]) -> BookReading:
    return read([[TITLE], [], MESSAGES, *rows], ASKED)


def test_a_message_sent_early_is_of_its_day() -> None:
    reading = _messages(
        ("M1", "Crisis team", "SMS", "08:15", "08:12", "08:20"),
        ("M2", "Staff", "Mail", "08:30", "08:41", None),
    )
    assert _clocks(reading, "message", "sent_at") == ["12 08:12", "12 08:41"]
    assert _clocks(reading, "message", "acknowledged_at") == ["12 08:20", None]
    assert not _moved(reading)


@pytest.mark.parametrize(
    ("due", "sent", "acknowledged", "expected", "moved"),
    [
        ("23:55", "00:10", "00:20", ["12 23:55", "13 00:10", "13 00:20"], ["E4"]),
        ("00:05", "23:58", "00:20", ["13 00:05", "12 23:58", "13 00:20"], ["D4", "F4"]),
        ("2025-09-13 00:05", "23:58", None, ["13 00:05", "12 23:58", None], ["E4"]),
        ("2025-09-12 23:55", "00:10", None, ["12 23:55", "13 00:10", None], ["E4"]),
        ("23:55", None, "00:20", ["12 23:55", None, "13 00:20"], ["F4"]),
        ("08:00", "20:30", None, ["12 08:00", "12 20:30", None], []),  # half a day late
    ],
)
def test_due_and_sent_are_of_the_days_nearest_to_each_other(
    due: str, sent: str | None, acknowledged: str | None, expected: list[str], moved: list[str]
) -> None:
    reading = _messages(("M1", "Staff", "SMS", due, sent, acknowledged))
    fields = ("due_at", "sent_at", "acknowledged_at")
    assert [_clocks(reading, "message", one)[0] for one in fields] == expected
    assert _moved(reading) == moved


def test_messages_in_order_pass_midnight_together() -> None:
    reading = _messages(
        ("M1", "Staff", "SMS", "22:00", "22:05", None),
        ("M2", "Staff", "SMS", "23:59", "00:02", None),
        ("M3", "Staff", "SMS", "01:00", "00:58", None),
    )
    assert _clocks(reading, "message", "due_at") == ["12 22:00", "12 23:59", "13 01:00"]
    assert _clocks(reading, "message", "sent_at") == ["12 22:05", "13 00:02", "13 00:58"]


# --- a date written once --------------------------------------------------------------------------

LINES = ["Date", "Time", "System", "Event"]


def _log(*rows: tuple[object, ...]) -> BookReading:
    return read([LINES, *rows], ASKED)


def test_a_date_holds_for_the_lines_below_it() -> None:
    reading = _log(
        ("2025-04-04", "21:00", "Db", "Disrupted"), (None, "23:30", "Db", "Recovery started"),
        ("2025-04-05", "00:20", "Db", "Restored"), (None, "01:00", "Db", "Validated"),
    )  # fmt: skip
    assert _clocks(reading, "log", "logged_at") == ["04 21:00", "04 23:30", "05 00:20", "05 01:00"]
    assert not [one for one in problems_of(reading) if one.field == "logged_at"]
    (column,) = {one.reading for one in rows_of(reading, "log").lineage if one.field == "logged_at"}
    assert "a blank date is the one above it" in (column or "")


def test_the_date_above_counts_more_than_the_day_of_the_drill() -> None:
    reading = read(
        [["Drill of 4 April 2025"], [], LINES, ("2025-04-04", "21:00", "Db", "Disrupted"),
         ("2025-04-05", "00:20", "Db", "Restored"), (None, "01:00", "Db", "Validated")],
        ASKED,
    )  # fmt: skip
    assert _clocks(reading, "log", "logged_at") == ["04 21:00", "05 00:20", "05 01:00"]


def test_lines_past_midnight_below_one_date_are_the_next_day() -> None:
    reading = _log(
        ("2025-04-04", "21:00", "Db", "Disrupted"), (None, "23:30", "Db", "Recovery started"),
        (None, "00:20", "Db", "Restored"), (None, "01:00", "Db", "Validated"),
    )  # fmt: skip
    assert _clocks(reading, "log", "logged_at") == ["04 21:00", "04 23:30", "05 00:20", "05 01:00"]
    told = [one for one in problems_of(reading) if one.code == "next_day"]
    assert [one.row for one in told] == [4, 5]
    assert told[0].message == "00:20 has no date and is read as the next day, 5 April 2025"


def test_a_log_last_line_first_has_the_date_above_its_lines_too() -> None:
    reading = _log(
        ("2025-04-05", "01:00", "Db", "Validated"), (None, "00:20", "Db", "Restored"),
        ("2025-04-04", "23:30", "Db", "Recovery started"), (None, "21:00", "Db", "Disrupted"),
    )  # fmt: skip
    assert _clocks(reading, "log", "logged_at") == ["05 01:00", "05 00:20", "04 23:30", "04 21:00"]


def test_lines_in_no_order_take_no_date_and_are_told_once() -> None:
    reading = _log(
        ("2025-04-04", "21:00", "Db", "Disrupted"), (None, "20:00", "Db", "Recovery started"),
        (None, "22:00", "Db", "Restored"),
    )  # fmt: skip
    assert _clocks(reading, "log", "logged_at") == ["04 21:00"]
    told = [(one.cell, one.row_rejected) for one in problems_of(reading)
            if one.field == "logged_at"]  # fmt: skip
    assert told == [("B3", True), ("B4", True)]


def test_results_of_one_drill_take_the_date_above_and_those_of_another_do_not() -> None:
    heads = ["Drill", "System", "Down date", "Down time", "Up date", "Up time"]
    reading = read(
        [heads, ["D1", "A", "2025-05-01", "21:00", "2025-05-01", "22:00"],
         ["D1", "B", None, "21:30", None, "00:30"]],
        Told(zone="UTC"),
    )  # fmt: skip
    assert _clocks(reading, "recovery", "disrupted_at") == ["01 21:00", "01 21:30"]
    assert _clocks(reading, "recovery", "restored_at") == ["01 22:00", "02 00:30"]
    other = read(
        [heads, ["D1", "A", "2025-05-01", "21:00", "2025-05-01", "22:00"],
         ["D2", "B", None, "21:30", None, "00:30"]],
        Told(zone="UTC"),
    )  # fmt: skip
    assert _clocks(other, "recovery", "disrupted_at") == ["01 21:00", None]


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 1439),
    st.lists(st.integers(1, 700), min_size=1, max_size=12),
    st.booleans(),
)
def test_leaving_out_repeated_dates_changes_no_instant(
    first: int, steps: list[int], is_last_first: bool
) -> None:
    """Written with each date, and with each only where it changes: the same moments."""
    at = [dt.datetime(2025, 4, 4) + dt.timedelta(minutes=first)]
    for step in steps:
        at.append(at[-1] + dt.timedelta(minutes=step))
    lines = at[::-1] if is_last_first else at
    rows = [
        (
            None if place and lines[place - 1].date() == one.date() else f"{one:%Y-%m-%d}",
            f"{one:%H:%M}", "Db", f"Line {place}",
        )
        for place, one in enumerate(lines)
    ]  # fmt: skip
    assert frame_of(_log(*rows), "log")["logged_at"].tolist() == [utc(str(one)) for one in lines]
