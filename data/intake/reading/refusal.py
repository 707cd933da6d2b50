"""Why a file was not read, in one line a person can act on."""

from __future__ import annotations


class UnreadableFile(Exception):
    """A file was refused: `str()` is one line with the file's name, the reason and the way out.

    `reason` goes on after the name: "is password-protected: remove the password and upload it
    again". `file` is empty until the reading knows the name.
    """

    def __init__(self, reason: str, file: str = "") -> None:
        self.reason = " ".join(reason.split())
        self.file = file
        super().__init__(f"{file} {self.reason}".strip())

    def named(self, file: str) -> UnreadableFile:
        """The same refusal with the name of the file in front."""
        return UnreadableFile(self.reason, file)
