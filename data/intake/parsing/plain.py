"""What every parser does first: the plain form of a text, what counts as empty, how to refuse.

People paste from Word, Markdown, LaTeX and the web. The plain form keeps the meaning and drops the
dress: bold marks, no-break spaces, look-alike dashes, footnote signs. Every pattern here and in the
other parsers runs in linear time, and longer texts are refused before any of them is tried.
"""

from __future__ import annotations

import html
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from data.intake.parsing.parsed import Parsed
from data.problems import Severity

TOO_LONG = 500

Cell = str | bool | int | float | datetime | date | time | timedelta | None
"""What a reader gives for one cell."""

_FRACTIONS = {"½": ".5", "¼": ".25", "¾": ".75", "⅓": ".333333", "⅔": ".666667"}
_FRACTION = re.compile(r"(\d*)\s?([½¼¾⅓⅔])")
_SUPERSCRIPT = re.compile("[⁰¹²³⁴-⁹]+")
_DASHES = dict.fromkeys(map(ord, "−–—―\u2012‑\u2010\u2043\ufe63\uff0d"), "-")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f"))
_LATEX = (
    (re.compile(r"\\(?:text|mathrm|mathbf|textbf|mbox)\s?\{([^{}]*)\}"), r"\1"),
    (re.compile(r"\\leq?(?:slant)?\b"), "<="),
    (re.compile(r"\\geq?(?:slant)?\b"), ">="),
    (re.compile(r"\\lt\b"), "<"),
    (re.compile(r"\\gt\b"), ">"),
    (re.compile(r"\\(?:approx|sim)\b"), "~"),
    (re.compile(r"\\[,;: !]"), " "),
    (re.compile(r"\\([%$#&_])"), r"\1"),
)
_MARKDOWN = re.compile(r"\*\*|__(?=[^_\s])|(?<=[^_\s])__|`")
_STRUCK = re.compile(r"~~[^~]*~~")
_BREAK = re.compile(r"<br\s?/?>", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_FOOTNOTE = re.compile(r"[*†‡]+$")
_FORMULA_ERRORS = ("#n/a", "#ref!", "#div/0!", "#value!", "#name?", "#num!", "#null!")

_EMPTY_WORDS = {
    "not applicable": (
        "n/a | na | n.a | n.a. | n / a | not applicable | non applicable | does not apply | "
        "not relevant | not required | nvt"
    ),
    "pending": (
        "tbc | tbd | tba | pending | to be confirmed | to be determined | to be decided | "
        "to be announced | to be advised | awaiting | not yet | not yet known | outstanding | "
        "to follow | in progress | ongoing | wip"
    ),
    "unknown": (
        "unknown | not known | unclear | not recorded | not available | not measured | "
        "not captured | not given | not provided | not logged | unavailable | no data | "
        "no record | missing | varies | various | variable | null | nan | nat | <na>"
    ),
    "not tested": (
        "not tested | untested | not run | not executed | not performed | not exercised | "
        "skipped | deferred | out of scope | not in scope | not done | not attempted"
    ),
}
EMPTY_WORDS = {
    word.strip(): kind for kind, words in _EMPTY_WORDS.items() for word in words.split("|")
}
_LED_BY_EMPTY = re.compile(
    r"(n/a|tbc|tbd|tba|not tested|pending|awaiting|unknown|not available|not applicable)\b[ *]+\D*"
)
_NOTE_BEGINS = re.compile(r"\s*[(\[;,:*†‡]|\s+-+\s+")
_MASKS = frozenset(
    "d dd m mm mmm mmmm yy yyyy h hh s ss am pm am/pm utc gmt sast cet z t x xx xxx xxxx".split()
)
_MASK_SPLIT = re.compile(r"[\s:/.,\-]+|(?<=dd)t(?=hh)")
_BLANK_LINE = re.compile(r"[_.…\s]+")
_UNIT_WORDS = re.compile(r"[a-z%]{0,10}(?: [a-z%]{1,10})?")
_PLACEHOLDERS = (
    re.compile(r"\[[^\[\]\d]{2,}\]"),  # [System Name]
    re.compile(r"\{[^\d]{2,}\}.{0,12}"),  # {XX} min
    re.compile(r"<[a-z][^<>\d]*>"),  # <name>
    re.compile(r"t ?[+-] ?[xn]{1,2} ?[a-z]{0,4}"),  # T+X, T+Xm
    re.compile(r"x{2,4} ?[a-z%]{0,8}"),  # xx min
    re.compile(r"(?:pass|yes|y|met) ?/ ?(?:fail|no|n|not met|missed)(?: ?/ ?[a-z/]{1,12})?"),
    re.compile(r"[xn] (?:h|hours?|hrs?|min|mins|minutes?|s|sec|seconds?|days?|%)"),  # X hours
)


class Unreadable(ValueError):
    """Raised inside the parsers where a cell cannot be read; becomes a `Parsed` with a problem."""

    def __init__(self, code: str, message: str, severity: Severity = "error") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.severity: Severity = severity

    def parsed(self, expected: str) -> Parsed:
        """The problem as a result, with how such a cell is written."""
        return Parsed(
            code=self.code, message=self.message, expected=expected, severity=self.severity
        )


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """The text without its dress: one kind of dash and space, no bold, LaTeX, HTML, footnote signs.

    Case is kept. Vulgar fractions become decimals (1½ is 1.5) and superscript footnotes go before
    the compatibility folding, which would read 1½ as 11/2 and 4h¹ as 4h1.
    """
    text = text[: TOO_LONG * 4]
    if any(c in _FRACTIONS for c in text):
        text = _FRACTION.sub(lambda found: (found[1] or "0") + _FRACTIONS[found[2]], text)
    text = _SUPERSCRIPT.sub("", text)
    text = _STRUCK.sub("", text)
    text = _BREAK.sub(" ", html.unescape(text))
    text = unicodedata.normalize("NFKC", text).translate(_DASHES).translate(_INVISIBLE)
    if "\\" in text:
        for pattern, by in _LATEX:
            text = pattern.sub(by, text)
    text = _SPACES.sub(" ", text).strip()
    if len(text) > 1 and text[0] == text[-1] == "$":
        text = text[1:-1].strip()
    text = _MARKDOWN.sub("", text).strip()
    if len(text) > 2 and text[0] in "*_" and text[-1] == text[0] and text.strip("*_ "):
        text = text[1:-1].strip()  # *emphasis*
    return _FOOTNOTE.sub("", text).strip() or text


def shown(value: Cell) -> str:
    """The cell as a person sees it, short enough for a message."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        text = str(int(value))
    elif isinstance(value, datetime):
        text = value.strftime("%Y-%m-%d %H:%M:%S").removesuffix(":00")
    elif isinstance(value, date):
        text = value.isoformat()
    elif isinstance(value, time):
        text = value.strftime("%H:%M:%S").removesuffix(":00")
    elif isinstance(value, timedelta):
        minutes, seconds = divmod(round(abs(value.total_seconds())), 60)
        sign = "−" if value < timedelta(0) else ""
        text = f"{sign}{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    else:
        text = " ".join(str(value).split())
    return text if len(text) <= 60 else text[:57].rstrip() + "…"


def empty_kind(text: str) -> str | None:
    """Why a plain text says nothing: not applicable, pending, unknown or not tested.

    None for a text that says something. The unfilled blanks of a form (`___ min`, `[System Name]`,
    `{XX} min`, `DD/MM/YYYY`) are unknown; a dash alone is not applicable. A note behind the word
    (`N/A (geo-replication)`, `TBD**`) does not change it.
    """
    low = text.casefold().strip(" .") or text
    if not low.strip("-"):
        return "not applicable"
    if not low.strip("?") or not low.strip(".…"):
        return "unknown"
    low = low.lstrip("- ") if low[0] == "-" and not any(c.isdigit() for c in low) else low
    if low in EMPTY_WORDS:
        return EMPTY_WORDS[low]
    if sorted(low) == sorted("unknown"):  # letters swapped: Unkonwn
        return "unknown"
    if _is_placeholder(low):
        return "unknown"
    begins = _NOTE_BEGINS.search(low)
    if begins and begins.start():
        head, rest = low[: begins.start()].strip(), low[begins.start() :]
        bracketed = rest.lstrip()[:1] in "([*†‡"
        if head in EMPTY_WORDS and (bracketed or not any(c.isdigit() for c in rest)):
            return EMPTY_WORDS[head]
    led = _LED_BY_EMPTY.fullmatch(low)
    return EMPTY_WORDS[led[1]] if led else None


def _is_placeholder(low: str) -> bool:
    if low.startswith("__") or low.endswith("__"):  # ___ min
        return bool(_UNIT_WORDS.fullmatch(_BLANK_LINE.sub(" ", low).strip()))
    if any(pattern.fullmatch(low) for pattern in _PLACEHOLDERS):
        return True
    parts = [part for part in _MASK_SPLIT.split(low) if part]
    is_mask = len(parts) > 1 and all(part in _MASKS for part in parts)
    return is_mask and any(len(part) > 1 for part in parts)  # "D-T" is a name


def blank(value: Cell) -> bool:
    """True for a cell with nothing in it: None, not-a-number, or a text of spaces."""
    if value is None or (isinstance(value, float) and value != value):
        return True
    return isinstance(value, str) and not plain(value)


def text_of(value: str) -> str:
    """The plain form of a cell that must be short and no formula error; raises Unreadable."""
    if len(value) > TOO_LONG:
        raise Unreadable("too_long", f"the cell holds {len(value)} characters of text")
    text = plain(value)
    if text.casefold() in _FORMULA_ERRORS:
        raise Unreadable("formula_error", f"the cell holds a formula error ({text})")
    return text


def empty(kind: str, value: Cell) -> Parsed:
    """A cell that says, in words, that it has no value, and why."""
    return Parsed(companions={"empty": kind}, reading=f"“{shown(value)}” is {kind}")
