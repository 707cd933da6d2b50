"""The days on which anything recorded happened: between them, an as-of date changes nothing.

What an as-of date does is compare: this instant is not after its end, that day is before it. So two
dates with nothing recorded between them give the same facts, and what was worked out for one serves
the other. That holds for what compares alone (`drill_facts`, `untimed`, `drill_ground`,
`pair_figures` and the runbooks); not for what measures up to the date: the age of an open gap, the
days since a test, whether a planned month is over.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from analytics.drills import Tables

# An instant's day is another one in another zone, a day counts from its start or to its end, and a
# day given without a time ends in the drill's zone: never three days off, all taken together.
_AROUND = range(-3, 4)
_DAY = "datetime64[D]"


def days_of_change(tables: Tables) -> np.ndarray:
    """The days, ascending, as of which something may stand otherwise than the day before.

    Every day and instant in any column of any table, and where a stated duration ends, with the
    three days around it. Days more than needed cost a reuse, a day too few would cost a figure.
    """
    known = [
        frame[name]
        for frame in tables.values()
        for name in frame.columns[[_is_moment(dtype) for dtype in frame.dtypes]]
    ]
    days = np.concatenate([*map(_days, [*known, *_implied(tables)]), np.array([], dtype=_DAY)])
    return np.unique(np.unique(days)[:, None] + np.array(_AROUND, dtype="timedelta64[D]"))


def settled_day(days: np.ndarray, as_of: date) -> date:
    """The earliest date that gives the same facts as this one; days : `days_of_change`."""
    before = int(np.searchsorted(days, np.datetime64(as_of, "D"), side="right"))
    if not before:
        return as_of  # before all that is known; nobody asks for two of those
    found: date = days[before - 1].astype(object)
    return found


def _implied(tables: Tables) -> list[pd.Series]:
    """When the recoveries with a stated duration ended: from their own start and the drill's."""
    rows = tables["recovery"]
    spent = pd.to_timedelta(rows["recovery_time_seconds"], unit="s")
    starts = tables["drill"].drop_duplicates("drill").set_index("drill")["started_at"]
    begun = starts.reindex(rows["drill"].astype(object)).set_axis(rows.index)
    return [rows["disrupted_at"] + spent, begun + spent]


def _is_moment(dtype: object) -> bool:
    return isinstance(dtype, pd.DatetimeTZDtype) or getattr(dtype, "kind", "") == "M"


def _days(column: pd.Series) -> np.ndarray:
    known = column.dropna()
    if isinstance(known.dtype, pd.DatetimeTZDtype):
        known = known.dt.tz_convert("UTC").dt.tz_localize(None)
    return np.unique(known.to_numpy().astype(_DAY))
