"""What a table of a file is, by its headings, its values and what a person said of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from data.fields import Field
from data.intake.bareclocks import are_clocks, as_clocks
from data.intake.facts import Known, Told
from data.intake.matching.headings import NOWHERE, SKIP, match_table
from data.intake.matching.matched import TableMatch
from data.intake.matching.phrases import phrase
from data.intake.matching.wide import (
    drills_over_headings,
    drills_side_by_side,
    headings_of,
    of_a_recovery,
    without_drill,
)
from data.intake.matching.worth import MEASURED
from data.intake.offsetlogs import log_by_offsets
from data.intake.parsing.cells import ColumnContext, parse_cell
from data.intake.perdrill import given_beside, objective_of, open_targets, told_by_target
from data.intake.reading.book import Book, Cell, Sheet
from data.intake.reading.codes import held
from data.intake.reading.tables import FoundTable
from data.intake.said import Said, heading_keys, said_by_mapping
from data.intake.testcodes import AS_A_DRILL, named_tests
from data.records import RECORDS

_SAMPLE_CELLS = 40
_CHAT = re.compile(r"\W{0,2}\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? +\d{1,2}[:.]\d\d\b.*\S: *\S")
# Steps and milestones are named by their numbers, too; systems are not.
_NUMBERED = tuple(RECORDS[name].field("depends_on") for name in ("task", "milestone"))
_CHOOSING = 2  # so many headings remembered of other layouts speak for a record


@dataclass(frozen=True)
class Recognised:
    """What a table is; of drills side by side also what it is for each of them.

    rests : place of a heading that names such a drill → what it says without it. open_targets :
    as in `data.intake.perdrill`.
    """

    match: TableMatch | None
    wide: dict[str, TableMatch] = field(default_factory=dict)
    rests: dict[int, str] = field(default_factory=dict)
    open_targets: dict[str, list[int]] = field(default_factory=dict)


def recognise(sheet: Sheet, found: FoundTable, said: Said, known: Known) -> Recognised:
    """What a table is, by its headings, its values, and what was said of it or of its like."""
    headings = found.headings
    if headings is None or found.kind == "facts" or said.record == SKIP:
        return Recognised(None)
    if said.record is None and _are_lines_of_a_chat(headings):
        return Recognised(None)
    given = given_places(headings, said)
    tests = named_tests(sheet, found)
    judged: dict[tuple[int, str, tuple[str, ...]], float | None] = {}
    samples: dict[int, list[Cell]] = {}

    def cells(place: int) -> list[Cell]:
        if place not in samples:
            samples[place] = sample_of(sheet, found, found.first_column + place)
        return samples[place]

    def fits(place: int, target: Field) -> float | None:
        """Share of a column's distinct values that read as the field; names need no digits only."""
        key = (place, target.kind, (*target.values, target.name if target in _NUMBERED else ""))
        if key not in judged:
            judged[key] = share_fitting(cells(place), target)
        return judged[key]

    named, alike = known.memory.named(), known.memory.alike()
    hint = " ".join(part for part in (sheet.name, *found.title) if part)

    def matched(
        texts: Sequence[str], given: Mapping[int, str], wanted: str | None = said.record
    ) -> TableMatch | None:
        """What was said of other layouts helps to read a record; one heading does not choose it."""
        texts = [AS_A_DRILL if i in tests and text else text for i, text in enumerate(texts)]

        def match(memory: Mapping[str, Sequence[str]], record: str | None) -> TableMatch | None:
            return match_table(texts, fits, memory=memory, given=given, as_record=record, hint=hint)

        every = {**alike, **named}
        best = match(every, wanted)
        if best is not None and alike and wanted is None:
            lone = sum(phrase(one.heading).words in alike for one in best.columns) < _CHOOSING
            first = match(named, None) if lone else None
            best = match(every, first.record) if first else best
        return best and _in_grid(best, found, units)

    drills = known.names["drill"].all
    is_known = _known_rests(headings, given, drills, {**alike, **named})
    wide: dict[str, dict[int, str]] = {}
    if said.record in (None, "recovery"):
        wide = drills_side_by_side(headings, drills, is_known) or drills_over_headings(
            found.heading_parts, known.names["system"].all, is_known
        )
    rests = {place: rest for one in wide.values() for place, rest in one.items()}
    units = _units_of_every_drill(headings, said.units, rests)
    beside = given_beside(rests, {**alike, **named})
    every = _for_every_drill({**beside, **given}, rests)
    measured, target = told_by_target(headings, rests, every)
    every = {**measured, **every}

    def told(match: TableMatch) -> TableMatch:
        """The match; what the column of targets tells is not put in a person's mouth."""
        places = {place + found.first_column for place in measured}
        why = f"measured, as “{target}” is the target"
        return replace(
            match,
            columns=tuple(replace(c, why=why) if c.column in places else c for c in match.columns),
        )

    def of_drill(drill: str) -> TableMatch | None:
        """Drills side by side with a time or verdict each are recoveries, whatever else is there:
        a column of costs makes no inventory of them."""
        texts = headings_of(drill, headings, wide)
        is_told = any(objective_of(rest) for rest in wide[drill].values())
        best = matched(texts, every)
        if best is None or best.record == "recovery":
            return best and told(best)
        other = matched(texts, every, "recovery")
        other = other and told(other)
        is_measured = other is not None and any(one.field in MEASURED for one in other.columns)
        return other if is_measured or is_told else best

    each = {drill: of_drill(drill) for drill in wide}
    sides = {drill: one for drill, one in each.items() if one and one.record == "recovery"}
    if len(sides) > 1 and len(sides) == len(wide):
        first, *others = sides.values()
        own = {column.column for column in first.columns}
        more = tuple(c for one in others for c in one.columns if c.column not in own)
        seen = own | {one.column for one in more} | {one.column for one in first.ignored}
        left = tuple(i for one in others for i in one.ignored if i.column not in seen)
        whole = replace(first, columns=first.columns + more, ignored=first.ignored + left)
        is_open = open_targets(rests, every, sides.values(), found.first_column)
        return Recognised(whole, sides, rests, is_open)
    held = {phrase(headings[place]).words for place in given} | {*alike, *named}
    of_log = log_by_offsets(headings, cells, held) if said.record is None else {}
    if of_log:
        log = matched(headings, {**of_log, **given}, "log")
        return Recognised(log and _by_offsets(log, set(of_log), found.first_column))
    return Recognised(matched(headings, given))


