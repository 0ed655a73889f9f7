"""An engagement recorded by hand, with everybody who took part; and taken back when it was a mistake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph.actions import NewAction, create_actions
from graph.days import check_day
from graph.errors import Refused
from graph.met import met_at
from graph.model.consultations import Direction, Engagement, EngagementKind, Participation
from graph.model.facts import EngagementFact, FollowUp
from graph.model.identifiers import made_id
from graph.participations import NewPart, create_engagements, create_parts, principles_by_name
from graph.posts import KnownPeople, NewPost, create_posts, post_properties, recompute_people
from graph.store import Store, Tx
from graph.versions import move_versions_on


def record_engagement(
    store: Store,
    actor: str,
    engagement: Engagement,
    participations: Sequence[Participation],
    write_id: str,
    *,
    follow_ups: Sequence[FollowUp] = (),
) -> dict[str, Any]:
    """Record an engagement with its parts and follow-ups, and return {"id", "participations": [ids]}.

    Ids and instants given are passed over: the write makes its own. A part's ``people`` are people's ids or
    names; a name that nobody at the organisation has becomes a person with a post there. Raises Refused for
    an unknown consultation, organisation or principle, a kind, direction or day that isn't one, nobody
    taking part, an organisation taking part twice, or a mandate whose figures can't be.
    """
    entry = _Entry(engagement, tuple(participations), tuple(follow_ups), f"user:{actor}", write_id)
    _check(entry)

    def work(tx: Tx) -> dict[str, Any]:
        example = _check_there(tx, entry)
        made = entry.id("engagement")
        provenance = {
            "source": entry.source,
            "said_on": engagement.held_on,
            "recorded_at": tx.at,
            "example": example,
        }
        facts = [_fact(engagement, part) for part in entry.parts]
        create_engagements(tx, {made: facts[0]}, {made: {**provenance, **_own(engagement)}})
        people = _people(tx, entry, provenance)
        parts = [
            NewPart(entry.id("part", part.organisation), made, part.organisation, fact, provenance, met)
            for part, fact, met in zip(entry.parts, facts, people, strict=True)
        ]
        create_parts(tx, parts)
        create_actions(tx, _actions(entry, made, provenance))
        move_versions_on(tx, {part.organisation for part in entry.parts})
        return {"id": made, "participations": [part.id for part in parts]}

    return store.write(write_id, actor, "record engagement", work)


@dataclass(frozen=True)
class _Entry:
    """What is being recorded; its ids come from the write's, so that the work may run again."""

    engagement: Engagement
    parts: tuple[Participation, ...]
    follow_ups: tuple[FollowUp, ...]
    source: str
    write_id: str

    def id(self, *parts: object) -> str:
        """Return the id of one thing that this write makes."""
        return made_id(self.write_id, *parts)


def _check(entry: _Entry) -> None:
    engagement = entry.engagement
    if engagement.kind not in set(EngagementKind):
        raise Refused(f"{engagement.kind!r} isn't a kind of engagement.", "kind")
    if engagement.direction not in set(Direction):
        raise Refused("An engagement goes out to organisations or comes in from them.", "direction")
    check_day("held_on", engagement.held_on)
    organisations = [part.organisation for part in entry.parts]
    if not organisations:
        raise Refused("Nobody took part. Name at least one organisation.", "participations")
    if len(set(organisations)) < len(organisations):
        raise Refused("An organisation takes part once; give its people together.", "participations")
    for part in entry.parts:
        _check_mandate(part)
    for follow_up in entry.follow_ups:
        if not follow_up.what.strip():
            raise Refused("Say what is to be done.", "follow_ups")
        if follow_up.due:
            check_day("due", follow_up.due)


def _check_mandate(part: Participation) -> None:
    figures = (part.members_claimed, part.members_asked, part.members_answered)
    given = [figure for figure in figures if figure is not None]
    if any(figure < 0 for figure in given) or given != sorted(given, reverse=True):
        raise Refused(
            "Of the members claimed some were asked, and of those some answered: the figures can't grow.",
            "members_asked",
        )


ENTRY_THERE = """
MATCH (consultation:Consultation {id: $consultation})
RETURN coalesce(consultation.example, false) AS example,
       [id IN $organisations WHERE NOT EXISTS { MATCH (:Organisation {id: id}) }] AS missing
"""


def _check_there(tx: Tx, entry: _Entry) -> bool:
    """Return whether the consultation is example data. Raises Refused for what isn't there."""
    consultation = entry.engagement.consultation
    wanted = {part.organisation for part in entry.parts}
    wanted |= {part.asked_through for part in entry.parts if part.asked_through}
    rows = tx.run(ENTRY_THERE, consultation=consultation, organisations=sorted(wanted))
    if not rows:
        raise Refused(f"There is no consultation with the id {consultation!r}.", "consultation")
    if rows[0]["missing"]:
        raise Refused(f"There is no organisation with the id {rows[0]['missing'][0]!r}.", "organisation")
    known = principles_by_name(tx, [consultation])
    for name in (name for part in entry.parts for name in part.spoke_on):
        if (consultation, name.strip().casefold()) not in known:
            raise Refused(f"{name!r} isn't a principle or topic of this consultation.", "spoke_on")
    return bool(rows[0]["example"])


