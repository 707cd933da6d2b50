"""What every metric and every verdict word means: label, sentence, formula, edges, source.

The dictionary screen, the help beside a card, the reports and the tests read this one list. What a
field means stands in `data.records`; the dictionary screen joins both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LABEL_LENGTH = 24  # what fits over a card in a column of 160 px


@dataclass(frozen=True)
class Term:
    """One metric in words.

    Attributes
    ----------
    id : as in commands, JSON and reports.
    group : recovery, drill over drill, gaps, programme or people.
    name : as in a sentence or a heading.
    label : over a card, at most `LABEL_LENGTH` characters with its target.
    unit : share, count, s, h, days, p, bool, parts (several figures) or money.
    meaning : one sentence for somebody who has never seen it.
    formula : how it is reckoned, in words.
    edges : what happens at the edges: blanks, ties, untested systems.
    source : whose rule it is.
    better : which direction is good news; None where neither is.
    """

    id: str
    group: str
    name: str
    label: str
    unit: str
    meaning: str
    formula: str
    edges: str
    source: str
    better: Literal["higher", "lower"] | None


_PROGRAMME = "Programme brief: drills each quarter, recovery in less than 4 h"
_BCM = "ISO 22301 and ISO/IEC 27031: objectives against what was achieved"
_AFTER_ACTION = "HSEEP: after-action report and improvement plan"
_STATISTICS = "Kaplan and Meier 1958; Wilson 1927; Wilcoxon 1945; Hodges and Lehmann 1963"
_HOUSE = "Drillboard, metrics.md"

# fmt: off
_ALL = (
    # --- Recovery ---------------------------------------------------------------------------------
    Term("drills_completed", "Recovery", "Drills completed", "Drills completed", "count",
         "How many drills of any type ended in the quarter.",
         "Drills whose end lies in the quarter, by the date in the drill's own time zone.",
         "Cancelled drills count nowhere. A drill without an end ended at the last instant of its "
         "rows, once its status is completed or that day is past (assumed end). Target: at least "
         "two.",
         _PROGRAMME, "higher"),
    Term("scenarios_tested", "Recovery", "Scenarios tested", "Scenarios tested", "count",
         "How many different kinds of disaster were practised.",
         "Distinct scenario kinds among the quarter's completed drills.",
         "A drill without a scenario kind adds none.", _PROGRAMME, "higher"),
    Term("rto_attainment", "Recovery", "Tests within their own RTO", "Own RTO", "share",
         "How many tested systems came back within the recovery time objective of their own.",
         "met / (met + missed), each system against its own RTO.",
         "A system's own RTO counts a tie as met (≤), unless its sheet writes <. Not recovered and "
         "partial count as missed. Not tested, not measured and no objective are left out and "
         "listed. Estimated times of tabletop drills are left out.",
         _BCM, "higher"),
    Term("recovery_target_attainment", "Recovery", "Tests under the programme's target",
         "Under 4 h", "share",
         "How many tested systems came back in less time than the programme allows, 4 h unless "
         "the targets say otherwise.",
         "Tests under the target / tests with a time, partial or not recovered.",
         "The target is strict: exactly 4 h is a tie and misses it.", _PROGRAMME, "higher"),
    Term("recovery_target_consistent", "Recovery", "Every test under the programme's target",
         "All under 4 h", "bool",
         "Whether every system came back under the programme's target in every drill.",
         "No when one test is not under; else unknown when a drill has none, or a system in scope "
         "was not tested or not measured; else yes.",
         "It carries the list of the tests that fail.", _PROGRAMME, "higher"),
    Term("conservative_attainment", "Recovery", "Own RTO, untested as missed", "Untested as missed",
         "share",
         "The share within their own RTO if every system left untested had missed it.",
         "met / (met + missed + not tested + not measured), systems in scope.",
         "The cautious twin of the own-RTO rate: it cannot be raised by testing less.",
         _BCM, "higher"),
    Term("rpo_attainment", "Recovery", "Tests within their RPO", "Data loss in RPO", "share",
         "How many systems lost no more data, in time, than their recovery point objective "
         "allows.",
         "Recovery point actual ≤ RPO / tests where both are known.",
         "Recovery point actual = disruption − last recoverable point, or the stated data loss; 0 "
         "is a real value. Not recovered with an RPO is missed whatever its point.",
         _BCM, "higher"),
    Term("coverage", "Recovery", "Systems tested", "Systems tested", "share",
         "How much of the inventory was tested.",
         "Distinct inventory systems tested / systems in the inventory; also by tier.",
         "Names met only in results are not inventory.", _BCM, "higher"),
    Term("recovery_time_median", "Recovery", "Median recovery time", "Median time", "s",
         "The middle recovery time: half of the recovered tests were faster.",
         "Median of recovery times over recovered tests.",
         "Tests that never recovered have no time and are left out; the Kaplan–Meier median counts "
         "them.", _BCM, "lower"),
    Term("recovery_time_slowest", "Recovery", "Slowest recovery", "Slowest", "s",
         "The longest recovery time of the quarter.",
         "Largest recovery time over recovered tests; of a drill: its own recovery time.",
         "A drill's is 'not reached' while one system is not recovered or partial.",
         _PROGRAMME, "lower"),
    Term("time_to_recover_km_median", "Recovery", "Time by which half were back", "Half were back",
         "s",
         "The time by which half of all tested systems were back, those that never came back "
         "included.",
         "Kaplan–Meier median; not recovered and partial are censored at the drill's end; the "
         "first time at which S ≤ ½.",
         "'Not reached' when fewer than half came back.", _STATISTICS, "lower"),
    Term("phase_share", "Recovery", "Where the time went", "Share of phase", "share",
         "How the recovery time divides into detect, declare, mobilise, restore and validate.",
         "Time between neighbouring instants of a phase / all phase time known.",
         "A missing instant leaves its phases unknown, never zero; each phase has its own count "
         "of tests.", _AFTER_ACTION, None),
    Term("system_hours_lost", "Recovery", "Service lost", "Service lost", "h",
         "How many hours of service were lost, added over systems.",
         "Sum over tested systems of disruption → restored, or → the drill's end: the area above "
         "the recovery curve.",
         "Independent of the chosen clock. Tests without a disruption are counted and left out.",
         _BCM, "lower"),
    Term("downtime_cost", "Recovery", "Cost of the downtime", "Cost of downtime", "money",
         "What the lost hours would have cost outside a drill.",
         "System-hours × the system's cost of an hour, where known.",
         "Systems without a cost are counted beside it; nothing is estimated.", _BCM, "lower"),
    # --- Drill over drill -------------------------------------------------------------------------
    Term("improvement_typical", "Drill over drill", "Typical change of a system", "Typical change",
         "share",
         "By how much the typical system came back faster in the later drill.",
         "1 − geometric mean of time B / time A over systems recovered in both.",
         "Halving and doubling cancel out. A time of zero is left out, and that is said.",
         _STATISTICS, "higher"),
    Term("improvement_total", "Drill over drill", "Change of the total time", "Total change",
         "share",
         "By how much less time all systems together took in the later drill.",
         "(sum A − sum B) / sum A over systems recovered in both.",
         "The contributions of the phases, with 'not split' for tests lacking instants, add up to "
         "it exactly.", _AFTER_ACTION, "higher"),
    Term("systems_improved", "Drill over drill", "Systems that improved", "Improved", "count",
         "How many systems came back faster in the later drill.",
         "Systems faster by more than max(5 min, 5 % of the earlier time).",
         "Newly recovered counts as improved.", _AFTER_ACTION, "higher"),
    Term("systems_regressed", "Drill over drill", "Systems that got slower", "Slower", "count",
         "How many systems came back slower in the later drill.",
         "Systems slower by more than max(5 min, 5 % of the earlier time).",
         "No longer recovered counts as slower; partial is not recovered.", _AFTER_ACTION, "lower"),
    Term("systems_unchanged", "Drill over drill", "Systems unchanged", "Unchanged", "count",
         "How many systems took about the same time in both drills.",
         "Difference within max(5 min, 5 % of the earlier time).", "A tie of both times is "
         "unchanged.", _AFTER_ACTION, None),
    Term("verdict_matrix", "Drill over drill", "Verdicts then and now", "Verdicts", "parts",
         "How each system's verdict moved from one drill to the other.",
         "kept (met, met), improved, regressed, still missing (missed, missed), not comparable.",
         "Not comparable: no verdict in one of the drills.", _AFTER_ACTION, None),
    Term("attainment_change", "Drill over drill", "Change of attainment", "Change of own RTO",
         "share",
         "By how many points the own-RTO rate moved, and what moved it.",
         "Rate B − rate A = performance (systems judged in both, A's objectives) + objective (B's "
         "objectives instead) + scope (systems that entered or left).",
         "The three add up exactly, in that order.", _HOUSE, "higher"),
    Term("improvement_evidence", "Drill over drill", "How sure the change is", "Evidence", "p",
         "Whether the change could be chance.",
         "Exact Wilcoxon signed-rank test, two-sided, zeros out; Hodges–Lehmann shift with its "
         "interval.",
         "Fewer than six pairs that differ: too few systems to tell. What differed between the "
         "drills (scenario, type, environment, notice) is always listed.", _STATISTICS, None),
    # --- Gaps -------------------------------------------------------------------------------------
    Term("gap_closure_rate", "Gaps", "Gaps closed", "Gaps closed", "share",
         "How many of the gaps found are closed.",
         "closed / (all − rejected − duplicate).",
         "Closed means closed or verified by the as-of date. Accepted risks stay in the whole and "
         "are listed apart.", _AFTER_ACTION, "higher"),
    Term("gaps_closed_before_next_drill", "Gaps", "First drill's gaps closed in time",
         "Closed before next drill", "share",
         "How many of the first drill's gaps were closed before the next drill began.",
         "Closed on a day before the next drill began / all of the first drill's gaps, rejected "
         "and duplicate out.",
         "So far, while the next drill has not begun.", _PROGRAMME, "higher"),
    Term("gaps_verified", "Gaps", "Fixes proven in a retest", "Retested", "share",
         "How many of the first drill's gaps were exercised again later and passed.",
         "Gaps whose fix passed in a later drill / the first drill's gaps.",
         "From an explicit retest result; else inferred (same system, later drill, verdict met, "
         "closed before it) and marked so. The status 'verified' alone is no retest.",
         _AFTER_ACTION, "higher"),
    Term("gaps_overdue", "Gaps", "Gaps overdue", "Overdue", "count",
         "How many open gaps are past their due date.",
         "Open and due before the as-of date.", "Due today is not overdue.", _AFTER_ACTION,
         "lower"),
    Term("gaps_unmanaged", "Gaps", "Gaps without owner or date", "No owner or date", "count",
         "How many open gaps nobody owns or nobody has dated.",
         "Open without an owner or without a due date.", "", _AFTER_ACTION, "lower"),
    Term("gap_age_median", "Gaps", "Median age of open gaps", "Median age", "days",
         "How long the open gaps have been open, the middle one.",
         "Median of as-of date − identified over open gaps.",
         "Identified blank: the end of the drill that found it.", _AFTER_ACTION, "lower"),
    Term("time_to_close_median", "Gaps", "Median time to close", "Median time to close", "days",
         "How long it takes until half of the gaps are closed.",
         "Kaplan–Meier median of closed − identified; open gaps are censored.",
         "A gap closed without a date is closed, but in no measure of time.", _STATISTICS, "lower"),
    Term("gaps_recurring", "Gaps", "Gaps that came back", "Recurring", "count",
         "How many gaps repeat one that had been closed.",
         "Same system and category found again after closure, or linked by hand.", "",
         _AFTER_ACTION, "lower"),
    Term("gaps_reopened", "Gaps", "Gaps reopened", "Reopened", "count",
         "How many gaps were opened again.", "Status reopened, or open after having been closed.",
         "", _AFTER_ACTION, "lower"),
    # --- Programme --------------------------------------------------------------------------------
    Term("milestones_on_time", "Programme", "Milestones on time", "Milestones kept", "share",
         "How many milestones were done by their planned date.",
         "Done on or before the planned date / due by the as-of date.",
         "A month means its last day; 'ongoing' is never late; one due on the as-of day counts "
         "once it is done.", _PROGRAMME, "higher"),
    Term("milestone_slip_days", "Programme", "Slip of a milestone", "Slip", "days",
         "How many days late a milestone is.", "Completed, else the as-of date, − planned date.",
         "Early is negative.", _PROGRAMME, "lower"),
    Term("deliverables_done", "Programme", "Deliverables done", "Deliverables done", "share",
         "How many deliverables of the milestones due exist.",
         "Done / all, of the milestones due.", "", _PROGRAMME, "higher"),
    Term("actions_done", "Programme", "Actions completed", "Actions completed", "share",
         "How many corrective actions of the quarter's gaps are completed.",
         "Completed / all, of the quarter's gaps.", "Cancelled actions are no part of it.",
         _AFTER_ACTION, "higher"),
    Term("criteria_met", "Programme", "Drill criteria met", "Criteria met", "share",
         "How many of the success criteria set for the drills were met.",
         "Met / judged.", "Criteria nobody judged are counted beside it.", _AFTER_ACTION,
         "higher"),
    Term("tasks_on_plan", "Programme", "Runbook steps within plan", "Steps on plan", "share",
         "How many runbook steps took no longer than planned.",
         "Steps within their planned duration / steps with both durations.", "", _AFTER_ACTION,
         "higher"),
    Term("improvement_plan_complete", "Programme", "Gaps with a complete plan", "Plan complete",
         "share",
         "How many open gaps have an action, an owner and a due date.",
         "Open gaps with all three / open gaps.",
         "Owner and date may be the gap's or the action's. No open gap is complete.",
         _AFTER_ACTION, "higher"),
    Term("follow_up_drills", "Programme", "Follow-up drills planned", "Follow-up drills", "count",
         "How many drills are dated after the quarter's last one.",
         "Drills dated after the quarter's last completed one and not yet ended.", "", _PROGRAMME,
         "higher"),
    Term("spend", "Programme", "Spent of the budget", "Spent of budget", "share",
         "How much of the budget is spent.", "Actual / budget, over lines with both, per currency.",
         "Currencies are never added. Lines lacking one amount are left out and counted.",
         _PROGRAMME, None),
    # --- People -----------------------------------------------------------------------------------
    Term("satisfaction_favourable", "People", "Favourable answers", "Favourable", "share",
         "How many answers to the survey are favourable.",
         "Answers of 4–5 on a five-point scale / answers, per question and over all.",
         "Groups under five answers are not broken out. Another scale is named, never mixed.",
         "Top-two-box, the common reading of five-point scales", "higher"),
    Term("messages_on_time", "People", "Messages sent in time", "Messages in time", "share",
         "How many messages with a target went out in time.",
         "Sent in time / messages with a target; target minutes run from the drill's first "
         "declaration, else its start.", "Not sent is not in time.", _AFTER_ACTION, "higher"),
    Term("first_message_median", "People", "Time to the first message", "First message", "s",
         "How long it takes until the first message goes out.",
         "Median over drills of first message − first declaration, else the drill's start.", "",
         _AFTER_ACTION, "lower"),
    Term("acknowledged_rate", "People", "Messages acknowledged", "Acknowledged", "share",
         "How many messages were confirmed by those they went to.", "Acknowledged / sent.",
         "A yes without a time counts; one that cannot be acknowledged was sent all the same.",
         _AFTER_ACTION, "higher"),
    Term("participation", "People", "Participation", "Took part", "share",
         "How many of the invited people took part.", "Attended / invited, in people.",
         "People who came uninvited are no part of it.", _PROGRAMME, "higher"),
    Term("trained", "People", "Trained before the drill", "Trained before", "share",
         "How many of those who took part had been trained before.",
         "Trained before the drill / attended.", "", _PROGRAMME, "higher"),
)
# fmt: on

TERMS: dict[str, Term] = {term.id: term for term in _ALL}


@dataclass(frozen=True)
class Mark:
    """How a verdict looks in words: its shape, its word, Streamlit's colour of that meaning."""

    sign: str
    word: str
    colour: str


