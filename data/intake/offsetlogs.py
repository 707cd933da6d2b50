"""Logs that count from the drill's start: `T+3:05 | POS | Service restored`.

By its headings alone, `Elapsed` and `System`, such a table looks like results; what its lines say
tells it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from data.intake.matching.likeness import exact_fields
from data.intake.matching.phrases import phrase
from data.intake.reading.book import Cell
from data.intake.titles import has_offsets
from data.logevents import event_of

_LEAST = 2  # events, and offsets: one may be a word or a slip


def log_by_offsets(
    headings: Sequence[str], cells: Callable[[int], Sequence[Cell]], held: Collection[str]
) -> Mapping[int, str]:
    """The places of the offset and the event of a log that is told by them; empty where it is none.

    cells : the first distinct values of a column. held : the words of headings that a person gave
    a field, which are left alone.
    """
    free = [place for place, text in enumerate(headings)
            if text.strip() and phrase(text).words not in held]  # fmt: skip
    at = [place for place in free if _are_offsets(cells(place))]
    if len(at) != 1:
        return {}
    events = [place for place in free if place != at[0] and _tell_events(cells(place))]
    named = [place for place in events
             if ("log", "event") in exact_fields(phrase(headings[place]))]  # fmt: skip
    one = named if len(named) == 1 else events
    return {at[0]: "logged_at", one[0]: "event"} if len(one) == 1 else {}


def _are_offsets(values: Sequence[Cell]) -> bool:
    return len(values) >= _LEAST and all(has_offsets([value]) for value in values)


def _tell_events(values: Sequence[Cell]) -> bool:
    """Whether texts say two known events or more, which no result of a system does."""
    said = {event_of(value, None) for value in values if isinstance(value, str)}
    return len(said - {None}) >= _LEAST
