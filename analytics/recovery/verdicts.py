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
    # As plain arrays throughout: what is asked is cheap, what a series adds to it is not.
    is_over = _is(rows["drill_status"], "completed")
    has_duration = has_duration.to_numpy(dtype=bool)
    has_stop = _known(rows["restored_at"]) | _known(rows["validated_at"])
    has_time = _known(rows["first_own_at"]) | has_duration
    has_point = _known(rows["last_recovery_point_at"]) | _known(rows["data_loss_seconds"])
    empties = [rows[f"{name}_empty"] for name in (*_STOPS, "recovery_time")]
    says_unknown = any_of(_is(empty, *_SAYS_UNKNOWN) for empty in empties) & is_over
    says_pending = any_of(_is(empty, *_SAYS_UNKNOWN[:2]) for empty in empties) & is_over
    says_untested = any_of(_is(empty, "not tested") for empty in empties) & is_over
    is_typed = _known(typed)
    says_untested &= ~has_stop & ~has_duration & ~is_typed
    has_result = is_typed | (has_point & is_over) | says_pending

    marked = _is(typed, "recovered", "passed")
    is_begun = rows["is_begun"].to_numpy(dtype=bool)
    stop_blank = ~has_stop & ~has_duration & ~says_unknown
    degraded = _known(rows["degraded_at"]) & stop_blank & ~is_typed & is_over
    found = np.select(
        [
            _is(typed, "not tested") | says_untested | ~(has_time | has_result),
            (has_stop | has_duration | marked) & ~_is(typed, "not recovered"),
            _is(typed, "partial") | degraded,
            is_begun & ~is_over,
            _is(typed, "failed", "not recovered") | (is_begun & stop_blank & ~is_typed & is_over),
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
            _is(outcome, "not tested"),
            _is(outcome, "in progress"),
            ~_known(objective),
            _is(outcome, "not recovered", "partial"),
            ~_known(figure),
            is_within(figure, objective, operator).to_numpy(dtype=bool),
        ],
        ["not tested", "in progress", "no objective", "missed", "not measured", "met"],
        default="missed",
    )
    return pd.Series(found, index=outcome.index, dtype="object")


def is_within(figure: pd.Series, objective: pd.Series, operator: pd.Series) -> pd.Series:
    """Whether the figure keeps the objective; `<` where so written, else `<=`; unknown is no."""
    took, allowed = figure.to_numpy(dtype=float), objective.to_numpy(dtype=float)
    is_tie = took == allowed
    if is_tie.any():
        is_tie &= ~_is(operator, "<")
    return pd.Series((took < allowed) | is_tie, index=figure.index)


def bands(
    verdict: pd.Series, outcome: pd.Series, figure: pd.Series, objective: pd.Series
) -> pd.Series:
    """The overrun band of every missed test; missing where nothing was missed."""
    allowed = objective.to_numpy(dtype=float)
    over = figure.to_numpy(dtype=float) - allowed
    is_missed = _is(verdict, "missed")
    found = np.select(
        [
            _is(outcome, "not recovered", "partial"),
            (allowed == 0) & (over > 0),
            over <= MINOR_UP_TO * allowed,
            over <= SIGNIFICANT_UP_TO * allowed,
        ],
        ["total", "critical", "minor", "significant"],
        default="critical",
    ).astype(object)
    found[~is_missed] = None
    return pd.Series(found, index=verdict.index, dtype="object")


def typed_disagrees(
    typed: pd.Series, outcome: pd.Series, verdict: pd.Series, has_time: pd.Series
) -> pd.Series:
    """Whether what a person marked contradicts what the times say; the times count."""
    if not _known(typed).any():
        return pd.Series(False, index=typed.index)
    disagrees = (
        (_is(typed, "passed") & _is(verdict, "missed"))
        | (_is(typed, "failed") & _is(verdict, "met"))
        | (_is(typed, "partial") & _is(outcome, "recovered"))
        | (_is(typed, "not recovered", "not tested") & has_time.to_numpy(dtype=bool))
    )
    return pd.Series(disagrees, index=typed.index)


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


def any_of(flags: Iterable[np.ndarray]) -> np.ndarray:
    """Where at least one of the flags is set."""
    return reduce(or_, flags)


def _known(column: pd.Series) -> np.ndarray:
    return column.notna().to_numpy()


def _is(column: pd.Series, *words: str) -> np.ndarray:
    """Where the column says one of the words; where nothing is said, not."""
    if not isinstance(column.dtype, np.dtype) and not _known(column).any():
        return np.zeros(len(column), dtype=bool)
    said = column.to_numpy(dtype=object, na_value=None)
    return reduce(or_, [said == word for word in words]).astype(bool)
