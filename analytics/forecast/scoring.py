"""How good forecasts were: those written down, and what the method would have said before."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analytics.drills import fact_of
from analytics.forecast.predicting import FEWEST_DRILLS, forecast
from analytics.metric import no_rows
from analytics.rates import rows_behind, wilson
from analytics.targets import Target

MOST_DRILLS = 8  # the newest ones a method is tried on: a year of two drills a quarter
_LOST = ("not recovered", "partial")
_COLUMNS = (
    "drill",
    "system",
    "low_seconds",
    "high_seconds",
    "chance",
    "outcome",
    "seconds",
    "is_inside",
    "record",
    "row_key",
)


@dataclass(frozen=True)
class Scored:
    """Forecasts against what came of them.

    Attributes
    ----------
    systems : one row a system and drill: drill, system, low_seconds, high_seconds, chance,
        outcome, seconds, is_inside, record, row_key.
    drills : one row a drill: drill, chance (that all are under; missing when none was said),
        came_true, inside, counted.
    inside, counted : how many of the ranges held, of those that could be judged.
    rows : the records behind, as `Metric.rows`.
    """

    systems: pd.DataFrame
    drills: pd.DataFrame
    inside: int
    counted: int
    rows: pd.DataFrame = field(default_factory=no_rows)

    @property
    def faster(self) -> int:
        """How many came back faster than their range."""
        return int((self.systems["seconds"] < self.systems["low_seconds"]).sum())

    @property
    def slower(self) -> int:
        """How many came back later than their range, or not at all."""
        return self.counted - self.inside - self.faster

    @property
    def interval(self) -> tuple[float, float] | None:
        """The Wilson interval of the share that held; None while none was judged."""
        return wilson(self.inside, self.counted) if self.counted else None


def tried_on_the_past(history: pd.DataFrame, target: Target) -> Scored:
    """What the method would have said before each drill, from those before it alone.

    The newest eight drills that had three before them. It is a check of the method, not of what
    anybody said: nothing of it was written down.
    """
    drills = history.drop_duplicates("place")[["place", "drill", "began_at"]].sort_values("place")
    ended = history.drop_duplicates("place").set_index("place")["ended_at"]
    parts = []
    for place, drill, began in list(drills.itertuples(index=False))[FEWEST_DRILLS:][-MOST_DRILLS:]:
        before = ended.index[(ended <= began).fillna(False)] if pd.notna(began) else []
        past = history[history["place"].isin(before)]
        tests = history[history["place"] == place]
        said = forecast(past, list(tests["system"]), target)
        if said.note is None:
            parts.append(_Said(str(drill), said.systems, said.chance, tests, target))
    return _scored(parts)


def written_scores(written: pd.DataFrame, history: pd.DataFrame, clock: str) -> Scored:
    """The forecasts that were written down before their drills, against what came of them.

    Parameters
    ----------
    written : `written_before`. history : `systems.histories`, whose clock is `clock`: what was said
        on another clock is left out, as it says nothing of these times.
    """
    own = written[written["clock"].isna() | (written["clock"] == clock)]
    parts = []
    for drill, said in own.groupby("drill", sort=False):
        tests = history[history["drill"] == drill]
        if tests.empty:
            continue
        whole = said.loc[said["system"].isna(), "chance"].dropna()
        ranges = said[said["system"].notna()].copy()
        # a blank end of a range that has another end or a middle reaches into "not back"
        bounds = ranges[["low_seconds", "likely_seconds", "high_seconds"]]
        has_range = bounds.notna().any(axis=1)
        for name in ("low_seconds", "high_seconds"):
            ranges[name] = ranges[name].mask(ranges[name].isna() & has_range, np.inf)
        chance = None if whole.empty else float(whole.iloc[0])
        parts.append(_Said(str(drill), ranges, chance, tests, _target_of(said)))
    return _scored(parts)


def written_before(rows: pd.DataFrame, drills: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Of each drill and system the last forecast said before the drill's day, by the as-of date.

    Parameters
    ----------
    rows : the forecast record. drills : `drill_facts`.

    What was said on the drill's own day, or later, is no forecast of it: it is left out. Of a drill
    that has not begun, what was said last.
    """
    said = rows[(rows["said_on"] <= as_of) & ~(rows["said_on"] >= _begun_on(rows, drills))]
    said = said.sort_values(["drill", "said_on"], kind="stable")
    newest = said.groupby("drill")["said_on"].transform("max")
    return said[said["said_on"] == newest].reset_index(drop=True)


