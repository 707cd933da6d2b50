"""What the lines above a table say of its drill where no cell does: its name, and its start.

`DR Drill Falcon, 5 May 2025` names a drill; `Disaster recovery drill results` names none. Nothing
is taken where two lines say different things.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from data.fields import plain_name
from data.intake.parsing.cells import ColumnContext, parse_cell
from data.intake.parsing.days import MONTHS
from data.intake.parsing.daywithin import day_within, days_in, without_days
from data.intake.reading.found import FoundTable
from data.records import RECORDS

TITLED = "the drill named in the title"
IN_TITLE = "the date and time in the title"

_DRILL_WORD = r"(?:drill|exercise|test|simulation)"
_A_DRILL = re.compile(_DRILL_WORD)
_A_YEAR = re.compile(r"(?:fy)?20\d\d|fy\d{0,4}")
_COUNTS = re.compile(r"\d{1,4}|q[1-4]|fy\d{0,4}|h[12]")
_PAPERS = (
    "results result report reports summary log plan plans planning schedule register overview "
    "tracker template findings scorecard dashboard calendar programme program date dates day type "
    "types name names id ids no number status lead scope objective objectives scenario scenarios "
    "gaps gap actions action case cases script scripts data environment team teams start end time "
    "times notes minutes details information sheet form policy procedure checklist and for of in "
    "on at by the with review record records history"
).split()
_NO_NAME = frozenset(_PAPERS) | MONTHS.keys()
_NAMED = re.compile(
    rf"(?P<before>(?:[^\W\d_][\w/&-]*[ ]){{0,3}}){_DRILL_WORD}[ ](?P<name>.+)", re.IGNORECASE
)
_PARTS = re.compile(r"\s*(?:[,;:|()\[\]]|\s[-–—]+\s|$)\s*")
_PERIOD = re.compile(
    r"(?i)(?<![\w/-])(?:q[1-4]\b[ /-]*(?:fy ?)?(?:20\d\d)?|(?:fy ?)?20\d\d[ /-]*q[1-4]\b|"
    r"20\d\d\b)(?![/-]?\w)"
)
_A_NAME = re.compile(r"(?:[A-Z0-9#“\"'][\w#’'.-]*[”\"']?)(?: [A-Z0-9#][\w#’'.-]*){0,3}")
_CODE = re.compile(r"[A-Za-z]+[-_/#]?\d[\w/-]*")  # DR-2025-02: nothing goes before it
_CODE_OF_A_DRILL = re.compile(r"DR[A-Z]?-?\d[\w/-]*")
_CLOCK = re.compile(
    r"(?<![\d:.])(?:[01]?\d|2[0-3])(?::[0-5]\d){1,2}(?![\d:])(?: ?[ap]\.?m\b\.?)?", re.IGNORECASE
)
_RANGE = re.compile(r" ?(?:-|–|—|to|until) ?", re.IGNORECASE)
_ZONE = re.compile(r" ?\(?((?:UTC|GMT) ?[+-]\d{1,2}(?::?\d\d)?|[A-Z]{3,4}\b|Z\b|[+-]\d\d:?\d\d)\)?")
_STARTS = re.compile(
    r"(?i)\b(?:start(?:s|ed|ing)?|began|begin(?:s|ning)?|begun|commenc\w+|kick-?off|"
    r"t ?\+? ?0|zero)\b"
)
_OF_A_DRILL = re.compile(rf"(?i)\b(?:{_DRILL_WORD}|failover|exercise)\b")
_OTHER_TIMES = re.compile(
    r"(?i)\b(?:end(?:s|ed)?|finish\w*|clos\w+|complet\w+|print\w*|generat\w+|export\w*|creat\w+|"
    r"updat\w+|issu\w+|publish\w*|version|as (?:of|at)|approv\w+|review\w*|plann\w+|schedul\w+|"
    r"until|next|previous|last)\b"
)
_OFFSET = re.compile(r"(?i)\s*t ?(?:[+-] ?\d|\d+:)")


@dataclass(frozen=True)
class Titled:
    """What lines say: one value and the line that says it; of several that differ, the lines."""

    value: object = None
    line: str = ""
    differing: tuple[str, ...] = ()


NOT_TITLED = Titled()


def lines_above(found: FoundTable) -> list[str]:
    """The lines of text above a table; also those read as a label and a value in one cell."""
    return [*found.title, *(f"{one.label}: {one.value}" for one in found.facts
                            if one.label_cell == one.value_cell)]  # fmt: skip


def drill_in(lines: Iterable[str]) -> Titled:
    """The drill that lines name, as they write it."""
    found = {line: name for line in lines if (name := _drill_named(line))}
    return _one(found, lambda name: plain_name(str(name)))


def is_dated_drill(name: str) -> bool:
    """Whether a name is a word for a drill with a number or a time and nothing else:
    `Drill Apr-2025`, `DR test 12 June 2025`, `Exercise 2`. A year may have several drills."""
    words = re.findall(r"[^\W_]+", without_days(name).casefold())
    left = [word for word in words if word not in MONTHS and not _COUNTS.fullmatch(word)]
    counts = [word for word in words if word not in left and not _A_YEAR.fullmatch(word)]
    is_told = bool(counts) or without_days(name) != " ".join(name.split())
    return is_told and any(_A_DRILL.fullmatch(word) for word in left) and all(
        _A_DRILL.fullmatch(word) or word in ("dr", "of", "no") for word in left
    )  # fmt: skip


def start_in(lines: Iterable[str], zone: str, day_first: bool | None) -> Titled:
    """The instant at which a drill started, as lines say it: a day and one time, and that the
    line is about a start, or at least about the drill and no other time of it."""
    found = {line: at for line in lines if (at := _start(line, zone, day_first))}
    sure = {line: at for line, at in found.items() if _STARTS.search(line)}
    return _one(sure or found, str)


def has_offsets(values: Sequence[object]) -> bool:
    """Whether a cell counts from the drill's start: `T+1:30`."""
    return any(isinstance(one, str) and _OFFSET.match(one) for one in values)


