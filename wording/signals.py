"""Questions that the data raise, worded as questions: what was seen, then what to ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wording import numbers
from wording.markdown import escape
from wording.numbers import count, duration, in_words, k_of_n
from wording.sentences import joined

NAMES = {
    "round times": "Round times",
    "objective relaxed": "An objective relaxed",
    "scope shrunk": "A smaller scope",
    "closed at the end": "Closed near the end",
    "alike answers": "Answers alike",
}
NOT_ACCUSING = (
    "Each may have a good answer. A question is asked only where luck would seldom show as much."
)


def title(questions: int, quarter: str) -> str:
    """Over the list."""
    if not questions:
        return f"The data of {numbers.quarter(quarter)} raise no question"
    noun = "question" if questions == 1 else "questions"
    return f"{in_words(questions, capital=True)} {noun} to ask of {numbers.quarter(quarter)}"


def question(kind: str, facts: Mapping[str, Any], names: Mapping[str, str], year: int) -> str:
    """One question in Markdown. names : how a drill is called in a sentence (`12 February`)."""
    drill = escape(names.get(str(facts.get("drill")), facts.get("drill", "")))
    before = escape(names.get(str(facts.get("before_drill")), facts.get("before_drill", "")))
    if kind == "round times":
        return (
            f"{k_of_n(facts['count'], facts['whole'])} recovery times of the drill of "
            f"{drill} end on a full half hour. Were they read off a clock, or estimated afterwards?"
        )
    if kind == "objective relaxed":
        when = numbers.day_in_sentence(facts["valid_from"], year)
        how = "missed it" if facts["shown"] == "missed" else f"was {facts['shown']}"
        return (
            f"The objective of {escape(facts['system'])} went from "
            f"{duration(facts['before_seconds'])} to {duration(facts['after_seconds'])} on {when}, "
            f"after it {how} in the drill of {drill}. Did the business agree to wait longer?"
        )
    if kind == "scope shrunk":
        left = facts["left_out"]
        shown = [escape(one) for one in left[:4]]
        named = joined(shown) if len(left) <= 4 else f"{', '.join(shown)} and {len(left) - 4} more"
        missed = ""
        if facts["missed_left_out"]:
            missed = f", {in_words(facts['missed_left_out'])} of which had missed"
        return (
            f"The drill of {drill} left out {in_words(len(left))} of the "
            f"{in_words(facts['before'])} systems tested in that of "
            f"{before}{missed}: {named}. Were they left out on purpose?"
        )
    if kind == "closed at the end":
        return (
            f"{k_of_n(facts['count'], facts['whole'])} gaps closed in the quarter were closed on "
            f"{in_words(facts['days'])} of its {count(facts['quarter_days'])} days: those just "
            "before its end or a report. Was the work done then, or the list tidied?"
        )
    if facts["case"] == "same comment":
        return (
            f"{in_words(facts['count'], capital=True)} of {in_words(facts['whole'])} survey sheets "
            f"of {drill} carry a comment word for word alike. Did each person answer alone?"
        )
    if facts["case"] == "all alike":
        return (
            f"All {in_words(facts['count'])} survey sheets of {drill} give the same answers. Did "
            "each person answer alone?"
        )
    return (
        f"All {in_words(facts['count'])} people who answered both surveys gave after {drill} "
        f"exactly what they gave after {before}. Was the survey asked again?"
    )


def luck(chance: float | None) -> str:
    """How likely luck alone would show as much."""
    if chance is None:
        return "How often luck would show this cannot be reckoned."
    if chance >= 0.995:
        return "Luck alone would show as much every time; it is asked for its size."
    if chance >= 0.05:
        return f"Luck alone would show as much in about {numbers.share(chance)} of cases."
    return f"Luck alone would show as much about once in {count(_rounded(1 / chance))} times."


def _rounded(value: float) -> int:
    """Two figures are all that such a number is worth."""
    digits = max(len(str(int(value))) - 2, 0)
    return int(round(value, -digits))
