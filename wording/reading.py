"""What is said of how a file was read, where it asks nothing of anybody."""

from __future__ import annotations

from collections.abc import Sequence

_FEW = 8


def zone_assumed(zone: str) -> str:
    """In which zone times were read that name none, and whose zone it is."""
    return (
        f"Times that name no zone are read as {zone}, the organisation's: neither their column, "
        "their table nor their drill names one."
    )


def few(names: Sequence[str], most: int = _FEW) -> str:
    """The first names, and how many more there are: `CRM, HR and 3 more`."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def drill_by_title(name: str, written: str, table: str) -> str:
    """Which drill a table is of, by the line above it."""
    as_written = f", written “{written}”" if written and written != name else ""
    return f"{name} is taken for the drill of the table {table}: the title names it{as_written}."


def start_by_title(start: str, zone: str, line: str, table: str) -> str:
    """From when on the offsets of a table count, by the line above it."""
    return f"T+ offsets of the table {table} count from {start} {zone}, by the title “{line}”."


def in_cell(address: str | None, text: str | None) -> str:
    """What stands in a cell: `E7 “2 h”`, `E12 blank`."""
    return f"{address} “{text}”" if text else f"{address} blank"


def lines_unused(lines: Sequence[tuple[str, str | None, str]]) -> str:
    """Which lines around a table name no field: label, sheet, cell."""
    named = [
        f"{label.strip()} ({f'{sheet} ' if sheet else ''}{cell})" for label, sheet, cell in lines
    ]
    shown = few(named)
    verb = (
        "is no field of a drill and is" if len(named) == 1 else "are no fields of a drill and are"
    )
    return f"Beside the tables: {shown} {verb} not used."


def given_keys(area: str, kind: str, said: str) -> str:
    """The note with a table whose numbers were said to be of others."""
    return f"Numbers in {area} are of other {kind}s, as you said: {said}."
