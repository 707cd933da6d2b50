"""Drill against drill: matched systems, how much better, why, and whether it is real."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.comparison.attainment_change import attainment_change
from analytics.comparison.improvement import (
    improvement_evidence,
    improvement_total,
    improvement_typical,
)
from analytics.comparison.matched import COUNTED, matched_systems, systems_counted, verdict_matrix
from analytics.drills import completed
from analytics.metric import Metric
from analytics.rates import NO_DATA
from analytics.recovery.attainment import in_measures
from analytics.recovery.clock import Clock, read_clock
from analytics.targets import Targets, judged

_CONFOUNDERS = (
    ("scenario", "scenario_kind"),
    ("scenario in words", "scenario"),
    ("severity", "severity"),
    ("exercise type", "exercise_type"),
    ("environment", "environment"),
    ("announced", "is_announced"),
)


@dataclass(frozen=True)
class Comparison:
    """Drill A (the earlier) against drill B.

    Attributes
    ----------
    drill_a, drill_b : their names.
    systems : one row a system met in either, see `matched_systems`.
    confounders : what else differed, one row a fact: what, a, b (missing where not recorded).
    metrics : the drill-over-drill measures of metrics.md, in its order.
    """

    drill_a: str
    drill_b: str
    systems: pd.DataFrame
    confounders: pd.DataFrame
    metrics: list[Metric]


def default_pair(drills: pd.DataFrame, quarter: str) -> tuple[str, str] | None:
    """The quarter's first and last completed, measured drill; None while there are not two."""
    done = completed(drills, quarter, measured=True)
    return None if len(done) < 2 else (str(done["drill"].iloc[0]), str(done["drill"].iloc[-1]))


def compare(
    tests: pd.DataFrame,
    drill_a: str,
    drill_b: str,
    drills: pd.DataFrame,
    clock: str | Clock,
    targets: Targets | None = None,
    conditions: pd.DataFrame | None = None,
) -> Comparison:
    """Drill A against drill B.

    Parameters
    ----------
    tests, drills : `measure` by this clock, and `drill_facts`, of one as-of date.
    clock : decides which phases the total splits into.
    targets : for measures that have one; None leaves them without.
    conditions : `conditions_of` the drills, when already at hand.

    Raises
    ------
    ValueError : A and B are one drill, or there is no such drill.

    Only completed drills that are no tabletop have anything to compare; else there is no data.
    """
    check_pair(drill_a, drill_b, drills)
    measured = in_measures(tests)
    systems = matched_systems(measured, drill_a, drill_b)
    told = conditions_of(drills, drill_a, drill_b) if conditions is None else conditions
    confounders = _confounders(told)
    if {drill_a, drill_b} <= set(measured["drill"]):
        found = [
            improvement_typical(systems),
            improvement_total(systems, read_clock(clock)),
            *(systems_counted(metric_id, systems) for metric_id in COUNTED),
            verdict_matrix(systems),
            attainment_change(systems),
            improvement_evidence(systems, confounders),
        ]
    else:
        found = comparison_without_pair()
    if targets is not None:
        found = [judged(metric, targets) for metric in found]
    return Comparison(drill_a, drill_b, systems, confounders, found)


def check_pair(drill_a: str, drill_b: str, drills: pd.DataFrame) -> None:
    """Raises ValueError where A and B are one drill, or there is no such drill."""
    if drill_a == drill_b:
        raise ValueError(f"a drill cannot be compared with itself: {drill_a!r}")
    known = set(drills["drill"])
    for drill in (drill_a, drill_b):
        if drill not in known:
            raise ValueError(f"there is no drill {drill!r}")


def comparison_without_pair() -> list[Metric]:
    """The same measures when there are no two drills to compare: no data."""
    units = {
        "improvement_typical": "share",
        "improvement_total": "share",
        **dict.fromkeys((*COUNTED, "verdict_matrix"), "count"),
        "attainment_change": "share",
        "improvement_evidence": "p",
    }
    return [Metric(metric_id, None, unit, note=NO_DATA) for metric_id, unit in units.items()]


def confounders_of(drills: pd.DataFrame, drill_a: str, drill_b: str) -> pd.DataFrame:
    """What else differed between two drills: columns what, a, b; empty when nothing is known to.

    A fact recorded of one drill alone is listed too: it may differ. Likeness to production differs
    from one point on.
    """
    return _confounders(conditions_of(drills, drill_a, drill_b))


def _confounders(conditions: pd.DataFrame) -> pd.DataFrame:
    differs = conditions["differs"].astype(bool)
    return conditions.loc[differs, ["what", "a", "b"]].reset_index(drop=True)


def conditions_of(drills: pd.DataFrame, drill_a: str, drill_b: str) -> pd.DataFrame:
    """The conditions recorded of either drill: columns what, a, b, differs; those unlike first.

    Missing where not recorded; a condition recorded of neither is left out.
    """
    facts = drills.set_index("drill")
    found = []
    for what, column in (*_CONFOUNDERS, ("production-like (0–5)", "production_likeness")):
        a, b = (
            facts[column].get(drill) if drill in facts.index else None
            for drill in (drill_a, drill_b)
        )
        a, b = (None if pd.isna(one) else one for one in (a, b))
        if a is None and b is None:
            continue
        same = a is not None and b is not None and _alike(a, b)
        found.append({"what": what, "a": a, "b": b, "differs": not same})
    found.sort(key=lambda one: not one["differs"])
    return pd.DataFrame(found, columns=["what", "a", "b", "differs"], dtype="object")


def _alike(a: object, b: object) -> bool:
    if isinstance(a, str) and isinstance(b, str):
        return a.strip().casefold() == b.strip().casefold()
    return bool(a == b)
