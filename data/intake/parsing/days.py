"""A written day, and the order of day and month in a column of them.

`03/02/2025` is 3 February or 2 March. Which one is decided for a column, never for a cell, in the
order of records.md; where nothing decides it, the cell is a question that names both.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from data.intake.parsing.plain import TOO_LONG, Cell, Unreadable, plain

MONTH_NAMES = (
    "January February March April May June July August September October November December"
).split()
MONTHS = {name.casefold(): number for number, name in enumerate(MONTH_NAMES, 1)}
MONTHS.update({name[:3].casefold(): number for number, name in enumerate(MONTH_NAMES, 1)})
MONTHS["sept"] = 9
MONTH_WORD = r"(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"

_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]? ?")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b(?: of\b)?")
_YEAR_FIRST = re.compile(r"(\d{4}) ?([-/.]) ?(\d{1,2}) ?\2 ?(\d{1,2})")
_NUMERIC = re.compile(r"(\d{1,2}) ?([-/.]) ?(\d{1,2}) ?\2 ?(\d{4}|\d{2})")
_COMPACT = re.compile(r"(20\d{2}|19\d{2})(\d{2})(\d{2})")
_DAY_MONTH = re.compile(rf"(\d{{1,2}})[ \-/.]*({MONTH_WORD})[ \-/.,]*'?(\d{{4}}|\d{{2}})?")
_MONTH_DAY = re.compile(rf"({MONTH_WORD})[ \-/.]*(\d{{1,2}})(?:,? +|[-/,] ?)(\d{{4}})")
_MONTH_DAY_ONLY = re.compile(rf"({MONTH_WORD})[ .]*(\d{{1,2}})")
_YEAR_MONTH_DAY = re.compile(rf"(\d{{4}})[ \-/.]*({MONTH_WORD})[ \-/.]*(\d{{1,2}})")
_NUMERIC_ANYWHERE = re.compile(
    r"^\D{0,12}?(\d{1,2}) ?([-/.]) ?(\d{1,2}) ?\2 ?(?:\d{4}|\d{2})(?!\d)"
)
_WORDS_AND_YEAR = re.compile(r"(?=.*[^\W\d_]{3})(?=.*\b(?:19|20)\d{2}\b)")

EARLIEST, LATEST = 1970, 2200
_WINDOW = (timedelta(days=-1), timedelta(days=7))


@dataclass(frozen=True)
class DayOrder:
    """Whether a column writes the day before the month; None when that has to be asked."""

    day_first: bool | None
    why: str
    is_mixed: bool = False  # some of its dates can only be the one, some only the other


def day_of(year: int, month: int, day: int, text: str) -> date:
    """The date, or Unreadable in plain words: `there is no month 13`."""
    if not 1 <= month <= 12:
        raise Unreadable("no_such_month", f"there is no month {month} in {text}")
    if not 1 <= day <= 31:
        raise Unreadable("no_such_day", f"there is no day {day} in {text}")
    if not EARLIEST <= year <= LATEST:
        raise Unreadable("no_such_year", f"the year {year} in {text} cannot be meant")
    if day > calendar.monthrange(year, month)[1]:
        raise Unreadable("no_such_day", f"{MONTH_NAMES[month - 1]} {year} has no day {day}")
    return date(year, month, day)


def full_year(text: str) -> int:
    """The year of two or four digits; two mean this century."""
    return int(text) + 2000 if len(text) == 2 else int(text)


def in_words(day: date) -> str:
    """A date no one can misread: 3 February 2025."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def read_day(low: str, day_first: bool | None, near: date | None = None) -> date | None:
    """The day a plain, casefolded text names, or None when it is no date.

    Parameters
    ----------
    day_first : the column's order of day and month; None asks where it matters.
    near : the drill's date; gives a day without a year the year that brings it nearest.

    Raises
    ------
    Unreadable : for a day that does not exist, and `day_order` as a question.
    """
    text = low.strip(" ,;")
    shorn = _ORDINAL.sub("", _WEEKDAY.sub("", text)).strip(" ,")
    if found := _YEAR_FIRST.fullmatch(shorn):
        return day_of(int(found[1]), int(found[3]), int(found[4]), text)
    if found := _NUMERIC.fullmatch(shorn):
        return _numeric(int(found[1]), int(found[3]), full_year(found[4]), text, day_first)
    if found := _COMPACT.fullmatch(shorn):
        return day_of(int(found[1]), int(found[2]), int(found[3]), text)
    if found := _YEAR_MONTH_DAY.fullmatch(shorn):
        return day_of(int(found[1]), MONTHS[found[2].rstrip(".")], int(found[3]), text)
    if found := _MONTH_DAY.fullmatch(shorn):
        return day_of(int(found[3]), MONTHS[found[1].rstrip(".")], int(found[2]), text)
    if found := _DAY_MONTH.fullmatch(shorn):
        month = MONTHS[found[2].rstrip(".")]
        if found[3]:
            return day_of(full_year(found[3]), month, int(found[1]), text)
        return _near(month, int(found[1]), near, text)
    if found := _MONTH_DAY_ONLY.fullmatch(shorn):
        return _near(MONTHS[found[1].rstrip(".")], int(found[2]), near, text)
    if len(text) <= 60 and _WORDS_AND_YEAR.match(text) and len(re.findall(r"\d+", text)) == 2:
        return _other_language(text)
    return None


