"""The template's example rows, which are never loaded."""

from __future__ import annotations

import numpy as np

from data.examplerow import is_example
from data.intake.matching.matched import TableMatch
from data.intake.rawtext import raw_text
from data.intake.reading.book import Grid
from data.intake.reading.found import FoundTable, SkippedRow
from data.records import RECORDS

_FIRST_ROWS = 3


def skip_examples(grid: Grid, found: FoundTable, match: TableMatch) -> None:
    """Takes the template's example row out of a table's data, and lists it as skipped."""
    record = RECORDS[match.record]
    kept: list[int] = []
    for row in map(int, found.data_rows[:_FIRST_ROWS]):
        texts = {
            one.field: raw_text(grid.cell(row, one.column))
            for one in match.columns
            if one.record == record.name
        }
        beside = [raw_text(value) for value in grid.row(row)[found.first_column :]]
        if is_example(record, texts, beside):
            found.skipped.append(SkippedRow(row, "example row", next(iter(texts.values()), "")))
        else:
            kept.append(row)
    if len(kept) < len(found.data_rows[:_FIRST_ROWS]):
        rest = found.data_rows[_FIRST_ROWS:]
        found.data_rows = np.concatenate([np.array(kept, dtype=np.int64), rest])
