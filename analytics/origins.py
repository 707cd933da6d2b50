"""Where every cell behind a figure stands, an inventory's objective and a log's instant too.

The store's frames are asked for through functions, so that this room knows no store.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from analytics.metric import Metric
from analytics.recovery.instants import INSTANTS

Lineage = Callable[[str, Sequence[str], Sequence[str] | None], pd.DataFrame]
"""(record, row keys, fields) → one row a (row_key, field), as the store gives it."""
LogLines = Callable[[Sequence[str], Sequence[pd.Timestamp]], pd.DataFrame]
"""(drills, instants) → their log lines at those instants: row_key, drill, system, logged_at."""

_CELL = ["value", "file", "sheet", "cell", "raw", "mended", "reading", "import_id", "source",
         "person", "imported_at"]  # fmt: skip


def lineage_behind(
    figure: Metric,
    tests: pd.DataFrame,
    fields: Mapping[str, Sequence[str]],
    lineage: Lineage,
    log_lines: LogLines,
) -> dict[str, pd.DataFrame]:
    """Per record, the cells of the rows behind a figure, as `cells_behind` gives them."""
    return {
        str(record): cells_behind(
            str(record),
            list(rows["row_key"]),
            fields.get(str(record)),
            tests,
            lineage,
            log_lines,
        )
        for record, rows in figure.rows.groupby("record")
    }


def cells_behind(
    record: str,
    row_keys: Sequence[str],
    fields: Sequence[str] | None,
    tests: pd.DataFrame,
    lineage: Lineage,
    log_lines: LogLines,
) -> pd.DataFrame:
    """The cells of rows of one record: one row a (row_key, field), as `lineage` gives them.

    An objective that a results sheet leaves to the inventory is led to the inventory's cell, an
    instant that only the log has to the log's line; their reading says so.

    tests : `recovery.measure`, of those rows at least; it knows what they borrowed.
    """
    cells = lineage(record, row_keys, fields)
    if record != "recovery" or cells.empty:
        return cells
    mine = tests[(tests["record"] == "recovery") & tests["row_key"].isin(cells["row_key"])]
    return _instants(_objectives(cells, mine, lineage), mine, lineage, log_lines)


def with_borrowed(recoveries: pd.DataFrame, tests: pd.DataFrame) -> tuple[pd.DataFrame, bool]:
    """Recovery rows with what the figures read from elsewhere in their blank cells, and if any was.

    That is an objective of the inventory and an instant of the log; a drill's start, assumed where
    no disruption is known, is left out, as no cell says it of the system.

    recoveries : rows of the record, by row_key. tests : `recovery.measure` of the same rows.
    """
    known = tests[tests["record"] == "recovery"].set_index("row_key")
    filled = recoveries.copy()
    is_any = False
    for name in (*INSTANTS, "rto_seconds", "rpo_seconds"):
        if name not in filled or name not in known:
            continue
        values = known[name]
        if name == "disrupted_at":
            values = values[["assumed start" not in marks for marks in known["marks"]]]
        borrowed = values.reindex(filled["row_key"]).set_axis(filled.index)
        is_new = filled[name].isna() & borrowed.notna()
        if is_new.any():
            filled[name] = filled[name].where(~is_new, borrowed)
            is_any = True
    return filled, is_any


def _objectives(cells: pd.DataFrame, tests: pd.DataFrame, lineage: Lineage) -> pd.DataFrame:
    for name in ("rto", "rpo"):
        field = f"{name}_seconds"
        asked = tests[tests[f"{name}_row_key"].notna()]
        if asked.empty or field not in set(cells["field"]):
            continue
        keys = list(dict.fromkeys(asked[f"{name}_row_key"]))
        listed = lineage("system", keys, [field]).set_index("row_key")
        wanted = dict(zip(asked["row_key"], asked[f"{name}_row_key"], strict=True))
        cells = _replaced(cells, field, wanted, listed, "from the inventory")
    return cells


def _instants(
    cells: pd.DataFrame, tests: pd.DataFrame, lineage: Lineage, log_lines: LogLines
) -> pd.DataFrame:
    blank = cells[cells["value"].isna() & cells["field"].str.endswith("_at")]
    asked = {
        (row.field, row.row_key): at
        for row in blank.itertuples()
        for at in tests.loc[tests["row_key"] == row.row_key, row.field]
        if row.field in tests and not pd.isna(at)
    }
    if not asked:
        return cells
    chosen = tests[tests["row_key"].isin({key for _, key in asked})]
    lines = log_lines(list(dict.fromkeys(chosen["drill"])), list(dict.fromkeys(asked.values())))
    places = chosen.set_index("row_key")[["drill", "system"]]
    for field in {name for name, _ in asked}:
        wanted: dict[str, str] = {}
        for (name, key), at in asked.items():
            if name != field:
                continue
            drill, system = places.loc[key]
            same = (lines["drill"] == drill) & (lines["logged_at"] == at)
            own = lines[same & ((lines["system"] == system) | lines["system"].isna())]
            if len(own):
                wanted[key] = str(own.sort_values("system")["row_key"].iloc[0])
        if wanted:
            said = lineage("log", list(dict.fromkeys(wanted.values())), ["logged_at"])
            cells = _replaced(cells, field, wanted, said.set_index("row_key"), "from the log")
    return cells


def _replaced(
    cells: pd.DataFrame, field: str, wanted: Mapping[str, str], listed: pd.DataFrame, how: str
) -> pd.DataFrame:
    """The cells with those of a field taken from other rows: `wanted` maps a row key to another."""
    rows = cells.to_dict("records")
    for row in rows:
        other = wanted.get(row["row_key"]) if row["field"] == field else None
        if other is None or other not in listed.index:
            continue
        origin = listed.loc[other]
        row.update({name: origin[name] for name in _CELL if name in listed})
        row["reading"] = f"{how}; {origin['reading']}" if origin["reading"] else how
    return pd.DataFrame(rows, columns=cells.columns)
