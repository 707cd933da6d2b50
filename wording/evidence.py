"""The five success criteria of a quarter in words: each with its evidence in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from wording import numbers, sentences
from wording.numbers import count, in_words, k_of_n, share_of

# over the evidence, where the full name would not stand beside its badge on a phone
SHORT_NAMES = {"Gap identification and mitigation": "Gaps fixed and retested"}
Facts = Mapping[str, Any]


def title(statuses: Sequence[str]) -> str:
    """`1 of 5 success criteria met, 1 unknown`."""
    met, unknown = list(statuses).count("met"), list(statuses).count("unknown")
    text = f"{k_of_n(met, len(statuses))} success criteria met"
    return f"{text}, {count(unknown)}{numbers.NBSP}unknown" if unknown else text


def evidence(criterion: str, facts: Facts) -> str:
    """One sentence with the numbers a criterion was judged on. Raises KeyError for another name."""
    return _EVIDENCE[criterion](facts)


def _timely_execution(facts: Facts) -> str:
    done, target = facts["completed"], facts["target"]
    drills = "drill" if target == 1 else "drills"
    verb = "ended" if facts.get("quarter_is_over", True) else "have ended"
    text = f"{count(done)} of {count(target)} {drills} {verb} inside the quarter"
    if done > target:
        text = f"{count(done)} drills {verb} inside the quarter, {count(target)} were wanted"
    slipped = [str(one["drill"]) for one in facts.get("slipped", ())]
    if slipped:
        text += f"; {sentences.joined(slipped[:3])} slipped"
        if len(slipped) > 3:
            text = text.replace(" slipped", f" and {count(len(slipped) - 3)} more slipped")
    return f"{text}."


def _effective_recovery(facts: Facts) -> str:
    under, counted = facts["under"], facts["counted"]
    target, operator = facts["target_seconds"], facts.get("operator", "<")
    untested = facts.get("untested", 0)
    if not counted:
        return "No recovery time is known."
    way = sentences.against(target, operator)
    doubt = ""
    if untested:
        verb = "was" if untested == 1 else "were"
        doubt = f"; {in_words(untested, 'system')} {verb} not tested or not timed"
    missed = counted - under
    if not missed:
        return f"All {count(counted)} tests {way}{doubt}."
    where = [one for one in facts.get("drills", ()) if one["counted"] > one["under"]]
    name = str(where[0].get("name") or where[0]["drill"]) if len(where) == 1 else ""
    if name and len(facts["drills"]) > 1:
        rest = "the other was" if missed == 1 else f"the other {count(missed)} were all"
        return f"{k_of_n(under, counted)} tests {way}; {rest} in {name}."
    return f"{k_of_n(under, counted)} tests {way}; {in_words(missed)} missed it."


def _gaps(facts: Facts) -> str:
    found, closed, verified = facts["found"], facts["closed_before"], facts["verified"]
    first = facts.get("first_name") or facts.get("first_drill")
    then = facts.get("next_name") or facts.get("next_drill")
    if first is None:
        return "No drill has been completed, so no gap was looked for."
    if not found:
        return f"No gap is recorded for {first}."
    inferred = facts.get("inferred", 0)
    passed = f"{k_of_n(verified, found)} passed a retest"
    if verified and inferred == verified:
        passed += ", inferred"
    elif inferred:
        passed += f" ({count(inferred)} inferred)"
    if then is None:
        so_far = f"{k_of_n(closed, found)} {first} gaps closed so far"
        if facts.get("quarter_is_over"):
            return f"{so_far}; no drill followed in the quarter."
        return f"{so_far}; the next drill has not begun."
    return f"{k_of_n(closed, found)} {first} gaps closed before {then}; {passed}."


def _satisfaction(facts: Facts) -> str:
    questions = [one for one in facts.get("questions", ()) if one["answers"]]
    silent = [str(one) for one in facts.get("drills_without_survey", ())]
    missing = f"no survey loaded for {sentences.joined(silent[:3])}" if silent else ""
    if not questions:
        return "No survey is loaded." if not missing else f"{sentences.capital(missing)}."
    worst = min(questions, key=lambda one: one["favourable"] / one["answers"])
    goal = numbers.share(facts["threshold"])
    name = sentences.capital(str(worst["question"]).replace("_", " "))
    rate = share_of(worst["favourable"], worst["answers"])
    if worst["favourable"] / worst["answers"] >= facts["threshold"]:
        asked = len(facts.get("questions", ()))
        text = f"{in_words(len(questions), capital=True)} of {in_words(max(asked, 3))} questions"
        if len(questions) >= max(asked, 3):
            text = f"All {in_words(len(questions))} questions"
        text += f" at {goal} or more; lowest {name.lower()} {rate}"
    else:
        text = f"{name} {rate}, {goal} wanted"
    return f"{text}; {missing}." if missing else f"{text}."


def _continuous_improvement(facts: Facts) -> str:
    opened, complete = facts["open"], facts["complete"]
    plan = "No gap is open"
    if opened:
        plan = f"{k_of_n(complete, opened)} open gaps have action, owner and date"
        if opened == 1:
            plan = f"The one open gap {'has' if complete else 'lacks an'} action, owner " + (
                "and date" if complete else "or date"
            )
    following = facts.get("follow_ups", 0)
    on = facts.get("next_follow_up_on")
    if not following:
        return f"{plan}; no further drill is dated."
    when = numbers.day_in_sentence(on) if on is not None else "is planned"
    return f"{plan}; next drill {when}."


_EVIDENCE: dict[str, Callable[[Facts], str]] = {
    "Timely execution": _timely_execution,
    "Effective recovery": _effective_recovery,
    "Gap identification and mitigation": _gaps,
    "Stakeholder satisfaction": _satisfaction,
    "Continuous improvement": _continuous_improvement,
}
