"""Clock times of steps and messages: which are past midnight, by their order and by their plans.

A plan does not bound what became of it: a message may go out before it is due. The two are of the
days on which they lie nearest to each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from data.intake.columns import TypedColumn
from data.intake.logorder import (
    DATED,
    HALF_A_DAY,
    NO_CLOCK,
    clock_of,
    each_cell,
    groups_of,
    wrap_of,
)
from data.intake.matching.matched import ColumnMatch
from data.intake.pairs import NEVER
from data.intake.parsing.instants import days_from_plan
from data.intake.parsing.labels import parse_list
from data.intake.rawtext import raw_text
from data.intake.reading.book import cell_name
from data.intake.steps import Steps
from data.intake.worktable import WorkTable
from data.problems import Problem

Clocks = npt.NDArray[np.int64]
Days = npt.NDArray[np.int64]

PLANS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "task": {
        "started_at": ("planned_start_at", "planned_finish_at"),
        "finished_at": ("planned_finish_at", "planned_start_at"),
    },
    "message": {"sent_at": ("due_at",), "acknowledged_at": ("due_at",)},
}
"""By record, what became of a plan and the plans it belongs to, the nearest first."""

_DAY = 86_400
_LONG_FALL = 6 * 3600  # what has to wait does not start that much before what it waits for


def is_plan(record: str, name: str) -> bool:
    """Whether a field says when something was to be."""
    return any(name in plans for plans in PLANS.get(record, {}).values())


def plan_of(
    record: str, name: str, typed: Mapping[tuple[str, str], TypedColumn],
    earlier: npt.NDArray[np.int64],
) -> npt.NDArray[np.int64] | None:  # fmt: skip
    """When a field of each row was to be, in microseconds; None for a field without a plan.

    NEVER where the row has no plan, or says what the field follows.
    """
    plans = [typed[record, one] for one in PLANS.get(record, {}).get(name, ())
             if (record, one) in typed]  # fmt: skip
    if not plans:
        return None
    planned = np.full(len(earlier), NEVER)
    for one in plans:
        planned = np.where(planned == NEVER, one.values.microseconds, planned)
    return np.where(earlier == NEVER, planned, NEVER)


@dataclass(frozen=True, eq=False)
class PlanOrder:
    """By field, the rows whose clock time is the next day's; what cannot be told, or None."""

    next_day: Mapping[str, npt.NDArray[np.bool_]] = field(default_factory=dict)
    problem: Problem | None = None


def plan_order(table: WorkTable) -> PlanOrder:
    """What the order of steps or messages, what they wait for and their plans say of their days."""
    record = table.record.name
    if record not in PLANS:
        return PlanOrder()
    clocks = {name: _clocks(table, matches) for name, matches in table.matches(record).items()
              if name in PLANS[record] or is_plan(record, name)}  # fmt: skip
    if not any((one >= 0).any() for one in clocks.values()):
        return PlanOrder()
    nothing = np.full(table.count, NO_CLOCK)
    chains = {
        "task": (("planned_start_at", "planned_finish_at"), ("started_at", "finished_at")),
        "message": (("due_at",), ("sent_at", "acknowledged_at")),
    }[record]
    leads = [
        next((name for name in chain if name in clocks and (clocks[name] >= 0).any()), None)
        for chain in chains
    ]
    plan, real = (clocks[name] if name else nothing for name in leads)
    plan_days, real_days = np.zeros_like(plan), np.zeros_like(plan)
    unclear: list[int] = []
    for places in groups_of(_codes(table, "drill"), np.ones(table.count, dtype=bool)):
        lead = plan if (plan[places] >= 0).any() else real
        own = _by_order(plan[places])
        is_by_plan = own is not None
        if own is None:
            own = _by_order(real[places])
        if own is None:
            own = _by_waiting(table, places, lead[places])
            if (fall := _fall(lead[places] + _DAY * own, lead[places])) is not None:
                unclear.append(int(places[fall]))
        real_days[places] = plan_days[places] = own
        if not is_by_plan:
            _settle_plans(places, plan, real, plan_days, real_days)
    return PlanOrder(
        _masks(chains, clocks, plan_days > 0, real_days > 0, (plan >= 0) | (plan == DATED)),
        _problem(table, leads[0] or leads[1], unclear),
    )


