"""Whether a gap's fix was exercised again and passed: as stated, else as can be inferred."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from analytics.calendar import plain_day
from analytics.drills import fact_of
from analytics.gaps import gaps_of_drill
from analytics.metric import Metric
from analytics.rates import rate_over, rows_behind

_BEGUN = ("running", "completed")


def retest_facts(
    facts: pd.DataFrame, drills: pd.DataFrame, tests: pd.DataFrame, as_of: date
) -> pd.DataFrame:
    """The gaps with what is known of their retest as of the date.

    Parameters
    ----------
    facts : `gap_facts`.
    drills : `drill_facts` as of the same date.
    tests : `recovery.measure` of the same date; the estimates of tabletops prove nothing.

    Returns
    -------
    The same rows and columns, and

    - retest : passed, failed, or missing while there is none.
    - retest_basis : explicit (a result was recorded) or inferred (the gap was closed on a day
      before a later drill began, in which its system met its objective); missing without a retest.
    - retested_in, retested_day : the drill and the day of it, as far as known.
    - retest_record, retest_row_key : the record row of the test an inferred retest rests on.

    A recorded result counts from its day on (without one, from its drill's start), and only when
    its drill is later than the gap's; it needs neither. The result "not tested" says that there was
    no retest, so none is inferred; nor does the status verified say that there was one. What was
    reopened is not proven, whatever was recorded before.
    """
    day = pd.Timestamp(as_of)
    ended_at = fact_of(drills, facts["drill"], "ended_at")
    ended_on = fact_of(drills, facts["drill"], "ended_on")
    status = fact_of(drills, facts["retest_drill"], "status")
    began_at = fact_of(drills, facts["retest_drill"], "began_at")
    retest_ended_on = fact_of(drills, facts["retest_drill"], "ended_on")

    names_drill = facts["retest_drill"].notna()
    is_known = names_drill & (status != "unknown")
    in_later_drill = status.isin(_BEGUN) & ~(began_at <= ended_at)
    in_later_drill &= facts["retest_drill"] != facts["drill"]
    on_later_day = ~(facts["retested_on"] > day) & ~(facts["retested_on"] <= ended_on)
    has_happened = np.where(is_known, in_later_drill & ~(facts["retested_on"] > day), on_later_day)
    reopened = facts["status"] == "reopened"
    result = facts["retest_result"].astype(object)
    is_stated = result.isin(["passed", "failed"]) & has_happened & ~reopened.astype(bool)

    inferred = _inferred(facts[~is_stated & (result != "not tested")], drills, tests)
    is_inferred = facts["row_key"].isin(inferred.index)
    basis = np.select([is_stated, is_inferred], ["explicit", "inferred"], default="")
    found = inferred.reindex(facts["row_key"].where(is_inferred))
    stated_day = facts["retested_on"].fillna(retest_ended_on)
    return facts.assign(
        retest=result.where(is_stated).mask(is_inferred, "passed"),
        retest_basis=pd.Series(basis, index=facts.index, dtype="object").replace("", None),
        retested_in=facts["retest_drill"]
        .astype(object)
        .where(is_stated)
        .mask(is_inferred, pd.Series(found["drill"].to_numpy(), index=facts.index)),
        retested_day=stated_day.where(is_stated).mask(
            is_inferred, pd.Series(found["ended_on"].to_numpy(), index=facts.index)
        ),
        retest_record=found["record"].to_numpy(),
        retest_row_key=found["test_key"].to_numpy(),
    )


def gaps_verified(facts: pd.DataFrame, first: dict[str, Any] | None) -> Metric:
    """The first drill's gaps whose fix was exercised in a later drill and passed.

    `facts` comes from `retest_facts`. Rejected and duplicate gaps are out, as of all the first
    drill's gaps; risk-accepted ones stay in. Detail: one part a gap, with its result, basis, drill
    and day. The note says when the figure rests on inference. Among the rows are, in neither part
    nor whole, the tests from which a retest was inferred.
    """
    gaps = gaps_of_drill(facts, first)
    passed = gaps["retest"] == "passed"
    is_inferred = gaps["retest_basis"] == "inferred"
    note = None
    if is_inferred.any():
        note = "inferred" if is_inferred[passed].all() else "inferred in part"
    detail = [
        {
            "gap": row.gap,
            "retest": _known(row.retest),
            "basis": _known(row.retest_basis),
            "drill": _known(row.retested_in),
            "on": plain_day(row.retested_day),
        }
        for row in gaps.itertuples()
    ]
    metric = rate_over("gaps_verified", gaps, passed, record="gap", note=note, detail=detail)
    return metric.with_rows(lambda: _tests_of(gaps[is_inferred]))


def _tests_of(inferred: pd.DataFrame) -> pd.DataFrame:
    """The tests from which these gaps' retests were inferred, each once."""
    tested = inferred.drop(columns="row_key").rename(columns={"retest_row_key": "row_key"})
    tested = tested.drop_duplicates("row_key")
    return rows_behind(tested, tested["retest_record"], False, False)


def _inferred(facts: pd.DataFrame, drills: pd.DataFrame, tests: pd.DataFrame) -> pd.DataFrame:
    """By the gap's row_key: the first later test of its system that met its objective."""
    closed = facts[facts["closed_day"].notna() & facts["system"].notna()]
    gaps = closed[["row_key", "system", "closed_day"]].assign(
        found_ended_at=fact_of(drills, closed["drill"], "ended_at")
    )
    is_proof = (tests["verdict"] == "met") & ~tests["is_tabletop"].astype(bool)
    is_proof &= tests["system"].isin(gaps["system"])
    met = tests.loc[is_proof, ["drill", "system", "record", "row_key"]]
    met = met.rename(columns={"row_key": "test_key"}).join(
        drills.set_index("drill")[["began_at", "started_on", "ended_on"]], on="drill"
    )
    pairs = gaps.merge(met, on="system")
    later = ~(pairs["began_at"] <= pairs["found_ended_at"])
    later &= pairs["started_on"] > pairs["closed_day"]
    first = pairs[later].sort_values(["began_at", "drill"]).drop_duplicates("row_key")
    return first.set_index("row_key")[["drill", "ended_on", "record", "test_key"]]


def _known(value: object) -> object:
    return None if pd.isna(value) else value
