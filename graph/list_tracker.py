"""The list tracker: what people noted about each body's list, and the imports that it came in with.

Notes are never changed: whoever notes something writes a whole new entry, and the one before is retracted.
So an earlier day shows what was noted then. What an import brought follows from the import itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from graph.days import check_day, check_day_so_far, end_of_day
from graph.errors import Refused
from graph.import_records import now
from graph.model.identifiers import made_id
from graph.model.list_tracking import Agreement, ListImport, ListNotes, TrackedList
from graph.statements import recompute
from graph.store import Store, Tx

LONGEST = 2_000
"""Characters that a note may have."""


class ListChanged(Refused):
    """Somebody else noted something about the list since the page was loaded."""


LISTS = """
UNWIND $bodies AS id
MATCH (body:Organisation {id: id})
WHERE coalesce(body.gone, false) = false
RETURN body.id AS body, body.name AS name, coalesce(body.example, false) AS example,
       coalesce(body.name_sort, '') AS name_sort,
       [(body)<-[:LIST_OF]-(entry:BodyList)
        WHERE entry.recorded_at <= $at AND (entry.retracted_at IS NULL OR entry.retracted_at > $at)
        | properties(entry)] AS entries
ORDER BY name_sort, body
"""

IMPORTS_OF_LISTS = """
MATCH (import:Import {kind: 'members'})
WHERE import.body IN $bodies AND import.started_at <= $at AND coalesce(import.done_rows, 0) > 0
  AND (import.undone_at IS NULL OR import.undone_at > $at)
RETURN import.body AS body, import.id AS id, import.file_name AS file_name, import.said_on AS said_on,
       import.started_at AS started_at, import.recorded_on AS recorded_on, import.rows_read AS rows,
       import.state AS state
ORDER BY started_at DESC, id
"""


def tracked_lists(store: Store, bodies: Collection[str], *, on: str | None = None) -> list[TrackedList]:
    """Return where the lists of some bodies stand, by the bodies' names; those that aren't there left out.

    ``on`` is an ISO day: then as it was known at the end of that day.
    """
    at = end_of_day(on) if on else now()
    wanted = sorted(bodies)
    came = defaultdict(list)
    for row in store.read(IMPORTS_OF_LISTS, bodies=wanted, at=at):
        came[row["body"]].append(_import(row))
    return [_tracked(row, came[row["body"]]) for row in store.read(LISTS, bodies=wanted, at=at)]


LIST_NAMES = """
UNWIND $bodies AS id
MATCH (body:Organisation {id: id})
WHERE coalesce(body.gone, false) = false
RETURN body.id AS id, [body.name] + coalesce(body.other_names, []) AS names,
       coalesce(body.identifiers, []) AS identifiers
ORDER BY id
"""


@dataclass(frozen=True)
class ListNames:
    """What a body is called, its numbers, and what its lists that are in were called."""

    body: str
    names: tuple[str, ...]
    identifiers: tuple[str, ...]
    file_names: tuple[str, ...]


def list_names(store: Store, bodies: Collection[str]) -> list[ListNames]:
    """Return what bodies and their lists are called, to tell whose a file may be; [] for no bodies."""
    wanted = sorted(bodies)
    files: dict[str, set[str]] = defaultdict(set)
    for row in store.read(IMPORTS_OF_LISTS, bodies=wanted, at=now()):
        files[row["body"]].add(row["file_name"])
    return [
        ListNames(row["id"], tuple(row["names"]), tuple(row["identifiers"]), tuple(sorted(files[row["id"]])))
        for row in store.read(LIST_NAMES, bodies=wanted)
    ]


NOTED_BODIES = """
MATCH (entry:BodyList)-[:LIST_OF]->(body:Organisation)
WHERE entry.retracted_at IS NULL
RETURN DISTINCT body.id AS id
"""


def noted_bodies(store: Store) -> set[str]:
    """Return the bodies about whose lists something is noted, even when no list calls them a body by now."""
    return {row["id"] for row in store.read(NOTED_BODIES)}


def tracked_list(store: Store, body: str, *, on: str | None = None) -> TrackedList | None:
    """Return where one body's list stands, or None when no such organisation is there."""
    return next(iter(tracked_lists(store, [body], on=on)), None)


def _import(row: Mapping[str, Any]) -> ListImport:
    came_on = row["recorded_on"] or row["started_at"][:10]
    return ListImport(row["id"], row["file_name"], row["said_on"], came_on, row["rows"], row["state"])


def _tracked(row: Mapping[str, Any], imports: list[ListImport]) -> TrackedList:
    newest_first = tuple(sorted(imports, key=lambda one: one.came_on, reverse=True))
    found = TrackedList(row["body"], row["name"], row["example"], imports=newest_first)
    if not row["entries"]:
        return found
    entry = max(row["entries"], key=lambda one: one["recorded_at"])
    return replace(
        found,
        notes=_notes(entry),
        entry=entry["id"],
        noted_at=entry["recorded_at"],
        noted_by=entry["recorded_by"],
    )


