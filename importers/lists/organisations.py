"""Lists of organisations that are nobody's membership list: bodies, departments, funders, councils."""

from __future__ import annotations

from collections.abc import Sequence

from importers.lists.declaration import add_declaration, add_works_with
from importers.lists.emails import with_own_emails
from importers.lists.government import add_government, government_numbers
from importers.lists.members import add_contact
from importers.lists.organisation_values import organisation_values
from importers.lists.relations import add_relations, with_all_relations
from importers.lists.rows import ListContext, ListReader, ParsedRow, RowBuilder
from importers.read.table import Row, Table


def parse_organisations(
    table: Table, mapping: Sequence[str | None], context: ListContext
) -> tuple[ParsedRow, ...]:
    """Return each row's organisation; ``roles`` are the row's own, or the list's (``ListContext.role``).

    Facts: ``declaration`` and ``person``, as in a membership list; ``related``, what it is part of and
    whom it replaced.
    """
    return with_own_emails(with_all_relations(ListReader(table, mapping, context).parse(_organisation)))


def _organisation(reader: ListReader, row: Row) -> ParsedRow:
    """Return one row of a list of organisations."""
    builder = RowBuilder(reader, row)
    values = organisation_values(builder, government_numbers(builder))
    add_government(builder, values)
    add_relations(builder)
    if reader.context.role and "roles" not in values:
        values["roles"] = [reader.context.role]
    add_works_with(builder, values)
    add_declaration(builder)
    add_contact(builder, values)
    return builder.done(values)
