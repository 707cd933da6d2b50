"""A day inside a longer text: `Night Shift, 3 May 2025`, `failover_2025-02-12`."""

from __future__ import annotations

import re
from datetime import date

from data.intake.parsing.days import read_day
from data.intake.parsing.plain import Unreadable

_DAY = re.compile(
    r"(?<!\d)(?:20\d\d[-_.]\d\d[-_.]\d\d"
    r"|\d{1,2}(?:st|nd|rd|th)?[ _-][A-Za-z]{3,9}[ _-]20\d\d"
    r"|[A-Za-z]{3,9} \d{1,2}(?:st|nd|rd|th)?,? 20\d\d)(?!\d)"
)


def day_within(text: str) -> tuple[date, str] | None:
    """The first day written out in a text, with a year and no doubt, and its words; else None."""
    for one in _DAY.findall(text):
        try:
            day = read_day(one.casefold().replace("_", "-").replace(".", "-"), None)
        except Unreadable:
            continue
        if day is not None:
            return day, one
    return None
