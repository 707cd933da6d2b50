"""What was said of a table: in a mapping file, on the Upload screen, or of an earlier file.

All three are one form, a JSON object a table, told apart from other tables by its headings:

`{"headings": ["System", "Back"], "record": "recovery", "columns": {"Back": "restored_at"},
"units": {"RTO": "min"}, "day_first": true, "decimal_comma": true, "same_numbers": false,
"drill": "DR-1", "zone": "Africa/Johannesburg", "quarter": "2025-Q1", "skip": false}`

Only `headings` or `columns` is needed. A heading's field is `field`, `parent.field`, "" to leave it
out, "nowhere" when it has none because another heading was given it, or null to have it matched as
ever. Of headings that stand twice the second is `Date (2)`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from data.intake.matching.headings import NOWHERE, SKIP
from data.intake.matching.phrases import phrase
from data.problems import Problem
from data.records import RECORDS
from wording.reading import few

UNITS = ("h", "min", "s", "days", "%")
_FEW_TABLES, _FEW_HEADINGS = 3, 12  # named in one sentence
_KEYS = frozenset(
    "file sheet range only_here headings record columns units day_first decimal_comma "
    "same_numbers drill zone quarter skip".split()
)


@dataclass(frozen=True)
class Said:
    """What was said of one table; None and absent mean nothing was.

    columns, units : by `heading_keys`; a column that is left out has `SKIP`. record : `SKIP` when
    the table is not to be loaded. decimal_comma : whether 1,250 has a decimal comma, where its
    column does not tell. same_numbers : whether a gap's or action's number that is known already
    says that it is the same one.
    is_remembered : part of it was said of an earlier file.
    """

    record: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    day_first: bool | None = None
    drill: str | None = None
    zone: str | None = None
    quarter: str | None = None
    is_remembered: bool = False
    decimal_comma: bool | None = None
    same_numbers: bool | None = None

    @property
    def is_empty(self) -> bool:
        """True when it says nothing at all."""
        return replace(self, is_remembered=False) == NOTHING

    def over(self, other: Said) -> Said:
        """This, and where it says nothing what the other says.

        Columns of another record than this one's are no answer any more.
        """
        if self.record is not None and other.record not in (None, self.record):
            other = replace(other, columns={})
        return Said(
            self.record if self.record is not None else other.record,
            {**other.columns, **self.columns},
            {**other.units, **self.units},
            self.day_first if self.day_first is not None else other.day_first,
            self.drill or other.drill,
            self.zone or other.zone,
            self.quarter or other.quarter,
            self.is_remembered or (other.is_remembered and not other.is_empty),
            self.decimal_comma if self.decimal_comma is not None else other.decimal_comma,
            self.same_numbers if self.same_numbers is not None else other.same_numbers,
        )


NOTHING = Said()


class BadMapping(ValueError):
    """A mapping nobody can read; the text is one line that says what is wrong with it."""


def labels(headings: Iterable[str]) -> list[str]:
    """The headings, those that stand there before numbered: `Date`, `Date (2)`; blanks stay."""
    seen: dict[str, int] = {}
    made = []
    for text in headings:
        key = heading_key(text)
        seen[key] = seen.get(key, 0) + 1
        made.append(text if seen[key] == 1 or not key else f"{text} ({seen[key]})")
    return made


def heading_key(text: str) -> str:
    """A heading as memory knows it: without case and punctuation, its unit and zone in brackets."""
    plain = phrase(text)
    parts = [part for part in (plain.unit, plain.zone, plain.currency) if part]
    return " ".join([plain.words, *(f"({part})" for part in parts)]).strip()


def heading_keys(headings: Iterable[str]) -> list[str]:
    """The key of each heading; "" of a blank one."""
    return [heading_key(text) for text in labels(headings)]


def layout_key(headings: Iterable[str]) -> str:
    """What tables with the same headings have in common, in whatever order they stand."""
    return " | ".join(sorted(key for key in heading_keys(headings) if key))


# --- Mapping files --------------------------------------------------------------------------------


def read_mapping(text: str) -> dict[str, Any]:
    """A mapping file's content, checked. Raises BadMapping with one line."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f"line {error.lineno}: " if isinstance(error, json.JSONDecodeError) else ""
        raise BadMapping(f"is not JSON: {where}{error}") from None
    if not isinstance(content, dict) or not isinstance(content.get("tables"), list):
        raise BadMapping('needs the form {"tables": [...]}, as inspect --mapping-out writes it')
    for number, one in enumerate(content["tables"], start=1):
        try:
            check_table(one)
        except BadMapping as error:
            raise BadMapping(f"table {number} {error}") from None
    return content


def check_table(one: Any) -> None:  # noqa: ANN401 - whatever the file holds
    """Raises BadMapping for a table of a mapping that is not of the form."""
    if not isinstance(one, dict):
        raise BadMapping("is no object with headings and columns")
    strange = sorted(set(one) - _KEYS)
    if strange:
        raise BadMapping(f"says {strange[0]!r}, which is none of {', '.join(sorted(_KEYS))}")
    _texts(one.get("headings", []), "headings")
    record = one.get("record")
    if record not in (None, SKIP, *RECORDS):
        raise BadMapping(f"names the record {record!r}, which is none of {', '.join(RECORDS)}")
    columns = _object(one.get("columns", {}), "columns")
    for heading, name in columns.items():
        _check_field(heading, name, record)
    for heading, unit in _object(one.get("units", {}), "units").items():
        if unit not in UNITS:
            raise BadMapping(
                f"gives {heading!r} the unit {unit!r}, which is none of {', '.join(UNITS)}"
            )
    if one.get("headings") is None and not columns:
        raise BadMapping("has neither headings nor columns")
    for name in ("day_first", "decimal_comma", "same_numbers", "skip", "only_here"):
        if one.get(name) not in (None, True, False) or isinstance(one.get(name), int | float) != (
            isinstance(one.get(name), bool)
        ):
            raise BadMapping(f"says {name} {one[name]!r}; true or false is expected")
    for name in ("drill", "zone", "quarter", "file", "sheet", "range"):
        if not isinstance(one.get(name), str | None):
            raise BadMapping(f"says {name} {one[name]!r}; a text is expected")
    if one.get("zone") and not _is_zone(one["zone"]):
        raise BadMapping(f"names {one['zone']!r}, which is no time zone")


