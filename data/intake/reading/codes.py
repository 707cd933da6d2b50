"""Which codes stand in a column, and where: as `numpy.unique`, without sorting the rows.

Codes count up from 0 and are hardly more than there are rows, so a table of them is looked up in
one pass. Numbers that are not like that (instants in microseconds) are sorted after all.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.integer[Any]]
Places = npt.NDArray[np.intp]
_SPARSE = 4  # so many codes a row, and a table of them costs more than sorting the rows


def held(codes: Numbers) -> Numbers:
    """The distinct codes, in order."""
    if not _is_dense(codes):
        return np.unique(codes)
    return np.flatnonzero(_there(codes)).astype(codes.dtype)


def ranked(codes: Numbers) -> tuple[Numbers, Places]:
    """The distinct codes, in order, and each row's place among them."""
    if not _is_dense(codes):
        distinct, places = np.unique(codes, return_inverse=True)
        return distinct, places
    there = _there(codes)
    return np.flatnonzero(there).astype(codes.dtype), (np.cumsum(there) - 1)[codes]


def first_rows(codes: Numbers) -> tuple[Numbers, Places]:
    """The distinct codes, in order, and the first row of each."""
    if not _is_dense(codes):
        distinct, first = np.unique(codes, return_index=True)
        return distinct, first
    distinct = np.flatnonzero(_there(codes))
    first = np.empty(int(codes.max(initial=-1)) + 1, dtype=np.intp)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)  # of a code's rows the first is last
    return distinct.astype(codes.dtype), first[distinct]


def _is_dense(codes: Numbers) -> bool:
    if not len(codes):
        return True
    return bool(codes.min() >= 0 and codes.max() <= _SPARSE * len(codes) + 1_000)


def _there(codes: Numbers) -> npt.NDArray[np.bool_]:
    there = np.zeros(int(codes.max(initial=-1)) + 1, dtype=bool)
    there[codes] = True
    return there
