"""The words of a marked copy: the notes at its cells and the list of what to mend."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wording.markdown import escape
from wording.numbers import count
from wording.sentences import joined

SHEET = "What to mend"
TITLE = "What to mend, listed by Drillboard"
AUTHOR = "Drillboard"
HEADINGS = (
    "Sheet", "Cell", "What stands there", "What is wrong", "What is expected", "What became of it",
)  # fmt: skip
TO_MEND, TO_CHECK = "Drillboard: to mend", "Drillboard: to check"
MARKED_ENDING, LISTED_ENDING = " - to mend", " - what to mend"
EMPTY = "(empty)"
_LONGEST_NOTE = 1_500
# what a download or a copy in a folder puts behind a name: " (1)", " - Copy"
_MARKED_NAME = re.compile(
    rf"{MARKED_ENDING}(?: \(\d+\)| - copy(?: \(\d+\))?)?(?=\.\w+$)", re.IGNORECASE
)
_LIST_NAME = re.compile(rf"{SHEET}(?: \(\d+\))?")

MEND_IN_IT = (
    "Mend the coloured cells, save this workbook and upload it in Drillboard: only what differs is "
    "loaded. This sheet is not read and may stay."
)
MEND_IN_YOURS = (
    "Mend these cells in your own file and upload that in Drillboard: only what differs is loaded."
)
SIGNATURE = "The digital signature was taken off: it does not hold for a workbook with marks."
ONLY_A_LIST = (
    "is Drillboard's list of what to mend: mend the cells in your own file and upload that"
)

COPY_BUTTON, LIST_BUTTON = "Marked copy", "List of what to mend"
COPY_HELP = (
    "Your own workbook, its problem cells coloured and noted, with a list of what to mend. Nothing "
    "else in it is changed. Mend it and upload it again."
)
LIST_HELP = (
    "A workbook that lists each cell to mend. Only .xlsx and .xlsm files are marked themselves."
)


def button_for(file: str | None, is_annotated: bool) -> str:
    """The button's label; with a file where there are several: `Marked copy of q1.xlsx`."""
    label = COPY_BUTTON if is_annotated else LIST_BUTTON
    return label if file is None else f"{label}{' of' if is_annotated else ' in'} {escape(file)}"


def became(severity: str, row_rejected: bool) -> str:
    """What the problem does, the severity in words: `The row waits`, `The cell stays empty`."""
    if severity == "question":
        return "Question: the row waits for an answer" if row_rejected else "Question"
    if row_rejected:
        return f"{severity.capitalize()}: the row waits"
    if severity == "error":
        return "Error: the cell stays empty"
    return "Warning: it loads as shown"


def note(parts: Sequence[tuple[str, str | None, str]], is_to_mend: bool) -> tuple[str, str]:
    """A cell's note: its first line, and what is wrong, how it is written, what became of it.

    parts : one (message, expected, what became of it) a problem.
    """
    told = []
    for message, expected, effect in parts:
        lines = [message, *([f"Expected: {expected}"] if expected else []), effect]
        lines = [f"{line}." for line in lines]
        told.append("\n".join(lines))
    text = "\n\n".join(told)
    if len(text) > _LONGEST_NOTE:
        text = f"{text[:_LONGEST_NOTE]}…"
    return TO_MEND if is_to_mend else TO_CHECK, text


def summary(cells: int, waiting: int) -> str:
    """`12 cells in the list; 5 rows wait until they are mended.`"""
    listed = f"{count(cells, 'cell')} in the list"
    if not waiting:
        return f"{listed}; no row waits."
    return f"{listed}; {count(waiting, 'row')} {'waits' if waiting == 1 else 'wait'} to be mended."


def has_conversations(sheets: Sequence[str]) -> str:
    """Sheets whose cells are filled without a note, for their threaded comments."""
    return f"{_sheets(sheets)} comments with replies: cells there are coloured, without a note."


def has_no_room(sheets: Sequence[str], most: int) -> str:
    """Sheets with more marks than notes."""
    return f"{_sheets(sheets)} many marks: the first {count(most)} have a note, all are coloured."


def without_notes(sheets: Sequence[str]) -> str:
    """Sheets whose own notes are written in a way that nothing can be added to."""
    return f"{_sheets(sheets)} notes of a kind that cannot be added to: cells there are coloured."


def not_listed(rows: int) -> str:
    """How many problems have no line any more."""
    return f"{count(rows, 'further problem')} are not listed."


def marked_name(name: str, ending: str | None) -> str:
    """What the copy of a file is called: `q1 - to mend.xlsx`, a list `q1 - what to mend.xlsx`.

    ending : of a person's own workbook; None for a list.
    """
    own = own_name(name)
    stem = own.rpartition(".")[0] or own
    return f"{stem}{LISTED_ENDING}.xlsx" if ending is None else f"{stem}{MARKED_ENDING}.{ending}"


def own_name(name: str) -> str:
    """What a person calls the file a marked copy was made of; any other name as it is."""
    return _MARKED_NAME.sub("", name)


def is_list_name(sheet: str) -> bool:
    """Whether a sheet may be the list by its name."""
    return _LIST_NAME.fullmatch(sheet) is not None


def list_name(taken: Sequence[str]) -> str:
    """A name for the list that no other sheet has: `What to mend`, `What to mend (2)`."""
    used = {one.casefold() for one in taken}
    names = (SHEET, *(f"{SHEET} ({number})" for number in range(2, len(used) + 3)))
    return next(one for one in names if one.casefold() not in used)


def _sheets(names: Sequence[str]) -> str:
    verb = "has" if len(names) == 1 else "have"
    return f"{joined([f'“{one}”' for one in names])} {verb}"
