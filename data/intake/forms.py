"""A sheet that is nothing but `Field | Value` is a form: one row, its labels the headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from data.intake.around import RecordRows
from data.intake.matching.likeness import known_heading
from data.intake.matching.matched import TableMatch
from data.intake.matching.phrases import phrase
from data.intake.matching.worth import MEASURED
from data.intake.reading.addresses import cell_of
from data.intake.reading.book import Grid, Sheet, cell_name
from data.intake.reading.found import Fact
from data.intake.reading.tables import FoundTable
from data.problems import Problem
from data.store.change import LineageColumn

A_LABEL = 0.95  # a text that is less like a heading names no field: without a value, a title
_HEADINGS, _ROW = 0, 1  # the rows of a turned sheet


@dataclass(frozen=True)
class Form:
    """Labels and values of a sheet, and the same turned into a table of one row.

    block : as it stands in the file; its `headings` are the labels. sheet, found : turned; column
    `block.first_column + i` has the label and the value of fact i.
    """

    block: FoundTable
    sheet: Sheet
    found: FoundTable

    @property
    def facts(self) -> list[Fact]:
        """The labels and values, top to bottom."""
        return self.block.facts

    def rows(self, one: RecordRows) -> RecordRows:
        """Rows that were read of the turned table, with the addresses of the file."""
        return replace(
            one,
            frame=one.frame.assign(row_number=self.row_number),
            rejected=one.rejected.assign(row_number=self.row_number),
            lineage=[self._origin(each) for each in one.lineage],
            problems=[self.problem(each) for each in one.problems],
        )

    def problem(self, one: Problem) -> Problem:
        """A problem of the turned table, at the cell of the file."""
        row = one.row if one.row is None else self.row_number
        place = cell_of(one.cell or "")
        if place is None:
            return replace(self.placed(one), row=row)
        fact = self._fact(place[1])
        cell = fact.label_cell if place[0] == _HEADINGS else fact.value_cell
        return replace(one, cell=cell, row=row)

    def placed(self, one: Problem) -> Problem:
        """A problem of the table as a whole, at its range in the file; any other as it is."""
        return replace(one, cell=self.block.range) if one.cell == self.found.range else one

    @property
    def as_it_stands(self) -> FoundTable:
        """The block, with what was skipped of it."""
        skipped = [replace(one, row=self.block.first_row) for one in self.found.skipped]
        return replace(self.block, skipped=[*self.block.skipped, *skipped])

    @property
    def row_number(self) -> int:
        """The number its row has: that of the sheet's row where the form begins."""
        return self.block.first_row + 1

    def _fact(self, column: int) -> Fact:
        return self.facts[column - self.block.first_column]

    def _origin(self, one: LineageColumn) -> LineageColumn:
        if not isinstance(one.column, int):
            return one
        return replace(one, column=None, cell=self._fact(one.column).value_cell)


def forms_of(sheet: Sheet, blocks: Sequence[FoundTable]) -> list[Form]:
    """The forms of a sheet without a table: one, or one a block where blocks repeat a label.

    blocks : of labels and values. What is blank throughout is a form nobody filled in.
    """
    facts = [fact for block in blocks for fact in block.facts]
    labels = [phrase(str(fact.label)).words for fact in facts]
    apart = [[block] for block in blocks] if len(set(labels)) < len(labels) else [list(blocks)]
    return [form_of(sheet, together) for together in apart if _is_filled(together)]


def _is_filled(blocks: Sequence[FoundTable]) -> bool:
    return any(fact.value is not None for block in blocks for fact in block.facts)


def form_of(sheet: Sheet, blocks: Sequence[FoundTable], around: Sequence[Fact] = ()) -> Form:
    """Blocks of labels and values, read together as one form; around : what stands beside it."""
    every = [fact for block in blocks for fact in block.facts]
    titles = [
        fact for fact in every if fact.value is None and known_heading(str(fact.label)) < A_LABEL
    ]
    facts = [fact for fact in every if fact not in titles]
    labels = [str(fact.label) for fact in facts]
    first = min(block.first_column for block in blocks)
    last = max(block.last_column for block in blocks)
    block = replace(
        blocks[0],
        first_column=first,
        last_row=blocks[-1].last_row,
        last_column=last,
        headings=labels,
        data_rows=np.concatenate([block.data_rows for block in blocks]),
        facts=facts,
        title=[line for block in blocks for line in block.title]
        + [str(fact.label) for fact in titles],
    )
    blank = [None] * first
    values = [fact.value for fact in facts]
    at = {cell_of(fact.value_cell): (_ROW, first + place) for place, fact in enumerate(facts)}
    turned = Sheet(
        sheet.name,
        Grid.from_rows([[*blank, *labels], [*blank, *values]]),
        is_hidden=sheet.is_hidden,
        error_cells={at[one]: text for one, text in sheet.error_cells.items() if one in at},
        unsaved_formulas={at[one] for one in sheet.unsaved_formulas if one in at},
    )
    found = replace(
        block,
        kind="table",
        first_row=_HEADINGS,
        last_row=_ROW,
        last_column=first + len(facts) - 1,
        heading_rows=(_HEADINGS,),
        data_rows=np.array([_ROW], dtype=np.int64),
        facts=list(around),
    )
    return Form(block, turned, found)


def is_of_a_result(match: TableMatch | None) -> bool:
    """Whether a form says how the recovery of one system went."""
    if match is None or match.record != "recovery":
        return False
    return any(one.field in MEASURED for one in match.columns)


def label_cell(found: FoundTable, column: int) -> str:
    """The address of a heading: of a form the label's, else in the last row of headings."""
    if found.kind == "facts":
        return found.facts[column - found.first_column].label_cell
    return cell_name(max(found.heading_rows, default=0), column)
