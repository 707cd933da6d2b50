"""What imports changed, in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from wording import changes


def plain(text: str) -> str:
    """The text with ordinary spaces."""
    return text.replace("\u00a0", " ")


def an_import(file: str | None, rejected: int = 0, **added: int) -> dict[str, Any]:
    """An import as the store tells it."""
    tables = [
        {"record": record, "counts": {"added": number, "changed": 0}}
        for record, number in added.items()
    ]
    return {
        "file_name": file,
        "person": "Thandi *N*",
        "tables": tables,
        "rejected": [{}] * rejected,
    }


def test_one_file() -> None:
    said = changes.of_imports([an_import("DR_Q1_2025.xlsx", 1, gap=1, recovery=12)])
    assert plain(said) == (
        "12 recoveries and 1 gap were added, from `DR_Q1_2025.xlsx`. 1 row waits to be mended."
    )


def test_many_files_and_kinds_tell_what_matters_first() -> None:
    files = [
        an_import("a.xlsx", log=82, drill=8, system=6),
        an_import("b.xlsx", recovery=41, gap=29, action=21),
    ]
    assert plain(changes.of_imports(files)) == (
        "8 drills, 41 recoveries, 29 gaps and 109 other rows were added, from 2 files."
    )


def test_an_edit_tells_who_made_it() -> None:
    edit = an_import(None)
    edit["tables"] = [{"record": "gap", "counts": {"added": 0, "changed": 2}}]
    assert plain(changes.of_imports([edit])) == "2 gaps changed, by Thandi \\*N\\*."


def test_nothing_is_told_too() -> None:
    assert changes.of_imports([an_import("a.xlsx")]) == (
        "Nothing was new or different, from `a.xlsx`."
    )
    assert changes.of_imports([]).startswith("Upload")


def test_title() -> None:
    at = datetime(2025, 3, 20, 22, 30, tzinfo=UTC)
    assert plain(changes.title(at, "Africa/Johannesburg", 2025)) == "What changed on 21 March"
    assert plain(changes.title(at, "UTC", 2024)) == "What changed on 20 March 2025"
    assert changes.title(None, "UTC", 2025) == "Nothing is loaded yet"


def test_moved() -> None:
    assert changes.moved("Under 4 h", "33 % (2 of 6)", "64 % (7 of 11)") == (
        "Under 4 h moved from 33 % (2 of 6) to 64 % (7 of 11)."
    )
    assert changes.moved("Own RTO", "82 %", "82 %") == "Own RTO stayed at 82 %."


@dataclass(frozen=True)
class Rate:
    """A figure with just what its words need."""

    value: float | None
    numerator: int | None = None
    denominator: int | None = None
    id: str = "recovery_target_attainment"
    unit: str = "share"
    interval: None = None
    target: None = None
    met: None = None
    note: None = None


def test_what_an_import_did_to_the_figures() -> None:
    two, seven = Rate(2 / 6, 2, 6), Rate(7 / 11, 7, 11)
    criteria = [("Gaps", "unknown", "not met"), ("Timely execution", "met", "met")]
    said = [plain(one) for one in changes.of_figures("Under 4 h", two, seven, criteria)]
    assert said == [
        "Under 4 h moved from 33 % (2 of 6) to 64 % (7 of 11).",
        "Gaps is not met now; before it was unknown.",
    ]
    nothing = Rate(None)
    (first,) = changes.of_figures("Under 4 h", nothing, seven)
    assert plain(first) == "Under 4 h is 64 % (7 of 11); before it there was no result."
    (gone,) = changes.of_figures("Under 4 h", two, nothing)
    assert plain(gone) == "Under 4 h was 33 % (2 of 6); now there is no result."
    assert changes.of_figures("Under 4 h", nothing, nothing) == []
