"""The one shape of every rate: part, whole, share, and the Wilson interval around it.

One card, one chart and one sentence serve them all, because all of them come from here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import norm

from analytics.metric import ROW_COLUMNS, Metric, no_rows

NO_DATA = "no data"
_Z = float(norm.ppf(0.975))  # two-sided 95 %
_TEXT = no_rows()["record"].dtype


def wilson(part: float, whole: float) -> tuple[float, float]:
    """Low and high of the Wilson 95 % interval of part / whole (Wilson 1927; rule 7).

    Exactly 0 at the low end when the part is 0, exactly 1 at the high end when it is the whole.
    Raises ValueError unless 0 <= part <= whole and whole > 0.
    """
    if not 0 <= part <= whole or whole <= 0:
        raise ValueError(f"a rate needs 0 <= part <= whole and whole > 0, not {part} of {whole}")
    share = part / whole
    spread = _Z * _Z / whole
    centre = share + spread / 2
    half = _Z * math.sqrt(share * (1 - share) / whole + spread / (4 * whole))
    low = 0.0 if part == 0 else max(0.0, (centre - half) / (1 + spread))
    high = 1.0 if part == whole else min(1.0, (centre + half) / (1 + spread))
    return low, high


def shares(
    frame: pd.DataFrame,
    part: pd.Series,
    whole: pd.Series | None = None,
    by: Sequence[str] = (),
) -> pd.DataFrame:
    """The share of rows that are in `part` among those in `whole`, over all or by groups.

    Parameters
    ----------
    frame : any frame.
    part : boolean, one a row of the frame: the row counts in the numerator.
    whole : boolean: the row counts in the denominator; all rows when None. A row of the part that
        is not in the whole counts in neither.
    by : columns to split by, sorted; a missing group is a group of its own. None gives one row.

    Returns
    -------
    The `by` columns, then part and whole [rows], share, low and high [0–1]. No eligible rows, no
    group: nothing tested is not 0 %.
    """
    eligible = np.ones(len(frame), dtype=bool) if whole is None else _flags(whole)
    inside = _flags(part)[eligible]
    if by:
        counted = frame.loc[eligible, list(by)].assign(part=inside, whole=1)
        counts = counted.groupby(list(by), sort=True, dropna=False)[["part", "whole"]].sum()
        counts = counts.reset_index()
    else:
        counts = pd.DataFrame({"part": [inside.sum()], "whole": [eligible.sum()]})
        counts = counts[counts["whole"] > 0]
    counts = counts.astype({"part": "int64", "whole": "int64"})
    bounds = [wilson(one, two) for one, two in zip(counts["part"], counts["whole"], strict=True)]
    return counts.assign(
        share=counts["part"] / counts["whole"],
        low=[low for low, _ in bounds],
        high=[high for _, high in bounds],
    )


def rate_metric(
    metric_id: str,
    part: int,
    whole: int,
    *,
    behind: Callable[[], pd.DataFrame] = no_rows,
    note: str | None = None,
    detail: list[dict[str, Any]] | None = None,
) -> Metric:
    """A rate as a metric: share, k of n, Wilson interval and the rows behind.

    A whole of 0 is `no data` with no value, never 0 % or 100 %. Its target is set by
    `targets.judged`.
    """
    part, whole = int(part), int(whole)
    if whole == 0:
        return Metric(
            metric_id, None, "share", 0, 0, note=NO_DATA, detail=detail or [], behind=behind
        )
    return Metric(
        metric_id,
        part / whole,
        "share",
        part,
        whole,
        interval=wilson(part, whole),
        note=note,
        detail=detail or [],
        behind=behind,
    )


def rate_over(
    metric_id: str,
    frame: pd.DataFrame,
    part: pd.Series,
    whole: pd.Series | None = None,
    *,
    record: str | pd.Series,
    note: str | None = None,
    detail: list[dict[str, Any]] | None = None,
) -> Metric:
    """A rate counted over the rows of a frame with a `row_key`; rows outside the whole stay out.

    `part`, `whole` as in `shares`; `record` names the record the keys belong to.
    """
    eligible = np.ones(len(frame), dtype=bool) if whole is None else _flags(whole)
    inside = _flags(part) & eligible
    return rate_metric(
        metric_id,
        int(inside.sum()),
        int(eligible.sum()),
        behind=lambda: rows_behind(frame[eligible], record, inside[eligible]),
        note=note,
        detail=detail,
    )


def rows_behind(
    frame: pd.DataFrame,
    record: str | pd.Series,
    in_numerator: pd.Series | np.ndarray | bool = True,
    in_denominator: pd.Series | np.ndarray | bool = True,
) -> pd.DataFrame:
    """The record rows behind a figure, from a frame with a `row_key`, as `Metric.rows` wants them.

    `record` is one name or a series with one a row, aligned by index. Rows without a key are left
    out: they are no stored rows.
    """
    known = frame["row_key"].notna().to_numpy()
    count = int(known.sum())
    names = [record] * count if isinstance(record, str) else record.reindex(frame.index)[known]
    # Typed at once: casting a finished frame takes eight times as long, and every figure does this.
    return pd.DataFrame(
        {
            "record": pd.array(names, dtype=_TEXT),
            "row_key": pd.array(frame["row_key"].to_numpy()[known], dtype=_TEXT),
            "in_numerator": np.broadcast_to(_flags(in_numerator), len(frame))[known],
            "in_denominator": np.broadcast_to(_flags(in_denominator), len(frame))[known],
        },
        columns=list(ROW_COLUMNS),
    )


def _flags(flags: pd.Series | np.ndarray | bool) -> np.ndarray:
    """Plain booleans; a missing flag is no."""
    if isinstance(flags, pd.Series):
        return flags.fillna(False).to_numpy(dtype=bool)
    return np.asarray(flags, dtype=bool)
