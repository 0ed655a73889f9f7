"""Uploaded files and what was asked for with them: a folder each, until a plan stands in the graph."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from werkzeug.datastructures import FileStorage

from app.errors import NotFound
from graph.model.identifiers import new_id

WAITING = ("looking", "looked", "reading", "refused", "headings", "planned", "accepted")
"""States of an upload: being looked at; looked at, its choices are to be made; being planned; can't be
read; headings to be settled; its plan is in the graph; its plan is to be carried out with its batch."""

SETTLED = ("planned", "replaced", "left")
"""States of an upload that waits for nobody: planned; planned anew under another id; left out."""

READ_ANEW: Mapping[str, Any] = {"state": "reading", "problem": {}, "ticked": None, "became": ""}
"""What an upload starts with again when its file is read once more."""

LONGEST_NAME, LONGEST_ENDING = 120, 8
"""Characters of a file's name that are kept, and of its ending among them."""


@dataclass(frozen=True)
class Upload:
    """One uploaded file. ``problem`` is {"message", "next_step"} when it was refused.

    ``asked`` holds the fields of ``app.imports.ImportRequest`` that the person chose; ``mapping`` the field
    of each column ("" to ignore it) once the person settled them. ``batch`` names the files that came with
    it, ``found`` is what it seemed to be when it was looked at. ``ticked`` is whether a person had ticked
    its plan when files of its batch were brought in last, None when nobody was asked. ``became`` is the
    id under which the file was read anew.
    """

    id: str
    file_name: str
    kind: str
    actor: str
    asked: Mapping[str, Any]
    state: str = "reading"
    problem: Mapping[str, str] = field(default_factory=dict)
    mapping: tuple[str, ...] | None = None
    batch: str = ""
    found: Mapping[str, Any] = field(default_factory=dict)
    ticked: bool | None = None
    became: str = ""


