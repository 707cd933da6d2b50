"""A day inside a longer text: `Night Shift, 3 May 2025`, `failover_2025-02-12`.

Of a span, `30 Sept – 1 Oct 2025`, the first day counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from data.intake.parsing.days import MONTHS, decide_day_first, in_words, read_day
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

_NTH = r"(?:st|nd|rd|th)?"
_TO = r" ?(?:[-–—/&]|\b(?:to|and|until)\b) ?"
_SPANS = tuple(
    re.compile(rf"(?<![\w:/.-]){one}(?!\d)", re.IGNORECASE)
    for one in (
        rf"(?P<d1>\d{{1,2}}){_NTH} (?P<m1>{_MONTHS})\.?(?:,? (?P<y1>20\d\d))?{_TO}"
        rf"(?P<d2>\d{{1,2}}){_NTH} (?P<m2>{_MONTHS})\.?,? (?P<y2>20\d\d)",
        rf"(?P<m1>{_MONTHS})\.? (?P<d1>\d{{1,2}}){_NTH}(?:,? (?P<y1>20\d\d))?{_TO}"
        rf"(?:(?P<m2>{_MONTHS})\.? )?(?P<d2>\d{{1,2}}){_NTH},? (?P<y2>20\d\d)",
        rf"(?P<d1>\d{{1,2}}){_NTH}{_TO}(?P<d2>\d{{1,2}}){_NTH} (?P<m2>{_MONTHS})\.?,? "
        r"(?P<y2>20\d\d)",
        r"(?P<n1>\d{1,2}(?P<s>[/.])\d{1,2})(?:(?P=s)(?P<y1>20\d\d)?)? ?(?:[-–—]|\bto\b) ?"
        r"(?P<n2>\d{1,2}(?P=s)\d{1,2}(?P=s)(?P<y2>20\d\d))",
    )
)
# `Drill 2 – 3 May 2025`: the number may be the end of a name.
_AFTER_A_WORD = re.compile(r"(?<!\bof )(?<!\bon )(?<!\bfrom )(?<=[^\W\d_] )$")
_APART = re.compile(r"\d(?:st|nd|rd|th)? [-–—] ?\d", re.IGNORECASE)
_LONGEST = timedelta(days=31)
_NAME_OR_DAY = timedelta(days=2)  # as a span, so short; a longer one is a number and a day


class Ambiguous(ValueError):
    """A day that may be two: `03/02/2025 is 3 February 2025 or 2 March 2025`."""


@dataclass(frozen=True)
class _Written:
    """A day or a span of days where it stands in a text; `first` and `last` of a span."""

    start: int
    words: str
    first: date | None = None
    last: date | None = None
    is_open: bool = False  # its first number may be the end of a name
    doubt: str = ""  # of a span in numbers: that its order of day and month is not known


def day_within(
    text: str, day_first: bool | None = None, *, is_sure: bool = False
) -> tuple[date, str] | None:
    """The first day written out in a text, with a year and no doubt, and its words; else None.

    Raises Ambiguous, with `is_sure` only, where the order of day and month would have to be known.
    """
    for found in _written(text, day_first):
        if found.first is not None:
            return found.first, found.words
        if found.doubt:
            if is_sure:
                raise Ambiguous(found.doubt)
            continue
        one = found.words
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


def span_within(text: str, day_first: bool | None = None) -> tuple[date, date] | None:
    """The first and the last day of the span that a text gives: `13 to 14 September 2025`."""
    for found in _written(text, day_first):
        if found.first is not None and found.last is not None:
            return found.first, found.last
    return None


def name_or_day(text: str) -> str | None:
    """Both readings of `Drill 2 – 3 May 2025`, whose 2 is a day or the end of a name; else None."""
    for found in _spans(text, None):
        if found.is_open and found.first and found.last:
            both = f"{in_words(found.first)} to {in_words(found.last)}"
            return f"“{found.words}” is {both}, or {in_words(found.last)} after a number,"
    return None


def written_days(text: str) -> list[str]:
    """The days of a text that are written in numbers, as evidence for their order."""
    return [found[0] for found in _DAY.finditer(text) if _IS_NUMERIC.fullmatch(found[0])]


def days_in(text: str) -> list[str]:
    """The days and spans of days of a text as they are written, in figures or in words."""
    return [found.words for found in _written(text, None)]


def without_days(text: str) -> str:
    """The text without the days in it."""
    for found in reversed(_written(text, None)):
        text = f"{text[: found.start]} {text[found.start + len(found.words) :]}"
    return " ".join(text.split())


def _written(text: str, day_first: bool | None) -> list[_Written]:
    """The days and spans of a text, in its order; a doubtful span is its last day alone."""
    spans = [one for one in _spans(text, day_first) if not one.is_open]
    for one in spans:
        end = one.start + len(one.words)
        text = f"{text[: one.start]}{' ' * len(one.words)}{text[end:]}"
    days = [_Written(found.start(), found[0]) for found in _DAY.finditer(text)]
    return sorted([*spans, *days], key=lambda one: one.start)


def _spans(text: str, day_first: bool | None) -> list[_Written]:
    if "20" not in text:  # no year
        return []
    spans: list[_Written] = []
    for pattern in _SPANS:
        for found in pattern.finditer(text):
            start, end = found.span()
            if any(one.start < end and start < one.start + len(one.words) for one in spans):
                continue
            try:
                ends = _ends(found.groupdict(), day_first)
            except Unreadable as problem:
                if problem.code == "day_order":
                    spans.append(_Written(start, found[0], doubt=str(problem)))
                continue
            if ends is None or not timedelta(0) < ends[1] - ends[0] <= _LONGEST:
                continue
            is_bare = found.groupdict().get("m1") is None and "d1" in found.groupdict()
            may_be_a_name = is_bare and bool(_AFTER_A_WORD.search(text[:start]))
            if may_be_a_name and _APART.match(found[0][len(found["d1"]) - 1 :]):
                if ends[1] - ends[0] > _NAME_OR_DAY:
                    continue
                spans.append(_Written(start, found[0], *ends, is_open=True))
                continue
            spans.append(_Written(start, found[0], *ends))
    return spans


def _ends(said: dict[str, str | None], day_first: bool | None) -> tuple[date, date] | None:
    """Both ends of a span; what its first lacks is as at its last, or a year less."""
    year = int(said["y2"] or 0)
    if said.get("n1"):
        written = [f"{said['n1']}{said['s']}{said['y1'] or year}", str(said["n2"])]
        order = decide_day_first(written, told=day_first).day_first
        first, last = (read_day(one, order) for one in written)
        return (first, last) if first and last else None
    try:
        months = [MONTHS[str(said.get(one) or said.get(other)).casefold()]
                  for one, other in (("m1", "m2"), ("m2", "m1"))]  # fmt: skip
        last = date(year, months[1], int(str(said["d2"])))
        first = date(int(said.get("y1") or year), months[0], int(str(said["d1"])))
        if first > last and not said.get("y1"):
            first = first.replace(year=first.year - 1)
    except ValueError:
        return None
    return first, last
