"""One quarter, finished: everything its screens and reports show, in one value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from analytics import against_target, calendar, gaps, scorecard
from analytics import criteria as success
from analytics.against_target import DrillTally, PairTotals
from analytics.calendar import Organisation
from analytics.criteria import Criterion
from analytics.drills import Tables, drill_facts
from analytics.metric import Metric
from analytics.scorecard import Basis, Scope
from analytics.targets import RECOVERY_TIME, Target

# the measures each criterion rests on
CRITERION_METRICS: dict[str, tuple[str, ...]] = {
    success.TIMELY: ("drills_completed",),
    success.EFFECTIVE: ("recovery_target_consistent",),
    success.GAPS: ("gaps_closed_before_next_drill", "gaps_verified"),
    success.SATISFACTION: ("satisfaction_favourable",),
    success.IMPROVEMENT: ("improvement_plan_complete", "follow_up_drills"),
}
MOST_EARLIER = 7  # quarters before the scope's in a trend: two years with it


@dataclass(frozen=True)
class QuarterFigures:
    """Everything the quarter's screens show.

    Attributes
    ----------
    basis : tests, drills, gaps, targets and comparison behind the figures.
    metrics, criteria : of the scope.
    against, tallies : tests against the programme's target, and each drill's tally.
    totals : of the systems recovered in both compared drills; None without two drills.
    open_gaps : the quarter's, worst first.
    """

    basis: Basis
    metrics: Mapping[str, Metric]
    criteria: list[Criterion]
    against: pd.DataFrame
    tallies: list[DrillTally]
    totals: PairTotals | None
    open_gaps: pd.DataFrame

    @property
    def target(self) -> Target:
        """The programme's recovery target in force."""
        return self.basis.targets[RECOVERY_TIME]

    def on_card(self, metric: str) -> Metric:
        """A metric with the target the programme's recovery target implies for it.

        Every recovery has to be under that target, so its share has to be 1 and the slowest has to
        be under it, with none that did not come back. A target set for the metric itself counts
        before that.
        """
        found, target = self.metrics[metric], self.target
        if found.target is not None or found.value is None:
            return found
        if metric == "recovery_target_attainment":
            return replace(found, target=1.0, met=found.numerator == found.denominator)
        if metric == "recovery_time_slowest":
            is_lost = any(tally.lost for tally in self.tallies)
            is_met = bool(target.is_met(float(found.value))) and not is_lost
            return replace(found, target=target.value, met=is_met)
        return found

    def operator_of(self, metric: str) -> str | None:
        """The operator of a metric's target; None without one."""
        if metric == "recovery_time_slowest" and metric not in self.basis.targets:
            return self.target.operator
        target = self.basis.targets.get(metric)
        return None if target is None else target.operator


def quarters_of(tables: Tables, organisation: Organisation, today: date) -> list[str]:
    """The quarters with a completed drill, oldest first."""
    return list(calendar.drills_by_quarter(drill_facts(tables, today, organisation)))


def earlier_scopes(
    scope: Scope, quarters: Sequence[str], organisation: Organisation
) -> list[Scope]:
    """The quarters before the scope's, oldest first, each as of its own end, by the same clock.

    quarters : those with a completed drill. At most `MOST_EARLIER`.
    """
    earlier = sorted(one for one in quarters if one < scope.quarter)[-MOST_EARLIER:]
    return [
        Scope(
            quarter,
            None,
            calendar.quarter_bounds(quarter, organisation.fiscal_year_start)[1],
            scope.clock,
        )
        for quarter in earlier
    ]


def quarter_figures(
    tables: Tables, scope: Scope, organisation: Organisation, basis: Basis | None = None
) -> QuarterFigures:
    """The figures of a scope. `basis` is `scorecard.basis_of` it, when already at hand."""
    basis = scorecard.basis_of(tables, scope, organisation) if basis is None else basis
    metrics = scorecard.all_metrics(tables, scope, organisation, basis)
    against = against_target.against_programme(
        basis.tests, basis.targets[RECOVERY_TIME], scope.quarter
    )
    compared = basis.comparison
    return QuarterFigures(
        basis=basis,
        metrics=metrics,
        criteria=scorecard.criteria(tables, scope, organisation, basis, metrics),
        against=against,
        tallies=against_target.drill_tallies(against),
        totals=None if compared is None else against_target.pair_totals(compared.systems),
        open_gaps=gaps.open_gaps(basis.gaps, scope.as_of),
    )


def fields_of_criterion(criterion: str, clock: str) -> dict[str, tuple[str, ...]]:
    """The fields behind a criterion by record: those of all measures it rests on."""
    fields: dict[str, tuple[str, ...]] = {}
    for metric in CRITERION_METRICS[criterion]:
        for record, names in scorecard.fields_behind(metric, clock).items():
            fields[record] = tuple(dict.fromkeys((*fields.get(record, ()), *names)))
    return fields


def metrics_table(metrics: Mapping[str, Metric], scope: Scope) -> pd.DataFrame:
    """The figures as one table, a row a metric: quarter, as_of, clock, metric, value, unit,
    numerator, denominator, low, high, target, met, note. Values are raw; missing is no data.
    """
    return pd.DataFrame(
        [
            {
                "quarter": scope.quarter,
                "as_of": scope.as_of.isoformat(),
                "clock": scope.clock,
                "metric": one.id,
                "value": None if one.value is None else float(one.value),
                "unit": one.unit,
                "numerator": one.numerator,
                "denominator": one.denominator,
                "low": one.interval[0] if one.interval else None,
                "high": one.interval[1] if one.interval else None,
                "target": one.target,
                "met": one.met,
                "note": one.note,
            }
            for one in metrics.values()
        ]
    ).astype({"numerator": "Int64", "denominator": "Int64", "met": "boolean"})
