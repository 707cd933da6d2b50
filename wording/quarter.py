"""A quarter's story: how its drills are called, its headline, its chart's rows and titles.

Facts come from `analytics.quarter.QuarterFigures`; this room knows only what it reads of them, so
screen, board pack and web report tell the same story in the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from wording import numbers, sentences
from wording.figures import Figure
from wording.names import short_names
from wording.sentences import Change, Closest, DrillResult


class Tally(Protocol):
    """One drill against the programme's target."""

    @property
    def drill(self) -> str: ...
    @property
    def under(self) -> int: ...
    @property
    def counted(self) -> int: ...
    @property
    def lost(self) -> int: ...
    @property
    def untested(self) -> int: ...


@dataclass(frozen=True)
class Totals:
    """Systems recovered in both compared drills, and their times added [s]."""

    later_drill: str
    pairs: int
    differing: int
    earlier_seconds: float
    later_seconds: float


class QuarterWords:
    """The words of one quarter.

    Parameters
    ----------
    quarter : like 2025-Q1. target_seconds, operator : the programme's.
    drills : one mapping a completed drill in order: drill, started_on, ended_on, scenario,
        scenario_kind, is_tabletop (left out: no); missing values are None, NaN or NaT.
    tallies : of the measured ones, in order.
    metrics : the quarter's, by id. totals : of the two compared drills, None without two.
    """

    def __init__(
        self,
        quarter: str,
        target_seconds: float,
        operator: str,
        drills: Sequence[Mapping[str, Any]],
        tallies: Sequence[Tally],
        metrics: Mapping[str, Figure],
        totals: Totals | None = None,
        criteria: Mapping[str, str] | None = None,
    ) -> None:
        self.criteria = criteria or {}
        self.quarter, self.target, self.operator = quarter, target_seconds, operator
        self.drills, self.metrics, self.totals = drills, metrics, totals
        days = [_day_of(one) for one in drills]
        names = sentences.drill_names(days, [str(one["drill"]) for one in drills])
        self.names = {str(one["drill"]): name for one, name in zip(drills, names, strict=True)}
        titles = sentences.drill_titles(
            days, [_what(one) for one in drills], [str(one["drill"]) for one in drills]
        )
        self.titles = {str(one["drill"]): title for one, title in zip(drills, titles, strict=True)}
        self.results = [
            DrillResult(self.name(one.drill), one.under, one.counted, one.lost, one.untested)
            for one in tallies
        ]
        self.tallies = {
            one.drill: sentences.tally(one.under, one.counted, target_seconds, operator)
            for one in tallies
        }

    def name(self, drill: str) -> str:
        """How a drill is called in a sentence; its own name when it is not the quarter's."""
        return self.names.get(drill, drill)

    @property
    def headline(self) -> str:
        """The verdict, at most 80 characters."""
        known = self.metrics["recovery_target_consistent"].value
        return sentences.quarter_verdict(
            self.quarter,
            None if known is None else bool(known),
            self.results or [DrillResult(name, 0, 0) for name in self.names.values()],
            self.target,
            self.operator,
            self.criteria,
        )

    @property
    def summary(self) -> str:
        """How many, by how much, how sure: two or three sentences."""
        rate = self.metrics["recovery_target_attainment"]
        done = self.metrics["drills_completed"]
        told = sentences.against(self.target, self.operator)
        is_told = told in self.headline and (
            self.metrics["recovery_target_consistent"].value is True
        )
        return sentences.quarter_summary(
            rate.numerator or 0,
            0 if is_told else rate.denominator or 0,
            self.target,
            self.operator,
            self._change(),
            drills_completed=int(done.value or 0),
            drills_target=None if done.target is None else int(done.target),
            are_tabletops=all(one.get("is_tabletop") for one in self.drills),
        )

    @property
    def summary_help(self) -> str | None:
        """The number behind what chance could do; None where the summary does not speak of it."""
        change = self._change()
        if change is None:
            return None
        return sentences.chance_help(change.p, numbers.in_words(change.differing))

    def _change(self) -> Change | None:
        totals, share = self.totals, self.metrics["improvement_total"].value
        if totals is None or share is None:
            return None
        p = self.metrics["improvement_evidence"].value
        return Change(
            self.name(totals.later_drill),
            totals.pairs,
            totals.differing,
            totals.earlier_seconds,
            totals.later_seconds,
            float(share),
            None if p is None else float(p),
        )

    def worst_shown(self, shown: int, every: int) -> str:
        """Under the chart's title, where it shows the worst tests alone."""
        return (
            f"The worst {numbers.count(shown)} of {numbers.count(every)} tests; all of them are in "
            "the rows behind the figures"
        )

    def recovery_title(self, rows: Sequence[Mapping[str, Any]]) -> str:
        """The finding of the recovery-times chart, at most 62 characters; of `recovery_rows`."""
        met = [one for one in rows if one["verdict"] == "met"]
        slowest = max(met, key=lambda one: one["seconds"], default=None)
        closest = None
        if slowest is not None:
            closest = Closest(
                slowest["short_name"], self.name(slowest["drill"]), slowest["seconds"]
            )
        return sentences.recovery_title(self.results, self.target, self.operator, closest=closest)

    def recovery_rows(
        self, against: Iterable[Mapping[str, Any]], aliases: Mapping[str, Iterable[str]]
    ) -> list[dict[str, Any]]:
        """The rows of the recovery-times chart: one a test, in words where it shows words.

        against : one mapping a test: drill, system, recovery_seconds, verdict. aliases : other
        names by system, for short ones.
        """
        tests = list(against)
        short = short_names(sorted({str(one["system"]) for one in tests}), aliases)
        return [
            {
                "drill": one["drill"],
                "drill_title": self.titles.get(one["drill"], one["drill"]),
                "tally": self.tallies.get(one["drill"], ""),
                "system": one["system"],
                "short_name": short[one["system"]],
                "seconds": one["recovery_seconds"],
                "verdict": one["verdict"],
            }
            for one in tests
        ]

    def recovery_alternative(self, rows: Sequence[Mapping[str, Any]]) -> str:
        """The chart for somebody who does not see it; of `recovery_rows`."""
        named = [{**one, "drill": self.name(one["drill"])} for one in rows]
        return sentences.recovery_alternative(
            self.recovery_title(rows), named, self.target, self.operator
        )

    def before_name(self, quarter: str | None) -> str:
        """What to call the quarter before it: `Q4`, or `Q4 2024` where it is no neighbour."""
        if quarter is None:
            return ""
        year, part = quarter.split("-")
        is_neighbour = year == self.quarter[:4] or (part, self.quarter[-2:]) == ("Q4", "Q1")
        return part if is_neighbour else numbers.quarter(quarter)

    def beside(self, metric: str) -> str | None:
        """What stands beside a card's number instead of k of n: `1 not back` beside the slowest."""
        lost = sum(one.lost for one in self.results)
        if metric == "recovery_time_slowest" and lost:
            return f"{numbers.count(lost)}{numbers.NBSP}not{numbers.NBSP}back"
        return None

    @property
    def under_label(self) -> str:
        """Over the card of the programme's target: `Under 4 h`."""
        return sentences.capital(sentences.against(self.target, self.operator))


