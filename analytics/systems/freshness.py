"""How long ago each system was tested, against how long its tier may wait."""

from __future__ import annotations

import re

import pandas as pd

from analytics.metric import Metric
from analytics.rates import rate_over, rows_behind, shares

# A quarter for the most critical tier, half a year for the second, a year for all others; a year is
# what supervisors ask of any system, and two drills a quarter allow the rest.
USUAL_DAYS = {"1": 92, "2": 184}
OTHER_DAYS = 366
NO_TIER = "no tier"
STATES = ("fresh", "stale", "never tested")
_SETTING = re.compile(r"(?:stale|retest) after(?: days)?,? tier (.+)")


def limits(setting: pd.DataFrame) -> dict[str, int]:
    """How many days a tier may wait for its next test: the usual ones, as the settings change them.

    A setting is called `stale after, tier 1` and its value is a number of days; one that is no
    whole number above zero leaves the usual one in force.
    """
    found = dict(USUAL_DAYS)
    for name, value in zip(setting["setting"], setting["value"], strict=True):
        tier = _tier_in(name)
        days = re.fullmatch(r"\s*(\d+)(?:\.0+)?\s*(?:days?)?\s*", str(value))
        if tier and days and int(days[1]) > 0:
            found[tier] = int(days[1])
    return found


def setting_of(setting: pd.DataFrame, tier: str) -> str:
    """The name of the setting of a tier: as it stands there, else `stale after, tier 1`."""
    wanted = tier.strip().lower()
    named = [str(name) for name in setting["setting"] if _tier_in(name) == wanted]
    return named[-1] if named else f"stale after, tier {tier}"


def tiers_of(system: pd.DataFrame, setting: pd.DataFrame) -> dict[str, int]:
    """The tiers the inventory names, the most critical first, and how many days each may wait."""
    held = limits(setting)
    tiers = sorted({str(one).strip() for one in system["tier"].dropna()},
                   key=lambda one: (len(one), one))  # fmt: skip
    return {tier: held.get(tier.lower(), OTHER_DAYS) for tier in tiers}


def _tier_in(name: object) -> str | None:
    """The tier that the name of a setting speaks of, in small letters; None of any other."""
    parts = _SETTING.fullmatch(" ".join(str(name).strip().lower().replace("_", " ").split()))
    return parts[1] if parts else None


def with_freshness(standing: pd.DataFrame, limit_days: dict[str, int]) -> pd.DataFrame:
    """The systems with limit_days (of their tier) and freshness, one of `STATES`.

    Exactly as old as its tier may be is still fresh.
    """
    tier = standing["tier"].astype(object)
    limit = tier.map(lambda one: limit_days.get(str(one).strip().lower(), OTHER_DAYS))
    freshness = pd.Series("fresh", index=standing.index, dtype="object")
    freshness[(standing["days_since"] > limit).fillna(False).to_numpy(dtype=bool)] = "stale"
    freshness[(standing["tried_count"] == 0).to_numpy()] = "never tested"
    return standing.assign(limit_days=limit.astype("int64"), freshness=freshness)


def lately_tested(standing: pd.DataFrame) -> Metric:
    """Systems of the inventory tested within what their tier allows / systems in the inventory.

    `detail` by tier, the most critical first: tier, part, whole, share, low, high, limit_days,
    never (how many were never tested), oldest_days (the longest since a test; None when none was
    tested). The rows are the inventory's, and beside them each system's last test.
    """
    rows = standing[standing["is_inventory"]].reset_index(drop=True)
    rows = rows.assign(tier=rows["tier"].astype(object).fillna(NO_TIER))
    fresh = rows["freshness"] == "fresh"
    detail = []
    for part in shares(rows, fresh, by=["tier"]).to_dict("records"):
        own = rows[rows["tier"] == part["tier"]]
        oldest = own["days_since"].max()
        detail.append(
            {
                **part,
                "limit_days": int(own["limit_days"].iloc[0]),
                "never": int((own["freshness"] == "never tested").sum()),
                "oldest_days": None if pd.isna(oldest) else int(oldest),
            }
        )
    detail.sort(key=lambda one: (one["tier"] == NO_TIER, len(one["tier"]), one["tier"]))
    metric = rate_over("tested_lately", rows, fresh, record="system", detail=detail)
    return metric.with_rows(lambda: _last_tests(rows))


def _last_tests(rows: pd.DataFrame) -> pd.DataFrame:
    """The last test of every system that was tested."""
    proof = rows.loc[rows["last_row_key"].notna(), ["last_record", "last_row_key"]]
    proof = proof.set_axis(["record", "row_key"], axis=1)
    return rows_behind(proof, proof["record"], False, False)
