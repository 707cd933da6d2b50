"""Everything the screen of systems shows, in one value, counted once a scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import pandas as pd

from analytics.calendar import quarter_bounds
from analytics.drills import Tables
from analytics.forecast import (
    Forecast,
    Scored,
    Upcoming,
    forecast,
    tried_on_the_past,
    upcoming,
    written_before,
    written_scores,
)
from analytics.metric import Metric
from analytics.recovery import inventory_on
from analytics.recovery.attainment import coverage, in_measures
from analytics.recovery.losses import downtime_cost, system_hours_lost
from analytics.scorecard import Basis
from analytics.signals import Signal, signals_of
from analytics.systems.dependencies import Dependencies, dependencies_on
from analytics.systems.freshness import lately_tested, limits, with_freshness
from analytics.systems.histories import histories, standing
from analytics.systems.next_tests import Candidate, next_tests
from analytics.systems.waiting import waiting
from analytics.targets import RECOVERY_TIME, judged, targets_in_force


@dataclass(frozen=True)
class SystemsFigures:
    """The systems as of a scope's date, and what may be said of the next drill.

    Attributes
    ----------
    basis : what the figures rest on. history : `histories`, of all drills.
    standing : `standing` with freshness, one row a system, with lost_seconds and cost of the
        quarter (missing where not known).
    dependencies : of the inventory. waits : `waiting`, of the quarter's drills.
    candidates : what to test next. signals : the questions of the quarter.
    metrics : coverage, system_hours_lost and downtime_cost of the quarter, and tested_lately.
    coming : the next drill. said : the forecast of it. written : what was written down of drills
        by the date, each drill's last word before it. scored : those against what came.
    tried : the method against the past.
    """

    basis: Basis
    history: pd.DataFrame
    standing: pd.DataFrame
    dependencies: Dependencies
    waits: pd.DataFrame
    candidates: list[Candidate]
    signals: list[Signal]
    metrics: Mapping[str, Metric]
    coming: Upcoming
    said: Forecast
    written: pd.DataFrame
    scored: Scored
    tried: Scored


def systems_figures(tables: Tables, basis: Basis) -> SystemsFigures:
    """The figures of the screen of systems. `basis` is `scorecard.basis_of` the scope."""
    scope = basis.scope
    day = pd.Timestamp(scope.as_of)
    inventory = inventory_on(tables["system"], scope.as_of)
    history = histories(basis.tests, basis.drills)
    stands = standing(history, inventory, basis.all_gaps, scope.as_of)
    stands = with_freshness(stands, limits(tables["setting"]))
    own = in_measures(basis.tests, scope.quarter)
    stands = _with_losses(stands, own)
    network = dependencies_on(tables["system"], inventory, day, tables["alias"])
    first, last = quarter_bounds(scope.quarter, basis.organisation.fiscal_year_start)
    found = [
        coverage(own, inventory),
        system_hours_lost(own),
        downtime_cost(own, basis.organisation.currency),
    ]
    metrics = {metric.id: judged(metric, basis.targets) for metric in found}
    metrics["tested_lately"] = lately_tested(stands)
    coming = upcoming(tables, basis.drills, inventory, history)
    target = basis.targets[RECOVERY_TIME]
    if coming.planned_on is not None:
        planned = basis.drills.loc[basis.drills["drill"] == coming.drill, "planned_quarter"]
        target = targets_in_force(tables, str(planned.iloc[0]))[RECOVERY_TIME]
    written = written_before(tables["forecast"], basis.drills, day)
    return SystemsFigures(
        basis=basis,
        history=history,
        standing=stands,
        dependencies=network,
        waits=waiting(history[history["quarter"] == scope.quarter], network, scope.clock),
        candidates=next_tests(stands, basis.all_gaps),
        signals=signals_of(
            tables,
            history,
            basis.drills,
            basis.all_gaps,
            scope.quarter,
            (first, min(last, scope.as_of) if scope.as_of >= first else first - timedelta(days=1)),
        ),
        metrics=metrics,
        coming=coming,
        said=forecast(history, list(coming.systems), target),
        written=written,
        scored=written_scores(written, history, scope.clock),
        tried=tried_on_the_past(history, basis.targets[RECOVERY_TIME]),
    )


def _with_losses(stands: pd.DataFrame, tests: pd.DataFrame) -> pd.DataFrame:
    """The systems with what the quarter's drills cost them: lost_seconds and cost."""
    lost = tests.groupby("system")["lost_seconds"].sum(min_count=1)
    amount = tests["lost_seconds"] / 3600 * tests["hourly_downtime_cost"]
    cost = amount.groupby(tests["system"]).sum(min_count=1)
    return stands.assign(
        lost_seconds=stands["system"].map(lost).astype("float64"),
        cost=stands["system"].map(cost).astype("float64"),
    )
