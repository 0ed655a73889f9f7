"""A form sent twice changes something once: its id and what it holds make the write's id."""

from __future__ import annotations

import json

from flask import request

from graph.model.identifiers import made_id, new_id

FORM_ID = "form_id"
"""Hidden field that every form carries (components/form.html): minted with the page that shows it."""


def write_id() -> str:
    """Return the id of the write that this form asks for.

    The same form with the same contents gives the same id; a form without an id a fresh one.
    """
    form_id = request.form.get(FORM_ID, "")[:64]
    if not form_id:
        return new_id()
    held = sorted((name, values) for name, values in request.form.lists() if name != "csrf_token")
    return made_id("form", request.path, form_id, json.dumps(held))
