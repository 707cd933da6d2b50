"""The next drill: a range for each system and the chance that all come back under the target.

Method. A recovery time's logarithm is taken as normal around its system's own mean, with one spread
for all systems; the range is Student's prediction interval, exact under that model. A test that did
not come back, or only in part, counts as slower than any time: a system fails to come back with a
chance of its own, drawn towards that of all. Assumed: the next drill is like those before it, no
better and no worse; no trend, no credit for a fix that was not exercised.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.special import ndtr
from scipy.stats import chi2
from scipy.stats import t as student

from analytics.forecast.spread import Spread, spread_of
from analytics.targets import Target

METHOD = "log times, spread pooled over systems, not recovered counted as slower than any"
RANGE_SHARE = 0.80
FEWEST_DRILLS = 3
TOO_LITTLE = "too little data"
_COLUMNS = (
    "system",
    "time_count",
    "lost_count",
    "lost_chance",
    "low_seconds",
    "likely_seconds",
    "high_seconds",
    "chance",
)
# How many tests the chance of all weighs in a system's own chance not to be back.
_PRIOR_TESTS = 2.0
_PRIOR_LOST, _PRIOR_ALL = 0.5, 5.0  # before any test: one in ten does not come back
_SHOCKS, _SCALES = 32, 32  # nodes of the two integrals of the joint chance


@dataclass(frozen=True)
class Forecast:
    """What can be said before a drill.

    Attributes
    ----------
    systems : one row a system, by name: system, time_count (times it rests on), lost_count (tests
        that did not come back or only in part), lost_chance, low_seconds, likely_seconds,
        high_seconds, chance (of being under the target); low and high are infinite where the
        range reaches into "not back", all missing where nothing can be said.
    chance : that all systems with a range are under the target; None when there is none.
    chance_low, chance_high : the chance if systems had nothing to do with one another, and the
        most it could be if they all moved together.
    drill_count, test_count : what it rests on. zero_count : times of zero, left out.
    shared : the part of the spread that the systems of a drill share, 0–1; None without ranges.
    target : the programme's. note : `too little data`, or None.
    """

    systems: pd.DataFrame
    chance: float | None
    chance_low: float | None
    chance_high: float | None
    drill_count: int
    test_count: int
    zero_count: int
    shared: float | None
    target: Target
    note: str | None = None


def forecast(past: pd.DataFrame, systems: list[str], target: Target) -> Forecast:
    """The forecast for a drill of these systems.

    Parameters
    ----------
    past : the tests of all earlier drills, as `systems.histories` gives them (drill, system,
        outcome, recovery_seconds, is_tried). systems : those of the drill to come.
    target : the programme's recovery target.

    Below three drills with a recovery time nothing is said: the note is `too little data`.
    """
    names = sorted(dict.fromkeys(systems))
    tried = past[past["is_tried"]]
    timed = tried[(tried["outcome"] == "recovered") & tried["recovery_seconds"].notna()]
    is_zero = timed["recovery_seconds"] <= 0
    timed = timed[~is_zero]
    lost = tried[tried["outcome"].isin(("not recovered", "partial"))]
    rows = pd.DataFrame({"system": pd.Series(names, dtype="object")})
    for column, frame in (("time_count", timed), ("lost_count", lost)):
        counted = rows["system"].map(frame["system"].value_counts())
        rows[column] = counted.fillna(0).astype("int64")
    index = {name: at for at, name in enumerate(sorted({*names, *timed["system"].unique()}))}
    when = pd.factorize(timed["drill"])[0]
    drill_count = int(when.max()) + 1 if len(when) else 0
    found = None
    if drill_count >= FEWEST_DRILLS:
        logs = np.log(timed["recovery_seconds"].to_numpy(dtype=float))
        who = timed["system"].map(index).to_numpy(dtype="int64")
        found = spread_of(logs, who, when, len(index))
    said = Forecast(
        systems=rows.reindex(columns=_COLUMNS).astype(dict.fromkeys(_COLUMNS[3:], "float64")),
        chance=None,
        chance_low=None,
        chance_high=None,
        drill_count=drill_count,
        test_count=len(timed) + len(lost),
        zero_count=int(is_zero.sum()),
        shared=None,
        target=target,
        note=TOO_LITTLE,
    )
    if found is None:
        return said
    overall = (len(lost) + _PRIOR_LOST) / (said.test_count + _PRIOR_ALL)
    tests = rows["time_count"] + rows["lost_count"]
    lost_chance = (rows["lost_count"] + _PRIOR_TESTS * overall) / (tests + _PRIOR_TESTS)
    middle = found.middles[[index[name] for name in names]]
    return _said(said, rows, middle, lost_chance.to_numpy(dtype=float), found)


def _said(
    empty: Forecast, rows: pd.DataFrame, middle: np.ndarray, lost: np.ndarray, found: Spread
) -> Forecast:
    """The forecast with its ranges and chances. `lost` is each system's chance not to be back."""
    known = ~np.isnan(middle)
    times = rows["time_count"].to_numpy(dtype=float)
    scale = np.sqrt(found.variance * (1 + 1 / np.maximum(times, 1)))
    low, likely, high = _ranges(middle, scale, lost, found.freedom)
    score = (np.log(empty.target.value) - middle) / scale
    own = (1 - lost) * student.cdf(score, found.freedom)
    systems = rows.assign(
        lost_chance=np.where(known, lost, np.nan),
        low_seconds=low,
        likely_seconds=likely,
        high_seconds=high,
        chance=own,
    )[list(_COLUMNS)]
    if not known.any():
        return replace(empty, systems=systems)
    highest = float(np.min(own[known]))
    return replace(
        empty,
        systems=systems,
        chance=min(_joint_chance(score[known], lost[known], found), highest),
        chance_low=float(np.prod(own[known])),
        chance_high=highest,
        shared=found.shared,
        note=None,
    )


def _ranges(
    middle: np.ndarray, scale: np.ndarray, lost_chance: np.ndarray, freedom: float
) -> list[np.ndarray]:
    """Low, middle and high end: quantiles of the time, infinite where they fall into "not back"."""
    tail = (1 - RANGE_SHARE) / 2
    ends = []
    for share in (tail, 0.5, 1 - tail):
        among_back = share / (1 - lost_chance)
        inside = among_back < 1
        quantile = student.ppf(np.where(inside, among_back, 0.5), freedom)
        ends.append(np.where(inside, np.exp(middle + scale * quantile), np.inf))
        ends[-1][np.isnan(middle)] = np.nan
    return ends


def _joint_chance(score: np.ndarray, lost_chance: np.ndarray, found: Spread) -> float:
    """The chance that all are under, over the drill's shared shock and the unknown spread.

    Given both, systems are independent: the product of normal probabilities. The shock is normal
    with the shared part of the variance, the spread scaled inverse chi-square; both integrals are
    taken at equally likely points, which needs no random numbers.
    """
    points = (np.arange(_SCALES) + 0.5) / _SCALES
    scales = np.sqrt(chi2.ppf(points, found.freedom) / found.freedom)
    nodes, weights = np.polynomial.hermite_e.hermegauss(_SHOCKS)
    weights = weights / weights.sum()
    shared, own = np.sqrt(found.shared), np.sqrt(max(1 - found.shared, 1e-9))
    total = 0.0
    for scale in scales:
        inner = (score[None, :] * scale - shared * nodes[:, None]) / own
        logs = np.log(np.maximum(ndtr(inner), 1e-300)).sum(axis=1)
        total += float(weights @ np.exp(logs))
    return float(total / _SCALES * np.prod(1 - lost_chance))
