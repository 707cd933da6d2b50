"""Names short enough for a chart's margin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import count, takewhile

LENGTH = 14
_HEAD = 5  # characters that stay for the beginning of a name, its ellipsis among them
_ROUNDS = 3  # some of a group may be alike once more, and differ elsewhere
_WORD = re.compile(r"\w+")


def short_names(
    names: Sequence[str], aliases: Mapping[str, Iterable[str]] | None = None, length: int = LENGTH
) -> dict[str, str]:
    """A short name for each, at most `length` characters, no two alike.

    aliases : other names by name. The shortest alias made of the name's own words comes first
    (`CRM` for CRM System), then the name's first words, then any other alias; what is too long even
    so is cut. Where two would be alike, each keeps as much of its own name as fits; where that is
    alike too, the words that tell them apart stay, without those before them (`System … 007`). Only
    where even those do not fit is each numbered (`Mainframe an…2`).
    """
    others = aliases or {}
    chosen = {name: _short(name, tuple(others.get(name, ())), length) for name in names}
    for group in _alike(chosen):
        chosen |= {name: _cut(name, length) for name in group}
    for _ in range(_ROUNDS):
        for group in _alike(chosen):
            apart = _told_apart(group, length)
            chosen |= {name: short for name, short in apart.items() if len(name) > length}
    return _numbered(chosen, length)


def _alike(chosen: Mapping[str, str]) -> list[list[str]]:
    """The names that share a short name, a list for each that is shared."""
    groups: dict[str, list[str]] = {}
    for name, short in chosen.items():
        groups.setdefault(short, []).append(name)
    return [names for names in groups.values() if len(names) > 1]


def _told_apart(names: Sequence[str], length: int) -> dict[str, str]:
    """The first words, an ellipsis, and the words in which the names differ."""
    words = [name.split() for name in names]
    before = _alike_from_the_first(words)
    after = _alike_from_the_first([one[before:][::-1] for one in words])
    own = [" ".join(one[before : len(one) - after]) for one in words]
    alike = _alike_from_the_first(own) if max(map(len, own)) > length - _HEAD else 0
    shown = [one[alike:].strip()[: length - _HEAD].rstrip() for one in own]
    return {
        name: _around(one[:before], name, part, length) if part else _cut(name, length)
        for name, one, part in zip(names, words, shown, strict=True)
    }


def _alike_from_the_first(rows: Sequence[Sequence[str]]) -> int:
    """In how many places from the first on all are the same."""
    return len(list(takewhile(lambda place: len(set(place)) == 1, zip(*rows, strict=False))))


def _around(first: Sequence[str], name: str, part: str, length: int) -> str:
    kept = list(first)
    while kept and len(" ".join(kept)) + len(part) + 3 > length:
        kept.pop()
    if kept and len(kept) < len(first):
        return f"{' '.join(kept)} … {part}"
    return f"{name[: length - 1 - len(part)].rstrip()}…{part}"


def _numbered(chosen: Mapping[str, str], length: int) -> dict[str, str]:
    """The same, with a number at the end of those that are still alike."""
    told = dict(chosen)
    taken = set(told.values())
    for group in _alike(chosen):
        numbers = count(1)
        for name in group:
            if name == told[name]:
                continue  # it is not short for anything
            while (short := _with_number(name, next(numbers), length)) in taken:
                pass
            taken.add(short)
            told[name] = short
    return told


def _with_number(name: str, number: int, length: int) -> str:
    tail = f"…{number}"
    return name[: length - len(tail)].rstrip() + tail


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
