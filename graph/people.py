"""People as lists show them: contacts at government, posts at an organisation, who is in touch with whom.

The e-mail address of somebody who mustn't be contacted never leaves this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graph.errors import Refused
from graph.model.pages import Page
from graph.store import Store, Tx
from graph.versions import move_versions_on


@dataclass(frozen=True)
class Contact:
    """Somebody's post at an organisation. ``email`` is None when there is none, or it mustn't be used."""

    person: str
    name: str
    email: str | None
    do_not_contact: bool
    role: str
    organisation: str
    organisation_name: str
    since: str | None = None
    until: str | None = None
    basis: str = ""
    obtained: str = ""
    source: str = ""
    import_id: str | None = None
    row: int | None = None
    example: bool = False


GOVERNMENT_CONTACTS = """
MATCH (person:Person)-[post:HOLDS]->(organisation:Organisation)
WHERE post.retracted_at IS NULL AND 'government' IN organisation.roles
  AND size([(person)-[other:HOLDS]->(organisation)
            WHERE other.retracted_at IS NULL AND other.id <> post.id
              AND coalesce(post.says_more, true) = false
              AND (coalesce(other.says_more, true) OR other.id < post.id) | 1]) = 0
WITH person, post, organisation, coalesce(organisation.name_sort, '') AS place, toLower(person.name) AS who
WHERE $place IS NULL OR place > $place OR (place = $place AND who > $who)
   OR (place = $place AND who = $who AND post.id > $id)
RETURN person.id AS person, person.name AS name, person.email AS email,
       coalesce(person.do_not_contact, false) AS do_not_contact, properties(post) AS post,
       organisation.id AS organisation, organisation.name AS organisation_name, place, who, post.id AS id
ORDER BY place, who, id
LIMIT $limit
"""


def government_contacts(store: Store, *, after: str | None = None, limit: int = 50) -> Page[Contact]:
    """Return people with posts at government organisations, by organisation and name."""
    place, who, last = after.split("\x1f") if after else (None, "", "")
    rows = store.read(GOVERNMENT_CONTACTS, place=place, who=who, id=last, limit=limit + 1)
    end = rows[limit - 1] if len(rows) > limit else None
    more = "\x1f".join((end["place"], end["who"], end["id"])) if end else None
    return Page(tuple(_contact(row) for row in rows[:limit]), more)


POSTS_AT = """
MATCH (organisation:Organisation {id: $organisation})<-[post:HOLDS]-(person:Person)
WHERE post.retracted_at IS NULL
  AND size([(person)-[other:HOLDS]->(organisation)
            WHERE other.retracted_at IS NULL AND other.id <> post.id
              AND coalesce(post.says_more, true) = false
              AND (coalesce(other.says_more, true) OR other.id < post.id) | 1]) = 0
RETURN person.id AS person, person.name AS name, person.email AS email,
       coalesce(person.do_not_contact, false) AS do_not_contact, properties(post) AS post,
       organisation.id AS organisation, organisation.name AS organisation_name,
       toLower(person.name) AS who, post.id AS id
ORDER BY who, id
LIMIT $limit
"""


def people_at(store: Store, organisation: str, *, limit: int = 200) -> list[Contact]:
    """Return the posts in force at an organisation, by name; [] when there are none."""
    return [_contact(row) for row in store.read(POSTS_AT, organisation=organisation, limit=limit)]


def _contact(row: dict[str, Any]) -> Contact:
    post = row["post"]
    texts = ("role", "basis", "obtained", "source")
    values: dict[str, Any] = {
        **{name: row[name] for name in ("person", "name", "do_not_contact")},
        **{name: row[name] for name in ("organisation", "organisation_name")},
        **{name: post.get(name) or "" for name in texts},
        **{name: post.get(name) for name in ("since", "until", "import_id", "row")},
    }
    email = None if row["do_not_contact"] else row["email"]
    return Contact(email=email, example=bool(post.get("example")), **values)


@dataclass(frozen=True)
class LiaisonLine:
    """Somebody in government in touch with a body. The person or the organisation may be unknown (None)."""

    id: str
    person: str | None
    person_name: str
    organisation: str | None
    organisation_name: str
    body: str
    body_name: str
    topic: str = ""
    since: str | None = None
    until: str | None = None
    source: str = ""
    import_id: str | None = None
    row: int | None = None
    example: bool = False


LIAISONS_OF_BODY = """
MATCH (body:Organisation {id: $body})<-[tie:LIAISES_WITH]-(other)
WHERE tie.retracted_at IS NULL
RETURN properties(tie) AS tie, body.id AS body, body.name AS body_name, other.id AS other,
       other.name AS other_name, other:Person AS is_person,
       [(other)-[post:HOLDS]->(organisation:Organisation) WHERE post.retracted_at IS NULL |
        [organisation.id, organisation.name]] AS posts
