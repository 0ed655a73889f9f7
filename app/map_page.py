"""The network map's page: the picture's facts, and the same facts as lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from flask import url_for

from app.coverage import Answered
from app.exports.sheet import EXAMPLE_MARK
from app.runtime import Earshot
from graph.network.picture import Mark, MarkKind, Picture, TieKind

if TYPE_CHECKING:
    from graph.liaison_ties import LiaisonTie
    from graph.network.projection import Network


AT_MOST = 6
"""Ties named in one cell of a list; the surroundings name them all."""


@dataclass(frozen=True)
class Cell:
    """A cell of a list: text, a verdict's code when it shows one, an address when it opens something."""

    text: str
    state: str = ""
    href: str = ""


@dataclass(frozen=True)
class Head:
    """A column's heading; figures stand to the right."""

    label: str
    number: bool = False


@dataclass(frozen=True)
class Row:
    """A line of a list: the name first, then its cells."""

    name: str
    href: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Listing:
    """A table beside the picture, holding the same facts."""

    caption: str
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]


def network(running: Earshot, answered: Answered) -> tuple[Network, Mapping[str, str]]:
    """Return the network under the rule and on the day asked for, and the verdicts' words."""
    from graph.facts_in_force import ANY_TIME  # noqa: PLC0415
    from graph.liaison_ties import liaison_ties  # noqa: PLC0415 - numpy and networkx only for the map
    from graph.network import gathering  # noqa: PLC0415
    from graph.reach.verdicts import WORDS  # noqa: PLC0415

    snapshot, table = answered.snapshot, answered.table
    words = {str(verdict): text for verdict, text in WORDS.items()}
    key = ("network", table.rule, table.day, table.consultation)
    if key not in snapshot.kept:
        members = gathering.members_of_bodies(snapshot, table.day)
        ties = liaison_ties(running.store, list(members), table.day, snapshot.as_of or ANY_TIME)
        groups = frozenset(code for code in snapshot.lineage.codes if _is_group(answered, code))
        snapshot.kept[key] = gathering.network_of(
            members,
            gathering.organisations_led_by(snapshot, table.rule),
            gathering.community_marks(table.cells, groups, words),
            contact_marks(ties),
            [(tie.contact, tie.body, tie.topic or "in touch") for tie in ties],
        )
    return snapshot.kept[key], words


def funding_around(running: Earshot, answered: Answered, network: Network, mark_id: str) -> Network:
    """Return the network with one organisation's or body's grants as known then, the largest sums first."""
    from graph.facts_in_force import ANY_TIME  # noqa: PLC0415
    from graph.grants import funded_by, funds  # noqa: PLC0415
    from graph.network.funding import FundingTie, with_funding  # noqa: PLC0415

    mark = network.marks.get(mark_id)
    if mark is not None and mark.kind not in (MarkKind.BODY, MarkKind.ORGANISATION):
        return network
    at = answered.snapshot.as_of or ANY_TIME
    found = [*funded_by(running.store, mark_id, at=at), *funds(running.store, mark_id, at=at)]
    return with_funding(
        network,
        [
            FundingTie(one.funder, one.funder_name, one.recipient, one.recipient_name, one.words)
            for one in found
        ],
    )


def _is_group(answered: Answered, code: str) -> bool:
    lineage = answered.snapshot.lineage
    return lineage.communities[lineage.position[code]].under is None


def contact_marks(ties: Iterable[LiaisonTie]) -> list[Mark]:
    """Return a mark for every contact in government, once however many bodies it deals with."""
    found: dict[str, Mark] = {}
    for tie in ties:
        label = tie.name or "Somebody"
        where = tie.organisation_name if tie.organisation_name != tie.name else ""
        about = f"Government contact at {where}" if where else "Government contact"
        shown = f"{label}, {where}" if where else label
        found[tie.contact] = Mark(
            tie.contact, MarkKind.CONTACT, shown, detail=about, key=tie.organisation or ""
        )
    return list(found.values())


def named(running: Earshot, picture: Picture) -> Picture:
    """Return the picture with its organisations' names."""
    from graph.briefs import names_of  # noqa: PLC0415
    from graph.network.gathering import labelled  # noqa: PLC0415

    kinds = (MarkKind.BODY, MarkKind.ORGANISATION)
    ids = [mark.key for mark in picture.marks if mark.kind in kinds]
    return labelled(picture, names_of(running.store, ids))


def facts(picture: Picture, answered: Answered) -> dict[str, object]:
    """Return what the page's script draws from: nodes, edges, options, names and addresses by mark."""
    from app.network_map import as_vis  # noqa: PLC0415 - pyvis only for the map
    from graph.network.layout import overview_positions, surroundings_positions  # noqa: PLC0415

    places = surroundings_positions(picture) if picture.centre else overview_positions(picture)
    is_example = bool(answered.snapshot.columns.example.any())
    return {
        **as_vis(picture, places),
        "names": {mark.id: mark.label for mark in picture.marks},
        "pages": {mark.id: page_of(mark, answered) for mark in picture.marks},
        "around": {mark.id: around(mark, answered) for mark in picture.marks if mark.id != picture.centre},
        "file": "earshot-map-example-data.png" if is_example else "earshot-map.png",
        "mark": EXAMPLE_MARK if is_example else "",
    }


