"""The example's organisations: invented names in invented neighbourhoods, sizes, forms and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from example.chance import Chance
from example.places import Corner
from example.themes import THEMES, Theme
from graph.model.names import canonical

NATIONS = (("E", 0.755), ("W", 0.095), ("S", 0.09), ("N", 0.06))
"""Where organisations are, a little more of them in Wales than people would have it."""

INCOMES = ((0, 0.16), (6_000, 0.3), (48_000, 0.3), (330_000, 0.18), (2_600_000, 0.055), (19_000_000, 0.005))
"""About what an organisation has a year, in pounds (0: no figure)."""

NUMBERED_FORMS = (("Charity", 0.42), ("CIO", 0.3), ("CIC", 0.18), ("Charitable company", 0.1))


@dataclass
class Member:
    """An organisation that is on membership lists; ``org_id`` is empty for one without a register number.

    ``led`` gives, for each community it says it is led by, its shares (board, senior staff, all staff) in
    per cent or in words; ``reply`` is its answer to "who leads you?" and empty when there is none.
    ``lists`` are the bodies (by number) whose list it is on, ``told_in`` the one that passes its answer on.
    """

    name: str
    theme: Theme
    corner: Corner
    postcode: str
    org_id: str
    income: int
    form: str
    hidden: bool
    website: str
    lists: list[int] = field(default_factory=list)
    joined: dict[int, str] = field(default_factory=dict)
    left: dict[int, str] = field(default_factory=dict)
    led: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    reply: str = ""
    told_in: int | None = None
    declared_on: str = ""
    step: str = ""
    """What became of it in the consultation: see ``example.design``."""

    @property
    def numbered(self) -> bool:
        """Whether it has a register number."""
        return bool(self.org_id)


def members(chance: Chance, corners: Sequence[Corner]) -> list[Member]:
    """Return every member, no two of the same name, in an order of chance."""
    taken: set[str] = set()
    themes = [theme for theme in THEMES for _ in range(theme.members)]
    return [
        _member(chance, theme, _corner(chance, theme, corners), taken, 1001 + number)
        for number, theme in enumerate(chance.shuffled(themes))
    ]


def _corner(chance: Chance, theme: Theme, corners: Sequence[Corner]) -> Corner:
    nation = theme.nation or chance.weighted(NATIONS)
    return chance.pick([corner for corner in corners if corner.nation == nation])


def _member(chance: Chance, theme: Theme, corner: Corner, taken: set[str], number: int) -> Member:
    numbered = not chance.happens(theme.unnumbered)
    income = chance.weighted(INCOMES)
    if income:
        income = int(income * (0.5 + chance.whole(0, 100) / 100))
    if not numbered:
        income = min(income, 9_000 + chance.whole(0, 15_000))
    name = _name(chance, theme, corner, taken)
    return Member(
        name=name,
        theme=theme,
        corner=corner,
        postcode=chance.pick(corner.postcodes),
        org_id=f"XI-EXAMPLE-{number}" if numbered else "",
        income=income,
        form=chance.weighted(NUMBERED_FORMS) if numbered else "Unincorporated",
        hidden=chance.happens(theme.hidden),
        website=f"www.{canonical(name).replace(' ', '-')}.example" if chance.happens(0.4) else "",
    )


def _name(chance: Chance, theme: Theme, corner: Corner, taken: set[str]) -> str:
    """Return a name that nobody else has, going through a theme's patterns and, if need be, numbering."""
    for pattern in chance.shuffled(theme.names):
        name = pattern.format(place=corner.name)
        if canonical(name) not in taken:
            break
    else:
        ending = next(
            word
            for word in ("East", "West", "North", "South", "Upper", "Lower", "Old", "New")
            if canonical(f"{name} ({word})") not in taken and canonical(f"{word} {name}") not in taken
        )
        name = f"{ending} {name}"
    taken.add(canonical(name))
    return name
