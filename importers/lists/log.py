"""Engagement logs: one row per event, or one row per organisation with columns such as Contacted and Met."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from importers.fields.reading import error
from importers.lists.log_events import event
from importers.lists.organisation_values import organisation_values
from importers.lists.rows import ListContext, ListReader, ParsedRow, RowBuilder
from importers.lists.wide_log import wide_events
from importers.read.table import Row, Table

NO_EVENT = (
    "The row holds no contact: neither a kind nor a tick or date. If the whole list is of one occasion, say "
    "what it was and when (under Columns; the command takes --kind and --held-on)."
)


def parse_log(table: Table, mapping: Sequence[str | None], context: ListContext) -> tuple[ParsedRow, ...]:
    """Return each row's organisation and its fact ``engagements``, a list of one part in one event each.

    Always: consultation, kind, direction, held_on (ISO day). Where the row says so: channel, place,
    formats_needed, formats_provided, language, topic, notes, spoke, bounced, declined, told, people,
    spoke_on, asked_through, members_claimed, members_asked, members_answered, method, follow_up ({what,
    owner, due}), recorded_on (ISO day). What a row leaves open of kind and day is what the context's
    ``event_kind`` and ``held_on`` say of the whole list, unless it has columns such as Contacted, where an
    empty cell means that nothing happened. A row that holds no event is rejected: it would change nothing,
    and its words would be lost.
    """
    return ListReader(table, mapping, context).parse(_logged)


def _logged(reader: ListReader, row: Row) -> ParsedRow:
    """Return one row of an engagement log."""
    builder = RowBuilder(reader, row)
    values = organisation_values(builder)
    engagements: list[dict[str, Any]] = wide_events(builder)
    if not engagements or builder.text("kind"):
        one = event(builder)
        if one is not None:
            engagements.insert(0, one)
    if engagements:
        builder.facts["engagements"] = engagements
    elif not any(issue.severity == "error" for issue in builder.issues):
        builder.say(error("no_event", NO_EVENT))
    return builder.done(values)
