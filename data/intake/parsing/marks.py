"""The words and signs people write for an outcome, and which of the seven marks each means."""

from __future__ import annotations

import re
from functools import lru_cache

from data.records import OUTCOMES

PASS_SIGNS = "✅✔✓🗸☑🟢👍💚🆗"
FAIL_SIGNS = "❌✖✕✗✘❎🔴👎⛔🚫"
PARTIAL_SIGNS = "🟡🟠◐"
OPEN_SIGNS = "⬜☐⚪🔲◻▢□"
DOUBT_SIGNS = "⚠❗❓"
SIGNS = PASS_SIGNS + FAIL_SIGNS + PARTIAL_SIGNS + OPEN_SIGNS + DOUBT_SIGNS + "☒🔵⏳⌛⏸🚧\u2139"

_MORE = {
    "passed": (
        "y | true | p | achieved | within target | within rto | in time | on time | target met | "
        "rto met | met rto | met target | rpo met | succeeded | good | excellent | exceeds | "
        "conditional pass | pass with conditions | passed with conditions | passed with issues | "
        "pass with issues | passed_with_issues | successful with issues | "
        "passed with observations | performed without challenges | "
        "performed with some challenges | oui | ja | sim | all good | confirmed | approved | "
        "accepted | compliant | successful recovery | met objective | green | bestanden | "
        "erfüllt | eingehalten | erreicht | réussi | atteint | cumplido | cumprido | atingido | "
        "geslaag | geslaagd | sí | si | aprovado | aprobado | conforme | behaald | gehaald"
    ),
    "recovered": "fully recovered | recovery complete | back online | online | operational",
    "partial": (
        "partially | partly | partial pass | partially met | partially passed | partly met | "
        "partial recovery | degraded service | performed with major challenges | mixed | limited | "
        "amber | yellow"
    ),
    "failed": (
        "f | n | false | failed recovery | breached | not met | not achieved | not passed | "
        "did not pass | rto missed | target missed | target not met | rto not met | missed rto | "
        "missed target | rpo missed | exceeded rto | over rto | over target | late | nok | "
        "not ok | unsatisfactory | not successful | unable to be performed | non | nein | nee | "
        "não | nao | error | aborted | non-compliant | not compliant | rto breached | "
        "breach of rto | "
        "red | nicht bestanden | nicht erfüllt | nicht eingehalten | nicht erreicht | échoué | "
        "non atteint | no cumplido | não cumprido | não atingido | misluk | fehlgeschlagen | "
        "fallido | falhou | reprovado | mislukt | niet geslaagd | niet behaald | niet gehaald | "
        "non conforme | no conforme | não conforme | did not meet | did not meet rto | "
        "did not meet rpo | did not meet target | did not meet objective | does not meet rto | "
        "does not meet target"
    ),
    "not recovered": "did not recover | no recovery | never recovered | still down | offline",
    "not tested": (
        "planned | scheduled | not started | not executed | not performed | not exercised | "
        "not in scope | not done | not attempted | to be tested | not tested yet | postponed | "
        "nicht getestet | non testé | non testée | no probado | no probada | não testado | "
        "niet getest | nie getoets nie"
    ),
    "unknown": "unknown | not recorded | not available | inconclusive | undetermined | varies",
}


def _phrases() -> dict[str, str]:
    words = {word.casefold(): choice.value for choice in OUTCOMES for word in choice.words}
    words.update({choice.value: choice.value for choice in OUTCOMES})
    for mark, text in _MORE.items():
        words.update({word.strip(): mark for word in text.split("|")})
    return words


PHRASES = _phrases()
_LONGEST = max(len(phrase.split()) for phrase in PHRASES)
_WORD = re.compile(r"[^\W_]+(?:['_-][^\W_]+)*")
# Words that may follow a verdict without changing it: "Passed after a fix", "No (accepted)".
_FOLLOWING = frozenset(
    "with w/ w/o without after but by on in within at as for since and via using under over "
    "because due".split()
)


@lru_cache(maxsize=20_000)
def mark_of(words: str) -> str | None:
    """The mark a verdict's words mean, or None; `words` in plain form without signs.

    The longest known phrase at the beginning counts, when nothing or only a note follows it: a
    bracket, a comma or dash, or a word such as `with` or `after`.
    """
    low = words.casefold().strip(" .:;,-/")
    if low in PHRASES:
        return PHRASES[low]
    ends = [found.end() for found in _WORD.finditer(low)][:_LONGEST]
    for end in reversed(ends):
        if (phrase := low[:end]) in PHRASES:
            rest = low[end:]
            following = rest.split(maxsplit=1)[0]
            noted = rest[0] in "([,;:!." or rest.lstrip()[0] in "([-;,!"
            return PHRASES[phrase] if noted or (following in _FOLLOWING and end > 1) else None
    return None


def failure_instead_of_time(text: str) -> str | None:
    """The mark when a cell meant for a time says that there was no recovery, else None.

    Only failures and partial results: a tick where a time is due says nothing about time.
    """
    bare = "".join(c for c in text if c not in SIGNS).strip()
    if any(c.isdigit() for c in bare):
        return None
    if not bare:
        return "failed" if text and all(c in FAIL_SIGNS + " " for c in text) else None
    mark = mark_of(bare)
    if len(bare) < 3 or bare.casefold() in ("false", "late", "non", "nee", "nein"):
        return None
    return mark if mark in ("failed", "not recovered", "partial") else None
