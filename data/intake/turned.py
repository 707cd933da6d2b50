"""A table with the systems across its top and the fields down its side: a row for each system."""

from __future__ import annotations

import re

import numpy as np

from data.intake.counted import COUNTED
from data.intake.forms import A_LABEL, Form, form_of
from data.intake.matching.likeness import known_heading
from data.intake.matching.phrases import phrase
from data.intake.reading.book import Sheet, cell_name
from data.intake.reading.found import Fact, FoundTable

_FEWEST_LABELS = 3
_FEWEST_COLUMNS = 2
_MOST_COLUMNS = 200  # a sheet is not turned that has more: its rows are data
_OF_A_DRILL = {"drill", "test", "exercise"}
_NO_NAME = re.compile(  # what stands beside names, and is none
    r"\W*(?:totals?|sum|average|avg|mean|median|count|change|difference|diff|delta|[Δ∆]|target|"
    r"notes?|comments?|remarks?)\W*",
    re.IGNORECASE,
)


def turned_forms(sheet: Sheet, found: FoundTable) -> list[Form]:
    """Each column of names of such a table as a form: its labels, and the values below its name.

    Empty where the table is none. What its corner says the names are holds (`System`, `Drill`);
    where it says nothing, counted names are drills and all others systems.
    """
    if not found.heading_rows:
        return []
    labels = _labels(sheet, found)
    names = _names(sheet, found)
    if labels is None or not _FEWEST_COLUMNS <= len(names) <= _MOST_COLUMNS:
        return []
    kind = _kind(sheet, found, list(names.values()))
    return [
        form_of(sheet, [_block(sheet, found, labels, column, kind)], found.facts)
        for column in names
    ]


def _labels(sheet: Sheet, found: FoundTable) -> dict[int, str] | None:
    """Row → the text at its side; None where too few of them name a field."""
    # What looks like a second row of headings is the first row of values here.
    rows = [*found.heading_rows[1:], *found.data_rows]
    texts = {int(row): sheet.grid.cell(int(row), found.first_column) for row in rows}
    labels = {row: text for row, text in texts.items() if isinstance(text, str)}
    named = sum(known_heading(text) >= A_LABEL for text in labels.values())
    is_side = named >= _FEWEST_LABELS and named * 2 > len(texts)
    return labels if is_side else None


def _names(sheet: Sheet, found: FoundTable) -> dict[int, str]:
    """Column → the name at its top; none where one of them is no name, or only some are counted."""
    columns = range(found.first_column + 1, found.last_column + 1)
    tops = {column: sheet.grid.cell(found.heading_rows[0], column) for column in columns}
    names = {column: str(text) for column, text in tops.items() if text is not None}
    if any(known_heading(text) >= A_LABEL or _NO_NAME.fullmatch(text) for text in names.values()):
        return {}
    counted = {bool(COUNTED.fullmatch(text.strip())) for text in names.values()}
    return names if len(counted) == 1 else {}


def _kind(sheet: Sheet, found: FoundTable, names: list[str]) -> str:
    """The heading the names would have."""
    corner = str(sheet.grid.cell(found.heading_rows[0], found.first_column) or "")
    if any(COUNTED.fullmatch(name.strip()) for name in names):
        return "Drill"
    return corner if _OF_A_DRILL & set(phrase(corner).words) else "System"


def _block(
    sheet: Sheet, found: FoundTable, labels: dict[int, str], column: int, kind: str
) -> FoundTable:
    """One column of names as labels and values."""
    side, top = found.first_column, found.heading_rows[0]
    facts = [
        Fact(kind, sheet.grid.cell(top, column), cell_name(top, side), cell_name(top, column)),
        *(
            Fact(text, sheet.grid.cell(row, column), cell_name(row, side), cell_name(row, column))
            for row, text in labels.items()
        ),
    ]
    return FoundTable(
        sheet=found.sheet,
        kind="facts",
        first_row=found.first_row,
        first_column=side,
        last_row=found.last_row,
        last_column=column,
        data_rows=np.concatenate([np.array(found.heading_rows), found.data_rows]),
        facts=facts,
        title=found.title,
    )
