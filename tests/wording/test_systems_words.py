"""The words of systems, of the next drill and of questions: plain, short, and never surer than the
data."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from wording import forecast, signals, systems


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("whole", "tested", "first", "doubts", "said"),
    [
        (0, 0, None, 0, "No system is in the inventory yet"),
        (1, 0, ("CRM", "never tested"), 1, "The one system has never been tested"),
        (6, 0, ("CRM", "never tested"), 6, "None of the six systems has been tested yet"),
        (6, 6, None, 0, "No doubt about any of the six systems: tested lately, objectives kept"),
        (6, 6, ("CRM", "missed last"), 2,
         "Unsure of two of six systems: CRM missed its objective last time"),
        (1, 1, ("CRM", "stale"), 1, "Unsure of the one system: CRM was tested too long ago"),
        (3, 3, ("A", "thin margin"), 3, "Unsure of all three systems: A had little to spare"),
    ],
)  # fmt: skip
def test_headlines(whole: int, tested: int, first: Any, doubts: int, said: str) -> None:  # noqa: ANN401
    given = None if first is None else {"name": first[0], "reason": first[1]}
    assert plain(systems.headline(whole, tested, given, doubts)) == said


@pytest.mark.parametrize("reason", list(systems.REASON_NAMES))
def test_no_headline_is_longer_than_a_line(reason: str) -> None:
    for doubts in (1, 12, 499, 500):
        first = {"name": "Communication1", "reason": reason}
        assert len(systems.headline(500, 400, first, doubts)) <= 80


def test_reasons_name_the_number() -> None:
    facts: dict[str, Any] = {
        "day": date(2025, 3, 19), "shown": "missed", "seconds": 11400.0, "rto_seconds": 10800.0,
        "before_seconds": 14400.0, "days_since": 120, "limit_days": 92, "gaps": ["Key *missing*"],
    }  # fmt: skip
    said = {kind: plain(systems.reason(kind, facts, 2025)) for kind in systems.REASON_NAMES}
    assert said == {
        "never tested": "no drill has tried it",
        "missed last": "took 3 h 10 min on 19 March, 10 min over",
        "objective tightened": "took 3 h 10 min on 19 March; the objective is now 3 h, then it was "
        "4 h",
        "fix not proven": r"“Key \*missing\*” was closed and no test has shown the fix",
        "stale": "tested 120 days ago; its tier allows 92 days",
        "thin margin": "10 min over of 3 h on 19 March",
    }


def test_no_share_without_its_times_and_no_amount_without_its_currency() -> None:
    rows = [{"short_name": "Shop", "recovery_seconds": 7200.0, "waiting_seconds": 3600.0},
            {"short_name": "CRM", "recovery_seconds": 1200.0, "waiting_seconds": 0.0}]  # fmt: skip
    # 60 of 140 min
    said = plain(systems.waiting_title(rows))
    assert said == "43 % (1 h of 2 h 20 min) was waiting"
    facts = {"tier": None, "rto_seconds": None, "rto_operator": None, "last_day": None,
             "hourly_downtime_cost": 3892.0, "lost_seconds": 3600.0, "cost": 3892.0,
             "open_gaps": 0}  # fmt: skip
    known = {name: plain(text) for name, text in systems.facts_of(facts, [], [], None)}
    assert known["Cost of an hour"].endswith("892, currency unknown")
    assert known["Lost this quarter"].endswith("892, currency unknown")
    named = dict(systems.facts_of(facts, [], [], "ZAR"))
    assert named["Cost of an hour"].startswith("ZAR")
    assert "unknown" not in named["Cost of an hour"]
    bare = dict(systems.facts_of(facts | {"hourly_downtime_cost": None}, [], [], None))
    assert bare["Cost of an hour"] == "unknown"
    assert systems.figure_note("4 of 8", "money") == "4 of 8, currency unknown"
    assert systems.figure_note(None, "money") == "currency unknown"
    assert systems.figure_note("4 of 8", "ZAR") == "4 of 8"
    assert not systems.figure_note(None, "h")


def test_only_one_or_two_drills_are_said_to_be_no_trend() -> None:
    assert systems.history_caption(1).endswith("One drill is no trend.")
    assert systems.history_caption(2).endswith("Two drills are no trend.")
    assert "trend" not in systems.history_caption(5)


def test_a_method_is_told_without_names_of_statisticians() -> None:
    assert "Student" not in forecast.method(5, 25, 1)


def test_a_chance_is_never_none_and_never_certain() -> None:
    assert plain(forecast.chance_text(0.0)) == "under 1 %"
    assert plain(forecast.chance_text(0.004)) == "under 1 %"
    assert plain(forecast.chance_text(0.45)) == "45 %"
    assert plain(forecast.chance_text(1.0)) == "over 99 %"
    assert forecast.chance_text(None) == "no data"


def test_a_poor_past_is_said_out_loud() -> None:
    said = plain(forecast.past_line(10, 17, 3, (0.36, 0.78), 7, 0))
    assert "held 10 of 17 times (59 %; meant 80 %; by the numbers 36–78 %)" in said
    assert "All seven outside came back faster than said." in said
    assert said.endswith("trust the ranges less than they say.")
    good = plain(forecast.past_line(16, 20, 3, (0.58, 0.92), 2, 2))
    assert "trust the ranges less" not in good
    assert "Outside: 2 faster, 2 later or not at all." in good
    assert "takes a fourth drill" in forecast.past_line(0, 0, 0, None, 0, 0)


def test_too_little_data_names_what_is_needed() -> None:
    said = forecast.title(None, 14400, "<", 2)
    assert said == "Too little data: two drills of the three needed"
    assert plain(forecast.title(0.22, 14400, "<", 6)) == "22 % chance that all come back under 4 h"


def test_a_forecast_is_written_only_today_and_for_a_drill() -> None:
    assert forecast.why_not(has_drill=True, has_forecast=True, is_today=True) is None
    for missing in ("has_drill", "has_forecast", "is_today"):
        given = {"has_drill": True, "has_forecast": True, "is_today": True, missing: False}
        assert forecast.why_not(**given)


QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    ("round times", {"drill": "A", "count": 5, "whole": 6, "step": 60}),
    ("objective relaxed", {"system": "C*M", "before_seconds": 7200, "after_seconds": 10800,
                           "valid_from": date(2025, 3, 1), "drill": "A", "shown": "missed"}),
    ("scope shrunk", {"drill": "B", "before_drill": "A", "before": 6, "left_out": ["X", "Y"],
                      "missed_left_out": 2, "missed": 2}),
    ("closed at the end", {"count": 3, "whole": 5, "days": 2, "quarter_days": 90}),
    ("alike answers", {"case": "same comment", "drill": "A", "count": 2, "whole": 7, "texts": 1}),
    ("alike answers", {"case": "all alike", "drill": "A", "count": 7}),
    ("alike answers", {"case": "same as before", "drill": "B", "before_drill": "A", "count": 7}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "facts"), QUESTIONS)
def test_a_question_asks_and_accuses_nobody(kind: str, facts: dict[str, Any]) -> None:
    said = plain(signals.question(kind, facts, {"A": "February", "B": "March"}, 2025))
    assert said.endswith("?")
    assert said.count("?") == 1
    assert "February" in said or "March" in said or kind == "closed at the end"
    for word in ("cheat", "fake", "fraud", "suspicious", "manipulat", "lied", "!"):
        assert word not in said.lower()


def test_luck_in_words() -> None:
    assert plain(signals.luck(0.2)) == "Luck alone would show as much in about 20 % of cases."
    assert (
        plain(signals.luck(1 / 5040)) == "Luck alone would show as much about once in 5000 times."
    )
    assert "cannot be reckoned" in signals.luck(None)
    assert "asked for its size" in signals.luck(1.0)


def test_the_year_stands_once_and_every_head_has_three_lines() -> None:
    days = [date(2024, 11, 13), date(2024, 12, 5), date(2025, 2, 12)]
    heads = [plain(one) for one in systems.day_heads(days)]
    assert heads == ["13<br>Nov<br>2024", "5<br>Dec<br> ", "12<br>Feb<br>2025"]


def grid(*counts: tuple[int, int]) -> list[dict[str, str]]:
    """Tests of systems that missed so many of so many."""
    return [
        {"short_name": f"S{place}", "verdict": "missed" if number < missed else "met"}
        for place, (missed, whole) in enumerate(counts)
        for number in range(whole)
    ]


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([(4, 6), (1, 6)], "S0 missed most often: 4 of 6 tests"),
        ([(4, 6), (4, 6), (0, 6)], "Two systems missed most often: 4 of 6 tests each"),
        ([(4, 6), (4, 5)], "Two systems missed most often: 4 times each"),
        ([(0, 6), (0, 5)], "Every test of two systems kept its objective"),
    ],
)
def test_the_grids_title_counts_of_how_many(counts: list[tuple[int, int]], said: str) -> None:
    assert plain(systems.grid_title(grid(*counts), 6)) == said


def test_the_grids_caption_says_over_which_drills() -> None:
    assert plain(systems.grid_caption(14, 20, 6, 10)).startswith(
        "The last 6 of 10 drills, each against the objective of its day, "
        "the first 14 of 20 systems by doubt; "
    )
    assert plain(systems.grid_caption(6, 6, 4, 4)).startswith("All 4 drills, each against")
    assert plain(systems.grid_caption(6, 6, 1, 1)).startswith("The one drill against")


def test_what_was_written_too_late_says_why_it_is_not_scored() -> None:
    said = forecast.late_line("D *3*", date(2025, 3, 10), date(2025, 3, 5), 2025, has_other=False)
    assert plain(said) == (
        r"What was written down for D \*3\* on 10 March is not scored: the drill began on 5 March, "
        "and a forecast counts from before that day only."
    )
