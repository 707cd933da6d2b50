"""A written time span becomes seconds: what people type in a column of recovery times or targets.

No library read these without inventing values (28 min for `28:00`, 518400 s for `N/A`), so the
grammar is our own: `spans` reads one span, this module what may stand around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from data.intake.parsing.marks import SIGNS, failure_instead_of_time
from data.intake.parsing.numerals import DecimalComma
from data.intake.parsing.parsed import Parsed
from data.intake.parsing.plain import Cell, Unreadable, blank, empty, empty_kind, shown, text_of
from data.intake.parsing.spans import (
    UNIT_NAMES,
    Clock,
    Span,
    find_span,
    in_digits,
    seconds_of,
    unit_named,
    without_brackets,
)

EXPECTED = "a duration such as 3 h 20 min"
EXPECTED_OBJECTIVE = "a target such as 4 h or < 4 h"

_OPERATORS = (
    (re.compile(r"(?:<=|=<|≤|⩽|≦|&le;)"), "<="),
    (re.compile(r"(?:>=|=>|≥|⩾|≧)"), ">="),
    (re.compile(r"<"), "<"),
    (re.compile(r">"), ">"),
    (re.compile(r"(?:up to|at most|not? more than|no longer than|within|maximum(?: of)?|max\b\.?"
                r"(?: of)?|not to exceed|not exceeding)(?=[ \d:])"), "<="),
    (re.compile(r"(?:less than|fewer than|under|below|shorter than)(?= )"), "<"),
    (re.compile(r"(?:at least|not? less than|minimum(?: of)?|min\.? of)(?= )"), ">="),
    (re.compile(r"(?:more than|over|above|greater than|longer than|exceeds)(?= )"), ">"),
)  # fmt: skip
_BEHIND = (
    (re.compile(r" ?(?:or less|or below|or under|or faster|max\b\.?|maximum|at most)"), "<="),
    (re.compile(r" ?(?:or more|or longer|or over|\+(?!\d)|at least|minimum)"), ">="),
)
_ABOUT = re.compile(
    r"(?:[~≈≃\u223c]+|(?:approximately|approx|about|around|circa|roughly|nearly|almost|estimated|est|"
    r"ca|c)\b\.?:?) ?"
)
_ABOUT_BEHIND = re.compile(
    r" ?(?:\(?(?:approximately|approx|estimated|estimate|est|ish)\b\.?\)?|\?)"
)
_OFFSET = re.compile(r"t ?(?:([+-]) ?(?=\d)|(?=\d+:))")  # T+1:30, and T0:25 with its sign forgotten
_LABEL = re.compile(r"(?:rto|rpo|rta|rpa|target|actual|duration|total)(?: ?[:=] ?| (?=[\d<>≤≥~]))")
_OR_MORE = re.compile(r"(\d+(?:[.,]\d+)?)\+ ?(?=[a-z]|$)")
_RANGE = re.compile(r" ?(?:-{1,2}|\.{2,3}|…) ?| (?:to|till|until|bis|and|à|a) ")
_NOTE = re.compile(r" ?[(\[,;]| -+ | (?=[^\W\d])")
_ANOTHER = re.compile(
    r"\d ?(?:h|hr|hrs|hours?|m|min|mins|minutes?|s|secs?|seconds?|days?|d)\b|\d:\d\d"
)
# Right behind a time these make it a distance from something else: "3 h ago", "30 min over target".
_AWAY = re.compile(
    r" (ago|earlier|later|hence|early|late|ahead|behind|over|under|above|below|short|past|"
    r"from now|to go|left|remaining|faster|slower|longer|shorter|more|less|(?:before|after)$)\b"
)
_CENTURY = 100 * 366 * 86400.0
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NOTHING = {"none", "no target", "no objective", "not defined", "undefined", "not set",
            "not agreed", "best effort", "best efforts"}  # fmt: skip
_AT_ONCE = {"immediate", "immediately", "instant", "instantaneous", "real time", "real-time",
            "zero", "nil", "zero data loss", "no data loss", "no downtime", "zero downtime",
            "near zero", "near-zero", "seamless"}  # fmt: skip
_WHOLE_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}")


@dataclass(frozen=True)
class _Rules:
    """How this column is read."""

    unit: str | None
    objective: bool
    clock: Clock | None
    decimal_comma: DecimalComma

    @property
    def expected(self) -> str:
        return EXPECTED_OBJECTIVE if self.objective else EXPECTED


def parse_duration(
    value: Cell,
    *,
    unit: str | None = None,
    objective: bool = False,
    clock: Clock | None = None,
    decimal_comma: DecimalComma = None,
) -> Parsed:
    """The time span of one cell in seconds.

    Parameters
    ----------
    value : what the reader gave: text, number, time, timedelta, datetime (Excel's 28:00), or None.
    unit : the unit of a bare number, from the heading or a unit column (`min`, `Hours` …).
    objective : the cell is a target: a bound (`< 4 h`) is its operator. For a measured time a bound
        is a range from 0, of which the upper end counts, with a warning; a lower one (`> 4 h`) is
        a problem.
    clock : whether `3:20` is hours and minutes or minutes and seconds; None means nobody said: it
        is hours and minutes, except in a column of minutes, where it is asked.
    decimal_comma : the column's decimal mark (`decide_decimal`), where known.

    Returns
    -------
    Parsed : seconds, with `operator` (objective) or `low_seconds`, `is_approximate`, `empty`
        (measured) among its companions. The upper end of a range counts. Source: records.md.
    """
    rules = _Rules(unit_named(unit), objective, clock, decimal_comma)
    if blank(value):
        return Parsed()
    try:
        if isinstance(value, str):
            result = _text(value, rules)
        else:
            result = _cell(value, rules)
    except Unreadable as problem:
        return problem.parsed(rules.expected)
    if result.value is not None and result.value > _CENTURY:
        return Unreadable("too_long_span", f"{shown(value)} is more than 100 years").parsed(
            rules.expected
        )
    if result.value is not None and result.value < 0:
        return Unreadable("negative", f"{shown(value)} is negative; a duration cannot be").parsed(
            rules.expected
        )
    return result


def _cell(value: Cell, rules: _Rules) -> Parsed:
    """A cell the spreadsheet itself typed."""
    if isinstance(value, bool):
        raise Unreadable("not_a_duration", f"{shown(value)} is not a duration")
    if isinstance(value, int | float):
        return _bare(float(value), shown(value), rules, is_cell=True)
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds(), 3)
    elif isinstance(value, time):
        seconds = round(value.hour * 3600 + value.minute * 60 + value.second
                        + value.microsecond / 1e6, 3)  # fmt: skip
    elif isinstance(value, datetime | date):
        seconds = _excel_days(value)
    else:
        raise Unreadable("not_a_duration", f"{shown(value)} is not a duration")
    return Parsed(seconds, reading="the spreadsheet's own hours and minutes")


def _excel_days(value: datetime | date) -> float:
    """Seconds of a span over a day that a spreadsheet shows as a date of 1899 or 1900."""
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    moment = moment.replace(tzinfo=None)
    if not 1899 <= moment.year <= 1900:
        raise Unreadable("a_date", f"{shown(value)} is a date, not a duration")
    # Serial 1 is 1 January 1900; from 1 March on Excel counts a 29 February that never was.
    zero = datetime(1899, 12, 30) if moment >= datetime(1900, 3, 1) else datetime(1899, 12, 31)
    if moment < zero:
        zero = datetime(1899, 12, 30)
    return round((moment - zero).total_seconds(), 3)


def _bare(number: float, text: str, rules: _Rules, *, is_cell: bool = False) -> Parsed:
    """A number without a unit of its own."""
    if number != number or abs(number) > _CENTURY:
        raise Unreadable("not_a_duration", f"{text} is not a duration")
    if number == 0:
        return Parsed(0.0, reading="0, the same in every unit")
    if number < 0:
        raise Unreadable("negative", f"{text} is negative; a duration cannot be")
    if rules.unit:
        return Parsed(
            round(seconds_of(number, rules.unit), 3),
            reading=f"{text} read as {UNIT_NAMES[rules.unit]}",
        )
    # A day fraction comes from a formula and has many decimals; 0.5 is as likely half an hour.
    if number < 1 and round(number, 2) != number:
        seconds = float(round(number * 86400))
        return Parsed(
            seconds,
            reading=f"{text} read as a fraction of a day",
            code="assumed_day_fraction",
            message=f"{text} has no unit and is read as a fraction of a day",
            expected=rules.expected,
            severity="warning",
        )
    also = " or a fraction of a day" if number < 1 else ""
    raise Unreadable("no_unit", f"{text} has no unit: it may be hours or minutes{also}", "question")


def _text(value: str, rules: _Rules) -> Parsed:
    text = text_of(value)
    low = text.casefold()
    bare_words = "".join(c for c in low if c not in SIGNS).strip(" .")
    if rules.objective and (bare_words in _NOTHING or low in _NOTHING):
        return empty("not applicable", value)
    if bare_words in _AT_ONCE:
        said = {} if rules.objective else {"is_approximate": True}
        return Parsed(0.0, said, f"“{text}” read as 0", "read_as_zero",
                      f"“{text}” is read as 0", rules.expected, "warning")  # fmt: skip
    if kind := empty_kind(text):
        return empty(kind, value)
    if not rules.objective and (mark := failure_instead_of_time(text)):
        return Parsed(
            reading=f"“{shown(value)}” is an outcome, not a time", mark=mark,
            code="outcome_instead", message=f"“{shown(value)}” is an outcome; there is no time",
            expected=rules.expected, severity="warning",
        )  # fmt: skip
    if _WHOLE_DATE.match(low):
        raise Unreadable("a_date", f"{shown(value)} is a date, not a duration")
    low = "".join(c for c in low if c not in SIGNS).strip()
    if low[:1] == "[" and low[-1:] == "]":
        low = low[1:-1].strip()
    return _around(without_brackets(in_digits(low), rules.unit), text, rules)


def _around(low: str, text: str, rules: _Rules) -> Parsed:
    """What stands before, between and behind the span."""
    place, operator, about = 0, "", False
    if match := _OFFSET.match(low) or _LABEL.match(low):
        place = match.end()
        if low.startswith("t") and match[0].rstrip().endswith("-"):
            raise Unreadable("negative", f"{text} is before the start; a duration is not negative")
        if low.startswith("t") and not match[0][1:2].isalpha():
            rules = replace(rules, clock=rules.clock or "h:mm")  # an offset is in hours
    between = low.startswith("between ")
    place = 8 if between else place
    for pattern, sign in _OPERATORS:
        if not operator and (match := pattern.match(low, place)):
            operator, place = sign, match.end()
    place += len(low[place:]) - len(low[place:].lstrip(" :="))
    if match := _ABOUT.match(low, place):
        about, place = True, match.end()
    if low[place : place + 1] == "-" and low[place + 1 : place + 2].strip(" "):
        raise Unreadable("negative", f"{text} is negative; a duration cannot be")
    place += low[place : place + 1] == "+"
    if match := _OR_MORE.match(low, place):
        operator, low = operator or ">=", f"{low[:place]}{match[1]} {low[match.end() :]}"

    span = find_span(low, place, clock=rules.clock, decimal_comma=rules.decimal_comma)
    if span is None:
        raise Unreadable("not_a_duration", f"“{shown(text)}” is not a duration")
    lower: Span | None = None
    if (match := _RANGE.match(low, span.end)) and match.end() < len(low):
        upper = find_span(low, match.end(), clock=rules.clock, decimal_comma=rules.decimal_comma)
        if upper is not None and ("and" not in match[0] or between):
            if span.is_clock and upper.is_clock:
                raise Unreadable(
                    "two_times", f"“{shown(text)}” holds two times: a range, or from and until"
                )
            lower, span = _lower_end(span, upper), upper
    if match := _ABOUT_BEHIND.match(low, span.end):
        about, span = True, replace(span, end=match.end())
    for pattern, sign in _BEHIND:
        if match := pattern.match(low, span.end):
            operator, span = operator or sign, replace(span, end=match.end())
    note = _note(low, span, text)
    if span.bare is not None and operator and not rules.unit and span.bare != 0:
        raise Unreadable(
            "no_unit", f"{shown(text)} has no unit: it may be hours or minutes", "question"
        )
    return _result(span, lower, operator, about, note, text, rules)


def _lower_end(lower: Span, upper: Span) -> Span:
    """The lower end of a range, in the upper end's unit where it has none of its own."""
    if lower.bare is None or upper.bare is not None:
        return lower
    return replace(lower, bare=None, seconds=seconds_of(lower.bare, upper.units[0]))


def _note(low: str, span: Span, text: str) -> str:
    """The words behind a span, which are kept as a note; raises when they are no note."""
    rest = low[span.end :]
    if not rest.strip(" .*)]"):
        return ""
    if span.bare is not None and rest.lstrip()[:1] not in "([-;*":
        raise Unreadable("not_a_duration", f"“{shown(text)}” is not a duration")
    if not _NOTE.match(rest) or rest.lstrip(" -,;/")[:1].isdigit():
        raise Unreadable("not_a_duration", f"“{shown(text)}” is not a duration")
    if away := _AWAY.match(rest):
        raise Unreadable(
            "not_a_duration",
            f"“{shown(text)}” is no duration: “{away[1]}” makes it a distance from something else",
        )
    if _ANOTHER.search(_BRACKETS.sub(" ", rest)):
        raise Unreadable("two_times", f"“{shown(text)}” holds more than one time")
    note = rest.strip(" ,;-")
    # The note keeps its capitals where the text only changed in case.
    place = text.casefold().find(note)
    return text[place : place + len(note)] if place >= 0 and text.casefold() != text else note


def _result(
    span: Span, lower: Span | None, operator: str, about: bool, note: str, text: str, rules: _Rules
) -> Parsed:
    warnings: list[tuple[str, str]] = []
    seconds, reading = _seconds(span, text, rules, warnings)
    companions: dict[str, Any] = {}
    said = shown(text)
    if span.is_clock and rules.clock is None and rules.unit in ("min", "s") and ":" in text:
        if reading == "hours and minutes":
            raise Unreadable(
                "clock_unclear",
                f"{said} in a column of {UNIT_NAMES[rules.unit]} may be hours and minutes "
                "or minutes and seconds",
                "question",
            )
    elif span.is_odd and span.is_clock:
        warnings.append(("clock_unclear", f"{said} is read as hours and minutes"))
    elif span.is_odd:
        warnings.append(("odd_duration", f"{said} is read as {_words(seconds)}"))
    if operator in (">", ">="):
        what = (
            "a target is an upper one"
            if rules.objective
            else "write the time it took, or Not recovered"
        )
        raise Unreadable("lower_bound", f"{said} is a lower bound; {what}")
    if operator and rules.objective:
        companions["operator"] = operator
    elif operator:  # as a range from nothing: what is known is its upper end
        companions["low_seconds"] = 0.0
        warnings.append(("bound", f"{said} is an upper bound, no measurement; the bound counts"))
    if lower is not None:
        low_seconds, _ = _seconds(lower, text, rules, warnings)
        if low_seconds > seconds:
            raise Unreadable("range_backwards", f"{said} begins above its end")
        if not rules.objective:
            companions["low_seconds"] = low_seconds
        warnings.append(("range", f"{said} is a range; its upper end counts"))
        reading = f"upper end, {reading}"
    if about and not rules.objective:
        companions["is_approximate"] = True
    elif about:
        warnings.append(("approximate", f"{said} is approximate; a target is read as exact"))
    if (other := _in_brackets(note, rules)) is not None and abs(other - seconds) > 0.01 * seconds:
        warnings.append(
            ("two_readings", f"{said} says {_words(other)} in brackets; the first counts")
        )
    if note and not note.startswith(("(", "[")) and note not in ("total", "in total", "elapsed"):
        warnings.append(("note", f"the words behind the time are kept as a note: “{shown(note)}”"))
    reading = f"{said} read as {reading}" if reading else said
    reading += f"; note: {shown(note)}" if note else ""
    if not warnings:
        return Parsed(seconds, companions, reading)
    code, _ = warnings[0]
    message = "; ".join(words for _, words in warnings)
    return Parsed(seconds, companions, reading, code, message, rules.expected, "warning")


def _seconds(
    span: Span, text: str, rules: _Rules, warnings: list[tuple[str, str]]
) -> tuple[float, str]:
    if span.bare is None:
        return round(span.seconds, 3), span.reading
    bare = _bare(span.bare, shown(text), rules)
    if bare.code:
        warnings.append((bare.code, bare.message))
    return bare.value, bare.reading.partition(" read as ")[2] or "the same in every unit"


def _in_brackets(note: str, rules: _Rules) -> float | None:
    """Seconds of a note that is nothing but the same time again: `14400s (4 hours)`."""
    inner = note.casefold().strip("()[] =")
    if not note.startswith("(") or not inner[:1].isdigit():
        return None
    try:
        span = find_span(inner, 0, clock=rules.clock, decimal_comma=rules.decimal_comma)
    except Unreadable:
        return None
    return span.seconds if span and span.bare is None and span.end == len(inner) else None


def _words(seconds: float) -> str:
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours} h {minutes} min" + (f" {whole % 60} s" if whole % 60 else "")
