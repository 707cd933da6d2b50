"""Survey sheets that are alike where people usually differ."""

from __future__ import annotations

import math
from itertools import combinations

import pandas as pd

from analytics.rates import rows_behind
from analytics.signals.signal import Signal

QUESTIONS = ("satisfaction", "role_clarity", "training", "communication")
FEWEST_SHEETS = 5  # as no smaller group is ever told apart
FEWEST_QUESTIONS = 3
FEWEST_LETTERS = 20  # of a comment that two people hardly write alike
LUCK = 0.001
_FIELDS = {"survey": (*QUESTIONS, "comment")}


def alike_answers(survey: pd.DataFrame, drills: list[str], before: list[str]) -> list[Signal]:
    """Questions about the surveys of the quarter's drills.

    Parameters
    ----------
    survey : the answer sheets. drills : the quarter's, in order; before : those of earlier
        quarters, in order.

    - same comment : a comment of 20 letters or more stands word for word on two sheets or more of
      one drill.
    - all alike : all sheets of a drill, five or more, give the same answers to three questions or
      more.
    - same as before : the same respondents, five or more, gave each the very answers of an earlier
      drill. The chance: if the later sheets were handed out among them at random, that each would
      get an equal one (a permutation); asked below 1 in 1,000, so never where all answered alike.
    """
    sheets = {drill: _sheets(survey, drill) for drill in (*before, *drills)}
    found = []
    for drill in drills:
        own = sheets[drill]
        texts = own["comment"].dropna().astype(str).str.strip()
        words = texts.str.casefold()[texts.str.len() >= FEWEST_LETTERS]
        repeated = words[words.duplicated(keep=False)]
        if len(repeated):
            facts = {"case": "same comment", "drill": drill, "count": len(repeated),
                     "whole": len(own), "texts": repeated.nunique()}  # fmt: skip
            behind = rows_behind(own.loc[repeated.index], "survey")
            found.append(Signal("alike answers", facts, None, behind, _FIELDS))
        answered = own.dropna(subset=["answers"])
        if len(answered) >= FEWEST_SHEETS and len(set(answered["answers"])) == 1:
            facts = {"case": "all alike", "drill": drill, "count": len(answered)}
            behind = rows_behind(answered, "survey")
            found.append(Signal("alike answers", facts, None, behind, _FIELDS))
    order = [*before, *drills]
    for earlier, later in combinations(order, 2):
        if later in drills:
            found += _same_as_before(sheets[earlier], sheets[later], earlier, later)
    return found


def _sheets(survey: pd.DataFrame, drill: str) -> pd.DataFrame:
    """The sheets of a drill with their answers as one value; missing under three questions."""
    own = survey[survey["drill"] == drill].copy()
    enough = own[list(QUESTIONS)].notna().sum(axis=1) >= FEWEST_QUESTIONS
    # a blank is part of the pattern: -1 stands on no scale
    patterns = [tuple(one) for one in own[list(QUESTIONS)].fillna(-1.0).to_numpy().tolist()]
    own["answers"] = pd.Series(patterns, index=own.index, dtype="object").where(enough, None)
    return own


def _same_as_before(
    earlier: pd.DataFrame, later: pd.DataFrame, first: str, second: str
) -> list[Signal]:
    both = earlier.dropna(subset=["answers"]).merge(
        later.dropna(subset=["answers"]), on="respondent", suffixes=("_a", "_b")
    )
    if len(both) < FEWEST_SHEETS or not (both["answers_a"] == both["answers_b"]).all():
        return []
    ways = math.lgamma(len(both) + 1)
    ways -= sum(math.lgamma(count + 1) for count in both["answers_b"].value_counts())
    chance = math.exp(-ways)
    if chance >= LUCK:
        return []
    facts = {"case": "same as before", "drill": second, "before_drill": first, "count": len(both)}
    keys = pd.concat([both["row_key_a"], both["row_key_b"]], ignore_index=True)
    behind = rows_behind(keys.to_frame("row_key"), "survey")
    return [Signal("alike answers", facts, chance, behind, _FIELDS)]
