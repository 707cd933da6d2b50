"""Drill against drill, case by case."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.comparison import Comparison, compare, default_pair, matched_systems
from analytics.comparison.exact_sums import adding_up
from analytics.comparison.matched import in_reading_order
from analytics.metric import Metric
from tests.analytics.worked import Figures, figures, worked_rows

MINUTE, HOUR = 60.0, 3600.0
START = {"A": pd.Timestamp("2025-02-12 06:00"), "B": pd.Timestamp("2025-03-19 06:00")}


def drills(a: dict[str, Any] | None = None, b: dict[str, Any] | None = None) -> list[dict]:
    """Drill A and drill B, eight hours each, with further facts."""
    more = {"A": a or {}, "B": b or {}}
    return [
        {
            "drill": name,
            "started_at": start,
            "ended_at": start + pd.Timedelta(hours=8),
            **more[name],
        }
        for name, start in START.items()
    ]


def row(drill: str, system: str, minutes: float | None, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """A recovery of so many minutes; None was never back."""
    found = {"drill": drill, "system": system, "disrupted_at": START[drill], **more}
    if minutes is not None:
        found["restored_at"] = START[drill] + pd.Timedelta(minutes=minutes)
    return found


def compared(
    recovery: list[dict[str, Any]],
    clock: str = "disruption:restored",
    told: list[dict[str, Any]] | None = None,
) -> tuple[Comparison, dict[str, Metric]]:
    found: Figures = figures(drill=told or drills(), recovery=recovery, clock=clock)
    result = compare(found.tests, "A", "B", found.drills, clock)
    return result, {metric.id: metric for metric in result.metrics}


def label_of(a: dict[str, Any] | None, b: dict[str, Any] | None) -> str:
    rows = [{**one, "drill": drill, "system": "S"} for drill, one in (("A", a), ("B", b)) if one]
    others = [row("A", "Other", 60), row("B", "Other", 60)]
    systems = compared([*rows, *others])[0].systems.set_index("system")
    return str(systems.loc["S", "label"]) if rows else ""


def took(minutes: float | None) -> dict[str, Any]:
    return {"recovery_time_seconds": None if minutes is None else minutes * MINUTE}


@pytest.mark.parametrize(
    ("a", "b", "label"),
    [
        (took(60), took(55), "unchanged"),  # within five minutes
        (took(60), took(54.9), "improved"),
        (took(60), took(65.1), "regressed"),
        (took(200), took(190), "unchanged"),  # within 5 % of 200 min
        (took(200), took(189.9), "improved"),
        ({"outcome": "not recovered"}, took(60), "newly recovered"),
        ({"outcome": "partial"}, took(60), "newly recovered"),
        ({"outcome": "failed"}, {"outcome": "passed"}, "newly recovered"),
        (took(60), {"outcome": "partial"}, "no longer recovered"),
        ({"outcome": "passed"}, {"outcome": "failed"}, "no longer recovered"),
        ({"outcome": "failed"}, {"outcome": "partial"}, "still not recovered"),
        (took(60), {"outcome": "not tested"}, "not comparable"),
        (took(60), {"outcome": "passed"}, "not comparable"),
        (took(60), {"outcome": "unknown"}, "not comparable"),
        (took(60), None, "not comparable"),
        (None, took(60), "not comparable"),
    ],
)
def test_labels(a: dict[str, Any] | None, b: dict[str, Any] | None, label: str) -> None:
    assert label_of(a, b) == label


def test_newly_recovered_counts_as_improved_and_no_longer_as_regressed() -> None:
    _, metrics = compared(
        [row("A", "New", None), row("B", "New", 60), row("A", "Gone", 60), row("B", "Gone", None)]
    )
    assert metrics["systems_improved"].value == 1
    assert metrics["systems_regressed"].value == 1
    assert metrics["systems_unchanged"].value == 0
    assert metrics["improvement_total"].note == "no data"


def test_a_halving_and_a_doubling_cancel() -> None:
    _, metrics = compared(
        [row("A", "S", 60), row("B", "S", 30), row("A", "T", 60), row("B", "T", 120)]
    )
    assert metrics["improvement_typical"].value == pytest.approx(0, abs=1e-15)
    assert metrics["improvement_total"].value == -30 / 120


def test_a_time_of_zero_is_left_out_of_the_typical_and_said() -> None:
    _, metrics = compared(
        [row("A", "S", 60), row("B", "S", 30), row("A", "Zero", 0), row("B", "Zero", 10)]
    )
    typical = metrics["improvement_typical"]
    assert typical.value == pytest.approx(0.5)
    assert typical.note == "over 1 system recovered in both; 1 with a time of zero left out"
    assert metrics["improvement_total"].value == pytest.approx(20 / 60)


def test_phases_of_the_improvement_and_what_is_not_split() -> None:
    def phased(drill: str, *minutes: int) -> dict[str, Any]:
        names = ("detected_at", "declared_at", "recovery_started_at", "restored_at")
        told = {
            name: START[drill] + pd.Timedelta(minutes=minute)
            for name, minute in zip(names, minutes, strict=True)
        }
        return {"drill": drill, "system": "S", "disrupted_at": START[drill], **told}

    rows = [
        phased("A", 10, 30, 60, 160),  # detect 10, declare 20, mobilise 30, restore 100
        phased("B", 5, 30, 40, 120),  # detect 5, declare 25, mobilise 10, restore 80
        row("A", "T", 40),
        row("B", "T", 30),  # no instants between: 10 min not split
    ]
    _, metrics = compared(rows)
    metric = metrics["improvement_total"]
    assert metric.value == pytest.approx(50 / 200)
    saved = {part["phase"]: part["seconds"] / MINUTE for part in metric.detail}
    assert saved == {"detect": 5, "declare": -5, "mobilise": 20, "restore": 20, "not split": 10}
    assert sum(part["share"] for part in metric.detail) == metric.value
    _, later = compared(rows, clock="declaration:restored")
    saved = {part["phase"]: part["seconds"] / MINUTE for part in later["improvement_total"].detail}
    assert saved == {"mobilise": 20, "restore": 20, "not split": 0}
    assert later["improvement_total"].value == pytest.approx(40 / 130)


def test_an_objective_that_changed_is_not_performance() -> None:
    # S: 120 min both times; its RTO went from 60 to 180 min. T kept. All of it is the objective.
    rows = [
        row("A", "S", 120, rto_seconds=HOUR),
        row("B", "S", 120, rto_seconds=3 * HOUR),
        row("A", "T", 30, rto_seconds=HOUR),
        row("B", "T", 30, rto_seconds=HOUR),
    ]
    result, metrics = compared(rows)
    metric = metrics["attainment_change"]
    assert metric.value == 0.5
    assert [part["share"] for part in metric.detail] == [0, 0.5, 0]
    assert result.systems.set_index("system")["objective_changed"].to_dict() == {
        "S": True,
        "T": False,
    }
    # An operator is part of the objective: 60 min kept "<=", and does not keep "<".
    rows = [
        row("A", "S", 60, rto_seconds=HOUR),
        row("B", "S", 60, rto_seconds=HOUR, rto_operator="<"),
    ]
    result, metrics = compared(rows)
    assert [part["share"] for part in metrics["attainment_change"].detail] == [0, -1, 0]
    assert result.systems["objective_changed"].tolist() == [True]
    assert result.systems["tie"].tolist() == ["A and B"]


def test_systems_that_entered_or_left_are_scope() -> None:
    # A: S met, Left missed: 1 of 2. B: S met, Entered missed, Entered too met: 2 of 3.
    rows = [
        row("A", "S", 30, rto_seconds=HOUR),
        row("A", "Left", 90, rto_seconds=HOUR),
        row("B", "S", 30, rto_seconds=HOUR),
        row("B", "Entered", 90, rto_seconds=HOUR),
        row("B", "Entered too", 30, rto_seconds=HOUR),
    ]
    metric = compared(rows)[1]["attainment_change"]
    assert metric.value == pytest.approx(2 / 3 - 1 / 2)
    performance, objective, scope = metric.detail
    assert (performance["share"], objective["share"]) == (0, 0)
    assert scope["share"] == metric.value
    assert (scope["entered"], scope["left"]) == (["Entered", "Entered too"], ["Left"])


def test_with_no_system_in_both_all_of_it_is_scope() -> None:
    rows = [row("A", "S", 30, rto_seconds=HOUR), row("B", "T", 90, rto_seconds=HOUR)]
    metric = compared(rows)[1]["attainment_change"]
    assert [part["share"] for part in metric.detail] == [0, 0, -1]
    assert metric.note == "from 1 of 1 to 0 of 1; no system judged in both"


def test_evidence_with_six_that_differ() -> None:
    rows = [
        row(drill, f"S{place}", minutes - (10 + place if drill == "B" else 0))
        for drill in "AB"
        for place, minutes in enumerate((60, 90, 120, 150, 180, 210))
    ]
    metric = compared(rows)[1]["improvement_evidence"]
    assert (metric.value, metric.note) == (2 / 64, None)
    shift = metric.detail[0]
    # Saved 10 11 12 13 14 15 min: the median of all averages is 12.5; all of them bound 96.9 %.
    assert shift["seconds"] == 12.5 * MINUTE
    assert (shift["low"], shift["high"]) == (10 * MINUTE, 15 * MINUTE)
    assert shift["confidence"] == 1 - 2 / 64


def test_confounders_are_always_listed() -> None:
    told = drills(
        {"scenario_kind": "site loss", "exercise_type": "simulation", "is_announced": True},
        {
            "scenario_kind": "cyber-attack",
            "exercise_type": "simulation",
            "is_announced": False,
            "environment": "DR site",
        },
    )
    result, metrics = compared([row("A", "S", 60), row("B", "S", 30)], told=told)
    assert result.confounders["what"].tolist() == ["scenario", "environment", "announced"]
    assert result.confounders["b"].tolist() == ["cyber-attack", "DR site", False]
    assert pd.isna(result.confounders["a"][1])
    listed = [part for part in metrics["improvement_evidence"].detail[1:]]
    assert [part["confounder"] for part in listed] == ["scenario", "environment", "announced"]


def test_default_pair_is_the_first_and_the_last_measured_drill() -> None:
    rows = worked_rows()
    middle = {"started_at": "2025-03-01 06:00", "ended_at": "2025-03-01 08:00"}
    rows["drill"] += [
        {"drill": "Middle", **middle},
        {
            "drill": "Talk",
            "started_at": "2025-03-25 06:00",
            "ended_at": "2025-03-25 08:00",
            "exercise_type": "tabletop",
        },
    ]
    assert default_pair(figures(**rows).drills, "2025-Q1") == ("A", "B")
    assert default_pair(figures(**rows).drills, "2025-Q2") is None


def test_drills_that_cannot_be_compared() -> None:
    found = figures(**worked_rows())
    with pytest.raises(ValueError, match="itself"):
        compare(found.tests, "A", "A", found.drills, "disruption:restored")
    with pytest.raises(ValueError, match="no drill 'C'"):
        compare(found.tests, "A", "C", found.drills, "disruption:restored")
    tabletop = drills(None, {"exercise_type": "tabletop"})
    _, metrics = compared([row("A", "S", 60), row("B", "S", 30)], told=tabletop)
    assert all(metric.note == "no data" for metric in metrics.values())


def test_a_comparison_turned_round_turns_the_figures() -> None:
    found = figures(**worked_rows())
    back = compare(found.tests, "B", "A", found.drills, "disruption:restored")
    metrics = {metric.id: metric for metric in back.metrics}
    assert metrics["improvement_total"].value == pytest.approx(-190 / 620)
    assert metrics["systems_regressed"].value == 4
    assert metrics["attainment_change"].value == pytest.approx(-1 / 3)
    assert len(matched_systems(found.tests, "B", "A")) == 6


@given(st.lists(st.floats(-1, 1, allow_subnormal=False).map(lambda one: round(one, 9)), max_size=8))
def test_parts_add_up_to_the_last_bit(parts: list[float]) -> None:
    total = sum(parts[::-1])
    adjusted, figure = adding_up(parts, total)
    assert sum(adjusted) == figure
    assert figure == pytest.approx(total, abs=1e-14)
    assert adjusted == pytest.approx(parts, abs=1e-14)


def of_labels(**counts: int) -> pd.DataFrame:
    """So many systems of each label; the timed ones changed by 10, 20, 30 … minutes."""
    rows = []
    for name, number in counts.items():
        label = name.replace("_", " ")
        is_timed = label in ("improved", "regressed", "unchanged")
        sign = -1 if label == "improved" else 1
        rows += [
            {
                "system": f"{label} {place:02d}",
                "label": label,
                "is_matched": is_timed,
                "change_seconds": sign * 600.0 * place if is_timed else float("nan"),
            }
            for place in range(1, number + 1)
        ]
    return pd.DataFrame(rows)


def test_what_changed_most_shows_times_and_the_newly_and_the_no_longer_recovered() -> None:
    every = of_labels(newly_recovered=12, no_longer_recovered=10, improved=90, regressed=88)
    shown = in_reading_order(every, 8)
    assert list(shown["system"]) == [
        "improved 90", "improved 89", "improved 88", "regressed 88",
        "newly recovered 01", "newly recovered 02",
        "no longer recovered 01", "no longer recovered 02",
    ]  # fmt: skip


def test_places_that_one_kind_leaves_go_to_the_other() -> None:
    few = of_labels(newly_recovered=20, improved=1, unchanged=4, still_not_recovered=1)
    assert list(in_reading_order(few, 4)["label"]) == ["improved"] + ["newly recovered"] * 3
    times = of_labels(newly_recovered=1, improved=20)
    assert list(in_reading_order(times, 4)["label"]) == ["improved"] * 3 + ["newly recovered"]
    rest = of_labels(improved=1, unchanged=4, still_not_recovered=1, not_comparable=5)
    assert list(in_reading_order(rest, 4)["label"]) == [
        "improved", "unchanged", "unchanged", "still not recovered",
    ]  # fmt: skip
    assert len(in_reading_order(rest)) == len(rest)


def test_without_a_time_the_newly_recovered_stand_together() -> None:
    every = of_labels(no_longer_recovered=1, newly_recovered=2, still_not_recovered=1)
    every["system"] = ["a", "b", "z", "c"]
    assert list(in_reading_order(every)["system"]) == ["b", "z", "a", "c"]
