"""Whether a comparison survives another clock: every verdict, and both drills, under all eight."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.comparison.matched import JUDGED
from analytics.recovery.clock import CLOCKS

FEWEST_CLOCKS = 2  # a verdict that only one clock can give was not put to the test


@dataclass(frozen=True)
class Turning:
    """What turns against the chosen clock, counted.

    Attributes
    ----------
    in_a, in_b : systems whose verdict in that drill is another under some other clock.
    clocks : the clocks under which one turns, in the order of `CLOCKS`.
    judged : tests to which some clock gives a verdict.
    tested : of them, those that two clocks or more judge.
    """

    in_a: int
    in_b: int
    clocks: tuple[str, ...]
    judged: int
    tested: int


def turning(verdicts: pd.DataFrame) -> Turning:
    """What turns, of `clock_verdicts`."""
    turns = verdicts["turns"].to_numpy(dtype=bool)
    under = set(verdicts["clock"].to_numpy(dtype=object)[turns])
    tests = verdicts.iloc[:: len(CLOCKS)]  # the rows of one test follow each other
    side, turns_any = tests["side"], tests["turns_any"].astype(bool)
    clocks_judged = tests["clocks_judged"]
    return Turning(
        int((turns_any & (side == "a")).sum()),
        int((turns_any & (side == "b")).sum()),
        tuple(one for one in CLOCKS if one in under),
        int((clocks_judged > 0).sum()),
        int((clocks_judged >= FEWEST_CLOCKS).sum()),
    )


def verdicts_of_sides(every_clock: pd.DataFrame, drill_a: str, drill_b: str) -> pd.DataFrame:
    """Each system's verdict in A and in B under every clock.

    The same whichever clock is chosen, so that a comparison asked by many works it out once.

    Parameters
    ----------
    every_clock : `recovery.under_every_clock`, of both drills at least, the same tests by every
        clock.

    Returns
    -------
    One row a (side, system, clock), sides a then b, systems by name, clocks in the order of
    `CLOCKS`: side, drill, system, clock, recovery_seconds, verdict (missing where the test has no
    instant of that clock), and of the whole test clocks_judged (how many clocks give a verdict) and
    is_robust (at least two, and all say the same).
    """
    drill = every_clock["drill"].to_numpy(dtype=object)
    system = every_clock["system"].to_numpy(dtype=object)
    places = []
    for one in (drill_a, drill_b):
        # Rows go by clock, the tests of each in one order: a column a test, sorted by its system.
        mine = np.flatnonzero(drill == one).reshape(len(CLOCKS), -1)
        places.append(mine[:, np.argsort(system[mine[0]], kind="stable")].T.ravel())
    columns = ["drill", "system", "clock", "recovery_seconds", "verdict"]
    rows = every_clock[columns].iloc[np.concatenate(places)].reset_index(drop=True)
    rows.insert(0, "side", np.repeat(["a", "b"], [len(one) for one in places]))
    said = rows["verdict"].to_numpy(dtype=object, copy=True)
    said[said == "not measured"] = None
    rows["verdict"] = pd.Series(said, index=rows.index, dtype="object")
    is_met, is_missed = ((said == one).reshape(-1, len(CLOCKS)) for one in JUDGED)
    judged = (is_met | is_missed).sum(axis=1)
    is_robust = (judged >= FEWEST_CLOCKS) & (is_met.any(axis=1) != is_missed.any(axis=1))
    rows["clocks_judged"] = np.repeat(judged.astype("int64"), len(CLOCKS))
    rows["is_robust"] = np.repeat(is_robust, len(CLOCKS))
    return rows


def clock_verdicts(sides: pd.DataFrame, clock: str) -> pd.DataFrame:
    """The rows of `verdicts_of_sides` against the chosen clock.

    Returns
    -------
    The same rows with turns (met and missed change places against the chosen clock), and of the
    whole test turns_any.
    """
    verdict = sides["verdict"].to_numpy(dtype=object)
    sign = np.select([verdict == "met", verdict == "missed"], [1, -1], default=0)
    sign = sign.reshape(-1, len(CLOCKS))  # one row a test, its clocks in their order
    turns = sign * sign[:, [CLOCKS.index(clock)]] == -1
    rows = sides.assign(turns=turns.ravel(), turns_any=np.repeat(turns.any(axis=1), len(CLOCKS)))
    columns = ["side", "drill", "system", "clock", "recovery_seconds", "verdict", "turns"]
    return rows[[*columns, "clocks_judged", "is_robust", "turns_any"]]


def turning_first(verdicts: pd.DataFrame, side: str, most: int) -> pd.DataFrame:
    """The rows of one side, of at most so many systems: those whose verdict turns come first."""
    first = np.flatnonzero(verdicts["side"].to_numpy(dtype=object)[:: len(CLOCKS)] == side)
    tests = verdicts.iloc[first * len(CLOCKS)][["turns_any", "is_robust", "system"]]
    order = tests.assign(first=first * len(CLOCKS)).sort_values(
        ["turns_any", "is_robust", "system"], ascending=[False, True, True]
    )
    kept = order["first"].to_numpy()[:most]
    places = (kept[:, None] + np.arange(len(CLOCKS))).ravel()
    return verdicts.iloc[places].reset_index(drop=True)


def comparison_by_clock(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Both drills under every clock, from `clock_verdicts`.

    Returns
    -------
    One row a clock in the order of `CLOCKS`: clock, met_a, judged_a, met_b, judged_b,
    attainment_change (B − A, of shares), pairs (systems timed in both, none of them zero), typical
    (1 − geometric mean of B / A over them; above 0 is faster). Missing where there is nothing to
    count.
    """
    rows = []
    for clock in CLOCKS:
        of_it = verdicts[verdicts["clock"] == clock]
        a, b = (of_it[of_it["side"] == side].set_index("system") for side in "ab")
        counts = [
            int((side["verdict"] == "met").sum())
            if only_met
            else int(side["verdict"].isin(JUDGED).sum())
            for side in (a, b)
            for only_met in (True, False)
        ]
        met_a, judged_a, met_b, judged_b = counts
        ratio = (b["recovery_seconds"] / a["recovery_seconds"]).dropna()
        ratio = ratio[(ratio > 0) & np.isfinite(ratio)]
        rows.append(
            {
                "clock": clock,
                "met_a": met_a,
                "judged_a": judged_a,
                "met_b": met_b,
                "judged_b": judged_b,
                "attainment_change": met_b / judged_b - met_a / judged_a
                if judged_a and judged_b
                else None,
                "pairs": len(ratio),
                "typical": float(1 - np.exp(np.log(ratio).mean())) if len(ratio) else None,
            }
        )
    return pd.DataFrame(rows).astype({"attainment_change": "float64", "typical": "float64"})
