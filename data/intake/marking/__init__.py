"""A person's own file back with what to mend marked in it: `marked_copy`."""

from data.intake.marking.copying import MarkedCopy, is_markable, marked_copy
from data.intake.marking.findings import has_findings

__all__ = ["MarkedCopy", "has_findings", "is_markable", "marked_copy"]
