"""Lists to take away: one module per format. Every export goes through ``download``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from flask import Response

from app.errors import NotFound
from app.exports.csv import as_csv
from app.exports.sheet import Sheet
from app.exports.xlsx import as_xlsx


@dataclass(frozen=True)
class Export:
    """A format: the ending of its files, their media type, and what writes one."""

    ending: str
    media_type: str
    write: Callable[[Sheet], bytes]


EXPORTS: tuple[Export, ...] = (
    Export("csv", "text/csv; charset=utf-8", as_csv),
    Export("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
)
"""Every format; one line adds one."""

MEDIA_TYPES = {
    **{export.ending: export.media_type for export in EXPORTS},
    "xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    "tsv": "text/tab-separated-values",
    "txt": "text/plain",
}
"""Media type by ending, those of lists handed back among them (in an encoding of their own)."""


def download(sheet: Sheet, ending: str) -> Response:
    """Return the sheet as a file to keep. NotFound for an ending that no format has."""
    for export in EXPORTS:
        if export.ending == ending:
            return as_attachment(f"{sheet.file_stem}.{ending}", export.write(sheet))
    raise NotFound(f"There is no export called {ending[:20]}.", "Choose CSV or XLSX on the page.")


def as_attachment(name: str, content: bytes) -> Response:
    """Return a file to keep, under a name of the person's own; its media type is that of its ending."""
    ending = name.rpartition(".")[2]
    response = Response(content, content_type=MEDIA_TYPES.get(ending, "application/octet-stream"))
    plain = re.sub(r'[^ -~]|["\\\\]', "", unicodedata.normalize("NFKD", name))
    full = "" if plain == name else f"; filename*=UTF-8''{quote(name, safe='')}"
    response.headers["Content-Disposition"] = f'attachment; filename="{plain}"{full}'
    return response


__all__ = ["EXPORTS", "Export", "Sheet", "as_attachment", "download"]
