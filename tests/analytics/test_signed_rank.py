"""The exact paired test and its shift, by hand, by enumeration and against SciPy."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata, wilcoxon

from analytics.comparison.signed_rank import _average_at, hodges_lehmann, signed_rank_p


def test_p_by_hand() -> None:
    # All six faster: 2 of the 64 sign patterns are as extreme.
    assert signed_rank_p(np.array([1.0, 2, 3, 4, 5, 6])) == 2 / 64
    # One slower, the smallest: W = 1; patterns with W <= 1: {}, {1}; 2 * 2 / 64.
    assert signed_rank_p(np.array([-1.0, 2, 3, 4, 5, 6])) == 4 / 64
    # Zeros out.
    assert signed_rank_p(np.array([0.0, 0, 1, 2, 3])) == 2 / 8
    assert signed_rank_p(np.array([0.0, 0.0])) is None
    # Ties share midranks: |d| = 1 1 2 -> 1.5 1.5 3; W- = 1.5 for one of the ones slower.
    # Of 8 patterns W <= 1.5: {}, {a}, {b} -> 2 * 3 / 8.
    assert signed_rank_p(np.array([-1.0, 1, 2])) == 6 / 8


@given(st.lists(st.integers(-10_000, 10_000).filter(bool), min_size=1, max_size=25, unique_by=abs))
def test_without_ties_p_agrees_with_scipy(differences: list[int]) -> None:
    other = wilcoxon(differences, method="exact").pvalue
    assert signed_rank_p(np.array(differences, dtype=float)) == pytest.approx(other, abs=1e-12)


@given(st.lists(st.integers(-4, 4), min_size=1, max_size=9).filter(any))
def test_with_ties_p_agrees_with_every_sign_pattern(differences: list[int]) -> None:
    values = np.array([one for one in differences if one], dtype=float)
    ranks = rankdata(np.abs(values))
    ours = min(ranks[values > 0].sum(), ranks[values < 0].sum())
    sums = [float(np.dot(ranks, signs)) for signs in product((0, 1), repeat=len(ranks))]
    p = min(1.0, 2 * sum(one <= ours for one in sums) / len(sums))
    assert signed_rank_p(np.array(differences, dtype=float)) == pytest.approx(p, abs=1e-12)


def test_many_pairs_go_by_the_normal_approximation() -> None:
    values = np.random.default_rng(7).normal(0.1, 1, 600)
    other = wilcoxon(values, method="approx", correction=True).pvalue
    # Ours corrects for continuity in whole doubled ranks, half of SciPy's step.
    assert signed_rank_p(values) == pytest.approx(other, rel=0.01)


def test_shift_by_hand() -> None:
    # Averages of 1 2 4 with themselves: 1 1.5 2 2.5 3 4 -> median 2.25.
    shift = hodges_lehmann(np.array([4.0, 1.0, 2.0]))
    assert shift is not None
    assert (shift.value, shift.low, shift.high) == (2.25, 1, 4)
    assert shift.confidence == 1 - 2 / 8
    assert hodges_lehmann(np.array([])) is None
    alone = hodges_lehmann(np.array([5.0]))
    assert alone is not None
    assert (alone.value, alone.low, alone.high, alone.confidence) == (5, 5, 5, 0)


def test_the_interval_is_that_of_the_tables() -> None:
    # n = 10: P(W <= 8) = 25/1024 = 0.0244 <= 0.025, so the 9th average from each end (critical
    # value 8 in every table for 5 %, two-sided), at 1 - 50/1024 = 95.1 %.
    values = np.arange(1.0, 11.0) ** 2
    shift = hodges_lehmann(values)
    assert shift is not None
    averages = np.sort([(a + b) / 2 for i, a in enumerate(values) for b in values[i:]])
    assert (shift.low, shift.high) == (averages[8], averages[-9])
    assert shift.confidence == pytest.approx(1 - 50 / 1024)
    assert shift.value == np.median(averages)


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=30))
def test_the_shift_lies_in_its_interval_and_moves_with_the_data(values: list[int]) -> None:
    data = np.array(values, dtype=float)
    shift, moved = hodges_lehmann(data), hodges_lehmann(data + 10)
    assert shift is not None and moved is not None
    assert shift.low <= shift.value <= shift.high
    assert moved.value == shift.value + 10
    assert hodges_lehmann(data[::-1]) == shift


def test_big_samples_find_the_same_averages_by_bisection() -> None:
    data = np.sort(np.random.default_rng(3).normal(100, 30, 300))
    rows, columns = np.triu_indices(len(data))
    averages = np.sort((data[rows] + data[columns]) / 2)
    for place in (0, 17, len(averages) // 2, len(averages) - 1):
        assert _average_at(data, place) == pytest.approx(averages[place], abs=1e-6)
