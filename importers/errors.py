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


class TooManyLeave(ImporterError):
    """A list called whole names so few of a body's members that it is more likely a part of the list."""

    def __init__(self, leaving: int, members: int) -> None:
        self.code = "too_many_leave"
        self.message = f"{leaving:,} of the {members:,} members on record are not in this file."
        self.next_step = (
            "If it is only a part of the list, bring it in as a part. If it really is the whole list, say "
            "too that many may leave (--many-leave)."
        )
        super().__init__(f"{self.message} {self.next_step}")
        self.leaving = leaving
        self.members = members


class NobodyNamed(ImporterError):
    """A list called whole without a row that can be used: it says nothing of who has left."""

    def __init__(self, leaving: int) -> None:
        self.code = "nobody_named"
        self.message = f"No row of this file can be used; {leaving:,} members on record would leave."
        self.next_step = "Check file and sheet, and mend the rows. Nobody leaves by such a list."
        super().__init__(f"{self.message} {self.next_step}")
