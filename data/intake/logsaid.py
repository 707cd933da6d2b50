"""What the lines of a log say happened to each system, and which of it nobody understands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from data.intake.pairs import Coded, combined
from data.intake.reading.book import cell_name
from data.logevents import event_of
from data.problems import Problem

_TOLD = 8  # phrases in one warning
_RETURNS = ("restored", "validated")


@dataclass
class LogEvents:
    """Per system of a drill: whether it was lost, whether it came back, phrases not understood."""

    _lost: set[tuple[Any, Any]] = field(default_factory=set)
    _back: set[tuple[Any, Any]] = field(default_factory=set)
    _unread: dict[tuple[Any, Any], dict[str, int]] = field(default_factory=dict)

    def take(
        self, rows: npt.NDArray[np.int64], drills: Coded, systems: Coded, events: Coded,
        loaded: npt.NDArray[np.bool_],
    ) -> None:  # fmt: skip
        """The lines of a log, or of the next piece of it; `loaded` says which of them count."""
        places = np.flatnonzero(loaded & ~systems.missing)
        if not len(places):
            return
        first = combined([one.codes[places] for one in (drills, systems, events)])[0]
        for place in np.sort(places[first]):
            system, said = systems.at(place), events.at(place)
            key = (drills.at(place), system)
            event = event_of(said, system)
            if event == "disrupted":
                self._lost.add(key)
            elif event in _RETURNS:
                self._back.add(key)
            elif event is None and said:
                mine = self._unread.setdefault(key, {})
                if len(mine) <= _TOLD:  # one more says that there are others
                    mine.setdefault(said, int(rows[place]))

    def problem(self, column: int) -> Problem | None:
        """Told once: what was said of systems that were lost and, as it reads, never came back."""
        found: dict[str, int] = {}
        for key in self._lost - self._back:
            for said, row in self._unread.get(key, {}).items():
                found[said] = min(row, found.get(said, row))
        if not found:
            return None
        phrases = sorted(found, key=lambda said: found[said])
        shown = ", ".join(f"“{_short(said)}”" for said in phrases[:_TOLD])
        row = found[phrases[0]]
        return Problem(
            "warning",
            f"Events not understood: {shown}{' and others' if len(phrases) > _TOLD else ''}. A "
            "system without a known Restored in this log or the results counts as not recovered.",
            cell=cell_name(row, column), row=row + 1, field="event", value=phrases[0],
            code="event_unread", expected="an event such as restored",
        )  # fmt: skip


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 60 else plain[:59].rstrip() + "…"
