"""Gaps and actions with a number that only counts: `1` of one drill's report is not the next's.

The next drill's report counts from 1 again. So a gap or an action whose key is a bare number, and
which is another drill's already, in the store or further up in the same file, overwrites nothing:
its row waits, and one question a table says which numbers, of which drills. So does an action that
mends a gap that waits for this. A key with letters of its own is a register's, and is trusted.

A gap is of the drill it names, an action of its gap's; where neither says one, they are of the
drills of their table, else of their sheet, else of their file. Where no drill is named at all, two
sheets of a file count for themselves: a number that stands in both under different titles is asked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.fields import plain_name
from data.intake.around import RecordRows
from data.intake.framing import keys_of
from data.problems import Problem
from data.records import RECORDS
from data.store import Store
from wording.reading import few

if TYPE_CHECKING:
    from data.intake.understanding import TableReading

COUNTED_KEY = "counted_key"
_BARE = re.compile(r"(?:(?:no|nr|number)\b\.? ?)?#? ?\d{1,3}\.?", re.IGNORECASE)
_KINDS = ("gap", "action")  # actions lean on the gaps they mend

Drills = frozenset[str]


def only_counts(key: str) -> bool:
    """Whether a key is a bare number: `1`, `#2`, `No 3`; `G-1` and `2025-1` are more."""
    return bool(_BARE.fullmatch(key.strip()))


def drills_that_count(kind: str, frame: pd.DataFrame) -> pd.Series | None:
    """The drill of each gap whose number only counts, "" of the others; None where none does.

    Two drills' gaps of one number are no two versions of a gap.
    """
    if kind != "gap" or "drill" not in frame:
        return None
    drills = frame["drill"].fillna("").astype(str)
    return drills.where(frame["gap"].map(lambda key: isinstance(key, str) and only_counts(key)), "")


def ask_whose(
    store: Store, tables: Sequence[TableReading], renumbered: Collection[str] = ()
) -> None:
    """Takes the rows that wait out of the tables' valid ones, and asks about them, once a table.

    renumbered : numbers under which gaps of the file waited before; where no gap of it has them
    any longer, an action that names one would mend another drill's.
    """
    if not any(_has_counted(one) for table in tables for one in own_rows(table, _KINDS)):
        return
    held = _Held(store)
    around = [_drills_around(table, tables) for table in tables]
    waiting_gaps: set[str] = set()
    for kind in _KINDS:
        met: dict[str, Drills] = {}
        listed: dict[str, tuple[str | None, str]] = {}  # key → sheet and title, of no known drill
        found = [
            (t, d, one) for t, d in zip(tables, around, strict=True) for one in own_rows(t, [kind])
        ]
        stored = held.drills(kind, {k for _, _, one in found for k in _counted(one.frame[kind])})
        if kind == "action":
            waiting_gaps |= set(renumbered) - held.gaps.keys()
        for table, beside, one in found:
            whose = held.drills_of(one.frame, kind, beside)
            clashes: dict[tuple[str, str], list[str]] = {}
            linked: list[str] = []
            out = np.zeros(len(one.frame), dtype=bool)
            titles = one.frame["title"] if "title" in one.frame else one.frame[kind]
            gaps = one.frame["gap"] if "gap" in one.frame else pd.Series(None, one.frame.index)
            for place, (key, gap, mine) in enumerate(
                zip(one.frame[kind], gaps, whose, strict=True)
            ):
                if kind == "action" and gap in waiting_gaps:
                    linked.append(gap)
                    out[place] = True
                elif only_counts(key):
                    theirs = met.get(key) or stored.get(key, frozenset())
                    title = plain_name(str(titles.iloc[place]))
                    sheet, other = listed.get(key, (table.found.sheet, title))
                    if not mine and not theirs and sheet != table.found.sheet and other != title:
                        mine = whose[place] = _sheet(table.found.sheet)
                        theirs = _sheet(sheet)
                    if _are_others(mine, theirs):
                        clashes.setdefault((_named(mine), _named(theirs)), []).append(key)
                        out[place] = True
                    else:
                        met[key] = mine
                        listed.setdefault(key, (table.found.sheet, title))
            if kind == "gap":
                waiting_gaps |= set(one.frame[kind][out])
                held.learn(one.frame[~out], [d for d, o in zip(whose, out, strict=True) if not o])
            if out.any():
                wait(one, out, whose, _question(table, kind, clashes, linked))


def own_rows(table: TableReading, kinds: Collection[str]) -> Iterable[RecordRows]:
    """The rows of these records a table holds itself, where it holds any."""
    return (
        one
        for one in table.outputs
        if one.record in kinds and not one.is_parent and one.staged is None and len(one.frame)
    )


def _has_counted(one: RecordRows) -> bool:
    return bool(_counted(one.frame[one.record])) or (
        "gap" in one.frame and bool(_counted(one.frame["gap"].dropna()))
    )


def _counted(keys: Iterable[str]) -> list[str]:
    return [key for key in keys if only_counts(key)]


def _are_others(mine: Drills, theirs: Drills) -> bool:
    """Whether both are known, and have no drill in common."""
    return bool(mine and theirs) and not (
        {plain_name(one) for one in mine} & {plain_name(one) for one in theirs}
    )


def _named(drills: Drills) -> str:
    return few(sorted(drills))


def _sheet(name: str | None) -> Drills:
    return frozenset({f"sheet “{name}”"})


# --- whose they are -------------------------------------------------------------------------------


def _drills_around(table: TableReading, tables: Sequence[TableReading]) -> Drills:
    """The drills of a table's rows, else of all rows of its sheet, else of all of its file."""
    same_sheet = [one for one in tables if one.found.sheet == table.found.sheet]
    for among in ([table], same_sheet, tables):
        found = {name for one in among for rows in one.outputs for name in _names(rows.frame)}
        if found:
            return frozenset(found)
    return frozenset()


