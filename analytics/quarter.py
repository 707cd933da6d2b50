"""One quarter, finished: everything its screens and reports show, in one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analytics import against_target, calendar, gaps, scorecard
from analytics.against_target import DrillTally, PairTotals
from analytics.calendar import Organisation
from analytics.criteria import Criterion
from analytics.drills import Tables, drill_facts
from analytics.metric import Metric
from analytics.scorecard import Basis, Scope
from analytics.targets import RECOVERY_TIME, Target


@dataclass(frozen=True)
class QuarterFigures:
    """Everything the quarter's screens show.

    Attributes
    ----------
    basis : tests, drills, gaps, targets and comparison behind the figures.
    metrics, criteria : of the scope.
    trend : `scorecard.trend` of the quarters up to the scope's.
    before : the metrics of the quarter with drills before it, from the trend (without detail and
        rows); empty without one. before_quarter : its name.
    against, tallies : tests against the programme's target, and each drill's tally.
    totals : of the systems recovered in both compared drills; None without two drills.
    open_gaps : the quarter's, worst first.
    """

    basis: Basis
    metrics: Mapping[str, Metric]
    criteria: list[Criterion]
    before: Mapping[str, Metric]
    before_quarter: str | None
    trend: pd.DataFrame
    against: pd.DataFrame
    tallies: list[DrillTally]
    totals: PairTotals | None
    open_gaps: pd.DataFrame

    @property
    def target(self) -> Target:
        """The programme's recovery target in force."""
        return self.basis.targets[RECOVERY_TIME]

    def operator_of(self, metric: str) -> str | None:
        """The operator of a metric's target; None without one."""
        target = self.basis.targets.get(metric)
        return None if target is None else target.operator

    def values_over_quarters(self, metric: str) -> list[float | None]:
        """A metric's value in every quarter, oldest first; None where there is no data."""
        values = self.trend.loc[self.trend["metric"] == metric, "value"]
        return [None if pd.isna(one) else float(one) for one in values]


def quarters_of(tables: Tables, organisation: Organisation, today: date) -> list[str]:
    """The quarters with a completed drill, oldest first."""
    return list(calendar.drills_by_quarter(drill_facts(tables, today, organisation)))


def quarter_figures(
    tables: Tables, scope: Scope, organisation: Organisation, quarters: list[str]
) -> QuarterFigures:
    """The figures of a scope. `quarters` : those with a completed drill, oldest first."""
    basis = scorecard.basis_of(tables, scope, organisation)
    metrics = scorecard.all_metrics(tables, scope, organisation, basis)
    up_to_now = [one for one in quarters if one <= scope.quarter]
    earlier = [one for one in up_to_now if one < scope.quarter]
    before_quarter = earlier[-1] if earlier else None
    trend = scorecard.trend(dict.fromkeys(up_to_now, tables), scope, organisation)
    against = against_target.against_programme(
        basis.tests, basis.targets[RECOVERY_TIME], scope.quarter
    )
    compared = basis.comparison
    return QuarterFigures(
        basis=basis,
        metrics=metrics,
        criteria=scorecard.criteria(tables, scope, organisation, basis, metrics),
        before=_metrics_of(trend, before_quarter),
        before_quarter=before_quarter,
        trend=trend,
        against=against,
        tallies=against_target.drill_tallies(against),
        totals=None if compared is None else against_target.pair_totals(compared.systems),
        open_gaps=gaps.open_gaps(basis.gaps, scope.as_of),
    )


def _metrics_of(trend: pd.DataFrame, quarter: str | None) -> dict[str, Metric]:
    rows = trend[trend["quarter"] == quarter]
    return {
        row["metric"]: Metric(
            row["metric"],
            None if pd.isna(row["value"]) else row["value"],
            row["unit"],
            None if pd.isna(row["numerator"]) else int(row["numerator"]),
            None if pd.isna(row["denominator"]) else int(row["denominator"]),
            note=row["note"],
        )
        for row in rows.to_dict("records")
    }
