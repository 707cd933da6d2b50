"""Codes looked up in a table are what numpy finds by sorting, for whatever stands in a column."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from data.intake.pairs import Coded, combined
from data.intake.reading.codes import first_rows, held, ranked

DENSE = arrays.arrays(np.int32, st.integers(0, 60), elements=st.integers(0, 40))
SPARSE = arrays.arrays(np.int64, st.integers(0, 40), elements=st.integers(-(2**62), 2**62))
EITHER = st.one_of(DENSE, SPARSE, arrays.arrays(np.int64, 30, elements=st.integers(0, 3_000)))


@given(EITHER)
def test_the_same_as_sorting(codes: npt.NDArray[Any]) -> None:
    distinct, first, places = np.unique(codes, return_index=True, return_inverse=True)
    assert held(codes).dtype == codes.dtype
    np.testing.assert_array_equal(held(codes), distinct)
    for mine, there in (
        (ranked(codes), (distinct, places)),
        (first_rows(codes), (distinct, first)),
    ):
        np.testing.assert_array_equal(mine[0], there[0])
        np.testing.assert_array_equal(mine[1], there[1])


@given(st.data())
def test_combinations_are_numbered_in_the_order_of_their_codes(data: st.DataObject) -> None:
    count = data.draw(st.integers(0, 25))
    parts = [
        data.draw(arrays.arrays(np.int64, count, elements=elements))
        for elements in (st.integers(0, 3), st.just(7), st.integers(-(2**60), 2**60))
    ]
    first, number = combined(parts)
    rows = list(zip(*(part.tolist() for part in parts), strict=True))
    order = sorted(set(rows))
    assert number.tolist() == [order.index(row) for row in rows]
    assert first.tolist() == [rows.index(one) for one in order]


@given(st.lists(st.sampled_from(["a", "b", None, "a "]), max_size=30), st.randoms())
def test_folded_keeps_each_row_and_the_order_of_first_appearance(
    values: list[str | None],
    chance: Any,  # noqa: ANN401 - Hypothesis' own
) -> None:
    distinct = ["a", "b", None, "a ", "b", "never"]  # "b" twice, one that no row has
    codes = [chance.choice([i for i, one in enumerate(distinct) if one == v]) for v in values]
    folded = Coded(distinct, np.array(codes, dtype=np.int64)).folded()
    assert [folded.at(row) for row in range(len(values))] == values
    assert folded.distinct == list(dict.fromkeys(values))
