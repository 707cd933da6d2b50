"""One drill: its figures by hand, against a second way to count, and on random tables."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from analytics.calendar import Organisation
from analytics.drill import (
    DrillFigures,
    drill_figures,
    drill_records,
    gantt_rows,
    moment_of,
    moments,
    phase_spans,
    runbook_of,
    task_lanes,
)
from analytics.drills import drill_facts
from analytics.recovery import area_lost, recovery_curve, system_hours_lost, tier_weights
from analytics.scorecard import Scope
from tests.analytics.frames import make_tables
from tests.analytics.random_tables import DRILLS, Rows, quarters
from tests.analytics.worked import worked_rows

AS_OF = date(2025, 3, 31)
H = 3600.0
FEW = settings(max_examples=15)
CLOCK = "disruption:restored"


def figures_of(
    rows: dict[str, Any], drill: str = "A", as_of: date = AS_OF, clock: str = CLOCK
) -> DrillFigures:
    tables = make_tables(**rows)
    drills = drill_facts(tables, as_of, Organisation())
    return drill_figures(tables, Scope("2025-Q1", drill, as_of, clock), Organisation(), drills)


def moment_at(rows: dict[str, Any], seconds: float, as_of: date = AS_OF) -> Any:  # noqa: ANN401
    tables = make_tables(**rows)
    drills = drill_facts(tables, as_of, Organisation())
    scope = Scope("2025-Q1", "A", as_of, CLOCK)
    return moment_of(
        drill_figures(tables, scope, Organisation(), drills),
        drill_records(tables, scope, Organisation(), drills),
        runbook_of(tables, "A", as_of, Organisation()),
        seconds,
    )


# --- The worked example ---------------------------------------------------------------------------


def test_the_worked_drill() -> None:
    found = figures_of(worked_rows())
    assert found.status == "completed"
    assert found.tally is not None
    assert (found.tally.under, found.tally.counted, found.tally.lost) == (2, 6, 1)
    assert found.tests["system"].tolist() == [
        "Inventory Management",  # never back, then the slowest first
        "Internal Communication",
        "E-Commerce Platform",
        "CRM",
        "Infrastructure and Hosting",
        "Payment Processing",
    ]
    assert found.curve[["seconds", "up"]].to_numpy().tolist() == [
        [0, 0], [1.5 * H, 1], [3 * H, 2], [4 * H, 3], [5 * H, 4], [6 * H, 5], [8 * H, 5],
    ]  # fmt: skip
    # 1:30 + 3 + 4 + 5 + 6 hours, and Inventory to the drill's end at 8 h
    assert found.shown_lost() == 27.5 * H == area_lost(found.curve)
    assert found.metrics["system_hours_lost"].value == 27.5
    assert found.metrics["rto_attainment"].numerator == 4


def test_weights_by_tier() -> None:
    """Tier 1 counts 4, tier 3 2, and a tier that is none of the four, or no tier, 1."""
    rows = worked_rows()
    tiers = {"CRM": "1", "Payment Processing": "3", "Internal Communication": "gold"}
    for system in rows["system"]:
        system["tier"] = tiers.get(system["system"])
    found = figures_of(rows)
    weight = dict(zip(found.tests["system"], tier_weights(found.tests), strict=True))
    assert weight["CRM"] == 4 and weight["Payment Processing"] == 2
    assert weight["Internal Communication"] == weight["Inventory Management"] == 1
    # 4 × 4 h + 2 × 1:30 + 3 + 5 + 6 + 8
    assert found.shown_lost(is_weighted=True) == 41 * H == area_lost(found.weighted_curve)
    at_four = found.weighted_curve.set_index("seconds").loc[4 * H]
    assert (at_four["up"], at_four["whole"]) == (4 + 2 + 1, 10)


def test_kaplan_meier_is_scipys_by_each_systems_own_time() -> None:
    rows = worked_rows()
    lost_later = next(one for one in rows["recovery"] if one["system"] == "Inventory Management")
    lost_later["disrupted_at"] += pd.Timedelta(hours=4.5)  # watched for 3:30 of the 8 h
    found = figures_of(rows)
    back = np.array([1.5, 3, 4, 5, 6]) * H
    curve = ecdf(CensoredData(uncensored=back, right=[3.5 * H])).sf
    assert found.kaplan_meier["seconds"].tolist() == back.tolist()
    expected = curve.evaluate(back)
    assert found.kaplan_meier["share"].to_numpy() == pytest.approx(expected, abs=1e-12)
    # by hand: 5/6, 4/6, then 3 at risk instead of 4: 4/6 · 2/3 = 4/9
    assert found.kaplan_meier["share"].iloc[:3].tolist() == pytest.approx([5 / 6, 4 / 6, 4 / 9])
    assert found.kaplan_meier_differs
    assert not figures_of(worked_rows()).kaplan_meier_differs


def test_a_running_drill_is_told_as_far_as_it_is_known() -> None:
    rows: dict[str, Any] = {
        "drill": [{"drill": "A", "started_at": "2025-03-31 06:00", "status": "running"}],
        "recovery": [
            {"drill": "A", "system": "S", "disrupted_at": "2025-03-31 06:00",
             "restored_at": "2025-03-31 07:00"},
            {"drill": "A", "system": "T", "disrupted_at": "2025-03-31 06:00",
             "detected_at": "2025-03-31 06:30"},
        ],
        "task": [{"drill": "A", "task": "1", "started_at": "2025-03-31 08:00"}],
    }  # fmt: skip
    found = figures_of(rows)
    assert found.status == "running"
    assert found.face.until_at == pd.Timestamp("2025-03-31 08:00", tz="UTC")
    assert found.shown_lost() == 3 * H  # one hour of S, and T down for two so far
    assert found.metrics["system_hours_lost"].note == "no data"  # no measure before its end
    assert found.kaplan_meier["share"].tolist() == [0.5]


def test_a_tabletop_has_times_and_no_measure() -> None:
    rows: dict[str, Any] = {
        "drill": [{"drill": "A", "started_at": "2025-02-12 08:00", "exercise_type": "tabletop",
                   "ended_at": "2025-02-12 10:00"}],
        "recovery": [{"drill": "A", "system": "S", "recovery_time_seconds": 2 * H}],
    }  # fmt: skip
    found = figures_of(rows)
    assert found.is_tabletop
    assert found.tests["against"].tolist() == ["met"]
    assert found.metrics["rto_attainment"].value is None
    spans = phase_spans(found.tests, found.face, CLOCK)
    assert spans[["phase", "end_seconds"]].to_numpy().tolist() == [["not split", 2 * H]]


def test_a_plan_has_its_zero_at_the_first_planned_step() -> None:
    rows: dict[str, Any] = {
        "drill": [{"drill": "A", "planned_on": "2025-04-16", "status": "planned"}],
        "task": [{"drill": "A", "task": "1", "planned_start_at": "2025-04-16 06:00",
                  "planned_duration_seconds": 600.0}],
    }  # fmt: skip
    found = figures_of(rows)
    assert (found.status, found.face.zero) == ("planned", "plan")
    assert found.face.zero_at == pd.Timestamp("2025-04-16 06:00", tz="UTC")
    assert (found.tests.empty, found.tally, moments(found)) == (True, None, [])


def test_an_unknown_drill_is_an_error() -> None:
    with pytest.raises(ValueError, match="no drill 'Z'"):
        figures_of(worked_rows(), "Z")


def test_a_drill_with_nothing_but_its_name() -> None:
    found = figures_of({"lesson": [{"drill": "A", "lesson": "Write more down"}]})
    assert found.status == "unknown"
    assert found.curve.empty and found.kaplan_meier.empty
    assert phase_spans(found.tests, found.face, CLOCK).empty


# --- Phases ---------------------------------------------------------------------------------------

INSTANTS = {
    "disrupted_at": "2025-02-12 08:00", "detected_at": "2025-02-12 08:10",
    "declared_at": "2025-02-12 08:30", "recovery_started_at": "2025-02-12 09:00",
    "restored_at": "2025-02-12 10:30", "validated_at": "2025-02-12 10:45",
}  # fmt: skip
DRILL = [{"drill": "A", "started_at": "2025-02-12 08:00", "ended_at": "2025-02-12 12:00"}]


def spans_of(clock: str = CLOCK, **instants: str | None) -> list[tuple[Any, ...]]:
    row = {"drill": "A", "system": "S", **INSTANTS, **instants}
    found = figures_of({"drill": DRILL, "recovery": [row]}, clock=clock)
    spans = phase_spans(found.tests, found.face, clock)
    minutes = spans[["start_seconds", "end_seconds"]] / 60
    return list(
        zip(spans["phase"], minutes["start_seconds"], minutes["end_seconds"], spans["is_open"],
            spans["in_clock"], strict=True)
    )  # fmt: skip


def test_the_phases_between_neighbouring_instants() -> None:
    assert spans_of() == [
        ("detect", 0, 10, False, True),
        ("declare", 10, 30, False, True),
        ("mobilise", 30, 60, False, True),
        ("restore", 60, 150, False, True),
        ("validate", 150, 165, False, False),
    ]
    assert [in_clock for *_, in_clock in spans_of("declaration:validated")] == [
        False, False, True, True, True,
    ]  # fmt: skip


def test_a_missing_instant_leaves_its_phases_unsplit() -> None:
    assert spans_of(declared_at=None)[1] == ("not split", 10, 60, False, True)


def test_what_never_came_back_is_open_to_the_drills_end() -> None:
    never = spans_of(restored_at=None, validated_at=None)
    assert never[-1] == ("restore", 60, 240, True, True)
    nothing_more = spans_of(
        detected_at=None, declared_at=None, recovery_started_at=None, restored_at=None,
        validated_at=None,
    )  # fmt: skip
    assert nothing_more == [("not split", 0, 240, True, True)]


# --- Random tables --------------------------------------------------------------------------------


@FEW
@given(quarters(), st.sampled_from(("First", "Second", "Third")))
def test_the_area_above_the_curve_is_the_service_lost(rows: Rows, drill: str) -> None:
    found = figures_of(rows, drill)
    tests = found.tests[found.tests["lost_seconds"].notna()]
    lost, weights = tests["lost_seconds"], tier_weights(tests)
    late = (tests["disrupted_at"] - found.tests["disrupted_at"].min()).dt.total_seconds().fillna(0)
    # A stated duration alone can reach beyond the drill: what never came back is drawn down so far.
    is_down = tests["outcome"] != "recovered"
    unwatched = (found.curve["seconds"].max() - (late + lost)).where(is_down, 0.0)
    assert area_lost(found.curve) == pytest.approx((lost + unwatched).sum(), abs=1e-3)
    assert area_lost(found.weighted_curve) == pytest.approx(
        ((lost + unwatched) * weights).sum(), abs=1e-3
    )
    hours = system_hours_lost(found.tests).value
    assert (hours or 0.0) == pytest.approx(lost.sum() / H)
    assert found.shown_lost() == pytest.approx(lost.sum(), abs=1e-3)
    if tests["disrupted_at"].notna().all():
        assert area_lost(found.curve) == pytest.approx(lost.sum(), abs=1e-3)


@FEW
@given(quarters(), st.sampled_from(("First", "Second", "Third")))
def test_the_phases_of_a_test_add_up_to_its_recovery_time(rows: Rows, drill: str) -> None:
    found = figures_of(rows, drill)
    spans = phase_spans(found.tests, found.face, CLOCK)
    took = (spans["end_seconds"] - spans["start_seconds"]).where(spans["in_clock"], 0.0)
    by_system = took.groupby(spans["system"]).sum()
    timed = found.tests[
        found.tests["recovery_seconds"].notna() & found.tests["restored_at"].notna()
    ]
    for test in timed.itertuples():
        assert by_system[test.system] == test.recovery_seconds
    down = found.tests[found.tests["outcome"].isin(("not recovered", "partial"))]
    for test in down[down["lost_seconds"].notna()].itertuples():
        assert by_system.get(test.system, 0.0) == test.lost_seconds


@FEW
@given(quarters(), st.sampled_from(("First", "Second")), st.integers(0, 40))
def test_a_moment_counts_what_the_curve_shows(rows: Rows, drill: str, half_hours: int) -> None:
    """Two ways to count: the curve's level, and the systems that are up at that second."""
    at = half_hours * 1800.0
    tables = make_tables(**rows)
    drills = drill_facts(tables, AS_OF, Organisation())
    scope = Scope("2025-Q1", drill, AS_OF, CLOCK)
    found = drill_figures(tables, scope, Organisation(), drills)
    moment = moment_of(
        found,
        drill_records(tables, scope, Organisation(), drills),
        runbook_of(tables, drill, AS_OF, Organisation()),
        at,
    )
    known = found.tests[found.tests["lost_seconds"].notna()]
    if known.empty or known["disrupted_at"].isna().all() or at > found.curve["seconds"].max():
        return
    reached = found.curve[found.curve["seconds"] <= at]
    up = int(reached["up"].iloc[-1]) if len(reached) else len(known)
    inside = moment.systems[moment.systems["system"].isin(known["system"])]
    assert inside["state"].isin(("back", "in service")).sum() == up


