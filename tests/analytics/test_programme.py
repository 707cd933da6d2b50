"""Milestones, deliverables, actions, runbook steps, plans and money, worked by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.calendar import Organisation
from analytics.drills import completed, drill_facts
from analytics.gaps import gap_facts, gaps_within
from analytics.metric import Metric
from analytics.milestones import (
    deliverables_done,
    milestone_facts,
    milestone_slip_days,
    milestones_on_time,
)
from analytics.programme import (
    action_facts,
    actions_done,
    criteria_met,
    follow_up_drills,
    improvement_plan_complete,
    spend,
    tasks_on_plan,
)
from tests.analytics.frames import make_tables, record_frame

HOUSE = Organisation()
QUARTER = "2025-Q1"
END = date(2025, 3, 31)

# The mission's five milestones: "February 2025" is 28 February.
MISSION: list[dict[str, Any]] = [
    {"milestone": "Planning", "order": 1, "planned_on": "2025-02-28", "planned_precision": "month",
     "completed_on": "2025-02-07", "responsible_team": "DR Planning"},
    {"milestone": "First drill", "order": 2, "planned_on": "2025-02-28",
     "planned_precision": "month", "completed_on": "2025-02-28", "completed_precision": "month"},
    {"milestone": "Address gaps", "order": 3, "planned_on": "2025-02-28",
     "planned_precision": "month", "completed_on": "2025-03-10"},
    {"milestone": "Second drill", "order": 4, "planned_on": "2025-03-31",
     "planned_precision": "month", "completed_on": "2025-03-18"},
    {"milestone": "Review", "order": 5, "planned_on": "2025-03-31",
     "planned_precision": "ongoing", "status": "in progress"},
]  # fmt: skip


def milestones(*rows: dict[str, Any], as_of: date = END) -> pd.DataFrame:
    named = [{"quarter": QUARTER, "milestone": f"M{n}", **row} for n, row in enumerate(rows)]
    return milestone_facts(make_tables(milestone=named), QUARTER, as_of)


def part_of(metric: Metric) -> tuple[int | None, int | None]:
    return metric.numerator, metric.denominator


# --- Milestones -----------------------------------------------------------------------------------


def test_the_missions_milestones_at_the_quarters_end() -> None:
    # Due: 1 to 4 (the fourth that very day, and done). On time: 1, 2, 4; the third was done
    # 10 March against 28 February: 10 days late. The review is ongoing: never due.
    rows = milestones(*MISSION)
    assert part_of(milestones_on_time(rows)) == (3, 4)
    assert list(rows["state"]) == ["on time", "on time", "late", "on time", "ongoing"]
    slip = milestone_slip_days(rows)
    assert slip.value == 10
    # 7 February is 21 days before the 28th; 18 March is 13 before the 31st.
    assert [part["slip_days"] for part in slip.detail] == [-21, 0, 10, -13, None]
    assert slip.detail[0]["planned_on"] == date(2025, 2, 28)


def test_the_missions_milestones_in_mid_february() -> None:
    # Nothing is due before 28 February; planning is done, which does not make it due.
    rows = milestones(*MISSION, as_of=date(2025, 2, 14))
    metric = milestones_on_time(rows)
    assert (metric.value, part_of(metric), metric.note) == (None, (0, 0), "no data")
    assert list(rows["state"]) == ["on time", "planned", "planned", "planned", "ongoing"]


@pytest.mark.parametrize(
    ("row", "as_of", "counted"),
    [
        # due that very day: counts once it is done
        ({"planned_on": "2025-02-14"}, date(2025, 2, 14), (0, 0)),
        ({"planned_on": "2025-02-14", "completed_on": "2025-02-14"}, date(2025, 2, 14), (1, 1)),
        ({"planned_on": "2025-02-14"}, date(2025, 2, 15), (0, 1)),
        # a month means its last day
        ({"planned_on": "2025-02-28", "planned_precision": "month"}, date(2025, 2, 28), (0, 0)),
        ({"planned_on": "2025-02-28", "planned_precision": "month"}, date(2025, 3, 1), (0, 1)),
        # done later than the as-of date is not done
        ({"planned_on": "2025-02-14", "completed_on": "2025-02-20"}, date(2025, 2, 18), (0, 1)),
        ({"planned_on": "2025-02-14", "completed_on": "2025-02-20"}, date(2025, 2, 28), (0, 1)),
        # done, nobody knows when: due, and not shown to be on time
        ({"planned_on": "2025-02-14", "status": "completed"}, date(2025, 3, 1), (0, 1)),
        # never due
        ({"planned_on": "2025-02-14", "planned_precision": "ongoing"}, date(2025, 3, 1), (0, 0)),
        ({"planned_on": "2025-02-14", "status": "cancelled"}, date(2025, 3, 1), (0, 0)),
        ({"completed_on": "2025-02-14"}, date(2025, 3, 1), (0, 0)),
    ],
)
def test_when_a_milestone_counts(
    row: dict[str, Any], as_of: date, counted: tuple[int, int]
) -> None:
    assert part_of(milestones_on_time(milestones(row, as_of=as_of))) == counted


@pytest.mark.parametrize(
    ("row", "state", "slip"),
    [
        ({"planned_on": "2025-03-20"}, "overdue", 11),  # 20 to 31 March, so far
        ({"planned_on": "2025-03-31"}, "planned", None),  # today is not late
        ({"planned_on": "2025-03-20", "status": "completed"}, "done, date unknown", None),
        ({"completed_on": "2025-03-20"}, "done", None),
        ({"planned_on": "2025-03-20", "completed_on": "2025-03-25", "status": "cancelled"},
         "cancelled", None),
        ({"planned_on": "2025-03-31", "planned_precision": "ongoing",
          "completed_on": "2025-03-30"}, "done", None),
    ],
)  # fmt: skip
def test_state_and_slip_of_a_milestone(row: dict[str, Any], state: str, slip: int | None) -> None:
    rows = milestones(row)
    assert rows["state"].item() == state
    assert milestone_slip_days(rows).value == slip


def test_milestones_of_another_quarter_stay_out() -> None:
    row = {"quarter": "2025-Q2", "milestone": "M", "planned_on": "2025-02-01"}
    assert milestone_facts(make_tables(milestone=[row]), QUARTER, END).empty


def test_deliverables_of_the_milestones_due() -> None:
    # Planning is due: of its three, one done by then, one done later, one said to be done. The
    # review is ongoing: its own is out. "Loose" is of no milestone listed, and due by its own date.
    rows: list[dict[str, Any]] = [
        {"milestone": "Planning", "deliverable": "Scenarios", "done_on": "2025-02-05"},
        {"milestone": "Planning", "deliverable": "Roles", "done_on": "2025-04-02",
         "is_done": True},
        {"milestone": "Planning", "deliverable": "Plan", "is_done": True},
        {"milestone": "Planning", "deliverable": "Refused", "is_done": False,
         "done_on": "2025-02-05"},
        {"milestone": "Review", "deliverable": "Final report", "is_done": True},
        {"milestone": "Loose", "deliverable": "Minutes", "due_on": "2025-03-01"},
        {"milestone": "Loose", "deliverable": "Later", "due_on": "2025-04-01"},
    ]  # fmt: skip
    tables = make_tables(
        milestone=[{"quarter": QUARTER, **row} for row in MISSION],
        deliverable=[{"quarter": QUARTER, **row} for row in rows],
    )
    listed = milestone_facts(tables, QUARTER, END)
    metric = deliverables_done(tables, listed, QUARTER, END)
    assert part_of(metric) == (2, 5)
    assert [part["deliverable"] for part in metric.detail if part["is_done"]] == [
        "Scenarios",
        "Plan",
    ]
    none = deliverables_done(make_tables(), listed, QUARTER, END)
    assert (none.value, none.note) == (None, "no data")


# --- Actions, criteria, tasks ---------------------------------------------------------------------


def gaps_and_actions(
    gap: list[dict[str, Any]], action: list[dict[str, Any]], as_of: date = END
) -> tuple[pd.DataFrame, pd.DataFrame]:
    tables = make_tables(
        gap=[{"identified_on": "2025-02-12", **row} for row in gap],
        action=[{"action": f"A{n}", **row} for n, row in enumerate(action)],
    )
    facts = gap_facts(tables, drill_facts(tables, as_of, HOUSE), as_of, HOUSE)
    return action_facts(tables, as_of), gaps_within(facts, QUARTER)


def test_actions_of_the_quarters_gaps() -> None:
    # Of G1 and G2: completed by date, by status; open; done later; cancelled (out) → 2 of 4.
    # G3 was found after the as-of date, G9 is nobody's: their actions are out.
    actions, gaps = gaps_and_actions(
        [{"gap": "G1"}, {"gap": "G2"}, {"gap": "G3", "identified_on": "2025-04-02"}],
        [
            {"gap": "G1", "completed_on": "2025-03-05"},
            {"gap": "G1", "status": "completed"},
            {"gap": "G2", "status": "open", "due_on": "2025-03-30"},
            {"gap": "G2", "status": "completed", "completed_on": "2025-04-01"},
            {"gap": "G2", "status": "cancelled", "completed_on": "2025-03-01"},
            {"gap": "G3", "status": "completed"},
            {"gap": "G9", "status": "completed"},
            {"status": "completed"},
        ],
    )
    metric = actions_done(actions, gaps)
    assert part_of(metric) == (2, 4)
    assert [(part["state"], part["count"]) for part in metric.detail] == [
        ("completed", 2),
        ("open", 2),
        ("cancelled", 1),
    ]
    assert list(actions.loc[actions["is_overdue"], "action"]) == ["A2"]


DRILLS: list[dict[str, Any]] = [
    {"drill": "T", "started_at": "2025-01-20 06:00", "ended_at": "2025-01-20 08:00",
     "exercise_type": "tabletop"},
    {"drill": "A", "started_at": "2025-02-12 06:00", "ended_at": "2025-02-12 14:00"},
    {"drill": "B", "started_at": "2025-03-18 06:00", "ended_at": "2025-03-18 14:00"},
    {"drill": "C", "started_at": "2025-04-15 06:00", "ended_at": "2025-04-15 14:00"},
]  # fmt: skip


def done_drills(tables: dict[str, pd.DataFrame], as_of: date = END) -> pd.DataFrame:
    return completed(drill_facts(tables, as_of, HOUSE), QUARTER)


def test_criteria_met_of_those_judged_in_drills_of_any_type() -> None:
    # T: met, not met; A: met, not judged; C is of the next quarter → 2 of 3.
    judged = [("T", True), ("T", False), ("A", True), ("A", None), ("C", True)]
    tables = make_tables(
        drill=DRILLS,
        criterion=[
            {"drill": drill, "criterion": f"K{n}", "is_met": met}
            for n, (drill, met) in enumerate(judged)
        ],
    )
    metric = criteria_met(tables, done_drills(tables))
    assert part_of(metric) == (2, 3)
    assert {"drill": "A", "met": 1, "judged": 1, "not_judged": 1} in metric.detail
    # As of 1 February drill A has not ended: only the tabletop's.
    assert part_of(criteria_met(tables, done_drills(tables, date(2025, 2, 1)))) == (1, 2)


def test_tasks_within_their_planned_duration() -> None:
    # planned / taken: 45/45 min (a tie is within), 45/46, 30 by its two dates/20; no plan; not
    # finished; ended before it began → 2 of 3.
    begun, at_45, at_46 = "2025-02-12 08:00", "2025-02-12 08:45", "2025-02-12 08:46"
    tasks: list[dict[str, Any]] = [
        {"planned_duration_seconds": 2700, "started_at": begun, "finished_at": at_45},
        {"planned_duration_seconds": 2700, "started_at": begun, "finished_at": at_46},
        {"planned_start_at": "2025-02-12 07:00", "planned_finish_at": "2025-02-12 07:30",
         "started_at": begun, "finished_at": "2025-02-12 08:20"},
        {"started_at": begun, "finished_at": at_45},
        {"planned_duration_seconds": 2700, "started_at": begun},
        {"planned_duration_seconds": 2700, "started_at": at_45, "finished_at": begun},
    ]  # fmt: skip
    tables = make_tables(
        drill=DRILLS,
        task=[{"drill": "A", "task": f"T{n}", **task} for n, task in enumerate(tasks)],
    )
    metric = tasks_on_plan(tables, done_drills(tables))
    assert part_of(metric) == (2, 3)
    assert metric.detail == [{"drill": "A", "on_plan": 2, "with_both": 3, "tasks": 6}]


# --- What comes next ------------------------------------------------------------------------------


def test_open_gaps_with_a_complete_plan() -> None:
    # G1: own owner and date, an action. G2: owner and date are the action's. G3: no action. G4:
    # nobody's. G5: its only action is cancelled. G6: "ongoing" is no date. G7 is closed.
    own = {"owner": "Thandi", "due_on": "2025-04-15"}
    actions, gaps = gaps_and_actions(
        [
            {"gap": "G1", **own},
            {"gap": "G2"},
            {"gap": "G3", **own},
            {"gap": "G4", "due_on": "2025-04-15"},
            {"gap": "G5", **own},
            {"gap": "G6", "owner": "Sipho"},
            {"gap": "G7", "status": "closed"},
        ],
        [
            {"gap": "G1"},
            {"gap": "G2", "owner": "Sipho"},
            {"gap": "G2", "due_on": "2025-04-20"},
            {"gap": "G4"},
            {"gap": "G5", "status": "cancelled"},
            {"gap": "G6", "due_on": "2025-04-30", "due_precision": "ongoing"},
        ],
    )
    metric = improvement_plan_complete(gaps, actions)
    assert part_of(metric) == (2, 6)
    assert metric.detail == [
        {"gap": "G3", "lacks": ["action"]},
        {"gap": "G4", "lacks": ["owner"]},
        {"gap": "G5", "lacks": ["action"]},
        {"gap": "G6", "lacks": ["due date"]},
    ]


def test_no_open_gap_has_no_share_and_says_why() -> None:
    actions, gaps = gaps_and_actions([{"gap": "G1", "status": "closed"}], [])
    metric = improvement_plan_complete(gaps, actions)
    assert (metric.value, part_of(metric), metric.note) == (None, (0, 0), "no open gap")
    assert improvement_plan_complete(gaps[:0], actions).note == "no data"


PLANNED: list[dict[str, Any]] = [
    {"drill": "P1", "planned_on": "2025-06-10", "status": "planned"},
    {"drill": "P2", "planned_on": "2025-03-18", "status": "planned"},  # the day B ended: not after
    {"drill": "P3", "planned_on": "2025-07-01", "status": "cancelled"},
    {"drill": "P4", "planned_on": "2025-12-31", "planned_precision": "ongoing"},
    {"drill": "P5", "started_at": "2025-05-20 06:00", "status": "planned"},  # one date column
    {"drill": "P6"},
]


def test_follow_up_drills_are_dated_after_the_last_one_and_not_over() -> None:
    tables = make_tables(drill=[*DRILLS, *PLANNED])
    # After B (18 March): C is still to come on 31 March, P1, P5. P3 is cancelled, P4 and P6 have
    # no date.
    drills = drill_facts(tables, END, HOUSE)
    metric = follow_up_drills(tables, drills, QUARTER)
    assert metric.value == 3
    assert [(part["drill"], part["on"]) for part in metric.detail] == [
        ("C", date(2025, 4, 15)),
        ("P5", date(2025, 5, 20)),
        ("P1", date(2025, 6, 10)),
    ]
    # A month later C has ended. After the chosen tabletop, A and B have ended as well.
    later = drill_facts(tables, date(2025, 4, 30), HOUSE)
    assert follow_up_drills(tables, later, QUARTER).value == 2
    assert follow_up_drills(tables, later, QUARTER, "T").value == 3  # and P2 of 18 March
    before = drill_facts(tables, date(2025, 1, 10), HOUSE)
    assert follow_up_drills(tables, before, QUARTER).note == "no data"


# --- Money ----------------------------------------------------------------------------------------


def spent(*lines: dict[str, Any], currency: str | None = None) -> Metric:
    rows = [{"quarter": QUARTER, "resource": f"R{n}", **line} for n, line in enumerate(lines)]
    rows.append({"quarter": "2025-Q2", "resource": "next", "budget": 1, "spent": 1})
    return spend(make_tables(resource=rows), QUARTER, Organisation(currency=currency))


def test_spend_over_lines_with_both() -> None:
    # (98 500 + 20 000) / (120 000 + 30 000) = 118 500 / 150 000 = 0.79; one line has no actual.
    metric = spent(
        {"budget": 120_000, "spent": 98_500, "currency": "ZAR"},
        {"budget": 30_000, "spent": 20_000, "currency": "zar "},
        {"budget": 5_000, "currency": "ZAR"},
        {"currency": "ZAR"},
    )
    assert metric.value == pytest.approx(0.79)
    assert metric.detail == [
        {"currency": "ZAR", "spent": 118_500.0, "budget": 150_000.0, "share": 0.79, "lines": 2,
         "lines_left_out": 1}
    ]  # fmt: skip
    assert len(metric.rows) == 2


def test_currencies_are_never_added() -> None:
    metric = spent(
        {"budget": 100, "spent": 50, "currency": "ZAR"},
        {"budget": 100, "spent": 120, "currency": "USD"},
    )
    assert (metric.value, metric.note) == (None, "several currencies")
    assert [(part["currency"], part["share"]) for part in metric.detail] == [
        ("USD", 1.2),  # more than the budget is more than the whole
        ("ZAR", 0.5),
    ]


def test_a_line_without_a_currency_is_in_the_organisations() -> None:
    lines = ({"budget": 100, "spent": 50}, {"budget": 100, "spent": 100, "currency": "ZAR"})
    assert spent(*lines, currency="ZAR").value == 0.75
    assert spent(*lines).note == "several currencies"
    assert spent(lines[0]).value == 0.5


def test_nothing_to_divide_is_no_data() -> None:
    assert (spent().value, spent().note) == (None, "no data")
    assert spent({"budget": 0, "spent": 10}).note == "no data"
    assert spent({"budget": 100}).value is None
    assert spent({"budget": 100, "spent": 0}).value == 0.0  # zero is a value


# --- A second opinion, and properties -------------------------------------------------------------

_days = st.dates(date(2025, 1, 1), date(2025, 5, 31))
_milestones = st.lists(
    st.fixed_dictionaries(
        {
            "planned_on": st.none() | _days,
            "planned_precision": st.sampled_from(["day", "month", "ongoing"]),
            "completed_on": st.none() | _days,
            "status": st.sampled_from([None, "planned", "in progress", "completed", "cancelled"]),
        }
    ),
    max_size=10,
)

SQL = """
SELECT count(*) FILTER (due AND completed_on <= $as_of AND completed_on <= planned_on),
       count(*) FILTER (due)
