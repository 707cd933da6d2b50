"""Tables in a sheet: where the headings are, which rows are data, what stands around them.

A sheet is cut at blank rows, then at blank columns; each region is a table, a block of facts or
text. A region without headings that fits the table above it continues it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from data.intake.reading.book import ExcelTable, Sheet
from data.intake.reading.facts import fact_block, facts_and_titles, is_field_value
from data.intake.reading.found import Fact, FoundTable, SkippedRow
from data.intake.reading.headingrows import Headings, Region, heading_row, headings_at
from data.intake.reading.kinds import EMPTY, VALUE, WORDS, Kinds, kinds, plain
from data.intake.reading.rowkinds import is_total, settle_rows

__all__ = ["Fact", "FoundTable", "KnownHeading", "SkippedRow", "find_tables", "no_heading_known"]

KnownHeading = Callable[[str], float]
_WIDEST_FACTS = 6
_SAMPLE = 200
_SURE_HEADINGS = 3  # so many known headings in a row need no values below to be headings
_SURELY, _LONGEST = 0.95, 60


def no_heading_known(text: str) -> float:
    """The neutral answer: no text is a known heading."""
    return 0.0


def find_tables(sheet: Sheet, known_heading: KnownHeading = no_heading_known) -> list[FoundTable]:
    """The tables of a sheet, top to bottom, then left to right; facts no table has come last.

    `known_heading` says how much a text looks like a heading somebody knows, 0 to 1.
    """
    return _Finder(sheet, known_heading).found()


@dataclass
class _Open:
    """A table that is being put together, region by region."""

    table: FoundTable
    region: Region
    headings: Headings | None
    rows: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class _Block:
    """Facts that stand together, and where."""

    facts: list[Fact]
    rows: list[int]
    first: int
    last: int


def note_ragged(table: FoundTable, sheet: Sheet) -> None:
    """Keeps which rows of a text have more or fewer values than their headings."""
    width, held = sheet.width, table.data_rows
    if width is None:
        return
    counts = sheet.ragged_rows
    usual = counts.get(table.heading_rows[-1], width) if table.heading_rows else width
    table.heading_values = usual
    table.ragged = {
        int(row): counts.get(int(row), width)
        for row in (held if usual != width else held[np.isin(held, list(counts))])
        if counts.get(int(row), width) != usual
    }


class _Finder:
    def __init__(self, sheet: Sheet, known: KnownHeading) -> None:
        self.sheet, self.known, self.grid = sheet, known, sheet.grid
        self.kinds: Kinds = kinds(sheet.grid)
        self.tables: list[_Open] = []
        self.blocks: list[_Block] = []
        self.lines: list[tuple[int, int, str]] = []  # text since the last table: row, column, text

    def found(self) -> list[FoundTable]:
        declared = [self._declared(one) for one in self.sheet.excel_tables]
        for region in self._regions():
            self._take(region)
        tables = [self._finished(one) for one in self.tables] + [t for t in declared if t]
        tables.sort(key=lambda table: (table.first_row, table.first_column))
        return tables + self._settle_facts(tables)

    def _regions(self) -> list[Region]:
        """Runs of rows with something in them, each cut at blank columns."""
        regions: list[Region] = []
        filled = np.flatnonzero(self.kinds.any(axis=1))
        for rows in _runs(filled):
            columns = np.flatnonzero(self.kinds[rows[0] : rows[-1] + 1].any(axis=0))
            for run in _runs(columns):
                first, last = int(run[0]), int(run[-1])
                own = self.kinds[rows[0] : rows[-1] + 1, first : last + 1].any(axis=1)
                # A side table may begin and end elsewhere than its neighbour.
                places = np.flatnonzero(own)
                mine = rows[places[0] : places[-1] + 1]
                regions.append(Region(mine.tolist(), first, last))
        return _rejoined(regions, self.kinds)

    def _take(self, region: Region) -> None:
        if region.width <= _WIDEST_FACTS and region.width > 1:
            facts = fact_block(
                self.grid, self.kinds, region.rows, region.first, region.last, self.known
            )
            if facts and self._stands_alone(region, facts):
                self.blocks.append(_Block(facts, region.rows, region.first, region.last))
                return
        best = heading_row(self.grid, self.kinds, region, self.known)
        above = self._continued(region, best[0] if best else None)
        if above is not None:
            above.rows += region.rows
            return
        if best is None:
            self._take_without_headings(region)
            return
        place, score = best
        place = self._first_heading(region, place)
        headings = headings_at(self.grid, self.kinds, region, place, score, self.sheet.merged)
        top = [row for row in region.rows if row < headings.rows[0]]
        titles = self._say(Region(top, region.first, region.last))
        body = [row for row in region.rows if row > headings.rows[-1]]
        cut = self._second_heading(region, headings, body)
        if cut is not None:
            rest = Region([row for row in body if row >= cut], region.first, region.last)
            body = [row for row in body if row < cut]
        self._open(region, headings, body, titles)
        if cut is not None:
            self._take(_trimmed(rest, self.kinds))

    def _stands_alone(self, region: Region, facts: list[Fact]) -> bool:
        """Whether labels and values are a block of their own, no more rows of the table above."""
        above = self._continued(region, None)
        if above is None:
            return True
        if any(is_total(fact.label) for fact in facts):
            return False
        top = self.grid.row(region.rows[0])[region.first : region.first + 2]
        return region.width < above.region.width or is_field_value(*top)

    def _take_without_headings(self, region: Region) -> None:
        shape = self.kinds[region.rows][:, region.first : region.last + 1]
        is_text_alone = self.sheet.name is None and region.width == self.grid.column_count
        is_table = region.width > 1 and len(region.rows) > 1 and (shape == VALUE).any()
        if is_table or (is_text_alone and region.width > 1 and len(region.rows) > 1):
            self._open(region, None, region.rows, [])
            return
        self.lines += [(region.rows[0], region.first, line) for line in self._say(region)]

    def _say(self, region: Region) -> list[str]:
        """Facts of free-standing rows are kept; what is left are lines of text."""
        facts, titles = facts_and_titles(
            self.grid, self.kinds, region.rows, region.first, region.last, self.known
        )
        if facts:
            self.blocks.append(_Block(facts, region.rows, region.first, region.last))
        return titles

    def _open(
        self, region: Region, headings: Headings | None, rows: list[int], titles: list[str]
    ) -> None:
        first_row = headings.rows[0] if headings else region.rows[0]
        table = FoundTable(
            sheet=self.sheet.name,
            kind="table",
            first_row=first_row,
            first_column=region.first,
            last_row=first_row,
            last_column=region.last,
            heading_rows=headings.rows if headings else (),
            headings=headings.texts if headings else None,
            heading_parts=headings.parts if headings else (),
        )
        # Side tables share the line above them; below another table only what came after it.
        before = [line for row, _, line in self.lines if row < first_row]
        table.title = list(dict.fromkeys([*before, *titles]))
        neighbours = [one for one in self.tables if one.table.first_row == first_row]
        if not neighbours:
            self.lines = [one for one in self.lines if one[0] >= first_row]
        elif not table.title:
            table.title = list(neighbours[0].table.title)
        self.tables.append(_Open(table, region, headings, list(rows)))

    def _continued(self, region: Region, place: int | None) -> _Open | None:
        """The table above that a region goes on with; `place`: its own best heading row."""
        above = next(
            (
                one
                for one in reversed(self.tables)
                if one.region.first <= region.first
                and (region.last <= one.region.last or self._is_wider_part(region, one))
            ),
            None,
        )
        if above is None or region.rows[0] <= above.table.first_row:
            return None
        if any(row > (above.rows or above.region.rows)[-1] for row, _, _ in self.lines):
            # A line between: the name of a group of the same table, or the title of another.
            if place is not None:
                return None
        if self._is_group_line(region, above):
            return above
        if region.width == 1 and above.region.width > 1:
            return None
        own = self.kinds[region.rows[0], above.region.first : above.region.last + 1]
        if place is not None:
            head = self.kinds[region.rows[place], above.region.first : above.region.last + 1]
            if above.headings and self._says_again(region, region.rows[place], above):
                return above if place == 0 else None
            if place > 0:
                return None
            own = head
        values = self._value_columns(above)
        if ((own == VALUE) & values).any():
            return above
        if ((own == WORDS) & values).any() and place is not None:
            return None
        if place is None:
            return above
        cells = [c for c in self.grid.row(region.rows[0])[region.first : region.last + 1] if c]
        share = sum(self.known(c) for c in cells if isinstance(c, str)) / max(1, len(cells))
        is_aligned = region.first == above.region.first
        return above if share < 0.5 and is_aligned and bool(above.rows) else None

    def _is_wider_part(self, region: Region, above: _Open) -> bool:
        """Whether rows of a text go on with a table, though a line among them has more values.

        Values stand where the table has values, in as many cells as it has headings or more; which
        of them is one too many is asked later, of that row alone.
        """
        if self.sheet.width is None or above.headings is None or region.first != above.region.first:
            return False
        own = self.kinds[region.rows][:, above.region.first : above.region.last + 1] == VALUE
        values = self._value_columns(above)
        return bool(values.any() and own[0][values].any() and own[:, values].mean() > 0.5)

    def _is_group_line(self, region: Region, above: _Open) -> bool:
        """One text in the first column of a table: perhaps the name of the rows that follow."""
        if region.width > 1 or len(region.rows) > 1 or above.region.width < 3:
            return False
        cell = self.grid.cell(region.rows[0], region.first)
        is_near = region.rows[0] - (above.rows or above.region.rows)[-1] <= 3
        below = self.kinds[region.rows[0] + 1 : region.rows[0] + 4,
                           above.region.first : above.region.last + 1]  # fmt: skip
        is_followed = bool((below > EMPTY).sum(axis=1).max(initial=0) > 1)
        is_short = isinstance(cell, str) and len(cell) <= 60
        if not (is_near and is_followed and is_short and above.rows):
            return False
        follow = region.rows[0] + 1 + int(np.argmax((below > EMPTY).sum(axis=1) > 1))
        return bool(((self.kinds[follow, above.region.first : above.region.last + 1] == VALUE)
                     & self._value_columns(above)).any())  # fmt: skip

    def _says_again(self, region: Region, row: int, above: _Open) -> bool:
        assert above.headings is not None
        lowest = above.headings.rows[-1]
        cells = [
            (plain(str(self.grid.cell(row, c))), plain(str(self.grid.cell(lowest, c))))
            for c in range(region.first, region.last + 1)
            if self.kinds[row, c]
        ]
        return len(cells) > 1 and all(one == other for one, other in cells)

    def _value_columns(self, above: _Open) -> npt.NDArray[np.bool_]:
        """The columns of a table that mostly hold values."""
        rows = above.rows[:_SAMPLE]
        own = self.kinds[rows][:, above.region.first : above.region.last + 1]
        return (own == VALUE).sum(axis=0) > 0.5 * np.maximum(1, (own > EMPTY).sum(axis=0))

    def _second_heading(self, region: Region, headings: Headings, body: list[int]) -> int | None:
        """The first row of another table that follows without a blank row: words over values."""
        if len(body) < 3:
            return None
        own = self.kinds[body][:, region.first : region.last + 1]
        values = (own == VALUE).sum(axis=0) > 0.5 * np.maximum(1, (own > EMPTY).sum(axis=0))
        against = ((own == WORDS) & values).sum(axis=1)
        may_be = np.isin(body, self._known_rows(region, body))
        candidates = np.flatnonzero(
            ((against >= 2) | may_be) & ~(own == VALUE).any(axis=1)
            & ((own > EMPTY).sum(axis=1) >= max(2, 0.5 * region.width))
        )  # fmt: skip
        lowest = headings.rows[-1]
        for place in candidates[:50]:
            row = body[int(place)]
            if place == 0 or place + 1 >= len(body):
                continue
            cells = [
                (c, self.grid.cell(row, c))
                for c in range(region.first, region.last + 1)
                if self.kinds[row, c]
            ]
            texts = [plain(str(cell)) for _, cell in cells]
            if all(t == plain(str(self.grid.cell(lowest, c)))
                   for t, (c, _) in zip(texts, cells, strict=True)):  # fmt: skip
                continue  # the same headings again
            share = sum(self.known(str(cell)) for _, cell in cells) / len(cells)
            is_form = len(set(texts)) == len(texts) and against[place] >= 3
            is_form = is_form and self.known is no_heading_known
            is_sure = self._is_all_known(region, row) and self._said_once(region, row, body)
            if not is_sure and (against[place] < 2 or (share < 0.5 and not is_form)):
                continue
            while place > 0 and (own[place - 1] > EMPTY).sum() == 1 and own.shape[1] > 2:
                place -= 1  # its title
            return body[int(place)]
        return None

    def _first_heading(self, region: Region, place: int) -> int:
        """The place of the first heading row, where that of a later table without a blank row
        between looks more like one: the rows above it are a table, and no title."""
        for above in range(place - 1):  # right above it stands the first of two heading rows
            row = region.rows[above]
            rows = region.rows[above + 1 : place]
            if self._is_all_known(region, row) and self._said_once(region, row, rows):
                filled = self.kinds[rows][:, region.first : region.last + 1] > EMPTY
                return above if filled.sum(axis=1).max() > 1 else place
        return place

    def _is_all_known(self, region: Region, row: int) -> bool:
        """Whether a row is three words or more that are all headings somebody knows."""
        own = self.kinds[row, region.first : region.last + 1]
        columns = np.flatnonzero(own > EMPTY) + region.first
        cells = [self.grid.cell(row, int(column)) for column in columns]
        if len(cells) < _SURE_HEADINGS or (own == VALUE).any():
            return False
        texts = {plain(str(cell)) for cell in cells}
        return len(texts) == len(cells) and all(
            isinstance(cell, str) and len(cell) <= _LONGEST and self.known(cell) >= _SURELY
            for cell in cells
        )

    def _known_rows(self, region: Region, rows: list[int]) -> list[int]:
        """The rows of which every cell may be a known heading, by the distinct texts of columns."""
        if self.known is no_heading_known:
            return []
        may_be = np.ones(len(rows), dtype=bool)
        for column in range(region.first, region.last + 1):
            codes = self.grid.codes(column)[rows]
            values = self.grid.values(column)
            distinct = np.unique(codes)
            if len(distinct) > _SAMPLE:  # ever other texts are data
                return []
            strange = [
                code for code in distinct.tolist()
                if values[code] is not None and str(values[code]).strip() and not (
                    isinstance(values[code], str) and len(values[code]) <= _LONGEST
                    and self.known(values[code]) >= _SURELY)
            ]  # fmt: skip
            may_be &= ~np.isin(codes, strange)
        return [row for row, may in zip(rows, may_be, strict=True) if may]

    def _said_once(self, region: Region, row: int, rows: list[int]) -> bool:
        """Whether no word of a row stands in another row of its column, as values do."""
        for column in range(region.first, region.last + 1):
            if self.kinds[row, column]:
                code = self.grid.codes(column)[row]
                if (self.grid.codes(column)[[one for one in rows if one != row]] == code).any():
                    return False
        return True

    def _declared(self, declared: ExcelTable) -> FoundTable | None:
        """A table of Excel's own, as the file says; the cells it covers are looked at no more."""
        first_row, first, last_row, last = declared.range
        last_row = min(last_row, self.grid.row_count - 1)
        last = min(last, self.grid.column_count - 1)
        if first_row > last_row or first > last:
            return None
        count = declared.heading_rows
        region = Region(list(range(first_row, last_row + 1)), first, last)
        headings = headings_at(self.grid, self.kinds, region, 0, 9.0, []) if count else None
        if headings:
            headings = Headings(headings.rows[:1], headings.texts, 9.0)
            texts = [str(self.grid.cell(first_row, c) or "") for c in range(first, last + 1)]
            headings = Headings((first_row,), [" ".join(text.split()) for text in texts], 9.0)
        table = FoundTable(
            self.sheet.name, "table", first_row, first, last_row, last,
            headings.rows if headings else (), headings.texts if headings else None,
            name=declared.name,
        )  # fmt: skip
        end = last_row - declared.total_rows if last_row == declared.range[2] else last_row
        rows = np.arange(first_row + count, end + 1, dtype=np.int64)
        settle_rows(table, rows, self.grid, self.kinds, [])
        if end < last_row:
            table.skipped.append(SkippedRow(last_row, "total"))
        self._tell(table)
        # The rest of the sheet is searched as if these cells were blank.
        self.kinds[first_row : last_row + 1, first : last + 1] = EMPTY
        return table

    def _finished(self, one: _Open) -> FoundTable:
        table = one.table
        if one.rows:
            first = one.rows[0] if one.headings is None else one.headings.rows[-1] + 1
            rows = np.arange(first, one.rows[-1] + 1, dtype=np.int64)
            table.last_row = one.rows[-1]
            settle_rows(table, rows, self.grid, self.kinds, self.sheet.merged)
        else:
            table.last_row = max(one.headings.rows) if one.headings else table.first_row
        self._tell(table)
        return table

    def _tell(self, table: FoundTable) -> None:
        """Hidden and ragged rows, and what a person should know."""
        held = table.data_rows
        if self.sheet.hidden_rows:
            hidden = np.fromiter(self.sheet.hidden_rows, dtype=np.int64)
            table.hidden_rows = held[np.isin(held, hidden)].tolist()
            if table.hidden_rows:
                count = len(table.hidden_rows)
                are = "1 hidden row is" if count == 1 else f"{count} hidden rows are"
                table.notes.append(f"{are} read like all others")
        note_ragged(table, self.sheet)
        if table.headings is None and table.kind == "table":
            table.notes.append("no row looks like headings")
        elif not len(held):
            table.notes.append("has headings but no rows of data")

    def _settle_facts(self, tables: list[FoundTable]) -> list[FoundTable]:
        """Give each table the facts above and beside it; what no table has is a table of facts."""
        lonely = []
        for block in self.blocks:
            if not any(block.rows[0] <= table.last_row for table in tables):
                lonely.append(block)
        # Facts under the only table of a sheet are about it; under several nobody can tell.
        of_the_one = lonely if len(tables) == 1 else []
        lonely = [block for block in lonely if block not in of_the_one]
        for table in tables:
            near = [b for b in self.blocks if b.rows[0] <= table.last_row] + of_the_one
            near.sort(key=lambda b: max(0, table.first_row - b.rows[-1]))
            facts: list[Fact] = []
            for block in near:  # a label of a nearer block is not said again; twice in one block is
                known = {plain(fact.label) for fact in facts}
                facts += [fact for fact in block.facts if plain(fact.label) not in known]
            table.facts = facts
        return [
            FoundTable(
                self.sheet.name, "facts", block.rows[0], block.first, block.rows[-1], block.last,
                data_rows=np.asarray(block.rows, dtype=np.int64), facts=block.facts,
                title=[line for row, _, line in self.lines if row < block.rows[0]],
            )
            for block in lonely
        ]  # fmt: skip