def _one(found: Mapping[str, object], key: Callable[[object], str]) -> Titled:
    if not found:
        return Titled()
    if len({key(value) for value in found.values()}) > 1:
        return Titled(differing=tuple(found))
    line = next(iter(found))
    return Titled(found[line], line)


def _drill_named(line: str) -> str | None:
    for part in _PARTS.split(_PERIOD.sub(" ; ", without_days(line))):
        if _CODE_OF_A_DRILL.fullmatch(part.strip()):
            return part.strip()
        match = _NAMED.fullmatch(part.strip())
        if match is None:
            continue
        named = _A_NAME.match(match["name"])
        if named is None:
            continue
        words = named[0].split()
        while words and words[-1].casefold() in _NO_NAME:
            words.pop()
        rest = match["name"][named.end() :].split()
        if not words or any(word.casefold() in _NO_NAME for word in words):
            continue
        if any(word.casefold() not in _NO_NAME for word in rest):
            continue
        if len(words) == 1 and _CODE.fullmatch(words[0]):
            return words[0]
        end = match.start("name") + len(" ".join(words))
        before = match["before"].split()
        last = max((i for i, w in enumerate(before, 1) if w.casefold() in _NO_NAME), default=0)
        return " ".join([*before[last:], part.strip()[match.end("before") : end]])
    return None


def _start(line: str, zone: str, day_first: bool | None) -> dt.datetime | None:
    day = day_within(line, day_first)
    clocks = list(_CLOCK.finditer(line))
    if day is None or not clocks or len(days_in(line)) != 1:
        return None
    is_range = len(clocks) == 2 and _RANGE.fullmatch(line[clocks[0].end() : clocks[1].start()])
    if len(clocks) > 1 and not is_range:
        return None
    if not _STARTS.search(line) and (not _OF_A_DRILL.search(line) or _OTHER_TIMES.search(line)):
        return None
    written = _ZONE.match(line, clocks[-1].end())
    text = f"{day[0].isoformat()} {clocks[0][0]}" + (f" {written[1]}" if written else "")
    parsed = parse_cell(text, RECORDS["drill"].field("started_at"), ColumnContext(zone=zone))
    at = parsed.value
    is_whole = parsed.companions.get("precision") != "day" and not parsed.is_error
    return at if isinstance(at, dt.datetime) and is_whole else None
