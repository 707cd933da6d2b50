"""Where a table's values came from: a column or a fact each, and the raw texts of every row."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring  # json.dumps of one text, without its ceremony

import numpy as np
import pandas as pd

from data.intake.around import GivenFact, RecordRows
from data.intake.framing import json_lists, no_rejects, record_frame, said_columns
from data.intake.pairs import Coded
from data.intake.rawtext import raw_text
from data.intake.reading.book import Cell
from data.intake.worktable import PARENT, WorkTable
from data.records import RECORDS
from data.store.change import LineageColumn


def lineage_of(
    table: WorkTable, record: str, fixed: Mapping[str, GivenFact]
) -> list[LineageColumn]:
    """The origin of each field of a record in this table, in the order of its raw texts."""
    made = [
        LineageColumn(
            name, match.column, match.heading, column.reading or match.why, None, match.confidence
        )
        for (owner, name), column in table.typed.items()
        if owner == record
        for match in column.matches
    ]
    return made + [
        LineageColumn(name, None, fact.label, fact.reading, fact.cell)
        for name, fact in fixed.items()
    ]


def raws_of(table: WorkTable, lineage: Sequence[LineageColumn]) -> pd.Series:
    """One JSON list of raw texts a row, in the order of the lineage."""
    parts: list[Coded] = []
    for one in lineage:
        if not isinstance(one.column, int):
            fact = table.fixed.get(one.field)
            said = (fact.text or raw_text(fact.value)) if fact else ""
            parts.append(Coded.same(json.dumps(said, ensure_ascii=False), table.count))
            continue
        values = table.grid.values(one.column)
        texts = [_json_text(value) for value in values]
        parts.append(Coded(texts, table.grid.codes(one.column)[table.rows].astype(np.int64)))
    return json_lists(parts, table.count)


def _json_text(value: Cell) -> str:
    """What stood in a cell, as a text in JSON."""
    if type(value) is dt.datetime:
        return f'"{value}"'  # its `raw_text`, which a column has by the thousand
    return encode_basestring(value if type(value) is str else raw_text(value))


def parent_rows(table: WorkTable) -> list[RecordRows]:
    """One row a drill from the facts that stand beside its results."""
    if table.record.parent is None or not table.parent_values or "drill" not in table.values:
        return []
    parent = RECORDS[table.record.parent]
    values = {**table.parent_values, "drill": table.values["drill"]}
    frame = record_frame(parent, values, (table.rows + 1).astype(np.int64))
    lineage = lineage_of(table, parent.name, {})
    named = table.typed.get((table.record.name, "drill"))
    if named is not None:
        lineage.append(
            LineageColumn("drill", named.columns[0], named.matches[0].heading, named.reading)
        )
    frame["raws"] = raws_of(table, lineage)
    keep = frame["drill"].notna() & ~table.rejecting
    frame = frame[keep].drop_duplicates("row_key").reset_index(drop=True)
    return [
        RecordRows(
            parent.name, said_columns(frame), frame, no_rejects(), lineage, [], is_parent=True
        )
    ]


def fact_row(facts: Mapping[str, GivenFact]) -> RecordRows | None:
    """The one drill row a block of facts above the table says; None when it only names it."""
    record = RECORDS[PARENT]
    facts = {name: fact for name, fact in facts.items() if record.has(name)}
    if len(facts) < 2:
        return None
    values: dict[str, Coded] = {}
    for name, fact in facts.items():
        for column, value in fact.by_column(record.field(name)).items():
            values[column] = Coded.same(value, 1)
    frame = record_frame(record, values, np.zeros(1, dtype=np.int64))
    lineage = [
        LineageColumn(name, None, fact.label, fact.reading, fact.cell)
        for name, fact in facts.items()
    ]
    texts = [fact.text or raw_text(fact.value) for fact in facts.values()]
    frame["raws"] = [json.dumps(texts, ensure_ascii=False)]
    return RecordRows(PARENT, said_columns(frame), frame, no_rejects(), lineage, [], is_parent=True)
