"""Shares and ratings: `85 %`, `17 of 20`, `4/5`.

A share is computed again from its `k of n` wherever a cell holds one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from data.intake.parsing.numbers import ABOUT, OF, leading_number, parse_numeric, with_note
from data.intake.parsing.numerals import NUMERAL, DecimalComma, point_unless_said, read_numeral
from data.intake.parsing.parsed import Parsed
from data.intake.parsing.plain import TOO_LONG, Cell, Unreadable, shown

EXPECTED_SHARE = "a share such as 85 % or 17 of 20"
EXPECTED_RATING = "a rating such as 4 or 4/5"

_PERCENT = re.compile(rf"(?<!\d)([+-]?)({NUMERAL}) ?(?:%|percent\b|per cent\b|pct\b)", re.I)
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


def decide_percent(values: Iterable[Cell], unit: str | None = None) -> bool | None:
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
    value: Cell, *, percent: bool | None = None, decimal_comma: DecimalComma = None
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
            raise Unreadable(
                "percent_unclear",
                "1 is either 1 % or all: nothing in its column says which",
                "question",
            )
        return bounded(number, shown(number), "")

    def read(text: str) -> Parsed:
        percentage = _PERCENT.search(text)
        said = None
        if percentage:
            said = read_numeral(percentage[2], point_unless_said(decimal_comma)) / 100
            said = -said if percentage[1] == "-" else said
        of = OF.search(text)
        if of and (of.start() == 0 or percentage):
            return _part_of_whole(of, said, percentage, text)
        if said is not None and percentage is not None:
            if percentage.start() > 0 and not ABOUT.fullmatch(text[: percentage.start()]):
                raise Unreadable("not_a_share", f"“{shown(text)}” is not a share")
            return bounded(said, shown(text), f"{shown(text)} read as {said:.12g}")
        number, end, about = leading_number(text, point_unless_said(decimal_comma))
        noted = with_note(number, text, end, about, EXPECTED_SHARE)
        result = cell(number)
        return Parsed(result.value, {}, noted.reading or result.reading, noted.code, noted.message,
                      noted.expected, noted.severity)  # fmt: skip

    return parse_numeric(value, EXPECTED_SHARE, read, cell)


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


def parse_rating(value: Cell, *, decimal_comma: DecimalComma = None) -> Parsed:
    """An answer on a scale: `4`, `4/5` (the scale stands in the reading), `★★★★☆`, `Agree`."""

    def read(text: str) -> Parsed:
        if stars := re.fullmatch(r"([★⭐]*)([☆]*)", text):
            full, hollow = len(stars[1]), len(stars[2])
            return Parsed(float(full), reading=f"{text} read as {full}"
                          + (f" of {full + hollow}" if hollow else ""))  # fmt: skip
        low = re.sub(r"\s*\(.*$", "", text).strip(" .").casefold()
        if low in _LIKERT:
            number = float(_LIKERT[low])
            said = f"{shown(text)} is read as {number:.0f} on a scale of 5"
            return Parsed(number, {}, f"{shown(text)} read as {number:.0f} of 5", "word_as_rating",
                          said, EXPECTED_RATING, "warning")  # fmt: skip
        if of := OF.match(text):
            part, whole = (
                read_numeral(one, point_unless_said(decimal_comma)) for one in of.groups()
            )
            if part > whole:
                raise Unreadable("above_scale", f"{of[0]} is above its own scale")
            return Parsed(
                part, reading=f"{shown(text)} read as {part:.12g} on a scale of {whole:.12g}"
            )
        if "%" in text:
            raise Unreadable("not_a_rating", f"{shown(text)} is not a rating")
        number, end, about = leading_number(text, point_unless_said(decimal_comma))
        return with_note(number, text, end, about, EXPECTED_RATING)

    return parse_numeric(value, EXPECTED_RATING, read, lambda number: Parsed(number))
