"""Numbers with a meaning: counts, people, shares, ratings, money, tiers, quarters, operators, lists.

A share is computed again from its `k of n` wherever a cell holds one. A mark that may be a decimal
or may part thousands is decided by its column (`decide_decimal`), never by taste.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from data.intake.parsing.numerals import (
    NUMERAL,
    DecimalMark,
    decide_decimal,
    read_numeral,
)
from data.intake.parsing.outcomes import parse_boolean
from data.intake.parsing.parsed import Parsed
from data.intake.parsing.plain import TOO_LONG, Unreadable, blank, empty, empty_kind, shown, text_of

__all__ = [
    "DecimalMark",
    "currency_of",
    "decide_decimal",
    "decide_percent",
    "parse_count",
    "parse_headcount",
    "parse_money",
    "parse_number",
    "parse_rating",
    "parse_share",
]

EXPECTED_NUMBER = "a number such as 12.5"
EXPECTED_COUNT = "a whole number such as 12"
EXPECTED_HEADCOUNT = "Yes, No or a number of people"
EXPECTED_SHARE = "a share such as 85 % or 17 of 20"
EXPECTED_RATING = "a rating such as 4 or 4/5"
EXPECTED_MONEY = "an amount such as 12 500.00"

_ABOUT = re.compile(
    r"^(?:[~≈]|approximately|approx\.?|about|around|circa|ca\.?|c\.|est\.?)\s*", re.I
)
_NUMBER = re.compile(rf"([+-]?) ?({NUMERAL})")
_OF = re.compile(rf"({NUMERAL})\s*(?:of|out of|/)\s*({NUMERAL})(?![\d/.])")
_PERCENT = re.compile(rf"([+-]?)({NUMERAL}) ?(?:%|percent\b|per cent\b|pct\b)", re.I)
_NOTE = re.compile(r"\s*(?:[(\[,;:]|\s-+\s|\s(?=[^\W\d_]))")
_CURRENCIES = {"r": "ZAR", "zar": "ZAR", "$": "USD", "us$": "USD", "usd": "USD", "€": "EUR",
               "eur": "EUR", "£": "GBP", "gbp": "GBP", "chf": "CHF", "jpy": "JPY", "¥": "JPY",
               "inr": "INR", "₹": "INR", "aud": "AUD", "a$": "AUD", "cad": "CAD", "c$": "CAD",
               "ngn": "NGN", "₦": "NGN", "kes": "KES", "ksh": "KES", "bwp": "BWP", "nad": "NAD",
               "n$": "NAD", "myr": "MYR", "rm": "MYR", "sgd": "SGD", "s$": "SGD", "cny": "CNY",
               "brl": "BRL", "r$": "BRL"}  # fmt: skip
_CURRENCY_WORD = "|".join(re.escape(one) for one in sorted(_CURRENCIES, key=len, reverse=True))
_CURRENCY = re.compile(rf"(?<![^\W\d_])(?:{_CURRENCY_WORD})(?![^\W\d_])", re.I)
_SCALE = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "mil": 1e6, "mio": 1e6, "million": 1e6,
          "bn": 1e9, "billion": 1e9}  # fmt: skip
_SCALES = re.compile(r" ?(k|thousand|mn|mil|mio|million|m|bn|billion)\b\.?", re.I)
_LIKERT = {
    "strongly disagree": 1, "disagree": 2, "neutral": 3, "neither agree nor disagree": 3,
    "neither": 3, "undecided": 3, "agree": 4, "strongly agree": 5,
    "very dissatisfied": 1, "dissatisfied": 2, "neither satisfied nor dissatisfied": 3,
    "satisfied": 4, "very satisfied": 5, "very poor": 1, "poor": 2, "fair": 3, "average": 3,
    "good": 4, "very good": 5, "excellent": 5,
    "rare": 1, "unlikely": 2, "possible": 3, "likely": 4, "almost certain": 5,
    "negligible": 1, "insignificant": 1, "minor": 2, "moderate": 3, "major": 4, "severe": 5,
    "catastrophic": 5, "very low": 1, "very high": 5,
}  # fmt: skip


def _parsed(
    value: Any, expected: str, read: Callable[[str], Parsed], cell: Callable[[float], Parsed]
) -> Parsed:
    """What every number does first: blanks, empty words, cells that are numbers already."""
    if blank(value):
        return Parsed()
    try:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise Unreadable("not_a_number", f"{shown(value)} is not a number")
        if not isinstance(value, str):
            if abs(value) > 1e15:
                raise Unreadable("not_a_number", f"{shown(value)} is too large to be meant")
            return cell(float(value))
        text = text_of(value)
        if kind := empty_kind(text):
            return empty(kind, value)
        return read(text)
    except Unreadable as problem:
        return problem.parsed(expected)


def _leading(
    text: str, decimal_comma: bool | None, *, whole: bool = False, money: bool = False
) -> tuple[float, int, str]:
    """The number a text begins with, where it ends, and `approximate` when it says so."""
    about = _ABOUT.match(text)
    start = about.end() if about else 0
    found = _NUMBER.match(text, start)
    if not found:
        raise Unreadable("not_a_number", f"“{shown(text)}” is not a number")
    number = read_numeral(found[2], decimal_comma, whole=whole, money=money)
    return -number if found[1] == "-" else number, found.end(), "approximate" if about else ""


def _with_note(number: float | int, text: str, end: int, about: str, expected: str) -> Parsed:
    """A number and the words behind it, which must be a note and hold no second number of it."""
    rest = text[end:]
    if rest.strip(" .%)") and not _NOTE.match(rest):
        raise Unreadable("not_a_number", f"“{shown(text)}” is not a number")
    if rest.strip() and rest.strip(" ,;-([:")[:1].isdigit() and rest.lstrip()[:1] not in "([":
        raise Unreadable("two_numbers", f"“{shown(text)}” holds more than one number")
    note = rest.strip(" ,;:-")
    reading = f"{shown(text)} read as {number:.15g}" if note or about else ""
    if about:
        return Parsed(number, reading=reading, code="approximate", expected=expected,
                      message=f"{shown(text)} is approximate and read as exact",
                      severity="warning")  # fmt: skip
    return Parsed(number, reading=reading)


def parse_number(value: Any, *, decimal_comma: bool | None = None) -> Parsed:
    """A plain number. `1.234` alone is a question unless the column's decimal mark is known."""

    def read(text: str) -> Parsed:
        number, end, about = _leading(text.rstrip("%").strip(), decimal_comma)
        return _with_note(number, text, end, about, EXPECTED_NUMBER)

    return _parsed(value, EXPECTED_NUMBER, read, lambda number: Parsed(number))


