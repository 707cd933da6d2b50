"""Gaps and actions with a number that only counts: `1` of one drill's report is not the next's.

The next drill's report counts from 1 again. So a gap or an action whose key is a bare number, and
which is another drill's already, in the store or further up in the same file, overwrites nothing:
its row waits, and one question a table says which numbers, of which drills. So does an action that
mends a gap that waits for this. A key with letters of its own is a register's, and is trusted.
Once it is said of the table that they are others, they get keys of their own (`rekeying`); said to
be the same, they are what is known, of the drill it is known of.

A gap is of the drill it names, an action of its gap's; where neither says one, they are of the
drills of their table, else of their sheet, else of their file. Where no drill is named at all, two
sheets of a file count for themselves: a number that stands in both under different titles is asked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.fields import plain_name
from data.intake.around import RecordRows
from data.intake.framing import keys_of
from data.intake.rekeying import (
    OTHERS,
    Given,
    follow_gaps,
    given,
    rekey,
    set_drills,
    tell_keys,
    with_drill,
)
from data.problems import Problem
from data.records import RECORDS
from data.store import Store
from wording.reading import few

if TYPE_CHECKING:
    from data.intake.understanding import TableReading

COUNTED_KEY = "counted_key"
_BARE = re.compile(r"(?:(?:no|nr|number)\b\.? ?)?#? ?\d{1,3}\.?", re.IGNORECASE)
_KINDS = ("gap", "action")  # actions lean on the gaps they mend

_OF_SHEET = "sheet “"
ANSWER = "or an answer for all, on the Upload screen or as same_numbers in --mapping"

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
    gaps: list[Given] = []
    for kind in _KINDS:
        found = [
            (t, d, one) for t, d in zip(tables, around, strict=True) for one in own_rows(t, [kind])
        ]
        counted = {key for _, _, one in found for key in _counted(one.frame[kind])}
        met = _Met(held.drills(kind, counted))
        unclear: dict[int, set[str]] = {}
        if kind == "action":
            waiting_gaps |= set(renumbered) - held.gaps.keys()
            unclear = follow_gaps([(table, one) for table, _, one in found], gaps)
        for table, beside, one in found:
            seen = _Seen(held.drills_of(one.frame, kind, beside))
            is_open = waiting_gaps | unclear.get(id(one), set())
            _look(table, one, seen, met, is_open if kind == "action" else ())
            before = list(one.frame[kind])
            _answer(table, one, seen, met, held)
            out = np.zeros(len(one.frame), dtype=bool)
            out[[*seen.clashing, *seen.linked]] = True
            if kind == "gap":
                gaps.append(given(table, before, one, out))
                waiting_gaps |= set(one.frame[kind][out])
                stay = [d for d, o in zip(seen.whose, out, strict=True) if not o]
                held.learn(one.frame[~out], stay)
            if out.any():
                wait(one, out, seen.whose, _question(table, one, seen))


@dataclass
class _Met:
    """The numbers met so far: of the store, of the file, and of its tables of no known drill."""

    stored: Mapping[str, Drills]
    here: dict[str, Drills] = field(default_factory=dict)
    listed: dict[str, tuple[str | None, str]] = field(default_factory=dict)  # sheet and title


@dataclass
class _Seen:
    """What was seen of the numbers of one table.

    whose : drills of each row. clashing : place of a row → whose its number is known to be. fresh :
    places of rows whose number nobody had. linked : place of an action → the open gap it names.
    """

    whose: list[Drills]
    clashing: dict[int, Drills] = field(default_factory=dict)
    fresh: list[int] = field(default_factory=list)
    linked: dict[int, str] = field(default_factory=dict)


def _look(
    table: TableReading, one: RecordRows, seen: _Seen, met: _Met, is_open: Collection[str]
) -> None:
    """Whose the numbers of a table are; `is_open`: gaps of which it is not settled."""
    titles = one.frame["title"] if "title" in one.frame else one.frame[one.record]
    gaps = one.frame["gap"] if "gap" in one.frame else pd.Series(None, one.frame.index)
    sheet = table.found.sheet
    for place, (key, gap) in enumerate(zip(one.frame[one.record], gaps, strict=True)):
        if gap in is_open:
            seen.linked[place] = gap
        elif only_counts(key):
            mine = seen.whose[place]
            theirs = met.here.get(key) or met.stored.get(key, frozenset())
            title = plain_name(str(titles.iloc[place]))
            where, other = met.listed.get(key, (sheet, title))
            if not mine and not theirs and where != sheet and other != title:
                mine = seen.whose[place] = _sheet(sheet)
                theirs = _sheet(where)
            if _are_others(mine, theirs):
                seen.clashing[place] = theirs
            else:
                if key not in met.stored and key not in met.listed:
                    seen.fresh.append(place)
                met.here[key] = mine
                met.listed.setdefault(key, (sheet, title))


def _answer(table: TableReading, one: RecordRows, seen: _Seen, met: _Met, held: _Held) -> None:
    """What was said of the table's numbers, done: they clash no longer."""
    said = table.said.same_numbers
    if said is None or not seen.clashing:
        return
    if said:
        known = {p: _name_of(d) for p, d in seen.clashing.items() if len(d) == 1 and not _at(d)}
        if one.record == "gap":
            set_drills(one, known)
        seen.whose = [seen.clashing.get(place, d) for place, d in enumerate(seen.whose)]
        seen.clashing = {}
        return
    lists = {seen.whose[place] for place in seen.clashing}
    unsaid = any(map(_at, lists))  # lists of no drill count by their sheets
    others = [
        place for place in seen.fresh
        if seen.whose[place] in lists or (unsaid and not seen.whose[place])
    ]  # fmt: skip
    keys = list(one.frame[one.record])
    for place in others:
        met.here.pop(keys[place], None)
        met.listed.pop(keys[place], None)
    places = sorted({*seen.clashing, *others})
    rekey(one, _own_keys(table, one, places, seen.whose, held), OTHERS)
    tell_keys(table, one.record, {keys[at]: one.frame[one.record].iloc[at] for at in places})
    seen.clashing = {}


