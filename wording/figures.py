"""A finished figure in the words of a card, a table cell and a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from wording import numbers
from wording.terms import LABEL_LENGTH

Colour = Literal["normal", "inverse", "off"]
MarkColour = Literal["green", "red", "gray"]


class Figure(Protocol):
    """What is read of a finished metric; `analytics.metric.Metric` is one."""

    @property
    def id(self) -> str: ...
    @property
    def value(self) -> float | int | bool | None: ...
    @property
    def unit(self) -> str: ...
    @property
    def numerator(self) -> int | None: ...
    @property
    def denominator(self) -> int | None: ...
    @property
    def interval(self) -> tuple[float, float] | None: ...
    @property
    def target(self) -> float | None: ...
    @property
    def met(self) -> bool | None: ...
    @property
    def note(self) -> str | None: ...


@dataclass(frozen=True)
class Change:
    """How a figure moved: the text for `st.metric`, and whether it rose (1), fell (−1) or stayed.

    `delta` is the number 0 where nothing moved (Streamlit's grey), None where nothing can be said.
    """

    delta: str | int | None
    way: int

    def colour(self, better: str | None) -> Colour:
        """The colour rule of the card: good news teal, bad news rust, neither grey."""
        if better is None or not self.way:
            return "off"
        return "inverse" if better == "lower" else "normal"


def value(figure: Figure) -> str:
    """`82 %`, `3 h 20 min`, `2`; `no data` where there is none."""
    return numbers.value(figure.value, figure.unit, figure.target)


def k_of_n(figure: Figure) -> str | None:
    """`9 of 11` of a rate; None for what is none or has nothing to count."""
    if figure.numerator is None or not figure.denominator:
        return None
    return numbers.k_of_n(figure.numerator, figure.denominator)


def with_count(figure: Figure) -> str:
    """`82 % (9 of 11)`, for sentences and tables."""
    counted = k_of_n(figure)
    return f"{value(figure)} ({counted})" if counted else value(figure)


def card_label(figure: Figure, label: str, operator: str | None = None) -> str:
    """`Own RTO · target 100 %`; the target is left out where it would not fit over the card."""
    if figure.target is None:
        return label
    full = f"{label} · target {numbers.target(figure.target, figure.unit, operator)}"
    short = f"{label} · {numbers.target(figure.target, figure.unit, operator)}"
    return next((text for text in (full, short) if len(text) <= LABEL_LENGTH), label)


def card_value(figure: Figure, beside: str | None = None) -> str:
    """The big number with the mark and k of n beside it, as Streamlit Markdown.

    beside : instead of k of n, e.g. `1 not back`.
    """
    small, colour = card_mark(figure, beside)
    return f"{value(figure)} :{colour}[:small[{small}]]" if small else value(figure)


def card_mark(figure: Figure, beside: str | None = None) -> tuple[str | None, MarkColour]:
    """The mark and k of n of a card, None where there is neither, and its colour.

    beside : instead of k of n. For a card that shows no change they may stand under the number: on
    paper Streamlit makes the number as small as its whole text is long, with what stands beside it.
    """
    small = beside or k_of_n(figure)
    colour: MarkColour = "gray"
    sign = ""
    if figure.met is not None:
        sign, colour = ("● ", "green") if figure.met else ("◆ ", "red")
        small = small or ("met" if figure.met else "not met")
    if small is None and figure.note and figure.value is not None and len(figure.note) <= 16:
        small = figure.note
    return (f"{sign}{small}" if small else None), colour


def change(now: Figure, before: Figure | None) -> Change:
    """How a figure moved since an earlier scope."""
    if before is None or now.value is None or before.value is None or now.unit in ("bool", "p"):
        return Change(None, 0)
    difference = float(now.value) - float(before.value)
    text = numbers.change(difference, now.unit)
    if text in ("no change", "unchanged"):
        return Change(0, 0)
    return Change(numbers.for_delta(text), 1 if difference > 0 else -1)


def change_words(moved: Change, before_name: str) -> str | None:
    """Beside the change: `from Q4`, `same as Q4`; None without one."""
    if moved.delta is None or not before_name:
        return None
    return f"same as {before_name}" if moved.delta == 0 else f"from {before_name}"
