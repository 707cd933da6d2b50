"""One drill in sentences: its title, what its charts show, what they say to those who do not see.

Facts come from `analytics.drill`; this room knows only what it reads of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from wording import numbers, sentences, terms
from wording.markdown import escape
from wording.names import short_names
from wording.numbers import NBSP, count, duration, in_words, is_missing, k_of_n
from wording.sentences import HEADLINE, NARROW_TITLE, against, capital, fits

LOST = ("not recovered", "partial")
# What is said of a test.
_READ = (
    "system", "is_tabletop", "is_in_scope", "tier", "outcome", "against", "verdict", "band",
    "recovery_seconds", "net_of_holds_seconds", "rto_seconds", "rto_operator", "margin_seconds",
    "recovery_point_seconds", "rpo_seconds", "rpo_operator", "rpo_verdict", "curve_seconds",
    "marks",
)  # fmt: skip
_MOST_VALUES = 6  # in an alternative text


class DrillWords:
    """The words of one drill.

    Parameters
    ----------
    found : `analytics.drill.DrillFigures`. aliases : other names by system, for short ones.
    """

    def __init__(self, found: Any, aliases: Mapping[str, Sequence[str]]) -> None:  # noqa: ANN401
        self.found = found
        self.facts: Mapping[str, Any] = found.facts
        self.target = float(found.target.value)
        self.operator = str(found.target.operator)
        self.zone = str(self.facts["zone"])
        self.tests: list[dict[str, Any]] = found.tests[list(_READ)].to_dict("records")
        self.short = short_names([str(one["system"]) for one in self.tests], aliases)

    # --- what it is called ------------------------------------------------------------------------

    @property
    def day(self) -> date | None:
        """The day it took place, or is to."""
        for name in ("started_on", "ended_on", "planned_on"):
            if not is_missing(self.facts[name]):
                day: date = self.facts[name]
                return day
        return None

    @property
    def when(self) -> str:
        """`on 12 February`, with the year; the drill's own name where no day is known."""
        if self.day is None:
            return f"in {self.facts['drill']}"
        return f"on {numbers.day_in_sentence(self.day, 0)}"

    @property
    def month(self) -> str:
        """`in February`, as a title says it; the scope above it names the day."""
        if self.day is None:
            return f"in {self.facts['drill']}"
        return f"in {numbers.month(self.day)}"

    def name(self, system: object) -> str:
        """A system's short name."""
        return self.short.get(str(system), str(system))

    def hold_name(self, system: object) -> str:
        """What was on hold."""
        return "all" if is_missing(system) else self.name(system)

    # --- the title --------------------------------------------------------------------------------

    @cached_property
    def title(self) -> str:
        """The finding, at most 80 characters."""
        status = self.found.status
        if status == "cancelled":
            return fits([f"The drill {self.when} was cancelled", "This drill was cancelled"], 80)
        if status in ("planned", "unknown"):
            return self._plan_title()
        tally = self.found.tally
        if status == "running":
            return self._running_title()
        if tally is None or not tally.counted:
            return fits(
                [f"No recovery time is known {self.month}", "No recovery time is known"], HEADLINE
            )
        prefix = "Estimates: " if self.found.is_tabletop else ""
        return fits(
            [f"{prefix}{one if prefix else capital(one)}" for one in self._outcomes(tally)],
            HEADLINE,
        )

    def _outcomes(self, tally: Any) -> list[str]:  # noqa: ANN401 - a DrillTally
        limit, missed = duration(self.target), tally.counted - tally.under
        under = against(self.target, self.operator)
        lost = [self.name(one["system"]) for one in self.tests if one["outcome"] in LOST]
        if tally.counted == 1:
            (one,) = [t for t in self.tests if t["against"] in ("met", "missed", *LOST)]
            system = self.name(one["system"])
            if lost:
                return [f"{system} {_was(one['outcome'])} {self.month}"]
            took = sentences.time_against_target(
                one["recovery_seconds"], self.target, self.operator
            )
            stood = under if one["against"] == "met" else f"and missed {limit}"
            return [f"{system} came back after {took} {self.month}, {stood}"]
        if not missed:
            back = f"{_every(tally.counted)} came back {under}"
            doubt = f"; {in_words(tally.untested)} not tested or timed" if tally.untested else ""
            return [f"{back} {self.month}{doubt}", f"{back}{doubt}", back]
        head = f"{in_words(missed)} of {in_words(tally.counted)} systems missed {limit}"
        partly = sum(one["outcome"] == "partial" for one in self.tests)
        never = ""
        if len(lost) == 1:
            # a single one that missed is the one that is named
            sign = ":" if missed == 1 else ";"
            never = f"{sign} {lost[0]} {_was('partial' if partly else 'not recovered')}"
        elif lost:
            never = _never_back(len(lost), partly, missed)
        return [f"{head} {self.month}{never}", f"{head}{never}", head]

    def _running_title(self) -> str:
        tried = [one for one in self.tests if one["outcome"] in (*LOST, "recovered", "in progress")]
        back = sum(one["outcome"] == "recovered" for one in tried)
        so_far = self.elapsed
        after = "" if so_far is None else f" after {duration(so_far)}"
        if not tried:
            return f"Running{after}: no system has been reported yet"
        verb = "is" if back == 1 else "are"
        number = in_words(back) if back else "none"
        return fits(
            [
                f"Running: {number} of {in_words(len(tried), 'system')} {verb} back{after}",
                f"Running: {k_of_n(back, len(tried))} systems back",
            ],
            HEADLINE,
        )

    def _plan_title(self) -> str:
        scope = sum(bool(one["is_in_scope"]) for one in self.tests)
        systems = f": {in_words(scope, 'system')} in scope" if scope else ""
        if self.found.status == "unknown":
            return fits([f"Nothing is known of {self.facts['drill']} but its name",
                         "Nothing is known of this drill but its name"], HEADLINE)  # fmt: skip
        if self.day is None:
            return f"Planned, without a date{systems}"
        on = numbers.dated(self.day, self.facts["planned_precision"])
        if self.facts["planned_precision"] in (None, "day") or is_missing(
            self.facts["planned_precision"]
        ):
            on = numbers.day_in_sentence(self.day, 0)
        if self.found.is_past_its_day:
            by = numbers.day_in_sentence(self.found.scope.as_of, self.day.year)
            late = f"Planned for {on}, not begun by {by}"
            return fits([f"{late}{systems}", late], HEADLINE)
        return f"Planned for {on}{systems}"

    @property
    def elapsed(self) -> float | None:
        """How far the drill is known [s], from its zero."""
        face = self.found.face
        if face.zero_at is None or face.until_at is None:
            return None
        return float((face.until_at - face.zero_at).total_seconds())

    # --- under the title --------------------------------------------------------------------------

    @cached_property
    def badges(self) -> str:
        """Scenario, type, announced or not, environment, severity; status and doubts."""
        facts = self.facts
        shown = [
            f":gray-badge[{escape(facts[name])}]"
            for name in ("scenario_kind", "exercise_type", "severity", "environment")
            if not is_missing(facts[name])
        ]
        if not is_missing(facts["is_announced"]):
            shown.append(f":gray-badge[{'announced' if facts['is_announced'] else 'unannounced'}]")
        if self.found.is_tabletop:
            shown.append(":orange-badge[▲ estimated times]")
        if facts["is_assumed_end"] and self.found.status == "completed":
            shown.append(":orange-badge[▲ assumed end]")
        if self.found.status == "completed" and facts["typed_status"] == "running":
            shown.append(":orange-badge[▲ the register says running]")
        if self.found.status in ("planned", "running", "cancelled"):
            shown.insert(0, f":blue-badge[{self.found.status}]")
        if self.found.is_past_its_day:
            shown.insert(1, ":orange-badge[▲ past its day]")
        return " ".join(shown)

    @cached_property
    def objective(self) -> str:
        """The drill's objective, and what was lost against it."""
        own = self.facts["objective"]
        told = against(self.target, self.operator)
        said = f"every system back {told}" if is_missing(own) else escape(own).rstrip(".")
        parts = [f"Objective: {said}."]
        lost = self.found.metrics["system_hours_lost"].value
        if lost is not None:
            parts.append(f"{duration(float(lost) * 3600)} of service was lost.")
        return " ".join(parts)

    @cached_property
    def facts_line(self) -> str:
        """When, what was simulated, who led."""
        facts = self.facts
        parts = [escape(facts["drill"])]
        if not is_missing(facts["scenario"]):
            parts.append(escape(facts["scenario"]))
        parts.append(self._hours())
        if not is_missing(facts["lead"]):
            parts.append(f"led by {escape(facts['lead'])}")
        jump = self.clock_change
        return " · ".join([*[one for one in parts if one], *([jump] if jump else [])])

    def _hours(self) -> str:
        begun, ended = self.facts["started_at"], self.facts["ended_at"]
        if is_missing(begun) or begun is None:
            begun = self.found.face.zero_at
        if begun is None or is_missing(begun) or self.found.status in ("planned", "unknown"):
            return ""
        if ended is None or is_missing(ended):
            return f"since {numbers.moment(begun, self.zone)}{self._known_to(begun)}"
        first, last = numbers.local_day(begun, self.zone), numbers.local_day(ended, self.zone)
        end = numbers.clock_time(ended, self.zone)
        if first != last:
            end = f"{numbers.short_day(last)}{NBSP}{end}"
        begin = numbers.clock_time(begun, self.zone)
        if begin[5:] == numbers.clock_time(ended, self.zone)[5:]:
            begin = begin[:5]
        return f"{numbers.day(first)}{NBSP}{begin} to {end}"

    def _known_to(self, begun: Any) -> str:  # noqa: ANN401 - an instant
        """Where a drill that runs ends for now: every span of it is counted up to there."""
        last = self.found.face.until_at
        if self.found.status != "running" or last is None:
            return ""
        at = numbers.clock_time(last, self.zone)
        day = numbers.local_day(last, self.zone)
        if day != numbers.local_day(begun, self.zone):
            at = f"{numbers.short_day(day)}{NBSP}{at}"
        return f", up to the last recorded moment, {at}"

    @property
    def clock_change(self) -> str | None:
        """Said where the zone's clocks were changed during the drill."""
        face = self.found.face
        if face.zero_at is None or face.last_at is None:
            return None
        before, after = (
            at.tz_convert(self.zone).utcoffset() for at in (face.zero_at, face.last_at)
        )
        if before == after:
            return None
        way = "forward" if after > before else "back"
        return f"the clocks went {way} meanwhile; every span here is the time that really passed"

    # --- the recovery curve -----------------------------------------------------------------------

    @cached_property
    def curve_rows(self) -> list[dict[str, Any]]:
        """The marks of the curve: one a system that has a place on it.

        seconds : since the drill's zero; own_seconds : its recovery time, missing without one.
        """
        return [
            {
                "system": one["system"],
                "short_name": self.name(one["system"]),
                "seconds": one["curve_seconds"],
                "own_seconds": one["recovery_seconds"],
                "verdict": one["against"],
            }
            for one in self.tests
            if not is_missing(one["curve_seconds"])
        ]

    def curve_title(self, *, is_weighted: bool = False) -> str:
        """At most 45 characters."""
        rows = self.curve_rows
        if not rows:
            return "No recovery time is known"
        if is_weighted:
            curve = self.found.weighted_curve
            at = curve[curve["seconds"] <= self.target]
            level = float(at["share"].iloc[-1]) if len(at) else 0.0
            return f"{numbers.share(level)} of the weight was back by {duration(self.target)}"
        lead = "Estimated: " if self.found.is_tabletop else ""
        back = [one for one in rows if not _is_down(one)]
        if self.found.status == "running":
            so_far = "" if self.elapsed is None else f" after {duration(self.elapsed)}"
            return fits(
                [f"{k_of_n(len(back), len(rows))} systems are back{so_far}",
                 f"{k_of_n(len(back), len(rows))} systems are back"], NARROW_TITLE,
            )  # fmt: skip
        limit = duration(self.target)
        if self.found.is_staggered and any(_is_late(one) for one in rows):
            # The line on the curve is no verdict then: each has a clock of its own.
            late = [one for one in rows if _is_late(one)]
            return fits(
                [f"{lead}{in_words(len(late), capital=not lead)} of {in_words(len(rows))} missed "
                 f"{limit} by their own clock",
                 f"{lead}{k_of_n(len(late), len(rows))} missed {limit} by their own clock"],
                NARROW_TITLE,
            )  # fmt: skip
        unseen = [one for one in rows if _is_down(one) and one["seconds"] < self.target]
        if unseen:
            # Nothing is known of them at the target: the record stops before it.
            down = sum(_is_down(one) for one in rows)
            verb = "was" if down == 1 else "were"
            end = duration(max(one["seconds"] for one in unseen))
            return fits(
                [f"{lead}{in_words(down, capital=not lead)} of {in_words(len(rows))} {verb} down "
                 f"at the last record, {end}",
                 f"{lead}{k_of_n(down, len(rows))} {verb} down at the last record, {end}",
                 f"{lead}{k_of_n(down, len(rows))} {verb} down at the last record"],
                NARROW_TITLE,
            )  # fmt: skip
        late = [one for one in rows if _is_down(one) or one["seconds"] > self.target]
        if len(rows) == 1:
            system = rows[0]["short_name"]
            if late:
                return f"{lead}{system} was still down at {limit}"
            return f"{lead}{system} was back after {duration(rows[0]['seconds'], self.target)}"
        if late:
            verb = "was" if len(late) == 1 else "were"
            number = in_words(len(late), capital=not lead)
            return fits(
                [f"{lead}{number} of {in_words(len(rows))} systems {verb} still down at {limit}",
                 f"{lead}{k_of_n(len(late), len(rows))} systems still down at {limit}"],
                NARROW_TITLE,
            )  # fmt: skip
        slowest = max(one["seconds"] for one in rows)
        every = _every(len(rows)) if lead else capital(_every(len(rows)))
        return fits(
            [f"{lead}{every} were back by {duration(slowest, self.target)}",
             f"{lead}{every} were back in time"], NARROW_TITLE,
        )  # fmt: skip

    def curve_caption(self, weights: str, *, is_weighted: bool, has_kaplan_meier: bool) -> str:
        """What the curve measures, and how it is weighted."""
        rows = self.curve_rows
        said = f"Systems in service, of {count(len(rows))}, by time since the first disruption"
        if is_weighted:
            said = f"Share of the weight in service: {weights}"
        if any(one["verdict"] in LOST for one in rows):
            said += "; ✕ not recovered"
        if self.found.is_staggered:
            said += "; not all were lost at once: a mark is by each one's own time"
        if has_kaplan_meier:
            said += "; dotted: share back by own time (Kaplan–Meier)"
        left_out = sum(
            bool(one["is_in_scope"]) and is_missing(one["curve_seconds"]) for one in self.tests
        )
        if left_out:
            verb = "is" if left_out == 1 else "are"
            said += f"; {count(left_out)} in scope without a time {verb} left out"
        return said

    def area(self, seconds: float, *, is_weighted: bool = False) -> str:
        """In the area above the curve."""
        tail = "lost, weighted by tier" if is_weighted else "of service lost"
        if self.found.is_tabletop:
            tail = f"lost, estimated{', weighted by tier' if is_weighted else ''}"
        so_far = " so far" if self.found.status == "running" else ""
        return f"{duration(seconds)} {tail}{so_far}"

    @property
    def half_back(self) -> str | None:
        """When half of the systems were back, those that never came back included."""
        metric = self.found.metrics["time_to_recover_km_median"]
        if metric.note == "no data":
            return None
        if metric.value is None:
            return "Fewer than half of the systems came back before the drill ended."
        watched = f" ({metric.note}, counted as down until then)" if metric.note else ""
        start = terms.CLOCK_STARTS[self.found.scope.clock.split(":")[0]]
        took = duration(float(metric.value))
        return f"Half of the systems came back within {took} of their own {start}{watched}."

    def curve_alternative(self, title: str, seconds_lost: float) -> str:
        """The curve for somebody who does not see it."""
        rows = sorted(self.curve_rows, key=lambda one: (_is_down(one), one["seconds"]))
        values = [
            f"{one['short_name']} {one['verdict']}"
            if one["verdict"] not in ("met", "missed")
            else f"{one['short_name']} {duration(one['own_seconds'], self.target)}"
            for one in rows[:_MOST_VALUES]
        ]
        rest = len(rows) - _MOST_VALUES
        listed = ", ".join(values) + (f", and {count(rest)} more" if rest > 0 else "")
        parts = [title, f"The line is at {duration(self.target)}", listed, self.area(seconds_lost)]
        return " ".join(f"{one}." for one in parts if one)


