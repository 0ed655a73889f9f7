"""Tables of public registers: a row is an organisation as its register knows it, for reference."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import Any

from graph.model.identifiers import own_numbers, register_of
from graph.model.organisations import LegalForm
from graph.model.place_table import place_for
from importers.fields.beneficiaries import read_beneficiaries
from importers.fields.identifiers import NumberColumn, read_identifiers
from importers.fields.reading import error, placed, quote, warning
from importers.lists.organisation_values import add_location, add_names, add_single_fields
from importers.lists.register_tables import register_table
from importers.lists.rows import ListContext, ListReader, ParsedRow, RowBuilder
from importers.read.table import Row, Table

CHARITY_SCHEMES = ("GB-CHC", "GB-SC", "GB-NIC")

_ORG_ID = re.compile(r"^[A-Z]{2}-[A-Z0-9]+-")
_THE_SAME = frozenset(("sameas", "same", "identical", "equals", "sameorganisation", "exactmatch"))
"""Words for two numbers being of one organisation, letters only."""

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
    return tuple(RegisterRows(table, mapping, context))


class RegisterRows(Iterable[ParsedRow]):
    """The rows of ``parse_register``, read from the table anew each time: a register never fills the memory.

    ``gathers``: rows of one number say the very same, what all of them say together.
    """

    def __init__(self, table: Table, mapping: Sequence[str | None], context: ListContext) -> None:
        known = register_table(table.headings)
        self.gathers = known is not None and known.gathers
        self._reader = ListReader(table, mapping, context)

    def __iter__(self) -> Iterator[ParsedRow]:
        if not self.gathers:
            return map(self._with_its_own_numbers, self._reader.each(_registered))
        together = self._together
        return (
            row if row.rejected else replace(row, values=together.values(row.identifiers))
            for row in self._reader.each(_registered)
        )

    def _with_its_own_numbers(self, row: ParsedRow) -> ParsedRow:
        """Return a row without the company numbers that another row of the register has more right to."""
        notes = {}
        for number in row.identifiers if self._kept_by else ():
            keeper = self._kept_by.get(number)
            if keeper is not None and keeper not in row.identifiers:
                note = f"{number} is also the number of {keeper}, and stays there: one organisation has it."
                notes[number] = warning("number_of_another", note, number)
        return row.without_numbers(notes, self._reader.heading("company_number")) if notes else row

    @cached_property
    def _kept_by(self) -> Mapping[str, str]:
        """The company numbers that organisations of several own numbers give, with whose each is.

        One that is open goes before one that is closed, then the least number; file order decides nothing.
        """
        best: dict[str, tuple[bool, str]] = {}
        several: set[str] = set()
        for row in self._reader.each(_registered) if "company_number" in self._reader else ():
            own = own_numbers(row.identifiers)
            for number in () if row.rejected else row.identifiers:
                if number not in own:
                    claim = (row.values.get("status") == "closed", min(own))
                    held = best.setdefault(number, claim)
                    if held[1] != claim[1]:
                        several.add(number)
                        best[number] = min(held, claim)
        return {number: best[number][1] for number in several}

    @cached_property
    def _together(self) -> _Together:
        """What the rows of each number say together; made by one pass over the table."""
        together = _Together()
        for row in self._reader.each(_registered):
            if not row.rejected:
                together.add(row)
        return together


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
    if _says_another_relation(builder):
        return builder.done(values)
    following = _of_the_same_register(own, values["identifiers"])
    if following:
        values["successors"] = following
        values["identifiers"] = sorted(set(values["identifiers"]).difference(following))
    if "area_type" in reader:
        _add_area(builder, values)
    else:
        add_location(builder, values)
    add_single_fields(builder, values)
    _charity_by_register(builder, values)
    _add_works_with(builder, values)
    return builder.done(values)


def _says_another_relation(builder: RowBuilder) -> bool:
    """Return whether a row ties two numbers as other than one organisation's: a parent's and a child's, say.

    Such a row is rejected, and one that doesn't say how they are related: they would become one record.
    """
    if "related_as" not in builder.reader:
        return False
    text = builder.text("related_as")
    if re.sub(r"[^a-z]", "", text.casefold()) in _THE_SAME:
        return False
    said = f"“{quote(text)}” doesn't say that" if text else "The row doesn't say whether"
    note = (
        f"{said} both numbers are of one organisation. Bring ties between organisations in as a list of "
        "organisations, with a column for what each is part of."
    )
    builder.say(error("numbers_of_two", note, text or None), "related_as")
    return True


def _of_the_same_register(own: Sequence[str], every: Sequence[str]) -> list[str]:
    """Return the other numbers of the very register that the own number is of: theirs who took its place."""
    register = register_of(own[0])
    return [each for each in every if each not in own and register_of(each) == register]


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


class _Together:
    """What rows of one number say together, whatever their order: names, places and communities add up.

    Texts and what many numbers say alike are kept once: a register has two million such rows.
    """

    _FIELDS = ("other_names", "works_in", "works_with")

    def __init__(self) -> None:
        self._said: dict[tuple[str, ...], tuple[tuple[str, ...], ...]] = {}
        self._once: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._alike: dict[tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]] = {}

    def add(self, row: ParsedRow) -> None:
        """Take in what one row says."""
        held = self._said.get(row.identifiers, ((), (), ()))
        said = tuple(self._kept(row.values.get(name, ()), held[at]) for at, name in enumerate(self._FIELDS))
        self._said[row.identifiers] = self._alike.setdefault(said, said)

    def _kept(self, texts: Iterable[str], held: tuple[str, ...]) -> tuple[str, ...]:
        more = tuple(sorted({*held, *texts}))
        return self._once.setdefault(more, more)

    def values(self, identifiers: tuple[str, ...]) -> Mapping[str, Any]:
        """Return the values of every row that gives these numbers."""
        found = dict(zip(self._FIELDS, self._said[identifiers], strict=True))
        values: dict[str, Any] = {"identifiers": list(identifiers)}
        values |= {name: list(found[name]) for name in ("other_names", "works_in") if found[name]}
        if found["works_with"]:
            values["works_with"] = dict.fromkeys(found["works_with"], "suggested")
        return values
