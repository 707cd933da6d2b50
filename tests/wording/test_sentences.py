"""Headlines, titles and alternative texts: exactly what is said, and never too long."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wording import sentences
from wording.sentences import Change, DrillResult

H = 3600
FOUR = 4 * H
FEBRUARY = DrillResult("February", 2, 6, lost=1)
MARCH = DrillResult("March", 5, 5, untested=1)


def plain(text: str) -> str:
    """The text with ordinary spaces."""
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("is_consistent", "drills", "text"),
    [
        (
            False,
            [FEBRUARY, MARCH],
            "Target not met: February missed 4 h on four systems, March met it on all five",
        ),
        (
            False,
            [MARCH, FEBRUARY],
            "Target not met: March met 4 h on all five, February missed it on four",
        ),
        (
            False,
            [FEBRUARY, DrillResult("March", 4, 5)],
            "Target not met: February missed 4 h on four systems, March on one",
        ),
        (False, [FEBRUARY], "Target not met: February missed 4 h on four of six systems"),
        (
            False,
            [DrillResult("February", 0, 3)],
            "Target not met: February missed 4 h on all three systems",
        ),
        (
            False,
            [FEBRUARY, MARCH, DrillResult("April", 5, 6)],
            "Target not met: 5 of 17 tests missed 4 h: four in February and one in April",
        ),
        (
            True,
            [DrillResult("February", 6, 6), DrillResult("March", 5, 5)],
            "Target met: all eleven tests in February and March came back under 4 h",
        ),
        (
            None,
            [DrillResult("February", 6, 6), MARCH],
            "Target undecided: 11 of 11 tests under 4 h, one was not tested or timed",
        ),
        (
            None,
            [DrillResult("February", 6, 6), DrillResult("March", 0, 0)],
            "Target undecided: 6 of 6 tests under 4 h, one drill has no recovery time",
        ),
        (
            None,
            [DrillResult("March", 0, 0)],
            "Target undecided: no recovery time is known for Q1 2025",
        ),
        (None, [], "No drill has been completed in Q1 2025"),
    ],
)  # fmt: skip
def test_quarter_verdict(is_consistent: bool | None, drills: list[DrillResult], text: str) -> None:
    assert plain(sentences.quarter_verdict("2025-Q1", is_consistent, drills, FOUR)) == text


@pytest.mark.parametrize(
    ("criteria", "text"),
    [
        ({}, "Target met: all twelve tests in February and March came back under 4 h"),
        (
            {"Timely execution": "met"},
            "Target met: all twelve tests in February and March came back under 4 h",
        ),
        (
            {"Timely execution": "met", "Gap identification and mitigation": "not met"},
            "Target narrowly missed: all twelve tests under 4 h, not every gap fixed",
        ),
        (
            {"Timely execution": "not met", "Continuous improvement": "not met"},
            "Target not met: all twelve tests under 4 h, but two of two criteria missed",
        ),
        (
            {"Timely execution": "met", "Stakeholder satisfaction": "unknown"},
            "All twelve tests came back under 4 h, one of two criteria undecided",
        ),
    ],
)
def test_a_missed_criterion_is_never_called_met(criteria: dict[str, str], text: str) -> None:
    drills = [DrillResult("February", 6, 6), DrillResult("March", 6, 6)]
    said = plain(sentences.quarter_verdict("2025-Q1", True, drills, FOUR, "<", criteria))
    assert said == text or (
        len(text) > 80 and said == "Target narrowly missed: " + text.split(", ")[1]
    )
    assert len(said) <= 80


results = st.builds(
    lambda name, counted, missed, lost, untested: DrillResult(
        name, max(counted - missed, 0), counted, min(lost, missed, counted), untested
    ),
    st.sampled_from(["February", "September", "12\u00a0September", "26\u00a0September\u00a02024"]),
    st.integers(0, 40),
    st.integers(0, 40),
    st.integers(0, 3),
    st.integers(0, 14),
)


@given(st.lists(results, max_size=5), st.sampled_from([None, True, False]))
def test_a_headline_stands_on_one_line_and_tells_the_verdict(
    drills: list[DrillResult], is_consistent: bool | None
) -> None:
    missed = sum(drill.missed for drill in drills)
    if (is_consistent is False) != (missed > 0):
        is_consistent = None if not missed else False
    said = sentences.quarter_verdict("2025-Q1", is_consistent, drills, FOUR)
    assert len(said) <= sentences.HEADLINE
    if sum(drill.counted for drill in drills):
        start = {True: "Target met", False: "Target not met", None: "Target undecided"}
        assert said.startswith(start[is_consistent])


@given(st.lists(results, max_size=5))
def test_a_title_fits_its_column(drills: list[DrillResult]) -> None:
    assert len(sentences.recovery_title(drills, FOUR)) <= sentences.TITLE
    assert len(sentences.recovery_title(drills, FOUR, length=45)) <= sentences.NARROW_TITLE


@pytest.mark.parametrize(
    ("drills", "text"),
    [
        ([FEBRUARY, MARCH], "Four of six systems missed 4 h in February; none did in March"),
        ([MARCH], "All five tests came back under 4 h"),
        ([FEBRUARY], "Four of six systems missed 4 h in February"),
        ([FEBRUARY, MARCH, FEBRUARY], "8 of 17 tests missed 4 h"),
        ([], "No recovery time is known"),
    ],
)
def test_recovery_title(drills: list[DrillResult], text: str) -> None:
    assert plain(sentences.recovery_title(drills, FOUR)) == text


def test_the_summary_says_how_many_by_how_much_and_how_sure() -> None:
    change = Change("March", 4, 3, 810 * 60, 620 * 60, 190 / 810, None)
    assert plain(sentences.quarter_summary(7, 11, FOUR, "<", change)) == (
        "7 of 11 tests came back in under 4 h. The four systems recovered in both drills came back "
        "23 % sooner in March, 10 h 20 min in total instead of 13 h 30 min. Four pairs are too few "
        "to rule out chance."
    )


def test_the_summary_of_a_setback_and_of_too_few_drills() -> None:
    change = Change("March", 7, 7, 600 * 60, 660 * 60, -0.1, 0.016)
    said = plain(
        sentences.quarter_summary(7, 11, FOUR, "<=", change, drills_completed=1, drills_target=2)
    )
    assert said == (
        "7 of 11 tests came back within 4 h. One drill ended in the quarter; two were wanted. "
        "The seven systems recovered in both drills came back 10 % later in March, 11 h in total "
        "instead of 10 h. Chance alone would rarely do this."
    )


def test_a_tie_is_said_only_where_it_misses() -> None:
    assert plain(sentences.time_against_target(FOUR, FOUR, "<")) == "4 h, a tie"
    assert plain(sentences.time_against_target(FOUR, FOUR, "<=")) == "4 h"
    assert plain(sentences.time_against_target(FOUR - 20, FOUR)) == "3 h 59 min 40 s"


@pytest.mark.parametrize(
    ("days", "names"),
    [
        ([date(2025, 2, 12), date(2025, 3, 19)], ["February", "March"]),
        ([date(2025, 2, 12), date(2025, 2, 26)], ["12 February", "26 February"]),
        ([date(2025, 2, 12), date(2025, 2, 12)], ["DR-1", "DR-2"]),
        ([date(2024, 11, 5), date(2025, 2, 12)], ["November 2024", "February 2025"]),
        ([date(2025, 2, 12), None], ["February", "DR-2"]),
    ],
)
def test_drill_names(days: list[date | None], names: list[str]) -> None:
    assert [plain(one) for one in sentences.drill_names(days, ["DR-1", "DR-2"])] == names


def test_drill_titles_are_short_and_alike() -> None:
    days = [date(2025, 2, 12), date(2025, 3, 19)]
    names = ["DR-1", "DR-2"]
    long = sentences.drill_titles(days, ["power loss", "ransomware"], names)
    assert [plain(one) for one in long] == ["12 February, power loss", "19 March, ransomware"]
    short = sentences.drill_titles(days, ["hardware failure", None], names)
    assert [plain(one) for one in short] == ["12 Feb, hardware failure", "19 Mar, DR-2"]
    assert sentences.drill_titles([None], [None], ["DR-1"]) == ["DR-1"]


def test_where_all_met_the_title_tells_who_came_closest() -> None:
    closest = sentences.Closest("Inventory", "February", 3 * H + 3000)
    title = sentences.recovery_title([MARCH], FOUR, closest=closest)
    assert plain(title) == "Inventory came closest to 4 h: 3 h 50 min in February"
    missed = sentences.recovery_title([FEBRUARY], FOUR, closest=closest)
    assert plain(missed) == "Four of six systems missed 4 h in February"


def test_the_chart_in_words() -> None:
    tests: list[dict[str, Any]] = [
        {
            "drill": "February",
            "short_name": "Inventory",
            "verdict": "not recovered",
            "seconds": None,
        },
        {"drill": "February", "short_name": "CRM", "verdict": "missed", "seconds": FOUR},
        {"drill": "March", "short_name": "CRM", "verdict": "met", "seconds": 3 * H},
        {"drill": "March", "short_name": "Communication", "verdict": "not tested", "seconds": None},
    ]
    assert plain(sentences.recovery_alternative("Two missed", tests, FOUR)) == (
        "Two missed. The line is at 4 h. Inventory not recovered in February, CRM 4 h in February, "
        "CRM 3 h in March. Communication was not tested in March."
    )


def test_the_number_behind_chance_is_at_hand() -> None:
    assert plain(str(sentences.chance_help(0.015625, "seven"))) == (
        "Were there no change at all, chance would still move seven systems as far in 2 % of "
        "cases (exact Wilcoxon signed-rank test, two-sided, p = 0.016)."
    )
    assert sentences.chance_help(None, "four") is None


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((date(2025, 2, 12), date(2025, 3, 19)), "in February and March"),
        ((date(2025, 2, 12), date(2025, 2, 20)), "on 12 February and 20 February"),
        ((date(2024, 2, 12), date(2025, 2, 20)), "in February 2024 and February 2025"),
        ((date(2025, 2, 12), date(2025, 2, 12)), "in DR-1 and DR-2"),
        ((date(2025, 2, 12), None), "in February and DR-2"),
    ],
)
def test_a_drill_called_by_its_day_was_on_it(days: tuple[date | None, ...], said: str) -> None:
    names = sentences.drill_names(days, ["DR-1", "DR-2"])
    assert sentences.during(*names).replace("\u00a0", " ") == said
