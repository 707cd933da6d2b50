"""Written names become known ones: exact, alike but for case and punctuation, or by an alias."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

_NEAREST = 75.0


def plain_name(text: str) -> str:
    """A name without case, punctuation and spacing: `payment-gateway` is `Payment Gateway`."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


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

    def __init__(
        self, known: Iterable[str], aliases: Mapping[str, str] | None = None
    ) -> None:
        self._known: dict[str, str] = {}
        for name in known:
            self._known.setdefault(plain_name(name), name)
        self._aliases = {plain_name(k): v for k, v in (aliases or {}).items()}

    def add(self, name: str) -> None:
        """Makes a name known; the first spelling met stays."""
        self._known.setdefault(plain_name(name), name)

    def add_alias(self, written: str, means: str) -> None:
        """Makes another name of a known one known."""
        self._aliases[plain_name(written)] = means

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
        found = process.extractOne(
            text, list(self._known.values()), scorer=fuzz.WRatio, score_cutoff=_NEAREST
        )
        return NameMatch(text, "new", found[0] if found else None)
