"""What importers raise. A bad row is a value (an issue on the row); a bad file is an exception."""

from __future__ import annotations


class ImporterError(Exception):
    """Anything that stops an import before a plan exists; the message is written for the person."""


class FileRefused(ImporterError):
    """The file can't be read as a table.

    ``code`` is for programs ("encrypted", "too_big" …), ``message`` says what is wrong and where,
    ``next_step`` what the person can do about it.
    """

    def __init__(self, code: str, message: str, next_step: str) -> None:
        super().__init__(f"{message} {next_step}")
        self.code = code
        self.message = message
        self.next_step = next_step
