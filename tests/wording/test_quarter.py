"""A quarter's story from its finished figures, as screen, board pack and web report tell it."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.calendar import Organisation
from analytics.quarter import quarter_figures
from analytics.scorecard import Scope
from tests.analytics.frames import make_tables
from tests.analytics.worked import worked_rows
from wording.quarter import QuarterWords, words_of

SCOPE = Scope("2025-Q1", None, date(2025, 3, 31), "disruption:restored")


def plain(text: str) -> str:
    """The text with ordinary spaces."""
    return text.replace("\u00a0", " ")


@pytest.fixture(scope="module")
def words() -> QuarterWords:
    return words_of(quarter_figures(make_tables(**worked_rows()), SCOPE, Organisation()))


def test_headline_and_summary(words: QuarterWords) -> None:
    assert plain(words.headline) == (
        "Target not met: February missed 4 h on four systems, March met it on all five"
    )
    assert plain(words.summary).endswith(
        "10 h 20 min in total instead of 13 h 30 min. Four pairs are too few to rule out chance."
    )


def test_rows_of_the_chart(words: QuarterWords) -> None:
    found = quarter_figures(make_tables(**worked_rows()), SCOPE, Organisation())
    rows = words.recovery_rows(
        found.against.to_dict("records"), {"Internal Communication": ["Communication"]}
    )
    assert len(rows) == 12
    first = next(one for one in rows if one["system"] == "Internal Communication")
    assert first["short_name"] == "Communication"
    assert plain(first["drill_title"]) == "12 February, A"
    assert plain(first["tally"]) == "2 of 6 under 4 h"
    title = words.recovery_title(rows)
    assert plain(title) == "Four of six systems missed 4 h in February; none did in March"
    assert title in words.recovery_alternative(rows)


def test_beside_the_cards(words: QuarterWords) -> None:
    assert plain(words.under_label) == "Under 4 h"
    assert plain(words.beside("recovery_time_slowest") or "") == "1 not back"
    assert words.beside("rto_attainment") is None


@pytest.mark.parametrize(
    ("quarter", "name"),
    [("2024-Q4", "Q4"), ("2024-Q2", "Q2 2024"), (None, "")],
)
def test_what_the_quarter_before_is_called(
    words: QuarterWords, quarter: str | None, name: str
) -> None:
    assert plain(words.before_name(quarter)) == name


def test_a_quarter_of_a_tabletop_alone_does_not_speak_of_planned_drills() -> None:
    rows = {
        "drill": [{"drill": "TT", "exercise_type": "tabletop", "status": "completed",
                   "started_at": "2025-02-12T08:00Z", "ended_at": "2025-02-12T10:00Z"}],
    }  # fmt: skip
    words = words_of(quarter_figures(make_tables(**rows), SCOPE, Organisation()))
    assert plain(words.summary) == (
        "One drill ended in the quarter, a tabletop or walkthrough; two were wanted."
    )


def test_a_quarter_without_drills_has_a_story_too() -> None:
    words = words_of(quarter_figures(make_tables(), SCOPE, Organisation()))
    assert plain(words.headline) == "No drill has been completed in Q1 2025"
    assert plain(words.summary) == "No drill ended in the quarter; two were wanted."
    assert words.recovery_title([]) == "No recovery time is known"
