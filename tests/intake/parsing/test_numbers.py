"""Numbers, counts, people, shares, ratings and money, worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.intake.parsing.durations import parse_duration
from data.intake.parsing.numbers import (
    currency_of,
    decide_decimal,
    parse_count,
    parse_headcount,
    parse_money,
    parse_number,
)
from data.intake.parsing.numerals import MIXED, DecimalComma
from data.intake.parsing.plain import Cell
from data.intake.parsing.shares import decide_percent, parse_rating, parse_share


@pytest.mark.parametrize(
    ("value", "number"),
    [("12.5", 12.5), ("12,5", 12.5), ("1,234.5", 1234.5), ("1.234,5", 1234.5), ("12 500,00", 12500),
     ("12\u00a0500", 12500), ("1'234.50", 1234.5), ("1,234,567", 1234567), ("1.234.567", 1234567),
     ("-3", -3), ("−3", -3), ("١٢", 12), ("0.125", 0.125), ("0,125", 0.125), ("5 %", 5),
     ("4 (sampled)", 4), (3.5, 3.5), (7, 7), ("1.2345", 1.2345)],
    ids=str,
)  # fmt: skip
def test_number(value: Cell, number: float) -> None:
    result = parse_number(value)
    assert (result.value, result.code) == (number, "")


@pytest.mark.parametrize(
    "value", ["abc", "12 34", "1e3", "1.2.3", "1,2,3", True, "12;34", "#VALUE!"]
)
def test_no_number(value: Cell) -> None:
    result = parse_number(value)
    assert (result.value, result.severity) == (None, "error")
    assert result.code


@pytest.mark.parametrize("text", ["1.234", "1,234", "12.500", "999,999"])
def test_a_mark_before_three_digits_is_asked(text: str) -> None:
    result = parse_number(text)
    assert (result.value, result.code, result.severity) == (None, "decimal_unclear", "question")
    digits = float(text.replace(",", "").replace(".", ""))
    decimal = float(text.replace(",", "."))
    assert parse_number(text, decimal_comma="," in text).value == decimal
    assert parse_number(text, decimal_comma="." in text).value == digits


@pytest.mark.parametrize(
    ("values", "comma"),
    [(["3,5", "1.234"], True), (["12.5", "1.234"], False), (["1.234,50"], True),
     (["1,234.50"], False),
     (["1,234,567"], False), (["1.234.567"], True), (["3,5 h", "2 h"], True),
     (["1.234", "1,234"], None),
     (["3,5", "3.5"], MIXED), (["12.02.2025", "08:30", "v1.2"], None), ([], None),
     ([3.5, None], None)],
    ids=str,
)  # fmt: skip
def test_the_column_decides_the_decimal_mark(values: list[Cell], comma: DecimalComma) -> None:
    assert decide_decimal(values).decimal_comma is comma
    assert decide_decimal(values).why


@pytest.mark.parametrize("text", ["1,250 min", "1.250 min"])
def test_a_column_of_both_marks_decides_no_unclear_number(text: str) -> None:
    column = ["1.5h", "1,5h", text]
    mark = decide_decimal(column).decimal_comma
    spans = [parse_duration(cell, decimal_comma=mark) for cell in column]
    assert [span.value for span in spans] == [5400, 5400, None]
    assert (spans[2].code, spans[2].severity) == ("decimal_unclear", "question")
    assert "decimal commas and decimal points" in spans[2].message
    assert parse_share(f"{text.split()[0]} %", decimal_comma=mark).code == "decimal_unclear"


@given(st.lists(st.floats(0, 1e6).map(lambda x: round(x, 2)), min_size=1), st.booleans())
def test_a_decided_column_reads_its_numbers_back(numbers: list[float], comma: bool) -> None:
    def written(number: float) -> str:
        text = f"{number:,.2f}"
        return text.translate(str.maketrans(",.", ".,")) if comma else text

    mark = decide_decimal(written(number) for number in numbers)
    assert mark.decimal_comma is comma
    for number in numbers:
        assert parse_number(written(number), decimal_comma=mark.decimal_comma).value == number
        assert parse_money(f"R {written(number)}", decimal_comma=comma).value == number


@pytest.mark.parametrize(
    ("value", "count"),
    [("131,841", 131841), ("1.234", 1234), ("12", 12), ("12.0", 12), (12.0, 12), ("1 200", 1200),
     ("1 — legacy-vm-batch-proc had a policy", 1), ("48 people", 48), ("zero", 0), (0, 0),
     ("2 (shadow workloads — see Section 4 of workload-classification.md)", 2)],
    ids=str,
)  # fmt: skip
def test_count(value: Cell, count: int) -> None:
    result = parse_count(value)
    assert (result.value, result.code) == (count, "")
    assert isinstance(result.value, int)


def test_count_refused_or_named() -> None:
    assert parse_count("12.5").code == "not_whole"
    assert parse_count(-1).code == "negative"
    assert parse_count("none").code == "not_a_number"
    part = parse_count("18 of 20")
    assert (part.value, part.code, part.severity) == (18, "part_of", "warning")
    assert parse_count("N/A").value is None


@pytest.mark.parametrize(
    ("value", "people"),
    [("Yes", 1), ("no", 0), ("✅", 1), ("☐", 0), (True, 1), (False, 0), ("12", 12), (12.0, 12),
     ("12 people", 12), ("0", 0)],
    ids=str,
)  # fmt: skip
def test_headcount(value: Cell, people: int) -> None:
    assert parse_headcount(value).value == people
    assert parse_headcount("all").expected == "Yes, No or a number of people"
    assert parse_headcount("3.5").code == "not_whole"
    assert parse_headcount("TBC").companions == {"empty": "pending"}


@pytest.mark.parametrize(
    ("value", "share"),
    [("85 %", 0.85), ("85%", 0.85), ("0.85", 0.85), ("0,85", 0.85), (0.985, 0.985), ("93%", 0.93),
     ("17 of 20", 17 / 20), ("17/20", 17 / 20), ("98% (49/50 drills passed)", 49 / 50),
     ("100% (4/4 drills passed)", 1), ("0.0008%", 0.000008), ("33% (1/3)", 1 / 3), (85, 0.85),
     ("60 % done", 0.6), (0, 0), ("18 of 20", 0.9), ("99,5 %", 0.995)],
    ids=str,
)  # fmt: skip
def test_share(value: Cell, share: float) -> None:
    result = parse_share(value)
    assert result.value == pytest.approx(share, abs=1e-15)
    assert result.code == ""


def test_a_percentage_that_disagrees_with_its_k_of_n_is_named() -> None:
    result = parse_share("90% (17/20)")
    assert (result.value, result.code, result.severity) == (0.85, "share_differs", "warning")
    assert result.message == "17/20 is 85.0 %, not the 90 % beside it"
    assert parse_share("67% (2/3)").code == ""
    assert parse_share("66% (2/3)").code == "share_differs"


@pytest.mark.parametrize("value", ["120%", "-5%", "21 of 20", "5 of 0", "x", -0.1, 140])
def test_no_share(value: Cell) -> None:
    assert (parse_share(value).value, parse_share(value).severity) == (None, "error")


def test_a_bare_one_is_asked_and_the_column_answers() -> None:
    assert parse_share(1).severity == "question"
    assert parse_share(1, percent=decide_percent([1, 50])).value == 0.01
    assert parse_share(1, percent=decide_percent([1, 0.5])).value == 1
    assert decide_percent(["50", "1"]) is True
    assert decide_percent([1, 0]) is None


@pytest.mark.parametrize(
    ("value", "rating"),
    [("4", 4), ("4/5", 4), ("4 out of 5", 4), ("8/10", 8), ("★★★★☆", 4), ("4 - Agree", 4),
     (4.5, 4.5),
     ("4,5", 4.5), ("5 stars", 5)],
    ids=str,
)  # fmt: skip
def test_rating(value: Cell, rating: float) -> None:
    assert (parse_rating(value).value, parse_rating(value).code) == (rating, "")


def test_rating_scale_and_words() -> None:
    assert "scale of 10" in parse_rating("8/10").reading
    agree = parse_rating("Strongly agree")
    assert (agree.value, agree.code, agree.severity) == (5, "word_as_rating", "warning")
    assert parse_rating("6/5").code == "above_scale"
    assert parse_rating("80%").code == "not_a_rating"
    assert parse_rating("great").code == "not_a_number"


@pytest.mark.parametrize(
    ("value", "amount", "currency"),
    [("R 12 500,00", 12500, "ZAR"), ("ZAR 12,500.00", 12500, "ZAR"), ("$1,200", 1200, "USD"),
     ("R12500", 12500, "ZAR"), ("€ 1.234,50", 1234.5, "EUR"), ("R1 250 000", 1250000, "ZAR"),
     ("R 1.2m", 1200000, "ZAR"), ("12.5k", 12500, None), ("12 500 ZAR", 12500, "ZAR"),
     ("£0.50", 0.5, "GBP"), (12500.0, 12500, None), ("R 12 500.00 p.a.", 12500, "ZAR"),
     ("-R 50", -50, "ZAR"), ("(1,200)", -1200, None)],
    ids=str,
)  # fmt: skip
def test_money(value: Cell, amount: float, currency: str | None) -> None:
    result = parse_money(value)
    assert (result.value, result.code) == (amount, "")
    assert currency_of(value) == currency
    assert currency is None or currency in result.reading


def test_money_asked_or_empty() -> None:
    assert parse_money("1.234").severity == "question"
    assert parse_money("1.234", decimal_comma=True).value == 1234
    assert parse_money("R -").companions == {"empty": "not applicable"}
    assert parse_money("TBC").companions == {"empty": "pending"}
    assert parse_money("see finance").code == "not_a_number"


@given(st.text(max_size=60) | st.text(alphabet="0123456789.,' %/ofRk-()", max_size=30))
def test_no_text_breaks_them(text: str) -> None:
    for read in (
        parse_number,
        parse_count,
        parse_headcount,
        parse_share,
        parse_rating,
        parse_money,
    ):
        result = read(text)
        assert bool(result.code) == bool(result.message)
    share = parse_share(text).value
    assert share is None or 0 <= share <= 1
