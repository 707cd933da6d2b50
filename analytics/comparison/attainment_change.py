"""How RTO attainment changed between two drills: performance, objective and scope."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd

from analytics.comparison.exact_sums import adding_up
from analytics.comparison.matched import JUDGED, side_rows
from analytics.metric import Metric
from analytics.rates import NO_DATA
from analytics.recovery.verdicts import is_within


def attainment_change(systems: pd.DataFrame) -> Metric:
    """B's RTO attainment − A's, as a difference of shares, from `matched_systems`.

    `detail`, one a part, adding up to the figure exactly, in this order:

    - performance : over systems judged in both, how many B's times keep of A's objectives, less A.
    - objective : over the same, B's own objectives instead of A's.
    - scope : the rest: systems that entered or left.

    Each part has share, and the k of n before and after where it has them. With no system judged in
    both, all of it is scope.
    """
    judged_a, judged_b = systems["verdict_a"].isin(JUDGED), systems["verdict_b"].isin(JUDGED)
    if not judged_a.any() or not judged_b.any():
        return Metric("attainment_change", None, "share", note=NO_DATA)
    met_a, met_b = systems["verdict_a"] == "met", systems["verdict_b"] == "met"
    both = judged_a & judged_b
    kept_a = is_within(
        systems["recovery_seconds_b"], systems["rto_seconds_a"], systems["rto_operator_a"]
    )
    count = int(both.sum())
    steps = [int((both & met_a).sum()), int((both & kept_a).sum()), int((both & met_b).sum())]
    before = Fraction(int(met_a.sum()), int(judged_a.sum()))
    after = Fraction(int(met_b.sum()), int(judged_b.sum()))
    performance = Fraction(steps[1] - steps[0], count or 1)
    objective = Fraction(steps[2] - steps[1], count or 1)
    scope = after - before - performance - objective
    shares, figure = adding_up(
        [float(performance), float(objective), float(scope)], float(after - before)
    )
    detail: list[dict[str, Any]] = [
        {"part": "performance", "share": shares[0], "of": count, "from": steps[0], "to": steps[1]},
        {"part": "objective", "share": shares[1], "of": count, "from": steps[1], "to": steps[2]},
        {
            "part": "scope",
            "share": shares[2],
            "entered": sorted(systems.loc[judged_b & ~judged_a, "system"]),
            "left": sorted(systems.loc[judged_a & ~judged_b, "system"]),
        },
    ]
    note = (
        f"from {int(met_a.sum())} of {int(judged_a.sum())}"
        f" to {int(met_b.sum())} of {int(judged_b.sum())}"
    )
    if not count:
        note += "; no system judged in both"

    def behind() -> pd.DataFrame:
        sides = [side_rows(systems, "a", met_a, judged_a), side_rows(systems, "b", met_b, judged_b)]
        return pd.concat(sides, ignore_index=True)

    return Metric("attainment_change", figure, "share", note=note, detail=detail, behind=behind)
