"""What the figures of a scope are counted over: worked out once a date, once a scope.

What no clock reaches into (the drills, their tests without times, the gaps) is the ground of every
scope of its date; a change of the clock times the tests anew and no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from analytics import gaps, people, programme
from analytics.calendar import Organisation
from analytics.comparison import Comparison, check_pair, compare, default_pair
from analytics.drills import Tables, completed, drill_facts
from analytics.recovery import inventory_on, timed, untimed
from analytics.retests import retest_facts
from analytics.targets import Targets, targets_in_force


@dataclass(frozen=True)
class Scope:
    """What the figures are of.

    Attributes
    ----------
    quarter : like 2025-Q1.
    drill : the chosen drill, or None for the quarter's. What has no drill (milestones,
        deliverables, money, drills completed) stays the quarter's.
    as_of : the date to whose end things count.
    clock : START:STOP.
    compare : drills A and B; None for the quarter's first and last measured ones.
    """

    quarter: str
    drill: str | None
    as_of: date
    clock: str
    compare: tuple[str, str] | None = None


@dataclass(frozen=True)
class Ground:
    """What every scope of one as-of date rests on, whatever its quarter, drill or clock.

    Attributes
    ----------
    as_of : the date. drills : `drill_facts`. dated_on : `programme.drill_dates` of them.
    untimed : `recovery.untimed`, every drill's tests. hold : the holds they are timed with.
    gaps : `gap_facts`, every gap found by the date. actions : `action_facts`.
    messages : `message_facts` of all drills. inventory : `inventory_on` the date.
    """

    as_of: date
    drills: pd.DataFrame
    dated_on: pd.Series
    untimed: pd.DataFrame
    hold: pd.DataFrame
    gaps: pd.DataFrame
    actions: pd.DataFrame
    messages: pd.DataFrame
    inventory: pd.DataFrame


@dataclass(frozen=True)
class Basis:
    """What the figures of a scope are counted over, worked out once.

    Attributes
    ----------
    scope, organisation : as asked.
    targets : the targets in force in the quarter.
    drills : `drill_facts`, with dated_on (`programme.drill_dates`).
    tests : `recovery.measure`, every drill's.
    inventory : `inventory_on` the date.
    all_gaps : `gap_facts` with `retest_facts`, every gap found by the date; gaps : the scope's.
    first, following : the drill whose gaps had to be closed, and the next one.
    done : the scope's completed drills of any type, as they ended.
    actions, messages : as of the date; messages of `done` only.
    pair : the drills that are compared; None while there are no two.
    """

    scope: Scope
    organisation: Organisation
    targets: Targets
    drills: pd.DataFrame
    tests: pd.DataFrame
    inventory: pd.DataFrame
    all_gaps: pd.DataFrame
    gaps: pd.DataFrame
    first: dict[str, Any] | None
    following: dict[str, Any] | None
    done: pd.DataFrame
    actions: pd.DataFrame
    messages: pd.DataFrame
    pair: tuple[str, str] | None

    @cached_property
    def comparison(self) -> Comparison | None:
        """Drill against drill; None while there are no two. Worked out when first asked for."""
        if self.pair is None:
            return None
        return compare(self.tests, *self.pair, self.drills, self.scope.clock, self.targets)


@dataclass(frozen=True)
class Standing:
    """The part of a `Ground` that a date is only compared with, so that it serves every date until
    something happens (`settled.settled_day`).

    Attributes
    ----------
    drills, dated_on, untimed : as in `Ground`.
    """

    drills: pd.DataFrame
    dated_on: pd.Series
    untimed: pd.DataFrame


def standing_of(tables: Tables, as_of: date, organisation: Organisation) -> Standing:
    """How the drills and their tests stood on a date."""
    drills = drill_facts(tables, as_of, organisation)
    tests = untimed(tables, as_of, organisation, drills)
    return Standing(drills, programme.drill_dates(tables, drills), tests)


def ground_of(
    tables: Tables, as_of: date, organisation: Organisation, standing: Standing | None = None
) -> Ground:
    """What every scope of an as-of date rests on.

    standing : `standing_of` the date or of the day it is settled since, when already at hand.
    """
    stood = standing_of(tables, as_of, organisation) if standing is None else standing
    drills = stood.drills
    return Ground(
        as_of,
        drills,
        stood.dated_on,
        stood.untimed,
        tables["hold"],
        gaps.gap_facts(tables, drills, as_of, organisation),
        programme.action_facts(tables, as_of),
        people.message_facts(tables, drills, as_of, organisation),
        inventory_on(tables["system"], as_of),
    )


def basis_of(
    tables: Tables, scope: Scope, organisation: Organisation, ground: Ground | None = None
) -> Basis:
    """All that the figures of a scope rest on. Raises ValueError for an unknown drill or clock.

    `ground` is `ground_of` the scope's date, when already at hand.
    """
    as_of, quarter, drill = scope.as_of, scope.quarter, scope.drill
    known = ground_of(tables, as_of, organisation) if ground is None else ground
    drills = known.drills
    if drill is not None and drill not in set(drills["drill"]):
        raise ValueError(f"there is no drill {drill!r}")
    tests = timed(known.untimed, scope.clock, known.hold)
    found = retest_facts(known.gaps, drills, tests, as_of)
    first, following = gaps.first_and_next_drill(drills, quarter, drill)
    if drill is None:
        done = completed(drills, quarter)
    else:
        done = completed(drills[drills["drill"] == drill])
    if scope.compare is not None:
        check_pair(*scope.compare, drills)
    return Basis(
        scope=scope,
        organisation=organisation,
        targets=targets_in_force(tables, quarter),
        drills=drills.assign(dated_on=known.dated_on),
        tests=tests,
        inventory=known.inventory,
        all_gaps=found,
        gaps=gaps.gaps_within(found, quarter, drill),
        first=first,
        following=following,
        done=done,
        actions=known.actions,
        messages=known.messages[known.messages["drill"].isin(done["drill"])].reset_index(drop=True),
        pair=scope.compare or default_pair(drills, quarter),
    )
