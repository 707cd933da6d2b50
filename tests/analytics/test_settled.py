"""Two as-of dates with nothing between them give the same facts, in any zones; near ones do not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analytics.basis import ground_of, standing_of
from analytics.calendar import Organisation
from analytics.comparison.pairing import pair_basis, pair_figures
from analytics.drill import drill_ground, runbook_of
from analytics.drills import drill_facts
from analytics.gaps import gap_facts
from analytics.recovery import CLOCKS, untimed
from analytics.settled import days_of_change, settled_day
from tests.analytics.frames import make_tables

ZONES = ("Pacific/Kiritimati", "Etc/GMT+12", "Pacific/Apia", "America/Anchorage", "UTC")
FIRST = date(2025, 2, 1)
FEW = settings(max_examples=10)


def moment(days: st.SearchStrategy[int]) -> st.SearchStrategy[pd.Timestamp]:
    """An instant of February, near midnight more often than not."""
    hours = st.sampled_from([0.0, 0.01, 0.5, 9.99, 10.01, 12.0, 13.99, 14.01, 23.5, 23.99])
    return st.builds(
        lambda day, hour: pd.Timestamp(FIRST) + pd.Timedelta(days=day, hours=hour), days, hours
    )


DAYS = st.integers(8, 20)


@st.composite
def stores(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """Two drills in zones of their own, dated in every way, with tests, tasks and gaps."""
    drills, recovery, task, gap = [], [], [], []
    for name in ("A", "B"):
        start = draw(moment(DAYS))
        row: dict[str, Any] = {"drill": name, "zone": draw(st.sampled_from(ZONES))}
        kind = draw(st.sampled_from(["stated", "day", "start alone", "planned", "nothing"]))
        if kind in ("stated", "day", "start alone"):
            row["started_at"] = start
        if kind in ("stated", "day"):
            row["ended_at"] = start + pd.Timedelta(hours=draw(st.integers(1, 30)))
        if kind == "day":
            row |= {"started_precision": "day", "ended_precision": "day"}
        if kind == "planned":
            row["planned_on"] = start.normalize()
        row["status"] = draw(st.sampled_from([None, "completed", "running", "planned"]))
        drills.append(row)
        for system in ("CRM", "ERP"):
            test: dict[str, Any] = {"drill": name, "system": system, "rto_seconds": 7200.0}
            if draw(st.booleans()):
                test["disrupted_at"] = start
            if draw(st.booleans()):
                test["restored_at"] = start + pd.Timedelta(hours=draw(st.integers(0, 40)))
            if draw(st.booleans()):
                test["recovery_time_seconds"] = draw(st.integers(0, 60)) * 3600.0
            recovery.append(test)
        begun = draw(moment(DAYS))
        spent = pd.Timedelta(hours=draw(st.integers(0, 30)))
        task.append(
            {"drill": name, "task": "T-1", "started_at": begun, "finished_at": begun + spent}
        )
        found = draw(moment(DAYS)).normalize()
        gap.append(
            {
                "gap": f"G-{name}", "drill": name, "system": "CRM",
                "identified_on": draw(st.sampled_from([None, found])),
                "due_on": draw(st.sampled_from([None, found + pd.Timedelta(days=2)])),
                "closed_on": draw(st.sampled_from([None, found + pd.Timedelta(days=3)])),
            }
        )  # fmt: skip
    return {"drill": drills, "recovery": recovery, "task": task, "gap": gap}


def facts(
    tables: dict[str, pd.DataFrame], as_of: date, organisation: Organisation
) -> dict[str, pd.DataFrame]:
    """What dates only compare with, as of one."""
    drills = drill_facts(tables, as_of, organisation)
    found = {
        "drills": drills,
        "tests": untimed(tables, as_of, organisation, drills),
        # an age is measured up to the date, so it is no part of what is shared
        "gaps": gap_facts(tables, drills, as_of, organisation).drop(columns="age_seconds"),
    }
    for name in ("A", "B"):
        ground = drill_ground(tables, name, as_of, organisation, drills)
        runbook = runbook_of(tables, name, as_of, organisation)
        found |= {f"curve {name}": ground.curve, f"own {name}": ground.untimed}
        found[f"face {name}"] = pd.DataFrame([vars(ground.face)])
        found[f"tasks {name}"] = runbook.tasks
    pair = pair_figures(pair_basis(tables, "A", "B", as_of, organisation, drills), CLOCKS[0])
    found |= {
        "systems": pair.comparison.systems,
        "clocks": pair.clock_verdicts,
        "flips": pair.step_flips,
        "minutes": pair.gap_minutes.gaps,
        "fixed": pair.fixed_gaps,
    }
    return found


@FEW
@given(stores(), st.sampled_from(ZONES), st.integers(20, 45))
def test_dates_with_nothing_between_them_give_the_same_facts(
    rows: dict[str, list[dict[str, Any]]], zone: str, number: int
) -> None:
    tables, organisation = make_tables(**rows), Organisation(zone=zone)
    as_of = FIRST + timedelta(days=number)
    day = settled_day(days_of_change(tables), as_of)
    assert day <= as_of
    assume(day < as_of)
    found, expected = facts(tables, as_of, organisation), facts(tables, day, organisation)
    for name, frame in expected.items():
        pd.testing.assert_frame_equal(found[name], frame, obj=f"{name} of {as_of} and {day}")


@FEW
@given(stores(), st.sampled_from(ZONES), st.integers(20, 45))
def test_what_stood_since_a_day_serves_a_later_date_with_its_own_ages(
    rows: dict[str, list[dict[str, Any]]], zone: str, number: int
) -> None:
    tables, organisation = make_tables(**rows), Organisation(zone=zone)
    as_of = FIRST + timedelta(days=number)
    day = settled_day(days_of_change(tables), as_of)
    standing = standing_of(tables, day, organisation)
    shared = vars(ground_of(tables, as_of, organisation, standing))
    alone = vars(ground_of(tables, as_of, organisation))
    assert shared.pop("as_of") == alone.pop("as_of") == as_of
    pd.testing.assert_series_equal(shared.pop("dated_on"), alone.pop("dated_on"))
    for name, frame in alone.items():
        pd.testing.assert_frame_equal(shared[name], frame, obj=f"{name} of {as_of} and {day}")


@FEW
@given(stores(), st.sampled_from(ZONES))
def test_no_day_on_which_a_drill_changes_is_passed_over(
    rows: dict[str, list[dict[str, Any]]], zone: str
) -> None:
    tables, organisation = make_tables(**rows), Organisation(zone=zone)
    days = days_of_change(tables)
    before = drill_facts(tables, FIRST, organisation)
    for number in range(1, 45):
        as_of = FIRST + timedelta(days=number)
        drills = drill_facts(tables, as_of, organisation)
        if not drills.equals(before):
            assert settled_day(days, as_of) == as_of
        before = drills


def test_a_day_on_which_something_happened_is_a_day_of_its_own() -> None:
    # DR ended on 12 February 10:00 UTC and its gap was closed on the 20th: three days around each.
    tables = make_tables(
        drill=[{"drill": "A", "started_at": "2025-02-12 08:00", "ended_at": "2025-02-12 10:00"}],
        gap=[{"gap": "G", "drill": "A", "closed_on": "2025-02-20"}],
    )
    days = days_of_change(tables)
    expected = {9, 10, 11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 22, 23}
    assert [one.day for one in days.astype(object)] == sorted(expected)
    settled = {number: settled_day(days, date(2025, 2, number)).day for number in (12, 16, 20, 28)}
    assert settled == {12: 12, 16: 15, 20: 20, 28: 23}
    assert settled_day(days, date(2025, 1, 3)) == date(2025, 1, 3)


def test_a_stated_duration_ends_on_a_day_of_its_own() -> None:
    # 40 days from 12 February 08:00 is 24 March 08:00, which no cell says.
    tables = make_tables(
        drill=[{"drill": "A", "started_at": "2025-02-12 08:00"}],
        recovery=[{"drill": "A", "system": "CRM", "recovery_time_seconds": 40 * 24 * 3600.0}],
    )
    assert date(2025, 3, 24) in days_of_change(tables).astype(object).tolist()


def test_without_any_row_there_is_no_day() -> None:
    tables = make_tables()
    assert not len(days_of_change(tables))
    assert settled_day(days_of_change(tables), date(2025, 2, 3)) == date(2025, 2, 3)