def _day_of(drill: Mapping[str, Any]) -> date | None:
    for name in ("started_on", "ended_on"):
        if not numbers.is_missing(drill[name]):
            day: date = drill[name]
            return day
    return None


def _what(drill: Mapping[str, Any]) -> str | None:
    """What was simulated, short: the scenario's own words where they are few, else its kind."""
    scenario, kind = drill["scenario"], drill["scenario_kind"]
    if not numbers.is_missing(scenario) and 0 < len(scenario) <= 16:
        return sentences.uncapital(scenario)
    return None if numbers.is_missing(kind) else str(kind)


def words_of(found: Any) -> QuarterWords:  # noqa: ANN401 - below analytics, which it may not know
    """The words of `analytics.quarter.QuarterFigures`."""
    totals = None
    compared = found.basis.comparison
    if compared is not None and found.totals is not None:
        detail = found.metrics["improvement_evidence"].detail
        shift = next((part for part in detail if part.get("part") == "shift"), None)
        if shift is not None:  # no pair, no shift: a drill whose results are not loaded yet
            totals = Totals(
                compared.drill_b,
                found.totals.pairs,
                shift["pairs_that_differ"],
                found.totals.earlier_seconds,
                found.totals.later_seconds,
            )
    return QuarterWords(
        found.basis.scope.quarter,
        found.target.value,
        found.target.operator,
        found.basis.done.to_dict("records"),
        found.tallies,
        found.metrics,
        totals,
        {one.criterion: one.status for one in found.criteria},
    )
