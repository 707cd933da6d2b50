"""Two drills, finished: everything the comparison of them shows, in one value.

What does not hang on the clock is worked out once a pair (`pair_basis`), the rest once a clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from analytics.against_target import PairTotals, pair_totals
from analytics.calendar import Organisation
from analytics.comparison.clock_sensitivity import (
    Turning,
    clock_verdicts,
    comparison_by_clock,
    turning,
    verdicts_of_sides,
)
from analytics.comparison.comparing import Comparison, compare, conditions_of, default_pair
from analytics.comparison.gap_minutes import GapMinutes, fixed_gaps, gap_minutes
from analytics.comparison.improvement import NOT_SPLIT
from analytics.comparison.matched import JUDGED, in_reading_order
from analytics.comparison.minimal_flip import minimal_flips, programme_flips
from analytics.comparison.steps import attainment_steps, phase_steps
from analytics.comparison.waited_for import steps_waited_for
from analytics.drills import Tables, completed, drill_facts
from analytics.gaps import gap_facts
from analytics.metric import Metric
from analytics.rates import rows_behind
from analytics.recovery import every_clock_of, in_measures, read_clock, timed, untimed
from analytics.retests import retest_facts
from analytics.runbook.critical_path import CriticalPath, critical_path
from analytics.runbook.tasks import runbook_tasks
from analytics.targets import RECOVERY_TIME, Target, targets_in_force

_OF_DRILLS = ("recovery", "log_instants", "hold")


@dataclass(frozen=True)
class PairBasis:
    """What a comparison of two drills rests on, whatever the clock.

    Attributes
    ----------
    drill_a, drill_b, as_of : as asked.
    drills : `drill_facts` as of the date.
    untimed : `recovery.untimed`, the tests of A and B. hold : their holds.
    sides : `verdicts_of_sides` of both drills. conditions : `conditions_of` them.
    gaps : `gap_facts`, every gap found by the date.
    target : the programme's recovery target in force in B's quarter, else in A's.
    tasks, organisation : runbook steps of both drills, worked out when they are first asked for.
    paths : by drill, the critical path of its runbook, when already at hand.
    """

    drill_a: str
    drill_b: str
    as_of: date
    drills: pd.DataFrame
    untimed: pd.DataFrame
    hold: pd.DataFrame
    sides: pd.DataFrame
    conditions: pd.DataFrame
    gaps: pd.DataFrame
    target: Target
    tasks: pd.DataFrame
    organisation: Organisation
    paths: Mapping[str, CriticalPath] | None = None

    @cached_property
    def runbooks(self) -> dict[str, CriticalPath]:
        """What held the runbook of each drill that has one."""
        paths = self.paths or {
            drill: _path_of(self.tasks, self.as_of, self.organisation, drill)
            for drill in (self.drill_a, self.drill_b)
        }
        return {drill: path for drill, path in paths.items() if not path.tasks.empty}


@dataclass(frozen=True)
class PairFigures:
    """Drill A against drill B by one clock.

    Attributes
    ----------
    basis, clock : what it rests on.
    every_test : `recovery.measure` of both drills; tests : those that carry recovery measures.
    comparison : systems, confounders and the measures. totals : of the systems recovered in both.
    conditions : `conditions_of` both drills.
    phase_steps, attainment_steps : the totals in steps that add up.
    clock_verdicts : every verdict under every clock.

    The rest is worked out when it is first asked for: flips (what would have met each missed test's
    own RTO), ordered (the systems as a table shows them), turning, by_clock (both drills under
    every clock), programme_flips (against the programme's target), gap_minutes, fixed_gaps.
    """

    basis: PairBasis
    clock: str
    every_test: pd.DataFrame
    tests: pd.DataFrame
    comparison: Comparison
    totals: PairTotals
    conditions: pd.DataFrame
    phase_steps: pd.DataFrame
    attainment_steps: pd.DataFrame
    clock_verdicts: pd.DataFrame

    @cached_property
    def flips(self) -> pd.DataFrame:
        """What would have met each missed test's own RTO."""
        return minimal_flips(self.tests, read_clock(self.clock))

    @cached_property
    def ordered(self) -> pd.DataFrame:
        """The systems in reading order."""
        return in_reading_order(self.comparison.systems)

    @cached_property
    def turning(self) -> Turning:
        """What turns with the clock, counted."""
        return turning(self.clock_verdicts)

    @cached_property
    def by_clock(self) -> pd.DataFrame:
        """Both drills under every clock, `comparison_by_clock`."""
        return comparison_by_clock(self.clock_verdicts)

    @cached_property
    def step_flips(self) -> pd.DataFrame:
        """The flips again, with the runbook steps that alone were long enough before the phases."""
        clock = read_clock(self.clock)
        steps = steps_waited_for(self.tests, self.basis.runbooks, clock)
        return minimal_flips(self.tests, clock, steps)

    @cached_property
    def programme_flips(self) -> pd.DataFrame:
        """What would have met the programme's target."""
        return programme_flips(self.tests, self.basis.target, read_clock(self.clock))

    @cached_property
    def gap_minutes(self) -> GapMinutes:
        """Time lost beside the gaps found."""
        return gap_minutes(self.basis.gaps, self.tests, self.basis.drill_a, self.basis.drill_b)

    @cached_property
    def fixed_gaps(self) -> pd.DataFrame:
        """The gaps fixed between the drills, beside their system's change."""
        basis = self.basis
        retested = retest_facts(basis.gaps, basis.drills, self.every_test, basis.as_of)
        pair = (basis.drill_a, basis.drill_b)
        return fixed_gaps(retested, basis.drills, self.comparison.systems, *pair)

    @property
    def metrics(self) -> dict[str, Metric]:
        """The measures by id."""
        return {metric.id: metric for metric in self.comparison.metrics}

    @property
    def attainment(self) -> tuple[int, int, int, int]:
        """RTO attainment of A and of B: met and judged of each."""
        met_a, judged_a, met_b, judged_b = (
            int(self.comparison.systems[f"verdict_{side}"].isin(verdicts).sum())
            for side in "ab"
            for verdicts in (("met",), JUDGED)
        )
        return met_a, judged_a, met_b, judged_b

    @property
    def not_split(self) -> int:
        """How many systems recovered in both could not be split into phases."""
        rows = self.phase_steps
        return int(rows.loc[rows["part"] == NOT_SPLIT, "systems"].sum())


def comparable_drills(drills: pd.DataFrame) -> pd.DataFrame:
    """The drills of `drill_facts` that can be compared, as they began: completed, no tabletop."""
    done = completed(drills, measured=True)
    return done.sort_values(["began_at", "drill"], ignore_index=True)


def usual_pair(drills: pd.DataFrame, quarter: str | None) -> tuple[str, str] | None:
    """The pair to compare when none was asked for; None while there are not two drills.

    The quarter's first and last; else those of the newest quarter that has two; else the last two.
    """
    done = comparable_drills(drills)
    quarters = sorted(done["quarter"].dropna().unique(), reverse=True)
    for one in ([quarter] if quarter else []) + quarters:
        pair = default_pair(drills, one)
        if pair is not None:
            return pair
    return None if len(done) < 2 else (str(done["drill"].iloc[-2]), str(done["drill"].iloc[-1]))


def why_not_comparable(drills: pd.DataFrame, drill: str) -> str | None:
    """Why a drill carries no recovery times to compare; None where it does.

    unknown (there is none of that name), tabletop, or its status: planned, running, cancelled.
    """
    facts = drills[drills["drill"] == drill]
    if facts.empty:
        return "unknown"
    if facts["is_tabletop"].iloc[0]:
        return "tabletop"
    status = str(facts["status"].iloc[0])
    return None if status == "completed" else status


def rows_of_test(tests: pd.DataFrame, drill: str, system: str) -> pd.DataFrame:
    """The rows behind one test, as `Metric.rows`: its own, and the inventory's with its objective.

    Empty where there is no such test.
    """
    mine = tests[(tests["drill"] == drill) & (tests["system"] == system)]
    own = rows_behind(mine, mine["record"], mine["verdict"] == "met")
    listed = mine[["rto_row_key"]].rename(columns={"rto_row_key": "row_key"})
    return pd.concat([own, rows_behind(listed, "system", False, False)], ignore_index=True)


def sensitivity_rows(found: PairFigures) -> pd.DataFrame:
    """The rows behind the verdicts under every clock: in the numerator those that are robust."""
    robust = found.clock_verdicts.drop_duplicates(["side", "system"])
    robust = robust[robust["is_robust"]]
    mine = found.tests
    pairs = pd.MultiIndex.from_frame(robust[["drill", "system"]])
    is_robust = pd.MultiIndex.from_frame(mine[["drill", "system"]]).isin(pairs)
    return rows_behind(mine, mine["record"], is_robust)


def flip_rows(found: PairFigures) -> pd.DataFrame:
    """The rows behind what would have met it: in the numerator those with a number."""
    flips = pd.concat([found.flips, found.programme_flips], ignore_index=True)
    flips = flips.drop_duplicates(["record", "row_key"])
    return rows_behind(flips, flips["record"], flips["over_seconds"].notna())


def gap_minute_rows(found: PairFigures) -> pd.DataFrame:
    """The rows behind the minutes: gaps, in the numerator those with minutes, and their tests."""
    gaps, tests = found.gap_minutes.gaps, found.gap_minutes.tests
    return pd.concat(
        [
            rows_behind(gaps, "gap", gaps["seconds"].notna()),
            rows_behind(tests, tests["record"], False, False),
        ],
        ignore_index=True,
    )


def fixed_gap_rows(found: PairFigures) -> pd.DataFrame:
    """The rows behind the fixed gaps: the gaps, and the tests of their systems in A and B."""
    fixed = found.fixed_gaps
    better = fixed["label"].isin(("improved", "newly recovered"))
    sides = [
        rows_behind(
            fixed[[f"row_key_{side}"]].set_axis(["row_key"], axis=1),
            fixed[f"record_{side}"],
            False,
            False,
        )
        for side in "ab"
    ]
    sides = [one.drop_duplicates("row_key") for one in sides]
    return pd.concat([rows_behind(fixed, "gap", better), *sides], ignore_index=True)


def pair_basis(
    tables: Tables,
    drill_a: str,
    drill_b: str,
    as_of: date,
    organisation: Organisation,
    drills: pd.DataFrame | None = None,
    paths: Mapping[str, CriticalPath] | None = None,
) -> PairBasis:
    """All that the comparison of two drills rests on, as it was known on a date.

    drills : `drill_facts` of the same date, when already at hand; paths : by drill, the critical
    path of its runbook as of it, likewise. Raises ValueError as `compare`.
    """
    facts = drill_facts(tables, as_of, organisation) if drills is None else drills
    pair = (drill_a, drill_b)
    mine = {name: tables[name][tables[name]["drill"].isin(pair)] for name in _OF_DRILLS}
    own = {**tables, **{name: frame.reset_index(drop=True) for name, frame in mine.items()}}
    rows = untimed(own, as_of, organisation, facts)
    rows = rows[rows["drill"].isin(pair)].reset_index(drop=True)
    by_drill = facts.set_index("drill")["quarter"]
    quarters = [by_drill.get(drill) for drill in (drill_b, drill_a)]
    quarter = next((str(one) for one in quarters if not pd.isna(one)), "")
    return PairBasis(
        drill_a,
        drill_b,
        as_of,
        facts,
        rows,
        own["hold"],
        verdicts_of_sides(in_measures(every_clock_of(rows)), *pair),
        conditions_of(facts, *pair),
        gap_facts(tables, facts, as_of, organisation),
        targets_in_force(tables, quarter)[RECOVERY_TIME],
        tables["task"][tables["task"]["drill"].isin(pair)].reset_index(drop=True),
        organisation,
        paths,
    )


def _path_of(
    tasks: pd.DataFrame, as_of: date, organisation: Organisation, drill: str
) -> CriticalPath:
    rows, _ = runbook_tasks({"task": tasks}, drill, as_of, organisation)
    return critical_path(rows)


def pair_figures(basis: PairBasis, clock: str) -> PairFigures:
    """Drill A against drill B by one clock, START:STOP.

    Raises ValueError for a clock or a drill that is none, and for a drill against itself.
    """
    a, b = basis.drill_a, basis.drill_b
    chosen = read_clock(clock)
    every = timed(basis.untimed, chosen, basis.hold)
    comparison = compare(every, a, b, basis.drills, chosen, conditions=basis.conditions)
    tests = in_measures(every)
    metrics = {metric.id: metric for metric in comparison.metrics}
    return PairFigures(
        basis=basis,
        clock=str(chosen),
        every_test=every,
        tests=tests,
        comparison=comparison,
        totals=pair_totals(comparison.systems),
        conditions=basis.conditions,
        phase_steps=phase_steps(metrics["improvement_total"], comparison.systems),
        attainment_steps=attainment_steps(metrics["attainment_change"]),
        clock_verdicts=clock_verdicts(basis.sides, str(chosen)),
    )