def page_of(mark: Mark, answered: Answered) -> str:
    """Return the address of the page about a mark; "" when there is none."""
    match mark.kind:
        case MarkKind.COMMUNITY:
            return url_for("coverage.index", **dict[str, Any](answered.asked.query(under=mark.key)))
        case MarkKind.BODY:
            return url_for("bodies.body", body_id=mark.key)
        case _:
            return url_for("organisations.record", org_id=mark.key) if mark.key else ""


def around(mark: Mark, answered: Answered) -> str:
    """Return the address of the map of a mark's surroundings."""
    asked = answered.asked
    return url_for("map.around", mark_id=mark.id, consultation=asked.consultation, rule=asked.rule)


def listings(picture: Picture, answered: Answered, words: Mapping[str, str]) -> list[Listing]:
    """Return the picture's facts as tables: bodies, communities, contacts and organisations."""
    tied = _tied(picture)
    return [
        _bodies(picture, answered, tied),
        _communities(picture, answered, words, tied),
        _contacts(picture, answered, tied),
        _organisations(picture, answered, tied),
    ]


def _tied(picture: Picture) -> dict[tuple[str, TieKind], list[tuple[Mark, str]]]:
    """Return for each mark and kind of tie what it is tied to, with the words of the tie."""
    marks = {mark.id: mark for mark in picture.marks}
    found: dict[tuple[str, TieKind], list[tuple[Mark, str]]] = {}
    for tie in picture.ties:
        for here, there in ((tie.source, tie.target), (tie.target, tie.source)):
            found.setdefault((here, tie.kind), []).append((marks[there], tie.words))
    return found


Tied = Mapping[tuple[str, TieKind], list[tuple[Mark, str]]]


def _joined(tied: Tied, mark: Mark, *kinds: TieKind, with_words: bool = False) -> Cell:
    found = [each for kind in kinds for each in tied.get((mark.id, kind), ())]
    texts = [f"{other.label} ({words})" if with_words else other.label for other, words in found]
    shown = "; ".join(texts[:AT_MOST])
    more = len(texts) - AT_MOST
    return Cell(f"{shown}; and {more} more" if more > 0 else shown or "none")


def _bodies(picture: Picture, answered: Answered, tied: Tied) -> Listing:
    heads = (
        Head("Members", True), Head("Members led by"), Head("Shares members with"), Head("Deals with")
    )  # fmt: skip
    rows = [
        Row(
            mark.label,
            page_of(mark, answered),
            (
                Cell(f"{mark.size:,}"),
                _joined(tied, mark, TieKind.MEMBERS_LED_BY, with_words=True),
                _joined(tied, mark, TieKind.SHARED_MEMBERS, with_words=True),
                _joined(tied, mark, TieKind.DEALS_WITH),
            ),
        )
        for mark in sorted(picture.of_kind(MarkKind.BODY), key=lambda mark: (-mark.size, mark.label))
    ]
    return Listing("Infrastructure bodies", heads, tuple(rows))


def _communities(picture: Picture, answered: Answered, words: Mapping[str, str], tied: Tied) -> Listing:
    heads = (Head("State"), Head("Known to be led by them", True), Head("Members of"))
    rows = [
        Row(
            mark.label,
            page_of(mark, answered),
            (
                Cell(words[mark.state], mark.state),
                Cell(f"{mark.size:,}"),
                _joined(tied, mark, TieKind.MEMBERS_LED_BY, with_words=True),
            ),
        )
        for mark in picture.of_kind(MarkKind.COMMUNITY)
    ]
    return Listing("Communities", heads, tuple(rows))


def _contacts(picture: Picture, answered: Answered, tied: Tied) -> Listing:
    rows = [
        Row(mark.label, page_of(mark, answered), (_joined(tied, mark, TieKind.DEALS_WITH, with_words=True),))
        for mark in picture.of_kind(MarkKind.CONTACT)
    ]
    return Listing("Government contacts", (Head("Bodies they deal with"),), tuple(rows))


def _organisations(picture: Picture, answered: Answered, tied: Tied) -> Listing:
    heads = (Head("On the list of"), Head("Led by"), Head("Grants from or to"))
    rows = [
        Row(
            mark.label,
            page_of(mark, answered),
            (
                _joined(tied, mark, TieKind.MEMBER_OF),
                _joined(tied, mark, TieKind.LED_BY),
                _joined(tied, mark, TieKind.FUNDED, with_words=True),
            ),
        )
        for mark in picture.of_kind(MarkKind.ORGANISATION)
    ]
    return Listing("Organisations", heads, tuple(rows))


def in_short(picture: Picture, words: Mapping[str, str]) -> list[str]:
    """Return the sentences that stand beside the overview before a mark is chosen."""
    states = Counter(mark.state for mark in picture.of_kind(MarkKind.COMMUNITY))
    bodies, contacts = picture.of_kind(MarkKind.BODY), picture.of_kind(MarkKind.CONTACT)
    said = [f"{number} {words[state].lower()}" for state, number in states.most_common()]
    return [
        f"{len(bodies)} infrastructure bodies, {len(contacts)} government contacts",
        f"{sum(states.values())} communities: {', '.join(said)}",
        "A line from a body to a community: members of the body are led by it",
        "A dashed line: the contact and the body are in touch",
        "A grey line between bodies: they share members (the strongest overlaps)",
    ]


def renamed(picture: Picture, mark_id: str) -> Mark:
    """Return the mark in the middle, with its label."""
    return next((mark for mark in picture.marks if mark.id == mark_id), replace(picture.marks[0]))
