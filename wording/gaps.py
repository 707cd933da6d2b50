"""Gaps in sentences: what is open, what is late, who owns it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wording import numbers
from wording.markdown import escape
from wording.numbers import NBSP, count, days
from wording.terms import WARNING


def title(found: int, opened: int, days_overdue: Sequence[int], unmanaged: int = 0) -> str:
    """`3 gaps are open; 1 is 17 days overdue`. No gap open is a finding, none recorded is not.

    days_overdue : one number for each overdue gap. unmanaged : open without owner or due date.
    """
    if not found:
        return "No gap is recorded"
    if not opened:
        return (
            f"No gap is open; all {count(found)} are closed or settled"
            if found > 1
            else ("No gap is open; the one found is closed or settled")
        )
    head = "1 gap is open" if opened == 1 else f"{count(opened)} gaps are open"
    if len(days_overdue) == 1:
        late = "it is" if opened == 1 else "1 is"
        return f"{head}; {late} {days(days_overdue[0])} overdue"
    if days_overdue:
        return f"{head}; {count(len(days_overdue))} are overdue, one by {days(max(days_overdue))}"
    if unmanaged:
        who = "it has" if opened == 1 else "1 has" if unmanaged == 1 else f"{count(unmanaged)} have"
        return f"{head}; {who} no owner or date"
    return f"{head}; none is overdue"


def due(on: date | None, precision: str | None, days_overdue: int | None, year: int) -> str:
    """`due 14 Mar, 17 days overdue`, `due 30 Apr`, `no due date`; the year when it is another."""
    if precision == "ongoing":
        return "ongoing"
    if numbers.is_missing(on) or on is None:
        return "no due date"
    is_day = numbers.is_missing(precision) or precision == "day"
    when = numbers.short_day(on) if is_day and on.year == year else numbers.dated(on, precision)
    text = f"due{NBSP}{when}"
    return text if numbers.is_missing(days_overdue) else f"{text}, {days(days_overdue)} overdue"


def badges(owner: str | None, due_text: str, *, is_overdue: bool) -> str:
    """The badges at the right of an open gap: no owner, due date, overdue."""
    parts = []
    if owner is None:
        parts.append(f":orange-badge[:material/person_off: no{NBSP}owner]")
    if is_overdue:
        parts.append(f":red-badge[:material/schedule: {due_text}]")
    elif due_text == "no due date":
        parts.append(f":orange-badge[{WARNING.sign} {due_text}]")
    else:
        parts.append(f":gray-badge[{due_text}]")
    return " ".join(parts)


def owner_line(system: object, owner: str | None, *, reopened: bool = False) -> str:
    """`Infrastructure and Hosting · Thandi Naidoo`, escaped for Markdown."""
    parts = [
        "the programme" if numbers.is_missing(system) else escape(system),
        escape(owner) if owner else "no owner",
    ]
    return " · ".join([*parts, "reopened"] if reopened else parts)


def name(title_: object, gap: object) -> str:
    """A gap's title, or its number where it has none."""
    return str(gap) if numbers.is_missing(title_) or not title_ else str(title_)


def more(number: int) -> str:
    """Under a list cut short: `and 7 more open gaps`."""
    return f"and {count(number)} more open {'gap' if number == 1 else 'gaps'}"
