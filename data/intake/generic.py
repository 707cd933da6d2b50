"""Generic names of drills: `Drill 1` is the first of something, and no drill's own name.

The next quarter's file has a `Drill 1` too. So such a name, be it a heading's, a column's or a
sheet's, is told apart by the quarter its table is of: `2025-Q2 Drill 1`; where no quarter is given,
by the day (`2025-05-03 Drill 1`), else by the year (`2025 Drill 1`). They come from `--quarter`, a
block above the table, the title, the sheet's or the file's name, or the title of another table
of the file. With none of them the name stays as it is, unless the store knows it from a file of
another name: then it is asked, and its rows wait. `--drill "Drill 1"`, or another name of a drill
in the settings, says that the known one is meant; a file of the same name corrects its drill.

`DR-1` and `DR-2025-1` may be a register's own numbers, and stay.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from data.fields import plain_name
from data.intake.around import GivenFact
from data.intake.counted import COUNTED
from data.intake.drillhome import DrillHome, quarter_in_names
from data.intake.facts import Known, Told
from data.intake.reading.found import FoundTable

_QUARTER_ALONE = re.compile(r"q[1-4](?: (?:dr )?(?:drill|test|exercise))?", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


@dataclass(frozen=True)
class Apart:
    """What tells the generic drills of a table apart from others of that name.

    quarter : `2025-Q2`, or a day or year; "" when nothing says it. where : what said it.
    elsewhere : the plain names that files of another name gave drills already. is_said : a person
    said that the drills are those known.
    """

    quarter: str = ""
    where: str = ""
    elsewhere: frozenset[str] = frozenset()
    is_said: bool = False

    def named(self, name: str) -> str:
        """The drill's name: with the quarter when it is generic and a quarter is given."""
        before = "" if self.is_said else self.quarter
        if before and COUNTED.fullmatch(name.strip()):
            return f"{before} {name.strip()}"
        if before and _QUARTER_ALONE.fullmatch(name.strip()):
            return f"{before[:4]} {name.strip()}"
        return name

    def is_open(self, name: str) -> bool:
        """Whether it has to be asked which drill a name is, given as `named` returns it."""
        return not self.is_said and is_generic(name) and plain_name(name) in self.elsewhere


def is_generic(name: str) -> bool:
    """Whether a name only counts: `Drill 1`, `Second test`, `Exercise B`, `Q2`."""
    text = name.strip()
    return bool(COUNTED.fullmatch(text) or _QUARTER_ALONE.fullmatch(text))


def apart_of(
    found: FoundTable, facts: Mapping[str, GivenFact], told: Told, known: Known, home: DrillHome,
    record: str, day: dt.date | None,
) -> Apart:  # fmt: skip
    """What tells a table's generic drills apart, by what stands around it."""
    if told.is_typed:
        return Apart(is_said=True)
    elsewhere = frozenset(
        name for (owner, name), files in known.generic.items()
        if owner in ("", record) and home.file not in files
    )  # fmt: skip
    is_said = told.drill is not None and is_generic(told.drill)
    quarter, where = _quarter(found, facts, told, home, day)
    return Apart(quarter, where, elsewhere, is_said)


def _quarter(
    found: FoundTable, facts: Mapping[str, GivenFact], told: Told, home: DrillHome,
    day: dt.date | None,
) -> tuple[str, str]:  # fmt: skip
    if told.quarter:
        return told.quarter, "the quarter you named"
    fact = facts.get("quarter") or quarter_in_names(found, home)
    if fact is not None:
        return str(fact.value), fact.reading or "the block around the table"
    if home.quarters is not None:
        return home.quarters, "another table of the file"
    if day is not None:
        return day.isoformat(), "the day of the table"
    for text, where in (
        (" ".join(found.title), "the title"),
        (home.sheet or "", "the sheet's name"),
        (home.stem, "the file's name"),
    ):
        years = set(_YEAR.findall(text))
        if len(years) == 1:
            return years.pop(), f"taken from {where}"
    return "", ""
