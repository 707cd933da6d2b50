"""Whatever two drills hold: sums add up to the last digit, and nothing is attributed twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.calendar import Organisation
from analytics.comparison.pairing import PairFigures, pair_basis, pair_figures
from analytics.recovery import CLOCKS, measure, read_clock
from tests.analytics.frames import make_tables
from tests.analytics.random_tables import SYSTEMS, quarters

DAY = date(2025, 3, 31)
CATEGORIES = (None, "people", "process", "technology", "communication", "backup", "vendor")


@st.composite
def pairs(draw: st.DrawFn) -> tuple[PairFigures, dict[str, pd.DataFrame]]:
    """Any two of a random quarter's measured drills, with gaps, by any clock."""
    rows = draw(quarters())
    # odd seconds, so that sums of floats do round
    for one in rows["recovery"]:
        if "restored_at" in one:
            one["restored_at"] += pd.Timedelta(microseconds=draw(st.integers(0, 999_999)))
    rows["gap"] = [
        {
            "gap": f"G{number}",
            "drill": draw(st.sampled_from(["First", "Second", "Third"])),
            "system": draw(st.sampled_from([None, *SYSTEMS[:4]])),
            "category": draw(st.sampled_from(CATEGORIES)),
            "status": draw(st.sampled_from(["open", "closed", "rejected"])),
            "closed_on": draw(st.sampled_from([None, "2025-01-20", "2025-02-20"])),
            "identified_on": "2025-01-15",
            "time_lost_seconds": draw(st.sampled_from([None, 0.0, 613.7, 5400.1, 40_000.3])),
        }
        for number in range(draw(st.integers(0, 6)))
    ]
    tables = make_tables(**rows)
    a, b = draw(st.sampled_from([("First", "Second"), ("First", "Third"), ("Second", "Third")]))
    clock = draw(st.sampled_from(CLOCKS))
    return pair_figures(pair_basis(tables, a, b, DAY, Organisation()), clock), tables


EXAMPLES = settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])


@EXAMPLES
@given(pairs())
def test_parts_add_up_to_the_last_bit(made: tuple[PairFigures, Any]) -> None:
    found, _ = made
    for steps in (found.phase_steps, found.attainment_steps):
        if steps.empty:
            continue
        parts = steps[~steps["is_total"]]
        total = steps[steps["is_total"]].iloc[0]
        assert sum(parts["amount"].tolist()) == total["amount"]
        assert parts["begins"].iloc[0] == 0
        assert parts["begins"].iloc[1:].tolist() == parts["ends"].iloc[:-1].tolist()
        assert parts["ends"].iloc[-1] == total["ends"] == total["amount"]
    matched = found.comparison.systems[found.comparison.systems["is_matched"]]
    if not found.phase_steps.empty:
        total = found.phase_steps["amount"].iloc[-1]
        assert np.isclose(total, float(matched["change_seconds"].sum()), atol=1e-6)


@EXAMPLES
@given(pairs())
def test_minutes_lost_are_attributed_once(made: tuple[PairFigures, Any]) -> None:
    found, tables = made
    gaps, tests = found.gap_minutes.gaps, found.gap_minutes.tests
    for test in tests.to_dict("records"):
        parts = [test[f"{name}_seconds"] for name in ("stated", "inferred", "unexplained")]
        assert sum(parts) == test["lost_seconds"]
        assert min(parts) >= 0
        own = gaps[(gaps["drill"] == test["drill"]) & (gaps["system"] == test["system"])]
        given_out = own["seconds"].sum()
        assert np.isclose(given_out, parts[0] + parts[1], atol=1e-6)
        assert given_out <= test["lost_seconds"] + 1e-6
        assert (own["seconds"].dropna() >= 0).all()
    counted = tables["gap"][tables["gap"]["status"] != "rejected"]
    counted = counted[counted["drill"].isin([found.basis.drill_a, found.basis.drill_b])]
    assert sorted(gaps["gap"]) == sorted(counted["gap"])  # every gap is told of, once


