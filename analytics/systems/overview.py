"""Everything the screen of systems shows, in one value, counted once a scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

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
    written_too_late,
)
from analytics.metric import Metric
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
    tables, basis : what the figures rest on. history : `histories`, of all drills.
    standing : `standing` with freshness, one row a system, with lost_seconds and cost of the
        quarter (missing where not known).
    dependencies : of the inventory.
    metrics : coverage, system_hours_lost and downtime_cost of the quarter, and tested_lately.
    candidates : what to test next.

    The rest is worked out when it is first asked for: waits (`waiting`, of the quarter's drills),
    signals (the questions of the quarter), coming (the next drill), said (the forecast of it),
    written (what was written down of drills by the date, each drill's last word before it), scored
    (those against what came) and tried (the method against the past).
    """

    tables: Tables
    basis: Basis
    history: pd.DataFrame
    standing: pd.DataFrame
    dependencies: Dependencies
    metrics: Mapping[str, Metric]
    candidates: list[Candidate]

    @cached_property
    def waits(self) -> pd.DataFrame:
        """Own work against waiting, in the quarter's drills."""
        scope = self.basis.scope
        own = self.history[self.history["quarter"] == scope.quarter]
        return waiting(own, self.dependencies, scope.clock)

    @cached_property
    def signals(self) -> list[Signal]:
        """The questions the quarter raises."""
        basis, scope = self.basis, self.basis.scope
        first, last = quarter_bounds(scope.quarter, basis.organisation.fiscal_year_start)
        has_begun = scope.as_of >= first
        until = min(last, scope.as_of) if has_begun else first - timedelta(days=1)
        return signals_of(
            self.tables, self.history, basis.drills, basis.all_gaps, scope.quarter, (first, until)
        )

    @cached_property
    def coming(self) -> Upcoming:
        """The next drill."""
        basis = self.basis
        return upcoming(self.tables, basis.drills, basis.inventory, self.history)

    @cached_property
    def said(self) -> Forecast:
        """The forecast of the next drill, against the target in force in its quarter."""
        basis, coming = self.basis, self.coming
        target = basis.targets[RECOVERY_TIME]
        if coming.planned_on is not None:
            planned = basis.drills.loc[basis.drills["drill"] == coming.drill, "planned_quarter"]
            target = targets_in_force(self.tables, str(planned.iloc[0]))[RECOVERY_TIME]
        return forecast(self.history, list(coming.systems), target)

    @cached_property
    def written(self) -> pd.DataFrame:
        """What was written down of drills by the date."""
        day = pd.Timestamp(self.basis.scope.as_of)
        return written_before(self.tables["forecast"], self.basis.drills, day)

    @cached_property
    def too_late(self) -> pd.DataFrame:
        """What was written down of drills that had begun by then, and is not scored."""
        day = pd.Timestamp(self.basis.scope.as_of)
        return written_too_late(self.tables["forecast"], self.basis.drills, day)

    @cached_property
    def scored(self) -> Scored:
        """What was written down, against what came."""
        return written_scores(self.written, self.history, self.basis.scope.clock)

    @cached_property
    def tried(self) -> Scored:
        """The method against the past."""
        return tried_on_the_past(self.history, self.basis.targets[RECOVERY_TIME])


def network_of(tables: Tables, inventory: pd.DataFrame, as_of: date) -> Dependencies:
    """Who depends on whom as of a date, whatever the clock; inventory : `inventory_on` it."""
    return dependencies_on(tables["system"], inventory, pd.Timestamp(as_of), tables["alias"])


def systems_figures(
    tables: Tables, basis: Basis, network: Dependencies | None = None
) -> SystemsFigures:
    """The figures of the screen of systems.

    basis : `scorecard.basis_of` the scope. network : `network_of` its date, when already at hand.
    """
    scope, inventory = basis.scope, basis.inventory
    history = histories(basis.tests, basis.drills)
    stands = standing(history, inventory, basis.all_gaps, scope.as_of)
    stands = with_freshness(stands, limits(tables["setting"]))
    own = in_measures(basis.tests, scope.quarter)
    stands = _with_losses(stands, own)
    found = [
        coverage(own, inventory),
        system_hours_lost(own),
        downtime_cost(own, basis.organisation.currency),
    ]
    metrics = {metric.id: judged(metric, basis.targets) for metric in found}
    metrics["tested_lately"] = lately_tested(stands)
    return SystemsFigures(
        tables=tables,
        basis=basis,
        history=history,
        standing=stands,
        dependencies=network_of(tables, inventory, scope.as_of) if network is None else network,
        metrics=metrics,
        candidates=next_tests(stands, basis.all_gaps),
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
