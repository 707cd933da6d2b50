"""A drill log of a million lines: read in pieces, each by the rules of a small one.

What a rule must see as a whole is decided first, on the whole: how dates are written, which names
stand there, in the order in which they appear. Then each piece is read as if it were the table, and
its rows are staged; which of several equal lines counts is settled where all of them are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from data.intake.around import Around, RecordRows
from data.intake.columns import Surroundings, day_order
from data.intake.datesabove import DatedLines
from data.intake.drillhome import DrillHome
from data.intake.duplicates import OUTLASTED, outlasted
from data.intake.facts import Known, Told, order_of_book
from data.intake.framing import no_rejects, record_frame
from data.intake.learning import learn
from data.intake.logorder import LogClocks
from data.intake.logsaid import LogEvents
from data.intake.matching.likeness import known_heading
from data.intake.matching.matched import ColumnMatch, TableMatch
from data.intake.pairs import Coded
from data.intake.placing import surrounded
from data.intake.reading.book import Book, Grid, Sheet, UnreadableFile, cell_name
from data.intake.reading.codes import first_rows
from data.intake.reading.found import FoundTable, SkippedRow
from data.intake.reading.kinds import kinds
from data.intake.reading.pieces import TextPieces
from data.intake.reading.rowkinds import settle_rows
from data.intake.reading.tables import find_tables, note_ragged
from data.intake.recognising import recognise, said_of
from data.intake.rows import leaves_out_ends, table_rows
from data.intake.said import NOTHING, Said, unfit
from data.intake.understanding import BookReading, TableReading
from data.intake.worktable import WorkTable
from data.problems import Problem
from data.records import LOG
from data.store import Staging
from data.store.change import LineageColumn
from wording.marked import own_name


@dataclass(frozen=True)
class LargeTexts:
    """When a text file is large, and what is told of it.

    Attributes
    ----------
    size : bytes from which a log is read in pieces of `piece_rows` rows.
    rows_held : the most rows of a large text that is no log: it has to be seen as a whole.
    told : so many problems are told one by one; all rows they keep out are kept.
    skipped : so many skipped rows are listed one by one; all are counted.
    """

    size: int = 16_000_000
    piece_rows: int = 50_000
    rows_held: int = 400_000
    told: int = 1_000
    skipped: int = 10_000


LARGE_TEXTS = LargeTexts()

_ANOTHER_SHAPE = (
    "is too large to be read as it is: below row {row} its columns change; save each table as a "
    "file of its own"
)


@dataclass
class LargeLog:
    """A large text that is a drill log, recognised by its first piece."""

    pieces: TextPieces
    book: Book  # with the first piece as its sheet
    found: FoundTable
    match: TableMatch
    said: Said
    told: Told
    large: LargeTexts


def large_log(pieces: TextPieces, told: Told, known: Known, large: LargeTexts) -> LargeLog | None:
    """The log in a large text; None when it is anything else, which needs to be seen as a whole."""
    whole = pieces.whole
    book = replace(whole, sheets=pieces.first().sheets)
    sheet = book.sheets[0]
    tables = find_tables(sheet, known_heading)
    if not tables or not tables[0].heading_rows or not len(tables[0].data_rows):
        return None
    found, *others = tables
    found.last_row = max(found.last_row, pieces.row_count - 1)
    said = said_of(book, found, told, known)
    recognised = recognise(sheet, found, said, known)
    match = recognised.match
    if match is None or match.record != LOG.name or recognised.wide:
        return None
    if match.column_of("logged_at") is None or match.column_of("event") is None:
        return None
    if others:
        if _is_another(sheet, others, known):
            return None
        found = _all_below(found, sheet, is_last=len(pieces.places) == 1)
    mine = replace(told, drill=said.drill, zone=said.zone, day_first=said.day_first)
    mine = replace(mine, quarter=said.quarter)
    return LargeLog(pieces, book, found, match, said, mine, large)


def read_large_log(log: LargeLog, known: Known, staging: Staging) -> BookReading:
    """The log, its rows staged. UnreadableFile when it changes its columns on the way."""
    reading = TableReading(log.found, log.match, said=log.said)
    sheet = log.book.sheets[0]
    named = log.match.column_of("drill") is not None
    home = DrillHome(own_name(log.book.name), None, 1, {} if named else {LOG.name: 1})
    elsewhere = order_of_book([(sheet, log.found)])
    place = surrounded(log.book, sheet, reading, (), log.told, known, home, elsewhere)
    parts = [_part(log, begin, piece, known) for begin, piece in log.pieces]
    habit = leaves_out_ends(
        sum(one.short_count for one in parts), sum(len(one.data_rows) for one in parts)
    )
    parts = [replace(one, leaves_out_ends=habit) for one in parts]
    evidence = _evidence(log, parts, place.around)
    around = replace(place.around, order=evidence.order)
    problems = _Told(log.large.told)
    problems.add([one for one in evidence.new_names(log) if one.code == "new_name"])
    order, events = evidence.clocks.order(), LogEvents()
    above = evidence.lines.above()
    problems.add([order.problem] if order.problem else [])
    lineage: list[LineageColumn] = []
    columns: list[str] = []
    for part, grid in _with_grids(log, parts):
        table = WorkTable(part, grid, log.match, around, is_part=True)
        table.log_order, table.log_events = order, events
        table.dates_above = above
        rows = table_rows(table)[0]
        reading.is_zone_assumed |= table.is_zone_assumed
        lineage, columns = lineage or rows.lineage, rows.columns
        problems.add(rows.problems)
        staging.add(rows.frame, rows.columns, rows.rejected, rows.rejected_keys)
    event = log.match.column_of("event")
    unread = events.problem(event.column) if event else None
    problems.add([unread] if unread else [])
    _put_together(log.found, parts)
    first = min(one.column for one in log.match.columns)
    text_at = next(i for i, one in enumerate(lineage) if one.column == first)
    settled = staging.settle(OUTLASTED, log.large.told + log.large.skipped)
    for row, raws in zip(settled.repeated["row_number"], settled.repeated["raws"], strict=True):
        text = json.loads(raws)[text_at]
        log.found.skipped.append(SkippedRow(int(row) - 1, "repeated row", text))
    log.found.more_skipped += settled.repeated_count - len(settled.repeated)
    _shorten(log.found, log.large.skipped)
    for row, winner, raws in settled.beaten[["row_number", "winner", "raws"]].itertuples(
        index=False
    ):
        told = replace(
            outlasted(LOG, int(winner)), row=int(row), cell=cell_name(int(row) - 1, first),
            value=json.loads(raws)[text_at],
        )  # fmt: skip
        problems.add([told])
    problems.count += settled.beaten_count - len(settled.beaten)
    staged = staging.finished()
    empty = record_frame(LOG, {name: Coded.of([]) for name in columns if LOG.has(name)}, _NONE)
    reading.outputs = [
        RecordRows(
            LOG.name, columns, empty, no_rejects(), lineage, problems.shown(), staged=staged
        ),
        *place.rows(lambda _: staged.count > 0),
    ]
    for output in reading.outputs:
        learn(output, known)
    remarks = [Problem("warning", one, code="remark") for one in log.book.remarks]
    remarks += unfit(log.told.mapping, log.book.name, [log.found.headings or []])
    return BookReading(log.book, [reading], remarks)


_NONE = np.empty(0, dtype=np.int64)


# --- pieces as tables -----------------------------------------------------------------------------


def _part(log: LargeLog, begin: int, piece: Book, known: Known) -> FoundTable:
    """Which rows of a piece are data, by its rows below the headings; numbered as in the file."""
    if not begin:
        return replace(log.found, skipped=list(log.found.skipped))
    head = log.found.heading_rows[-1] + 1
    sheet = piece.sheets[0]
    stacked = Sheet(
        None, Grid(_stacked(log, sheet.grid, head), head + sheet.grid.row_count),
        ragged_rows={
            **{row: n for row, n in log.book.sheets[0].ragged_rows.items() if row < head},
            **{row + head: n for row, n in sheet.ragged_rows.items()},
        },
        width=sheet.width,
    )  # fmt: skip
    found, *others = find_tables(stacked, known_heading) or [log.found]
    if others or _texts(found) != _texts(log.found):
        if _is_another(stacked, others, known):
            raise UnreadableFile(_ANOTHER_SHAPE.format(row=begin + 1))
        found = _all_below(log.found, stacked, is_last=begin == log.pieces.begins[-1])
    shift = begin - head
    return replace(
        found,
        data_rows=found.data_rows + shift,
        skipped=[replace(one, row=one.row + shift) for one in found.skipped],
        ragged={row + shift: count for row, count in found.ragged.items()},
    )


def _texts(found: FoundTable) -> list[str]:
    """The headings, without those of values beyond the last one."""
    texts = list(found.headings or [])
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _is_another(sheet: Sheet, tables: list[FoundTable], known: Known) -> bool:
    """Whether any of them is a table of its own, and not some lines set apart by a blank one."""
    return any(recognise(sheet, one, NOTHING, known).match is not None for one in tables)


def _all_below(found: FoundTable, sheet: Sheet, *, is_last: bool) -> FoundTable:
    """The table with all rows of the sheet below its headings."""
    table = replace(found, data_rows=_NONE, skipped=[], sections={}, ragged={})
    seen = kinds(sheet.grid)
    filled = np.flatnonzero(seen.any(axis=1))
    end = int(filled[-1]) + 1 if is_last and len(filled) else sheet.grid.row_count
    rows = np.arange(found.heading_rows[-1] + 1, end, dtype=np.int64)
    settle_rows(table, rows, sheet.grid, seen, [])
    note_ragged(table, sheet)
    return table


def _stacked(
    log: LargeLog, grid: Grid, gap_to: int
) -> list[tuple[list[Any], npt.NDArray[np.int32]]]:
    """Columns of the rows down to the headings, blank rows up to `gap_to`, and the piece's rows.

    The blank rows take no memory: nobody writes to them.
    """
    top = log.book.sheets[0].grid
    head = log.found.heading_rows[-1] + 1
    columns: list[tuple[list[Any], npt.NDArray[np.int32]]] = []
    for column in range(max(top.column_count, grid.column_count)):
        has = column < grid.column_count
        values: list[Any] = list(grid.values(column)) if has else [None]
        codes = np.zeros(gap_to + grid.row_count, dtype=np.int32)
        if has:
            codes[gap_to:] = grid.codes(column)
        for row in range(head):
            cell = top.cell(row, column)
            if cell is not None:
                codes[row] = len(values)
                values.append(cell)
        columns.append((values, codes))
    return columns


def _with_grids(log: LargeLog, parts: list[FoundTable]) -> Iterator[tuple[FoundTable, Grid]]:
    """Each piece's table with a grid in which its rows stand where they stand in the file."""
    for part, (begin, piece) in zip(parts, log.pieces, strict=True):
        grid = piece.sheets[0].grid
        if begin:
            grid = Grid(_stacked(log, grid, begin), begin + grid.row_count)
        yield part, grid


