"""Numbers with a meaning: plain ones, counts, people, money.

A mark that may be a decimal or may part thousands is decided by its column (`decide_decimal`).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from data.intake.parsing.numerals import (
    NUMERAL,
    DecimalComma,
    DecimalMark,
    decide_decimal,
    read_numeral,
)
from data.intake.parsing.outcomes import parse_boolean
from data.intake.parsing.parsed import Parsed
from data.intake.parsing.plain import (
    TOO_LONG,
    Cell,
    Unreadable,
    blank,
    empty,
    empty_kind,
    shown,
    text_of,
)

__all__ = [
    "DecimalMark",
    "currency_of",
    "decide_decimal",
    "parse_count",
    "parse_headcount",
    "parse_money",
    "parse_number",
]

EXPECTED_NUMBER = "a number such as 12.5"
EXPECTED_COUNT = "a whole number such as 12"
EXPECTED_HEADCOUNT = "Yes, No or a number of people"
EXPECTED_MONEY = "an amount such as 12 500.00"

ABOUT = re.compile(
    r"^(?:[~≈]|approximately|approx\.?|about|around|circa|ca\.?|c\.|est\.?)\s*", re.I
)
_NUMBER = re.compile(rf"([+-]?) ?({NUMERAL})")
OF = re.compile(rf"(?<!\d)({NUMERAL})\s*(?:of|out of|/)\s*({NUMERAL})(?![\d/.])")
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


def parse_numeric(
    value: Cell, expected: str, read: Callable[[str], Parsed], cell: Callable[[float], Parsed]
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


def leading_number(
    text: str, decimal_comma: DecimalComma, *, whole: bool = False, money: bool = False
) -> tuple[float, int, str]:
    """The number a text begins with, where it ends, and `approximate` when it says so."""
    about = ABOUT.match(text)
    start = about.end() if about else 0
    found = _NUMBER.match(text, start)
    if not found:
        raise Unreadable("not_a_number", f"“{shown(text)}” is not a number")
    number = read_numeral(found[2], decimal_comma, whole=whole, money=money)
    return -number if found[1] == "-" else number, found.end(), "approximate" if about else ""


def with_note(number: float | int, text: str, end: int, about: str, expected: str) -> Parsed:
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


def parse_number(value: Cell, *, decimal_comma: DecimalComma = None) -> Parsed:
    """A plain number. `1.234` alone is a question unless the column's decimal mark is known."""

    def read(text: str) -> Parsed:
        number, end, about = leading_number(text.rstrip("%").strip(), decimal_comma)
        return with_note(number, text, end, about, EXPECTED_NUMBER)

    return parse_numeric(value, EXPECTED_NUMBER, read, lambda number: Parsed(number))


def parse_count(value: Cell) -> Parsed:
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
        if of := OF.match(text):
            part = cell(read_numeral(of[1], whole=True))
            return Parsed(part.value, reading=f"{shown(text)} read as {part.value}",
                          code="part_of", message=f"{shown(text)} is read as {part.value}",
                          expected=EXPECTED_COUNT, severity="warning")  # fmt: skip
        number, end, about = leading_number(text, None, whole=True)
        return with_note(cell(number).value, text, end, about, EXPECTED_COUNT)

    return parse_numeric(value, EXPECTED_COUNT, read, cell)


def parse_headcount(value: Cell) -> Parsed:
    """A number of people: `12`, `12 people`, and yes for one, no for none."""
    if isinstance(value, bool):
        return Parsed(int(value), reading=f"{shown(value)} read as {int(value)}")
    if isinstance(value, str) and not any(c.isdigit() for c in value[:TOO_LONG]):
        said = parse_boolean(value)
        if said.code:
            return Parsed(code="not_a_headcount", expected=EXPECTED_HEADCOUNT,
                          message=f"“{shown(value)}” is neither yes, no nor a number")  # fmt: skip
        if said.value is None:
            return said
        return Parsed(int(said.value), reading=f"{shown(value)} read as {int(said.value)}")
    counted = parse_count(value)
    if counted.code:
        return Parsed(counted.value, counted.companions, counted.reading, counted.code,
                      counted.message, EXPECTED_HEADCOUNT, counted.severity)  # fmt: skip
    return counted


def currency_of(value: Cell) -> str | None:
    """The currency a cell names beside its amount (`R 12 500`, `$1,200`), as ISO code, or None."""
    if not isinstance(value, str) or len(value) > TOO_LONG:
        return None
    found = _CURRENCY.search(value)
    return _CURRENCIES[found[0].casefold()] if found else None


def parse_money(value: Cell, *, decimal_comma: DecimalComma = None) -> Parsed:
    """An amount; the reading names its currency: `R 12 500,00`, `$1,200`, `R 1.2m`."""

    def read(text: str) -> Parsed:
        currency = currency_of(text)
        bare = " ".join(_CURRENCY.sub(" ", text, count=1).split())
        if kind := empty_kind(bare) if bare else "unknown":
            return empty(kind, text)
        bare = re.sub(r",-+$|(?<=\d)\.-+$", "", bare)
        if in_brackets := re.fullmatch(r"\((.*)\)", bare):
            bare = "-" + in_brackets[1].strip()  # an accountant's negative
        scaled = re.search(rf"(?<!\d){NUMERAL}{_SCALES.pattern}", bare, re.I)
        number, end, about = leading_number(bare, decimal_comma, money=not scaled)
        if scale := _SCALES.match(bare, end):
            number, end = number * _SCALE[scale[1].casefold()], scale.end()
        noted = with_note(number, bare, end, about, EXPECTED_MONEY)
        said = f"{currency} " if currency else ""
        same = text.replace(" ", "") == f"{number:.15g}"
        return Parsed(number, {}, "" if same else f"{shown(text)} read as {said}{number:.15g}",
                      noted.code, noted.message, noted.expected, noted.severity)  # fmt: skip

    return parse_numeric(value, EXPECTED_MONEY, read, lambda number: Parsed(number))
