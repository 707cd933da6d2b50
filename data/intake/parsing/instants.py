"""A written moment becomes an instant in UTC: with its date, its time of day and its zone.

Nothing is invented: no time of day from nowhere, no year or day from today. A clock alone takes the
day it is given (the drill's), and says so.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from data.intake.parsing.clocks import at, clock_seconds, to_utc
from data.intake.parsing.days import DayOrder, day_of, decide_day_first, in_words
from data.intake.parsing.durations import parse_duration
from data.intake.parsing.marks import failure_instead_of_time
from data.intake.parsing.moments import InstantRules, Moment, read_moment
from data.intake.parsing.parsed import Parsed
from data.intake.parsing.plain import (
    Cell,
    Unreadable,
    blank,
    empty,
    empty_kind,
    plain,
    shown,
    text_of,
)
from data.intake.parsing.zones import out_of_season, zone_info

__all__ = ["NOT_SPLIT", "DayOrder", "NotSplit", "decide_day_first", "parse_instant"]

EXPECTED = "a date and time such as 2025-02-12 14:10"


class NotSplit:
    """Says that an instant stands in one column; its only value is NOT_SPLIT."""

    def __repr__(self) -> str:
        return "NOT_SPLIT"


NOT_SPLIT: Final = NotSplit()
"""The second cell of an instant that stands in one column."""

_MOST_EARLY, _MOST_LATE = 12 * 3600, 18 * 3600
_DIGITS = re.compile(r"(\d{1,2})(\d{2})")
_OFFSET = re.compile(r"(?:t ?(?:([+-]) ?(?=\d)|(?=\d+:))|(\+) ?(?=\d+:))")


def parse_instant(
    value: Cell,
    *,
    zone: str,
    day_first: bool | None = None,
    default_date: date | None = None,
    drill_started_at: datetime | None = None,
    not_before: datetime | None = None,
    not_after: datetime | None = None,
    second: Cell | NotSplit = NOT_SPLIT,
    date_alone: bool = False,
    date_1904: bool = False,
    unit: str | None = None,
    is_next_day: bool = False,
    planned: datetime | None = None,
) -> Parsed:
    """The moment of one cell as an aware datetime in UTC.

    Parameters
    ----------
    value : text, datetime, date, time, timedelta, a spreadsheet's day number, or None. With
        `second`, the date's half.
    zone : IANA name that reads a time without a zone of its own.
    day_first : the column's order of day and month (`decide_day_first`).
    default_date : the day of a clock alone, usually the drill's.
    drill_started_at : zero of `T+1:30`.
    not_before, not_after : the row's neighbouring instants (aware). A clock alone that would fall
        before `not_before` is on its day or the next, the next with a warning; of a time the zone
        has twice, the one between them counts.
    second : the time's half, where date and time stand in two columns.
    date_alone : a date without a time will do: its first moment, `precision` "day".
    date_1904 : bare day numbers count from 1904.
    unit : the unit of a bare offset such as `T+15`.
    is_next_day : a clock alone is of the day after `default_date`, with `second` of the day after
        the date in `value`: the lines above it tell so.
    planned : when it was meant to be (aware), which bounds it on neither side: a clock alone is of
        that plan's day, unless the next or the one before is much nearer.

    Returns
    -------
    Parsed : with `empty` or `precision` among its companions. A date without a time is an error
        unless `date_alone`; a time whose date cell is blank is left empty with a warning.
    """
    rules = InstantRules(zone, day_first, default_date, drill_started_at, not_before, not_after,
                   date_alone, date_1904, unit, is_next_day, planned)  # fmt: skip
    try:
        if isinstance(second, NotSplit):
            return _whole(value, rules)
        return _halves(value, second, rules)
    except Unreadable as problem:
        return problem.parsed(EXPECTED)


def _whole(value: Cell, rules: InstantRules) -> Parsed:
    if blank(value):
        return Parsed()
    if isinstance(value, str):
        text = text_of(value)
        if kind := empty_kind(text):
            return empty(kind, value)
        if mark := failure_instead_of_time(text):
            return Parsed(
                reading=f"“{shown(value)}” is an outcome, not a time", mark=mark,
                code="outcome_instead", message=f"“{shown(value)}” is an outcome; there is no time",
                expected=EXPECTED, severity="warning",
            )  # fmt: skip
        if match := _OFFSET.match(text.casefold()):
            return _offset(text, match, rules)
    if isinstance(value, datetime) and value.tzinfo is not None:
        day_of(value.year, value.month, value.day, shown(value))
        moment = value.astimezone(UTC)
        return Parsed(moment, reading=_reading(moment, rules.zone))
    return _place(read_moment(value, rules), value, rules)


def _halves(first: Cell, second: Cell, rules: InstantRules) -> Parsed:
    """An instant whose date and time stand in two cells."""
    for half in (first, second):
        if isinstance(half, str) and (kind := empty_kind(text_of(half)) if plain(half) else None):
            if half is second and rules.date_alone and not blank(first):
                return _whole(first, rules)
            return empty(kind, half)
    if blank(second):
        return _whole(first, rules)
    if isinstance(second, str) and (match := _OFFSET.match(text_of(second).casefold())):
        return _offset_of_day(first, second, match, rules)
    clock = _digits_of_clock(second) or read_moment(second, rules)
    if clock.seconds is None:
        raise Unreadable("no_time", f"{shown(second)} is no time of day")
    if blank(first):
        if clock.day is None and (
            rules.default_date is None and rules.not_before is None and rules.planned is None
        ):
            return Parsed(
                code="no_date", message=f"{shown(second)} has no date beside it",
                expected=EXPECTED, severity="warning",
            )  # fmt: skip
        return _place(clock, second, rules)
    day = read_moment(first, rules)
    if day.day is None:
        raise Unreadable("no_date", f"{shown(first)} is no date")
    if clock.day is not None and clock.day != day.day:
        raise Unreadable("two_dates", f"{shown(first)} and {shown(second)} are different days")
    if day.seconds not in (None, 0.0, clock.seconds):
        raise Unreadable("two_times", f"{shown(first)} and {shown(second)} are different times")
    is_past = rules.is_next_day and clock.day is None
    date_of = day.day + timedelta(days=int(is_past))
    both = replace(clock, day=date_of, zone=clock.zone or day.zone,
                   zone_name=clock.zone_name or day.zone_name)  # fmt: skip
    result = _place(both, f"{shown(first)} {shown(second)}", rules)
    if not is_past or result.code:
        return result
    code, said = _next_day(second, date_of)
    return replace(result, code=code, message=said, expected=EXPECTED, severity="warning")


def _digits_of_clock(half: Cell) -> Moment | None:
    """`2300`, `0815`, or the number 815 a spreadsheet makes of it; None for anything else.

    Only in a column of times: elsewhere such a number may be a year or a day.
    """
    if isinstance(half, bool) or not isinstance(half, str | int | float):
        return None
    text = text_of(half) if isinstance(half, str) else f"{half:g}"
    found = _DIGITS.fullmatch(text)
    return Moment(None, clock_seconds(text, int(found[1]), int(found[2]))) if found else None


def _offset_of_day(first: Cell, second: str, match: re.Match[str], rules: InstantRules) -> Parsed:
    """An offset beside a date: the offset counts, and the date has to be the day it falls on."""
    result = _offset(text_of(second), match, rules)
    if blank(first) or result.value is None:
        return result
    day = read_moment(first, rules).day
    if day is None:
        raise Unreadable("no_date", f"{shown(first)} is no date")
    reached = result.value.astimezone(zone_info(rules.zone)).date()
    if reached != day:
        raise Unreadable(
            "two_dates",
            f"{shown(second)} after the drill's start is {in_words(reached)}, and {shown(first)} "
            "stands beside it",
        )
    return result


def _offset(text: str, match: re.Match[str], rules: InstantRules) -> Parsed:
    """`T+1:30`: so long after the drill's start."""
    span = parse_duration(text[match.end() :], clock="h:mm", unit=rules.unit)
    if span.code == "no_unit":
        raise Unreadable(span.code, f"{text} has no unit: it may be hours or minutes", "question")
    if span.value is None:
        raise Unreadable(span.code or "not_a_time", span.message or f"{text} is no offset",
                         span.severity)  # fmt: skip
    if rules.drill_started_at is None:
        raise Unreadable("no_start", f"{text} counts from the drill's start, which has no time")
    seconds = -span.value if match[1] == "-" else span.value
    moment = rules.drill_started_at.astimezone(UTC) + timedelta(seconds=seconds)
    way = "before" if seconds < 0 else "after"
    return Parsed(moment, reading=f"{text} {way} the drill's start: {_reading(moment, rules.zone)}")


