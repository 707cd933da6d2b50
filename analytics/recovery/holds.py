"""Holds: the time a recovery stood still by order, which the gross recovery time includes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.calendar import microseconds


def hold_seconds(
    tests: pd.DataFrame, hold: pd.DataFrame, start: pd.Series, stop: pd.Series
) -> pd.Series:
    """How long holds stood between start and stop of every test [s]; 0 where there were none.

    A hold without a system holds all systems of its drill; overlapping holds count once; one
    without an end lasts to the stop. NaN where start or stop is not known.

    Parameters
    ----------
    tests : columns drill, system, unique index; start, stop : instants with the same index.
    hold : drill, system, began_at, ended_at.
    """
    known = start.notna() & stop.notna()
    total = pd.Series(np.where(known, 0.0, np.nan), index=tests.index)
    hold = hold[hold["began_at"].notna() & hold["drill"].notna()]
    if hold.empty or not known.any():
        return total
    hold = hold.astype({"drill": object, "system": object})
    spans = tests.loc[known, ["drill", "system"]].assign(
        place=np.flatnonzero(known), start=start[known], stop=stop[known]
    )
    whole = hold[hold["system"].isna()].drop(columns="system")
    own = hold[hold["system"].notna()]
    met = pd.concat(
        [
            spans.merge(whole, on="drill", how="inner"),
            spans.merge(own, on=["drill", "system"], how="inner"),
        ],
        ignore_index=True,
    )
    if met.empty:
        return total
    began = np.maximum(microseconds(met["began_at"]), microseconds(met["start"]))
    end_given = met["ended_at"].fillna(met["stop"])
    ended = np.minimum(microseconds(end_given), microseconds(met["stop"]))
    inside = ended > began
    held = pd.DataFrame(
        {"place": met["place"].to_numpy()[inside], "began": began[inside], "ended": ended[inside]}
    ).sort_values(["place", "began"], ignore_index=True)
    # What earlier holds of the same test already cover does not count again.
    covered = held.groupby("place")["ended"].cummax().groupby(held["place"]).shift()
    fresh_from = np.maximum(held["began"], covered.fillna(0).astype("int64"))
    fresh = (held["ended"] - fresh_from).clip(lower=0)
    lost = fresh.groupby(held["place"]).sum()
    total.iloc[lost.index.to_numpy()] = lost.to_numpy() / 1e6
    return total