class Uploads:
    """The folder of uploads. Files and names of files never meet: a file is always called ``upload``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, upload: Upload) -> Path:
        """Return where the file itself lies; its ending tells nothing (readers look at the bytes)."""
        return self._folder / upload.id / "upload"

    def keep(self, file: FileStorage, kind: str, actor: str, asked: Mapping[str, Any], **more: Any) -> Upload:
        """Keep an uploaded file under a new id, readable by Earshot only."""
        upload = Upload(new_id(), safe_file_name(file.filename), kind, actor, dict(asked), **more)
        folder = self._folder / upload.id
        folder.mkdir(parents=True, mode=0o700)
        file.save(self.path(upload))
        self.path(upload).chmod(0o600)
        self.save(upload)
        return upload

    def again(self, upload: Upload, **changes: Any) -> Upload:
        """Return the same file under a new id, to be planned anew with other choices."""
        other = replace(upload, id=new_id(), **{**READ_ANEW, **changes})
        folder = self._folder / other.id
        folder.mkdir(parents=True, mode=0o700)
        shutil.copyfile(self.path(upload), self.path(other))
        self.path(other).chmod(0o600)
        self.save(other)
        return other

    def in_place_of(self, upload: Upload, **changes: Any) -> Upload:
        """Return what ``again`` does; from now on the upload only leads to it."""
        other = self.again(upload, **changes)
        self.moved_on(upload, state="replaced", became=other.id)
        return other

    def newest(self, upload_id: str) -> Upload:
        """Return an upload, or what it became when its file was read anew. Raises NotFound."""
        upload = self.get(upload_id)
        while upload.became:
            upload = self.get(upload.became)
        return upload

    def ask_to_stop(self, import_id: str, *, stop: bool = True) -> None:
        """Leave word for whoever commits an import to stop at the next safe point, or take it back."""
        marker = self._folder / safe_id(import_id) / "stop"
        if not stop:
            marker.unlink(missing_ok=True)
            return
        marker.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        marker.touch(mode=0o600)

    def is_asked_to_stop(self, import_id: str) -> bool:
        """Return whether somebody asked for an import to stop."""
        return (self._folder / safe_id(import_id) / "stop").exists()

    def save(self, upload: Upload) -> None:
        """Write down how far the upload has come: whole or not at all."""
        _write(self._folder / upload.id / "upload.json", asdict(upload))

    def note_undo(self, import_id: str, said: Mapping[str, Any]) -> None:
        """Keep how far an undo has come, or what came of it, for its page to say."""
        target = self._folder / safe_id(import_id) / "undo.json"
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(target, said)

    def undo_begins(self, import_id: str) -> None:
        """Note that an undo was asked for, unless something is noted of it: asked for twice, it is one."""
        target = self._folder / safe_id(import_id) / "undo.json"
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        first = _draft(target, {"done": 0, "of": 0})
        try:
            os.link(first, target)
        except FileExistsError:
            return
        finally:
            first.unlink()

    @contextmanager
    def alone_at(self, work: str, of: str) -> Iterator[bool]:
        """Whether work of an import or batch is ours: False while a worker, of any process, is at it."""
        lock = self._folder / safe_id(of) / f"{work}.lock"
        lock.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with lock.open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True

    def is_at_work(self, work: str, of: str) -> bool:
        """Return whether a worker, of any process, is at work of an import or batch."""
        if not (self._folder / safe_id(of) / f"{work}.lock").exists():
            return False
        with self.alone_at(work, of) as is_nobodys:
            return not is_nobodys

    def undo_note(self, import_id: str) -> Mapping[str, Any]:
        """Return what was noted last of an import's undo; {} for nothing, as after an undo by command."""
        try:
            text = (self._folder / safe_id(import_id) / "undo.json").read_text(encoding="utf-8")
        except FileNotFoundError:
            return {}
        return dict(json.loads(text))

    def moved_on(self, upload: Upload, **changes: Any) -> Upload:
        """Return the upload with some fields changed, and keep it so."""
        changed = replace(upload, **changes)
        self.save(changed)
        return changed

    def find(self, upload_id: str) -> Upload | None:
        """Return an upload by its id, or None."""
        try:
            text = (self._folder / safe_id(upload_id) / "upload.json").read_text(encoding="utf-8")
        except (FileNotFoundError, NotFound):
            return None
        plain = json.loads(text)
        mapping = plain.pop("mapping")
        return Upload(**plain, mapping=None if mapping is None else tuple(mapping))

    def get(self, upload_id: str) -> Upload:
        """Return an upload by its id. Raises NotFound."""
        upload = self.find(upload_id)
        if upload is None:
            raise NotFound("There is no import with that id.", "Choose one from Imports.")
        return upload

    def file_of(self, import_id: str) -> Path | None:
        """Return where the file of an import lies, None when it isn't kept (imports by command)."""
        path = self._folder / safe_id(import_id) / "upload"
        return path if path.is_file() else None

    def unfinished(self) -> list[Upload]:
        """Return uploads whose plan isn't in the graph yet, newest first."""
        if not self._folder.is_dir():
            return []
        found = [self.find(entry.name) for entry in sorted(self._folder.iterdir(), reverse=True)]
        return [upload for upload in found if upload and upload.state not in SETTLED]

    def of_batch(self, batch: str) -> list[Upload]:
        """Return the files that came together by their names; [] for none."""
        if not batch or not self._folder.is_dir():
            return []
        found = [self.find(entry.name) for entry in sorted(self._folder.iterdir())]
        of_it = [upload for upload in found if upload and upload.batch == batch]
        return sorted(of_it, key=lambda upload: (upload.file_name.casefold(), upload.id))


def _write(target: Path, plain: Mapping[str, Any]) -> None:
    """Write a file whole or not at all."""
    os.replace(_draft(target, plain), target)


def _draft(target: Path, plain: Mapping[str, Any]) -> Path:
    """Return a file beside the target that nobody else writes."""
    draft = target.with_suffix(f".{new_id()}.tmp")
    draft.write_text(json.dumps(plain), encoding="utf-8")
    return draft


def safe_id(import_id: str) -> str:
    """Return an import's id when it has the form of one. Raises NotFound: no other path is touched."""
    if not re.fullmatch(r"[0-9a-f-]{36}", import_id):
        raise NotFound("There is no import with that id.", "Choose one from Imports.")
    return import_id


def safe_file_name(name: str | None) -> str:
    """Return a file's name as text to show: no folders, no control characters, at most 120 characters.

    A longer one is cut before its ending, which says what kind of file it is.
    """
    last = re.split(r"[\\/]", name or "")[-1]
    plain = "".join(c for c in last if c.isprintable()).strip()
    if len(plain) > LONGEST_NAME:
        stem, ending = os.path.splitext(plain)
        ending = ending if len(ending) <= LONGEST_ENDING else ""
        plain = stem[: LONGEST_NAME - len(ending) - 1] + "…" + ending
    return plain or "unnamed file"
