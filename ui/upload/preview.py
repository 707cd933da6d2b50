"""The sheet as it was written: the rows of a table, its troubled cells coloured."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from data.intake.rawtext import raw_text
from data.intake.reading.book import cell_name, column_name
from ui.ink import ink
from ui.upload.tables import Table
from wording import upload as words

MOST_ROWS = 200
_AROUND = 2  # rows shown on each side of a troubled one
_HEIGHT = 388  # ten rows and the heading; a longer table scrolls
_MOST_UNSCROLLED = 10

# The badge colours of the theme: ground and text. A cell cannot take a theme's colour by name.
_COLOURS = {
    "light": {
        "error": ("#FCEBE2", "#A33D11"),
        "question": ("#E8EEF9", "#1B4596"),
        "warning": ("#FBF2DD", "#855A0F"),
        "skipped": ("", "#858A93"),
    },
    "dark": {
        "error": ("#42241A", "#FFA374"),
        "question": ("#1E2B45", "#A9C4FF"),
        "warning": ("#3A2E14", "#E3B75F"),
        "skipped": ("", "#757B86"),
    },
}


def show_sheet(table: Table) -> None:
    """Title, what the colours mean, and the rows with the numbers they have in the file."""
    rows = shown_rows(table)
    every = len(table.reading.found.data_rows) + len(table.reading.found.skipped)
    with st.container(gap=None):
        st.subheader("The sheet, as it was written", anchor=False)
        st.caption(words.sheet_caption(len(rows), every, bool(table.problems)))
    texts = sheet_texts(table, rows)
    styles = cell_styles(table, rows, texts)
    st.dataframe(
        texts.style.apply(lambda _: styles, axis=None),
        height=_HEIGHT if len(rows) > _MOST_UNSCROLLED else "content",
        key=f"sheet_{table.place.key}",
        alt=words.sheet_alternative(table.place.file, table.place.sheet, table.place.range),
        placeholder="",
    )


def shown_rows(table: Table) -> list[int]:
    """The rows to show, from 0: all of a short table, else its first and those around problems."""
    found = table.reading.found
    every = sorted({*found.data_rows, *(one.row for one in found.skipped)})
    if len(every) <= MOST_ROWS:
        return every
    place = {row: at for at, row in enumerate(every)}
    chosen: dict[int, None] = {}
    for problem in table.problems:
        at = place.get((problem.row or 0) - 1)
        if at is not None:
            chosen |= dict.fromkeys(range(max(0, at - _AROUND), min(len(every), at + _AROUND + 1)))
        if len(chosen) >= MOST_ROWS // 2:
            break
    chosen |= dict.fromkeys(range(MOST_ROWS - min(len(chosen), MOST_ROWS)))
    return [every[at] for at in sorted(list(chosen)[:MOST_ROWS])]


def sheet_texts(table: Table, rows: Sequence[int]) -> pd.DataFrame:
    """The cells as texts; the index is the file's row numbers, headings are `D  Server up`."""
    found, grid = table.reading.found, table.sheet.grid
    headings = (found.headings if found.kind == "table" else None) or []  # a form's stand in rows
    columns = {}
    for column in range(found.first_column, found.last_column + 1):
        heading = headings[column - found.first_column :][:1]
        name = f"{column_name(column)}\u2002{' '.join(''.join(heading).split())}"
        columns[name.rstrip()] = [raw_text(grid.cell(row, column)) for row in rows]
    return pd.DataFrame(columns, index=pd.Index([row + 1 for row in rows], name="Row"), dtype="str")


def cell_styles(table: Table, rows: Sequence[int], texts: pd.DataFrame) -> pd.DataFrame:
    """The colours of each cell as CSS, worst problem first; rows passed over are grey."""
    colours = _COLOURS[ink()]
    styles = pd.DataFrame("", index=texts.index, columns=texts.columns)
    first = table.reading.found.first_column
    for row in (one.row for one in table.reading.found.skipped):
        if row + 1 in styles.index:
            styles.loc[row + 1, :] = f"color: {colours['skipped'][1]}"
    worst: dict[str, str] = {}
    for problem in table.problems:
        if problem.cell:
            worst.setdefault(problem.cell, problem.severity)
    places = {
        cell_name(row, first + column): (at, column)
        for at, row in enumerate(rows)
        for column in range(len(texts.columns))
    }
    for cell, severity in worst.items():
        if cell in places:
            ground, text = colours[severity]
            css = f"background-color: {ground}; color: {text}; font-weight: 600"
            styles.iloc[places[cell]] = css
    return styles
