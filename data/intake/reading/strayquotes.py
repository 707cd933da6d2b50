"""Rows of a text whose quotation marks do not match, each read as its usual width needs it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from data.intake.reading.dialect import Dialect

_MOST_LINES = 50  # of one value
_MOST_OPENED = 20


def mended_rows(lines: Iterator[str], dialect: Dialect) -> Iterator[tuple[list[str], int]]:
    """Rows, and the number of lines each took.

    A row whose quotes match is taken as written (a doubled quote stands for one). Any other is
    tried over several lines, with quotes inside values taken as they are (`"5" pipe"`), with one
    opening quote that belongs to the value (`"3`), without quotes at all. The first way that gives
    the usual width is taken; if none does, the row as it can be divided.
    """
    divider = _Divider(dialect)
    held: list[str] = []

    def following(place: int) -> str | None:
        while len(held) <= place:
            line = next(lines, None)
            if line is None:
                return None
            held.append(line)
        return held[place]

    while (line := following(0)) is not None:
        row, taken = _row(line, divider, dialect.width, following)
        del held[:taken]
        yield row, taken


class _Divider:
    """Divides one text into values, in stricter or more patient ways."""

    def __init__(self, dialect: Dialect) -> None:
        self.delimiter, self.quote = dialect.delimiter, dialect.quote
        self._skips_space = dialect.skips_space
        self._escape = dialect.escape
        q, d = re.escape(self.quote), re.escape(self.delimiter)
        escaped = rf"|{re.escape(self._escape)}." if self._escape else ""
        plain = rf"[^{q}{re.escape(self._escape or '')}]"
        self._as_written = re.compile(rf"{q}((?:{plain}|{q}{q}{escaped})*+){q}(?={d}|$)", re.DOTALL)
        self._unclosed = re.compile(rf"{q}(?:{plain}|{q}{q}{escaped})*+\Z", re.DOTALL)
        self._patient = re.compile(rf"{q}(.*?){q}(?={d}|$)")

    def divide(
        self, text: str, *, is_patient: bool = False, literal: int | None = None
    ) -> tuple[list[str] | None, bool]:
        """The values, or None; and whether a value was still open at the end.

        `literal`: the opening quote, counted from 0, that is part of its value.
        """
        values: list[str] = []
        place = opened = 0
        pattern = self._patient if is_patient else self._as_written
        while True:
            if self._skips_space and values and text.startswith(" ", place):
                place += 1
            is_quoted = text.startswith(self.quote, place)
            opened += is_quoted
            if is_quoted and opened - 1 != literal:
                found = pattern.match(text, place)
                if not found:
                    return None, bool(self._unclosed.match(text, place))
                values.append(self._unescaped(found[1]))
                place = found.end()
            else:
                end = text.find(self.delimiter, place)
                end = len(text) if end < 0 else end
                values.append(text[place:end])
                place = end
            if place >= len(text):
                return values, False
            place += len(self.delimiter)

    def _unescaped(self, value: str) -> str:
        value = value.replace(self.quote * 2, self.quote)
        return value.replace(self._escape + self.quote, self.quote) if self._escape else value


def _row(line: str, divider: _Divider, width: int, following: object) -> tuple[list[str], int]:
    assert callable(following)
    text = line.rstrip("\r\n")
    if divider.quote not in text:
        return text.split(divider.delimiter) if text else [], 1
    written, is_open = divider.divide(text)
    if written is not None:
        return written, 1
    whole = line
    for count in range(1, _MOST_LINES if is_open else 1):
        more = following(count)
        if more is None:
            break
        whole += more
        if divider.quote not in more:
            continue
        longer, is_open = divider.divide(whole.rstrip("\r\n"))
        if longer is not None and len(longer) == width:
            return longer, count + 1
        if not is_open:
            break
    patient, _ = divider.divide(text, is_patient=True)
    if patient is not None and len(patient) == width:
        return patient, 1
    for literal in range(min(text.count(divider.quote), _MOST_OPENED)):
        tried, _ = divider.divide(text, is_patient=True, literal=literal)
        if tried is not None and len(tried) == width:
            return tried, 1
    plain = text.split(divider.delimiter)
    if len(plain) == width:
        return plain, 1
    return patient or plain, 1
