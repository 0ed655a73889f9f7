"""Yes, no and neither, as people tick them."""

from __future__ import annotations

from importers.fields.reading import Reading, quote, warning
from importers.fields.words import is_blank

_YES = frozenset(
    ("y", "yes", "true", "t", "1", "x", "✓", "✔", "☑", "tick", "ticked", "on", "ja", "ydw", "oes", "1.0")
) | frozenset(("yep", "yeah", "☒", "√", "✅", "yes please", "ü", "þ"))
"""Ticks of the font Wingdings are letters in any other: "ü", "þ" and, for a cross, "û"."""

_NO = frozenset(("n", "no", "false", "f", "0", "✗", "✘", "☐", "off", "0.0")) | frozenset(
    ("nope", "❌", "no thanks", "no thank you", "û", "nac ydw", "nac oes")
)
_NEITHER = frozenset(
    ("not sure", "unsure", "don't know", "don’t know", "dont know", "n/k", "nk", "dk", "not yet")
) | frozenset(("not applicable", "not stated", "no answer", "tbd"))
"""Words that say nothing yet: unknown is never "no"."""


def read_yes_no(text: str) -> Reading[bool]:
    """Return what a cell says; nothing for an empty cell (which is no "no"), refused for other words."""
    word = text.strip().rstrip(".!\ufe0f").casefold()
    if word in _YES:
        return Reading(True)
    if word in _NO:
        return Reading(False)
    if is_blank(text) or word in _NEITHER:
        return Reading()
    note = f'"{quote(text)}" says neither yes nor no: it was left out.'
    return Reading(None, (warning("yes_no_unreadable", note, text),))
