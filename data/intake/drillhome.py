"""Whose drill a table is when no column says so: a fact, a title, a name, the only one there is."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from data.intake.around import GivenFact
from data.intake.counted import COUNTED
from data.intake.facts import Known, Told
from data.intake.matching.matched import TableMatch
from data.intake.matching.names import NameMatch, Names
from data.intake.parsing.cells import ColumnContext, parse_cell
from data.intake.parsing.daywithin import Ambiguous, day_within, name_or_day
from data.intake.parsing.zones import zone_info
from data.intake.reading.found import FoundTable
from data.intake.titles import NOT_TITLED, TITLED, Titled, is_dated_drill
from data.records import RECORDS

_QUARTER = re.compile(
    r"(?<![a-z0-9])(?:q[1-4][ _\-/,]*(?:fy[ _]*)?20\d\d|(?:fy[ _]*)?20\d\d[ _\-/]*q[1-4]"
    r"|(?:first|second|third|fourth|1st|2nd|3rd|4th)[ _]quarter(?:[ _]of)?[ _]20\d\d)(?![a-z0-9])",
    re.IGNORECASE,
)
IN_DRILLS_NAME = "the drill's name"
GUESSED = "no cell names a drill; taken from the file's name"
_NUMBERS = re.compile(r"\d+")
_UNNAMED = re.compile(r"(sheet|tabelle|feuil|hoja|planilha|foglio|blad)[ _]?\d*", re.IGNORECASE)


@dataclass(frozen=True)
class DrillHome:
    """Where a table stands: its file and sheet, and what else is in the file.

    `nameless`: per record, on how many sheets its rows do not name their drill; `systemless`: on
    how many sheets recoveries name their drill but no system. `met`: the drills the file lists.
    """

    file: str
    sheet: str | None
    sheets: int
    nameless: Mapping[str, int]
    systemless: int = 0
    met: tuple[str, ...] = ()
    decimal_comma: bool | None = None  # the habit its columns of numbers agree on
    quarters: str | None = None  # the one quarter the titles and names of its tables give
    known: tuple[str, ...] = ()  # the drills known before the file was read
    titled: Titled = NOT_TITLED  # the drill that lines above it or further up its sheet name

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return PurePath(self.file).stem


@dataclass(frozen=True)
class OpenDay:
    """A day that may be two: the text it stands in, what that is, and both readings."""

    text: str
    where: str
    both: str


def drill_of(
    found: FoundTable, match: TableMatch, facts: Mapping[str, GivenFact], told: Told, known: Known,
    home: DrillHome,
) -> GivenFact | None:  # fmt: skip
    """The drill of a table that has no column for it, in the order of certainty; None: ask."""
    record = RECORDS[match.record]
    if not record.has("drill") or match.column_of("drill") is not None or record.name == "drill":
        return None
    if told.drill:
        return GivenFact(told.drill, None, "", "the drill you named")
    if "drill" in facts:
        return facts["drill"]
    if not record.field("drill").key:
        return _titled(known, home) or _sheet_of_a_drill(known, home)
    names = known.names["drill"]
    for text, where in ((" ".join(found.title), "the title"), (home.sheet, "the sheet's name")):
        name = names.within(text or "")
        if name:
            return GivenFact(name, None, "", f"taken from {where}")
    is_named = home.sheet is not None and not _UNNAMED.fullmatch(home.sheet.strip())
    if is_named and home.nameless.get(record.name, 0) > 1:
        return GivenFact(home.sheet, None, "", "each sheet is a drill: taken from the sheet's name")
    if len(home.met) == 1:
        return GivenFact(home.met[0], None, "", "the only drill in this file")
    if home.sheet is not None and COUNTED.fullmatch(home.sheet.strip()):
        return GivenFact(home.sheet.strip(), None, "", "taken from the sheet's name")
    if (titled := _titled(known, home)) is not None:
        return titled
    if home.titled.differing:
        return None
    name = names.within(home.stem)
    if name:
        reading = GUESSED if name == home.stem else "taken from the file's name"
        return GivenFact(name, None, "", reading)
    if home.sheet is None or home.sheets == 1:
        return GivenFact(home.stem, None, "", GUESSED)
    return None


def _sheet_of_a_drill(known: Known, home: DrillHome) -> GivenFact | None:
    """The drill of gaps whose sheet names one: a known one, `Drill Apr-2025`, `Exercise 2`;
    `Drill findings` and `Drill A gaps` name none."""
    sheet = (home.sheet or "").strip()
    if home.titled.differing or not sheet:
        return None
    name = known.names["drill"].within(sheet)
    if name is None and is_dated_drill(sheet):
        name = sheet
    return None if name is None else GivenFact(name, None, "", "taken from the sheet's name")


def _titled(known: Known, home: DrillHome) -> GivenFact | None:
    """The drill that the title names, unless it is a system's name: `Restore test CRM`."""
    name = home.titled.value
    if not isinstance(name, str) or known.names["system"].within(name):
        return None
    return GivenFact(name, None, "", TITLED, text=name)


