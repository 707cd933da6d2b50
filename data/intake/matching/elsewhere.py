"""A column that is no field of its table, but one of another record's: where it would belong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from data.fields import Field
from data.intake.matching.likeness import exact_fields
from data.intake.matching.matched import Ignored, TableMatch
from data.intake.matching.phrases import phrase
from data.records import RECORDS

NO_FIELD = "no field matches"
NOT_WELL = "no field matches well enough"
_FITTING = 0.7


def belonging(match: TableMatch, fits: Callable[[int, Field], float | None]) -> TableMatch:
    """The match; columns left over that are another record's say of which, and as what.

    Of several records the inventory comes first, where rows name systems: what is said of a system
    belongs to it. Where several others have the heading, nothing is said.
    """
    ignored = tuple(_placed(match.record, one, fits) for one in match.ignored)
    return replace(match, ignored=ignored)


def _placed(record: str, one: Ignored, fits: Callable[[int, Field], float | None]) -> Ignored:
    if one.why not in (NO_FIELD, NOT_WELL):
        return one
    near = (record, RECORDS[record].parent)
    fields = {
        owner: RECORDS[owner].field(name)
        for owner, name in exact_fields(phrase(one.heading))
        if owner not in near
    }
    is_of_systems = RECORDS[record].has("system") and "system" in fields
    owner = "system" if is_of_systems else next(iter(fields)) if len(fields) == 1 else None
    if owner is None or (fits(one.column, fields[owner]) or _FITTING) < _FITTING:
        return one
    title = fields[owner].title
    return replace(
        one,
        why=f"belongs to {RECORDS[owner].title}, as {title}: load it in a table of its own",
    )
