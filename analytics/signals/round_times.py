"""Recovery times that end on a half hour more often than a clock would."""

from __future__ import annotations

import pandas as pd
from scipy.stats import binom

from analytics.metric_fields import METRIC_FIELDS
from analytics.rates import rows_behind
from analytics.signals.signal import Signal

HALF_HOUR, FIVE_MINUTES, MINUTE = 1800, 300, 60
FEWEST_TIMES = 5
LUCK = 0.01  # shared by the drills looked at, so that one question in a hundred quarters is luck


def round_times(history: pd.DataFrame, quarter: str) -> list[Signal]:
    """One question for each drill of the quarter whose times are rounder than luck.

    A time is round when it is a whole number of half hours, and not zero. By luck one minute in
    thirty is; where every time of the drill is a multiple of five minutes, people wrote to five
    minutes, and one in six is. The chance is the binomial's upper tail; asked below 1 %, divided by
    the quarter's drills (Bonferroni), from five times on.
    """
    rows = history[(history["quarter"] == quarter) & (history["recovery_seconds"] > 0)]
    drills = rows["drill"].nunique()
    found = []
    for drill, tests in rows.groupby("drill", sort=False):
        times = tests["recovery_seconds"]
        if len(times) < FEWEST_TIMES:
            continue
        is_round = times % HALF_HOUR == 0
        step = FIVE_MINUTES if (times % FIVE_MINUTES == 0).all() else MINUTE
        count = int(is_round.sum())
        chance = float(binom.sf(count - 1, len(times), step / HALF_HOUR))
        if count and chance < LUCK / drills:
            facts = {"drill": str(drill), "count": count, "whole": len(times), "step": step}
            behind = rows_behind(tests, tests["record"], is_round)
            fields = dict(METRIC_FIELDS["recovery_time_median"])
            found.append(Signal("round times", facts, chance, behind, fields))
    return found
