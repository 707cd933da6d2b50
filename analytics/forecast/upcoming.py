"""The drill to come: which one it is, which systems it takes, and its forecast as rows to keep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from analytics.drills import Tables
from analytics.forecast.predicting import METHOD, RANGE_SHARE, Forecast
from analytics.recovery.clock import Clock


@dataclass(frozen=True)
class Upcoming:
    """The next drill as of a day.

    Attributes
    ----------
    drill : its name; None while none is planned. planned_on, planned_precision : as recorded.
    systems : those it takes: of its plan where results rows name them, else the inventory's, else
        all that were ever tested.
    basis : `plan`, `inventory` or `earlier drills`: where the systems come from.
    """

    drill: str | None
    planned_on: date | None
    planned_precision: str | None
    systems: tuple[str, ...]
    basis: str


def upcoming(
    tables: Tables, drills: pd.DataFrame, inventory: pd.DataFrame, history: pd.DataFrame
) -> Upcoming:
    """The planned, non-tabletop drill with the earliest planned day; of equals by name.

    `drills` is `drill_facts`, `inventory` is `inventory_on` the same day, `history` is
    `systems.histories`. A drill without a planned day comes after all that have one.
    """
    planned = drills[(drills["status"] == "planned") & ~drills["is_tabletop"].astype(bool)]
    planned = planned.sort_values(["planned_on", "drill"])
    name = None if planned.empty else str(planned["drill"].iloc[0])
    rows = tables["recovery"]
    in_plan = rows[(rows["drill"] == name) & ~(rows["is_in_scope"] == False).fillna(False)]  # noqa: E712
    systems, basis = sorted(in_plan["system"].astype(str).unique()), "plan"
    if not systems:
        systems, basis = sorted(inventory["system"].astype(str)), "inventory"
    if not systems:
        systems, basis = sorted(history["system"].astype(str).unique()), "earlier drills"
    on = None if planned.empty else planned["planned_on"].iloc[0]
    precision = None if planned.empty else planned["planned_precision"].iloc[0]
    return Upcoming(
        name,
        None if on is None or pd.isna(on) else on.date(),
        None if precision is None or pd.isna(precision) else str(precision),
        tuple(systems),
        basis,
    )


def forecast_rows(
    said: Forecast, coming: Upcoming, on: date, clock: str | Clock
) -> list[dict[str, Any]]:
    """The forecast as rows of the record `forecast`, texts as a person would write them.

    One row for all systems together (no system), then one a system with a range. Times are whole
    seconds, ends outwards; an end that reaches into "not back" stays blank. Raises ValueError where
    no drill is planned or nothing can be said.
    """
    if coming.drill is None or said.chance is None:
        raise ValueError("a forecast needs a planned drill and enough data")
    common = {
        "drill": coming.drill,
        "said_on": on.isoformat(),
        "target_seconds": f"{said.target.operator} {said.target.value:.0f} s",
        "clock": str(clock),
        "drill_count": said.drill_count,
        "range_share": RANGE_SHARE,
        "method": METHOD,
    }
    rows: list[dict[str, Any]] = [{**common, "system": None, "chance": _share(said.chance)}]
    for row in said.systems[said.systems["chance"].notna()].itertuples():
        rows.append(
            {
                **common,
                "system": row.system,
                "low_seconds": _seconds(row.low_seconds, np.floor),
                "likely_seconds": _seconds(row.likely_seconds, np.rint),
                "high_seconds": _seconds(row.high_seconds, np.ceil),
                "chance": _share(row.chance),
            }
        )
    return rows


def _seconds(value: float, rounded: np.ufunc) -> str | None:
    return None if np.isinf(value) else f"{int(rounded(value))} s"


def _share(value: float) -> float:
    return round(float(value), 4)
