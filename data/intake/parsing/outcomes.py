"""Ticks, verdict words and choices: outcomes, yes and no, one of a list.

Seven marks are typed by people (`data.records.OUTCOMES`). A cell that refers elsewhere (`SEE NOTE`)
is unknown with a warning; one that says nothing known is an error, never a guess.
"""

from __future__ import annotations

import difflib
import re
from functools import lru_cache

from data.fields import Field
from data.intake.parsing.marks import (
    DOUBT_SIGNS,
    FAIL_SIGNS,
    OPEN_SIGNS,
    PARTIAL_SIGNS,
    PASS_SIGNS,
    SIGNS,
    mark_of,
)
from data.intake.parsing.parsed import Parsed
from data.intake.parsing.plain import Cell, Unreadable, blank, empty, empty_kind, shown, text_of

EXPECTED_OUTCOME = (
    "recovered, passed, partial, failed, not recovered, not tested or unknown; a tick will do"
)
EXPECTED_BOOLEAN = "Yes or No"

_TICKED = "☑☒✅✔✓🗹"
_BOX = re.compile(r"([☐□⬜◻▢☑☒✅✔✓🗹]|\[ ?[xX✓✔]? ?\])\s*([^☐□⬜◻▢☑☒✅✔✓🗹\[\]]*)")
_REFERS = re.compile(
    r"(?:see|refer(?:s|red)?(?: to)?|as per|cf\.?)\b.{0,80}"
    r"|(?:after|following) (?:a |the )?(?:fix|retry|rerun|re-run|second attempt|workaround)\b"
    r".{0,60}"
    r"|other|comment|note"
)
_EITHER = re.compile(r"[a-z ]+(?: or |/| / )[a-z ]+")
_SEGMENT = re.compile(r"\s+-+\s+|[:;|,()\[\]]|/|\s{2,}")
_TARGET = re.compile(r"\([^()]{0,80}(?:target|rto|rpo|goal)[^()]{0,80}\)")
_TRUE = frozenset(
    "yes y true 1 on x done complete completed delivered ready available in-place present passed "
    "pass met achieved fulfilled ok included announced understood trained attended oui ja sim "
    "si confirmed finished closed verified".split()
) | {"in place", "in scope", "pre-announced", "fully", "fully met", "yes, fully", "handed over"}
_FALSE = frozenset(
    "no n false 0 off open undelivered unready unavailable absent failed fail missed excluded "
    "unannounced non nein nee nao não incomplete unmet outstanding".split()
) | {
    "not done", "not complete", "not completed", "not delivered", "not ready", "not available",
    "not in place", "not met", "not achieved", "not fulfilled", "not ok", "not included",
    "not in scope", "out of scope", "not understood", "not trained", "did not attend",
    "not announced", "in progress", "not started", "in-progress", "not yet", "planned",
    "not passed", "not finished", "not attended",
}  # fmt: skip
_PARTLY = frozenset(("partial", "partially", "partly", "partially met", "partly met", "mostly"))


def parse_outcome(value: Cell) -> Parsed:
    """The outcome mark of one cell: one of the seven of the declaration.

    `Passed with conditions` is passed and `No (accepted)` failed, with the words in the reading;
    an unticked pair (`☐ Pass ☐ Fail`) is unknown; `N/A` and `TBC` are empty.
    """
    if blank(value):
        return Parsed()
    try:
        if isinstance(value, bool) or (isinstance(value, int | float) and value in (0, 1)):
            mark = "passed" if value else "failed"
            return Parsed(mark, reading=f"{shown(value)} read as {mark}")
        if not isinstance(value, str):
            raise Unreadable("not_an_outcome", f"{shown(value)} is not an outcome")
        return _outcome(text_of(value), value)
    except Unreadable as problem:
        return problem.parsed(EXPECTED_OUTCOME)