def _check_field(heading: str, name: object, record: str | None) -> None:
    if name is None or name in (SKIP, NOWHERE):
        return
    if not isinstance(name, str):
        raise BadMapping(f"gives {heading!r} the field {name!r}; a text is expected")
    owner, dot, last = name.rpartition(".")
    if dot and owner not in RECORDS:
        raise BadMapping(f"gives {heading!r} the field {name!r}: there is no record {owner!r}")
    owners = [owner] if dot else [record] if record else list(RECORDS)
    if not any(RECORDS[one].has(last) for one in owners):
        of = f" of {owners[0]}" if len(owners) == 1 else ""
        raise BadMapping(f"gives {heading!r} the field {name!r}, which is no field{of}")


def _texts(value: object, name: str) -> None:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BadMapping(f"has {name} that are no list of texts")


def _object(value: object, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadMapping(f"has {name} that are no object of headings")
    return value


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


# --- From and to the form -------------------------------------------------------------------------


def said_in(one: Mapping[str, Any], *, is_remembered: bool = False) -> Said:
    """What a table of a mapping says."""
    columns = one.get("columns", {})
    record = SKIP if one.get("skip") else one.get("record")
    return Said(
        record,
        {heading_key(text): name for text, name in columns.items() if name is not None},
        {heading_key(text): unit for text, unit in one.get("units", {}).items()},
        one.get("day_first"),
        one.get("drill"),
        one.get("zone"),
        one.get("quarter"),
        is_remembered,
        one.get("decimal_comma"),
        one.get("same_numbers"),
    )


def said_by_mapping(
    mapping: Mapping[str, Any] | None, headings: Sequence[str], place: tuple[str, str | None, str]
) -> Said:
    """What a mapping says of the table with these headings.

    Of several for the same headings the one of its very file, sheet and range counts first.
    """
    mine = layout_key(headings)
    best: tuple[int, Mapping[str, Any]] | None = None
    for one in (mapping or {}).get("tables", ()):
        if _layout(one) != mine:
            continue
        same = [one.get(name) == at for name, at in zip(("file", "sheet", "range"), place,
                                                        strict=True) if name in one]  # fmt: skip
        if one.get("only_here") and not (len(same) == 3 and all(same)):
            continue
        if best is None or sum(same) > best[0]:
            best = (sum(same), one)
    return said_in(best[1]) if best else NOTHING


def unfit(
    mapping: Mapping[str, Any] | None, name: str, tables: Sequence[Sequence[str]]
) -> list[Problem]:
    """What is told of a mapping that fits no table of a file, or not the one it names in it.

    tables : the headings of each table of the file `name` that has any. Answers of the screen are
    of one of its files each, so that they need not fit the others.
    """
    entries = (mapping or {}).get("tables", ())
    if any(one.get("only_here") for one in entries):
        return []
    found = {layout_key(headings) for headings in tables}
    given = {_layout(one): one for one in entries}
    fits_none = not found & set(given)
    missing = [
        one for layout, one in given.items()
        if layout not in found and (fits_none or one.get("file") == name)
    ]  # fmt: skip
    here = "; ".join(_few(headings) for headings in tables[:_FEW_TABLES])
    return [
        Problem(
            "warning",
            f"The mapping describes a table with the headings {_few(_headings(one))}, and no table "
            f"of this file has them: it was not used. Found here: {here or 'no headings'}.",
            code="unfit_mapping",
            expected="a mapping with the headings of the file, as inspect --mapping-out writes it",
        )
        for one in missing[:_FEW_TABLES]
    ]


def _headings(one: Mapping[str, Any]) -> Sequence[str]:
    return list(one.get("headings") or one.get("columns", {}))


def _layout(one: Mapping[str, Any]) -> str:
    return layout_key(_headings(one))


def _few(headings: Sequence[str]) -> str:
    return few([text for text in headings if text.strip()], _FEW_HEADINGS)


def form_of(headings: Sequence[str], said: Said, record: str | None) -> dict[str, Any]:
    """What was said of a table as a table of a mapping; `record` is what it was taken for.

    What was not said is not there.
    """
    by_key = dict(zip(heading_keys(headings), labels(headings), strict=True))
    form: dict[str, Any] = {"headings": [text for text in by_key.values() if text.strip()]}
    if said.record == SKIP:
        return form | {"skip": True}
    form["record"] = said.record or record
    form["columns"] = {by_key.get(key, key): name for key, name in said.columns.items()}
    form["units"] = {by_key.get(key, key): unit for key, unit in said.units.items()}
    form |= {"day_first": said.day_first, "decimal_comma": said.decimal_comma}
    form |= {"same_numbers": said.same_numbers}
    form |= {"drill": said.drill, "zone": said.zone, "quarter": said.quarter}
    return {name: part for name, part in form.items() if part is not None and part != {}}
