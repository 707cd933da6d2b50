"""How well real headings are recognised: `python -m benchmarks.headings`.

Two lists of headings of public forms, whole tables as people publish them, labelled by hand. One
half was never used to write the vocabulary: its figures are the honest ones. Aims there: of the
headings taken without asking 98 % right; of those that have a field 75 % taken, and 90 % taken or
offered for one click.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from data.intake.facts import Known, Told
from data.intake.matching.names import Names
from data.intake.reading.book import Book, Grid, Sheet
from data.intake.understanding import understand

LISTS = Path(__file__).resolve().parents[1] / "tests" / "intake" / "matching" / "headings"
NO_FIELD = "-"


@dataclass
class Score:
    """Counts over the headings of one list, and the ones that went wrong, in words."""

    headings: int = 0
    with_field: int = 0
    taken: int = 0
    taken_right: int = 0
    offered_right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of the headings taken without asking that are right."""
        return self.taken_right / self.taken if self.taken else 0.0

    @property
    def recall(self) -> float:
        """Share of the headings that have a field which are taken without asking, and right."""
        return self.taken_right / self.with_field if self.with_field else 0.0

    @property
    def within_one_click(self) -> float:
        """Share of the headings that have a field which are taken or offered, and right."""
        right = self.taken_right + self.offered_right
        return right / self.with_field if self.with_field else 0.0


def score(name: str) -> Score:
    """The score of one list: `open` or `held_out`."""
    total = Score()
    for table, columns in _tables(LISTS / f"{name}.csv"):
        _add(total, table, columns)
    return total


def _tables(path: Path) -> Iterator[tuple[str, list[tuple[str, frozenset[str], list[str]]]]]:
    """Table → its headings, the fields each may be, its values."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for table in dict.fromkeys(row["table"] for row in rows):
        yield (
            table,
            [
                (row["heading"], frozenset(row["field"].split("|")), row["values"].split(";"))
                for row in rows
                if row["table"] == table
            ],
        )


def _add(total: Score, table: str, columns: list[tuple[str, frozenset[str], list[str]]]) -> None:
    values = zip(*(given for _, _, given in columns), strict=True)
    grid = Grid.from_rows([[text for text, _, _ in columns], *values])
    known = Known({"system": Names(()), "drill": Names(())}, {}, "UTC")
    book = Book("form.csv", "csv", "", 0, [Sheet(None, grid)])
    reading = understand(book, Told(drill="DR-1"), known)
    match = next((one.match for one in reading.tables if one.match is not None), None)
    for place, (heading, allowed, _) in enumerate(columns):
        taken = next((c for c in match.columns if c.column == place), None) if match else None
        offer = next((c for c in match.ignored if c.column == place), None) if match else None
        may_be_none = NO_FIELD in allowed
        total.headings += 1
        total.with_field += not may_be_none
        where = f"{table}: {heading}"
        if taken is not None:
            said = f"{taken.record}.{taken.field}"
            total.taken += 1
            if said not in allowed:
                total.wrong.append(f"{where} → {said}, not {' or '.join(sorted(allowed))}")
            elif may_be_none:
                total.taken -= 1  # right either way: it counts for nothing
            else:
                total.taken_right += 1
        elif not may_be_none:
            said = (
                f"{match.record}.{offer.suggestion}"
                if match and offer and offer.suggestion
                else "nothing"
            )
            total.offered_right += said in allowed
            total.missed.append(f"{where} offered {said}, is {' or '.join(sorted(allowed))}")


def main() -> None:
    """Measure and print."""
    for name, title in (("open", "beside the vocabulary"), ("held_out", "kept out of it")):
        one = score(name)
        print(
            f"{one.headings} headings of public forms, {title}: "
            f"{one.taken_right} of {one.taken} taken are right ({one.precision:.3f}, aim 0.980); "
            f"{one.taken_right} of {one.with_field} taken ({one.recall:.3f}, aim 0.750); "
            f"{one.taken_right + one.offered_right} with one click "
            f"({one.within_one_click:.3f}, aim 0.900)"
        )


if __name__ == "__main__":
    main()
