"""The five success criteria of a quarter in words: each with its evidence in one sentence.

`analytics.criteria` says which sentence tells the evidence and gives the raw facts for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from wording import numbers
from wording.numbers import count, in_words, k_of_n, share_of
from wording.sentences import against, capital, during, joined

# over the evidence, where the full name would not stand beside its badge on a phone
SHORT_NAMES = {"Gap identification and mitigation": "Gaps fixed and retested"}
_QUESTIONS = {
    "satisfaction": "satisfaction",
    "role_clarity": "role clarity",
    "training": "training",
}
Facts = Mapping[str, Any]
Names = Mapping[str, str]


def title(statuses: Sequence[str]) -> str:
    """`1 of 5 success criteria met, 1 unknown`."""
    met, unknown = list(statuses).count("met"), list(statuses).count("unknown")
    text = f"{k_of_n(met, len(statuses))} success criteria met"
    return f"{text}, {count(unknown)}{numbers.NBSP}unknown" if unknown else text


def evidence(sentence: str, facts: Facts, names: Names | None = None) -> str:
    """One sentence with the numbers a criterion was judged on.

    sentence : which one, as in `analytics.criteria.SENTENCES`. names : how to call each drill
    (`February`); its own name where there is none. KeyError for an unknown sentence.
    """
    return _EVIDENCE[sentence](facts, names or {})


def _timely(facts: Facts, names: Names) -> str:
    done, target = int(facts["completed"]), facts["target"]
    if target is None:
        text = f"{count(done, 'drill')} ended inside the quarter"
    elif done > target:
        text = f"{count(done)} drills ended inside the quarter, {count(target)} were wanted"
    else:
        text = f"{k_of_n(done, int(target))} drills ended inside the quarter"
    slipped = [names.get(one["drill"], one["drill"]) for one in facts["slipped"]]
    if len(slipped) > 2:
        slipped = [*slipped[:2], f"{count(len(slipped) - 2)} more"]
    return f"{text}; {joined(slipped)} slipped." if slipped else f"{text}."


def _recovery_no_tests(facts: Facts, _: Names) -> str:
    if not facts["drills_completed"]:
        return "No drill has been completed."
    return "No recovery time is known."


def _recovery_consistent(facts: Facts, _: Names) -> str:
    way = against(facts["target_seconds"], facts["operator"])
    return f"All {count(facts['judged'])} tests {way}, every system in scope among them."


def _recovery_failing(facts: Facts, names: Names) -> str:
    under, judged = facts["under"], facts["judged"]
    head = f"{k_of_n(under, judged)} tests {against(facts['target_seconds'], facts['operator'])}"
    missed = judged - under
    where = list(dict.fromkeys(one["drill"] for one in facts["failing"][:missed]))
    if len(where) == 1 and facts["drills_completed"] > 1:
        name = names.get(where[0], where[0])
        rest = "the other one was" if missed == 1 else f"the other {count(missed)} were all"
        if not under:
            rest = "all were"
        return f"{head}; {rest} {during(name)}."
    lost = sum(one["why"] in ("not recovered", "partial") for one in facts["failing"][:missed])
    if lost:
        never = f"{in_words(lost)} never fully came back"
        late = missed - lost
        return f"{head}; {f'{in_words(late)} came back too late, ' if late else ''}{never}."
    return f"{head}; {in_words(missed)} missed it."


def _recovery_undecided(facts: Facts, _: Names) -> str:
    way = against(facts["target_seconds"], facts["operator"])
    open_ones = len(facts["failing"])
    systems = "result is" if open_ones == 1 else "results are"
    head = f"{k_of_n(facts['under'], facts['judged'])} tests {way}"
    return f"{head}; {in_words(open_ones)} {systems} missing."


def _gaps_none(facts: Facts, names: Names) -> str:
    if facts["first"] is None:
        if facts["drills_completed"]:
            return "Only tabletops have ended; the gaps of a drill with real recovery are followed."
        return "No drill has been completed, so no gap was looked for."
    return f"No gap is recorded for {names.get(facts['first'], facts['first'])}."


def _first_gaps(facts: Facts, names: Names, then: str) -> str:
    first = names.get(facts["first"], facts["first"])
    return f"{k_of_n(facts['closed'], facts['gaps'])} {first} gaps closed {then}"


def _gaps_awaiting_drill(facts: Facts, names: Names) -> str:
    return f"{_first_gaps(facts, names, 'so far')}; the next drill has not begun."


def _gaps_no_drill(facts: Facts, names: Names) -> str:
    return f"{_first_gaps(facts, names, 'so far')}; no drill followed in the quarter."


def _gaps(facts: Facts, names: Names) -> str:
    then = names.get(facts["following"], facts["following"])
    text = _first_gaps(facts, names, f"before {then}")
    passed = f"{k_of_n(facts['verified'], facts['gaps'])} passed a retest"
    inferred = facts["inferred"]
    if inferred:
        passed += (
            ", inferred"
            if inferred == facts["verified"]
            else f", {count(inferred)}{numbers.NBSP}inferred"
        )
    return f"{text}; {passed}."


def _satisfaction_no_answers(_: Facts, __: Names) -> str:
    return "No survey answer is loaded."


def _satisfaction(facts: Facts, _: Names) -> str:
    goal = numbers.share(facts["target"])
    asked = {one: part for one, part in facts["questions"].items() if part is not None}
    silent = [_question(one) for one, part in facts["questions"].items() if part is None]
    name, worst = min(asked.items(), key=lambda one: one[1]["share"])
    rate = share_of(worst["favourable"], worst["answers"])
    if worst["is_met"]:
        text = f"Lowest is {_question(name)}, {rate} favourable"
        if len(asked) == 1:
            text = f"{capital(_question(name))} {rate} favourable"
    else:
        below = sum(not part["is_met"] for part in asked.values())
        text = f"{capital(_question(name))} {rate} favourable, {goal} wanted"
        if below > 1:
            text += f"; {in_words(below)} of {in_words(len(facts['questions']))} questions below"
    return f"{text}; nobody answered on {joined(silent)}." if silent else f"{text}."


def _question(name: str) -> str:
    return _QUESTIONS.get(name, name.replace("_", " "))


def _improvement_no_drills(_: Facts, __: Names) -> str:
    return "No drill has been completed, so none can follow."


def _improvement(facts: Facts, _: Names) -> str:
    planned, opened = facts["planned"], facts["open_gaps"]
    plan = f"{k_of_n(planned, opened)} open gaps have action, owner and date"
    if not opened:
        plan = "No gap is open"
    elif opened == 1:
        lacks = facts["lacking"][0]["lacks"] if facts["lacking"] else []
        has = f"lacks {joined(lacks)}" if lacks else "has action, owner and date"
        plan = f"The one open gap {has}"
    if not facts["follow_up_drills"]:
        return f"{plan}; no further drill is dated."
    late = facts["overdue"]
    ahead = [one for one in facts["follow_ups"] if one not in late]
    said = [f"next drill {numbers.day_in_sentence(ahead[0]['on'])}"] if ahead else []
    if late:
        on = numbers.day_in_sentence(late[0]["on"])
        said.append(
            f"the drill planned for {on} is past its day"
            if len(late) == 1
            else f"{in_words(len(late))} planned drills are past their day, the first since {on}"
        )
    return f"{plan}; {'; '.join(said)}."


_EVIDENCE: dict[str, Callable[[Facts, Names], str]] = {
    "timely": _timely,
    "recovery no tests": _recovery_no_tests,
    "recovery consistent": _recovery_consistent,
    "recovery failing": _recovery_failing,
    "recovery undecided": _recovery_undecided,
    "gaps none": _gaps_none,
    "gaps awaiting drill": _gaps_awaiting_drill,
    "gaps no drill": _gaps_no_drill,
    "gaps": _gaps,
    "satisfaction no answers": _satisfaction_no_answers,
    "satisfaction": _satisfaction,
    "improvement no drills": _improvement_no_drills,
    "improvement": _improvement,
}
SENTENCES = tuple(_EVIDENCE)
