"""`Test` above short codes that repeat: the drill of each row, as many call it."""

from __future__ import annotations

import re

import numpy as np

from data.intake.counted import COUNTED
from data.intake.matching.likeness import exact_fields
from data.intake.matching.matched import TableMatch
from data.intake.matching.phrases import phrase
from data.intake.rawtext import raw_text
from data.intake.reading.book import Sheet, cell_name
from data.intake.reading.found import FoundTable
from data.intake.worktable import WorkTable

AS_A_DRILL = "Test ID"
"""The heading that such a column is read by."""
_TEST = ("test", "dr test no", "test code")
_CODE = re.compile(
    r"[a-z]{1,6}[-_ ./#]{0,2}\d[\w./-]{0,15}|\d{1,4}[-_./][\w./-]{1,12}", re.IGNORECASE
)


def named_tests(sheet: Sheet, found: FoundTable) -> frozenset[int]:
    """Places of headings such as `Test` that name the drill of each row; none where another does.

    Only above codes of which some stand in several rows: words below it are what was tested, and
    codes that stand once may number the rows.
    """
    return frozenset(place for place, repeats in _coded(sheet, found).items() if repeats)


def ask_about_tests(table: WorkTable, sheet: Sheet, match: TableMatch) -> None:
    """Asks whether `Test` names drills where each of its codes stands once; the rows wait.

    Only of results whose drill nothing names, and of which nobody said what the column is.
    """
    found = table.found
    if table.record.name != "recovery" or not table.around.is_drill_guessed:
        return
    left = {one.column - found.first_column: one for one in match.ignored}
    for place, repeats in _coded(sheet, found).items():
        one = left.get(place)
        if one is None or repeats or "asked" in one.why or match.column_of("drill") is not None:
            continue
        first = table.text(0, one.column)
        table.ask(
            f"“{one.heading}” may name a drill in each row (“{first}”), or number what was tested "
            f"in one drill: nothing says which. These {table.count} rows wait.",
            "drill", cell_name(found.heading_rows[-1], one.column),
            "what the heading means: Drill, or that it is left out, on the Upload screen or in "
            "--mapping", "test_or_drill",
        )  # fmt: skip


def _coded(sheet: Sheet, found: FoundTable) -> dict[int, bool]:
    """Place of a heading `Test` above codes → whether some of them stand in several rows."""
    headings = found.headings or []
    plain = [phrase(text) for text in headings]
    if any(name == "drill" for one in plain for _, name in exact_fields(one)):
        return {}
    places = [place for place, one in enumerate(plain) if one.words in _TEST]
    if len(places) != 1:
        return {}
    rows = np.asarray(found.data_rows, dtype=np.int64)
    texts = [raw_text(sheet.grid.cell(int(row), found.first_column + places[0])).strip()
             for row in rows[:2000]]  # fmt: skip
    held = [text for text in texts if text]
    is_code = [bool(_CODE.fullmatch(text) or COUNTED.fullmatch(text)) for text in held]
    if len(held) < 2 or not all(is_code):
        return {}
    return {places[0]: len(set(held)) < len(held)}
