"""Columns of real files nobody here wrote, against answers computed without our code."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import pytest
from python_calamine import CalamineWorkbook

from data.intake.parsing.durations import parse_duration
from data.intake.parsing.instants import decide_day_first, parse_instant
from data.intake.parsing.outcomes import parse_outcome


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("name", "actual", "target", "measured", "met", "median_minutes"),
    [
        ("drill_logs/1.2_backup_restore_test_2025-01-18.csv",
         "Actual RTO", "RTO Target", 6, 6, 146.5),
        ("drill_tables/t01_billing_recovery_time_log.csv",
         "Actual RTO", "RTO Target", 3, 2, 228),
        ("drill_tables/t02_control_dr04_latest_drill_results.csv",
         "Actual RTO", "RTO Target", 4, 4, 189),
        ("drill_tables/t03_homelab_restore_test_2025-11-01.csv",
         "Actual RTO", "RTO Target", 3, 3, 42),
        ("drill_tables/t04_trading_performance_metrics.csv",
         "Actual RTO", "Target RTO", 4, 4, 7.5),
        ("drill_tables/t05_region_recovery_metrics.csv",
         "RTO (Actual)", "RTO (Target)", 4, 4, 6.60833),
        ("drill_tables/t06_trustlink_drill_summary.csv",
         "RTO (Actual)", "RTO (Target)", 3, 3, 17),
    ],
)  # fmt: skip
def test_recovery_times(
    examples: Path, name: str, actual: str, target: str, measured: int, met: int,
    median_minutes: float,
) -> None:  # fmt: skip
    rows = rows_of(examples / name)
    times = [parse_duration(row[actual]) for row in rows]
    targets = [parse_duration(row[target], objective=True) for row in rows]
    assert not [one.message for one in (*times, *targets) if one.code]
    assert len([one for one in times if one.value is not None]) == measured
    within = [
        time.value < goal.value
        if goal.companions.get("operator") == "<"
        else time.value <= goal.value
        for time, goal in zip(times, targets, strict=True)
    ]
    assert sum(within) == met
    assert median(one.value / 60 for one in times) == pytest.approx(median_minutes, abs=1e-4)


def test_verdicts(examples: Path) -> None:
    def marks(name: str, column: str) -> list[str | None]:
        return [parse_outcome(row[column]).value for row in rows_of(examples / name)]

    assert marks("drill_tables/t03_homelab_restore_test_2025-11-01.csv", "Result") == ["passed"] * 3
    assert marks("drill_tables/t05_region_recovery_metrics.csv", "Status") == ["passed"] * 4
    assert marks("drill_tables/t06_trustlink_drill_summary.csv", "Status") == [
        "passed", "passed", "partial",
    ]  # fmt: skip
    failover = marks("drill_logs/1.3_asr_test_failover_2025-01-20.csv", "Result")
    assert failover == ["passed"] * 5 + ["unknown"]  # the last says SEE NOTE


def test_failover_clocks_take_the_drills_day(examples: Path) -> None:
    minutes: list[float | None] = []
    for row in rows_of(examples / "drill_logs/1.3_asr_test_failover_2025-01-20.csv"):
        begin, end = (
            parse_instant(row[column], zone="UTC", default_date=date(2025, 1, 20))
            for column in ("Failover Initiated", "VM/App Healthy in Recovery Region")
        )
        both = begin.value is not None and end.value is not None
        minutes.append((end.value - begin.value) / timedelta(minutes=1) if both else None)
    assert minutes == [39, 47, None, None, None, 77]


@pytest.mark.parametrize(
    ("year", "events", "valid", "no_end", "no_begin", "negative", "under", "median_hours"),
    [(2019, 278, 249, 28, 0, 1, 140, 2.9833), (2023, 348, 270, 51, 32, 0, 174, 1.7083)],
)
def test_outages_with_split_date_and_time(
    examples: Path, year: int, events: int, valid: int, no_end: int, no_begin: int, negative: int,
    under: int, median_hours: float,
) -> None:  # fmt: skip
    book = CalamineWorkbook.from_path(examples / f"outages/{year}_Annual_Summary.xls")
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)[2:]
    assert len(rows) == events

    def column(place: int) -> list[object]:
        order = decide_day_first(row[place] for row in rows)
        assert order.day_first is False
        return [
            parse_instant(row[place], second=row[place + 1], zone="UTC", day_first=False).value
            for row in rows
        ]

    begins, ends = column(1), column(3)
    assert (begins.count(None), ends.count(None)) == (no_begin, no_end)
    hours = [
        (end - begin) / timedelta(hours=1)  # type: ignore[operator]
        for begin, end in zip(begins, ends, strict=True)
        if begin is not None and end is not None
    ]
    good = [one for one in hours if one >= 0]
    assert (len(good), len(hours) - len(good)) == (valid, negative)
    assert sum(one < 4 for one in good) == under
    assert median(good) == pytest.approx(median_hours, abs=1e-3)
