"""Headings become fields: which record a table is, and which field each of its columns.

A heading is first looked up among what a person confirmed earlier, then among the declaration's
headings (after normalising), then compared by likeness. A match below 90 of 100 is only a
suggestion. Values may veto: a column of ticks is no owner, whatever it is called.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
from rapidfuzz import fuzz, process

from data.fields import Field, Record
from data.intake.matching.phrases import Phrase, phrase
from data.records import RECORDS

ACCEPTED, SUGGESTED = 0.90, 0.75
_AHEAD = 0.04
# Words that turn a heading's meaning around: "RTO met" is not "RTO target".
_GUARDS = frozenset(
    "rto rpo rta rpa mtd actual target achieved met start end planned id date time name owner "
    "status count after".split()
)
_SPECIFIC = {"instant", "date", "duration", "objective", "boolean", "number", "rating", "money",
             "count", "headcount", "share", "quarter", "operator"}  # fmt: skip

Fits = Callable[[int, Field], float | None]
"""Share of a column's distinct values that read as the field; None: nothing to judge."""


@dataclass(frozen=True)
class ColumnMatch:
    """One column of a table and the field it was taken for."""

    column: int
    heading: str
    record: str
    field: str
    confidence: float
    why: str
    unit: str | None = None
    zone: str | None = None
    currency: str | None = None
    part: str = ""  # "date" or "time" where one instant stands in two columns


@dataclass(frozen=True)
class Ignored:
    """One column that goes nowhere, why, and the nearest field as a suggestion."""

    column: int
    heading: str
    why: str
    suggestion: str | None = None
    confidence: float = 0.0


@dataclass(frozen=True)
class TableMatch:
    """What a table was taken for."""

    record: str
    confidence: float
    columns: tuple[ColumnMatch, ...]
    ignored: tuple[Ignored, ...] = field(default=())

    def column_of(self, name: str, record: str | None = None) -> ColumnMatch | None:
        """The first column matched to that field of the record (default: the table's)."""
        record = record or self.record
        return next((c for c in self.columns if c.field == name and c.record == record), None)


@lru_cache(maxsize=1)
def _index() -> tuple[list[str], list[tuple[str, str]], dict[str, list[tuple[str, str]]]]:
    """All known phrases, the field of each, and the fields of each exact phrase."""
    phrases: list[str] = []
    owners: list[tuple[str, str]] = []
    exact: dict[str, list[tuple[str, str]]] = {}
    for record in RECORDS.values():
        for one in record.fields:
            for text in dict.fromkeys((one.title, one.name, one.stem, *one.headings)):
                words = phrase(text).words
                owner = (record.name, one.name)
                if words and owner not in exact.get(words, []):
                    exact.setdefault(words, []).append(owner)
                    phrases.append(words)
                    owners.append(owner)
    return phrases, owners, exact


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
    return max(_likeness((words,))[0].values(), default=0.0)


def _likeness(headings: tuple[str, ...]) -> list[dict[tuple[str, str], float]]:
    """Per heading, the likeness 0–1 to each field (its best phrase), by words alone."""
    phrases, owners, _ = _index()
    if not headings:
        return []
    sort = process.cdist(headings, phrases, scorer=fuzz.token_sort_ratio, dtype=np.float32)
    both = process.cdist(headings, phrases, scorer=fuzz.token_set_ratio, dtype=np.float32)
    scores = (0.6 * sort + 0.4 * both) / 100
    result = []
    for words, row in zip(headings, scores, strict=True):
        mine = _GUARDS & set(words.split())
        best: dict[tuple[str, str], float] = {}
        for place in np.flatnonzero(row >= SUGGESTED):
            differing = mine ^ (_GUARDS & set(phrases[place].split()))
            score = float(row[place]) - 0.12 * len(differing)
            if score > best.get(owners[place], 0.0):
                best[owners[place]] = min(score, 0.97)
        result.append(best)
    return result


