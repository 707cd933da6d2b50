"""One row a drill, as of a date: when it began and ended, its status and its quarter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from analytics.calendar import (
    NO_INSTANT,
    Organisation,
    as_of_instant,
    day_ends,
    is_zone,
    local_days,
    microseconds,
    quarters_of,
)

Tables = Mapping[str, pd.DataFrame]

ESTIMATING_TYPES = ("tabletop", "walkthrough")  # their times are estimates, never measured

# What is told of a drill besides its times; copied as it is.
_FACTS = (
    "name",
    "scenario",
    "scenario_kind",
    "severity",
    "exercise_type",
    "is_announced",
    "environment",
    "production_likeness",
    "planned_on",
    "planned_precision",
    "lead",
    "objective",
)

# Where else a drill's name may stand, and the instants there that happened in the drill.
_DONE_AT: dict[str, tuple[str, ...]] = {
    "recovery": (
        "disrupted_at",
        "detected_at",
        "declared_at",
        "recovery_started_at",
        "degraded_at",
        "restored_at",
        "validated_at",
    ),
    "log_instants": ("first_at", "last_at"),
    "hold": ("began_at", "ended_at"),
    "task": ("started_at", "finished_at"),
}
_NAMED_IN = {
    **dict.fromkeys(_DONE_AT, "drill"),
    **dict.fromkeys(("criterion", "message", "participant", "survey", "gap", "lesson"), "drill"),
}

_UTC = "datetime64[us, UTC]"


def drill_facts(tables: Tables, as_of: date, organisation: Organisation) -> pd.DataFrame:
    """Every drill known anywhere, in its drill record or by name in another, as of a date.

    Returns
    -------
    One row a drill, sorted by began_at, then drill:

    - drill; row_key of its drill record (missing when it is only named elsewhere); name, scenario,
      scenario_kind, severity, exercise_type, is_announced, environment, production_likeness,
      planned_on, planned_precision, lead, objective as recorded; zone (the organisation's when it
      has none of its own); typed_status.
    - started_at : its stated start, only where a time is known; started_on : the day it began in
      its zone, also from a date alone or from the first instant of its rows.
    - began_at : an instant to order drills by (stated, else the first of its rows, else the start
      of the day); never a measured start.
    - ended_at, ended_on : its end and the day of it; is_assumed_end when no time was stated for it.
      Without an end it is the last instant of its rows (recoveries, log, holds, tasks; a stated
      duration ends one after its start), once its status is completed or that day is before the
      as-of date (rule 8). With a date alone: the last instant on that day, else the day's end.
      Completed with no instant anywhere: the end of its planned day.
    - status : planned, running, completed or cancelled as of the date; unknown when it is only a
      name. A drill typed as planned stays so while nothing was recorded of it, whatever its dates.
      One without any date but with results was held: completed, in no quarter.
    - quarter : by ended_on, of completed drills; planned_quarter : by planned_on.
    - is_tabletop : a tabletop or a walkthrough.

    What lies after the as-of date has not happened: its instants are missing.
    """
    facts = _named(tables, organisation)
    limit = as_of_instant(as_of, organisation)
    facts = facts.join(_first_and_last(tables, facts), on="drill")
    first_on = local_days(facts["first_at"], facts["zone"])
    last_on = local_days(facts["last_at"], facts["zone"])

    start_on = local_days(facts["stated_start"], facts["zone"])
    has_time = facts["stated_start"].notna() & (facts["started_precision"] != "day")
    started_at = facts["stated_start"].where(has_time)
    began_at = started_at.fillna(facts["first_at"].where(start_on.isna() | (first_on == start_on)))
    began_at = began_at.fillna(facts["stated_start"])
    started_on = start_on.fillna(first_on)

    ended_at, is_assumed = _ends(facts, started_at, start_on, last_on)
    ended_on = local_days(ended_at, facts["zone"])

    typed = facts["typed_status"]
    is_only_planned = (typed == "planned") & ~facts["has_results"]
    is_stated = facts["stated_end"].notna()
    is_over = ended_at.notna() & (ended_at <= limit) & ~is_only_planned
    is_over &= is_stated | (typed == "completed") | (ended_on < pd.Timestamp(as_of))
    # Undated, yet held: so typed, or with results of its own. It belongs to no quarter.
    is_undated = ended_at.isna() & began_at.isna()
    is_over |= ended_at.isna() & (typed == "completed")
    is_over |= is_undated & typed.isna() & facts["planned_on"].isna() & facts["has_results"]
    is_over &= typed != "cancelled"
    has_begun = began_at.notna() & (began_at <= limit) & ~is_only_planned
    is_expected = (typed == "planned") | facts["planned_on"].notna() | began_at.notna()
    status = np.select(
        [typed == "cancelled", is_over, has_begun, is_expected],
        ["cancelled", "completed", "running", "planned"],
        default="unknown",
    )

    facts["status"] = pd.Series(status, index=facts.index, dtype="object")
    facts["started_at"] = started_at.where(started_at <= limit)
    facts["began_at"] = began_at.where(began_at <= limit)
    facts["started_on"] = started_on.where(started_on <= pd.Timestamp(as_of))
    facts["ended_at"] = ended_at.where(is_over)
    facts["ended_on"] = ended_on.where(is_over)
    facts["is_assumed_end"] = is_assumed & is_over
    start_month = organisation.fiscal_year_start
    facts["quarter"] = quarters_of(
        facts["ended_on"].where(facts["status"] == "completed"), start_month
    )
    facts["planned_quarter"] = quarters_of(facts["planned_on"], start_month)
    facts["is_tabletop"] = facts["exercise_type"].isin(ESTIMATING_TYPES)
    spent = ["first_at", "last_at", "stated_start", "stated_end", "ended_precision", "has_results"]
    facts = facts.drop(columns=[*spent, "started_precision"])
    return facts.sort_values(["began_at", "drill"], ignore_index=True)


def completed(
    drills: pd.DataFrame, quarter: str | None = None, *, measured: bool = False
) -> pd.DataFrame:
    """The completed drills of `drill_facts` (of one quarter), in the order in which they ended.

    With `measured`, without tabletops and walkthroughs: those that carry recovery measures.
    """
    chosen = drills["status"] == "completed"
    if quarter is not None:
        chosen &= drills["quarter"] == quarter
    if measured:
        chosen &= ~drills["is_tabletop"]
    return drills[chosen].sort_values(["ended_at", "drill"], ignore_index=True)


def fact_of(drills: pd.DataFrame, names: pd.Series, column: str) -> pd.Series:
    """A column of `drill_facts` for every name, in the names' index; missing for unknown names."""
    facts = drills[column].set_axis(pd.Index(drills["drill"]))
    return facts.reindex(names.astype(object)).set_axis(names.index)