_MET, _MISSED, _LOST, _OPEN = (
    ("●", "green"),
    ("◆", "red"),
    ("✕", "violet"),
    ("○", "gray"),
)
# Verdicts of a test, outcomes that outrank them, states of a criterion: a word, a shape, a colour.
MARKS: dict[str, Mark] = {
    word: Mark(sign, word, colour)
    for (sign, colour), words in (
        (_MET, ("met", "recovered", "passed", "kept", "improved", "on time", "done")),
        (_MISSED, ("missed", "not met", "regressed", "still missing", "failed", "overdue", "late")),
        (_LOST, ("not recovered", "partial")),
        (
            _OPEN,
            (
                "not tested",
                "in progress",
                "no objective",
                "not measured",
                "unknown",
                "no data",
                "not comparable",
                "planned",
            ),
        ),
    )
    for word in words
}
WARNING = Mark("▲", "warning", "orange")

OUTCOMES: dict[str, str] = {
    "recovered": "A stop instant or a duration, even beside a typed fail; or marked recovered or "
    "passed. Never when marked not recovered.",
    "partial": "Marked partial or degraded: a reduced service came back.",
    "not recovered": "Marked failed or not recovered; or begun, the stop blank and the drill "
    "ended. It has no time.",
    "in progress": "Begun, and the drill has not ended as of the date.",
    "not tested": "Marked so, or in scope of the drill without any time or result.",
    "unknown": "The rest, for example a stop cell that says 'unknown'.",
}
VERDICTS: dict[str, str] = {
    "met": "Back within the objective; a tie meets an objective written ≤ and misses one "
    "written <.",
    "missed": "Over the objective, partial, or not recovered.",
    "not tested": "No verdict: it was not tested.",
    "in progress": "No verdict yet: the drill has not ended.",
    "no objective": "No verdict: the system has no objective.",
    "not measured": "No verdict: there is no time under this clock.",
}
BANDS: dict[str, str] = {
    "minor": "Over the objective by at most 20 %.",
    "significant": "Over by more than 20 % and at most 50 %.",
    "critical": "Over by more than 50 %, or anything over an objective of zero.",
    "total": "Not recovered, or partly.",
}
MARKS_OF_A_TEST: dict[str, str] = {
    "assumed start": "No disruption was written: the drill's start stands in for it.",
    "assumed end": "The drill has no written end: the last instant of its rows stands in for it.",
    "clock unspecified": "A duration without instants: it counts under every clock.",
    "estimated": "Times of a tabletop drill: never part of a recovery-time measure.",
    "inferred": "No retest was written: a later drill of the same system met its objective.",
    "approximate": "The sheet says 'about'.",
    "from log": "The instant was read in the drill's log.",
}
PHASES: dict[str, str] = {
    "detect": "From the disruption until somebody noticed.",
    "declare": "From then until the disaster was declared.",
    "mobilise": "From then until hands-on work began.",
    "restore": "From then until users could work again.",
    "validate": "From then until tests or users confirmed it.",
}
CLOCK_STARTS: dict[str, str] = {
    "disruption": "disruption",
    "detection": "detection",
    "declaration": "declaration",
    "recovery_start": "recovery start",
}
CLOCK_STOPS: dict[str, str] = {"restored": "restored", "validated": "validated"}
CRITERIA: dict[str, str] = {
    "Timely execution": "At least two drills end inside the quarter.",
    "Effective recovery": "Every system comes back under the programme's target, every time.",
    "Gap identification and mitigation": "Every gap of the first drill is closed before the next "
    "one begins, and proven in it or later.",
    "Stakeholder satisfaction": "At least 80 % favourable answers to each of the three questions.",
    "Continuous improvement": "Every open gap has action, owner and date, and a further drill is "
    "planned.",
}


def mark(word: str) -> Mark:
    """The mark of a verdict, outcome or state; an unknown word gets the ring of the unknown."""
    return MARKS.get(word, Mark("○", word, "gray"))


def badge(word: str, text: str | None = None) -> str:
    """A Streamlit badge with shape and word: `:green-badge[● met]`.

    text : shown instead of the word. It must already be escaped where it comes from a file.
    """
    shown = mark(word)
    return f":{shown.colour}-badge[{shown.sign} {text or shown.word}]"


def clock(start: str, stop: str) -> str:
    """`disruption → restored`."""
    return f"{CLOCK_STARTS[start]} → {CLOCK_STOPS[stop]}"


def help_text(metric: str) -> str:
    """Meaning, formula and edges of a metric, for the question mark beside its card."""
    term = TERMS[metric]
    return "\n\n".join(part for part in (term.meaning, f"**{term.formula}**", term.edges) if part)