@EXAMPLES
@given(pairs())
def test_a_flip_is_enough_and_no_less_would_be(made: tuple[PairFigures, Any]) -> None:
    found, _ = made
    missed = found.tests[found.tests["verdict"] == "missed"]
    assert sorted(zip(found.flips["drill"], found.flips["system"], strict=True)) == sorted(
        zip(missed["drill"], missed["system"], strict=True)
    )
    for flip in found.flips.to_dict("records"):
        if pd.isna(flip["over_seconds"]):
            assert flip["why"]
            continue
        limit, took = flip["objective_seconds"], flip["recovery_seconds"]
        saved = flip["over_seconds"]
        after = took - saved
        assert np.isclose(after, limit)
        assert saved > 0 or flip["is_strict"]
        if flip["kind"] == "phases":
            lengths = [seconds for _, seconds in flip["parts"]]
            assert sum(lengths[:-1]) <= saved  # one fewer would not have been enough
        for _, seconds in flip["alternatives"]:
            assert seconds > saved if flip["is_strict"] else seconds >= saved


@settings(EXAMPLES, max_examples=8)
@given(pairs())
def test_every_clock_says_what_measuring_by_it_says(made: tuple[PairFigures, Any]) -> None:
    """The strip is timed from one reading; `measure` reads all of it anew for every clock."""
    found, tables = made
    for clock in CLOCKS:
        every = measure(tables, DAY, clock, Organisation())
        for side, drill in (("a", found.basis.drill_a), ("b", found.basis.drill_b)):
            strip = found.clock_verdicts[found.clock_verdicts["side"] == side]
            tests = every[every["drill"] == drill].set_index("system")
            mine = strip[strip["clock"] == clock].set_index("system")
            assert sorted(mine.index) == sorted(tests.index)
            for system, row in mine.iterrows():
                verdict = tests.loc[system, "verdict"]
                assert row["verdict"] == (None if verdict == "not measured" else verdict)
                assert row["recovery_seconds"] == tests.loc[system, "recovery_seconds"] or (
                    pd.isna(row["recovery_seconds"])
                    and pd.isna(tests.loc[system, "recovery_seconds"])
                )
    chosen = found.clock_verdicts[found.clock_verdicts["clock"] == found.clock]
    assert not chosen["turns"].any()


@EXAMPLES
@given(pairs())
def test_what_turns_in_plain_python(made: tuple[PairFigures, Any]) -> None:
    found, _ = made
    rows = found.clock_verdicts.to_dict("records")
    by_test: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        by_test.setdefault((row["side"], row["system"]), {})[row["clock"]] = row["verdict"]
    turned: dict[str, set[str]] = {"a": set(), "b": set()}
    under = set()
    for row in rows:
        verdicts = by_test[row["side"], row["system"]]
        assert list(verdicts) == list(CLOCKS)
        both = {row["verdict"], verdicts[found.clock]}
        assert row["turns"] == (both == {"met", "missed"})
        if row["turns"]:
            turned[row["side"]].add(row["system"])
            under.add(row["clock"])
        judged = [one for one in verdicts.values() if one in ("met", "missed")]
        assert row["clocks_judged"] == len(judged)
        assert row["is_robust"] == (len(judged) > 1 and len(set(judged)) == 1)
    for row in rows:
        assert row["turns_any"] == (row["system"] in turned[row["side"]])
    turning = found.turning
    assert (turning.in_a, turning.in_b) == (len(turned["a"]), len(turned["b"]))
    assert turning.clocks == tuple(one for one in CLOCKS if one in under)


@EXAMPLES
@given(pairs())
def test_by_clock_in_plain_python(made: tuple[PairFigures, Any]) -> None:
    """A second opinion on attainment and typical change, from the instants of the tables."""
    found, _ = made
    clock = read_clock(found.clock)
    row = found.by_clock[found.by_clock["clock"] == str(clock)].iloc[0]
    systems = found.comparison.systems
    for side in "ab":
        verdicts = systems[f"verdict_{side}"].tolist()
        assert row[f"met_{side}"] == verdicts.count("met")
        assert row[f"judged_{side}"] == verdicts.count("met") + verdicts.count("missed")
    ratios = []
    for one in systems.to_dict("records"):
        a, b = one["recovery_seconds_a"], one["recovery_seconds_b"]
        if a > 0 and b > 0:
            ratios.append(b / a)
    assert row["pairs"] == len(ratios)
    if ratios:
        product = 1.0
        for ratio in ratios:
            product *= ratio
        assert np.isclose(row["typical"], 1 - product ** (1 / len(ratios)))