def parse_count(value: Any) -> Parsed:
    """A whole number of things: `131,841`, `2 (shadow workloads)`, `1 — legacy-vm`."""

    def cell(number: float) -> Parsed:
        if number != int(number):
            raise Unreadable("not_whole", f"{shown(number)} is not a whole number")
        if number < 0:
            raise Unreadable("negative", f"{shown(number)} is negative; a count cannot be")
        return Parsed(int(number))

    def read(text: str) -> Parsed:
        if text.casefold() in ("zero", "nil"):
            return Parsed(0, reading=f"{text} read as 0")
        if of := _OF.match(text):
            part = cell(read_numeral(of[1], whole=True))
            return Parsed(part.value, reading=f"{shown(text)} read as {part.value}",
                          code="part_of", message=f"{shown(text)} is read as {part.value}",
                          expected=EXPECTED_COUNT, severity="warning")  # fmt: skip
        number, end, about = _leading(text, None, whole=True)
        return _with_note(cell(number).value, text, end, about, EXPECTED_COUNT)

    return _parsed(value, EXPECTED_COUNT, read, cell)


def parse_headcount(value: Any) -> Parsed:
    """A number of people: `12`, `12 people`, and yes for one, no for none."""
    if isinstance(value, bool):
        return Parsed(int(value), reading=f"{shown(value)} read as {int(value)}")
    if isinstance(value, str) and not any(c.isdigit() for c in value[:TOO_LONG]):
        said = parse_boolean(value)
        if said.code:
            return Parsed(code="not_a_headcount", expected=EXPECTED_HEADCOUNT,
                          message=f"“{shown(value)}” is neither yes or no nor a number")  # fmt: skip
        if said.value is None:
            return said
        return Parsed(int(said.value), reading=f"{shown(value)} read as {int(said.value)}")
    counted = parse_count(value)
    if counted.code:
        return Parsed(counted.value, counted.companions, counted.reading, counted.code,
                      counted.message, EXPECTED_HEADCOUNT, counted.severity)  # fmt: skip
    return counted


