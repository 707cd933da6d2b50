"""Tables for reading and for looking things up, each with its CSV."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

MOST_FOR_READING = 12
# Under a table that scrolls: a printer takes what is in sight of it, and nobody would see that.
IN_SIGHT = "Scroll for the rest. Paper shows only what is in sight here; the CSV has all."
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def table(
    shown: pd.DataFrame,
    raw: pd.DataFrame,
    *,
    key: str,
    alt: str,
    file_name: str,
    column_config: dict[str, Any] | None = None,
) -> None:
    """A table with a CSV button under it.

    shown : the same rows as Markdown texts (badges, escaped names) under finished headings, used
        up to `MOST_FOR_READING` rows: it prints, wraps and is read aloud.
    raw : the rows as values, for sorting and searching above that, and for the CSV.
    file_name : of the CSV, without its ending.
    """
    if len(shown) <= MOST_FOR_READING:
        st.table(shown, hide_index=True, border="horizontal", alt=alt)
    else:
        st.dataframe(
            raw,
            hide_index=True,
            key=key,
            alt=alt,
            column_config=column_config,
            placeholder="–",
        )
        st.caption(IN_SIGHT)
    csv_button(raw, key=key, file_name=file_name)


def csv_button(
    raw: pd.DataFrame | Callable[[], pd.DataFrame], *, key: str, file_name: str, label: str = "CSV"
) -> None:
    """A quiet button that makes the CSV, and its frame where that is still to be made, when it is
    pressed, not before.
    """
    st.download_button(
        label,
        lambda: csv(raw() if callable(raw) else raw),
        file_name=f"{file_name}.csv",
        mime="text/csv",
        key=f"{key}_csv",
        type="tertiary",
        icon=":material/download:",
        on_click="ignore",
    )


def csv(frame: pd.DataFrame) -> bytes:
    """The frame as CSV for spreadsheets: UTF-8 with a mark, instants in ISO 8601.

    Several values of a cell are parted by "; ". A text that a spreadsheet would run as a formula
    gets an apostrophe before it.
    """
    safe = frame.copy()
    for name in safe.columns[[_is_text(safe[one]) for one in safe.columns]]:
        safe[name] = safe[name].map(_defused, na_action="ignore")
    return safe.to_csv(index=False, date_format="%Y-%m-%dT%H:%M:%S%z").encode("utf-8-sig")


def _is_text(column: pd.Series) -> bool:
    return column.dtype == object or isinstance(column.dtype, pd.StringDtype)


def _defused(value: object) -> object:
    if isinstance(value, tuple | list):
        value = "; ".join(map(str, value))
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


def headings(frame: pd.DataFrame, words: Mapping[str, str]) -> pd.DataFrame:
    """The named columns under their headings, in the order of `words`."""
    return frame[list(words)].rename(columns=dict(words))
