"""Whose row it is: drills and systems by name, from a column, the rows' own words or the facts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from data.fields import Field
from data.intake.around import GivenFact
from data.intake.columns import TypedColumn
from data.intake.currencies import name_currencies
from data.intake.matching.aside import ASKED_FOR, stamp_place
from data.intake.matching.names import NameMatch
from data.intake.matching.nearnames import near_name
from data.intake.pairs import Coded, combined, once_each
from data.intake.parsing.zones import zone_info
from data.intake.worktable import PARENT, WorkTable
from data.problems import Problem

WHOLE_DRILL = "whole drill"
_NEAR_KINDS = {"owner": "owner", "team": "team", "responsible_team": "team"}
_NAMED = ("name", "scenario")
_SHOWN = 8


def resolve_names(table: WorkTable, column: TypedColumn) -> None:
    """Written names replaced by known ones; new ones told, with the nearest known.

    The nearest is one that was known before this column: names of one list are alike by nature.
    """
    target = column.target
    names = table.around.names[target.kind]
    written = column.values.mapped(lambda v: v if isinstance(v, str) else None).folded()
    found = [None if text is None else names.find(text) for text in written.distinct]
    new: list[tuple[int, NameMatch]] = []
    for code, one in enumerate(found):
        if one is None:
            continue
        if one.how != "new":
            if (untold := names.untold(one.name)) is not None:
                new.append((code, untold))
            continue
        known = names.known(one.name)  # by now: an earlier row of this column may have written it
        if known is not None:
            found[code] = NameMatch(known, "spelling")
            continue
        names.add(one.name)
        new.append((code, one))
    column.values = Coded([one.name if one else None for one in found], written.codes)
    if table.record.name == target.kind and target.key:
        return  # the inventory itself makes names known
    if new:
        table.new_names.append((column, written, new))


def tell_new_names(table: WorkTable) -> None:
    """What is told of names nobody knew, once it is known which rows load: the others add none.

    Of a log all are told: a large one is seen in parts, and both sizes say the same.
    """
    is_log = table.record.name == "log"
    loads = np.ones(table.count, bool) if is_log else ~table.rejecting
    for column, written, new in table.new_names:
        there = set(written.codes[loads].tolist())
        known = [(code, one) for code, one in new if code in there]
        for code, one in new:
            if code not in there:
                table.around.names[column.target.kind].keep_untold(one)
        for code, one in known:
            if one.nearest:
                told = (
                    f"This {column.target.title.casefold()} was not known before and is added as "
                    f"new. The nearest known one is {one.nearest}."
                )
                _tell_new(table, column, written, code, told, loads)
        strange = [(code, one.name) for code, one in known if not one.nearest]
        if strange:
            told = _added(column.target, [name for _, name in strange])
            _tell_new(table, column, written, strange[0][0], told, loads)


def tell_near_names(table: WorkTable) -> None:
    """A new owner or team that may be a known one is told with it; its row loads as it stands.

    Known are those of earlier files: the names of one list are alike by nature.
    """
    for (owner, _), column in table.typed.items():
        kind = _NEAR_KINDS.get(column.target.name)
        names = table.around.names.get(kind or "")
        if owner != table.record.name or names is None or column.target.kind != "name":
            continue
        written = column.values.mapped(lambda v: v if isinstance(v, str) else None).folded()
        there = set(written.codes[~table.rejecting].tolist())
        for code, text in enumerate(written.distinct):
            if text is None or code not in there or names.find(text).how in ("exact", "alias"):
                continue
            near = near_name(text, names.all, is_person=kind == "owner")
            if near is not None:
                told = (
                    f"This {column.target.title.casefold()} was not known before and counts on "
                    f"its own. The nearest known one is {near}."
                )
                _tell_new(table, column, written, code, told, ~table.rejecting)


def _added(target: Field, names: list[str]) -> str:
    if len(names) == 1:
        return f"This {target.title.casefold()} was not known before and is added as new."
    shown = ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")
    return f"{len(names)} names of this column were not known before and are added: {shown}."


def _tell_new(
    table: WorkTable,
    column: TypedColumn,
    written: Coded,
    code: int,
    message: str,
    loads: npt.NDArray[np.bool_],
) -> None:
    place = int(np.flatnonzero((written.codes == code) & loads)[0])
    cell, text = table.cell(place, column)
    what = column.target.title.casefold()
    table.add(
        place,
        Problem("warning", message, cell=cell, field=column.target.name, value=text,
                expected=f"the name of a known {what}, if it is one", code="new_name"),
    )  # fmt: skip


def drill_each_row(table: WorkTable, started: TypedColumn) -> None:
    """Rows with dates of their own are a drill each: named by the date and the scenario."""
    around = table.surroundings(plain=True)
    parent = table.matches(PARENT)
    named = next((parent[name][0] for name in _NAMED if name in parent), None)
    words = table.grid.codes(named.column)[table.rows] if named else np.zeros(table.count, int)
    first, codes = combined([started.values.codes, around.zones.codes, words])
    names: list[str] = []
    for row in map(int, first):
        at = started.values.at(row)
        day = at.astimezone(zone_info(around.zones.at(row))).date().isoformat() if at else ""
        text = table.text(row, named.column) if named else ""
        names.append(" ".join(part for part in (day, text.strip()) if part))
    table.values["drill"] = Coded.of(_numbered(names[code] for code in codes))
    system = table.around.facts.get("system")
    system = system or GivenFact(WHOLE_DRILL, None, "", "no column names a system")
    table.values["system"] = Coded.same(system.value, table.count)
    reading = "rows with a date of their own are a drill each"
    table.fixed["drill"] = GivenFact(None, None, "", reading)
    table.fixed["system"] = system


def drill_each_day(table: WorkTable, started: TypedColumn) -> None:
    """Systems on days of their own, without a drill's name: a day, and what was tested, is one."""
    zones = table.surroundings(plain=True).zones
    parent = table.matches(PARENT)
    named = next((parent[name][0] for name in _NAMED if name in parent), None)

    def name(place: int) -> str | None:
        at = started.values.at(place)
        if at is None:
            return None
        day = at.astimezone(zone_info(zones.at(place))).date().isoformat()
        text = table.text(place, named.column).strip() if named else ""
        return " ".join(part for part in (day, text) if part)

    beside = [table.grid.codes(named.column)[table.rows]] if named else []
    codes: list[npt.NDArray[Any]] = [started.values.codes, zones.codes, *beside]
    table.values["drill"] = Coded(*once_each(codes, name)).folded()
    reading = "no cell names a drill; each date is one"
    table.fixed["drill"] = GivenFact(None, None, "", reading)


