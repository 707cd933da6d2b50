"""One cell and the field it belongs to: the right parser, the field's bounds, its companions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from data.fields import NO_TIME_GIVEN, Field
from data.intake.parsing.dates import parse_date
from data.intake.parsing.durations import parse_duration
from data.intake.parsing.instants import NOT_SPLIT, NotSplit, parse_instant
from data.intake.parsing.labels import (
    parse_list,
    parse_name,
    parse_operator,
    parse_quarter,
    parse_text,
    parse_tier,
)
from data.intake.parsing.numbers import (
    parse_count,
    parse_headcount,
    parse_money,
    parse_number,
)
from data.intake.parsing.numerals import DecimalComma
from data.intake.parsing.outcomes import parse_boolean, parse_choice, parse_outcome
from data.intake.parsing.parsed import Parsed
from data.intake.parsing.plain import Cell, plain, shown
from data.intake.parsing.shares import parse_rating, parse_share
from data.intake.parsing.spans import Clock
from data.intake.parsing.zones import parse_zone

# A time that was planned may be a bound: "< 10 min" allows ten minutes, it measures nothing.
_PLANNED = frozenset({"planned_duration_seconds", "target_seconds"})

# Words beside a plain no that say a message did not go out, or that nobody answered it.
_NOT_DONE = {
    "sent_at": frozenset(
        {"not sent", "never sent", "unsent", "not issued", "never issued", "was not sent",
         "not sent out", "nicht gesendet", "non envoyé", "nie gestuur nie", "nie gestuur"}
    ),
    "acknowledged_at": frozenset(
        {"not acknowledged", "never acknowledged", "unacknowledged", "not confirmed", "no reply",
         "no response", "no answer", "not answered", "none received", "not received"}
    ),
}  # fmt: skip


@dataclass(frozen=True)
class ColumnContext:
    """What a column, its table and its drill say about how its cells are read.

    Attributes
    ----------
    zone : IANA name of the zone of times without one (the drill's, else the organisation's).
    unit : the unit of bare numbers, from the heading or a unit column; else the field's own.
    day_first : order of day and month (`decide_day_first`); None asks.
    decimal_comma : decimal mark (`decide_decimal`); None asks where it matters.
    percent : bare numbers are percentages (`shares.decide_percent`).
    clock : whether 3:20 is `h:mm` or `m:ss`; None means nobody said.
    default_date : the day of a clock alone.
    drill_started_at : zero of `T+1:30`.
    fiscal_start : first month of the fiscal year.
    date_1904 : bare day numbers count from 1904.
    known : names a list is not to part.
    """

    zone: str = "UTC"
    unit: str | None = None
    day_first: bool | None = None
    decimal_comma: DecimalComma = None
    percent: bool | None = None
    clock: Clock | None = None
    default_date: date | None = None
    drill_started_at: datetime | None = None
    is_next_day: bool = False
    fiscal_start: int = 1
    date_1904: bool = False
    known: Collection[str] = ()


def parse_cell(
    value: Cell,
    field: Field,
    context: ColumnContext,
    *,
    second: Cell | NotSplit = NOT_SPLIT,
    not_before: datetime | None = None,
    not_after: datetime | None = None,
    planned: datetime | None = None,
) -> Parsed:
    """One cell read as its field.

    Everything but an instant depends on the value, the field and the context alone, so a caller
    reads each distinct value once. `second`, `not_before`, `not_after` and `planned` belong to the
    row and are for instants (see `parse_instant`).

    Returns
    -------
    Parsed : companions are those of the field's own columns; a value outside `low` and `high` is a
        problem. A field of kind drill, system or name gives the name as written: matching it to the
        known ones is not parsing.
    """
    answered = _answered(value, field.name)
    if answered is not None:
        result = answered
    elif field.kind == "instant":
        result = parse_instant(
            value, zone=context.zone, day_first=context.day_first,
            default_date=context.default_date, drill_started_at=context.drill_started_at,
            not_before=not_before, not_after=not_after, second=second,
            date_alone=field.date_alone, date_1904=context.date_1904,
            unit=context.unit or field.unit, is_next_day=context.is_next_day,
            planned=planned,
        )  # fmt: skip
    else:
        result = _by_kind(value, field, context)
    return _own_companions(_bounded(result, value, field), field)


def _answered(value: Cell, name: str) -> Parsed | None:
    """`Yes`, `✓` or `No` where a time of acknowledgement belongs, `not sent` where one of sending.

    A yes is kept as an acknowledgement without a time, a no as none: no instant is made up. What
    was not sent has no time of sending, and that is no open question. None for anything else.
    """
    if name not in _NOT_DONE or not isinstance(value, str | bool):
        return None
    if isinstance(value, str) and plain(value).casefold().strip(" .") in _NOT_DONE[name]:
        return Parsed(reading=f"“{shown(value)}” is no")
    said = parse_boolean(value)
    if said.value is None or said.code or (said.value and name == "sent_at"):
        return None
    if said.value:
        return Parsed(
            companions={"empty": NO_TIME_GIVEN}, reading=f"“{shown(value)}” is yes, no time given"
        )
    return Parsed(reading=f"“{shown(value)}” is no")


def _by_kind(value: Cell, field: Field, context: ColumnContext) -> Parsed:
    kind = field.kind
    if kind in ("duration", "objective"):
        return parse_duration(
            value, unit=context.unit or field.unit,
            objective=kind == "objective" or field.name in _PLANNED,
            clock=context.clock, decimal_comma=context.decimal_comma,
        )  # fmt: skip
    if kind == "date":
        return parse_date(
            value, day_first=context.day_first, zone=context.zone, near=context.default_date,
            fiscal_start=context.fiscal_start, date_1904=context.date_1904,
        )  # fmt: skip
    if kind == "outcome":
        return parse_outcome(value)
    if kind == "choice":
        return parse_choice(value, field)
    if kind == "quarter":
        return parse_quarter(value, fiscal_start=context.fiscal_start, day_first=context.day_first)
    if kind == "list":
        return parse_list(value, known=context.known)
    if kind == "share":
        return parse_share(value, percent=context.percent, decimal_comma=context.decimal_comma)
    if kind == "number":
        return parse_number(value, decimal_comma=context.decimal_comma)
    if kind == "rating":
        return parse_rating(value, decimal_comma=context.decimal_comma)
    if kind == "money":
        return parse_money(value, decimal_comma=context.decimal_comma)
    simple = {
        "boolean": parse_boolean, "count": parse_count, "headcount": parse_headcount,
        "tier": parse_tier, "zone": parse_zone, "operator": parse_operator, "text": parse_text,
    }  # fmt: skip
    return simple.get(kind, parse_name)(value)


def _bounded(result: Parsed, value: Cell, field: Field) -> Parsed:
    """The result, or a problem where a number lies outside the field's bounds."""
    number = result.value
    if isinstance(number, bool) or not isinstance(number, int | float) or result.is_error:
        return result
    below = field.low is not None and number < field.low
    above = field.high is not None and number > field.high
    if not below and not above:
        return result
    side, bound = ("below", field.low) if below else ("above", field.high)
    if field.kind == "share":
        said = f"{bound:.0%}".replace("%", " %")
    else:
        said = f"{bound:.12g}"
    between = (
        f"; {field.low:.12g} to {field.high:.12g}" if None not in (field.low, field.high) else ""
    )
    return Parsed(
        code="negative" if below and field.low == 0 else "out_of_bounds",
        message=f"{shown(value)} is {side} {said}",
        expected=f"{field.title}, such as {field.example}{between}",
    )


def _own_companions(result: Parsed, field: Field) -> Parsed:
    """The result with those companions alone that the field has columns for."""
    if not result.companions:
        return result
    names = {column.name for column in field.columns}
    kept = {end: one for end, one in result.companions.items() if f"{field.stem}_{end}" in names}
    return result if len(kept) == len(result.companions) else replace(result, companions=kept)
