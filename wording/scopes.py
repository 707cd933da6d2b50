"""A scope in one line: the label of the control that changes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from wording import numbers, terms
from wording.markdown import escape
from wording.sentences import joined

LABEL_LENGTH = 52  # characters that stand on one line at 390 px


def quarter_scope(quarter: str | None, as_of: date | None, clock: str | None = None) -> str:
    """`Q1 2025 · as of 31 Mar 2025 · disruption → restored`.

    clock : START:STOP, or None for a screen on which no recovery time stands. A label that would
    not stand on one line of a phone says the year once only.
    """
    parts = [numbers.quarter(quarter) if quarter else "no drill yet"]
    tail = [terms.clock(*clock.split(":"))] if clock else []
    if as_of is not None:
        full = [*parts, f"as of {numbers.day(as_of)}", *tail]
        if len(" · ".join(full)) <= LABEL_LENGTH or (quarter and str(as_of.year) not in quarter):
            return " · ".join(full)
        parts.append(f"as of {numbers.short_day(as_of)}")
    return " · ".join([*parts, *tail])


def quarter_choice(quarter: str) -> str:
    """A quarter in a list of quarters and in the address: `Q1 2025`, with a plain space."""
    return numbers.quarter(quarter).replace(numbers.NBSP, " ")


def clock_choice(clock: str) -> str:
    """A clock in a list of clocks and in the address: `disruption to restored`."""
    start, stop = clock.split(":")
    return f"{terms.CLOCK_STARTS[start]} to {terms.CLOCK_STOPS[stop]}"


def not_had(unknown: Mapping[str, str], as_of: date, clock: str, quarter: str | None = None) -> str:
    """One orange line in Markdown: what the link asked for, and what stands in its place.

    unknown : by its name in the address (quarter, as_of, clock), what was written there.
    """
    names = {"quarter": "quarter", "as_of": "date", "clock": "clock"}
    shown = {"quarter": numbers.quarter(quarter) if quarter else "", "as_of": numbers.day(as_of),
             "clock": terms.clock(*clock.split(":"))}  # fmt: skip
    asked = joined([f"the {names[one]} “{escape(_cut(text))}”" for one, text in unknown.items()])
    instead = joined([shown[one] for one in unknown])
    verb = "which is not there" if len(unknown) == 1 else "which are not there"
    return (
        f":orange-badge[{terms.WARNING.sign}] The link asks for {asked}, {verb}; shown: {instead}."
    )


def not_there(what: str, asked: str, shown: str) -> str:
    """The same of something else: `The link asks for the moment “T+9 h”, which is not there; …`."""
    said = f"The link asks for the {what} “{escape(_cut(asked))}”, which is not there"
    return f":orange-badge[{terms.WARNING.sign}] {said}; shown: {escape(shown)}."


def _cut(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:29]}…"
