"""One test = one (drill, system): its outcome, verdict, margin, band and marks, case by case.

Instants are UTC; the drill runs from 06:00 to 14:00 on 12 February 2025 unless said.
"""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pandas as pd
import pytest

from analytics.recovery import CLOCKS, measure
from tests.analytics.frames import make_tables
from tests.analytics.worked import Figures, figures

DAY = "2025-02-12 "
HOUR = 3600.0
RTO = {"rto_seconds": 4 * HOUR}


def run(
    row: dict[str, Any],
    *,
    of: dict[str, Any] | None = None,
    clock: str = "disruption:restored",
    as_of: date = date(2025, 3, 31),
    **tables: Any,  # noqa: ANN401 - more rows by record
) -> Figures:
    """The figures of one recovery row of system S in drill D; instants as clock times."""
    told = {
        name: DAY + value if name.endswith("_at") and len(str(value)) == 5 else value
        for name, value in row.items()
    }
    plan = {"started_at": DAY + "06:00", "ended_at": DAY + "14:00"} if of is None else of
    return figures(
        drill=[{"drill": "D", **plan}],
        recovery=[{"drill": "D", "system": "S", **RTO, **told}],
        clock=clock,
        as_of=as_of,
        **tables,
    )


def one(row: dict[str, Any], **how: Any) -> dict[str, Any]:  # noqa: ANN401 - as run takes them
    return run(row, **how).test("S")


# --- Outcome --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "outcome", "verdict"),
    [
        # a stop instant or a duration is recovered, even with a typed fail
        ({"disrupted_at": "06:00", "restored_at": "09:00"}, "recovered", "met"),
        ({"disrupted_at": "06:00", "restored_at": "11:00"}, "recovered", "missed"),
        (
            {"disrupted_at": "06:00", "restored_at": "09:00", "outcome": "failed"},
            "recovered",
            "met",
        ),
        ({"recovery_time_seconds": 3 * HOUR}, "recovered", "met"),
        ({"recovery_time_seconds": 3 * HOUR, "outcome": "failed"}, "recovered", "met"),
        # passed without a time is recovered, but no time is no verdict
        ({"outcome": "passed"}, "recovered", "not measured"),
        ({"outcome": "recovered"}, "recovered", "not measured"),
        ({"disrupted_at": "06:00", "outcome": "passed"}, "recovered", "not measured"),
        # never recovered when marked not recovered
        (
            {"disrupted_at": "06:00", "restored_at": "09:00", "outcome": "not recovered"},
            "not recovered",
            "missed",
        ),
        ({"recovery_time_seconds": HOUR, "outcome": "not recovered"}, "not recovered", "missed"),
        # marked failed, or begun and never back
        ({"outcome": "failed"}, "not recovered", "missed"),
        ({"disrupted_at": "06:00"}, "not recovered", "missed"),
        ({"detected_at": "06:10"}, "not recovered", "missed"),
        # partial
        ({"disrupted_at": "06:00", "outcome": "partial"}, "partial", "missed"),
        ({"disrupted_at": "06:00", "degraded_at": "08:00"}, "partial", "missed"),
        ({"outcome": "partial", "rto_seconds": None}, "partial", "no objective"),
        # not tested: marked so, or nothing known of it
        ({"outcome": "not tested"}, "not tested", "not tested"),
        ({}, "not tested", "not tested"),
        ({"is_in_scope": True}, "not tested", "not tested"),
        ({"restored_empty": "not tested"}, "not tested", "not tested"),
        ({"restored_empty": "not applicable"}, "not tested", "not tested"),
        # the rest
        ({"outcome": "unknown"}, "unknown", "not measured"),
        ({"disrupted_at": "06:00", "restored_empty": "unknown"}, "unknown", "not measured"),
        ({"disrupted_at": "06:00", "restored_empty": "pending"}, "unknown", "not measured"),
        ({"recovery_time_empty": "unknown"}, "unknown", "not measured"),
        # no objective goes before everything but untested and in progress
        (
            {"disrupted_at": "06:00", "restored_at": "09:00", "rto_seconds": None},
            "recovered",
            "no objective",
        ),
        ({"disrupted_at": "06:00", "rto_seconds": None}, "not recovered", "no objective"),
        ({"outcome": "not tested", "rto_seconds": None}, "not tested", "not tested"),
    ],
)
def test_outcome_and_verdict(row: dict[str, Any], outcome: str, verdict: str) -> None:
    test = one(row)
    assert (test["outcome"], test["verdict"]) == (outcome, verdict)
    if outcome != "recovered":
        assert math.isnan(test["recovery_seconds"])


