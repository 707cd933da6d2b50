"""Where a value came from, in words: its row's part in a figure, its cell, its reading."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wording import numbers
from wording.markdown import code, escape
from wording.numbers import count

BORROWED = "Blank cells show what the inventory or the drill's log says."
"""Beside a list of results whose blank cells were filled for the reader."""


def part_in(in_numerator: bool, in_denominator: bool) -> str:
    """A row's part in a figure: counted in k of n (`yes`), in n only (`no`), or beside both."""
    if in_numerator:
        return "yes"
    return "no" if in_denominator else "beside"


def select_hint(rows: int) -> str:
    """`11 rows; select one to see its cells`; of a single row they are shown."""
    return f"{count(rows, 'row')}; {'its cells' if rows == 1 else 'select one to see its cells'}"


def cell_value(value: Any, kind: str, zone: str) -> str:  # noqa: ANN401 - one cell of any kind
    """A stored value in words by its field's kind; an empty one is `–`."""
    if numbers.is_missing(value):
        return numbers.CANNOT_EXIST
    if kind == "instant":
        return numbers.moment(value, zone)
    if kind == "date":
        return numbers.day(value)
    if kind in ("duration", "objective"):
        return numbers.duration(value)
    if kind == "share":
        return numbers.share(value)
    if kind == "boolean":
        return "yes" if value else "no"
    if kind in ("number", "rating", "count", "headcount", "money"):
        return numbers.count(value)
    return numbers.quarter(str(value)) if kind == "quarter" else str(value)


def cell_line(title: str, kind: str, origin: Mapping[str, Any], zone: str) -> dict[str, str]:
    """One value's origin as a row of a table in Markdown.

    origin : value, import_id, source, person, imported_at, file, sheet, cell, raw, mended, reading.
    """
    return {
        "Field": f"**{escape(title)}**",
        "Value": escape(cell_value(origin["value"], kind, zone)),
        "Where": place(origin),
        "Written as": _written(origin),
        "Read as": escape(origin["reading"]) if origin.get("reading") else "–",
        "Import": f"{origin['import_id']}, {numbers.moment(origin['imported_at'], zone)}",
    }


def _written(origin: Mapping[str, Any]) -> str:
    """The text of the cell; of a mended one the file's, and what was written instead."""
    raw, mended = origin.get("raw"), origin.get("mended")
    if mended is None:
        return code(raw) if raw is not None else "–"
    return f"{code(raw) if raw else 'empty'}, mended to {code(mended) if mended else 'empty'}"


def place(origin: Mapping[str, Any]) -> str:
    """`F14 of Results in DR_Q1_2025.xlsx`, of a mended cell also by whom; or who typed it."""
    if not origin.get("file"):
        person = origin.get("person")
        return f"typed by {escape(person)}" if person else "typed here"
    parts = [f"**{escape(origin['cell'])}**"] if origin.get("cell") else []
    if origin.get("sheet"):
        parts.append(escape(origin["sheet"]))
    where = " of ".join(parts)
    told = f"{where} in {code(origin['file'])}" if where else code(origin["file"])
    is_mended = origin.get("mended") is not None and origin.get("person")
    return f"{told}, mended by {escape(origin['person'])}" if is_mended else told
