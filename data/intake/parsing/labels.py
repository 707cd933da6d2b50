"""Cells that name something: tiers, quarters, operators, lists of names, words.

Their values are texts, but each has one form in the store, whatever people write.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime

from data.intake.parsing.dates import parse_date, quarter_of, written_quarter
from data.intake.parsing.parsed import Parsed
from data.intake.parsing.plain import (
    EMPTY_WORDS,
    TOO_LONG,
    Cell,
    Unreadable,
    blank,
    empty,
    empty_kind,
    plain,
    shown,
    text_of,
)

EXPECTED_TIER = "a tier such as 1"
EXPECTED_QUARTER = "a quarter such as 2025-Q1"
EXPECTED_OPERATOR = "one of <, <=, >= and >"

_TIER = re.compile(
    r"(?:tier|level|class|priority|category|cat|p|t)[ \-:#]*(\d{1,2}|iv|i{1,3}|v)\b(?:[ \-:(,].*)?"
)
_LEADING_NUMBER = re.compile(r"(\d{1,2})(?:\.0+)?(?:[ \-:(,.]+[^\d].*)?")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_OPERATORS = {
    "<=": "<= =< ≤ ⩽ ≦ le lte | at most | up to | max | maximum | no more than | not more than | "
    "within | less than or equal to | less or equal | not exceeding",
    "<": "< lt | less than | under | below | fewer than | shorter than",
    ">=": ">= => ≥ ⩾ ≧ ge gte | at least | min | minimum | no less than | not less than | "
    "greater than or equal to | greater or equal",
    ">": "> gt | more than | over | above | greater than | exceeds",
}
_SIGNS = {
    word: sign
    for sign, words in _OPERATORS.items()
    for part in words.split("|")
    for word in ([part.strip()] if part.startswith(" ") else part.split())
}
_BULLET = re.compile(r"^\s*(?:[-*•·‣]|\d{1,2}[.)])\s+")
_NOBODY = frozenset(
    ("none", "nobody", "no one", "unassigned", "not assigned", "no owner", "vacant")
)


def parse_tier(value: Cell) -> Parsed:
    """A criticality tier: `Tier 1`, `T1`, `1`, `P1 - Critical` are "1"; a bare word stays."""
    if blank(value):
        return Parsed()
    try:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise Unreadable("not_a_tier", f"{shown(value)} is not a tier")
        text = text_of(shown(value) if not isinstance(value, str) else value)
        if kind := empty_kind(text):
            return empty(kind, value)
        low = text.casefold()
        if (found := _TIER.fullmatch(low)) or (found := _LEADING_NUMBER.fullmatch(low)):
            tier = _ROMAN.get(found[1]) or str(int(found[1]))
            return Parsed(
                tier, reading="" if tier == text else f"{shown(value)} read as tier {tier}"
            )
        if text[:1].isdigit():
            raise Unreadable("not_a_tier", f"“{shown(value)}” is not a tier")
    except Unreadable as problem:
        return problem.parsed(EXPECTED_TIER)
    # CRITICAL, critical and Critical are one tier.
    return Parsed(
        text.capitalize() if len(text) > 2 and (text.isupper() or text.islower()) else text
    )


def parse_quarter(value: Cell, *, fiscal_start: int = 1, day_first: bool | None = None) -> Parsed:
    """A quarter as `2025-Q1`: `Q1 2025`, `2025Q1`, `Q1 FY2025`, or the quarter a date lies in.

    A fiscal year bears the year it ends in, and `fiscal_start` is its first month.
    """
    if blank(value):
        return Parsed()
    try:
        if isinstance(value, str):
            text = text_of(value)
            if kind := empty_kind(text):
                return empty(kind, value)
            low = text.casefold().strip(" .")
            if re.fullmatch(r"q(?:uarter)? ?\d", low):
                raise Unreadable("no_year", f"{text} has no year")
            if found := written_quarter(low):
                return _quarter(*found, value)
        read = parse_date(value, day_first=day_first)
        if read.value is None or read.companions.get("precision") in ("year", "ongoing"):
            raise Unreadable(
                read.code if read.severity == "question" else "not_a_quarter",
                read.message if read.severity == "question" else f"{shown(value)} is not a quarter",
                read.severity if read.severity == "question" else "error",
            )
        return _quarter(*quarter_of(read.value, fiscal_start), value)
    except Unreadable as problem:
        return problem.parsed(EXPECTED_QUARTER)


def _quarter(year: int, quarter: int, value: Cell) -> Parsed:
    name = f"{year}-Q{quarter}"
    return Parsed(name, reading="" if value == name else f"{shown(value)} read as {name}")


def parse_operator(value: Cell) -> Parsed:
    """A comparison: `<`, `≤`, `less than`, `at least` … as one of <, <=, >= and >."""
    if blank(value):
        return Parsed()
    try:
        text = text_of(str(value))
        if sign := _SIGNS.get(text.casefold()):
            return Parsed(sign, reading="" if sign == text else f"{shown(value)} read as {sign}")
        if kind := empty_kind(text):
            return empty(kind, value)
        raise Unreadable("not_an_operator", f"“{shown(value)}” is not a comparison")
    except Unreadable as problem:
        return problem.parsed(EXPECTED_OPERATOR)


def parse_list(value: Cell, *, known: Collection[str] = ()) -> Parsed:
    """Several names, joined by "; ".

    The strongest mark parts them: line breaks and semicolons; else commas (the last two perhaps by
    "and"); else slashes, `&` and "and". A name in `known` (Infrastructure and Hosting) is never
    parted, and names are kept as written, each once.
    """
    if blank(value):
        return Parsed()
    raw = value if isinstance(value, str) else shown(value)
    if len(raw) > 20 * TOO_LONG:
        return Parsed(code="too_long", message=f"the cell holds {len(raw)} characters of text",
                      expected="a few names parted by ;")  # fmt: skip
    names = frozenset(" ".join(name.casefold().split()) for name in known)
    lines = [_BULLET.sub("", line) for line in re.split(r"[;\n\r]+", raw)]
    lines = [line for line in map(plain, lines) if line]
    if len(lines) == 1 and (kind := _list_empty(lines[0])):
        return empty(kind, value)
    if len(lines) > 1 or (lines and _known(lines[0], names)):
        parts = lines
    else:
        parts = _parted(lines[0] if lines else "", names)
    kept: dict[str, str] = {}
    for part in parts:
        if not _list_empty(part):
            kept.setdefault(part.casefold(), part)
    if not kept:
        return empty("unknown", value)
    joined = "; ".join(kept.values())
    names_read = f"{len(kept)} name{'s' if len(kept) > 1 else ''}: {joined}"
    return Parsed(joined, reading="" if joined == raw else names_read)


def _known(text: str, names: Collection[str]) -> bool:
    return text.casefold() in names


def _list_empty(text: str) -> str | None:
    return "not applicable" if text.casefold() in _NOBODY else empty_kind(text)


def _parted(text: str, names: frozenset[str]) -> list[str]:
    if "," in text:
        parts = [part.strip() for part in text.split(",") if part.strip()]
        last = re.sub(r"^(?:and|&) ", "", parts.pop()) if parts else ""
        return [*parts, *_by_and(last, names)]
    parts = [part.strip() for part in re.split(r"/", text) if part.strip()]
    if names and len(parts) > 1 and not any(_known(part, names) for part in parts):
        parts = [text]
    return [name for part in parts for name in _by_and(part, names)]


def _by_and(text: str, names: frozenset[str]) -> list[str]:
    """The names that "and" and "&" join; the longest known names stay whole."""
    pieces = re.split(r"(\s(?:and|&)\s)", text, flags=re.IGNORECASE)
    if len(pieces) == 1:
        return [text] if text else []
    found: list[str] = []
    known_any = False
    place = 0
    while place < len(pieces):
        for end in range(len(pieces), place, -2):
            name = "".join(pieces[place:end]).strip()
            if _known(name, names) or end == place + 1:
                known_any |= _known(name, names)
                found.append(name)
                place = end + 1
                break
    return found if known_any or not names else [text]


_ORDINARY = re.compile(r"[A-Za-z][A-Za-z0-9 .,;:()/'-]*")
_LONGER_THAN_ANY_EMPTY_WORD = max(map(len, EMPTY_WORDS)) + 20


def ordinary_text(value: Cell) -> str | None:
    """What `parse_text` reads of ordinary words; None where it has to look closer.

    Most remarks are such, and each is a text of its own.
    """
    if type(value) is not str or "  " in value or not _ORDINARY.fullmatch(value):
        return None
    text = value.strip()
    if len(text) < _LONGER_THAN_ANY_EMPTY_WORD:
        if EMPTY_WORDS.get(text.casefold().strip(" .")) == "not applicable":
            return None
    return text


def parse_text(value: Cell) -> Parsed:
    """Free words, as written. Dashes, blanks of a form and `N/A` are empty; other words stay."""
    text = ordinary_text(value)
    if text is not None:
        return Parsed(text)
    if blank(value):
        return Parsed()
    text = _as_text(value)
    if len(text) <= TOO_LONG:
        low = plain(text).casefold().strip(" .")
        kind = empty_kind(plain(text)) if low else "unknown"
        is_word = low.strip("-") != "" and any(c.isalpha() for c in low) and low[:1] not in "[{<"
        if kind and (not is_word or EMPTY_WORDS.get(low) == "not applicable"):
            return empty(kind, value)
    return Parsed(text)


def parse_name(value: Cell) -> Parsed:
    """A name on one line without bold marks. Words for nobody or nothing (`TBC`, `-`) are empty."""
    if blank(value):
        return Parsed()
    text = _as_text(value)
    if len(text) > TOO_LONG:
        return Parsed(code="too_long", message=f"the cell holds {len(text)} characters of text",
                      expected="a name")  # fmt: skip
    name = plain(text)
    if name.casefold() in _NOBODY:
        return empty("not applicable", value)
    if kind := empty_kind(name):
        return empty(kind, value)
    return Parsed(name, reading="" if name == text else f"“{shown(value)}” read as {name}")


def _as_text(value: Cell) -> str:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes" if value.second == 0 else "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:.15g}" if isinstance(value, float) else shown(value)
