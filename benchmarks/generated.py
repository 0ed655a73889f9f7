"""A generated graph of many organisations, loaded in bulk: for benchmarks only, every fact invented."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from graph.consultations import add_consultation
from graph.model.consultations import Consultation
from graph.model.declarations import BAND_ORDER, Band
from graph.model.organisations import IncomeBand
from graph.model.place_table import PLACES
from graph.model.places import PlaceLevel
from graph.model.taxonomy import TAXONOMY
from graph.seed import seed
from graph.store import Store, Tx

BODIES = 60
AT = "2024-10-01T12:00:00.000000Z"
TALK = "generated"
BATCH = 5_000

ORGANISATIONS = """
UNWIND $rows AS row
CREATE (o:Organisation {
    id: row.id, n: row.n, version: 1, gone: false, name: row.name, name_sort: row.name, canonical: row.name,
    roles: row.roles, place: row.place, income_band: row.size, hide_location: row.hide, example: true})
WITH o, row
MATCH (place:Place {id: row.place})
CREATE (o)-[:BASED_IN]->(place)
"""

MEMBERSHIPS = """
UNWIND $rows AS row
MATCH (o:Organisation {id: row.member})
MATCH (body:Organisation {id: row.body})
CREATE (o)-[:MEMBER_OF {since: row.since}]->(body)
"""

WORKS_WITH = """
UNWIND $rows AS row
MATCH (o:Organisation {id: row.organisation})
MATCH (c:Community {id: row.community})
CREATE (o)-[:WORKS_WITH {status: row.status}]->(c)
"""

DECLARATIONS = """
UNWIND $rows AS row
MATCH (o:Organisation {id: row.organisation})
CREATE (d:Declaration {
    id: row.id, reply: row.reply, declared_by: 'organisation', declared_on: row.on, recorded_at: $at})
CREATE (d)-[:ABOUT]->(o)
"""

LEADERSHIPS = """
UNWIND $rows AS row
MATCH (d:Declaration {id: row.declaration})
MATCH (c:Community {id: row.community})
CREATE (d)-[:LEADERSHIP {board: row.board, senior_staff: row.senior, all_staff: row.senior}]->(c)
"""

ENGAGEMENTS = """
UNWIND $rows AS row
MATCH (c:Consultation {id: $consultation})
CREATE (e:Engagement {
    id: row.id, kind: row.kind, direction: row.direction, held_on: row.on, recorded_at: $at})
CREATE (e)-[:HELD_FOR]->(c)
"""

PARTICIPATIONS = """
UNWIND $rows AS row
MATCH (o:Organisation {id: row.organisation})
MATCH (e:Engagement {id: row.engagement})
CREATE (p:Participation {id: row.id, spoke: row.spoke, recorded_at: $at})
CREATE (p)-[:IN]->(e)
CREATE (p)-[:BY]->(o)
"""


def load(store: Store, organisations: int) -> dict[str, int]:
    """Fill an empty graph and return how much of what it now holds; the same for the same number."""
    chance = random.Random(organisations)
    seed(store)
    add_consultation(
        store, "bench", Consultation(TALK, "Generated", "2024-10-17", "2024-12-12"), "consultation"
    )
    rows: dict[str, list[dict[str, Any]]] = {
        ORGANISATIONS: list(_organisations(organisations, chance)),
        MEMBERSHIPS: list(_memberships(organisations, chance)),
        WORKS_WITH: list(_works_with(organisations, chance)),
        DECLARATIONS: [],
        LEADERSHIPS: [],
        ENGAGEMENTS: list(_engagements()),
        PARTICIPATIONS: list(_participations(organisations, chance)),
    }
    for declaration, leaderships in _declarations(organisations, chance):
        rows[DECLARATIONS].append(declaration)
        rows[LEADERSHIPS] += leaderships
    for number, (query, some) in enumerate(rows.items()):
        _write(store, f"load {number}", query, some)
    return {
        "organisations": organisations,
        "relationships": sum(map(len, rows.values())) + len(rows[DECLARATIONS]) + len(rows[PARTICIPATIONS]),
    }


def _write(store: Store, name: str, query: str, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), BATCH):

        def work(tx: Tx, start: int = start) -> dict[str, Any]:
            tx.run(query, rows=rows[start : start + BATCH], at=AT, consultation=TALK)
            tx.touch_everything()
            return {}

        store.write(f"{name} {start}", "bench", "load", work)


def _organisations(number: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    councils = [place.code for place in PLACES if place.level is PlaceLevel.COUNCIL]
    sizes = [band.value for band in IncomeBand]
    for n in range(1, number + 1):
        yield {
            "id": f"o{n}",
            "n": n,
            "name": f"organisation {n}",
            "roles": ["infrastructure_body"] if n <= BODIES else ["member"],
            "place": chance.choice(councils),
            "size": chance.choice(sizes),
            "hide": chance.random() < 0.01,
        }


def _memberships(number: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    for n in range(BODIES + 1, number + 1):
        for body in chance.sample(range(1, BODIES + 1), chance.choice([1, 1, 2, 2, 3])):
            since = f"20{chance.randint(10, 23)}-04-01" if chance.random() < 0.3 else None
            yield {"member": f"o{n}", "body": f"o{body}", "since": since}


def _works_with(number: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    for n in range(BODIES + 1, number + 1):
        if chance.random() < 0.3:
            community = chance.choice(TAXONOMY).code
            status = chance.choice(["suggested", "accepted"])
            yield {"organisation": f"o{n}", "community": community, "status": status}


def _declarations(
    number: int, chance: random.Random
) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    bands = [*BAND_ORDER[1:], Band.NOT_GIVEN]
    for n in range(BODIES + 1, number + 1):
        if chance.random() > 0.4:
            continue
        reply = chance.choice(["yes", "yes", "none_of_these", "general", "no_reply"])
        named = chance.sample(TAXONOMY, chance.choice([1, 1, 2])) if reply == "yes" else []
        declaration = {"id": f"d{n}", "organisation": f"o{n}", "reply": reply, "on": "2024-09-01"}
        yield (
            declaration,
            [
                {
                    "declaration": f"d{n}",
                    "community": community.code,
                    "board": chance.choice(bands).value,
                    "senior": chance.choice(bands).value,
                }
                for community in named
            ],
        )


KINDS = (("email", "out"), ("form_reply", "in"), ("workshop", "out"))
OCCASIONS = 200


def _engagements() -> Iterator[dict[str, Any]]:
    for number in range(OCCASIONS):
        kind, direction = KINDS[number % len(KINDS)]
        on = f"2024-11-{1 + number % 18:02}"
        yield {"id": f"e{number}", "kind": kind, "direction": direction, "on": on}


def _participations(number: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    for n in range(BODIES + 1, number + 1):
        if chance.random() < 0.2:
            occasion = chance.randrange(OCCASIONS)
            in_a_workshop = KINDS[occasion % len(KINDS)][0] == "workshop"
            yield {
                "id": f"p{n}",
                "organisation": f"o{n}",
                "engagement": f"e{occasion}",
                "spoke": chance.random() < 0.5 if in_a_workshop else None,
            }