@FEW
@given(quarters())
def test_every_drill_of_any_kind_has_figures_and_the_tables_stay(rows: Rows) -> None:
    tables = make_tables(**rows)
    before = {name: frame.copy(deep=True) for name, frame in tables.items()}
    drills = drill_facts(tables, AS_OF, Organisation())
    for drill in DRILLS:
        scope = Scope("2025-Q1", drill, AS_OF, "detection:validated")
        found = drill_figures(tables, scope, Organisation(), drills)
        assert found.status in ("completed", "cancelled")
        assert set(found.metrics) == {metric.id for metric in found.metrics.values()}
        runbook = runbook_of(tables, drill, AS_OF, Organisation())
        assert len(gantt_rows(found, runbook, 3)) <= 3
    for name, frame in tables.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_a_return_that_is_written_of_a_system_that_was_not_back_ends_no_phase() -> None:
    found = figures_of(
        {
            "drill": [{"drill": "A", "started_at": "2025-02-12 06:00",
                       "ended_at": "2025-02-12 16:00"}],
            "recovery": [{"drill": "A", "system": "S", "disrupted_at": "2025-02-12 06:00",
                          "recovery_started_at": "2025-02-12 06:10",
                          "restored_at": "2025-02-12 06:30", "outcome": "not recovered"}],
        },
        "A",
    )  # fmt: skip
    spans = phase_spans(found.tests, found.face, CLOCK)
    assert spans[["phase", "start_seconds", "end_seconds", "is_open"]].to_numpy().tolist() == [
        ["not split", 0.0, 600.0, False],
        ["restore", 600.0, 36_000.0, True],
    ]


