"""One time span written in a text: where it ends and how many seconds it is.

A span is a clock (`3:20`, `1 day, 4:00:00`), ISO 8601 (`PT3H20M`), numbers with units that descend
(`3h 20m`, `2 hours 5`), or a bare number whose unit stands elsewhere. `durations` adds what stands
around it: operators, ranges, notes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from data.intake.parsing.numerals import NUMERAL, DecimalComma, point_unless_said, read_numeral
from data.intake.parsing.plain import Unreadable

Clock = Literal["h:mm", "m:ss"]

_SECONDS = {"ms": 0.001, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0}
_WORDS = {
    "ms": "ms msec msecs millisecond milliseconds millis",
    "s": "s sec secs second seconds '' \" ″ \u2032\u2032 segundos segundo secondes seconde "
    "sekunden sekunde sekonde sekondes 秒",
    "min": "m min mins minute minutes mn ' \u2032 minutos minuto minuten minuut 分",
    "h": "h hr hrs hour hours std stunde stunden hora horas heure heures uur ure 時間",
    "d": "d day days dy dia dias jour jours tag tage dag dae 日",
    "w": "w wk wks week weeks",
}
UNITS = {word: unit for unit, words in _WORDS.items() for word in words.split()}
UNIT_NAMES = {
    "ms": "milliseconds",
    "s": "seconds",
    "min": "minutes",
    "h": "hours",
    "d": "days",
    "w": "weeks",
}
_ORDER = ["w", "d", "h", "min", "s", "ms"]
# Nobody counts these by the thousand: 2.983 h is less than three hours; 1.250 min is asked about.
_LONG_UNITS = ("d", "h")
_NO_LENGTH = frozenset("month months mo mos year years yr yrs y quarter quarters".split())
_WORKING = frozenset("business working work bus calendar-month".split())

_ISO = re.compile(
    r"p(?:([\d.,]+)w)?(?:([\d.,]+)d)?(?:t(?:([\d.,]+)h)?(?:([\d.,]+)m)?(?:([\d.,]+)s)?)?(?![a-z\d])"
)
_CLOCK = re.compile(r"(\d{1,6}) ?: ?(\d{1,3})(?: ?: ?(\d{1,3})(?:[.,](\d{1,9}))?)?(?![\d:])")
_DOT_DAYS = re.compile(r"(\d{1,5})\.(\d{1,2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?![\d:])")
_NUMBER = re.compile(NUMERAL)
_UNIT = re.compile(" ?('{1,2}|\u2032{1,2}|[\"″]|" r"[^\W\d_]+)\.?")
_JOIN = re.compile(r"(?: ?[,&+:] ?| and | |)(?=[\d.])")
_TIME_OF_DAY = re.compile(r" ?(?:[ap]\.?m\b\.?|utc\b|gmt\b)")
_CLOCK_UNIT = re.compile(
    r" ?\(?(h:mm:ss|hh:mm:ss|h:mm|hh:mm|mm:ss|m:ss|hours?|hrs?|h|minutes?|mins?|min|m)\b\)?"
)

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90}
_NUMBER_WORD = re.compile(
    r"\b(?:(" + "|".join(_TENS) + r")(?:[ -](" + "|".join(_ONES[1:10]) + r"))?|("
    r"" + "|".join(sorted(_ONES, key=len, reverse=True)) + r"))\b"
)
_TWICE = re.compile(
    rf"(?<![\d:.,])({NUMERAL}) ?[(\[] ?({NUMERAL}) ?[)\]](?= ?[^\W\d_])"
)  # four (4) hours
_PLURAL = re.compile(r"(?<=[^\W\d_])\(s\)")  # 2 hour(s)
_UNIT_IN_BRACKETS = re.compile(rf"({NUMERAL}) ?[(\[] ?([^\W\d_]+)\.? ?[)\]]")  # 90 (min)
_MIXED = re.compile(r"\b(\d+) ([1-3])/([2348])(?= ?[a-z])")  # 2 1/2 hours
_PHRASES = (
    (re.compile(r"\b3[ -]quarters of an hour\b"), "45 min"),
    (re.compile(r"\b(?:a )?quarter of an hour\b|\bquarter hour\b"), "15 min"),
    (re.compile(r"\b(?:a )?half an? (hour|day|minute)\b|\b(?:a )?half[- ](hour|day|minute)\b"), ""),
    (re.compile(r"\ban? (hour|day|minute|week) and a half\b"), r"1.5 \1"),
    (re.compile(r"\b(\d+) and a half\b"), r"\1.5"),
    (re.compile(r"\ban? (hour|day|minute|week|second)\b"), r"1 \1"),
)


@dataclass(frozen=True)
class Span:
    """A span found: its seconds, where it ends, how it was read, the units it names.

    `bare` is the number of a span without any unit; its seconds are then meaningless.
    """

    seconds: float
    end: int
    reading: str = ""
    units: tuple[str, ...] = ()
    bare: float | None = None
    is_clock: bool = False
    is_odd: bool = False


def unit_named(text: str | None) -> str | None:
    """The unit a heading or a unit column names (`Minutes`, `hrs`, `h`), or None."""
    return UNITS.get(text.casefold().strip(" ().:")) if text else None


def in_digits(low: str) -> str:
    """A text with its number words as digits: `half an hour` is `0.5 hour`."""
    if not any(c.isalpha() for c in low):
        return low
    low = _NUMBER_WORD.sub(
        lambda found: str(
            _TENS[found[1]] + (_ONES.index(found[2]) if found[2] else 0)
            if found[1]
            else _ONES.index(found[3])
        ),
        low,
    )
    low = _MIXED.sub(lambda found: str(int(found[1]) + int(found[2]) / int(found[3])), low)
    for pattern, by in _PHRASES:
        low = pattern.sub(by or (lambda found: f"0.5 {found[1] or found[2]}"), low)
    return low


def without_brackets(low: str, unit: str | None) -> str:
    """A text in digits without the brackets people set around a unit or a number written twice.

    `90 (min)` is 90 min, `4 (4) hours` is 4 hours. A letter alone may be a footnote: where the
    column has another unit (`unit`), Unreadable asks; it is raised, too, for two numbers that
    differ.
    """
    if "(" not in low and "[" not in low:
        return low

    def once(found: re.Match[str]) -> str:
        if read_numeral(found[1], None) != read_numeral(found[2], None):
            raise Unreadable("two_times", f"“{found[0]}” says two different numbers")
        return found[1]

    def bare(found: re.Match[str]) -> str:
        own = UNITS.get(found[2])
        if own is None:
            return found[0]
        if len(found[2]) == 1 and unit not in (None, own):
            raise Unreadable(
                "two_units",
                f"“{found[0]}” may be {UNIT_NAMES[own]} or, with a footnote, {UNIT_NAMES[unit]}",
                "question",
            )
        return f"{found[1]} {found[2]}"

    return _UNIT_IN_BRACKETS.sub(bare, _TWICE.sub(once, _PLURAL.sub("s", low)))


def find_span(
    low: str, start: int, *, clock: Clock | None, decimal_comma: DecimalComma
) -> Span | None:
    """The span that begins at `start` of a plain, casefolded text, or None.

    Raises Unreadable for a clock with more than 59 minutes or seconds, a time of day, and units
    without a fixed length.
    """
    if low[start : start + 1] == "p":
        return _iso(low, start)
    if found := _DOT_DAYS.match(low, start):
        days, hours, minutes, seconds, part = found.groups()
        value = _clock_seconds(found[0], int(hours), int(minutes), int(seconds), part)
        return Span(int(days) * 86400 + value, found.end(), "days, hours, minutes, seconds")
    if found := _CLOCK.match(low, start):
        return _clock(low, found, clock)
    return _with_units(low, start, clock, decimal_comma)


def _iso(low: str, start: int) -> Span | None:
    found = _ISO.match(low, start)
    if not found or not any(found.groups()):
        if re.match(r"p\d+[ym]", low[start : start + 12]):
            raise Unreadable("no_length", "a month or a year has no fixed length")
        return None
    try:
        parts = [float((part or "0").replace(",", ".")) for part in found.groups()]
    except ValueError:
        return None
    weeks, days, hours, minutes, seconds = parts
    total = weeks * 604800 + days * 86400 + hours * 3600 + minutes * 60 + seconds
    return Span(total, found.end(), "an ISO 8601 duration", ("h",))


def _clock_seconds(
    text: str, hours: int, minutes: int, seconds: int, part: str | None = None
) -> float:
    if minutes > 59:
        raise Unreadable("no_such_minute", f"there is no minute {minutes} in {text.strip()}")
    if seconds > 59:
        raise Unreadable("no_such_second", f"there is no second {seconds} in {text.strip()}")
    return hours * 3600 + minutes * 60 + seconds + (float(f"0.{part}") if part else 0.0)


def _clock(low: str, found: re.Match[str], clock: Clock | None) -> Span:
    first, second, third, part = found.groups()
    end = found.end()
    if _TIME_OF_DAY.match(low, end):
        raise Unreadable("time_of_day", f"{found[0]} is a time of day, not a duration")
    named = _CLOCK_UNIT.match(low, end)
    if third is not None:
        value = _clock_seconds(found[0], int(first), int(second), int(third), part)
        return Span(
            value, named.end() if named else end, "hours, minutes and seconds", ("h",),
            is_clock=True,
        )  # fmt: skip
    if named:
        end = named.end()
        clock = "m:ss" if named[1] in ("mm:ss", "m:ss") or named[1][0] == "m" else "h:mm"
    if clock == "m:ss":
        value = _clock_seconds(found[0], 0, 0, int(second)) + int(first) * 60
        return Span(value, end, "minutes and seconds", ("min",), is_clock=True)
    value = _clock_seconds(found[0], int(first), int(second), 0)
    # 0:45 would be 45 seconds in a column of minutes and seconds; only a word settles it.
    odd = int(first) == 0 and int(second) > 0 and clock is None and not named
    return Span(value, end, "hours and minutes", ("h",), is_clock=True, is_odd=odd)


def _with_units(
    low: str, start: int, clock: Clock | None, decimal_comma: DecimalComma
) -> Span | None:
    place, total = start, 0.0
    units: list[str] = []
    odd = False
    while found := _NUMBER.match(low, place):
        named = _UNIT.match(low, found.end())
        word = named[1] if named else ""
        unit = UNITS.get(word)
        after = named.end() if named and unit else found.end()
        if unit is None and word in _NO_LENGTH and not units:
            raise Unreadable("no_length", f"a {word.rstrip('s')} has no fixed length")
        if unit is None and word in _WORKING and not units:
            raise Unreadable("no_length", f"“{low[start:60]}” has no fixed length in hours")
        is_long = unit in _LONG_UNITS and "," not in found[0]
        habit = point_unless_said(decimal_comma) if is_long else decimal_comma
        number = read_numeral(found[0], habit)
        if unit is None and not units:
            return Span(0.0, found.end(), bare=number)
        if unit is None:
            if word:
                break  # a number of something else: "2 hours 5 systems"
            smaller = {"h": "min", "min": "s"}.get(units[-1])
            if smaller is None or number > 59 or number != int(number):
                break
            total += number * _SECONDS[smaller]
            units.append(smaller)
            place = after
            odd = low[found.start() - 1 : found.start()] == " "
            break
        if units and _ORDER.index(unit) <= _ORDER.index(units[-1]):
            break
        if units and number >= {"h": 24, "min": 60, "s": 60}.get(unit, 1000) and units[-1] != "d":
            odd = True
        total += number * _SECONDS[unit]
        units.append(unit)
        place = after
        joined = _JOIN.match(low, place)
        if not joined:
            break
        following = _CLOCK.match(low, joined.end())
        if following and units == ["d"]:
            tail = _clock(low, following, clock or "h:mm")
            return Span(total + tail.seconds, tail.end, "days and a clock", ("d", "h"))
        if following:
            break
        place = joined.end()
    if not units:
        return None
    place = place if low[start:place].strip() else start
    while (ends := low[start:place]).endswith((" ", ",", "&", "+", ":", " and")):
        place -= 4 if ends.endswith(" and") else 1
    if _letter(low, place) and low[place - 1].isalpha():
        return None
    return Span(total, place, " and ".join(UNIT_NAMES[unit] for unit in units), tuple(units),
                is_odd=odd)  # fmt: skip


def _letter(low: str, place: int) -> bool:
    return low[place : place + 1].isalpha()


def seconds_of(number: float, unit: str) -> float:
    """That many of a unit in seconds."""
    return number * _SECONDS[unit]
