"""What the app itself refuses, and the words that an error page or a command says. Caught in one place."""

from __future__ import annotations

from dataclasses import dataclass


class EarshotError(Exception):
    """Base of everything the app raises."""


class Refused(EarshotError):
    """Something asked for can't be done; the message says what, where, and ``next_step`` what to do.

    Pages answer ``status`` (400 unless given), commands exit 1; ``code`` names it for programs.
    """

    def __init__(
        self, message: str, next_step: str = "", *, status: int = 400, code: str = "refused"
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.next_step = next_step
        self.status = status

    def __str__(self) -> str:
        return f"{self.message} {self.next_step}".strip()


class NotFound(Refused):
    """A page about something that isn't there (any more)."""

    def __init__(self, message: str, next_step: str = "Go back, or search for it by name.") -> None:
        super().__init__(message, next_step, status=404)


class NotOpenYet(Refused):
    """Earshot has no accounts yet, so nothing but this machine may reach it."""


@dataclass(frozen=True)
class ErrorWords:
    """Title, what happened and what to do next, for one HTTP status."""

    title: str
    what: str
    next_step: str


ERROR_WORDS: dict[int, ErrorWords] = {
    400: ErrorWords(
        "That request could not be understood",
        "Something in the address or the form was missing or not of the kind expected.",
        "Go back, check what was typed, and send it again.",
    ),
    403: ErrorWords(
        "This is not open to you",
        "Earshot refused the request.",
        "Open Earshot on the machine it runs on, and use its own links and forms.",
    ),
    404: ErrorWords(
        "There is no such page",
        "The address leads nowhere: it may be mistyped, or what it spoke of is gone.",
        "Start again from Coverage, or search for an organisation by name.",
    ),
    405: ErrorWords(
        "That can't be done at this address",
        "The page exists, but not for this kind of request.",
        "Go back and use the form on the page.",
    ),
    413: ErrorWords(
        "The file is too large",
        "It is over the limit for uploads.",
        "Split it into smaller files, or ask whoever runs Earshot to raise EARSHOT_MAX_UPLOAD_MB.",
    ),
    500: ErrorWords(
        "Something went wrong in Earshot",
        "The fault is ours, not yours. Nothing was half saved: a change is kept whole or not at all.",
        "Try again. If it happens again, tell whoever runs Earshot the reference below.",
    ),
    503: ErrorWords(
        "The graph can't be reached just now",
        "Earshot is running, but the place where it keeps its facts does not answer.",
        "Wait a moment and try again. If it lasts, tell whoever runs Earshot the reference below.",
    ),
}
"""Every status that has words of its own; any other shows those of 400 or 500."""


def words_for(status: int) -> ErrorWords:
    """Return the words for an HTTP status, those of its class when it has none of its own."""
    return ERROR_WORDS.get(status) or ERROR_WORDS[500 if status >= 500 else 400]