def _place(moment: Moment, value: Cell, rules: InstantRules) -> Parsed:
    """The moment in UTC, with what was assumed on the way as a warning."""
    own = zone_info(rules.zone)
    zone, zone_name = moment.zone or own, moment.zone_name or rules.zone
    if moment.seconds is None:
        if moment.day is None or not rules.date_alone:
            raise Unreadable("no_time", f"{shown(value)} has no time of day")
        first = at(moment.day, 0).replace(tzinfo=zone).astimezone(UTC)
        return Parsed(first, {"precision": "day"}, f"{in_words(moment.day)}, no time given")
    warnings: list[tuple[str, str]] = []
    day = moment.day
    if day is None:
        day = _borrowed_day(moment.seconds, zone, value, rules, warnings)
    local = at(day, moment.seconds)
    result, twice = to_utc(
        local, zone, zone_name, not_before=rules.not_before, not_after=rules.not_after
    )
    if twice:
        warnings.append(("time_twice", twice))
    if odd := out_of_season(moment.zone_name, result):
        warnings.append(("zone_out_of_season", odd))
    if moment.about:
        warnings.append(("approximate", f"{shown(value)} is approximate and read as exact"))
    if moment.note:
        warnings.append(("note", f"the words “{shown(moment.note)}” are kept as a note"))
    reading = f"{in_words(local.date())} {local:%H:%M:%S}".removesuffix(":00") + f" {zone_name}"
    reading += f"; note: {shown(moment.note)}" if moment.note else ""
    is_local = moment.zone is None
    if not warnings:
        return Parsed(result, reading=reading, is_local=is_local)
    message = "; ".join(words for _, words in warnings)
    return Parsed(result, {}, reading, warnings[0][0], message, EXPECTED, "warning",
                  is_local=is_local)  # fmt: skip


