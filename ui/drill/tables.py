"""Tables of one drill: texts with badges while they are read, else columns to sort and search.

Durations in a sortable column are minutes, times are on the drill's clock; the CSV has the values
as they are, seconds and UTC.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from data.records import RECORDS
from ui.tables import IN_SIGHT, MOST_FOR_READING, csv_button
from wording.numbers import CANNOT_EXIST

_MINUTE = 60.0
_UNTOLD = ("row_key", "drill")


def drill_table(
    rows: Sequence[Mapping[str, str]],
    raw: pd.DataFrame,
    titles: Mapping[str, str],
    *,
    zone: str,
    key: str,
    alt: str,
    file_name: str,
) -> None:
    """One table with its CSV button.

    rows : as Markdown texts under finished headings; may be fewer than `raw` where that is longer
        than people read. raw : the values. titles : of the columns of `raw` that a sortable table
        shows, in order; those that are empty throughout are left out.
    """
    if raw.empty:
        return
    if len(raw) <= MOST_FOR_READING:
        st.table(_told(rows), hide_index=True, border="horizontal", alt=alt)
    else:
        shown, config = _sortable(raw, titles, zone)
        st.dataframe(
            shown,
            hide_index=True,
            key=key,
            alt=alt,
            column_config=config,
            placeholder="–",
        )
        st.caption(IN_SIGHT)
    csv_button(lambda: raw.drop(columns=["row_key"], errors="ignore"), key=key, file_name=file_name)


def _told(rows: Sequence[Mapping[str, str]]) -> pd.DataFrame:
    """Without the columns in which nothing is said of any row; the first two stay."""
    frame = pd.DataFrame(rows)
    kept = [
        name for place, name in enumerate(frame) if place < 2 or (frame[name] != CANNOT_EXIST).any()
    ]
    return frame[kept]


def _sortable(
    raw: pd.DataFrame, titles: Mapping[str, str], zone: str
) -> tuple[pd.DataFrame, dict[str, Any]]:
    columns: dict[str, pd.Series] = {}
    config: dict[str, Any] = {}
    for name, title in titles.items():
        column = raw[name]
        if column.isna().all():
            continue
        if name.endswith("_seconds"):
            heading = f"{title}, min"
            columns[heading] = column / _MINUTE
            config[heading] = st.column_config.NumberColumn(format="%.0f")
        elif isinstance(column.dtype, pd.DatetimeTZDtype):
            columns[title] = column
            config[title] = st.column_config.DatetimeColumn(format="D MMM HH:mm", timezone=zone)
        else:
            columns[title] = column
    return pd.DataFrame(columns), config


def titles_of(record: str, *names: str) -> dict[str, str]:
    """The declared titles of a record's fields: all that are told, or those named."""
    declared = RECORDS[record]
    chosen = names or tuple(
        one.name for one in declared.fields if one.name not in _UNTOLD and one.name != "drill"
    )
    return {name: declared.field(name).title for name in chosen}