def _names(frame: pd.DataFrame) -> list[str]:
    return list(frame["drill"].dropna().unique()) if "drill" in frame else []


class _Held:
    """Whose the gaps and actions are that the store knows. gaps : those of the file, as read."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.gaps: dict[str, Drills] = {}
        self._stored_gaps: dict[str, Drills] = {}
        self._of_import: dict[int, Drills] = {}

    def learn(self, frame: pd.DataFrame, whose: Sequence[Drills]) -> None:
        """Gaps of the file are known to its actions."""
        self.gaps.update(zip(frame["gap"], whose, strict=True))

    def drills_of(self, frame: pd.DataFrame, kind: str, beside: Drills) -> list[Drills]:
        """The drills of each row; `beside` where it says none itself."""
        own = [frozenset[str]()] * len(frame)
        if kind == "gap" and "drill" in frame:
            own = [frozenset([n]) if isinstance(n, str) else frozenset() for n in frame["drill"]]
        elif kind == "action" and "gap" in frame:
            own = [self._of_gap(gap) for gap in frame["gap"]]
        return [one or beside for one in own]

    def _of_gap(self, gap: object) -> Drills:
        if not isinstance(gap, str):
            return frozenset()
        if gap in self.gaps:
            return self.gaps[gap]
        if gap not in self._stored_gaps:
            rows = self._store.rows("gap", row_keys=[_key(gap)])
            self._stored_gaps[gap] = frozenset(_names(rows))
        return self._stored_gaps[gap]

    def drills(self, kind: str, keys: Collection[str]) -> dict[str, Drills]:
        """Key → the drills it is known to be of, where it is known at all."""
        if not keys:
            return {}
        rows = self._store.rows(kind, row_keys=[_key(one) for one in sorted(keys)])
        if rows.empty:
            return {}
        known_gaps, self.gaps = self.gaps, {}  # what the store holds is asked of the store alone
        own = self.drills_of(rows, kind, frozenset())
        self.gaps = known_gaps
        found = dict(zip(rows[kind], own, strict=True))
        unsaid = [_key(key) for key, drills in found.items() if not drills]
        if unsaid:
            told = self._store.lineage(kind, unsaid)
            for row_key, mine in told.groupby("row_key"):
                drills = [
                    self._drills_of_import(int(number))
                    for number in mine["import_id"].dropna().unique()
                ]
                found[json.loads(str(row_key))[0]] = frozenset().union(*drills)
        return found

    def _drills_of_import(self, number: int) -> Drills:
        """The drills of all rows an import gave, and of the import whose rows it mends."""
        if number not in self._of_import:
            found: set[str] = set()
            for record in RECORDS.values():
                if record.has("drill") and record.name != "log":
                    keys = self._store.import_keys(number, record.name)
                    found |= set(_names(self._store.rows(record.name, row_keys=keys)))
            mends = self._store.import_detail(number)["options"].get("mends")
            more = self._drills_of_import(int(mends)) if mends else frozenset()
            self._of_import[number] = frozenset(found) | more
        return self._of_import[number]


def _key(key: str) -> str:
    return json.dumps([key], ensure_ascii=False)


# --- asking ---------------------------------------------------------------------------------------


def _question(
    table: TableReading, kind: str, clashes: dict[tuple[str, str], list[str]], linked: list[str]
) -> Problem:
    said, wanted = [], []
    for (mine, theirs), keys in clashes.items():
        numbers, one = few(keys), len(keys) == 1
        said.append(
            f"{kind.capitalize()}{'' if one else 's'} {numbers} of {mine}: {theirs} has "
            f"{kind}{'' if one else 's'} of {'that number' if one else 'those numbers'} already."
        )
        if mine.startswith("sheet “"):
            wanted.append("a column that names the drill, or keys that tell them apart")
            continue
        wanted.append(
            f"a key that tells them apart, such as {mine}-{_digits(keys[0])}; or, if the same "
            f"{kind} is meant, {theirs} as its drill"
            if kind == "gap"
            else f"a key that tells them apart, such as {mine}-{_digits(keys[0])}; or, if the same "
            f"action is meant, the gap of {theirs} that it mends"
        )
    if clashes:
        said.append(f"Another {kind} or the same?")
    if linked:
        numbers = few(list(dict.fromkeys(linked)))
        said.append(f"Which gap is meant by {numbers} is open: another drill has it too.")
        wanted.append("the gap's key as it is once it tells the drills apart")
    return Problem(
        "question", " ".join([*said, "The rows wait."]), sheet=table.found.sheet,
        cell=table.found.range, field=kind if clashes else "gap", row_rejected=True,
        code=COUNTED_KEY, expected="; ".join(wanted),
    )  # fmt: skip


def _digits(key: str) -> str:
    return re.sub(r"\D", "", key)


def wait(
    one: RecordRows, out: npt.NDArray[np.bool_], whose: Sequence[Drills], problem: Problem
) -> None:
    """Moves rows to the rejected ones.

    Their keys name the drill too: another drill's gap of that number, loaded again, must not settle
    that they wait.
    """
    gone = one.frame[out]
    keys = [
        json.dumps([*json.loads(key), *sorted(whose[int(place)])], ensure_ascii=False)
        for key, place in zip(keys_of(gone), np.flatnonzero(out), strict=True)
    ]
    why = pd.DataFrame({
        "row_number": gone["row_number"].to_numpy(), "raws": gone["raws"].to_numpy(),
        "why": [problem.message] * len(gone),
    })  # fmt: skip
    rejected = pd.concat([one.rejected, why], ignore_index=True) if len(one.rejected) else why
    order = np.argsort(rejected["row_number"].to_numpy(), kind="stable")
    all_keys = [*one.rejected_keys, *keys]
    one.rejected = rejected.iloc[order].reset_index(drop=True)
    one.rejected_keys = [all_keys[place] for place in order]
    one.frame = one.frame[~out].reset_index(drop=True)
    one.problems.append(problem)
