"""Short names fit, stay apart and stay recognisable."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wording.names import LENGTH, short_names


def test_names_of_the_programme() -> None:
    aliases = {
        "Internal Communication": ["Comms", "Communication"],
        "Customer Relations (CRM) System": ["CRM System", "CRM"],
        "Mainframe-and-Middleware": ["MMW"],
    }
    names = [
        "E-Commerce Platform",
        "Customer Relations (CRM) System",
        "Payment Processing",
        "Inventory Management",
        "Infrastructure and Hosting",
        "Internal Communication",
        "Mainframe-and-Middleware",
        "Mainframe-and-Databases",
    ]
    assert list(short_names(names, aliases).values()) == [
        "E-Commerce",
        "CRM",
        "Payment",
        "Inventory",
        "Infrastructure",
        "Communication",
        "MMW",
        "Mainframe-and…",
    ]


def test_two_that_would_be_alike_are_told_apart() -> None:
    assert short_names(["Payment Processing", "Payment Gateway EU"]) == {
        "Payment Processing": "Payment Proce…",
        "Payment Gateway EU": "Payment Gatew…",
    }


@given(st.lists(st.text(min_size=1), unique=True))
def test_they_fit(names: list[str]) -> None:
    assert all(len(one) <= LENGTH for one in short_names(names).values())
