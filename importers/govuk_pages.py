"""Pages on GOV.UK as numbers of organisations: from a page's address, or from the page's name alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from importers.read.table import Table

SCHEME = "XI-GOVUK"
"""Our own scheme: org-id.guide lists none for the names of pages."""

LOOKED_AT = 200
"""Rows that show whether a column holds the pages' names."""

_PAGE = re.compile(
    r"^(?:https?://)?(?:www\.)?gov\.uk/government/organisations/([a-z0-9-]+)/?$", re.IGNORECASE
)
_SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")


def page_number(address: str) -> str | None:
    """Return the org-id of the page at an address; None for any other address."""
    found = _PAGE.match(address.strip())
    return f"{SCHEME}-{found[1].upper()}" if found else None


def slug_number(text: str) -> str | None:
    """Return the org-id of a page by its name, "ministry-of-justice"; None for what can't be one."""
    plain = text.strip()
    return f"{SCHEME}-{plain.upper()}" if _SLUG.match(plain) else None


def column_of_slugs(table: Table, mapping: Sequence[str | None], headings: Sequence[str]) -> int | None:
    """Return the open column that holds the names of the rows' pages, None when none surely does.

    Either the table has the pages' addresses too, and the names are theirs, or it ties organisations to
    each other and calls the column a slug. ``headings`` are the table's, as plain words.
    """
    rows = list(islice(table.rows, LOOKED_AT))
    for position, field in enumerate(mapping):
        if field is not None:
            continue
        if headings[position] == "slug" and "related_to" in mapping:
            return position
        if "govuk_page" in mapping:
            pages = [
                (page_number(row.cells[mapping.index("govuk_page")]), row.cells[position]) for row in rows
            ]
            given = [(page, text) for page, text in pages if page]
            if given and all(slug_number(text) == page for page, text in given):
                return position
    return None
