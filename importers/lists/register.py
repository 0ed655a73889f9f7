"""Tables of public registers: a row is an organisation as its register knows it, for reference."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from graph.model.organisations import LegalForm
from graph.model.place_table import place_for
from importers.fields.beneficiaries import read_beneficiaries
from importers.fields.identifiers import NumberColumn, read_identifiers
from importers.fields.reading import error, placed
from importers.lists.organisation_values import add_location, add_names, add_single_fields
from importers.lists.register_tables import register_table
from importers.lists.rows import ListContext, ListReader, ParsedRow, RowBuilder
from importers.read.table import Row, Table

CHARITY_SCHEMES = ("GB-CHC", "GB-SC", "GB-NIC")

_ORG_ID = re.compile(r"^[A-Z]{2}-[A-Z0-9]+-")
_MOSTLY_ABROAD = ("country", "continent")
"""Kinds of area of which only some are ours; what isn't is left out without a word."""


def parse_register(
    table: Table, mapping: Sequence[str | None], context: ListContext
) -> tuple[ParsedRow, ...]:
    """Return each row's organisation as the register ``ListContext.scheme`` knows it.

    A bare number is one of that register; a linked charity's has its own number behind a hyphen. Whom a
    charity helps becomes works-with, as suggested only. Rows of a table that gathers (other names,
    classification, areas) all say what the rows of their number say together. A row without a number that
    can be used is rejected.
    """
    rows = ListReader(table, mapping, context).parse(_registered)
    known = register_table(table.headings)
    return _gathered(rows) if known is not None and known.gathers else rows


def _registered(reader: ListReader, row: Row) -> ParsedRow:
    """Return one row of a register."""
    builder = RowBuilder(reader, row)
    values: dict[str, Any] = {}
    add_names(builder, values)
    own = _own_numbers(builder)
    company = builder.read("company_number", partial(read_identifiers, column=NumberColumn.COMPANY))
    values["identifiers"] = sorted({*own, *(number.org_id for number in company or ())})
    if not own:
        builder.say(error("no_register_number", "The row gives no number of the register."), "identifier")
        return builder.done(values)
    if "area_type" in reader:
        _add_area(builder, values)
    else:
        add_location(builder, values)
    add_single_fields(builder, values)
    _charity_by_register(builder, values)
    _add_works_with(builder, values)
    return builder.done(values)


def _own_numbers(builder: RowBuilder) -> list[str]:
    """Return the org-ids that a row gives for itself: a bare number is the register's own."""
    scheme, linked = builder.reader.context.scheme, builder.text("linked_number")
    behind = f"-{linked}" if linked.isdigit() and int(linked) else ""
    for field_id in ("identifier", "charity_number", "company_number"):
        text = builder.text(field_id)
        if not text or (field_id == "company_number" and scheme != "GB-COH"):
            continue
        whole = text if _ORG_ID.match(text) or not scheme else f"{scheme}-{text}"
        reading = read_identifiers(whole + behind, NumberColumn.CHARITY)
        builder.issues.extend(placed(reading.issues, builder.row.number, builder.reader.heading(field_id)))
        if reading.value:
            return [number.org_id for number in reading.value]
    return []


def _add_area(builder: RowBuilder, values: dict[str, Any]) -> None:
    """Add one area in which a charity works; areas abroad say nothing."""
    found = place_for(builder.text("works_in"))
    if found is not None or builder.text("area_type").casefold() not in _MOSTLY_ABROAD:
        add_location(builder, values)


def _charity_by_register(builder: RowBuilder, values: dict[str, Any]) -> None:
    """Let whoever is in a register of charities be a charity where the form says nothing else."""
    if builder.reader.context.scheme not in CHARITY_SCHEMES or not values.get("name"):
        return
    values.setdefault("legal_form", str(LegalForm.CHARITY))
    builder.issues = [issue for issue in builder.issues if issue.code != "legal_form_unknown"]


def _add_works_with(builder: RowBuilder, values: dict[str, Any]) -> None:
    """Add whom the organisation helps, as the register suggests it; other kinds of words suggest nobody."""
    if "helps_type" in builder.reader and builder.text("helps_type").casefold() != "who":
        return
    codes = builder.read("helps", read_beneficiaries)
    if codes:
        values["works_with"] = dict.fromkeys(codes, "suggested")


def _gathered(rows: Sequence[ParsedRow]) -> tuple[ParsedRow, ...]:
    """Return the rows, each with what all rows of its number say together, in any order of them."""
    groups: dict[tuple[str, ...], list[ParsedRow]] = defaultdict(list)
    for row in rows:
        if not row.rejected:
            groups[row.identifiers].append(row)
    together = {identifiers: _together(group) for identifiers, group in groups.items()}
    return tuple(row if row.rejected else replace(row, values=together[row.identifiers]) for row in rows)


def _together(group: Sequence[ParsedRow]) -> Mapping[str, Any]:
    """Return what rows of one number say together: names, places and communities add up."""
    values: dict[str, Any] = {"identifiers": list(group[0].identifiers)}
    for name in ("other_names", "works_in"):
        found = sorted({text for row in group for text in row.values.get(name, ())})
        if found:
            values[name] = found
    communities = {code for row in group for code in row.values.get("works_with", ())}
    if communities:
        values["works_with"] = dict.fromkeys(sorted(communities), "suggested")
    return values
