"""What rows would change: added, changed (old → new by field), unchanged, missing, edited since.

Compared is what would stand after the import, by the store's own rule: a cell equal to what a file
last said leaves a later edit alone, so it is no change.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from data.intake.framing import keys_of
from data.store import Store
from data.store.change import StagedRows


@dataclass(frozen=True)
class Difference:
    """The effect of one table's rows on what is stored.

    Attributes
    ----------
    added, unchanged : counts of rows.
    changed : count of rows with at least one changed field.
    changes : one row a changed field: row_key, field (column), old, new.
    edited : one row a field whose new value meets a person's word that stands, whether the file's
        value counts or the edit is kept: same columns.
    added_keys : the keys of the rows added.
    missing : row keys this file's earlier version had and this one lacks.
    """

    added: int
    changed: int
    unchanged: int
    changes: pd.DataFrame
    edited: pd.DataFrame
    missing: list[str] = field(default_factory=list)
    added_keys: list[str] = field(default_factory=list)


_CHANGE = ("row_key", "field", "old", "new")


def difference(
    rows: pd.DataFrame,
    current: pd.DataFrame,
    last_said: pd.DataFrame,
    columns: list[str],
    kept: Collection[tuple[str, str]] = (),
) -> Difference:
    """How `rows` differ from `current`, both with a unique `row_key`.

    Parameters
    ----------
    rows : the new rows, valid ones only; `columns` are those its table gives.
    current : the current rows of the same record (all or those with the same keys).
    last_said : what a file last said of them, same columns as `current`; rows no file said lack.
    kept : (row_key, column) of cells that give way to a person's edit; only what was edited can.
    """
    if current.empty and last_said.empty:
        return Difference(len(rows), 0, 0, _joined([]), _joined([]), added_keys=keys_of(rows))
    new = rows.set_index("row_key")
    known = new.index.isin(current["row_key"])
    old = current.set_index("row_key").reindex(new.index[known])
    said = last_said.set_index("row_key").reindex(new.index[known])
    mine = new[known]
    touched = np.zeros(len(mine), dtype=bool)
    changes: list[pd.DataFrame] = []
    edits: list[pd.DataFrame] = []
    filed = pd.Series(mine.index.isin(last_said["row_key"]), index=mine.index)
    for name in columns:
        repeated = filed & _same(mine[name], said[name])
        differs = (~_same(mine[name], old[name]) & ~repeated).to_numpy(bool)
        if not differs.any():
            continue
        # what a person typed and no file ever said is a person's word as well
        typed = np.where(filed, ~_same(old[name], said[name]), old[name].notna())
        is_edited = typed.astype(bool) & differs
        gives_way = is_edited & np.array([(key, name) in kept for key in mine.index], bool)
        touched |= differs & ~gives_way
        frame = pd.DataFrame(
            {
                "row_key": mine.index[differs],
                "field": name,
                "old": old[name][differs].astype(object).to_numpy(),
                "new": mine[name][differs].astype(object).to_numpy(),
            }
        )
        changes.append(frame[~gives_way[differs]])
        if is_edited.any():
            edits.append(frame[is_edited[differs]])
    return Difference(
        added=int((~known).sum()),
        changed=int(touched.sum()),
        unchanged=int(len(mine) - touched.sum()),
        changes=_joined(changes),
        edited=_joined(edits),
        added_keys=new.index[~known].to_numpy(dtype=object).tolist(),
    )


_SLICE = 50_000
_KEPT = 5_000  # changed fields that are listed; all are counted


def staged_difference(store: Store, staged: StagedRows) -> Difference:
    """How rows that wait in a file of their own differ from what is stored.

    Only those that differ are looked at, slice by slice; of their changes the first are listed.
    """
    known, differing = store.overlap(staged)
    changed = 0
    parts: list[Difference] = []
    for first in range(0, differing, _SLICE):
        rows = store.differing(staged, first, _SLICE)
        keys = list(rows["row_key"])
        current = store.rows(staged.record, row_keys=keys)
        said = store.last_said(staged.record, keys)
        one = difference(rows, current, said, list(staged.columns))
        changed += one.changed
        parts.append(replace(one, changes=one.changes.head(_KEPT), edited=one.edited.head(_KEPT)))
    return Difference(
        added=len(staged) - known,
        changed=changed,
        unchanged=known - changed,
        changes=_joined([one.changes for one in parts]).head(_KEPT),
        edited=_joined([one.edited for one in parts]).head(_KEPT),
    )


def _same(left: pd.Series, right: pd.Series) -> pd.Series:
    """Row by row: both empty, or equal."""
    both_empty = left.isna() & right.isna()
    if left.dtype != right.dtype:
        equal = pd.Series(
            [bool(a == b) if not (b is None or a is None) else False
             for a, b in zip(left.astype(object), right.astype(object), strict=True)],
            index=left.index,
        )  # fmt: skip
    else:
        equal = (left == right).fillna(False).astype(bool)
    return both_empty | (equal & left.notna() & right.notna())


def _joined(frames: list[pd.DataFrame]) -> pd.DataFrame:
    frames = [one for one in frames if len(one)]
    if not frames:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in _CHANGE})
    return pd.concat(frames, ignore_index=True)
