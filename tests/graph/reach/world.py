"""Small invented worlds for the tests of the reach tables: organisations one by one, and at random."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field

from graph.model.consultations import Consultation, EngagementKind
from graph.model.declarations import RULES, Band, Reply, Rule
from graph.model.organisations import IncomeBand
from graph.model.place_table import PLACES
from graph.model.taxonomy import TAXONOMY
from graph.reach.facts import BodyList, Contacts, Declared, Facts, OrganisationColumns, Serving
from graph.reach.snapshot import Frame, Snapshot, from_facts

ENGLAND, WALES, SCOTLAND, NORTHERN_IRELAND = "E92000001", "W92000004", "S92000003", "N92000002"
LEEDS, CARDIFF, BELFAST, GLASGOW = "E08000035", "W06000015", "N09000003", "S12000049"
DISABLED, DEAF, FAITH, WELSH, NI = "DEI020000", "EAR010000", "DEI030000", "DEI700000", "DEI800000"
TALK = "covenant"

FRAME = Frame(
    communities=TAXONOMY,
    places=PLACES,
    rules=(*RULES, Rule("ours", "staff rule", all_staff=Band.HALF, deciding="all_staff")),
    consultations=(Consultation(TALK, "Covenant", "2024-10-17", "2024-12-12"),),
)


@dataclass
class Org:
    """One organisation and everything in force about it."""

    n: int
    place: str | None = LEEDS
    size: str = "to_100k"
    roles: tuple[str, ...] = ("member",)
    hide_location: bool = False
    as_member: bool = True
    lists: list[tuple[int, str, str]] = field(default_factory=list)
    declared: list[Declared] = field(default_factory=list)
    serves: dict[str, str] = field(default_factory=dict)
    contacts: list[dict[str, object]] = field(default_factory=list)

    @property
    def id(self) -> str:
        return f"o{self.n}"

    def says(self, reply: str, *named: str, **more: object) -> Org:
        """Add an own declaration that names communities, optionally "code:board/senior/staff"."""
        leadership = []
        for text in named:
            code, _, bands = text.partition(":")
            shares = (bands.split("/") if bands else []) + ["not_given"] * 3
            leadership.append((code, *shares[:3]))
        day = f"2024-0{len(self.declared) + 1}-01"
        values = {
            "organisation": self.n,
            "reply": reply,
            "declared_by": "organisation",
            "declared_on": day,
            "recorded_at": f"{day}T09:00:00Z",
            "id": f"d{self.n}-{len(self.declared)}",
            "asked_about": None,
            "with_reply_in": "",
            "leadership": tuple(sorted(leadership)),
        }
        self.declared.append(Declared(**{**values, **more}))
        return self

    def met(self, kind: str, direction: str = "out", day: str = "2024-11-01", **more: object) -> Org:
        """Add a contact in the consultation."""
        flags = {"spoke": None, "bounced": False, "declined": False, "told": False, "through": False}
        self.contacts.append({"kind": kind, "direction": direction, "day": day, **{**flags, **more}})
        return self


def facts_of(orgs: list[Org]) -> Facts:
    """Return the organisations as the columns that come out of a graph."""
    lists = defaultdict(list)
    for org in orgs:
        for body, since, until in org.lists:
            lists[body].append((org.n, since, until))
    return Facts(
        organisations=OrganisationColumns(
            n=[org.n for org in orgs],
            id=[org.id for org in orgs],
            place=[org.place or "" for org in orgs],
            size=[org.size for org in orgs],
            roles=[list(org.roles) for org in orgs],
            hide_location=[org.hide_location for org in orgs],
            as_member=[org.as_member for org in orgs],
            example=[False for _ in orgs],
        ),
        lists=[BodyList(body, *map(list, zip(*rows, strict=True))) for body, rows in lists.items()],
        serving=[Serving(code, status, [org.n]) for org in orgs for code, status in org.serves.items()],
        declared=[row for org in orgs for row in org.declared],
        contacts=[_contact(org.n, contact) for org in orgs for contact in org.contacts],
    )


def _contact(n: int, contact: dict[str, object]) -> Contacts:
    flags = [contact[name] for name in ("spoke", "bounced", "declined", "told", "through")]
    return Contacts(TALK, contact["kind"], contact["direction"], contact["day"], *flags, [n])


def snapshot_of(*orgs: Org) -> Snapshot:
    """Return a snapshot of some organisations."""
    return from_facts(FRAME, facts_of(list(orgs)), revision=1)


CODES = [community.code for community in TAXONOMY]
PLACED = [LEEDS, CARDIFF, BELFAST, GLASGOW, "E09000001", ENGLAND, None]
BODIES = (1, 2, 3)


def some_org(n: int, chance: random.Random) -> Org:
    """Return an organisation at random."""
    org = Org(
        n,
        place=chance.choice(PLACED),
        size=chance.choice(list(IncomeBand)).value,
        roles=chance.choice([("member",), ("member", "infrastructure_body"), ("government",), ()]),
        hide_location=chance.random() < 0.2,
        as_member=chance.random() < 0.3,
        lists=[
            (body, chance.choice(["", "2024-01-01", "2024-06-01"]), chance.choice(["", "2024-09-30"]))
            for body in BODIES
            if chance.random() < 0.4
        ],
    )
    for _ in range(chance.choice([0, 0, 1, 1, 2])):
        _some_declaration(org, chance)
    for _ in range(chance.choice([0, 1, 1, 2])):
        org.met(
            chance.choice(list(EngagementKind)).value,
            chance.choice(["in", "out"]),
            chance.choice(["2024-10-20", "2024-11-20", "2024-11-28"]),
            **{name: chance.random() < 0.2 for name in ("bounced", "declined", "told", "through")},
            spoke=chance.choice([None, True, False]),
        )
    org.serves = {
        code: chance.choice(["accepted", "suggested"]) for code in chance.sample(CODES, chance.choice([0, 2]))
    }
    return org


def _some_declaration(org: Org, chance: random.Random) -> None:
    named = chance.sample([code for code in CODES if code.startswith(("DEI01", "DEI02", "EAR"))], 2)
    bands = [chance.choice([band.value for band in Band]) for _ in range(3)]
    org.says(
        chance.choice([*Reply, "yes", "yes", "may_not_be_shared"]),
        *[f"{code}:{'/'.join(bands)}" for code in named],
        asked_about=chance.choice([None, None, tuple(chance.sample(CODES, 5)), (DISABLED,)]),
        with_reply_in=chance.choice(["", "", TALK]),
        declared_by=chance.choice(["organisation", "organisation", "staff", "reported"]),
    )
