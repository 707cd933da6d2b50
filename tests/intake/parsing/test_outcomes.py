"""Outcomes, yes and no, choices: the verdicts of public drill reports, mapped by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.intake.parsing.outcomes import parse_boolean, parse_choice, parse_outcome
from data.intake.parsing.plain import Cell
from data.records import OUTCOMES, RECORDS

MARKS = [choice.value for choice in OUTCOMES]


@pytest.mark.parametrize(
    ("value", "mark"),
    [
        ("PASS", "passed"), ("Pass", "passed"), ("✅ Pass", "passed"), ("✅", "passed"),
        ("✅ Exceeds", "passed"), ("✅ Excellent", "passed"), ("✅ Good", "passed"),
        ("Pass (sampled)", "passed"), ("PASS (slow network)", "passed"), ("Yes", "passed"),
        ("Passed with conditions", "passed"), ("Satisfactory", "passed"), ("✔️", "passed"),
        ("☑", "passed"), ("🟢", "passed"), ("Successful recovery", "passed"), ("Met", "passed"),
        ("Within target", "passed"), ("10m 18s (Target: ≤ 30m) - SUCCESS", "passed"),
        ("✅ Passed", "passed"), ("Pass with issues", "passed"), ("Y", "passed"), (True, "passed"),
        (1, "passed"), ("☑ Pass ☐ Fail", "passed"), ("☒ Pass ☐ Fail", "passed"),
        ("[x] Pass [ ] Fail", "passed"), ("yes, in 3 h", "passed"),
        ("recovered", "recovered"), ("✅ restored in 3h", "recovered"),
        ("PARTIAL", "partial"), ("Partial Success", "partial"), ("⚠️ PARTIAL", "partial"),
        ("🟡", "partial"), ("Degraded", "partial"),
        ("**BREACH**", "failed"), ("FAIL", "failed"), ("❌", "failed"), ("❌ FAIL", "failed"),
        ("N", "failed"), ("F", "failed"),
        ("🔴", "failed"), ("No", "failed"), ("No (Accepted via Risk)", "failed"),
        ("Not met", "failed"), ("unsuccessful", "failed"), ("Fail: DNS", "failed"), (0, "failed"),
        (False, "failed"), ("☐ Pass ☑ Fail", "failed"),
        ("Not Recovered", "not recovered"), ("not restored", "not recovered"),
        ("⚠️ Planned", "not tested"), ("Not tested", "not tested"), ("Skipped", "not tested"),
        ("⬜", "unknown"), ("☐", "unknown"), ("☐ Pass ☐ Fail", "unknown"), ("Unknown", "unknown"),
        ("[ ] Pass [ ] Fail", "unknown"), ("Yes / No", "unknown"), ("PASS/FAIL", "unknown"),
        ("[Yes / No — actual RTO: X hours vs. approved: Y hours]", "unknown"),
        ("NOT AVAILABLE", "unknown"),
    ],
    ids=str,
)  # fmt: skip
def test_read(value: Cell, mark: str) -> None:
    result = parse_outcome(value)
    assert (result.value, result.code) == (mark, "")
    assert mark in MARKS


@pytest.mark.parametrize("value", ["SEE NOTE", "see comment 4", "*after a fix*", "⚠️", "🟢🟡🔴"])
def test_a_cell_that_refers_elsewhere_is_unknown_with_a_warning(value: str) -> None:
    result = parse_outcome(value)
    assert (result.value, result.code, result.severity) == ("unknown", "outcome_unclear", "warning")


@pytest.mark.parametrize(
    ("value", "code"),
    [("banana", "not_an_outcome"), ("✅ Fail", "contradiction"), ("☑ Pass ☑ Fail", "contradiction"),
     ("98% (49/50 drills passed)", "not_an_outcome"), (2, "not_an_outcome"),
     ("Exceeded target, improved procedures", "not_an_outcome"), ("no idea", "not_an_outcome"),
     ("#REF!", "formula_error"), ("passed " * 100, "too_long")],
    ids=str,
)  # fmt: skip
def test_refused(value: Cell, code: str) -> None:
    result = parse_outcome(value)
    assert (result.value, result.code, result.severity) == (None, code, "error")
    assert "recovered, passed, partial" in result.expected


@pytest.mark.parametrize(
    ("value", "kind"),
    [("N/A", "not applicable"), ("-", "not applicable"), ("—", "not applicable"),
     ("TBC", "pending"),
     ("TBD*", "pending")],
)  # fmt: skip
def test_empty_words(value: str, kind: str) -> None:
    result = parse_outcome(value)
    assert (result.value, result.companions, result.code) == (None, {"empty": kind}, "")


def test_every_word_of_the_declaration_is_understood() -> None:
    for choice in OUTCOMES:
        for word in (choice.value, *choice.words):
            assert parse_outcome(word).value == choice.value, word
            assert parse_outcome(f" {word.upper()} (a note) ").value == choice.value, word


@given(st.sampled_from(MARKS), st.sampled_from(["", " ", "  ", "\u00a0"]), st.booleans())
def test_a_mark_is_read_back_in_any_dress(mark: str, space: str, bold: bool) -> None:
    text = f"**{mark}**" if bold else mark
    assert parse_outcome(f"{space}{text.title()}{space}").value == mark


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        ("Yes", True), ("y", True), ("TRUE", True), ("✅", True), ("☑", True), ("x", True),
        (1, True),
        (1.0, True), (True, True), ("1", True), ("done", True), ("Done (late)", True),
        ("☑ Yes ☐ No", True), ("pass", True), ("[x]", True), ("announced", True),
        ("No", False), ("N", False), ("false", False), ("❌", False), ("☐", False), (0, False),
        ("0", False), ("in progress", False), ("not started", False), ("Not met", False),
        ("unannounced", False), ("No (Accepted via Risk)", False), ("out of scope", False),
    ],
    ids=str,
)  # fmt: skip
def test_yes_or_no(value: Cell, answer: bool) -> None:
    result = parse_boolean(value)
    assert (result.value, result.code) == (answer, "")


def test_yes_or_no_that_is_neither() -> None:
    assert parse_boolean("maybe").code == "not_yes_or_no"
    assert parse_boolean("maybe").message == "“maybe” is neither yes nor no"
    assert parse_boolean(2).code == "not_yes_or_no"
    partly = parse_boolean("Partially met")
    assert (partly.value, partly.severity) == (False, "warning")
    for text in ("Yes / No", "☐ Yes ☐ No", "N/A", "TBC", "___"):
        assert (parse_boolean(text).value, parse_boolean(text).code) == (None, ""), text


class TestChoice:
    @pytest.mark.parametrize(
        ("record", "field", "value", "choice"),
        [
            ("drill", "severity", "P1 - Critical", "critical"),
            ("drill", "severity", "High (customer facing)", "major"),
            ("drill", "severity", "SEV-1", "critical"),
            ("drill", "severity", "3 - Major", "major"),
            ("drill", "exercise_type", "Table Top", "tabletop"),
            ("drill", "exercise_type", "Full-Interruption", "full interruption"),
            ("drill", "scenario_kind", "cyber attack", "cyber-attack"),
            ("drill", "scenario_kind", "Hardware_Failure", "hardware failure"),
            ("gap", "status", "in_progress", "in progress"),
            ("gap", "status", "Re-opened", "reopened"),
            ("gap", "status", "won’t fix", "rejected"),
            ("gap", "status", "pending", "open"),
            ("task", "status", "n/a", "skipped"),
            ("task", "status", "Done ✅", "completed"),
        ],
    )
    def test_read(self, record: str, field: str, value: str, choice: str) -> None:
        assert parse_choice(value, RECORDS[record].field(field)).value == choice

    def test_every_word_means_its_value(self) -> None:
        for record in RECORDS.values():
            for field in record.fields:
                values = set(field.values)
                for choice in field.allowed if field.kind == "choice" else ():
                    for word in (choice.value, *choice.words):
                        found = parse_choice(word.upper(), field).value
                        assert found == choice.value or word in values, (record.name, word, found)

    def test_refused(self) -> None:
        severity = RECORDS["drill"].field("severity")
        result = parse_choice("Hihg", severity)
        assert (result.value, result.code) == (None, "not_allowed")
        assert "major" in result.message
        assert result.expected == "one of minor, moderate, major, critical"
        assert parse_choice("N/A", severity).companions == {"empty": "not applicable"}
        two = parse_choice("Closed - verified", RECORDS["gap"].field("status"))
        assert (two.value, two.code) == (None, "two_values")


@given(st.text(max_size=60))
def test_no_text_breaks_them(text: str) -> None:
    severity = RECORDS["drill"].field("severity")
    for result in (parse_outcome(text), parse_boolean(text), parse_choice(text, severity)):
        assert bool(result.code) == bool(result.message)
    assert parse_outcome(text).value in (None, *MARKS)
