"""The one composition: every figure of a quarter or a drill, its criteria, and their trend.

Screens, reports and commands all ask here, so a figure cannot differ between them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pandas as pd

from analytics import criteria as success
from analytics import gaps, milestones, people, programme, survey
from analytics.basis import Basis, Ground, Scope, Standing, basis_of, ground_of, standing_of
from analytics.calendar import (
    Organisation,
    default_as_of,
    newest_quarter,
    quarter_bounds,
    quarter_of,
)
from analytics.comparison import comparison_without_pair
from analytics.drills import Tables, drill_facts
from analytics.metric import Metric
from analytics.metric_fields import METRIC_FIELDS, METRIC_IDS, fields_behind
from analytics.recovery import read_clock, recovery_metrics
from analytics.retests import gaps_verified
from analytics.targets import judged

__all__ = [
    "METRIC_FIELDS",
    "METRIC_IDS",
    "Basis",
    "Ground",
    "Scope",
    "Standing",
    "all_metrics",
    "basis_of",
    "criteria",
    "fields_behind",
    "ground_of",
    "scope_of",
    "standing_of",
    "trend",
]


def scope_of(
    tables: Tables,
    organisation: Organisation,
    today: date,
    quarter: str | None = None,
    drill: str | None = None,
    as_of: date | None = None,
    clock: str | None = None,
    compare: tuple[str, str] | None = None,
) -> Scope:
    """The scope asked for, with the defaults for what was not.

    Quarter: the drill's, else the newest with a completed drill, else that of the day. As of:
    today, at most the quarter's last day. Clock: the organisation's. Raises ValueError, saying what
    is wrong, for a quarter, clock or drill that is none.
    """
    drills = drill_facts(tables, as_of or today, organisation)
    known = set(drills["drill"])
    for name in (*(compare or ()), drill):
        if name is not None and name not in known:
            raise ValueError(f"there is no drill {name!r}")
    if drill is not None and quarter is None:
        facts = drills[drills["drill"] == drill].iloc[0]
        options = (facts["quarter"], facts["planned_quarter"])
        quarter = next((str(one) for one in options if not pd.isna(one)), None)
    quarter = quarter or newest_quarter(drills)
    quarter = quarter or quarter_of(as_of or today, organisation.fiscal_year_start)
    quarter_bounds(quarter, organisation.fiscal_year_start)
    chosen_clock = str(read_clock(clock or organisation.clock))
    day = as_of or default_as_of(quarter, today, organisation)
    return Scope(quarter, drill, day, chosen_clock, compare)


def all_metrics(
    tables: Tables, scope: Scope, organisation: Organisation, basis: Basis | None = None
) -> dict[str, Metric]:
    """Every metric of metrics.md by its id, in its order, each with its target where one is set.

    `basis` is `basis_of` the same scope, when already at hand.
    """
    known = basis_of(tables, scope, organisation) if basis is None else basis
    found = [
        *recovery_metrics(
            tables,
            known.tests,
            known.drills,
            known.targets,
            scope.as_of,
            organisation,
            scope.quarter,
            scope.drill,
        ),
        *(comparison_without_pair() if known.comparison is None else known.comparison.metrics),
        *(judged(metric, known.targets) for metric in _of_gaps(known)),
        *(judged(metric, known.targets) for metric in _of_programme(tables, known)),
    ]
    by_id = {metric.id: metric for metric in found}
    return {metric_id: by_id[metric_id] for metric_id in METRIC_IDS}


def criteria(
    tables: Tables,
    scope: Scope,
    organisation: Organisation,
    basis: Basis | None = None,
    metrics: Mapping[str, Metric] | None = None,
) -> list[success.Criterion]:
    """The five success criteria, always of the whole quarter, also while a drill is chosen.

    `basis` and `metrics` are those of the same scope, when already at hand and no drill is chosen.
    """
    if scope.drill is not None:
        scope, basis, metrics = replace(scope, drill=None), None, None
    known = basis_of(tables, scope, organisation) if basis is None else basis
    figures = all_metrics(tables, scope, organisation, known) if metrics is None else metrics
    return success.judged_criteria(
        figures,
        known.targets,
        known.drills,
        known.first,
        known.following,
        quarter_bounds(scope.quarter, organisation.fiscal_year_start),
        scope.as_of,
    )


def trend(
    tables_by_quarter: Mapping[str, Tables], scope: Scope, organisation: Organisation
) -> pd.DataFrame:
    """Every figure, quarter by quarter: each as of its quarter's end, at most the scope's date.

    Returns
    -------
    One row a (quarter, metric), quarters ascending, those that begin after the date left out:
    quarter, as_of, metric, unit, value (true is 1), numerator, denominator, low, high, target, met,
    note.
    """
    rows = []
    for quarter in sorted(tables_by_quarter):
        first_day, last_day = quarter_bounds(quarter, organisation.fiscal_year_start)
        if first_day > scope.as_of:
            continue
        as_of = min(scope.as_of, last_day)
        each = Scope(quarter, None, as_of, scope.clock)
        for metric in all_metrics(tables_by_quarter[quarter], each, organisation).values():
            low, high = metric.interval or (None, None)
            value = None if metric.value is None else float(metric.value)
            rows.append(
                (
                    *(quarter, as_of, metric.id, metric.unit, value),
                    *(metric.numerator, metric.denominator, low, high),
                    *(metric.target, metric.met, metric.note),
                )
            )
    figures = ["value", "numerator", "denominator", "low", "high", "target"]
    columns = ["quarter", "as_of", "metric", "unit", *figures, "met", "note"]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(figures, "float64"))


def _of_gaps(basis: Basis) -> list[Metric]:
    own = basis.gaps
    return [
        gaps.gap_closure_rate(own),
        gaps.gaps_closed_before_next_drill(basis.all_gaps, basis.first, basis.following),
        gaps_verified(basis.all_gaps, basis.first),
        gaps.gaps_overdue(own),
        gaps.gaps_unmanaged(own),
        gaps.gap_age_median(own),
        gaps.time_to_close_median(own),
        gaps.gaps_recurring(own, basis.all_gaps),
        gaps.gaps_reopened(own),
        programme.actions_done(basis.actions, own),
        programme.improvement_plan_complete(own, basis.actions),
    ]


def _of_programme(tables: Tables, basis: Basis) -> list[Metric]:
    scope, done = basis.scope, basis.done
    planned = milestones.milestone_facts(tables, scope.quarter, scope.as_of)
    return [
        milestones.milestones_on_time(planned),
        milestones.milestone_slip_days(planned),
        milestones.deliverables_done(tables, planned, scope.quarter, scope.as_of),
        programme.criteria_met(tables, done),
        programme.tasks_on_plan(tables, done),
        survey.satisfaction_favourable(tables, done),
        people.messages_on_time(basis.messages),
        people.first_message_median(basis.messages),
        people.acknowledged_rate(basis.messages),
        people.participation(tables, done),
        people.trained(tables, done),
        programme.follow_up_drills(tables, basis.drills, scope.quarter, scope.drill),
        programme.spend(tables, scope.quarter, basis.organisation),
    ]
