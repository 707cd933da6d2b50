"""How long recovery took: median, slowest, Kaplan–Meier, phases."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import CensoredData, ecdf

from analytics.calendar import NO_INSTANT, microseconds
from analytics.metric import Metric
from analytics.rates import NO_DATA, rows_behind
from analytics.recovery.clock import PHASES

NOT_REACHED = "not reached"
_DOWN = ("not recovered", "partial")
_MICRO = 1_000_000
_INSTANTS = tuple(dict.fromkeys(name for _, *pair in PHASES for name in pair))
_ROUNDING = 1e-12  # of a product of a few thousand factors


def recovery_time_median(tests: pd.DataFrame) -> Metric:
    """The median recovery time of recovered tests [s]."""
    timed = tests[tests["recovery_seconds"].notna()]
    if timed.empty:
        return Metric("recovery_time_median", None, "s", note=NO_DATA)
    return Metric(
        "recovery_time_median",
        float(timed["recovery_seconds"].median()),
        "s",
        note=_of_tests(len(timed)),
        behind=lambda: rows_behind(timed, timed["record"]),
    )


def recovery_time_slowest(tests: pd.DataFrame, of_one_drill: bool = False) -> Metric:
    """The slowest recovery over recovered tests [s]; `detail` has each drill's own recovery time.

    A drill's own is not reached while one of its systems is not recovered or partial: so is the
    figure itself when it is asked of one drill.
    """
    timed, down = tests["recovery_seconds"].notna(), tests["outcome"].isin(_DOWN)
    behind = tests[timed | down]
    detail: list[dict[str, Any]] = []
    for drill, rows in behind.groupby("drill", sort=False):
        missing = sorted(rows.loc[rows["outcome"].isin(_DOWN), "system"])
        times = rows["recovery_seconds"]
        last = None if missing else rows.loc[times.idxmax(), "system"]
        detail.append(
            {
                "drill": drill,
                "seconds": None if missing else float(times.max()),
                "system": last,
                "note": NOT_REACHED if missing else None,
                "not_recovered": missing,
            }
        )
    open_drills = [part["drill"] for part in detail if part["note"]]
    note = f"{NOT_REACHED} in {', '.join(open_drills)}" if open_drills else None
    value: float | None = float(tests["recovery_seconds"].max()) if timed.any() else None
    if of_one_drill and open_drills:
        value, note = None, NOT_REACHED
    elif value is None:
        note = note or NO_DATA
    return Metric(
        "recovery_time_slowest",
        value,
        "s",
        note=note,
        detail=detail,
        behind=lambda: rows_behind(behind, behind["record"], behind["recovery_seconds"] == value),
    )


def survival(tests: pd.DataFrame) -> pd.DataFrame:
    """The Kaplan–Meier curve of time to recovery (Kaplan & Meier 1958).

    Returns
    -------
    One row a recovery time, ascending: seconds, at_risk, recovered (at that time), share (still not
    recovered after it, 0–1). Partial and not recovered tests leave at the drill's end; where that
    is not known after a start, they stay at risk to the last, which never flatters. Empty when
    nothing recovered.
    """
    times, is_down = _to_recovery(tests)
    if not len(times) or is_down.all():
        columns = {"seconds": "float64", "at_risk": "int64", "recovered": "int64"}
        return pd.DataFrame(columns=[*columns, "share"]).astype({**columns, "share": "float64"})
    curve = ecdf(CensoredData(uncensored=times[~is_down], right=times[is_down])).sf
    seconds, counts = np.unique(times[~is_down], return_counts=True)
    place = np.searchsorted(curve.quantiles, seconds)
    ordered = np.sort(times)
    return pd.DataFrame(
        {
            "seconds": seconds,
            "at_risk": len(times) - np.searchsorted(ordered, seconds, side="left"),
            "recovered": counts,
            "share": curve.probabilities[place],
        }
    )


def time_to_recover_km_median(tests: pd.DataFrame) -> Metric:
    """The first time at which half or fewer are still not recovered [s], else not reached."""
    metric_id = "time_to_recover_km_median"
    behind = tests[tests["recovery_seconds"].notna() | tests["outcome"].isin(_DOWN)]
    if behind.empty:
        return Metric(metric_id, None, "s", note=NO_DATA)
    curve = survival(tests)
    reached = curve.loc[curve["share"] <= 0.5 + _ROUNDING, "seconds"]
    is_back = behind["recovery_seconds"].notna()
    censored = int((~is_back).sum())
    note = f"{censored} of {len(behind)} not recovered by the drill's end" if censored else None
    return Metric(
        metric_id,
        None if reached.empty else float(reached.iloc[0]),
        "s",
        note=NOT_REACHED if reached.empty else note,
        detail=curve.to_dict("records"),
        behind=lambda: rows_behind(behind, behind["record"], is_back),
    )


def phase_seconds(tests: pd.DataFrame) -> pd.DataFrame:
    """How long each phase of each test took [s]: one column a phase, the index of the tests.

    Missing where one of the two instants is missing or they stand in the wrong order.
    """
    # As whole microseconds: a subtraction of dates takes ten times as long, five times over.
    micros = {name: microseconds(tests[name]) for name in _INSTANTS}
    known = {name: one != NO_INSTANT for name, one in micros.items()}
    spans = {}
    for phase, start, stop in PHASES:
        is_told = known[start] & known[stop]
        took = np.where(is_told, micros[stop], 0) - np.where(is_told, micros[start], 0)
        spans[phase] = np.where(is_told & (took >= 0), took / _MICRO, np.nan)
    return pd.DataFrame(spans, index=tests.index)


def phase_share(tests: pd.DataFrame) -> Metric:
    """Each phase's time / all phase time known; the figure is the largest phase's share.

    `detail`, a part a phase: phase, seconds, share, tests (how many it is known of),
    median_seconds.
    """
    phases = phase_seconds(tests)
    total = float(phases.sum().sum())
    detail: list[dict[str, Any]] = [
        {
            "phase": phase,
            "seconds": float(phases[phase].sum()) if phases[phase].notna().any() else None,
            "share": float(phases[phase].sum()) / total
            if total > 0 and phases[phase].notna().any()
            else None,
            "tests": int(phases[phase].notna().sum()),
            "median_seconds": float(phases[phase].median())
            if phases[phase].notna().any()
            else None,
        }
        for phase, _, _ in PHASES
    ]
    known = [part for part in detail if part["share"] is not None]
    if not known:
        return Metric("phase_share", None, "share", note=NO_DATA, detail=detail)
    largest = max(known, key=lambda part: part["share"])
    is_told = phases.notna().any(axis=1)
    return Metric(
        "phase_share",
        largest["share"],
        "share",
        note=f"the largest phase: {largest['phase']}",
        detail=detail,
        behind=lambda: rows_behind(tests[is_told], tests["record"]),
    )


def _to_recovery(tests: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Time to recovery or to censoring of every test that has one, and whether it is censored."""
    back = tests["recovery_seconds"].dropna().to_numpy(dtype=float)
    down = tests.loc[tests["outcome"].isin(_DOWN), "censored_seconds"].to_numpy(dtype=float)
    last = max([*back.tolist(), *down[~np.isnan(down)].tolist(), 0.0])
    down = np.where(np.isnan(down), last + 1.0, down)
    times = np.concatenate([back, down])
    return times, np.repeat([False, True], [len(back), len(down)])


def _of_tests(count: int) -> str:
    return f"over {count} recovered {'test' if count == 1 else 'tests'}"
