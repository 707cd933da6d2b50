"""Were people told in time, there, and trained? Over the scope's completed drills of any type.

Whether they were content: `analytics.survey`.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from analytics.calendar import Organisation, as_of_instant
from analytics.drills import Tables, fact_of
from analytics.metric import Metric
from analytics.rates import NO_DATA, rate_metric, rate_over, rows_behind

_UNKNOWABLE = ("not applicable", "unknown", "not tested")  # a cell that is neither yes nor no
_NO_TIME_GIVEN = "no time given"


# --- Messages -------------------------------------------------------------------------------------


def message_facts(
    tables: Tables, drills: pd.DataFrame, as_of: date, organisation: Organisation
) -> pd.DataFrame:
    """The drills' messages, one row each, with when they were due and what became of them.

    The record's columns, and

    - start_at : the drill's first declaration (results sheet or log), else its stated start;
      missing when neither is known.
    - must_by : due_at, else start_at + the target; missing without a target, or without a start.
    - sent, acknowledged : what of it had happened by the as-of date.
    - has_target : it counts in `messages_on_time`: due is known, and whether it was sent is no
      open question (the cell does not say unknown or not applicable).
    - is_on_time : sent no later than due.
    - wait_seconds : sent − start_at.
    """
    limit = as_of_instant(as_of, organisation)
    rows = tables["message"]
    rows = rows[rows["drill"].isin(drills["drill"])].reset_index(drop=True)
    told = [
        tables[name][["drill", "declared_at"]].astype({"drill": object})
        for name in ("recovery", "log_instants")
    ]
    declared = pd.concat(told, ignore_index=True)
    declared = declared[declared["declared_at"] <= limit]
    first = declared.groupby("drill")["declared_at"].min()
    start = first.reindex(rows["drill"].astype(object)).set_axis(rows.index)
    start = start.fillna(fact_of(drills, rows["drill"], "started_at"))
    target = pd.to_timedelta(rows["target_seconds"], unit="s")
    must_by = rows["due_at"].fillna(start + target)
    sent = rows["sent_at"].where(rows["sent_at"] <= limit)
    is_doubtful = rows["sent_at"].isna() & rows["sent_empty"].isin(_UNKNOWABLE)
    return rows.assign(
        start_at=start,
        must_by=must_by,
        sent=sent,
        acknowledged=rows["acknowledged_at"].where(rows["acknowledged_at"] <= limit),
        has_target=must_by.notna() & ~is_doubtful,
        is_on_time=sent <= must_by,
        wait_seconds=(sent - start).dt.total_seconds(),
    )


def messages_on_time(messages: pd.DataFrame) -> Metric:
    """Messages sent in time among those with a target; one not sent is not in time.

    `messages` from `message_facts`. Detail: one part a drill.
    """
    detail = [
        {
            "drill": drill,
            "on_time": int((group["is_on_time"] & group["has_target"]).sum()),
            "with_target": int(group["has_target"].sum()),
            "messages": len(group),
        }
        for drill, group in messages.groupby("drill", sort=False)
    ]
    return rate_over(
        "messages_on_time",
        messages,
        messages["is_on_time"],
        messages["has_target"],
        record="message",
        detail=detail,
    )


def first_message_median(messages: pd.DataFrame) -> Metric:
    """The median over drills of the time to a drill's first message, in seconds.

    From the drill's first declaration, else its start; negative when people were told before it.
    The rows are the first messages; detail has one part a drill.
    """
    waits = messages[messages["wait_seconds"].notna()]
    first = waits.sort_values(["sent", "message"]).drop_duplicates("drill").sort_index()
    if first.empty:
        return Metric("first_message_median", None, "s", note=NO_DATA)
    detail = [
        {"drill": drill, "message": message, "seconds": float(wait)}
        for drill, message, wait in zip(
            first["drill"], first["message"], first["wait_seconds"], strict=True
        )
    ]
    return Metric(
        "first_message_median",
        float(first["wait_seconds"].median()),
        "s",
        detail=detail,
        behind=lambda: rows_behind(first, "message"),
    )


def acknowledged_rate(messages: pd.DataFrame) -> Metric:
    """Acknowledged messages among those sent; an acknowledged one was sent, whenever that was.

    A yes without a time is acknowledged. A message whose acknowledgement is not applicable or
    unknown was sent all the same and counts as not acknowledged (metrics.md: acknowledged / sent).
    """
    timed = messages["acknowledged"].notna()
    # Without a time of its own an acknowledgement stands once its message is out.
    is_out = messages["sent"].notna() | messages["sent_at"].isna()
    is_acknowledged = timed | (messages["acknowledged_empty"].eq(_NO_TIME_GIVEN) & is_out)
    was_sent = messages["sent"].notna() | is_acknowledged
    return rate_over("acknowledged_rate", messages, is_acknowledged, was_sent, record="message")


# --- Attendance and training ----------------------------------------------------------------------


def participation(tables: Tables, drills: pd.DataFrame) -> Metric:
    """People who took part among those invited; a row may be a person or a team with its numbers.

    Who came uninvited is no part of it. A drill whose attendance nobody recorded is left out; in
    one where it was recorded, a blank is nobody seen. Detail: one part a drill.
    """
    return _people_rate("participation", tables, drills, "attended_count", "invited_count")


def trained(tables: Tables, drills: pd.DataFrame) -> Metric:
    """People trained before the drill among those who took part, counted as in `participation`.

    Of a team at most as many as took part.
    """
    return _people_rate("trained", tables, drills, "trained_count", "attended_count")


def _people_rate(
    metric_id: str, tables: Tables, drills: pd.DataFrame, part: str, whole: str
) -> Metric:
    rows = tables["participant"]
    rows = rows[rows["drill"].isin(drills["drill"])].reset_index(drop=True)
    is_recorded = rows[part].notna().groupby(rows["drill"]).transform("any")
    inside = rows[is_recorded.astype(bool) & (rows[whole].fillna(0) > 0)]
    of = inside[whole].astype("int64")
    counted = np.minimum(inside[part].fillna(0).astype("int64"), of)
    detail = [
        {
            "drill": drill,
            "part": int(counted[inside["drill"] == drill].sum()),
            "whole": int(of[inside["drill"] == drill].sum()),
            "rows_blank": int(inside.loc[inside["drill"] == drill, part].isna().sum()),
        }
        for drill in drills["drill"]
        if (inside["drill"] == drill).any()
    ]
    return rate_metric(
        metric_id,
        int(counted.sum()),
        int(of.sum()),
        behind=lambda: rows_behind(inside, "participant", counted > 0),
        detail=detail,
    )
