"""A list of gaps or actions that was numbered anew: 2 became 1, and each number says another gap.

A row is known by its key alone. Where a row takes over the title another key of the list had, or
gives its own to another one, the list was counted again after a line was taken out, be it by bare
numbers or by DR-1-1, DR-1-2: each of its changes would be written to the wrong gap. The rows wait,
and are asked about once a table, unless it was said of the table what its numbers are worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from data.fields import plain_name
from data.intake.around import RecordRows
from data.intake.countedkeys import ANSWER, COUNTED_KEY, own_rows, wait
from data.intake.rekeying import (
    TITLES,
    Given,
    by_title,
    follow_gaps,
    given,
    rekey,
    tell_keys,
)
from data.problems import Problem
from data.store import Store
from wording.reading import few

if TYPE_CHECKING:
    from data.intake.understanding import TableReading

_KINDS = ("gap", "action")
_TITLE_LENGTH = 60


@dataclass(frozen=True)
class Stored:
    """The title a key has in the store, and the drill it is of."""

    title: str
    drill: str | None


def ask_about_renumbering(store: Store, tables: Sequence[TableReading]) -> None:
    """Takes the rows of lists numbered anew out of the tables' valid ones, and asks about them.

    Where it was said that the numbers are of others now, each row is known by its title instead;
    where they are of the same, the titles were written anew and the rows stay.
    """
    gaps: list[Given] = []
    for kind in _KINDS:
        rows = [(table, one) for table in tables for one in own_rows(table, [kind])]
        if kind == "action":
            follow_gaps(rows, gaps)
        now = {key: title for _, one in rows for key, title in _titles(one).items()}
        before = _before(store, kind) if now else {}
        moved = renumbered(now, before)
        for table, one in rows:
            keys = list(one.frame[kind])
            out = one.frame[kind].isin(list(moved)).to_numpy(bool)
            if out.any() and table.said.same_numbers is not None:
                is_same = table.said.same_numbers
                out = out & False if is_same else _by_title(table, one, before, moved)
            if kind == "gap":
                gaps.append(given(table, keys, one, out))
            if out.any():
                asked = [key for key, is_out in zip(keys, out, strict=True) if is_out]
                wait(one, out, [frozenset()] * len(one.frame), _question(table, kind, asked, moved))


def _titles(one: RecordRows) -> dict[str, str]:
    """Key → title, of the rows that have both."""
    if "title" not in one.frame:
        return {}
    pairs = zip(one.frame[one.record], one.frame["title"], strict=True)
    return {k: title for k, title in pairs if isinstance(k, str) and isinstance(title, str)}


def _by_title(
    table: TableReading, one: RecordRows, before: dict[str, Stored],
    moved: dict[str, tuple[str, str]],
) -> npt.NDArray[np.bool_]:  # fmt: skip
    """Gives the rows of a list the keys of their titles; which of them have none, and wait."""
    titles = _titles(one)
    drill = next(before[key].drill for key in titles if key in moved)
    known: dict[tuple[str | None, str], list[str]] = {}
    for key, stored in before.items():
        known.setdefault((stored.drill, plain_name(stored.title)), []).append(key)
    mine = {k: t for k, t in titles.items() if k not in before or before[k].drill == drill}
    found = by_title(mine, drill, known, before)
    keys = list(one.frame[one.record])
    places = {at: found[key] for at, key in enumerate(keys) if key in found and found[key] != key}
    rekey(one, places, TITLES)
    tell_keys(table, one.record, {keys[at]: key for at, key in places.items()})
    return np.array([key in mine and key not in found for key in keys], dtype=bool)


def renumbered(now: dict[str, str], before: dict[str, Stored]) -> dict[str, tuple[str, str]]:
    """The keys whose title is another key's: key → its title before and now.

    now : key → title, as the list gives it. before : key → what is stored of it; only keys of one
    drill are one list.
    """
    had = {(one.drill, plain_name(one.title)): key for key, one in before.items()}
    has = {plain_name(title): key for key, title in now.items()}
    found = {}
    for key, title in now.items():
        old = before.get(key)
        if old is None or plain_name(old.title) == plain_name(title):
            continue
        is_anothers = had.get((old.drill, plain_name(title)), key) != key
        went_to_another = has.get(plain_name(old.title), key) != key
        if is_anothers or went_to_another:
            found[key] = (old.title, title)
    return found


def _before(store: Store, kind: str) -> dict[str, Stored]:
    rows = store.rows(kind)
    drills = rows["drill"] if "drill" in rows else [None] * len(rows)
    return {
        key: Stored(title, drill if isinstance(drill, str) else None)
        for key, title, drill in zip(rows[kind], rows["title"], drills, strict=True)
        if isinstance(title, str)
    }


def _question(
    table: TableReading, kind: str, keys: Sequence[str], moved: dict[str, tuple[str, str]]
) -> Problem:
    old, new = (text[:_TITLE_LENGTH] for text in moved[keys[0]])
    more = f"; so it is with {few(list(keys[1:]))}" if len(keys) > 1 else ""
    return Problem(
        "question",
        f"{kind.capitalize()} {keys[0]} was “{old}” and is “{new}” here, which another number of "
        f"the list stands for{more}. Were the {kind}s numbered anew? The rows wait.",
        sheet=table.found.sheet, cell=table.found.range, field=kind, row_rejected=True,
        code=COUNTED_KEY,
        expected=f"the number each {kind} had before, or keys that stay with it; {ANSWER}",
    )  # fmt: skip
