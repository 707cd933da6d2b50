"""A written time of day, and the moment it is in its zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from data.intake.parsing.days import in_words
from data.intake.parsing.plain import Unreadable

_AMPM = r"(?: ?([ap])\.?m\b\.?)?"
_COLON = re.compile(
    r"(?<![\d:+])(\d{1,2}) ?: ?(\d{2})(?: ?: ?(\d{2})(?:[.,](\d{1,9}))?)?(?![\d:])" + _AMPM
)
_WITH_H = re.compile(r"(?<![\d:])(\d{1,2})h(\d{2})(?![\d:])()()()")  # 08h10
_HOUR_AMPM = re.compile(r"(?<![\d:])(\d{1,2})()()() ?([ap])\.?m\b\.?")  # 8 am
_MILITARY = re.compile(
    r"(?:(?<=\d{4}[ t])|(?<=\d{4}, )|^)(\d{2})(\d{2})()()(?: ?(?:hrs?|hours|h)\b|(?=z$))()"
)
_MILITARY_BEHIND = re.compile(r"(?<=\d{4}[ t])(\d{2})(\d{2})()()(?: ?(?:hrs?|hours|h)\b)?(?=$| )()")
_DOTTED = re.compile(r"(?<=\d{4} )(\d{1,2})\.(\d{2})()()(?![\d.])(?: uhr\b)?()")
_NOON = re.compile(r"\b(?:12 ?)?noon\b")
_HOURS_WORD = re.compile(r" ?(?:hrs?|hours|h|uhr|o'clock)\b")


@dataclass(frozen=True)
class ClockFound:
    """A time of day in a text: seconds after midnight (86400 for 24:00), where it is."""

    seconds: float
    begin: int
    end: int


def find_clock(low: str) -> ClockFound | None:
    """The first time of day in a plain, casefolded text, or None without one.

    Raises Unreadable in plain words for one that does not exist (`there is no hour 25`).
    """
    for pattern in (_COLON, _WITH_H, _HOUR_AMPM, _MILITARY, _MILITARY_BEHIND, _DOTTED):
        if found := pattern.search(low):
            hour, minute, second, part, half = found.groups()
            seconds = clock_seconds(
                found[0].strip(), int(hour), int(minute or 0), int(second or 0), half
            )
            seconds += float(f"0.{part[:6]}") if part else 0.0
            end = found.end()
            if behind := _HOURS_WORD.match(low, end):
                end = behind.end()
            return ClockFound(seconds, found.start(), end)
    if found := _NOON.search(low):
        return ClockFound(43200.0, found.start(), found.end())
    return None


def clock_seconds(
    text: str, hour: int, minute: int, second: int = 0, half: str | None = None
) -> float:
    """Seconds after midnight of a time of day; Unreadable where there is no such time."""
    if minute > 59:
        raise Unreadable("no_such_minute", f"there is no minute {minute}")
    if second > 59:
        raise Unreadable("no_such_second", f"there is no second {second}")
    if half:
        if hour > 12 and half == "a":
            raise Unreadable("no_such_hour", f"{text} is after noon, not am")
        if hour == 0 and half == "p":
            raise Unreadable("no_such_hour", "there is no hour 0 pm")
        if hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 24 or (hour == 24 and (minute or second)):
        said = f"{hour}" if hour > 24 else f"24:{minute:02}"
        raise Unreadable("no_such_hour", f"there is no hour {said}")
    return float(hour * 3600 + minute * 60 + second)


def at(day: date, seconds: float) -> datetime:
    """The local moment so many seconds into a day, without a zone; 86400 is the next midnight."""
    return datetime.combine(day, time()) + timedelta(seconds=seconds)


def to_utc(
    local: datetime,
    zone: tzinfo,
    zone_name: str,
    *,
    not_before: datetime | None = None,
    not_after: datetime | None = None,
) -> tuple[datetime, str]:
    """A local moment in UTC, and a warning where the zone has it twice.

    In autumn the reading counts that keeps the row's instants in order (`not_before`, `not_after`);
    when both do, the first. Source: metrics.md, rule 6.

    Raises
    ------
    Unreadable : `skipped_time` when the clocks of the zone jump over it in spring.
    """
    first = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    second = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if first == second:
        return first, ""
    said = f"{local:%H:%M} on {in_words(local.date())}"
    if first.astimezone(zone).replace(tzinfo=None) != local:
        raise Unreadable(
            "skipped_time", f"{said} does not exist in {zone_name}: the clocks skip it"
        )
    chosen, which = first, "first"
    early = not_before is not None and first < not_before
    late = not_after is not None and second > not_after
    if early and not late:
        chosen, which = second, "second"
    return chosen, f"{said} comes twice in {zone_name}; the {which} is taken"
