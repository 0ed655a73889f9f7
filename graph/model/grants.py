"""A grant from one organisation to another, as a row of a funder's list gives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.model.identifiers import made_id
from graph.model.names import canonical


@dataclass(frozen=True)
class GrantFact:
    """What a row says of a grant to the organisation that the row is about.

    ``funder_number`` is an org-id; ``amount`` in whole units of ``currency`` (ISO 4217), None where no
    amount is known; ``awarded_on`` an ISO day; ``grant_id`` the publisher's own name for the grant.
    """

    funder: str = ""
    funder_number: str | None = None
    amount: float | None = None
    currency: str = "GBP"
    awarded_on: str | None = None
    grant_id: str = ""
    title: str = ""
    programme: str = ""

    @property
    def named(self) -> str:
        """The text that the funder is looked up by: its org-id, else its name."""
        return self.funder_number or self.funder

    @property
    def slot(self) -> str:
        """The same short text for the same grant, whatever is said of it: its id, else all that is said."""
        return made_id("grant of", self.grant_id) if self.grant_id else made_id("grant that", *self._said)

    @property
    def _said(self) -> tuple[object, ...]:
        who = self.funder_number or canonical(self.funder)
        what = (self.amount, self.currency, self.awarded_on, self.grant_id, self.title, self.programme)
        return (who, *what)

    def key(self, source: str, recipient: str) -> str:
        """Return the same text for the same saying: a source that says it again adds nothing."""
        return made_id("grant", source, recipient, *self._said)


@dataclass(frozen=True)
class GrantOnRecord:
    """A grant in force without an identifier, as a list gave it: ``key`` is all that it said of it.

    ``organisation`` is the recipient's id; ``amount`` and ``awarded_on`` (an ISO day) are None where unknown.
    """

    organisation: str
    key: str
    funder: str
    amount: float | None
    currency: str
    awarded_on: str | None
    row: int
    import_id: str
    file_name: str


def grant_fact(said: Mapping[str, Any]) -> GrantFact:
    """Return the typed form of a row's ``grant``; keys that are absent or None say nothing."""
    return GrantFact(
        funder=said.get("funder") or "",
        funder_number=said.get("funder_number") or None,
        amount=said.get("amount"),
        currency=said.get("currency") or "GBP",
        awarded_on=said.get("awarded_on"),
        grant_id=said.get("grant_id") or "",
        title=said.get("title") or "",
        programme=said.get("programme") or "",
    )
