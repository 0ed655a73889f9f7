"""Chunks that only say the same again: stamped together without being read, unless anything was touched."""

from __future__ import annotations

import pytest

from graph.imports import commit_import, store_plan
from graph.model.identifiers import new_id
from graph.model.plan import Plan
from graph.organisations import edit_organisation
from graph.store import Store
from graph.undo import undo_import
from graph.verify import verify
from tests.contract.lists import Line, line, planned

NCVO = "GB-CHC-225922"
MANY = [line(f"Group {number}", f"GB-CHC-{200000 + number}") for number in range(1200)]

CHUNKS = """
MATCH (import:Import {id: $id})-[:HAS_CHUNK]->(chunk:Chunk {kind: 'rows'})
RETURN chunk.number AS number, chunk.committed_at AS at, size(chunk.vouches) AS vouches,
       coalesce(chunk.quiet, false) AS quiet
ORDER BY number
"""


def again(store: Store, rows: list[Line]) -> Plan:
    plan = planned(store, NCVO, rows)
    store_plan(store, plan, "ann")
    return plan


def test_list_that_comes_again_is_one_write_and_vouches_for_everything(store: Store) -> None:
    first = again(store, MANY)
    commit_import(store, first.import_id)
    digest = verify(store)["digest"]
    second = again(store, MANY)
    stored = store.revision()
    outcome = commit_import(store, second.import_id)
    assert (outcome.counts["same"], outcome.changes, outcome.done_rows) == (1200, 0, 1200)
    assert store.revision() == stored + 1
    chunks = store.read(CHUNKS, id=second.import_id)
    assert [(each["vouches"], each["quiet"]) for each in chunks] == [(500, True), (500, True), (200, True)]
    assert all(each["at"] for each in chunks)
    undo_import(store, first.import_id, "ann")
    assert verify(store)["digest"] == digest, "the second list keeps its word"


@pytest.mark.parametrize("which", [0, 1199])
def test_organisation_that_was_edited_meanwhile_is_seen(store: Store, which: int) -> None:
    commit_import(store, again(store, MANY).import_id)
    plan = again(store, MANY)
    row = plan.rows[which]
    edit_organisation(
        store, "ann", str(row.organisation), row.seen_version or 0, {"website": "https://a.example"}, new_id()
    )
    outcome = commit_import(store, plan.import_id)
    assert outcome.counts["same"] + outcome.counts["conflict"] == 1200
    chunks = store.read(CHUNKS, id=plan.import_id)
    assert all(each["at"] for each in chunks)
