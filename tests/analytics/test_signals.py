"""Questions the data raise: asked where they should be, and seldom by luck."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analytics.calendar import Organisation
from analytics.scorecard import basis_of, scope_of
from analytics.signals import Signal, signals_of
from analytics.signals.round_times import round_times
from analytics.systems import histories
from tests.analytics.frames import make_tables
from tests.analytics.worked import worked_rows

BOUNDS = (date(2025, 1, 1), date(2025, 3, 31))


def asked(rows: dict[str, Any]) -> dict[str, Signal]:
    """The questions of the first quarter of 2025, by kind (and case)."""
    tables = make_tables(**rows)
    scope = scope_of(tables, Organisation(), BOUNDS[1], quarter="2025-Q1", as_of=BOUNDS[1])
    basis = basis_of(tables, scope, Organisation())
    history = histories(basis.tests, basis.drills)
    found = signals_of(tables, history, basis.drills, basis.all_gaps, "2025-Q1", BOUNDS)
    return {str(one.facts.get("case", one.kind)): one for one in found}


def timed(minutes: list[int]) -> dict[str, Any]:
    """One drill with those recovery times."""
    start = pd.Timestamp("2025-02-12 06:00")
    return {
        "drill": [{"drill": "A", "started_at": start, "ended_at": start + pd.Timedelta(hours=12),
                   "status": "completed"}],
        "recovery": [
            {"drill": "A", "system": f"S{at}", "disrupted_at": start,
             "restored_at": start + pd.Timedelta(minutes=each)}
            for at, each in enumerate(minutes)
        ],
    }  # fmt: skip


def test_round_times_by_hand() -> None:
    found = asked(timed([60, 90, 120, 150, 240, 61]))["round times"]
    assert (found.facts["count"], found.facts["whole"], found.facts["step"]) == (5, 6, 60)
    # 5 or 6 of 6 at 1/30 each: 6 · (1/30)^5 · 29/30 + (1/30)^6
    assert found.chance == pytest.approx(6 * (1 / 30) ** 5 * 29 / 30 + (1 / 30) ** 6)
    assert found.rows["in_numerator"].sum() == 5
    assert asked(timed([60, 90, 121, 152, 243, 61])) == {}
    # written to five minutes, half hours are one in six: three of six are no wonder
    assert asked(timed([60, 90, 120, 155, 245, 65])) == {}
    assert asked(timed([60, 90, 120, 150])) == {}  # too few


def test_true_times_seldom_raise_the_question() -> None:
    chance = np.random.default_rng(8)
    alarms = 0
    for _ in range(400):
        drills = [
            pd.DataFrame(
                {
                    "quarter": "2025-Q1", "drill": drill, "record": "recovery", "row_key": "k",
                    "recovery_seconds": 60.0 * chance.integers(30, 400, size=8),
                }
            )
            for drill in "AB"
        ]  # fmt: skip
        alarms += bool(round_times(pd.concat(drills, ignore_index=True), "2025-Q1"))
    assert alarms <= 12  # 1 % of 400 is 4; twelve would come once in a thousand runs


def test_an_objective_relaxed_after_a_miss() -> None:
    rows = worked_rows()
    raised = {"system": "E-Commerce Platform", "valid_from_on": "2025-03-01",
              "rto_seconds": 6 * 3600}  # fmt: skip
    rows["system"].append(raised)
    found = asked(rows)["objective relaxed"]
    assert found.facts["before_seconds"] == 4 * 3600
    assert found.facts["after_seconds"] == 6 * 3600
    assert (found.facts["drill"], found.facts["shown"], found.chance) == ("A", "missed", None)
    assert list(found.rows["record"]) == ["system", "system", "recovery"]
    raised["system"] = "Infrastructure and Hosting"  # kept its objective in A
    assert "objective relaxed" not in asked(rows)
    raised |= {"system": "E-Commerce Platform", "rto_seconds": 3 * 3600}  # tightened
    assert "objective relaxed" not in asked(rows)


def test_a_smaller_scope_with_its_chance() -> None:
    rows = worked_rows()
    left_out = ("E-Commerce Platform", "Inventory Management")  # both missed in A
    rows["recovery"] = [
        row for row in rows["recovery"] if not (row["drill"] == "B" and row["system"] in left_out)
    ]
    found = asked(rows)["scope shrunk"]
    assert found.facts["left_out"] == sorted([*left_out, "Internal Communication"])
    assert (found.facts["missed_left_out"], found.facts["missed"]) == (2, 2)
    # both of two missed among three of six left out: C(4,1) / C(6,3) = 4 / 20
    assert found.chance == pytest.approx(0.2)
    assert "scope shrunk" not in asked(worked_rows())  # one of six left out


def test_gaps_closed_in_a_rush() -> None:
    rows = worked_rows()
    days = ["2025-03-31", "2025-03-30", "2025-03-31", "2025-02-20", "2025-03-27"]
    rows["gap"] = [
        {"gap": f"G{at}", "drill": "A", "identified_on": "2025-02-12", "status": "closed",
         "closed_on": day}
        for at, day in enumerate(days)
    ]  # fmt: skip
    found = asked(rows)["closed at the end"]
    assert (found.facts["count"], found.facts["whole"], found.facts["days"]) == (3, 5, 2)
    share = 2 / 90
    by_hand = sum(ways * share**k * (1 - share) ** (5 - k) for k, ways in ((3, 10), (4, 5), (5, 1)))
    assert found.chance == pytest.approx(by_hand)
    rows["deliverable"] = [
        {"quarter": "2025-Q1", "milestone": "M", "deliverable": "Drill report",
         "due_on": "2025-03-28"}
    ]  # fmt: skip
    assert asked(rows)["closed at the end"].facts["count"] == 4  # the day before the report too
    for gap, day in zip(rows["gap"], ("02-20", "02-24", "03-03", "03-12", "03-31"), strict=True):
        gap["closed_on"] = f"2025-{day}"
    assert "closed at the end" not in asked(rows)


def of_surveys(rows: dict[str, Any]) -> dict[str, Signal]:
    """The questions about surveys alone."""
    return {case: one for case, one in asked(rows).items() if one.kind == "alike answers"}


def sheets(drill: str, answers: list[tuple[int, int, int]], comment: str | None = None) -> Any:  # noqa: ANN401
    return [
        {"drill": drill, "respondent": f"R{at}", "satisfaction": one, "role_clarity": two,
         "training": three, "comment": comment if at < 2 else None}
        for at, (one, two, three) in enumerate(answers)
    ]  # fmt: skip


MIXED = [(4, 5, 3), (2, 3, 1), (5, 5, 4), (3, 4, 4), (1, 2, 3), (4, 4, 4), (5, 1, 2)]


def test_answers_alike() -> None:
    rows = worked_rows()
    rows["survey"] = sheets("A", MIXED) + sheets("B", MIXED)
    found = of_surveys(rows)["same as before"]
    assert found.chance == pytest.approx(1 / 5040)  # seven different sheets: 7!
    assert (found.facts["drill"], found.facts["before_drill"]) == ("B", "A")
    rows["survey"] = sheets("A", MIXED) + sheets("B", [*MIXED[:-1], (5, 1, 3)])
    assert of_surveys(rows) == {}
    rows["survey"] = sheets("A", [(4, 4, 4)] * 6) + sheets("B", [(4, 4, 4)] * 6)
    assert set(of_surveys(rows)) == {"all alike"}  # of two alike drills luck can say nothing
    rows["survey"] = sheets("A", MIXED, "The call tree was out of date")
    assert of_surveys(rows)["same comment"].facts["count"] == 2
    rows["survey"] = sheets("A", MIXED, "no")
    assert of_surveys(rows) == {}
