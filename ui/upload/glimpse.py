"""The first rows of a file, shown while the rest of it is being understood."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from data.intake.rawtext import raw_text
from data.intake.reading.book import Book, column_name
from wording import upload as words

ROWS, COLUMNS = 10, 40


def show_glimpse(book: Book) -> None:
    """The first filled rows of the first sheet that has any; nothing of an empty file."""
    rows = first_rows(book)
    if rows.empty:
        return
    st.caption(words.glimpse(book.name))
    st.dataframe(
        rows, height="content", key=f"glimpse_{book.name}", alt=f"First rows of {book.name}"
    )


def first_rows(book: Book) -> pd.DataFrame:
    """Cells as texts; the index is the row numbers of the file, the columns its letters."""
    for sheet in book.sheets:
        grid = sheet.grid
        looked_at = range(min(grid.row_count, 10 * ROWS))
        filled = [row for row in looked_at if any(one is not None for one in grid.row(row))][:ROWS]
        if filled:
            return pd.DataFrame(
                {
                    column_name(column): [raw_text(grid.cell(row, column)) for row in filled]
                    for column in range(min(grid.column_count, COLUMNS))
                },
                index=pd.Index([row + 1 for row in filled], name="Row"),
                dtype="str",
            )
    return pd.DataFrame()