def _by_offsets(log: TableMatch, places: Collection[int], shift: int) -> TableMatch:
    """The log; what its offsets and events tell is not put in a person's mouth."""
    why = "by its times since the drill's start and its events"
    return replace(
        log,
        columns=tuple(
            replace(one, why=why) if one.column - shift in places else one for one in log.columns
        ),
    )


def _are_lines_of_a_chat(headings: Sequence[str]) -> bool:
    """Whether what stands for headings is a message: `[09/07/2025, 08:06:40] Anele: on it`."""
    texts = [text for text in headings if text.strip()][:2]
    return bool(_CHAT.match(", ".join(texts)))


def given_places(headings: Sequence[str], said: Said) -> dict[int, str]:
    """Place of a heading → the field that was said of it."""
    keys = heading_keys(headings)
    return {place: said.columns[key] for place, key in enumerate(keys) if key in said.columns}


def _known_rests(
    headings: Sequence[str], given: Mapping[int, str], drills: Collection[str],
    memory: Mapping[str, Sequence[str]],
) -> Callable[[str], bool]:  # fmt: skip
    """Whether a heading without its drill is one of a recovery: as usual, remembered, or said."""
    said = {
        phrase(rest).words
        for place, name in given.items()
        if name not in (SKIP, NOWHERE) and "." not in name.removeprefix("recovery.")
        for _, rest in without_drill(headings[place], drills)
    }
    said |= {
        words for words, names in memory.items()
        if any(name.startswith("recovery.") for name in names)
    }  # fmt: skip
    return lambda rest: of_a_recovery(rest) or phrase(rest).words in said