def test_a_system_of_the_inventory_alone_is_no_test() -> None:
    found = figures(
        system=[{"system": "Idle", "rto_seconds": HOUR}],
        drill=[{"drill": "D", "started_at": DAY + "06:00", "ended_at": DAY + "14:00"}],
    )
    assert found.tests.empty
    assert (found.metrics["coverage"].numerator, found.metrics["coverage"].denominator) == (0, 1)


# --- Objectives, ties and bands -------------------------------------------------------------------


@pytest.mark.parametrize(("operator", "verdict"), [(None, "met"), ("<=", "met"), ("<", "missed")])
def test_a_tie_counts_by_the_operator_and_is_marked(operator: str | None, verdict: str) -> None:
    row = {"disrupted_at": "06:00", "restored_at": "10:00", "rto_operator": operator}
    test = one(row)
    assert (test["verdict"], test["margin_seconds"]) == (verdict, 0)
    assert "tie" in test["marks"]
    assert test["band"] == (None if verdict == "met" else "minor")


@pytest.mark.parametrize(
    ("minutes", "band"),
    [  # over an objective of 240 min: 20 % is 288, 50 % is 360
        (240, None),
        (241, "minor"),
        (288, "minor"),
        (289, "significant"),
        (360, "significant"),
        (361, "critical"),
    ],
)
def test_overrun_bands(minutes: int, band: str | None) -> None:
    assert one({"recovery_time_seconds": minutes * 60.0})["band"] == band


def test_an_rto_of_zero_is_an_objective() -> None:
    over = one({"recovery_time_seconds": 1.0, "rto_seconds": 0.0})
    assert (over["verdict"], over["band"]) == ("missed", "critical")
    kept = one({"recovery_time_seconds": 0.0, "rto_seconds": 0.0})
    assert (kept["verdict"], kept["band"], kept["marks"]) == (
        "met",
        None,
        ("clock unspecified", "tie"),
    )


def test_not_recovered_and_partial_are_a_total_overrun() -> None:
    assert one({"disrupted_at": "06:00"})["band"] == "total"
    assert one({"outcome": "partial"})["band"] == "total"


def test_the_results_sheets_rto_counts_else_the_one_of_the_drills_first_day() -> None:
    inventory = [
        {"system": "S", "rto_seconds": 8 * HOUR, "rpo_seconds": 900.0, "tier": "1"},
        {"system": "S", "valid_from_on": "2025-02-12", "rto_seconds": 2 * HOUR},
        {"system": "S", "valid_from_on": "2025-02-13", "rto_seconds": 1 * HOUR},
    ]
    row = {"disrupted_at": "06:00", "restored_at": "09:00", "rto_seconds": None}
    test = one(row, system=inventory)
    assert (test["rto_seconds"], test["rto_operator"], test["verdict"]) == (7200, "<=", "missed")
    assert (test["rpo_seconds"], test["tier"]) == (900, "1")  # as the older row left them
    own = one({**row, "rto_seconds": 4 * HOUR, "rto_operator": "<"}, system=inventory)
    assert (own["rto_seconds"], own["rto_operator"], own["verdict"]) == (4 * HOUR, "<", "met")


def test_in_a_drill_without_any_date_only_what_always_held_is_known() -> None:
    inventory = [
        {"system": "S", "rto_seconds": 8 * HOUR},
        {"system": "S", "valid_from_on": "2025-01-01", "rto_seconds": 2 * HOUR},
    ]
    found = figures(
        system=inventory,
        recovery=[{"drill": "D", "system": "S", "recovery_time_seconds": HOUR}],
    )
    assert found.test("S")["rto_seconds"] == 8 * HOUR


def test_an_objective_valid_from_a_month_holds_from_its_first_day() -> None:
    inventory = [
        {"system": "S", "rto_seconds": 8 * HOUR},
        {
            "system": "S",
            "valid_from_on": "2025-02-28",  # "February 2025", kept as its last day
            "valid_from_precision": "month",
            "rto_seconds": 2 * HOUR,
        },
    ]
    row = {"disrupted_at": "06:00", "restored_at": "09:00", "rto_seconds": None}
    assert one(row, system=inventory)["rto_seconds"] == 2 * HOUR


# --- Durations and ranges -------------------------------------------------------------------------


@pytest.mark.parametrize("clock", CLOCKS)
def test_a_duration_counts_under_every_clock_in_a_row_without_a_stop(clock: str) -> None:
    test = one({"recovery_time_seconds": 3 * HOUR, "disrupted_at": "06:00"}, clock=clock)
    assert (test["recovery_seconds"], test["verdict"]) == (3 * HOUR, "met")
    assert test["marks"] == ("clock unspecified",)


