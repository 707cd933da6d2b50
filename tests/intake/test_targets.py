"""Targets as people write them."""

from __future__ import annotations

from tests.intake.loading import frame_of, problems_of, read, told


def test_targets_as_people_write_them() -> None:
    rows = [["Quarter", "Measure", "Target"],
            ["2025-Q1", "Recovery time", "< 4 hours"],
            ["2025-Q1", "Drills completed", "≥ 2"],
            ["2025-Q1", "Satisfaction", "at least 80 %"],
            ["2025-Q1", "rto_attainment", 0.9],
            ["2025-Q1", "Time to the first message", "15 min"]]  # fmt: skip
    reading = read(rows)
    frame = frame_of(reading, "target")
    assert frame[["measure", "operator", "value", "unit"]].astype(object).where(
        frame[["measure", "operator", "value", "unit"]].notna(), None
    ).to_numpy().tolist() == [
        ["recovery_time", "<", 4, "hours"], ["drills_completed", ">=", 2, None],
        ["satisfaction_favourable", ">=", 80, "%"], ["rto_attainment", None, 0.9, None],
        ["first_message_median", None, 15, "min"],
    ]  # fmt: skip
    assert told(reading) == set()


def test_a_targets_own_columns_come_first() -> None:
    rows = [
        ["Quarter", "Measure", "Operator", "Value", "Unit"],
        ["2025-Q1", "recovery_time", "<=", "4", "h"],
        ["2025-Q1", "coverage", None, "> 90%", None],
    ]
    frame = frame_of(read(rows), "target")
    assert list(frame["operator"]) == ["<=", ">"]
    assert list(frame["unit"]) == ["h", "%"]
    assert list(frame["value"]) == [4, 90]


def test_a_measure_nobody_knows_is_kept_and_told() -> None:
    rows = [["Quarter", "Measure", "Value"], ["2025-Q1", "rto_atainment", 1],
            ["2025-Q1", "Coffee", 2]]  # fmt: skip
    reading = read(rows)
    assert list(frame_of(reading, "target")["measure"]) == ["rto_atainment", "Coffee"]
    assert told(reading) == {
        ("warning", "B2", "measure", False),
        ("warning", "B3", "measure", False),
    }
    assert "rto_attainment" in next(p.message for p in problems_of(reading) if p.cell == "B2")
