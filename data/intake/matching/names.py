"""Written names become known ones: exact, alike but for case and punctuation, or by an alias."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from data.fields import plain_name

_NEAREST = 75.0
_SLIP = 0.82  # `Alfa` is 0.83 like `Alpha`; `CMS` 0.56 like `CRM`


@dataclass(frozen=True)
class NameMatch:
    """What a written name stands for, and how that was found.

    `how` is exact, spelling, alias or new; `nearest` is the known name a new one is most like.
    """

    name: str
    how: str
    nearest: str | None = None


class Names:
    """The known names of one kind, with their aliases; learns the new ones it meets."""

    def __init__(self, known: Iterable[str], aliases: Mapping[str, str] | None = None) -> None:
        self._known: dict[str, str] = {}
        for name in known:
            self._known.setdefault(plain_name(name), name)
        self._aliases: dict[str, str] = {}
        self._written: dict[str, str] = {}
        self._untold: dict[str, NameMatch] = {}
        for written, means in (aliases or {}).items():
            self.add_alias(written, means)

    @property
    def all(self) -> frozenset[str]:
        """Every known name, as it is written."""
        return frozenset(self._known.values())

    def add(self, name: str) -> None:
        """Makes a name known; the first spelling met stays."""
        self._known.setdefault(plain_name(name), name)

    def add_alias(self, written: str, means: str) -> None:
        """Makes another name of a known one known."""
        self._aliases[plain_name(written)] = means
        self._written[written] = means

    def known(self, text: str) -> str | None:
        """The known name a text is but for case, punctuation and spacing; None when none is."""
        return self._known.get(plain_name(text))

    def keep_untold(self, match: NameMatch) -> None:
        """Remembers a new name of rows that wait: whichever row of it loads first tells it."""
        self._untold.setdefault(plain_name(match.name), match)

    def untold(self, name: str) -> NameMatch | None:
        """A name that is new and that nobody was told of; None when it is no such name."""
        return self._untold.pop(plain_name(name), None)

    def find(self, text: str) -> NameMatch:
        """The known name a written one stands for; a new one is itself, with the nearest known."""
        text = " ".join(text.split())
        plain = plain_name(text)
        if plain in self._aliases:
            means = self._aliases[plain]
            return NameMatch(self._known.get(plain_name(means), means), "alias")
        if plain in self._known:
            name = self._known[plain]
            return NameMatch(name, "exact" if name == text else "spelling")
        return NameMatch(text, "new", self._nearest(text))

    def _nearest(self, text: str) -> str | None:
        """The known name a new one is most like: by its words, else as a slip of a few letters."""
        known = list(self._known.values())
        found = process.extractOne(text, known, scorer=fuzz.WRatio, score_cutoff=_NEAREST)
        if found is None:
            found = process.extractOne(
                text, known, scorer=JaroWinkler.normalized_similarity, processor=str.casefold,
                score_cutoff=_SLIP,
            )  # fmt: skip
        return found[0] if found else None

    def within(self, text: str) -> str | None:
        """The longest known name (or alias) a longer text contains as words; None when none."""
        words = f" {_spaced(text)} "
        known = [(_spaced(name), name) for name in self._known.values()]
        known += [(_spaced(written), means) for written, means in self._written.items()]
        found = [pair for pair in known if pair[0] and f" {pair[0]} " in words]
        return max(found, key=lambda pair: len(pair[0]))[1] if found else None


def _spaced(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text).casefold()).split())