def _for_every_drill(given: Mapping[int, str], rests: Mapping[int, str]) -> dict[int, str]:
    """What was said of one drill's column, a field or a unit, holds for that of the others."""
    by_rest = {phrase(rests[place]).words: name for place, name in given.items() if place in rests}
    same = {
        place: by_rest[phrase(rest).words]
        for place, rest in rests.items()
        if phrase(rest).words in by_rest
    }
    return {**same, **given}


def _units_of_every_drill(
    headings: Sequence[str], said: Mapping[str, str], rests: Mapping[int, str]
) -> dict[int, str]:
    """Place of a heading → the unit said of it, or of the same column of another drill."""
    keys = heading_keys(headings)
    own = {place: said[key] for place, key in enumerate(keys) if key in said}
    return _for_every_drill(own, rests)


def _in_grid(match: TableMatch, found: FoundTable, units: Mapping[int, str]) -> TableMatch:
    """A match by places in the heading as one by columns of the grid, with the units said."""
    shift, headings = found.first_column, found.headings or []
    return replace(
        match,
        columns=tuple(
            replace(
                c, column=c.column + shift, heading=headings[c.column],
                unit=units.get(c.column, c.unit),
            )
            for c in match.columns
        ),
        ignored=tuple(
            replace(c, column=c.column + shift, heading=headings[c.column]) for c in match.ignored
        ),
    )  # fmt: skip


def said_of(book: Book, found: FoundTable, told: Told, known: Known) -> Said:
    """What was said of a table: by a mapping, by an option, else of earlier ones like it."""
    headings = found.headings or []
    now = said_by_mapping(told.mapping, headings, (book.name, found.sheet, found.range))
    now = now.over(
        Said(
            told.record, {}, {}, told.day_first, told.drill, told.zone, told.quarter,
            decimal_comma=told.decimal_comma, same_numbers=told.same_numbers,
        )
    )  # fmt: skip
    return now if told.is_typed or not headings else now.over(known.memory.of(headings))


def sample_of(sheet: Sheet, found: FoundTable, column: int) -> list[Cell]:
    """The first distinct values of a column that are not blank."""
    grid, rows = sheet.grid, np.asarray(found.data_rows, dtype=np.int64)
    values = grid.values(column)
    cells = [values[code] for code in held(grid.codes(column)[rows])[:_SAMPLE_CELLS].tolist()]
    return [cell for cell in cells if cell is not None and str(cell).strip()]


def share_fitting(values: Sequence[Cell], target: Field) -> float | None:
    """Share of the values that read as the field, in the order of day and month that reads more."""
    orders = (True, False) if target.kind in ("instant", "date") else (True,)
    shares = [
        one for day_first in orders if (one := _share_in(values, target, day_first)) is not None
    ]
    return max(shares, default=None)


def _share_in(values: Sequence[Cell], target: Field, day_first: bool) -> float | None:
    context = ColumnContext(zone="UTC", day_first=day_first, unit=target.unit or "h",
                            decimal_comma=True,  # what may be read two ways is a number
                            default_date=dt.date(2025, 1, 1),
                            drill_started_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC))  # fmt: skip
    good = total = 0
    if target.kind == "instant" and are_clocks(values):
        values = as_clocks(values)
    for value in values:
        if target.kind in ("name", "system", "drill", "text", "list"):
            total += 1
            unlike = (dt.date,) if target in _NUMBERED else (float, int, dt.date)
            good += not isinstance(value, bool | dt.time | dt.timedelta) and not (
                target.kind in ("name", "list") and isinstance(value, unlike)
            )
            continue
        parsed = parse_cell(value, replace(target, date_alone=True), context)
        if parsed.value is None and not parsed.code:
            continue  # empty of some kind: says nothing
        total += 1
        good += parsed.value is not None
    return good / total if total >= 2 or good else None  # one that does not fit may be a slip
