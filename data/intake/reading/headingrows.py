"""Which row of a region holds the headings, and what they say when they take several rows.

A row is scored by its texts alone and by what stands below it: known headings, words over values,
few blanks, no repetitions. The weights were set on 400 synthetic sheets with real headings.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from data.intake.parsing.daywithin import days_in, without_days
from data.intake.reading.book import Grid, Range
from data.intake.reading.kinds import EMPTY, VALUE, WORDS, Kinds, plain

KnownHeading = Callable[[str], float]
_DEEPEST = 15
_BELOW = 50
_LOWEST = 3.0
_SHORT = 45
_UNITS = frozenset(
    "h hr hrs hour hours m min mins minute minutes s sec secs second seconds d day days % percent "
    "utc gmt sast zar usd eur hh:mm h:mm hh:mm:ss dd/mm/yyyy mm/dd/yyyy yyyy-mm-dd yes/no y/n 1-5 "
    "text date time number".split()
)  # fmt: skip
_BELOW_A_GROUP = frozenset(
    "target actual objective achieved measured planned required expected agreed observed".split()
)
_BRACKETED = re.compile(r"^[(\[].{1,30}[)\]]$")


@dataclass(frozen=True)
class Region:
    """A rectangle of a sheet: rows with something in them, and columns without a gap."""

    rows: list[int]
    first: int
    last: int

    @property
    def width(self) -> int:
        """The number of columns."""
        return self.last - self.first + 1


@dataclass(frozen=True)
class Headings:
    """The heading rows of a region, their joined texts, and how likely the row is one.

    parts : per column what each of several rows says of it; empty of a single row.
    """

    rows: tuple[int, ...]
    texts: list[str]
    score: float
    parts: tuple[tuple[str, ...], ...] = ()


def heading_row(
    grid: Grid, kinds: Kinds, region: Region, known: KnownHeading
) -> tuple[int, float] | None:
    """The place in `region.rows` of the row that looks most like headings, and its score."""
    best: tuple[int, float] | None = None
    depth = 0
    for place, row in enumerate(region.rows[: _DEEPEST + 10]):
        score = _score(grid, kinds, region, place, known)
        if score is not None and score - 0.05 * depth > (best[1] if best else _LOWEST):
            best = (place, score - 0.05 * depth)
        depth += int(np.count_nonzero(kinds[row, region.first : region.last + 1]) > 1)
        if depth >= _DEEPEST:
            break
    return best


def _score(
    grid: Grid, kinds: Kinds, region: Region, place: int, known: KnownHeading
) -> float | None:
    row = region.rows[place]
    own = kinds[row, region.first : region.last + 1].copy()
    filled = np.flatnonzero(own)
    if len(filled) and _is_number_heading(grid, region, place, int(filled[0])):
        own[filled[0]] = WORDS  # "No" above 1, 2, 3 is no answer
    words = int((own == WORDS).sum())
    below_rows = region.rows[place + 1 : place + 1 + _BELOW]
    texts = [grid.cell(row, region.first + int(c)) for c in filled]
    known_share = sum(
        known(text) for text in texts if isinstance(text, str) and len(text) <= 120
    ) / max(1, len(texts))
    if region.width == 1:
        return 3.0 + known_share if known_share >= 0.8 and below_rows else None
    if len(filled) < 2 or words < 0.7 * len(filled):
        return None
    unique = len({plain(str(text)) for text in texts}) / len(texts)
    short = sum(len(str(text)) <= _SHORT for text in texts) / len(texts)
    if not below_rows:
        is_alone = len(region.rows) == 1 and words == len(filled) and unique == 1 and short == 1
        return 3.1 if is_alone and (known_share >= 0.5 or len(filled) >= 3) else None
    below = kinds[below_rows, region.first : region.last + 1]
    used = (below > EMPTY).any(axis=0) | (own > EMPTY)
    values = (below == VALUE).sum(axis=0)
    is_value = values > 0.5 * np.maximum(1, (below > EMPTY).sum(axis=0))
    contrast = float((is_value[filled] & (own[filled] == WORDS)).mean())
    fill = len(filled) / int(used.sum())
    if fill < 0.4 and known_share < 0.7:
        return None
    return (
        3 * known_share + 1.2 * words / len(filled) + fill + 0.6 * unique + 0.4 * short
        + 0.8 * contrast
    )  # fmt: skip


def _is_number_heading(grid: Grid, region: Region, place: int, column: int) -> bool:
    """Whether a first cell "No" heads the numbers below it."""
    at = region.first + column
    text = grid.cell(region.rows[place], at)
    below = [grid.cell(row, at) for row in region.rows[place + 1 : place + 1 + _BELOW]]
    held = [cell for cell in below if cell is not None]
    return (
        isinstance(text, str)
        and plain(text) == "no"
        and bool(held)
        and all(str(cell).strip(" .").isdigit() or isinstance(cell, float) for cell in held)
    )


def headings_at(
    grid: Grid, kinds: Kinds, region: Region, place: int, score: float, merged: list[Range]
) -> Headings:
    """The headings of a region whose best row is known: with rows above and below that belong."""
    row = region.rows[place]
    rows = [row]
    above = place - 1
    while above >= 0 and region.rows[above] == rows[0] - 1 and len(rows) < 3:
        if not _heads_the_next(grid, kinds, region, region.rows[above], rows[0], merged):
            break
        rows.insert(0, region.rows[above])
        above -= 1
    for below in region.rows[place + 1 : place + 4]:
        is_next = below == rows[-1] + 1
        if not is_next or not _goes_on(grid, kinds, region, rows[-1], below, merged):
            break
        rows.append(below)
    lines = [_line(grid, region, one, merged, is_last=one == rows[-1]) for one in rows]
    parts = tuple(zip(*lines, strict=True))
    texts = [joined(one) for one in parts]
    return Headings(tuple(rows), texts, score, parts if len(rows) > 1 else ())


def _line(grid: Grid, region: Region, row: int, merged: list[Range], *, is_last: bool) -> list[str]:
    """The texts of one heading row; above another one, a text holds for the blanks to its right.

    Where the file tells its merged cells they say how far, else up to the next text.
    """
    texts = [_text(grid.cell(row, c)) for c in range(region.first, region.last + 1)]
    spans = {
        (first_row, first): last
        for first_row, first, last_row, last in merged
        if first_row <= row <= last_row
    }
    if is_last:
        return texts
    carried, until = "", -1
    for place, text in enumerate(texts):
        column = region.first + place
        if text:
            span = spans.get((row, column))
            until = span if span is not None else (column if spans else region.last)
            carried = text
        elif column <= until:
            texts[place] = carried
    return texts


def joined(parts: Sequence[str]) -> str:
    """`("Target", "RTO")` → `Target RTO`; a unit goes in brackets, a repeated text is said once."""
    said: list[str] = []
    for part in parts:
        if not part or plain(part) in {plain(one) for one in said}:
            continue
        is_unit = bool(said) and plain(part) in _UNITS
        said.append(f"({part})" if is_unit else part)
    return " ".join(said)


def _is_a_day(cell: object) -> bool:
    """Whether a cell is a day and nothing else: a group of columns may be a drill by its date."""
    if isinstance(cell, dt.datetime):
        return cell.time() == dt.time()
    return isinstance(cell, dt.date) or (
        isinstance(cell, str) and bool(days_in(cell)) and not without_days(cell).strip(" ()[]")
    )


def _text(cell: object) -> str:
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return " ".join(str(cell).split()).strip("*").strip() if cell is not None else ""


def _heads_the_next(
    grid: Grid, kinds: Kinds, region: Region, upper: int, lower: int, merged: list[Range]
) -> bool:
    """Whether a row groups the headings below it: `Target | | Actual |` over `RTO | RPO | RTO`."""
    own = kinds[upper, region.first : region.last + 1]
    filled = np.flatnonzero(own)
    values = [grid.cell(upper, region.first + int(c)) for c in np.flatnonzero(own == VALUE)]
    if len(filled) < 1 or not all(map(_is_a_day, values)):
        return False
    texts = [_text(grid.cell(upper, region.first + int(c))) for c in filled]
    if any(text.endswith(":") or len(text) > _SHORT for text in texts):
        return False
    spanning = [
        (first, last)
        for first_row, first, last_row, last in merged
        if first_row <= upper <= last_row and last > first and first >= region.first
    ]
    if spanning:
        is_title = len(filled) == 1 and spanning[0][1] - spanning[0][0] + 1 >= 0.9 * region.width
        return not is_title
    under = [
        plain(_text(grid.cell(lower, column))) for column in range(region.first, region.last + 1)
    ]
    under = [text for text in under if text]
    has_twins = len(set(under)) < len(under)
    if len(filled) < 2:
        return False
    return has_twins or (len(filled) >= 3 and float(np.diff(filled).max()) > 1)


def _goes_on(
    grid: Grid, kinds: Kinds, region: Region, upper: int, lower: int, merged: list[Range]
) -> bool:
    """Whether the row below a heading row still belongs to it: units, or a second line."""
    columns = range(region.first, region.last + 1)
    below = [(c, _text(grid.cell(lower, c))) for c in columns if kinds[lower, c]]
    if not below:
        return False
    above = {c: _text(grid.cell(upper, c)) for c in columns}
    units = sum(bool(plain(t) in _UNITS or _BRACKETED.match(t)) for _, t in below)
    same = sum(plain(text) == plain(above[c]) for c, text in below)
    if units and units + same == len(below) and not all(isinstance(
        grid.cell(lower, c), int | float) for c, _ in below):  # fmt: skip
        return True
    if same == len(below) and same > 1:
        return True
    if any(kinds[lower, c] == VALUE for c, _ in below):
        return False
    texts = [plain(text) for text in above.values() if text]
    spans = any(
        first_row == upper and last > first >= region.first for first_row, first, _, last in merged
    )
    is_grouping = len(set(texts)) < len(texts) or spans
    if not is_grouping and any(not above[c] for c, _ in below):  # no merged cells in a text file
        is_grouping = len(below) > 1 and all(plain(text) in _BELOW_A_GROUP for _, text in below)
    fills_blanks = sum(not above[c] for c, _ in below)
    short = all(len(text) <= _SHORT for _, text in below)
    return is_grouping and short and (spans or fills_blanks > 0 or len(below) == len(texts))
