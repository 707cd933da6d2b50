"""Many files or tables as a short list: what each was taken for and how it stands."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from data.records import RECORDS
from ui.upload.plan import Upload
from ui.upload.tables import Table
from wording import upload as words

_KEY = "opened_table"
_MOST_UNSCROLLED = 8
_HEIGHT = 320


def choose_table(tables: Sequence[Table], opened: Upload) -> Table:
    """The list, and the table chosen in it."""
    tables = in_order(tables, opened)
    rows = listing(tables)
    event = st.dataframe(
        rows,
        hide_index=True,
        key=_KEY,
        on_select="rerun",
        selection_mode="single-row-required",
        selection_default={"selection": {"rows": [0]}},
        height=_HEIGHT if len(rows) > _MOST_UNSCROLLED else "content",
        alt=words.LIST_ALTERNATIVE,
    )
    chosen = event["selection"]["rows"]
    return tables[chosen[0] if chosen and chosen[0] < len(tables) else 0]


def listing(tables: Sequence[Table]) -> pd.DataFrame:
    """One row a table: state first, because a phone shows two columns."""
    return pd.DataFrame(
        [
            {
                "State": words.state(one.state),
                "Table": words.table_name(one.place.sheet, one.place.range),
                "Holds": RECORDS[one.reading.match.record].title if one.reading.match else "–",
                "Rows": one.counts["rows"],
                "File": one.place.file,
                "Added": one.counts["added"],
                "Changed": one.counts["changed"],
                "Waiting": one.counts["rejected"],
            }
            for one in tables
        ]
    )


def in_order(tables: Sequence[Table], opened: Upload) -> list[Table]:
    """The tables that need a person first, as it was when the files were opened.

    An answer does not move its table: the line a person looks at stays where it is.
    """
    if not opened.order:
        worst = sorted(tables, key=_need, reverse=True)
        opened.order = {table.place: at for at, table in enumerate(worst)}
    return sorted(tables, key=lambda table: opened.order.get(table.place, len(opened.order)))


def _need(table: Table) -> tuple[bool, int, int]:
    """How much a table needs a person: unknown, then waiting rows, then cells."""
    return table.reading.match is None, table.counts["rejected"], table.cells