# --- The replay, by hand --------------------------------------------------------------------------

REPLAYED: dict[str, Any] = {
    "drill": [{"drill": "A", "started_at": "2025-02-12 06:00", "ended_at": "2025-02-12 10:00"}],
    "recovery": [
        {"drill": "A", "system": "Net", "disrupted_at": "2025-02-12 06:00",
         "detected_at": "2025-02-12 06:05", "declared_at": "2025-02-12 06:15",
         "recovery_started_at": "2025-02-12 06:20", "restored_at": "2025-02-12 07:00"},
        {"drill": "A", "system": "Shop", "disrupted_at": "2025-02-12 06:10",
         "degraded_at": "2025-02-12 07:45", "restored_at": "2025-02-12 08:30"},
        {"drill": "A", "system": "Mail", "disrupted_at": "2025-02-12 06:00"},
    ],
    "task": [
        {"drill": "A", "task": "1", "started_at": "2025-02-12 06:20",
         "finished_at": "2025-02-12 07:00"},
        {"drill": "A", "task": "2", "depends_on": "1", "started_at": "2025-02-12 07:40",
         "finished_at": "2025-02-12 08:30"},
        {"drill": "A", "task": "3", "depends_on": "2"},
    ],
    "message": [
        {"drill": "A", "message": "M1", "due_at": "2025-02-12 06:30",
         "sent_at": "2025-02-12 06:25"},
        {"drill": "A", "message": "M2", "due_at": "2025-02-12 07:00",
         "sent_at": "2025-02-12 07:50"},
    ],
    "hold": [{"drill": "A", "system": "Shop", "began_at": "2025-02-12 07:10",
              "ended_at": "2025-02-12 07:40"}],
}  # fmt: skip


