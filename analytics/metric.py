"""One figure with everything needed to trust it: k of n, interval, target, and the rows behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import pandas as pd

ROW_COLUMNS = ("record", "row_key", "in_numerator", "in_denominator")


def no_rows() -> pd.DataFrame:
    """An empty frame of rows behind a figure."""
    return pd.DataFrame(
        {
            "record": pd.Series(dtype="str"),
            "row_key": pd.Series(dtype="str"),
            "in_numerator": pd.Series(dtype="bool"),
            "in_denominator": pd.Series(dtype="bool"),
        }
    )


@dataclass(frozen=True)
class Metric:
    """One metric of metrics.md, finished: charts, cards and reports only word it.

    Its rows are gathered when somebody first opens or downloads them, and kept: a screen shows a
    dozen figures, of which a person opens one.

    Attributes
    ----------
    id : the id in metrics.md.
    value : share 0–1, count, seconds … by `unit`; None when there is no data.
    unit : share, count, s, h, days, p, bool or a currency.
    numerator, denominator : the k of n of a rate; None for what is no rate.
    interval : low and high of a share (Wilson 95 %), or None.
    target, met : the target in the metric's unit and whether it is met; None without one.
    note : "no data", or what a reader must know beside the number.
    detail : parts (by tier, phase, question …) and failing rows, one dict each.
    behind : gathers the rows; of frames that nobody changes any more.
    """

    id: str
    value: float | int | bool | None
    unit: str
    numerator: int | None = None
    denominator: int | None = None
    interval: tuple[float, float] | None = None
    target: float | None = None
    met: bool | None = None
    note: str | None = None
    detail: list[dict[str, Any]] = field(default_factory=list)
    behind: Callable[[], pd.DataFrame] = field(default=no_rows, repr=False, compare=False)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The record rows behind the figure, columns `ROW_COLUMNS`."""
        return self.behind()

    def with_rows(self, more: Callable[[], pd.DataFrame]) -> Metric:
        """The same figure with more rows behind it, after its own."""
        return replace(self, behind=lambda: pd.concat([self.rows, more()], ignore_index=True))
