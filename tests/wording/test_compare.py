"""The sentences of a comparison, case by case: each fits its place and says what is so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from wording import compare, compare_minutes, compare_notes, compare_steps
from wording.compare import Pair

PAIR = Pair("February", "March")
NAN = float("nan")


def plain(text: str | None) -> str:
    return str(text).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (
            ["improved"] * 4 + ["unchanged"],
            "March was faster on four systems, slower on none and unchanged on one",
        ),
        (["improved"] * 4, "March was faster on four systems and slower on none"),
        (["improved", "newly recovered"], "March was better on two systems and worse on none"),
        (["regressed"], "March was slower on one system and faster on none"),
        (
            ["improved", "regressed", "regressed"],
            "March was faster on one system and slower on two",
        ),
        (["unchanged"] * 3, "March took as long as February on all three systems"),
        (
            ["unchanged", "still not recovered"],
            "March took as long as February on one of two systems",
        ),
        (["still not recovered"] * 2, "Two systems came back in neither drill"),
        (["not comparable"], "February and March have no system to compare"),
        ([], "February and March have no system to compare"),
    ],
)
def test_headline(labels: list[str], said: str) -> None:
    systems = [{"system": f"S{n}", "label": one, "cell": "kept"} for n, one in enumerate(labels)]
    assert compare.headline(systems, PAIR) == said
    assert len(said) <= 80


@pytest.mark.parametrize(
    ("labels", "lost", "said"),
    [
        # five faster, one 5 min longer: within the dead band, and past its RTO
        (
            ["improved"] * 5 + ["unchanged"],
            [5],
            "March: faster on five, unchanged on one; Communication now misses its RTO",
        ),
        (
            ["improved", "regressed"],
            [1],
            "March was faster on one, slower on one; Communication now misses its RTO",
        ),
        (
            ["improved", "unchanged", "unchanged"],
            [1, 2],
            "March was faster on one system, unchanged on two; two now miss their RTO",
        ),
        (
            ["improved"] * 93 + ["regressed"] * 76 + ["unchanged"] * 23,
            list(range(93, 128)),
            "March: faster on 93, slower on 76, unchanged on 23; 35 now miss their RTO",
        ),
        (["unchanged"] * 2, [0], "No time changed in March, but Communication now misses its RTO"),
    ],
)
def test_a_lost_verdict_is_named(labels: list[str], lost: list[int], said: str) -> None:
    systems = [
        {"system": "Internal Communication" if place in lost else f"S{place}", "label": label,
         "cell": "regressed" if place in lost else "kept"}
        for place, label in enumerate(labels)
    ]  # fmt: skip
    title = compare.headline(systems, PAIR, {"Internal Communication": "Communication"})
    assert title == said
    assert len(title) <= 80


def test_the_scope_line_says_the_year_once() -> None:
    days = [date(2025, 2, 12), date(2025, 3, 19)]
    label = compare.scope_label(days, ["A", "B"], date(2025, 3, 31), "disruption:restored")
    assert plain(label) == "A 12 Feb · B 19 Mar 2025 · as of 31 Mar · disruption → restored"
    across = [date(2024, 12, 4), date(2025, 3, 19)]
    label = compare.scope_label(across, ["A", "B"], date(2025, 3, 31), "disruption:restored")
    assert plain(label).startswith("A 4 Dec 2024 · B 19 Mar 2025 · as of 31 Mar 2025")
    unknown = compare.scope_label([None, days[1]], ["DR-9", "B"], days[1], "detection:validated")
    assert plain(unknown).startswith("A DR-9 · B 19 Mar 2025")


def shift(differing: int, p: float | None, seconds: float = 600.0) -> dict[str, Any]:
    return {"pairs": differing, "pairs_that_differ": differing, "p": p, "seconds": seconds,
            "low": -60.0, "high": 1200.0, "confidence": 0.969}  # fmt: skip


def summary(pairs: int, told: dict[str, Any] | None, typical: float | None = 0.2) -> str:
    return plain(compare.summary(7200, 3600, pairs, typical, told, [], PAIR))


def test_evidence_never_says_more_than_it_knows() -> None:
    assert "Four pairs are too few to tell progress from chance." in summary(4, shift(4, 0.1))
    assert "One pair is too few" in summary(1, shift(1, 1.0))
    assert "Two of nine pairs differ, too few" in summary(9, shift(2, 0.5))
    assert "Chance alone could do this." in summary(6, shift(6, 0.0625))
    assert "Chance alone would rarely do this." in summary(6, shift(6, 0.03125))
    assert "No time changed." in summary(3, shift(0, None), 0.0)
    assert compare.shift_sentence(shift(5, 0.1)) is None
    assert plain(compare.shift_sentence(shift(6, 0.03))) == (
        "A system typically saved 10 min, very likely between 1 min lost and 20 min saved."
    )


def test_the_numbers_behind_the_evidence_stand_in_its_help() -> None:
    assert compare.shift_help(shift(5, 0.1)) is None
    assert plain(compare.shift_help(shift(6, 0.03125))) == (
        "The range holds at 97 % confidence (Hodges–Lehmann, six systems). Were there no change at "
        "all, chance would still move six systems as far in 3 % of cases (exact Wilcoxon "
        "signed-rank test, two-sided, p = 0.031)."
    )
    assert "in 100 % of cases" in plain(compare.shift_help(shift(6, 1.0)))
    assert "in less than 1 % of cases" in plain(compare.shift_help(shift(20, 0.00001)))


def test_a_time_of_zero_is_left_out_of_the_typical_one_by_name() -> None:
    systems = [
        {"system": "Zero", "is_matched": True, "ratio": NAN},  # 0 min in A
        {"system": "Gone", "is_matched": False, "ratio": NAN},
        {"system": "CRM", "is_matched": True, "ratio": 0.7},
        {"system": "Mail", "is_matched": True, "ratio": 0.7},
    ]
    left_out = compare.without_ratio(systems)
    assert left_out == ["Zero"]
    said = plain(compare.summary(7200, 5040, 3, 0.3, shift(2, None), [], PAIR, left_out))
    assert said.startswith(
        "The three systems recovered in both drills took 36 min less in total (30 %); the typical "
        "one of two was 30 % faster (Zero left out: 0 min has no percentage). "
    )
    both = plain(compare.summary(7200, 5040, 3, 0.3, None, [], PAIR, ["A", "B"]))
    assert "the one with a percentage was 30 % faster (two left out: 0 min has no" in both


def test_the_scenario_is_a_condition_once() -> None:
    told = [
        {"what": "scenario", "a": "power loss", "b": "ransomware", "differs": True},
        {"what": "scenario in words", "a": "Main board lost", "b": "Ransomware at HQ",
         "differs": True},
        {"what": "environment", "a": "live", "b": "live", "differs": False},
    ]  # fmt: skip
    assert compare.conditions_rows(told, PAIR) == [
        {"Condition": "Scenario", "February": "power loss\\: Main board lost",
         "March": "Ransomware at HQ"}
    ]  # fmt: skip
    assert compare.conditions_caption(told) == "The same in both: environment"


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"kept": 6}, "Six verdicts kept, none changed"),
        ({"kept": 5, "regressed": 1}, "Five verdicts kept, none improved, one lost"),
        ({"kept": 3, "improved": 2}, "Three verdicts kept, two improved, none lost"),
        ({"still missing": 2}, "None changed, two still missing"),
        ({}, "No verdict in both drills"),
    ],
)
def test_matrix_title(counts: dict[str, int], said: str) -> None:
    assert compare.matrix_title(counts) == said


def test_size_and_conditions() -> None:
    said = plain(
        compare.summary(
            48600,
            37200,
            4,
            0.1966,
            shift(3, 0.25),
            ["scenario", "scenario in words", "announced"],
            PAIR,
        )
    )
    assert said == (
        "The four systems recovered in both drills took 3 h 10 min less in total (23 %); the "
        "typical one was 20 % faster. Four pairs are too few to tell progress from chance, and two "
        "conditions differed: scenario and notice given."
    )
    slower = plain(compare.summary(3600, 5400, 2, -0.5, shift(2, 0.5), [], PAIR))
    assert slower.startswith(
        "The two systems recovered in both drills took 30 min more in total (50 %); the typical "
        "one was 50 % slower."
    )
    none = compare.summary(0, 0, 0, None, None, ["scenario"], PAIR)
    assert none == (
        "No system has a recovery time in both drills, February and March. One condition differed: "
        "scenario."
    )


def step(part: str, amount: float, *, is_total: bool = False, systems: int = 4) -> dict[str, Any]:
    return {"part": part, "amount": amount, "is_total": is_total, "systems": systems}


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        (
            {"detect": -1500, "mobilise": 900, "restore": -8400},
            "Restoring gave most of the 2 h 30 min; mobilising cost 15 min",
        ),
        (
            {"detect": -1000, "declare": -1000, "restore": -1100},
            "Restoring gave the largest part of the 52 min",
        ),
        (
            {"restore": 1200, "detect": -300},
            "Restoring cost 20 min, 15 min net; detecting gave 5 min",
        ),
        (
            {"restore": -4800, "detect": 1200, "mobilise": 900},
            "Restoring gave 1 h 20 min, 45 min net; detecting cost 20 min",
        ),
        ({"not split": -600}, "−10 min in all, not split into phases"),
        ({}, "No phase took longer or shorter"),
    ],
)
def test_phase_title(amounts: dict[str, float], said: str) -> None:
    steps = [step(name, amount) for name, amount in amounts.items()]
    steps.append(step("total", sum(amounts.values()), is_total=True))
    title = plain(compare_steps.phase_title(steps, PAIR))
    assert title == said
    assert len(title) <= 62


def test_not_split_is_shown_only_where_there_is_any() -> None:
    steps = [step("restore", -60.0), step("not split", 0.0, systems=0)]
    steps.append(step("total", -60.0, is_total=True))
    assert [row["label"] for row in compare_steps.phase_rows(steps)] == ["Restore", "Total"]
    steps[1]["systems"] = 1
    assert len(compare_steps.phase_rows(steps)) == 3


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ((0.4, 0.0, -1 / 15), "Attainment rose 33 points; scope took 7 back"),
        ((0.5, -1 / 6, 0.0), "Attainment +33 points; objectives took 17"),
        ((-0.5, 0.0, 0.0), "Attainment fell 50 points, all by performance"),
        ((0.2, 0.1, 0.0), "Attainment rose 30 points, mostly performance"),
        ((0.25, 0.0, -0.25), "Attainment stayed"),
        ((0.0, 0.0, 0.0), "Attainment did not change"),
    ],
)
def test_attainment_title(parts: tuple[float, ...], said: str) -> None:
    names = ("performance", "objective", "scope")
    steps = [step(name, amount) for name, amount in zip(names, parts, strict=True)]
    steps.append(step("total", sum(parts), is_total=True))
    title = plain(compare_steps.attainment_title(steps))
    assert title == said
    assert len(title) <= 45


class Turned:
    """What turns, as the title reads it."""

    def __init__(
        self, in_a: int, in_b: int, *clocks: str, judged: int = 11, tested: int = 11
    ) -> None:
        self.in_a, self.in_b, self.clocks = in_a, in_b, clocks
        self.judged, self.tested = judged, tested


@pytest.mark.parametrize(
    ("turned", "said"),
    [
        (
            Turned(0, 2, "disruption:validated"),
            "Two March verdicts turn if the clock stops at validation",
        ),
        (
            Turned(1, 0, "detection:restored"),
            "One February verdict turns if the clock starts at detection",
        ),
        (
            Turned(1, 2, "detection:restored", "declaration:restored"),
            "One February and two March verdicts turn under another clock",
        ),
        (Turned(0, 0), "Every verdict holds under every clock"),
        (Turned(0, 0, judged=0, tested=0), "No clock gives a verdict"),
        (Turned(0, 0, tested=0), "No test has the times for a second clock"),
        (Turned(0, 0, tested=1), "Only 1 of 11 verdicts has times for a second clock; it holds"),
        (Turned(0, 0, tested=3), "Only 3 of 11 verdicts have times for a second clock; all hold"),
    ],
)
def test_clock_title(turned: Turned, said: str) -> None:
    assert plain(compare_steps.clock_title(turned, "disruption:restored", PAIR)) == said
    assert len(said) <= 62


def flip(over: float, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    base = {
        "drill": "A",
        "system": "CRM",
        "over_seconds": over,
        "is_strict": False,
        "is_tie": False,
        "kind": "phase",
        "parts": (("restore", 4500.0),),
        "alternatives": (),
        "why": None,
        "objective_seconds": 14400.0,
        "operator": "<=",
    }
    return base | more


def test_flips_in_words() -> None:
    assert plain(compare_minutes.needed(flip(2100))) == "35 min less"
    assert plain(compare_minutes.needed(flip(2100, is_strict=True))) == "more than 35 min less"
    assert compare_minutes.needed(flip(0, is_tie=True, is_strict=True)) == "anything less"
    assert plain(compare_minutes.place(flip(2100))) == "in restoring (1 h 15 min)"
    both = flip(2100, kind="phases", parts=(("restore", 1800.0), ("detect", 600.0)))
    assert (
        plain(compare_minutes.place(both))
        == "in restoring (30 min) and detecting (10 min) together"
    )
    step_ = flip(600, kind="task", parts=(("T-08 *DNS*", 3120.0),))
    assert plain(compare_minutes.place(step_)) == "in step T-08 \\*DNS\\* (52 min)"
    lost = flip(NAN, why="not recovered", parts=())
    assert compare_minutes.needed(lost) == "no number"
    (line,) = compare_minutes.flip_sentences(
        [flip(3600), lost], {}, {"A": "February", "B": "March"}
    )
    assert plain(line) == (
        "**What would have met it in February.** CRM: 1 h less in restoring (1 h 15 min). One "
        "system was not recovered: no number of minutes says what was missing."
    )


def test_fixed_gaps_are_told_beside_each_other_not_as_a_cause() -> None:
    fixed = [{"label": "improved", "system": "CRM"}, {"label": "unchanged", "system": "Mail"}]
    assert plain(compare_minutes.fixed_title(fixed, PAIR)) == (
        "1 of 2 gaps fixed before March go with a faster system"
    )
    caption = compare_minutes.fixed_caption(
        fixed, [{"label": "improved", "system": "DNS"}, *fixed], PAIR
    )
    assert "together, not proof of cause" in caption
    assert "one system improved without a gap fixed" in caption


def test_what_cannot_be_compared_is_said_plainly() -> None:
    assert "estimates, no recovery times" in compare_notes.not_comparable("*T*", "tabletop")
    assert compare_notes.not_comparable("*T*", "unknown").startswith("\\*T\\* is not compared")
    said = compare_notes.not_ended("March", "running", date(2025, 3, 19))
    assert plain(said) == "March was still running on 19 March 2025"


def changed(system: str, minutes: float | None, label: str) -> dict[str, Any]:
    seconds = NAN if minutes is None else minutes * 60
    return {"system": system, "label": label, "change_seconds": seconds}


def test_the_title_of_the_dots_is_about_every_system() -> None:
    lost = [changed(f"S{number}", None, "no longer recovered") for number in range(40)]
    timed = [changed("Customer Relations", -90, "improved"), changed("Mail", 20, "regressed")]
    short = {"Customer Relations": "CRM", "Mail": "Mail"}
    title = compare.dots_title([*lost, *timed], short)
    assert plain(title) == "CRM gained 1 h 30 min, Mail lost 20 min"
    assert compare.dots_title(lost, short) == "No system has a time in both drills"


def test_two_systems_of_one_short_name_are_told_one_by_one() -> None:
    rows = [
        {"system": name, "short_name": "Payment", "robust_text": text, "turns": turns,
         "clock": "detection:restored"}
        for name, text, turns in (("Payment A", "robust", False), ("Payment B", "turns", True))
    ]  # fmt: skip
    said = plain(compare_steps.clock_alternative("Title", rows, PAIR, "b"))
    assert "robust under every clock: Payment." in said
    assert "Payment turns under detection → restored." in said


@pytest.mark.parametrize(
    ("turned", "said"),
    [
        ((2, 1), "Two verdicts of 12 February and one of 20 February turn"),
        ((1, 0), "One verdict of 12 February turns under another clock"),
        ((0, 3), "Three verdicts of 20 February turn under another clock"),
    ],
)
def test_drills_called_by_a_day_stand_after_what_is_counted(
    turned: tuple[int, int], said: str
) -> None:
    pair = compare.Pair("12\u00a0February", "20\u00a0February")
    clocks = ("detection:restored", "disruption:validated")
    seen = Turned(*turned, *clocks)
    assert plain(compare_steps.clock_title(seen, "disruption:restored", pair)) == said
