"""Which organisation each row of a file is, with all that the graph knows of those it may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.model.plan import KnownOrganisation
from importers.corrected_logs import with_earlier_contacts_told, with_earlier_grants_told
from importers.lists import ParsedRow
from importers.match.decide import (
    DecidedBefore,
    Decision,
    RuleKey,
    decide_rows,
    wanted_canonicals,
    wanted_identifiers,
    wanted_successors,
    without_numbers_of_others,
)
from importers.match.successors import STEPS
from importers.plan import PlanHead

if TYPE_CHECKING:
    from graph.store import Store


@dataclass(frozen=True)
class Matched:
    """Rows with the decision about each, in the rows' order."""

    parsed: tuple[ParsedRow, ...]
    decisions: tuple[Decision, ...]

    def spoken_of(self) -> set[str]:
        """Return the ids of the organisations here of which rows say more than what their record holds."""
        return {
            decision.organisation.id
            for row, decision in zip(self.parsed, self.decisions, strict=True)
            if decision.organisation is not None and row.facts
        }


def match_rows(store: Store, head: PlanHead, parsed: tuple[ParsedRow, ...]) -> Matched:
    """Return the rows with who each of them is, as far as that is known."""
    from graph.close_names import nearby_organisations  # noqa: PLC0415

    known = _with_successors(store, known_to(store, parsed, head), head)
    decided = decided_before(store, head.source)
    parsed = without_numbers_of_others(parsed, known, decided, head.mapping)
    decisions = decide_rows(
        parsed,
        known,
        nearby=lambda: nearby_organisations(store),
        decided=decided,
        mapping=head.mapping,
        offer_successors=head.kind not in OF_THE_PAST,
    )
    return Matched(parsed, decisions)


def with_what_stays(store: Store, head: PlanHead, matched: Matched) -> Matched:
    """Return the rows of a log or of grants with what earlier files say otherwise and stays beside them."""
    from graph.contacts_on_record import contacts_on_record, grants_on_record  # noqa: PLC0415

    rows = (matched.parsed, matched.decisions)
    about = matched.spoken_of()
    if head.kind == "log":
        contacts = contacts_on_record(store, head.source, about)
        told = with_earlier_contacts_told(*rows, contacts, head.source, head.more.get("consultation"))
    elif head.kind == "grants":
        grants = grants_on_record(store, head.source, about)
        told = with_earlier_grants_told(*rows, grants, head.source)
    else:
        return matched
    return replace(matched, parsed=told)


OF_THE_PAST = ("grants",)
"""Kinds of lists whose rows speak of who was there then: a merged charity did get that grant."""


def _with_successors(store: Store, known: list[KnownOrganisation], head: PlanHead) -> list[KnownOrganisation]:
    """Return organisations with those that took their place, and their place in turn."""
    from graph.known import known_organisations  # noqa: PLC0415

    wanted = wanted_successors(known)
    for _ in range(STEPS):
        there = {each.id for each in known}
        found = known_organisations(store, wanted, (), head.source, said_on=head.said_on) if wanted else []
        known = [*known, *(each for each in found if each.id not in there)]
        wanted = wanted_successors(found) - {number for each in known for number in each.identifiers}
    return known


def known_to(store: Store, parsed: Sequence[ParsedRow], head: PlanHead) -> list[KnownOrganisation]:
    """Return the organisations here that rows may mean, by their numbers and names."""
    from graph.known import known_organisations  # noqa: PLC0415

    wanted = (wanted_identifiers(parsed), wanted_canonicals(parsed))
    return known_organisations(store, *wanted, head.source, said_on=head.said_on)


def decided_before(store: Store, source: str) -> dict[RuleKey, DecidedBefore]:
    """Return what people decided about rows of a source before, by what those rows said."""
    from graph.match_rules import match_rules  # noqa: PLC0415

    rules = match_rules(store, source)
    return {
        key: DecidedBefore(rule.organisation, rule.organisation is None, rule.apart)
        for key, rule in rules.items()
    }
