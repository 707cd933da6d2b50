"""What a cell says of a moment: its day, its time of day, its zone; `instants` places it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from data.intake.parsing.clocks import ClockFound, find_clock
from data.intake.parsing.days import day_of, from_serial, read_day
from data.intake.parsing.plain import Cell, Unreadable, shown, text_of
from data.intake.parsing.zones import zone_at

_JOINT = re.compile(r"(?:[ ,;@|-]|\bat\b|\bum\b|\bkl\b|t(?=$))+$")
_RANGE = re.compile(r" ?(?:-|to|until|till) ?(\d{1,2}:\d{2})")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}([t ])$")
_ISO_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})t(\d{2})(\d{2})(\d{2})?(?!\d)")
_ABOUT = re.compile(r"(?:[~≈]|approximately\b|approx\b\.?|about\b|around\b|circa\b|ca\b\.?) ?")
_NOTE = re.compile(r"[(\[,;].*| ?-+ \D*|\*.*")
_COMPACT = re.compile(r"(?:19|20)\d{6}")


@dataclass(frozen=True)
class InstantRules:
    """How this cell is read; see `parse_instant`."""

    zone: str
    day_first: bool | None
    default_date: date | None
    drill_started_at: datetime | None
    not_before: datetime | None
    not_after: datetime | None
    date_alone: bool
    date_1904: bool
    unit: str | None
    is_next_day: bool = False
    planned: datetime | None = None


@dataclass(frozen=True)
class Moment:
    """What a cell said, before it is placed in its zone."""

    day: date | None = None
    seconds: float | None = None
    zone: tzinfo | None = None
    zone_name: str = ""
    note: str = ""
    about: bool = False


def read_moment(value: Cell, rules: InstantRules) -> Moment:
    """Day, time of day and zone of a cell, as far as it has them."""
    if isinstance(value, bool):
        raise Unreadable("not_a_time", f"{shown(value)} is not a time")
    if isinstance(value, date) and value.year > 1900:
        day_of(value.year, value.month, value.day, shown(value))
    if isinstance(value, datetime):
        rounded = (value.replace(tzinfo=None) + timedelta(microseconds=500_000)).replace(
            microsecond=0
        )
        seconds = float(rounded.hour * 3600 + rounded.minute * 60 + rounded.second)
        # A time alone shows as a date of 1899 or 1900 in some files.
        return Moment(rounded.date() if rounded.year > 1900 else None, seconds)
    if isinstance(value, date):
        if value.year <= 1900:
            raise Unreadable("no_date", f"{shown(value)} is an empty date of the spreadsheet")
        return Moment(value)
    if isinstance(value, time):
        return Moment(None, float(round(value.hour * 3600 + value.minute * 60 + value.second
                                         + value.microsecond / 1e6)))  # fmt: skip
    if isinstance(value, timedelta):
        if not timedelta(0) <= value <= timedelta(days=1):
            raise Unreadable("no_such_hour", f"{shown(value)} is no time of day")
        return Moment(None, float(round(value.total_seconds())))
    if isinstance(value, int | float):
        return _number(float(value), rules)
    return _text(text_of(str(value)), rules)


def _number(number: float, rules: InstantRules) -> Moment:
    if not abs(number) < 1e15:
        raise Unreadable("not_a_time", f"{shown(number)} is not a date and time")
    if 0 < number < 1:
        return Moment(None, float(round(number * 86400)))
    if number == int(number) and _COMPACT.fullmatch(str(int(number))):
        return Moment(read_day(str(int(number)), rules.day_first))
    for scale in (1, 1000):  # seconds or milliseconds since 1970, between 2001 and 2286
        if 1e9 * scale <= number < 1e10 * scale:
            moment = datetime.fromtimestamp(round(number / scale), UTC)
            seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
            return Moment(moment.date(), float(seconds), UTC, "UTC, seconds since 1970")
    serial = from_serial(number, date_1904=rules.date_1904)
    if serial is None:
        raise Unreadable("not_a_time", f"{shown(number)} is not a date and time")
    if number == int(number):
        return Moment(serial.date())
    return Moment(serial.date(), float(serial.hour * 3600 + serial.minute * 60 + serial.second))


def _text(text: str, rules: InstantRules) -> Moment:
    low = text.casefold()
    about = _ABOUT.match(low)
    low = low[about.end() :] if about else low
    if basic := _ISO_BASIC.match(low):  # 20250212T141000Z
        year, month, day_, hour, minute, second = basic.groups()
        low = f"{year}-{month}-{day_}t{hour}:{minute}:{second or '00'}{low[basic.end() :]}"
    if (
        len(low) < 20
        and low.replace(".", "", 1).isdigit()
        and len(low) != 8
        and float(low) >= 20_000
    ):
        return replace(_number(float(low), rules), about=bool(about))
    clock = find_clock(low)
    if clock is None:
        day = read_day(low, rules.day_first, rules.default_date)
        if day is None:
            raise Unreadable("not_a_time", f"“{shown(text)}” is not a date and time")
        return Moment(day, about=bool(about))
    before = _JOINT.sub("", low[: clock.begin])
    if (other := _RANGE.match(low, clock.end)) and not _is_offset(low, clock, other[1]):
        first = low[clock.begin : clock.end].strip()
        raise Unreadable("two_times", f"“{shown(text)}” holds two times, {first} and {other[1]}")
    zone = zone_at(low, clock.end, rules.zone)
    behind = low[zone.end if zone else clock.end :].strip()
    note, day = "", None
    if (
        behind
        and (_NOTE.fullmatch(behind) or _NOTE.fullmatch(" " + behind))
        and not _is_day(behind, before, rules)
    ):
        note, behind = behind.strip("(),;-* "), ""
    written = before or behind.strip(" ,-")
    if before and behind:
        raise Unreadable("not_a_time", f"“{shown(text)}” is not a date and time")
    if written:
        day = read_day(_ABOUT.sub("", written, count=1), rules.day_first, rules.default_date)
        if day is None:
            raise Unreadable("not_a_time", f"“{shown(text)}” is not a date and time")
    return Moment(day, clock.seconds, zone.zone if zone else None, zone.written if zone else "",
                   note, bool(about))  # fmt: skip


def _is_offset(low: str, clock: ClockFound, other: str) -> bool:
    """True when `-05:00` behind an ISO time is its offset, not the end of a range."""
    iso = _ISO_DATE.search(low[: clock.begin])
    if not iso or low[clock.end] != "-" or len(other) != 5:
        return False
    hours, minutes = int(other[:2]), int(other[3:])
    return iso[1] == "t" or hours * 3600 + minutes * 60 <= clock.seconds


def _is_day(behind: str, before: str, rules: InstantRules) -> bool:
    if before:
        return False
    try:
        return read_day(behind.strip(" ,-()"), True, rules.default_date) is not None
    except Unreadable:
        return True
