"""What can go wrong with a store, each with one plain line a person can act on."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb


class StoreError(Exception):
    """Something the store could not do; its text is one line for a person."""


class StoreBusy(StoreError):
    """Another program held the store longer than we were ready to wait."""


class StoreDamaged(StoreError):
    """The database file cannot be read back as it was written."""


class DiskFull(StoreError):
    """No room was left; nothing of the change was kept."""


class NotAStore(StoreError):
    """A file of somebody else, or a store made by a newer Drillboard."""


class StoreMoved(StoreError):
    """The store changed since the change was planned: plan it again."""


class NoSuchImport(StoreError):
    """There is no import of that number."""


_HOLDER = re.compile(r"\(PID (\d+)\)")


def is_locked(error: duckdb.Error) -> bool:
    """Whether another process holds the file, so that waiting may help."""
    text = str(error)
    return "Could not set lock on file" in text or "being used by another process" in text


def is_being_made(error: duckdb.Error) -> bool:
    """Whether another process makes the same new shared store at this moment."""
    text = str(error)
    return "Failed to initialize DuckLake" in text and (
        "already exists" in text or "duplicate key" in text or "concurrently" in text
    )


def is_conflict(error: duckdb.Error) -> bool:
    """Whether another transaction came between, so that the whole of it may be tried again."""
    return isinstance(error, duckdb.TransactionException) and "conflict" in str(error).lower()


def is_lost(error: duckdb.Error) -> bool:
    """Whether the connection is of no use any more and must be opened anew."""
    return isinstance(error, duckdb.FatalException) or "has been invalidated" in str(error)


def busy(shown: str, error: duckdb.Error) -> StoreBusy:
    """The line for a lock that was not let go in time."""
    holder = _HOLDER.search(str(error))
    whom = f" (process {holder[1]})" if holder else ""
    return StoreBusy(f"{shown} is in use by another program{whom}. Try again in a moment.")


def plain(error: duckdb.Error, shown: str, file: Path | None) -> StoreError:
    """The engine's error in words of ours.

    Parameters
    ----------
    shown : how the store is named to a person, its path or URL without secrets.
    file : its database file, or None where the engine is shared.
    """
    text = str(error)
    if "No space left" in text or "disk is full" in text.lower() or "max_temp_directory" in text:
        return DiskFull(f"The disk of {shown} is full. Nothing was changed; make room, try again.")
    if is_locked(error):
        return busy(shown, error)
    if "not a valid DuckDB database file" in text:
        return _no_database(shown, file)
    if "database file with version number" in text or "built specifically for DuckDB" in text:
        return NotAStore(f"{shown} was made by another version of DuckDB than ours.")
    if any(
        sign in text
        for sign in ("Corrupt database file", "Could not read enough bytes", "checksum", "Corrupt")
    ):
        return StoreDamaged(f"{shown} is damaged. Restore a backup: cli.py restore FILE.")
    if "Permission denied" in text or "Read-only file system" in text:
        return StoreError(f"{shown} may not be opened or written to: permission denied.")
    if "Is a directory" in text:
        return NotAStore(f"{shown} is a folder, not a database.")
    if isinstance(error, duckdb.OutOfMemoryException):
        return StoreError(f"{shown} needs more memory than DRILLBOARD_MEMORY allows.")
    return StoreError(f"{shown}: {text.splitlines()[0] if text else type(error).__name__}")


def _no_database(shown: str, file: Path | None) -> StoreError:
    # Only read when the engine could not open it: closing a file of ours would drop its lock.
    head, size = b"", 0
    if file is not None and file.is_file():
        size = file.stat().st_size
        with file.open("rb") as opened:
            head = opened.read(4096)
    if size == 0:
        return StoreDamaged(f"{shown} is empty. Remove it to begin anew, or restore a backup.")
    if head[8:12] == b"DUCK" or not head.strip(b"\0"):
        return StoreDamaged(f"{shown} is damaged. Restore a backup: cli.py restore FILE.")
    return NotAStore(f"{shown} is not a Drillboard database.")