def _outcome(text: str, raw: str) -> Parsed:
    if (boxes := _boxes(text)) is not None:
        return boxes
    if empty_kind(text) == "not applicable":
        return empty("not applicable", raw)
    words = "".join(c for c in text if c not in SIGNS).strip(" *-:")
    sign = _sign_mark(text)
    low = words.casefold()
    if not words:
        if sign is None:
            return _doubtful("unknown", raw, "says neither passed nor failed")
        return Parsed(sign, reading=f"“{shown(raw)}” read as {sign}")
    if _offers_both(low):
        return Parsed("unknown", reading=f"“{shown(raw)}” leaves both open")
    mark = mark_of(words)
    if mark is None:
        if (kind := empty_kind(words)) in ("not applicable", "pending"):
            return empty(kind, raw)
        if kind:
            return Parsed(kind, reading=f"“{shown(raw)}” is {kind}")
        mark = _mark_within(low)
    if mark is None and _REFERS.fullmatch(low):
        return _doubtful("unknown", raw, "refers elsewhere; the outcome is unknown")
    if mark is None and sign in ("passed", "failed") and not any(c.isdigit() for c in low):
        return Parsed(sign, reading=f"“{shown(raw)}” read as {sign} by its sign")
    if mark is None:
        raise Unreadable("not_an_outcome", f"“{shown(raw)}” is not an outcome")
    good, bad = {"passed", "recovered"}, {"failed", "not recovered"}
    if (sign == "passed" and mark in bad) or (sign == "failed" and mark in good):
        raise Unreadable("contradiction", f"the sign and the words of “{shown(raw)}” disagree")
    plainly = low == mark or (low in ("pass", "fail", "success") and not sign)
    return Parsed(mark, reading="" if plainly else f"“{shown(raw)}” read as {mark}")


def _doubtful(mark: str, raw: str, why: str) -> Parsed:
    said = shown(raw)
    return Parsed(
        mark,
        reading=f"“{said}” read as {mark}",
        code="outcome_unclear",
        message=f"“{said}” {why}",
        expected=EXPECTED_OUTCOME,
        severity="warning",
    )


def _sign_mark(text: str) -> str | None:
    """The mark the signs of a text mean together; None for none or for signs that disagree."""
    marks = set()
    for signs, mark in ((PASS_SIGNS, "passed"), (FAIL_SIGNS, "failed"),
                        (PARTIAL_SIGNS, "partial"), (OPEN_SIGNS, "unknown")):  # fmt: skip
        if any(c in signs for c in text):
            marks.add(mark)
    if any(c in DOUBT_SIGNS for c in text):
        return None
    return marks.pop() if len(marks) == 1 else None


def _boxes(text: str) -> Parsed | None:
    """The ticked one of several boxes with words (`☑ Pass ☐ Fail`); None when there are not two."""
    found = [(box, label.strip(" -:/|,*")) for box, label in _BOX.findall(text)]
    found = [(box, label) for box, label in found if label or box.strip("[] ")]
    if len(found) < 2 or not all(label for _, label in found):
        if text.strip() in ("☒", "[x]", "[X]", "[ ]", "[]"):
            return _box_alone(text.strip())
        return None
    ticked = [
        label
        for box, label in found
        if box in _TICKED or box.strip("[] ").casefold() in ("x", "✓", "✔")
    ]
    if not ticked:
        return Parsed("unknown", reading=f"no box of “{shown(text)}” is ticked")
    if len(ticked) > 1:
        raise Unreadable("contradiction", f"“{shown(text)}” has more than one box ticked")
    mark = mark_of(ticked[0])
    if mark is None:
        raise Unreadable("not_an_outcome", f"“{shown(ticked[0])}” is not an outcome")
    return Parsed(mark, reading=f"“{shown(ticked[0])}” is ticked")


def _box_alone(box: str) -> Parsed:
    if box == "☒":  # Word's ticked box, and a cross elsewhere
        return _doubtful("unknown", box, "may be a tick or a cross")
    mark = "unknown" if box in ("[ ]", "[]") else "passed"
    return Parsed(mark, reading=f"“{box}” read as {mark}")


def _offers_both(low: str) -> bool:
    """True for an unfilled form: `Yes / No`, `Pass/Fail`, `[Yes / No - actual RTO: X hours …]`."""
    inner = low.strip("[]{}() ")
    head = re.split(r" - |\(|:", inner, maxsplit=1)[0].strip()
    if not _EITHER.fullmatch(head):
        return False
    marks = {mark_of(part.strip()) for part in re.split(r" or |/", head)}
    return len(marks) > 1 and None not in marks


def _mark_within(low: str) -> str | None:
    """The one mark a longer text holds: `10m 18s (Target: ≤ 30m) - SUCCESS` is passed."""
    parts = [part.strip(" *.") for part in _SEGMENT.split(_TARGET.sub(" ", low))]
    marks = {mark for part in parts if len(part) > 1 and (mark := mark_of(part))}
    return marks.pop() if len(marks) == 1 else None


def parse_boolean(value: Cell) -> Parsed:
    """Yes or no: words, ticks, 1 and 0, and the states of a thing to be done (`open` is no)."""
    if blank(value):
        return Parsed()
    try:
        if isinstance(value, bool) or (isinstance(value, int | float) and value in (0, 1)):
            return Parsed(bool(value))
        if not isinstance(value, str):
            raise Unreadable("not_yes_or_no", f"{shown(value)} is neither yes nor no")
        return _boolean(text_of(value), value)
    except Unreadable as problem:
        return problem.parsed(EXPECTED_BOOLEAN)


