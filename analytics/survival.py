"""The Kaplan–Meier median: how long it takes, when for some the end was not seen."""

from __future__ import annotations

import numpy as np
from scipy.stats import CensoredData, ecdf

_ROUNDING = 1e-12  # a product of fractions that is exactly one half may come out a hair above


def median_time(waited: np.ndarray, is_event: np.ndarray) -> float | None:
    """The first time at which the Kaplan–Meier survival S is ½ or less (metrics.md).

    Parameters
    ----------
    waited : times, in any unit, none missing.
    is_event : boolean, one a time: it happened then; else it had not happened by then
        (right-censored). An event and a censoring at the same time: the event comes first.

    Returns
    -------
    The median in the same unit; None when S never falls to ½ (not reached), or without events.
    """
    happened = np.asarray(is_event, dtype=bool)
    if not happened.any():
        return None
    times = np.asarray(waited, dtype=float)
    curve = ecdf(CensoredData(uncensored=times[happened], right=times[~happened])).sf
    reached = curve.probabilities <= 0.5 + _ROUNDING
    return float(curve.quantiles[reached][0]) if reached.any() else None
