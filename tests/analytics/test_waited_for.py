"""The steps a return waited for, found a second way: row by row, as the rule reads."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.comparison.waited_for import steps_waited_for
from analytics.recovery.clock import CLOCKS, Clock, read_clock
from analytics.runbook.critical_path import CriticalPath
from tests.analytics.test_critical_path import path_of, runbooks

START = pd.Timestamp("2025-02-12 06:00", tz="UTC")
INSTANTS = ("disrupted_at", "detected_at", "declared_at", "recovery_started_at")


@st.composite
def runbooks_with_returns(draw: st.DrawFn) -> tuple[CriticalPath, pd.DataFrame]:
    """A random runbook of two systems, and returns near its finishes."""
    rows = draw(runbooks())
    for number, row in enumerate(rows):
        row["system"] = draw(st.sampled_from(["S", "T", None]))
        # every step may wait for the two before it, so that there are chains with leads
        if number > 1 and draw(st.booleans()):
            row["depends_on"] = f"T{number - 1}; T{number - 2}"
    path, _ = path_of(rows)
    ends = [one.get("finished_at", START) for one in rows]
    tests: list[dict[str, Any]] = []
    for system in ("S", "T", "U"):
        test: dict[str, Any] = {"drill": "A", "system": system}
        for name in INSTANTS:
            minutes = draw(st.sampled_from([-20, 0, 0, 15, 90, None]))
            test[name] = pd.NaT if minutes is None else START + pd.Timedelta(minutes=minutes)
        for name in ("restored_at", "validated_at"):
            seconds = draw(st.sampled_from([0, 0, 0, 59.999999, -60, 60.000001, None]))
            at = draw(st.sampled_from(ends[len(ends) // 2 :]))
            test[name] = pd.NaT if seconds is None else at + pd.Timedelta(seconds=seconds)
        test["recovery_seconds"] = draw(st.sampled_from([60.0, 60.0, 60.0, np.nan]))
        tests.append(test)
    frame = pd.DataFrame(tests)
    for name in (*INSTANTS, "restored_at", "validated_at"):
        frame[name] = pd.to_datetime(frame[name], utc=True).astype("datetime64[us, UTC]")
    return path, frame


def as_the_rule_reads(
    path: CriticalPath, tests: pd.DataFrame, clock: Clock
) -> list[tuple[str, str, float]]:
    found = []
    for _, test in tests.iterrows():
        start, stop = test[clock.start_column], test[clock.stop_column]
        own = path.tasks[(path.tasks["system"] == test["system"])]
        own = own[own["finished_at"].notna()]
        if own.empty or pd.isna(test["recovery_seconds"]) or pd.isna(start) or pd.isna(stop):
            continue
        apart = (own["finished_at"] - stop).abs()
        if apart.min() > pd.Timedelta(seconds=60):
            continue
        most = float("inf")
        for _, step in path.chain_to(own.loc[apart.idxmin(), "task"]).iloc[::-1].iterrows():
            since = (step["finished_at"] - start).total_seconds()
            if pd.notna(step["counted_seconds"]):
                saves = min(step["counted_seconds"], since, most)
                if saves > 0:
                    found.append((test["system"], step["task"], saves))
            if pd.notna(step["lead_seconds"]):
                most = min(most, step["lead_seconds"])
    return found


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(runbooks_with_returns(), st.sampled_from(CLOCKS))
def test_the_same_steps_save_the_same(made: tuple[CriticalPath, pd.DataFrame], name: str) -> None:
    path, tests = made
    clock = read_clock(name)
    found = steps_waited_for(tests, {"A": path}, clock)
    told = found[["system", "task", "saves_seconds"]].itertuples(index=False, name=None)
    assert list(told) == as_the_rule_reads(path, tests, clock)
    assert (found["drill"] == "A").all()


def test_without_a_runbook_nothing_was_waited_for() -> None:
    path, _ = path_of([{"drill": "A", "task": "Base"}])  # never begun
    tests = pd.DataFrame(
        {"drill": ["A"], "system": ["S"], "recovery_seconds": [60.0],
         "disrupted_at": [START], "restored_at": [START]}
    )  # fmt: skip
    for runbooks_known in ({}, {"A": path}):
        found = steps_waited_for(tests, runbooks_known, read_clock("disruption:restored"))
        assert found.empty
        assert list(found) == ["drill", "system", "task", "saves_seconds"]
