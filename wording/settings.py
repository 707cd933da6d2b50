"""The sentences of the Settings screen: what is set, what a form changed, why it cannot be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from wording import numbers, scopes, terms
from wording.markdown import code, escape
from wording.numbers import NBSP, count
from wording.sentences import capital, joined

RECOVERY_TIME = "recovery_time"
_RECOVERY_NAME = "Programme's recovery time"
OPERATORS = {"<": "less than", "<=": "at most", ">=": "at least", ">": "more than"}
UNITS = {
    "%": "%",
    "count": "(a count)",
    "h": "hours",
    "min": "minutes",
    "days": "days",
    "money": "(the currency)",
}
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
NAME_KINDS = {"system": "System", "drill": "Drill", "team": "Team", "owner": "Owner or person"}
TABS = ("Targets", "Organisation", "Systems", "Other names", "Remembered")
INTRODUCTION = (
    "Each change is kept with who made it and when, and can be undone here or in History."
)


def title(own: int, quarter: str) -> str:
    """The finding: `7 targets are set for Q1 2025`."""
    if not own:
        return f"No target of its own is set for {numbers.quarter(quarter)}"
    return (
        f"{count(own, 'target')} {'is' if own == 1 else 'are'} set for {numbers.quarter(quarter)}"
    )


# --- What a form did ------------------------------------------------------------------------------


def saved(what: str) -> str:
    """What is so now."""
    return f"{capital(what)}."


UNDONE = "Undone: it is as it was before."


def refused(message: str) -> str:
    """Why a form was not taken. `message` is Markdown: what people wrote in it is escaped."""
    return f"{capital(message.rstrip('.'))}. Nothing was changed."


def not_read(field: str, text: str, message: str, expected: str) -> str:
    """A typed text that is no value of its field."""
    how = f" Expected {escape(expected.rstrip('.'))}." if expected else ""
    return f"**{escape(field)}** {code(text)}: {escape(message.rstrip('.'))}.{how}"


# --- Targets --------------------------------------------------------------------------------------


def measure(name: str) -> str:
    """A measure in a list: its name in the dictionary."""
    return _RECOVERY_NAME if name == RECOVERY_TIME else terms.TERMS[name].name


def measure_or_id(name: str) -> str:
    """A measure's name; the id itself of one that no figure has."""
    return measure(name) if name == RECOVERY_TIME or name in terms.TERMS else name


def target_saved(name: str, amount: float, unit: str, operator: str, quarter: str) -> str:
    """`Tests within their own RTO: 80 % from Q1 2025 on`."""
    said = numbers.target(amount, unit, operator)
    return f"{escape(measure_or_id(name))}: {said} from {numbers.quarter(quarter)} on"


def target_out(name: str, quarter: str) -> str:
    """`Tests within their own RTO has no target of Q1 2025 any more`."""
    return f"{escape(measure_or_id(name))} has no target of {numbers.quarter(quarter)} any more"


def set_in(quarter: str | None) -> str:
    """Where a target comes from: `Q3 2024`, or what holds until somebody sets one."""
    return numbers.quarter(quarter) if quarter else "by default"


TARGETS_TEXT = (
    "What the figures are held against. A quarter without its own takes the newest earlier."
)
NO_NUMBER = "A target needs a number such as 4 or 80"
NO_QUARTER = "A quarter is written 2025-Q1"


def no_fit(unit: str, name: str) -> str:
    """A unit that is no unit of the measure."""
    return f"{escape(measure(name))} cannot be held against a value in {UNITS.get(unit, unit)}"


def out_of_range(name: str) -> str:
    """A share above all or below nothing, a count below zero."""
    return (
        f"{escape(measure(name))} can never be so: a share lies between 0 and 100{NBSP}%, a "
        "count or a time is not below 0"
    )


def unusable(rows: int) -> str:
    """Targets of files whose unit does not fit."""
    verb = "has" if rows == 1 else "have"
    return f"{count(rows, 'target')} {verb} a unit that does not fit and judge{'s' if rows == 1 else ''} nothing"  # noqa: E501


# --- Organisation ---------------------------------------------------------------------------------


def no_zone(name: str) -> str:
    """A zone nobody knows."""
    return f"{escape(name)} is no time zone; one is written Africa/Johannesburg"