def _named(tables: Tables, organisation: Organisation) -> pd.DataFrame:
    """One row a drill name with the facts of its record, where it has one."""
    recorded = tables["drill"]
    names = [recorded["drill"], *(tables[record][column] for record, column in _NAMED_IN.items())]
    names.append(tables["gap"]["retest_drill"])
    known = pd.unique(pd.concat([one.dropna().astype(object) for one in names]))
    columns = ["row_key", "zone", "status", "started_precision", "ended_precision"]
    facts = (
        recorded.assign(drill=recorded["drill"].astype(object))
        .set_index("drill")[[*_FACTS, *columns, "started_at", "ended_at"]]
        .reindex(known)
        .rename(
            columns={
                "status": "typed_status",
                "started_at": "stated_start",
                "ended_at": "stated_end",
            }
        )
        .rename_axis("drill")
        .reset_index()
    )
    usable = {zone for zone in facts["zone"].dropna().unique() if is_zone(zone)}
    facts["zone"] = facts["zone"].astype(object).where(facts["zone"].isin(usable))
    facts["zone"] = facts["zone"].fillna(organisation.zone)
    return facts


def _first_and_last(tables: Tables, facts: pd.DataFrame) -> pd.DataFrame:
    """By drill: first_at and last_at of what was done in it, and has_results."""
    known = pd.Index(pd.unique(facts["drill"]), dtype=object)
    first = np.full(len(known), np.iinfo(np.int64).max)
    last = np.full(len(known), NO_INSTANT)

    def count(names: pd.Series, low: np.ndarray, high: np.ndarray) -> None:
        place = known.get_indexer(names.to_numpy(dtype=object))
        is_told = place >= 0
        np.maximum.at(last, place[is_told], high[is_told])
        is_told &= low != NO_INSTANT
        np.minimum.at(first, place[is_told], low[is_told])

    for record, columns in _DONE_AT.items():
        frame = tables[record]
        count(frame["drill"], *_bounds(frame, columns))
    recovery = tables["recovery"]
    timed = recovery[recovery["recovery_time_seconds"].notna()]
    start = facts.set_index("drill")["stated_start"].where(
        (facts["started_precision"] != "day").to_numpy()
    )
    if not timed.empty:
        drill_start = start.reindex(timed["drill"].astype(object)).set_axis(timed.index)
        spent = pd.to_timedelta(timed["recovery_time_seconds"], unit="s")
        implied = microseconds((timed["disrupted_at"].fillna(drill_start) + spent).astype(_UTC))
        count(timed["drill"], np.full(len(timed), NO_INSTANT), implied)
    first[first == np.iinfo(np.int64).max] = NO_INSTANT
    bounds = pd.DataFrame({"first_at": instants(first, known), "last_at": instants(last, known)})
    is_marked = recovery["outcome"].notna() & (recovery["outcome"] != "not tested")
    told = recovery.loc[recovery["recovery_time_seconds"].notna() | is_marked, "drill"]
    bounds["has_results"] = bounds["last_at"].notna() | bounds.index.isin(told.dropna().unique())
    return bounds