def _runs(numbers: npt.NDArray[np.int64]) -> list[npt.NDArray[np.int64]]:
    """Consecutive numbers, run by run."""
    if not len(numbers):
        return []
    return np.split(numbers, np.flatnonzero(np.diff(numbers) > 1) + 1)


def _trimmed(region: Region, kinds: Kinds) -> Region:
    """A part of a region without the columns that are blank in it."""
    filled = np.flatnonzero(kinds[region.rows][:, region.first : region.last + 1].any(axis=0))
    if not len(filled):
        return region
    return Region(region.rows, region.first + int(filled[0]), region.first + int(filled[-1]))


def _rejoined(regions: list[Region], kinds: Kinds) -> list[Region]:
    """Two neighbours become one when a single blank column is all that parts them.

    They must begin and end in the same rows, be full of rows, and not repeat a first column: a
    spacer in a table, not two tables side by side.
    """
    joined: list[Region] = []
    for region in regions:
        left = joined[-1] if joined else None
        if (
            left is not None
            and left.rows == region.rows
            and region.first - left.last == 2
            and len(region.rows) >= 4
            and left.width > 1
            and (kinds[region.rows, left.last] > EMPTY).mean() >= 0.9
            and (kinds[region.rows, region.first] > EMPTY).mean() >= 0.9
            and (kinds[region.rows[1:], region.first] == VALUE).mean() >= 0.5
        ):
            joined[-1] = Region(left.rows, left.first, region.last)
        else:
            joined.append(region)
    return joined
