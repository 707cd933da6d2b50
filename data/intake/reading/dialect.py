"""How the values of a text file are divided: the delimiter, the quotes, the escapes.

The delimiter is voted by how alike the widths of the rows are; quotes and escapes by what stands
next to the delimiters.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass

_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 200
_SEPARATOR_LINE = re.compile(r"^\ufeff?sep=(.)\r?\n?$", re.IGNORECASE)
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "space"}


@dataclass(frozen=True)
class Dialect:
    """How a row of text is divided.

    `width`: the number of values most rows have. `skipped_lines`: lines before the first row
    (Excel's `sep=;`). `escape`: the character that lets a quote stand inside quotes, where it is
    not doubled.
    """

    delimiter: str
    quote: str = '"'
    escape: str | None = None
    skips_space: bool = False
    width: int = 1
    skipped_lines: int = 0

    @property
    def delimiter_name(self) -> str:
        """`semicolon`, for a sentence."""
        return _NAMES.get(self.delimiter, repr(self.delimiter))

    def reader_options(self) -> dict[str, object]:
        """The keywords of `csv.reader`; strict, so that a stray quote is noticed."""
        return {
            "delimiter": self.delimiter,
            "quotechar": self.quote,
            "escapechar": self.escape,
            "doublequote": True,
            "skipinitialspace": self.skips_space,
            "strict": True,
        }


def dialect_of(lines: list[str]) -> Dialect:
    """The dialect of a file's first lines (200 are enough, with their line ends)."""
    lines = lines[:_SAMPLE_LINES]
    named = _SEPARATOR_LINE.match(lines[0]) if lines else None
    if named:
        rest = lines[1:]
        quote, escape = _quotes(rest, named[1])
        width, _ = _vote(rest, named[1], quote, escape)
        return Dialect(named[1], quote, escape, _skips_space(rest, named[1]), width, 1)
    best: tuple[float, Dialect] | None = None
    for delimiter in _DELIMITERS:
        quote, escape = _quotes(lines, delimiter)
        width, score = _vote(lines, delimiter, quote, escape)
        if width > 1 and (best is None or score > best[0]):
            skips = _skips_space(lines, delimiter)
            best = (score, Dialect(delimiter, quote, escape, skips, width))
    if best and best[0] >= 0.5 * min(best[1].width, 6):
        return best[1]
    # A heading that a better mark divides is not divided by the spaces of its words.
    headed = best is not None and next(filter(str.strip, lines), "").count(best[1].delimiter) >= 2
    spaced = None if headed else _by_spaces(lines)
    if spaced:
        return spaced
    return best[1] if best else Dialect(",", *_quotes(lines, ","))


def _vote(lines: list[str], delimiter: str, quote: str, escape: str | None) -> tuple[int, float]:
    """The usual width, and the share of rows that have it times how wide they are (to 6)."""
    widths: Counter[int] = Counter()
    options: dict[str, object] = {
        "delimiter": delimiter, "quotechar": quote, "escapechar": escape,
        "skipinitialspace": _skips_space(lines, delimiter),
    }  # fmt: skip
    try:
        for row in csv.reader(lines, **options):  # type: ignore[arg-type]
            if row and any(row):
                widths[len(row)] += 1
    except csv.Error:
        pass  # the rows before it have voted
    if not widths:
        return 1, 0.0
    wide = Counter({width: count for width, count in widths.items() if width > 1})
    if not wide:
        return 1, 0.0
    width, count = max(wide.items(), key=lambda one: (one[1], one[0]))
    return width, count / widths.total() * min(width, 6)


def _quotes(lines: list[str], delimiter: str) -> tuple[str, str | None]:
    """The quote (double unless only single ones stand around values) and the escape, if any."""
    text = "".join(lines)
    around = {quote: _around(text, delimiter, quote) for quote in ('"', "'")}
    quote = "'" if around["'"] >= 2 and around["'"] > 2 * around['"'] else '"'
    # C:\temp\" ends a value, 48\" inside one does not: what follows decides.
    end = rf"(?:{re.escape(delimiter)}|\r|\n|$)"
    inside = len(re.findall(rf"\\{quote}(?!{end})", text))
    inside += len(re.findall(rf"\\{quote}{quote}{end}", text))
    doubled = len(re.findall(rf"{quote}{quote}(?!{end})", text))
    return quote, "\\" if inside > max(1, doubled) else None


def _around(text: str, delimiter: str, quote: str) -> int:
    """How many quotes open or close a value: they stand between a delimiter and the value."""
    d = re.escape(delimiter)
    opening = re.findall(rf"(?:^|{d} ?){quote}(?=[^{d}\r\n])", text, re.MULTILINE)
    closing = re.findall(rf"[^{d}\r\n]{quote}(?={d}|\r|\n|$)", text)
    return min(len(opening), len(closing))


def _skips_space(lines: list[str], delimiter: str) -> bool:
    """Whether every delimiter is followed by a space that is not part of the value."""
    if delimiter == " ":
        return False
    text = "".join(lines)
    if f'{delimiter} "' in text:
        return True
    count = text.count(delimiter)
    return count > 1 and text.count(f"{delimiter} ") >= 0.95 * count


def _by_spaces(lines: list[str]) -> Dialect | None:
    """Spaces divide only when the rows agree on it, or values with spaces are in quotes."""
    filled = [line for line in lines if line.strip()]
    if len(filled) < 2:
        return None
    quote, escape = _quotes(filled, " ")
    width, score = _vote(filled, " ", quote, escape)
    share = score / min(width, 6)
    try:
        heading = len(next(csv.reader(filled, delimiter=" ", quotechar=quote)))
    except (csv.Error, StopIteration):
        return None
    quoted = sum(f"{quote} {quote}" in line for line in filled)
    if width > 2 and share >= 0.8:
        return Dialect(" ", quote, escape, width=width)
    if heading > 2 and quoted >= 0.8 * len(filled):
        return Dialect(" ", quote, escape, width=heading)
    return None