def test_beside_a_stop_the_instants_count_and_a_disagreement_is_marked() -> None:
    row = {"disrupted_at": "06:00", "restored_at": "09:00"}
    close = one({**row, "recovery_time_seconds": 3 * HOUR + 60})
    assert (close["recovery_seconds"], close["marks"]) == (3 * HOUR, ())
    off = one({**row, "recovery_time_seconds": 3 * HOUR + 61})
    assert (off["recovery_seconds"], off["marks"]) == (3 * HOUR, ("duration disagrees",))
    # Under a clock whose own stop is missing the duration still does not step in.
    other = one({**row, "recovery_time_seconds": 3 * HOUR}, clock="disruption:validated")
    assert (other["outcome"], other["verdict"]) == ("recovered", "not measured")


@pytest.mark.parametrize(
    ("low", "high", "verdict", "undecided"),
    [  # the objective is 4 h; the upper end counts
        (3.5, 4.5, "missed", True),
        (4.0, 4.5, "missed", True),  # the lower end would just do
        (4.1, 4.5, "missed", False),
        (3.0, 4.0, "met", False),
    ],
)
def test_a_range_counts_by_its_upper_end(
    low: float, high: float, verdict: str, undecided: bool
) -> None:
    row = {"recovery_time_seconds": high * HOUR, "recovery_time_low_seconds": low * HOUR}
    test = one(row)
    assert test["verdict"] == verdict
    assert ("undecided range" in test["marks"]) is undecided


def test_an_approximate_duration_says_so() -> None:
    test = one({"recovery_time_seconds": 1800.0, "recovery_time_is_approximate": True})
    assert test["marks"] == ("clock unspecified", "approximate")


def test_a_tabletops_times_are_estimates_and_in_no_recovery_measure() -> None:
    plan = {
        "started_at": DAY + "06:00",
        "ended_at": DAY + "14:00",
        "exercise_type": "tabletop",
        "scenario_kind": "site loss",
    }
    found = run({"recovery_time_seconds": HOUR}, of=plan)
    assert "estimated" in found.test("S")["marks"]
    assert found.metrics["rto_attainment"].note == "no data"
    assert found.metrics["coverage"].note == "no data"  # no inventory
    assert found.metrics["drills_completed"].value == 1
    assert found.metrics["scenarios_tested"].value == 1


# --- What people marked ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "disagrees"),
    [
        ({"recovery_time_seconds": 5 * HOUR, "outcome": "passed"}, True),
        ({"recovery_time_seconds": 3 * HOUR, "outcome": "passed"}, False),
        ({"recovery_time_seconds": 3 * HOUR, "outcome": "failed"}, True),
        ({"recovery_time_seconds": 5 * HOUR, "outcome": "failed"}, False),
        ({"recovery_time_seconds": 5 * HOUR, "outcome": "recovered"}, False),
        ({"recovery_time_seconds": 3 * HOUR, "outcome": "partial"}, True),
        ({"recovery_time_seconds": 3 * HOUR, "outcome": "not recovered"}, True),
        ({"recovery_time_seconds": 3 * HOUR, "outcome": "not tested"}, True),
        ({"outcome": "failed"}, False),
    ],
)
def test_a_computed_verdict_beats_a_typed_one_and_says_so(
    row: dict[str, Any], disagrees: bool
) -> None:
    test = one(row)
    assert ("typed verdict disagrees" in test["marks"]) is disagrees
    assert test["typed_outcome"] == row["outcome"]


# --- Recovery point -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "point", "verdict"),
    [
        ({"last_recovery_point_at": "05:45"}, 900, "met"),
        ({"last_recovery_point_at": "05:44"}, 960, "missed"),
        ({"last_recovery_point_at": "06:05"}, 0, "met"),  # after the disruption: nothing was lost
        ({"data_loss_seconds": 0.0}, 0, "met"),
        ({"data_loss_seconds": 0.0, "rpo_seconds": 0.0}, 0, "met"),  # zero is a value
        ({"data_loss_seconds": 1.0, "rpo_seconds": 0.0}, 1, "missed"),
        ({"data_loss_seconds": 900.0, "rpo_operator": "<"}, 900, "missed"),
        ({}, None, "not measured"),
        ({"data_loss_seconds": 60.0, "rpo_seconds": None}, 60, "no objective"),
    ],
)
def test_recovery_point(row: dict[str, Any], point: float | None, verdict: str) -> None:
    base = {"disrupted_at": "06:00", "restored_at": "09:00", "rpo_seconds": 900.0}
    found = run({**base, **row})
    test = found.test("S")
    assert test["rpo_verdict"] == verdict
    assert (
        None if math.isnan(test["recovery_point_seconds"]) else test["recovery_point_seconds"]
    ) == point
    counted = verdict in ("met", "missed")
    assert found.metrics["rpo_attainment"].denominator == int(counted)


