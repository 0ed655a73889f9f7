"""Where each mark of a picture stands: computed here, seeded, the same for the same picture."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from graph.network.picture import Mark, MarkKind, Picture, TieKind

Point = tuple[float, float]

WIDE, HIGH = 620.0, 430.0
"""Half the width and height of the ellipse that bodies fill: screens are wider than high."""

CONTACTS_GAP, COMMUNITIES_GAP = 0.16, 0.3
"""How far contacts stand outside the bodies, and communities outside them, in sizes of the ellipse."""

ROOM = (150.0, 92.0)
"""Width and height that a body with a short label takes up."""

SEED = 20241017


def overview_positions(picture: Picture) -> dict[str, Point]:
    """Return a place for every mark: bodies in the middle, contacts around, communities on a ring.

    Bodies that share members stand near each other (spring layout on the shared-member ties, seeded);
    a contact stands outside the bodies it deals with; communities keep their order round the ring.
    """
    bodies = _bodies_in_the_middle(picture)
    outside = max((math.hypot(x / WIDE, y / HIGH) for x, y in bodies.values()), default=0.4) + CONTACTS_GAP
    contacts = _contacts_outside(picture, bodies, outside)
    ids = [mark.id for mark in picture.of_kind(MarkKind.COMMUNITY)]
    communities = _ring(ids, outside + (COMMUNITIES_GAP if contacts else 0.0))
    return {**bodies, **contacts, **communities}


def surroundings_positions(picture: Picture) -> dict[str, Point]:
    """Return a place for every mark around ``picture.centre``: nearer kinds on inner rings.

    The rings, from inside: bodies, communities, contacts, organisations; a ring that is too full is
    doubled. Marks stand at the angle of what they are tied to, in so far as there is room.
    """
    centre = picture.centre or (picture.marks[0].id if picture.marks else "")
    places: dict[str, Point] = {centre: (0.0, 0.0)} if centre else {}
    radius = 0.0
    for kind in (MarkKind.BODY, MarkKind.COMMUNITY, MarkKind.CONTACT, MarkKind.ORGANISATION):
        ids = [mark.id for mark in picture.of_kind(kind) if mark.id != centre]
        for ring in _rings(_by_neighbours(ids, picture, places), radius):
            places.update(ring)
            radius = max(math.hypot(x / WIDE, y / HIGH) for x, y in ring.values())
    return places


def _bodies_in_the_middle(picture: Picture) -> dict[str, Point]:
    marks = picture.of_kind(MarkKind.BODY)
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(mark.id for mark in marks)
    for tie in picture.ties:
        if tie.kind is TieKind.SHARED_MEMBERS:
            graph.add_edge(tie.source, tie.target, weight=math.log1p(tie.weight))
    if not graph:
        return {}
    spread = nx.spring_layout(graph, seed=SEED, k=2.2 / math.sqrt(len(graph)), iterations=120)
    points = np.array([spread[mark.id] for mark in marks], dtype=float)
    points -= points.mean(axis=0)
    largest = float(np.abs(points).max()) or 1.0
    points = _pushed_apart(points / largest * (WIDE, HIGH) / ROOM, _radii(marks)) * ROOM
    return {mark.id: (float(x), float(y)) for mark, (x, y) in zip(marks, points, strict=True)}


def _radii(marks: Sequence[Mark]) -> NDArray[np.float64]:
    """Return the room of each body, in half widths of a small one."""
    return np.array([0.5 + math.sqrt(mark.size) / 60 for mark in marks])


def _pushed_apart(
    points: NDArray[np.float64], radii: NDArray[np.float64], rounds: int = 300
) -> NDArray[np.float64]:
    """Return the points moved until no two discs overlap, or the rounds are used up."""
    points = points.copy()
    wanted = radii[:, None] + radii[None, :]
    for _ in range(rounds):
        apart = points[:, None, :] - points[None, :, :]
        distance = np.hypot(apart[..., 0], apart[..., 1])
        np.fill_diagonal(distance, np.inf)
        short = np.maximum(wanted - distance, 0.0)
        np.fill_diagonal(short, 0.0)
        if not short.any():
            break
        safe = np.where(distance > 1e-6, distance, 1.0)
        points += (apart / safe[..., None] * (short / 2)[..., None]).sum(axis=1) * 0.5
    return points


def _contacts_outside(picture: Picture, bodies: Mapping[str, Point], outside: float) -> dict[str, Point]:
    ids = [mark.id for mark in picture.of_kind(MarkKind.CONTACT)]
    return _ring(_by_neighbours(ids, picture, bodies), outside)


def _by_neighbours(ids: Sequence[str], picture: Picture, places: Mapping[str, Point]) -> list[str]:
    """Return the ids ordered by the angle of what each is tied to; those tied to nothing come last."""
    pulls: dict[str, list[Point]] = {name: [] for name in ids}
    for tie in picture.ties:
        for here, there in ((tie.source, tie.target), (tie.target, tie.source)):
            if here in pulls and there in places:
                pulls[here].append(places[there])
    return sorted(ids, key=lambda name: (_angle(pulls[name]), ids.index(name)))


def _angle(points: Iterable[Point]) -> float:
    x, y = 0.0, 0.0
    for one in points:
        x, y = x + one[0], y + one[1]
    from_the_top = (math.atan2(y / HIGH, x / WIDE) + math.pi / 2) % (2 * math.pi)
    return from_the_top if (x, y) != (0.0, 0.0) else 2 * math.pi


def _ring(ids: Sequence[str], factor: float) -> dict[str, Point]:
    """Return places evenly round an ellipse, in sizes of the bodies' one, from the top clockwise."""
    places: dict[str, Point] = {}
    for index, name in enumerate(ids):
        turn = 2 * math.pi * index / len(ids) - math.pi / 2
        places[name] = (factor * WIDE * math.cos(turn), factor * HIGH * math.sin(turn))
    return places


def _rings(
    ids: Sequence[str], inside: float, gap: float = 0.34, room: float = 120.0
) -> Iterable[dict[str, Point]]:
    """Yield rings outwards from ``inside``, each holding as many marks as there is room for."""
    start = 0
    while start < len(ids):
        inside += gap
        fits = max(6, int(math.pi * inside * (WIDE + HIGH) / room))
        yield _ring(ids[start : start + fits], inside)
        start += fits