def new_drill(name: str, home: DrillHome) -> NameMatch:
    """A new name of a drill around a table; the nearest was known before the file, or is in its
    own list of drills: the names of one file are alike by nature."""
    return Names((*home.known, *home.met)).find(name)


def is_near(found: NameMatch) -> bool:
    """Whether a new name may be the nearest one, written otherwise.

    Names whose numbers differ, `DR-2025-1` and `DR-2025-2`, are two drills.
    """
    return found.nearest is not None and not _counts_apart(found.name, found.nearest)


def _counts_apart(one: str, other: str) -> bool:
    """Whether two names each have a number that the other one has not."""
    mine, theirs = (_NUMBERS.findall(text.casefold()) for text in (one, other))
    return bool(Counter(mine) - Counter(theirs)) and bool(Counter(theirs) - Counter(mine))


def system_of(match: TableMatch, known: Known, home: DrillHome) -> GivenFact | None:
    """The system of recoveries that name their drill but no system: the sheet's, or none."""
    names_drill = match.column_of("drill") is not None
    if match.record != "recovery" or match.column_of("system") is not None or home.sheet is None:
        return None
    within = known.names["system"].within(home.sheet)
    if within:
        return GivenFact(within, None, "", "taken from the sheet's name")
    is_named = not _UNNAMED.fullmatch(home.sheet.strip())
    if is_named and names_drill and home.systemless > 1:
        reading = "each sheet is a system: taken from the sheet's name"
        return GivenFact(home.sheet.strip(), None, "", reading)
    return None


def quarter_in_names(found: FoundTable, home: DrillHome) -> GivenFact | None:
    """The quarter that the title, the sheet's name or the file's name gives; None: ask.

    Only one that is written out: a lone date in a name is not the quarter of its milestones. Two
    different quarters in one name say nothing.
    """
    target = RECORDS["milestone"].field("quarter")
    for text, where in (
        (" ".join(found.title), "the title"),
        (home.sheet or "", "the sheet's name"),
        (home.stem, "the file's name"),
    ):
        said = {m[0]: parse_cell(_spaced(m[0]), target, ColumnContext()).value
                for m in _QUARTER.finditer(text)}  # fmt: skip
        values = {value for value in said.values() if value}
        if len(values) == 1:
            return GivenFact(values.pop(), None, "", f"taken from {where}", text=next(iter(said)))
    return None


def _spaced(text: str) -> str:
    return " ".join(re.sub(r"[_]+", " ", text).split())


def day_in_names(
    found: FoundTable, home: DrillHome, zone: str, drill: GivenFact | None = None,
    day_first: bool | None = None,
) -> tuple[dt.date, GivenFact] | None:  # fmt: skip
    """The day the drill's name, a title, the sheet's name or the file's name gives: as a day and
    as a drill's start.

    Clock times without a date belong to it.
    """
    for text, where in _named(found, home, drill):
        if where is not IN_DRILLS_NAME and name_or_day(text):
            continue
        if (read := day_within(text, day_first)) is not None:
            cell, label = (
                (drill.cell, drill.label) if drill and where is IN_DRILLS_NAME else (None, "")
            )
            return read[0], start_of_day(read, zone, where, cell, label)
    return None


def open_day(found: FoundTable, home: DrillHome, drill: GivenFact | None) -> OpenDay | None:
    """A day that a title or name around a table gives, and that may be two; None where none is.

    Of a day in the drill's own name is asked with its rows.
    """
    for text, where in _named(found, home, drill):
        if where is IN_DRILLS_NAME or (drill is not None and text == str(drill.value)):
            continue
        if (both := name_or_day(text)) is not None:
            return OpenDay(text, where, both)
        try:
            day_within(text, is_sure=True)
        except Ambiguous as problem:
            return OpenDay(text, where, str(problem))
    return None


def _named(
    found: FoundTable, home: DrillHome, drill: GivenFact | None
) -> Iterator[tuple[str, str]]:
    """The texts around a table that may give its day, and what each of them is."""
    yield str(drill.value) if drill and drill.cell else "", IN_DRILLS_NAME
    yield from ((line, "the title") for line in found.title)
    yield home.sheet or "", "the sheet's name"
    yield home.stem, "the file's name"


def start_of_day(
    read: tuple[dt.date, str], zone: str, where: str, cell: str | None, label: str
) -> GivenFact:
    """A drill's start as a day alone. read : the day, and its words as they stand in `where`."""
    day, words = read
    start = dt.datetime.combine(day, dt.time(), zone_info(zone)).astimezone(dt.UTC)
    reading = f"the date in {where}, no time given"
    return GivenFact(start, cell, label, reading, {"precision": "day"}, words)
