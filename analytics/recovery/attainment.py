"""The rates of recovery: objectives kept, the programme's target, data loss and coverage."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analytics.metric import Metric
from analytics.rates import NO_DATA, rate_over, rows_behind, shares
from analytics.recovery.verdicts import is_within
from analytics.targets import Target, compares, target_rows

JUDGED = ("met", "missed")


def in_measures(
    tests: pd.DataFrame, quarter: str | None = None, drill: str | None = None
) -> pd.DataFrame:
    """The tests that recovery measures rest on: of completed drills that are no tabletop.

    Of one quarter, one drill, or all.
    """
    chosen = (tests["drill_status"] == "completed") & ~tests["is_tabletop"].astype(bool)
    if drill is not None:
        chosen &= tests["drill"] == drill
    elif quarter is not None:
        chosen &= tests["quarter"] == quarter
    mine = tests if chosen.all() else tests[chosen]  # most often all of them: nothing to copy
    return mine.reset_index(drop=True)


def rto_attainment(tests: pd.DataFrame) -> Metric:
    """met / (met + missed), each system against its own RTO; `detail` by drill."""
    return _by_drill("rto_attainment", tests, tests["verdict"] == "met", is_judged(tests))


def conservative_attainment(tests: pd.DataFrame) -> Metric:
    """As rto_attainment, with in-scope not tested and not measured counted as missed."""
    unproven = tests["verdict"].isin(("not tested", "not measured")) & tests["is_in_scope"]
    whole = is_judged(tests) | unproven
    return _by_drill("conservative_attainment", tests, tests["verdict"] == "met", whole)


def rpo_attainment(tests: pd.DataFrame) -> Metric:
    """Recovery point actual <= RPO, over tests where both are known; not recovered is missed."""
    whole = tests["rpo_verdict"].isin(JUDGED)
    return _by_drill("rpo_attainment", tests, tests["rpo_verdict"] == "met", whole)


def recovery_target_attainment(tests: pd.DataFrame, target: Target) -> Metric:
    """Tests under the programme's target / tests with a time, partial or not recovered."""
    metric = _by_drill(
        "recovery_target_attainment", tests, is_under(tests, target), against_target(tests)
    )
    ties = tests.loc[tests["recovery_seconds"] == target.value, ["drill", "system"]]
    metric.detail.extend(
        {"drill": row.drill, "system": row.system, "tie": True} for row in ties.itertuples()
    )
    return metric


def recovery_target_consistent(tests: pd.DataFrame, drills: pd.DataFrame, target: Target) -> Metric:
    """Whether every recovery of the quarter is under the programme's target.

    False when one of the tests of recovery_target_attainment is not under it; else unknown when one
    of the drills has none, or a system in scope was not tested or measured; else True. `detail`
    lists the tests that fail, then those that leave it open. `drills` are the quarter's completed,
    measured drills.
    """
    metric_id = "recovery_target_consistent"
    whole, under = against_target(tests), is_under(tests, target)
    if drills.empty:
        return Metric(metric_id, None, "bool", note=NO_DATA)
    fails = whole & ~under
    is_open = tests["is_in_scope"] & ~whole
    bare = [name for name in drills["drill"] if name not in set(tests.loc[whole, "drill"])]
    told = ["drill", "system", "recovery_seconds", "outcome"]
    detail: list[dict[str, Any]] = [
        {**_told(row), "why": _why_not_under(row, target)}
        for row in tests.loc[fails, told].to_dict("records")
    ]
    detail += [
        {**_told(row), "why": "not tested" if row["outcome"] == "not tested" else "not measured"}
        for row in tests.loc[is_open, told].to_dict("records")
    ]
    detail += [
        {"drill": name, "system": None, "recovery_seconds": None, "why": "no recovery measured"}
        for name in bare
    ]
    value: bool | None
    if fails.any():
        value, note = False, None
    elif bare or is_open.any():
        value, note = None, f"{len(detail)} not tested or measured"
    else:
        value, note = True, None

    def behind() -> pd.DataFrame:
        return rows_behind(tests, tests["record"], under & whole, whole | is_open)

    found = Metric(metric_id, value, "bool", note=note, detail=detail, behind=behind)
    return found.with_rows(lambda: target_rows(target))


