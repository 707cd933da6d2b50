"""Own work and waiting: how much of a recovery time lay before others were back."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analytics.recovery.clock import Clock, read_clock
from analytics.systems.dependencies import Dependencies

COLUMNS = (
    "drill",
    "system",
    "record",
    "row_key",
    "recovery_seconds",
    "waiting_seconds",
    "own_seconds",
    "waited_for",
    "ahead_of",
    "other_rows",
)


def waiting(history: pd.DataFrame, dependencies: Dependencies, clock: str | Clock) -> pd.DataFrame:
    """How much of each recovery time was waiting for other systems; one row a recovered test.

    Waiting is the part of a test's recovery time (from the clock's start to its stop) in which at
    least one system that it depends on, directly or through others, was down in the same drill:
    disrupted and not yet restored. The rest is own work, so the two add up to the recovery time
    exactly. Time in which several were down counts once. Work done meanwhile is not seen: waiting
    says how long the way was not free, not that people stood idle.

    A system that came back while one it depends on was still down (or never came back) evidently
    did not wait for it: that one counts nothing and is named in ahead_of.

    Parameters
    ----------
    history : `histories`. dependencies : `dependencies_on` the as-of date. clock : the clock of
        `history`. Raises ValueError when there is no such clock.

    Returns
    -------
    Only tests with a time measured by instants, of systems with at least one dependency whose down
    time in that drill is known. drill, system, record, row_key, recovery_seconds, waiting_seconds,
    own_seconds; waited_for : the one that held it longest, the last to be restored (missing when
    it waited for none); ahead_of : tuple of names; other_rows : tuple of the row keys of the tests
    it was measured against.
    """
    clock = read_clock(clock)
    rows = []
    needs = {name: dependencies.all_needs(name) for name in history["system"].unique()}
    needed = {one for names in needs.values() for one in names}
    is_asked = history["system"].isin([name for name, them in needs.items() if them])
    times = history[is_asked | history["system"].isin(needed)]
    for drill, tests in times.groupby("drill", sort=False):
        by_system = {str(test.system): test for test in tests.itertuples(index=False)}
        for name, test in by_system.items():
            start, stop = getattr(test, clock.start_column), getattr(test, clock.stop_column)
            if pd.isna(test.recovery_seconds) or pd.isna(start) or pd.isna(stop):
                continue
            others = [by_system[one] for one in sorted(needs[name]) if one in by_system]
            others = [one for one in others if not pd.isna(one.disrupted_at) and one.is_tried]
            if not others:
                continue
            down = [one for one in others if one.restored_at <= stop]
            waited = _covered(((one.disrupted_at, one.restored_at) for one in down), start, stop)
            held_by = [one for one in down if one.restored_at > start]
            last = max(held_by, key=lambda one: (one.restored_at, one.system), default=None)
            ahead = [
                str(one.system)
                for one in others
                if one.disrupted_at < stop and not one.restored_at <= stop
                if not pd.isna(one.restored_at) or one.outcome in ("not recovered", "partial")
            ]
            rows.append(
                (
                    str(drill),
                    name,
                    test.record,
                    test.row_key,
                    float(test.recovery_seconds),
                    waited,
                    float(test.recovery_seconds) - waited,
                    None if last is None or waited == 0 else str(last.system),
                    tuple(ahead),
                    tuple((one.record, one.row_key) for one in others),
                )
            )
    found = pd.DataFrame(rows, columns=list(COLUMNS))
    return found.astype(
        dict.fromkeys(("recovery_seconds", "waiting_seconds", "own_seconds"), "float64")
    )


def _covered(
    spans: Iterable[tuple[pd.Timestamp, pd.Timestamp]], start: pd.Timestamp, stop: pd.Timestamp
) -> float:
    """How much of start to stop the spans cover together [s]."""
    total, reached = 0.0, start
    for began, ended in sorted(spans):
        began, ended = max(began, reached), min(ended, stop)
        if ended > began:
            total += (ended - began).total_seconds()
            reached = ended
    return total
