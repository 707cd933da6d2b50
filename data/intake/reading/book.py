"""What a file holds once it is read: a book of sheets, each with a grid of cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from data.intake.reading.addresses import Range, cell_name, column_name, range_name
from data.intake.reading.coding import coded_columns
from data.intake.reading.refusal import UnreadableFile

__all__ = [
    "Book", "Cell", "Codes", "ExcelTable", "Grid", "Range", "Sheet", "UnreadableFile", "cell_name",
    "column_name", "range_name",
]  # fmt: skip

Cell = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None
Codes = npt.NDArray[np.int32]


class Grid:
    """A sheet's cells by column: the distinct values, and the code of each row into them.

    Code 0 is the empty cell (None) in every column. 1, 1.0 and True are three values. Text is as
    it was written; only the empty text counts as an empty cell. Rows and columns count from 0 at
    A1.
    """

    __slots__ = ("_columns", "row_count")

    def __init__(self, columns: Sequence[tuple[list[Cell], Codes]], row_count: int) -> None:
        self._columns = list(columns)
        self.row_count = row_count

    @classmethod
    def from_rows(cls, rows: Iterable[Sequence[Cell]]) -> Grid:
        """A grid of rows that may differ in length; short ones end in empty cells."""
        columns, count = coded_columns(rows)
        return cls(
            [(values, np.asarray(codes, dtype=np.int32)) for values, codes in columns], count
        )

    @property
    def column_count(self) -> int:
        """The number of columns, from A on."""
        return len(self._columns)

    def cell(self, row: int, column: int) -> Cell:
        """One cell's value; None when it is empty or outside the grid."""
        if not (0 <= row < self.row_count and 0 <= column < len(self._columns)):
            return None
        values, codes = self._columns[column]
        return values[codes[row]]

    def row(self, row: int) -> list[Cell]:
        """One row's values, from column A to the grid's last."""
        return [values[codes[row]] for values, codes in self._columns]

    def values(self, column: int) -> list[Cell]:
        """The distinct values of a column, at their codes; the first is None."""
        return self._columns[column][0]

    def codes(self, column: int) -> Codes:
        """The code of each row's value in a column."""
        return self._columns[column][1]

    def with_cells(self, cells: Mapping[tuple[int, int], Cell]) -> Grid:
        """A grid like this one but for some cells, by row and column; this one stays as it is.

        Cells outside the grid are left out.
        """
        columns = list(self._columns)
        for (row, column), value in cells.items():
            if not (0 <= row < self.row_count and 0 <= column < len(columns)):
                continue
            if columns[column] is self._columns[column]:
                values, codes = columns[column]
                columns[column] = (list(values), codes.copy())
            values, codes = columns[column]
            code = next(
                (at for at, one in enumerate(values) if type(one) is type(value) and one == value),
                len(values),
            )
            if code == len(values):
                values.append(value)
            codes[row] = code
        return Grid(columns, self.row_count)

    def fill(self, ranges: Iterable[Range]) -> None:
        """Give a merged range's first column the value of its top cell, where it is empty.

        A name merged over six rows is the name of each of them. Across columns nothing is filled:
        a merged title is one title.
        """
        for first_row, first_column, last_row, _ in ranges:
            if last_row == first_row or first_column >= len(self._columns):
                continue
            codes = self._columns[first_column][1]
            if first_row >= self.row_count or not codes[first_row]:
                continue
            below = codes[first_row + 1 : last_row + 1]
            below[below == 0] = codes[first_row]


@dataclass(frozen=True)
class ExcelTable:
    """A table a person made with Excel's "Format as table": its range holds headings and totals."""

    name: str
    range: Range
    heading_rows: int = 1
    total_rows: int = 0


@dataclass
class Sheet:
    """One sheet, or the whole of a text file (whose name is None).

    Attributes
    ----------
    grid : the cells; merged cells down a column are filled from their top cell.
    merged : merged ranges.
    error_cells : cells whose formula failed → what the sheet shows ("#DIV/0!"); empty in the grid.
    unsaved_formulas : cells that hold a formula whose result was not saved; empty in the grid.
    hidden_rows, hidden_columns : read like all others, and named.
    excel_tables : tables the file itself declares.
    line_numbers : of a text, the line each row begins on (from 1), when lines and rows differ.
    ragged_rows : of a text, row → number of values, where it differs from `width`.
    width : of a text, the number of values most rows have.
    """

    name: str | None
    grid: Grid
    is_hidden: bool = False
    merged: list[Range] = field(default_factory=list)
    error_cells: dict[tuple[int, int], str] = field(default_factory=dict)
    unsaved_formulas: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    excel_tables: list[ExcelTable] = field(default_factory=list)
    line_numbers: npt.NDArray[np.int64] | None = None
    ragged_rows: dict[int, int] = field(default_factory=dict)
    width: int | None = None

    def line(self, row: int) -> int:
        """The line of the text file a row begins on, from 1; in a workbook the row's number."""
        return row + 1 if self.line_numbers is None else int(self.line_numbers[row])


@dataclass
class Book:
    """A file that was read.

    `format`: xlsx, xlsm, xlsb, xls, ods, csv, tsv or json, by content. `sha256` and `size` are of
    the bytes. `remarks`: plain sentences a person should know ("contains macros, which were not
    run"). `encoding`, `delimiter`: how a text was read, None for the others.
    """

    name: str
    format: str
    sha256: str
    size: int
    sheets: list[Sheet]
    has_macros: bool = False
    external_links: list[str] = field(default_factory=list)
    is_1904: bool = False
    remarks: list[str] = field(default_factory=list)
    encoding: str | None = None
    delimiter: str | None = None

    def sheet(self, name: str | None) -> Sheet:
        """The sheet of that name; KeyError when there is none."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise KeyError(name)
