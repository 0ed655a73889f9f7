"""Count-only lists: claims about how many members a body has, never organisations and never counted as such.

A claim is a fact about the body: who said it, when, where, and what number. It is shown beside the verified
figures and mixes with none of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.communities import known_codes
from graph.days import check_day_so_far, end_of_day
from graph.errors import Refused
from graph.import_records import now
from graph.model.claims import Claim, NewClaim
from graph.model.identifiers import made_id
from graph.model.plan import canonical_json
from graph.model.settling import Said, Settled, facts_said, settle
from graph.statements import recompute
from graph.store import Store, Tx

CLAIMS = """
MATCH (body:Organisation)<-[:SAID_OF]-(claim:Claim)
WHERE ($bodies = [] OR body.id IN $bodies)
  AND claim.recorded_at <= $at AND (claim.retracted_at IS NULL OR claim.retracted_at > $at)
RETURN claim.id AS id, body.id AS body, body.name AS body_name, claim.counted_on AS counted_on,
       claim.total AS total, coalesce(claim.said_by, '') AS said_by, coalesce(claim.said_in, '') AS said_in,
       coalesce(claim.notes, '') AS notes, claim.recorded_at AS recorded_at, claim.recorded_by AS recorded_by,
       claim.import_id AS import_id, claim.row AS row, coalesce(claim.example, false) AS example,
       [(claim)-[of:COUNTS]->(community:Community) | [community.id, community.name, of.number]]
           AS communities
ORDER BY counted_on DESC, body_name, id
LIMIT $limit
"""


def claims(
    store: Store, bodies: Collection[str] = (), *, on: str | None = None, limit: int = 1_000
) -> list[Claim]:
    """Return the claims in force of some bodies (of all, for none given), the newest first.

    ``on`` is an ISO day: then those known at the end of that day.
    """
    at = end_of_day(on) if on else now()
    return [_claim(row) for row in store.read(CLAIMS, bodies=sorted(bodies), at=at, limit=limit)]


def latest_claims(store: Store, bodies: Collection[str]) -> dict[str, Claim]:
    """Return {body: the claim for the latest day}; bodies of which nothing was claimed are left out."""
    found: dict[str, Claim] = {}
    for claim in claims(store, bodies):
        found.setdefault(claim.body, claim)
    return found


def _claim(row: Mapping[str, Any]) -> Claim:
    communities = tuple(sorted((code, name, number) for code, name, number in row["communities"]))
    return Claim(**{**row, "communities": communities})


BODIES_THERE = """
UNWIND $bodies AS id
MATCH (body:Organisation {id: id})
WHERE coalesce(body.gone, false) = false AND 'infrastructure_body' IN body.roles
RETURN body.id AS id
"""

CLAIMS_THERE = """
UNWIND $claims AS row
MATCH (body:Organisation {id: row.body})<-[:SAID_OF]-(claim:Claim)
WHERE claim.retracted_at IS NULL
  AND (claim.key = row.key OR (claim.slot = row.slot AND claim.source = $source))
RETURN DISTINCT claim.id AS id, claim.key AS key, body.id AS holder, coalesce(claim.slot, claim.id) AS slot,
       claim.import_id AS import_id, claim.said_on AS said_on, claim.recorded_at AS recorded_at,
       coalesce(claim.also_imports, []) AS vouched_by,
       coalesce(claim.also_days, []) AS also_days, null AS ended_by
"""

CREATE_CLAIMS = """
UNWIND $claims AS row
MATCH (body:Organisation {id: row.body})
CREATE (claim:Claim {id: row.id})
SET claim += row.properties
CREATE (claim)-[:SAID_OF]->(body)
RETURN count(claim) AS made
"""

CREATE_COUNTS = """
UNWIND $counts AS row
MATCH (claim:Claim {id: row.claim})
MATCH (community:Community {id: row.community})
CREATE (claim)-[:COUNTS {number: row.number}]->(community)
RETURN count(claim) AS made
"""

VOUCH_FOR_CLAIMS = """
UNWIND $claims AS one
MATCH (claim:Claim {id: one.id})
SET claim.also_imports = coalesce(claim.also_imports, []) + [$import_id],
    claim.also_rows = coalesce(claim.also_rows, []) + [one.row],
    claim.also_days = coalesce(claim.also_days, []) + [$said_on]