def _masks(
    chains: tuple[tuple[str, ...], tuple[str, ...]], clocks: Mapping[str, Clocks],
    plan_next: npt.NDArray[np.bool_], real_next: npt.NDArray[np.bool_],
    has_plan: npt.NDArray[np.bool_],
) -> dict[str, npt.NDArray[np.bool_]]:  # fmt: skip
    """By field: a later one of a chain follows the one before it, and is placed by that."""
    masks = {}
    for chain, is_next in zip(
        chains, (plan_next, np.where(has_plan, plan_next, real_next)), strict=True
    ):
        is_placed = np.zeros(len(is_next), dtype=bool)
        for name in chain:
            if name in clocks:
                masks[name] = is_next & ~is_placed
                is_placed |= clocks[name] != NO_CLOCK
    return masks


def _settle_plans(
    places: npt.NDArray[np.intp], plan: Clocks, real: Clocks, plan_days: Days, real_days: Days
) -> None:
    """Plans without an order of their own are of the day nearest to what became of them."""
    for place in places[(plan[places] >= 0) & (real[places] >= 0)]:
        beside = days_from_plan(int(real[place] - plan[place]))
        plan_days[place] = max(plan_days[place], min(1, real_days[place] - beside))


def _by_order(clocks: Clocks) -> Days | None:
    """Days of rows in order of time that pass midnight once, within a day; None where they do not.

    A second team that starts over begins no earlier than the first one did.
    """
    counted = np.flatnonzero(clocks >= 0)
    if (clocks == DATED).any() or len(counted) < 2:
        return None
    held = clocks[counted]
    wrap = wrap_of(held)
    if wrap is None or held[wrap:].max() >= held[:wrap].min():
        return None
    days = np.zeros(len(clocks), dtype=np.int64)
    days[counted[wrap] :] = 1
    return days


def _fall(at: Clocks, clocks: Clocks) -> int | None:
    """The first row that lies more than half a day before the one above it."""
    counted = np.flatnonzero(clocks >= 0)
    falls = np.flatnonzero(np.diff(at[counted]) < -HALF_A_DAY)
    if (clocks == DATED).any() or not len(falls):
        return None
    return int(counted[falls[0] + 1])


def _by_waiting(table: WorkTable, places: npt.NDArray[np.intp], clocks: Clocks) -> Days:
    """Days of steps in no order: one that waits for another does not start many hours before it."""
    days = np.zeros(len(places), dtype=np.int64)
    waits, names = table.match.column_of("depends_on"), table.match.column_of("task")
    held = clocks[clocks >= 0]
    if (clocks == DATED).any() or waits is None or names is None or not len(held):
        return days
    if held.max() - held.min() <= _LONG_FALL:
        return days
    tasks = [table.text(int(place), names.column).strip() for place in places]
    steps, row_of = Steps(tasks), {task: row for row, task in enumerate(tasks)}
    before: list[list[int]] = []
    for place in places:
        said = parse_list(table.text(int(place), waits.column)).value
        meant = [steps.meant(name) for name in steps.in_cell(said)]
        before.append([row_of[one[0]] for one in meant if len(one) == 1])
    for _ in range(len(places)):  # a chain is no longer than the runbook
        moved = days.copy()
        for row, needed in enumerate(before):
            for other in needed:
                if min(clocks[row], clocks[other]) >= 0:
                    is_below = clocks[row] < clocks[other] - _LONG_FALL
                    moved[row] = max(moved[row], days[other] + int(is_below))
        if (moved == days).all():
            return days
        if moved.max() > 1:  # two nights, or a ring
            break
        days = moved
    return np.zeros(len(places), dtype=np.int64)


def _problem(table: WorkTable, name: str | None, unclear: list[int]) -> Problem | None:
    """Told once, at the first clock time that lies far below the one above it."""
    if not unclear or name is None:
        return None
    column = table.matches(table.record.name)[name][0].column
    row = int(table.rows[min(unclear)])
    message = (
        "The clock times have no date, and their order does not tell the day: "
        f"{raw_text(table.grid.cell(row, column))} stands below a later time, and the rows are not "
        "in order of time. They are read as one day."
    )
    return Problem("warning", message, sheet=table.found.sheet, cell=cell_name(row, column),
                   row=row + 1, field=name, code="clock_order",
                   expected="a date with each time")  # fmt: skip


def _clocks(table: WorkTable, matches: list[ColumnMatch]) -> Clocks:
    if len(matches) != 1 or matches[0].part == "date":
        return np.full(table.count, DATED)
    return each_cell(table.grid, table.rows, matches[0].column, clock_of)


def _codes(table: WorkTable, name: str) -> npt.NDArray[np.int64]:
    column = table.match.column_of(name)
    if column is None:
        return np.zeros(table.count, dtype=np.int64)
    return table.grid.codes(column.column)[table.rows].astype(np.int64)