def _notes(entry: Mapping[str, Any]) -> ListNotes:
    kept = {name: entry[name] for name in ListNotes.__dataclass_fields__ if entry.get(name) is not None}
    kept["agreement"] = Agreement(kept.get("agreement", Agreement.UNKNOWN))
    kept["chased_on"] = tuple(kept.get("chased_on") or ())
    return ListNotes(**kept)


ENTRY_IN_FORCE = """
MATCH (body:Organisation {id: $body})
WHERE coalesce(body.gone, false) = false
OPTIONAL MATCH (body)<-[:LIST_OF]-(entry:BodyList)
WHERE entry.retracted_at IS NULL
RETURN 'infrastructure_body' IN coalesce(body.roles, []) AS is_body, entry.id AS id,
       properties(entry) AS properties
"""

END_ENTRY = """
MATCH (entry:BodyList {id: $id})
SET entry.retracted_at = $at, entry.retracted_by = $actor
RETURN entry.id AS id
"""

CREATE_ENTRY = """
MATCH (body:Organisation {id: $body})
CREATE (entry:BodyList {id: $id})
SET entry += $properties
CREATE (entry)-[:LIST_OF]->(body)
RETURN entry.id AS id
"""


def note_list(
    store: Store, actor: str, body: str, notes: ListNotes, *, seen: str | None, write_id: str
) -> dict[str, Any]:
    """Note what is known about a body's list, in place of what was noted before; return {"entry"}.

    ``seen`` is the entry that the person saw (None for none). Notes that are as they were write nothing;
    empty ones take back what was noted. Raises Refused for no such body or a day that isn't one, and
    ListChanged when somebody noted something meanwhile.
    """
    checked = checked_notes(notes)

    def work(tx: Tx) -> dict[str, Any]:
        there = tx.run(ENTRY_IN_FORCE, body=body)
        if not there or not (there[0]["is_body"] or there[0]["id"]):
            raise Refused("There is no infrastructure body with that id. Choose one from the list of bodies.")
        held = there[0]["id"]
        if held != seen:
            raise ListChanged("Somebody else noted something about this list meanwhile. Look at it again.")
        before = _notes(there[0]["properties"]) if held else ListNotes()
        if before == checked:
            return {"entry": held}
        if held:
            tx.run(END_ENTRY, id=held, at=tx.at, actor=actor)
        if checked.is_empty:
            recompute(tx, [body], always=False)
        else:
            tx.run(
                CREATE_ENTRY, body=body, id=made_id(write_id, "list"), properties=_kept(checked, tx, actor)
            )
        tx.touch(body)
        return {"entry": None if checked.is_empty else made_id(write_id, "list")}

    return store.write(write_id, actor, "note about a list", work)


def _kept(notes: ListNotes, tx: Tx, actor: str) -> dict[str, Any]:
    plain = {**asdict(notes), "chased_on": list(notes.chased_on), "agreement": str(notes.agreement)}
    kept = {name: value for name, value in plain.items() if value not in (None, "", [])}
    return {**kept, "recorded_at": tx.at, "recorded_by": actor}


def noted_days(notes: ListNotes) -> list[tuple[str, str]]:
    """Return (field, day) of every day that is noted."""
    single = [(name, getattr(notes, name)) for name in ("asked_on", "agreed_on", "received_on", "chase_next")]
    return [(name, day) for name, day in single if day] + [("chased_on", day) for day in notes.chased_on]


def check_noted_day(field: str, day: str) -> None:
    """Raise Refused for what isn't a day, and for one to come: all but the day to ask again have been."""
    (check_day if field == "chase_next" else check_day_so_far)(field, day)


def checked_notes(notes: ListNotes) -> ListNotes:
    """Return notes with trimmed texts and days in order. Raises Refused, naming the field that can't be."""
    for name, day in noted_days(notes):
        check_noted_day(name, day)
    for name in ("asked_of", "agreed_by", "version", "notes"):
        if len(getattr(notes, name)) > LONGEST:
            raise Refused(f"Use at most {LONGEST:,} characters.", name)
    if notes.chased_on and not notes.asked_on:
        raise Refused("Say first when the list was asked for.", "asked_on")
    return replace(
        notes,
        asked_on=notes.asked_on or None,
        agreed_on=notes.agreed_on or None,
        received_on=notes.received_on or None,
        chase_next=notes.chase_next or None,
        asked_of=notes.asked_of.strip(),
        agreed_by=notes.agreed_by.strip(),
        version=notes.version.strip(),
        notes=notes.notes.strip(),
        chased_on=tuple(sorted(set(notes.chased_on))),
    )
