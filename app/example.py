"""Loading the example consultation: its files go in through the ordinary importers, one after the other."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from app.imports import ImportRequest, import_file
from graph.model.consultations import Consultation
from graph.model.identifiers import made_id

if TYPE_CHECKING:
    from app.runtime import Earshot
    from graph.commit import Outcome
    from graph.store import Store

FILES = Path(__file__).parents[1] / "example" / "files"
ACTOR = "Example data"
"""Who brought the example in, as the change log and every fact's source say."""

Progress = Callable[[int, int], None]


def load_example(
    earshot: Earshot, progress: Progress | None = None, *, even_beside_others: bool = False
) -> dict[str, Any]:
    """Bring the example in and return what came of it; a second time nothing changes.

    Returns {"loaded", "why_not", "files" (brought in now), "rows", "counts" (their rows by verdict),
    "waiting" (rows of all imports that wait for review), "consultation", "seconds"}. A graph that holds
    organisations gets it only with ``even_beside_others``; one whose loading was cut short gets the rest.
    An example list that somebody took back stays so. ``progress`` is told the files done and all files.
    """
    from graph.review import waiting_count  # noqa: PLC0415 - the driver only when needed

    started = monotonic()
    manifest = read_manifest()
    store = earshot.store
    why_not = "" if even_beside_others else _why_not(store, manifest)
    counts: Counter[str] = Counter()
    brought_in = 0
    if not why_not:
        add_example_consultation(store, manifest["consultation"])
        for done, entry in enumerate(manifest["files"], start=1):
            outcome = _load_file(store, manifest["seed"], entry)
            if outcome is not None:
                brought_in += 1
                counts.update(outcome.counts)
            if progress is not None:
                progress(done, len(manifest["files"]))
    return {
        "loaded": brought_in > 0,
        "why_not": why_not if why_not or brought_in else "The example is here already.",
        "files": brought_in,
        "rows": counts.total(),
        "counts": dict(counts),
        "waiting": waiting_count(store),
        "consultation": manifest["consultation"]["id"],
        "seconds": round(monotonic() - started, 1),
    }


def read_manifest(folder: Path = FILES) -> dict[str, Any]:
    """Return which files the example has, in order, each with how it is brought in."""
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return manifest


def add_example_consultation(store: Store, said: Mapping[str, Any]) -> None:
    """Add the example's consultation if it isn't there."""
    from graph.consultations import add_consultation, consultation  # noqa: PLC0415

    if consultation(store, said["id"]) is None:
        made = Consultation(
            id=said["id"],
            name=said["name"],
            opens=said["opens"],
            closes=said["closes"],
            principles=tuple(said["principles"]),
            example=True,
        )
        add_consultation(store, ACTOR, made, made_id("example", "consultation", made.id))


def _why_not(store: Store, manifest: Mapping[str, Any]) -> str:
    """Return in words why the example is not loaded by itself; empty when it may be, or was begun."""
    from graph.import_records import import_state  # noqa: PLC0415
    from graph.organisation_search import search_organisations  # noqa: PLC0415

    if import_state(store, _import_id(manifest["seed"], manifest["files"][0]["file"])) is not None:
        return ""
    return "The graph already holds organisations." if search_organisations(store, "", limit=1).items else ""


def _import_id(seed: int, file: str, attempt: int = 0) -> str:
    """Return the id of a file's import: the same each time, so that a file goes in once."""
    return made_id("example", seed, file, attempt)


def _load_file(store: Store, seed: int, entry: Mapping[str, Any]) -> Outcome | None:
    """Return what became of one file; None when it was brought in (or taken back) before."""
    from graph.commit import commit_import  # noqa: PLC0415
    from graph.import_records import import_state  # noqa: PLC0415

    attempt = 0
    state = import_state(store, _import_id(seed, entry["file"]))
    while state is not None and state.state == "storing":
        attempt += 1
        state = import_state(store, _import_id(seed, entry["file"], attempt))
    import_id = _import_id(seed, entry["file"], attempt)
    if state is None:
        _, outcome = import_file(store, _request(entry, import_id))
    elif state.state in DONE:
        if entry.get("accept_new") and state.state == "waiting":
            _accept_new(store, import_id)
        return None
    else:
        outcome = commit_import(store, import_id)
    if entry.get("accept_new"):
        _accept_new(store, import_id)
    return outcome


DONE = ("committed", "waiting", "undone")
"""States of an import that leave nothing to carry out."""


def _request(entry: Mapping[str, Any], import_id: str) -> ImportRequest:
    return ImportRequest(
        path=FILES / entry["file"],
        kind=entry["kind"],
        actor=ACTOR,
        body_org_id=entry.get("body"),
        said_on=entry["said_on"],
        recorded_on=entry["recorded_on"],
        consultation=entry.get("consultation"),
        own_answers=entry.get("own_answers", False),
        example=True,
        import_id=import_id,
    )


BATCH = 500
"""Decisions in one write."""


def _accept_new(store: Store, import_id: str) -> None:
    """Decide for every waiting row of an import, as a person would, that it is a new organisation."""
    from graph.review import decide, waiting_rows  # noqa: PLC0415

    while page := waiting_rows(store, import_id, limit=BATCH).items:
        decisions = [(row.id, "new", None) for row in page]
        made = decide(store, ACTOR, decisions, made_id(import_id, "accept", page[0].id))
        if made["waiting"] >= len(page):
            return
