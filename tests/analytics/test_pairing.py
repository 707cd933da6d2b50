"""Two drills, finished: steps, clocks, minimal flips, minutes beside gaps; worked by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from analytics.calendar import Organisation
from analytics.comparison.pairing import (
    PairFigures,
    comparable_drills,
    pair_basis,
    pair_figures,
    rows_of_test,
    usual_pair,
    why_not_comparable,
)
from analytics.drills import drill_facts
from tests.analytics.frames import make_tables
from tests.analytics.worked import worked_rows

MINUTE, HOUR = 60.0, 3600.0
DAY = date(2025, 3, 31)
START = {"A": pd.Timestamp("2025-02-12 06:00"), "B": pd.Timestamp("2025-03-19 06:00")}
NAMES = ("detected_at", "declared_at", "recovery_started_at", "restored_at", "validated_at")


def row(drill: str, system: str, *minutes: float | None, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """A test whose instants came so many minutes after the disruption, None where unknown."""
    known = {
        name: START[drill] + pd.Timedelta(minutes=minute)
        for name, minute in zip(NAMES, minutes, strict=False)
        if minute is not None
    }
    return {"drill": drill, "system": system, "disrupted_at": START[drill], **known, **more}


def paired(
    recovery: list[dict[str, Any]],
    clock: str = "disruption:restored",
    gap: list[dict[str, Any]] | None = None,
    **records: Any,  # noqa: ANN401
) -> PairFigures:
    """The comparison of drills A and B, eight hours each, with these rows."""
    drills = [
        {"drill": name, "started_at": at, "ended_at": at + pd.Timedelta(hours=8)}
        for name, at in START.items()
    ]
    tables = make_tables(drill=drills, recovery=recovery, gap=gap or [], **records)
    return pair_figures(pair_basis(tables, "A", "B", DAY, Organisation()), clock)


def worked(clock: str = "disruption:restored") -> PairFigures:
    tables = make_tables(**worked_rows())
    return pair_figures(pair_basis(tables, "A", "B", DAY, Organisation()), clock)


# --- The example of metrics.md --------------------------------------------------------------------


def test_the_worked_example_in_steps() -> None:
    found = worked()
    steps = found.phase_steps.set_index("part")
    # only disruption and restoration are known: all 190 minutes are not split
    assert steps["amount"].to_dict() == {
        "detect": 0, "declare": 0, "mobilise": 0, "restore": 0,
        "not split": -190 * MINUTE, "total": -190 * MINUTE,
    }  # fmt: skip
    assert found.not_split == 4
    assert (found.totals.earlier_seconds, found.totals.later_seconds) == (48600, 37200)
    attainment = found.attainment_steps.set_index("part")["amount"]
    assert attainment["performance"] == pytest.approx(0.4)
    assert attainment["objective"] == 0
    assert attainment["scope"] == pytest.approx(-1 / 15)
    assert attainment["total"] == pytest.approx(1 / 3)
    assert found.attainment == (4, 6, 5, 5)


def test_the_worked_example_flips() -> None:
    found = worked()
    own = found.flips.set_index("system")
    # own RTO of 4 h is `<=`: CRM's 4:00 kept it; E-Commerce was an hour over
    assert list(found.flips["system"]) == ["E-Commerce Platform", "Inventory Management"]
    assert own.loc["E-Commerce Platform", "over_seconds"] == HOUR
    assert not own.loc["E-Commerce Platform", "is_strict"]
    assert pd.isna(own.loc["Inventory Management", "over_seconds"])
    assert own.loc["Inventory Management", "why"] == "not recovered"
    # the programme's target is strictly less: CRM ties, and any time less would have done
    programme = found.programme_flips.set_index("system")
    assert programme["over_seconds"].fillna(-1).to_dict() == {
        "CRM": 0,
        "E-Commerce Platform": HOUR,
        "Internal Communication": 2 * HOUR,
        "Inventory Management": -1,
    }
    assert programme.loc["CRM", ["is_tie", "is_strict"]].tolist() == [True, True]


def test_the_usual_pair_and_what_is_none() -> None:
    rows = worked_rows()
    talk = {"drill": "Talk", "exercise_type": "tabletop", "started_at": "2025-02-20 06:00",
            "ended_at": "2025-02-20 08:00"}  # fmt: skip
    later = {"drill": "C", "started_at": "2025-04-10 06:00", "ended_at": "2025-04-10 09:00"}
    rows["drill"] += [talk, later, {"drill": "D", "planned_on": "2025-06-01"}]
    drills = drill_facts(make_tables(**rows), date(2025, 5, 1), Organisation())
    assert list(comparable_drills(drills)["drill"]) == ["A", "B", "C"]
    assert usual_pair(drills, None) == ("A", "B")  # the newest quarter with two
    assert usual_pair(drills, "2025-Q2") == ("A", "B")  # that quarter has one alone
    told = {name: why_not_comparable(drills, name) for name in ("A", "Talk", "D", "Nowhere")}
    assert told == {"A": None, "Talk": "tabletop", "D": "planned", "Nowhere": "unknown"}
    only = make_tables(**{**rows, "drill": [rows["drill"][0], later]} | {"recovery": []})
    assert usual_pair(drill_facts(only, date(2025, 5, 1), Organisation()), None) == ("A", "C")


# --- Minimal flip ---------------------------------------------------------------------------------


def flip(*minutes: float | None, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """What would have met the one test of A with these instants."""
    frame = paired([row("A", "S", *minutes, **more), row("B", "S", 1, 2, 3, 4)]).flips
    frame = frame[frame["drill"] == "A"]
    assert len(frame) == 1
    return dict(frame.iloc[0])


def test_the_longest_phase_that_is_long_enough() -> None:
    # detect 10, declare 20, mobilise 40, restore 70: 140 min against 100, 40 over
    found = flip(10, 30, 70, 140, rto_seconds=100 * MINUTE)
    assert (found["over_seconds"], found["kind"], found["where"]) == (
        40 * MINUTE,
        "phase",
        "restore",
    )
    assert found["parts"] == (("restore", 70 * MINUTE),)
    # exactly as long is enough for `<=` …
    assert found["alternatives"] == (("mobilise", 40 * MINUTE),)
    # … and is not for `<`: it takes more than forty
    strict = flip(10, 30, 70, 140, rto_seconds=100 * MINUTE, rto_operator="<")
    assert (strict["is_strict"], strict["alternatives"]) == (True, ())


def test_where_no_single_phase_is_long_enough() -> None:
    found = flip(10, 30, 70, 140, rto_seconds=50 * MINUTE)  # 90 over: restore 70 and mobilise 40
    assert (found["kind"], found["where"]) == ("phases", "restore and mobilise")
    assert found["parts"] == (("restore", 70 * MINUTE), ("mobilise", 40 * MINUTE))


def test_a_tie_needs_anything_less() -> None:
    found = flip(10, 30, 70, 140, rto_seconds=140 * MINUTE, rto_operator="<")
    assert (found["over_seconds"], found["is_tie"], found["where"]) == (0, True, "restore")


def test_without_instants_between_the_place_is_not_known() -> None:
    found = flip(None, None, None, 140, rto_seconds=100 * MINUTE)
    assert found["over_seconds"] == 40 * MINUTE
    assert (found["where"], found["why"]) == (None, "its phases are not known")
    stated = paired(
        [{"drill": "A", "system": "S", "recovery_time_seconds": 2 * HOUR, "rto_seconds": HOUR}]
    ).flips.iloc[0]
    assert (stated["over_seconds"], stated["why"]) == (HOUR, "its phases are not known")


def test_what_has_no_time_has_no_number() -> None:
    for outcome in ("not recovered", "partial"):
        found = flip(10, outcome=outcome, rto_seconds=HOUR)
        assert pd.isna(found["over_seconds"])
        assert found["why"] == outcome
    never = flip(10, 30, 70, 140, rto_seconds=0, rto_operator="<")
    assert pd.isna(never["over_seconds"])
    assert "cannot be met" in never["why"]


def test_the_clock_decides_which_phases_count() -> None:
    rows = [row("A", "S", 10, 30, 70, 140, rto_seconds=120 * MINUTE)]
    assert len(paired(rows).flips) == 1
    assert paired(rows, "declaration:restored").flips.empty  # 110 from the declaration kept 120
    rows = [row("A", "S", 10, 30, 70, 140, rto_seconds=90 * MINUTE)]
    found = paired(rows, "declaration:restored").flips.iloc[0]
    assert found["over_seconds"] == 20 * MINUTE
    assert [name for name, _ in (*found["parts"], *found["alternatives"])] == [
        "restore",
        "mobilise",
    ]


# --- Clocks ---------------------------------------------------------------------------------------


def test_verdicts_under_every_clock() -> None:
    # restored after 140, validated after 170; detected 10, declared 30, hands on 70; RTO 135
    rows = [row("A", "S", 10, 30, 70, 140, 170, rto_seconds=135 * MINUTE)]
    rows += [row("B", "S", 5, 20, 40, 90, rto_seconds=135 * MINUTE)]
    found = paired(rows)
    a = found.clock_verdicts[found.clock_verdicts["side"] == "a"].set_index("clock")
    assert a["verdict"].to_dict() == {
        "disruption:restored": "missed",
        "disruption:validated": "missed",
        "detection:restored": "met",
        "detection:validated": "missed",
        "declaration:restored": "met",
        "declaration:validated": "missed",  # 140 of 135
        "recovery_start:restored": "met",
        "recovery_start:validated": "met",
    }
    assert list(a.index[a["turns"]]) == [
        "detection:restored", "declaration:restored",
        "recovery_start:restored", "recovery_start:validated",
    ]  # fmt: skip
    assert not a["is_robust"].any()
    b = found.clock_verdicts[found.clock_verdicts["side"] == "b"].set_index("clock")
    # nobody validated in B: those clocks are blank, the four others say the same
    assert b.loc[b.index.str.endswith("validated"), "verdict"].isna().all()
    assert b["is_robust"].all()
    assert set(b["clocks_judged"]) == {4}
    turning = found.turning
    assert (turning.in_a, turning.in_b) == (1, 0)
    assert (turning.judged, turning.tested) == (2, 2)


def test_one_clock_alone_proves_nothing() -> None:
    found = worked()
    assert set(found.clock_verdicts["clocks_judged"]) == {0, 1, 8}  # a lost system misses all
    timed = found.clock_verdicts[found.clock_verdicts["system"] == "CRM"]
    assert not timed["is_robust"].any()


def test_both_drills_by_clock() -> None:
    rows = [row("A", "S", 10, 30, 60, 120, rto_seconds=100 * MINUTE)]
    rows += [row("B", "S", 10, 20, 30, 60, rto_seconds=100 * MINUTE)]
    table = paired(rows).by_clock.set_index("clock")
    one = table.loc["disruption:restored"]
    assert one[["met_a", "judged_a", "met_b", "judged_b"]].tolist() == [0, 1, 1, 1]
    assert (one["attainment_change"], one["typical"]) == (1, pytest.approx(0.5))
    hands_on = table.loc["recovery_start:restored"]
    assert (hands_on["attainment_change"], hands_on["typical"]) == (0, pytest.approx(0.5))
    assert table.loc["disruption:validated", ["attainment_change", "typical"]].isna().all()


# --- Minutes beside gaps --------------------------------------------------------------------------

PHASED = [
    row("A", "S", 10, 30, 70, 140, rto_seconds=HOUR),  # detect 10 declare 20 mobilise 40 restore 70
    row("B", "S", 5, 20, 40, 90, rto_seconds=HOUR),  # detect 5 declare 15 mobilise 20 restore 50
]


def gap(number: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    found = {"gap": number, "drill": "A", "system": "S", "identified_on": "2025-02-12"}
    return found | {"status": "open"} | more


def minutes_of(*gaps: dict[str, Any]) -> tuple[dict[str, tuple[str, Any]], dict[str, float]]:
    """By gap its basis and minutes; the three sums of A's test in minutes."""
    found = paired(PHASED, gap=list(gaps)).gap_minutes
    by_gap = {
        one["gap"]: (one["basis"], None if pd.isna(one["seconds"]) else one["seconds"] / MINUTE)
        for one in found.gaps.to_dict("records")
    }
    test = found.tests[found.tests["drill"] == "A"].iloc[0]
    names = ("lost", "stated", "inferred", "unexplained")
    return by_gap, {name: test[f"{name}_seconds"] / MINUTE for name in names}