def _boolean(text: str, raw: str) -> Parsed:
    if not text.strip("- "):
        return empty("not applicable", raw)
    if (boxes := _boxes(text)) is not None and boxes.code == "":
        if boxes.value == "unknown" and text.strip() not in ("[ ]", "[]"):
            return Parsed(companions={"empty": "unknown"}, reading=boxes.reading)
        return Parsed(boxes.value in ("passed", "recovered"), reading=boxes.reading)
    words = "".join(c for c in text if c not in SIGNS).strip(" *-:")
    low = words.casefold()
    if not words and text:
        sign = _sign_mark(text)
        if text == "☒" or sign is None or sign == "partial":
            raise Unreadable("not_yes_or_no", f"“{shown(raw)}” is neither yes nor no")
        return Parsed(sign == "passed", reading=f"“{shown(raw)}” read as {_yes(sign == 'passed')}")
    if _offers_both(low):
        return Parsed(companions={"empty": "unknown"}, reading=f"“{shown(raw)}” leaves both open")
    head = re.split(r"\s*[(\[,;:]|\s+-+\s+", low, maxsplit=1)[0].strip(" .")
    for word in (low, head):
        if word in _PARTLY:
            return Parsed(False, reading=f"“{shown(raw)}” read as no", code="partly",
                          message=f"“{shown(raw)}” is read as no", expected=EXPECTED_BOOLEAN,
                          severity="warning")  # fmt: skip
        if word in _TRUE or word in _FALSE:
            plainly = low in ("yes", "no", "true", "false")
            said = "" if plainly else f"“{shown(raw)}” read as {_yes(word in _TRUE)}"
            return Parsed(word in _TRUE, reading=said)
    if kind := empty_kind(text):
        return empty(kind, raw)
    raise Unreadable("not_yes_or_no", f"“{shown(raw)}” is neither yes nor no")


def _yes(is_yes: bool) -> str:
    return "yes" if is_yes else "no"


def parse_choice(value: Cell, field: Field) -> Parsed:
    """The allowed value a cell means, by the field's values and their words.

    Case, spaces, hyphens, signs and a note in brackets do not matter; `P1 - Critical` is found by
    either half. Words of the field come before the words for empty: `n/a` may be a status.
    """
    expected = f"one of {', '.join(field.values)}"
    if blank(value):
        return Parsed()
    try:
        if isinstance(value, bool):
            value = "yes" if value else "no"
        text = text_of(shown(value) if not isinstance(value, str) else value)
        words = "".join(c for c in text if c not in SIGNS).strip() or text
        known = _words_of(field)
        whole, halves = (
            {known[_squeezed(one)] for one in group if _squeezed(one) in known}
            for group in _candidates(words)
        )
        found = whole or halves
        if len(found) > 1:
            said = " and ".join(sorted(found))
            raise Unreadable("two_values", f"“{shown(value)}” names two values, {said}")
        if found:
            choice = found.pop()
            same = _squeezed(choice) == _squeezed(words)
            return Parsed(choice, reading="" if same else f"“{shown(value)}” read as {choice}")
        if kind := empty_kind(words):
            return empty(kind, value)
        near = difflib.get_close_matches(_squeezed(words), list(known), n=1, cutoff=0.7)
        hint = f"; the nearest is {known[near[0]]}" if near else ""
        raise Unreadable("not_allowed", f"“{shown(value)}” is not one of the known values{hint}")
    except Unreadable as problem:
        return problem.parsed(expected)


@lru_cache(maxsize=256)
def _words_of(field: Field) -> dict[str, str]:
    known: dict[str, str] = {}
    for choice in field.allowed:
        for word in (choice.value, *choice.words):
            known.setdefault(_squeezed(word), choice.value)
    for choice in field.allowed:  # a value beats another value's word
        known[_squeezed(choice.value)] = choice.value
    return known


def _squeezed(text: str) -> str:
    return re.sub(r"[\s_\-‑–/'’.]+", "", text.casefold())


def _candidates(words: str) -> tuple[list[str], list[str]]:
    """The text whole or without its note, then its halves: `P1 - Critical (customer facing)`."""
    bare = re.sub(r"[(\[][^()\[\]]*[)\]]?\s*$", "", words).strip()
    halves = re.split(r"\s+-+\s+|\s*[:;,]\s+", bare, maxsplit=1)
    number = re.sub(r"^\d+\s*[-.:)]?\s*", "", bare)
    return ([words] if words == bare else [words, bare]), [*halves, number]
