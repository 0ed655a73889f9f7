"""Membership lists: a row is an organisation and its place on an infrastructure body's list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from importers.fields.reading import warning
from importers.fields.words import read_text
from importers.fields.yes_no import read_yes_no
from importers.lists.declaration import add_declaration, add_works_with
from importers.lists.emails import is_personal, with_own_emails
from importers.lists.organisation_values import organisation_values, read_email
from importers.lists.rows import ListContext, ListReader, ParsedRow, RowBuilder
from importers.read.table import Row, Table

CONTACT_LIMIT = 300


def parse_members(table: Table, mapping: Sequence[str | None], context: ListContext) -> tuple[ParsedRow, ...]:
    """Return each row's organisation with ``joined`` and ``left`` (ISO days), and what else it says.

    Facts: ``declaration`` (importers.lists.declaration) and ``person``, the contact that the list names.
    """
    return with_own_emails(ListReader(table, mapping, context).parse(_member))


def _member(reader: ListReader, row: Row) -> ParsedRow:
    """Return one row of a membership list."""
    builder = RowBuilder(reader, row)
    values = organisation_values(builder)
    for field_id in ("joined", "left"):
        day = builder.kept_date(field_id)
        if day is not None:
            values[field_id] = day
    if values.get("left", "9999") < values.get("joined", ""):
        note = f"Left on {values['left']}, before joining on {values['joined']}: check the dates."
        builder.say(warning("left_before_joined", note), "left")
    add_works_with(builder, values)
    add_declaration(builder)
    add_contact(builder, values)
    return builder.done(values)


def add_contact(builder: RowBuilder, values: dict[str, Any]) -> None:
    """Add the fact ``person`` when the row names somebody: name, email, role, how obtained, do_not_contact.

    An address that the list calls the contact's, or that has the contact's name in it, is the person's and
    no longer among the organisation's ``values``; in a row that names nobody it is the organisation's. Once
    all rows are read, ``with_own_emails`` looks at those of one organisation together.
    """
    name = builder.read("contact_name", lambda text: read_text(text, CONTACT_LIMIT))
    email = builder.read("contact_email", read_email)
    role = builder.read("contact_role", lambda text: read_text(text, CONTACT_LIMIT)) or ""
    do_not_contact = builder.read("do_not_contact", read_yes_no)
    if name is None or not any(letter.isalpha() for letter in name):
        if email:
            values.setdefault("email", email)
        if role or do_not_contact:
            builder.say(warning("no_person", "The row names no contact: the rest about it was left out."))
        return
    if email is None and is_personal(values.get("email", ""), name):
        email = values.pop("email")
    context = builder.reader.context
    builder.facts["person"] = {
        "name": name,
        "email": email,
        "role": role,
        "since": None,
        "until": None,
        "basis": "",
        "obtained": f"list of {context.body_name}" if context.body_name else "list of organisations",
        **({} if do_not_contact is None else {"do_not_contact": do_not_contact}),
    }
