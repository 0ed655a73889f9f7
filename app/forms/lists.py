"""The forms of the list tracker and of claims: what was typed, as notes or a claim."""

from __future__ import annotations

import re
from typing import Any

from werkzeug.datastructures import MultiDict

from app.words import AGREEMENT_WORDS
from graph.errors import Refused
from graph.list_tracker import check_noted_day, noted_days
from graph.model.claims import NewClaim
from graph.model.list_tracking import Agreement, ListNotes

DAYS = ("asked_on", "agreed_on", "received_on", "chase_next")
TEXTS = ("asked_of", "agreed_by", "version", "notes")

LONGEST = {"said_by": 500, "said_in": 500, "notes": 2000}
"""The most characters of each text of a claim."""

LINES = 8
"""Communities that one form of a claim has room for."""


def typed_of(notes: ListNotes) -> dict[str, Any]:
    """Return the form's fields as the notes have them."""
    return {
        **{name: getattr(notes, name) or "" for name in (*DAYS, *TEXTS)},
        "agreement": str(notes.agreement),
        "chased_on": "\n".join(notes.chased_on),
    }


def notes_in(form: MultiDict[str, str]) -> ListNotes:
    """Return what was typed as notes; days are checked where they are kept."""
    agreement = form.get("agreement", "")
    chased = form.get("chased_on", "").replace(",", " ").replace(";", " ").split()
    return ListNotes(
        **{name: form.get(name, "").strip() or None for name in DAYS},  # type: ignore[arg-type]
        **{name: form.get(name, "").replace("\r\n", "\n") for name in TEXTS},
        agreement=Agreement(agreement) if agreement in AGREEMENT_WORDS else Agreement.UNKNOWN,
        chased_on=tuple(chased),
    )


def wrong_days(notes: ListNotes) -> dict[str, str]:
    """Return a sentence for each field with a day that isn't one."""
    errors: dict[str, str] = {}
    for name, day in noted_days(notes):
        try:
            check_noted_day(name, day)
        except Refused as refused:
            errors.setdefault(name, str(refused))
    return errors


def claim_in(form: MultiDict[str, str], body: str) -> tuple[NewClaim, dict[str, str]]:
    """Return what was typed as a claim about a body, and a sentence for each field that can't be taken."""
    errors: dict[str, str] = {}
    total = _number(form.get("total", ""), "total", errors)
    communities: dict[str, int] = {}
    for line in range(1, LINES + 1):
        code, text = form.get(f"community-{line}", ""), form.get(f"number-{line}", "").strip()
        if not code and not text:
            continue
        number = _number(text, f"number-{line}", errors)
        if not code:
            errors[f"community-{line}"] = "Choose the community that this number is of."
        elif number is None:
            errors.setdefault(f"number-{line}", "Give the number, or take the community away.")
        elif code in communities:
            errors[f"community-{line}"] = "This community stands above already: one number of each is kept."
        else:
            communities[code] = number
    claim = NewClaim(
        body=body,
        counted_on=form.get("counted_on", "").strip(),
        total=total,
        communities=communities,
        said_by=form.get("said_by", "").strip(),
        said_in=form.get("said_in", "").strip(),
        notes=form.get("notes", "").strip(),
    )
    for name, most in LONGEST.items():
        if len(getattr(claim, name)) > most:
            errors[name] = f"Use at most {most:,} characters."
    if not errors:
        errors.update(claim.wrong())
    if not claim.counted_on:
        errors["counted_on"] = "Give the day for which the numbers hold."
    return claim, errors


def _number(text: str, field: str, errors: dict[str, str]) -> int | None:
    plain = text.replace(",", "").strip()
    if not plain:
        return None
    if not re.fullmatch(r"[0-9]{1,8}", plain):
        errors[field] = f"“{text[:40]}” isn't a whole number."
        return None
    return int(plain)
