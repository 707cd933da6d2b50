"""Rows that make no sense, told by cell: an end before its start, a count above its whole.

Cells come first (the parsers), rows second: a rule never fires on a cell that could not be read,
because such a cell is empty here. What a single cell may hold is checked by the declaration's own
pandera schema; what two cells say together by the rules below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from data.fields import Field, Record
from data.problems import Problem, Severity

CellOf = Callable[[int, str], tuple[str | None, str | None]]
"""(position of the row, field) → (cell address, text that stood there)."""


@dataclass(frozen=True)
class _Order:
    """`later` may not lie before `earlier`; a rejecting rule keeps the row out."""

    earlier: str
    later: str
    rejects: bool
    words: str


_ORDERS: dict[str, tuple[_Order, ...]] = {
    "recovery": (
        _Order("disrupted_at", "restored_at", True, "before the disruption"),
        _Order("disrupted_at", "validated_at", True, "before the disruption"),
        _Order("recovery_started_at", "restored_at", True, "before recovery started"),
        _Order("recovery_started_at", "validated_at", True, "before recovery started"),
        _Order("last_recovery_point_at", "disrupted_at", True, "before the last recovery point"),
        _Order("disrupted_at", "detected_at", False, "before the disruption"),
        _Order("detected_at", "declared_at", False, "before the detection"),
        _Order("declared_at", "recovery_started_at", False, "before the declaration"),
        _Order("disrupted_at", "degraded_at", True, "before the disruption"),
        _Order("restored_at", "validated_at", False, "before the system was restored"),
    ),
    "drill": (_Order("started_at", "ended_at", True, "before the drill started"),),
    "task": (
        _Order("started_at", "finished_at", True, "before the task started"),
        _Order("planned_start_at", "planned_finish_at", True, "before the planned start"),
    ),
    "message": (_Order("sent_at", "acknowledged_at", True, "before the message was sent"),),
    "gap": (
        _Order("identified_on", "closed_on", True, "before the gap was identified"),
        _Order("identified_on", "retested_on", True, "before the gap was identified"),
        _Order("identified_on", "due_on", False, "before the gap was identified"),
    ),
    "action": (_Order("planned_start_on", "completed_on", False, "before its planned start"),),
}
_WHOLES = {
    "participant": (("attended_count", "invited_count"), ("trained_count", "attended_count")),
    "message": (("reached_count", "recipient_count"),),
}
_CLOSED = ("closed", "verified")


def check_rows(
    record: Record, rows: pd.DataFrame, cell_of: CellOf
) -> tuple[list[Problem], np.ndarray]:
    """Problems of rows already parsed, and which rows they reject.

    `rows` has one row a record row with those of the record's columns that its table gives; the
    index is 0 … n-1. Returned: problems with addresses, and a boolean array, True = rejected.
    """
    problems: list[Problem] = []
    rejected = np.zeros(len(rows), dtype=bool)
    for position, problem in _all_rules(record, rows, cell_of):
        if rejected[position] and problem.row_rejected:
            continue  # one reason is enough to mend the row
        problems.append(problem)
        rejected[position] |= problem.row_rejected
    return problems, rejected


def _all_rules(
    record: Record, rows: pd.DataFrame, cell_of: CellOf
) -> Iterator[tuple[int, Problem]]:
    yield from _declared_limits(record, rows, cell_of)
    for rule in _ORDERS.get(record.name, ()):
        if rule.earlier in rows and rule.later in rows:
            wrong = (rows[rule.later] < rows[rule.earlier]).fillna(False).to_numpy(bool)
            for position in np.flatnonzero(wrong):
                yield int(position), _order_problem(record, rule, int(position), cell_of)
    for part, whole in _WHOLES.get(record.name, ()):
        if part in rows and whole in rows:
            is_more = rows[part] > rows[whole]
            if part == "trained_count":
                is_more &= rows[whole] > 0  # who was trained and did not come is no mistake
            wrong = is_more.fillna(False).to_numpy(bool)
            for position in np.flatnonzero(wrong):
                yield int(position), _problem(
                    record, part, int(position), cell_of, "warning", "more_than_whole",
                    f"is more than {record.field(whole).title}",
                    f"at most {record.field(whole).title}",
                )  # fmt: skip
    if record.name == "recovery":
        yield from _recovery_rules(record, rows, cell_of)
    if record.name == "gap":
        yield from _gap_rules(record, rows, cell_of)


def _declared_limits(
    record: Record, rows: pd.DataFrame, cell_of: CellOf
) -> Iterator[tuple[int, Problem]]:
    """Cells outside the bounds and allowed values of the declaration."""
    bounded = [
        one.name
        for one in record.fields
        if one.name in rows and (one.allowed or one.low is not None or one.high is not None)
    ]
    bounded = [name for name in bounded if _goes_beyond(record.field(name), rows[name])]
    if not bounded:  # the usual case; it saves the half second that importing pandera takes
        return
    from pandera.errors import SchemaErrors

    schema = record.schema.select_columns(bounded)
    for name in bounded:  # a column of blanks only has no dtype to speak of
        schema.columns[name].nullable = True
    try:
        schema.validate(rows[bounded].reset_index(drop=True), lazy=True)
    except SchemaErrors as found:
        cases = found.failure_cases
        for case in cases[cases["index"].notna()].itertuples():
            one = record.field(case.column)
            limits = [
                f"at least {one.low:g}" if one.low is not None else "",
                f"at most {one.high:g}" if one.high is not None else "",
                f"one of {', '.join(one.values)}" if one.allowed else "",
            ]
            expected = " and ".join(limit for limit in limits if limit)
            yield int(case.index), _problem(
                record, case.column, int(case.index), cell_of, "error", "out_of_bounds",
                "is outside what is possible", f"{one.meaning.rstrip('.')}: {expected}",
                one.matters,
            )  # fmt: skip


def _goes_beyond(one: Field, values: pd.Series) -> bool:
    """Whether any value lies outside the bounds or allowed values of its field."""
    held = values.dropna()
    if held.empty:
        return False
    if one.allowed and not set(held.unique()) <= set(one.values):
        return True
    below = one.low is not None and bool((held < one.low).any())
    return below or (one.high is not None and bool((held > one.high).any()))


def _order_problem(record: Record, rule: _Order, position: int, cell_of: CellOf) -> Problem:
    return _problem(
        record, rule.later, position, cell_of, "error" if rule.rejects else "warning",
        "end_before_start", f"is {rule.words}",
        f"a moment not before {record.field(rule.earlier).title}", rule.rejects,
    )  # fmt: skip


def _recovery_rules(
    record: Record, rows: pd.DataFrame, cell_of: CellOf
) -> Iterator[tuple[int, Problem]]:
    if {"recovery_time_seconds", "restored_at", "disrupted_at"} <= set(rows):
        measured = (rows["restored_at"] - rows["disrupted_at"]).dt.total_seconds()
        apart = (measured - rows["recovery_time_seconds"]).abs() > 60
        for position in np.flatnonzero(apart.fillna(False).to_numpy(bool)):
            yield int(position), _problem(
                record, "recovery_time_seconds", int(position), cell_of, "warning", "disagrees",
                "differs by over a minute from Restored minus Disrupted; the timestamps count",
                "the same time as between the two instants, or none",
            )  # fmt: skip
    if "recovery_time_seconds" in rows:
        zero = (rows["recovery_time_seconds"] == 0).fillna(False).to_numpy(bool)
        for position in np.flatnonzero(zero):
            yield int(position), _problem(
                record, "recovery_time_seconds", int(position), cell_of, "warning", "zero_time",
                "says the system came back in no time at all; it is kept as 0",
                "the measured time, or nothing when it was not measured",
            )  # fmt: skip


def _gap_rules(
    record: Record, rows: pd.DataFrame, cell_of: CellOf
) -> Iterator[tuple[int, Problem]]:
    if "status" not in rows:
        return
    closed = rows["status"].isin(_CLOSED)
    dated = rows["closed_on"].notna() if "closed_on" in rows else pd.Series(False, rows.index)
    if "closed_on" in rows:
        for position in np.flatnonzero((closed & ~dated).to_numpy(bool)):
            yield int(position), _problem(
                record, "closed_on", int(position), cell_of, "warning", "closed_without_date",
                "is blank although the gap is closed; it counts as closed, in no measure of time",
                "the day it was closed, such as 10 Mar 2025",
            )  # fmt: skip
    open_again = dated & ~closed & rows["status"].notna()
    for position in np.flatnonzero(open_again.to_numpy(bool)):
        yield int(position), _problem(
            record, "status", int(position), cell_of, "warning", "date_but_open",
            "has a closing date although the gap is not closed; the status counts",
            "closed or verified, or no closing date",
        )  # fmt: skip


def _problem(
    record: Record, name: str, position: int, cell_of: CellOf, severity: Severity, code: str,
    message: str, expected: str, rejects: bool = False,
) -> Problem:  # fmt: skip
    cell, text = cell_of(position, name)
    return Problem(
        severity, f"{record.field(name).title} {message}.", cell=cell, field=name, value=text,
        expected=expected, row_rejected=rejects, code=code,
    )  # fmt: skip


def is_missing(value: Any) -> bool:  # noqa: ANN401 - a cell may hold anything
    """True for None, NaN and NaT."""
    return value is None or value is pd.NaT or (isinstance(value, float) and value != value)
