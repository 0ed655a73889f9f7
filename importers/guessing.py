"""What a file seems to be, by its columns and its name: suggestions for a person, never decisions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.model.names import canonical
from importers.field_registry import BY_ID
from importers.fields.dates import date_column
from importers.lists.log_events import WIDE
from importers.lists.register_tables import register_table
from importers.mapping import suggest_mapping
from importers.read.table import Table

_NAMED = frozenset(("name", "identifier", "charity_number", "company_number"))
_POST = frozenset(("since", "until", "basis", "obtained", "do_not_contact"))

_DAY = re.compile(
    r"(?<!\d)(\d{4}[-_.]\d{1,2}[-_.]\d{1,2}|\d{1,2}[-_.]\d{1,2}[-_.]\d{4}|20\d{6}|"
    r"(?:\d{1,2}(?:st|nd|rd|th)?[ _-]+)?"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ _-]+\d{4})(?!\d)",
    re.IGNORECASE,
)
_NOISE = frozenset(
    ("list", "lists", "member", "members", "membership", "memberships", "organisation", "organisations")
) | frozenset(
    ("directory", "final", "draft", "copy", "export", "updated", "new", "latest", "data", "our", "of")
)
_SPLIT = re.compile(r"[\s_\-.,()\[\]+]+")
_ORG_ID = re.compile(r"\b[A-Z]{2}-[A-Z]{2,8}-[A-Za-z0-9-]+\b")


@dataclass(frozen=True)
class Guess:
    """What something seems to be, and why, in words; ``value`` is "" where nothing can be said."""

    value: str = ""
    why: str = ""


@dataclass(frozen=True)
class KnownList:
    """A body whose list may come: its names and numbers, and what its lists were called that came before."""

    body: str
    names: tuple[str, ...]
    identifiers: tuple[str, ...] = ()
    file_names: tuple[str, ...] = ()


def guess_kind(table: Table) -> Guess:
    """Return the kind of list that a table seems to be; a membership list when nothing says otherwise.

    Nothing for a table without a column of names or numbers: it may be no list at all.
    """
    if register_table(table.headings):
        return Guess("register", "it has the headings of a public register's table")
    guess = _guess_log(table) or _guess_public(table) or _guess_ties(table) or _guess_organisations(table)
    if guess or not _NAMED & set(suggest_mapping(table, "members")):
        return guess or Guess()
    return Guess("members", "names or numbers of organisations, and nothing that says otherwise")


def _guess_log(table: Table) -> Guess | None:
    """Return that a table seems to be a log, in the long form or the wide one; None when it doesn't."""
    log = {field for field in suggest_mapping(table, "log") if field}
    if {"date", "kind"} <= log:
        return Guess("log", _because(("date", "kind")))
    wide = sorted(log & WIDE.keys())
    return Guess("log", _because(wide)) if len(wide) > 1 else None


def _guess_public(table: Table) -> Guess | None:
    """Return that a table seems to be of government's bodies, or of how they relate; None when it doesn't."""
    found = {field for field in suggest_mapping(table, "organisations") if field}
    if {"topic", "from_person"} & set(suggest_mapping(table, "liaisons")):
        return None
    if {"relation", "related_to"} <= found:
        return Guess("organisations", _because(("relation", "related_to")))
    named = sorted(found & {"code", "govuk_page"})
    return Guess("organisations", _because(named)) if named and "name" in found else None


def _guess_organisations(table: Table) -> Guess | None:
    """Return that a table seems to be of people with posts, or of organisations with roles; else None."""
    contacts = {field for field in suggest_mapping(table, "contacts") if field}
    if "contact_name" in contacts and contacts & _POST:
        return Guess("contacts", _because(("contact_name", *sorted(contacts & _POST))))
    has_roles = "roles" in suggest_mapping(table, "organisations")
    return Guess("organisations", _because(("roles",))) if has_roles else None


