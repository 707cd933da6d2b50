"""Work done once for each distinct combination of cells, however many rows repeat it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int64]


def combined(codes: Sequence[npt.NDArray[Any]]) -> tuple[npt.NDArray[np.int64], Codes]:
    """The first row of each distinct combination of `codes`, and each row's combination."""
    key = np.zeros(len(codes[0]), dtype=np.int64)
    for part in codes:
        _, dense = np.unique(part, return_inverse=True)
        key = key * (int(dense.max(initial=0)) + 1) + dense
        _, key = np.unique(key, return_inverse=True)  # stays small, so it cannot overflow
    _, first, number = np.unique(key, return_index=True, return_inverse=True)
    return first, number


def coded(values: Sequence[Any]) -> tuple[list[Any], Codes]:
    """The distinct values in order of appearance, and each row's place among them."""
    places: dict[Any, int] = {}
    codes = np.fromiter(
        (places.setdefault(value, len(places)) for value in values),
        dtype=np.int64,
        count=len(values),
    )
    return list(places), codes


def spread(values: Sequence[Any], codes: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """One object a row, taken from `values` by code."""
    held = np.empty(len(values), dtype=object)
    held[:] = values
    return held[codes]


def once_each(
    codes: Sequence[npt.NDArray[Any]], work: Callable[[int], Any]
) -> tuple[list[Any], Codes]:
    """`work(row)` done for one row of each distinct combination; its results and codes by row."""
    first, number = combined(codes)
    return [work(int(row)) for row in first], number
