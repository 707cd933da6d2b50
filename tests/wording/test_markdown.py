"""A name from a file shows exactly its characters, whatever they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wording.markdown import code, escape


@pytest.mark.parametrize(
    "name",
    [
        "[click](https://evil.example)",
        "![x](https://evil.example/a.png)",
        ":red[late]",
        ":red-badge[x]",
        "$x^2$",
        "<script>alert(1)</script>",
        "**bold** _it_ ~~s~~ `c`",
        ":material/home: :smile:",
        "# heading",
        "| a | b |",
    ],
)
def test_nothing_acts(name: str) -> None:
    safe = escape(name)
    for sign in "[]()<>*_`$:#!|~":
        assert safe.count(sign) == safe.count("\\" + sign)


def test_lines_become_one_and_lists_do_not_begin() -> None:
    assert escape("a\n# b\r\nc") == "a \\# b c"
    assert escape("1. first") == "1\\. first"
    assert escape("- item") == "\\- item"
    assert escape("E-Commerce 2.0") == "E-Commerce 2.0"


@given(st.text())
def test_only_backslashes_are_added(text: str) -> None:
    shown = escape(text).replace("\u2060", "")
    kept = "".join(
        sign for at, sign in enumerate(shown) if sign != "\\" or (at and shown[at - 1] == "\\")
    )
    letters = [sign for sign in kept if sign.isalnum()]
    assert letters == [sign for sign in text if sign.isalnum()]


@given(st.text())
def test_code_cannot_be_left(text: str) -> None:
    shown = code(text)
    fence = len(shown) - len(shown.lstrip("`"))
    inner = shown[fence:-fence]
    assert "`" * fence not in inner
    assert "\n" not in shown
