"""Names short enough for a chart's margin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

LENGTH = 14
_WORD = re.compile(r"\w+")


def short_names(
    names: Sequence[str], aliases: Mapping[str, Iterable[str]] | None = None, length: int = LENGTH
) -> dict[str, str]:
    """A short name for each, at most `length` characters, no two alike.

    aliases : other names by name. The shortest alias made of the name's own words comes first
    (`CRM` for CRM System), then the name's first words, then any other alias; what is too long even
    so is cut. Where two would be alike, both keep as much of their own name as fits.
    """
    others = aliases or {}
    chosen = {name: _short(name, tuple(others.get(name, ())), length) for name in names}
    taken = list(chosen.values())
    return {
        name: short if taken.count(short) == 1 else _cut(name, length)
        for name, short in chosen.items()
    }


def _short(name: str, aliases: Sequence[str], length: int) -> str:
    if len(name) <= length:
        return name
    fitting = [one for one in aliases if 2 < len(one) <= length]
    words = _WORD.findall(name.lower())
    own = [one for one in fitting if all(word in words for word in _WORD.findall(one.lower()))]
    if own:
        return min(own, key=lambda one: (len(one), one))
    kept = name.split()
    while kept and (len(" ".join(kept)) > length or kept[-1].lower() in ("and", "of", "&", "for")):
        kept.pop()
    if kept:
        return " ".join(kept)
    return max(fitting, key=lambda one: (len(one), one)) if fitting else _cut(name, length)


def _cut(name: str, length: int) -> str:
    return name if len(name) <= length else name[: length - 1].rstrip() + "…"
