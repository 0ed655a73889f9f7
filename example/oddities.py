"""Rows that wait for review on purpose: the kinds of doubt that real lists are full of."""

from __future__ import annotations

from collections.abc import Sequence

from example.bodies import Body
from example.chance import Chance
from example.lists import Line
from example.members import Member
from example.tables import Cell, a_day

ALMOST = 20
NEW_NUMBER = 6
OPEN_WORDS = (
    "Jewish people",
    "Minority groups",
    "Deaf",
    "Deafblind",
    "Minority communities",
    "Jewish community",
)
ALMOST_NAMES = ("Friends of {name}", "{name} Association", "{name} Group", "{name} Supporters")
STRANGE_NAMES = (
    "Marchbank Cycle Couriers",
    "The Peppercorn Puppet Barge",
    "Underhill Drone Club",
    "Sunday Accordion Union",
    "Half Moon Beekeepers",
    "Larkrise Model Railway",
)


WAITING = ALMOST + NEW_NUMBER + len(STRANGE_NAMES) + len(OPEN_WORDS)
"""How many rows wait once the example is loaded."""


def odd_lines(chance: Chance, every: Sequence[Body], found: Sequence[Member]) -> dict[int, list[Line]]:
    """Return for some bodies' numbers the rows that their lists also hold; all of them will wait."""
    late = [body for body in every if body.size and body.kind in ("regional", "local")]
    asking = [body for body in late if body.own_answers]
    quiet = [member for member in found if not member.led and not member.reply and not member.left]
    made = _Odd(chance, [member for member in chance.shuffled(quiet) if not member.hidden])
    for number in range(ALMOST):
        member = made.take(late[number % len(late)], numbered=False)
        made.add(member, name=ALMOST_NAMES[number % len(ALMOST_NAMES)].format(name=member.name))
    for number, name in enumerate(STRANGE_NAMES):
        made.add(made.take(late[number * 2 % len(late)], numbered=True), name=name)
    for number in range(NEW_NUMBER):
        member = made.take(late[(number * 2 + 3) % len(late)], numbered=False)
        made.add(member, org_id=f"XI-EXAMPLE-{9001 + number}")
    for number, words in enumerate(OPEN_WORDS):
        made.add(made.take(asking[number % len(asking)], numbered=True), led_by=words, reply="yes")
    return made.lines


class _Odd:
    """Gathers odd rows, each about another member."""

    def __init__(self, chance: Chance, free: list[Member]) -> None:
        self._chance = chance
        self._free = free
        self._body: Body | None = None
        self.lines: dict[int, list[Line]] = {}

    def take(self, body: Body, *, numbered: bool) -> Member:
        """Return a member that the body doesn't list, from its area if there is one; the next row is its."""
        fitting = [one for one in self._free if one.numbered == numbered and body.number not in one.lists]
        member = next((one for one in fitting if one.corner.lies_in(body.scope)), fitting[0])
        self._free.remove(member)
        self._body = body
        return member

    def add(self, member: Member, **changed: str) -> None:
        """Add a row about the member last taken to the list of the body it was taken for."""
        body = self._body
        if body is None:
            raise ValueError("Take a member before adding its row.")
        cells: dict[str, Cell] = {
            "name": member.name,
            "org_id": member.org_id,
            "postcode": member.postcode,
            "council": member.corner.council,
            "form": member.form,
            "joined": a_day(self._chance.day("2015-01-05", body.said_on)),
            **changed,
        }
        if "led_by" in changed:
            cells["declared_on"] = a_day(body.said_on)
        self.lines.setdefault(body.number, []).append(Line(cells, member.corner))
