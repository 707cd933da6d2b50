"""The dictionary's texts: what stands on the screen, in the CSV and in the reports of every term.

Fields come in as `data.fields.Field`; this room knows them only by what it reads of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from wording import terms
from wording.markdown import code, escape
from wording.numbers import count
from wording.terms import Term


class FieldWords(Protocol):
    """What is read of a field's declaration."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def meaning(self) -> str: ...
    @property
    def example(self) -> str: ...
    @property
    def headings(self) -> tuple[str, ...]: ...
    @property
    def unit(self) -> str | None: ...
    @property
    def required(self) -> bool: ...
    @property
    def key(self) -> bool: ...
    @property
    def values(self) -> tuple[str, ...]: ...


class RecordWords(Protocol):
    """What is read of a record's declaration."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def meaning(self) -> str: ...


WORDS: dict[str, dict[str, str]] = {
    "Outcome of a test": terms.OUTCOMES,
    "Verdict against an objective": terms.VERDICTS,
    "How far over": terms.BANDS,
    "Marks beside a time": terms.MARKS_OF_A_TEST,
    "Phases of a recovery": terms.PHASES,
    "Success criteria of a quarter": terms.CRITERIA,
}
_WORD = re.compile(r"\w+")
_UNITS = {
    "share": "per cent, with its k of n",
    "count": "a count",
    "s": "hours and minutes",
    "h": "hours and minutes",
    "days": "days",
    "p": "a probability",
    "bool": "yes, no or unknown",
    "parts": "several counts",
    "money": "money",
}
_BETTER = {"higher": "Higher is better.", "lower": "Lower is better.", None: ""}


def summary(measures: int, fields_: int) -> str:
    """The sentence under the title."""
    return (
        f"{count(measures)} measures and {count(fields_)} fields, each with its rule. "
        "A rate always comes with its k of n; where nothing can be counted it says no data."
    )


def found(measures: int, fields_: int) -> str:
    """What a search found: `3 measures, 12 fields`."""
    return f"{count(measures, 'measure')}, {fields(fields_)}"


def fields(number: int) -> str:
    """`11 fields`."""
    return count(number, "field")


def matches(asked: str, *texts: str) -> bool:
    """Whether every word of the search begins a word of the texts. Nothing asked: all match."""
    starts = _WORD.findall(" ".join(texts).lower().replace("_", " "))
    asked_words = _WORD.findall(asked.lower().replace("_", " "))
    if asked.strip() and not asked_words:
        return False
    return all(any(one.startswith(word) for one in starts) for word in asked_words)


def term_matches(asked: str, term: Term) -> bool:
    """Whether a measure answers a search; one asked for by its id answers alone."""
    if asked.strip() in terms.TERMS:
        return term.id == asked.strip()
    texts = (term.id, term.name, term.label, term.group, term.meaning, term.formula, term.edges)
    return matches(asked, *texts, term.source)


def field_matches(asked: str, record: RecordWords, field: FieldWords) -> bool:
    """Whether a field answers a search; the headings people use for it count too."""
    texts = (field.name, field.title, field.meaning, " ".join(field.values), record.title)
    return matches(asked, *texts, " ".join(field.headings))


def measure(term: Term) -> str:
    """Everything about a measure as Markdown."""
    lines = [term.meaning, f"**How it is reckoned.** {term.formula}"]
    if term.edges:
        lines.append(f"**At the edges.** {term.edges}")
    lines.append(f"**In** {_UNITS[term.unit]}. {_BETTER[term.better]}".strip())
    lines.append(f":gray[Rule: {term.source}. In commands and reports:] {code(term.id)}")
    return "\n\n".join(lines)


def field_row(field: FieldWords) -> dict[str, str]:
    """One field as a row of a table for reading, in Markdown."""
    rules = []
    if field.key:
        rules.append("part of the key")
    if field.required:
        rules.append("required")
    if field.unit:
        rules.append(f"a bare number is in {escape(field.unit)}")
    return {
        "Field": f"**{escape(field.title)}**",
        "Meaning": escape(field.meaning),
        "Written like": code(field.example),
        "Rules": ", ".join(rules) or "optional",
    }


def word_row(word: str, meaning: str) -> dict[str, str]:
    """One verdict word as a row, with its mark."""
    shown = terms.badge(word) if word in terms.MARKS else f"**{word}**"
    return {"Word": shown, "Meaning": escape(meaning)}


def csv_rows(
    measures: Sequence[Term], records: Sequence[tuple[RecordWords, Sequence[FieldWords]]]
) -> list[dict[str, str]]:
    """All of it as rows of one table: what, id, name, meaning, rule, source."""
    rows = [
        {
            "what": "measure",
            "id": term.id,
            "name": term.name,
            "meaning": term.meaning,
            "rule": f"{term.formula} {term.edges}".strip(),
            "source": term.source,
        }
        for term in measures
    ]
    rows += [
        {
            "what": f"field of {record.title}",
            "id": f"{record.name}.{field.name}",
            "name": field.title,
            "meaning": field.meaning,
            "rule": f"e.g. {field.example}",
            "source": "data/records.py",
        }
        for record, own in records
        for field in own
    ]
    return rows
