"""Were people ready, told in time, and content? Over given drills, as of a date.

Every function takes the completed drills of the scope (`drills.completed`), of any type.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from analytics.calendar import Organisation, as_of_instant
from analytics.drills import Tables, fact_of
from analytics.metric import Metric
from analytics.rates import NO_DATA, rate_metric, rate_over, rows_behind, wilson

QUESTIONS = ("satisfaction", "role_clarity", "training")  # what the mission asks of its teams
OTHER_QUESTIONS = ("communication",)  # asked, and in no criterion
SCALE = 5.0  # unless the sheet says another
FAVOURABLE = 4.0  # this answer and above, on that scale
SMALLEST_GROUP = 5  # fewer answer sheets are never told apart
_UNKNOWABLE = ("not applicable", "unknown", "not tested")  # a cell that is neither yes nor no


# --- The survey -----------------------------------------------------------------------------------


def survey_answers(tables: Tables, drills: pd.DataFrame) -> pd.DataFrame:
    """Every answer of the drills' surveys, one row an answer.

    Columns: drill, respondent, team, question (the three of the mission and `communication`),
    answer, scale (5 where none is stated), is_five_point (an answer of 1 to 5 on that scale; what
    lies outside is no answer to it), is_favourable (4 or 5 on it), row_key, field. A blank is no
    answer.
    """
    sheets = tables["survey"]
    sheets = sheets[sheets["drill"].isin(drills["drill"])]
    answers = sheets.melt(
        id_vars=["drill", "respondent", "team", "scale", "row_key"],
        value_vars=[*QUESTIONS, *OTHER_QUESTIONS],
        var_name="question",
        value_name="answer",
    )
    answers = answers[answers["answer"].notna()].reset_index(drop=True)
    scale = answers["scale"].fillna(SCALE)
    on_scale = (scale == SCALE) & answers["answer"].between(1, SCALE)
    return answers.assign(
        scale=scale,
        is_five_point=on_scale,
        is_favourable=on_scale & (answers["answer"] >= FAVOURABLE),
        field=answers["question"],
    )


def satisfaction_favourable(tables: Tables, drills: pd.DataFrame) -> Metric:
    """Answers of 4–5 among the five-point answers to the three questions together.

    Detail, one part each, `part` says what it is:

    - question : favourable, answers, share, low, high and the distribution (how many answered 1, 2,
      3, 4, 5) of every question that has answers; `communication` too, which counts nowhere else.
    - team : the three questions together by team, and by team and question; only groups of five
      answer sheets or more. `not broken out` counts the teams left out.
    - response : answer sheets against invitations, over the drills where both are known.
    - other scale : how many answers were given on which; `off the scale` those outside 1–5.

    The rows behind are one an answer: beside the usual columns they name its field.
    """
    answers = survey_answers(tables, drills)
    counted = answers[answers["is_five_point"] & answers["question"].isin(QUESTIONS)]
    detail = [
        *_questions(answers[answers["is_five_point"]]),
        *_teams(counted),
        *_response(tables, drills, answers),
        *_other_scales(answers),
    ]
    rows = rows_behind(counted, "survey", counted["is_favourable"])
    metric = rate_metric(
        "satisfaction_favourable",
        int(counted["is_favourable"].sum()),
        len(counted),
        rows=rows.assign(field=counted["field"].to_numpy()),
        detail=detail,
    )
    return metric


def question_shares(satisfaction: Metric) -> dict[str, dict[str, Any]]:
    """The part of every question in the detail of `satisfaction_favourable`, by question."""
    return {part["question"]: part for part in satisfaction.detail if part["part"] == "question"}


def _share(answers: pd.DataFrame) -> dict[str, Any]:
    part, whole = int(answers["is_favourable"].sum()), len(answers)
    low, high = wilson(part, whole)
    return {"favourable": part, "answers": whole, "share": part / whole, "low": low, "high": high}


def _questions(answers: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for question in (*QUESTIONS, *OTHER_QUESTIONS):
        asked = answers[answers["question"] == question]
        if asked.empty:
            continue
        steps = np.arange(1, int(SCALE) + 2) - 0.5  # a 3.5 is a 4: halves go up
        distribution = np.histogram(asked["answer"], bins=steps)[0].tolist()
        counts = {"distribution": distribution}
        yield {"part": "question", "question": question, **_share(asked), **counts}


def _teams(answers: pd.DataFrame) -> Iterator[dict[str, Any]]:
    left_out = 0
    for team, group in answers[answers["team"].notna()].groupby("team", sort=True):
        if group["row_key"].nunique() < SMALLEST_GROUP:
            left_out += 1
            continue
        yield {"part": "team", "team": team, "question": None, **_share(group)}
        for question in QUESTIONS:
            asked = group[group["question"] == question]
            if len(asked) >= SMALLEST_GROUP:
                yield {"part": "team", "team": team, "question": question, **_share(asked)}
    if left_out:
        yield {"part": "not broken out", "teams": left_out}


def _response(
    tables: Tables, drills: pd.DataFrame, answers: pd.DataFrame
) -> Iterator[dict[str, Any]]:
    """Answer sheets / invited people; a drill with more sheets than invitations has no rate."""
    sheets = answers.groupby("drill")["row_key"].nunique()
    people = tables["participant"]
    people = people[people["drill"].isin(drills["drill"])]
    invited = people.groupby("drill")["invited_count"].sum(min_count=1).dropna()
    asked = pd.DataFrame({"sheets": sheets, "invited": invited}).dropna().astype("int64")
    asked = asked[(asked["invited"] > 0) & (asked["sheets"] <= asked["invited"])]
    if asked.empty:
        return
    part, whole = int(asked["sheets"].sum()), int(asked["invited"].sum())
    low, high = wilson(part, whole)
    yield {
        "part": "response",
        "responses": part,
        "invited": whole,
        "share": part / whole,
        "low": low,
        "high": high,
        "drills": sorted(asked.index),
    }


def _other_scales(answers: pd.DataFrame) -> Iterator[dict[str, Any]]:
    others = answers[answers["scale"] != SCALE]
    for scale, group in others.groupby("scale", sort=True):
        yield {
            "part": "other scale",
            "scale": float(scale),
            "answers": len(group),
            "sheets": int(group["row_key"].nunique()),
        }
    outside = int(((answers["scale"] == SCALE) & ~answers["is_five_point"]).sum())
    if outside:
        yield {"part": "off the scale", "answers": outside}


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
        rows=rows_behind(first, "message"),
    )


def acknowledged_rate(messages: pd.DataFrame) -> Metric:
    """Acknowledged messages among those sent; an acknowledged one was sent, whenever that was.

    Left out: messages whose acknowledgement the sheet calls not applicable or unknown.
    """
    is_acknowledged = messages["acknowledged"].notna()
    was_sent = messages["sent"].notna() | is_acknowledged
    is_doubtful = messages["acknowledged_at"].isna() & messages["acknowledged_empty"].isin(
        _UNKNOWABLE
    )
    return rate_over(
        "acknowledged_rate", messages, is_acknowledged, was_sent & ~is_doubtful, record="message"
    )


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
        rows=rows_behind(inside, "participant", counted > 0),
        detail=detail,
    )