def coverage(tests: pd.DataFrame, inventory: pd.DataFrame) -> Metric:
    """Distinct inventory systems tested / systems in the inventory; `detail` by tier.

    `inventory` is `inventory_on` of the as-of date. A name met only in results is no inventory. A
    system whose outcome is unknown was tested when an instant of it is known.
    """
    is_tried = tests["outcome"].isin(("recovered", "partial", "not recovered"))
    is_tried |= (tests["outcome"] == "unknown") & tests["disrupted_at"].notna()
    was_tested = inventory["system"].isin(tests.loc[is_tried, "system"].unique())
    by_tier = inventory.assign(tier=inventory["tier"].astype(object).fillna("no tier"))
    detail = [
        {
            **row,
            "untested": sorted(
                by_tier.loc[(by_tier["tier"] == row["tier"]) & ~was_tested, "system"]
            ),
        }
        for row in shares(by_tier, was_tested, by=["tier"]).to_dict("records")
    ]
    detail.sort(key=lambda row: (row["tier"] == "no tier", len(row["tier"]), row["tier"]))
    metric = rate_over("coverage", inventory, was_tested, record="system", detail=detail)
    proof = is_tried & tests["system"].isin(inventory["system"])
    return metric.with_rows(lambda: rows_behind(tests[proof], tests["record"], False, False))


def drills_completed(done: pd.DataFrame) -> Metric:
    """How many drills of any type ended in the quarter; `done` from `drills.completed`."""
    detail = [
        {
            "drill": row.drill,
            "exercise_type": _plain(row.exercise_type),
            "ended_on": None if pd.isna(row.ended_on) else row.ended_on.date(),
        }
        for row in done.itertuples()
    ]
    return Metric(
        "drills_completed",
        len(done),
        "count",
        detail=detail,
        behind=lambda: rows_behind(done, "drill"),
    )


def scenarios_tested(done: pd.DataFrame) -> Metric:
    """Distinct scenario kinds among the quarter's completed drills; `detail` by kind."""
    kinds = done.dropna(subset=["scenario_kind"]).groupby("scenario_kind")["drill"]
    detail = [{"scenario_kind": kind, "drills": list(names)} for kind, names in kinds]
    missing = int(done["scenario_kind"].isna().sum())
    note = f"{missing} of {len(done)} drills without a scenario kind" if missing else None

    def behind() -> pd.DataFrame:
        return rows_behind(done, "drill", done["scenario_kind"].notna())

    return Metric("scenarios_tested", len(detail), "count", note=note, detail=detail, behind=behind)


# --- What the measures are made of ----------------------------------------------------------------


def is_judged(tests: pd.DataFrame) -> pd.Series:
    """Met or missed against its own RTO."""
    return tests["verdict"].isin(JUDGED)


def against_target(tests: pd.DataFrame) -> pd.Series:
    """Whether a test says something about the programme's target: timed, partial or not back."""
    is_down = tests["outcome"].isin(("partial", "not recovered"))
    return tests["recovery_seconds"].notna() | is_down


def is_under(tests: pd.DataFrame, target: Target) -> pd.Series:
    """Whether its recovery time keeps the programme's target."""
    figure = tests["recovery_seconds"]
    if target.operator in ("<", "<="):
        operator = pd.Series(target.operator, index=tests.index)
        return is_within(figure, pd.Series(target.value, index=tests.index), operator)
    return figure.map(lambda one: compares(one, target.operator, target.value)).astype(bool)


def _by_drill(metric_id: str, tests: pd.DataFrame, part: pd.Series, whole: pd.Series) -> Metric:
    detail = shares(tests, part, whole, by=["drill"]).to_dict("records")
    return rate_over(metric_id, tests, part, whole, record=tests["record"], detail=detail)


def _why_not_under(row: dict[str, Any], target: Target) -> str:
    if pd.isna(row["recovery_seconds"]):
        return str(row["outcome"])
    return "tie" if row["recovery_seconds"] == target.value else "over the target"


def _told(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "drill": row["drill"],
        "system": row["system"],
        "recovery_seconds": _plain(row["recovery_seconds"]),
    }


def _plain(value: Any) -> Any:  # noqa: ANN401 - one cell of any kind
    if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return None
    return value
