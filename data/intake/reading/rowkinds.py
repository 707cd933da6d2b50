"""Which rows of a table are data: not blank, a total, a group, a repeated heading, a form unfilled.

Works on the codes of whole columns: each distinct value is looked at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from data.intake.reading.book import Cell, Grid, Range
from data.intake.reading.codes import held, ranked
from data.intake.reading.found import FoundTable, SkippedRow, Why
from data.intake.reading.kinds import EMPTY, VALUE, WORDS, Kinds, is_placeholder, plain
from data.intake.reading.summedrows import sums_of_above

Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_TOTAL = re.compile(
    r"^(?:grand |overall |sub-?)?(?:totals?|sum|average|avg|mean|median|count)\s*(?:[(:=].*)?$"
)
_SUBTOTAL = re.compile(r"^(?:sub-?\s?totals?|zwischensumme|sous-total|subtotaal)\b")
_TOTAL_OF = re.compile(
    r"^(?:grand |overall )?(?:totals?|sum|average|avg|mean|median|count) "
    r"(?:for |of |per )?(?:the )?"
    r"(?:tier|group|section|phase|category|department|region|site|wave|quarter|q[1-4]|all)\b"
)
_TOTAL_START = re.compile(
    r"^(?:grand |overall |sub-?)?(?:totals?|sum|average|avg|mean|median|count|max(?:imum)?"
    r"|min(?:imum)?|overall)\b"
)
_MEASURES = frozenset(
    "grand overall sub total totals sum average avg mean median count max maximum min minimum "
    "of for all the in by per and recovery recoveries recovered restore restored time times "
    "rto rpo rta rpa actual target downtime duration hour hours hrs h minute minutes mins m "
    "second seconds s systems applications services drills tests tested rows rate share "
    "percent met missed passed failed gaps open closed value values result results cost "
    "budget spent days".split()
)
_RULE = re.compile(r"^[-=_—–:\s]{2,}$")
_NOTE = re.compile(r"^(?:notes?\b|sources?\b|legend\b|\*|†|\(?\d\)\s|prepared by|generated )")
_GROUP = re.compile(
    r"^(?:tier|group|section|phase|category|department|region|site|wave|drill|test|exercise|scenario"
    r"|quarter|q[1-4]|part|stage|team)\b|(?:systems|applications|services|:)$"
)
_WIDE = 5  # so many columns: a row of one text among full ones is no accident
_NUMBERING = frozenset(
    {"", "#", "no", "no.", "nr", "nr.", "s/n", "sn", "item", "row", "id", "step"}
)


def settle_rows(
    table: FoundTable, rows: Rows, grid: Grid, kinds: Kinds, merged: list[Range]
) -> None:
    """Sort a table's rows below its headings into `data_rows`, `skipped` and `sections`."""
    columns = list(range(table.first_column, table.last_column + 1))
    if not len(rows):
        return
    own = kinds[rows][:, table.first_column : table.last_column + 1]
    count = (own > EMPTY).sum(axis=1)
    why = np.zeros(len(rows), dtype=np.int8)
    reasons: list[Why] = ["blank"]

    def mark(mask: Mask, reason: Why) -> None:
        if reason not in reasons:
            reasons.append(reason)
        why[mask & (why == 0)] = reasons.index(reason) + 1

    mark(count == 0, "blank")
    firsts = np.argmax(own > EMPTY, axis=1)
    look = _Look(grid, rows, columns, firsts)
    after = np.arange(own.shape[1]) > firsts[:, None]
    second = _Look(grid, rows, columns, np.argmax((own > EMPTY) & after, axis=1))
    mark(_all_cells(grid, rows, columns, count, _is_rule) & (count > 0), "rule")
    if table.headings:
        mark(_repeats(table, grid, rows, columns, count), "repeated heading")
    mark(look.first(_is_total) & (count > 0), "total")
    mark(_unfilled(table, grid, rows, columns, own, count), "unfilled template row")
    mark(_totals_of_groups(why, own, look, second, count), "total")
    if table.headings:
        mark(sums_of_above(table, grid, rows, why == 0, look.first), "total")
    _trailing(mark, why, own, count, look)
    mark(_groups(rows, own, count, firsts, look, merged, why == 0, table, grid), "group")
    table.data_rows = rows[why == 0]
    for place in np.flatnonzero(why):
        column = table.first_column + int(firsts[place])
        text = "" if count[place] == 0 else str(grid.cell(int(rows[place]), column)).strip()
        table.skipped.append(SkippedRow(int(rows[place]), reasons[why[place] - 1], text))
    if "group" in reasons:
        _name_sections(table, rows, why == reasons.index("group") + 1, grid, firsts)