def written_too_late(rows: pd.DataFrame, drills: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """What `written_before` leaves out: one row a drill and day, drill, said_on, began_on.

    A forecast of before its drill becomes one of these when the drill's date is set earlier.
    """
    late = rows.assign(began_on=_begun_on(rows, drills))
    late = late[(late["said_on"] <= as_of) & (late["said_on"] >= late["began_on"])]
    late = late[["drill", "said_on", "began_on"]].drop_duplicates()
    return late.sort_values(["drill", "said_on"], ignore_index=True)


def _begun_on(rows: pd.DataFrame, drills: pd.DataFrame) -> pd.Series:
    """The day each row's drill began, as far as it is known."""
    began = drills.assign(began_on=drills["started_on"].fillna(drills["ended_on"]))
    return fact_of(began, rows["drill"], "began_on").astype("datetime64[us]")


def _target_of(said: pd.DataFrame) -> Target | None:
    known = said[said["target_seconds"].notna()]
    if known.empty:
        return None
    operator = known["target_operator"].iloc[0]
    return Target(
        "recovery_time", "<" if pd.isna(operator) else str(operator),
        float(known["target_seconds"].iloc[0]), "s",
    )  # fmt: skip


@dataclass(frozen=True)
class _Said:
    """One drill's forecast beside the tests of the drill; without a target its chance is unjudged.

    ranges : system, low_seconds, high_seconds, chance; row_key and said_on where it was written.
    """

    drill: str
    ranges: pd.DataFrame
    chance: float | None
    tests: pd.DataFrame
    target: Target | None


def _scored(said: list[_Said]) -> Scored:
    systems, drills, behind = [], [], []
    for one in said:
        frame = _judged(one)
        systems.append(frame)
        inside, counted = int(frame["is_inside"].sum()), len(frame)
        drills.append((one.drill, one.chance, _came_true(one), inside, counted))
        behind.append(rows_behind(frame, frame["record"], frame["is_inside"]))
        if "said_on" in one.ranges:
            behind.append(rows_behind(one.ranges, "forecast", False, False))
    every = pd.concat(systems, ignore_index=True) if systems else pd.DataFrame(columns=_COLUMNS)
    return Scored(
        every,
        pd.DataFrame(drills, columns=["drill", "chance", "came_true", "inside", "counted"]),
        int(every["is_inside"].sum()) if len(every) else 0,
        len(every),
        pd.concat(behind, ignore_index=True) if behind else no_rows(),
    )


def _judged(said: _Said) -> pd.DataFrame:
    """Each range against its test, where there is a time or a "not back" to judge it by."""
    ranges = said.ranges[["system", "low_seconds", "high_seconds", "chance"]]
    ranges = ranges.astype({"system": object})
    tests = said.tests[["system", "record", "row_key", "outcome", "recovery_seconds"]]
    both = ranges.merge(tests.rename(columns={"recovery_seconds": "seconds"}), on="system")
    lost = both["outcome"].isin(_LOST)
    has_range = both["low_seconds"].notna() & both["high_seconds"].notna()
    both = both[has_range & (both["seconds"].notna() | lost)].assign(drill=said.drill)
    seconds = both["seconds"].where(~both["outcome"].isin(_LOST), np.inf)
    inside = (seconds >= both["low_seconds"]) & (seconds <= both["high_seconds"])
    return both.assign(is_inside=inside.astype(bool))[list(_COLUMNS)].reset_index(drop=True)


def _came_true(said: _Said) -> bool | None:
    """Whether all systems it was said of, and that were tried, came back under the target."""
    own = said.tests[said.tests["is_tried"] & said.tests["system"].isin(said.ranges["system"])]
    if own.empty or said.target is None:
        return None
    times = own["recovery_seconds"].where(own["outcome"] == "recovered")
    return all(said.target.is_met(float(one)) or False for one in times)
