"""The example's infrastructure bodies and who is on whose list."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from example.chance import Chance
from example.members import Member
from example.places import DATA, Corner

FOCUS_THEMES: dict[str, frozenset[str]] = {
    "mental": frozenset(("mental", "disabled")),
    "disabled": frozenset(("disabled", "mental", "deaf")),
    "women": frozenset(("women", "refuges")),
    "racial": frozenset(("racial", "migrants", "travellers")),
    "poverty": frozenset(("poverty", "general")),
    "enterprise": frozenset(("enterprise", "general")),
    "halls": frozenset(("halls", "general")),
    "welsh": frozenset(("welsh",)),
    "young": frozenset(("young", "care")),
    "care": frozenset(("care", "young")),
}
"""Themes that a body with a focus lists; a focus that isn't here is a theme of the same name."""


@dataclass(frozen=True)
class Body:
    """An infrastructure body. ``asks`` says what its list tells of who leads its members.

    "all": their own answers about every community; "part": their own answers on a form without the
    communities that are newer than the form; "reported": what the body believes; "": nothing.
    """

    number: int
    name: str
    kind: str
    scope: str
    focus: str
    size: int
    asks: str
    look: str
    said_on: str
    recorded_on: str
    postcode: str

    @property
    def org_id(self) -> str:
        """Its made-up org-id."""
        return f"XI-EARSHOT-EXAMPLE-{self.number:02d}"

    @property
    def own_answers(self) -> bool:
        """Whether its list passes on what the organisations themselves answered."""
        return self.asks in ("all", "part")

    @property
    def slug(self) -> str:
        """A short name for files."""
        words = "".join(letter if letter.isalnum() else " " for letter in self.name.replace("'", "").lower())
        return f"{self.number:02d}_{'_'.join(words.split())}"


def bodies(chance: Chance, corners: Sequence[Corner]) -> tuple[Body, ...]:
    """Return the bodies of ``data/bodies.csv``, each with a postcode in its council."""
    postcodes: dict[str, list[str]] = defaultdict(list)
    for corner in corners:
        postcodes[corner.council].extend(corner.postcodes)
    with (DATA / "bodies.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Body(
                number,
                row["name"],
                row["kind"],
                row["scope"],
                row["focus"],
                int(row["size"]),
                row["asks"],
                row["look"],
                row["said_on"],
                row["recorded_on"],
                chance.pick(sorted(postcodes[row["postcode_in"]])),
            )
            for number, row in enumerate(csv.DictReader(file), start=1)
        )


def fill_lists(chance: Chance, every: Sequence[Body], found: Sequence[Member]) -> None:
    """Put every member on at least one list, most on one, some on several, none on a list of elsewhere."""
    sharing = [body for body in every if body.size]
    for body in sorted(sharing, key=lambda body: body.size):
        fitting = [member for member in found if _fits(body, member)]
        fresh = [member for member in chance.shuffled(fitting) if not member.lists]
        known = [member for member in chance.shuffled(fitting) if member.lists]
        new = min(len(fresh), int(body.size * (0.75 if body.kind != "national" else 0.62)))
        for member in [*fresh[:new], *known[: body.size - new]]:
            _join(chance, body, member)
    for member in found:
        if not member.lists:
            _join(chance, chance.pick([body for body in sharing if _fits(body, member)]), member)


def _join(chance: Chance, body: Body, member: Member) -> None:
    member.lists.append(body.number)
    member.joined[body.number] = chance.day("2009-01-05", body.said_on)


def _fits(body: Body, member: Member) -> bool:
    """Return whether a member may be on a body's list: where it is, and what it is about."""
    if not member.corner.lies_in(body.scope):
        return False
    if body.focus == "small":
        return member.income < 25_000
    if body.focus == "large":
        return member.income > 250_000
    if body.focus:
        return member.theme.id in FOCUS_THEMES.get(body.focus, frozenset((body.focus,)))
    return member.theme.id != "refuges" or body.kind == "national"