FROM (
    SELECT *, planned_on < $as_of OR (planned_on = $as_of AND (completed_on <= $as_of OR
              (completed_on IS NULL AND status = 'completed'))) AS due
    FROM milestone
    WHERE planned_precision <> 'ongoing' AND coalesce(status, '') <> 'cancelled'
)
"""


@settings(max_examples=40)
@given(_milestones, _days)
def test_sql_finds_the_same_milestones_on_time(rows: list[dict[str, Any]], as_of: date) -> None:
    named = [{"quarter": QUARTER, "milestone": f"M{n}", **row} for n, row in enumerate(rows)]
    frame = record_frame("milestone", named)
    kept = frame.copy(deep=True)
    with duckdb.connect() as connection:
        connection.register("milestone_rows", frame)
        connection.execute(
            "CREATE TABLE milestone AS SELECT planned_on::DATE AS planned_on, completed_on::DATE"
            " AS completed_on, planned_precision, status FROM milestone_rows"
        )
        answer = connection.execute(SQL, {"as_of": as_of}).fetchone()
    metric = milestones_on_time(milestone_facts({"milestone": frame}, QUARTER, as_of))
    assert answer == part_of(metric)
    pd.testing.assert_frame_equal(frame, kept)  # the input is as it was
    turned = frame.iloc[::-1].reset_index(drop=True)
    again = milestones_on_time(milestone_facts({"milestone": turned}, QUARTER, as_of))
    assert part_of(again) == part_of(metric)
