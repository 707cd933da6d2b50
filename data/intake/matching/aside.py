"""Columns that are no field, and yet are used: the unit of another one, the time stamp of a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data.fields import Record
from data.intake.matching.elsewhere import NO_FIELD, NOT_WELL
from data.intake.matching.likeness import exact_fields
from data.intake.matching.matched import TableMatch
from data.intake.matching.phrases import phrase
from data.records import RECORDS

NAMES_THE_ROWS = "tells the rows apart, as nothing else names them"
NO_TIME_KEPT = "when it was answered, which is not kept"
_UNIT_HEADINGS = ("unit", "units", "uom", "time unit")
_WITH_UNITS = ("duration", "objective")
# What no column gives of these kinds is asked for, never made up.
ASKED_FOR = ("drill", "quarter", "instant", "date", "system")


def unit_place(headings: Sequence[str], place: int) -> int | None:
    """The place of "… unit" that belongs to a heading, or of the "Unit" right beside it."""
    words = phrase(headings[place]).words
    for other, heading in enumerate(headings):
        said = phrase(heading).words
        is_next = other == place + 1 and said in _UNIT_HEADINGS
        if said in (f"{words} unit", f"{words} units") or is_next:
            return other
    return None


def stamp_place(record: Record, headings: Sequence[str], taken: Sequence[int]) -> int | None:
    """The place of the time stamp of each row, where a form's answers have no other name.

    None where a column names the rows, or has no stamp left.
    """
    if record.name != "survey":
        return None
    for place, heading in enumerate(headings):
        if place not in taken and ("log", "logged_at") in exact_fields(phrase(heading)):
            return place
    return None


def without_used(match: TableMatch, headings: Sequence[str]) -> TableMatch:
    """The match; columns left over that are used beside a field are not told as left out."""
    record = RECORDS[match.record]
    units = {
        place
        for one in match.columns
        if RECORDS[one.record].field(one.field).kind in _WITH_UNITS and one.unit is None
        and (place := unit_place(headings, one.column)) is not None
    }  # fmt: skip
    ignored = tuple(one for one in match.ignored if one.column not in units)
    own = {one.field for one in match.columns if one.record == record.name}
    stamp = stamp_place(record, headings, [one.column for one in match.columns])
    if stamp is not None:
        is_key = any(
            part.key and part.kind not in ASKED_FOR and part.name not in own
            for part in record.fields
        )
        why = NAMES_THE_ROWS if is_key else NO_TIME_KEPT
        ignored = tuple(
            replace(one, why=why, suggestion=None, confidence=0.0)
            if one.column == stamp and one.why in (NO_FIELD, NOT_WELL)
            else one
            for one in ignored
        )
    return replace(match, ignored=ignored)