def test_at_one_hour_and_a_half() -> None:
    moment = moment_at(REPLAYED, 1.5 * H)
    state = moment.systems.set_index("system")
    assert state["state"].to_dict() == {"Mail": "down", "Shop": "down", "Net": "back"}
    assert state.loc["Net", "since_seconds"] == H
    assert state.loc["Shop", "since_seconds"] == 600  # lost at 06:10
    assert moment.running.empty and moment.failed.empty
    assert moment.waiting[["task", "since_seconds"]].to_numpy().tolist() == [["2", H]]
    assert (moment.done_count, moment.task_count) == (1, 3)
    assert moment.told["message"].tolist() == ["M1"]
    assert moment.owed[["message", "late_seconds"]].to_numpy().tolist() == [["M2", 1800.0]]
    assert moment.holds["system"].tolist() == ["Shop"]


def test_at_the_other_moments() -> None:
    early = moment_at(REPLAYED, 300.0).systems.set_index("system")
    assert early["state"].to_dict() == {"Mail": "down", "Net": "down", "Shop": "in service"}
    assert early.loc["Net", "phase"] == "declare"  # noticed at this very second
    # down for five minutes, and in that phase only from now on
    assert early.loc["Net", ["since_seconds", "phase_since_seconds"]].tolist() == [0, 300]
    later = moment_at(REPLAYED, 1.8 * H)
    assert later.systems.set_index("system").loc["Shop", "state"] == "degraded"
    assert later.running["task"].tolist() == ["2"]
    assert later.waiting.empty and later.holds.empty
    last = moment_at(REPLAYED, 4 * H)
    assert last.systems["system"].tolist()[0] == "Mail"  # never back, so first
    assert last.waiting["task"].tolist() == ["3"]


