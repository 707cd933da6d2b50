"""Were people content? The answers to the survey, over the scope's completed drills of any type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from analytics.drills import Tables
from analytics.metric import Metric
from analytics.rates import rate_metric, rows_behind, wilson

QUESTIONS = ("satisfaction", "role_clarity", "training")  # what the mission asks of its teams
OTHER_QUESTIONS = ("communication",)  # asked, and in no criterion
SCALE = 5.0  # unless the sheet says another
FAVOURABLE = 4.0  # this answer and above, on that scale
SMALLEST_GROUP = 5  # fewer answer sheets are never told apart


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

    def behind() -> pd.DataFrame:
        rows = rows_behind(counted, "survey", counted["is_favourable"])
        return rows.assign(field=counted["field"].to_numpy())

    return rate_metric(
        "satisfaction_favourable",
        int(counted["is_favourable"].sum()),
        len(counted),
        behind=behind,
        detail=detail,
    )


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
