"""What a person may choose before a file is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from importers.read.table import Limits


@dataclass(frozen=True)
class Options:
    """``sheet`` names the sheet; ``include_hidden`` reads hidden sheets, rows and columns like others.

    ``repair_text`` undoes double encoding (â€™ becomes ’) in every cell that shows its signs.
    """

    sheet: str | None = None
    include_hidden: bool = False
    repair_text: bool = False
    limits: Limits = field(default_factory=Limits)
