"""A heading in its plain form: words without case, punctuation, unit and zone."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_UNITS = {
    "h": "h", "hr": "h", "hrs": "h", "hour": "h", "hours": "h",
    "m": "min", "min": "min", "mins": "min", "minute": "min", "minutes": "min",
    "s": "s", "sec": "s", "secs": "s", "second": "s", "seconds": "s",
    "d": "days", "day": "days", "days": "days",
    "%": "%", "percent": "%", "pct": "%",
    "uur": "h", "uren": "h", "ure": "h", "minuut": "min",
    "heures": "h", "horas": "h",
    "std": "h", "stunde": "h", "stunden": "h", "minuten": "min", "sekunden": "s", "tage": "days",
}  # fmt: skip
# Alone at the end of a heading only the long forms are units: "class s" is no number of seconds.
_TRAILING = {word: unit for word, unit in _UNITS.items() if len(word) > 2 and unit != "days"}
_ZONE = re.compile(
    r"^(utc|gmt|z|sast|cet|cest|eet|eest|wet|west|msk|est|edt|cst|cdt|mst|mdt|pst|pdt|myt|sgt|hkt"
    r"|jst|kst|aest|aedt|nzst|nzdt|ist|bst|wat|cat|eat)([+-]\d{1,2}(:?\d{2})?)?$|^[+-]\d{2}:?\d{2}$"
    r"|^(?:africa|america|asia|australia|europe|pacific|indian|atlantic)/[a-z_/]+$"
)
_CURRENCY = re.compile(r"^(zar|usd|eur|gbp|r|\$|€|£)$")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
# What a bracket says of how to fill a column in is no part of its name: "(Y/N)", "(hh:mm)".
_HINT = re.compile(
    r"^(?:y/n|yes/no|y / n|yes / no|pass/fail|pass / fail|p/f|ok/fail|true/false|h/m/l|l/m/h"
    r"|high/medium/low|low/medium/high|\d ?(?:-|–|to) ?\d{1,2}|scale.*|optional|required|mandatory"
    r"|if any|if applicable|if known|timestamp|h?h:mm(?::ss)?|dd[/.-]mm[/.-]yy(?:yy)?"
    r"|mm[/.-]dd[/.-]yy(?:yy)?|yyyy-mm-dd(?: hh:mm)?|select|drop ?down|print|s|es|#|local time"
    r"|24 ?h(?:our)?s?)$"
)
_YES_OR_NO = re.compile(r"^(?:y ?/ ?n|yes ?/ ?no|pass ?/ ?fail|p/f|ok/fail|true/false)$")
_NUMBER_SIGN = re.compile(r"(?<=[a-z]) ?#$", re.IGNORECASE)
_LONG_FORMS = (
    ("recovery time objective", "rto"),
    ("recovery point objective", "rpo"),
    ("recovery time actual", "rta"),
    ("recovery point actual", "rpa"),
    ("re test", "retest"),
)
# A length of time has no zone: in "RTO-Ist" and "RTO (est.)" these say actual and estimated.
_LENGTH = re.compile(r"(?<![a-z])(?:rto|rpo|rta|rpa|recovery (?:time|point) objective)(?![a-z])")
_NO_ZONE = ("ist", "est")
# Target and actual as German reports write them.
_GERMAN = {"soll": "target", "sollwert": "target", "ist": "actual", "istwert": "actual"}
_SPENT = (["taken"], ["to", "recover"], ["to", "restore"], ["elapsed"])
_STOP = {"the", "a", "an", "please", "your"}


@dataclass(frozen=True)
class Phrase:
    """A heading's words in plain form, with the unit, zone and currency it carried."""

    words: str
    unit: str | None = None
    zone: str | None = None
    currency: str | None = None
    is_answer: bool = False  # the heading itself asks for a yes or a no


@lru_cache(maxsize=20_000)
def phrase(text: str) -> Phrase:
    """The plain form of a heading: `Target RTO (Min)` gives `target rto` with the unit min."""
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "")
    if text.strip() != "#":
        text = _NUMBER_SIGN.sub(" no", text.replace("_", " ")).strip(" *#:?")
    unit = zone = currency = None
    is_answer = False
    is_length = bool(_LENGTH.search(_CAMEL.sub(" ", text).casefold()))

    def is_zone(word: str) -> bool:
        return bool(_ZONE.match(word)) and not (is_length and word.strip(".") in _NO_ZONE)

    def take(match: re.Match[str]) -> str:
        nonlocal unit, zone, currency, is_answer
        inner = match.group(1).strip().casefold()
        if inner.rstrip(".") in _UNITS:
            unit = _UNITS[inner.rstrip(".")]
            return " "
        if is_zone(inner.replace(" ", "")):
            zone = inner.replace(" ", "").upper()
            return " "
        if _CURRENCY.match(inner):
            currency = {"r": "ZAR", "$": "USD", "€": "EUR", "£": "GBP"}.get(inner, inner.upper())
            return " "
        if _HINT.match(inner):
            is_answer = is_answer or bool(_YES_OR_NO.match(inner))
            return ""
        return f" {match.group(1)} "

    text = _BRACKETS.sub(take, text[:300])
    text = _CAMEL.sub(" ", text).casefold()
    text = re.sub(r"[^\w%#+]+", " ", text)
    words = [word for word in text.split() if word not in _STOP]
    if len(words) > 1 and words[0] in _TRAILING and words[1:] in _SPENT and unit is None:
        unit, words[0] = _TRAILING[words[0]], "time"  # "Hours taken"
    if len(words) > 1 and words[-1] in _TRAILING and unit is None:
        unit = _TRAILING[words.pop()]
    if len(words) > 1 and is_zone(words[-1]) and words[-1] != "z":
        zone = words.pop().upper()
    joined = " ".join(_GERMAN.get(word, word) for word in words) if is_length else " ".join(words)
    for long, short in _LONG_FORMS:
        joined = re.sub(rf"\b{long}\b", short, joined)
    # "RTO RTO target" and "Recovery time objective (RTO)" say the same word twice.
    seen: list[str] = []
    for word in joined.split():
        if word not in seen:
            seen.append(word)
    return Phrase(" ".join(seen), unit, zone, currency, is_answer)
