"""Where a test's instants come from: the sheet, the log, the drill's start; zones, holds, as of."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pandas as pd
import pytest

from analytics.calendar import Organisation
from analytics.recovery import under_every_clock
from tests.analytics.frames import make_tables
from tests.analytics.worked import figures

HOUR = 3600.0
DRILL = {"drill": "D", "started_at": "2025-02-12 06:00", "ended_at": "2025-02-12 14:00"}
SYSTEM = [{"system": "S", "rto_seconds": 4 * HOUR}]


def at(clock_time: str, day: str = "2025-02-12") -> str:
    return f"{day} {clock_time}"


def local(text: str, zone: str) -> pd.Timestamp:
    """What the intake makes of a zone-less time: read in the drill's zone, kept in UTC."""
    return pd.Timestamp(text).tz_localize(zone).tz_convert("UTC")


# --- Time zones -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "down", "up", "hours"),
    [
        # Berlin skips 02:00-03:00 on 30 March: 01:00 to 05:30 is 3:30, and under four hours.
        ("Europe/Berlin", "2025-03-30 01:00", "2025-03-30 05:30", 3.5),
        # New York skips 02:00-03:00 on 9 March.
        ("America/New_York", "2025-03-09 01:00", "2025-03-09 05:30", 3.5),
        # New York has 01:00-02:00 twice on 2 November: 00:30 to 03:30 is 4:00, a tie.
        ("America/New_York", "2025-11-02 00:30", "2025-11-02 03:30", 4.0),
        # Johannesburg has no such days; and midnight is no end.
        ("Africa/Johannesburg", "2025-03-30 01:00", "2025-03-30 05:30", 4.5),
        ("Africa/Johannesburg", "2025-03-30 22:30", "2025-03-31 01:30", 3.0),
    ],
)
def test_elapsed_time_is_true(zone: str, down: str, up: str, hours: float) -> None:
    found = figures(
        drill=[{"drill": "D", "zone": zone, "ended_at": local(up, zone)}],
        system=SYSTEM,
        recovery=[
            {
                "drill": "D",
                "system": "S",
                "disrupted_at": local(down, zone),
                "restored_at": local(up, zone),
            }
        ],
        as_of=date(2025, 12, 31),
        quarter=None,
    )
    test = found.test("S")
    assert test["recovery_seconds"] == hours * HOUR
    assert test["verdict"] == ("met" if hours <= 4 else "missed")
    assert test["zone"] == zone


# --- The drill's start ----------------------------------------------------------------------------


def test_only_a_blank_disruption_borrows_the_drills_start() -> None:
    blank = figures(
        drill=[DRILL],
        recovery=[{"drill": "D", "system": "S", "restored_at": at("09:00")}],
    ).test("S")
    assert (blank["recovery_seconds"], blank["marks"]) == (3 * HOUR, ("assumed start",))
    said = figures(
        drill=[DRILL],
        recovery=[
            {
                "drill": "D",
                "system": "S",
                "restored_at": at("09:00"),
                "disrupted_empty": "unknown",
            }
        ],
    ).test("S")
    assert math.isnan(said["recovery_seconds"])
    assert said["outcome"] == "recovered"


def test_a_mark_of_unknown_alone_borrows_nothing() -> None:
    found = figures(
        drill=[DRILL],
        system=SYSTEM,
        recovery=[{"drill": "D", "system": "S", "outcome": "unknown"}],
    )
    assert pd.isna(found.test("S")["disrupted_at"])
    assert found.metrics["coverage"].numerator == 0


def test_no_other_instant_is_borrowed() -> None:
    test = figures(
        drill=[DRILL],
        system=SYSTEM,
        recovery=[{"drill": "D", "system": "S", "restored_at": at("09:00")}],
        clock="detection:restored",
    ).test("S")
    assert (test["outcome"], test["verdict"]) == ("recovered", "not measured")


