"""`Field | Value` blocks: what is said once for all rows of a table."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from data.fields import Field, plain_name
from data.intake.around import DrillFacts, GivenFact
from data.intake.columns import Surroundings, day_order
from data.intake.matching.likeness import exact_fields
from data.intake.matching.matched import TableMatch
from data.intake.matching.names import Names
from data.intake.matching.phrases import Phrase, phrase
from data.intake.memory import Memory
from data.intake.pairs import Coded
from data.intake.parsing.cells import ColumnContext, parse_cell
from data.intake.parsing.days import in_words
from data.intake.parsing.instants import decide_day_first
from data.intake.parsing.numerals import decide_decimal
from data.intake.parsing.zones import parse_zone
from data.intake.rawtext import raw_text
from data.intake.reading.book import Sheet
from data.intake.reading.codes import held
from data.intake.reading.found import Fact
from data.intake.reading.tables import FoundTable
from data.problems import Problem
from data.records import RECORDS

# Above a table without a system column these say whose table it is; "component" may be a part.
_SYSTEM_LABELS = ("system", "system name", "application", "application name", "service",
                  "service name", "system tested", "application tested")  # fmt: skip


_ENOUGH = 200  # distinct values of a column that tell how its file is written
_ZONE_LABELS = ("times", "all times", "times in", "all times in", "times are", "all times are")


@dataclass
class Known:
    """What the store, and the files read before, know: names, drills, settings, headings.

    `memory` has what people said of headings. `generic`: record ("" any) and plain name of a drill
    that is only counted (`data.intake.generic`) → the files that gave it.
    """

    names: dict[str, Names]
    drills: dict[str, DrillFacts]
    zone: str
    memory: Memory = field(default_factory=Memory)
    generic: dict[tuple[str, str], set[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """What a person said of these files: options of the command line, answers on the screen.

    is_typed : they are rows typed by field, whose headings are no heading of a file's.
    """

    drill: str | None = None
    zone: str | None = None
    day_first: bool | None = None
    record: str | None = None
    mapping: Mapping[str, Any] | None = None
    quarter: str | None = None
    is_typed: bool = False
    decimal_comma: bool | None = None
    same_numbers: bool | None = None


@dataclass(frozen=True)
class Facts:
    """What stands around a table.

    by_field : field of the drill record → its value; `quarter`; `_zone` and `_day` of the block.
    problems : cells of the block that cannot be read, or go against each other. unused : its lines
    that are no field, with their sheet.
    """

    by_field: dict[str, GivenFact]
    problems: list[Problem]
    unused: list[tuple[Sheet, Fact]]


def table_facts(
    sheet: Sheet, found: FoundTable, cover: Sequence[tuple[Sheet, Any]], told: Told, known: Known,
    elsewhere: bool | None = None, match: TableMatch | None = None,
) -> Facts:  # fmt: skip
    """What blocks of facts say of a table: by field of the drill record, or `quarter`.

    `RTO: 4 h` beside the name of the one system is the objective of its recoveries, where these
    have no column of it (`match`: what the table was taken for).
    """
    record = RECORDS["drill"]
    wanted = {
        phrase(text).words: one
        for one in record.fields
        for text in (one.title, one.name, one.stem, *one.headings)
    }
    wanted["quarter"] = RECORDS["milestone"].field("quarter")
    wanted.update(dict.fromkeys(_ZONE_LABELS, record.field("zone")))
    wanted.update(dict.fromkeys(_SYSTEM_LABELS, RECORDS["recovery"].field("system")))
    every = [*cover, *((sheet, fact) for fact in found.facts)]
    labels = {phrase(str(fact.label)).words for _, fact in every}
    if match is not None and match.record == "recovery" and not labels.isdisjoint(_SYSTEM_LABELS):
        wanted.update(_objectives(labels, match))
    pairs = [(s, f) for s, f in every if phrase(str(f.label)).words in wanted]
    unused = [(s, f) for s, f in every if phrase(str(f.label)).words not in wanted]
    written = (
        parse_cell(fact.value, record.field("zone"), ColumnContext(zone=known.zone)).value
        for _, fact in pairs
        if wanted[phrase(str(fact.label)).words].name == "zone"
    )
    said = told.zone or next(filter(None, written), None) or zone_in_title(found.title)
    zone = said or known.zone
    texts = [
        fact.value
        for _, fact in pairs
        if wanted[phrase(str(fact.label)).words].kind in ("instant", "date")
    ]
    nothing = Coded.same(None, 0)
    order = day_order(
        texts + _date_texts(sheet, found),
        Surroundings(nothing, nothing, nothing, (), told.day_first, elsewhere=elsewhere),
    )
    facts: dict[str, GivenFact] = {}
    day: dt.date | None = None
    is_local = False
    problems: list[Problem] = []
    for where, fact in pairs:
        target = wanted[phrase(str(fact.label)).words]
        started = facts.get("started_at")
        unit = phrase(str(fact.label)).unit or target.unit
        context = ColumnContext(
            zone=zone, day_first=order.day_first, unit=unit, default_date=day,
        )  # fmt: skip
        before = started.value if started and target.name == "ended_at" else None
        parsed = parse_cell(fact.value, target, context, not_before=before)
        if parsed.code and (parsed.value is None or parsed.severity == "question"):
            problems.append(
                Problem(
                    "question" if parsed.severity == "question" else "warning",
                    parsed.message, sheet=where.name, cell=fact.value_cell, field=target.name,
                    value=raw_text(fact.value), expected=parsed.expected, code=parsed.code,
                )
            )  # fmt: skip
        if parsed.value is None:
            continue
        is_local |= parsed.is_local
        if target.kind == "instant":
            on = parsed.value.astimezone(ZoneInfo(zone)).date()
            if target.name == "started_at" and started is not None:
                before_on = started.value.astimezone(ZoneInfo(zone)).date()
                if before_on != on:
                    problems.append(_two_days(where, fact, before_on, on))
            day = on
        if (old := facts.get(target.name)) and target.kind != "instant":
            if _plain_fact(old.value) != _plain_fact(parsed.value):
                problems.append(_two_values(where, fact, target, old))
            continue
        if target.name not in facts or _more_exact(parsed.companions, facts[target.name]):
            facts[target.name] = GivenFact(
                parsed.value, fact.value_cell, str(fact.label), parsed.reading,
                dict(parsed.companions), raw_text(fact.value),
            )  # fmt: skip
    if "name" in facts and "drill" not in facts:
        facts["drill"] = facts["name"]
    if day is not None:
        facts["_day"] = GivenFact(day, None, "", "")
    facts["_zone"] = GivenFact(zone, None, "", "said" if said else "", {"is_used": is_local})
    return Facts(facts, problems, unused)


def _objectives(labels: Iterable[str], match: TableMatch) -> dict[str, Field]:
    """Label of a block → the objective of recoveries it names, where no column gives it."""
    named = {
        label: name
        for label in labels
        for owner, name in exact_fields(Phrase(label))
        if (owner, name) in (("system", "rto_seconds"), ("system", "rpo_seconds"))
    }
    record = RECORDS["recovery"]
    return {
        label: record.field(name) for label, name in named.items() if match.column_of(name) is None
    }


def _two_days(sheet: Sheet, fact: Fact, before: dt.date, now: dt.date) -> Problem:
    """Two cells of a block that say the drill's day differently."""
    said = (
        f"The drill's day is {in_words(before)} by another line of this block and {in_words(now)} "
        "by this one; the one with a time of day counts, else the first."
    )
    return Problem("warning", said, sheet=sheet.name, cell=fact.value_cell, field="started_at",
                   value=raw_text(fact.value), expected="the same day in both",
                   code="two_dates")  # fmt: skip


