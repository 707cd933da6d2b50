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
    days_at,
    ends_of,
    instants_of,
    is_zone,
    microsecond,
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
    limit = microsecond(as_of_instant(as_of, organisation))
    today = microsecond(pd.Timestamp(as_of))
    zones = facts["zone"].to_numpy(dtype=object)
    first, last, has_results = _first_and_last(tables, facts)
    typed, precision = _objects(facts, "typed_status", "started_precision")
    stated, planned_on = microseconds(facts["stated_start"]), microseconds(facts["planned_on"])

    start_on, first_on = days_at(stated, zones), days_at(first, zones)
    started = np.where(precision != "day", stated, NO_INSTANT)
    is_same_day = (start_on == NO_INSTANT) | (first_on == start_on)
    began = _first_known(started, np.where(is_same_day, first, NO_INSTANT), stated)
    started_on = _first_known(start_on, first_on)
    ended, is_assumed = _ends(facts, started, start_on, last)
    ended_on = days_at(ended, zones)

    is_planned = typed == "planned"
    is_only_planned = is_planned & ~has_results
    is_stated = facts["stated_end"].notna().to_numpy()
    is_over = (ended != NO_INSTANT) & (ended <= limit) & ~is_only_planned
    is_over &= is_stated | (typed == "completed") | (ended_on < today)
    # Undated, yet held: so typed, or with results of its own. It belongs to no quarter.
    is_endless = ended == NO_INSTANT
    is_over |= is_endless & (typed == "completed")
    is_undated = is_endless & (began == NO_INSTANT) & (planned_on == NO_INSTANT)
    is_over |= is_undated & facts["typed_status"].isna().to_numpy() & has_results
    is_over &= typed != "cancelled"
    has_begun = (began != NO_INSTANT) & (began <= limit) & ~is_only_planned
    is_expected = is_planned | (planned_on != NO_INSTANT) | (began != NO_INSTANT)
    status = np.select(
        [typed == "cancelled", is_over, has_begun, is_expected],
        ["cancelled", "completed", "running", "planned"],
        default="unknown",
    ).astype(object)

    began = np.where(began <= limit, began, NO_INSTANT)
    ended_on = np.where(is_over, ended_on, NO_INSTANT)
    counted_on = _days(np.where(status == "completed", ended_on, NO_INSTANT), facts.index)
    start_month = organisation.fiscal_year_start
    spent = ["stated_start", "stated_end", "ended_precision", "started_precision"]
    facts = facts.drop(columns=spent).assign(
        status=pd.Series(status, index=facts.index, dtype="object"),
        started_at=instants_of(np.where(started <= limit, started, NO_INSTANT), facts.index),
        began_at=instants_of(began, facts.index),
        started_on=_days(np.where(started_on <= today, started_on, NO_INSTANT), facts.index),
        ended_at=instants_of(np.where(is_over, ended, NO_INSTANT), facts.index),
        ended_on=_days(ended_on, facts.index),
        is_assumed_end=is_assumed & is_over,
        quarter=quarters_of(counted_on, start_month),
        planned_quarter=quarters_of(facts["planned_on"], start_month),
        is_tabletop=facts["exercise_type"].isin(ESTIMATING_TYPES),
    )
    names = facts["drill"].to_list()
    order = sorted(
        range(len(names)), key=lambda one: (began[one] == NO_INSTANT, began[one], names[one])
    )
    return facts.take(order).reset_index(drop=True)


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
    every = np.concatenate([pd.unique(one.to_numpy(dtype=object)) for one in names])
    known = pd.unique(every[~pd.isna(every)])
    columns = ["row_key", "zone", "status", "started_precision", "ended_precision"]
    facts = (
        recorded[[*_FACTS, *columns, "started_at", "ended_at"]]
        .set_axis(pd.Index(recorded["drill"], dtype=object))
        .reindex(pd.Index(known, dtype=object))
        .rename(
            columns={
                "status": "typed_status",
                "started_at": "stated_start",
                "ended_at": "stated_end",
            }
        )
        .reset_index(drop=True)
    )
    facts.insert(0, "drill", pd.Series(known, index=facts.index, dtype="object"))
    zones = facts["zone"].to_numpy(dtype=object)
    usable = {zone for zone in set(zones) if is_zone(zone)}
    told = [zone if zone in usable else organisation.zone for zone in zones]
    facts["zone"] = pd.Series(told, index=facts.index, dtype="object")
    return facts


