"""Objectives that became easier after a system had missed them."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics.rates import rows_behind
from analytics.recovery.inventory import valid_from_days
from analytics.signals.signal import Signal

_DOWN = ("missed", "not recovered", "partial")


def objectives_relaxed(
    system: pd.DataFrame, history: pd.DataFrame, bounds: tuple[date, date]
) -> list[Signal]:
    """One question for each RTO that was raised in the quarter although its last test had missed.

    Parameters
    ----------
    system : the system record. history : `systems.histories`. bounds : first and last day.

    The raise is a row of the inventory that takes effect in the quarter with a longer RTO than the
    row before it. Asked only when the system's last real test before that day missed the objective
    or never came back. No chance is stated: how often objectives change by themselves is not known.
    """
    rows = system[system["rto_seconds"].notna()].assign(valid_from=valid_from_days(system))
    rows = rows.sort_values(["system", "valid_from"], kind="stable")
    rows["before"] = rows.groupby("system")["rto_seconds"].shift()
    rows["before_key"] = rows.groupby("system")["row_key"].shift()
    first, last = (pd.Timestamp(one) for one in bounds)
    raised = rows[rows["valid_from"].between(first, last) & (rows["rto_seconds"] > rows["before"])]
    found = []
    for row in raised.itertuples():
        tests = history[history["is_tried"] & (history["system"] == row.system)]
        tests = tests[tests["day"] < row.valid_from]
        if tests.empty or tests["shown"].iloc[-1] not in _DOWN:
            continue
        test = tests.iloc[[-1]]
        keys = pd.DataFrame({"row_key": [row.before_key, row.row_key]})
        behind = pd.concat(
            [rows_behind(keys, "system"), rows_behind(test, test["record"], False, False)],
            ignore_index=True,
        )
        facts = {
            "system": str(row.system),
            "before_seconds": float(row.before),
            "after_seconds": float(row.rto_seconds),
            "valid_from": row.valid_from,
            "drill": str(test["drill"].iloc[0]),
            "shown": str(test["shown"].iloc[0]),
        }
        fields = {
            "system": ("rto_seconds", "valid_from_on"),
            "recovery": ("restored_at", "recovery_time_seconds", "rto_seconds", "outcome"),
        }
        found.append(Signal("objective relaxed", facts, None, behind, fields))
    return found
