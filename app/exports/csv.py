"""CSV, in UTF-8 with the mark at its start by which spreadsheets know it."""

from __future__ import annotations

import csv
import io

from app.exports.sheet import Sheet


def as_csv(sheet: Sheet) -> bytes:
    """Return headings and rows as CSV (RFC 4180); an empty cell for None. ``about`` isn't in it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows(["" if value is None else value for value in line] for line in sheet.lines())
    return text.getvalue().encode("utf-8-sig")
