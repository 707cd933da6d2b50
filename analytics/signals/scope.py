"""Drills that took fewer systems than the one before."""

from __future__ import annotations

import pandas as pd
from scipy.stats import hypergeom

from analytics.rates import rows_behind
from analytics.signals.signal import Signal

FEWEST_LEFT_OUT = 2
SHRUNK_SHARE = 1 / 3  # of the systems of the drill before
_DOWN = ("missed", "not recovered", "partial")


def scope_shrunk(history: pd.DataFrame, quarter: str) -> list[Signal]:
    """One question for each drill of the quarter that left out a third of the systems before it.

    Compared are the systems really tested in a drill and in the measured drill before it. The
    chance is the hypergeometric's upper tail: how likely a blind choice of as many systems would
    have left out as many of those that had missed; 1 where none of them had. A question needs at
    least two systems left out, and a third of those before.
    """
    tried = history[history["is_tried"]]
    by_place = {int(place): tests for place, tests in tried.groupby("place")}
    found = []
    for place, tests in by_place.items():
        before = by_place.get(place - 1)
        if before is None or tests["quarter"].iloc[0] != quarter:
            continue
        is_left = ~before["system"].isin(tests["system"])
        left = int(is_left.sum())
        if left < FEWEST_LEFT_OUT or left < SHRUNK_SHARE * len(before):
            continue
        missed = before["shown"].isin(_DOWN)
        both = int((missed & is_left).sum())
        chance = float(hypergeom.sf(both - 1, len(before), int(missed.sum()), left))
        facts = {
            "drill": str(tests["drill"].iloc[0]),
            "before_drill": str(before["drill"].iloc[0]),
            "before": len(before),
            "left_out": sorted(before.loc[is_left, "system"]),
            "missed_left_out": both,
            "missed": int(missed.sum()),
        }
        behind = rows_behind(before, before["record"], is_left)
        fields = {"recovery": ("is_in_scope", "restored_at", "recovery_time_seconds", "outcome")}
        found.append(Signal("scope shrunk", facts, chance, behind, fields))
    return found
