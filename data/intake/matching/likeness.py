"""How much a heading is like those of the declaration, by its words alone."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from rapidfuzz import fuzz, process

from data.intake.matching.phrases import Phrase, phrase
from data.records import RECORDS

SUGGESTED = 0.60
_LIKE_A_HEADING = 0.75
_SORT_COUNTS, _SET_COUNTS = 0.6, 0.4
_A_HAIR = 0.5  # of 100: more than rounding can do
# Words that turn a heading's meaning around: "RTO met" is not "RTO target".
_GUARDS = frozenset(
    "rto rpo rta rpa mtd actual target achieved met start end planned id date time name owner "
    "status count after".split()
)

Owner = tuple[str, str]
"""Record and field."""


@lru_cache(maxsize=1)
def _index() -> tuple[list[str], list[Owner], dict[str, list[Owner]], frozenset[tuple[str, Owner]]]:
    """All known phrases, the field of each, the fields of each exact phrase; and which phrases are
    a field's only with a unit: "impact (min)" is time lost, "impact" is not."""
    phrases: list[str] = []
    owners: list[Owner] = []
    exact: dict[str, list[Owner]] = {}
    bare: set[tuple[str, Owner]] = set()
    for record in RECORDS.values():
        for one in record.fields:
            for text in dict.fromkeys((one.title, one.name, one.stem, *one.headings)):
                plain = phrase(text)
                words, owner = plain.words, (record.name, one.name)
                if plain.unit is None:
                    bare.add((words, owner))
                if words and owner not in exact.get(words, []):
                    exact.setdefault(words, []).append(owner)
                    phrases.append(words)
                    owners.append(owner)
    united = {(w, o) for w, owned in exact.items() for o in owned if (w, o) not in bare}
    return phrases, owners, exact, frozenset(united)


def exact_fields(heading: Phrase) -> list[Owner]:
    """The fields that have exactly this heading."""
    _, _, exact, united = _index()
    return [
        owner
        for owner in exact.get(heading.words, ())
        if heading.unit is not None or (heading.words, owner) not in united
    ]


def known_heading(text: str) -> float:
    """How much a text looks like a heading of ours, 0 to 1; 1 is one of the known headings."""
    words = phrase(text).words
    if not words or len(words) > 80:
        return 0.0
    if words in _index()[2]:
        return 1.0
    return _best_likeness(words)


@lru_cache(maxsize=20_000)
def _best_likeness(words: str) -> float:
    best = max(likeness_of((words,), _LIKE_A_HEADING)[0].values(), default=0.0)
    return best if best >= _LIKE_A_HEADING else 0.0


def likeness_of(headings: tuple[str, ...], least: float = SUGGESTED) -> list[dict[Owner, float]]:
    """Per heading, the likeness 0–1 to each field (its best phrase), by words alone.

    Fields whose every phrase is less alike than `least` are left out.
    """
    phrases, owners, _, united = _index()
    if not headings:
        return []
    # The second measure is slow, and cannot lift a phrase that falls short of this in the first.
    short = (100 * least - _SET_COUNTS * 100) / _SORT_COUNTS - _A_HAIR
    sort = process.cdist(
        headings, phrases, scorer=fuzz.token_sort_ratio, dtype=np.float32, score_cutoff=short
    )
    near = np.flatnonzero(sort.any(axis=0))
    both = np.zeros_like(sort)
    both[:, near] = process.cdist(
        headings, [phrases[place] for place in near], scorer=fuzz.token_set_ratio, dtype=np.float32
    )
    scores = (_SORT_COUNTS * sort + _SET_COUNTS * both) / 100
    result = []
    for words, row in zip(headings, scores, strict=True):
        mine = _GUARDS & set(words.split())
        best: dict[Owner, float] = {}
        for place in np.flatnonzero(row >= least):
            if phrases[place] == words and (words, owners[place]) in united:
                continue
            differing = mine ^ (_GUARDS & set(phrases[place].split()))
            score = float(row[place]) - 0.12 * len(differing)
            if score > best.get(owners[place], 0.0):
                best[owners[place]] = min(score, 0.97)
        result.append(best)
    return result
