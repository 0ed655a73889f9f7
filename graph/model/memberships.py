"""Memberships that membership lists make: of each body's lists the newest word counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from graph.model.organisations import Membership
from graph.model.sayings import InForce, Saying, newest
from graph.model.statements import StatementKind

_ON_LISTS = (StatementKind.LISTING, StatementKind.LEAVER)


def memberships(now: InForce) -> tuple[Membership, ...]:
    """Return the memberships, sorted by body."""
    by_body: dict[str, list[Saying]] = defaultdict(list)
    for sayings in now.by_source.values():
        for each in sayings:
            if each.statement.kind in _ON_LISTS and each.statement.body_id:
                by_body[each.statement.body_id].append(each)
    found = (membership(body_id, sayings) for body_id, sayings in sorted(by_body.items()))
    return tuple(each for each in found if each is not None)


def membership(body_id: str, sayings: list[Saying]) -> Membership | None:
    """Return the membership that one body's lists make; None when none of them names the organisation.

    It begins when the newest list says that gives a day, unless the organisation has left since that list.
    It ends on the day of the first whole list since that doesn't name it, or when its newest row says.
    """
    sayings = without_own_leavers(sayings)
    listings = newest([each for each in sayings if each.statement.kind == StatementKind.LISTING])
    if not listings:
        return None
    listed = [each.statement.values for each in listings]
    last = max(each.key[:3] for each in listings)
    leavers = [each for each in sayings if each.statement.kind == StatementKind.LEAVER]
    since = _joined(sayings, max((each.key[:3] for each in leavers if each.key[:3] < last), default=()))
    left = [_left(each) for each in leavers if each.key[:3] > last]
    if left:
        until: str | None = min(left)
    elif all(values.get("left") for values in listed):
        until = max(str(values["left"]) for values in listed)
    else:
        until = None
    return Membership(body_id, since, until)


def without_own_leavers(sayings: Iterable[Saying]) -> list[Saying]:
    """Return a body's sayings but for leavers of lists that name the organisation, by a row decided since."""
    every = list(sayings)
    naming = {each.import_id for each in every if each.statement.kind == StatementKind.LISTING}
    return [
        each for each in every if each.statement.kind != StatementKind.LEAVER or each.import_id not in naming
    ]


def _joined(sayings: list[Saying], came_back: tuple[str, ...]) -> str | None:
    """Return the first day that the newest list with such a day gives, of the lists after ``came_back``."""
    dated = [
        each
        for each in sayings
        if each.statement.kind == StatementKind.LISTING
        and each.key[:3] > came_back
        and each.statement.values.get("joined")
    ]
    return min((str(each.statement.values["joined"]) for each in newest(dated)), default=None)


def _left(saying: Saying) -> str:
    """Return the day on which a whole list says that somebody left; one that only vouches says its own."""
    own = saying.import_id == saying.statement.import_id
    return str((own and saying.statement.values.get("left")) or saying.said_on)
