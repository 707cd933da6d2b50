"""A list of gaps or actions that was numbered anew: 2 became 1, and each number says another gap.

A row is known by its key alone. Where a row takes over the title another key of the list had, or
gives its own to another one, the list was counted again after a line was taken out, be it by bare
numbers or by DR-1-1, DR-1-2: each of its changes would be written to the wrong gap. The rows wait,
and are asked about once a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.fields import plain_name
from data.intake.countedkeys import COUNTED_KEY, own_rows, wait
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
    """Takes the rows of lists numbered anew out of the tables' valid ones, and asks about them."""
    for kind in _KINDS:
        rows = [(table, one) for table in tables for one in own_rows(table, [kind])]
        now = {
            key: title
            for _, one in rows
            if "title" in one.frame
            for key, title in zip(one.frame[kind], one.frame["title"], strict=True)
            if isinstance(key, str) and isinstance(title, str)
        }
        moved = renumbered(now, _before(store, kind)) if now else {}
        for table, one in rows:
            out = one.frame[kind].isin(list(moved)).to_numpy(bool)
            if out.any():
                keys = [key for key in one.frame[kind][out]]
                wait(one, out, [frozenset()] * len(one.frame), _question(table, kind, keys, moved))


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
        expected=f"the number each {kind} had before, or keys that stay with it",
    )  # fmt: skip