def _fact(engagement: Engagement, part: Participation) -> EngagementFact:
    return EngagementFact(
        consultation=engagement.consultation,
        kind=engagement.kind,
        direction=engagement.direction,
        held_on=engagement.held_on,
        channel=engagement.channel,
        place=engagement.place,
        topic=engagement.topic,
        notes=part.notes,
        spoke=part.spoke,
        bounced=part.bounced,
        declined=part.declined,
        told=part.told,
        people=part.people,
        spoke_on=part.spoke_on,
        asked_through=part.asked_through,
        members_claimed=part.members_claimed,
        members_asked=part.members_asked,
        members_answered=part.members_answered,
        method=part.method,
    )


def _own(engagement: Engagement) -> dict[str, Any]:
    """Return what stands on the engagement itself when it was recorded by hand."""
    return {
        "language": engagement.language,
        "notes": engagement.notes,
        "formats_needed": list(engagement.formats_needed),
        "formats_provided": list(engagement.formats_provided),
    }


PEOPLE_THERE = """
UNWIND $ids AS id
MATCH (person:Person {id: id})
RETURN collect(id) AS ids
"""


def _people(tx: Tx, entry: _Entry, provenance: dict[str, Any]) -> list[tuple[str, ...]]:
    """Return the ids of each part's people, in order, after writing those who are new."""
    texts = sorted({text for part in entry.parts for text in part.people})
    there = set(tx.run(PEOPLE_THERE, ids=texts)[0]["ids"]) if texts else set()
    known = KnownPeople(tx, {part.organisation for part in entry.parts})
    posts: list[NewPost] = []
    found: list[tuple[str, ...]] = []
    for part in entry.parts:
        ids: dict[str, None] = {}
        for text in (text for text in part.people if text.strip()):
            person = text if text in there else known.find(part.organisation, text)
            if person is None:
                person = entry.id("person", part.organisation, text)
                posts.append(_post(person, part.organisation, text, provenance))
                known.add(person, part.organisation, text)
            ids[person] = None
        found.append(tuple(ids))
    create_posts(tx, posts)
    return found


def _post(person: str, organisation: str, name: str, provenance: dict[str, Any]) -> NewPost:
    properties = {"id": made_id(person, "post"), **provenance}
    said = post_properties(met_at(name), properties, provenance["source"], organisation)
    return NewPost(person, organisation, said)


def _actions(entry: _Entry, engagement: str, provenance: dict[str, Any]) -> list[NewAction]:
    only = entry.parts[0].organisation if len(entry.parts) == 1 else None
    return [
        NewAction(entry.id("action", number), engagement, only, follow_up, provenance)
        for number, follow_up in enumerate(entry.follow_ups)
    ]


RETRACT_ENGAGEMENT = """
MATCH (engagement:Engagement {id: $id})
WHERE engagement.retracted_at IS NULL
SET engagement.retracted_at = $at, engagement.retracted_by = $actor
WITH engagement
MATCH (engagement)<-[:IN]-(part:Participation)-[:BY]->(organisation:Organisation)
WHERE part.retracted_at IS NULL
SET part.retracted_at = $at, part.retracted_by = $actor
RETURN organisation.id AS organisation, [(part)-[:IN_PERSON]->(person:Person) | person.id] AS people
"""

RETRACT_FOLLOW_UPS = """
MATCH (:Engagement {id: $id})<-[:FOLLOWS]-(action:Action)
WHERE action.retracted_at IS NULL
SET action.retracted_at = $at
RETURN count(action) AS retracted
"""


def retract_engagement(store: Store, actor: str, engagement_id: str, write_id: str) -> dict[str, Any]:
    """Take back an engagement with all its parts and follow-ups, and return {"id", "organisations"}.

    It stays in the graph, as what was believed until then. Raises Refused when it isn't there.
    """

    def work(tx: Tx) -> dict[str, Any]:
        rows = tx.run(RETRACT_ENGAGEMENT, id=engagement_id, at=tx.at, actor=actor)
        if not rows:
            raise Refused("There is no such engagement. It may have been taken back already.", "id")
        tx.run(RETRACT_FOLLOW_UPS, id=engagement_id, at=tx.at)
        recompute_people(tx, {person for row in rows for person in row["people"]}, tx.at)
        organisations = sorted({row["organisation"] for row in rows})
        move_versions_on(tx, organisations)
        return {"id": engagement_id, "organisations": len(organisations)}

    return store.write(write_id, actor, "retract engagement", work)
