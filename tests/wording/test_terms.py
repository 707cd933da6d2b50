"""Every metric has its words, and they fit where they stand."""

from __future__ import annotations

import pytest

from analytics.criteria import CRITERIA
from analytics.metric import Metric
from analytics.recovery.clock import PHASES, STARTS, STOPS
from data.records import RECORDS
from wording import dictionary, figures, gaps, scopes, terms
from wording.terms import TERMS


def plain(text: str) -> str:
    """The text with ordinary spaces."""
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("term", TERMS.values(), ids=TERMS)
def test_a_term_is_whole(term: terms.Term) -> None:
    assert len(term.label) <= terms.LABEL_LENGTH
    assert term.meaning.endswith(".")
    assert term.formula
    assert term.source


def test_names_and_labels_are_told_apart() -> None:
    for words in ([one.name for one in TERMS.values()], [one.label for one in TERMS.values()]):
        assert len(set(words)) == len(words)


def test_the_words_of_clocks_phases_and_criteria_are_those_of_the_mathematics() -> None:
    assert set(terms.CLOCK_STARTS) == set(STARTS)
    assert set(terms.CLOCK_STOPS) == set(STOPS)
    assert list(terms.PHASES) == [phase for phase, _, _ in PHASES]
    assert tuple(terms.CRITERIA) == CRITERIA


def test_a_badge_has_shape_and_word() -> None:
    assert terms.badge("met") == ":green-badge[● met]"
    assert terms.badge("not met") == ":red-badge[◆ not met]"
    assert terms.badge("not recovered") == ":violet-badge[✕ not recovered]"
    assert terms.badge("unknown") == ":gray-badge[○ unknown]"


RATE = Metric("rto_attainment", 9 / 11, "share", 9, 11, target=1.0, met=False)
BEFORE = Metric("rto_attainment", 0.75, "share", 6, 8)
SLOWEST = Metric("recovery_time_slowest", 21_600.0, "s", target=14_400.0, met=False)
NOTHING = Metric("rto_attainment", None, "share", 0, 0, note="no data")


def test_a_card() -> None:
    assert plain(figures.card_label(RATE, "Own RTO", ">=")) == "Own RTO · target 100 %"
    assert plain(figures.card_value(RATE)) == "82 % :red[:small[◆ 9 of 11]]"
    assert plain(figures.card_label(SLOWEST, "Slowest", "<")) == "Slowest · target < 4 h"
    assert plain(figures.card_value(SLOWEST, "1 not back")) == "6 h :red[:small[◆ 1 not back]]"
    assert plain(figures.card_value(BEFORE)) == "75 % :gray[:small[6 of 8]]"
    assert figures.card_value(NOTHING) == "no data"


def test_a_card_says_how_it_moved() -> None:
    moved = figures.change(RATE, BEFORE)
    assert plain(str(moved.delta)) == "+7 points"
    assert moved.colour("higher") == "normal"
    assert figures.change_words(moved, "Q4") == "from Q4"
    same = figures.change(RATE, RATE)
    assert same.delta == 0
    assert figures.change_words(same, "Q4") == "same as Q4"
    assert figures.change(RATE, NOTHING).delta is None
    faster = figures.change(SLOWEST, Metric("recovery_time_slowest", 25_800.0, "s"))
    assert plain(str(faster.delta)) == "-1 h 10 min"
    assert faster.colour("lower") == "inverse"


def test_the_dictionary_finds_words_of_people() -> None:
    found = [
        (record.name, one.name)
        for record in RECORDS.values()
        for one in record.fields
        if dictionary.field_matches("server up", record, one)
    ]
    assert ("recovery", "restored_at") in found
    assert [
        term.id for term in TERMS.values() if dictionary.term_matches("rto_attainment", term)
    ] == ["rto_attainment"]
    assert dictionary.term_matches("", TERMS["coverage"])
    assert not dictionary.term_matches("zebra", TERMS["coverage"])


def test_scope_label_stands_on_one_line_of_a_phone() -> None:
    from datetime import date

    for clock in (None, *(f"{start}:{stop}" for start in STARTS for stop in STOPS)):
        label = scopes.quarter_scope("2025-Q3", date(2025, 9, 30), clock)
        assert len(label) <= scopes.LABEL_LENGTH, label
    first = scopes.quarter_scope("2025-Q1", date(2025, 3, 31), "disruption:restored")
    assert plain(first) == "Q1 2025 · as of 31 Mar 2025 · disruption → restored"


@pytest.mark.parametrize(
    ("found", "opened", "late", "unmanaged", "text"),
    [
        (12, 3, [17], 1, "3 gaps are open; 1 is 17 days overdue"),
        (12, 1, [1], 0, "1 gap is open; it is 1 day overdue"),
        (12, 5, [3, 17], 0, "5 gaps are open; 2 are overdue, one by 17 days"),
        (12, 3, [], 1, "3 gaps are open; 1 has no owner or date"),
        (12, 3, [], 0, "3 gaps are open; none is overdue"),
        (12, 0, [], 0, "No gap is open; all 12 are closed or settled"),
        (0, 0, [], 0, "No gap is recorded"),
    ],
)
def test_gap_titles(found: int, opened: int, late: list[int], unmanaged: int, text: str) -> None:
    assert plain(gaps.title(found, opened, late, unmanaged)) == text