def test_what_a_gap_says_counts() -> None:
    by_gap, sums = minutes_of(gap("G1", time_lost_seconds=30 * MINUTE), gap("G2"))
    assert by_gap["G1"] == ("stated", 30)
    # G2 has no category: every phase until restored, each by as much as it was longer than in B:
    # 5 + 5 + 20 + 20
    assert by_gap["G2"] == ("inferred", 50)
    assert sums == {"lost": 140, "stated": 30, "inferred": 50, "unexplained": 60}


def test_a_category_tells_the_phases_and_gaps_share_them() -> None:
    by_gap, sums = minutes_of(
        gap("P", category="people"), gap("T", category="technology"), gap("X")
    )
    # detect 5, declare 5, mobilise 20 shared by P and X; restore 20 by T and X
    assert by_gap == {"P": ("inferred", 15), "T": ("inferred", 10), "X": ("inferred", 25)}
    assert sums == {"lost": 140, "stated": 0, "inferred": 50, "unexplained": 90}


def test_never_more_than_was_lost() -> None:
    by_gap, sums = minutes_of(
        gap("G1", time_lost_seconds=200 * MINUTE),
        gap("G2", time_lost_seconds=80 * MINUTE),
        gap("G3"),
    )
    assert by_gap == {"G1": ("stated", 100), "G2": ("stated", 40), "G3": ("no minutes", None)}
    assert sums == {"lost": 140, "stated": 140, "inferred": 0, "unexplained": 0}


