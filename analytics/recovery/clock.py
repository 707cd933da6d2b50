"""The clocks of recovery time: from which instant to which (metrics.md, rule 3)."""

from __future__ import annotations

from dataclasses import dataclass

STARTS = {
    "disruption": "disrupted_at",
    "detection": "detected_at",
    "declaration": "declared_at",
    "recovery_start": "recovery_started_at",
}
STOPS = {"restored": "restored_at", "validated": "validated_at"}

# Neighbouring instants and the phase between them.
PHASES = (
    ("detect", "disrupted_at", "detected_at"),
    ("declare", "detected_at", "declared_at"),
    ("mobilise", "declared_at", "recovery_started_at"),
    ("restore", "recovery_started_at", "restored_at"),
    ("validate", "restored_at", "validated_at"),
)


@dataclass(frozen=True)
class Clock:
    """One recovery clock, START:STOP."""

    start: str
    stop: str

    def __str__(self) -> str:
        return f"{self.start}:{self.stop}"

    @property
    def start_column(self) -> str:
        """The instant from which it runs."""
        return STARTS[self.start]

    @property
    def stop_column(self) -> str:
        """The instant at which it stops."""
        return STOPS[self.stop]

    @property
    def phases(self) -> tuple[tuple[str, str, str], ...]:
        """The phases that lie between its start and its stop, in order."""
        names = [begin for _, begin, _ in PHASES]
        first = names.index(self.start_column)
        last = next(place for place, phase in enumerate(PHASES) if phase[2] == self.stop_column)
        return PHASES[first : last + 1]


CLOCKS = tuple(f"{start}:{stop}" for start in STARTS for stop in STOPS)


def read_clock(clock: str | Clock) -> Clock:
    """The clock named START:STOP. Raises ValueError that names the clocks there are."""
    if isinstance(clock, Clock):
        return clock
    start, _, stop = clock.partition(":")
    if start not in STARTS or stop not in STOPS:
        raise ValueError(f"clock must be one of {', '.join(CLOCKS)}, not {clock!r}")
    return Clock(start, stop)
