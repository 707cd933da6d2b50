"""Which record a table is: what speaks for one and against it, as a number."""

from __future__ import annotations

from collections.abc import Callable

from data.fields import Field, Record
from data.intake.matching.likeness import exact_fields
from data.intake.matching.matched import TableMatch
from data.intake.matching.phrases import phrase
from data.records import RECORDS

_SPECIFIC = {"instant", "date", "duration", "objective", "boolean", "number", "rating", "money",
             "count", "headcount", "share", "quarter", "operator"}  # fmt: skip

MEASURED = frozenset("recovery_time_seconds restored_at validated_at outcome disrupted_at".split())
_ASKED = ("drill", "quarter")  # needed fields of these kinds may stand elsewhere, or are asked for


def worth_of(record: Record, match: TableMatch, hint: str) -> float:
    """How well a record explains a table; 0 or less is not at all."""
    total = 0.0
    for one in {(one.record, one.field): one for one in match.columns}.values():  # halves are one
        known_in = len({r for r, _ in exact_fields(phrase(one.heading))}) or 2
        total += one.confidence / known_in**0.5
        if RECORDS[one.record].field(one.field).kind in _SPECIFIC:
            total += 0.15
    names = {one.field for one in match.columns if one.record == record.name}
    beside = {one.field for one in match.columns if one.record != record.name}
    if len(names) < 2 and not (len(record.fields) <= 3 and names >= set(record.key)):
        total -= 1.0
    for part in record.fields:
        if part.key and part.name in names:
            total += 0.4
        elif part.name == "system" and part.key and beside & {"scenario", "started_at"}:
            total -= 0.3  # rows of their own date are a drill each, else the scenario names them
        elif part.required and part.name not in names:
            made_up = part.key and record.name != "log"  # a log line without an event says nothing
            total -= 0.15 if part.kind in _ASKED else 1.2 if made_up else 2.5
    if record.name == "recovery" and not names & MEASURED:
        total -= 1.5
    if record.name == "survey" and not names - {*record.key, "team"}:
        total -= 2.0  # names and addresses without an answer
    if record.name == "system" and _tells_of_a_drill(match):
        total -= 2.0
    if record.name in ("log", "message", "task") and not any(
        record.field(n).kind in _SPECIFIC for n in names
    ):
        total -= 0.8
    words = phrase(hint).words
    if words and any(phrase(h).words in words for h in record.headings):
        total += 0.35
    return total


def _tells_of_a_drill(match: TableMatch) -> bool:
    """Whether columns an inventory has no place for name the drill and what was measured in it."""
    left = {name for one in match.ignored for owner, name in exact_fields(phrase(one.heading))
            if owner == "recovery"}  # fmt: skip
    return "drill" in left and bool(left & MEASURED)


def is_list_of_drills(
    recovery: TableMatch, drill: TableMatch, fits: Callable[[int, Field], float | None]
) -> bool:
    """Whether rows taken for recoveries without a system are drills: who led each, how it stands.

    Only where the record of drills has a place for every column, and nothing says how recovery
    went: `Start`, `End` and `Status` are words of both.
    """
    if recovery.column_of("system") is not None or drill.column_of("drill") is None:
        return False
    places = {one.column for one in drill.columns}
    if any(one.column not in places for one in recovery.columns):
        return False
    outcome = recovery.column_of("outcome")
    if outcome is not None:
        mine, status = RECORDS["recovery"].field("outcome"), RECORDS["drill"].field("status")
        if (fits(outcome.column, mine) or 0) >= (fits(outcome.column, status) or 0):
            return False
    return drill.column_of("lead") is not None or drill.column_of("status") is not None
