"""The runbook steps a system's return waited for, and how much sooner it had been without each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analytics.recovery.clock import Clock
from analytics.runbook.critical_path import CriticalPath

SAME_MOMENT_SECONDS = 60.0  # a step's finish and a system's return, written by two people


def steps_waited_for(
    tests: pd.DataFrame, runbooks: Mapping[str, CriticalPath], clock: Clock
) -> pd.DataFrame:
    """One row a (test, step its return waited for): drill, system, task, saves_seconds.

    A system's return is explained by its runbook only where one of its own steps finished at the
    clock's stop, within a minute. From that step the chain of what was waited for goes back
    (`critical_path`). A step that takes no time saves at most its own time after the clock's start
    that nothing before it covers, and never more than the lead at any later joint of the chain:
    beyond that, another step would have been waited for (the drag of a critical step, Devaux 1999).
    Waiting between steps is taken to stay as it was. Steps that save nothing are left out.

    runbooks : by drill, `critical_path` of its whole runbook.
    """
    rows: list[dict[str, Any]] = []
    for drill, own in tests[tests["recovery_seconds"].notna()].groupby("drill", sort=False):
        path = runbooks.get(str(drill))
        if path is None or path.tasks.empty:
            continue
        done = path.tasks[path.tasks["finished_at"].notna() & path.tasks["system"].notna()]
        by_system = dict(list(done.groupby("system")))
        for test in own.itertuples():
            start, stop = getattr(test, clock.start_column), getattr(test, clock.stop_column)
            mine = by_system.get(test.system)
            if mine is None or pd.isna(start) or pd.isna(stop):
                continue
            apart = (mine["finished_at"] - stop).abs().dt.total_seconds()
            if apart.min() > SAME_MOMENT_SECONDS:
                continue
            end = str(mine.loc[apart.idxmin(), "task"])
            rows += [
                {"drill": drill, "system": test.system, **step}
                for step in _saving(path.chain_to(end), start)
            ]
    return pd.DataFrame(rows, columns=["drill", "system", "task", "saves_seconds"])


def _saving(chain: pd.DataFrame, start: pd.Timestamp) -> list[dict[str, Any]]:
    """The steps of a chain that save something, last to first."""
    found = []
    most = np.inf
    for step in chain.iloc[::-1].itertuples():
        since_start = (step.finished_at - start).total_seconds()
        saves = min(float(step.counted_seconds), since_start, most)
        if saves > 0:  # false for a step whose start is unknown
            found.append({"task": step.task, "saves_seconds": saves})
        if not pd.isna(step.lead_seconds):
            most = min(most, float(step.lead_seconds))
    return found