def test_a_failed_step_is_neither_running_nor_done() -> None:
    """One failed at 07:00, one began at 06:30 and failed nobody knows when, one ran to 08:00."""
    day = "2025-02-12"
    rows = {**REPLAYED, "task": [
        {"drill": "A", "task": "1", "title": "Fail over", "status": "failed",
         "started_at": f"{day} 06:20", "finished_at": f"{day} 07:00"},
        {"drill": "A", "task": "2", "status": "failed", "started_at": f"{day} 06:30"},
        {"drill": "A", "task": "3", "status": "completed", "started_at": f"{day} 06:30",
         "finished_at": f"{day} 08:00"},
    ]}  # fmt: skip
    early, later = moment_at(rows, 2400.0), moment_at(rows, 2 * H)
    assert early.running["task"].tolist() == ["1", "3"]  # 06:40
    assert early.failed[["task", "has_end"]].to_numpy().tolist() == [["2", False]]
    assert later.running.empty
    assert later.failed["task"].tolist() == ["1", "2"]
    assert later.failed["since_seconds"].tolist() == [H, 1800.0]
    assert later.failed["title"].tolist()[0] == "Fail over"
    assert (later.done_count, later.task_count) == (1, 3)
    lanes = task_lanes(runbook_of(make_tables(**rows), "A", AS_OF, Organisation()),
                       figures_of(rows).face).rows.set_index("task")  # fmt: skip
    assert lanes["state"].to_dict() == {"1": "failed", "2": "failed", "3": "done"}
    assert lanes["end_seconds"].isna().to_dict() == {"1": False, "2": True, "3": False}


