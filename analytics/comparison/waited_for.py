"""The runbook steps a system's return waited for, and how much sooner it had been without each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from analytics.recovery.clock import Clock
from analytics.runbook.chains import FIRST, Chains
from analytics.runbook.critical_path import CriticalPath

SAME_MOMENT_SECONDS = 60.0  # a step's finish and a system's return, written by two people
_UTC = "datetime64[us, UTC]"
_MICRO = 1_000_000


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
    rows: list[tuple[object, object, str, float]] = []
    # A test with a time may lack these instants: its time was stated.
    has_both = tests[clock.start_column].notna() & tests[clock.stop_column].notna()
    timed = tests[tests["recovery_seconds"].notna() & has_both]
    # Plain numbers: a frame asked row by row costs a thousand times as much.
    starts, stops = (
        timed[name].astype(_UTC).astype("int64").tolist()
        for name in (clock.start_column, clock.stop_column)
    )
    chains = {drill: path.chains for drill, path in runbooks.items()}
    for drill, system, start, stop in zip(
        timed["drill"].tolist(), timed["system"].tolist(), starts, stops, strict=True
    ):
        chain = chains.get(str(drill))
        end = None if chain is None else _end_at(chain, str(system), stop)
        if chain is not None and end is not None:
            rows += [(drill, system, *step) for step in _saving(chain, end, start)]
    return pd.DataFrame(rows, columns=["drill", "system", "task", "saves_seconds"])


def _end_at(chains: Chains, system: str, stop: int) -> int | None:
    """The place of the system's step that finished at its return; None where none did."""
    places, finished = chains.ends_of.get(system, (None, None))
    if places is None or finished is None:
        return None
    apart = np.abs(finished - stop)
    nearest = int(apart.argmin())
    return None if apart[nearest] > SAME_MOMENT_SECONDS * _MICRO else int(places[nearest])


def _saving(chains: Chains, end: int, start: int) -> Iterator[tuple[str, float]]:
    """The steps of a chain that save something, last to first, and how much [s]."""
    most = np.inf
    place = end
    while place != FIRST:
        since_start = (chains.finished[place] - start) / _MICRO
        if since_start <= 0 or most <= 0:
            return  # nor do those before it: they finished no later
        saves = min(chains.counted_seconds[place], since_start, most)
        if saves > 0:  # false for a step whose start is unknown
            yield chains.names[place], saves
        lead = chains.lead_seconds[place]
        most = lead if lead < most else most
        place = chains.held_by[place]
