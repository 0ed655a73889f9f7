"""The whole picture in little, and the surroundings of one mark: who is on which list, led by whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.network.picture import Mark, MarkKind, Picture, Tie, TieKind

OVERLAPS_PER_BODY = 2
"""A body's strongest overlaps that are drawn: all of them make a hairball."""

TIES_PER_BODY = 2
"""A body's communities that are drawn as ties on the overview, strongest first; the list has them all."""


@dataclass(frozen=True)
class Network:
    """What a picture is drawn from.

    ``members`` gives the member ids of each body, ``led_by`` the ids of organisations led by each
    community (only those that may be shown), ``liaisons`` (contact id, body id, words), ``funding``
    (funder id, recipient id, words; surroundings only). ``marks`` holds
    a mark for every body, contact, community and shown organisation, by id.
    """

    marks: Mapping[str, Mark]
    members: Mapping[str, frozenset[str]] = field(default_factory=dict)
    led_by: Mapping[str, frozenset[str]] = field(default_factory=dict)
    liaisons: Sequence[tuple[str, str, str]] = ()
    funding: Sequence[tuple[str, str, str]] = ()


def shared_members(members: Mapping[str, Collection[str]]) -> dict[tuple[str, str], int]:
    """Return how many members each pair of bodies shares; pairs in id order, none that share nobody.

    Counted from each member's bodies, so the work grows with the memberships and not with the pairs.
    """
    bodies_of: dict[str, list[str]] = {}
    for body in sorted(members):
        for member in members[body]:
            bodies_of.setdefault(member, []).append(body)
    pairs: Counter[tuple[str, str]] = Counter()
    for bodies in bodies_of.values():
        pairs.update((one, two) for i, one in enumerate(bodies) for two in bodies[i + 1 :])
    return dict(pairs)


def members_led_by(network: Network) -> dict[tuple[str, str], int]:
    """Return for each (body, community) how many members of the body it leads; none that are nought."""
    found: dict[tuple[str, str], int] = {}
    for body, members in network.members.items():
        for community, led in network.led_by.items():
            both = len(members & led)
            if both:
                found[body, community] = both
    return found


def overview(network: Network) -> Picture:
    """Return every body, contact and community as marks, tied by members, overlaps and liaisons."""
    kinds = (MarkKind.BODY, MarkKind.CONTACT, MarkKind.COMMUNITY)
    marks = tuple(mark for kind in kinds for mark in network.marks.values() if mark.kind is kind)
    ties = [*_led_ties(members_led_by(network), TIES_PER_BODY)]
    ties += _overlap_ties(shared_members(network.members))
    ties += _liaison_ties(network.liaisons)
    return Picture(marks, tuple(ties)).without_loose_ties()


def _led_ties(counts: Mapping[tuple[str, str], int], at_most: int | None = None) -> Iterable[Tie]:
    strongest: dict[str, list[tuple[int, str]]] = {}
    for (body, community), count in counts.items():
        strongest.setdefault(body, []).append((-count, community))
    for body in sorted(strongest):
        for minus, community in sorted(strongest[body])[:at_most]:
            words = f"{-minus:,} {'member' if minus == -1 else 'members'}"
            yield Tie(body, community, TieKind.MEMBERS_LED_BY, -minus, words)


def _overlap_ties(pairs: Mapping[tuple[str, str], int]) -> list[Tie]:
    best: dict[str, list[tuple[int, tuple[str, str]]]] = {}
    for pair, count in pairs.items():
        for body in pair:
            best.setdefault(body, []).append((-count, pair))
    drawn = {pair for ranked in best.values() for _, pair in sorted(ranked)[:OVERLAPS_PER_BODY]}
    return [
        Tie(one, two, TieKind.SHARED_MEMBERS, pairs[one, two], f"{pairs[one, two]:,} shared")
        for one, two in sorted(drawn)
    ]


def _liaison_ties(liaisons: Iterable[tuple[str, str, str]]) -> list[Tie]:
    return [Tie(contact, body, TieKind.DEALS_WITH, 1, words) for contact, body, words in liaisons]


def surroundings(network: Network, centre: str, *, limit: int = 150) -> Picture:
    """Return one mark and what is directly tied to it, at most ``limit`` marks; KeyError if unknown.

    An organisation: the bodies whose lists it is on, the communities that lead it, and the contacts
    those bodies deal with. A body: its contacts, communities and members. Both: who funds them
    and whom they fund. A community: the bodies with members led by it and those organisations. A contact:
    its bodies and the communities they reach.
    Bodies, communities and contacts come before organisations; ``left_out`` says how many were too many.
    """
    near = [*_near(network, centre), *_in_grants_with(network, centre)]
    kept = [name for name in near if name in network.marks][: limit - 1]
    marks = (network.marks[centre], *(network.marks[name] for name in kept))
    left_out = sum(name in network.marks for name in near) - len(kept)
    names = {mark.id for mark in marks}
    picture = Picture(marks, tuple(_ties_among(network, names)), centre, left_out)
    return picture.without_loose_ties()


def _in_grants_with(network: Network, centre: str) -> list[str]:
    """Return the funders of an organisation or body and those it funds, once each, funders first."""
    funders = [funder for funder, recipient, _ in network.funding if recipient == centre]
    recipients = [recipient for funder, recipient, _ in network.funding if funder == centre]
    near = set(_near(network, centre))
    return [each for each in dict.fromkeys([*funders, *recipients]) if each not in near and each != centre]


def _near(network: Network, centre: str) -> list[str]:
    kind = network.marks[centre].kind
    bodies_of = {body for body, members in network.members.items() if centre in members}
    leads = {community for community, led in network.led_by.items() if centre in led}
    if kind is MarkKind.CONTACT:
        bodies = {body for contact, body, _ in network.liaisons if contact == centre}
        return [*sorted(bodies), *sorted(_communities_of(network, bodies))]
    if kind is MarkKind.COMMUNITY:
        led = network.led_by.get(centre, frozenset())
        bodies = {body for body, members in network.members.items() if members & led}
        return [*sorted(bodies), *sorted(led)]
    if kind is MarkKind.BODY:
        contacts = {contact for contact, body, _ in network.liaisons if body == centre}
        near = sorted(_communities_of(network, {centre}) | leads) + sorted(contacts)
        return [*near, *sorted(bodies_of), *sorted(network.members.get(centre, ()))]
    contacts = {contact for contact, body, _ in network.liaisons if body in bodies_of}
    return [*sorted(bodies_of), *sorted(leads), *sorted(contacts)]


def _communities_of(network: Network, bodies: Collection[str]) -> set[str]:
    members = frozenset[str]().union(*(network.members.get(body, frozenset()) for body in bodies))
    return {community for community, led in network.led_by.items() if led & members}


def _ties_among(network: Network, names: Collection[str]) -> Iterable[Tie]:
    yield from _liaison_ties(one for one in network.liaisons if one[0] in names and one[1] in names)
    yield from (
        Tie(funder, recipient, TieKind.FUNDED, 1, words)
        for funder, recipient, words in network.funding
        if funder in names and recipient in names
    )
    counts = members_led_by(network)
    yield from _led_ties({pair: count for pair, count in counts.items() if set(pair) <= set(names)})
    for body in sorted(set(network.members) & set(names)):
        for member in sorted(network.members[body] & set(names)):
            yield Tie(member, body, TieKind.MEMBER_OF, 1, "on its list")
    for community in sorted(set(network.led_by) & set(names)):
        for led in sorted(network.led_by[community] & set(names)):
            yield Tie(led, community, TieKind.LED_BY, 1, "led by them")
