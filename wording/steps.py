"""How a step of a runbook is called: by its number and what is done, shortened here alone."""

from __future__ import annotations

from wording.numbers import is_missing

MOST = 64  # letters of a step in a list or beside a mark
LINE = 16  # letters of a line in a chart's margin
_LITTLE = ("a", "an", "the", "and", "of", "to", "for", "in", "on", "at", "with", "&", "-", "–")


def step(task: object, title: object = None, most: int | None = MOST) -> str:
    """`T-05 Restore the database`: as the runbook numbers it, and what is done where that is apart;
    `Step 5` where there is nothing but a number.

    most : letters, whole words as far as they go, `…` where more follow; None for all of it.
    """
    name = str(task)
    if not is_missing(title) and str(title).strip():
        said = str(title).strip()
        name = name if said.casefold() in name.casefold() else f"{name} {said}"
    elif name.isdigit():
        name = f"Step {name}"
    return name if most is None else whole_words(name, most)


def whole_words(name: str, most: int) -> str:
    """`T-06 Start…` of `T-06 Start the database cluster`: no word cut, none that says nothing."""
    if len(name) <= most:
        return name
    kept = name.split()
    while kept and (len(" ".join(kept)) >= most or (len(kept) > 1 and kept[-1].lower() in _LITTLE)):
        kept.pop()
    return f"{' '.join(kept).rstrip(',;:')}…" if kept else f"{name[: most - 1].rstrip()}…"


def two_lines(name: str) -> str:
    """A name for a chart's margin, its second line after a line break: `T-06 Start the⏎database…`.

    One line where all of it fits there, and for a single word, which is cut.
    """
    if len(name) <= LINE:
        return name
    words = name.split()
    first: list[str] = []
    while words and len(" ".join([*first, words[0]])) <= LINE:
        first.append(words.pop(0))
    if not first:
        return whole_words(name, LINE)
    return f"{' '.join(first)}\n{whole_words(' '.join(words), LINE)}"
