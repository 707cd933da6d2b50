"""Where every cell behind a figure stands, an inventory's objective and a log's instant too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from analytics.metric import Metric

Lineage = Callable[[str, Sequence[str], Sequence[str] | None], pd.DataFrame]
"""(record, row keys, fields) → one row a (row_key, field), as the store gives it."""
LogLines = Callable[[Sequence[str]], pd.DataFrame]
"""drills → their log lines: row_key, drill, system, logged_at."""

_CELL = ["value", "file", "sheet", "cell", "raw", "reading", "import_id"]


def lineage_behind(
    figure: Metric,
    tests: pd.DataFrame,
    fields: Mapping[str, Sequence[str]],
    lineage: Lineage,
    log_lines: LogLines,
) -> dict[str, pd.DataFrame]:
    """Per record, the cells of the rows behind a figure: one row a (row_key, field).

    An objective that a results sheet leaves to the inventory is led to the inventory's cell, an
    instant that only the log has to the log's line; their reading says so.
    """
    found = {
        str(record): lineage(str(record), list(rows["row_key"]), fields.get(str(record)))
        for record, rows in figure.rows.groupby("record")
    }
    cells = found.get("recovery")
    if cells is None or cells.empty:
        return found
    mine = tests[(tests["record"] == "recovery") & tests["row_key"].isin(cells["row_key"])]
    cells = _objectives(cells, mine, lineage)
    found["recovery"] = _instants(cells, mine, lineage, log_lines)
    return found


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
    lines = log_lines(list(dict.fromkeys(chosen["drill"])))
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
        row.update({name: origin[name] for name in _CELL})
        row["reading"] = f"{how}; {origin['reading']}" if origin["reading"] else how
    return pd.DataFrame(rows, columns=cells.columns)
