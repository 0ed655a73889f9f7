"""What a body says of its members without naming them: "we have 340 members, 40 led by …"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.model.plan import canonical_json

MOST = 10_000_000
"""More members than any body can have: a slip of the hand."""


@dataclass(frozen=True)
class NewClaim:
    """A claim to record. ``counted_on`` is the ISO day for which it was said to hold, ``total`` the members.

    ``communities`` is {community code: members led by it}; communities overlap, so they don't add up.
    ``said_by`` is who said it, ``said_in`` where it stands (a letter, an annual report).
    """

    body: str
    counted_on: str
    total: int | None = None
    communities: Mapping[str, int] = field(default_factory=dict)
    said_by: str = ""
    said_in: str = ""
    notes: str = ""
    row: int | None = None

    @property
    def key(self) -> str:
        """The same text for the same claim, whoever records it."""
        return canonical_json(
            [self.body, self.counted_on, self.total, dict(self.communities), self.said_by, self.said_in]
        )

    @property
    def slot(self) -> str:
        """The same text for what one source says of one body and day, whatever the numbers."""
        return canonical_json([self.body, self.counted_on, self.said_in])

    def wrong(self) -> dict[str, str]:
        """Return {field: sentence} of what can't be; {} for a claim that can be recorded."""
        found: dict[str, str] = {}
        if self.total is None and not self.communities:
            found["total"] = "Give the number of members, or how many are led by a community."
        numbers = [self.total or 0, *self.communities.values()]
        if any(number < 0 or number > MOST for number in numbers):
            found["total"] = f"Numbers of members lie between 0 and {MOST:,}."
        if self.total is not None and any(number > self.total for number in self.communities.values()):
            found["communities"] = "More are led by a community than there are members in all."
        return found


@dataclass(frozen=True)
class Claim:
    """A claim as it is kept. ``communities`` are (code, name, number); ``import_id`` None for one by hand."""

    id: str
    body: str
    body_name: str
    counted_on: str
    total: int | None
    communities: tuple[tuple[str, str, int], ...]
    said_by: str
    said_in: str
    notes: str
    recorded_at: str
    recorded_by: str
    import_id: str | None = None
    row: int | None = None
    example: bool = False
