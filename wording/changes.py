"""What an import changed, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from wording import numbers
from wording.figures import Figure, with_count
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
_FIRST = ("drill", "recovery", "gap", "action", "survey", "milestone", "system", "target")
_MOST_KINDS = 4


def rows_of(record: str, number: int) -> str:
    """`12 recoveries`, `1 gap`."""
    one, many = _NOUNS.get(record, (record, f"{record}s"))
    return count(number, one, many)


def title(at: datetime | None, zone: str, year: int) -> str:
    """`What changed on 20 March`, with the year when it is not the `year` being looked at."""
    if at is None:
        return "Nothing is loaded yet"
    return f"What changed on {numbers.day_in_sentence(numbers.local_day(at, zone), year)}"


def import_sentence(
    files: Sequence[str],
    people: Sequence[str],
    added: Mapping[str, int],
    changed: Mapping[str, int],
    rejected: int = 0,
) -> str:
    """`12 recoveries and 4 gaps were added, 2 gaps changed, from DR_Q1_2025.xlsx.`

    files : the files' names; none for what was typed here by `people`. added, changed : rows by
    record. rejected : rows kept out, to be mended.
    """
    said = []
    if any(added.values()):
        verb = "was" if sum(added.values()) == 1 else "were"
        said.append(f"{joined(_told(added))} {verb} added")
    if any(changed.values()):
        said.append(f"{joined(_told(changed))} changed")
    body = ", ".join(said) or "Nothing was new or different"
    if files:
        body += f", from {code(files[0])}" if len(files) == 1 else f", from {len(files)} files"
    elif people:
        body += f", by {joined([escape(one) for one in people])}"
    text = f"{body[:1].upper()}{body[1:]}."
    if rejected:
        waits = "row waits" if rejected == 1 else "rows wait"
        text += f" {count(rejected)} {waits} to be mended."
    return text


def _told(rows: Mapping[str, int]) -> list[str]:
    """The kinds a reader cares for most, in that order; the rest as one number."""
    kinds = sorted((one for one in rows if rows[one]), key=_importance)
    if len(kinds) <= _MOST_KINDS:
        return [rows_of(one, rows[one]) for one in kinds]
    named = kinds[: _MOST_KINDS - 1]
    rest = sum(rows[one] for one in kinds[_MOST_KINDS - 1 :])
    return [*(rows_of(one, rows[one]) for one in named), f"{count(rest)} other rows"]


def _importance(record: str) -> int:
    return _FIRST.index(record) if record in _FIRST else len(_FIRST)


def moved(label: str, before: str, after: str) -> str:
    """`Under 4 h moved from 33 % (2 of 6) to 64 % (7 of 11).`"""
    if before == after:
        return f"{label} stayed at {after}."
    return f"{label} moved from {before} to {after}."


def of_figures(
    label: str,
    before: Figure,
    after: Figure,
    criteria: Sequence[tuple[str, str, str]] = (),
) -> list[str]:
    """What an import did to the figures, a sentence each: the headline rate first.

    label : what the rate is called. criteria : name, status before, status now; those that are the
        same are left out, and all of them where there was no result before.
    """
    if before.value is None:  # whatever the criteria were of nothing tells nobody anything
        known = after.value is not None
        return [f"{label} is {with_count(after)}; before it there was no result."] if known else []
    if after.value is None:
        said = [f"{label} was {with_count(before)}; now there is no result."]
    else:
        said = [moved(label, with_count(before), with_count(after))]
    return said + [
        f"{name} is {now} now; before it was {was}." for name, was, now in criteria if was != now
    ]


def of_imports(imports: Sequence[Mapping[str, Any]]) -> str:
    """What some imports brought, in one or two sentences.

    imports : as the store tells them: file_name, person, tables (each with record and counts:
        added, changed), rejected.
    """
    if not imports:
        return "Upload a drill's results, and what they change is told here."
    added: dict[str, int] = {}
    changed: dict[str, int] = {}
    for one in imports:
        for table in one["tables"]:
            for heap, what in ((added, "added"), (changed, "changed")):
                number = int((table.get("counts") or {}).get(what) or 0)
                heap[table["record"]] = heap.get(table["record"], 0) + number
    files = list(dict.fromkeys(one["file_name"] for one in imports if one["file_name"]))
    people = list(dict.fromkeys(one["person"] for one in imports if one["person"]))
    rejected = sum(len(one["rejected"]) for one in imports)
    return import_sentence(files, people, added, changed, rejected)
