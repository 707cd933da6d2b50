"""What an import changed, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wording import numbers
from wording.markdown import code, escape
from wording.numbers import count
from wording.sentences import joined

_NOUNS = {
    "system": ("system", "systems"),
    "drill": ("drill", "drills"),
    "recovery": ("recovery", "recoveries"),
    "log": ("log line", "log lines"),
    "task": ("runbook step", "runbook steps"),
    "criterion": ("drill criterion", "drill criteria"),
    "message": ("message", "messages"),
    "participant": ("participant", "participants"),
    "survey": ("survey answer", "survey answers"),
    "gap": ("gap", "gaps"),
    "action": ("action", "actions"),
    "lesson": ("lesson", "lessons"),
    "milestone": ("milestone", "milestones"),
    "deliverable": ("deliverable", "deliverables"),
    "risk": ("risk", "risks"),
    "resource": ("budget line", "budget lines"),
    "target": ("target", "targets"),
    "setting": ("setting", "settings"),
    "alias": ("other name", "other names"),
}


def rows_of(record: str, number: int) -> str:
    """`12 recoveries`, `1 gap`."""
    one, many = _NOUNS.get(record, (record, f"{record}s"))
    return count(number, one, many)


def title(at: datetime | None, zone: str) -> str:
    """`What changed on 20 March`; without an import `Nothing is loaded yet`."""
    if at is None:
        return "Nothing is loaded yet"
    day = numbers.moment(at, zone).split(numbers.NBSP)
    return f"What changed on {day[0]}{numbers.NBSP}{_month(day[1])}"


def _month(short: str) -> str:
    return next(one for one in numbers.MONTHS if one.startswith(short))


def import_sentence(
    what: str | None,
    person: str | None,
    added: Mapping[str, int],
    changed: Mapping[str, int],
    rejected: int = 0,
    *,
    is_file: bool = True,
) -> str:
    """`12 recoveries and 4 gaps were added, 2 gaps changed, from DR_Q1_2025.xlsx.`

    what : the file's name. added, changed : rows by record. rejected : rows kept out.
    """
    said = []
    if any(added.values()):
        parts = [rows_of(record, number) for record, number in added.items() if number]
        verb = "was" if sum(added.values()) == 1 else "were"
        said.append(f"{joined(_few(parts))} {verb} added")
    if any(changed.values()):
        parts = [rows_of(record, number) for record, number in changed.items() if number]
        said.append(f"{joined(_few(parts))} changed")
    body = ", ".join(said) or "Nothing was new or different"
    if is_file and what:
        body += f", from {code(what)}"
    elif person:
        body += f", by {escape(person)}"
    text = f"{body[:1].upper()}{body[1:]}."
    if rejected:
        waits = "row waits" if rejected == 1 else "rows wait"
        text += f" {count(rejected)} {waits} to be mended."
    return text


def _few(parts: list[str], most: int = 4) -> list[str]:
    return (
        parts if len(parts) <= most else [*parts[: most - 1], f"{len(parts) - most + 1} more kinds"]
    )


def moved(label: str, before: str, after: str) -> str:
    """`Under 4 h moved from 33 % (2 of 6) to 64 % (7 of 11).`"""
    if before == after:
        return f"{label} stayed at {after}."
    return f"{label} moved from {before} to {after}."


def of_import(about: Mapping[str, Any]) -> str:
    """An import as `store.imports` lists it, in one or two sentences.

    Where the plan told what it would add and change, by record; else the rows it brought.
    """
    difference = about.get("difference") or {}
    added = _counts(difference, "added")
    changed = _counts(difference, "changed")
    person = None if numbers.is_missing(about.get("person")) else about["person"]
    file = None if numbers.is_missing(about.get("file_name")) else about["file_name"]
    rejected = int(about.get("rejected_count") or 0)
    if added or changed:
        return import_sentence(file, person, added, changed, rejected, is_file=file is not None)
    records = joined([_NOUNS.get(one, (one, one))[1] for one in about.get("records") or ()])
    where = f" from {code(file)}" if file else f" by {escape(person)}" if person else ""
    return f"{count(about['row_count'], 'row')} came in{where}{': ' + records if records else ''}."


def _counts(difference: Mapping[str, Any], what: str) -> dict[str, int]:
    """Rows by record out of a plan's difference; empty where it does not tell them so."""
    told = difference.get(what)
    if not isinstance(told, Mapping):
        return {}
    return {str(record): int(number) for record, number in told.items() if isinstance(number, int)}
