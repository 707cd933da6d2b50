"""What a comparison says when it cannot be made, or not as it was asked for."""

from __future__ import annotations

from datetime import date

from wording import numbers
from wording.markdown import escape
from wording.sentences import capital

_WHY = {
    "unknown": "there is no drill of that name",
    "tabletop": "a tabletop or walkthrough has estimates, no recovery times",
    "planned": "it is planned and has not begun",
    "running": "it has not ended",
    "cancelled": "it was cancelled",
}


def not_comparable(drill: str, why: str) -> str:
    """Why a drill of the link is not compared, in Markdown."""
    reason = _WHY.get(why, "it has no recovery times")
    return f"{escape(drill)} is not compared: {reason}. The usual drill stands in its place."


def turned(pair_a: str, pair_b: str) -> str:
    """That the two drills changed places."""
    return (
        f"A is always the earlier drill: {escape(pair_a)} is A and {escape(pair_b)} is B, although "
        "they were chosen the other way round."
    )


def not_ended(drill: str, why: str, as_of: date) -> str:
    """The title while one of the drills had not ended on the as-of date."""
    day = numbers.day_in_sentence(as_of, 0)
    state = {"running": "was still running", "planned": "had not begun"}.get(
        why, "had no recovery times"
    )
    return f"{capital(drill)} {state} on {day}"


NOT_TWO = "Two drills are needed for a comparison"
WHAT_TO_LOAD = (
    "Load the results of a second drill: one row a system with when it went down and came back. "
    "Tabletops do not count, their times are estimates."
)
SAME = "A drill cannot be compared with itself"
CHOOSE = "Choose another drill A or drill B in the line above."
LATER = "Choose a later as-of date, or other drills, in the line above."
