"""Systems over all drills: worked by hand, a second way in SQL, and what always holds."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.calendar import Organisation
from analytics.drills import drill_facts
from analytics.gaps import gap_facts
from analytics.recovery import inventory_on, measure
from analytics.retests import retest_facts
from analytics.scorecard import basis_of, scope_of
from analytics.systems import (
    REASONS,
    SystemsFigures,
    circle_with,
    dependencies_on,
    histories,
    lately_tested,
    limits,
    next_tests,
    standing,
    systems_figures,
    waiting,
    with_freshness,
)
from tests.analytics.frames import make_tables, seconds
from tests.analytics.worked import worked_rows

AS_OF = date(2025, 3, 31)
HOUSE = Organisation()
CLOCK = "disruption:restored"
START = pd.Timestamp("2025-02-12 06:00", tz="UTC")


def figures(rows: dict[str, Any], as_of: date = AS_OF, quarter: str = "2025-Q1") -> SystemsFigures:
    """The screen's figures of some rows."""
    tables = make_tables(**rows)
    scope = scope_of(tables, HOUSE, as_of, quarter=quarter, as_of=as_of)
    return systems_figures(tables, basis_of(tables, scope, HOUSE))


def of_system(found: SystemsFigures, system: str) -> dict[str, Any]:
    return dict(found.standing.set_index("system").loc[system])


def test_the_worked_example_stands_as_by_hand() -> None:
    found = figures(worked_rows())
    crm = of_system(found, "CRM")  # 4:00 of 4:00 in A (a tie meets), 3:00 in B
    assert (crm["tried_count"], crm["judged_count"], crm["met_count"]) == (2, 2, 2)
    assert (crm["last_drill"], crm["last_shown"]) == ("B", "met")
    assert crm["last_seconds"] == seconds("3:00")
    assert crm["days_since"] == 12  # 19 to 31 March
    inventory = of_system(found, "Inventory Management")  # never back in A, 3:50 in B
    assert (inventory["tried_count"], inventory["met_count"]) == (2, 1)
    communication = of_system(found, "Internal Communication")  # 6:00 in A, not tested in B
    assert (communication["last_drill"], communication["days_since"]) == ("A", 47)
    assert found.metrics["coverage"].numerator == 6
    lost = {"A": 5 + 4 + 1.5 + 8 + 3 + 6, "B": 3 + 20 / 60 + 3 + 1.5 + 3 + 50 / 60 + 2.5}
    assert found.metrics["system_hours_lost"].value == pytest.approx(sum(lost.values()))


def test_only_what_asks_for_a_test_is_listed_and_the_rule_ranks_it() -> None:
    rows = worked_rows()
    by_name = {row["system"]: row for row in rows["system"]}
    by_name["E-Commerce Platform"]["tier"] = "1"
    by_name["Internal Communication"]["tier"] = "1"
    rows["system"] += [
        {"system": "Archive", "tier": "3", "rto_seconds": seconds("24:00")},
        # CRM took 3:00 in March; from then on it must be back in 2:59
        {"system": "CRM", "valid_from_on": "2025-03-25", "rto_seconds": seconds("2:59")},
    ]
    rows["gap"] = [
        {"gap": "G-1", "drill": "B", "system": "Payment Processing", "status": "closed",
         "identified_on": "2025-03-19", "closed_on": "2025-03-25", "title": "Key missing"},
    ]  # fmt: skip
    found = figures(rows)
    assert [(one.system, one.kinds) for one in found.candidates] == [
        ("Archive", ("never tested",)),
        ("CRM", ("objective tightened",)),
        ("Payment Processing", ("fix not proven",)),
        ("Inventory Management", ("thin margin",)),  # 3:50 of 4:00 leaves 10 min, under 24 min
    ]
    crm = found.candidates[1].reasons[0]
    assert (crm.facts["rto_seconds"], crm.facts["before_seconds"]) == (10740.0, 14400.0)
    assert {record for record, _ in crm.rows} == {"recovery", "system"}
    later = figures(rows, as_of=date(2025, 6, 1))  # 109 days after A, 74 after B
    stale = {one.system for one in later.candidates if "stale" in one.kinds}
    assert stale == {"Internal Communication"}  # tier 1 may wait 92 days


