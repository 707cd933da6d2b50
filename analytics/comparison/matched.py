"""The systems of two drills side by side: changes, labels, and the verdict matrix."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.metric import Metric
from analytics.rates import rows_behind
from analytics.recovery.instants import INSTANTS
from analytics.recovery.times import phase_seconds

UNCHANGED_SECONDS, UNCHANGED_SHARE = 300.0, 0.05  # the dead band: the larger of the two
DOWN = ("not recovered", "partial")
_TURNED = ("newly recovered", "no longer recovered")
_MOVED = ("improved", "regressed")
_NOT_BACK = (*_TURNED, "still not recovered")
JUDGED = ("met", "missed")

KEYS = ("row_key_a", "row_key_b", "record_a", "record_b")  # of the rows behind a comparison
LABELS = (
    "improved",
    "newly recovered",
    "regressed",
    "no longer recovered",
    "unchanged",
    "still not recovered",
    "not comparable",
)
CELLS = ("kept", "improved", "regressed", "still missing", "not comparable")
COUNTED = {
    "systems_improved": ("improved", "newly recovered"),
    "systems_regressed": ("regressed", "no longer recovered"),
    "systems_unchanged": ("unchanged",),
}
_TAKEN = (
    "row_key",
    "record",
    "recovery_seconds",
    "rto_seconds",
    "rto_operator",
    "outcome",
    "verdict",
    "margin_seconds",
    "marks",
)


def matched_systems(tests: pd.DataFrame, drill_a: str, drill_b: str) -> pd.DataFrame:
    """One row a system met in A or B, by name.

    Returns
    -------
    system; for each drill, with the ending _a or _b: record, row_key, recovery_seconds,
    rto_seconds, rto_operator, outcome, verdict, margin_seconds, marks, and the phases as
    `phase_<name>_seconds`; all missing where the system was not in that drill. Then:

    - is_matched : recovered with a time in both.
    - change_seconds : B − A, negative is faster; ratio : B / A, of matched systems.
    - label : one of `LABELS`; unchanged is within max(5 min, 5 % of A).
    - cell : of the verdict matrix, one of `CELLS`.
    - objective_changed : both have an RTO, and value or operator differ.
    - tie : "A", "B" or "A and B" where the recovery time is exactly the objective, else missing.
    """
    rows = tests[["drill", "system", *_TAKEN, *INSTANTS]]
    rows = rows[rows["drill"].isin((drill_a, drill_b))]
    phases = phase_seconds(rows).add_prefix("phase_").add_suffix("_seconds")
    taken = pd.concat([rows[list(_TAKEN)], phases], axis=1).set_axis(pd.Index(rows["system"]))
    sides = [
        taken[(rows["drill"] == drill).to_numpy()].add_suffix(f"_{letter}")
        for drill, letter in ((drill_a, "a"), (drill_b, "b"))
    ]
    both = sides[0].join(sides[1], how="outer").sort_index().rename_axis("system").reset_index()
    before, after = both["recovery_seconds_a"], both["recovery_seconds_b"]
    both["is_matched"] = before.notna() & after.notna()
    both["change_seconds"] = after - before
    both["ratio"] = (after / before.where(before > 0)).where(both["is_matched"])
    both["label"] = _labels(both)
    both["cell"] = _cells(both)
    has_both = both["rto_seconds_a"].notna() & both["rto_seconds_b"].notna()
    both["objective_changed"] = has_both & (
        (both["rto_seconds_a"] != both["rto_seconds_b"])
        | (both["rto_operator_a"] != both["rto_operator_b"])
    )
    tie_a, tie_b = before == both["rto_seconds_a"], after == both["rto_seconds_b"]
    tie = np.select([tie_a & tie_b, tie_a, tie_b], ["A and B", "A", "B"], default="")
    both["tie"] = pd.Series(tie, index=both.index, dtype="object").where(tie != "", None)
    return both


def in_reading_order(systems: pd.DataFrame, most: int | None = None) -> pd.DataFrame:
    """The systems of `matched_systems` as a chart shows them; with `most`, those that matter most.

    Order: the fastest gain first, then what has no time in one of the drills, the newly recovered
    first, those met in one drill alone at the end. What matters most: the greatest changes of time
    beside those newly or no longer recovered, who take half the places at most while a time
    changed; after them those still not recovered, those unchanged, those in one drill alone.
    """
    # As plain lists: several sorts of a few keys, each of which a frame would set up anew.
    names = ("system", "label", "change_seconds", "is_matched")
    system, label, change, is_matched = (systems[name].tolist() for name in names)
    rank = [
        0 if matched else 1 if one in _NOT_BACK else 2
        for one, matched in zip(label, is_matched, strict=True)
    ]
    places = list(range(len(systems)))
    if most is not None and len(places) > most:
        places = _that_matter(system, label, change, is_matched, most)
    places.sort(key=lambda at: (rank[at], *_missing_last(change[at]), label[at], system[at]))
    return systems.iloc[places].reset_index(drop=True)


def _missing_last(seconds: float) -> tuple[bool, float]:
    return (True, 0.0) if np.isnan(seconds) else (False, seconds)


def _that_matter(
    system: list[str], label: list[str], change: list[float], is_matched: list[bool], most: int
) -> list[int]:
    """The places of the systems that a chart of so many rows shows."""
    kinds: dict[str, list[int]] = {"moved": [], "turned": [], "rest": []}
    for at, one in enumerate(label):
        kind = "moved" if one in _MOVED else "turned" if one in _TURNED else "rest"
        kinds[kind].append(at)
    moved = sorted(kinds["moved"], key=lambda at: (-abs(change[at]), system[at]))
    # one of each kind in turn: a few places show both
    turned: list[tuple[int, str, int]] = []
    for kind in _TURNED:
        own = sorted((at for at in kinds["turned"] if label[at] == kind), key=system.__getitem__)
        turned += [(turn, kind, at) for turn, at in enumerate(own)]
    turned.sort()

    def weight(at: int) -> tuple[int, str]:
        least = 0 if label[at] == "still not recovered" else 1 if is_matched[at] else 2
        return least, system[at]

    places = max(most // 2, most - len(moved))
    front = moved[: most - min(places, len(turned))] + [at for _, _, at in turned[:places]]
    return front + sorted(kinds["rest"], key=weight)[: most - len(front)]


def in_minutes(systems: pd.DataFrame) -> pd.DataFrame:
    """The systems of `matched_systems` for a table to sort: times in minutes, without row keys."""
    times = ("change", "recovery", "rto", "margin")
    columns = [name for time in times for name in systems if name.startswith(f"{time}_seconds")]
    timed = (systems[columns] / 60).rename(columns=lambda name: name.replace("seconds", "minutes"))
    told = ["outcome_a", "outcome_b", "verdict_a", "verdict_b", "label", "cell", "tie"]
    return pd.concat([systems[["system"]], timed, systems[told]], axis=1)


def verdict_matrix(systems: pd.DataFrame) -> Metric:
    """How verdicts went from A to B; the figure is how many systems were judged in both.

    `detail`, one a cell: cell, count, systems.
    """
    of_cell: dict[str, list[str]] = {cell: [] for cell in CELLS}
    for cell, system in zip(systems["cell"].tolist(), systems["system"].tolist(), strict=True):
        of_cell[cell].append(system)
    detail = [
        {"cell": cell, "count": len(names), "systems": names} for cell, names in of_cell.items()
    ]
    comparable = systems["cell"] != CELLS[-1]
    return Metric(
        "verdict_matrix",
        int(comparable.sum()),
        "count",
        detail=detail,
        behind=lambda: both_rows(systems, systems["verdict_b"] == "met", comparable),
    )


def both_rows(
    systems: pd.DataFrame, in_numerator: pd.Series, in_denominator: pd.Series
) -> pd.DataFrame:
    """The recovery rows of A and B behind a comparison, by flags a system."""
    keys = {
        name: np.concatenate(
            [systems[f"{name}_{letter}"].to_numpy(dtype=object) for letter in "ab"]
        )
        for name in ("row_key", "record")
    }
    frame = pd.DataFrame(keys)
    flags = [
        np.tile(one.fillna(False).to_numpy(dtype=bool), 2) for one in (in_numerator, in_denominator)
    ]
    return rows_behind(frame, frame["record"], *flags)


def side_rows(
    systems: pd.DataFrame, letter: str, in_numerator: pd.Series, in_denominator: pd.Series
) -> pd.DataFrame:
    """The recovery rows of one drill, "a" or "b", where the system was in it."""
    there = systems[f"row_key_{letter}"].notna().to_numpy()
    keys = {
        name: systems[f"{name}_{letter}"].to_numpy(dtype=object)[there]
        for name in ("row_key", "record")
    }
    frame = pd.DataFrame(keys)
    flags = [
        one.fillna(False).to_numpy(dtype=bool)[there] for one in (in_numerator, in_denominator)
    ]
    return rows_behind(frame, frame["record"], *flags)


def systems_counted(metric_id: str, systems: pd.DataFrame) -> Metric:
    """How many systems bear the labels of the measure; `detail` names them."""
    counted = systems["label"].isin(COUNTED[metric_id])
    names = ("system", "label", "change_seconds")
    columns = [systems.loc[counted, name].tolist() for name in names]
    detail = [
        {"system": system, "label": label, "change_seconds": None if np.isnan(change) else change}
        for system, label, change in zip(*columns, strict=True)
    ]
    return Metric(
        metric_id,
        int(counted.sum()),
        "count",
        detail=detail,
        behind=lambda: both_rows(systems, counted, systems["label"] != LABELS[-1]),
    )


def _labels(both: pd.DataFrame) -> pd.Series:
    before, change = both["recovery_seconds_a"], both["change_seconds"]
    band = np.maximum(UNCHANGED_SECONDS, UNCHANGED_SHARE * before)
    was_down, is_down = both["outcome_a"].isin(DOWN), both["outcome_b"].isin(DOWN)
    was_up, is_up = both["outcome_a"] == "recovered", both["outcome_b"] == "recovered"
    found = np.select(
        [
            was_down & is_up,
            was_up & is_down,
            was_down & is_down,
            ~both["is_matched"],
            change.abs() <= band,
            change < 0,
        ],
        [
            "newly recovered",
            "no longer recovered",
            "still not recovered",
            "not comparable",
            "unchanged",
            "improved",
        ],
        default="regressed",
    )
    return pd.Series(found, index=both.index, dtype="object")


def _cells(both: pd.DataFrame) -> pd.Series:
    comparable = both["verdict_a"].isin(JUDGED) & both["verdict_b"].isin(JUDGED)
    met_a, met_b = both["verdict_a"] == "met", both["verdict_b"] == "met"
    found = np.select(
        [~comparable, met_a & met_b, met_b, met_a],
        ["not comparable", "kept", "improved", "regressed"],
        default="still missing",
    )
    return pd.Series(found, index=both.index, dtype="object")
