"""Many files as one table: how far each has come, what was guessed, what its plan would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from werkzeug.datastructures import FileStorage, MultiDict

from app.bodies import unknown_body
from app.errors import NotFound
from app.forms.imports import read_upload_form
from app.import_jobs import uploads_of
from app.runtime import Earshot
from app.uploads import Upload

if TYPE_CHECKING:
    from graph.import_records import ImportState

MOST_FILES = 100
"""Files in one batch."""

UNDER_WAY = ("looking", "reading", "accepted", "running")
"""Stages at which work goes on by itself."""

PER_FILE = ("kind", "body_org_id", "new_body", "body_name", "whole_list", "consultation", "said_on", "scheme")
"""Fields asked for each file; in the form each has the upload's id behind a hyphen."""

TO_GO = ("planned", "cancelled", "failed")
"""Stages of a file that can be ticked: to be brought in, or gone on with where it stopped."""

NOT_THIS = "leave"
"""The kind of a file that isn't to be brought in."""


@dataclass(frozen=True)
class BatchFile:
    """A file of a batch; ``stage`` is its upload's state until its plan is in the graph, then the import's.

    ``is_safe``: its plan leaves nothing to be decided, rejects nothing and ends no membership.
    """

    upload: Upload
    stage: str
    state: ImportState | None = None

    @property
    def is_safe(self) -> bool:
        """Whether the plan can go in without anybody having to look closer; one without rows is odd."""
        if self.state is None or self.stage != "planned" or self.state.leavers or not self.state.rows_read:
            return False
        return not any(self.state.counts.get(verdict) for verdict in ("review", "conflict", "rejected"))

    @property
    def can_go(self) -> bool:
        """Whether it can be ticked: its plan waits, or it stopped before its end."""
        return self.state is not None and self.stage in TO_GO

    @property
    def is_ticked(self) -> bool:
        """Whether its box is ticked: as a person left it, else where the plan is safe."""
        return self.is_safe if self.upload.ticked is None else self.upload.ticked


def start_batch(running: Earshot, files: Sequence[FileStorage], actor: str, batch: str) -> None:
    """Keep files under one batch and have each looked at behind the pages."""
    uploads = uploads_of(running)
    kept = [uploads.keep(file, "members", actor, {}, state="looking", batch=batch) for file in files]
    for upload in kept:
        running.jobs.enqueue("look", upload_id=upload.id)


def batch_files(running: Earshot, batch: str) -> list[BatchFile]:
    """Return the files of a batch by their names. Raises NotFound for no such batch."""
    from graph.imports_at_work import imports_among  # noqa: PLC0415 - the driver only when needed

    uploads = [each for each in uploads_of(running).of_batch(batch) if each.state != "replaced"]
    if not uploads:
        raise NotFound("There are no files of that batch (any more).", "Choose an import from Imports.")
    states = imports_among(running.store, [each.id for each in uploads])
    files = [_file(each, states.get(each.id)) for each in uploads]
    return [each for each in files if not _was_planned_anew(each)]


def _file(upload: Upload, state: ImportState | None) -> BatchFile:
    if state is None:
        return BatchFile(upload, upload.state)
    is_next = upload.state == "accepted" and state.state in TO_GO
    return BatchFile(upload, "accepted" if is_next else state.state, state)


def _was_planned_anew(file: BatchFile) -> bool:
    """Return whether a plan was dropped before it began: the file stands there again under another id."""
    return file.state is not None and file.state.was_dropped


def choose_anew(running: Earshot, import_id: str) -> Upload | None:
    """Put a file whose plan was dropped among those of its batch whose choices are to be made.

    None for a file that came alone, and for one that isn't kept.
    """
    uploads = uploads_of(running)
    upload = uploads.find(import_id)
    if upload is None or not upload.batch:
        return None
    return uploads.again(upload, state="looked", mapping=None, asked={})


def totals(files: Sequence[BatchFile]) -> Mapping[str, int]:
    """Return the sums of all plans and imports: rows read and of each verdict, and leavers."""
    found: Counter[str] = Counter()
    for file in files:
        if file.state is not None and file.stage != "undone":
            found.update(file.state.counts)
            found.update({"rows": file.state.rows_read, "leavers": file.state.leavers})
    return found


def choices_of(upload: Upload, form: MultiDict[str, str]) -> MultiDict[str, str]:
    """Return what the table's form says about one file, as the form of a single file would say it."""
    said = {name: form.get(f"{name}-{upload.id}", "") for name in PER_FILE}
    return MultiDict({name: value for name, value in said.items() if value})


