"""Lists of grants (360Giving and the like): a row is a grant, about the organisation that received it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from graph.model.likeness import name_fits
from graph.model.names import canonical
from importers.fields.identifiers import NumberColumn, read_identifiers
from importers.fields.money import currency_in, read_amount, read_currency
from importers.fields.reading import error, quote, warning
from importers.fields.words import read_text
from importers.lists.organisation_values import NAME_LIMIT, TEXT_LIMIT, organisation_values
from importers.lists.rows import ListContext, ListReader, ParsedRow, RowBuilder, impossible_day
from importers.read.table import Row, Table

POUNDS = "GBP"
"""What an amount without a currency is in: the lists are those of funders in the United Kingdom."""


def parse_grants(table: Table, mapping: Sequence[str | None], context: ListContext) -> tuple[ParsedRow, ...]:
    """Return each row's recipient and its fact ``grant``.

    Keys: funder (name or ""), funder_number (org-id or None), amount (None where the row gives none that can
    be used), currency, awarded_on (ISO day or None), grant_id, title, programme. A row without a funder is
    rejected. Where rows give one number, the newest award says what the recipient is called and where it is:
    a list of grants is as old as each of its rows. Recipients get no role by it, and are on no list.
    """
    return _newest_speaks(_doubting_numbers(ListReader(table, mapping, context).parse(_grant)))


def _doubting_numbers(rows: Sequence[ParsedRow]) -> tuple[ParsedRow, ...]:
    """Return the rows; one that gives a funder's number for somebody called otherwise waits for a person."""
    funders: dict[str, str] = {}
    for row in rows:
        grant = row.facts.get("grant", {})
        if grant.get("funder_number") and grant["funder"]:
            funders.setdefault(grant["funder_number"], grant["funder"])
    return tuple(_doubted(row, funders) if funders.keys() & set(row.identifiers) else row for row in rows)


def _doubted(row: ParsedRow, funders: Mapping[str, str]) -> ParsedRow:
    unlike = [
        f"{number} is the number of the funder {quote(funders[number])}: which organisation is meant?"
        for number in row.identifiers
        if number in funders and row.name and not name_fits(row.name, [funders[number]])
    ]
    return replace(row, questions=(*row.questions, *unlike)) if unlike else row


def _grant(reader: ListReader, row: Row) -> ParsedRow:
    """Return one row of a list of grants."""
    builder = RowBuilder(reader, row)
    values = organisation_values(builder)
    number = _funder_number(builder)
    name = builder.read("funder", lambda text: read_text(text, NAME_LIMIT))
    if number is None and not canonical(name or ""):
        note = "The row doesn't say who gave the grant: write the funder's name or number."
        builder.say(error("no_funder", note), "funder")
        return builder.done(values)
    amount = builder.read("amount", read_amount)
    currency = builder.read("currency", read_currency)
    builder.facts["grant"] = {
        "funder": name or "",
        "funder_number": number,
        "amount": amount,
        "currency": currency or currency_in(builder.text("amount")) or POUNDS,
        "awarded_on": _awarded_on(builder),
        "grant_id": builder.read("grant_id", lambda text: read_text(text, NAME_LIMIT)) or "",
        "title": builder.read("title", lambda text: read_text(text, TEXT_LIMIT)) or "",
        "programme": builder.read("programme", lambda text: read_text(text, TEXT_LIMIT)) or "",
    }
    return builder.done(values)


def _funder_number(builder: RowBuilder) -> str | None:
    """Return the funder's org-id; numbers that publishers make up for themselves are no org-ids."""
    numbers = builder.read("funder_number", lambda text: read_identifiers(text, NumberColumn.ANY))
    return numbers[0].org_id if numbers else None


def _awarded_on(builder: RowBuilder) -> str | None:
    """Return the day of the award; one to come or long before anybody's time is left out and said.

    A file put together from several publishers may prove both orders of day and month: then a date that may
    be two days is left out, as everywhere.
    """
    day = builder.date("awarded_on")
    issue = impossible_day(day, builder.reader.context.today)
    if issue is None:
        return day
    builder.say(issue, "awarded_on")
    return None


def _newest_speaks(rows: Sequence[ParsedRow]) -> tuple[ParsedRow, ...]:
    """Return the rows, those that give the very same numbers with the values of the newest award among them.

    Only where the names are one name: two unlike names under one number are left for a person.
    """
    groups: dict[tuple[tuple[str, ...], str], list[ParsedRow]] = defaultdict(list)
    for row in rows:
        if row.identifiers and row.name and not row.rejected:
            groups[row.identifiers, row.canonical].append(row)
    spoken = {
        row.row: newest
        for group in groups.values()
        if len({str(row.values) for row in group}) > 1
        for newest in (_merged(group),)
        for row in group
    }
    return tuple(
        replace(row, values=spoken[row.row], issues=(*row.issues, *_overtaken(row, spoken[row.row])))
        if row.row in spoken
        else row
        for row in rows
    )


def _merged(group: Sequence[ParsedRow]) -> Mapping[str, Any]:
    """Return what rows say of one recipient, by the newest award; rows of one day in the order of words.

    What goes together with a place is taken from one row.
    """
    ordered = sorted(group, key=lambda row: (_day_of(row), sorted(row.values.items(), key=str).__repr__()))
    merged: dict[str, Any] = {}
    for row in ordered:
        if "postcode" in row.values:
            for field in ("place", "address"):
                merged.pop(field, None)
        merged.update(row.values)
    return merged


def _day_of(row: ParsedRow) -> str:
    return str(row.facts.get("grant", {}).get("awarded_on") or "")


def _overtaken(row: ParsedRow, newest: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what to say of a row whose own postcode gave way to that of a newer award."""
    own, other = row.values.get("postcode"), newest.get("postcode")
    if own is None or own == other:
        return ()
    note = f"The newest award to the same number gives the postcode {other}: that one counts."
    return (replace(warning("postcode_overtaken", note, str(own)), row=row.row),)
