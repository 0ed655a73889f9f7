"""What every graph starts with: communities, places and led-by rules."""

from __future__ import annotations

import hashlib
from typing import Any

from graph.communities import create_communities
from graph.model.declarations import RULES
from graph.model.identifiers import made_id
from graph.model.place_table import PLACES
from graph.model.taxonomy import TAXONOMY
from graph.places import create_places
from graph.rules import create_rules
from graph.store import Store, Tx

ACTOR = "earshot"
"""Whose doing it is in the change log: nobody's in particular."""

VERSION = hashlib.sha256(repr((TAXONOMY, PLACES, RULES)).encode()).hexdigest()[:16]
"""Names this edition of the three, so that an edition is sown once."""


WAS_SOWN = """
MATCH (change:Change {id: $id})
RETURN change.revision AS revision
"""


def seed(store: Store) -> None:
    """Put communities, places and rules into a graph that lacks some of them; quick when none is lacking.

    What is there already, changed by staff or not, stays as it is: a later edition adds only what is missing.
    """
    write_id = made_id("seed", VERSION)
    if not store.read(WAS_SOWN, id=write_id):
        store.write(write_id, ACTOR, "seed", _sow)


IDS_THERE = """
OPTIONAL MATCH (community:Community)
WITH collect(community.id) AS communities
OPTIONAL MATCH (place:Place)
WITH communities, collect(place.id) AS places
OPTIONAL MATCH (rule:Rule)
RETURN communities, places, collect(rule.id) AS rules
"""


def _sow(tx: Tx) -> dict[str, Any]:
    there = {name: frozenset(ids) for name, ids in tx.run(IDS_THERE)[0].items()}
    communities = [one for one in TAXONOMY if one.code not in there["communities"]]
    places = [one for one in PLACES if one.code not in there["places"]]
    rules = [(position, one) for position, one in enumerate(RULES) if one.id not in there["rules"]]
    create_communities(tx, communities)
    create_places(tx, places)
    create_rules(tx, rules)
    tx.touch_everything()
    return {"communities": len(communities), "places": len(places), "rules": len(rules)}
