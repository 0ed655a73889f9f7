"""The form that brings a file in, checked field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict

from app.errors import Refused
from app.import_checks import checked_day, checked_org_id
from graph.model.identifiers import SCHEMES
from importers.lists import IMPORTERS

CHOICES = ("body_org_id", "body_name", "said_on", "consultation", "role", "scheme")
TICKS = ("whole_list", "whole_list_sure", "own_answers")

FIELDS_OF_KIND: Mapping[str, frozenset[str]] = {
    "members": frozenset({"body_org_id", "body_name", "said_on", *TICKS}),
    "organisations": frozenset({"role", "said_on", "own_answers"}),
    "log": frozenset({"consultation", "said_on"}),
    "contacts": frozenset({"role", "said_on"}),
    "liaisons": frozenset({"said_on"}),
    "groups": frozenset({"said_on"}),
    "grants": frozenset({"said_on"}),
    "register": frozenset({"scheme", "said_on"}),
}
"""What is asked with each kind of file; other fields of the form are not taken."""


@dataclass(frozen=True)
class UploadForm:
    """What was sent: the file if there is one, the kind, what was asked, and errors by field."""

    file: FileStorage | None
    kind: str
    asked: Mapping[str, Any]
    errors: Mapping[str, str]


def read_upload_form(form: MultiDict[str, str], files: MultiDict[str, FileStorage]) -> UploadForm:
    """Return the form as sent, with a sentence for every field that can't be taken."""
    kind = form.get("kind", "members")
    errors: dict[str, str] = {}
    file = files.get("file")
    if file is None or not file.filename:
        errors["file"] = "Choose the file to bring in."
    if kind not in IMPORTERS:
        errors["kind"] = "Choose what the file is."
    wanted = FIELDS_OF_KIND.get(kind, frozenset())
    asked: dict[str, Any] = {
        name: form.get(name, "").strip() for name in CHOICES if name in wanted and form.get(name, "").strip()
    }
    asked.update({name: True for name in TICKS if name in wanted and form.get(name)})
    errors.update(_take_new_body(form, asked))
    errors.update(_wrong(kind, asked))
    return UploadForm(file if file is not None and file.filename else None, kind, asked, errors)


def _take_new_body(form: MultiDict[str, str], asked: dict[str, Any]) -> dict[str, str]:
    """Let a body that isn't in the list of bodies yet be named by its org-id; return errors by field."""
    new = form.get("new_body", "").strip()
    if asked.get("body_org_id") != "new":
        asked.pop("body_name", None)
        return {}
    asked.pop("body_org_id")
    if not new:
        return {}
    asked["body_org_id"] = new
    try:
        checked_org_id(new)
    except Refused as refused:
        return {"new_body": str(refused)}
    return {}


def _wrong(kind: str, asked: Mapping[str, Any]) -> dict[str, str]:
    errors: dict[str, str] = {}
    if kind == "members" and not asked.get("body_org_id"):
        errors["body_org_id"] = "Choose the body whose list it is, or give the org-id of a new one."
    if kind == "log" and not asked.get("consultation"):
        errors["consultation"] = "Choose the consultation that the log belongs to."
    if kind == "register" and asked.get("scheme") not in SCHEMES:
        errors["scheme"] = "Choose the register that the table is of."
    try:
        checked_day(asked.get("said_on"), "date of the list")
    except Refused as refused:
        errors["said_on"] = str(refused)
    return errors
