"""Keys for gaps and actions whose numbers were said to be other ones than those that are known.

A number of another drill gets its drill before it: `1` of K-June is `K-June-1`. Of a list that was
numbered anew each row is known by its title; one nobody knew gets the next number that is free.
Either way the same rows get the same keys whenever their file is read again, and an action of the
file goes with its gap.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.fields import plain_name
from data.intake.around import RecordRows
from wording.reading import few, given_keys

if TYPE_CHECKING:
    from data.intake.understanding import TableReading

OTHERS = "a key of its own, as you said that these numbers are of others"
TITLES = "the key of its title, as you said that the list was numbered anew"
_NUMBERED = re.compile(r"(.*?)(\d+)(\D*)")


@dataclass(frozen=True)
class Given:
    """What became of the keys of one table's rows: old → new, and the keys that stayed."""

    table: TableReading
    changed: Mapping[str, str]
    kept: frozenset[str]


def given(
    table: TableReading, before: Sequence[str], one: RecordRows, out: npt.NDArray[np.bool_]
) -> Given:
    """What became of the keys a table's rows had before; rows that are `out` have none."""
    pairs = [
        (old, new) for old, new, gone in zip(before, one.frame[one.record], out, strict=True)
        if not gone
    ]  # fmt: skip
    changed = {old: new for old, new in pairs if old != new}
    return Given(table, changed, frozenset(new for old, new in pairs if old == new))


def with_drill(drill: str, number: str, taken: Collection[str]) -> str:
    """The key of a number that is this drill's: `K-June-1`; `K-June-1-2` where that is taken."""
    first = f"{drill}-{re.sub(r'[^0-9]', '', number)}"
    key, again = first, 2
    while key in taken:
        key, again = f"{first}-{again}", again + 1
    return key


def by_title(
    rows: Mapping[str, str], drill: str | None, before: Mapping[tuple[str | None, str], list[str]],
    taken: Collection[str],
) -> dict[str, str]:  # fmt: skip
    """Key in the list → the key its title has in the store, of those that are known by it.

    rows : key → title, as the list gives them. before : drill and plain title → keys stored.
    taken : all keys stored. A title nobody knew keeps its number where that is free, else it gets
    the next one; a title that is stored twice keeps its own key, or is left out of what is told.
    """
    found: dict[str, str] = {}
    strange = []
    for key, title in rows.items():
        keys = before.get((drill, plain_name(title)), [])
        if key in keys:
            found[key] = key
        elif len(keys) == 1:
            found[key] = keys[0]
        elif not keys:
            strange.append(key)
    used = {*taken, *found.values()}
    for key in strange:
        found[key] = key if key not in used else _next(key, used)
        used.add(found[key])
    twice = pd.Series(list(found.values()), index=list(found), dtype=object).duplicated(keep=False)
    return {key: new for key, new in found.items() if not twice[key]}


def _next(key: str, used: Collection[str]) -> str:
    """The first number after all of those with the same letters around it."""
    parts = _NUMBERED.fullmatch(key)
    head, digits, tail = parts.groups() if parts else (f"{key}-", "1", "")
    like = re.compile(re.escape(head) + r"(\d{1,9})" + re.escape(tail))
    numbers = [int(found[1]) for one in used if (found := like.fullmatch(one))]
    return f"{head}{max(numbers, default=0) + 1:0{len(digits)}d}{tail}"


def rekey(one: RecordRows, places: Mapping[int, str], reading: str) -> None:
    """Gives rows, by their place in the frame, other keys, and says so where they came from."""
    if not places:
        return
    frame = one.frame.copy()
    keys, row_keys = list(frame[one.record]), list(frame["row_key"])
    for place, key in places.items():
        keys[place], row_keys[place] = key, json.dumps([key], ensure_ascii=False)
    frame[one.record] = pd.Series(keys, index=frame.index, dtype=frame[one.record].dtype)
    frame["row_key"] = pd.Series(row_keys, index=frame.index, dtype=frame["row_key"].dtype)
    one.frame = frame
    _say(one, one.record, reading)


def tell_keys(table: TableReading, kind: str, changed: Mapping[str, str]) -> None:
    """Notes with the table which of its numbers got which keys."""
    if changed:
        said = few([f"{old} is {new}" for old, new in changed.items()])
        table.taken.append(given_keys(table.found.place, kind, said))


def follow_gaps(
    tables: Iterable[tuple[TableReading, RecordRows]], gaps: Sequence[Given]
) -> dict[int, set[str]]:
    """Actions go with the gaps of their file that got other keys.

    Returns, by id of the rows, the numbers of which it is open which gap is meant: several lists
    of the file have them, and none of them stands on the sheet of the actions.
    """
    unclear: dict[int, set[str]] = {}
    for table, one in tables:
        if "gap" not in one.frame or not any(each.changed for each in gaps):
            continue
        frame = one.frame.copy()
        links = list(frame["gap"])
        for place, link in enumerate(links):
            if not isinstance(link, str):
                continue
            meant = _meant(link, table, gaps)
            if len(meant) == 1:
                links[place] = next(iter(meant))
            elif len(meant) > 1:
                unclear.setdefault(id(one), set()).add(link)
        if links != list(frame["gap"]):
            frame["gap"] = pd.Series(links, index=frame.index, dtype=frame["gap"].dtype)
            one.frame = frame
            _say(one, "gap", "the key its gap was given")
    return unclear


def _meant(link: str, table: TableReading, gaps: Sequence[Given]) -> set[str]:
    """The keys a number may mean in this table; none where no list of the file has it."""
    of_sheet = [one for one in gaps if one.table.found.sheet == table.found.sheet]
    for among in (of_sheet, gaps):
        found = {one.changed[link] for one in among if link in one.changed}
        found |= {link for one in among if link in one.kept}
        if found:
            return found
    return set()


def set_drills(one: RecordRows, drills: Mapping[int, str]) -> None:
    """Rows that are gaps of other drills after all, by their place in the frame."""
    if not drills or "drill" not in one.frame:
        return
    frame = one.frame.copy()
    held = frame["drill"].to_numpy(dtype=object, copy=True)
    held[np.array(list(drills), dtype=int)] = list(drills.values())
    frame["drill"] = pd.Series(held, index=frame.index, dtype=frame["drill"].dtype)
    one.frame = frame
    _say(one, "drill", "the drill it is known of, as you said that it is the same gap")


def _say(one: RecordRows, name: str, reading: str) -> None:
    one.lineage = [
        replace(c, reading=f"{c.reading}; {reading}" if c.reading else reading)
        if c.field == name and reading not in (c.reading or "")
        else c
        for c in one.lineage
    ]
