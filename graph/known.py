"""Organisations as matching needs them: looked up by numbers and names, with what a source said of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from graph.model.plan import KnownOrganisation
from graph.model.sayings import newest_saying
from graph.model.statements import Statement
from graph.statements import statements_of_columns
from graph.store import Store

AT_ONCE = 1000
"""Numbers, names or organisations looked up in one query."""

IDS_BY_NUMBER = """
UNWIND $wanted AS number
MATCH (:Identifier {id: number})-[:IDENTIFIES]->(organisation:Organisation)
RETURN collect(DISTINCT organisation.id) AS id
"""

IDS_BY_NAME = """
UNWIND $wanted AS name
MATCH (organisation:Organisation {canonical: name})
WHERE coalesce(organisation.gone, false) = false OR organisation.reference = true
RETURN collect(DISTINCT organisation.id) AS id
"""

IDS_BY_OTHER_NAME = """
UNWIND $wanted AS name
MATCH (:OtherName {canonical: name})-[:NAMES]->(organisation:Organisation)
WHERE coalesce(organisation.gone, false) = false OR organisation.reference = true
RETURN collect(DISTINCT organisation.id) AS id
"""

KNOWN = """
UNWIND $wanted AS wanted_id
MATCH (organisation:Organisation {id: wanted_id})
RETURN collect(wanted_id) AS id, collect(organisation.version) AS version, collect(organisation.name) AS name,
       collect(coalesce(organisation.other_names, [])) AS other_names,
       collect(coalesce(organisation.identifiers, [])) AS identifiers,
       collect(coalesce(organisation.roles, [])) AS roles,
       collect(coalesce(organisation.works_in, [])) AS works_in,
       collect(coalesce(organisation.successors, [])) AS successors,
       collect(coalesce(organisation.postcode, '')) AS postcode,
       collect(coalesce(organisation.place, '')) AS place,
       collect(coalesce(organisation.address, '')) AS address,
       collect(coalesce(organisation.website, '')) AS website,
       collect(coalesce(organisation.email, '')) AS email,
       collect(coalesce(organisation.legal_form, 'unknown')) AS legal_form,
       collect(coalesce(organisation.status, 'unknown')) AS status,
       collect(coalesce(organisation.income_band, 'no_figure')) AS income_band,
       collect(coalesce(organisation.hide_location, false)) AS hide_location,
       collect(coalesce(organisation.gone, false) AND coalesce(organisation.reference, false)) AS reference
"""

SAID_BY = """
UNWIND $wanted AS organisation_id
MATCH (organisation:Organisation {id: organisation_id})<-[:ABOUT]-(statement:Statement)
WHERE statement.retracted_at IS NULL AND statement.source = $source
RETURN collect(statement.id) AS id, collect(organisation_id) AS organisation,
       collect(statement.kind) AS kind, collect(statement.source) AS source,
       collect(statement.values) AS values, collect(statement.said_on) AS said_on,
       collect(statement.recorded_at) AS recorded_at, collect('') AS retracted_at,
       collect(coalesce(statement.row, -1)) AS row, collect(coalesce(statement.import_id, '')) AS import_id,
       collect('') AS user, collect(coalesce(statement.body_id, '')) AS body_id,
       collect('') AS policies, collect(coalesce(statement.example, false)) AS example,
       collect(coalesce(statement.vouched, [])) AS vouched,
       collect(coalesce(statement.undone_at, '')) AS undone_at
"""


def known_organisations(
    store: Store,
    identifiers: Iterable[str],
    canonicals: Iterable[str],
    source: str,
    *,
    said_on: str | None = None,
) -> list[KnownOrganisation]:
    """Return the organisations that hold one of these org-ids or go by one of these canonical names.

    Ordered by id; [] for none. ``said`` is what ``source`` said of each in its newest list, given an ISO
    day ``said_on`` in its newest list up to that day. ``record`` is {field: value shown}, without fields
    that show nothing.
    """
    found: set[str] = set()
    for query, texts in (
        (IDS_BY_NUMBER, identifiers),
        (IDS_BY_NAME, canonicals),
        (IDS_BY_OTHER_NAME, canonicals),
    ):
        for some in _portions(sorted({text for text in texts if text})):
            found.update(store.columns(query, wanted=some)["id"])
    known: list[KnownOrganisation] = []
    for some in _portions(sorted(found)):
        said = _said_by(store, source, some, said_on)
        known += _known(store.columns(KNOWN, wanted=some), said)
    return known


def known_by_ids(
    store: Store, org_ids: Collection[str], source: str, *, said_on: str | None = None
) -> list[KnownOrganisation]:
    """Return organisations by their ids, as ``known_organisations`` does; without unknown ids."""
    known: list[KnownOrganisation] = []
    for some in _portions(sorted(set(org_ids))):
        known += _known(store.columns(KNOWN, wanted=some), _said_by(store, source, some, said_on))
    return known


def _portions(texts: Sequence[str]) -> Iterable[list[str]]:
    return (list(texts[start : start + AT_ONCE]) for start in range(0, len(texts), AT_ONCE))


def _said_by(store: Store, source: str, org_ids: list[str], said_on: str | None) -> dict[str, Statement]:
    """Return {organisation id: the statement of the source's newest list}, the first row of several.

    Only rows about the organisation itself: what a row says beside says nothing of how its own is worded.
    """
    said: dict[str, list[Statement]] = {}
    for each in statements_of_columns(store.columns(SAID_BY, wanted=org_ids, source=source)):
        if not each.is_beside_its_row:
            said.setdefault(each.organisation, []).append(each)
    newest = {
        org_id: several if len(several) == 1 else newest_saying(several, said_on)
        for org_id, several in said.items()
    }
    return {
        org_id: min(several, key=lambda each: (each.row or 0, each.id)) for org_id, several in newest.items()
    }


def _known(
    columns: Mapping[str, Sequence[Any]], said: Mapping[str, Statement]
) -> Iterable[KnownOrganisation]:
    names = list(columns)
    for fields in zip(*(columns[name] for name in names), strict=True):
        row = dict(zip(names, fields, strict=True))
        org_id, version, name = row.pop("id"), row.pop("version"), row["name"]
        reference = bool(row.pop("reference"))
        statement = said.get(org_id)
        yield KnownOrganisation(
            id=org_id,
            version=version,
            name=name,
            names=(name, *row["other_names"]),
            identifiers=tuple(row["identifiers"]),
            postcode=row["postcode"] or None,
            district=row["postcode"].rpartition(" ")[0] or None,
            status=row["status"],
            said=statement.values if statement else None,
            said_id=statement.id if statement else None,
            reference=reference,
            record={field: value for field, value in row.items() if value not in ("", [], None)},
        )
