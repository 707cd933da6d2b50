"""One row a test: what happened, how long it took, and whether that kept the objective."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from analytics.calendar import Organisation, as_of_instant, seconds_between
from analytics.drills import Tables, drill_facts
from analytics.recovery.clock import Clock, read_clock
from analytics.recovery.holds import hold_seconds
from analytics.recovery.instants import INSTANTS, fill_from_drill, tested
from analytics.recovery.inventory import in_force
from analytics.recovery.verdicts import bands, is_within, marks, outcomes, typed_disagrees, verdicts

TRIED = ("recovered", "partial", "not recovered", "in progress")
DISAGREEMENT_SECONDS = 60.0  # a duration beside instants may differ by rounding

COLUMNS = (
    "drill",
    "system",
    "record",
    "row_key",
    "quarter",
    "zone",
    "drill_status",
    "is_tabletop",
    "is_in_scope",
    "tier",
    *INSTANTS,
    "last_recovery_point_at",
    "drill_ended_at",
    "recovery_seconds",
    "recovery_low_seconds",
    "net_of_holds_seconds",
    "degraded_seconds",
    "rto_seconds",
    "rto_operator",
    "rto_row_key",
    "margin_seconds",
    "recovery_point_seconds",
    "rpo_seconds",
    "rpo_operator",
    "rpo_row_key",
    "outcome",
    "typed_outcome",
    "verdict",
    "rpo_verdict",
    "band",
    "censored_seconds",
    "lost_seconds",
    "lost_until",
    "hourly_downtime_cost",
    "marks",
    "note",
)


def measure(
    tables: Tables,
    as_of: date,
    clock: str | Clock,
    organisation: Organisation,
    drills: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Every test, one row a (drill, system), as it was known at the end of the as-of date.

    Parameters
    ----------
    tables : frames of the store: drill, recovery, system, log_instants, hold and those that name
        drills.
    as_of, organisation : the date that counts and the settings.
    clock : START:STOP. Raises ValueError when there is no such clock.
    drills : `drill_facts` of the same date, when already at hand.

    Returns
    -------
    Rows by drill as they began, then system; columns `COLUMNS`:

    - instants in UTC after filling; disrupted_at may be the drill's start (mark *assumed start*).
    - recovery_seconds : stop − start by the clock, or the stated duration; only of recovered tests.
      Holds included; net_of_holds_seconds without them (missing for a stated duration of a drill
      with holds). recovery_low_seconds : the lower end of a stated range.
    - degraded_seconds : clock start to degraded service.
    - rto_seconds, rto_operator : of the results sheet, else in force on the drill's first day.
      margin_seconds : RTO − recovery time, negative when over.
    - recovery_point_seconds : disruption − last recovery point, else the stated data loss.
    - outcome, verdict, rpo_verdict, band : see `verdicts`; typed_outcome as people marked it.
    - censored_seconds : of partial and not recovered tests, clock start to the drill's end.
    - lost_seconds, lost_until : disruption to restored (else validated, else the stated duration)
      or to the drill's end, whatever the clock.
    - marks : tuple of words; see `_marks`.
    """
    return timed(untimed(tables, as_of, organisation, drills), clock, tables["hold"])


