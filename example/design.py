"""What the example is made to show: for each community how many lead, and how far the consultation got."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Design:
    """One community's part of the story, as numbers of organisations led by it.

    ``led`` of the theme say they are led by ``code``. The others say how many of those ended where:
    ``in_depth`` and ``heard`` (spoke up or wrote), ``attended`` (silent), ``answered``, ``declined``,
    ``asked`` (no answer), ``bounced`` (the invitation came back), ``through`` (asked through a body only).
    Whoever is left over was not asked. ``by_form`` of the heard told who leads them on the reply form only.
    """

    theme: str
    code: str
    led: int
    in_depth: int = 0
    heard: int = 0
    attended: int = 0
    answered: int = 0
    declined: int = 0
    asked: int = 0
    bounced: int = 0
    through: int = 0
    by_form: int = 0
    also: tuple[str, int] = ("", 0)
    """Another community that so many of them name too."""

    def steps(self) -> list[str]:
        """Return where each organisation ended, furthest first, "" for not asked."""
        ends = ("in_depth", "heard", "attended", "answered", "declined", "asked", "bounced", "through")
        found = [end for end in ends for _ in range(getattr(self, end))]
        return found + [""] * (self.led - len(found))


DESIGNS: tuple[Design, ...] = (
    Design("racial", "DEI010000", 78, 9, 22, 2, 4, 3, 31, 2, 3, by_form=7, also=("DEI090000", 9)),
    Design("travellers", "DEI019930", 12, through=3),
    Design("disabled", "DEI020000", 28, 0, 4, 1, 2, 1, 10, 2),
    Design("mental", "DEI020200", 12, 0, 2, 0, 1, 0, 5, 0, 1),
    Design("deaf", "EAR010000", 14, asked=9, bounced=2, also=("DEI020000", 4)),
    Design("faith", "DEI030000", 46, 2, 7, 2, 5, 3, 14, 1, 2),
    Design("lgbt", "DEI040000", 22, 1, 1, 0, 2, 1, 7, 1, 2),
    Design("older", "DEI060000", 24, 0, 0, 0, 2, 3, 9, 1, 1),
    Design("young", "DEI070000", 36, 3, 9, 1, 3, 1, 10, 0, 2, by_form=5),
    Design("poverty", "DEI080000", 40, 0, 11, 2, 3, 2, 8, 0, 1, by_form=4),
    Design("women", "DEI090000", 52, 6, 14, 1, 5, 2, 10, 1, 1, by_form=6),
    Design("welsh", "DEI700000", 31, 4, 8, 1, 1, 0, 6, 0, 1),
    Design("cross_community", "DEI800000", 8, attended=2, asked=2, through=2),
    Design("carers", "EAR020000", 18, 1, 4, 0, 1, 0, 5, 0, 2, by_form=1),
    Design("veterans", "EAR040000", 9, bounced=1, through=5),
)
"""Migrants and care-experienced people have no design: nobody says so of itself. Of care-experienced
people enough have been asked to know that nobody is known; of migrants hardly anybody was asked."""

NOT_ON_THE_FORM = "DEI050000"
"""The group that most lists' forms don't ask about."""

FINER = (
    ("Somali", "DEI010110"),
    ("Nigerian", "DEI010110"),
    ("African Caribbean", "DEI010100"),
    ("Black", "DEI010100"),
    ("Bengali", "DEI010330"),
    ("South Asian", "DEI010300"),
    ("Punjabi", "DEI010300"),
    ("Chinese", "DEI010340"),
    ("Yemeni", "DEI019910"),
    ("Blind", "DEI020120"),
    ("Autistic", "DEI020330"),
    ("Learning Disability", "DEI020310"),
    ("Gurdwara", "DEI030800"),
    ("Mosque", "DEI030700"),
    ("Synagogue", "DEI030600"),
    ("Temple", "DEI030500"),
    ("Parish", "DEI030200"),
    ("Lesbian", "DEI040300"),
    ("Bisexual", "DEI040100"),
    ("Refugee", "DEI050200"),
    ("Asylum", "DEI050100"),
    ("Teen", "DEI070200"),
    ("Under Fives", "DEI070300"),
)
"""Words in a name of the example, and the finer community that such an organisation names or works with."""

OTHERS_HEARD = {"in_depth": 42, "heard": 150, "attended": 30, "answered": 60, "declined": 40, "asked": 230}
"""How far the consultation got with organisations not led by any of these, or that never said."""

SAID = 1262
"""How many of the listed say who leads them: half of the listed and a few more."""

LEFT = 64
"""How many have left every list they were on."""
