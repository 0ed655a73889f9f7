"""Whom a charity helps, in the words of its register, and the communities that these words suggest."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from importers.fields.reading import Reading, quote, warning
from importers.fields.words import is_blank

_WORDS = re.compile(r"[a-z0-9]+")
_QUOTED = re.compile(r"'([^']*)'")
DATA = Path(__file__).parent.parent / "data" / "beneficiaries.csv"


def read_beneficiaries(text: str) -> Reading[tuple[str, ...]]:
    """Return the codes of the communities that a register's words suggest, sorted; none for an empty cell.

    Several stand between commas or semicolons, in single quotes where the words have commas of their own.
    Words that mean nobody in particular suggest nobody; words that aren't in the register's own list as it
    is known here (``importers/data/beneficiaries.csv``) are said.
    """
    if is_blank(text):
        return Reading(())
    parts = _QUOTED.findall(text) or _parts(text)
    plain = {part.strip(): " ".join(_WORDS.findall(part.casefold())) for part in parts}
    codes = {_suggested()[words] for words in plain.values() if words in _suggested()}
    unknown = [quote(part) for part, words in plain.items() if words and words not in _suggested()]
    found = tuple(sorted(codes - {""}))
    if not unknown:
        return Reading(found)
    note = f"Whom the register means by {', '.join(unknown[:5])} isn't known here: it was left out."
    return Reading(found, (warning("beneficiaries_unknown", note, text),))


def _parts(text: str) -> list[str]:
    """Return the parts of a cell; one whose words as a whole are known is one, commas or not."""
    whole = " ".join(_WORDS.findall(text.casefold()))
    return [text] if whole in _suggested() else re.split(r"[,;\n]", text)


@cache
def _suggested() -> Mapping[str, str]:
    """Return {a register's words, lower case and no marks: community code, "" for nobody in particular}."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return {row["words"]: row["code"] for row in csv.DictReader(file)}
