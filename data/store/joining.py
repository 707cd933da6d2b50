"""Names that mean one thing count as one, whenever it was said that they do.

The history keeps every row under the name its file wrote, and so do the stored current rows. What
the store gives to its callers is joined by the aliases that stand now: a row of `CRM System` is a
row of `CRM` while an alias says so, and its own again once that alias is withdrawn or undone.

Rows that meet under one key are folded by the one rule there is (`data.store.fold`), as if their
files had written the same name: field by field the newest import counts, a repeated value leaves a
later edit alone, and each value leads back to the cell it came from. Nothing is written.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd
import pyarrow as pa

from data.fields import Field, Record, plain_name
from data.records import RECORDS
from data.store.current import LOG, current, names
from data.store.engine import Cursor
from data.store.fold import fold, yielding_fields
from data.store.frames import dtypes_of, frame_of, keys_table

KINDS = ("system", "drill", "team", "owner")
_TEAMS = ("team", "responsible_team")


def alias_kind(record: Record, one: Field) -> str | None:
    """The kind of alias that speaks of a field's names; None when none does."""
    if one.kind in ("system", "drill"):
        return one.kind
    if one.kind == "name":
        return "team" if one.name in _TEAMS else "owner"
    return "system" if (record.name, one.name) == ("system", "depends_on") else None


@dataclass
class Joins:
    """Which stored names count as another, and which stored keys of each record as another.

    named : kind → stored name → the name it counts as. keyed : record → stored key → its key.
    """

    named: dict[str, dict[str, str]] = field(default_factory=dict)
    keyed: dict[str, dict[str, str]] = field(default_factory=dict)

    def stated(self, record: str, keys: Iterable[str]) -> list[str]:
        """The keys, and those stored ones that count as any of them."""
        wanted = dict.fromkeys(keys)
        counted = [one for one, other in self.keyed.get(record, {}).items() if other in wanted]
        return [*wanted, *(one for one in counted if one not in wanted)]

    def key(self, record: str, stored: str) -> str:
        """The key a stored one counts as."""
        return self.keyed.get(record, {}).get(stored, stored)

    @property
    def of_the_log(self) -> dict[str, dict[str, str]]:
        """The names that log lines are reduced by."""
        return {kind: known for kind, known in self.named.items() if kind in ("drill", "system")}

    def spellings(self, kind: str, wanted: Collection[str]) -> set[str]:
        """The names, and those stored ones that count as any of them."""
        return {*wanted, *(one for one, name in self.named.get(kind, {}).items() if name in wanted)}


NO_JOINS = Joins()


def joins_of(cursor: Cursor, organisation: str) -> Joins:
    """What the aliases that stand now join of what is stored; nothing where all names are known."""
    aliases = current(cursor, organisation, RECORDS["alias"])
    named: dict[str, dict[str, str]] = {}
    for kind in KINDS:
        rows = aliases[aliases["kind"] == kind]
        if rows.empty:
            continue
        stored = names(cursor, organisation, kind if kind in ("system", "drill") else "name")
        found = _counting_as(dict(zip(rows["written"], rows["means"], strict=True)), stored)
        if found:
            named[kind] = found
    if not named:
        return NO_JOINS
    keyed = {
        record.name: found
        for record in RECORDS.values()
        if record.name not in (LOG, "alias")
        and (found := _keys(cursor, organisation, record, named))
    }
    return Joins(named, keyed)


def _counting_as(aliases: Mapping[str, str], stored: Iterable[str]) -> dict[str, str]:
    """Stored name → the name it counts as, those that count as another only.

    An alias of an alias is followed; names that would mean each other in a circle stay apart.
    """
    spelled: dict[str, str] = {}
    for name in stored:
        spelled.setdefault(plain_name(name), name)
    means = {plain_name(written): name for written, name in aliases.items()}
    found = {}
    for name in stored:
        goal, seen = plain_name(name), set[str]()
        said = name
        while goal in means and goal not in seen:
            seen.add(goal)
            said = means[goal]
            goal = plain_name(said)
        if seen and goal not in seen and spelled.get(goal, said) != name:
            found[name] = spelled.get(goal, said)
    return found


def _keys(
    cursor: Cursor, organisation: str, record: Record, named: Mapping[str, Mapping[str, str]]
) -> dict[str, str]:
    parts = [
        (record.field(name), alias_kind(record, record.field(name)) or "") for name in record.key
    ]
    if not any(kind in named for _, kind in parts):
        return {}
    conditions, values = [], list[object]([organisation])
    for one, kind in parts:
        if kind in named:
            conditions.append(f'list_contains(?, "{one.name}")')
            values.append(list(named[kind]))
    found = cursor.execute(
        f'SELECT row_key FROM "current_{record.name}" WHERE organisation = ?'
        f" AND ({' OR '.join(conditions)})",
        values,
    ).fetchall()
    keys = {}
    for (stored,) in found:
        told = json.loads(stored)
        joined = [
            named[kind].get(part, part) if kind in named and isinstance(part, str) else part
            for part, (_, kind) in zip(told, parts, strict=True)
        ]
        key = json.dumps(joined, ensure_ascii=False)
        if key != stored:
            keys[stored] = key
    return keys


