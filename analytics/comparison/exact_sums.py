"""Parts that add up to their total to the last bit."""

from __future__ import annotations

import math


def adding_up(parts: list[float], total: float) -> tuple[list[float], float]:
    """The parts and the total, changed by rounding only, so that `sum(parts) == total`.

    Floats rarely add up exactly. What rounding left over goes into the last part that is not zero
    (the rest, by nature), else into the largest. Where the total is so small beside the parts that
    neither can hold it, the total becomes their sum.
    """
    if not parts:
        return [], total
    unlike_zero = [place for place, part in enumerate(parts) if part != 0]
    largest = max(range(len(parts)), key=lambda place: abs(parts[place]))
    for place in [*unlike_zero[-1:], largest]:
        adjusted = _with_rest_in(parts, place, total)
        if sum(adjusted) == total:
            return adjusted, total
    return list(parts), sum(parts)


def _with_rest_in(parts: list[float], place: int, total: float) -> list[float]:
    """The parts with one of them moved, at most a few of its last bits, towards the total."""
    parts = list(parts)
    for _ in range(8):
        rest = total - sum(parts)
        if rest == 0:
            break
        moved = parts[place] + rest
        if moved == parts[place]:
            moved = math.nextafter(parts[place], math.copysign(math.inf, rest))
        parts[place] = moved
    return parts
