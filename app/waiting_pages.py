"""What the pages about waiting rows show: the rows, their groups, and what may be chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.words import WAITING_WORDS
from graph.model.waiting_kinds import KIND_WORDS, STRENGTHS, WaitingKind

if TYPE_CHECKING:
    from graph.store import Store
    from graph.waiting import WaitingFilter, WaitingGroup, WaitingRow

Choice = tuple[str, str]


@dataclass(frozen=True)
class Group:
    """Rows that ask alike: how many, and how many of them have a candidate that is very alike."""

    kind: str
    words: str
    rows: int
    strong: int


@dataclass(frozen=True)
class Facets:
    """The groups to show, the choices of each filter, and how many rows the filter means."""

    groups: tuple[Group, ...]
    imports: tuple[Choice, ...]
    bodies: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    strengths: tuple[Choice, ...]
    verdicts: tuple[Choice, ...]
    rows: int


def facets(groups: Iterable[WaitingGroup], chosen: WaitingFilter) -> Facets:
    """Return what there is to choose from among waiting rows, with how many each choice means."""
    groups = tuple(groups)
    return Facets(
        groups=_groups(_meant(groups, replace(chosen, kind="", strength=""))),
        imports=_counted(
            _meant(groups, replace(chosen, import_id="")),
            "import_id",
            _names(groups, "import_id", "file_name"),
        ),
        bodies=_counted(
            _meant(groups, replace(chosen, body="")), "body", _names(groups, "body", "body_name")
        ),
        kinds=_counted(_meant(groups, replace(chosen, kind="")), "kind", KIND_WORDS),
        strengths=_counted(_meant(groups, replace(chosen, strength="")), "strength", STRENGTHS),
        verdicts=_counted(_meant(groups, replace(chosen, verdict="")), "verdict", WAITING_WORDS),
        rows=sum(each.rows for each in _meant(groups, chosen)),
    )


def _meant(groups: Iterable[WaitingGroup], chosen: WaitingFilter) -> list[WaitingGroup]:
    """Return the groups that a filter means."""
    wanted = {name: value for name, value in vars(chosen).items() if value}
    return [each for each in groups if all(getattr(each, name) == value for name, value in wanted.items())]


def _groups(groups: Iterable[WaitingGroup]) -> tuple[Group, ...]:
    """Return the groups by kind, in the order in which to look at them."""
    rows: Counter[str] = Counter()
    strong: Counter[str] = Counter()
    for each in groups:
        rows[each.kind] += each.rows
        strong[each.kind] += each.rows if each.strength == "strong" else 0
    return tuple(
        Group(kind, KIND_WORDS[kind], rows[kind], strong[kind]) for kind in WaitingKind if rows[kind]
    )


def _names(groups: Iterable[WaitingGroup], key: str, name: str) -> dict[str, str]:
    return {getattr(each, key): getattr(each, name) for each in groups}


def _counted(groups: Iterable[WaitingGroup], key: str, names: Mapping[str, str]) -> tuple[Choice, ...]:
    """Return (value, "its name (rows)") for each value that some rows have, in the order of the names."""
    rows: Counter[str] = Counter()
    for each in groups:
        rows[getattr(each, key)] += each.rows
    return tuple(
        (value, f"{name or 'no name'} ({rows[value]:,})")
        for value, name in names.items()
        if value and rows[value]
    )


def folded(rows: Iterable[WaitingRow]) -> tuple[WaitingRow, ...]:
    """Return the rows in their order, once each of those that are decided together."""
    first: dict[str, WaitingRow] = {}
    for row in rows:
        first.setdefault(row.shared or row.id, row)
    return tuple(first.values())


def still_offered(store: Store, rows: Sequence[WaitingRow]) -> tuple[WaitingRow, ...]:
    """Return the rows without candidates that nothing speaks of any more; ``planned`` has them all."""
    from graph.review import organisations_there  # noqa: PLC0415 - the driver only when needed

    there = organisations_there(store, {each.org_id for row in rows for each in row.candidates})
    return tuple(
        replace(row, candidates=tuple(each for each in row.candidates if each.org_id in there))
        for row in rows
    )
