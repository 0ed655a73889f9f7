"""Lists of contacts: people and the posts they hold at an organisation."""

from __future__ import annotations

from collections.abc import Sequence

from importers.fields.reading import error
from importers.fields.words import read_text
from importers.fields.yes_no import read_yes_no
from importers.lists.members import CONTACT_LIMIT
from importers.lists.organisation_values import organisation_values
from importers.lists.rows import ListContext, ListReader, ParsedRow, RowBuilder
from importers.read.table import Row, Table


def parse_contacts(
    table: Table, mapping: Sequence[str | None], context: ListContext
) -> tuple[ParsedRow, ...]:
    """Return each row's organisation and its fact ``person``.

    Keys: name, email, role, since, until (ISO days), basis, obtained, and do_not_contact where the row
    says. A row without a person's name is rejected.
    """
    return ListReader(table, mapping, context).parse(_contact)


def _contact(reader: ListReader, row: Row) -> ParsedRow:
    """Return one row of a list of contacts."""
    builder = RowBuilder(reader, row)
    values = organisation_values(builder)
    email = values.pop("email", None)
    if reader.context.role and values and "roles" not in values:
        values["roles"] = [reader.context.role]
    name = builder.read("contact_name", lambda text: read_text(text, CONTACT_LIMIT))
    if name is None or not any(letter.isalpha() for letter in name):
        builder.say(error("no_person", "The row names nobody: write the contact's name."), "contact_name")
        return builder.done(values)
    person = {
        "name": name,
        "email": email,
        "role": builder.read("contact_role", lambda text: read_text(text, CONTACT_LIMIT)) or "",
        "since": builder.kept_date("since"),
        "until": builder.kept_date("until"),
        "basis": builder.read("basis", lambda text: read_text(text, CONTACT_LIMIT)) or "",
        "obtained": builder.read("obtained", lambda text: read_text(text, CONTACT_LIMIT)) or "",
    }
    do_not_contact = builder.read("do_not_contact", read_yes_no)
    if do_not_contact is not None:
        person["do_not_contact"] = do_not_contact
    builder.facts["person"] = person
    return builder.done(values)
