"""Who funded whom, beside the rest of the network: a funder can introduce us as a list's body can."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from graph.network.picture import Mark, MarkKind
from graph.network.projection import Network


@dataclass(frozen=True)
class FundingTie:
    """Grants from one organisation to another; ``words`` say how many, and how much."""

    funder: str
    funder_name: str
    recipient: str
    recipient_name: str
    words: str


def with_funding(network: Network, ties: Iterable[FundingTie]) -> Network:
    """Return the network with these ties, and with a mark for everybody on them.

    Meant for the surroundings of one mark: the overview shows no grants. Marks that are there stay.
    """
    every = tuple(ties)
    if not every:
        return network
    marks: dict[str, Mark] = {}
    for tie in every:
        marks[tie.funder] = _mark(tie.funder, tie.funder_name, "Funder")
        marks.setdefault(tie.recipient, _mark(tie.recipient, tie.recipient_name, "Funded by grants"))
    together: Mapping[str, Mark] = {**marks, **network.marks}
    return replace(
        network, marks=together, funding=tuple((tie.funder, tie.recipient, tie.words) for tie in every)
    )


def _mark(org_id: str, name: str, detail: str) -> Mark:
    return Mark(org_id, MarkKind.ORGANISATION, name, detail=detail, key=org_id)