def test_not_recovered_with_an_rpo_is_missed_whatever_its_point() -> None:
    found = run({"disrupted_at": "06:00", "data_loss_seconds": 0.0, "rpo_seconds": 900.0})
    assert found.test("S")["rpo_verdict"] == "missed"
    unknown_point = run({"disrupted_at": "06:00", "rpo_seconds": 900.0})
    assert unknown_point.metrics["rpo_attainment"].denominator == 1


# --- Degraded service and losses ------------------------------------------------------------------


def test_time_to_degraded_service_is_kept() -> None:
    test = one({"disrupted_at": "06:00", "degraded_at": "07:30", "outcome": "partial"})
    assert test["degraded_seconds"] == 1.5 * HOUR
    assert (test["lost_seconds"], test["lost_until"]) == (8 * HOUR, "drill's end")


def test_hours_lost_run_from_disruption_to_restored_whatever_the_clock() -> None:
    row = {
        "disrupted_at": "06:00",
        "recovery_started_at": "07:00",
        "restored_at": "09:00",
        "validated_at": "09:30",
    }
    cost = [{"system": "S", "hourly_downtime_cost": 1000.0}]
    for clock in CLOCKS:
        found = run(row, clock=clock, system=cost)
        assert found.metrics["system_hours_lost"].value == 3
        assert found.metrics["downtime_cost"].value == 3000
    times = {clock: run(row, clock=clock).test("S")["recovery_seconds"] / HOUR for clock in CLOCKS}
    # Detection and declaration were not noted: under those clocks the row has no time.
    assert {clock: time for clock, time in times.items() if not math.isnan(time)} == {
        "disruption:restored": 3.0,
        "disruption:validated": 3.5,
        "recovery_start:restored": 2.0,
        "recovery_start:validated": 2.5,
    }


def test_a_system_only_validated_was_down_until_then() -> None:
    test = one({"disrupted_at": "06:00", "validated_at": "09:30"})
    assert (test["outcome"], test["verdict"]) == ("recovered", "not measured")
    assert (test["lost_seconds"], test["lost_until"]) == (3.5 * HOUR, "validated")


def test_what_was_not_back_is_censored_at_the_drills_end_by_the_clock() -> None:
    row = {"disrupted_at": "06:00", "declared_at": "07:00"}
    assert one(row)["censored_seconds"] == 8 * HOUR
    assert one(row, clock="declaration:restored")["censored_seconds"] == 7 * HOUR
    assert math.isnan(one({**row, "restored_at": "09:00"})["censored_seconds"])


def test_the_cost_says_how_many_have_none() -> None:
    found = figures(
        drill=[{"drill": "D", "started_at": DAY + "06:00", "ended_at": DAY + "14:00"}],
        system=[{"system": "S", "hourly_downtime_cost": 500.0}, {"system": "T"}],
        recovery=[
            {
                "drill": "D",
                "system": name,
                "disrupted_at": DAY + "06:00",
                "restored_at": DAY + "08:00",
            }
            for name in "ST"
        ],
    )
    assert found.metrics["downtime_cost"].value == 1000
    assert found.metrics["downtime_cost"].note == "1 of 2 tests without a known cost"
    assert found.metrics["system_hours_lost"].value == 4


# --- Nothing changes what it is given -------------------------------------------------------------


def test_the_tables_stay_as_they_are() -> None:
    tables = make_tables(
        drill=[{"drill": "D", "started_at": DAY + "06:00"}],
        recovery=[{"drill": "D", "system": "S", "restored_at": DAY + "09:00"}],
        log_instants=[{"drill": "D", "system": "S", "detected_at": DAY + "06:10"}],
        system=[{"system": "S", "rto_seconds": 60.0}],
    )
    before = {name: frame.copy(deep=True) for name, frame in tables.items()}
    figures(tables)
    for name, frame in tables.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_an_unknown_clock_is_named_with_those_there_are() -> None:
    from analytics.calendar import Organisation

    with pytest.raises(ValueError, match="disruption:restored, disruption:validated"):
        measure(make_tables(), date(2025, 3, 31), "alarm:restored", Organisation())