def plan_all(running: Earshot, batch: str, form: MultiDict[str, str]) -> dict[str, str]:
    """Have every file planned whose choices are made, and return {field: sentence} for the others."""
    uploads = uploads_of(running)
    errors: dict[str, str] = {}
    for upload in uploads.of_batch(batch):
        if upload.state != "looked" or f"kind-{upload.id}" not in form:
            continue
        said = choices_of(upload, form)
        if said.get("kind") == NOT_THIS:
            uploads.moved_on(upload, state="left")
            continue
        if not said.get("kind"):
            errors[f"kind-{upload.id}"] = f"{upload.file_name}: Choose what it is, or leave it out."
            continue
        sent = read_upload_form(said, MultiDict())
        wrong = {name: sentence for name, sentence in sent.errors.items() if name != "file"}
        wrong = wrong or unknown_body(running.store, sent.asked)
        if wrong:
            errors.update({f"{name}-{upload.id}": f"{upload.file_name}: {wrong[name]}" for name in wrong})
            continue
        uploads.moved_on(upload, kind=sent.kind, asked=dict(sent.asked), state="reading")
        running.jobs.enqueue("plan one", upload_id=upload.id)
    return errors


def accept(running: Earshot, batch: str, shown: Mapping[str, str], ticked: Collection[str]) -> int:
    """Say yes to the plans that are ticked, given {upload id: the hash that the page showed} of all of them.

    Returns how many of the ticked have another plan by now, and won't be brought in. What was ticked is
    kept, for the page to show again whatever is stopped.
    """
    uploads = uploads_of(running)
    files = [file for file in batch_files(running, batch) if file.state is not None]
    fitting = [file for file in files if file.state and file.state.plan_hash == shown.get(file.upload.id)]
    ready = [file for file in fitting if file.stage in TO_GO]
    for file in ready:
        uploads.ask_to_stop(file.upload.id, stop=False)
        is_ticked = file.upload.id in ticked
        said = {"state": "accepted", "problem": {}} if is_ticked else {"state": "planned"}
        uploads.moved_on(file.upload, ticked=is_ticked, **said)
    if any(file.upload.id in ticked for file in ready):
        running.jobs.enqueue("bring in", batch=batch)
    return len(set(ticked) - {file.upload.id for file in fitting})


def stop(running: Earshot, batch: str) -> None:
    """Take the yes back from files whose turn hasn't come, and stop the one at work.

    Also one that is planned anew at the moment: it would go in once planned.
    """
    uploads = uploads_of(running)
    for file in batch_files(running, batch):
        if file.stage in ("running", "accepted", "reading"):
            uploads.ask_to_stop(file.upload.id)
        if file.upload.state == "accepted":
            uploads.moved_on(file.upload, state="planned")


def as_guessed(upload: Upload) -> dict[str, Any]:
    """Return the choices for a file as its guesses have them, for a person to look at and confirm."""
    found = upload.found
    guesses = {"kind": "kind", "said_on": "day", "body_org_id": "body", "scheme": "scheme"}
    return {field: (found.get(guess) or {}).get("value", "") for field, guess in guesses.items()}


def doubles(files: Sequence[BatchFile]) -> dict[str, str]:
    """Return {id of an upload: name of the file above it that has the very same bytes}."""
    first: dict[str, Upload] = {}
    found: dict[str, str] = {}
    for upload in (file.upload for file in files):
        content = upload.found.get("content")
        if content and first.setdefault(content, upload) is not upload:
            found[upload.id] = first[content].file_name
    return found


def pasted_file(text: str, day: str, time: str) -> FileStorage | None:
    """Return a table pasted from a spreadsheet as a file, named by when it was pasted; None for no text."""
    if not text.strip():
        return None
    ending = "tsv" if "\t" in text else "csv"
    plain = text.replace("\r\n", "\n").strip("\n") + "\n"
    return FileStorage(BytesIO(plain.encode("utf-8", "replace")), f"Pasted {day} {time}.{ending}")


def chosen_files(files: Sequence[FileStorage]) -> list[FileStorage]:
    """Return those of the files that were chosen at all: browsers send an empty one for none."""
    return [file for file in files if file.filename]


__all__ = [
    "MOST_FILES",
    "NOT_THIS",
    "UNDER_WAY",
    "BatchFile",
    "accept",
    "as_guessed",
    "batch_files",
    "choose_anew",
    "chosen_files",
    "doubles",
    "pasted_file",
    "plan_all",
    "start_batch",
    "stop",
    "totals",
]
