"""A day inside a longer text: `Night Shift, 3 May 2025`, `failover_2025-02-12`."""

from __future__ import annotations

import re
from datetime import date

from data.intake.parsing.days import MONTHS, read_day
from data.intake.parsing.plain import Unreadable

_NUMERIC = r"(?<![-/.])\d{1,2}([-/.])\d{1,2}\1(?:20)\d\d"
_MONTHS = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = re.compile(
    r"(?<!\d)(?:20\d\d[-_.]\d\d[-_.]\d\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ _-](?:{_MONTHS})[ _-]20\d\d"
    rf"|\b(?:{_MONTHS}) \d{{1,2}}(?:st|nd|rd|th)?,? 20\d\d|{_NUMERIC})(?!\d)",
    re.IGNORECASE,
)
_IS_NUMERIC = re.compile(_NUMERIC)


class Ambiguous(ValueError):
    """A day that may be two: `03/02/2025 is 3 February 2025 or 2 March 2025`."""


def day_within(
    text: str, day_first: bool | None = None, *, is_sure: bool = False
) -> tuple[date, str] | None:
    """The first day written out in a text, with a year and no doubt, and its words; else None.

    Raises Ambiguous, with `is_sure` only, where the order of day and month would have to be known.
    """
    for found in _DAY.finditer(text):
        one = found[0]
        plain = one if _IS_NUMERIC.fullmatch(one) else one.replace("_", "-").replace(".", "-")
        try:
            day = read_day(plain.casefold(), day_first)
        except Unreadable as problem:
            if is_sure and problem.code == "day_order":
                raise Ambiguous(str(problem)) from None
            continue
        if day is not None:
            return day, one
    return None


def written_days(text: str) -> list[str]:
    """The days of a text that are written in numbers, as evidence for their order."""
    return [one for one in days_in(text) if _IS_NUMERIC.fullmatch(one)]


def days_in(text: str) -> list[str]:
    """The days of a text as they are written, in figures or in words."""
    return [found[0] for found in _DAY.finditer(text)]


def without_days(text: str) -> str:
    """The text without the days in it."""
    return " ".join(_DAY.sub(" ", text).split())