def untimed(
    tables: Tables, as_of: date, organisation: Organisation, drills: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Every test without a clock: its instants, outcome and objectives, for `timed` to time.

    The same for every clock, so that a test asked under many is read once. Parameters as `measure`.
    """
    limit = as_of_instant(as_of, organisation)
    facts = drill_facts(tables, as_of, organisation) if drills is None else drills
    rows = tested(tables, facts, limit)
    is_over = rows["drill_status"] == "completed"
    typed = rows["outcome"].astype(object).where(is_over)
    rows["data_loss_seconds"] = rows["data_loss_seconds"].where(is_over)
    rows["has_stop"] = rows["restored_at"].notna() | rows["validated_at"].notna()
    has_duration = rows["recovery_time_seconds"].notna() & is_over & ~rows["has_stop"]
    rows["has_duration"] = has_duration
    rows["typed_outcome"] = typed
    rows["outcome"] = outcomes(rows, typed, has_duration)

    # A mark of unknown alone is no test that a drill's start could say anything of.
    takes_part = rows["outcome"].isin(TRIED) | rows["first_own_at"].notna()
    rows = fill_from_drill(rows, tables, limit, takes_part)
    rows["is_assumed_start"] = _borrows_start(rows, has_duration) & takes_part
    rows["disrupted_at"] = rows["disrupted_at"].where(
        ~rows["is_assumed_start"], rows["drill_started_at"]
    )
    rows["is_timed_by_hand"] = has_duration & (rows["outcome"] == "recovered")
    rows = _points(rows)
    rows = _objectives(rows, tables["system"])
    rows = _losses(rows)
    rows["rpo_verdict"] = _point_verdicts(rows)
    began = pd.Series(np.arange(len(facts)), index=facts["drill"])
    order = began.reindex(rows["drill"]).to_numpy()
    return rows.assign(order=order).sort_values(["order", "system"], ignore_index=True)


def timed(untimed_rows: pd.DataFrame, clock: str | Clock, hold: pd.DataFrame) -> pd.DataFrame:
    """The tests of `untimed` by one clock, as `measure` gives them."""
    rows = _times(untimed_rows.copy(deep=False), read_clock(clock), hold)
    rows["verdict"] = verdicts(
        rows["outcome"], rows["recovery_seconds"], rows["rto_seconds"], rows["rto_operator"]
    )
    rows["margin_seconds"] = rows["rto_seconds"] - rows["recovery_seconds"]
    rows["band"] = bands(
        rows["verdict"], rows["outcome"], rows["recovery_seconds"], rows["rto_seconds"]
    )
    rows["marks"] = _marks(rows, rows["has_stop"] | rows["has_duration"])
    rows["is_in_scope"] = rows["is_in_scope"].fillna(True).astype(bool)
    return rows[list(COLUMNS)]


def recovery_under(untimed_rows: pd.DataFrame, clock: Clock) -> pd.Series:
    """The recovery time of every test of `untimed` by one clock [s], missing where it has none."""
    measured = _measured(untimed_rows, _elapsed(untimed_rows, clock))
    return pd.Series(_told(untimed_rows, measured), index=untimed_rows.index)


def _measured(rows: pd.DataFrame, elapsed: np.ndarray) -> np.ndarray:
    """The time between the clock's instants of those that recovered, in the right order."""
    is_recovered = rows["outcome"].to_numpy(dtype=object) == "recovered"
    return np.where(is_recovered & (elapsed >= 0), elapsed, np.nan)


def _told(rows: pd.DataFrame, measured: np.ndarray) -> np.ndarray:
    """The measured time, but for those timed by hand, whose stated duration counts."""
    by_hand = rows["is_timed_by_hand"].to_numpy(dtype=bool)
    return np.where(by_hand, rows["recovery_time_seconds"].to_numpy(dtype=float), measured)


def _borrows_start(rows: pd.DataFrame, has_duration: pd.Series) -> pd.Series:
    """Whether the drill's start stands for the disruption: only where that cell is blank.

    Never after the test's own first instant; and not where a stated duration needs no start, unless
    the recovery point does.
    """
    is_blank = rows["disrupted_at"].isna() & rows["disrupted_empty"].isna()
    fits = ~(rows["drill_started_at"] > rows["first_own_at"])
    needs = ~has_duration | rows["last_recovery_point_at"].notna()
    return is_blank & fits & needs & rows["drill_started_at"].notna()


def _elapsed(rows: pd.DataFrame, clock: Clock) -> np.ndarray:
    return seconds_between(rows[clock.start_column], rows[clock.stop_column]).to_numpy()


def _times(rows: pd.DataFrame, clock: Clock, hold: pd.DataFrame) -> pd.DataFrame:
    """With recovery, net and degraded time, and the time until censored."""
    start, stop = rows[clock.start_column], rows[clock.stop_column]
    outcome = rows["outcome"].to_numpy(dtype=object)
    elapsed = _elapsed(rows, clock)
    measured = _measured(rows, elapsed)
    recovery = _told(rows, measured)
    by_hand = rows["is_timed_by_hand"].to_numpy(dtype=bool)
    low = rows["recovery_time_low_seconds"].to_numpy(dtype=float)
    rows["is_backwards"] = (outcome == "recovered") & (elapsed < 0)
    rows["recovery_seconds"] = recovery
    rows["recovery_low_seconds"] = np.where(by_hand, low, np.nan)
    rows["net_of_holds_seconds"] = recovery
    if not hold.empty:
        held = hold_seconds(rows, hold, start.where(~np.isnan(measured)), stop).fillna(0)
        is_held = by_hand & rows["drill"].isin(hold["drill"].dropna().unique()).to_numpy()
        rows["net_of_holds_seconds"] = np.where(is_held, np.nan, recovery - held.to_numpy())
    stated = rows["recovery_time_seconds"].to_numpy(dtype=float)
    rows["duration_disagrees"] = np.abs(stated - measured) > DISAGREEMENT_SECONDS
    degraded = seconds_between(start, rows["degraded_at"]).to_numpy()
    rows["degraded_seconds"] = np.where(degraded >= 0, degraded, np.nan)

    until_end = seconds_between(start, rows["drill_ended_at"]).to_numpy()
    is_down = (outcome == "not recovered") | (outcome == "partial")
    rows["censored_seconds"] = np.where(is_down & (until_end >= 0), until_end, np.nan)
    return rows


def _points(rows: pd.DataFrame) -> pd.DataFrame:
    """With the recovery point."""
    lost = seconds_between(rows["last_recovery_point_at"], rows["disrupted_at"])
    rows["is_point_after"] = lost < 0
    rows["recovery_point_seconds"] = lost.clip(lower=0).fillna(rows["data_loss_seconds"])
    return rows


def _objectives(rows: pd.DataFrame, system: pd.DataFrame) -> pd.DataFrame:
    """With the objectives that count: the results sheet's own, else the inventory's that day."""
    asked = rows[["system"]].assign(day=rows["first_on"])
    listed = in_force(system, asked)
    for name in ("rto", "rpo"):
        is_own = rows[f"{name}_seconds"].notna()
        operator = rows[f"{name}_operator"].astype(object)
        rows[f"{name}_row_key"] = listed[f"{name}_row_key"].astype(object).where(~is_own, None)
        rows[f"{name}_seconds"] = rows[f"{name}_seconds"].where(is_own, listed[f"{name}_seconds"])
        operator = operator.where(is_own, listed[f"{name}_operator"].astype(object)).fillna("<=")
        rows[f"{name}_operator"] = operator.where(rows[f"{name}_seconds"].notna(), None)
    rows["tier"] = listed["tier"].astype(object)
    rows["hourly_downtime_cost"] = listed["hourly_downtime_cost"]
    return rows


def _losses(rows: pd.DataFrame) -> pd.DataFrame:
    """With how long each tested system was down, and until when that was counted."""
    down = rows["disrupted_at"]
    is_recovered = rows["outcome"] == "recovered"
    is_down = rows["outcome"].isin(("not recovered", "partial"))
    restored = seconds_between(down, rows["restored_at"]).where(is_recovered)
    stated = rows["recovery_time_seconds"].where(rows["is_timed_by_hand"])
    validated = seconds_between(down, rows["validated_at"]).where(
        is_recovered & rows["restored_at"].isna()
    )
    ended = seconds_between(down, rows["drill_ended_at"]).where(is_down)
    lost = restored.fillna(validated).fillna(stated).fillna(ended)
    rows["lost_seconds"] = lost.where(lost >= 0)
    until = np.select(
        [restored.notna(), validated.notna(), stated.notna(), ended.notna()],
        ["restored", "validated", "stated duration", "drill's end"],
        default="",
    )
    named = pd.Series(until, index=rows.index, dtype="object")
    rows["lost_until"] = named.where(rows["lost_seconds"].notna(), None)
    return rows


def _point_verdicts(rows: pd.DataFrame) -> pd.Series:
    """The verdict against the RPO: not recovered with an RPO is missed whatever its point."""
    # A partial system's data is judged by its point; only one not recovered is missed outright.
    outcome = rows["outcome"].where(rows["outcome"] != "partial", "recovered")
    return verdicts(
        outcome, rows["recovery_point_seconds"], rows["rpo_seconds"], rows["rpo_operator"]
    )


def _marks(rows: pd.DataFrame, has_stop_or_duration: pd.Series) -> pd.Series:
    """What a reader must know beside the figures of a test.

    assumed start (the drill's), assumed end (not recovered by an end that was not stated), clock
    unspecified (a stated duration), approximate, undecided range (the objective lies inside it),
    estimated (tabletop), tie (exactly the objective), typed verdict disagrees, duration disagrees
    (with the instants, by over a minute), out of order (it stopped before it started: no time),
    point after disruption (no data lost), from the log, from the drill's log, out of scope.
    """
    by_hand = rows["is_timed_by_hand"]
    low, rto = rows["recovery_low_seconds"], rows["rto_seconds"]
    has_time = rows["recovery_seconds"].notna()
    low_kept = is_within(low, rto, rows["rto_operator"])
    is_down = rows["outcome"].isin(("not recovered", "partial"))
    return marks(
        {
            "assumed start": rows["is_assumed_start"],
            "assumed end": rows["is_assumed_end"].astype(bool) & is_down,
            "clock unspecified": by_hand,
            "approximate": rows["recovery_time_is_approximate"].fillna(False) & by_hand,
            "undecided range": low.notna() & low_kept & (rows["verdict"] == "missed"),
            "estimated": rows["is_tabletop"].astype(bool) & has_time,
            "tie": has_time & (rows["recovery_seconds"] == rto),
            "typed verdict disagrees": typed_disagrees(
                rows["typed_outcome"], rows["outcome"], rows["verdict"], has_stop_or_duration
            ),
            "duration disagrees": rows["duration_disagrees"],
            "out of order": rows["is_backwards"],
            "point after disruption": rows["is_point_after"],
            "from the log": rows["is_from_log"],
            "from the drill's log": rows["is_from_drill"],
            "out of scope": (rows["is_in_scope"] == False).fillna(False),  # noqa: E712
        },
        rows.index,
    )
