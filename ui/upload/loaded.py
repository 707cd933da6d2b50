"""Step 3: what was loaded, what waits, and the way back in one click."""

from __future__ import annotations

import json

import pandas as pd
import streamlit as st

from data.intake.importing import FileOutcome
from data.store import Store, StoreError
from ui.empty import way_to
from ui.marked import marked_button
from ui.remembered import remembered_line
from ui.screens import SCREENS
from ui.tables import table as reading_table
from ui.unbroken import unbroken
from ui.upload import plan
from ui.upload.effect import taken_out
from ui.upload.plan import Loaded, Upload
from ui.upload.tables import Table, tables_of, total
from wording import upload as words
from wording.history import WAITING
from wording.markdown import code, escape
from wording.sentences import capital


def show_loaded(opened: Upload, loaded: Loaded, store: Store) -> None:
    """The finding, a line a file, the ways on, and the rows that wait."""
    files = [one for one in loaded.outcome.files if one.import_id is not None]
    tables = [one for one in tables_of(loaded.outcome) if one.file.import_id is not None]
    rows, waiting = total(tables, "loaded"), total(tables, "rejected")
    with st.container(gap="xxsmall"):
        st.caption(words.step(3))
        if loaded.is_undone:
            st.title(words.undone_title(rows), anchor=False)
            st.markdown(words.UNDONE_TEXT)
        else:
            added, changed = total(tables, "added"), total(tables, "changed")
            out = taken_out(tables, opened.answers)
            st.title(words.loaded_title(rows, waiting, added, changed, out), anchor=False)
            for file in loaded.outcome.files:
                _show_file(file, tables)
    with st.container(horizontal=True):
        _show_ways(opened, loaded, store)
    if loaded.remembered and not loaded.is_undone:
        _show_remembered(loaded)
    if waiting and not loaded.is_undone:
        _show_waiting(files, waiting)


def _show_file(file: FileOutcome, tables: list[Table]) -> None:
    if file.reading is None:
        st.error(words.refused(file.name, file.message), icon=":material/error:")
        return
    if not file.outputs:
        st.markdown(words.nothing_chosen(file.name))
        return
    if file.status == "unchanged":
        st.markdown(words.unchanged(file.name))
        return
    own = [one for one in tables if one.file is file]
    counts = (total(own, name) for name in ("added", "changed", "unchanged", "rejected"))
    st.markdown(words.file_line(file.name, *counts))


def _show_ways(opened: Upload, loaded: Loaded, store: Store) -> None:
    home = SCREENS[0]
    if home.file.exists() and st.button(
        f"Open {home.title}", key="to_home", type="primary", icon=f":material/{home.icon}:"
    ):
        st.switch_page(home.file)
    waits = [one.import_id for one in loaded.outcome.files if one.import_id and one.rejected]
    history = next(one for one in SCREENS if one.name == "history")
    if waits and not loaded.is_undone and history.file.exists():
        if st.button(words.MEND_HERE, key="to_mend", icon=":material/edit:"):
            st.switch_page(history.file, query_params={"view": WAITING, "import": str(waits[0])})
    if loaded.import_ids:
        label = "Redo" if loaded.is_undone else "Undo"
        if st.button(label, key="undo", icon=f":material/{label.lower()}:"):
            _turn(opened, loaded, store)
    st.button(
        "Upload more",
        key="other_files",
        type="tertiary",
        icon=":material/upload_file:",
        on_click=plan.forget,
    )


def _show_remembered(loaded: Loaded) -> None:
    """The answers that hold for later files, and where they are taken back."""
    with st.container(gap="xsmall", key="remembered"):
        with st.container(gap=None):
            st.subheader(words.remembered_title(len(loaded.remembered)), anchor=False)
            st.caption(words.REMEMBERED_TEXT)
        for one in loaded.remembered:
            st.markdown(remembered_line(one["kind"], one["written"], one["means"]))
        way_to("settings", "Open Settings", key="to_settings")


def _turn(opened: Upload, loaded: Loaded, store: Store) -> None:
    try:
        unbroken(lambda: opened.redo(store) if loaded.is_undone else opened.undo(store))
    except StoreError as error:
        st.error(escape(str(error)), icon=":material/error:")
        return
    st.rerun()


def _show_waiting(files: list[FileOutcome], waiting: int) -> None:
    with st.container(gap=None):
        st.subheader(words.waiting_title(waiting), anchor=False)
        st.caption(words.WAITING_TEXT)
    to_mend = [file for file in files if file.rejected]
    with st.container(horizontal=True):
        for file in to_mend:
            marked_button(
                file.name, file.content, file.problems, key=f"marked_{file.name}",
                is_named=len(to_mend) > 1,
            )  # fmt: skip
    found = [row for file in files for row in waiting_rows(file)]
    raw = pd.DataFrame(found)
    shown = raw.map(escape).assign(File=[code(one["File"]) for one in found])
    alike = [name for name in ("Sheet", "File") if len(set(raw[name])) == 1]
    shown = shown.drop(columns=alike)  # room for the reason, on a phone above all
    reading_table(
        shown, raw, key="waiting", alt=words.waiting_title(waiting), file_name="rows-to-mend"
    )


def waiting_rows(file: FileOutcome) -> list[dict[str, str]]:
    """One row a rejected row: the cells to mend, why, what stands in the row, and where."""
    cells: dict[tuple[str | None, int], list[str]] = {}
    for one in file.problems:
        if one.row_rejected and one.row is not None:
            cells.setdefault((one.sheet, one.row), []).append(one.cell or f"row {one.row}")
    return [
        {
            "Cell": ", ".join(dict.fromkeys(cells.get((table.found.sheet, row.row_number), [])))
            or f"row {row.row_number}",
            "Why": capital(str(row.why)),
            "Written": " · ".join(str(one) for one in json.loads(str(row.raws)) if one) or "–",
            "Sheet": table.found.sheet or "–",
            "File": file.name,
        }
        for table in (file.reading.tables if file.reading else [])
        for rows in table.outputs
        for row in rows.rejected.itertuples()
    ]