def test_missed_last_comes_before_what_is_only_old() -> None:
    rows = worked_rows()
    rows["recovery"] = [row for row in rows["recovery"] if row["drill"] == "A"]
    rows["drill"] = rows["drill"][:1]
    found = figures(rows, as_of=date(2026, 6, 1))
    kinds = {one.system: one.kinds for one in found.candidates}
    assert kinds["E-Commerce Platform"] == ("missed last", "stale")
    assert kinds["Inventory Management"] == ("missed last", "stale")
    assert kinds["CRM"] == ("stale", "thin margin")  # a tie spares nothing
    first = [one.kinds[0] for one in found.candidates]
    assert first == sorted(first, key=REASONS.index)


@pytest.mark.parametrize(
    ("days", "state"), [(92, "fresh"), (93, "stale")], ids=["as old as allowed", "a day older"]
)
def test_freshness_turns_the_day_after_the_limit(days: int, state: str) -> None:
    rows = worked_rows()
    for row in rows["system"]:
        row["tier"] = "1"
    as_of = date(2025, 3, 19) + pd.Timedelta(days=days)
    assert of_system(figures(rows, as_of=as_of), "CRM")["freshness"] == state


def test_a_setting_changes_how_long_a_tier_may_wait() -> None:
    tables = make_tables(
        setting=[
            {"setting": "Stale after, tier 1", "value": "30 days"},
            {"setting": "stale after days tier gold", "value": "45"},
            {"setting": "stale after, tier 2", "value": "soon"},
        ]
    )
    assert limits(tables["setting"]) == {"1": 30, "2": 184, "gold": 45}


def test_nothing_of_the_future_counts() -> None:
    found = figures(worked_rows(), as_of=date(2025, 3, 1))
    assert set(found.history["drill"]) == {"A"}
    assert of_system(found, "CRM")["days_since"] == 17


def test_names_met_only_in_results_are_no_inventory() -> None:
    rows = worked_rows()
    rows["system"] = [row for row in rows["system"] if row["system"] != "CRM"]
    found = figures(rows)
    assert not of_system(found, "CRM")["is_inventory"]
    assert "CRM" not in {one.system for one in found.candidates}
    assert found.metrics["tested_lately"].denominator == 5


@pytest.mark.parametrize("missing", ["all", "drills", "inventory"])
def test_nothing_known_is_no_data(missing: str) -> None:
    rows = worked_rows()
    if missing in ("all", "drills"):
        rows["drill"], rows["recovery"] = [], []
    if missing in ("all", "inventory"):
        rows["system"] = []
    found = figures(rows)
    if missing == "inventory":
        assert found.metrics["tested_lately"].value is None
        assert len(found.standing) == 6
        assert found.candidates == []
    if missing == "drills":
        assert [one.kinds for one in found.candidates] == [("never tested",)] * 6
        assert found.metrics["tested_lately"].value == 0.0
    if missing == "all":
        assert found.standing.empty
        assert found.coming.systems == ()
    assert found.said.note == "too little data"
    assert found.tried.interval is None


def test_a_second_way_to_count(random_tests: pd.DataFrame) -> None:
    """Last test, counts and days by SQL on the same tests."""
    history, inventory, gaps = (
        random_tests["history"],
        random_tests["inventory"],
        random_tests["gaps"],
    )
    mine = standing(history, inventory, gaps, AS_OF).set_index("system")
    tests = history[["system", "place", "outcome", "verdict", "day", "recovery_seconds"]]
    known = inventory[["system"]].astype(str)
    connection = duckdb.connect()
    connection.register("tests", tests.astype({"system": str}))
    connection.register("known", known)
    other = connection.execute(
        """
        WITH tried AS (
            SELECT * FROM tests WHERE outcome IN ('recovered', 'partial', 'not recovered')
        )
        SELECT system, count(place) AS tried_count,
            count(*) FILTER (verdict IN ('met', 'missed')) AS judged_count,
            count(*) FILTER (verdict = 'met') AS met_count,
            arg_max(recovery_seconds, place) AS some_last,
            date_diff('day', max_by(day, place), DATE '2025-03-31') AS days_since
        FROM (SELECT system FROM known UNION SELECT DISTINCT system FROM tests)
        LEFT JOIN tried USING (system) GROUP BY system
        """
    ).df()
    assert len(other) == len(mine)
    for row in other.to_dict("records"):
        own = mine.loc[row["system"]]
        for name in ("tried_count", "judged_count", "met_count"):
            assert own[name] == row[name], (row["system"], name)
        if pd.isna(row["days_since"]):
            assert pd.isna(own["days_since"])
        else:
            assert own["days_since"] == row["days_since"]


