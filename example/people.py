"""The example's government: invented departments, the people there, and whom they are in touch with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from example.bodies import Body
from example.chance import Chance
from example.places import syllable_names

DEPARTMENTS: tuple[tuple[str, str, str], ...] = (
    ("Department for Communities and Voice (example)", "government", ""),
    ("Department for Fair Work and Pensions (example)", "government", "poverty older"),
    ("Department for Schools and Youth (example)", "government", "young care"),
    ("Department for Public Health and Care (example)", "government", "disabled mental carers deaf"),
    ("Department for Home and Settlement (example)", "government", "migrants racial"),
    ("Department for Towns and Rural Life (example)", "government", "halls"),
    ("Department for Enterprise and Skills (example)", "government", "enterprise"),
    ("Office for Women's Safety (example)", "government", "refuges women"),
    ("Office for Veterans and Families (example)", "government", "veterans"),
    ("Office for Equal Futures (example)", "government", "racial lgbt disabled women"),
    ("Cabinet Unit for Civil Society (example)", "government", ""),
    ("Commission on Faith and Belonging (example)", "government", "faith"),
    ("Agency for Digital Doorways (example)", "government", ""),
    ("National Grants Agency (example)", "government", "poverty small"),
    ("Swyddfa Cymunedau Cymru (enghraifft / example)", "government", "welsh"),
    ("Scottish Directorate for Third Sector Ties (example)", "government", ""),
    ("Department for Shared Neighbourhoods, Northern Ireland (example)", "government", ""),
    ("Aireholme City Council (example)", "government", ""),
    ("Brumside City Council (example)", "government", ""),
    ("Foyleside District Council (example)", "government", ""),
    ("Wearholme Combined Authority (example)", "government", ""),
    ("All-Party Group on Everyday Voices (example)", "parliamentary_group", ""),
    ("All-Party Group on Small Charities and Halls (example)", "parliamentary_group", "halls small"),
    ("The Lanternlight Foundation (example)", "funder", "small"),
)
"""Name, role, and the focus of the bodies that it deals with most."""

POSTS = (
    "Head of civil society",
    "Policy adviser",
    "Engagement lead",
    "Deputy director",
    "Clerk",
    "Grants manager",
)
TOPICS = (
    "Consultation on the covenant",
    "Grant rules for small groups",
    "Commissioning and service delivery",
    "Data sharing",
    "Access and inclusion",
    "Local partnership boards",
)
STAFF = ("R. Larkwhistle", "D. Hollinbrook", "S. Copperlea")
"""Invented staff of the consultation: they own the follow-ups."""


@dataclass(frozen=True)
class Official:
    """An invented person in an invented department."""

    name: str
    department: int
    post: str
    since: str

    @property
    def email(self) -> str:
        """An address that reaches nobody."""
        words = "".join(letter if letter.isalpha() else "." for letter in self.name.lower())
        return f"{words}@department{self.department:02d}.example"


def department_id(number: int) -> str:
    """Return the made-up org-id of a department, counted from 1."""
    return f"XI-EXAMPLE-GOV-{number:02d}"


def officials(chance: Chance) -> list[Official]:
    """Return two people for most departments, no two of the same name."""
    names = chance.some(syllable_names("people", " "), 2 * len(DEPARTMENTS))
    return [
        Official(name, 1 + position // 2, chance.pick(POSTS), chance.day("2021-01-04", "2024-06-28"))
        for position, name in enumerate(names)
        if position % 2 == 0 or position % 3
    ]


def department_rows() -> list[list[str]]:
    """Return the departments as rows: name, org id, roles."""
    return [
        [name, department_id(number), role.replace("_", " ")]
        for number, (name, role, _) in enumerate(DEPARTMENTS, start=1)
    ]


def contact_rows(chance: Chance, people: Sequence[Official]) -> list[list[str]]:
    """Return the officials as rows of a list of contacts; one doesn't want to be contacted."""
    return [
        [
            one.name,
            DEPARTMENTS[one.department - 1][0],
            department_id(one.department),
            one.post,
            one.email,
            one.since,
            "public task",
            f"department's own page, {chance.day('2024-09-02', '2024-10-01')}",
            "yes" if number == 5 else "",
        ]
        for number, one in enumerate(people)
    ]


def liaison_rows(chance: Chance, people: Sequence[Official], every: Sequence[Body]) -> list[list[str]]:
    """Return who is in touch with which body: body, its org id, department, person, topic, since, until."""
    rows = []
    for number, (name, _, focus) in enumerate(DEPARTMENTS, start=1):
        here = [one.name for one in people if one.department == number]
        close = [body for body in every if body.focus and body.focus in focus.split()]
        national = [body for body in every if body.kind == "national" and body not in close]
        for body in close + chance.some(national, 2):
            person = chance.pick(here) if chance.happens(0.7) else ""
            ended = "2024-08-30" if chance.happens(0.06) else ""
            since = chance.day("2019-01-07", "2024-07-31")
            rows.append([body.name, body.org_id, name, person, chance.pick(TOPICS), since, ended])
    return rows