def _numeric(first: int, second: int, year: int, text: str, day_first: bool | None) -> date:
    if day_first is None and first != second and first <= 12 and second <= 12:
        by_day = day_of(year, second, first, text)
        by_month = day_of(year, first, second, text)
        raise Unreadable(
            "day_order", f"{text} is {in_words(by_day)} or {in_words(by_month)}", "question"
        )
    if day_first is None:
        day_first = second <= 12
    day, month = (first, second) if day_first else (second, first)
    if month > 12 >= day:
        order = "day" if day_first else "month"
        raise Unreadable(
            "no_such_month", f"there is no month {month} in {text}, read {order} first"
        )
    return day_of(year, month, day, text)


def _near(month: int, day: int, near: date | None, text: str) -> date:
    """The day of that name nearest to the drill; a year is never taken from today."""
    if near is None:
        raise Unreadable("no_year", f"{text} has no year")
    options = [day_of(near.year, month, min(day, 28), text).replace(year=near.year + step)
               for step in (-1, 0, 1)]  # fmt: skip
    year = min(options, key=lambda one: abs(one - near)).year
    return day_of(year, month, day, text)


# Languages of months met in practice; trying all 200 of the library costs seconds a text.
_LANGUAGES = ["en", "af", "de", "fr", "es", "pt", "nl", "it"]


@lru_cache(maxsize=4096)
def _other_language(text: str) -> date | None:
    """A date in another language, as dateparser reads it strictly; it may invent nothing."""
    if not re.search(r"[^\W\d_]{3}", text) or len(re.findall(r"\d+", text)) != 2:
        return None  # no month's name, or not a day and a year
    import dateparser  # takes most of a second, and most files never need it

    found = dateparser.parse(
        text,
        languages=_LANGUAGES,
        settings={
            "STRICT_PARSING": True,
            "REQUIRE_PARTS": ["day", "month", "year"],
            "PARSERS": ["absolute-time"],
            "DATE_ORDER": "DMY",
        },
    )
    if found is None or (found.hour, found.minute, found.second) != (0, 0, 0):
        return None
    numbers = {int(number) for number in re.findall(r"\d+", text)}
    return found.date() if numbers == {found.day, found.year} else None


def from_serial(number: float, *, date_1904: bool = False) -> datetime | None:
    """The moment of a spreadsheet's day number, to the second; None outside 1970 to 2200.

    A serial's fraction is stored in binary: 45702.333333 is 07:59:59.971, so it is rounded.
    """
    zero = datetime(1904, 1, 1) if date_1904 else datetime(1899, 12, 30)
    if not 1 <= number <= 120_000:
        return None
    moment = zero + timedelta(seconds=round(number * 86400))
    return moment if EARLIEST <= moment.year <= LATEST else None


_A_DAY = re.compile(r"(?:\d{4}-\d\d-\d\d|\d\d/\d\d/\d{4}|\d\d\.\d\d\.\d{4})[ T]\d\d:\d\d")
_WITH_TIME = (16, 19)  # 12/02/2025 08:00[:00]


