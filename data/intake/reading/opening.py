"""Bytes become a raw book, in the order of the guards: size, signature, zip directory, content.

This runs in the process that may die of a hostile file; `guarded` is the door for everybody else.
"""

from __future__ import annotations

from pathlib import Path

from data.intake.reading.limits import LIMITS, Limits
from data.intake.reading.raw import RawBook
from data.intake.reading.refusal import UnreadableFile
from data.intake.reading.safety import check_size, kind_of, ole_format, opened_zip

_LEGACY = {"xls", "xlsx", "xlsm", "xlsb", "ods"}
MACROS = "contains macros, which were not run"


def opened(
    source: Path | bytes, name: str, limits: Limits = LIMITS, *, beside: bool = False
) -> RawBook:
    """The book in a file; UnreadableFile when it holds none or may not be read.

    `name` decides nothing but what a text is meant to be (.json). A path is for large texts: a
    workbook is read as bytes. `beside`: see `spreadsheet.read_zipped`.
    """
    suffix = name.rpartition(".")[2].casefold()
    start = source[:8192] if isinstance(source, bytes) else _first(source)
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size:
        kind = kind_of(start)
    else:
        kind = "text"
    check_size(size, limits, is_text_path=kind == "text" and isinstance(source, Path))
    if kind == "text":
        return _text(source, start, suffix, limits)
    # Only these need calamine, and only here: a text starts faster without it.
    from data.intake.reading.spreadsheet import read_xls, read_zipped

    data = source if isinstance(source, bytes) else source.read_bytes()
    if kind == "ole":
        ole_format(data)
        book = read_xls(data, limits)
    else:
        book = read_zipped(data, limits, beside=beside)
    if book.has_macros:
        book.remarks.insert(0, MACROS)
    if book.external_links:
        links = "1 other file" if len(book.external_links) == 1 else (
            f"{len(book.external_links)} other files"
        )  # fmt: skip
        book.remarks.append(
            f"refers to {links} ({', '.join(book.external_links[:3])}), which were not opened: the "
            "values last saved were read"
        )
    if suffix != book.format and suffix in _LEGACY | {"csv", "tsv", "txt", "json"}:
        book.remarks.append(f"is named .{suffix} but is an .{book.format} workbook; it was read so")
    return book


def why_refused(data: bytes, limits: Limits = LIMITS) -> str | None:
    """What a file asks for that no reader survives; None when the guards see nothing.

    Looks without reading: for a file whose reading was killed.
    """
    import io

    from data.intake.reading.spreadsheet import scan

    try:
        if kind_of(data[:8192]) == "zip":
            from data.intake.reading.safety import zip_format

            archive = opened_zip(io.BytesIO(data), limits)
            scan(archive, RawBook(zip_format(archive)), limits)
    except UnreadableFile as refused:
        return refused.reason
    return None


def _text(source: Path | bytes, start: bytes, suffix: str, limits: Limits) -> RawBook:
    from data.intake.reading.delimited import read_delimited

    begins = start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")[:1]
    if suffix == "json" or begins in (b"[", b"{"):
        from data.intake.reading.objects import read_json

        if isinstance(source, bytes) or source.stat().st_size <= limits.size:
            data = source if isinstance(source, bytes) else source.read_bytes()
            book = read_json(data, limits, is_certain=suffix == "json")
            if book:
                return book
        elif suffix == "json":
            check_size(source.stat().st_size, limits, is_text_path=False)
    book = read_delimited(source, limits)
    if not any(
        str(value).strip() for sheet in book.sheets for values, _ in sheet.columns
        for value in values[1:20]
    ):  # fmt: skip
        raise UnreadableFile("is empty: it holds nothing but blanks; export or save it again")
    return book


def _first(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(8192)
