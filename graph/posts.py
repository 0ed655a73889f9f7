"""Posts that lists speak of: who the people are, and what each list says of them.

What a list says of a person stands on the post; the person's own name and e-mail address are computed from
the posts in force, so that undoing a list takes back what it said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from graph.model.facts import PersonFact
from graph.model.people import names_fit, person_key
from graph.model.settling import InForce, facts_said
from graph.store import Tx

PEOPLE_WITH_EMAILS = """
UNWIND $emails AS email
MATCH (person:Person {email: email})
WHERE person.retracted_at IS NULL
RETURN person.id AS id, person.name AS name, person.email AS email
ORDER BY id
"""


PEOPLE_AT = """
UNWIND $organisations AS organisation
MATCH (:Organisation {id: organisation})<-[post:HOLDS]-(person:Person)
WHERE post.retracted_at IS NULL
RETURN person.id AS id, person.name AS name, post.name AS said_name, organisation AS organisation
ORDER BY id
"""


class KnownPeople:
    """People that an import may meet again: by e-mail address, or by name at the same organisation."""

    def __init__(self, tx: Tx, organisations: Iterable[str], emails: Iterable[str] = ()) -> None:
        self._by_email: dict[str, list[tuple[str, str]]] = {}
        self._by_post: dict[tuple[str, str], str] = {}
        wanted = sorted(set(emails))
        for row in tx.run(PEOPLE_WITH_EMAILS, emails=wanted) if wanted else ():
            self._by_email.setdefault(row["email"], []).append((row["id"], row["name"]))
        for row in tx.run(PEOPLE_AT, organisations=sorted(set(organisations))):
            for name in (row["name"], row["said_name"] or row["name"]):
                self._by_post.setdefault((row["organisation"], person_key(name)), row["id"])

    def find(self, organisation: str, name: str, email: str | None = None) -> str | None:
        """Return the id of this person, or None for somebody who wasn't met before."""
        for person_id, known_name in self._by_email.get(email or "", ()):
            if names_fit(name, known_name):
                return person_id
        return self._by_post.get((organisation, person_key(name)))

    def add(self, person_id: str, organisation: str, name: str, email: str | None = None) -> None:
        """Remember somebody who is being written now; who is known already keeps the first id."""
        self._by_post.setdefault((organisation, person_key(name)), person_id)
        if email and person_id not in (known for known, _ in self._by_email.get(email, ())):
            self._by_email.setdefault(email, []).append((person_id, name))


@dataclass(frozen=True)
class NewPost:
    """A post to write. ``properties`` are those of its HOLDS edge, provenance included."""

    person: str
    organisation: str
    properties: dict[str, Any]


CREATE_PEOPLE = """
UNWIND $people AS one
MERGE (person:Person {id: one.id})
ON CREATE SET person += one.properties
RETURN count(person) AS made
"""


PEOPLE_THERE = """
UNWIND $people AS id
MATCH (person:Person {id: id})
RETURN collect(id) AS ids
"""


CREATE_POSTS = """
UNWIND $posts AS one
MATCH (person:Person {id: one.person})
MATCH (organisation:Organisation {id: one.organisation})
CREATE (person)-[post:HOLDS]->(organisation)
SET post += one.properties
RETURN count(post) AS made
"""


def create_posts(tx: Tx, posts: Sequence[NewPost]) -> None:
    """Write posts, and the people who aren't there yet; computes the people's names and addresses.

    Somebody new with one post is all that this post says, so nothing is to be computed.
    """
    if not posts:
        return
    there = set(tx.run(PEOPLE_THERE, people=sorted({post.person for post in posts}))[0]["ids"])
    new: dict[str, list[NewPost]] = {}
    for post in posts:
        if post.person not in there:
            new.setdefault(post.person, []).append(post)
    people = [{"id": each, "properties": _new_person(several[0])} for each, several in new.items()]
    if people:
        tx.run(CREATE_PEOPLE, people=people)
    tx.run(
        CREATE_POSTS,
        posts=[
            {"person": post.person, "organisation": post.organisation, "properties": post.properties}
            for post in posts
        ],
    )
    of_one_post = {each for each, several in new.items() if len(several) == 1}
    more = {post.person for post in posts} - of_one_post
    if more:
        recompute_people(tx, more, posts[0].properties["recorded_at"])


def create_people_without_post(tx: Tx, people: Sequence[dict[str, Any]], at: str) -> None:
    """Write people ({"id", "name", "example"}) of whom nobody knows where they work."""
    if people:
        made = [
            {"id": one["id"], "properties": {**one, "do_not_contact": False, "recorded_at": at}}
            for one in people
        ]
        tx.run(CREATE_PEOPLE, people=made)


