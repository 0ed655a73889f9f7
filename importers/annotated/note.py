"""What is written beside a row, and what the file handed back is called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from importers.annotated.plain import plain_text
from importers.read.ours import HIDDEN, LEFT_OUT, SECTION

SUFFIX = " with verdicts"
MADE_BY_US = re.compile(rf"({SUFFIX}|[ _]\(\d+\))+$", re.IGNORECASE)
LEFT_OUT_WHY = {
    "total": "It counts or sums other rows.",
    "footnote": "It is a note, not a member of the list.",
    "repeated heading": "It repeats the headings.",
    "section": SECTION,
    "hidden": HIDDEN,
}
"""Why a row was skipped, in words; titles and blank rows stay as they are, with nothing beside them."""


@dataclass(frozen=True)
class RowNote:
    """What became of a row: ``verdict`` as people filter by it, the organisation, why, and what to do.

    ``tone`` is the colour of the verdict, one of TONES in ``styles_part``; none for anything else.
    """

    verdict: str
    organisation: str = ""
    why: str = ""
    to_do: str = ""
    tone: str = ""

    def cells(self, row: int | str) -> tuple[str, ...]:
        """Return the cells beside the row, in the order of OUR_HEADINGS; none begins a formula."""
        texts = (self.verdict, self.organisation, self.why, self.to_do)
        return (str(row), *(plain_text(" ".join(text.split())) for text in texts))


def all_notes(notes: Mapping[int, RowNote], skipped: Iterable[tuple[int, str]]) -> dict[int, RowNote]:
    """Return the notes with one for each row that was left out, but titles and blank rows."""
    left_out = {
        number: RowNote(LEFT_OUT, why=LEFT_OUT_WHY[why], tone=LEFT_OUT)
        for number, why in skipped
        if why in LEFT_OUT_WHY
    }
    return {**left_out, **notes}


def in_order(notes: Mapping[int, RowNote]) -> Iterator[tuple[int, RowNote]]:
    """Yield (row, note) by row."""
    return iter(sorted(notes.items()))


def handed_back_name(file_name: str, ending: str) -> str:
    """Return what the list is called when it is handed back ("Members with verdicts.xlsx")."""
    return f"{plain_name(file_name)}{SUFFIX}.{ending}"


def plain_name(file_name: str) -> str:
    """Return a list's name without its ending and without what handing back or a download added to it."""
    path = PurePath(file_name)
    stem = path.stem if re.fullmatch(r"\.\w{1,5}", path.suffix) else path.name
    return MADE_BY_US.sub("", stem) or stem
