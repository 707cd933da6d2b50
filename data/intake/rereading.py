"""A marked copy that comes back: its list is not a table of the person's."""

from __future__ import annotations

from dataclasses import replace

from data.intake.reading.book import Book, Sheet
from wording import marked as words


def without_list(book: Book) -> Book:
    """The book without a list of what to mend that Drillboard wrote; another sheet of that name
    stays. No sheet is left of a list that was downloaded alone."""
    sheets = [sheet for sheet in book.sheets if not _is_list(sheet)]
    return book if len(sheets) == len(book.sheets) else replace(book, sheets=sheets)


def _is_list(sheet: Sheet) -> bool:
    return (
        sheet.name is not None
        and words.is_list_name(sheet.name)
        and sheet.grid.cell(0, 0) == words.TITLE
    )
