"""The survey after the drills of 2025-Q1, as the form tool exported it."""

from __future__ import annotations

from sample_data.content.people import COMMUNICATIONS, IT, LEGAL, OPERATIONS, PLANNING, SERVICE
from sample_data.content.sheets import Delimited

# One answer sheet: team; process, role, training, communication ("-" is no answer); comment.
_FEBRUARY: tuple[tuple[str, str, str], ...] = (
    (IT, "4543", ""),
    (IT, "4443", ""),
    (IT, "5544", ""),
    (IT, "4453", "The runbook still names the old servers"),
    (IT, "3442", ""),
    (IT, "4544", ""),
    (IT, "4445", ""),
    (IT, "2433", "We stood around until the disaster was declared"),
    (OPERATIONS, "4444", ""),
    (OPERATIONS, "3322", "I did not know which orders were lost"),
    (OPERATIONS, "4444", ""),
    (OPERATIONS, "4434", ""),
    (SERVICE, "3322", "The mail about the outage came after the customers' calls"),
    (SERVICE, "4332", ""),
    (SERVICE, "4444", ""),
    (COMMUNICATIONS, "4454", ""),
    (COMMUNICATIONS, "3334", ""),
    (LEGAL, "4444", ""),
    (PLANNING, "5555", ""),
    (PLANNING, "45-4", ""),
)
_MARCH: tuple[tuple[str, str, str], ...] = (
    (IT, "5555", ""),
    (IT, "4454", ""),
    (IT, "5544", "DNS by itself: at last"),
    (IT, "4454", ""),
    (IT, "4544", ""),
    (IT, "5455", ""),
    (IT, "3433", "The hold for the real incident was not announced to us"),
    (IT, "4544", ""),
    (OPERATIONS, "4444", ""),
    (OPERATIONS, "3434", "Stock had to be typed in again, as in February"),
    (OPERATIONS, "4543", ""),
    (OPERATIONS, "4444", ""),
    (SERVICE, "4444", ""),
    (SERVICE, "4345", ""),
    (SERVICE, "5454", ""),
    (COMMUNICATIONS, "5555", ""),
    (COMMUNICATIONS, "4444", ""),
    (LEGAL, "4443", "I was called late"),
    (LEGAL, "4444", ""),
    (PLANNING, "5555", ""),
    (PLANNING, "4554", ""),
    (PLANNING, "4444", ""),
)


def _sheets(drill: str, answers: tuple[tuple[str, str, str], ...]) -> list[tuple[str, ...]]:
    return [
        (drill, f"R-{number:02}", team, *("" if one == "-" else one for one in digits), comment)
        for number, (team, digits, comment) in enumerate(answers, start=1)
    ]


ANSWERS = Delimited(
    "Sample - 07 2025-Q1 survey.csv",
    ("Drill", "Response ID", "Your team", "I am satisfied with the process",
     "I understood my role", "I was adequately trained", "Communication was clear",
     "Other comments"),
    _sheets("DR-2025-01", _FEBRUARY) + _sheets("DR-2025-02", _MARCH),
)  # fmt: skip
