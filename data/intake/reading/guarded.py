"""The door to the reading: a file is read in a fresh process with limits, never in the server."""

from __future__ import annotations

import gc
from pathlib import Path

from data.intake.reading.asking import GivenFile, asked, given_file, why_broken
from data.intake.reading.book import Book
from data.intake.reading.early import EarlyReadings
from data.intake.reading.limits import LIMITS, Limits
from data.intake.reading.receiving import received_book
from data.intake.reading.refusal import UnreadableFile


def read_book(
    source: Path | bytes, name: str | None = None, *, limits: Limits = LIMITS,
    early: EarlyReadings | None = None,
) -> Book:  # fmt: skip
    """The book in a file: .xlsx .xlsm .xls .xlsb .ods .csv .tsv .json, by content, not by name.

    `name`: what a person calls the file; the path's name when not given. UnreadableFile, one line
    with the name in front, when there is no table to be had or it asks for too much. Texts above
    `limits.size` are read from a path only. `early` may have the file read already, from the same
    path. Safe to call from any thread.
    """
    if name is None:
        if isinstance(source, bytes):
            raise TypeError("bytes need a name")
        name = source.name
    try:
        given = given_file(source, name, limits)
        answer = early.answer(source, given) if early and isinstance(source, Path) else None
        if answer is None:
            answer = asked(given, limits)
        try:
            return _decoded(answer, given)
        except ValueError:
            raise UnreadableFile(why_broken(given, limits)) from None
    except UnreadableFile as refused:
        raise refused.named(name) from None


def _decoded(answer: bytes, given: GivenFile) -> Book:
    """The book; the collector rests meanwhile, it would walk through each new cell in vain."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        return received_book(answer, given.name, given.digest, given.size)
    finally:
        if was_on:
            gc.enable()
