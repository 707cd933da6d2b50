"""What was read of a file, as the change the store keeps."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import pandas as pd

from data.intake.document import file_document
from data.intake.rawtext import raw_text
from data.records import RECORDS
from data.store.change import Change, ChangeTable, RejectedRow

if TYPE_CHECKING:
    from data.intake.around import RecordRows
    from data.intake.importing import FileOutcome, ImportOptions

_KEPT_CHANGES = 5_000  # changed fields kept with an import for its page; the history has them all


def as_change(
    outcome: FileOutcome, options: ImportOptions, fingerprint: str, now: dt.datetime, version: int
) -> Change:
    """One import of one file, with everything its page and a later question will need.

    `version` : of the store, on which its plan was made.
    """
    assert outcome.reading is not None
    document = file_document(outcome)
    counts = iter(document["tables"])
    tables: list[ChangeTable] = []
    for table in outcome.reading.tables:
        if table.found.kind == "facts" and not table.outputs:
            continue
        shown = next(counts)
        told = next((one for one in table.outputs if not one.is_parent), None)
        for one in table.outputs:  # what is said of the table as a whole is said once
            tables.append(
                ChangeTable(
                    record=one.record,
                    frame=_giving_way(one, options) if one.staged is None else one.staged,
                    fields=[n for n in one.columns if RECORDS[one.record].has(n)],
                    lineage=one.lineage,
                    sheet=table.found.sheet,
                    range=table.found.range,
                    rejected=[
                        RejectedRow(int(row.row_number), json.loads(row.raws), row.why, row_key)
                        for row, row_key in zip_longest(
                            one.rejected.itertuples(), one.rejected_keys[: len(one.rejected)]
                        )
                    ],
                    ignored=shown["ignored"] if one is told else [],
                    skipped=[] if one is not told else [
                        {"row": int(row.row) + 1, "why": row.why, "text": row.text}
                        for row in table.found.skipped
                    ],
                    counts={} if one is not told else {
                        name: shown[name]
                        for name in ("rows", "loaded", "rejected", "added", "changed", "unchanged",
                                     "missing", "skipped")
                    },
                )
            )  # fmt: skip
    edit = options.source == "person"
    return Change(
        source=options.source,
        imported_at=now,
        tables=tables,
        file_name=None if edit else outcome.name,
        sha256=None if edit else outcome.sha256,
        original=None if edit else outcome.path or outcome.packing or outcome.content,
        format=outcome.reading.book.format,
        person=options.person,
        fingerprint=fingerprint,
        options=_told(options) | {"usual_zone": outcome.reading.usual_zone},
        problems=[asdict(problem) for problem in outcome.problems],
        difference=_difference(outcome),
        withdrawn=_withdrawn(outcome) if options.withdraw_missing else {},
        mended=outcome.settled,
        expected_version=version,
    )


def _giving_way(one: RecordRows, options: ImportOptions) -> pd.DataFrame:
    """The rows, those that give way to an edit with the fields in which they do."""
    fields: dict[str, list[str]] = {}
    for record, key, name in sorted(options.kept_edits):
        if record == one.record:
            fields.setdefault(key, []).append(name)
    if not fields:
        return one.frame
    told = [json.dumps(fields[key]) if key in fields else None for key in one.frame["row_key"]]
    return one.frame.assign(yields=pd.Series(told, index=one.frame.index, dtype=object))


def _told(options: ImportOptions) -> dict[str, Any]:
    answers = {"decimal_comma": options.decimal_comma, "same_numbers": options.same_numbers}
    return {
        "drill": options.drill, "zone": options.zone, "day_first": options.day_first,
        "record": options.record, "mapping": options.mapping,
        **{name: said for name, said in answers.items() if said is not None},
    }  # fmt: skip


def _difference(outcome: FileOutcome) -> dict[str, Any]:
    pairs = outcome.effects
    added = [
        {"record": one.record, "row_key": key}
        for one, found in pairs
        for key in found.added_keys[:_KEPT_CHANGES]
    ]
    changes = [
        {"record": one.record, "row_key": row.row_key, "field": row.field, "old": _shown(row.old),
         "new": _shown(row.new)}
        for one, found in pairs
        for row in found.changes.head(_KEPT_CHANGES).itertuples()
    ]  # fmt: skip
    return {
        "added": added[:_KEPT_CHANGES],
        "changes": changes[:_KEPT_CHANGES],
        "missing": [
            {"record": one.record, "row_key": key} for one, found in pairs for key in found.missing
        ],
    }


def _withdrawn(outcome: FileOutcome) -> dict[str, list[str]]:
    keys: dict[str, list[str]] = {}
    for one, found in outcome.effects:
        keys.setdefault(one.record, []).extend(found.missing)
    return {record: sorted(set(missing)) for record, missing in keys.items() if missing}


def _shown(value: Any) -> str | None:  # noqa: ANN401 - a stored value of any type
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return None
    if isinstance(value, pd.Timestamp):
        value = value.to_pydatetime()
    return raw_text(value)
