"""A written date with the precision it was written in: a day, a month, a quarter, a year, ongoing.

The value is the last day of the period, so a due date of February 2025 is 28 February.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta

from data.intake.parsing.clocks import find_clock
from data.intake.parsing.days import (
    EARLIEST,
    LATEST,
    MONTH_WORD,
    MONTHS,
    day_of,
    from_serial,
    full_year,
    in_words,
    read_day,
)
from data.intake.parsing.instants import parse_instant
from data.intake.parsing.parsed import Parsed
from data.intake.parsing.plain import Cell, Unreadable, blank, empty, empty_kind, shown, text_of
from data.intake.parsing.zones import zone_info

EXPECTED = "a date such as 12 Feb 2025, a month such as February 2025, a quarter or Ongoing"

_MONTH_YEAR = re.compile(rf"({MONTH_WORD})[ \-/,.]*('?)(\d{{4}}|\d{{2}})")
_YEAR_MONTH = re.compile(rf"(\d{{4}})[ \-/]*({MONTH_WORD})")
_NUMBERS = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4})")
_QUARTER = re.compile(
    r"(?:q(?:uarter)?|qtr) ?(\d{1,2})(?:[ \-/,]*(?:of )?)(fy)? ?'?"
    r"(\d{4}(?:/\d{2})?|\d{2}(?:/\d{2})?)"
)
_QUARTER_BEHIND = re.compile(
    r"(fy)? ?'?(\d{4}(?:/\d{2})?|\d{2}(?=[ \-/]*q))[ \-/]*(?:q(?:uarter)?|qtr) ?(\d{1,2})"
)
_QUARTER_FIRST = re.compile(r"(\d)q[ \-/]*(fy)? ?'?(\d{4}|\d{2})")
_QUARTER_WORD = re.compile(
    r"(first|second|third|fourth|last|1st|2nd|3rd|4th) quarter(?: of)? (fy)? ?(\d{4})"
)
_MONTH_SPAN = re.compile(rf"({MONTH_WORD}) ?(?:-|to) ?({MONTH_WORD}) ?(\d{{4}})")
_YEAR = re.compile(r"(?:fy ?|cy ?|year )?(20\d{2}|19\d{2})")
_ONGOING = re.compile(r"(?:ongoing|on-going|continuous(?:ly)?|continual|open-ended|open ended)\b")
_AFTER = re.compile(
    r"[ ,(:;-]*(?:(?:from|after|since|starting|beginning|through|until|past)\b)?[ ,]*"
)
_ONWARDS = re.compile(r"^(?:from |after |since )?(.*?)(?: and)? (?:onwards?|and beyond|and after)$")
_LEAD = re.compile(r"^(?:by|due|until|till|on|in|no later than|before end of|the|planned|est\.?) ")
_END_OF = re.compile(r"^(?:by )?(?:the )?(?:end of(?: the)?|end|eo|month of|last day of) ")
_PART_OF = re.compile(r"^(?:early|mid|late|beginning of|start of|middle of)[ -]")
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3,
             "fourth": 4, "4th": 4, "last": 4}  # fmt: skip


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def quarter_end(year: int, quarter: int, fiscal_start: int = 1) -> date:
    """The last day of a quarter; a fiscal year bears the year it ends in (metrics.md, rule 8)."""
    months = (fiscal_start - 1) + 3 * quarter  # the quarter's last month, counted from January
    if fiscal_start > 1:
        months -= 12
    year += (months - 1) // 12
    return month_end(year, (months - 1) % 12 + 1)


def quarter_of(day: date, fiscal_start: int = 1) -> tuple[int, int]:
    """The year and number of the quarter a day lies in."""
    months = (day.month - fiscal_start) % 12
    year = day.year + (1 if fiscal_start > 1 and day.month >= fiscal_start else 0)
    return year, months // 3 + 1


def written_quarter(low: str) -> tuple[int, int] | None:
    """The year and number of a quarter in a plain, casefolded text, or None when it is none."""
    if found := _QUARTER.fullmatch(low):
        quarter, year = int(found[1]), found[3]
    elif found := _QUARTER_BEHIND.fullmatch(low):
        quarter, year = int(found[3]), found[2]
    elif found := _QUARTER_FIRST.fullmatch(low):
        quarter, year = int(found[1]), found[3]
    elif found := _QUARTER_WORD.fullmatch(low):
        quarter, year = _ORDINALS[found[1]], found[3]
    else:
        return None
    first, _, ends_in = year.partition("/")
    number = full_year(ends_in) if ends_in else full_year(first)  # 2024/25 ends in 2025
    if not 1 <= quarter <= 4:
        raise Unreadable("no_such_quarter", f"there is no quarter {quarter}")
    if not EARLIEST <= number <= LATEST:
        raise Unreadable("no_such_year", f"the year {number} cannot be meant")
    return number, quarter


def parse_date(
    value: Cell,
    *,
    day_first: bool | None = None,
    zone: str | None = None,
    near: date | None = None,
    fiscal_start: int = 1,
    date_1904: bool = False,
) -> Parsed:
    """The date of one cell: the last day of its period, with `precision` as companion.

    Parameters
    ----------
    value : text, date, datetime, a spreadsheet's day number, a year, or None.
    day_first : the column's order of day and month.
    zone : the zone whose day counts for a moment that names another zone.
    near : the drill's date; gives a day without a year its year.
    fiscal_start : month in which the year of a quarter begins.
    date_1904 : bare day numbers count from 1904.

    Returns
    -------
    Parsed : `precision` is day, month, quarter, year or ongoing. `Ongoing` alone has no date.
    """
    if blank(value):
        return Parsed()
    try:
        if isinstance(value, str):
            return _text(value, day_first, zone, near, fiscal_start)
        return _cell(value, zone, date_1904)
    except Unreadable as problem:
        return problem.parsed(EXPECTED)


def _found(day: date, precision: str, value: Cell, warning: str = "") -> Parsed:
    how = {"day": in_words(day), "month": f"{day:%B %Y}", "year": f"{day.year}"}.get(
        precision, f"until {in_words(day)}"
    )
    reading = f"{shown(value)} read as {how}"
    if not warning:
        return Parsed(day, {"precision": precision}, reading)
    return Parsed(
        day, {"precision": precision}, reading, "assumed_period", warning, EXPECTED, "warning"
    )


def _cell(value: Cell, zone: str | None, date_1904: bool) -> Parsed:
    if isinstance(value, datetime):
        if value.tzinfo is not None and zone and EARLIEST <= value.year <= LATEST:
            value = value.astimezone(zone_info(zone))
        day = value.date()
    elif isinstance(value, date):
        day = value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        if abs(value) < 1e15 and value == int(value) and 1990 <= value <= 2100:
            return _found(date(int(value), 12, 31), "year", value)
        if 1e7 <= value < 1e8 and value == int(value):
            compact = read_day(str(int(value)), None)
            if compact:
                return _found(compact, "day", value)
        serial = from_serial(float(value), date_1904=date_1904)
        if serial is None:
            raise Unreadable("not_a_date", f"{shown(value)} is not a date")
        day = serial.date()
    else:
        raise Unreadable("not_a_date", f"{shown(value)} is not a date")
    if day.year <= 1900:
        raise Unreadable("not_a_date", f"{shown(value)} is an empty date of the spreadsheet")
    day_of(day.year, day.month, day.day, shown(value))
    return Parsed(day, {"precision": "day"}, in_words(day))


def _text(
    value: str, day_first: bool | None, zone: str | None, near: date | None, fiscal_start: int
) -> Parsed:
    text = text_of(value)
    low = text.casefold().strip(" .")
    if ongoing := _ONGOING.match(low):
        rest = low[_AFTER.match(low, ongoing.end()).end() :].strip(" )")  # type: ignore[union-attr]
        if not rest:
            return Parsed(None, {"precision": "ongoing"}, f"“{shown(value)}” has no end")
        return _as_ongoing(rest, value, day_first, near, fiscal_start)
    if onwards := _ONWARDS.match(low):
        return _as_ongoing(onwards[1], value, day_first, near, fiscal_start)
    if kind := empty_kind(text):
        return empty(kind, value)
    low = _LEAD.sub("", low)
    if low.startswith("after "):
        return _as_ongoing(low[6:], value, day_first, near, fiscal_start)
    part = _PART_OF.match(low)
    period = _period(_PART_OF.sub("", _END_OF.sub("", low)), fiscal_start)
    if period is not None:
        day, precision, warning = period
        if part:
            warning = f"{shown(value)} is read as the end of its month"
        return _found(day, precision, value, warning)
    if find_clock(low):
        return _with_time(text, day_first, zone)
    if low.replace(".", "", 1).isdigit() and 20_000 <= float(low) <= 100_000:
        return _cell(float(low), zone, False)
    exact = read_day(low, day_first, near)
    if exact is None:
        raise Unreadable("not_a_date", f"“{shown(value)}” is not a date")
    return _found(exact, "day", value)


def _as_ongoing(
    rest: str, value: str, day_first: bool | None, near: date | None, fiscal_start: int
) -> Parsed:
    """What goes on after a date: the date, with the precision `ongoing`."""
    period = _period(_END_OF.sub("", rest), fiscal_start)
    day = period[0] if period else read_day(rest, day_first, near)
    if day is None:
        raise Unreadable("not_a_date", f"“{shown(value)}” is not a date")
    return Parsed(
        day, {"precision": "ongoing"}, f"{shown(value)} read as ongoing after {in_words(day)}"
    )


def _period(low: str, fiscal_start: int) -> tuple[date, str, str] | None:
    """The last day, precision and a warning of a month, quarter or year; None for a day."""
    if quarter := written_quarter(low):
        return quarter_end(*quarter, fiscal_start), "quarter", ""
    if found := _MONTH_YEAR.fullmatch(low):
        month, mark, written = MONTHS[found[1].rstrip(".")], found[2], found[3]
        year = full_year(written)
        if len(written) == 4 or mark:
            return month_end(year, month), "month", ""
        if low[len(found[1])] == " ":
            raise Unreadable(
                "no_year", f"{low} is either a day without a year or a month of {year}"
            )
        # A spreadsheet shows a month as Feb-25.
        warning = f"{low.title()} is read as the month, {month_end(year, month):%B %Y}"
        return month_end(year, month), "month", warning if int(written) <= 31 else ""
    if found := _YEAR_MONTH.fullmatch(low):
        return month_end(int(found[1]), MONTHS[found[2].rstrip(".")]), "month", ""
    if found := _NUMBERS.fullmatch(low):
        year, month = int(found[1] or found[4]), int(found[2] or found[3])
        day_of(year, month, 1, low)
        return month_end(year, month), "month", ""
    if found := _MONTH_SPAN.fullmatch(low):
        first, last = MONTHS[found[1].rstrip(".")], MONTHS[found[2].rstrip(".")]
        if last - first == 2 and (first - fiscal_start) % 3 == 0:
            return month_end(int(found[3]), last), "quarter", ""
        return month_end(int(found[3]), last), "month", f"{low} is read as its last month"
    if found := _YEAR.fullmatch(low):
        year = int(found[1])
        if low.startswith("fy") and fiscal_start > 1:
            return date(year, fiscal_start, 1) - timedelta(days=1), "year", ""
        return date(year, 12, 31), "year", ""
    return None


def _with_time(text: str, day_first: bool | None, zone: str | None) -> Parsed:
    """A date that came with a time: the day in its zone counts."""
    own = zone or "UTC"
    moment = parse_instant(text, zone=own, day_first=day_first)
    if moment.value is None:
        raise Unreadable(moment.code or "not_a_date", moment.message, moment.severity)
    day = moment.value.astimezone(zone_info(own)).date()
    return Parsed(day, {"precision": "day"}, f"{shown(text)} read as {in_words(day)}")
