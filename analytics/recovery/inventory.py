"""The inventory as it was on a day: tier, objectives and cost of every system."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

# Fields that hold together: an objective and its operator come from one row.
_TOGETHER = (
    ("rto_seconds", "rto_operator"),
    ("rpo_seconds", "rpo_operator"),
    ("tier",),
    ("hourly_downtime_cost",),
)
_ALWAYS = pd.Timestamp("1900-01-01").as_unit("us")
_MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}


def in_force(system: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """What the inventory said of a system on a day.

    Parameters
    ----------
    system : the system record, several rows a system by `valid_from_on`.
    asked : columns system and day (naive midnight; missing asks for what holds always).

    Returns
    -------
    One row a row of `asked`, same index: rto_seconds, rto_operator, rpo_seconds, rpo_operator,
    tier, hourly_downtime_cost, each from the newest row in force that day that states it, so a row
    that changes only the RTO leaves the rest as it was; rto_row_key and rpo_row_key name the rows
    the objectives come from.
    """
    # As whole numbers: a system and a day, one number that is searched for among those stated. An
    # as-of join a group of fields would sort and match the names of all systems anew each time.
    codes, known = pd.factorize(system["system"].to_numpy(dtype=object))
    days = valid_from_days(system).to_numpy("datetime64[us]")
    begins = np.unique(days)
    whose = pd.Index(known, dtype=object).get_indexer(asked["system"].to_numpy(dtype=object))
    on = asked["day"].fillna(_ALWAYS).to_numpy("datetime64[us]")
    width = len(begins) + 1
    stands = codes * width + np.searchsorted(begins, days, side="right")
    wanted = whose * width + np.searchsorted(begins, on, side="right")
    order = np.argsort(stands, kind="stable")
    found: dict[str, pd.Series] = {}
    for names in _TOGETHER:
        stating = order[system[names[0]].notna().to_numpy()[order]]
        place = np.searchsorted(stands[stating], wanted, side="right") - 1
        if len(stating):
            row = np.where((place >= 0) & (whose >= 0), stating[place], -1)
            row = np.where(codes[row] == whose, row, -1)
        else:
            row = np.full(len(asked), -1)
        taken = {name: name for name in names}
        if len(names) > 1:
            taken[names[0].replace("_seconds", "_row_key")] = "row_key"
        for name, column in taken.items():
            values = system[column].array.take(row, allow_fill=True)
            found[name] = pd.Series(values, index=asked.index)
    return pd.DataFrame(found, index=asked.index)


def inventory_on(system: pd.DataFrame, day: date) -> pd.DataFrame:
    """One row a system of the inventory on a day, by name: system, row_key, tier, objectives, cost.

    `row_key` is that of the newest row in force; a system whose rows all begin later is not there
    yet.
    """
    valid_from = valid_from_days(system)
    known = system.assign(valid_from=valid_from)[valid_from <= pd.Timestamp(day)]
    newest = known.sort_values("valid_from", kind="stable").drop_duplicates("system", keep="last")
    newest = newest[["system", "row_key"]].sort_values("system", ignore_index=True)
    newest["day"] = pd.Timestamp(day).as_unit("us")
    return newest[["system", "row_key"]].join(in_force(system, newest))


def valid_from_days(system: pd.DataFrame) -> pd.Series:
    """The first day of every inventory row; a blank is always, a month its first day."""
    days = system["valid_from_on"]
    first = days.copy()
    for precision, months in _MONTHS_OF.items():
        whole = (system["valid_from_precision"] == precision) & days.notna()
        if not whole.any():
            continue
        # A date stands for the last day of its period; its first is one day after the one before.
        month = days[whole].dt.to_period("M") - (months - 1)
        first[whole] = month.dt.start_time.astype("datetime64[us]")
    return first.fillna(_ALWAYS)
