"""Every measured test of every system, drill after drill, and how each system stands now."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from analytics.drills import completed
from analytics.recovery.attainment import JUDGED, in_measures
from analytics.recovery.losses import TRIED

_FACTS = ("name", "scenario", "scenario_kind", "started_on", "ended_on", "began_at", "ended_at")
SHOWN = (*JUDGED, "not recovered", "partial", "no objective", "not measured", "not tested")


def histories(tests: pd.DataFrame, drills: pd.DataFrame) -> pd.DataFrame:
    """Every test of a completed, measured drill, by system, then as the drills ended.

    Parameters
    ----------
    tests, drills : `recovery.measure` and `drill_facts` of the same as-of date.

    Returns
    -------
    One row a test: the columns of `measure`, those of its drill (name, scenario, scenario_kind,
    started_on, ended_on), and

    - place : the drill's number in the order in which the measured drills ended, from 0.
    - day : the day it was held: its first, as everywhere a drill is named; the end of one whose
      start is not known. Its quarter is that of its end.
    - shown : one of `SHOWN`. The verdict against the objective in force then; a test that never
      came back or only in part says so; `not measured` also for unknown.
    - is_tried : the system was really tested: recovered, partial or not recovered.

    Systems that were neither in scope nor tested in a drill have no row of it.
    """
    done = completed(drills, measured=True)
    done = done.assign(place=range(len(done)))
    rows = in_measures(tests)
    facts = done.set_index("drill")[[*_FACTS, "place"]]
    rows = rows.join(facts, on="drill")
    rows = rows[rows["place"].notna()]
    rows["place"] = rows["place"].astype("int64")
    rows["day"] = rows["started_on"].fillna(rows["ended_on"])
    rows["is_tried"] = rows["outcome"].isin(TRIED)
    shown = np.select(
        [rows["outcome"].isin(("not recovered", "partial")), rows["verdict"].isin(SHOWN)],
        [rows["outcome"], rows["verdict"]],
        default="not measured",
    )
    rows["shown"] = pd.Series(shown, index=rows.index, dtype="object")
    rows = rows[rows["is_in_scope"] | (rows["shown"] != "not tested")]
    return rows.sort_values(["system", "place"], ignore_index=True)


def standing(
    history: pd.DataFrame, inventory: pd.DataFrame, gaps: pd.DataFrame, as_of: date
) -> pd.DataFrame:
    """How every system stands, one row each, by name.

    Parameters
    ----------
    history : `histories`. inventory : `inventory_on` the as-of date. gaps : `gap_facts` of it.

    Returns
    -------
    A row for every system of the inventory and every one met in results:

    - system, is_inventory (a name met only in results is none), row_key (of its inventory row),
      tier, rto_seconds, rto_operator, rto_row_key, hourly_downtime_cost : as of the date.
    - tried_count : how often it was really tested; judged_count, met_count : against the
      objective of the day.
    - last_drill, last_day, last_shown, last_seconds, last_rto_seconds, last_operator, last_record,
      last_row_key : of its last real test; missing when there was none.
    - days_since : from that day to the as-of date; open_gaps : how many are open.
    """
    columns = ["system", "row_key", "tier", "rto_seconds", "rto_operator", "rto_row_key"]
    rows = inventory[[*columns, "hourly_downtime_cost"]].assign(is_inventory=True)
    rows["system"] = rows["system"].astype(object)
    known = set(rows["system"])
    others = sorted({str(one) for one in history["system"].unique()} - known)
    if others:
        strangers = pd.DataFrame({"system": others, "is_inventory": False})
        rows = (
            pd.concat([rows, strangers], ignore_index=True)
            if len(rows)
            else strangers.reindex(columns=rows.columns)
        )
    rows["is_inventory"] = rows["is_inventory"].astype(bool)
    tried = history[history["is_tried"]]
    by_system = tried.groupby("system", sort=False)
    counted = pd.DataFrame(
        {
            "tried_count": by_system.size(),
            "judged_count": tried["verdict"].isin(JUDGED).groupby(tried["system"]).sum(),
            "met_count": (tried["verdict"] == "met").groupby(tried["system"]).sum(),
        }
    )
    rows = rows.join(counted, on="system")
    for name in counted.columns:
        rows[name] = rows[name].fillna(0).astype("int64")
    named = {
        "drill": "last_drill",
        "day": "last_day",
        "shown": "last_shown",
        "recovery_seconds": "last_seconds",
        "rto_seconds": "last_rto_seconds",
        "rto_operator": "last_operator",
        "record": "last_record",
        "row_key": "last_row_key",
    }
    last = tried.drop_duplicates("system", keep="last").set_index("system")[list(named)]
    rows = rows.join(last.rename(columns=named), on="system")
    rows["days_since"] = (pd.Timestamp(as_of) - rows["last_day"]).dt.days.astype("Int64")
    opened = gaps.loc[gaps["is_open"], "system"].dropna().astype(object).value_counts()
    rows["open_gaps"] = rows["system"].map(opened).fillna(0).astype("int64")
    return rows.sort_values("system", ignore_index=True)