def _is_down(one: Mapping[str, Any]) -> bool:
    return one["verdict"] in (*LOST, "in progress")


def _is_late(one: Mapping[str, Any]) -> bool:
    return one["verdict"] in ("missed", *LOST)


def _never_back(lost: int, partly: int, missed: int) -> str:
    """Of those that missed the target, the several that never fully came back."""
    if lost == missed and not partly:
        return f", {'both' if lost == 2 else 'all'} not recovered"
    if lost == missed == partly:
        return f", {'both' if lost == 2 else 'all'} back only in part"
    parts = [
        f"{in_words(number)} {said}"
        for number, said in ((lost - partly, "not recovered"), (partly, "back only in part"))
        if number
    ]
    return f", of them {', '.join(parts)}"


def _every(number: int) -> str:
    return "both systems" if number == 2 else f"all {in_words(number, 'system')}"


def _was(outcome: str) -> str:
    return "came back only in part" if outcome == "partial" else "was not recovered"


def scope_label(name: str, as_of: date, clock: str) -> str:
    """`12 Feb 2025 · as of 31 Mar · disruption → restored`, the year once only."""
    day = numbers.short_day(as_of) if str(as_of.year) in name else numbers.day(as_of)
    return " · ".join([name, f"as of {day}", terms.clock(*clock.split(":"))])


def scope_name(drill: str, day: date | None) -> str:
    """How the scope control calls a drill: `12 Feb 2025`, else its name, cut to fit."""
    if day is not None:
        return numbers.day(day)
    return drill if len(drill) <= 16 else f"{drill[:15]}…"


def unknown_drill(asked: str, shown: str) -> str:
    """Said where a link names a drill that is not there, as Markdown."""
    return (
        f":orange-badge[▲ not found] No drill is called “{escape(asked)}”, as the link says; "
        f"shown is {escape(shown)}."
    )


def choice(drill: str, day: date | None) -> str:
    """A drill in the list of drills and in the address: `DR-2025-01 · 12 Feb 2025`."""
    return drill if day is None else f"{drill} · {numbers.day(day).replace(NBSP, ' ')}"


def weights_told(weights: Mapping[str, int], other: int) -> str:
    """`tier 1 counts 4, tier 2 counts 3, tier 3 counts 2, all others 1`."""
    named = [f"tier {tier} counts {weight}" for tier, weight in weights.items()]
    return f"{', '.join(named)}, all others {other}"
