"""Written names become known ones."""

from __future__ import annotations

import pytest

from data.intake.matching.names import Names

KNOWN = ("CRM", "Payment Gateway", "Infrastructure and Hosting", "E-Commerce Platform")
ALIASES = {"Customer Relationship Management (CRM) System": "CRM", "the gateway": "payment gateway"}


@pytest.mark.parametrize(
    ("written", "name", "how", "nearest"),
    [
        ("CRM", "CRM", "exact", None),
        ("crm", "CRM", "spelling", None),
        ("  payment-gateway ", "Payment Gateway", "spelling", None),
        ("E-Commerce  Platform", "E-Commerce Platform", "exact", None),
        ("ECommerce Platform", "E-Commerce Platform", "spelling", None),
        ("Customer Relationship Management (CRM) System", "CRM", "alias", None),
        ("The Gateway", "Payment Gateway", "alias", None),
        ("Paymnet Gateway", "Paymnet Gateway", "new", "Payment Gateway"),
        ("Warehouse", "Warehouse", "new", None),
        ("CRN", "CRN", "new", "CRM"),
    ],
)
def test_a_name_is_found(written: str, name: str, how: str, nearest: str | None) -> None:
    found = Names(KNOWN, ALIASES).find(written)
    assert (found.name, found.how, found.nearest) == (name, how, nearest)


def test_the_first_spelling_stays() -> None:
    names = Names([])
    names.add("Payment Gateway")
    names.add("payment-gateway")
    assert names.all == {"Payment Gateway"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("DR-1 results", "DR-1"), ("Results of dr 1, February", "DR-1"), ("DR-10 results", "DR-10"),
        ("Results", None), ("", None), ("drill one results", "DR-1"),
    ],
)  # fmt: skip
def test_the_longest_known_name_within_a_text(text: str, name: str | None) -> None:
    assert Names(["DR-1", "DR-10"], {"Drill one": "DR-1"}).within(text) == name
