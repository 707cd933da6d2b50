"""What the organisation remembers of headings: every answer, until it is withdrawn.

It lies in the record `alias`. A row of the kind `layout` has the headings of a table and what was
said of it, in the form of a mapping file: it holds exactly, for every later table with the same
headings, whatever its file or sheet is called. A row of the kind `heading` names a field for a
heading in any table of that field's record.

What was said of a heading in one layout also speaks for tables of the same record with other
headings, unless two layouts disagree about it. Units, the order of day and month, and what is left
out do not: there, too much could differ. The drill and the quarter of a table are never remembered,
as the next file is another's, nor is its zone, as the next drill may be elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from data.intake.matching.headings import NOWHERE, SKIP
from data.intake.matching.phrases import phrase
from data.intake.perdrill import remembered_as
from data.intake.said import (
    NOTHING,
    BadMapping,
    Said,
    check_table,
    form_of,
    heading_keys,
    layout_key,
    said_in,
)

HEADING, LAYOUT = "heading", "layout"
_READ_AS = "read as "  # a text in braces alone would be taken for a form nobody filled in


@dataclass
class Memory:
    """Headings and layouts as people explained them; learns the rows it meets.

    headings : plain words → record ("" any) → field, as named for good. layouts : by `layout_key`.
    """

    headings: dict[str, dict[str, str]] = field(default_factory=dict)
    layouts: dict[str, Said] = field(default_factory=dict)

    def learn(self, kind: str, written: str, means: str) -> None:
        """A row of the record `alias`; one nobody can read teaches nothing."""
        if kind == HEADING:
            record, _, name = means.rpartition(".")
            self.headings.setdefault(phrase(written).words, {})[record] = name
        elif kind == LAYOUT:
            known = layout_of(means)
            if known is not None:
                self.layouts[layout_key(known[0])] = known[1]

    def of(self, headings: Sequence[str]) -> Said:
        """What is remembered of the table with exactly these headings."""
        return self.layouts.get(layout_key(headings), NOTHING)

    def words(self) -> frozenset[str]:
        """Every heading something was said of, by `heading_key`."""
        said = {key for one in self.layouts.values() for key in (*one.columns, *one.units)}
        return frozenset(said | set(self.headings))

    def named(self) -> dict[str, tuple[str, ...]]:
        """Plain words → the fields they were named for good: `record.field`, or `field` in any."""
        return {
            words: tuple(f"{record}.{name}" if record else name for record, name in owned.items())
            for words, owned in self.headings.items()
        }

    def alike(self) -> dict[str, tuple[str, ...]]:
        """Plain words → `record.field` as said in layouts, where all of them say the same."""
        said: dict[tuple[str, str], set[str]] = {}
        for one in self.layouts.values():
            for key, name in one.columns.items():
                target, _, last = name.rpartition(".")
                record = target or one.record
                if record and last:
                    said.setdefault((phrase(key).words, record), set()).add(last)
        found: dict[str, tuple[str, ...]] = {}
        for (words, record), names in said.items():
            if len(names) == 1:
                found[words] = (*found.get(words, ()), f"{record}.{next(iter(names))}")
        return found


def layout_of(means: str) -> tuple[list[str], Said] | None:
    """The headings and what was said of them in a `layout` row; None when it says neither."""
    try:
        form = json.loads(means.removeprefix(_READ_AS))
        check_table(form)
    except (ValueError, RecursionError, BadMapping):
        return None
    headings = form.get("headings")
    return (headings, said_in(form, is_remembered=True)) if headings else None


@dataclass(frozen=True)
class Answered:
    """One open table: its headings, what was said of it in all, what it was taken for.

    is_answered : a person said something of it now. rests : of drills side by side, the place of a
    heading → what it says without its drill.
    """

    headings: Sequence[str]
    said: Said
    record: str | None
    is_answered: bool
    rests: dict[int, str] = field(default_factory=dict)


def to_remember(tables: Iterable[Answered]) -> list[dict[str, Any]]:
    """Rows of `alias`, one a layout of which something was said now.

    Of several open tables with the same headings only what was said of all of them alike holds for
    later files: one that was left out beside its like may be an old copy.
    """
    by_layout: dict[str, list[Answered]] = {}
    for one in tables:
        by_layout.setdefault(layout_key(one.headings), []).append(one)
    rows = []
    for alike in by_layout.values():
        if not any(one.is_answered for one in alike):
            continue
        said = _common([_lasting(one) for one in alike])
        record = alike[0].record if len({one.record for one in alike}) == 1 else None
        if said.is_empty or (said.columns and not (said.record or record)):
            continue
        rows.append(layout_row(form_of(alike[0].headings, said, record)))
    return rows


def layout_row(form: Mapping[str, Any]) -> dict[str, Any]:
    """The row of `alias` that remembers a table of a mapping for tables with its headings."""
    means = _READ_AS + json.dumps(form, ensure_ascii=False)
    return {"kind": LAYOUT, "written": layout_key(form["headings"]), "means": means}


def _lasting(one: Answered) -> Said:
    """What of it holds for later files; of drills side by side without the drill's name too.

    That a heading lost its field to another one does not: nobody said so of it.
    """
    columns = {key: name for key, name in one.said.columns.items() if name != NOWHERE}
    keys = heading_keys(one.headings)
    for place, rest in one.rests.items():
        if keys[place] in columns:
            name = columns[keys[place]]
            columns.setdefault(remembered_as(rest, name.rpartition(".")[2]), name)
    return replace(
        one.said, columns=columns, drill=None, zone=None, quarter=None, is_remembered=False
    )


def _common(said: Sequence[Said]) -> Said:
    first, *others = said
    for one in others:
        if SKIP in (first.record, one.record) and first.record != one.record:
            return NOTHING
        first = Said(
            first.record if first.record == one.record else None,
            {k: v for k, v in first.columns.items() if one.columns.get(k, v) == v},
            {k: v for k, v in first.units.items() if one.units.get(k, v) == v},
            first.day_first if first.day_first == one.day_first else None,
            decimal_comma=first.decimal_comma if first.decimal_comma == one.decimal_comma else None,
            same_numbers=first.same_numbers if first.same_numbers == one.same_numbers else None,
        )
    return first