def _numbered(names: Iterable[str]) -> list[str | None]:
    """The names, equal ones numbered: `A`, `A (2)`; None for a row without one."""
    seen: dict[str, int] = {}
    made: list[str | None] = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        made.append(None if not name else name if seen[name] == 1 else f"{name} ({seen[name]})")
    return made


def system_from_words(table: WorkTable) -> None:
    """Without a system column, what the row names (scenario, component) is the system."""
    if table.record.name != "recovery" or "system" in table.values:
        return
    if (given := table.around.facts.get("system")) is not None:
        table.values["system"] = Coded.same(given.value, table.count)
        table.fixed["system"] = given
        return
    parent = table.matches(PARENT)
    column = next((parent[name][0] for name in reversed(_NAMED) if name in parent), None)
    if column is None:
        table.values["system"] = Coded.same(WHOLE_DRILL, table.count)
        table.fixed["system"] = GivenFact(WHOLE_DRILL, None, "", "no column names a system")
        return
    texts = [table.text(place, column.column).strip() or None for place in range(table.count)]
    table.values["system"] = Coded.of(texts)
    table.parent_values.pop(column.field, None)
    table.typed.pop((PARENT, column.field), None)
    reading = "what the row names is the system"
    table.fixed["system"] = GivenFact(None, None, column.heading, reading)


def given_values(table: WorkTable) -> None:
    """Facts above the table fill what no column gives: the quarter, the drill of its gaps."""
    record = table.record
    for name, fact in table.around.facts.items():
        if record.has(name) and name not in table.values and record.field(name).key:
            table.values[name] = Coded.same(fact.value, table.count)
            table.fixed[name] = fact
    for name in ("rto_seconds", "rpo_seconds"):
        objective = table.around.facts.get(name)
        if objective is not None and record.name == "recovery" and name not in table.values:
            for column, value in objective.by_column(record.field(name)).items():
                table.values[column] = Coded.same(value, table.count)
            table.fixed[name] = objective
    for name in record.key:
        if name not in table.values and record.field(name).required:
            _made_key(table, record.field(name))
    _title_from_key(table)
    name_currencies(table)


def _title_from_key(table: WorkTable) -> None:
    """Where "Gap" or "Action" holds sentences and no column a title, they are the title too."""
    record = table.record
    if record.name not in ("gap", "action") or "title" in table.values:
        return
    column = table.typed.get((record.name, record.name))
    if column is None:
        return
    texts = [one for one in column.values.folded().distinct if isinstance(one, str)]
    if not texts or sum(len(text.split()) >= 3 for text in texts) < 0.7 * len(texts):
        return
    table.values["title"] = column.values
    table.fixed["title"] = GivenFact(
        None, None, column.matches[0].heading, f"what names the {record.name} is its title"
    )


def _made_key(table: WorkTable, target: Field) -> None:
    """A key part no column gives is the row's time stamp or text, or its number in the table."""
    if target.kind in ASKED_FOR:
        return  # these are asked for, never made up
    told = {name for owner, name in table.typed if owner == table.record.name}
    if not told - set(table.record.key):
        return  # nothing was understood of these rows: no row is made of nothing
    said = next((n for n in ("title", "audience", "comment", "at", "team") if n in table.values),
                None)  # fmt: skip
    texts = _stamps(table) or (table.values[said].objects if said else [None] * table.count)
    words = (
        text if isinstance(text, str) else f"row {int(row) + 1}"
        for text, row in zip(texts, table.rows, strict=True)
    )  # fmt: skip
    table.values[target.name] = Coded.of(_numbered(words))
    table.fixed[target.name] = GivenFact(None, None, "", "no column gives it; made from the row")


def _stamps(table: WorkTable) -> list[str | None]:
    """The time stamp of each row of a form's answers, as it is written; empty: it has none."""
    first = table.found.first_column
    taken = [one.column - first for one in table.match.columns]
    place = stamp_place(table.record, table.found.headings or (), taken)
    if place is None:
        return []
    return [table.text(row, first + place).strip() or None for row in range(table.count)]
