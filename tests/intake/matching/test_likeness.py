"""Likeness of headings, worked out for near phrases only, is that of all phrases."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from data.intake.matching import likeness
from data.intake.matching.likeness import SUGGESTED, likeness_of

PHRASES, OWNERS, _, UNITED = likeness._index()
WORDS = [*sorted({word for text in PHRASES for word in text.split()}), "payroll", "q3", "dr", "xyz"]


def of_all(words: str) -> dict[likeness.Owner, float]:
    """The likeness to each field by every one of its phrases, phrase by phrase."""
    found: dict[likeness.Owner, float] = {}
    for text, owner in zip(PHRASES, OWNERS, strict=True):
        sort = np.float32(fuzz.token_sort_ratio(words, text))
        both = np.float32(fuzz.token_set_ratio(words, text))
        score = (0.6 * sort + 0.4 * both) / 100
        if score < SUGGESTED or (text == words and (words, owner) in UNITED):
            continue
        guards = likeness._GUARDS
        differing = (guards & set(words.split())) ^ (guards & set(text.split()))
        less = float(score) - 0.12 * len(differing)
        if less > found.get(owner, 0.0):
            found[owner] = min(less, 0.97)
    return found


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join))
@example("actual rto")
@example("restored")
def test_the_same_as_phrase_by_phrase(words: str) -> None:
    assert likeness_of((words,))[0] == of_all(words)
    assert likeness_of((words, "outage start"))[0] == of_all(words)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join))
def test_a_known_heading_is_one_much_alike(words: str) -> None:
    best = max(of_all(words).values(), default=0.0)
    assert likeness._best_likeness(words) == (best if best >= 0.75 else 0.0)