def test_gaps_that_belong_to_no_test() -> None:
    by_gap, sums = minutes_of(
        gap("None", system=None, time_lost_seconds=600.0),
        gap("Other", system="T", time_lost_seconds=600.0),
        gap("No gap", status="rejected", time_lost_seconds=600.0),
    )
    assert by_gap == {"None": ("of no one system", None), "Other": ("no time lost known", None)}
    assert sums["unexplained"] == 140


def test_fixed_gaps_beside_the_change_of_their_system() -> None:
    gaps = [
        gap("In time", status="closed", closed_on="2025-03-18"),
        gap("That day", status="closed", closed_on="2025-03-19"),  # B began that day
        gap("Open"),
        gap("Of all", system=None, status="closed", closed_on="2025-03-01"),
        gap("Elsewhere", system="T", status="closed", closed_on="2025-03-01"),
    ]
    fixed = paired(PHASED, gap=gaps).fixed_gaps
    assert list(fixed["gap"]) == ["In time", "Elsewhere"]
    assert fixed.loc[0, ["label", "change_seconds"]].tolist() == ["improved", -50 * MINUTE]
    assert pd.isna(fixed.loc[1, "label"])


# --- Other pairs ----------------------------------------------------------------------------------


def test_drills_without_a_system_in_common() -> None:
    found = paired([row("A", "S", 10, 20, 30, 60), row("B", "T", 10, 20, 30, 60)])
    assert found.totals.pairs == 0
    assert found.phase_steps.empty
    assert set(found.comparison.systems["label"]) == {"not comparable"}
    assert found.flips.empty


