"""A list of gaps or actions that was numbered anew: 2 became 1, and each number says another gap.

A number that only counts is all a row is known by. Where a row would give its number's title to a
gap that another number of the list has, or takes over the title such a number had, the list was
counted again after a line was taken out: each of its changes would be written to the wrong gap. The
rows wait, and are asked about once a table.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from data.fields import plain_name
from data.intake.countedkeys import COUNTED_KEY, only_counts, own_rows, wait
from data.problems import Problem
from data.store import Store
from wording.reading import few

if TYPE_CHECKING:
    from data.intake.understanding import TableReading

_KINDS = ("gap", "action")
_TITLE_LENGTH = 60


def ask_about_renumbering(store: Store, tables: Sequence[TableReading]) -> None:
    """Takes the rows of lists numbered anew out of the tables' valid ones, and asks about them."""
    for kind in _KINDS:
        rows = [(table, one) for table in tables for one in own_rows(table, [kind])]
        now = {
            key: title
            for _, one in rows
            if "title" in one.frame
            for key, title in zip(one.frame[kind], one.frame["title"], strict=True)
            if only_counts(key) and isinstance(title, str)
        }
        moved = renumbered(now, _titles_before(store, kind, now)) if now else {}
        for table, one in rows:
            out = one.frame[kind].isin(list(moved)).to_numpy(bool)
            if out.any():
                keys = [key for key in one.frame[kind][out]]
                wait(one, out, [frozenset()] * len(one.frame), _question(table, kind, keys, moved))


def renumbered(now: dict[str, str], before: dict[str, str]) -> dict[str, tuple[str, str]]:
    """The numbers whose title is another number's: number → its title before and now.

    now, before : number → title, as the list gives it and as it is stored.
    """
    had = {plain_name(title): key for key, title in before.items()}
    has = {plain_name(title): key for key, title in now.items()}
    found = {}
    for key, title in now.items():
        old = before.get(key)
        if old is None or plain_name(old) == plain_name(title):
            continue
        is_anothers = had.get(plain_name(title), key) != key
        went_to_another = has.get(plain_name(old), key) != key
        if is_anothers or went_to_another:
            found[key] = (old, title)
    return found


def _titles_before(store: Store, kind: str, keys: Iterable[str]) -> dict[str, str]:
    row_keys = [json.dumps([key], ensure_ascii=False) for key in keys]
    rows = store.rows(kind, row_keys=row_keys)
    return {
        key: title
        for key, title in zip(rows[kind], rows["title"], strict=True)
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