def decide_day_first(
    values: Iterable[Cell], *, told: bool | None = None, drill_date: date | None = None
) -> DayOrder:
    """The order of day and month in a column, its values in the order of the sheet.

    Decided by, in this order: the column (a 25 can only be a day), what a person told, the drill's
    own date (one reading puts every date within a week of it, the other none), the order in the
    sheet (one reading is in order of time, the other not); else it has to be asked.
    """
    pairs: list[tuple[int, int] | date] = []
    years: list[int] = []
    day_says = month_says = day = ""
    for value in values:
        if type(value) is str and len(value) in _WITH_TIME and value[:10] == day:
            continue  # the same day again says no more
        day = ""
        if isinstance(value, datetime):
            pairs.append(value.date())
            years.append(0)
        elif isinstance(value, date):
            pairs.append(value)
            years.append(0)
        elif isinstance(value, str) and len(value) <= TOO_LONG:
            low = plain(value).casefold()
            found = _NUMERIC_ANYWHERE.match(low)
            if len(value) in _WITH_TIME and _A_DAY.match(value):
                day = value[:10]
            if not found:
                if iso := _YEAR_FIRST.match(low):
                    pairs.extend(_iso(iso))
                    years.extend([0] * (len(pairs) - len(years)))
                continue
            first, second = int(found[1]), int(found[3])
            if first > 12 >= second and first <= 31:
                day_says = day_says or found[0].strip()
            elif second > 12 >= first and second <= 31:
                month_says = month_says or found[0].strip()
            if first <= 12 and second <= 12:
                year = re.search(r"(\d{4}|\d{2})$", found[0])
                pairs.append((first, second))
                years.append(full_year(year[1]) if year else 0)
    if day_says and month_says:
        why = f"mixed: {day_says} is day first, {month_says} month first"
        return DayOrder(None, why, is_mixed=True)
    if day_says:
        return DayOrder(True, f"{day_says} can only be day first")
    if month_says:
        return DayOrder(False, f"{month_says} can only be month first")
    if told is not None:
        return DayOrder(told, "told: day first" if told else "told: month first")
    return _by_drill_date(pairs, years, drill_date) or _by_order(pairs, years) or _undecided(pairs)


def _undecided(pairs: list[tuple[int, int] | date]) -> DayOrder:
    if any(isinstance(one, tuple) and one[0] != one[1] for one in pairs):
        return DayOrder(None, "nothing tells day from month")
    return DayOrder(None, "no date that could be read two ways")


def _iso(found: re.Match[str]) -> list[tuple[int, int] | date]:
    try:
        return [date(int(found[1]), int(found[3]), int(found[4]))]
    except ValueError:
        return []


def _readings(pairs: list[tuple[int, int] | date], years: list[int], day_first: bool) -> list[date]:
    days = []
    for pair, year in zip(pairs, years, strict=True):
        if isinstance(pair, date):
            days.append(pair)
        elif 1 <= pair[0] <= 12 and 1 <= pair[1] <= 12:
            day, month = pair if day_first else (pair[1], pair[0])
            days.append(date(year, month, day))
    return days


def _by_drill_date(
    pairs: list[tuple[int, int] | date], years: list[int], drill: date | None
) -> DayOrder | None:
    told = [(p, y) for p, y in zip(pairs, years, strict=True) if isinstance(p, tuple)]
    if drill is None or not told:
        return None
    near = [
        [
            _WINDOW[0] <= day - drill <= _WINDOW[1]
            for day in _readings([p for p, _ in told], [y for _, y in told], way)
        ]
        for way in (True, False)
    ]
    same = [bool(p[0] == p[1]) for p, _ in told if isinstance(p, tuple)]
    for way, mine, other in ((True, near[0], near[1]), (False, near[1], near[0])):
        if all(mine) and not any(n and not s for n, s in zip(other, same, strict=True)):
            if all(same):
                return None
            order = "day" if way else "month"
            return DayOrder(way, f"only {order} first is near the drill's date, {in_words(drill)}")
    return None


def _by_order(pairs: list[tuple[int, int] | date], years: list[int]) -> DayOrder | None:
    steps = [_steps(_readings(pairs, years, way)) for way in (True, False)]
    for way, mine, other in ((True, steps[0], steps[1]), (False, steps[1], steps[0])):
        # Rising over three different days, or falling over four: fewer may be chance.
        enough = (_rising(mine) and len(mine) >= 2) or (_falling(mine) and len(mine) >= 3)
        if enough and not _rising(other) and not _falling(other):
            return DayOrder(
                way, f"only {'day' if way else 'month'} first puts the rows in order of time"
            )
    return None


def _steps(days: list[date]) -> list[timedelta]:
    return [b - a for a, b in pairwise(days) if b != a]


def _rising(steps: list[timedelta]) -> bool:
    return all(step > timedelta(0) for step in steps)


def _falling(steps: list[timedelta]) -> bool:
    return all(step < timedelta(0) for step in steps)
