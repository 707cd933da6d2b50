"""A new name of a team or a person that may be a known one, written otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz import fuzz

from data.fields import plain_name

_NEAR = 86.0
_TELLING = 2  # letters of a word that tells names apart on its own: Team A and Team B


def near_name(text: str, known: Iterable[str], *, is_person: bool) -> str | None:
    """The known name a text may mean: alike but for letters, or a part of a person's name.

    None when it is a known one as it stands, or none is near. `Network Team A` is not near to
    `Network Team B`: what differs are short words or numbers, which tell names apart.
    """
    names = list(known)
    if text in names:
        return None
    scored = [(_likeness(text, name, is_person), name) for name in names]
    best = max(scored, default=(0.0, ""))
    return best[1] if best[0] >= _NEAR else None


def _likeness(text: str, name: str, is_person: bool) -> float:
    if plain_name(text) == plain_name(name):
        return 100.0
    own, other = _words(text), _words(name)
    if is_person and own and other and (own <= other or other <= own):
        return 99.0
    apart = own ^ other
    if apart and all(len(word) <= _TELLING or word.isdigit() for word in apart):
        return 0.0
    return float(fuzz.ratio(text.casefold(), name.casefold()))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
