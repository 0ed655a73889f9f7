"""How an organisation is constituted, and whether it is still there, in the words of lists and registers."""

from __future__ import annotations

import re

from graph.model.organisations import LegalForm, Status
from importers.fields.reading import Reading, quote, warning
from importers.fields.words import is_blank

_FORMS: tuple[tuple[LegalForm, str], ...] = (
    (LegalForm.CIC, r"\bcics?\b|community interest"),
    (LegalForm.CIO, r"\bs?cios?\b|charitable incorporated"),
    (
        LegalForm.CO_OPERATIVE,
        r"co-?\s?op|community benefit|\b(?:bencom|cbs|ips|mutual|society)\b|registered society",
    ),
    (
        LegalForm.UNINCORPORATED,
        r"unincorporated|unregistered|informal|constituted|community group|voluntary group",
    ),
    (LegalForm.CHARITY, r"charit|\btrust\b|royal charter"),
    (LegalForm.COMPANY, r"compan|\bllp\b|\bltd\b|limited|\bclg\b|\bplc\b|guarantee"),
    (LegalForm.NONE, r"^(?:no legal form|not constituted)$"),
)
"""In this order: "charitable company" is a charity, "community interest company" a CIC."""

_CLOSED = re.compile(
    r"clos|^dead$|dissol|removed|inactive|ceased|defunct|merged|liquidat|wound up|struck|deregist|lapse|ended"
)
_ACTIVE = re.compile(
    r"^(?:active|live|open|current|registered|trading|yes|true|exempt|joining|transitioning|devolved|received.*|overdue.*|recently.*)\b"
)


def read_legal_form(text: str) -> Reading[LegalForm]:
    """Return the legal form that a cell names; nothing when empty, refused for other words."""
    if is_blank(text):
        return Reading()
    word = text.strip().casefold()
    if word.replace(" ", "_") in set(LegalForm):
        return Reading(LegalForm(word.replace(" ", "_")))
    for form, pattern in _FORMS:
        if re.search(pattern, word):
            return Reading(form)
    note = f'"{quote(text)}" is no legal form that is known here: it was left out.'
    return Reading(None, (warning("legal_form_unknown", note, text),))


def read_status(text: str) -> Reading[Status]:
    """Return whether the organisation is still there; nothing when empty, refused for other words."""
    if is_blank(text):
        return Reading()
    word = text.strip().casefold()
    if word in ("false", "no") or _CLOSED.search(word):
        return Reading(Status.CLOSED)
    if _ACTIVE.match(word):
        return Reading(Status.ACTIVE)
    note = f'"{quote(text)}" is no status that is known here: it was left out.'
    return Reading(None, (warning("status_unknown", note, text),))
