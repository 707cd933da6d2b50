"""The one shape of every rate; its interval against SciPy's."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from analytics.rates import rate_metric, rate_over, rows_behind, shares, wilson

COUNTS = st.integers(1, 500).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


@given(COUNTS)
def test_wilson_agrees_with_scipy(counts: tuple[int, int]) -> None:
    part, whole = counts
    low, high = wilson(part, whole)
    other = binomtest(part, whole).proportion_ci(method="wilson")
    assert low == pytest.approx(other.low, abs=1e-12)
    assert high == pytest.approx(other.high, abs=1e-12)
    assert 0 <= low <= part / whole <= high <= 1


def test_wilson_by_hand() -> None:
    # 1 of 2, z = 1.96: centre (0.5 + z²/4) / (1 + z²/2) = 0.5; half width
    # z * sqrt(0.25/2 + z²/16) / (1 + z²/2) = 1.16966/2.92073 = 0.40547
    low, high = wilson(1, 2)
    assert (round(low, 4), round(high, 4)) == (0.0945, 0.9055)
    assert wilson(0, 3)[0] == 0
    assert wilson(3, 3)[1] == 1


@pytest.mark.parametrize(("part", "whole"), [(0, 0), (3, 2), (-1, 2)])
def test_a_rate_that_cannot_be_is_an_error(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="a rate needs"):
        wilson(part, whole)


def test_no_eligible_rows_is_no_data() -> None:
    metric = rate_metric("coverage", 0, 0)
    assert (metric.value, metric.note, metric.interval) == (None, "no data", None)
    assert (metric.numerator, metric.denominator) == (0, 0)
    empty = pd.DataFrame({"tier": [], "row_key": []})
    assert shares(empty, pd.Series(dtype=bool), by=["tier"]).empty
    assert shares(empty, pd.Series(dtype=bool)).empty


def test_shares_by_group_keep_a_missing_group_and_leave_out_empty_ones() -> None:
    rows = pd.DataFrame({"tier": ["1", "1", None, "2"]})
    part = pd.Series([True, False, True, True])
    whole = pd.Series([True, True, True, False])
    by_tier = shares(rows, part, whole, by=["tier"])
    assert by_tier[["part", "whole", "share"]].to_numpy().tolist() == [[1, 2, 0.5], [1, 1, 1.0]]
    over_all = shares(rows, part, whole)
    assert (over_all["part"].item(), over_all["whole"].item()) == (2, 3)


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.booleans(), st.booleans()), min_size=1))
def test_groups_add_up_to_the_whole(told: list[tuple[str, bool, bool]]) -> None:
    rows = pd.DataFrame(told, columns=["group", "part", "whole"])
    by_group = shares(rows, rows["part"], rows["whole"], by=["group"])
    over_all = shares(rows, rows["part"], rows["whole"])
    assert by_group["whole"].sum() == over_all["whole"].sum() == rows["whole"].sum()
    assert by_group["part"].sum() == over_all["part"].sum()
    assert by_group["share"].between(0, 1).all()


def test_rows_are_gathered_when_first_asked_for_and_once() -> None:
    asked: list[str] = []

    def behind() -> pd.DataFrame:
        asked.append("own")
        return rows_behind(pd.DataFrame({"row_key": ["a"]}), "gap")

    def more() -> pd.DataFrame:
        asked.append("more")
        return rows_behind(pd.DataFrame({"row_key": ["b"]}), "target", False, False)

    metric = rate_metric("gap_closure_rate", 1, 2, behind=behind)
    together = metric.with_rows(more)
    assert asked == []
    assert together.rows.to_dict("list") == {
        "record": ["gap", "target"],
        "row_key": ["a", "b"],
        "in_numerator": [True, False],
        "in_denominator": [True, False],
    }
    assert together.rows is together.rows
    assert metric.rows["row_key"].tolist() == ["a"]
    assert asked == ["own", "more"]
    assert together == metric  # the figure is the same, whatever rows are behind it


def test_the_rows_behind_are_those_of_the_denominator() -> None:
    rows = pd.DataFrame({"row_key": ['["a"]', '["b"]', '["c"]', None]}, index=[7, 5, 3, 1])
    part = pd.Series([True, False, True, True], index=rows.index)
    whole = pd.Series([True, True, False, True], index=rows.index)
    metric = rate_over("gap_closure_rate", rows, part, whole, record="gap")
    assert (metric.numerator, metric.denominator) == (2, 3)
    assert metric.rows.to_dict("records") == [
        {"record": "gap", "row_key": '["a"]', "in_numerator": True, "in_denominator": True},
        {"record": "gap", "row_key": '["b"]', "in_numerator": False, "in_denominator": True},
    ]


def test_rows_of_several_records() -> None:
    rows = pd.DataFrame({"row_key": ['["a"]', '["b"]']}, index=[2, 9])
    names = pd.Series(["log", "recovery"], index=[9, 2])
    assert rows_behind(rows, names)["record"].tolist() == ["recovery", "log"]
