"""Headings that repeat under other groups and were left unread: asked about, never passed over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from data.intake.matching.likeness import exact_fields
from data.intake.matching.phrases import phrase
from data.intake.reading.book import cell_name
from data.intake.reading.headingrows import joined
from data.intake.recognising import given_places
from data.intake.said import Said
from data.intake.worktable import WorkTable

_MEASURED = ("recovery_time_seconds", "data_loss_seconds", "disrupted_at", "restored_at")
EXPECTED = (
    "the groups as a column of the table (Drill), or each of these headings named or left out "
    "on the Upload screen or with --mapping"
)


def ask_about_twins(table: WorkTable, read: Collection[int], said: Said) -> None:
    """Lets rows wait when a heading of results is read under one group alone, or under none.

    `read` : the columns of the grid that were read. `Actual` below "Main site" and again below
    "Spare site" are two results: to load the one and leave the other would lose it. What a person
    said of a heading, be it that it is left out, is no question.
    """
    found = table.found
    if (
        table.record.name not in ("recovery", "system")
        or not found.heading_parts
        or found.headings is None
    ):
        return
    answered = {found.first_column + place for place in given_places(found.headings, said)}
    of_read = {
        phrase(part[-1]).words
        for place, part in enumerate(found.heading_parts)
        if part[-1] and found.first_column + place in read
    }
    times = Counter(
        phrase(part[-1]).words for part in found.heading_parts if any(part[:-1]) and part[-1]
    )
    if table.record.name != "recovery":
        of_read = set()
    of_read |= {words for words, count in times.items() if count > 1 and _is_measured(words)}
    unread = {
        found.first_column + place: part
        for place, part in enumerate(found.heading_parts)
        if part[-1] and any(part[:-1]) and phrase(part[-1]).words in of_read
        and found.first_column + place not in {*read, *answered}
        and (table.grid.codes(found.first_column + place)[table.rows] > 0).any()
    }  # fmt: skip
    if not unread:
        return
    groups = list(dict.fromkeys(joined(part[:-1]) for part in unread.values()))
    names = list(dict.fromkeys(part[-1] for part in unread.values()))
    message = (
        f"{_listed(names)} under {_listed(groups)} would be lost: nothing says whose results these "
        f"are, as the same headings stand under several groups. These {table.count} rows wait."
    )
    cell = cell_name(found.heading_rows[-1], min(unread))
    table.ask(message, None, cell, EXPECTED, "repeated_heading")


def _is_measured(words: str) -> bool:
    """Whether a heading is a result of a recovery, which no inventory has."""
    return any(owner == "recovery" and name in _MEASURED for owner, name in
               exact_fields(phrase(words)))  # fmt: skip


def _listed(texts: list[str]) -> str:
    return ", ".join(f"“{text}”" for text in texts)