def test_the_moments_offered_reach_past_the_end() -> None:
    found = figures_of(REPLAYED)
    offered = moments(found)
    assert offered[0] == 0
    assert offered[-1] >= 4 * H
    assert len(offered) <= 122


# --- Lanes ----------------------------------------------------------------------------------------


def many_tasks(count: int) -> dict[str, Any]:
    zero = pd.Timestamp("2025-02-12 06:00", tz="UTC")
    rows = dict(REPLAYED)
    rows["task"] = [
        {
            "drill": "A",
            "task": f"T-{number:03}",
            "team": f"Team {number % 14}",
            "depends_on": f"T-{number - 1:03}" if number else None,
            "started_at": zero + pd.Timedelta(minutes=2 * number),
            "finished_at": zero + pd.Timedelta(minutes=2 * number + 1 + number % 2),
        }
        for number in range(count)
    ]
    return rows


def test_few_tasks_are_all_drawn_by_team() -> None:
    rows = many_tasks(20)
    lanes = task_lanes(runbook_of(make_tables(**rows), "A", AS_OF, Organisation()),
                       figures_of(rows).face)  # fmt: skip
    assert not lanes.is_reduced
    assert len(lanes.rows) == lanes.task_count == 20
    assert lanes.rows["group"].drop_duplicates().tolist() == [f"Team {n}" for n in range(14)]


def test_many_tasks_are_the_path_and_the_teams() -> None:
    rows = many_tasks(200)
    lanes = task_lanes(runbook_of(make_tables(**rows), "A", AS_OF, Organisation()),
                       figures_of(rows).face)  # fmt: skip
    assert lanes.is_reduced
    assert (lanes.critical_shown, lanes.critical_count, lanes.task_count) == (12, 200, 200)
    teams = lanes.rows[lanes.rows["task"].isna()]
    assert len(teams) == 10 and teams["team"].tolist()[-1] == "other teams"
    assert teams["task_count"].sum() == 200 == teams["done_count"].sum()
    steps = lanes.rows[lanes.rows["task"].notna()]
    assert steps["is_critical"].all()
    assert steps["start_seconds"].is_monotonic_increasing


def test_a_plan_without_clock_times_is_drawn_by_its_durations() -> None:
    rows: dict[str, Any] = {
        "drill": [{"drill": "A", "planned_on": "2025-04-16", "status": "planned"}],
        "task": [
            {"drill": "A", "task": "1", "planned_duration_seconds": 600.0},
            {"drill": "A", "task": "2", "depends_on": "1", "planned_duration_seconds": 300.0},
            {"drill": "A", "task": "3"},
        ],
    }
    runbook = runbook_of(make_tables(**rows), "A", AS_OF, Organisation())
    lanes = task_lanes(runbook, figures_of(rows).face)
    drawn = lanes.rows.set_index("task")
    assert drawn.loc["2", ["planned_start_seconds", "planned_end_seconds"]].tolist() == [600, 900]
    assert drawn["is_critical"].to_dict() == {"1": True, "2": True}
    assert lanes.timeless_count == 1  # 3 has nothing to be drawn by


def test_a_curve_of_nothing() -> None:
    found = figures_of(worked_rows())
    assert area_lost(recovery_curve(found.tests[:0])) == 0.0
