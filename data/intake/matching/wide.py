"""Wide tables: `Drill 1 RTO | Drill 1 Actual | Drill 2 RTO | …` are several drills side by side.

So are `DR-A | | DR-B |` over `Actual | Status | Actual | Status`, whatever the groups are called.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from data.fields import plain_name
from data.intake.matching.likeness import exact_fields
from data.intake.matching.phrases import phrase
from data.intake.parsing.daywithin import days_in, without_days
from data.intake.reading.headingrows import joined

_DRILL = re.compile(
    r"(?:dr[- ]?)?(?:drill|test|exercise|run|round|dr)[ _#-]*(?:no\.? ?)?[\w-]*\d[\w-]*"
    r"|(?:first|second|third|fourth|1st|2nd|3rd|4th) (?:drill|test|exercise|run)"
    r"|(?:q[1-4]|20\d\d[- ]?q[1-4])(?: (?:20\d\d|drill|test))*"
    r"|(?:drill|test|exercise) [a-h]",
    re.IGNORECASE,
)
# A group of headings with one of these says what its numbers are, not whose.
_OF_A_FIELD = frozenset(
    "target targets actual actuals planned plan expected agreed measured achieved rto rpo rta rpa "
    "mtd mtpd objective objectives".split()
)
# These are parts of one drill, or places: whose rows they are is asked.
_PARTS = frozenset(
    "failover failback primary secondary production site dr standby before after phase".split()
)
_MARKS = " \t-–—:|/_·,"


def of_a_recovery(rest: str) -> bool:
    """Whether a heading without its drill is a known heading of a recovery."""
    return any(owner == "recovery" for owner, _ in exact_fields(phrase(rest)))


def drills_side_by_side(
    headings: Sequence[str],
    drills: Collection[str],
    is_known: Callable[[str], bool] = of_a_recovery,
) -> dict[str, dict[int, str]]:
    """Drill → place of a heading → what it says without the drill; empty when nothing is wide.

    The drill stands first (`Drill 1 RTO`) or last (`RTO (Drill 1)`), all drills with at least one
    column in common, and each of them a known heading of a recovery (`is_known`). `drills` are
    names known already.
    """
    found: dict[str, dict[int, str]] = {}
    for place, heading in enumerate(headings):
        for name, rest in without_drill(heading, drills):
            if is_known(rest):
                found.setdefault(name, {})[place] = rest
                break
    said = [{phrase(text).words for text in one.values()} for one in found.values()]
    if len(found) < 2 or not set.intersection(*said):
        return {}
    return found


def drills_over_headings(
    parts: Sequence[Sequence[str]],
    systems: Collection[str],
    is_known: Callable[[str], bool] = of_a_recovery,
) -> dict[str, dict[int, str]]:
    """Drill → place of a heading → what it says below the drill; empty when no groups are drills.

    `parts` : per column what each heading row says. Two or more groups over the same headings of a
    recovery are drills. Not so when a group names what is measured ("Target", "RPO section"), a
    part of a drill ("Failback") or a system, or when a column of its own names the drills.
    """
    depth = min((len(one) for one in parts), default=0)
    for split in range(depth - 1, 0, -1):
        found: dict[str, dict[int, str]] = {}
        others: list[str] = []
        for place, part in enumerate(parts):
            group, rest = joined(part[:split]), joined(part[split:])
            if group and rest and is_known(rest):
                found.setdefault(group, {})[place] = rest
            else:
                others.append(joined(part))
        said = {
            name: tuple(sorted(phrase(text).words for text in one.values()))
            for name, one in found.items()
        }
        groups = list(said.values())
        alike = {name: one for name, one in found.items() if groups.count(said[name]) > 1}
        if len(alike) < 2 or len({said[name] for name in alike}) > 1:
            continue
        names_drill = any(
            ("recovery", "drill") in exact_fields(phrase(text)) for text in others if text
        )
        known = {plain_name(name) for name in systems}
        if not names_drill and all(_may_be_a_drill(name, found[name], known) for name in alike):
            return alike
    return {}


def _may_be_a_drill(group: str, under: Mapping[int, str], systems: Collection[str]) -> bool:
    words = set(re.findall(r"\w+", group.casefold()))
    if not words or words & _OF_A_FIELD or words <= _PARTS or plain_name(group) in systems:
        return False
    if exact_fields(phrase(group)):
        return False
    return not any(exact_fields(phrase(f"{group} {rest}")) for rest in under.values())


def without_drill(heading: str, drills: Collection[str]) -> list[tuple[str, str]]:
    """Every way a heading names a drill and something of it, the longest drill first."""
    known = {plain_name(name): name for name in drills}
    ways = []
    for label, rest in _splits(heading):
        name = known.get(plain_name(label)) or (label if _names_a_drill(label) else None)
        if name:
            ways.append((_as_written(name, heading), rest))
    return ways


def _as_written(name: str, heading: str) -> str:
    """The name with the brackets around its day, where the heading has them."""
    for day in days_in(name):
        for dressed in (f"({day})", f"[{day}]"):
            if dressed in heading and dressed not in name:
                name = name.replace(day, dressed)
    return name


def _names_a_drill(label: str) -> bool:
    """Whether words count or date a drill: `Drill 1`, `Drill 1 12 Feb 2025`, `25 March 2025`."""
    rest = without_days(label)
    return (not rest and rest != label) or bool(_DRILL.fullmatch(rest.strip(_MARKS)))


def _splits(heading: str) -> list[tuple[str, str]]:
    """Every way to part a heading into a drill and the rest, the longest drill first."""
    text = re.sub(r"[()\[\]]", " ", heading)
    words = text.split()
    ways = []
    for count in range(len(words) - 1, 0, -1):
        for label, rest in ((words[:count], words[count:]), (words[-count:], words[:-count])):
            ways.append((" ".join(label).strip(_MARKS), " ".join(rest).strip(_MARKS)))
    return [way for way in ways if way[0] and way[1]]


def headings_of(
    drill: str, headings: Sequence[str], wide: Mapping[str, Mapping[int, str]]
) -> list[str]:
    """The headings as one drill has them: its own without its name, the others' blank."""
    taken = {place for name, places in wide.items() if name != drill for place in places}
    mine = wide[drill]
    return ["" if place in taken else mine.get(place, text) for place, text in enumerate(headings)]
