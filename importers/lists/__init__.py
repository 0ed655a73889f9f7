"""The kinds of list that can be imported. One line adds one: see docs/adding-an-importer.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from importers.lists.contacts import parse_contacts
from importers.lists.grants import parse_grants
from importers.lists.groups import parse_groups
from importers.lists.liaisons import parse_liaisons
from importers.lists.log import parse_log
from importers.lists.members import parse_members
from importers.lists.organisations import parse_organisations
from importers.lists.register import parse_register
from importers.lists.rows import ListContext, ParsedRow
from importers.read.table import Table

Parse = Callable[[Table, Sequence[str | None], ListContext], tuple[ParsedRow, ...]]


@dataclass(frozen=True)
class Importer:
    """A kind of list: its name, what pages call it, and how its rows become values and facts."""

    name: str
    label: str
    parse: Parse


_ALL = (
    Importer("members", "Membership list of an infrastructure body", parse_members),
    Importer("organisations", "List of organisations", parse_organisations),
    Importer("log", "Engagement log of a consultation", parse_log),
    Importer("contacts", "Contacts: people and their posts", parse_contacts),
    Importer("liaisons", "Liaisons between government and infrastructure bodies", parse_liaisons),
    Importer("groups", "Parliamentary groups, their secretariats and officers", parse_groups),
    Importer("grants", "Grants: who funded whom (360Giving)", parse_grants),
    Importer("register", "Table of a public register, for reference", parse_register),
)

IMPORTERS: Mapping[str, Importer] = {importer.name: importer for importer in _ALL}

__all__ = ["IMPORTERS", "Importer", "ListContext", "ParsedRow"]