@pytest.mark.parametrize(
    "drill",
    [
        # only a date is known
        {"drill": "D", "started_at": "2025-02-11 22:00", "started_precision": "day"},
        # it began after the system was already noticed to be down
        {"drill": "D", "started_at": "2025-02-12 08:30", "ended_at": "2025-02-12 14:00"},
    ],
)
def test_a_start_that_cannot_be_the_disruption_is_not_borrowed(drill: dict[str, Any]) -> None:
    test = figures(
        drill=[drill],
        recovery=[
            {
                "drill": "D",
                "system": "S",
                "detected_at": at("08:00"),
                "restored_at": at("09:00"),
            }
        ],
    ).test("S")
    assert pd.isna(test["disrupted_at"])
    assert math.isnan(test["recovery_seconds"])
    assert "assumed start" not in test["marks"]


# --- The log --------------------------------------------------------------------------------------


def test_the_log_fills_what_the_sheet_lacks_and_nothing_else() -> None:
    test = figures(
        drill=[DRILL],
        recovery=[{"drill": "D", "system": "S", "disrupted_at": at("06:30")}],
        log_instants=[
            {
                "drill": "D",
                "system": "S",
                "disrupted_at": at("06:00"),
                "detected_at": at("06:40"),
                "restored_at": at("09:00"),
            }
        ],
    ).test("S")
    assert test["disrupted_at"] == pd.Timestamp(at("06:30"), tz="UTC")  # the sheet's own
    assert test["detected_at"] == pd.Timestamp(at("06:40"), tz="UTC")
    assert (test["recovery_seconds"], test["record"]) == (2.5 * HOUR, "recovery")
    assert test["marks"] == ("from the log",)


def test_a_stop_that_says_unknown_is_filled_by_a_log_that_knows() -> None:
    row = {
        "drill": "D",
        "system": "S",
        "disrupted_at": at("06:00"),
        "restored_empty": "unknown",
    }
    line = {"drill": "D", "system": "S", "restored_at": at("09:00")}
    test = figures(drill=[DRILL], recovery=[row], log_instants=[line]).test("S")
    assert test["recovery_seconds"] == 3 * HOUR
    row["restored_empty"] = "not applicable"
    test = figures(drill=[DRILL], recovery=[row], log_instants=[line]).test("S")
    assert test["outcome"] == "unknown"


def test_a_test_the_log_alone_knows() -> None:
    found = figures(
        drill=[DRILL],
        system=[*SYSTEM, {"system": "Noticed only"}],
        log_instants=[
            {"drill": "D", "system": "S", "disrupted_at": at("06:00"), "restored_at": at("08:00")},
            {"drill": "D", "system": "Noticed only", "detected_at": at("06:10")},
        ],
    )
    test = found.test("S")
    assert (test["verdict"], test["record"], test["row_key"]) == ("met", "log", '["D", "S"]')
    assert list(found.tests["system"]) == ["S"]  # an alarm is no test
    assert found.metrics["rto_attainment"].rows["record"].tolist() == ["log"]


def test_lines_of_the_whole_drill_tell_its_beginning_not_a_systems_end() -> None:
    lines = [
        {
            "drill": "D",
            "system": None,
            "disrupted_at": at("06:05"),
            "declared_at": at("06:30"),
            "recovery_started_at": at("06:45"),
            "restored_at": at("13:00"),
        }
    ]
    rows: list[dict[str, Any]] = [
        {"drill": "D", "system": "S", "restored_at": at("09:05")},
        {"drill": "D", "system": "Untested"},
        {"drill": "D", "system": "Down", "detected_at": at("06:20")},
    ]
    found = figures(drill=[DRILL], recovery=rows, log_instants=lines, system=SYSTEM)
    test = found.test("S")
    assert (test["recovery_seconds"], test["marks"]) == (3 * HOUR, ("from the drill's log",))
    assert test["declared_at"] == pd.Timestamp(at("06:30"), tz="UTC")
    assert pd.isna(test["recovery_started_at"])
    assert found.test("Untested")["outcome"] == "not tested"
    down = found.test("Down")
    assert down["outcome"] == "not recovered"
    # Detected at 06:20, declared for the whole drill at 06:30.
    assert down["declared_at"] == pd.Timestamp(at("06:30"), tz="UTC")


