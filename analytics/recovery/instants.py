"""The instants of every test: from the results sheet, filled from the log, cut at a date."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd

from analytics.calendar import NO_INSTANT, instants_of, microsecond, microseconds
from analytics.drills import Tables, earliest_and_latest

INSTANTS = (
    "disrupted_at",
    "detected_at",
    "declared_at",
    "recovery_started_at",
    "degraded_at",
    "restored_at",
    "validated_at",
)
# A line of the whole drill tells these of each of its systems; the others are a system's own.
_OF_THE_DRILL = ("disrupted_at", "detected_at", "declared_at")
# A system the log alone knows was tested when the log saw more of it than an alarm.
_MAKES_A_TEST = (
    "disrupted_at",
    "recovery_started_at",
    "degraded_at",
    "restored_at",
    "validated_at",
)
_LOG_MAY_FILL = ("unknown", "pending")  # what a cell may say and yet be filled from the log
WHOLE_DRILL = "whole drill"  # the system of a row that is about its drill


def tested(tables: Tables, drills: pd.DataFrame, limit: pd.Timestamp) -> pd.DataFrame:
    """One row a test, with its instants as they were known by the limit.

    Returns the recovery columns and row_key, for every (drill, system) of a recovery row or of a
    log that saw the system disrupted, worked on or restored, joined with its drill's facts
    (drill_status, drill_started_at, drill_ended_at, first_on, zone, quarter, is_tabletop,
    is_assumed_end), cancelled drills left out. Further columns:

    - record : recovery, or log where only the log knows the test.
    - is_begun : one of its own instants before the stop is known.
    - is_from_log : an instant that the results sheet lacks was filled from the log.
    - first_own_at : the earliest of its own instants.

    An instant the results sheet lacks is the system's own log line, else, for disruption, detection
    and declaration, that of the whole drill, once the test has a time or a result of its own.
    """
    rows = _with_log(tables["recovery"], tables["log_instants"])
    facts = drills.set_index("drill")
    place = facts.index.get_indexer(rows["drill"])
    rows["drill_status"] = facts["status"].to_numpy()[place]
    rows["drill_started_at"] = _taken(facts["started_at"], place, rows.index)
    rows["drill_ended_at"] = _taken(facts["ended_at"], place, rows.index)
    first_on = facts["started_on"].fillna(facts["ended_on"]).fillna(facts["planned_on"])
    rows["first_on"] = first_on.to_numpy()[place]
    for name in ("zone", "quarter", "is_tabletop", "is_assumed_end"):
        rows[name] = facts[name].to_numpy()[place]
    rows = rows[rows["drill_status"] != "cancelled"].reset_index(drop=True)

    # Told by the log, then cut at the limit, in whole microseconds: see `calendar.microseconds`.
    filled = np.zeros(len(rows), dtype=bool)
    until = microsecond(limit)
    for name in (*INSTANTS, "last_recovery_point_at"):
        at = microseconds(rows[name])
        if f"log_{name}" in rows:
            told = microseconds(rows.pop(f"log_{name}"))
            may = (at == NO_INSTANT) & (told != NO_INSTANT)
            if may.any():
                may &= _may_fill(rows, name)
                filled |= may & (told <= until)
                at = np.where(may, told, at)
        rows[name] = instants_of(np.where(at <= until, at, NO_INSTANT), rows.index)
    rows["first_own_at"] = earliest_and_latest(rows, INSTANTS)[0]
    before_stop = earliest_and_latest(rows, INSTANTS[:5])[0]
    rows["is_begun"] = before_stop.notna()
    rows["is_from_log"] = filled
    return rows


def fill_from_drill(
    rows: pd.DataFrame, tables: Tables, limit: pd.Timestamp, takes_part: pd.Series
) -> pd.DataFrame:
    """The same rows with what the whole drill's log lines tell, and is_from_drill.

    Only of tests that take part, never later than what comes after it in the test's own row, and a
    detection never before the test's own disruption: that was another system's.
    """
    lines = tables["log_instants"]
    lines = lines[lines["system"].isna()].drop_duplicates("drill").set_index("drill")
    told = np.zeros(len(rows), dtype=bool)
    rows = rows.copy()
    if not lines.empty:
        place = pd.Index(lines.index.astype(object)).get_indexer(rows["drill"])
        for order, name in enumerate(_OF_THE_DRILL, start=1):
            instant = _taken(lines[name], place, rows.index)
            instant = instant.where((instant <= limit) & (place >= 0))
            following = earliest_and_latest(rows, INSTANTS[order:])[0]
            fits = ~(instant > following)
            if name == "detected_at":
                fits &= ~(instant < rows["disrupted_at"])
            may = rows[name].isna() & _may_fill(rows, name) & instant.notna() & fits & takes_part
            told |= may.to_numpy()
            rows[name] = rows[name].where(~may, instant)
    rows["is_from_drill"] = told
    return rows


def _with_log(recovery: pd.DataFrame, log: pd.DataFrame) -> pd.DataFrame:
    """Recovery rows with their log instants as `log_…`; tests only the log knows after them.

    Without those columns where no line of the log is about a system.
    """
    renamed = {name: f"log_{name}" for name in INSTANTS}
    log = log[["drill", "system", *INSTANTS]].rename(columns=renamed)
    whole = recovery.loc[recovery["system"] == WHOLE_DRILL, "drill"]
    # A test of the whole drill is told of by the lines without a system.
    unnamed = log["system"].isna() & log["drill"].isin(whole)
    log = log.assign(system=log["system"].astype(object).where(~unnamed, WHOLE_DRILL))
    log = log[log["system"].notna()].drop_duplicates(["drill", "system"])
    log["drill"] = log["drill"].astype(object)
    rows = recovery.assign(
        drill=recovery["drill"].astype(object), system=recovery["system"].astype(object)
    )
    if log.empty:
        rows["record"] = "recovery"
        return rows
    rows = rows.assign(record="recovery").merge(log, on=["drill", "system"], how="left")
    pairs = pd.MultiIndex.from_frame(rows[["drill", "system"]])
    alone = log[~pd.MultiIndex.from_frame(log[["drill", "system"]]).isin(pairs)]
    alone = alone[alone[[renamed[name] for name in _MAKES_A_TEST]].notna().any(axis=1)]
    if alone.empty:
        return rows
    keys = [
        json.dumps([drill, system], ensure_ascii=False)
        for drill, system in zip(alone["drill"], alone["system"], strict=True)
    ]
    added = alone.assign(record="log", row_key=keys).reindex(columns=rows.columns)
    added = added.astype({name: dtype for name, dtype in rows.dtypes.items()})
    return pd.concat([rows, added], ignore_index=True)


def _may_fill(rows: pd.DataFrame, name: str) -> np.ndarray:
    empty = rows[name.removesuffix("_at") + "_empty"]
    may = empty.isna().to_numpy()
    return may if may.all() else may | empty.isin(_LOG_MAY_FILL).to_numpy()


def _taken(column: pd.Series, place: np.ndarray, index: pd.Index) -> pd.Series:
    """The instants at those places; NaT where the place is -1."""
    at = np.append(microseconds(column), NO_INSTANT)  # -1 is the last
    return instants_of(at[place], index)
