"""The recovery curve: how many systems were in service over time, each as one or by its tier."""

from __future__ import annotations

import numpy as np
import pandas as pd

# How much a system of a tier weighs when a curve is weighted; every other tier, and none, weighs 1.
TIER_WEIGHTS = {"1": 4, "2": 3, "3": 2}
OTHER_WEIGHT = 1


def tier_weights(tests: pd.DataFrame) -> pd.Series:
    """A weight a test by its system's tier: tier 1 weighs 4, tier 2 3, tier 3 2, all others 1.

    A convention of this house, said wherever it is used: a share weighted so counts the loss of a
    most critical system as that of four others. `tier` as in `measure`; same index.
    """
    weights = tests["tier"].astype(object).map(TIER_WEIGHTS)
    return weights.fillna(OTHER_WEIGHT).astype("int64")


def recovery_curve(tests: pd.DataFrame, weights: pd.Series | None = None) -> pd.DataFrame:
    """How many of one drill's tested systems were up, over time since its first disruption.

    That of any of the tests, so that the curve and the drill's timeline share one clock.

    Parameters
    ----------
    tests : columns disrupted_at, lost_seconds and outcome, as `measure` gives them.
    weights : what each system counts, whole numbers, same index; every one counts 1 when None.

    Returns
    -------
    Steps: seconds (ascending, one row a change), up, whole, share [0–1]. The area above the curve
    times whole is the drill's system-hours lost. Systems without a known time are left out; one
    with a stated duration alone is down from the beginning. One that never came back is drawn down
    to the curve's end: should another's stated duration reach beyond the drill's end, the area is
    larger by the time between, in which nobody watched.
    """
    known = tests[tests["lost_seconds"].notna()]
    counts = pd.Series(1, index=known.index) if weights is None else weights[known.index]
    whole = int(counts.sum())
    first = tests["disrupted_at"].min()  # of a system without a known time too: the drill's clock
    down_at = (known["disrupted_at"] - first).dt.total_seconds().fillna(0.0)
    # Back, or never back: then the curve ends at the drill's end, still down.
    is_back = known["outcome"] == "recovered"
    up_at = (down_at + known["lost_seconds"])[is_back]
    end = float((down_at + known["lost_seconds"]).max()) if whole else 0.0
    steps = pd.concat(
        [
            pd.Series(-counts.to_numpy(), index=down_at.to_numpy()),
            pd.Series(counts[is_back].to_numpy(), index=up_at.to_numpy()),
        ]
    )
    changes = steps.groupby(level=0).sum().sort_index()
    up = whole + changes.cumsum()
    if whole:
        up = pd.concat([pd.Series({0.0: whole}), up]) if 0.0 not in up.index else up
        if end not in up.index:
            up.loc[end] = up.iloc[-1]
    curve = pd.DataFrame({"seconds": up.index.astype("float64"), "up": up.to_numpy(dtype="int64")})
    curve["whole"] = whole
    return curve.assign(share=curve["up"] / whole if whole else curve["up"].astype("float64"))


def area_lost(curve: pd.DataFrame) -> float:
    """The area above a curve of `recovery_curve` [system-seconds, or weighted ones]; 0 when empty.

    To the last microsecond the sum of the tests' lost_seconds, each times its weight, but for the
    time nobody watched (see `recovery_curve`).
    """
    if len(curve) < 2:
        return 0.0
    down = (curve["whole"] - curve["up"]).to_numpy()[:-1]
    return float((down * np.diff(curve["seconds"].to_numpy())).sum())