def _plain_fact(value: object) -> object:
    """A value as it is compared with another line's: names without case and spacing."""
    return plain_name(value) if isinstance(value, str) else value


def _two_values(sheet: Sheet, fact: Fact, target: Field, first: GivenFact) -> Problem:
    """Two cells of a block that say one thing differently; the first counts."""
    said = (
        f"{target.title} is “{first.text or first.value}” by another line ({first.cell}) and "
        f"“{raw_text(fact.value)}” by this one; the first counts."
    )
    return Problem("warning", said, sheet=sheet.name, cell=fact.value_cell, field=target.name,
                   value=raw_text(fact.value), expected="one of them",
                   code="two_values")  # fmt: skip


_ZONE_IN_TITLE = re.compile(
    r"\b[Tt]imes?\b(?:[\s:=(,]|\b(?:are|is|in|the|zone|given|shown|written|as)\b)+"
    r"([A-Za-z]+/[A-Za-z_/]+|(?:UTC|GMT)(?: ?[+-]\d{1,2}(?::?\d\d)?)?|[A-Z]{3,4}\b)"
)


def zone_in_title(lines: Iterable[str]) -> str | None:
    """The zone that a line above a table gives its times: `All times are UTC`; None: none does.

    Two different ones say nothing.
    """
    said = {
        read.value
        for line in lines
        for found in _ZONE_IN_TITLE.finditer(line)
        if (read := parse_zone(found[1])).value is not None
    }
    return said.pop() if len(said) == 1 else None


def _more_exact(companions: Mapping[str, Any], old: GivenFact) -> bool:
    """An instant with a time beats one of a day alone."""
    return old.companions.get("precision") == "day" and companions.get("precision") != "day"


def order_of_book(
    tables: Iterable[tuple[Sheet, FoundTable]], said: Iterable[bool | None] = ()
) -> bool | None:
    """The order of day and month on which all decided columns of a file agree, or None.

    said : what a person said of its tables decides as a column does.
    """
    orders = {
        decide_day_first(texts).day_first
        for sheet, found in tables
        for column in range(found.first_column, found.last_column + 1)
        if (texts := _column_texts(sheet, found, column))
    }
    orders = (orders | set(said)) - {None}
    return orders.pop() if len(orders) == 1 else None


def decimals_of_book(tables: Iterable[tuple[Sheet, FoundTable, Sequence[int]]]) -> bool | None:
    """Whether all columns of numbers of a file that decide it write a decimal comma, or None.

    tables : each with its columns of numbers.
    """
    habits = {
        decide_decimal(_values(sheet, found, column)).decimal_comma
        for sheet, found, columns in tables
        for column in columns
    } - {None}
    habit = habits.pop() if len(habits) == 1 else None
    return habit if isinstance(habit, bool) else None


def _date_texts(sheet: Sheet, found: FoundTable) -> list[Any]:
    """Texts of the table that may be dates, as evidence for the order of day and month."""
    columns = range(found.first_column, found.last_column + 1)
    return [text for column in columns for text in _column_texts(sheet, found, column)]


def _column_texts(sheet: Sheet, found: FoundTable, column: int) -> list[str]:
    return [
        v
        for v in _values(sheet, found, column)
        if isinstance(v, str) and v[:2].strip("/.-").isdigit() and len(v) >= 8
    ]


def _values(sheet: Sheet, found: FoundTable, column: int) -> list[Any]:
    """The first distinct values of a column."""
    rows = np.asarray(found.data_rows, dtype=np.int64)
    values = sheet.grid.values(column)
    return [values[int(code)] for code in held(sheet.grid.codes(column)[rows])[:_ENOUGH]]