def decide_percent(values: Iterable[Any], unit: str | None = None) -> bool | None:
    """Whether a column's bare numbers are percentages: some exceed 1; None when nothing says so.

    Numbers a spreadsheet shows as 85 % arrive as 0.85, so a heading with % proves nothing alone.
    """
    numbers = [float(one) for one in values
               if isinstance(one, int | float) and not isinstance(one, bool)]  # fmt: skip
    for one in values:
        if (
            isinstance(one, str)
            and len(one) <= TOO_LONG
            and re.fullmatch(r"\s*[\d.]{1,12}\s*", one)
        ):
            try:
                numbers.append(float(one))
            except ValueError:
                continue
    if any(number > 1 for number in numbers):
        return True
    if unit == "%" or any(0 < number < 1 for number in numbers):
        return False
    return None


def parse_share(
    value: Any, *, percent: bool | None = None, decimal_comma: bool | None = None
) -> Parsed:
    """A share from 0 to 1: `85 %`, `0.85`, `17 of 20`, `98% (49/50 drills passed)`.

    `percent` says that bare numbers of the column are percentages (`decide_percent`). Where a cell
    holds `k of n`, that counts, and a percentage that disagrees is named.
    """

    def bounded(share: float, said: str, reading: str) -> Parsed:
        if not 0 <= share <= 1:
            side = "below 0" if share < 0 else "above 100"
            raise Unreadable("not_a_share", f"{said} is {side} %")
        return Parsed(share, reading=reading)

    def cell(number: float) -> Parsed:
        if percent or number > 1:
            return bounded(number / 100, shown(number), f"{shown(number)} read as {number:.12g} %")
        if number == 1 and percent is None:
            raise Unreadable("percent_unclear", "1 is either 1 % or all: nothing in its column says "
                             "which", "question")  # fmt: skip
        return bounded(number, shown(number), "")

    def read(text: str) -> Parsed:
        percentage = _PERCENT.search(text)
        said = None
        if percentage:
            said = read_numeral(percentage[2], decimal_comma if decimal_comma else False) / 100
            said = -said if percentage[1] == "-" else said
        of = _OF.search(text)
        if of and (of.start() == 0 or percentage):
            return _part_of_whole(of, said, percentage, text)
        if said is not None and percentage is not None:
            if percentage.start() > 0 and not _ABOUT.fullmatch(text[: percentage.start()]):
                raise Unreadable("not_a_share", f"“{shown(text)}” is not a share")
            return bounded(said, shown(text), f"{shown(text)} read as {said:.12g}")
        number, end, about = _leading(text, decimal_comma if decimal_comma else False)
        noted = _with_note(number, text, end, about, EXPECTED_SHARE)
        result = cell(number)
        return Parsed(result.value, {}, noted.reading or result.reading, noted.code, noted.message,
                      noted.expected, noted.severity)  # fmt: skip

    return _parsed(value, EXPECTED_SHARE, read, cell)


