"""The evidence of every criterion: one sentence for each that the judging may ask for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from analytics import criteria
from wording import evidence

NAMES = {"DR-1": "February", "DR-2": "March"}
H = 3600
RECOVERY = {"drills_completed": 2, "target_seconds": 4 * H, "operator": "<"}


def miss(drill: str, why: str = "over the target") -> dict[str, Any]:
    """One test that failed."""
    return {"drill": drill, "system": "CRM", "recovery_seconds": 5.0 * H, "why": why}


def answers(favourable: int, whole: int) -> dict[str, Any]:
    """One question's answers against 80 %."""
    share = favourable / whole
    return {"favourable": favourable, "answers": whole, "share": share, "is_met": share >= 0.8}


GAPS = {"first": "DR-1", "following": "DR-2", "gaps": 8, "closed": 6, "verified": 5, "inferred": 0}
PLAN: dict[str, Any] = {"planned": 2, "open_gaps": 3, "lacking": [], "follow_up_drills": 1,
        "follow_ups": [{"drill": "DR-3", "on": date(2025, 6, 18)}], "overdue": []}  # fmt: skip
LATE = [{"drill": "DR-1b", "on": date(2025, 5, 2)}, {"drill": "DR-2b", "on": date(2025, 5, 9)}]
SURVEY = {"target": 0.8, "operator": ">="}


@pytest.mark.parametrize(
    ("sentence", "facts", "text"),
    [
        (
            "timely",
            {"completed": 2, "target": 2.0, "slipped": []},
            "2 of 2 drills ended inside the quarter.",
        ),
        (
            "timely",
            {"completed": 1, "target": 2.0, "slipped": [{"drill": "DR-2"}]},
            "1 of 2 drills ended inside the quarter; March slipped.",
        ),
        (
            "timely",
            {"completed": 3, "target": 2.0, "slipped": []},
            "3 drills ended inside the quarter, 2 were wanted.",
        ),
        ("recovery no tests", RECOVERY, "No recovery time is known."),
        (
            "recovery consistent",
            RECOVERY | {"judged": 11},
            "All 11 tests under 4 h, every system in scope among them.",
        ),
        (
            "recovery failing",
            RECOVERY | {"under": 7, "judged": 11, "failing": [miss("DR-1")] * 4},
            "7 of 11 tests under 4 h; the other 4 were all in February.",
        ),
        (
            "recovery failing",
            RECOVERY
            | {"under": 9, "judged": 11, "failing": [miss("DR-1"), miss("DR-2", "partial")]},
            "9 of 11 tests under 4 h; one came back too late, one never fully came back.",
        ),
        (
            "recovery undecided",
            RECOVERY | {"under": 10, "judged": 10, "failing": [miss("DR-2", "not tested")]},
            "10 of 10 tests under 4 h; one result is missing.",
        ),
        ("gaps none", GAPS, "No gap is recorded for February."),
        (
            "gaps none",
            GAPS | {"first": None, "drills_completed": 0},
            "No drill has been completed, so no gap was looked for.",
        ),
        (
            "gaps none",
            GAPS | {"first": None, "drills_completed": 1},
            "Only tabletops have ended; the gaps of a drill with real recovery are followed.",
        ),
        (
            "gaps awaiting drill",
            GAPS,
            "6 of 8 February gaps closed so far; the next drill has not begun.",
        ),
        (
            "gaps no drill",
            GAPS,
            "6 of 8 February gaps closed so far; no drill followed in the quarter.",
        ),
        ("gaps", GAPS, "6 of 8 February gaps closed before March; 5 of 8 passed a retest."),
        (
            "gaps",
            GAPS | {"inferred": 2},
            "6 of 8 February gaps closed before March; 5 of 8 passed a retest, 2 inferred.",
        ),
        ("satisfaction no answers", SURVEY, "No survey answer is loaded."),
        (
            "satisfaction",
            SURVEY
            | {"questions": {"satisfaction": answers(41, 50), "role_clarity": answers(45, 50),
                             "training": answers(30, 50)}},
            "Training 60 % (30 of 50) favourable, 80 % wanted.",
        ),
        (
            "satisfaction",
            SURVEY
            | {"questions": {"satisfaction": answers(41, 50), "role_clarity": answers(45, 50),
                             "training": None}},
            "Lowest is satisfaction, 82 % (41 of 50) favourable; nobody answered on training.",
        ),
        ("improvement no drills", PLAN, "No drill has been completed, so none can follow."),
        (
            "improvement",
            PLAN,
            "2 of 3 open gaps have action, owner and date; next drill 18 June.",
        ),
        (
            "improvement",
            PLAN
            | {"planned": 0, "open_gaps": 1, "lacking": [{"gap": "G-1", "lacks": ["owner"]}],
               "follow_up_drills": 0},
            "The one open gap lacks owner; no further drill is dated.",
        ),
        (
            "improvement",
            PLAN | {"overdue": PLAN["follow_ups"]},
            "2 of 3 open gaps have action, owner and date; the drill planned for 18 June is past "
            "its day.",
        ),
        (
            "improvement",
            PLAN
            | {"overdue": LATE, "follow_ups": [*LATE, *PLAN["follow_ups"]], "follow_up_drills": 3},
            "2 of 3 open gaps have action, owner and date; next drill 18 June; two planned drills "
            "are past their day, the first since 2 May.",
        ),
        (
            "improvement",
            PLAN | {"planned": 0, "open_gaps": 0, "follow_up_drills": 0},
            "No gap is open; no further drill is dated.",
        ),
    ],
)  # fmt: skip
def test_evidence(sentence: str, facts: dict[str, Any], text: str) -> None:
    assert evidence.evidence(sentence, facts, NAMES).replace("\u00a0", " ") == text


def test_every_sentence_that_may_be_asked_for_is_there() -> None:
    assert set(evidence.SENTENCES) == set(criteria.SENTENCES)


def test_title() -> None:
    statuses = ["met", "not met", "not met", "unknown", "not met"]
    assert (
        evidence.title(statuses).replace("\u00a0", " ") == "1 of 5 success criteria met, 1 unknown"
    )
    assert evidence.title(["met"] * 5).replace("\u00a0", " ") == "5 of 5 success criteria met"
