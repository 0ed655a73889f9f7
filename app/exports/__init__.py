"""Lists to take away: one module per format. Every export goes through ``download``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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


def download(sheet: Sheet, ending: str) -> Response:
    """Return the sheet as a file to keep. NotFound for an ending that no format has."""
    for export in EXPORTS:
        if export.ending == ending:
            response = Response(export.write(sheet), content_type=export.media_type)
            response.headers["Content-Disposition"] = f'attachment; filename="{sheet.file_stem}.{ending}"'
            return response
    raise NotFound(f"There is no export called {ending[:20]}.", "Choose CSV or XLSX on the page.")


__all__ = ["EXPORTS", "Export", "Sheet", "download"]