"""

LIAISONS_FROM_ORGANISATION = """
MATCH (organisation:Organisation {id: $organisation})<-[post:HOLDS]-(other:Person)
      -[tie:LIAISES_WITH]->(body:Organisation)
WHERE tie.retracted_at IS NULL AND post.retracted_at IS NULL
RETURN DISTINCT properties(tie) AS tie, body.id AS body, body.name AS body_name, other.id AS other,
       other.name AS other_name, true AS is_person, [[organisation.id, organisation.name]] AS posts
"""

TIES_FROM_ORGANISATION = """
MATCH (other:Organisation {id: $organisation})-[tie:LIAISES_WITH]->(body:Organisation)
WHERE tie.retracted_at IS NULL
RETURN properties(tie) AS tie, body.id AS body, body.name AS body_name, other.id AS other,
       other.name AS other_name, false AS is_person, [] AS posts
"""


def liaisons_of(store: Store, body: str) -> list[LiaisonLine]:
    """Return who in government is in touch with a body, by organisation and name; [] for nobody."""
    return _sorted(store.read(LIAISONS_OF_BODY, body=body))


def liaisons_from(store: Store, organisation: str) -> list[LiaisonLine]:
    """Return the bodies that a government organisation and its people are in touch with; [] for none."""
    rows = store.read(LIAISONS_FROM_ORGANISATION, organisation=organisation)
    return _sorted([*rows, *store.read(TIES_FROM_ORGANISATION, organisation=organisation)])


def _sorted(rows: list[dict[str, Any]]) -> list[LiaisonLine]:
    lines = [_liaison(row) for row in rows]
    return sorted(lines, key=lambda line: (line.organisation_name, line.person_name, line.body_name, line.id))


def _liaison(row: dict[str, Any]) -> LiaisonLine:
    tie = row["tie"]
    posts = sorted(row["posts"], key=lambda post: str(post[1]))
    if not row["is_person"]:
        posts = [[row["other"], row["other_name"]]]
    organisation, name = posts[0] if posts else (None, "")
    values: dict[str, Any] = {
        **{name: tie.get(name) or "" for name in ("topic", "source")},
        **{name: tie.get(name) for name in ("since", "until", "import_id", "row")},
    }
    return LiaisonLine(
        id=tie["id"],
        person=row["other"] if row["is_person"] else None,
        person_name=row["other_name"] if row["is_person"] else "",
        organisation=organisation,
        organisation_name=name,
        body=row["body"],
        body_name=row["body_name"],
        example=bool(tie.get("example")),
        **values,
    )


@dataclass(frozen=True)
class PeopleCounts:
    """How many people are known; of those how many are at government, and mustn't be contacted."""

    people: int
    government_contacts: int
    do_not_contact: int
    liaisons: int


COUNT_PEOPLE = """
MATCH (person:Person)
WHERE person.retracted_at IS NULL
RETURN count(person) AS people,
       sum(CASE WHEN coalesce(person.do_not_contact, false) THEN 1 ELSE 0 END) AS do_not_contact
"""

COUNT_GOVERNMENT_CONTACTS = """
MATCH (person:Person)-[post:HOLDS]->(organisation:Organisation)
WHERE post.retracted_at IS NULL AND 'government' IN organisation.roles
RETURN count(DISTINCT person) AS contacts
"""

COUNT_LIAISONS = """
MATCH (body:Organisation)<-[tie:LIAISES_WITH]-()
WHERE tie.retracted_at IS NULL
RETURN count(tie) AS liaisons
"""


def people_counts(store: Store) -> PeopleCounts:
    """Return how many people and ties are in force; all 0 in an empty graph."""
    people = store.read(COUNT_PEOPLE)[0]
    return PeopleCounts(
        people=people["people"],
        government_contacts=store.read(COUNT_GOVERNMENT_CONTACTS)[0]["contacts"],
        do_not_contact=people["do_not_contact"],
        liaisons=store.read(COUNT_LIAISONS)[0]["liaisons"],
    )


SET_DO_NOT_CONTACT = """
MATCH (person:Person {id: $person})
WHERE person.retracted_at IS NULL
SET person.do_not_contact = $wish, person.wish = $wish
RETURN [(person)-[post:HOLDS]->(organisation:Organisation) WHERE post.retracted_at IS NULL |
        organisation.id] AS organisations
"""


def set_do_not_contact(
    store: Store, actor: str, person: str, write_id: str, *, wish: bool = True
) -> dict[str, Any]:
    """Note that somebody mustn't be contacted, or may be again, and return {"person", "do_not_contact"}.

    Later lists don't change it. Raises Refused when nobody has that id.
    """

    def work(tx: Tx) -> dict[str, Any]:
        rows = tx.run(SET_DO_NOT_CONTACT, person=person, wish=wish)
        if not rows:
            raise Refused("There is nobody with that id. Look for the name again.", "person")
        move_versions_on(tx, rows[0]["organisations"])
        return {"person": person, "do_not_contact": wish}

    return store.write(write_id, actor, "set do-not-contact", work)
