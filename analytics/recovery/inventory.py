"""The inventory as it was on a day: tier, objectives and cost of every system."""

from __future__ import annotations

from datetime import date

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
    valid_from = valid_from_days(system)
    rows = system.assign(system=system["system"].astype("str"), valid_from=valid_from)
    rows = rows.sort_values("valid_from", kind="stable")
    wanted = pd.DataFrame(
        {
            "system": asked["system"].astype("str").array,
            "day": asked["day"].fillna(_ALWAYS).astype("datetime64[us]").to_numpy(),
            "place": range(len(asked)),
        }
    ).sort_values("day", kind="stable")
    found: dict[str, pd.Series] = {}
    for names in _TOGETHER:
        columns = ["system", "valid_from", *names]
        rows_stating = rows[rows[names[0]].notna()]
        if len(names) > 1:
            origin = names[0].replace("_seconds", "_row_key")
            rows_stating = rows_stating.rename(columns={"row_key": origin})
            columns.append(origin)
        stated = rows_stating[columns]
        met = pd.merge_asof(
            wanted, stated, left_on="day", right_on="valid_from", by="system", direction="backward"
        ).sort_values("place")
        for name in columns[2:]:
            found[name] = met[name].set_axis(asked.index)
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
