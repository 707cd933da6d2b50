"""How far recovery times spread around each system's own middle, on the logarithmic scale."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

LEAST_SPREAD = 0.05  # on the log scale: no range is ever narrower than about five per cent each way


@dataclass(frozen=True)
class Spread:
    """What the drills so far say of the spread of log times.

    Attributes
    ----------
    middles : mean log time by system. counts : of how many times; 0 leaves the middle NaN.
    variance : of one time around its system's mean.
    freedom : the degrees of freedom behind the variance.
    shared : the part of the variance, 0–1, that a whole drill shares: a hard day for all.
    """

    middles: np.ndarray
    counts: np.ndarray
    variance: float
    freedom: float
    shared: float


def spread_of(
    log_times: np.ndarray, systems: np.ndarray, drills: np.ndarray, system_count: int
) -> Spread | None:
    """The spread of times, pooled over systems; None while no system has two times.

    The model is additive on the log scale: a system's mean, an effect of the drill that all of its
    systems share, and a rest. The variance of a time around its system's mean is the pooled
    variance within systems, which is unbiased for both parts together in any pattern of who was
    in which drill. Its degrees of freedom are Satterthwaite's (1946), because systems of one drill
    are not independent: with a strong shared effect they come down to the number of drills. The
    parts come from Henderson's method 3 (1953), a negative one being zero.

    Parameters
    ----------
    log_times : one a test. systems, drills : numbers from 0, as long. system_count : of systems.
    """
    counts = np.bincount(systems, minlength=system_count)
    sums = np.bincount(systems, weights=log_times, minlength=system_count)
    with np.errstate(invalid="ignore"):
        middles = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
    within = log_times - middles[systems]
    free = int(len(log_times) - (counts > 0).sum())
    if free < 1:
        return None
    squares = float(within @ within)
    shared, freedom = _shared_and_freedom(within, squares, systems, drills, counts, free)
    variance = max(squares / free, LEAST_SPREAD**2)
    return Spread(middles, counts, variance, freedom, shared)


def _shared_and_freedom(
    within: np.ndarray,
    squares: float,
    systems: np.ndarray,
    drills: np.ndarray,
    counts: np.ndarray,
    free: int,
) -> tuple[float, float]:
    """The drill's part of the variance, and the degrees of freedom of the pooled one."""
    drill_count = int(drills.max()) + 1
    present = np.zeros((len(counts), drill_count))
    present[systems, drills] = 1.0
    weights = np.divide(1.0, counts, out=np.zeros(len(counts)), where=counts > 0)
    # Z'MZ: the drills' design after every system's own mean is taken out
    centred = np.diag(present.sum(axis=0)) - present.T @ (present * weights[:, None])
    right = np.bincount(drills, weights=within, minlength=drill_count)
    effects = np.linalg.pinv(centred, hermitian=True) @ right
    rank = int(np.linalg.matrix_rank(centred, hermitian=True))
    rest_free = free - rank
    explained = min(float(effects @ right), squares)
    total = squares / free
    if rest_free < 1 or total <= 0:
        # one system, or everything alike: all of the variance may be the drill's
        return (1.0 if rest_free < 1 else 0.0), float(max(min(free, drill_count - 1), 1))
    rest = (squares - explained) / rest_free
    shared = min(max(total - rest, 0.0) / total, 1.0)
    trace = float(np.trace(centred))
    spectrum = float((centred * centred).sum())
    one, two = 1.0 - shared, shared
    spread_of_estimate = one * one * free + 2 * one * two * trace + two * two * spectrum
    mean_of_estimate = one * free + two * trace
    return shared, float(mean_of_estimate**2 / spread_of_estimate)