class _Look:
    """Asks a question of the first filled cell of each row, once a distinct value."""

    def __init__(self, grid: Grid, rows: Rows, columns: list[int], firsts: Rows) -> None:
        self._grid, self._rows, self._columns, self._firsts = grid, rows, columns, firsts

    def first(self, question: Callable[[Cell], bool]) -> Mask:
        answer = np.zeros(len(self._rows), dtype=bool)
        for place, column in enumerate(self._columns):
            mine = self._firsts == place
            if mine.any():
                codes = self._grid.codes(column)[self._rows[mine]]
                answer[mine] = _asked(self._grid.values(column), codes, question)
        return answer


def _asked(
    values: list[Cell], codes: npt.NDArray[np.int32], question: Callable[[Cell], bool]
) -> Mask:
    distinct, places = ranked(codes)
    answers = (question(values[code]) for code in distinct.tolist())
    return np.fromiter(answers, dtype=bool, count=len(distinct))[places]


def _all_cells(
    grid: Grid, rows: Rows, columns: list[int], count: npt.NDArray[np.int64],
    question: Callable[[Cell], bool],
) -> Mask:  # fmt: skip
    """Rows of which every filled cell answers yes; asked column by column while any row is left."""
    left = count > 0
    for column in columns:
        if not left.any():
            break
        codes = grid.codes(column)[rows[left]]
        left[np.flatnonzero(left)] = (codes == 0) | _asked(grid.values(column), codes, question)
    return left


def _is_rule(cell: Cell) -> bool:
    return isinstance(cell, str) and (not cell.strip() or bool(_RULE.match(cell)))


def _is_total(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) <= 40 and bool(_TOTAL.match(plain(cell)))


def _is_subtotal(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) <= 60 and bool(_SUBTOTAL.match(plain(cell)))


def _is_total_of(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) <= 60 and bool(_TOTAL_OF.match(plain(cell)))


def is_total(cell: Cell) -> bool:
    """Whether a text begins as the line under a table does: `Average recovery time`."""
    return isinstance(cell, str) and len(cell) <= 60 and bool(_TOTAL_START.match(plain(cell)))


def _measures(cell: Cell) -> bool:
    """Whether a text has nothing but words of a calculation: `Average recovery time (min)`."""
    words = re.findall(r"[a-z]+", plain(cell)) if isinstance(cell, str) else []
    return bool(words) and _MEASURES.issuperset(words)


def _is_note(cell: Cell) -> bool:
    return isinstance(cell, str) and (len(cell) > 60 or bool(_NOTE.match(cell.strip().casefold())))


