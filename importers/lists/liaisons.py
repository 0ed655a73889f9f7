"""Lists of liaisons: who in government is in touch with which infrastructure body, and about what."""

from __future__ import annotations

from collections.abc import Sequence

from importers.fields.reading import error
from importers.fields.words import read_text
from importers.lists.organisation_values import TEXT_LIMIT, organisation_values
from importers.lists.rows import ListContext, ListReader, ParsedRow, RowBuilder
from importers.read.table import Row, Table


def parse_liaisons(
    table: Table, mapping: Sequence[str | None], context: ListContext
) -> tuple[ParsedRow, ...]:
    """Return each row's infrastructure body and its fact ``liaison``.

    Keys: from_person (name), from_organisation (name or number), topic, since, until (ISO days). A row
    that names neither a person nor an organisation in government is rejected.
    """
    return ListReader(table, mapping, context).parse(_liaison)


def _liaison(reader: ListReader, row: Row) -> ParsedRow:
    """Return one row of a list of liaisons."""
    builder = RowBuilder(reader, row)
    values = organisation_values(builder)
    liaison = {
        name: builder.read(name, lambda text: read_text(text, TEXT_LIMIT))
        for name in ("from_person", "from_organisation", "topic")
    }
    if liaison["from_person"] is None and liaison["from_organisation"] is None:
        note = "The row names nobody in government: write a person or an organisation."
        builder.say(error("no_counterpart", note), "from_organisation")
        return builder.done(values)
    builder.facts["liaison"] = {
        **liaison,
        "topic": liaison["topic"] or "",
        "since": builder.kept_date("since"),
        "until": builder.kept_date("until"),
    }
    return builder.done(values)
