"""All recovery measures of a quarter or of one drill, with their targets."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics.calendar import Organisation
from analytics.drills import Tables, completed
from analytics.metric import Metric
from analytics.recovery import attainment, losses, times
from analytics.recovery.inventory import inventory_on
from analytics.targets import RECOVERY_TIME, Targets, judged


def recovery_metrics(
    tables: Tables,
    tests: pd.DataFrame,
    drills: pd.DataFrame,
    targets: Targets,
    as_of: date,
    organisation: Organisation,
    quarter: str | None = None,
    drill: str | None = None,
) -> list[Metric]:
    """The recovery measures of metrics.md in its order, over a quarter's drills or one drill.

    Parameters
    ----------
    tests, drills : `measure` and `drill_facts` of the same as-of date.
    quarter, drill : one of them; with a drill, the drills done are still those of its quarter.
    """
    if drill is not None:
        own = drills.loc[drills["drill"] == drill, "quarter"].dropna()
        quarter = quarter if own.empty else str(own.iloc[0])
    done = completed(drills, quarter) if quarter is not None else drills[:0]
    measured = completed(drills, quarter, measured=True)
    if drill is not None:
        measured = measured[measured["drill"] == drill]
    chosen = attainment.in_measures(tests, quarter, drill)
    programme = targets[RECOVERY_TIME]
    found = [
        attainment.drills_completed(done),
        attainment.scenarios_tested(done),
        attainment.rto_attainment(chosen),
        attainment.recovery_target_attainment(chosen, programme),
        attainment.recovery_target_consistent(chosen, measured, programme),
        attainment.conservative_attainment(chosen),
        attainment.rpo_attainment(chosen),
        attainment.coverage(chosen, inventory_on(tables["system"], as_of)),
        times.recovery_time_median(chosen),
        times.recovery_time_slowest(chosen, of_one_drill=drill is not None),
        times.time_to_recover_km_median(chosen),
        times.phase_share(chosen),
        losses.system_hours_lost(chosen),
        losses.downtime_cost(chosen, organisation.currency),
    ]
    return [judged(metric, targets) for metric in found]