def _borrowed_day(
    seconds: float, zone: tzinfo, value: Cell, rules: InstantRules, warnings: list[tuple[str, str]]
) -> date:
    """The day of a clock alone: the drill's, or the first on which the row stays in order."""
    day = rules.default_date
    if rules.planned is not None:
        day = _day_by_plan(seconds, zone, value, rules.planned, rules, warnings)
    elif day is not None and rules.is_next_day:
        day += timedelta(days=1)
        warnings.append(_next_day(value, day))
    elif rules.not_before is not None:
        earliest = rules.not_before.astimezone(zone).date()
        day = max(day, earliest) if day else earliest
        late_fold = at(day, seconds).replace(tzinfo=zone, fold=1)
        if late_fold.astimezone(UTC) < rules.not_before:
            day += timedelta(days=1)
            warnings.append(_next_day(value, day))
    if day is None:
        raise Unreadable("no_date", f"{shown(value)} has no date, and none is known for the drill")
    return day


def days_from_plan(late: float) -> int:
    """Days between a plan and what became of it, when on the plan's day it is `late` seconds late.

    The plan's own day is kept as long as it may be: half a day early, or up to 18 hours late, since
    drills run late more often than early.
    """
    return 1 if late < -_MOST_EARLY else -1 if late > _MOST_LATE else 0


def _day_by_plan(
    seconds: float, zone: tzinfo, value: Cell, planned: datetime, rules: InstantRules,
    warnings: list[tuple[str, str]],
) -> date:  # fmt: skip
    """The plan's day; the next where it would be half a day early, the one before where too late.

    A plan long before the drill's own day says nothing of it: the drill was put off.
    """
    local, usual = planned.astimezone(zone), rules.default_date
    if usual is not None and local.date() < usual - timedelta(days=1):
        return usual
    late = at(local.date(), seconds) - local.replace(tzinfo=None)
    day = local.date() + timedelta(days=days_from_plan(late.total_seconds()))
    expected = local.date() - timedelta(days=int(rules.is_next_day))
    if day > expected:
        warnings.append(_next_day(value, day))
    elif day < expected:
        said = f"{shown(value)} has no date and is read as the day before, {in_words(day)}"
        warnings.append(("day_before", said))
    return day


def _next_day(value: Cell, day: date) -> tuple[str, str]:
    said = f"{shown(value)} has no date and is read as the next day, {in_words(day)}"
    return "next_day", said


def _reading(moment: datetime, zone: str) -> str:
    local = moment.astimezone(zone_info(zone))
    return f"{in_words(local.date())} {local:%H:%M:%S}".removesuffix(":00") + f" {zone}"
