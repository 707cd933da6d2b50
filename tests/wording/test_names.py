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


def test_the_words_that_tell_names_apart_stay() -> None:
    estate = [f"System number {number:03d} of the estate" for number in range(200)]
    short = short_names(estate)
    assert short["System number 007 of the estate"] == "System … 007"
    assert short["System number 199 of the estate"] == "System … 199"
    assert len(set(short.values())) == 200
    sites = ["Payment Processing Johannesburg", "Payment Processing Cape Town"]
    assert list(short_names(sites).values()) == ["Paym…Johannesb", "Paym…Cape Town"]
    longer = ["Customer Relations", "Customer Relations System"]
    assert list(short_names(longer).values()) == ["Customer Rela…", "Custome…System"]


def test_a_name_that_is_short_already_stays_its_own() -> None:
    aliases = {"Customer Relations (CRM) System": ["CRM"]}
    short = short_names(["CRM", "Customer Relations (CRM) System"], aliases)
    assert list(short.values()) == ["CRM", "Customer Rela…"]


def test_what_nothing_short_tells_apart_is_numbered() -> None:
    names = [f"{'a' * 30} {'b' * 30}{letter}{'c' * 30} {'d' * number}" for letter, number in
             (("x", 1), ("x", 2), ("x", 3))]  # fmt: skip
    assert len(set(short_names(names).values())) == 3


_WORDS = st.lists(st.sampled_from(["System", "number", "of", "EU", "007", "008", "Gateway"]))
_NAMES = st.one_of(
    st.text(min_size=1),
    _WORDS.map(" ".join).filter(bool),
    st.text("a …12", min_size=12, max_size=20),
)


@given(st.lists(_NAMES, unique=True), st.dictionaries(_NAMES, st.lists(_NAMES, max_size=2)))
def test_no_two_are_alike(names: list[str], aliases: dict[str, list[str]]) -> None:
    short = short_names(names, aliases)
    assert list(short) == names
    assert len(set(short.values())) == len(names)
    assert all(len(one) <= LENGTH for one in short.values())


@given(st.lists(st.text(min_size=1), unique=True))
def test_they_fit(names: list[str]) -> None:
    assert all(len(one) <= LENGTH for one in short_names(names).values())