def _put_together(found: FoundTable, parts: list[FoundTable]) -> None:
    """The table as a whole, out of its parts."""
    found.data_rows = np.concatenate([one.data_rows for one in parts])
    found.skipped = [skipped for one in parts for skipped in one.skipped]
    rows = [int(found.data_rows[-1])] if len(found.data_rows) else []
    found.last_row = max([*rows, *(one.row for one in found.skipped), found.first_row])
    found.last_column = max(one.last_column for one in parts)  # some lines may have more values
    width = found.last_column - found.first_column + 1
    found.headings = [*(found.headings or []), *[""] * width][:width]


def _shorten(found: FoundTable, most: int) -> None:
    found.skipped.sort(key=lambda one: one.row)
    found.more_skipped += max(0, len(found.skipped) - most)
    del found.skipped[most:]


# --- what has to be seen as a whole ---------------------------------------------------------------


@dataclass
class _Evidence:
    """How dates are written, and the first row of each name with its cells."""

    around: Around
    clocks: LogClocks
    lines: DatedLines
    texts: list[str] = field(default_factory=list)
    names: dict[tuple[int, str], int] = field(default_factory=dict)  # column and name → row
    rows: dict[int, list[Any]] = field(default_factory=dict)
    _last: str = ""

    def take(self, log: LargeLog, part: FoundTable, grid: Grid) -> None:
        rows = part.data_rows
        self.clocks.take(part, grid)
        self.lines.take(part, grid)
        for match in log.match.columns:
            target = LOG.field(match.field)
            if target.kind in ("drill", "system"):
                self._names(grid, rows, match)
            elif target.kind == "instant" and match.part != "time":
                self._dates(grid, rows, match)

    def _names(self, grid: Grid, rows: npt.NDArray[np.int64], match: ColumnMatch) -> None:
        held, first = first_rows(grid.codes(match.column)[rows])
        values = grid.values(match.column)
        for code, place in sorted(zip(held, first, strict=True), key=lambda one: one[1]):
            text = values[int(code)]
            if isinstance(text, str) and (match.column, text) not in self.names:
                row = int(rows[place])
                self.names[match.column, text] = row
                self.rows.setdefault(row, grid.row(row))

    def _dates(self, grid: Grid, rows: npt.NDArray[np.int64], match: ColumnMatch) -> None:
        """Of texts of one day that follow each other, the first: the others say no more of it."""
        values = grid.values(match.column)
        held, first = first_rows(grid.codes(match.column)[rows])
        for code in held[np.argsort(first)]:
            text = values[int(code)]
            if isinstance(text, str):
                day = text[:10]
                if len(text) not in (16, 19) or day != self._last:
                    self.texts.append(text)
                self._last = day if len(text) in (16, 19) else ""

    @property
    def order(self) -> Any:  # noqa: ANN401 - a DayOrder
        """The order of day and month of the column, by all its rows."""
        around = self.around
        drills = [name for (column, name) in self.names]
        known = {around.names["drill"].find(name).name for name in drills}
        if around.drill is not None:
            known.add(str(around.drill.value))
        facts = (around.drills.get(name) for name in known)
        days = {one.day for one in facts if one is not None and one.day}
        days |= {around.day} if around.day else set()
        nothing = Coded.same(None, 0)
        return day_order(
            self.texts,
            Surroundings(
                nothing,
                nothing,
                nothing,
                tuple(sorted(days)),
                around.day_first,
                elsewhere=around.elsewhere,
            ),
        )

    def new_names(self, log: LargeLog) -> list[Problem]:
        """What is told of names nobody knew, by reading the first row of each as a table."""
        if not self.rows:
            return []
        rows = np.array(sorted(self.rows), dtype=np.int64)
        width = max(len(row) for row in self.rows.values())
        columns: list[tuple[list[Any], npt.NDArray[np.int32]]] = []
        for column in range(width):
            codes = np.zeros(int(rows[-1]) + 1, dtype=np.int32)
            codes[rows] = np.arange(1, len(rows) + 1)
            cells = (self.rows[int(row)] for row in rows)
            columns.append(
                ([None, *(c[column] if column < len(c) else None for c in cells)], codes)
            )
        found = replace(log.found, data_rows=rows, ragged={})
        grid = Grid(columns, int(rows[-1]) + 1)
        table = WorkTable(found, grid, log.match, self.around, is_part=True)
        return [problem for one in table_rows(table) for problem in one.problems]


def _evidence(log: LargeLog, parts: list[FoundTable], around: Around) -> _Evidence:
    evidence = _Evidence(around, LogClocks(log.match), DatedLines(log.match))
    for part, grid in _with_grids(log, parts):
        evidence.take(log, part, grid)
    return evidence


class _Told:
    """Problems, the first of them; and how many there were."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._problems: list[Problem] = []
        self.count = 0

    def add(self, problems: list[Problem]) -> None:
        self.count += len(problems)
        self._problems += problems[: max(0, self._most - len(self._problems))]

    def shown(self) -> list[Problem]:
        """The first ones, and a last one that says how many more there were."""
        more = self.count - len(self._problems)
        if not more:
            return self._problems
        said = (
            f"{more:,} more problems of this file are not told one by one, only the first "
            f"{self._most:,}; every row that could not be loaded is kept as rejected, with its "
            "line and the reason."
        )
        return [*self._problems, Problem("warning", said, code="more_problems")]
