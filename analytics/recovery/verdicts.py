"""Outcome, verdict, overrun band and marks of every test (metrics.md, "One test")."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

import numpy as np
import pandas as pd

OUTCOMES = ("not tested", "recovered", "partial", "in progress", "not recovered", "unknown")
VERDICTS = ("met", "missed", "not tested", "in progress", "no objective", "not measured")
BANDS = ("minor", "significant", "critical", "total")
MINOR_UP_TO, SIGNIFICANT_UP_TO = 0.20, 0.50  # overrun as a share of the objective

_STOPS = ("restored", "validated")
_SAYS_UNKNOWN = ("unknown", "pending", "not applicable")


def outcomes(rows: pd.DataFrame, typed: pd.Series, has_duration: pd.Series) -> pd.Series:
    """The outcome of every test, in the order of the table of metrics.md.

    `typed` and `has_duration` are what people marked and timed, already blank while the drill has
    not ended. A degraded instant with the stop blank at the drill's end is a mark of partial. A
    cell that says why it is empty is not blank: a stop that says unknown, pending or not applicable
    leaves the outcome unknown, one that says not tested marks the test so.
    """
    is_over = rows["drill_status"] == "completed"
    has_stop = rows["restored_at"].notna() | rows["validated_at"].notna()
    has_time = rows["first_own_at"].notna() | has_duration
    has_point = rows["last_recovery_point_at"].notna() | rows["data_loss_seconds"].notna()
    empties = [rows[f"{name}_empty"] for name in (*_STOPS, "recovery_time")]
    says_unknown = any_of(empty.isin(_SAYS_UNKNOWN) for empty in empties) & is_over
    says_pending = any_of(empty.isin(_SAYS_UNKNOWN[:2]) for empty in empties) & is_over
    says_untested = any_of(empty == "not tested" for empty in empties) & is_over
    says_untested &= ~has_stop & ~has_duration & typed.isna()
    has_result = typed.notna() | (has_point & is_over) | says_pending

    marked = typed.isin(("recovered", "passed"))
    stop_blank = ~has_stop & ~has_duration & ~says_unknown
    degraded = rows["degraded_at"].notna() & stop_blank & typed.isna() & is_over
    found = np.select(
        [
            (typed == "not tested") | says_untested | ~(has_time | has_result),
            (has_stop | has_duration | marked) & (typed != "not recovered"),
            (typed == "partial") | degraded,
            rows["is_begun"] & ~is_over,
            typed.isin(("failed", "not recovered"))
            | (rows["is_begun"] & stop_blank & typed.isna() & is_over),
        ],
        list(OUTCOMES[:5]),
        default=OUTCOMES[5],
    )
    return pd.Series(found, index=rows.index, dtype="object")


def verdicts(
    outcome: pd.Series, figure: pd.Series, objective: pd.Series, operator: pd.Series
) -> pd.Series:
    """The verdict of every test against an objective of its own; operators `<` or `<=` [s]."""
    found = np.select(
        [
            outcome == "not tested",
            outcome == "in progress",
            objective.isna(),
            outcome.isin(("not recovered", "partial")),
            figure.isna(),
            is_within(figure, objective, operator),
        ],
        ["not tested", "in progress", "no objective", "missed", "not measured", "met"],
        default="missed",
    )
    return pd.Series(found, index=outcome.index, dtype="object")


def is_within(figure: pd.Series, objective: pd.Series, operator: pd.Series) -> pd.Series:
    """Whether the figure keeps the objective; `<` where so written, else `<=`; unknown is no."""
    return (figure < objective) | ((figure == objective) & (operator != "<"))


def bands(
    verdict: pd.Series, outcome: pd.Series, figure: pd.Series, objective: pd.Series
) -> pd.Series:
    """The overrun band of every missed test; missing where nothing was missed."""
    over = figure - objective
    found = np.select(
        [
            verdict != "missed",
            outcome.isin(("not recovered", "partial")),
            (objective == 0) & (over > 0),
            over <= MINOR_UP_TO * objective,
            over <= SIGNIFICANT_UP_TO * objective,
        ],
        ["", "total", "critical", "minor", "significant"],
        default="critical",
    )
    named = pd.Series(found, index=verdict.index, dtype="object")
    return named.where(named != "", None)


def typed_disagrees(
    typed: pd.Series, outcome: pd.Series, verdict: pd.Series, has_time: pd.Series
) -> pd.Series:
    """Whether what a person marked contradicts what the times say; the times count."""
    return (
        ((typed == "passed") & (verdict == "missed"))
        | ((typed == "failed") & (verdict == "met"))
        | ((typed == "partial") & (outcome == "recovered"))
        | (typed.isin(("not recovered", "not tested")) & has_time)
    )


def marks(flags: dict[str, pd.Series], index: pd.Index) -> pd.Series:
    """The words whose flag is set, one tuple a row, in the order of the flags."""
    codes = np.zeros(len(index), dtype="int64")
    for place, flag in enumerate(flags.values()):
        codes |= flag.fillna(False).to_numpy(dtype=bool).astype("int64") << place
    words = list(flags)
    spelled = {
        code: tuple(word for place, word in enumerate(words) if code >> place & 1)
        for code in np.unique(codes).tolist()
    }
    return pd.Series([spelled[code] for code in codes.tolist()], index=index, dtype="object")


def any_of(flags: Iterable[pd.Series]) -> pd.Series:
    """Where at least one of the flags is set."""
    return reduce(or_, flags)
