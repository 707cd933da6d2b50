"""One import: who, when, its file and hash, what it changed, its tables, its problems."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from data.records import RECORDS
from data.store import StoreError
from data.store.lineage import address
from ui import session
from ui.history import kept
from ui.history.files import show_file
from ui.history.register import CHOSEN, Line, kind_of
from ui.history.turn import turn_button
from ui.history.values import change_rows, key_rows
from ui.tables import csv_button
from wording import history as words
from wording import numbers
from wording.markdown import code, escape
from wording.upload import effect, why_ignored

_MOST_READ = 12


def show_import(now: session.Current, line: Line, listed: pd.DataFrame) -> None:
    """The import the link names; of several edits of a day a choice comes first."""
    zone = now.organisation.zone
    by_number = listed.set_index("import_id")
    number = int(st.query_params[CHOSEN])
    try:
        detail = kept.detail(now, number)
    except StoreError as error:
        st.error(escape(str(error)), icon=":material/error:")
        return
    with st.container(border=True, key="history_detail"):
        if len(line.numbers) > 1:
            _choose_edit(line, by_number, number, zone)
        _head(detail, by_number.loc[number], zone)
        _ways(now, detail)
        _parts(detail, zone)


def _choose_edit(line: Line, by_number: pd.DataFrame, number: int, zone: str) -> None:
    """Which edit of the day; the link follows."""
    st.session_state["history_edit"] = number

    def moved() -> None:
        st.query_params[CHOSEN] = str(st.session_state["history_edit"])

    def name(one: int) -> str:
        own = by_number.loc[one]
        undone = bool(own["is_withdrawn"])
        return words.edit_option(own["imported_at"], zone, one, is_undone=undone)

    day = numbers.local_day(by_number.loc[number, "imported_at"], zone)
    st.selectbox(
        words.group_label(len(line.numbers), day),
        line.numbers,
        format_func=name,
        key="history_edit",
        on_change=moved,
    )


def _head(detail: Mapping[str, Any], row: pd.Series, zone: str) -> None:
    source = kind_of(str(detail["source"]), detail["options"])
    with st.container(gap="xxsmall"):
        st.subheader(
            words.import_title(source, detail["file_name"], detail["person"]), anchor=False
        )
        st.caption(
            words.loaded_line(
                int(detail["import_id"]),
                detail["imported_at"],
                zone,
                detail["person"],
                source,
                detail["size_bytes"],
            )
        )
        turned = words.turned_line(
            bool(row["is_withdrawn"]), row["turned_at"], row["turned_by"], zone
        )
        if turned:
            st.markdown(turned)
        counts = {name: int(row[name]) for name in ("added", "changed", "unchanged", "taken_out")}
        st.markdown(words.counts_line(counts | {"rejected": int(row["rejected"])}))
        told = words.told_line(detail["options"])
        if told and detail["source"] != "person":
            st.caption(told)


def _ways(now: session.Current, detail: Mapping[str, Any]) -> None:
    number = int(detail["import_id"])
    with st.container(horizontal=True, vertical_alignment="center"):
        turn_button(now, number, is_undone=bool(detail["is_withdrawn"]))
        show_file(detail)


def _parts(detail: Mapping[str, Any], zone: str) -> None:
    number = int(detail["import_id"])
    problems = len(detail["problems"])
    over = sum(len(one["skipped"]) + len(one["ignored"]) for one in detail["tables"])
    shown = {"What it changed": lambda: _difference(detail, zone)}
    if detail["tables"]:
        shown["Tables"] = lambda: _tables(detail)
    if problems:
        shown[f"Problems ({problems})"] = lambda: _problems(detail)
    if over:
        shown[f"Passed over ({over})"] = lambda: _passed_over(detail)
    tabs = st.tabs(list(shown), key=f"import_parts_{number}", on_change="rerun")
    for tab, show in zip(tabs, shown.values(), strict=True):
        with tab:
            if tab.open:
                show()


def _difference(detail: Mapping[str, Any], zone: str) -> None:
    number, found = int(detail["import_id"]), detail["difference"]
    is_mending = bool(detail["options"].get("mends"))
    for one in detail["settled"]:
        st.markdown(words.settled_line(one["file_name"], one["row_count"], is_mending=is_mending))
    cells = [words.mended_cell(one) for one in detail["options"].get("cells") or ()]
    if cells:
        _table(pd.DataFrame(cells), f"mended_cells_{number}", "Cells that were mended")
    changes = change_rows(found.get("changes") or (), zone, ("Before", "After"))
    if len(changes):
        rows = len(changes[["Record", "Row"]].drop_duplicates())
        st.markdown(words.changed_title(len(changes), rows))
        _table(changes, f"changes_{number}", "Values that changed, old and new")
    taken = [
        {"record": record, "row_key": key}
        for record, keys in detail["withdrawn"].items()
        for key in keys
    ]
    missing = [] if taken else found.get("missing") or []
    for keys, done, key in (
        (found.get("added") or [], "added", "added"),
        (taken, "taken out", "taken_out"),
        (missing, "missing from this version and stayed", "missing"),
    ):
        if keys:
            st.markdown(words.rows_title(len(keys), done))
            _table(key_rows(keys), f"{key}_{number}", words.rows_title(len(keys), done))
    if not (len(changes) or taken or missing or cells or found.get("added") or detail["settled"]):
        st.markdown(words.NO_DIFFERENCE)


def _tables(detail: Mapping[str, Any]) -> None:
    for table in detail["tables"]:
        record = RECORDS[table["record"]]
        st.markdown(words.table_line(record.title, table["sheet"], table["range"], table["counts"]))
        columns = [
            {
                "Heading": column.get("heading") or "–",
                "Column": _column(column),
                "Field": record.field(column["field"]).title,
                "Read as": column.get("reading") or "as written",
            }
            for column in table["lineage"]
        ]
        if columns:
            key = f"columns_{detail['import_id']}_{table['table_number']}"
            _table(pd.DataFrame(columns), key, "Which column is which field")


def _column(column: Mapping[str, Any]) -> str:
    if column.get("cell"):
        return str(column["cell"])
    place = column.get("column")
    if isinstance(place, int):
        return str(address(place, 1))[:-1]
    return str(place) if place else "–"


def _problems(detail: Mapping[str, Any]) -> None:
    rows = pd.DataFrame(
        [
            {
                "Cell": one.get("cell") or (f"row {one['row']}" if one.get("row") else "file"),
                "Sheet": one.get("sheet") or "–",
                "Written": one.get("value") or "–",
                "Problem": one["message"],
                "Expected": one.get("expected") or "–",
                "Effect": effect(one["severity"], bool(one.get("row_rejected"))),
            }
            for one in detail["problems"]
        ]
    )
    _table(rows, f"problems_{detail['import_id']}", "Problems, cell by cell")


def _passed_over(detail: Mapping[str, Any]) -> None:
    rows = [
        {
            "What": f"row {one['row']}",
            "Sheet": table["sheet"] or "–",
            "Written": one.get("text") or "–",
            "Why": str(one["why"]),
        }
        for table in detail["tables"]
        for one in table["skipped"]
    ]
    rows += [
        {
            "What": f"column {one['cell']}" if one.get("cell") else "column",
            "Sheet": table["sheet"] or "–",
            "Written": one["heading"] or "–",
            "Why": why_ignored(one["why"], one.get("suggestion")),
        }
        for table in detail["tables"]
        for one in table["ignored"]
    ]
    _table(pd.DataFrame(rows), f"passed_{detail['import_id']}", "Rows and columns not loaded")


def _table(rows: pd.DataFrame, key: str, alt: str) -> None:
    """A short table to read, a long one to look through; each with its CSV."""
    if len(rows) <= _MOST_READ:
        shown = rows.map(escape)
        if "Written" in rows:
            shown["Written"] = [
                code(one) if one not in ("–", "empty") else one for one in rows["Written"]
            ]
        st.table(shown, hide_index=True, border="horizontal", alt=alt)
    else:
        st.dataframe(rows, hide_index=True, key=key, alt=alt)
    csv_button(rows, key=key, file_name=key.replace("_", "-"))
