"""Step 2: what was read, what needs a person, what loading would do."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from data.intake.importing import FileOutcome, Outcome
from data.store import Store, StoreError, StoreMoved
from ui.marked import marked_button
from ui.unbroken import unbroken
from ui.upload import plan
from ui.upload.edited import conflicts_of, open_edits, show_edited
from ui.upload.effect import show_effect, taken_out
from ui.upload.headings import show_headings
from ui.upload.listing import choose_table
from ui.upload.plan import PlanFailed, Upload
from ui.upload.preview import show_sheet
from ui.upload.problems import show_notes, show_other_problems, show_problems
from ui.upload.tables import Table, other_problems, tables_of, total
from wording import upload as words


def show_check(opened: Upload, store: Store, zone: str) -> None:
    """The open files, read; nothing is loaded before the button is pressed.

    zone : the organisation's.
    """
    st.caption(words.step(2))
    seen = opened.seen
    try:
        outcome = opened.plan(store)
    except (PlanFailed, StoreError) as error:
        _show_failure(str(error))
        return
    has_moved = seen is not None and seen != opened.seen
    tables = tables_of(outcome)
    with st.container(gap="xxsmall"):
        st.title(_title(outcome, tables), anchor=False)
        only = f"{_where(tables[0])}. " if len(tables) == 1 else ""
        not_yet = words.NOT_KEPT_YET if _kept_count(outcome) else words.NOTHING_YET
        st.markdown(f"{only}{not_yet if tables else words.NOTHING_LOADED}")
    _show_refused(outcome, tables)
    if not tables:
        _show_buttons(opened, store, outcome, tables, zone)
        return
    if len(tables) == 1:
        table = tables[0]
    else:
        listed, effect = st.columns([3, 2], gap="medium")
        with listed:
            table = choose_table(tables, opened)
        with effect:
            _show_loading(opened, store, outcome, tables, zone, has_moved=has_moved)
        st.markdown(f"{_where(table)}.")
    left, right = st.columns([3, 2], gap="medium")
    with left:
        show_sheet(table)
        show_problems(table, opened.answers, opened.names)
        show_other_problems(other_problems(table.file, tables))
        file = table.file
        show_notes(file)
        marked_button(file.name, file.content, file.problems, key=f"marked_{file.name}")
    with right:
        show_headings(table, opened.answers, opened.drills, zone)
        if len(tables) == 1:
            _show_loading(opened, store, outcome, tables, zone, has_moved=has_moved)


def _show_loading(
    opened: Upload,
    store: Store,
    outcome: Outcome,
    tables: Sequence[Table],
    zone: str,
    *,
    has_moved: bool,
) -> None:
    show_effect(tables, opened.answers, zone)
    settled = sum(one.settled_count for one in outcome.files)
    if settled:
        st.caption(words.settled(settled))
    _show_buttons(opened, store, outcome, tables, zone, has_moved=has_moved)


def _where(table: Table) -> str:
    return words.where(*table.place, table.reading.found.row_count)


def _title(outcome: Outcome, tables: Sequence[Table]) -> str:
    files = len(outcome.files)
    unread = sum(one.reading is None for one in outcome.files)
    known = [one for one in tables if one.reading.match is not None]
    if not known and unread < files:
        return words.NO_TABLE
    if files == len(tables) == 1:
        return words.table_title(known[0].matched, len(known[0].headings), known[0].cells)
    cells = sum(one.cells for one in tables)
    return words.files_title(files, len(tables), total(tables, "rows"), cells, unread)


def _show_refused(outcome: Outcome, tables: Sequence[Table]) -> None:
    """One line a file that cannot be loaded, or that changes nothing.

    A file with tables, known or not, is spoken of where its tables are.
    """
    shown = {table.place.file for table in tables}
    others = words.left_over(len(outcome.files) - 1)
    for one in outcome.files:
        if one.status == "unchanged":
            st.info(words.unchanged(one.name), icon=":material/check:")
        elif one.status == "refused" and one.name not in shown:
            why = words.refused(one.name, one.message)
            if one.reading is not None:
                why = words.no_table(one.name)
            st.error(f"{why} {others}".strip(), icon=":material/error:")


def _show_failure(message: str) -> None:
    st.title("The files could not be read", anchor=False)
    st.error(message, icon=":material/error:")
    with st.container(horizontal=True):
        st.button("Try again", key="again", type="primary")
        _other_files()


def _other_files() -> None:
    st.button(
        "Other files",
        key="other_files",
        type="tertiary",
        icon=":material/arrow_back:",
        on_click=plan.forget,
    )


def _show_buttons(
    opened: Upload,
    store: Store,
    outcome: Outcome,
    tables: Sequence[Table],
    zone: str,
    *,
    has_moved: bool = False,
) -> None:
    loadable = [one for one in outcome.files if _has_rows(one)]
    rows = sum(table.counts["loaded"] for table in tables if table.file in loadable)
    waiting = _kept_count(outcome)
    why = _why_nothing(outcome)
    if not loadable and why:
        st.caption(f"{why} {words.KEEP_TEXT}" if waiting else why)
    own = [table for table in tables if table.file in loadable]
    conflicts = conflicts_of(own, zone)
    show_edited(conflicts, opened.answers)
    is_open = bool(open_edits(conflicts, opened.answers))
    if is_open:
        st.caption(words.EDITS_OPEN)
    label = words.load_button(
        rows,
        len(loadable),
        total(own, "added"),
        total(own, "changed"),
        taken_out(own, opened.answers),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        is_pressed = bool(loadable) and st.button(
            label, key="load", type="primary", disabled=is_open
        )
        if waiting:
            is_pressed = st.button(words.keep_button(waiting), key="keep")
        _other_files()
    if is_pressed and has_moved:
        st.warning(words.MOVED, icon=":material/sync:")
    elif is_pressed and not is_open:
        _load(opened, store)


def _why_nothing(outcome: Outcome) -> str | None:
    """Why nothing can be loaded, where no other sentence of the screen says it."""
    if any(one.rejected for one in outcome.files):
        return words.NOTHING_LOADABLE
    refused = [one for one in outcome.files if one.status == "refused"]
    return words.NO_ROWS if any(one.outputs or one.is_headings_alone for one in refused) else None


def _has_rows(file: FileOutcome) -> bool:
    return file.status in ("loaded", "partly loaded") and any(one.row_count for one in file.outputs)


def _kept_count(outcome: Outcome) -> int:
    """How many rows would only be kept to be mended; 0 when any can be loaded."""
    if any(_has_rows(one) for one in outcome.files):
        return 0
    return sum(one.rejected for one in outcome.files if one.status == "partly loaded")


def _load(opened: Upload, store: Store) -> None:
    try:
        unbroken(lambda: opened.load(store))
    except StoreMoved:
        st.warning(words.MOVED, icon=":material/sync:")
        return
    except (PlanFailed, StoreError) as error:
        st.error(words.not_loaded(str(error)), icon=":material/error:")
        return
    st.rerun()