def guess_scheme(table: Table) -> Guess:
    """Return the register (its org-id prefix) whose published table a table is; nothing for any other."""
    published = register_table(table.headings)
    value = published.scheme if published else ""
    return Guess(value, "it has that register's headings") if value else Guess()


def _guess_ties(table: Table) -> Guess | None:
    """Return the kind of a list of ties: grants, parliamentary groups, liaisons; None when it is none."""
    grants = {field for field in suggest_mapping(table, "grants") if field}
    if {"funder", "amount"} <= grants:
        return Guess("grants", _because(("funder", "amount")))
    groups = {field for field in suggest_mapping(table, "groups") if field}
    if "group_code" in groups or {"secretariat", "name"} <= groups:
        return Guess("groups", _because(sorted(groups & {"group_code", "secretariat"})))
    liaisons = {field for field in suggest_mapping(table, "liaisons") if field}
    if {"from_organisation", "name"} <= liaisons:
        return Guess("liaisons", _because(("from_organisation",)))
    return None


def _because(fields: Iterable[str]) -> str:
    return "it has columns for " + " and ".join(BY_ID[field].label.lower() for field in fields)


def guess_day(file_name: str, today: str) -> Guess:
    """Return the day that a file's name names as an ISO day; nothing for none, several, or one to come."""
    column = date_column([])
    days = {column.read(_written(found)).value for found in _DAY.findall(_stem(file_name))} - {None}
    day = next(iter(days)) if len(days) == 1 else None
    return Guess(day, "the file's name says so") if day and day <= today else Guess()


def _written(found: str) -> str:
    """Return a day as a file's name has it in the way people write it in a cell."""
    words = re.split(r"[ _-]+", found)
    return " ".join(words) if re.search("[a-z]", found, re.IGNORECASE) else "-".join(words)


def guess_body(file_name: str, known: Sequence[KnownList]) -> Guess:
    """Return the body that a file's name says exactly, by number, name, or the name of its last list.

    A name that fits several bodies says nothing.
    """
    ways = (
        ("the file's name has its number", _by_number),
        ("its last list was called the same", _by_last_list),
        ("the file's name is its name", _by_name),
        ("the file's name has its initials", _by_initials),
    )
    for why, is_meant in ways:
        meant = [one.body for one in known if is_meant(file_name, one)]
        if len(meant) == 1:
            return Guess(meant[0], why)
    return Guess()


def _by_number(file_name: str, known: KnownList) -> bool:
    return bool(set(_ORG_ID.findall(_stem(file_name))) & set(known.identifiers))


def _by_last_list(file_name: str, known: KnownList) -> bool:
    wanted = plain_file_name(file_name)
    return bool(wanted) and any(plain_file_name(each) == wanted for each in known.file_names)


def _by_name(file_name: str, known: KnownList) -> bool:
    wanted = plain_file_name(file_name)
    return bool(wanted) and any(_plain(name) == wanted for name in known.names)


def _by_initials(file_name: str, known: KnownList) -> bool:
    words = {word for word in _SPLIT.split(_stem(file_name)) if len(word) > 2 and word.isupper()}
    return bool(words & {initials(name) for name in known.names})


def initials(name: str) -> str:
    """Return the initials of a name of three words or more: NCVO; "" for a shorter one."""
    words = [
        word for word in re.findall(r"[A-Za-z]+", name) if word.lower() not in ("the", "of", "and", "for")
    ]
    letters = "".join(word[0] for word in words).upper()
    return letters if len(letters) > 2 else ""


def plain_file_name(file_name: str) -> str:
    """Return what a file's name says besides days, numbers and words such as "members" or "final"."""
    return _plain(_DAY.sub(" ", _stem(file_name)))


def _plain(text: str) -> str:
    words = [word for word in _SPLIT.split(text) if word and not re.fullmatch(r"v?\d+", word, re.IGNORECASE)]
    kept = [word for word in words if word.lower() not in _NOISE]
    return canonical(" ".join(kept)) if kept else ""


def _stem(file_name: str) -> str:
    return re.sub(r"\.[A-Za-z]{2,5}$", "", file_name)