def match_table(
    headings: Sequence[str],
    fits: Fits,
    *,
    memory: Mapping[str, str] | None = None,
    as_record: str | None = None,
    hint: str = "",
    given: Mapping[str, str] | None = None,
) -> TableMatch | None:
    """What a table is, by its headings; None when no record has two fields of it.

    Parameters
    ----------
    headings : one text a column; blank ones are passed over.
    fits : how well a column's values read as a field (see `Fits`).
    memory : heading → "record.field" (or "field", or "" to skip), as people confirmed.
    as_record : the record, when a person said it.
    hint : the sheet's name and title; only breaks ties.
    given : heading → field for this very table (a mapping file), before everything else.
    """
    plain = [phrase(text) for text in headings]
    likeness = _likeness(tuple(one.words for one in plain))
    said = {phrase(k).words: v for k, v in (memory or {}).items()}
    said.update({phrase(k).words: v for k, v in (given or {}).items()})
    candidates = [RECORDS[as_record]] if as_record else list(RECORDS.values())
    best: tuple[float, TableMatch] | None = None
    for record in candidates:
        match = _match_record(record, headings, plain, likeness, fits, said)
        match = _with_parent(match, headings, plain, likeness, fits, said)
        worth = _worth(record, match, hint)
        if best is None or worth > best[0]:
            best = (worth, match)
    if best is None or (best[0] <= 0 and not as_record):
        return None
    return best[1]


def _match_record(
    record: Record,
    headings: Sequence[str],
    plain: Sequence[Phrase],
    likeness: list[dict[tuple[str, str], float]],
    fits: Fits,
    said: Mapping[str, str],
) -> TableMatch:
    """The best assignment of columns to one record's fields, most certain first."""
    exact = _index()[2]
    offers: list[tuple[float, float, int, str, str]] = []
    ignored: dict[int, Ignored] = {}
    for column, one in enumerate(plain):
        if not one.words:
            continue
        if one.words in said:
            name = said[one.words]
            target, _, last = name.rpartition(".")
            if not name:
                ignored[column] = Ignored(column, headings[column], "skipped, as you asked")
                continue
            if (not target or target == record.name) and record.has(last):
                offers.append((1.01, 1.0, column, last, "remembered"))
                continue
        scores = {f: s for (r, f), s in likeness[column].items() if r == record.name}
        for owner, name in exact.get(one.words, ()):
            if owner == record.name:
                scores[name] = 1.0
        for name, score in scores.items():
            share = fits(column, record.field(name))
            sure = score >= 1.0
            if share is not None and share < (0.25 if sure else 0.7):
                ignored[column] = Ignored(
                    column, headings[column],
                    f"its values do not look like {record.field(name).title.casefold()}",
                    name, score,
                )  # fmt: skip
                continue
            title = phrase(record.field(name).title).words == one.words
            why = "exact" if title else "synonym" if sure else f"{score:.0%} alike"
            offers.append((score, share if share is not None else 0.5, column, name, why))
    offers.sort(key=lambda offer: (-offer[0], -offer[1], offer[2]))
    taken: dict[str, ColumnMatch] = {}
    columns: dict[int, ColumnMatch] = {}
    second: dict[int, float] = {}
    for score, _, column, name, why in offers:
        if column in columns:
            second[column] = max(second.get(column, 0.0), score)
            continue
        if name in taken:
            partner = _split_parts(record.field(name), taken[name], column, headings, fits)
            if partner and score >= ACCEPTED:
                first, this = partner
                columns[taken[name].column] = taken[name] = replace(taken[name], part=first)
                columns[column] = _column(
                    record, plain[column], headings, column, name, score, why, this
                )
            else:
                ignored.setdefault(
                    column,
                    Ignored(
                        column,
                        headings[column],
                        f"“{taken[name].heading}” already is {record.field(name).title}",
                        name,
                        score,
                    ),
                )
            continue
        if score < ACCEPTED:
            ignored.setdefault(
                column,
                Ignored(
                    column,
                    headings[column],
                    "no field matches well enough",
                    name,
                    score,
                ),
            )
            continue
        taken[name] = columns[column] = _column(
            record, plain[column], headings, column, name, score, why
        )
    sure_columns = tuple(
        columns[c] for c in sorted(columns)
        if not (columns[c].confidence < 1 and second.get(c, 0) > columns[c].confidence - _AHEAD)
    )  # fmt: skip
    for column in columns:
        ignored.pop(column, None)
    kept = {one.column for one in sure_columns}
    for column, text in enumerate(headings):
        if column not in kept and text.strip():
            ignored.setdefault(column, Ignored(column, text, "no field matches"))
    confidence = min((one.confidence for one in sure_columns), default=0.0)
    return TableMatch(
        record.name,
        confidence,
        sure_columns,
        tuple(ignored[c] for c in sorted(ignored)),
    )