def test_a_row_leads_to_its_own_and_to_the_inventory() -> None:
    rows = rows_of_test(worked().tests, "A", "CRM")
    assert list(rows["record"]) == ["recovery", "system"]
    assert list(rows["row_key"]) == ['["A", "CRM"]', '["CRM", null]']
    assert rows_of_test(worked().tests, "A", "Nothing").empty


def test_other_drills_leave_the_pair_as_it_is() -> None:
    rows = worked_rows()
    rows["drill"].append(
        {"drill": "C", "started_at": "2025-03-25 06:00", "ended_at": "2025-03-25 09:00"}
    )
    rows["recovery"].append(
        {
            "drill": "C",
            "system": "CRM",
            "disrupted_at": "2025-03-25 06:00",
            "restored_at": "2025-03-25 07:00",
        }
    )
    found = pair_figures(
        pair_basis(make_tables(**rows), "A", "B", DAY, Organisation()), "disruption:restored"
    )
    alone = worked()
    pd.testing.assert_frame_equal(found.comparison.systems, alone.comparison.systems)
    pd.testing.assert_frame_equal(found.clock_verdicts, alone.clock_verdicts)


# --- Runbook steps --------------------------------------------------------------------------------


def task(name: str, began: float, ended: float, *after: str) -> dict[str, Any]:
    """A step of S in A, minutes after the disruption."""
    at = START["A"]
    return {
        "drill": "A",
        "task": name,
        "system": "S",
        "started_at": at + pd.Timedelta(minutes=began),
        "finished_at": at + pd.Timedelta(minutes=ended),
        "depends_on": "; ".join(after) or None,
    }


STEPS = [
    task("Array", 10, 60),
    task("Vault", 10, 50),  # beside the array, ten minutes earlier
    task("Base", 60, 120, "Array", "Vault"),
    task("Front", 120, 140, "Base"),
]


def test_a_step_saves_until_another_would_be_waited_for() -> None:
    rows = [row("A", "S", 5, 8, 10, 140, rto_seconds=100 * MINUTE)]
    found = paired(rows, task=STEPS).step_flips.iloc[0]
    # 40 over. Base took 60 and was waited for by all; the array took 50, but saves 10 alone, then
    # the vault holds; the front took 20
    assert (found["kind"], found["parts"]) == ("task", (("Base", 60 * MINUTE),))
    assert found["alternatives"] == ()
    close = [row("A", "S", 5, 8, 10, 140, rto_seconds=131 * MINUTE)]  # nine over
    found = paired(close, task=STEPS).step_flips.iloc[0]
    saves = dict((*found["parts"], *found["alternatives"]))
    assert saves == {"Base": 60 * MINUTE, "Front": 20 * MINUTE, "Array": 10 * MINUTE}


def test_steps_explain_only_a_return_they_end_at() -> None:
    rows = [row("A", "S", 5, 8, 10, 150, rto_seconds=100 * MINUTE)]  # ten minutes after the last
    found = paired(rows, task=STEPS).step_flips.iloc[0]
    assert found["kind"] == "phase"
    # by a clock that starts later, what lies before its start saves nothing
    late = [row("A", "S", 5, 8, 130, 140, rto_seconds=5 * MINUTE)]
    found = paired(late, "recovery_start:restored", task=STEPS).step_flips.iloc[0]
    assert found["parts"] == (("Front", 10 * MINUTE),)