def _names_a_group(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(_GROUP.search(" ".join(cell.split()).casefold()))


def _repeats(
    table: FoundTable, grid: Grid, rows: Rows, columns: list[int], count: npt.NDArray[np.int64]
) -> Mask:
    """Rows that say the headings again, in the same columns."""
    same = np.zeros(len(rows), dtype=np.int64)
    lowest = table.heading_rows[-1]
    filled = 0
    for column in columns:
        heading = plain(str(grid.cell(lowest, column) or ""))
        if not heading:
            continue
        filled += 1
        word = heading.split()[0]  # told fast where each cell has a text of its own
        same_as = [c for c, v in enumerate(grid.values(column))
                   if isinstance(v, str) and len(v) < 200 and word in v.casefold()
                   and plain(v) == heading]  # fmt: skip
        if same_as:
            same += np.isin(grid.codes(column)[rows], same_as)
    return (same == count) & (same >= max(2, 0.6 * filled))


def _unfilled(
    table: FoundTable, grid: Grid, rows: Rows, columns: list[int], own: Kinds,
    count: npt.NDArray[np.int64],
) -> Mask:  # fmt: skip
    """Rows of a form nobody filled in: placeholders, or a running number and nothing else."""
    only = _all_cells(grid, rows, columns, count, is_placeholder)
    if table.headings and plain(table.headings[0]) in _NUMBERING and len(columns) > 1:
        number = (own[:, 0] == VALUE) & (count >= 1)
        rest = columns[1:]
        others = count - (own[:, 0] > EMPTY)
        waiting = _all_cells(grid, rows, rest, others, is_placeholder)
        only |= number & ((others == 0) | waiting)
    return only


def _totals_of_groups(
    why: npt.NDArray[np.int8], own: Kinds, look: _Look, second: _Look, count: npt.NDArray[np.int64]
) -> Mask:
    """`Subtotal tier 1 | | | 120`, `Average tier 1`, `1 | Subtotal | | 120`: between the rows, and
    less full than they."""
    named = look.first(_is_subtotal) | (second.first(_is_subtotal) & (count > 1))
    named |= look.first(_is_total_of) & ((own == WORDS).sum(axis=1) <= 1)
    if not named.any():
        return named
    return named & ((own == EMPTY) & _usual(why, own, named)).any(axis=1)


def _usual(why: npt.NDArray[np.int8], own: Kinds, apart: Mask) -> Mask:
    """The columns that nearly all rows of data fill."""
    data = own[(why == 0) & ~apart] > EMPTY
    return data.mean(axis=0) > 0.8 if len(data) else np.ones(own.shape[1], dtype=bool)


def _trailing(
    mark: Callable[[Mask, Why], None], why: npt.NDArray[np.int8], own: Kinds,
    count: npt.NDArray[np.int64], look: _Look,
) -> None:  # fmt: skip
    """At the end of a table: `Max recovery time | | 3:20`, notes below it."""
    total = look.first(is_total) & ((own == WORDS).sum(axis=1) <= 1)
    # "Total Energies Portal" is a system: its row is as full as the others, and its words measure
    # nothing.
    total &= look.first(_measures) | ((own == EMPTY) & _usual(why, own, total)).any(axis=1)
    note = look.first(_is_note) & (count == 1)
    for place in range(len(why) - 1, -1, -1):
        if why[place]:
            continue
        one = np.zeros(len(why), dtype=bool)
        one[place] = True
        if count[place] > 1 and total[place]:
            mark(one, "total")
        elif note[place] and own.shape[1] > 1:
            mark(one, "note")
        else:
            break


def _groups(
    rows: Rows, own: Kinds, count: npt.NDArray[np.int64], firsts: Rows, look: _Look,
    merged: list[Range], open_rows: Mask, table: FoundTable, grid: Grid,
) -> Mask:  # fmt: skip
    """Rows with one text that names the rows below them.

    A system without results is one text too, and must not get lost: a group row spans merged cells,
    or stands where no data does, or reads like the name of a group; or such rows part the whole
    table (`_parts_the_table`).
    """
    single = open_rows & (count == 1) & (own.max(axis=1) == WORDS)
    if own.shape[1] < 3 or not single.any():
        return np.zeros(len(rows), dtype=bool)
    following = np.zeros(len(rows), dtype=bool)
    after = False
    for place in range(len(rows) - 1, -1, -1):
        following[place] = after
        if open_rows[place] and not single[place]:
            after = True
    full = open_rows & (count > 1)
    spans = {
        first_row
        for first_row, first, _, last in merged
        if last > first and table.first_column <= first <= table.last_column
    }
    is_merged = np.isin(rows, list(spans)) if spans else np.zeros(len(rows), dtype=bool)
    used = (own[full] > EMPTY).mean(axis=0) if full.any() else np.zeros(own.shape[1])
    stands_apart = used[firsts] < 0.1
    named = look.first(_names_a_group)
    parts = _parts_the_table(own, count, single, open_rows, firsts)
    if parts and not _said_elsewhere(rows[single], rows[full], table, grid):
        return single
    return single & following & (is_merged | stands_apart | named)


def _parts_the_table(
    own: Kinds, count: npt.NDArray[np.int64], single: Mask, open_rows: Mask, firsts: Rows
) -> bool:
    """Whether rows of one text part a table from its first row on: `Finance`, its systems, …

    Two or more of them, each with rows below it, twice as many in all as there are groups, and
    these full: where systems without results stand among others, hardly so.
    """
    is_group = single[open_rows]
    others = count[open_rows][~is_group]
    return bool(
        own.shape[1] >= _WIDE
        and is_group[0]
        and not is_group[-1]
        and is_group.sum() >= 2
        and not (is_group[1:] & is_group[:-1]).any()
        and len(others) >= 2 * is_group.sum()
        and (others >= 0.6 * own.shape[1]).all()
        and (firsts[single] == 0).all()
    )


def _said_elsewhere(groups: Rows, others: Rows, table: FoundTable, grid: Grid) -> bool:
    """Whether a row of data names what a group row says: a system others depend on is no group."""
    names = {plain(str(grid.cell(row, table.first_column))) for row in groups.tolist()}
    for column in range(table.first_column, table.last_column + 1):
        values = grid.values(column)
        for code in held(grid.codes(column)[others]).tolist():
            if isinstance(text := values[code], str) and (
                not names.isdisjoint(plain(part) for part in re.split(r"[;,|\n]", text))
            ):
                return True
    return False


def _name_sections(table: FoundTable, rows: Rows, groups: Mask, grid: Grid, firsts: Rows) -> None:
    places = np.flatnonzero(groups)
    starts = rows[places]
    labels = [
        str(grid.cell(int(rows[p]), table.first_column + int(firsts[p]))).strip().strip("*: ")
        for p in places
    ]
    above = np.searchsorted(starts, table.data_rows) - 1
    table.sections = {
        int(row): labels[int(place)]
        for row, place in zip(table.data_rows, above, strict=True)
        if place >= 0
    }