RETURN count(claim) AS number
"""

END_CLAIMS = """
UNWIND $ids AS id
MATCH (claim:Claim {id: id})
SET claim.retracted_at = $at, claim.ended_by = $import_id
RETURN count(claim) AS number
"""


def record_claim(store: Store, actor: str, claim: NewClaim, write_id: str) -> dict[str, Any]:
    """Record one claim by hand, and return {"new", "same"}: a claim that is there already adds nothing.

    Raises Refused, naming the field, for a body, community, day or number that can't be.
    """
    return store.write(write_id, actor, "record a claim", _Recording([claim], actor, write_id, None))


@dataclass(frozen=True)
class ClaimsFile:
    """What is kept of a file of claims; ``rejected`` are (row, sentence), ``headings`` those of the file.

    ``source`` is the same text for the file's next version: what it says otherwise takes the place of this.
    """

    import_id: str
    file_name: str
    rows_seen: int
    rows_read: int
    source: str
    headings: Sequence[str] = ()
    rejected: Sequence[tuple[int, str]] = ()
    example: bool = False


CREATE_CLAIMS_IMPORT = """
CREATE (import:Import {id: $id})
SET import += $properties
RETURN import.id AS id
"""


def import_claims(store: Store, actor: str, claims: Sequence[NewClaim], file: ClaimsFile) -> dict[str, Any]:
    """Bring in a file of claims as an import of its own, which can be undone; return {"new", "same"}.

    A claim of a body and a day that an earlier version of the file had otherwise ends that one.
    Raises Refused as ``record_claim`` does; then nothing of the file is kept.
    """
    recording = _Recording(claims, actor, file.import_id, file)
    return store.write(made_id(file.import_id, "claims"), actor, "import claims", recording)


class _Recording:
    """One write of claims, by hand or out of a file."""

    def __init__(self, claims: Sequence[NewClaim], actor: str, made_by: str, file: ClaimsFile | None) -> None:
        self._claims, self._actor, self._made_by, self._file = claims, actor, made_by, file

    def __call__(self, tx: Tx) -> dict[str, Any]:
        self._check(tx)
        import_id = self._file.import_id if self._file else None
        settled = self._settled(tx, import_id)
        if import_id and settled.vouched:
            vouched = [{"id": fact_id, "row": row} for fact_id, row in dict(settled.vouched).items()]
            tx.run(VOUCH_FOR_CLAIMS, claims=vouched, import_id=import_id, said_on=tx.at[:10])
        if settled.ended:
            tx.run(END_CLAIMS, ids=list(settled.ended), at=tx.at, import_id=import_id)
        new = [self._claims[at] for at in settled.new]
        late = {self._claims[at].key: one.ended_by for at, one in settled.late.items()}
        self._create(tx, {each.key: each for each in new}, import_id, late)
        answer = {"new": len(new), "same": len(self._claims) - len(new)}
        if self._file:
            self._keep_import(tx, self._file, answer)
        return answer

    def _settled(self, tx: Tx, import_id: str | None) -> Settled:
        """Return which claims are new, which are there already, and which of the file's earlier ones end."""
        rows = [{"body": each.body, "key": each.key, "slot": each.slot} for each in self._claims]
        source = self._file.source if self._file else None
        there = facts_said(tx.run(CLAIMS_THERE, claims=rows, source=source))
        said = [Said(each.key, each.slot, each.row or 0) for each in self._claims]
        return settle(said, there, import_id or "", tx.at[:10])

    def _create(
        self, tx: Tx, new: Mapping[str, NewClaim], import_id: str | None, late: Mapping[str, str]
    ) -> None:
        """Write new claims; ``late`` gives {key: the newer import} of those that are overtaken already."""
        if not new:
            return
        ids = {key: made_id(self._made_by, "claim", key) for key in new}
        more: dict[str, Any] = {"import_id": import_id, "recorded_at": tx.at, "recorded_by": self._actor}
        more["example"] = bool(self._file and self._file.example) or None
        more |= {"source": self._file.source, "said_on": tx.at[:10]} if self._file else {}
        ended = {key: {"retracted_at": tx.at, "ended_by": other} for key, other in late.items()}
        rows = [
            {"id": ids[key], "body": one.body, "properties": {**_kept(one), **more, **ended.get(key, {})}}
            for key, one in new.items()
        ]
        counts = [
            {"claim": ids[key], "community": code, "number": number}
            for key, one in new.items()
            for code, number in sorted(one.communities.items())
        ]
        tx.run(CREATE_CLAIMS, claims=rows)
        if counts:
            tx.run(CREATE_COUNTS, counts=counts)
        tx.touch(*{one.body for one in new.values()})

    def _check(self, tx: Tx) -> None:
        """Raise Refused for the first thing that can't be."""
        bodies = {row["id"] for row in tx.run(BODIES_THERE, bodies=sorted({c.body for c in self._claims}))}
        codes = {code for each in self._claims for code in each.communities}
        unknown = codes - known_codes(tx, codes)
        for each in self._claims:
            if each.body not in bodies:
                raise Refused(
                    "There is no infrastructure body with that id. Choose one from the list.", "body"
                )
            check_day_so_far("counted_on", each.counted_on)
            for name, sentence in each.wrong().items():
                raise Refused(sentence, name)
        if unknown:
            raise Refused(f"No community has the code {min(unknown)}.", "communities")

    def _keep_import(self, tx: Tx, file: ClaimsFile, answer: Mapping[str, int]) -> None:
        counts = {"new": answer["new"], "same": answer["same"], "rejected": len(file.rejected)}
        head = {
            "headings": list(file.headings),
            "mapping": [],
            "rejected": [list(one) for one in file.rejected],
        }
        properties = {
            "state": "committed", "kind": "claims", "source": file.source,
            "file_name": file.file_name, "plan_hash": "", "head": canonical_json(head),
            "rows_seen": file.rows_seen, "rows_read": file.rows_read, "done_rows": file.rows_read,
            "said_on": tx.at[:10], "started_at": tx.at, "finished_at": tx.at, "actor": self._actor,
            "counts": canonical_json(counts), "changes": answer["new"], "leavers": 0, "example": file.example,
        }  # fmt: skip
        tx.run(CREATE_CLAIMS_IMPORT, id=file.import_id, properties=properties)


