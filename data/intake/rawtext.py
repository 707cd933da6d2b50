"""What stood in a cell, as text a person recognises."""

from __future__ import annotations

import datetime as dt
from typing import Any


def raw_text(value: Any) -> str:  # noqa: ANN401 - a cell may hold anything
    """The cell's text: `4.0` is `4`, a date is `2025-02-12`, an empty cell is the empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return str(value)
    if isinstance(value, dt.timedelta):
        seconds = int(value.total_seconds())
        sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
        return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)
