"""A written number: decimal comma or point, thousands parted by comma, point, space, apostrophe."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from data.intake.parsing.plain import TOO_LONG, Cell, Unreadable, plain

DECIMAL_UNCLEAR = "decimal_unclear"
# One written number. Spaces part thousands only, so "2 hours 500" and "10 20" stay two numbers.
NUMERAL = r"(?:\d+(?:(?:[ '’]\d{3})+(?!\d))?(?:[.,]\d+)*|[.,]\d+)"
_NUMERAL = re.compile(NUMERAL)
_NOT_NUMBERS = re.compile(r"\d[/:]\d|\d-\d+-\d|\d\.\d+\.\d{4}|^v\d", re.IGNORECASE)


# A column that writes decimal commas and decimal points decides none of its unclear numbers.
MIXED: Final = "mixed"
MIXED_COLUMN = "its column writes decimal commas and decimal points"
# Whether a decimal comma is written; None where nothing says.
DecimalComma = bool | Literal["mixed"] | None


@dataclass(frozen=True)
class DecimalMark:
    """Whether a column writes a decimal comma; None when nothing decides it."""

    decimal_comma: DecimalComma
    why: str


def read_numeral(
    text: str, decimal_comma: DecimalComma = None, *, whole: bool = False, money: bool = False
) -> float:
    """The number a numeral stands for.

    Parameters
    ----------
    text : one numeral without sign, as `NUMERAL` matches it.
    decimal_comma : the column's habit; None when it is not known, MIXED when it has none.
    whole : the number counts things, so a mark before three digits parts thousands.
    money : amounts have two decimals at most, so a comma before three digits parts thousands.

    Raises
    ------
    Unreadable : `decimal_unclear`, as a question, for 1.234 or 1,234 where nothing decides it;
        `not_a_number` where the marks do not fit any way of writing.
    """
    digits = text.replace(" ", "").replace("'", "").replace("’", "")
    if len(digits) > 30:
        raise Unreadable("not_a_number", "the cell holds too many digits for a number")
    marks = [c for c in digits if c in ".,"]
    if not marks:
        return float(digits)
    last = marks[-1]
    if len(set(marks)) == 2:
        # Both stand in it: the last is the decimal mark and comes once.
        whole_part, _, decimals = digits.rpartition(last)
        other = "," if last == "." else "."
        if last in whole_part or not _grouped(whole_part.split(other)):
            raise Unreadable("not_a_number", f"“{text}” is not a number")
        return float(whole_part.replace(other, "") + "." + decimals)
    parts = digits.split(last)
    if len(marks) > 1:
        if not _grouped(parts):
            raise Unreadable("not_a_number", f"“{text}” is not a number")
        return float("".join(parts))
    before, after = parts
    could_group = len(after) == 3 and 1 <= len(before) <= 3 and before.strip("0") != ""
    if "'" in text or "’" in text or " " in text:
        could_group = False  # thousands have a mark of their own here
    if not could_group:
        return float((before or "0") + "." + after)
    if whole:
        return float(before + after)
    if decimal_comma is None or decimal_comma == MIXED:
        if money and last == ",":
            return float(before + after)
        point, comma = f"{before}.{after}", f"{before}{after}"
        raise Unreadable(
            DECIMAL_UNCLEAR,
            f"{text} is either {point} or {comma}: "
            + (MIXED_COLUMN if decimal_comma == MIXED else "nothing in its column says which"),
            "question",
        )
    is_decimal = (last == ",") == decimal_comma
    return float(before + "." + after) if is_decimal else float(before + after)


def _grouped(parts: list[str]) -> bool:
    return 1 <= len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])


def point_unless_said(decimal_comma: DecimalComma) -> DecimalComma:
    """The habit where a point is taken for a decimal point as long as nothing says otherwise."""
    return False if decimal_comma is None else decimal_comma


def decide_decimal(values: Iterable[Cell]) -> DecimalMark:
    """Whether a column writes a decimal comma, by the texts that allow one reading only.

    `3,5` and `1.234,50` are decimal commas, `3.5` and `1,234.50` decimal points; `1.234` and
    `1,234` say nothing. With evidence for both it is MIXED: each cell decides itself or is asked.
    """
    comma = point = ""
    for value in values:
        if not isinstance(value, str) or len(value) > TOO_LONG:
            continue
        text = plain(value)
        if _NOT_NUMBERS.search(text):
            continue
        for found in _NUMERAL.findall(text):
            says = _evidence(found)
            if says is True:
                comma = comma or found
            elif says is False:
                point = point or found
    if comma and point:
        return DecimalMark(MIXED, f"mixed: {comma} has a decimal comma, {point} a decimal point")
    if comma:
        return DecimalMark(True, f"{comma} can only be a decimal comma")
    if point:
        return DecimalMark(False, f"{point} can only be a decimal point")
    return DecimalMark(None, "no number in the column tells comma from point")


def _evidence(numeral: str) -> bool | None:
    digits = numeral.replace(" ", "").replace("'", "").replace("’", "")
    marks = [c for c in digits if c in ".,"]
    if not marks:
        return None
    if len(set(marks)) == 2:
        return marks[-1] == ","
    if len(marks) > 1:
        return marks[-1] == "."  # repeated points part thousands, so the decimal mark is the comma
    before, after = digits.split(marks[0])
    if len(after) == 3 and 1 <= len(before) <= 3 and before.strip("0"):
        return None
    return marks[0] == ","


def unclear_marks(values: Iterable[Cell]) -> set[str]:
    """The marks of numbers that do not say whether it is a decimal one: `1,250`, `1.250`."""
    return {
        next(mark for mark in found if mark in ".,")
        for value in values
        if isinstance(value, str) and len(value) <= TOO_LONG
        for found in _NUMERAL.findall(plain(value))
        if any(mark in found for mark in ".,") and _evidence(found) is None
    }
