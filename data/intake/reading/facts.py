"""Labels and values above and beside tables, and lines of text that are titles."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from data.intake.reading.book import Grid, cell_name
from data.intake.reading.found import Fact
from data.intake.reading.kinds import EMPTY, VALUE, WORDS, Kinds, plain

KnownHeading = Callable[[str], float]
_FIELD = frozenset(
    "field item parameter property attribute key label detail details question information".split()
)
_VALUES = frozenset("value values detail details information entry answer response content".split())
_ONE_CELL = re.compile(r"^([^:]{2,40}):\s*(\S.*)$", re.DOTALL)
_OF_A_TITLE = re.compile(
    r"(?i)(?!.*\b(?:of|the|this|last|next|previous)\b).*\s"
    r"(?:drill|exercise|test|simulation|failover|rehearsal|report|results?|summary|review)"
)
_KNOWN = 0.75
_SURELY = 0.95
_LABEL_LENGTH = 60


def is_field_value(first: object, second: object) -> bool:
    """Whether two headings are those of a `Field | Value` block."""
    if not (isinstance(first, str) and isinstance(second, str)):
        return False
    one, other = plain(first), plain(second)
    return one != other and one in _FIELD and other in _VALUES


def fact_block(
    grid: Grid, kinds: Kinds, rows: list[int], first: int, last: int, known: KnownHeading
) -> list[Fact] | None:
    """The facts of a block that is nothing but labels and values; None when it is a table.

    It has `Field | Value` on top, or labels of which most end in a colon or are known headings
    while its first row is no heading row.
    """
    filled = [c for c in range(first, last + 1) if kinds[rows, c].any()]
    if len(filled) < 2 or len(filled) % 2:
        return None
    labels, values = filled[0], filled[1]
    if len(filled) == 2 and is_field_value(grid.cell(rows[0], labels), grid.cell(rows[0], values)):
        return _pairs(grid, kinds, rows[1:], filled)
    # A title may stand above the first row of labels, or of headings.
    top_row = next((row for row in rows if np.count_nonzero(kinds[row, filled]) > 1), rows[0])
    named = named_below = 0
    count = 0
    for row in rows:
        if _is_heading_pair(grid, row, filled):
            continue
        for column in filled[::2]:
            cell = grid.cell(row, column)
            if kinds[row, column] == EMPTY:
                if kinds[row, column + 1 : column + 2].any():
                    return None
                continue
            if (
                kinds[row, column] != WORDS
                or not isinstance(cell, str)
                or len(cell) > _LABEL_LENGTH
            ):
                return None
            count += 1
            is_named = cell.rstrip().endswith(":") or known(cell) >= _KNOWN
            named += is_named
            named_below += is_named and row > top_row
    if len(filled) > 2 and rows[-1] > top_row and not named_below:
        return None  # labels on top alone are headings
    top = [grid.cell(top_row, c) for c in filled]
    if len(top) > 2 and top[-1] is None:
        top.pop()  # a remark beside a table needs no heading
    # Where every label is known, a value like "Night drill" must be more than a little like a
    # heading to make the first row one.
    enough = _SURELY if count > 1 and named == count else _KNOWN
    is_headed = rows[-1] > top_row and all(
        isinstance(cell, str)
        and not cell.rstrip().endswith(":")
        and known(cell) >= (enough if place % 2 else _KNOWN)
        for place, cell in enumerate(top)
    )
    if is_headed or named < 1 or named < 0.5 * count:
        return None
    if count == 1 and len(rows) == 1 and kinds[rows[0], values] == EMPTY:
        return None
    return _pairs(grid, kinds, rows, filled)


def _pairs(grid: Grid, kinds: Kinds, rows: list[int], filled: list[int]) -> list[Fact]:
    return [
        _fact(grid, row, label, value)
        for row in rows
        if not _is_heading_pair(grid, row, filled)
        for label, value in zip(filled[::2], filled[1::2], strict=True)
        if kinds[row, label]
    ]


def _is_heading_pair(grid: Grid, row: int, filled: list[int]) -> bool:
    """Whether a row below a title is `Field | Value`, the headings of the labels and values."""
    pairs = zip(filled[::2], filled[1::2], strict=True)
    return all(is_field_value(grid.cell(row, one), grid.cell(row, other)) for one, other in pairs)


def _fact(grid: Grid, row: int, label: int, value: int) -> Fact:
    text = str(grid.cell(row, label)).strip().rstrip(":").strip().strip("*")
    return Fact(text, grid.cell(row, value), cell_name(row, label), cell_name(row, value))


def facts_and_titles(
    grid: Grid, kinds: Kinds, rows: list[int], first: int, last: int, known: KnownHeading
) -> tuple[list[Fact], list[str]]:
    """What the rows above a heading row say: label–value pairs, and lines of text."""
    facts: list[Fact] = []
    titles: list[str] = []
    for row in rows:
        columns = [int(c) for c in np.flatnonzero(kinds[row, first : last + 1]) + first]
        if len(columns) == 1:
            cell = grid.cell(row, columns[0])
            fact = _in_one_cell(cell, cell_name(row, columns[0]), known)
            if fact:
                facts.append(fact)
            else:
                titles.append(str(cell).strip())
            continue
        each = [_in_one_cell(grid.cell(row, c), cell_name(row, c), known) for c in columns]
        if len(each) > 1 and all(one and known(one.label) >= _KNOWN for one in each):
            facts += [one for one in each if one]
            continue
        if len(columns) % 2 == 0 and _is_heading_pair(grid, row, columns):
            continue
        pairs = _row_pairs(grid, kinds, row, columns, known)
        if pairs:
            facts += pairs
        elif columns:
            titles.append(" ".join(str(grid.cell(row, c)).strip() for c in columns))
    return facts, list(dict.fromkeys(titles))


def _in_one_cell(cell: object, address: str, known: KnownHeading) -> Fact | None:
    """`Drill date: 14 Feb 2025` as a fact, when its label is known or its rest is a value."""
    found = _ONE_CELL.match(cell.strip()) if isinstance(cell, str) else None
    if not found or found[2].startswith("//") or re.fullmatch(r"[\d\s]+", found[1]):
        return None
    label = found[1].strip().strip("*")
    if found[1][-1].isdigit() and re.match(r"\d\d(?!\d)", str(cell).strip()[len(found[1]) + 1 :]):
        return None  # the colon is one of a clock
    if label.count("(") != label.count(")"):
        return None  # a remark in brackets: the line is a title
    if known(label) < _KNOWN and len(label.split()) > 4:
        return None
    if known(label) < _SURELY and _OF_A_TITLE.fullmatch(label):
        return None  # `Spring drill: failover to Cape Town`
    return Fact(label, found[2].strip().strip("*").strip(), address, address)


def _row_pairs(
    grid: Grid, kinds: Kinds, row: int, columns: list[int], known: KnownHeading
) -> list[Fact]:
    """`Drill: | DR-1 | Date: | 14 Feb` as facts; nothing when the row is no such row.

    A label without a colon needs to be known, or to be alone with its value.
    """
    if len(columns) % 2:
        return []
    labels, values = columns[::2], columns[1::2]
    facts = []
    for label, value in zip(labels, values, strict=True):
        cell = grid.cell(row, label)
        if kinds[row, label] != WORDS or not isinstance(cell, str) or len(cell) > _LABEL_LENGTH:
            return []
        is_label = cell.rstrip().endswith(":") or known(cell) >= _KNOWN
        is_alone = len(columns) == 2 and (kinds[row, value] == VALUE or len(cell.split()) <= 3)
        if not is_label and not is_alone:
            return []
        facts.append(_fact(grid, row, label, value))
    return facts
