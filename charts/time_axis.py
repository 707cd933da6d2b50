"""Ticks of a time axis: whole hours, or the next finer or coarser step, five at most."""

from __future__ import annotations

from typing import Any

from wording import numbers

_STEPS = (1 / 12, 0.25, 0.5, 1, 2, 3, 4, 6, 12, 24, 48, 96, 168)  # hours
_MOST = 5


def ticks_of(end: float, start: float = 0.0) -> dict[str, Any]:
    """tickvals and ticktext of an axis from start to end [h]; zero is always among them."""
    span = end - start
    step = next((one for one in _STEPS if span / one < _MOST), span / (_MOST - 1))
    first, last = -int(-start / step) if start < 0 else 0, int(end / step)
    values = [place * step for place in range(first, last + 1)]
    return {
        "tickvals": values,
        "ticktext": [_text(one) for one in values],
    }


def _text(hours: float) -> str:
    return (
        f"{numbers.MINUS}{numbers.hours_tick(-hours)}" if hours < 0 else numbers.hours_tick(hours)
    )
