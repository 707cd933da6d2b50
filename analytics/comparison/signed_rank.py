"""The exact paired test behind "is it real?": Wilcoxon signed-rank and the Hodges–Lehmann shift."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm, rankdata

FEWEST_PAIRS = 6  # below that, no outcome at all can be significant (2 / 2**5 > 0.05)
EXACT_UP_TO = 400  # pairs; beyond, the normal approximation agrees to four digits
_ALL_AVERAGES_UP_TO = 2000  # pairs; beyond, quantiles of the averages are found by bisection
_LEVEL = 0.95


@dataclass(frozen=True)
class Shift:
    """The Hodges–Lehmann shift, its interval, and the confidence the interval really has."""

    value: float
    low: float
    high: float
    confidence: float


def signed_rank_p(differences: np.ndarray) -> float | None:
    """The two-sided p of the Wilcoxon signed-rank test, zeros out, exact also with ties.

    The distribution over all 2**n signs is counted, with midranks for ties (Wilcoxon 1945; Pratt's
    zeros are not used). None when no pair differs. Beyond 400 pairs by the normal approximation
    with tie correction.
    """
    differing = differences[differences != 0]
    if not len(differing):
        return None
    # Midranks are halves: doubled they are whole numbers, and sums can be counted.
    ranks = np.rint(2 * rankdata(np.abs(differing))).astype("int64")
    total, positive = int(ranks.sum()), int(ranks[differing > 0].sum())
    lower = min(positive, total - positive)
    if len(ranks) > EXACT_UP_TO:
        spread = math.sqrt(float((ranks.astype(float) ** 2).sum())) / 2
        return float(min(1.0, 2 * norm.cdf((lower + 1 - total / 2) / spread)))
    return min(1.0, 2 * float(_sum_chances(ranks)[: lower + 1].sum()))


def hodges_lehmann(differences: np.ndarray) -> Shift | None:
    """The median of all pairwise averages, each value with itself too, zeros in; None when empty.

    The interval is the exact one of the signed-rank distribution at 95 % (Hollander & Wolfe, 3.2);
    with few pairs it spans all averages and its confidence says how little that is.
    """
    count = len(differences)
    if not count:
        return None
    cut, confidence = _cut(count)
    averages = count * (count + 1) // 2
    wanted = [cut, averages - 1 - cut, (averages - 1) // 2, averages // 2]
    low, high, middle, other = _averages_at(np.sort(differences.astype(float)), wanted)
    return Shift((middle + other) / 2, low, high, confidence)


def _cut(count: int) -> tuple[int, float]:
    """How many averages to leave out at each end for 95 %, and the confidence that gives."""
    if count > EXACT_UP_TO:
        mean = count * (count + 1) / 4
        spread = math.sqrt(count * (count + 1) * (2 * count + 1) / 24)
        return int(mean - norm.ppf((1 + _LEVEL) / 2) * spread) - 1, _LEVEL
    below = np.cumsum(_sum_chances(np.arange(1, count + 1)))
    fits = np.flatnonzero(below <= (1 - _LEVEL) / 2)
    if not len(fits):
        return 0, float(1 - 2 * below[0])
    # With P(W <= k) at most 2.5 %, the averages at place k (0-based) from each end bound it.
    cut = int(fits[-1])
    return cut, float(1 - 2 * below[cut])


def _sum_chances(ranks: np.ndarray) -> np.ndarray:
    """The chance of every sum of ranks when each is in or out by a fair coin."""
    chances = np.zeros(int(ranks.sum()) + 1)
    chances[0] = 1.0
    reach = 0
    for rank in ranks.tolist():
        reach += rank
        added = chances[: reach + 1 - rank].copy()
        chances[: reach + 1] *= 0.5
        chances[rank : reach + 1] += 0.5 * added
    return chances


def _averages_at(ordered: np.ndarray, places: list[int]) -> list[float]:
    """The averages (x_i + x_j) / 2, i <= j, that stand at those 0-based places in order."""
    if len(ordered) <= _ALL_AVERAGES_UP_TO:
        rows, columns = np.triu_indices(len(ordered))
        averages = np.sort((ordered[rows] + ordered[columns]) / 2)
        return [float(averages[place]) for place in places]
    return [_average_at(ordered, place) for place in places]


def _average_at(ordered: np.ndarray, place: int) -> float:
    low, high = float(ordered[0]), float(ordered[-1])
    index = np.arange(len(ordered))
    for _ in range(80):
        middle = (low + high) / 2
        upto = np.searchsorted(ordered, 2 * middle - ordered, side="right")
        if int(np.maximum(upto - index, 0).sum()) > place:
            high = middle
        else:
            low = middle
        if high - low <= 1e-9 * max(1.0, abs(high)):
            break
    return high
