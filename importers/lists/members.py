"""Membership lists: a row is an organisation and its place on an infrastructure body's list."""

from __future__ import annotations

from collections.abc import Sequence

from importers.fields.reading import warning
from importers.fields.words import read_text
from importers.lists.declaration import add_declaration, add_works_with
from importers.lists.organisation_values import organisation_values
from importers.lists.rows import ListContext, ListReader, ParsedRow, RowBuilder
from importers.read.table import Row, Table

CONTACT_LIMIT = 300


def parse_members(table: Table, mapping: Sequence[str | None], context: ListContext) -> tuple[ParsedRow, ...]:
    """Return each row's organisation with ``joined`` and ``left`` (ISO days), and what else it says.

    Facts: ``declaration`` (importers.lists.declaration) and ``person``, the contact that the list names.
    """
    return ListReader(table, mapping, context).parse(_member)


def _member(reader: ListReader, row: Row) -> ParsedRow:
    """Return one row of a membership list."""
    builder = RowBuilder(reader, row)
    values = organisation_values(builder)
    for field_id in ("joined", "left"):
        day = builder.date(field_id)
        if day is not None:
            values[field_id] = day
    if values.get("left", "9999") < values.get("joined", ""):
        note = f"Left on {values['left']}, before joining on {values['joined']}: check the dates."
        builder.say(warning("left_before_joined", note), "left")
    add_works_with(builder, values)
    add_declaration(builder)
    add_contact(builder)
    return builder.done(values)


def add_contact(builder: RowBuilder) -> None:
    """Add the fact ``person`` when the row names somebody: name, email (None), role, how obtained."""
    name = builder.read("contact_name", lambda text: read_text(text, CONTACT_LIMIT))
    if name is None or not any(letter.isalpha() for letter in name):
        return
    context = builder.reader.context
    builder.facts["person"] = {
        "name": name,
        "email": None,
        "role": builder.read("contact_role", lambda text: read_text(text, CONTACT_LIMIT)) or "",
        "since": None,
        "until": None,
        "basis": "",
        "obtained": f"list of {context.body_name}" if context.body_name else "list of organisations",
    }
