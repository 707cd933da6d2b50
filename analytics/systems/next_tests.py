"""What to test next and why: reasons in words' reach, ranked by a rule anybody can check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analytics.recovery.verdicts import is_within

# The rule, the strongest reason first. A system stands where its strongest reason puts it; among
# equals the one with more reasons comes first, then the more critical tier, then the one whose last
# test is longest ago, then the name.
REASONS = (
    "never tested",  # no drill ever tried it
    "missed last",  # its last real test missed its objective or never came back
    "objective tightened",  # it kept the old objective; its last time would miss today's
    "fix not proven",  # a gap of it was closed and no later test shows that the fix works
    "stale",  # tested longer ago than its tier may wait
    "thin margin",  # it kept its objective with little to spare
)
THIN_SHARE = 0.10  # of the objective: as much to spare or less is thin


@dataclass(frozen=True)
class Reason:
    """One reason to test a system, with its facts and the rows it rests on.

    kind : one of `REASONS`. facts : raw numbers and dates for its sentence. rows : (record, row
    key) of each row behind it.
    """

    kind: str
    facts: dict[str, Any]
    rows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Candidate:
    """A system to test, with its reasons, the strongest first. `tier` is None where unknown."""

    system: str
    tier: str | None
    reasons: tuple[Reason, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of its reasons."""
        return tuple(one.kind for one in self.reasons)


_READ = (
    "system", "tier", "row_key", "rto_seconds", "rto_row_key", "days_since", "limit_days",
    "last_drill", "last_day", "last_shown", "last_seconds", "last_rto_seconds", "last_record",
    "last_row_key",
)  # fmt: skip


def next_tests(standing: pd.DataFrame, gaps: pd.DataFrame) -> list[Candidate]:
    """The systems of the inventory with a reason to be tested, first things first.

    Parameters
    ----------
    standing : `standing` with `with_freshness`.
    gaps : `gap_facts` with `retest_facts`, as of the same date.

    A system without any reason is not listed. Which reasons there are, what they mean and how they
    rank is `REASONS`. Of a closed gap only an unfailed, unproven fix is a reason; a retest that
    failed is the gap's matter again.
    """
    rows = standing[standing["is_inventory"]].reset_index(drop=True)
    flags = _flags(rows, gaps)
    found = []
    unproven = _unproven(gaps)
    chosen = np.flatnonzero(np.logical_or.reduce(list(flags.values())))
    told = rows.loc[chosen, list(_READ)].to_dict("records")
    for at, row in zip(chosen.tolist(), told, strict=True):
        reasons = tuple(_reason(kind, row, unproven) for kind in REASONS if flags[kind][at])
        tier = None if pd.isna(row["tier"]) else str(row["tier"])
        since = -1 if pd.isna(row["days_since"]) else int(row["days_since"])
        order = (
            REASONS.index(reasons[0].kind),
            -len(reasons),
            (tier is None, len(tier or ""), tier or ""),
            -since,
            row["system"],
        )
        found.append((order, Candidate(str(row["system"]), tier, reasons)))
    return [candidate for _, candidate in sorted(found, key=lambda one: one[0])]


def _flags(rows: pd.DataFrame, gaps: pd.DataFrame) -> dict[str, np.ndarray]:
    """By reason, which of the systems have it."""
    is_tried = rows["tried_count"] > 0
    has_missed = rows["last_shown"].isin(("missed", "not recovered", "partial"))
    was_met = rows["last_shown"] == "met"
    within = is_within(rows["last_seconds"], rows["rto_seconds"], rows["rto_operator"])
    tightened = was_met & rows["last_seconds"].notna() & rows["rto_seconds"].notna() & ~within
    spare = rows["rto_seconds"] - rows["last_seconds"]
    thin = was_met & within & (spare <= THIN_SHARE * rows["rto_seconds"])
    flags = {
        "never tested": ~is_tried,
        "missed last": has_missed,
        "objective tightened": tightened,
        "fix not proven": rows["system"].isin(_unproven(gaps)["system"]) & is_tried,
        "stale": rows["freshness"] == "stale",
        "thin margin": thin,
    }
    return {kind: flag.fillna(False).to_numpy(dtype=bool) for kind, flag in flags.items()}


def _unproven(gaps: pd.DataFrame) -> pd.DataFrame:
    """The closed gaps of a system whose fix no retest has exercised."""
    is_bare = gaps["is_closed"] & gaps["retest"].isna() & gaps["system"].notna()
    return gaps[is_bare]


def _reason(kind: str, row: dict[str, Any], unproven: pd.DataFrame) -> Reason:
    if kind == "never tested":
        return Reason(kind, {}, (("system", str(row["row_key"])),))
    if kind == "fix not proven":
        own = unproven[unproven["system"] == row["system"]]
        titles = [
            str(gap) if pd.isna(title) else str(title)
            for gap, title in zip(own["gap"], own["title"], strict=True)
        ]
        return Reason(kind, {"gaps": titles}, tuple(("gap", str(key)) for key in own["row_key"]))
    last = ((str(row["last_record"]), str(row["last_row_key"])),)
    facts = {
        "drill": row["last_drill"],
        "day": row["last_day"],
        "shown": row["last_shown"],
        "seconds": _number(row["last_seconds"]),
    }
    if kind == "stale":
        days = {"days_since": int(row["days_since"]), "limit_days": int(row["limit_days"])}
        return Reason(kind, facts | days, last)
    if kind == "missed last":
        return Reason(kind, facts | {"rto_seconds": _number(row["last_rto_seconds"])}, last)
    limit = {"rto_seconds": _number(row["rto_seconds"])}
    if kind == "objective tightened":
        limit["before_seconds"] = _number(row["last_rto_seconds"])
    return Reason(kind, facts | limit, (*last, ("system", str(row["rto_row_key"]))))


def _number(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


def reasons_table(candidates: list[Candidate]) -> pd.DataFrame:
    """The list as a table for download: place, system, tier, and a column of all reasons."""
    return pd.DataFrame(_lines(candidates), columns=["place", "system", "tier", "reasons"])


def _lines(candidates: list[Candidate]) -> Iterator[tuple[int, str, str | None, str]]:
    for place, one in enumerate(candidates, start=1):
        yield place, one.system, one.tier, "; ".join(one.kinds)