def _own_keys(
    table: TableReading, one: RecordRows, places: Sequence[int], whose: Sequence[Drills],
    held: _Held,
) -> dict[int, str]:  # fmt: skip
    """Place of a row → its drill, or else its sheet, with its number; none is another's."""
    taken = set(one.frame[one.record])
    keys: dict[int, str] = {}
    for place in places:
        mine = whose[place]
        name = _name_of(mine) if len(mine) == 1 else table.found.sheet or _named(mine)
        number = one.frame[one.record].iloc[place]
        while True:
            key = with_drill(name, number, taken)
            if not _are_others(mine, held.drills(one.record, [key]).get(key, frozenset())):
                break
            taken.add(key)
        keys[place] = key
        taken.add(key)
    return keys


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
    return frozenset({f"{_OF_SHEET}{name}”"})


def _at(drills: Drills) -> bool:
    """Whether it is a sheet that stands for the drill nobody names."""
    return any(one.startswith(_OF_SHEET) for one in drills)


def _name_of(drills: Drills) -> str:
    return next(iter(drills)).removeprefix(_OF_SHEET).rstrip("”")


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


def _question(table: TableReading, one: RecordRows, seen: _Seen) -> Problem:
    kind = one.record
    clashes: dict[tuple[str, str], list[str]] = {}
    for place, known in seen.clashing.items():
        pair = (_named(seen.whose[place]), _named(known))
        clashes.setdefault(pair, []).append(one.frame[kind].iloc[place])
    said, wanted = [], []
    for (mine, theirs), keys in clashes.items():
        numbers, is_one = few(keys), len(keys) == 1
        said.append(
            f"{kind.capitalize()}{'' if is_one else 's'} {numbers} of {mine}: {theirs} has {kind}"
            f"{'' if is_one else 's'} of {'that number' if is_one else 'those numbers'} already."
        )
        if mine.startswith(_OF_SHEET):
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
        wanted.append(ANSWER)
    if seen.linked:
        numbers = few(list(dict.fromkeys(seen.linked.values())))
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
