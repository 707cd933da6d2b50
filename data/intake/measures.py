"""Target rows as people write them: `Recovery time | < 4 hours` has operator, value and unit.

The measure's words become the metric's id; an operator or unit written in the value's cell fills
those columns where they are blank or absent.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache, partial

from rapidfuzz import fuzz, process

from data.fields import plain_name
from data.intake.columns import TypedColumn
from data.intake.pairs import Coded
from data.intake.parsing.durations import parse_duration
from data.intake.parsing.labels import parse_operator
from data.intake.parsing.numbers import parse_number
from data.intake.parsing.numerals import DecimalComma
from data.intake.rawtext import raw_text
from data.intake.reading.codes import first_rows
from data.intake.worktable import WorkTable
from data.problems import Problem
from wording.terms import TERMS

RECOVERY_TIME = "recovery_time"
_OTHER_WORDS = {
    RECOVERY_TIME: (
        "recovery time", "recovery time target", "programme recovery target", "recovery target",
        "rto", "target rto", "recovery time objective", "recovery within", "recover all systems",
    ),
    "drills_completed": ("drills", "number of drills", "drills per quarter", "drills conducted"),
    "satisfaction_favourable": ("satisfaction", "stakeholder satisfaction", "satisfied"),
    "gap_closure_rate": ("gap closure", "gap closure rate", "closed gaps"),
    "gaps_closed_before_next_drill": ("gaps closed before the next drill",),
    "improvement_plan_complete": ("improvement plan",),
    "follow_up_drills": ("follow-up drills", "next drills"),
    "rto_attainment": ("rto attainment", "rto met", "systems within rto"),
}  # fmt: skip
_NEAREST = 80.0
_WRITTEN = re.compile(
    r"(?P<operator>[^\d\s.,%+-][^\d%]*?)?\s*(?P<number>[+-]?\d[\d\s.,']*)\s*(?P<unit>[^\d]*)"
)
_BARE = re.compile(r"[+-]?[\d.,\s]*")
_UNITS = {"%": "%", "percent": "%", "per cent": "%", "pct": "%"}


@dataclass(frozen=True)
class WrittenTarget:
    """What one cell says of a target; a part it does not say is None."""

    value: float
    operator: str | None = None
    unit: str | None = None


def read_target(text: str, decimal_comma: DecimalComma = None) -> WrittenTarget | None:
    """`< 4 hours`, `at least 80 %`, `≥ 2 drills`, `1 h 30 min`; None when it says no number."""
    text = unicodedata.normalize("NFKC", text).strip()
    found = _WRITTEN.fullmatch(text)
    if found is not None:
        operator = parse_operator((found["operator"] or "").strip())
        number = parse_number(found["number"].strip(), decimal_comma=decimal_comma)
        if number.value is not None and not operator.code:
            unit = found["unit"].strip(" .") or None
            return WrittenTarget(number.value, operator.value, _UNITS.get(unit or "", unit))
    span = parse_duration(text, objective=True, decimal_comma=decimal_comma)
    if span.value is None:
        return None
    return WrittenTarget(span.value / 60, span.companions.get("operator"), "min")


def complete_targets(table: WorkTable) -> None:
    """Operator and unit from the value's cell, where their own columns say nothing."""
    column = table.typed.get((table.record.name, "value"))
    if table.record.name != "target" or column is None:
        return
    texts = Coded.of([table.text(place, column.columns[0]) for place in range(table.count)])
    said = texts.mapped(read_target)
    for name in ("operator", "unit"):
        old = table.values.get(name, Coded.same(None, table.count)).objects
        new = said.mapped(partial(_part, name)).objects
        filled = [b if a is None else a for a, b in zip(old, new, strict=True)]
        if name in table.values or any(one is not None for one in filled):
            table.values[name] = Coded.of(filled)


def _part(name: str, said: WrittenTarget | None) -> str | None:
    """The operator or unit a cell says."""
    part: str | None = getattr(said, name, None)
    return part


def read_values(table: WorkTable, column: TypedColumn) -> None:
    """The number in a value's cell that says more than the number; such a cell is no problem."""
    found: dict[int, WrittenTarget | None] = {}
    held, first = first_rows(column.values.codes)
    for code, place in zip(held, first, strict=True):
        text = table.text(int(place), column.columns[0])
        if code in column.told or not _BARE.fullmatch(text):
            found[int(code)] = read_target(text)
    column.values = Coded(
        [
            target.value if (target := found.get(code)) else value
            for code, value in enumerate(column.values.distinct)
        ],
        column.values.codes,
    )
    column.told = {code: one for code, one in column.told.items() if not found.get(code)}


def name_measures(table: WorkTable, column: TypedColumn) -> None:
    """The words of a measure as its id; words nobody knows stay, with a warning."""
    measures = column.values.folded()
    ids = _ids()
    for code, text in enumerate(measures.distinct):
        if text is None or _plain(text) in ids:
            continue
        nearest = process.extractOne(_plain(text), list(ids), scorer=fuzz.ratio,
                                     score_cutoff=_NEAREST)  # fmt: skip
        hint = f" The nearest one is {ids[nearest[0]]}." if nearest else ""
        place = int((measures.codes == code).argmax())
        cell, said = table.cell(place, column)
        table.add(
            place,
            Problem("warning", f"No figure has this name, so the target is kept and judges none."
                    f"{hint}", cell=cell, field="measure", value=said, code="new_measure",
                    expected="a figure's name or id, such as Recovery time or rto_attainment"),
        )  # fmt: skip
    column.values = measures.mapped(lambda text: ids.get(_plain(text), text) if text else text)


@lru_cache(maxsize=1)
def _ids() -> dict[str, str]:
    ids = {plain_name(RECOVERY_TIME): RECOVERY_TIME}
    for one in TERMS.values():
        for text in (one.id, one.name, one.label):
            ids.setdefault(plain_name(text), one.id)
    for name, words in _OTHER_WORDS.items():
        for text in words:
            ids.setdefault(plain_name(text), name)
    return ids


def _plain(text: object) -> str:
    return plain_name(raw_text(text))