def _column(
    record: Record,
    one: Phrase,
    headings: Sequence[str],
    column: int,
    name: str,
    score: float,
    why: str,
    part: str = "",
) -> ColumnMatch:
    return ColumnMatch(
        column, headings[column], record.name, name, round(min(score, 1.0), 2), why,
        one.unit, one.zone, one.currency, part,
    )  # fmt: skip


def _split_parts(
    target: Field, first: ColumnMatch, column: int, headings: Sequence[str], fits: Fits
) -> tuple[str, str] | None:
    """("date", "time") or the reverse when two columns are the halves of one instant."""
    if target.kind != "instant":
        return None
    words = [
        set(phrase(first.heading).words.split()),
        set(phrase(headings[column]).words.split()),
    ]
    if "date" in words[0] and "time" in words[1] and "date" not in words[1]:
        return ("date", "time")
    if "time" in words[0] and "date" in words[1] and "date" not in words[0]:
        return ("time", "date")
    return None


def _worth(record: Record, match: TableMatch, hint: str) -> float:
    """How well a record explains a table; 0 or less is not at all."""
    exact = _index()[2]
    total = 0.0
    for one in match.columns:
        known_in = len({r for r, _ in exact.get(phrase(one.heading).words, ())}) or 2
        total += one.confidence / known_in**0.5
        if RECORDS[one.record].field(one.field).kind in _SPECIFIC:
            total += 0.15
    names = {one.field for one in match.columns if one.record == record.name}
    beside = {one.field for one in match.columns if one.record != record.name}
    if len(names) < 2 and not (len(record.fields) <= 3 and names >= set(record.key)):
        total -= 1.0
    for key in record.key:
        part = record.field(key)
        if key in names:
            total += 0.4
        elif key == "system" and beside & {"scenario", "started_at"}:
            total -= 0.3  # rows of their own date are a drill each, else the scenario names them
        elif part.required:
            total -= 0.15 if part.kind in ("drill", "quarter") else 1.2
    if record.name == "recovery":
        measured = {
            "recovery_time_seconds",
            "restored_at",
            "validated_at",
            "outcome",
            "disrupted_at",
        }
        total -= 0.0 if names & measured else 1.5
    if record.name in ("log", "message", "task") and not any(
        record.field(n).kind in _SPECIFIC for n in names
    ):
        total -= 0.8
    words = phrase(hint).words
    if words and any(phrase(h).words in words for h in record.headings):
        total += 0.35
    return total


def _with_parent(
    match: TableMatch,
    headings: Sequence[str],
    plain: Sequence[Phrase],
    likeness: list[dict[tuple[str, str], float]],
    fits: Fits,
    said: Mapping[str, str],
) -> TableMatch:
    """The match with left-over columns given to the parent record (a result row's drill date)."""
    record = RECORDS[match.record]
    if record.parent is None:
        return match
    free = {one.column for one in match.ignored}
    own = {one.field for one in match.columns}
    parent = _match_record(
        RECORDS[record.parent],
        [text if i in free else "" for i, text in enumerate(headings)],
        [one if i in free else phrase("") for i, one in enumerate(plain)],
        likeness, fits, said,
    )  # fmt: skip
    keys = RECORDS[record.parent].key
    extra = tuple(
        one
        for one in parent.columns
        if one.confidence >= 1 and one.field not in keys and one.field not in own
    )
    taken = {one.column for one in extra}
    return replace(
        match,
        columns=match.columns + extra,
        ignored=tuple(one for one in match.ignored if one.column not in taken),
    )
