"""Ordinary remarks take a short way; it must say what the long one says."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from data.intake.parsing import labels
from data.intake.parsing.plain import EMPTY_WORDS

WORDS = sorted(word for word in EMPTY_WORDS if word.isascii())
ORDINARY = st.text(string.ascii_letters + string.digits + " .,;:()/'-", max_size=40)


@given(st.one_of(ORDINARY, st.sampled_from(WORDS), st.sampled_from(WORDS).map(str.upper)))
def test_the_short_way_says_what_the_long_way_says(text: str) -> None:
    text = text.strip()
    short = labels.parse_text(text)
    # a zero-width space before it sends the same text the long way; the long way drops it
    long = labels.parse_text("\u200b" + text)
    assert (short.value or "").strip("\u200b") == (long.value or "").strip("\u200b")
    assert short.companions == long.companions