def post_properties(fact: PersonFact, provenance: dict[str, Any], source: str, org_id: str) -> dict[str, Any]:
    """Return the properties of a HOLDS edge for what a list says of somebody.

    ``says_more`` is false for a name alone: such a post is shown where no other says who somebody is.
    """
    more = (fact.email, fact.role, fact.since, fact.until, fact.basis, fact.obtained)
    return {
        **provenance,
        "says_more": any(more),
        "key": fact.key(source, org_id),
        "name": fact.name or fact.email or "",
        "email": fact.email,
        "role": fact.role,
        "since": fact.since,
        "until": fact.until,
        "basis": fact.basis,
        "obtained": fact.obtained,
        "do_not_contact": fact.do_not_contact,
    }


def _new_person(post: NewPost) -> dict[str, Any]:
    shown = ("name", "email", "basis", "obtained", "example", "recorded_at")
    listed = bool(post.properties.get("do_not_contact"))
    return {**{name: post.properties.get(name) for name in shown}, "do_not_contact": listed}


POSTS_SAID_BY = """
UNWIND $organisations AS organisation
MATCH (:Organisation {id: organisation})<-[post:HOLDS]-(person:Person)
WHERE post.source = $source AND (post.retracted_at IS NULL OR post.ended_by IS NOT NULL)
RETURN post.id AS id, post.key AS key, person.id AS holder, organisation AS within,
       post.import_id AS import_id, post.said_on AS said_on,
       coalesce(post.also_imports, []) AS vouched_by,
       coalesce(post.also_days, []) AS also_days,
       post.ended_by AS ended_by, post.recorded_at AS recorded_at
"""


def posts_said_by(tx: Tx, source: str, organisations: Iterable[str]) -> list[InForce]:
    """Return a source's posts at some organisations, in force or ended; a slot is person and place."""
    rows = tx.run(POSTS_SAID_BY, source=source, organisations=sorted(set(organisations)))
    return facts_said(rows)


WHAT_IS_SAID_OF_PEOPLE = """
UNWIND $people AS id
MATCH (person:Person {id: id})
RETURN id, person.name AS name, person.email AS email, person.retracted_at AS retracted_at,
       person.basis AS basis, person.obtained AS obtained, person.wish AS wish,
       coalesce(person.do_not_contact, false) AS do_not_contact,
       [(person)-[post:HOLDS]->() WHERE post.retracted_at IS NULL |
        {id: post.id, said_on: post.said_on, also_days: coalesce(post.also_days, []),
         recorded_at: post.recorded_at, name: post.name, email: post.email, basis: post.basis,
         obtained: post.obtained, says_more: coalesce(post.says_more, true),
         do_not_contact: post.do_not_contact}] AS posts,
       COUNT { (person)<-[:IN_PERSON]-(part:Participation) WHERE part.retracted_at IS NULL } AS parts,
       COUNT { (person)-[tie:LIAISES_WITH]->() WHERE tie.retracted_at IS NULL } AS ties
"""


SET_PEOPLE = """
UNWIND $people AS one
MATCH (person:Person {id: one.id})
SET person += one.properties
RETURN count(person) AS changed
"""


def recompute_people(tx: Tx, people: Iterable[str], at: str) -> None:
    """Give people the name and address that the newest list with one says; who is on none is retracted.

    A list that says no more of somebody than a name comes after the others. Somebody whom an engagement or a
    liaison in force still speaks of stays, under the last name. One list that says "do not contact" is
    enough, unless a person decided it by hand.
    """
    changed = []
    for row in tx.run(WHAT_IS_SAID_OF_PEOPLE, people=sorted(set(people))):
        properties = _shown(row)
        gone = not (row["posts"] or row["parts"] or row["ties"])
        listed = any(post["do_not_contact"] for post in row["posts"])
        properties["do_not_contact"] = listed if row["wish"] is None else row["wish"]
        properties["retracted_at"] = (row["retracted_at"] or at) if gone else None
        if any(row[name] != value for name, value in properties.items()):
            changed.append({"id": row["id"], "properties": properties})
    if changed:
        tx.run(SET_PEOPLE, people=changed)


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    posts = sorted(
        row["posts"],
        key=lambda post: (
            post["says_more"],
            max([post["said_on"] or "", *post["also_days"]]),
            post["recorded_at"],
            post["id"],
        ),
        reverse=True,
    )
    shown = ("name", "email", "basis", "obtained")
    if not posts:
        return {name: row[name] for name in shown}
    return {name: next((post[name] for post in posts if post[name]), None) for name in shown}
