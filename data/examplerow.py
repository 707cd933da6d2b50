"""The template's example row: what it says, and how it is told from a row of a person's own.

Apart from the template, so that reading a file need not load what writes one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from data.fields import Field, Record

EXAMPLE_MARK = "Example row, not loaded"


def example_text(one: Field) -> str:
    """What the example row has in the column of a field."""
    return "Yes" if one.example == "Yes or No" else one.example


def is_example(record: Record, texts: Mapping[str, str], beside: Collection[str]) -> bool:
    """True for the template's example row: marked as such, each filled cell its field's example.

    `texts` maps field names to the raw texts of one row; `beside` are all texts of that row, the
    mark among them. A row typed over the example is no example, nor is one that only looks like it.
    """
    return EXAMPLE_MARK in beside and all(
        not text.strip() or (record.has(name) and text.strip() == example_text(record.field(name)))
        for name, text in texts.items()
    )