@pytest.mark.parametrize(
    ("line", "row", "filled"),
    [
        # declared before the work on it began, even before it was taken down itself
        ({"declared_at": at("06:30")}, {"recovery_started_at": at("07:00")}, True),
        ({"declared_at": at("06:30")}, {"disrupted_at": at("06:45")}, True),
        # its own work began earlier: that declaration came too late to be its own
        ({"declared_at": at("06:30")}, {"recovery_started_at": at("06:20")}, False),
        # the alarm came before this system went down: it was another's
        ({"detected_at": at("06:10")}, {"disrupted_at": at("06:15")}, False),
        ({"detected_at": at("06:20")}, {"disrupted_at": at("06:15")}, True),
        # its cell says why it is empty
        ({"declared_at": at("06:30")}, {"declared_empty": "not applicable"}, False),
    ],
)
def test_a_line_of_the_drill_fills_only_where_it_fits(
    line: dict[str, Any], row: dict[str, Any], filled: bool
) -> None:
    test = figures(
        drill=[DRILL],
        recovery=[{"drill": "D", "system": "S", "restored_at": at("09:00"), **row}],
        log_instants=[{"drill": "D", "system": None, **line}],
    ).test("S")
    name, instant = next(iter(line.items()))
    assert (test[name] == pd.Timestamp(instant, tz="UTC")) is filled
    assert ("from the drill's log" in test["marks"]) is filled


def test_a_row_of_the_whole_drill_takes_all_its_lines() -> None:
    test = figures(
        drill=[DRILL],
        recovery=[{"drill": "D", "system": "whole drill"}],
        log_instants=[
            {
                "drill": "D",
                "system": None,
                "disrupted_at": at("06:00"),
                "restored_at": at("10:00"),
            }
        ],
    ).test("whole drill")
    assert (test["outcome"], test["recovery_seconds"]) == ("recovered", 4 * HOUR)


def test_a_stop_before_its_start_is_no_time() -> None:
    test = figures(
        drill=[DRILL],
        recovery=[{"drill": "D", "system": "S", "restored_at": at("09:00")}],
        log_instants=[{"drill": "D", "system": "S", "disrupted_at": at("09:30")}],
    ).test("S")
    assert math.isnan(test["recovery_seconds"])
    assert "out of order" in test["marks"]


# --- Holds ----------------------------------------------------------------------------------------


def test_holds_are_in_the_recovery_time_and_out_of_the_net() -> None:
    rows = [
        {"drill": "D", "system": name, "disrupted_at": at("06:00"), "restored_at": at("10:00")}
        for name in ("S", "T")
    ]
    holds = [
        {"drill": "D", "system": None, "began_at": at("07:00"), "ended_at": at("07:30")},
        # overlaps the drill's by 10 min: together 07:00-07:50
        {"drill": "D", "system": "S", "began_at": at("07:20"), "ended_at": at("07:50")},
        # inside another
        {"drill": "D", "system": "S", "began_at": at("07:25"), "ended_at": at("07:28")},
        # still on when it was back: 09:45-10:00 counts
        {"drill": "D", "system": "S", "began_at": at("09:45"), "ended_at": None},
        # before the disruption: only 06:00-06:05 counts
        {"drill": "D", "system": "T", "began_at": at("05:00"), "ended_at": at("06:05")},
        {"drill": "Other", "system": None, "began_at": at("06:00"), "ended_at": at("10:00")},
    ]
    found = figures(drill=[DRILL], recovery=rows, hold=holds)
    assert found.test("S")["recovery_seconds"] == 4 * HOUR
    assert found.test("S")["net_of_holds_seconds"] == 4 * HOUR - (50 + 15) * 60
    assert found.test("T")["net_of_holds_seconds"] == 4 * HOUR - (30 + 5) * 60


def test_without_holds_net_is_gross_and_a_duration_with_holds_has_none() -> None:
    row = {"drill": "D", "system": "S", "recovery_time_seconds": HOUR}
    free = figures(drill=[DRILL], recovery=[row]).test("S")
    assert free["net_of_holds_seconds"] == HOUR
    hold = [{"drill": "D", "began_at": at("07:00"), "ended_at": at("07:30")}]
    held = figures(drill=[DRILL], recovery=[row], hold=hold).test("S")
    assert (held["recovery_seconds"], math.isnan(held["net_of_holds_seconds"])) == (HOUR, True)


# --- As of a date ---------------------------------------------------------------------------------


