"""What a table was taken for: its record, the field of each column, and the columns left over."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ColumnMatch:
    """One column of a table and the field it was taken for."""

    column: int
    heading: str
    record: str
    field: str
    confidence: float
    why: str
    unit: str | None = None
    zone: str | None = None
    currency: str | None = None
    part: str = ""  # "date" or "time" where one instant stands in two columns


@dataclass(frozen=True)
class Ignored:
    """One column that goes nowhere, why, and the nearest field as a suggestion."""

    column: int
    heading: str
    why: str
    suggestion: str | None = None
    confidence: float = 0.0


@dataclass(frozen=True)
class TableMatch:
    """What a table was taken for."""

    record: str
    confidence: float
    columns: tuple[ColumnMatch, ...]
    ignored: tuple[Ignored, ...] = field(default=())

    def column_of(self, name: str, record: str | None = None) -> ColumnMatch | None:
        """The first column matched to that field of the record (default: the table's)."""
        record = record or self.record
        return next((c for c in self.columns if c.field == name and c.record == record), None)
