"""What a file is, by its first bytes, and whether it may be opened at all."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import IO

from data.intake.reading.limits import MB, Limits
from data.intake.reading.refusal import UnreadableFile

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS = "open it in Excel or LibreOffice and save it as .xlsx"
_ACCEPTED = ".xlsx, .xlsm, .xls, .xlsb, .ods, .csv, .tsv and .json are read"
_COPY = f"copy its tables into a spreadsheet; {_ACCEPTED}"
_PICTURE = f"is a picture: type its table into a spreadsheet; {_ACCEPTED}"
_SIGNATURES = (
    (b"%PDF", f"is a PDF: {_COPY}"),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"{\\rtf", f"is a text document (.rtf): {_COPY}"),
    (b"\x1f\x8b", "is compressed (gzip): unpack it and upload what is inside"),
    (b"7z\xbc\xaf\x27\x1c", "is a 7-Zip archive: unpack it and upload what is inside"),
    (b"Rar!", "is a RAR archive: unpack it and upload what is inside"),
    (b"PAR1", "is a Parquet file: export it as .csv"),
    (b"SQLite format 3", "is a database: export its tables as .csv"),
    (b"\x7fELF", "is a program, not a spreadsheet"),
    (b"MZ\x90\x00", "is a program, not a spreadsheet"),
)  # fmt: skip
_EARLY_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")


def check_size(size: int, limits: Limits, *, is_text_path: bool) -> None:
    """Refuse a file that is empty or larger than allowed."""
    if size == 0:
        raise UnreadableFile("is empty: it has no content at all; export or save it again")
    most = limits.text_size if is_text_path else limits.size
    if size > most:
        raise UnreadableFile(
            f"is too large: {_amount(size)}, at most {_amount(most)} can be read; "
            "split it, or remove pictures and sheets that are not needed"
        )


def kind_of(start: bytes) -> str:
    """`zip`, `ole` or `text`, by the first bytes; UnreadableFile for what is plainly neither."""
    if start.startswith(b"PK\x03\x04"):
        return "zip"
    if start.startswith(b"PK\x05\x06"):
        raise UnreadableFile("is an empty archive: there is nothing in it to read")
    if start.startswith(_OLE):
        return "ole"
    if start.startswith(_EARLY_EXCEL):
        raise UnreadableFile(f"is a workbook of a very early Excel: {_SAVE_AS}")
    for signature, reason in _SIGNATURES:
        if start.startswith(signature):
            raise UnreadableFile(reason)
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        raise UnreadableFile(_PICTURE)
    if start[4:8] == b"ftyp":
        raise UnreadableFile(f"is a film, a sound or a picture: {_ACCEPTED}")
    markup = start[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if markup.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in markup:
        raise UnreadableFile(f"is an XML spreadsheet of Excel 2003: {_SAVE_AS}")
    if markup.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<meta")):
        raise UnreadableFile(f"is a web page, not a spreadsheet: {_SAVE_AS}")
    if markup.startswith((b"<?xml", b"<!doctype", b"<svg")):
        raise UnreadableFile("is not a spreadsheet: it is an XML document; export it as .csv")
    return "text"


def ole_format(data: bytes) -> str:
    """`xls` for an old workbook; UnreadableFile for encrypted files and other documents."""
    import msoffcrypto  # heavy, and few files need it
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            names = {"/".join(parts).casefold() for parts in ole.listdir()}
    except Exception:
        raise UnreadableFile("is damaged: open it in Excel, save it anew and upload that") from None
    password = "is password-protected: remove the password and upload it again"
    if "encryptedpackage" in names or "encryptioninfo" in names:
        raise UnreadableFile(password)
    if not names & {"workbook", "book"}:
        for stream, what in (
            ("worddocument", "a Word document (.doc): " + _COPY),
            ("powerpoint document", "a presentation (.ppt): " + _COPY),
            ("__properties_version1.0", "an e-mail (.msg): upload the file attached to it"),
        ):
            if stream in names:
                raise UnreadableFile(f"is not a spreadsheet: it is {what}")
        raise UnreadableFile("is not a spreadsheet: no workbook is in it")
    try:
        is_encrypted = msoffcrypto.OfficeFile(io.BytesIO(data)).is_encrypted()
    except Exception:
        is_encrypted = False  # some old workbooks are beyond it; the reader itself will say
    if is_encrypted:
        raise UnreadableFile(password)
    return "xls"


def opened_zip(source: IO[bytes], limits: Limits) -> zipfile.ZipFile:
    """The zip, once its directory is found harmless: few parts, modest sizes and ratios."""
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        raise UnreadableFile(
            "is damaged: the file is cut off or was changed on its way; upload it again from where "
            "it was saved"
        ) from None
    parts = archive.infolist()
    if len(parts) > limits.parts:
        raise UnreadableFile(f"is too large: it has {len(parts):,} parts, at most {limits.parts:,}")
    if sum(part.file_size for part in parts) > limits.inflated:
        raise UnreadableFile(
            f"is too large: unpacked it would take {_amount(sum(p.file_size for p in parts))}, at "
            f"most {_amount(limits.inflated)} can be read; split it into smaller workbooks"
        )
    for part in parts:
        if part.flag_bits & 1:
            raise UnreadableFile("is password-protected: remove the password and upload it again")
        if part.file_size > MB and part.file_size > limits.ratio * max(1, part.compress_size):
            raise UnreadableFile(
                "is too large: a part of it unpacks to "
                f"{part.file_size // max(1, part.compress_size)} times its size, which no workbook "
                "does; save it anew in Excel and upload that"
            )
    return archive


def zip_format(archive: zipfile.ZipFile) -> str:
    """xlsx, xlsm, xlsb or ods, by the parts of the zip; UnreadableFile for every other zip."""
    names = {name.lstrip("/").casefold() for name in archive.namelist()}
    folders = {name.partition("/")[0] for name in names}
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "content.xml" in names:
        mimetype = _start(archive, "mimetype")
        if b"encryption-data" in _start(archive, "META-INF/manifest.xml", 4 * MB):
            raise UnreadableFile("is password-protected: remove the password and upload it again")
        if mimetype and b"spreadsheet" not in mimetype:
            raise UnreadableFile(f"is not a spreadsheet: it is another OpenDocument file; {_COPY}")
        return "ods"
    if "word" in folders:
        raise UnreadableFile(f"is not a spreadsheet: it is a Word document; {_COPY}")
    if "ppt" in folders:
        raise UnreadableFile(f"is not a spreadsheet: it is a presentation; {_COPY}")
    if any(name.endswith(".iwa") for name in names) or "index.zip" in names:
        raise UnreadableFile(
            "is not a spreadsheet Drillboard reads: it is an Apple file; in Numbers choose Export "
            "To, Excel"
        )
    if "xl" in folders or "[content_types].xml" in names:
        return "xlsm" if "xl/vbaproject.bin" in names else "xlsx"
    raise UnreadableFile("is not a spreadsheet: it is a zip archive; upload the files inside it")


def check_no_doctype(archive: zipfile.ZipFile) -> None:
    """Refuse XML that declares entities of its own: no workbook does, XML bombs do."""
    for part in archive.infolist():
        if part.filename.endswith((".xml", ".rels", ".vml")):
            start = _start(archive, part.filename, 32_768)
            if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                raise UnreadableFile(
                    "is not safe to read: it declares XML entities, which no workbook does; open "
                    "it in Excel, save it anew and upload that"
                )


def _start(archive: zipfile.ZipFile, name: str, size: int = 200) -> bytes:
    """The first bytes of a part; nothing when it is not there or broken."""
    try:
        with archive.open(name) as part:
            return part.read(size)
    except (KeyError, zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, RuntimeError):
        return b""


def _amount(size: int) -> str:
    """`52 MB`, `1.4 GB`; sizes in a refusal."""
    if size < 10 * 1024:
        return f"{size:,} bytes"
    if size < MB:
        return f"{size / 1024:.0f} KB"
    return f"{size / MB:.0f} MB" if size < 1024 * MB else f"{size / MB / 1024:.1f} GB"