def test_in_the_middle_of_a_drill_only_what_had_happened_counts() -> None:
    rows: list[dict[str, Any]] = [
        {
            "drill": "D",
            "system": "Back",
            "disrupted_at": at("06:00"),
            "restored_at": at("09:00"),
        },
        {
            "drill": "D",
            "system": "Working",
            "disrupted_at": at("06:00"),
            "restored_at": at("09:00", "2025-02-13"),
            "outcome": "failed",
        },
        {"drill": "D", "system": "Marked", "outcome": "passed"},
        {"drill": "D", "system": "Timed", "recovery_time_seconds": HOUR},
        {"drill": "D", "system": "Lost", "disrupted_at": at("06:00")},
    ]
    two_days = {**DRILL, "ended_at": at("14:00", "2025-02-13")}
    during = figures(drill=[two_days], recovery=rows, as_of=date(2025, 2, 12))
    outcomes = dict(zip(during.tests["system"], during.tests["outcome"], strict=True))
    assert outcomes == {
        "Back": "recovered",
        "Working": "in progress",
        "Lost": "in progress",
        "Marked": "not tested",  # marks and durations count once the drill has ended
        "Timed": "not tested",
    }
    assert during.drills["status"].tolist() == ["running"]
    assert during.metrics["drills_completed"].value == 0
    assert during.metrics["rto_attainment"].note == "no data"
    after = figures(drill=[two_days], recovery=rows, as_of=date(2025, 2, 13))
    outcomes = dict(zip(after.tests["system"], after.tests["outcome"], strict=True))
    assert outcomes == {
        "Back": "recovered",
        "Working": "recovered",
        "Lost": "not recovered",
        "Marked": "recovered",
        "Timed": "recovered",
    }
    before = figures(drill=[two_days], recovery=rows, as_of=date(2025, 2, 11))
    assert set(before.tests["outcome"]) == {"not tested"}
    assert before.drills["status"].tolist() == ["planned"]


def test_the_as_of_day_ends_in_the_organisations_zone() -> None:
    # Restored at 22:30 UTC on the 12th: in Johannesburg that is 00:30 on the 13th.
    row = {
        "drill": "D",
        "system": "S",
        "disrupted_at": at("20:00"),
        "restored_at": at("22:30"),
    }
    drill = {"drill": "D", "started_at": at("20:00"), "ended_at": at("23:00")}
    here = figures(drill=[drill], recovery=[row], as_of=date(2025, 2, 12))
    assert here.test("S")["outcome"] == "in progress"
    there = figures(
        drill=[drill],
        recovery=[row],
        as_of=date(2025, 2, 12),
        organisation=Organisation(zone="Europe/London"),
    )
    assert there.test("S")["outcome"] == "recovered"


# --- Every clock ----------------------------------------------------------------------------------


def test_a_verdict_may_hang_on_the_clock() -> None:
    rows: list[dict[str, Any]] = [
        {
            "drill": "D",
            "system": "S",
            "disrupted_at": at("06:00"),
            "detected_at": at("06:20"),
            "declared_at": at("06:40"),
            "recovery_started_at": at("07:00"),
            "restored_at": at("10:30"),
            "validated_at": at("11:10"),
        },
        {"drill": "D", "system": "T", "recovery_time_seconds": HOUR, "rto_seconds": 2 * HOUR},
    ]
    tables = make_tables(drill=[DRILL], recovery=rows, system=SYSTEM)
    strip = under_every_clock(tables, date(2025, 3, 31), Organisation())
    hanging = strip[strip["system"] == "S"].set_index("clock")
    # The RTO is 4 h: 4:30 4:10 3:50 3:30 to restored, 40 min more to validated.
    assert hanging["verdict"].to_dict() == {
        "disruption:restored": "missed",
        "disruption:validated": "missed",
        "detection:restored": "missed",
        "detection:validated": "missed",
        "declaration:restored": "met",
        "declaration:validated": "missed",
        "recovery_start:restored": "met",
        "recovery_start:validated": "missed",
    }
    assert hanging.loc["detection:restored", "margin_seconds"] == -10 * 60
    assert not hanging["is_decided"].any()
    assert strip.loc[strip["system"] == "T", "is_decided"].all()
