"""Headings that say a known one in a slightly other way: another order, a plural, a word too many.

`Date of closure` is `closure date`, `Lesson owner` in a table of lessons is its owner, `Issues /
Remarks` are remarks. A field is only named where every way to read the heading agrees on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from data.intake.matching.phrases import phrase
from data.records import RECORDS

SAME_WORDS, ONE_OF_TWO, WITHOUT_NOUN, SAME_MEANING = 0.95, 0.93, 0.92, 0.91
_LINKS = frozenset("of for in at during from and".split())
# Words that say nothing a heading without them would not say.
_FILLERS = frozenset(
    "total overall current section name major key details rating analysis description "
    "type level responsible".split()
)
_NOUNS = {
    "system": "system application service component process",
    "drill": "drill test exercise dr",
    "recovery": "system application service server recovery dr test drill overall total",
    "log": "log event",
    "task": "task step activity runbook",
    "criterion": "criterion criteria success",
    "message": "message notification communication",
    "participant": "participant attendee exercise drill",
    "survey": "respondent survey exercise drill",
    "gap": "gap finding issue weakness",
    "action": "action",
    "lesson": "lesson learned learnt",
    "milestone": "milestone key",
    "deliverable": "deliverable",
    "risk": "risk",
    "resource": "resource budget item",
    "target": "target",
}
# Words that headings use for one another; of a recovery's times only what is written counts.
_CLASSES = {
    word: words.split()[0]
    for words in (
        "planned scheduled target targeted expected intended estimated proposed",
        "actual real achieved measured observed",
        "end finish completion complete completed done finished",
        "start begin beginning commencement started began",
        "id no number ref reference code",
        "comment remark note observation feedback",
        "responsible accountable assigned assignee owner",
        "team department organization organisation group division unit",
        "due deadline",
        "spend spent expenditure",
        "budget budgeted",
        "person individual employee staff people",
        "method medium channel means",
        "opened raised logged reported identified found detected detection discovered",
        "closed closure resolved",
        "rating score level",
        "likelihood probability",
        "impact consequence",
        "mitigation treatment response",
        "trigger indicator signal",
    )
    for word in words.split()
}
_EMPTY_WORDS = frozenset("date time timestamp on at by original overall proposed current".split())
_VAGUE = frozenset("id key name title type what group".split())
_POINTS = frozenset({"instant", "date"})
_TIMED = frozenset({"recovery", "log", "system"})
_WEIGHTY = frozenset({"instant", "date", "duration", "objective"})


def _stem(word: str) -> str:
    """A word without its plural: `systems` is `system`, `status` and `address` stay."""
    if len(word) > 3 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("s") and word[-2] not in "su" and word != "comms":
        return word[:-1]
    return word


def _key(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted({_stem(word) for word in words if word not in _LINKS}))


@lru_cache(maxsize=1)
def _by_key() -> dict[str, dict[tuple[str, ...], frozenset[str]]]:
    """Record → words in any order → the fields whose heading they are, units left out."""
    found: dict[str, dict[tuple[str, ...], set[str]]] = {}
    for record in RECORDS.values():
        mine = found.setdefault(record.name, {})
        for one in record.fields:
            for text in (one.title, one.name, one.stem, *one.headings):
                plain = phrase(text)
                if plain.words and not (plain.unit and "(" in text):
                    mine.setdefault(_key(plain.words.split()), set()).add(one.name)
    return {
        name: {key: frozenset(names) for key, names in mine.items()} for name, mine in found.items()
    }


@lru_cache(maxsize=20_000)
def near_fields(heading: str, record: str) -> dict[str, float]:
    """The fields of a record that a heading names in other words, with how sure that is."""
    known = _by_key().get(record, {})
    words = phrase(heading).words.split()
    if same := known.get(_key(words)):
        return dict.fromkeys(same, SAME_WORDS)
    parts = [phrase(part).words.split() for part in re.split(r"[/|]| or | & ", heading)]
    if len(parts) > 1 and all(parts):
        each = [known.get(_key(part), frozenset()) for part in parts]
        named = frozenset[str]().union(*each)
        agreed = frozenset.intersection(*[one for one in each if one]) if named else frozenset()
        return dict.fromkeys(agreed, ONE_OF_TWO) if len(agreed) == 1 or agreed == named else {}
    if left := _without_nouns(words, record, known):
        return dict.fromkeys(left, WITHOUT_NOUN)
    return dict.fromkeys(_by_meaning(words, record), SAME_MEANING)


def _nouns(record: str) -> set[str]:
    return {_stem(word) for word in _NOUNS.get(record, "").split()}


def _meaning(words: Iterable[str], record: str) -> tuple[str, ...]:
    """The words by their classes, without those that only say "when" and the record's own noun."""
    nouns = _nouns(record)
    kept = [_CLASSES.get(_stem(w), _CLASSES.get(w, _stem(w))) for w in words if w not in _LINKS]
    return tuple(sorted({w for w in kept if w not in nouns and w not in _EMPTY_WORDS}))


@lru_cache(maxsize=1)
def _meanings() -> dict[str, dict[tuple[str, ...], frozenset[str]]]:
    """Record → meaning → the fields whose headings mean it; a recovery's times are left out."""
    found: dict[str, dict[tuple[str, ...], frozenset[str]]] = {}
    for record, known in _by_key().items():
        mine = found.setdefault(record, {})
        for key, names in known.items():
            meaning = _meaning(key, record)
            is_bare = not set(meaning) - _VAGUE and bool(_nouns(record) & set(key))
            if meaning and not is_bare:  # "issue key" without "issue" says nothing
                mine[meaning] = mine.get(meaning, frozenset()) | names
    return found


def _by_meaning(words: list[str], record: str) -> frozenset[str]:
    """The one field whose headings mean the same, word by word; none where two fields might."""
    names = _meanings().get(record, {}).get(_meaning(words, record), frozenset())
    if record in _TIMED:
        names = frozenset(n for n in names if RECORDS[record].field(n).kind not in _WEIGHTY)
    return names if len(names) == 1 else frozenset()


def _without_nouns(
    words: list[str], record: str, known: dict[tuple[str, ...], frozenset[str]]
) -> frozenset[str]:
    """The fields left when the record's own noun and words that add nothing are taken away."""
    nouns = _nouns(record)
    rest = [word for word in words if _stem(word) not in nouns]
    found: set[str] = set()
    for left in (rest, [word for word in words if word not in _FILLERS]):
        if left and left != words:
            names = known.get(_key(left), frozenset())
            # "Service start" may be when it came back: a noun may not be taken from an instant.
            found |= {
                name for name in names
                if record not in _TIMED or RECORDS[record].field(name).kind not in _POINTS
            }  # fmt: skip
    return frozenset(found) if len(found) == 1 else frozenset()
