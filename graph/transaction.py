"""One write, inside its transaction: take the Head, do the work, move the Head on and note the change."""

from __future__ import annotations

import json
import logging
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from neo4j import ManagedTransaction

from graph.chain import Entry
from graph.errors import GraphError, WriteIdReused

EVERYTHING = "*"
"""In a change's ``touched``: what touches every organisation (a community, a rule, a consultation)."""

Wording = Callable[[str], str]
"""How an engine is asked a query text (``Engine.wording``)."""

_queries = logging.getLogger("earshot.queries")
"""Every query text that runs, at level DEBUG."""


class Values(list[Any]):
    """Values of a query that don't spell themselves out.

    The driver makes a text of every parameter for a log line that nobody asked for: a second for 30,000
    rows, and names and addresses in a place where they don't belong.
    """

    def __repr__(self) -> str:
        """Return how many there are."""
        return f"<{len(self)} values>"


def _given(params: dict[str, Any]) -> dict[str, Any]:
    """Return parameters that don't spell themselves out.

    What a text calls ``$given`` is a map of lists. A server plans a text anew for every order of magnitude of
    a list that is a parameter itself, and not for one inside a map: the texts of imports take theirs so.
    """
    return {name: _quiet(value) for name, value in params.items()}


def _quiet(value: Any) -> Any:
    if type(value) is dict:
        return {name: _quiet(each) for name, each in value.items()}
    return Values(value) if type(value) is list else value


class Tx:
    """One write's transaction, handed to its work, which may run more than once."""

    def __init__(self, transaction: ManagedTransaction, at: str, wording: Wording) -> None:
        self.at = at
        """When the write's facts became known (ISO instant in UTC), the same in every run of the work."""
        self._transaction, self._wording = transaction, wording
        self._touched: set[str] = set()

    def run(self, query: str, /, **params: Any) -> list[dict[str, Any]]:
        """Return the rows of one query, each a dict by the names of its AS."""
        return rows_of(self._transaction, query, _given(params), self._wording)

    read = run
    """As a Store reads: what takes either asks both alike."""

    def columns(self, query: str, /, **params: Any) -> dict[str, list[Any]]:
        """Return the one row of a query as lists by name, as ``Store.columns`` does."""
        return columns_of(self._transaction, query, _given(params), self._wording)

    def touch(self, *org_ids: str) -> None:
        """Note organisations whose facts this write changes, so that readers read them again."""
        self._touched.update(org_ids)

    def touch_everything(self) -> None:
        """Note that this write changes what holds for every organisation."""
        self._touched.add(EVERYTHING)

    def touched(self) -> tuple[str, ...]:
        """Return the ids noted so far, sorted; ("*",) for everything."""
        return (EVERYTHING,) if EVERYTHING in self._touched else tuple(sorted(self._touched))


class Write:
    """One call of Store.write, in as many transactions as it takes."""

    def __init__(
        self,
        write_id: str,
        actor: str,
        action: str,
        work: Callable[[Tx], dict[str, Any]],
        *,
        at: str,
        recorded_at: str | None,
        wording: Wording,
    ) -> None:
        self._id, self._actor, self._action, self._work = write_id, actor, action, work
        self._wording = wording
        self._at, self._recorded_at = at, recorded_at

    def run(self, transaction: ManagedTransaction) -> dict[str, Any]:
        """Do everything in one transaction, unless it was done before."""
        head = self._take_head(transaction)
        if head["action"] is not None:
            return self._answer_of_then(head)
        tx = Tx(transaction, self._recorded_at or self._at, self._wording)
        result = json.dumps(self._work(tx), ensure_ascii=False)
        entry = Entry(
            id=self._id,
            revision=head["revision"] + 1,
            at=self._at,
            recorded_at=self._recorded_at,
            actor=self._actor,
            action=self._action,
            touched=tx.touched(),
            result=result,
        )
        rows_of(transaction, MOVE_HEAD, _properties(entry, head["hash"]), self._wording)
        return cast("dict[str, Any]", json.loads(result))

    def _take_head(self, transaction: ManagedTransaction) -> dict[str, Any]:
        """Hold the Head, so that other writers wait, and read it and this write's entry as they are then."""
        rows = rows_of(transaction, TAKE_HEAD, {"write": self._id}, self._wording)
        if not rows:
            raise GraphError("This graph has no Head. Open it with open_store(), which makes one.")
        return rows[0]

    def _answer_of_then(self, head: dict[str, Any]) -> dict[str, Any]:
        if head["action"] != self._action:
            raise WriteIdReused(
                f"The write id {self._id} was used before, for {head['action']!r}, now for {self._action!r}. "
                "Mint a new id for every write."
            )
        return cast("dict[str, Any]", json.loads(head["result"]))


TAKE_HEAD = """
MATCH (head:Head {id: 'head'})
SET head.writer = $write
WITH head
OPTIONAL MATCH (change:Change {id: $write})
RETURN head.revision AS revision, head.hash AS hash, change.action AS action, change.result AS result
"""

MOVE_HEAD = """
MATCH (head:Head {id: 'head'})
SET head.revision = $revision, head.hash = $hash
CREATE (change:Change {
    id: $id, revision: $revision, at: $at, recorded_at: $recorded_at, actor: $actor,
    action: $action, touched: $touched, result: $result, hash: $hash})
RETURN change.revision AS revision
"""


def _properties(entry: Entry, previous: str) -> dict[str, Any]:
    return {**vars(entry), "touched": list(entry.touched), "hash": entry.hash_after(previous)}


def rows_of(
    transaction: ManagedTransaction, query: str, params: dict[str, Any], wording: Wording = str
) -> list[dict[str, Any]]:
    """Return the rows of one query in an open transaction, each a dict by the names of its AS."""
    _queries.debug("%s", query)
    result = transaction.run(wording(query), params)
    keys = result.keys()
    return [dict(zip(keys, record, strict=True)) for record in result]


def columns_of(
    transaction: ManagedTransaction, query: str, params: dict[str, Any], wording: Wording = str
) -> dict[str, list[Any]]:
    """Return the one row of a query as lists by name; without a row, [] for every name."""
    _queries.debug("%s", query)
    result = transaction.run(wording(query), params)
    keys = result.keys()
    rows = list(result)
    # without a row the embedded engine doesn't even say the names
    return dict(zip(keys, rows[0], strict=True)) if rows else defaultdict(list)


def rows_from(columns: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """Return columns as rows, each a dict; [] for columns without values.

    The driver takes a message for every row: a thousand rows in columns come in a quarter of the time.
    """
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