def _part_of_whole(
    of: re.Match[str], said: float | None, percentage: re.Match[str] | None, text: str
) -> Parsed:
    part, whole = (read_numeral(one, whole=True) for one in of.groups())
    if whole == 0:
        raise Unreadable("no_whole", f"{of[0]} has nothing to be a share of")
    if part > whole:
        raise Unreadable("not_a_share", f"{of[0]} is more than all")
    share = part / whole
    reading = f"{shown(text)} read as {part:.12g} of {whole:.12g}"
    # What was written was rounded: half a unit of its last digit is no disagreement.
    decimals = len(percentage[2].partition(".")[2]) if percentage else 0
    if said is not None and abs(said - share) > 0.5 * 10 ** (-decimals - 2) + 1e-12:
        return Parsed(share, {}, reading, "share_differs",
                      f"{of[0]} is {share * 100:.1f} %, not the {said * 100:.12g} % beside it",
                      EXPECTED_SHARE, "warning")  # fmt: skip
    return Parsed(share, reading=reading)


def parse_rating(value: Any, *, decimal_comma: bool | None = None) -> Parsed:
    """An answer on a scale: `4`, `4/5` (the scale stands in the reading), `★★★★☆`, `Agree`."""

    def read(text: str) -> Parsed:
        if stars := re.fullmatch(r"([★⭐]*)([☆]*)", text):
            full, hollow = len(stars[1]), len(stars[2])
            return Parsed(float(full), reading=f"{text} read as {full}"
                          + (f" of {full + hollow}" if hollow else ""))  # fmt: skip
        low = re.sub(r"\s*\(.*$", "", text).strip(" .").casefold()
        if low in _LIKERT:
            number = _LIKERT[low]
            return Parsed(float(number), {}, f"{shown(text)} read as {number} of 5", "word_as_rating",
                          f"{shown(text)} is read as {number} on a scale of 5", EXPECTED_RATING,
                          "warning")  # fmt: skip
        if of := _OF.match(text):
            part, whole = (read_numeral(one, decimal_comma or False) for one in of.groups())
            if part > whole:
                raise Unreadable("above_scale", f"{of[0]} is above its own scale")
            return Parsed(
                part, reading=f"{shown(text)} read as {part:.12g} on a scale of {whole:.12g}"
            )
        if "%" in text:
            raise Unreadable("not_a_rating", f"{shown(text)} is not a rating")
        number, end, about = _leading(text, decimal_comma if decimal_comma else False)
        return _with_note(number, text, end, about, EXPECTED_RATING)

    return _parsed(value, EXPECTED_RATING, read, lambda number: Parsed(number))


def currency_of(value: Any) -> str | None:
    """The currency a cell names beside its amount (`R 12 500`, `$1,200`), as ISO code, or None."""
    if not isinstance(value, str) or len(value) > TOO_LONG:
        return None
    found = _CURRENCY.search(value)
    return _CURRENCIES[found[0].casefold()] if found else None


def parse_money(value: Any, *, decimal_comma: bool | None = None) -> Parsed:
    """An amount without its currency, which the reading names: `R 12 500,00`, `$1,200`, `R 1.2m`."""

    def read(text: str) -> Parsed:
        currency = currency_of(text)
        bare = _CURRENCY.sub(" ", text, count=1).strip()
        if kind := empty_kind(bare) if bare else "unknown":
            return empty(kind, text)
        bare = re.sub(r",-+$|(?<=\d)\.-+$", "", bare)
        if in_brackets := re.fullmatch(r"\((.*)\)", bare):
            bare = "-" + in_brackets[1].strip()  # an accountant's negative
        scaled = re.search(rf"{NUMERAL}{_SCALES.pattern}", bare, re.I)
        number, end, about = _leading(bare, decimal_comma, money=not scaled)
        if scale := _SCALES.match(bare, end):
            number, end = number * _SCALE[scale[1].casefold()], scale.end()
        noted = _with_note(number, bare, end, about, EXPECTED_MONEY)
        said = f"{currency} " if currency else ""
        same = text.replace(" ", "") == f"{number:.15g}"
        return Parsed(number, {}, "" if same else f"{shown(text)} read as {said}{number:.15g}",
                      noted.code, noted.message, noted.expected, noted.severity)  # fmt: skip

    return _parsed(value, EXPECTED_MONEY, read, lambda number: Parsed(number))
