"""Ticks of a time axis in hours: whole steps, few of them, our own words."""

from __future__ import annotations

from typing import Any

from wording import numbers

STEPS = (1 / 60, 1 / 12, 0.25, 0.5, 1, 2, 3, 4, 6, 12, 24, 48, 96, 168, 336, 672)  # hours
MOST = 5  # an axis may be 160 px wide
_EDGE = 0.985  # a tick nearer to the right end would be cut off
_NEAR = 0.06  # of the axis: a tick so near to the bold one gives way


def ticks(
    end: float, start: float = 0.0, *, most: int = MOST, bold: float | None = None
) -> dict[str, Any]:
    """Tick values and texts of an axis from start to end [h]; zero is always among them.

    most : fewer than so many steps. bold : a value that always has a tick, in bold (the target).
    Times before zero have a minus.
    """
    span = max(end - start, STEPS[0])
    step = next((one for one in STEPS if span / one < most), span / (most - 1))
    first, last = -int(-start / step) if start < 0 else 0, int(end / step)
    values = [place * step for place in range(first, last + 1)]
    values = [one for one in values if one <= max(end * _EDGE, 0.0)]
    if bold is not None:
        values = sorted([*(one for one in values if abs(one - bold) > span * _NEAR), bold])
    return {"tickvals": values, "ticktext": [_text(one, is_bold=one == bold) for one in values]}


def _text(hours: float, *, is_bold: bool) -> str:
    text = numbers.hours_tick(abs(hours))
    if hours < 0:
        text = f"{numbers.MINUS}{text}"
    return f"<b>{text}</b>" if is_bold else text