def _kept(claim: NewClaim) -> dict[str, Any]:
    plain = {
        "counted_on": claim.counted_on,
        "total": claim.total,
        "said_by": claim.said_by or None,
        "said_in": claim.said_in or None,
        "notes": claim.notes or None,
        "row": claim.row,
        "key": claim.key,
        "slot": claim.slot,
    }
    return {name: value for name, value in plain.items() if value is not None}


CLAIM_IN_FORCE = """
MATCH (claim:Claim {id: $id})-[:SAID_OF]->(body:Organisation)
WHERE claim.retracted_at IS NULL
RETURN body.id AS body
"""

RETRACT_CLAIMS = """
UNWIND $ids AS id
MATCH (claim:Claim {id: id})
SET claim.retracted_at = $at, claim.retracted_by = $actor
RETURN count(claim) AS number
"""


def take_claim_back(store: Store, actor: str, claim_id: str, write_id: str) -> dict[str, Any]:
    """Take one claim back, by hand or out of a file, and return {"body"}. Raises Refused for none such."""

    def work(tx: Tx) -> dict[str, Any]:
        there = tx.run(CLAIM_IN_FORCE, id=claim_id)
        if not there:
            raise Refused("There is no such claim. It may have been taken back already.", "id")
        tx.run(RETRACT_CLAIMS, ids=[claim_id], at=tx.at, actor=actor)
        recompute(tx, [there[0]["body"]], always=False)
        tx.touch(there[0]["body"])
        return {"body": there[0]["body"]}

    return store.write(write_id, actor, "take a claim back", work)