@pytest.fixture
def random_tests() -> dict[str, pd.DataFrame]:
    chance = np.random.default_rng(5)
    systems = [f"S{number:02}" for number in range(30)]
    days = ["2024-10-02", "2024-11-20", "2025-01-15", "2025-02-12", "2025-03-19"]
    drills = [
        {"drill": f"D{at}", "started_at": f"{day} 06:00", "ended_at": f"{day} 18:00",
         "status": "completed", "exercise_type": "tabletop" if at == 2 else "simulation"}
        for at, day in enumerate(days)
    ]  # fmt: skip
    recovery: list[dict[str, Any]] = []
    for at, day in enumerate(days):
        for system in [*systems, "stranger"]:
            draw = chance.random()
            row: dict[str, Any] = {"drill": f"D{at}", "system": system}
            if draw < 0.2:
                continue
            if draw < 0.35:
                row["outcome"] = "not tested"
            else:
                row["disrupted_at"] = f"{day} 06:00"
                if draw > 0.5:
                    minutes = int(chance.integers(30, 500))
                    row["restored_at"] = pd.Timestamp(f"{day} 06:00") + pd.Timedelta(
                        minutes=minutes
                    )
            recovery.append(row)
    tables = make_tables(
        system=[{"system": one, "tier": "1", "rto_seconds": 14400} for one in systems],
        drill=drills,
        recovery=recovery,
        gap=[{"gap": "G1", "system": "S01", "status": "open", "identified_on": "2025-02-12"}],
    )
    facts = drill_facts(tables, AS_OF, HOUSE)
    tests = measure(tables, AS_OF, CLOCK, HOUSE, facts)
    gaps = retest_facts(gap_facts(tables, facts, AS_OF, HOUSE), facts, tests, AS_OF)
    return {
        "history": histories(tests, facts),
        "inventory": inventory_on(tables["system"], AS_OF),
        "gaps": gaps,
    }


def test_a_rate_of_freshness_has_its_rows(random_tests: dict[str, pd.DataFrame]) -> None:
    stands = standing(
        random_tests["history"], random_tests["inventory"], random_tests["gaps"], AS_OF
    )
    metric = lately_tested(with_freshness(stands, {"1": 92}))
    own = metric.rows[metric.rows["record"] == "system"]
    assert metric.denominator == len(own) == 30
    assert (
        metric.numerator == own["in_numerator"].sum() == sum(part["part"] for part in metric.detail)
    )
    assert next_tests(with_freshness(stands, {"1": 92}), random_tests["gaps"])


# --- Dependencies ---------------------------------------------------------------------------------


def network(depends: dict[str, str | None], **more: Any) -> Any:  # noqa: ANN401 - a test's shorthand
    tables = make_tables(
        system=[{"system": name, "depends_on": needs} for name, needs in depends.items()], **more
    )
    inventory = inventory_on(tables["system"], AS_OF)
    return dependencies_on(tables["system"], inventory, pd.Timestamp(AS_OF), tables["alias"])


def test_the_recovery_order_by_hand() -> None:
    found = network(
        {"Shop": "Payments; Network", "Payments": "the network", "Network": None, "Mail": None},
        alias=[{"kind": "system", "written": "The Network", "means": "Network"}],
    )
    assert found.order == (("Mail", "Network"), ("Payments",), ("Shop",))
    assert found.all_needs("Shop") == {"Payments", "Network"}
    assert found.needed_by("Network") == ["Payments", "Shop"]
    assert (found.circles, found.strangers) == ((), ())


def test_a_circle_and_a_stranger_are_told() -> None:
    found = network({"A": "B; DNS abroad", "B": "C", "C": "A", "D": "a; D"})
    assert found.circles == (("A", "B", "C"),)
    assert found.strangers == ("DNS abroad",)
    assert found.order == (("DNS abroad",), ("A", "B", "C"), ("D",))
    assert found.all_needs("A") == {"B", "C", "DNS abroad"}
    assert found.needs("D") == ["A"]


def test_a_row_that_says_nothing_leaves_the_dependencies() -> None:
    tables = make_tables(
        system=[
            {"system": "Shop", "depends_on": "Network"},
            {"system": "Shop", "valid_from_on": "2025-01-01", "rto_seconds": 3600},
            {"system": "Shop", "valid_from_on": "2025-06-01", "depends_on": "Mail"},
            {"system": "Network"},
        ]
    )
    day = pd.Timestamp(AS_OF)
    inventory = inventory_on(tables["system"], AS_OF)
    found = dependencies_on(tables["system"], inventory, day, tables["alias"])
    assert found.needs("Shop") == ["Network"]


# --- Waiting --------------------------------------------------------------------------------------


