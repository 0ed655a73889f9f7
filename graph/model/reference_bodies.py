"""The real infrastructure bodies that staff may load: sourced facts only, as rows of a plan. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.model.identifiers import OWN_SCHEME, Identifier, made_id
from graph.model.likeness import name_fits
from graph.model.names import canonical
from graph.model.organisations import Role
from graph.model.plan import Candidate, KnownOrganisation, PlannedRow, RowVerdict

_FACTS = ("name", "also_known_as", "org_ids", "website", "area", "represents", "led_by", "public_role")
HEADINGS = (*_FACTS, "sources", "checked")
"""Columns of the reference file, in order."""

NO_PART_KNOWN = "Part in the Covenant's consultation: unknown."


@dataclass(frozen=True)
class ReferenceBody:
    """One line of the reference file; ``row`` as a spreadsheet counts it, texts as the file has them."""

    row: int
    cells: tuple[str, ...]

    def __getitem__(self, heading: str) -> str:
        """Return what a column says, empty when nothing."""
        return self.cells[HEADINGS.index(heading)].strip()

    @property
    def identifiers(self) -> tuple[str, ...]:
        """Its org-ids; for a body without a register number the one that Earshot makes of its name."""
        return tuple(sorted(self["org_ids"].split())) or (own_org_id(self["name"]),)

    @property
    def values(self) -> dict[str, Any]:
        """The fields of its statement; what has no field of its own stands in ``notes``, with the sources."""
        values: dict[str, Any] = {
            "name": self["name"],
            "identifiers": list(self.identifiers),
            "roles": [str(Role.INFRASTRUCTURE_BODY)],
            "notes": self._notes,
        }
        if self["also_known_as"]:
            values["other_names"] = [self["also_known_as"]]
        if self["website"]:
            values["website"] = self["website"]
        return values

    @property
    def _notes(self) -> str:
        parts = (
            ("Represents", self["represents"]),
            ("Area", self["area"]),
            ("Says of itself", self["led_by"]),
            ("Public role", self["public_role"]),
            ("Sources", self["sources"]),
            ("Checked", self["checked"]),
        )
        said = [f"{what}: {text}." for what, text in parts if text]
        return " ".join(said if self["public_role"] else [*said, NO_PART_KNOWN])


def own_org_id(name: str) -> str:
    """Return the org-id that Earshot makes for a body without a number, such as XI-EARSHOT-YORK-CVS."""
    return Identifier(OWN_SCHEME, canonical(name).upper().replace(" ", "-")).org_id


def rows_for(
    bodies: Iterable[ReferenceBody], known: Sequence[KnownOrganisation], import_id: str
) -> tuple[PlannedRow, ...]:
    """Return one planned row per body: new, same, changed, or a question when it isn't safe to say.

    A body is one that holds its number and has a name that fits; one with the same name and without the
    number is asked about. ``known`` are the organisations found by the bodies' numbers and names.
    """
    by_number = {number: one for one in known for number in one.identifiers}
    by_name: dict[str, list[KnownOrganisation]] = {}
    for one in known:
        for form in {canonical(name) for name in one.names}:
            by_name.setdefault(form, []).append(one)
    return tuple(_row(body, by_number, by_name, import_id) for body in bodies)


def _row(
    body: ReferenceBody,
    by_number: Mapping[str, KnownOrganisation],
    by_name: Mapping[str, list[KnownOrganisation]],
    import_id: str,
) -> PlannedRow:
    row = PlannedRow(body.row, RowVerdict.NEW, body.values, cells=body.cells)
    holders = {by_number[number].id: by_number[number] for number in body.identifiers if number in by_number}
    if len(holders) > 1:
        return _asked(row, "Its numbers belong to several organisations. Are they one?", holders.values())
    for one in holders.values():
        if not name_fits(body["name"], one.names) and not name_fits(body["also_known_as"], one.names):
            question = f"The number of {body['name']} is held by {one.name}. Is it the same organisation?"
            return _asked(row, question, [one], RowVerdict.CONFLICT)
        return _linked(row, one)
    namesakes = {one.id: one for one in by_name.get(canonical(body["name"]), ())}
    if namesakes:
        return _asked(
            row, f"There is an organisation called {body['name']}. Is it this one?", namesakes.values()
        )
    return replace(row, organisation=made_id(import_id, body.row, "organisation"))


def _linked(row: PlannedRow, one: KnownOrganisation) -> PlannedRow:
    same = one.said == row.values
    return replace(
        row,
        verdict=RowVerdict.SAME if same else RowVerdict.CHANGED,
        organisation=one.id,
        seen_version=one.version,
        vouches_for=one.said_id if same else None,
        reasons=("same number, and a name that fits",),
    )


def _asked(
    row: PlannedRow,
    question: str,
    candidates: Iterable[KnownOrganisation],
    verdict: RowVerdict = RowVerdict.REVIEW,
) -> PlannedRow:
    offered = sorted(candidates, key=lambda one: one.id)[:5]
    return replace(
        row,
        verdict=verdict,
        question=question,
        candidates=tuple(Candidate(one.id, one.name, ("same number or name",)) for one in offered),
    )
