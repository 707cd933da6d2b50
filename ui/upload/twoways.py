"""What a file writes that may be read two ways, to ask about it in its own words: `12/03/2025`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.intake.parsing.days import read_day
from data.intake.parsing.daywithin import written_days
from data.intake.parsing.numerals import (
    DECIMAL_UNCLEAR,
    MIXED_COLUMN,
    NUMERAL,
    read_numeral,
    unclear_marks,
)
from data.intake.parsing.plain import Unreadable
from data.problems import Problem
from ui.upload.tables import Table, field_of

DAY_ORDER = "day_order"
_MOST_VALUES = 500  # distinct ones of a column that are looked through for an example


@dataclass(frozen=True)
class TwoDays:
    """A day as it is written, and what it is with the day first and with the month first."""

    written: str
    by_day: dt.date
    by_month: dt.date

    def read(self, day_first: bool) -> dt.date:
        """The day it is in one of the orders."""
        return self.by_day if day_first else self.by_month


EXAMPLE = TwoDays("03/02/2025", dt.date(2025, 2, 3), dt.date(2025, 3, 2))
NUMBER_EXAMPLE = "1,250"


def two_days(texts: Iterable[object]) -> TwoDays | None:
    """The first day in these texts that is another one with the month first; None where none is."""
    for text in texts:
        for written in written_days(text) if isinstance(text, str) else ():
            try:
                both = read_day(written, True), read_day(written, False)
            except Unreadable:
                continue
            if both[0] and both[1] and both[0] != both[1]:
                return TwoDays(written, both[0], both[1])
    return None


def two_numbers(texts: Iterable[object]) -> str | None:
    """The first number in these texts that is another one with a decimal comma."""
    for text in texts:
        for found in re.findall(NUMERAL, text) if isinstance(text, str) else ():
            try:
                both = read_numeral(found, True), read_numeral(found, False)
            except Unreadable:
                continue
            if both[0] != both[1]:
                return str(found)
    return None


def answered_at_once(problems: Sequence[Problem]) -> list[Problem]:
    """The numbers that one answer makes clear: none of a column that has both habits and marks."""
    unclear = [one for one in problems if one.code == DECIMAL_UNCLEAR]
    marks = {name: unclear_marks(one.value for one in unclear if one.field == name)
             for name in {one.field for one in unclear}}  # fmt: skip
    return [one for one in unclear if MIXED_COLUMN not in one.message or len(marks[one.field]) == 1]


def values_of(table: Table, *kinds: str) -> list[object]:
    """Distinct values that stand in the columns of these kinds."""
    match = table.reading.match
    found: dict[object, None] = {}
    for one in match.columns if match else ():
        field = field_of(one.record, one.field)
        if field is not None and field.kind in kinds:
            found.update(dict.fromkeys(table.sheet.grid.values(one.column)[:_MOST_VALUES]))
    return list(found)