# --- Rows -----------------------------------------------------------------------------------------


def joined_rows(
    cursor: Cursor,
    organisation: str,
    record: Record,
    joins: Joins,
    *,
    drills: Collection[str] | None = None,
    keys: Iterable[str] | None = None,
    moments: Collection[dt.datetime] | None = None,
    limit: int | None = None,
) -> pd.DataFrame:
    """As `current`, with names joined: a row a key, under the key and the names that count."""
    if not joins.named:
        return current(
            cursor, organisation, record, drills=drills, keys=keys, moments=moments, limit=limit
        )
    keyed = joins.keyed.get(record.name, {})
    cut = None if drills is None else joins.spellings("drill", drills)
    asked = None if keys is None else [joins.key(record.name, one) for one in keys]
    met = set(keyed.values()) if asked is None else set(keyed.values()) & set(asked)
    rows = current(
        cursor, organisation, record, drills=cut, keys=asked, moments=moments,
        limit=None if met else limit,
    )  # fmt: skip
    if met:
        alone = rows[~rows["row_key"].isin({*keyed, *met})]
        folded = _folded(cursor, organisation, record, joins, met)
        rows = pd.concat([alone, folded], ignore_index=True).astype(dtypes_of(record))
        rows = rows.sort_values("row_key", ignore_index=True)
    rows = with_names(rows, record, joins)
    if drills is not None:
        rows = rows[rows["drill"].isin(list(drills))].reset_index(drop=True)
    return rows if limit is None else rows.head(limit)


def joined_last_said(
    cursor: Cursor, organisation: str, record: Record, joins: Joins, keys: Iterable[str]
) -> pd.DataFrame:
    """What files last said of these keys, under any of their names."""
    found = _folded(cursor, organisation, record, joins, keys, files_only=True)
    return with_names(found, record, joins)


def _folded(
    cursor: Cursor, organisation: str, record: Record, joins: Joins, keys: Iterable[str],
    *, files_only: bool = False,
) -> pd.DataFrame:  # fmt: skip
    with Lent(cursor, record.name, joins, keys):
        statement = fold(
            record,
            "SELECT row_key FROM given_keys",
            yielding_fields(cursor, organisation, record),
            files_only=files_only,
            joined=True,
        )
        return frame_of(cursor, statement, [organisation] * 3, dtypes_of(record))


class Lent:
    """`given_keys` and `given_joins` lent to the cursor: what `fold(…, joined=True)` reads."""

    def __init__(self, cursor: Cursor, record: str, joins: Joins, keys: Iterable[str]) -> None:
        self._cursor = cursor
        stated = joins.stated(record, keys)
        self._keys = keys_table(stated)
        counted = [one for one in stated if joins.key(record, one) != one]
        self._joins = pa.table({
            "row_key": pa.array(counted, pa.string()),
            "counts_as": pa.array([joins.key(record, one) for one in counted], pa.string()),
        })  # fmt: skip

    def __enter__(self) -> Lent:
        self._cursor.register("given_keys", self._keys)
        self._cursor.register("given_joins", self._joins)
        return self

    def __exit__(self, *_: object) -> None:
        self._cursor.unregister("given_keys")
        self._cursor.unregister("given_joins")


def with_names(rows: pd.DataFrame, record: Record, joins: Joins) -> pd.DataFrame:
    """The rows with every name that counts as another replaced by it; the input is left alone."""
    replaced = {}
    for one in record.fields:
        kind = alias_kind(record, one)
        known = joins.named.get(kind or "", {})
        if not known or one.name not in rows:
            continue
        old = rows[one.name]
        if one.kind == "list":
            replaced[one.name] = old.map(lambda text, known=known: _list(text, known),
                                         na_action="ignore").astype(old.dtype)  # fmt: skip
        elif old.isin(list(known)).any():
            replaced[one.name] = old.replace(known).astype(old.dtype)
    return rows.assign(**replaced) if replaced else rows


def renamed(rows: pd.DataFrame, record: Record, joins: Joins) -> pd.DataFrame:
    """Stored rows under the keys and names that count; of those that meet the key's own stands."""
    keyed = joins.keyed.get(record.name, {})
    rows = with_names(rows, record, joins)
    if not keyed:
        return rows
    keys = rows["row_key"].replace(keyed)
    is_own = keys == rows["row_key"]
    order = rows.assign(row_key=keys, is_own=is_own).sort_values(
        ["row_key", "is_own"], ascending=[True, False], kind="stable"
    )
    return order.drop_duplicates("row_key").drop(columns="is_own").reset_index(drop=True)


def _list(text: str, known: Mapping[str, str]) -> str:
    parts = [part.strip() for part in text.split(";")]
    return "; ".join(dict.fromkeys(known.get(part, part) for part in parts))
