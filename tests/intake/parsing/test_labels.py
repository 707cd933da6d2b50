"""Tiers, quarters, operators, zones, lists, words and names."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.intake.parsing.labels import (
    parse_list,
    parse_name,
    parse_operator,
    parse_quarter,
    parse_text,
    parse_tier,
)
from data.intake.parsing.plain import Cell
from data.intake.parsing.zones import parse_zone


@pytest.mark.parametrize(
    ("value", "tier"),
    [("Tier 1", "1"), ("T1", "1"), ("1", "1"), (1, "1"), (1.0, "1"), ("P1 - Critical", "1"),
     ("Tier-2", "2"), ("tier iii", "3"), ("Tier 1 (customer)", "1"), ("1 - Mission critical", "1"),
     ("Level 2", "2"), ("Tier 0", "0"), ("Gold", "Gold"), ("CRITICAL", "Critical"),
     ("critical", "Critical"), ("Mission critical", "Mission critical"), ("N/A", None)],
    ids=str,
)  # fmt: skip
def test_tier(value: Cell, tier: str | None) -> None:
    assert parse_tier(value).value == tier
    assert parse_tier("12/02/2025").code == "not_a_tier"


@pytest.mark.parametrize(
    ("value", "quarter"),
    [("Q1 2025", "2025-Q1"), ("2025Q1", "2025-Q1"), ("2025-Q1", "2025-Q1"),
     ("Q1 FY2025", "2025-Q1"),
     ("FY25 Q1", "2025-Q1"), ("Q1/2025", "2025-Q1"), ("Quarter 1 2025", "2025-Q1"),
     (date(2025, 2, 3), "2025-Q1"), (datetime(2025, 6, 30, 23), "2025-Q2"),
     ("12 Feb 2025", "2025-Q1"),
     ("February 2025", "2025-Q1"), ("Jan-Mar 2025", "2025-Q1"), ("Q1 2024/25", "2025-Q1")],
    ids=str,
)  # fmt: skip
def test_quarter(value: Cell, quarter: str) -> None:
    assert (parse_quarter(value).value, parse_quarter(value).code) == (quarter, "")


def test_quarter_refused_and_fiscal() -> None:
    assert parse_quarter("Q1").code == "no_year"
    assert parse_quarter("Q5 2025").message == "there is no quarter 5"
    assert parse_quarter("2025").code == "not_a_quarter"
    assert parse_quarter("03/02/2025").severity == "question"
    assert parse_quarter(date(2024, 5, 10), fiscal_start=4).value == "2025-Q1"
    assert parse_quarter("Q1 FY2025", fiscal_start=4).value == "2025-Q1"


@pytest.mark.parametrize(
    ("value", "operator"),
    [("<", "<"), ("≤", "<="), ("<=", "<="), ("=<", "<="), ("&lt;", "<"), ("less than", "<"),
     ("at most", "<="), ("at least", ">="), ("≥", ">="), (">", ">"), ("more than", ">")],
)  # fmt: skip
def test_operator(value: str, operator: str) -> None:
    assert parse_operator(value).value == operator
    assert parse_operator("=").code == "not_an_operator"


@pytest.mark.parametrize(
    ("value", "zone"),
    [("Africa/Johannesburg", "Africa/Johannesburg"), ("africa/johannesburg", "Africa/Johannesburg"),
     ("SAST", "Africa/Johannesburg"), ("UTC", "UTC"), ("GMT", "UTC"), ("UTC+2", "Etc/GMT-2"),
     ("GMT-5", "Etc/GMT+5"), ("+05:30", "Asia/Kolkata"), ("CET", "Europe/Berlin"),
     ("EST", "America/New_York"), ("Johannesburg", "Africa/Johannesburg"),
     ("New York", "America/New_York"), ("UTC+2 (Johannesburg)", "Africa/Johannesburg"),
     ("South Africa Standard Time", "Africa/Johannesburg")],
)  # fmt: skip
def test_zone(value: str, zone: str) -> None:
    assert parse_zone(value).value == zone
    assert ZoneInfo(zone)


def test_an_offset_becomes_a_zone_of_that_offset() -> None:
    for hours in range(-12, 15):
        name = parse_zone(f"UTC{hours:+d}").value
        offset = datetime(2025, 7, 1, tzinfo=ZoneInfo(name)).utcoffset()
        assert offset is not None and offset.total_seconds() == hours * 3600


@pytest.mark.parametrize("value", ["Mars", "IST", "UTC+15", "CST"])
def test_no_zone(value: str) -> None:
    assert (parse_zone(value).value, parse_zone(value).severity) == (None, "error")


@pytest.mark.parametrize(
    ("value", "known", "names"),
    [("Infrastructure and Hosting; CRM", (), "Infrastructure and Hosting; CRM"),
     ("CRM, ERP; Web", (), "CRM, ERP; Web"), ("CRM, ERP and Web", (), "CRM; ERP; Web"),
     ("CRM, ERP, and Web", (), "CRM; ERP; Web"), ("CRM and ERP", (), "CRM; ERP"),
     ("CRM/ERP", (), "CRM; ERP"), ("A & B", (), "A; B"), ("R&D", (), "R&D"),
     ("- CRM\n- ERP", (), "CRM; ERP"), ("1. CRM\n2. ERP", (), "CRM; ERP"), ("CRM", (), "CRM"),
     ("T-01; T-02", (), "T-01; T-02"), ("CRM, crm", (), "CRM"), ("none", (), None), ("-", (), None),
     ("Infrastructure and Hosting", ("Infrastructure and Hosting",), "Infrastructure and Hosting"),
     ("CRM, Infrastructure and Hosting", ("Infrastructure and Hosting",),
      "CRM; Infrastructure and Hosting"),
     ("CRM and Infrastructure and Hosting", ("Infrastructure and Hosting", "CRM"),
      "CRM; Infrastructure and Hosting"),
     ("Search and Rescue", ("CRM",), "Search and Rescue")],
)  # fmt: skip
def test_list(value: str, known: tuple[str, ...], names: str | None) -> None:
    assert parse_list(value, known=known).value == names


@given(st.lists(st.text(alphabet="abcXYZ 0189", min_size=1).map(str.strip).filter(bool),
                min_size=1, unique_by=str.casefold))  # fmt: skip
def test_a_stored_list_is_read_back(names: list[str]) -> None:
    plain = [" ".join(name.split()) for name in names]
    if len({one.casefold() for one in plain}) == len(plain) and "na" not in plain:
        once = parse_list("; ".join(plain)).value
        assert parse_list(once).value == once if once else True


def test_text_keeps_its_own_words_and_name_does_not() -> None:
    for word in ("TBC", "Unknown", "not tested", "Second attempt", "N/A (geo-replication)"):
        assert parse_text(word).value == word
    for nothing in ("N/A", "n/a", "-", "—", "[Comment]", "___", "", None):
        assert parse_text(nothing).value is None, nothing
    for word in ("TBC", "Unknown", "N/A", "-", "[System Name]", "unassigned", "nobody"):
        assert (parse_name(word).value, parse_name(word).code) == (None, ""), word
    assert parse_text("two\r\nlines ").value == "two\nlines"
    assert parse_text("x" * 2000).value == "x" * 2000
    assert parse_text(12.0).value == "12"
    assert parse_text(date(2025, 1, 1)).value == "2025-01-01"
    assert parse_name("**Thandi\u00a0 Naidoo** ").value == "Thandi Naidoo"
    assert parse_name(7.0).value == "7"
    assert parse_name("x" * 501).code == "too_long"
