"""The one clock of a drill: its zero, and until when something is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analytics.calendar import Organisation, as_of_instant
from analytics.drills import Tables
from analytics.recovery.instants import INSTANTS

_DONE = {
    "log_instants": ("first_at", "last_at"),
    "hold": ("began_at", "ended_at"),
    "task": ("started_at", "finished_at"),
    "message": ("sent_at",),
}
_PLANNED = {"task": ("planned_start_at", "planned_finish_at"), "message": ("due_at",)}


@dataclass(frozen=True)
class Clockface:
    """Where the time axis of a drill begins and ends.

    Attributes
    ----------
    zero_at : T+0: the first disruption of its tests, else its stated start, else the first instant
        of its rows, else, while nothing was done, the first planned one. None when nothing is.
    zero : what zero_at is: `disruption`, `start`, `first entry` or `plan`.
    until_at : its end; of a drill that runs, the last instant recorded. None without any.
    last_at : the last instant of all, work after the end included; where an axis may end.
    """

    zero_at: pd.Timestamp | None
    zero: str
    until_at: pd.Timestamp | None
    last_at: pd.Timestamp | None

    def seconds(self, instants: pd.Series) -> pd.Series:
        """The instants as seconds since zero_at, true across a change of the clocks."""
        if self.zero_at is None:
            return pd.Series(float("nan"), index=instants.index)
        return (instants - self.zero_at).dt.total_seconds()


def clockface(
    cut: Tables,
    facts: Mapping[str, Any],
    tests: pd.DataFrame,
    as_of: date,
    organisation: Organisation,
) -> Clockface:
    """The clock of one drill; `cut` holds its rows only, `tests` its rows of `measure`."""
    limit = as_of_instant(as_of, organisation)
    done = [tests[name] for name in INSTANTS]
    done += [cut[record][name] for record, names in _DONE.items() for name in names]
    first, last = _ends(done, limit)
    started, ended = _known(facts["started_at"]), _known(facts["ended_at"])
    disrupted = _known(tests["disrupted_at"].min())
    end = ended if facts["status"] == "completed" and ended is not None else last
    if disrupted is not None:
        return Clockface(disrupted, "disruption", end, _later(last, end))
    if started is not None:
        return Clockface(started, "start", end, _later(last, end))
    if first is not None:
        return Clockface(first, "first entry", end, _later(last, end))
    planned = [cut[record][name] for record, names in _PLANNED.items() for name in names]
    begin, finish = _ends(planned, None)
    return Clockface(begin, "plan", None, finish)


def _ends(
    columns: list[pd.Series], limit: pd.Timestamp | None
) -> tuple[pd.Timestamp | None, pd.Timestamp | None]:
    """The first and the last instant of the columns that lie not after the limit."""
    known = pd.concat([one.dropna() for one in columns], ignore_index=True)
    if limit is not None:
        known = known[known <= limit]
    if known.empty:
        return None, None
    return known.min(), known.max()


def _known(instant: Any) -> pd.Timestamp | None:  # noqa: ANN401 - a cell of a frame
    return None if instant is None or pd.isna(instant) else instant


def _later(one: pd.Timestamp | None, other: pd.Timestamp | None) -> pd.Timestamp | None:
    return max((at for at in (one, other) if at is not None), default=None)
