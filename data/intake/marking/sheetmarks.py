"""Where cells stand in the XML of a sheet, and their format changed there and nowhere else."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from data.intake.marking.findings import Place
from data.intake.marking.xmltext import (
    CannotMark,
    Edit,
    careful_parser,
    edited,
    head_end,
    parse,
    with_attributes,
    without_attribute,
)
from data.intake.reading.addresses import cell_name, column_number, range_of

# What may stand behind the place of `legacyDrawing` in a sheet, in its order.
_BEHIND_NOTES = (
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst", "AlternateContent",
)  # fmt: skip
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=[\"']([A-Z0-9:$]+)[\"']")
_REF = re.compile(r"([A-Z]{1,3})(\d{1,7})$")


@dataclass
class SheetPlan:
    """Where everything stands that a marking touches; offsets into the sheet's XML.

    Attributes
    ----------
    cells : marked cell → (offset of its head, its format).
    absent : marked cell the XML leaves out → (offset to write it at, its row's or column's format,
        whether its row is left out too).
    earlier : (offset, format) of cells that carry a mark of an earlier copy.
    opened : offset of an empty `<row/>` or `<sheetData/>` that cells are written into → its name.
    spans : offset of the head of a row that gets cells → that row.
    notes_at : where `legacyDrawing` belongs. notes_id : the relation of the one that is there.
    """

    prefix: str = ""
    cells: dict[Place, tuple[int, int]] = field(default_factory=dict)
    absent: dict[Place, tuple[int, int, bool]] = field(default_factory=dict)
    earlier: list[tuple[int, int]] = field(default_factory=list)
    opened: dict[int, str] = field(default_factory=dict)
    row_heads: dict[int, int] = field(default_factory=dict)
    notes_at: int = -1
    notes_id: str | None = None


def merged_over(content: bytes, cells: Iterable[Place]) -> dict[Place, Place]:
    """Cell → the cell that shows it: the first of its merged range, else itself."""
    over = {cell: cell for cell in cells}
    by_row: dict[int, list[Place]] = {}
    for cell in over:
        by_row.setdefault(cell[0], []).append(cell)
    rows = sorted(by_row)
    for found in _MERGED.finditer(content, max(0, content.rfind(b"sheetData"))):
        merged = range_of(found[1].decode())
        if merged is None:
            continue
        top, left, bottom, right = merged
        for row in rows[bisect_left(rows, top) : bisect_right(rows, bottom)]:
            for cell in by_row[row]:
                if left <= cell[1] <= right:
                    over[cell] = (top, left)
    return over


def planned(content: bytes, wanted: Collection[Place], own_styles: Collection[int]) -> SheetPlan:
    """Find these cells, and all with one of these formats, in one pass over the sheet."""
    scan = _Scan(content, wanted, {str(one) for one in own_styles})
    parse(scan.parser, content)
    if scan.plan.notes_at < 0 or not scan.had_data:
        raise CannotMark("a sheet of it has no cells")
    return scan.plan


def marked(
    content: bytes, plan: SheetPlan, filled: Mapping[Place, bool],
    fill: Callable[[int, bool], int], plain: Callable[[int], int], notes_id: str | None,
    relation_names: str,
) -> bytes:  # fmt: skip
    """The sheet with its marks: formats changed, absent cells written, the notes' drawing named.

    filled : cell → whether it is to be mended. notes_id : the relation to name, None when the
    sheet names one already or gets no note.
    """
    p = plan.prefix
    edits: list[Edit] = []

    def restyle(at: int, style: int) -> None:
        end = head_end(content, at)
        edits.append((at, end, with_attributes(content[at:end], {"s": str(style)})))

    for place, (at, style) in plan.cells.items():
        restyle(at, fill(style, filled[place]))
    done = {at for at, _ in plan.cells.values()}
    for at, style in plan.earlier:
        if at not in done:
            restyle(at, plain(style))
    inside: dict[int, list[bytes]] = {}  # of an empty row, or of a sheet without rows
    rows: dict[tuple[int, int], list[bytes]] = {}
    for place in sorted(plan.absent):
        at, style, is_new_row = plan.absent[place]
        cell = f'<{p}c r="{cell_name(*place)}" s="{fill(style, filled[place])}"/>'.encode()
        if is_new_row:
            rows.setdefault((at, place[0]), []).append(cell)
        elif at in plan.opened:
            inside.setdefault(at, []).append(cell)
        else:
            edits.append((at, at, cell))
    for (at, row), cells in rows.items():
        whole = f'<{p}row r="{row + 1}">'.encode() + b"".join(cells) + f"</{p}row>".encode()
        if plan.opened.get(at) == f"{p}sheetData":
            inside.setdefault(at, []).append(whole)
        else:
            edits.append((at, at, whole))
    for at, pieces in inside.items():
        end = head_end(content, at)
        head = without_attribute(content[at:end], "spans")[:-2].rstrip() + b">"
        edits.append((at, end, head + b"".join(pieces) + f"</{plan.opened[at]}>".encode()))
    for at in set(plan.row_heads.values()) - set(plan.opened):  # the spans were true without them
        end = head_end(content, at)
        edits.append((at, end, without_attribute(content[at:end], "spans")))
    if notes_id is not None:
        edits.append(
            (plan.notes_at, plan.notes_at,
             f'<{p}legacyDrawing xmlns:r="{relation_names}" r:id="{notes_id}"/>'.encode())
        )  # fmt: skip
    return edited(content, edits)


class _Scan:
    """One pass: expat says where each element begins, only rows of interest are looked into."""

    def __init__(self, content: bytes, wanted: Collection[Place], own: Collection[str]) -> None:
        self.plan = SheetPlan()
        self.had_data = False
        self._content, self._own = content, own
        self._rows: dict[int, list[int]] = {}
        for row, column in sorted(wanted):
            self._rows.setdefault(row, []).append(column)
        self._ahead = sorted(self._rows)  # rows not met yet
        self._columns: list[tuple[int, int, int]] = []  # first, last, format
        self._depth = 0
        self._row, self._column, self._row_style = -1, -1, -1
        self._row_at = -1
        self._pending: list[int] | None = None  # columns of this row not met yet
        self.parser = careful_parser(content)
        self.parser.StartElementHandler = self._first
        self.parser.EndElementHandler = self._outside_end

    # --- outside the cells ------------------------------------------------------------------------

    def _first(self, name: str, _: dict[str, str]) -> None:
        prefix, colon, local = name.rpartition(":")
        if local != "worksheet":
            raise CannotMark("a sheet of it is no worksheet")
        self.plan.prefix = prefix + colon
        self._data, self._row_name, self._cell_name = (
            f"{self.plan.prefix}{one}" for one in ("sheetData", "row", "c")
        )
        self._depth = 1
        self.parser.StartElementHandler = self._outside

    def _outside(self, name: str, attributes: dict[str, str]) -> None:
        at = self.parser.CurrentByteIndex
        if name == self._data and self._depth == 1:
            self.had_data = True
            self._data_at = at
            self.parser.StartElementHandler = self._inside
            self.parser.EndElementHandler = self._inside_end
            return
        self._depth += 1
        local = name.rpartition(":")[2]
        if local == "col" and not self.had_data:
            self._add_columns(attributes)
        if self._depth != 2 or not self.had_data:
            return
        if local == "legacyDrawing":
            self.plan.notes_id = next(
                (value for key, value in attributes.items() if key.endswith(":id")), None
            )
        elif local in _BEHIND_NOTES and self.plan.notes_at < 0:
            self.plan.notes_at = at

    def _outside_end(self, _: str) -> None:
        self._depth -= 1
        if self._depth == 0 and self.plan.notes_at < 0:
            self.plan.notes_at = self.parser.CurrentByteIndex

    def _add_columns(self, attributes: dict[str, str]) -> None:
        try:
            first, last = int(attributes["min"]), int(attributes["max"])
            self._columns.append((first - 1, last - 1, int(attributes.get("style", "0"))))
        except (KeyError, ValueError):
            return

    # --- inside the cells -------------------------------------------------------------------------

    def _inside(self, name: str, attributes: dict[str, str]) -> None:
        if name == self._cell_name:
            if self._pending is not None:
                self._cell(attributes)
            elif self._own and attributes.get("s") in self._own:
                self.plan.earlier.append((self.parser.CurrentByteIndex, int(attributes["s"])))
        elif name == self._row_name:
            self._start_row(attributes)

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        row = int(number) - 1 if number.isdigit() else self._row + 1
        if row <= self._row:
            raise CannotMark("the rows of a sheet are out of order")
        self._row, self._column = row, -1
        self._row_at = self.parser.CurrentByteIndex
        self._row_style = -1
        self._leave_out_rows(row, self._row_at)
        self._pending = None
        if self._ahead and self._ahead[0] == row:
            self._pending = self._rows[self._ahead.pop(0)]
            if attributes.get("customFormat") in ("1", "true"):
                self._row_style = _style(attributes)

    def _leave_out_rows(self, before: int, at: int) -> None:
        while self._ahead and self._ahead[0] < before:
            row = self._ahead.pop(0)
            for column in self._rows[row]:
                self.plan.absent[row, column] = (at, self._column_style(column), True)

    def _cell(self, attributes: dict[str, str]) -> None:
        assert self._pending is not None
        found = _REF.match(attributes.get("r", ""))
        column = column_number(found[1]) if found else self._column + 1
        if column <= self._column:
            raise CannotMark("the cells of a row are out of order")
        self._column = column
        at = self.parser.CurrentByteIndex
        self._leave_out_cells(column, at)
        if self._pending and self._pending[0] == column:
            self._pending.pop(0)
            self.plan.cells[self._row, column] = (at, _style(attributes))
        elif attributes.get("s") in self._own:
            self.plan.earlier.append((at, int(attributes["s"])))

    def _leave_out_cells(self, before: int, at: int) -> None:
        while self._pending and self._pending[0] < before:
            column = self._pending.pop(0)
            style = self._row_style if self._row_style >= 0 else self._column_style(column)
            self.plan.absent[self._row, column] = (at, style, False)
            self.plan.row_heads[self._row] = self._row_at

    def _inside_end(self, name: str) -> None:
        if name == self._row_name and self._pending is not None:
            if self._pending and self._is_empty(self._row_at):
                self.plan.opened[self._row_at] = name
                self._leave_out_cells(1 << 20, self._row_at)
            else:
                self._leave_out_cells(1 << 20, self.parser.CurrentByteIndex)
            self._pending = None
        elif name == self._data:
            at = self.parser.CurrentByteIndex
            if self._is_empty(self._data_at):
                at = self._data_at
                self.plan.opened[at] = name
            self._leave_out_rows(1 << 30, at)
            self.parser.StartElementHandler = self._outside
            self.parser.EndElementHandler = self._outside_end

    def _is_empty(self, at: int) -> bool:
        end = head_end(self._content, at)
        return self._content[end - 2 : end] == b"/>"

    def _column_style(self, column: int) -> int:
        return next((s for first, last, s in self._columns if first <= column <= last), 0)


def _style(attributes: dict[str, str]) -> int:
    text = attributes.get("s", "0")
    return int(text) if text.isdigit() else 0