def _first_and_last(
    tables: Tables, facts: pd.DataFrame
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """By drill: the first and the last of what was done in it, and whether it has results."""
    known = pd.Index(facts["drill"].to_numpy(dtype=object))
    first = np.full(len(known), np.iinfo(np.int64).max)
    last = np.full(len(known), NO_INSTANT)

    def count(names: np.ndarray, low: np.ndarray, high: np.ndarray) -> None:
        place = known.get_indexer(names)
        is_told = place >= 0
        np.maximum.at(last, place[is_told], high[is_told])
        is_told &= low != NO_INSTANT
        np.minimum.at(first, place[is_told], low[is_told])

    for record, columns in _DONE_AT.items():
        frame = tables[record]
        if len(frame):
            count(frame["drill"].to_numpy(dtype=object), *_bounds(frame, columns))
    recovery = tables["recovery"]
    names = recovery["drill"].to_numpy(dtype=object)
    is_timed = recovery["recovery_time_seconds"].notna().to_numpy()
    if is_timed.any():
        timed = recovery[is_timed]
        stated = microseconds(facts["stated_start"])
        (precision,) = _objects(facts, "started_precision")
        start = np.append(np.where(precision != "day", stated, NO_INSTANT), NO_INSTANT)
        drill_start = start[known.get_indexer(names[is_timed])]
        lost = _first_known(microseconds(timed["disrupted_at"]), drill_start)
        spent = pd.to_timedelta(timed["recovery_time_seconds"], unit="s")
        implied = microseconds((instants_of(lost, timed.index) + spent).astype(_UTC))
        count(names[is_timed], np.full(len(timed), NO_INSTANT), implied)
    first[first == np.iinfo(np.int64).max] = NO_INSTANT
    outcome = recovery["outcome"]
    is_marked = (outcome.notna() & (outcome != "not tested")).to_numpy(dtype=bool)
    told = set(names[is_timed | is_marked])
    return first, last, (last != NO_INSTANT) | np.array([one in told for one in known], dtype=bool)


def _ends(
    facts: pd.DataFrame, started: np.ndarray, start_on: np.ndarray, last: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The end of every drill, whenever it lies, and whether its time is assumed."""
    zones, precision, typed, planned = _objects(
        facts, "zone", "ended_precision", "typed_status", "planned_precision"
    )
    stated_end = microseconds(facts["stated_end"])
    is_day = (stated_end != NO_INSTANT) & (precision == "day")
    end_on = days_at(np.where(is_day, stated_end, NO_INSTANT), zones)
    is_then = is_day & (days_at(last, zones) == end_on)
    by_day = _first_known(np.where(is_then, last, NO_INSTANT), ends_of(end_on, zones))
    # Without an end: the last of its rows, its own start counting as one of them.
    by_rows = np.maximum(last, started)
    by_start_day = ends_of(np.where(by_rows == NO_INSTANT, start_on, NO_INSTANT), zones)
    is_placed = (typed == "completed") & (planned != "ongoing")
    planned_on = microseconds(facts["planned_on"])
    by_plan = ends_of(np.where(is_placed, planned_on, NO_INSTANT), zones)
    stated = np.where(is_day, NO_INSTANT, stated_end)
    ended = _first_known(stated, by_day, by_rows, by_start_day, by_plan)
    return ended, (stated == NO_INSTANT) & (ended != NO_INSTANT)


def _first_known(*stamps: np.ndarray) -> np.ndarray:
    """By place, the first of the stamps that is known."""
    found = stamps[0]
    for one in stamps[1:]:
        found = np.where(found == NO_INSTANT, one, found)
    return found


def _days(stamps: np.ndarray, index: pd.Index) -> pd.Series:
    return pd.Series(stamps.view("datetime64[us]"), index=index)


def _objects(facts: pd.DataFrame, *columns: str) -> list[np.ndarray]:
    """The columns as arrays of objects, in which what is missing equals nothing."""
    return [facts[name].to_numpy(dtype=object, na_value=None) for name in columns]


def earliest_and_latest(
    frame: pd.DataFrame, columns: tuple[str, ...]
) -> tuple[pd.Series, pd.Series]:
    """By row, the earliest and the latest instant among the columns; NaT where there is none."""
    low, high = _bounds(frame, columns)
    return instants_of(low, frame.index), instants_of(high, frame.index)


def _bounds(frame: pd.DataFrame, columns: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """`earliest_and_latest` as whole microseconds."""
    grid = np.column_stack([microseconds(frame[name]) for name in columns])
    unknown = grid == NO_INSTANT
    low = np.where(unknown, np.iinfo(np.int64).max, grid).min(axis=1)
    low = np.where(unknown.all(axis=1), NO_INSTANT, low)
    return low, grid.max(axis=1)
