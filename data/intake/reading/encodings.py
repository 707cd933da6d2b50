"""Bytes of a text file become characters: BOM, NUL pattern, strict UTF-8, then a guess."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from data.intake.reading.refusal import UnreadableFile

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNS = frozenset("\u201a\u2018€„…†‡‰’“”•–—™£§©«»°±²·¼½¾×¿¡\u00a0\u00ad")
_ODD = re.compile(r"[a-zß-ÿ][À-ÞŠŒŽŸ]|[^\x00-\x7f]{4,}")
_SAMPLE = 256 * 1024
_MOST_CONTROLS = 0.02
_CONTROLS = {*range(32)} - {0, 9, 10, 11, 12, 13, 27, 28, 29, 30, 31}


@dataclass(frozen=True)
class Encoding:
    """How the bytes are read: Python's name, and whether it was guessed."""

    name: str
    is_guess: bool = False


def encoding_of(start: bytes, *, is_whole: bool) -> Encoding:
    """The encoding, by the beginning of a file; UnreadableFile when the bytes are no text.

    `is_whole`: `start` is all of it; else a character may be cut at its end.
    """
    for bom, name in _BOMS:
        if start.startswith(bom):
            return Encoding(name)
    wide = _without_bom(start)
    if wide:
        return Encoding(wide, is_guess=True)
    if _looks_binary(start):
        raise UnreadableFile(
            "is not a spreadsheet: its content is neither a workbook nor text; save the table as "
            ".xlsx or .csv and upload that"
        )
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(start, final=is_whole)
    except UnicodeDecodeError:
        return Encoding(_guess(start[:_SAMPLE]), is_guess=True)
    return Encoding("utf-8")


def _without_bom(start: bytes) -> str | None:
    """UTF-16 without a mark: in Latin text every other byte is NUL."""
    sample = start[:4096]
    if len(sample) < 4 or sample.count(0) < len(sample) * 0.3:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 10 * even:
        return "utf-16-le"
    if even > 10 * odd:
        return "utf-16-be"
    return None


def _looks_binary(start: bytes) -> bool:
    sample = start[:_SAMPLE]
    controls = sum(sample.count(code) for code in _CONTROLS)
    nulls = sample.count(0)
    return controls > _MOST_CONTROLS * len(sample) or nulls > 0.1 * len(sample)


def _guess(sample: bytes) -> str:
    """The Windows code page when its letters are plausible, else what charset-normalizer says."""
    if _is_western(sample):
        return "cp1252"
    from charset_normalizer import from_bytes  # 40 ms, and few files need it

    best = from_bytes(sample).best()
    if best is None or best.encoding in ("ascii", "utf_8"):
        return "cp1252"
    return codecs.lookup(best.encoding).name


def _is_western(sample: bytes) -> bool:
    """Whether the bytes are plausible as cp1252: letters and signs of Western languages, no capital
    behind a small letter, no long runs of accents."""
    try:
        text = sample.decode("cp1252")
    except UnicodeDecodeError:
        return False
    foreign = [letter for letter in text if letter > "\x7f"]
    odd = sum(not (letter.isalpha() or letter in _SIGNS) for letter in foreign)
    return odd + len(_ODD.findall(text)) <= 0.02 * len(foreign)