def waits_of(
    times: dict[str, tuple[int, int | None]], depends: dict[str, str], clock: str = CLOCK
) -> pd.DataFrame:
    """By system: down from and restored at so many minutes; None never."""
    recovery: list[dict[str, Any]] = []
    for name, (down, up) in times.items():
        row: dict[str, Any] = {
            "drill": "A", "system": name, "disrupted_at": START + pd.Timedelta(minutes=down),
        }  # fmt: skip
        if up is not None:
            row["restored_at"] = START + pd.Timedelta(minutes=up)
        recovery.append(row)
    tables = make_tables(
        system=[{"system": name, "depends_on": depends.get(name)} for name in times],
        drill=[
            {"drill": "A", "started_at": START, "ended_at": START + pd.Timedelta(hours=20),
             "status": "completed"}
        ],
        recovery=recovery,
    )  # fmt: skip
    facts = drill_facts(tables, AS_OF, HOUSE)
    tests = measure(tables, AS_OF, clock, HOUSE, facts)
    inventory = inventory_on(tables["system"], AS_OF)
    found = dependencies_on(tables["system"], inventory, pd.Timestamp(AS_OF), tables["alias"])
    return waiting(histories(tests, facts), found, clock).set_index("system")


def test_own_work_and_waiting_by_hand() -> None:
    found = waits_of({"Shop": (0, 150), "Network": (0, 110)}, {"Shop": "Network"})
    shop = found.loc["Shop"]
    assert (shop["waiting_seconds"], shop["own_seconds"]) == (110 * 60, 40 * 60)
    assert (shop["waited_for"], shop["ahead_of"]) == ("Network", ())
    assert list(found.index) == ["Shop"]  # the network needs nothing


def test_time_in_which_two_were_down_counts_once() -> None:
    found = waits_of(
        {"Shop": (0, 200), "A": (0, 60), "B": (30, 90), "C": (120, 150)}, {"Shop": "A; B; C"}
    )
    assert found.loc["Shop", "waiting_seconds"] == (90 + 30) * 60
    assert found.loc["Shop", "waited_for"] == "C"


@pytest.mark.parametrize("up", [200, None], ids=["later", "never"])
def test_who_came_back_first_did_not_wait(up: int | None) -> None:
    found = waits_of({"Shop": (0, 150), "Network": (0, up)}, {"Shop": "Network"})
    assert found.loc["Shop", "waiting_seconds"] == 0
    assert found.loc["Shop", "own_seconds"] == 150 * 60
    assert found.loc["Shop", "ahead_of"] == ("Network",)
    assert pd.isna(found.loc["Shop", "waited_for"])


def test_the_circle_a_dependency_would_close() -> None:
    rows = [
        {"system": "A", "depends_on": "B"}, {"system": "B", "depends_on": "c"}, {"system": "C"},
        {"system": "D", "depends_on": "A"},
    ]  # fmt: skip
    tables = make_tables(system=rows)
    day = pd.Timestamp(AS_OF)

    def closed(name: str, *needs: str) -> tuple[str, ...]:
        return circle_with(tables["system"], tables["alias"], name, needs, day)

    assert closed("C", "A") == ("C", "A", "B")  # C needs A, A needs B, B needs C
    assert closed("C", "D") == ("C", "D", "A", "B")
    assert closed("C", "D", "b") == ("C", "B")  # of two the shorter
    assert closed("D", "B", "C") == closed("New", "A") == closed("C") == ()


def test_a_circle_of_waiting_does_not_crash() -> None:
    found = waits_of({"A": (0, 60), "B": (0, 90)}, {"A": "B", "B": "A"})
    assert found.loc["B", "waiting_seconds"] == 60 * 60
    assert found.loc["A", "ahead_of"] == ("B",)


spans = st.tuples(st.integers(0, 300), st.one_of(st.none(), st.integers(1, 600))).map(
    lambda pair: (pair[0], None if pair[1] is None else pair[0] + pair[1])
)


@settings(max_examples=25, deadline=None)
@given(st.lists(spans, min_size=3, max_size=5), st.data())
def test_work_and_waiting_add_up_exactly(times: list[Any], data: st.DataObject) -> None:
    names = "ABCDE"[: len(times)]
    depends = {
        name: "; ".join(data.draw(st.lists(st.sampled_from(names), max_size=3))) for name in names
    }
    found = waits_of(
        dict(zip(names, times, strict=True)), {one: two for one, two in depends.items() if two}
    )
    total = found["waiting_seconds"] + found["own_seconds"]
    assert (total == found["recovery_seconds"]).all()
    assert (found["waiting_seconds"] >= 0).all()
    assert (found["own_seconds"] >= 0).all()
