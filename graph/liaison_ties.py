"""Who in government deals with which bodies, for maps: names of people who don't want contact left out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from graph.facts_in_force import ANY_TIME
from graph.store import Store

TIES = """
UNWIND $bodies AS body_id
MATCH (body:Organisation {id: body_id})<-[tie:LIAISES_WITH]-(other)
WHERE tie.recorded_at <= $at AND coalesce(tie.retracted_at, '~') > $at
RETURN other.id AS id, other:Person AS is_person, other.name AS name,
       coalesce(other.do_not_contact, false) AS do_not_contact,
       coalesce(tie.topic, '') AS topic, tie.since AS since, tie.until AS until, body_id AS body,
       [(other)-[post:HOLDS]->(at:Organisation)
        WHERE post.recorded_at <= $at AND coalesce(post.retracted_at, '~') > $at |
        [at.id, at.name]] AS posts
ORDER BY id, body
"""


@dataclass(frozen=True)
class LiaisonTie:
    """A contact (a person, or an organisation when none is named) and a body it deals with.

    ``name`` is empty for a person who doesn't want contact; ``organisation`` is where the contact works.
    """

    contact: str
    name: str
    organisation: str | None
    organisation_name: str
    body: str
    topic: str = ""
    since: str | None = None


def liaison_ties(store: Store, bodies: Collection[str], day: str, at: str = ANY_TIME) -> list[LiaisonTie]:
    """Return these bodies' ties on an ISO day, as known at an ISO instant (UTC), by contact; [] for none."""
    rows = store.read(TIES, bodies=sorted(bodies), at=at)
    found = []
    for row in rows:
        if (row["until"] or day) < day or (row["since"] or day) > day:
            continue
        posts = sorted(row["posts"], key=lambda post: str(post[1])) if row["is_person"] else []
        works_at = posts[0] if posts else (None if row["is_person"] else row["id"], row["name"])
        name = "" if row["do_not_contact"] and row["is_person"] else row["name"]
        where = works_at[1] if posts or not row["is_person"] else ""
        found.append(LiaisonTie(row["id"], name, works_at[0], where, row["body"], row["topic"], row["since"]))
    return found
