"""What loading a file does beside its own rows: to people's edits, and to rows that wait."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from data.intake.countedkeys import only_counts
from data.intake.framing import keys_of
from data.problems import Problem
from data.records import RECORDS
from data.store import Store
from data.store.waiting import Number

if TYPE_CHECKING:
    from data.intake.importing import FileOutcome

_COUNTED = ("gap", "action")


def edited_problems(outcome: FileOutcome, kept: Collection[tuple[str, str, str]]) -> list[Problem]:
    """A new value for a field a person edited is told: the file wins, but where it was kept."""
    problems = []
    for one, found in outcome.effects:
        fields = {column.name: column.field for column in RECORDS[one.record].columns}
        for row in found.edited.itertuples():
            is_kept = (one.record, row.row_key, fields[str(row.field)]) in kept
            who = "your edit counts" if is_kept else "the file's new value counts now"
            problems.append(
                Problem(
                    "warning",
                    f"{' · '.join(str(part) for part in json.loads(row.row_key))}: this was edited "
                    f"by a person since the file was last loaded; {who}.",
                    field=str(row.field),
                    value=str(row.new),
                    code="edited_since",
                )
            )
    return problems


def settled_rows(store: Store, outcome: FileOutcome) -> list[Number]:
    """Waiting rows of earlier files that need not wait once this one is loaded."""
    found: list[Number] = []
    with store.held():
        for record in dict.fromkeys(one.record for one in outcome.outputs if not one.is_parent):
            tables = [one for one in outcome.outputs if one.record == record and not one.is_parent]
            if any(one.staged is not None for one in tables):
                continue  # a large log's keys are not held; what waits is mended row by row
            gone = store.superseded(
                record,
                file_name=outcome.name,
                sha256=outcome.sha256,
                loaded=(key for one in tables for key in keys_of(one.frame)),
                rejected_keys=[key for one in tables for key in one.rejected_keys],
                fields=set.intersection(*(set(one.columns) for one in tables)),
            )
            found += _of_this_file(store, outcome, record, gone)
            found += _renumbered(store, outcome, record, set(found))
    return found


def waiting_count(store: Store, numbers: Collection[Number]) -> int:
    """How many of these rejected rows wait: neither mended nor of an import that was undone."""
    if not numbers:
        return 0
    waiting = set(store.waiting_tables()["import_id"])
    found = 0
    for import_id in {one[0] for one in numbers} & waiting:
        rows = store.rejected(import_id)
        rows = rows[~rows["is_mended"].astype(bool)]
        places = zip(rows["table_number"], rows["rejected_number"], strict=True)
        found += len({(import_id, int(t), int(r)) for t, r in places} & set(numbers))
    return found


def _of_this_file(
    store: Store, outcome: FileOutcome, record: str, gone: Sequence[Number]
) -> list[Number]:
    """Without rows of a file of another name that wait for a key that tells drills apart, unless
    this file has them: numbers that only count do not make two files versions of one."""
    if record not in _COUNTED or not gone:
        return list(gone)
    here = {key for one in outcome.outputs if one.record == record for key in one.rejected_keys}
    others = {
        (int(row.import_id), int(row.table_number), int(row.rejected_number))
        for number in {one[0] for one in gone}
        for row in store.rejected(number).itertuples()
        if row.file_name != outcome.name and row.row_key not in here and _is_of_a_drill(row.row_key)
    }
    return [one for one in gone if one not in others]


def _is_of_a_drill(row_key: object) -> bool:
    """Whether a waiting row's key is a bare number with the drill it is of beside it."""
    key = json.loads(row_key) if isinstance(row_key, str) else []
    return len(key) > 1 and isinstance(key[0], str) and only_counts(key[0])


def _renumbered(
    store: Store, outcome: FileOutcome, record: str, known: Collection[Number]
) -> list[Number]:
    """Rows of an earlier version of a file, waiting for a key that tells drills apart, that this
    one loads under other keys: all their other cells are the same."""
    if record not in _COUNTED:
        return []
    said: set[tuple[str | None, ...]] = set()
    for one in outcome.outputs:
        places = [i for i, c in enumerate(one.lineage) if c.field == record]
        if one.record == record and not one.is_parent and len(places) == 1:
            said |= {_without(json.loads(raws), places[0]) for raws in one.frame["raws"]}
            place = places[0]
    if not said:
        return []
    waiting = store.waiting_tables()
    mine = waiting[(waiting["record"] == record) & (waiting["file_name"] == outcome.name)]
    found = []
    for number in mine["import_id"].unique():
        rows = store.rejected(int(number))
        rows = rows[(rows["record"] == record) & ~rows["is_mended"].astype(bool)]
        for row in rows.itertuples():
            key = json.loads(row.row_key) if isinstance(row.row_key, str) else []
            is_counted = bool(key) and isinstance(key[0], str) and only_counts(key[0])
            at = (int(row.import_id), int(row.table_number), int(row.rejected_number))
            if is_counted and at not in known and _without(row.raws, place) in said:
                found.append(at)
    return found


def _without(raws: Sequence[str | None], place: int) -> tuple[str | None, ...]:
    return (*raws[:place], *raws[place + 1 :])