NO_CURRENCY = "A currency is three letters, such as ZAR"
ZONE_TEXT = "Days begin in it; times without a zone are read in it."
YEAR_TEXT = "The month in which the year of your quarters begins."
CLOCK_TEXT = "From when to when a recovery time runs, unless a screen says otherwise."
CURRENCY_TEXT = "Of costs and budgets that name none."
NAME_TEXT = "What your organisation is called on reports."


STALE_TITLE = "Tested too long ago"
STALE_TEXT = (
    "A system whose last test is longer ago than its tier may wait is due for a test again."
)
NO_TIERS = "No system has a tier yet; each may wait a year for its next test."


def stale_saved(days: Mapping[str, int]) -> str:
    """`a system is due for a test after 60 days in tier 1`."""
    said = joined([f"{count(one, 'day')} in tier {escape(tier)}" for tier, one in days.items()])
    return f"a system is due for a test after {said}"


STALE_SAME = "These are the days that hold already"


def setting_saved(what: str, value: str) -> str:
    """`The time zone is Africa/Johannesburg`."""
    return f"the {what} is {escape(value)}"


def clock(name: str) -> str:
    """A clock in a list."""
    return scopes.clock_choice(name)


def unread(names: Sequence[str]) -> str:
    """Settings whose value nobody understands."""
    verb = "is" if len(names) == 1 else "are"
    return f"What is set for {joined(list(names))} {verb} not understood; the usual value holds"


# --- Systems --------------------------------------------------------------------------------------

SYSTEMS_TEXT = "Objectives hold from a day on: earlier drills keep what held when they were run."
NO_SYSTEMS = (
    "No system is in the inventory yet. Name the first one below, or upload your inventory."
)
SYSTEM_NEEDED = "Name the system first"
ON_ITSELF = "A system cannot depend on itself"


def in_a_circle(circle: Sequence[str]) -> str:
    """`CRM needs DNS, DNS needs CRM; in a circle none could come back first`."""
    pairs = zip(circle, [*circle[1:], circle[0]], strict=True)
    said = escape(", ".join(f"{one} needs {other}" for one, other in pairs))
    return f"{said}; in a circle none could come back first"


def system_saved(name: str, day: date | None, kept: Sequence[str] = ()) -> str:
    """`CRM is saved, from 1 Jan 2025 on`; kept : what was emptied and holds as before."""
    said = f"{escape(name)} is saved, {holds_from(day)}"
    if not kept:
        return said
    verb = (
        "was left empty: what held before still holds"
        if len(kept) == 1
        else ("were left empty: what held before still holds")
    )
    return f"{said}. {joined(list(kept))} {verb}"


def as_before(text: str) -> str:
    """What a row does not say and an earlier one does: `2 h (as before)`."""
    return f"{text} (as before)"


def holds_from(day: date | None) -> str:
    """`from 1 Jan 2025 on`; without a day `always`."""
    return f"from {numbers.day(day)} on" if day else "for always"


def system_out(name: str, day: date | None) -> str:
    """A row of the inventory was taken out."""
    return f"what held for {escape(name)} {holds_from(day)} is taken out"


def row_choice(name: str, day: date | None) -> str:
    """A row of the inventory in a list, in plain text."""
    return f"{name}, {holds_from(day)}"


# --- Other names and what is remembered -----------------------------------------------------------

NAMES_TEXT = "A name that means another one: both count as one, in files to come and those loaded."
NO_NAMES = "No other name is known yet. Upload asks when a file writes a name that is nearly known."
REMEMBERED_TEXT = "What you said on Upload of the headings of a table, used for every later file."
NOTHING_REMEMBERED = (
    "Nothing is remembered yet. Whatever you say on Upload of a heading, a unit or a date is kept "
    "here."
)
SAME_NAME = "A name needs no other name that is the same"
NAMES_NEEDED = "Both names are needed"


def in_circle(written: str, means: str) -> str:
    """Two names that would mean each other."""
    return f"{escape(means)} itself means {escape(written)}; take that back first"


def name_saved(written: str, means: str) -> str:
    """`CRM System means CRM`."""
    return f"{escape(written)} means {escape(means)}"


def forgotten(kind: str, written: str) -> str:
    """What was taken back."""
    if kind == "layout":
        return "how tables with these headings are read is forgotten"
    return f"what {escape(written)} means is forgotten"
