"""Many files or tables as a short list: what each was taken for and how it stands."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from data.records import RECORDS
from ui.upload.tables import Table
from wording import upload as words

_KEY = "opened_table"
_MOST_UNSCROLLED = 8
_HEIGHT = 320


def choose_table(tables: Sequence[Table]) -> Table:
    """The table to look at: the only one, or the one chosen in the list, first the worst."""
    if len(tables) == 1:
        return tables[0]
    rows = listing(tables)
    event = st.dataframe(
        rows,
        hide_index=True,
        key=_KEY,
        on_select="rerun",
        selection_mode="single-row-required",
        selection_default={"selection": {"rows": [worst(tables)]}},
        height=_HEIGHT if len(rows) > _MOST_UNSCROLLED else "content",
        alt=words.LIST_ALTERNATIVE,
    )
    chosen = event["selection"]["rows"]
    at = chosen[0] if chosen and chosen[0] < len(tables) else worst(tables)
    return tables[at]


def listing(tables: Sequence[Table]) -> pd.DataFrame:
    """One row a table: state first, because a phone shows two columns."""
    return pd.DataFrame(
        [
            {
                "State": words.state(one.state),
                "File": one.place.file,
                "Table": words.table_name(one.place.sheet, one.place.range),
                "Holds": RECORDS[one.reading.match.record].title if one.reading.match else "–",
                "Rows": one.counts["rows"],
                "Added": one.counts["added"],
                "Changed": one.counts["changed"],
                "Waiting": one.counts["rejected"],
            }
            for one in tables
        ]
    )


def worst(tables: Sequence[Table]) -> int:
    """The place of the table that needs a person most: unknown, then waiting rows, then cells."""
    needs = [(one.reading.match is None, one.counts["rejected"], one.cells) for one in tables]
    return needs.index(max(needs))
