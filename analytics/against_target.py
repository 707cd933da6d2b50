"""Every test of a quarter against the programme's one target, drill by drill."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.recovery.attainment import against_target, in_measures, is_under
from analytics.targets import Target

DOWN = ("not recovered", "partial")
VERDICTS = ("met", "missed", *DOWN, "not tested", "in progress", "not measured")


@dataclass(frozen=True)
class DrillTally:
    """One drill against the programme's target: tests under it, of those that say something."""

    drill: str
    under: int
    counted: int
    lost: int
    untested: int


def against_programme(tests: pd.DataFrame, target: Target, quarter: str) -> pd.DataFrame:
    """The quarter's tests of completed, measured drills, each with its verdict against the target.

    Returns
    -------
    One row a test, drills in the order they stand in `tests` (as they began): drill, system,
    record, row_key, recovery_seconds (NaN unless met or missed), and verdict, one of `VERDICTS`:
    met and missed are times; not recovered and partial have none; the rest says nothing. Systems
    that were not in scope and were not tested are left out.
    """
    chosen = in_measures(tests, quarter)
    chosen["verdict"] = verdicts_against(chosen, target)
    is_shown = against_target(chosen) | chosen["is_in_scope"]
    columns = ["drill", "system", "record", "row_key", "recovery_seconds", "verdict"]
    return chosen.loc[is_shown, columns].reset_index(drop=True)


def verdicts_against(tests: pd.DataFrame, target: Target) -> pd.Series:
    """The verdict of every test against the target, one of `VERDICTS`; of any drill's tests."""
    is_timed = tests["recovery_seconds"].notna()
    verdict = np.select(
        [
            tests["outcome"].isin(DOWN),
            is_timed & is_under(tests, target),
            is_timed,
            tests["outcome"].isin(("not tested", "in progress")),
        ],
        [tests["outcome"], "met", "missed", tests["outcome"]],
        default="not measured",
    )
    return pd.Series(verdict, index=tests.index, dtype="object")


def drill_tallies(against: pd.DataFrame) -> list[DrillTally]:
    """How each drill stood, in the order of `against_programme`."""
    tallies = []
    for drill, rows in against.groupby("drill", sort=False):
        verdicts = rows["verdict"]
        counted = verdicts.isin(("met", "missed", *DOWN))
        tallies.append(
            DrillTally(
                drill=str(drill),
                under=int((verdicts == "met").sum()),
                counted=int(counted.sum()),
                lost=int(verdicts.isin(DOWN).sum()),
                untested=int((~counted).sum()),
            )
        )
    return tallies


@dataclass(frozen=True)
class PairTotals:
    """Systems recovered in both of two drills: how many, and their times added [s]."""

    pairs: int
    earlier_seconds: float
    later_seconds: float


def pair_totals(systems: pd.DataFrame) -> PairTotals:
    """The totals behind `improvement_total`, from `comparison.matched_systems`."""
    matched = systems[systems["is_matched"]]
    return PairTotals(
        len(matched),
        float(matched["recovery_seconds_a"].sum()),
        float(matched["recovery_seconds_b"].sum()),
    )
