"""The rows behind a figure, and behind every row its cells: file, sheet, address, text, reading."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from analytics.metric import Metric
from analytics.metric_fields import fields_behind
from analytics.origins import cells_behind, with_borrowed
from data.records import RECORDS
from data.store import StoreError
from ui import session
from ui.tables import csv_button
from wording import figures, origins, terms
from wording.markdown import escape

_HELD_BACK = 2_000  # rows shown of one record; the CSV has them all


@dataclass(frozen=True)
class Behind:
    """A figure and what it rests on.

    title : what the figure is called. value : in words. rows : as `Metric.rows`: record, row_key,
    in_numerator, in_denominator. fields : by record, those the figure reads. meaning : what the
    figure means, in a sentence.
    """

    title: str
    value: str
    rows: pd.DataFrame
    fields: Mapping[str, Collection[str]]
    meaning: str = ""


def behind_metric(metric: Metric, clock: str) -> Behind:
    """A metric with the rows and fields it rests on under a clock."""
    return Behind(
        terms.TERMS[metric.id].name,
        figures.with_count(metric),
        metric.rows,
        fields_behind(metric.id, clock),
        terms.TERMS[metric.id].meaning,
    )


def button(
    label: str,
    figures: Callable[[], Sequence[Behind]],
    now: session.Current,
    *,
    key: str,
) -> None:
    """A quiet button that opens the rows behind one figure, or behind a choice of several.

    figures : gathers them once the button is pressed, and not before.
    """
    if st.button(label, key=key, type="tertiary", icon=":material/table_rows:"):
        _drawer(figures(), now)


def show(figures: Sequence[Behind], now: session.Current) -> None:
    """Open the rows behind a figure at once: for a mark of a chart that was clicked."""
    _drawer(figures, now)


@st.dialog("Rows behind", width="large", position="right", icon=":material/table_rows:")
def _drawer(figures: Sequence[Behind], now: session.Current) -> None:
    chosen = figures[0]
    if len(figures) > 1:
        titles = [one.title for one in figures]
        title = st.selectbox("Figure", titles, key="behind_figure")
        chosen = figures[titles.index(title)]
    st.markdown(f"**{escape(chosen.title)}** {chosen.value}")
    if chosen.meaning:
        st.caption(escape(chosen.meaning))
    if chosen.rows.empty:
        st.markdown("No row stands behind it.")
        return
    for record, behind in chosen.rows.groupby("record", sort=False):
        _record(str(record), behind, chosen.fields.get(str(record), ()), now)


def _record(
    record: str, behind: pd.DataFrame, fields: Collection[str], now: session.Current
) -> None:
    """The rows of one record; a chosen one opens its cells."""
    declared = RECORDS[record]
    names = [one.name for one in declared.fields if one.key or one.name in fields]
    rows = _rows(record, list(behind["row_key"]), now)
    if rows is None:
        return
    # a row may stand behind a figure more than once: it counts when it counts anywhere
    parts = behind.groupby("row_key")[["in_numerator", "in_denominator"]].any()
    listed = rows.merge(parts, left_on="row_key", right_index=True).head(_HELD_BACK)
    tests = None
    is_borrowed = False
    if record == "recovery":
        tests = session.tests_of(now, set(listed["drill"]))
        listed, is_borrowed = with_borrowed(listed, tests)
    names = [one for one in names if declared.field(one).key or listed[one].notna().any()]
    shown = pd.DataFrame(
        {
            "Counted": [
                origins.part_in(*flags)
                for flags in zip(listed["in_numerator"], listed["in_denominator"], strict=True)
            ],
            **{
                declared.field(name).title: [
                    origins.cell_value(value, declared.field(name).kind, now.organisation.zone)
                    for value in listed[name]
                ]
                for name in names
            },
        }
    )
    hint = f"{escape(declared.title)} · {origins.select_hint(len(shown))}"
    st.caption(f"{hint}. {origins.BORROWED}" if is_borrowed else hint)
    picked = st.dataframe(
        shown,
        hide_index=True,
        key=f"behind_{record}",
        on_select="rerun",
        selection_mode="single-row",
        alt=f"Rows of {declared.title} behind the figure",
    )
    csv_button(
        listed[[*names, "in_numerator", "in_denominator"]],
        key=f"behind_{record}",
        file_name=f"rows-behind-{record}",
    )
    chosen: list[int] = picked["selection"]["rows"]
    if len(listed) == 1:
        chosen = [0]  # a single row hides nothing: its cells are shown at once
    if chosen and chosen[0] < len(listed):
        _cells(record, str(listed["row_key"].iloc[chosen[0]]), names, tests, now.organisation.zone)


def _rows(record: str, keys: list[str], now: session.Current) -> pd.DataFrame | None:
    """The rows by key: from the tables at hand, or from the store for log lines."""
    if record in now.tables:
        return now.tables[record]
    try:
        return session.store().rows(record, row_keys=keys)
    except StoreError as error:
        st.error(str(error))
        return None


def _cells(
    record: str, row_key: str, fields: Sequence[str], tests: pd.DataFrame | None, zone: str
) -> None:
    """Where every value of one row came from, an inventory's and a log's too.

    tests : of the row's drill, where it may borrow values; None elsewhere.
    """
    store = session.store()
    try:
        with store.held():
            if tests is None:
                found = store.lineage(record, [row_key], list(fields))
            else:
                found = cells_behind(
                    record,
                    [row_key],
                    list(fields),
                    tests,
                    store.lineage,
                    lambda drills, moments: store.rows("log", drills=drills, moments=moments),
                )
    except StoreError as error:
        st.error(str(error))
        return
    declared = RECORDS[record]
    lines: list[dict[str, Any]] = [
        origins.cell_line(
            declared.field(str(one["field"])).title,
            declared.field(str(one["field"])).kind,
            one,
            zone,
        )
        for one in found.to_dict("records")
        if not pd.isna(one["import_id"]) and not (one["value"] is None and one["raw"] is None)
    ]
    if not lines:
        st.markdown("No cell says this row: it was made from a drill's log or its plan.")
        return
    st.table(
        pd.DataFrame(lines),
        hide_index=True,
        border="horizontal",
        alt="The cells this row was read from",
    )
