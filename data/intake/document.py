"""One file's outcome as the JSON of commands.md."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from data.intake.forms import label_cell

if TYPE_CHECKING:
    from data.intake.importing import FileOutcome
    from data.intake.understanding import TableReading
    from data.problems import Problem


def file_document(one: FileOutcome) -> dict[str, Any]:
    """Name, hash, status, tables with their counts, problems by cell."""
    tables = one.reading.tables if one.reading else []
    differences = one.differences or [[] for _ in tables]
    return {
        "name": one.name,
        "sha256": one.sha256 or None,
        "status": one.status,
        "import_id": one.import_id,
        "message": one.message,
        "tables": [
            _table(table, found) for table, found in zip(tables, differences, strict=True)
            if table.found.kind != "facts" or table.outputs
        ],
        "problems": [_problem(problem) for problem in one.problems],
    }  # fmt: skip


def _table(table: TableReading, differences: list[Any]) -> dict[str, Any]:
    pairs = list(zip(table.outputs, differences, strict=False))
    found = [difference for output, difference in pairs if not output.is_parent]
    outputs = [one for one in table.outputs if not one.is_parent]
    loaded = sum(one.row_count for one in outputs)
    rejected = sum(one.rejected_count for one in outputs)
    columns = [
        {
            "heading": c.heading,
            "cell": c.cell
            or (label_cell(table.found, c.column) if isinstance(c.column, int) else None),
            "field": f"{one.record}.{c.field}" if one.is_parent else c.field,
            "confidence": c.confidence,
            "reading": c.reading,
        }
        for one in table.outputs
        for c in one.lineage
    ]
    return {
        "sheet": table.found.sheet,
        "range": table.found.range,
        "record": table.match.record if table.match else None,
        "rows": loaded + rejected,
        "loaded": loaded,
        "rejected": rejected,
        "added": sum(one.added for one in found),
        "changed": sum(one.changed for one in found),
        "unchanged": sum(one.unchanged for one in found) if found else loaded,
        "missing": sum(len(one.missing) for one in found),
        "missing_keys": [json.loads(key) for one in found for key in one.missing],
        "skipped": len(table.found.skipped) + table.found.more_skipped,
        "skipped_rows": [
            {"row": one.row + 1, "why": one.why, "text": one.text}
            for one in sorted(table.found.skipped, key=lambda one: one.row)
        ],
        "columns": columns,
        "ignored": [
            {
                "heading": one.heading,
                "cell": label_cell(table.found, one.column),
                "why": one.why,
                "suggestion": one.suggestion,
            }
            for one in (table.match.ignored if table.match else ())
        ],
        "notes": table.notes,
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "severity": problem.severity,
        "sheet": problem.sheet,
        "cell": problem.cell,
        "field": problem.field,
        "value": problem.value,
        "expected": problem.expected,
        "message": problem.message,
        "row_rejected": problem.row_rejected,
    }
