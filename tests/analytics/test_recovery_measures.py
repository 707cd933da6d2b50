"""The recovery measures beyond the worked example: their corners, by hand and against SciPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from analytics.recovery import (
    in_measures,
    recovery_curve,
    survival,
    time_to_recover_km_median,
)
from tests.analytics.worked import Figures, figures, worked_rows

MINUTE, HOUR = 60.0, 3600.0
DAY = "2025-02-12 "


def drill_of(rows: list[dict[str, Any]], **more: Any) -> Figures:  # noqa: ANN401
    """One drill from 06:00 to 14:00 with these recovery rows."""
    return figures(
        drill=[{"drill": "D", "started_at": DAY + "06:00", "ended_at": DAY + "14:00"}],
        recovery=[{"drill": "D", **row} for row in rows],
        **more,
    )


def test_no_data_is_never_a_percentage() -> None:
    found = figures()
    for metric in found.metrics.values():
        if metric.unit == "count":
            assert metric.value == 0
        else:
            assert (metric.value, metric.note) == (None, "no data"), metric.id


def test_conservative_counts_what_was_in_scope_and_not_proven() -> None:
    found = drill_of(
        [
            {"system": "Met", "recovery_time_seconds": HOUR},
            {"system": "Untested", "outcome": "not tested"},
            {"system": "Untimed", "outcome": "passed"},
            {"system": "Left out", "outcome": "not tested", "is_in_scope": False},
            {"system": "Free", "outcome": "passed", "rto_seconds": None},
        ],
        system=[
            {"system": name, "rto_seconds": 2 * HOUR}
            for name in ("Met", "Untested", "Untimed", "Left out")
        ],
    )
    metric = found.metrics["conservative_attainment"]
    # Met; Untested and Untimed count against it; Left out was not in scope; Free has no objective.
    assert (metric.numerator, metric.denominator) == (1, 3)
    assert found.metrics["rto_attainment"].denominator == 1


# --- Consistent -----------------------------------------------------------------------------------

UNDER = {"system": "S", "recovery_time_seconds": HOUR}


def two_drills(second: list[dict[str, Any]], **more: Any) -> Figures:  # noqa: ANN401
    drills = [
        {"drill": "A", "started_at": "2025-02-12 06:00", "ended_at": "2025-02-12 14:00"},
        {"drill": "B", "started_at": "2025-03-12 06:00", "ended_at": "2025-03-12 14:00", **more},
    ]
    rows = [{"drill": "A", **UNDER}, *({"drill": "B", **row} for row in second)]
    return figures(drill=drills, recovery=rows)


@pytest.mark.parametrize(
    ("second", "value"),
    [
        ([UNDER], True),
        ([{"system": "S", "recovery_time_seconds": 4 * HOUR}], False),  # a tie is not under 4 h
        ([{"system": "S", "outcome": "partial"}], False),
        ([{"system": "S", "outcome": "failed"}], False),
        ([UNDER, {"system": "T", "outcome": "not tested"}], None),
        ([UNDER, {"system": "T", "outcome": "passed"}], None),  # not measured
        ([UNDER, {"system": "T", "outcome": "not tested", "is_in_scope": False}], True),
        ([{"system": "S", "outcome": "failed"}, {"system": "T"}], False),
        ([], None),  # a drill without any recovery
    ],
)
def test_the_recovery_target_is_met_consistently(
    second: list[dict[str, Any]], value: bool | None
) -> None:
    metric = two_drills(second).metrics["recovery_target_consistent"]
    assert metric.value is value
    assert bool(metric.detail) is (value is not True)


def test_a_tabletop_between_the_drills_is_a_drill_and_no_recovery() -> None:
    rows = worked_rows()
    plain = figures(**rows).metrics
    rows["drill"].append(
        {
            "drill": "T",
            "started_at": "2025-03-01 06:00",
            "ended_at": "2025-03-01 08:00",
            "exercise_type": "tabletop",
        }
    )
    rows["recovery"].append({"drill": "T", "system": "CRM", "recovery_time_seconds": 9 * HOUR})
    with_tabletop = figures(**rows).metrics
    assert with_tabletop["drills_completed"].value == 3
    for name in ("rto_attainment", "recovery_time_slowest", "system_hours_lost", "coverage"):
        assert with_tabletop[name].value == plain[name].value


# --- Coverage -------------------------------------------------------------------------------------


def test_coverage_counts_inventory_systems_by_tier() -> None:
    found = drill_of(
        [
            {"system": "S1", "outcome": "failed"},
            {"system": "S2", "outcome": "not tested"},
            {"system": "S4", "recovery_time_seconds": 1.0},
            {"system": "Stranger", "recovery_time_seconds": 1.0},
        ],
        system=[
            {"system": "S1", "tier": "1"},
            {"system": "S1", "valid_from_on": "2025-03-01", "tier": "1"},
            {"system": "S2", "tier": "1"},
            {"system": "S3", "tier": "2"},
            {"system": "S4"},
            {"system": "Bought later", "valid_from_on": "2025-05-01", "tier": "1"},
        ],
    )
    metric = found.metrics["coverage"]
    assert (metric.numerator, metric.denominator) == (2, 4)
    tiers = {
        part["tier"]: (part["part"], part["whole"], part["untested"]) for part in metric.detail
    }
    assert tiers == {
        "1": (1, 2, ["S2"]),
        "2": (0, 1, ["S3"]),
        "no tier": (1, 1, []),
    }
    own = metric.rows[metric.rows["record"] == "system"]
    assert dict(zip(own["row_key"], own["in_numerator"], strict=True)) == {
        '["S1", "2025-03-01"]': True,
        '["S2", null]': False,
        '["S3", null]': False,
        '["S4", null]': True,
    }


# --- Kaplan–Meier ---------------------------------------------------------------------------------


def timed(back: list[float], down: list[float | None]) -> pd.DataFrame:
    """Tests as `measure` gives them, as far as time to recovery looks at them."""
    return pd.DataFrame(
        {
            "recovery_seconds": [*back, *([np.nan] * len(down))],
            "censored_seconds": [*([np.nan] * len(back)), *down],
            "outcome": ["recovered"] * len(back) + ["not recovered"] * len(down),
            "record": "recovery",
            "row_key": [str(place) for place in range(len(back) + len(down))],
        }
    ).astype({"recovery_seconds": float, "censored_seconds": float})


def test_kaplan_meier_by_hand() -> None:
    # At risk 6. Back at 10 (5/6), censored at 15, back at 20 (5/6 * 3/4 = 5/8), at 30 twice
    # (5/8 * 1/3 = 5/24 <= 1/2), censored at 40.
    tests = timed([10, 20, 30, 30], [15, 40])
    curve = survival(tests)
    assert curve["seconds"].tolist() == [10, 20, 30]
    assert curve["at_risk"].tolist() == [6, 4, 3]
    assert curve["recovered"].tolist() == [1, 1, 2]
    assert curve["share"].tolist() == pytest.approx([5 / 6, 5 / 8, 5 / 24])
    metric = time_to_recover_km_median(tests)
    assert metric.value == 30
    assert metric.note == "2 of 6 not recovered by the drill's end"


def test_the_median_is_the_first_time_at_which_half_or_fewer_are_left() -> None:
    assert time_to_recover_km_median(timed([10, 20, 30, 40], [])).value == 20
    assert time_to_recover_km_median(timed([10, 20, 30], [])).value == 20
    never = time_to_recover_km_median(timed([10], [50, 60]))
    assert (never.value, never.note) == (None, "not reached")
    assert time_to_recover_km_median(timed([], [50])).note == "not reached"
    assert time_to_recover_km_median(timed([], [])).note == "no data"


def test_without_a_time_of_its_own_a_lost_system_stays_at_risk() -> None:
    # 2 of 4 back by 20: half are left. Were the unknown two left out, the median were 10.
    assert time_to_recover_km_median(timed([10, 20], [None, None])).value == 20


@given(
    st.lists(st.integers(0, 40), min_size=1, max_size=30),
    st.lists(st.integers(0, 40), max_size=30),
)
def test_kaplan_meier_agrees_with_scipy_and_with_the_product(
    back: list[int], down: list[int]
) -> None:
    curve = survival(timed([float(one) for one in back], [float(one) for one in down]))
    other = ecdf(CensoredData(uncensored=back, right=down)).sf
    assert curve["share"].tolist() == pytest.approx(list(other.evaluate(curve["seconds"])))
    left = 1.0
    for row in curve.itertuples():
        at_risk = sum(one >= row.seconds for one in [*back, *down])
        left *= 1 - back.count(int(row.seconds)) / at_risk
        assert row.share == pytest.approx(left, abs=1e-12)


# --- Phases and the curve -------------------------------------------------------------------------


def test_phases_are_shares_of_what_is_known() -> None:
    metric = drill_of(
        [
            {
                "system": "S",
                "disrupted_at": DAY + "06:00",
                "detected_at": DAY + "06:10",  # detect 10
                "declared_at": DAY + "06:30",  # declare 20
                "recovery_started_at": DAY + "07:00",  # mobilise 30
                "restored_at": DAY + "08:30",  # restore 90
            },
            {
                "system": "T",
                "disrupted_at": DAY + "06:00",
                "detected_at": DAY + "06:10",  # detect 10
                "restored_at": DAY + "08:00",
                "validated_at": DAY + "08:40",  # validate 40
            },
            # out of order: that phase is unknown
            {"system": "U", "disrupted_at": DAY + "06:30", "detected_at": DAY + "06:10"},
        ]
    ).metrics["phase_share"]
    parts = {part["phase"]: (part["seconds"], part["tests"]) for part in metric.detail}
    assert parts == {
        "detect": (20 * MINUTE, 2),
        "declare": (20 * MINUTE, 1),
        "mobilise": (30 * MINUTE, 1),
        "restore": (90 * MINUTE, 1),
        "validate": (40 * MINUTE, 1),
    }
    assert metric.value == 90 / 200
    assert metric.note == "the largest phase: restore"
    assert sum(part["share"] for part in metric.detail) == pytest.approx(1)


def test_the_area_above_the_recovery_curve_is_the_hours_lost() -> None:
    found = figures(**worked_rows())
    for drill, hours in (("A", 27.5), ("B", 14 + 1 / 6)):
        curve = recovery_curve(in_measures(found.tests, drill=drill))
        down = (curve["whole"] - curve["up"]).to_numpy()[:-1]
        area = float((down * np.diff(curve["seconds"])).sum())
        assert area / HOUR == pytest.approx(hours)
        assert curve["share"].between(0, 1).all()
    assert recovery_curve(found.tests[:0]).empty


def test_the_curve_of_a_system_taken_down_later() -> None:
    found = drill_of(
        [
            {"system": "S", "disrupted_at": DAY + "06:00", "restored_at": DAY + "07:00"},
            {"system": "T", "disrupted_at": DAY + "06:30", "restored_at": DAY + "07:00"},
        ]
    )
    curve = recovery_curve(found.tests)
    assert curve[["seconds", "up"]].to_numpy().tolist() == [[0, 1], [1800, 0], [3600, 2]]


def test_the_curve_begins_where_the_drill_does_though_the_first_system_was_never_timed() -> None:
    found = drill_of(
        [
            {"system": "S", "disrupted_at": DAY + "06:00", "outcome": "recovered"},
            {"system": "T", "disrupted_at": DAY + "06:30", "restored_at": DAY + "07:00"},
        ]
    )
    curve = recovery_curve(found.tests)
    assert curve[["seconds", "up"]].to_numpy().tolist() == [[0, 1], [1800, 0], [3600, 1]]


def test_scenarios_are_counted_once_and_what_has_none_is_said() -> None:
    kinds = ["site loss", "cyber-attack", "site loss", None]
    found = figures(
        drill=[
            {"drill": str(place), "ended_at": f"2025-02-{place + 10} 10:00", "scenario_kind": kind}
            for place, kind in enumerate(kinds)
        ]
    )
    metric = found.metrics["scenarios_tested"]
    assert (metric.value, metric.note) == (2, "1 of 4 drills without a scenario kind")