def _ends(
    facts: pd.DataFrame, started_at: pd.Series, start_on: pd.Series, last_on: pd.Series
) -> tuple[pd.Series, pd.Series]:
    """The end of every drill, whenever it lies, and whether its time is assumed."""
    zone = facts["zone"]
    is_day = facts["stated_end"].notna() & (facts["ended_precision"] == "day")
    end_on = local_days(facts["stated_end"].where(is_day), zone)
    by_day = facts["last_at"].where(last_on == end_on).fillna(day_ends(end_on, zone))
    # Without an end: the last of its rows, its own start counting as one of them.
    last = facts["last_at"].where(~(facts["last_at"] < started_at), started_at).fillna(started_at)
    by_start_day = day_ends(start_on.where(last.isna()), zone)
    is_placed = (facts["typed_status"] == "completed") & (facts["planned_precision"] != "ongoing")
    by_plan = day_ends(facts["planned_on"].where(is_placed), zone)
    stated = facts["stated_end"].where(~is_day)
    ended_at = stated.fillna(by_day).fillna(last).fillna(by_start_day).fillna(by_plan)
    return ended_at, stated.isna() & ended_at.notna()


def earliest_and_latest(
    frame: pd.DataFrame, columns: tuple[str, ...]
) -> tuple[pd.Series, pd.Series]:
    """By row, the earliest and the latest instant among the columns; NaT where there is none."""
    low, high = _bounds(frame, columns)
    return instants(low, frame.index), instants(high, frame.index)


def _bounds(frame: pd.DataFrame, columns: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """`earliest_and_latest` as whole microseconds."""
    grid = np.column_stack([microseconds(frame[name]) for name in columns])
    unknown = grid == NO_INSTANT
    low = np.where(unknown, np.iinfo(np.int64).max, grid).min(axis=1)
    low = np.where(unknown.all(axis=1), NO_INSTANT, low)
    return low, grid.max(axis=1)


def instants(microseconds: np.ndarray, index: pd.Index) -> pd.Series:
    """The instants of `calendar.microseconds`, in UTC, with the index."""
    stamps = microseconds.astype("int64").view("datetime64[us]")
    return pd.Series(pd.DatetimeIndex(stamps).tz_localize("UTC"), index=index, dtype=_UTC)
