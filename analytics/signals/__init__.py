"""Questions that a quarter's data raise: asked only where luck would seldom show as much."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics.drills import Tables, completed
from analytics.signals.gap_closing import closed_at_the_end
from analytics.signals.objectives import objectives_relaxed
from analytics.signals.round_times import round_times
from analytics.signals.scope import scope_shrunk
from analytics.signals.signal import KINDS, Signal
from analytics.signals.surveys import alike_answers

__all__ = ["KINDS", "Signal", "signals_of"]


def signals_of(
    tables: Tables,
    history: pd.DataFrame,
    drills: pd.DataFrame,
    gaps: pd.DataFrame,
    quarter: str,
    bounds: tuple[date, date],
) -> list[Signal]:
    """The questions of a quarter, in the order of `KINDS`.

    Parameters
    ----------
    tables : the current rows. history : `systems.histories`. drills : `drill_facts`. gaps :
        `gap_facts` as of the same date. quarter, bounds : the quarter, its first day and its last
        that counts (at most the as-of date for what is cut at it).
    """
    done = completed(drills)
    own = list(done.loc[done["quarter"] == quarter, "drill"])
    first = done.loc[done["quarter"] == quarter, "ended_at"].min()
    before = list(done.loc[(done["ended_at"] < first).fillna(False), "drill"]) if own else []
    return [
        *round_times(history, quarter),
        *objectives_relaxed(tables["system"], history, bounds),
        *scope_shrunk(history, quarter),
        *closed_at_the_end(gaps, tables["deliverable"], quarter, bounds),
        *alike_answers(tables["survey"], own, before),
    ]
