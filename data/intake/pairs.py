"""One value a row, kept as the distinct ones; work done once for each, however many rows repeat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.intake.reading.codes import first_rows, ranked

Codes = npt.NDArray[np.int64]
Objects = npt.NDArray[Any]
NEVER = np.iinfo(np.int64).min
"""The microsecond of no instant: numpy's own NaT, and earlier than every instant."""


@dataclass(frozen=True, eq=False)
class Coded:
    """One value a row: the distinct ones, and each row's code into them.

    Equal values may stand there twice (`3:20` and `3 h 20 min` are one time): `folded` joins them.
    """

    distinct: list[Any]
    codes: Codes

    @classmethod
    def of(cls, values: Sequence[Any] | Objects) -> Coded:
        """Of one value a row."""
        return cls(*coded(list(values)))

    @classmethod
    def same(cls, value: Any, count: int) -> Coded:  # noqa: ANN401 - any value
        """The same value in all rows."""
        return cls([value], np.zeros(count, dtype=np.int64))

    def __len__(self) -> int:
        return len(self.codes)

    def at(self, row: int) -> Any:  # noqa: ANN401 - any value
        """The value of one row."""
        return self.distinct[self.codes[row]]

    @cached_property
    def objects(self) -> Objects:
        """One object a row."""
        return spread(self.distinct, self.codes)

    @cached_property
    def missing(self) -> npt.NDArray[np.bool_]:
        """True where the row's value is None."""
        return np.array([value is None for value in self.distinct], dtype=bool)[self.codes]

    @cached_property
    def microseconds(self) -> npt.NDArray[np.int64]:
        """Of instants, the µs since 1970 in each row; NEVER where there is none."""
        stamps = pd.to_datetime(pd.Series(self.distinct, dtype=object), utc=True)
        return stamps.to_numpy("datetime64[us]").astype(np.int64)[self.codes]

    def mapped(self, work: Callable[[Any], Any]) -> Coded:
        """`work` done to each distinct value."""
        return Coded([work(value) for value in self.distinct], self.codes)

    def folded(self) -> Coded:
        """The same with each value once, in the order of its first row."""
        held, first = first_rows(self.codes)
        places: dict[Any, int] = {}
        turned = np.zeros(len(self.distinct), dtype=np.int64)
        for code in held[np.argsort(first)]:
            turned[code] = places.setdefault(self.distinct[code], len(places))
        return Coded(list(places), turned[self.codes])


def combined(codes: Sequence[npt.NDArray[Any]]) -> tuple[npt.NDArray[np.int64], Codes]:
    """The first row of each distinct combination of `codes`, and each row's combination."""
    key = np.zeros(len(codes[0]), dtype=np.int64)
    for part in codes:
        distinct, dense = ranked(part)
        if len(distinct) > 1:
            _, key = ranked(key * len(distinct) + dense)  # stays small, so it cannot overflow
    return first_rows(key)[1], key


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
