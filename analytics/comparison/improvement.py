"""How much faster systems came back, split by phase, and what the evidence is worth."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analytics.comparison.exact_sums import adding_up
from analytics.comparison.matched import KEYS, both_rows
from analytics.comparison.signed_rank import FEWEST_PAIRS, hodges_lehmann, signed_rank_p
from analytics.metric import Metric
from analytics.rates import NO_DATA
from analytics.recovery.clock import Clock

NOT_SPLIT = "not split"
TOO_FEW = "too few systems to tell"
_MICROSECONDS = 1_000_000


def improvement_typical(systems: pd.DataFrame) -> Metric:
    """1 − geometric mean of RTA_B / RTA_A over systems recovered in both; above 0 is faster.

    A halving and a doubling cancel. A time of zero has no ratio: it is left out and said. `detail`,
    one a system: system, ratio.
    """
    matched = systems.loc[systems["is_matched"], ["system", "ratio", *KEYS]]
    usable = matched["ratio"] > 0
    ratios = matched.loc[usable, "ratio"]
    if ratios.empty:
        return Metric("improvement_typical", None, "share", note=NO_DATA)
    left_out = int((~usable).sum())
    note = f"over {_systems(len(ratios))} recovered in both"
    if left_out:
        note += f"; {left_out} with a time of zero left out"
    return Metric(
        "improvement_typical",
        float(1 - np.exp(np.log(ratios).mean())),
        "share",
        note=note,
        detail=[
            {"system": system, "ratio": float(ratio)}
            for system, ratio in zip(matched.loc[usable, "system"], ratios, strict=True)
        ],
        behind=lambda: both_rows(matched, usable, usable),
    )


def improvement_total(systems: pd.DataFrame, clock: Clock) -> Metric:
    """(ΣRTA_A − ΣRTA_B) / ΣRTA_A over systems recovered in both, split by phase.

    `detail`, one a phase of the clock and *not split*: phase, seconds (A − B), share (of ΣRTA_A),
    systems. A system lacking an instant of the clock's phases in either drill, or timed by a stated
    duration, is not split. The shares add up to the figure exactly.
    """
    phases = [f"phase_{phase}_seconds_{side}" for phase, _, _ in clock.phases for side in "ab"]
    times = ["recovery_seconds_a", "recovery_seconds_b"]
    matched = systems.loc[systems["is_matched"], [*times, *phases, *KEYS]]
    before, after = matched["recovery_seconds_a"], matched["recovery_seconds_b"]
    total = float(before.sum())
    if matched.empty or total == 0:
        note = NO_DATA if matched.empty else f"{NO_DATA}: every time in the earlier drill is zero"
        return Metric("improvement_total", None, "share", note=note)
    saved = {
        phase: matched[f"phase_{phase}_seconds_a"] - matched[f"phase_{phase}_seconds_b"]
        for phase, _, _ in clock.phases
    }
    change = before - after
    by_phase = pd.DataFrame(saved, index=matched.index)
    # With every instant known the phases make up the time exactly: the stop is one of them.
    is_split = by_phase.notna().all(axis=1)
    parts: list[dict[str, Any]] = [
        {
            "phase": phase,
            "seconds": float(by_phase.loc[is_split, phase].sum()),
            "systems": int(is_split.sum()),
        }
        for phase in by_phase
    ]
    parts.append(
        {
            "phase": NOT_SPLIT,
            "seconds": float(change[~is_split].sum()),
            "systems": int((~is_split).sum()),
        }
    )
    figure = (total - float(after.sum())) / total
    shares, figure = adding_up([part["seconds"] / total for part in parts], figure)
    detail = [{**part, "share": share} for part, share in zip(parts, shares, strict=True)]
    return Metric(
        "improvement_total",
        figure,
        "share",
        note=f"over {_systems(len(matched))} recovered in both",
        detail=detail,
        behind=lambda: both_rows(matched, _all_of(matched), _all_of(matched)),
    )


def improvement_evidence(systems: pd.DataFrame, confounders: pd.DataFrame) -> Metric:
    """Whether the change is more than chance: exact two-sided Wilcoxon signed-rank p.

    Fewer than 6 pairs that differ cannot tell: no figure, with that note. `detail`: first the
    shift (RTA_A − RTA_B [s], Hodges–Lehmann over all pairs, above 0 is faster; low, high and the
    confidence the interval really has), with pairs, pairs_that_differ and p; then what else
    differed between the drills, one a confounder: confounder, a, b.
    """
    matched = systems.loc[systems["is_matched"], ["change_seconds", *KEYS]]
    saved = -matched["change_seconds"].to_numpy(dtype=float)
    saved = np.rint(saved * _MICROSECONDS) / _MICROSECONDS + 0.0  # no minus zero
    differing = int((saved != 0).sum())
    shift, p = hodges_lehmann(saved), signed_rank_p(saved)
    detail: list[dict[str, Any]] = [
        {
            "part": "shift",
            "seconds": None if shift is None else shift.value,
            "low": None if shift is None else shift.low,
            "high": None if shift is None else shift.high,
            "confidence": None if shift is None else shift.confidence,
            "pairs": len(saved),
            "pairs_that_differ": differing,
            "p": p,
        }
    ]
    detail += [
        {"part": "confounder", "confounder": row["what"], "a": row["a"], "b": row["b"]}
        for row in confounders.to_dict("records")
    ]
    is_told = differing >= FEWEST_PAIRS
    return Metric(
        "improvement_evidence",
        p if is_told else None,
        "p",
        note=None if is_told else (TOO_FEW if len(saved) else NO_DATA),
        detail=detail,
        behind=lambda: both_rows(matched, matched["change_seconds"] != 0, _all_of(matched)),
    )


def _all_of(rows: pd.DataFrame) -> pd.Series:
    return pd.Series(True, index=rows.index)


def _systems(count: int) -> str:
    return f"{count} {'system' if count == 1 else 'systems'}"
