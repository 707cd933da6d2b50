"""Numbers as text: the only place of the house that rounds.

Everything arrives raw (seconds, shares 0–1, UTC instants) and leaves as words a person reads.
No number parts from its unit at the end of a line (no-break spaces), and no text contradicts its
verdict: a rate is "100 %" only when all, "0 %" only when none, and what missed a target never reads
as if it met it.
"""

from __future__ import annotations

import math
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

NBSP = "\u00a0"
MINUS = "−"
NO_DATA = "no data"
UNKNOWN = "unknown"
CANNOT_EXIST = "–"  # written only where a value cannot exist

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_SMALL_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
# the unit a duration is rounded to, coarse to fine
_STEPS = (_DAY, _HOUR, _MINUTE, 1)
_NAMES = {_DAY: "days", _HOUR: "h", _MINUTE: "min", 1: "s"}


def is_missing(value: object) -> bool:
    """True for None, NaN, NaT and pandas' NA: there is no value."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, float) and math.isnan(value)


def _half_up(value: float | Fraction) -> int:
    """The nearest whole number; a half goes away from zero, as people round."""
    whole = math.floor(abs(Fraction(value)) + Fraction(1, 2))
    return -whole if value < 0 else whole


# --- Durations ------------------------------------------------------------------------------------


def duration(seconds: float | None, target: float | None = None) -> str:
    """`3 h 20 min`, `45 min`, `4 h`, `20 s`; `2 days 4 h` from 48 h on.

    seconds : the time span [s], not negative.
    target : the objective it stands against [s]. Where whole minutes would put the time on the
        other side of it, or on it, seconds are shown: 3:59:40 against 4 h is `3 h 59 min 40 s`.
    Missing is `unknown`.
    """
    if seconds is None or is_missing(seconds):
        return UNKNOWN
    seconds = float(seconds)
    if seconds < 0:
        return duration_change(seconds)
    first = _STEPS.index(_HOUR if seconds >= 2 * _DAY else _MINUTE if seconds >= _MINUTE else 1)
    for step in _STEPS[first:]:
        rounded = _half_up(seconds / step) * step
        if target is None or _side(rounded, target) == _side(seconds, target):
            return _spell(rounded)
    # within half a second of the target: rounded away from it, so the verdict can be read
    assert target is not None
    away = math.floor(seconds) if seconds < target else math.ceil(seconds)
    return _spell(away)


def _side(value: float, target: float) -> int:
    return (value > target) - (value < target)


def _spell(seconds: int) -> str:
    """Whole seconds in words, units without an amount left out."""
    parts = []
    units = _STEPS if seconds >= 2 * _DAY else _STEPS[1:]
    for unit in units:
        amount, seconds = divmod(seconds, unit)
        if amount:
            parts.append(f"{amount}{NBSP}{_NAMES[unit]}")
    return NBSP.join(parts) or f"0{NBSP}min"


def duration_change(seconds: float | None) -> str:
    """A difference of times with its sign: `−1 h 40 min`, `+15 min`, `unchanged`."""
    if seconds is None or is_missing(seconds):
        return UNKNOWN
    if seconds == 0:
        return "unchanged"
    return f"{MINUS if seconds < 0 else '+'}{duration(abs(seconds))}"


def margin(seconds: float | None, objective_seconds: float | None) -> str:
    """How a time stands to its objective: `40 min to spare`, `1 h over`, `exactly on it`."""
    if is_missing(seconds) or is_missing(objective_seconds):
        return CANNOT_EXIST
    assert seconds is not None and objective_seconds is not None
    if seconds == objective_seconds:
        return "exactly on it"
    over = seconds - objective_seconds
    return f"{duration(abs(over))} {'over' if over > 0 else 'to spare'}"


def objective(seconds: float | None, operator: str | None = None) -> str:
    """An objective as its sheet wrote it: `4 h`, or `under 4 h` where it is strict."""
    if seconds is None or is_missing(seconds):
        return "no objective"
    return f"under {duration(seconds)}" if operator == "<" else duration(seconds)


def hours_tick(hours: float) -> str:
    """An axis tick of a time axis: `0`, `1 h`, `30 min`, `2 days`."""
    return "0" if hours == 0 else duration(hours * _HOUR)


def days(number: float | None) -> str:
    """A number of days: `1 day`, `19 days`; halves of a median stay, `18.5 days`."""
    if number is None or is_missing(number):
        return UNKNOWN
    tenths = _half_up(abs(float(number)) * 10)
    text = f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths / 10:.1f}"
    sign = MINUS if number < 0 and tenths else ""
    return f"{sign}{text}{NBSP}day{'' if text == '1' else 's'}"


# --- Rates ----------------------------------------------------------------------------------------


def share(value: float | None, target: float | None = None) -> str:
    """A rate 0–1 as whole per cent: `82 %`. "100 %" only when all, "0 %" only when none.

    target : where the whole per cent would read as the target although the rate is not it, one
        or more decimals are shown: 79.6 % against 80 % stays `79.6 %`. Missing is `no data`.
    """
    if value is None or is_missing(value):
        return NO_DATA
    exact = Fraction(value)
    # k / n came through a float: 0.29 * 100 must not become 28.999…
    hundred = exact.limit_denominator(10**9) * 100
    whole = _half_up(hundred)
    if 0 < hundred < 100:
        whole = min(max(whole, 1), 99)
    if target is not None and exact != Fraction(target):
        goal = Fraction(target).limit_denominator(10**9) * 100
        if 0 < goal < 100 and _side(whole, float(goal)) != _side(float(hundred), float(goal)):
            return f"{_with_decimals(float(hundred), float(goal))}{NBSP}%"
    return f"{whole}{NBSP}%"


def _with_decimals(value: float, goal: float) -> str:
    for decimals in (1, 2, 3, 4, 5, 6):
        text = f"{value:.{decimals}f}"
        if _side(float(text), goal) == _side(value, goal):
            return text
    return f"{'just under' if value < goal else 'just over'} {goal:g}"


def k_of_n(k: int, n: int) -> str:
    """`9 of 11`."""
    return f"{count(k)}{NBSP}of{NBSP}{count(n)}"


def share_of(k: int | None, n: int | None) -> str:
    """A rate with what it is of: `82 % (9 of 11)`; nothing to count is `no data`."""
    if k is None or not n:
        return NO_DATA
    return f"{share(Fraction(k, n))} ({k_of_n(k, n)})"  # type: ignore[arg-type]


def interval(low: float, high: float) -> str:
    """A confidence interval of a rate: `48–95 %`."""
    return f"{share(low).removesuffix(NBSP + '%')}–{share(high)}"


def points(change: float | None, decimals: int = 0) -> str:
    """A change of a rate (0–1) in percentage points with its sign: `+6 points`, `no change`.

    A change too small for the decimals asked for shows its first digit rather than zero.
    """
    if change is None or is_missing(change):
        return UNKNOWN
    scaled = abs(float(change)) * 100
    if scaled < 1e-9:
        return "no change"
    text = f"{_half_up(scaled)}" if decimals == 0 else f"{scaled:.{decimals}f}"
    if float(text) == 0:
        text = f"{scaled:.1g}"
    sign = MINUS if change < 0 else "+"
    return f"{sign}{text}{NBSP}point{'' if text == '1' else 's'}"


def signed(number: float | None) -> str:
    """A difference of counts: `+2`, `−1`, `no change`."""
    if number is None or is_missing(number):
        return UNKNOWN
    if number == 0:
        return "no change"
    return f"{MINUS if number < 0 else '+'}{count(abs(number))}"


def for_delta(text: str) -> str:
    """The same text for `st.metric`, which reads only an ASCII hyphen as a fall."""
    return text.replace(MINUS, "-")


# --- Counts and money -----------------------------------------------------------------------------


def count(number: float | None, noun: str | None = None, plural: str | None = None) -> str:
    """`12`, `18 000`; with a noun `1 gap`, `4 gaps`, `0 gaps`. Groups of three from 10 000 on."""
    if number is None or is_missing(number):
        return UNKNOWN
    value = float(number)
    text = _grouped(value)
    if noun is None:
        return text
    return f"{text}{NBSP}{noun if text == '1' else plural or noun + 's'}"


def _grouped(value: float) -> str:
    text = f"{value:.0f}" if value == int(value) else f"{value:.2f}".rstrip("0").rstrip(".")
    whole, point, rest = text.partition(".")
    if len(whole.lstrip("-")) > 4:
        whole = f"{int(whole):,}".replace(",", NBSP)
    return (whole + point + rest).replace("-", MINUS)


def in_words(number: int, noun: str | None = None, *, capital: bool = False) -> str:
    """A small number as people write it: `four`, `four systems`; above twelve in figures."""
    text = _SMALL_NUMBERS[number] if 0 <= number <= 12 else _grouped(number)
    if noun is not None:
        text += f" {noun if number == 1 else noun + 's'}"
    return text[:1].upper() + text[1:] if capital else text


def number(value: float | None, decimals: int = 1) -> str:
    """A bare number, e.g. a rating: `4.2`, `4`."""
    if value is None or is_missing(value):
        return UNKNOWN
    return f"{value:.{decimals}f}".removesuffix("." + "0" * decimals).replace("-", MINUS)


def p_value(value: float | None) -> str:
    """A probability: `p = 0.031`, `p < 0.001`."""
    if value is None or is_missing(value):
        return UNKNOWN
    return f"p{NBSP}<{NBSP}0.001" if value < 0.001 else f"p{NBSP}={NBSP}{value:.2g}"


def money(amount: float | None, currency: str | None = None) -> str:
    """`ZAR 477 000`; cents only below a hundred. Without a currency the bare amount."""
    if amount is None or is_missing(amount):
        return UNKNOWN
    value = float(amount)
    shown = _grouped(round(value, 2) if abs(value) < 100 else _half_up(value))
    return f"{currency}{NBSP}{shown}" if currency and not is_missing(currency) else shown


# --- Days, times, quarters ------------------------------------------------------------------------


def day(value: date | None) -> str:
    """`12 Feb 2025`, for tables; missing is `unknown`."""
    if value is None or is_missing(value):
        return UNKNOWN
    return f"{value.day}{NBSP}{MONTHS[value.month - 1][:3]}{NBSP}{value.year}"


def short_day(value: date | None) -> str:
    """`12 Feb`, where the year is said beside it."""
    if value is None or is_missing(value):
        return UNKNOWN
    return f"{value.day}{NBSP}{MONTHS[value.month - 1][:3]}"


def day_in_sentence(value: date | None, year: int | None = None) -> str:
    """`12 February`; with the year when it is not the `year` that is being spoken of."""
    if value is None or is_missing(value):
        return "an unknown day"
    text = f"{value.day}{NBSP}{MONTHS[value.month - 1]}"
    return text if year is None or value.year == year else f"{text}{NBSP}{value.year}"


def dated(value: date | None, precision: str | None = None) -> str:
    """A date as exactly as it was written: `12 Feb 2025`, `Feb 2025`, `Q1 2025`, `ongoing`."""
    if precision == "ongoing":
        return "ongoing"
    if value is None or is_missing(value):
        return UNKNOWN
    if precision == "month":
        return f"{MONTHS[value.month - 1][:3]}{NBSP}{value.year}"
    if precision == "quarter":
        return f"Q{(value.month + 2) // 3}{NBSP}{value.year}"
    return f"{value.year}" if precision == "year" else day(value)


def span(first: date, last: date) -> str:
    """`12 Feb 2025`, or `12–13 Feb 2025`, or `28 Feb – 1 Mar 2025`."""
    if first == last:
        return day(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    start = short_day(first) if first.year == last.year else day(first)
    return f"{start}{NBSP}–{NBSP}{day(last)}"


def month(value: date) -> str:
    """`February`."""
    return MONTHS[value.month - 1]


def _local(instant: datetime, zone: str) -> datetime:
    if instant.tzinfo is None:
        raise ValueError(f"instant {instant} has no time zone; instants are UTC in this house")
    return instant.astimezone(ZoneInfo(zone))


def local_day(instant: datetime, zone: str) -> date:
    """The calendar day of a UTC instant in `zone`."""
    return _local(instant, zone).date()


def clock_time(instant: datetime | None, zone: str, *, seconds: bool = False) -> str:
    """`08:00 SAST`: a UTC instant on the clock of `zone` (IANA name)."""
    if instant is None or is_missing(instant):
        return UNKNOWN
    local = _local(instant, zone)
    return f"{local.strftime('%H:%M:%S' if seconds else '%H:%M')}{NBSP}{_zone(local)}"


def moment(instant: datetime | None, zone: str, *, year: bool = True) -> str:
    """`12 Feb 2025 08:00 SAST`."""
    if instant is None or is_missing(instant):
        return UNKNOWN
    local = _local(instant, zone)
    return f"{day(local) if year else short_day(local)}{NBSP}{clock_time(instant, zone)}"


def _zone(local: datetime) -> str:
    name = local.tzname() or "UTC"
    return f"UTC{name.replace('-', MINUS)}" if name[:1] in "+-" else name


def quarter(name: str | None) -> str:
    """`Q1 2025` of `2025-Q1`."""
    if name is None or is_missing(name):
        return UNKNOWN
    year, part = name.split("-")
    return f"{part}{NBSP}{year}"


# --- Any metric -----------------------------------------------------------------------------------


def value(amount: float | bool | None, unit: str, target: float | None = None) -> str:
    """The value of a metric by its unit: share, count, s, h, days, p, bool or a currency.

    Missing is `no data`. `target` is in the same unit and keeps the text on the right side of it.
    """
    if amount is None or is_missing(amount):
        return NO_DATA
    if unit == "share":
        return share(amount, target)
    if unit == "bool":
        return "yes" if amount else "no"
    if unit == "s":
        return duration(amount, target)
    if unit == "h":
        return duration(amount * _HOUR, None if target is None else target * _HOUR)
    if unit == "days":
        return days(amount)
    if unit == "p":
        return p_value(amount)
    if unit == "count":
        return count(amount)
    return money(amount, None if unit == "money" else unit)  # no currency is set


def change(difference: float | None, unit: str) -> str:
    """The difference of two values of a metric, with its sign; `no change` or `unchanged`."""
    if difference is None or is_missing(difference):
        return UNKNOWN
    if unit == "share":
        return points(difference)
    if unit == "s":
        return duration_change(difference)
    if unit == "h":
        return duration_change(difference * _HOUR)
    if difference == 0:
        return "no change"
    sign = MINUS if difference < 0 else "+"
    return f"{sign}{value(abs(difference), unit)}"


def target(amount: float, unit: str, operator: str | None = None) -> str:
    """A target for a card: `100 %`, `< 4 h`, `≥ 2`. A rate's `>=` is understood and left out."""
    sign = {"<": "<", "<=": "≤", ">": ">", ">=": "≥"}.get(operator or "", "")
    if unit == "share" and sign == "≥":
        sign = ""
    return f"{sign}{NBSP if sign else ''}{value(amount, unit)}"
