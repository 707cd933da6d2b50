"""Where the minutes went: time lost in two drills beside the gaps found in them.

A gap says itself how much time it cost, or it says nothing. What it says counts (*stated*), never
more than the system was down. What it does not say is *inferred*, and marked so: by the phases in
which such a gap can cost time, the minutes by which those phases took longer than in the other
drill. The rest is shown as not explained. None of it is proof of a cause.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analytics.comparison.exact_sums import adding_up
from analytics.recovery.times import phase_seconds

STATED, INFERRED = "stated", "inferred"
NO_TEST, NO_MINUTES, NO_SYSTEM = "no time lost known", "no minutes", "of no one system"
_MICROSECOND = 1e-6
_GAP = ("drill", "system", "gap", "title", "category", "row_key")
_BEFORE_HANDS_ON = ("detect", "declare", "mobilise")
_HANDS_ON = ("restore",)
# Until a system is restored; what is validated after that is no time lost.
_UNTIL_RESTORED = (*_BEFORE_HANDS_ON, *_HANDS_ON)
# Where a gap can cost time: people must notice, decide and come before hands are on; machines and
# backups show once they are. A gap in process, documents or with a vendor can bite anywhere.
PHASES_OF = {
    "people": _BEFORE_HANDS_ON,
    "communication": _BEFORE_HANDS_ON,
    "technology": _HANDS_ON,
    "backup": _HANDS_ON,
    "environment": _HANDS_ON,
}


@dataclass(frozen=True)
class GapMinutes:
    """Time lost beside gaps.

    Attributes
    ----------
    gaps : one row a gap that counts, found in A or B: drill, system, gap, title, category, basis
        (stated, inferred; no minutes, no time lost known, of no one system where nothing is
        attributed), stated_seconds, seconds (attributed; missing without), is_capped (more was
        stated than the system was down), phases (of an inferred one), row_key of the gap.
    tests : one row a test with a known time lost: drill, system, record, row_key, lost_seconds,
        stated_seconds, inferred_seconds, unexplained_seconds; the last three add up to the first
        exactly.
    """

    gaps: pd.DataFrame
    tests: pd.DataFrame


def gap_minutes(gaps: pd.DataFrame, tests: pd.DataFrame, drill_a: str, drill_b: str) -> GapMinutes:
    """The minutes lost in each test of A and B, by the gaps found there.

    Parameters
    ----------
    gaps : `gap_facts`. tests : `recovery.measure` of both drills, by any clock: time lost runs from
        the disruption until the system was back, or to the drill's end.
    """
    pair = (drill_a, drill_b)
    found = gaps[gaps["drill"].isin(pair) & gaps["counts"]]
    mine = tests[tests["drill"].isin(pair)]
    # Plain rows: a frame asked cell by cell costs a hundred times as much.
    facts = mine[["drill", "system", "record", "row_key", "lost_seconds"]].to_dict("records")
    lengths = phase_seconds(mine)[list(_UNTIL_RESTORED)].to_numpy()
    by_test = {(test["drill"], test["system"]): place for place, test in enumerate(facts)}
    gaps_of: dict[tuple[Any, Any], list[dict[str, Any]]] = {}
    attributed: list[dict[str, Any]] = []
    for gap in found[[*_GAP, "time_lost_seconds"]].to_dict("records"):
        if pd.isna(gap["system"]):
            attributed.append(_row(gap, NO_SYSTEM))
        elif (gap["drill"], gap["system"]) not in by_test:
            attributed.append(_row(gap, NO_TEST))
        else:
            gaps_of.setdefault((gap["drill"], gap["system"]), []).append(gap)
    told: list[dict[str, Any]] = []
    for (drill, system), place in by_test.items():
        lost, listed = facts[place]["lost_seconds"], gaps_of.get((drill, system), [])
        if pd.isna(lost):
            attributed += [_row(gap, NO_TEST) for gap in listed]
            continue
        other = by_test.get((pair[drill == drill_a], system))
        more = {} if other is None else _excess(lengths[place] - lengths[other])
        rows, totals = _of_one_test(listed, float(lost), more)
        attributed += rows
        told.append({**facts[place], **totals})
    columns = ["drill", "system", "gap", "title", "category", "basis", "stated_seconds"]
    columns += ["seconds", "is_capped", "phases", "row_key"]
    test_columns = ["drill", "system", "record", "row_key", "lost_seconds"]
    test_columns += ["stated_seconds", "inferred_seconds", "unexplained_seconds"]
    frame = pd.DataFrame(attributed, columns=columns)
    order = frame["drill"].map({drill_a: 0, drill_b: 1})
    frame = frame.assign(order=order).sort_values(
        ["order", "seconds", "gap"], ascending=[True, False, True], ignore_index=True
    )
    return GapMinutes(frame[columns], pd.DataFrame(told, columns=test_columns))


def fixed_gaps(
    gaps: pd.DataFrame, drills: pd.DataFrame, systems: pd.DataFrame, drill_a: str, drill_b: str
) -> pd.DataFrame:
    """The gaps of A closed on a day before B began, each beside its own system's change.

    What stands side by side here happened together; it is no proof that one made the other.

    Parameters
    ----------
    gaps : `retest_facts`. drills : `drill_facts`. systems : `matched_systems` of A and B.

    Returns
    -------
    Rows by change, the fastest gain first: gap, title, category, system, closed_day,
    stated_seconds, retest, retest_basis, label and change_seconds (of the system; missing where it
    was in neither or has no time), row_key (of the gap), row_key_a, row_key_b, record_a, record_b
    (of its tests). Gaps without a system are left out. Empty while B's day is not known.
    """
    facts = drills.set_index("drill")
    began = facts["started_on"].get(drill_b) if drill_b in facts.index else None
    columns = ["gap", "title", "category", "system", "closed_day", "stated_seconds", "retest"]
    columns += ["retest_basis", "row_key"]
    taken = ["system", "label", "change_seconds"]
    taken += ["row_key_a", "record_a", "row_key_b", "record_b"]
    is_fixed = (gaps["drill"] == drill_a) & gaps["counts"] & gaps["system"].notna()
    is_fixed &= gaps["closed_day"] < (pd.NaT if began is None else began)
    fixed = gaps[is_fixed].rename(columns={"time_lost_seconds": "stated_seconds"})
    found = fixed[columns].merge(systems[taken], on="system", how="left")
    return found.sort_values(["change_seconds", "gap"], na_position="last", ignore_index=True)


def _of_one_test(
    gaps: list[dict[str, Any]], lost: float, excess: dict[str, float]
) -> tuple[list[dict[str, Any]], dict[str, float]]:
    """The gaps of one test with what is attributed to each, and the test's three sums."""
    stated = [gap for gap in gaps if not pd.isna(gap["time_lost_seconds"])]
    silent = [gap for gap in gaps if pd.isna(gap["time_lost_seconds"])]
    claimed = [float(gap["time_lost_seconds"]) for gap in stated]
    is_capped = sum(claimed) > lost
    if is_capped:  # each in proportion: nothing says which of them claims too much
        claimed, _ = adding_up([one * lost / sum(claimed) for one in claimed], lost)
    left = max(lost - sum(claimed), 0.0)

    phases = [
        [name for name in PHASES_OF.get(str(gap["category"]), _UNTIL_RESTORED) if name in excess]
        for gap in silent
    ]
    guessed = [
        sum(excess[name] / sum(name in other for other in phases) for name in own) for own in phases
    ]
    if sum(guessed) > left:
        guessed = [one * left / sum(guessed) for one in guessed] if left else [0.0] * len(guessed)
    rest = left - sum(guessed)
    rest = rest if rest >= _MICROSECOND else 0.0  # less is rounding: instants are whole ones
    parts, _ = adding_up([sum(claimed, 0.0), sum(guessed, 0.0), rest], lost)
    rows = [
        _row(gap, STATED, seconds, is_capped=is_capped)
        for gap, seconds in zip(stated, claimed, strict=True)
    ]
    rows += [
        _row(gap, INFERRED, seconds, phases=tuple(own)) if seconds > 0 else _row(gap, NO_MINUTES)
        for gap, seconds, own in zip(silent, guessed, phases, strict=True)
    ]
    names = ("stated_seconds", "inferred_seconds", "unexplained_seconds")
    return rows, dict(zip(names, parts, strict=True))


def _excess(more: np.ndarray) -> dict[str, float]:
    """By phase, how much longer it took than in the other drill [s]; only where it did."""
    return {
        phase: float(seconds)
        for phase, seconds in zip(_UNTIL_RESTORED, more, strict=True)
        if seconds > 0
    }


def _row(
    gap: dict[str, Any],
    basis: str,
    seconds: float = np.nan,
    *,
    is_capped: bool = False,
    phases: tuple[str, ...] = (),
) -> dict[str, Any]:
    return {
        **{name: None if pd.isna(gap[name]) else gap[name] for name in _GAP},
        "basis": basis,
        "stated_seconds": gap["time_lost_seconds"],
        "seconds": seconds,
        "is_capped": is_capped,
        "phases": phases,
    }
