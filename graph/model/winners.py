"""Who wins where statements differ: the one pure function from statements to the record that is shown.

Nothing here depends on the order in which statements are given, nor on made ids: two graphs that were told
the same by the same lists show the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from graph.model.memberships import memberships
from graph.model.names import canonical
from graph.model.organisations import Membership, Record, Role
from graph.model.ranks import rank
from graph.model.sayings import BLANKS, InForce, is_called_by_its_number, ordered, says
from graph.model.statements import SINGLE_FIELDS, UNION_FIELDS, Statement, StatementKind

_LISTING = StatementKind.LISTING

_SINGLE = frozenset(SINGLE_FIELDS)


@dataclass(frozen=True)
class _Voice:
    """What one source says of one single field by now; open when its newest file contradicts itself."""

    rank: int
    said_on: str
    recorded_at: str
    said: tuple[tuple[str, Any], ...]
    is_open: bool


def record_from(statements: Iterable[Statement], *, at: str | None = None) -> Record:
    """Return the record of one organisation that its statements in force make, now or at an ISO instant.

    Give all its statements: those retracted matter only for the last name of an organisation of which
    nothing in force says the name. Without any statement in force the record is empty but for that name.
    """
    everything = list(statements)
    if len(everything) == 1 and everything[0].kind != StatementKind.EDIT and everything[0].in_force(at):
        return _record_of_one(everything[0])
    return _record_of_many(everything, at)


def _record_of_one(statement: Statement) -> Record:
    """Return the record that one list's statement makes, the same as that of many and ten times as fast."""
    values = statement.values
    single = {field: value for field, value in values.items() if field in _SINGLE and says(statement, field)}
    won_by = dict.fromkeys(single, statement.id)
    listed = statement.kind == _LISTING
    said = {field: ordered(map(str, values[field])) if values.get(field) else () for field in UNION_FIELDS}
    works_with = values.get("works_with") or {}
    return Record(
        **{"name": "", **BLANKS, **single},
        roles=_known_roles((*said["roles"], Role.MEMBER) if listed else said["roles"]),
        other_names=_without(single.get("name", ""), said["other_names"]) if said["other_names"] else (),
        identifiers=said["identifiers"],
        works_in=said["works_in"],
        successors=said["successors"],
        memberships=_first_membership(statement) if listed else (),
        works_with={code: works_with[code] for code in sorted(works_with) if works_with[code]},
        example=statement.example,
        won_by=won_by,
    )


def _first_membership(listing: Statement) -> tuple[Membership, ...]:
    """Return the membership that one row alone makes, the same as ``memberships`` would."""
    if not listing.body_id:
        return ()
    joined, left = listing.values.get("joined"), listing.values.get("left")
    return (Membership(listing.body_id, str(joined) if joined else None, str(left) if left else None),)


def _without(name: str, others: Iterable[str]) -> tuple[str, ...]:
    """Return other names once each, without the name that is shown."""
    unlike = {_plain(other): other for other in sorted(others)}
    unlike.pop(_plain(name), None)
    unlike.pop("", None)
    return ordered(unlike.values())


def _record_of_many(everything: Sequence[Statement], at: str | None) -> Record:
    now = InForce([each for each in everything if each.in_force(at)], at)
    single, won_by, disputed = _single_fields(now)
    if not single.get("name"):
        single["name"] = _last_name([each for each in everything if at is None or each.recorded_at <= at])
    for field, blank in BLANKS.items():
        single.setdefault(field, blank)
    return Record(
        **single,
        roles=_roles(now),
        other_names=_other_names(now, single["name"]),
        identifiers=now.union("identifiers"),
        works_in=now.union("works_in"),
        successors=now.union("successors"),
        memberships=memberships(now),
        works_with=_works_with(now),
        example=any(each.example for each in now.statements),
        won_by=won_by,
        disputed=disputed,
    )


def _single_fields(
    now: InForce,
) -> tuple[dict[str, Any], dict[str, str], dict[str, tuple[tuple[str, Any], ...]]]:
    """Return the values of the single fields, the statement behind each, and where sources differ."""
    single: dict[str, Any] = {}
    won_by: dict[str, str] = {}
    disputed: dict[str, tuple[tuple[str, Any], ...]] = {}
    for field in SINGLE_FIELDS:
        edit, voices = now.newest_edit(field), _voices(now, field)
        winner = (edit.id, edit.values[field]) if edit is not None else _loudest(field, voices)
        if winner is not None:
            won_by[field] = winner[0]
            if winner[1] is not None and winner[1] != "":
                single[field] = winner[1]
        differing = _dispute(field, edit, voices)
        if differing:
            disputed[field] = differing
    _place_of_the_postcode(now, single, won_by, disputed)
    return single, won_by, disputed


def _voices(now: InForce, field: str) -> list[_Voice]:
    """Return what each source says of a single field by now."""
    alone = len(now.by_source) == 1
    voices = []
    for group in now.newest_holding(field):
        counts = max(rank(each.statement, field) for each in group)
        if counts == 0 and not alone and field not in ("name", "hide_location"):
            continue
        said = sorted({each.statement.id: each.statement.values[field] for each in group}.items())
        differs = len(said) > 1 and len({_alike(field, value) for _, value in said}) > 1
        said_on, recorded_at = group[0].said_on, min(each.statement.recorded_at for each in group)
        voices.append(_Voice(counts, said_on, recorded_at, tuple(said), differs and field != "name"))
    return voices


def _loudest(field: str, voices: list[_Voice]) -> tuple[str, Any] | None:
    """Return the (statement, value) that wins: by policy, then the newest list, then the value itself.

    The value comes before any id, so that the winner doesn't hang on ids made by chance; as text the
    greater wins, which prefers "Acorn Trust" to "ACORN TRUST". A location is hidden when anybody says so.
    """
    choices = [
        ((voice.rank if field != "hide_location" else 0, voice.said_on, str(value)), value, statement)
        for voice in voices
        if not voice.is_open
        for statement, value in voice.said
    ]
    if not choices:
        return None
    best = max(choice[0] for choice in choices)
    return min((statement, value) for key, value, statement in choices if key == best)


def _dispute(field: str, edit: Statement | None, voices: list[_Voice]) -> tuple[tuple[str, Any], ...]:
    """Return the (statement, value) pairs that differ; a person's edit settles what was said by then.

    Only voices of the same rank dispute: a chosen policy has decided between the others.
    """
    said: list[tuple[str, Any]] = []
    if edit is not None:
        voices = [voice for voice in voices if voice.recorded_at > edit.recorded_at and voice.rank > 1]
        said = [(edit.id, edit.values[field])]
    highest = max((voice.rank for voice in voices), default=0)
    said += [pair for voice in voices if voice.rank == highest for pair in voice.said]
    if len(said) < 2 or len({_alike(field, value) for _, value in said}) < 2:
        return ()
    return tuple(sorted(said, key=lambda pair: pair[0]))


def _place_of_the_postcode(
    now: InForce,
    single: dict[str, Any],
    won_by: dict[str, str],
    disputed: dict[str, tuple[tuple[str, Any], ...]],
) -> None:
    """Let the place follow the postcode: the place that goes with the winning one, or none."""
    edit = now.newest_edit("place")
    if edit is not None and not _edited_after(now, "postcode", edit):
        return
    postcode = single.get("postcode")
    if postcode is None and "postcode" not in disputed and "postcode" not in won_by:
        return
    disputed.pop("place", None)
    same = [each for each in now.statements if postcode and each.values.get("postcode") == postcode]
    ordered = sorted(same, key=lambda each: each.id)
    places = {str(each.values["place"]): each.id for each in ordered if each.values.get("place")}
    single.pop("place", None)
    won_by.pop("place", None)
    if places:
        place = max(places)
        single["place"], won_by["place"] = (
            place,
            min(each.id for each in same if each.values.get("place") == place),
        )
    elif postcode is None and "postcode" in disputed:
        _place_all_agree_on(now, disputed["postcode"], single, won_by)


def _place_all_agree_on(
    now: InForce, said: tuple[tuple[str, Any], ...], single: dict[str, Any], won_by: dict[str, str]
) -> None:
    """Take the place when the postcode is open but all who differ lie in the same place."""
    ids = {statement for statement, _ in said}
    places = {each.values.get("place") for each in now.statements if each.id in ids}
    if len(places) == 1 and None not in places:
        single["place"], won_by["place"] = places.pop(), min(ids)


def _edited_after(now: InForce, field: str, edit: Statement) -> bool:
    other = now.newest_edit(field)
    return other is not None and (other.recorded_at, other.id) > (edit.recorded_at, edit.id)


def _roles(now: InForce) -> frozenset[Role]:
    """Return the roles said, and that of a member for whoever is on a membership list."""
    roles = set(_known_roles(now.union("roles")))
    edit = now.newest_edit("roles")
    listed = [each for each in now.lists if each.kind == _LISTING]
    if any(edit is None or each.recorded_at > edit.recorded_at for each in listed):
        roles.add(Role.MEMBER)
    return frozenset(roles)


_ROLES = {role.value: role for role in Role}


def _known_roles(texts: Iterable[str]) -> frozenset[Role]:
    return frozenset(_ROLES[text] for text in texts if text in _ROLES)


def _other_names(now: InForce, name: str) -> tuple[str, ...]:
    """Return the other names: those said, and every name that a list gives and that isn't shown."""
    edit = now.newest_edit("other_names")
    names = {
        str(each.values["name"])
        for each in now.lists
        if each.values.get("name")
        and not is_called_by_its_number(each)
        and (edit is None or each.recorded_at > edit.recorded_at)
    }
    return _without(name, names | set(now.union("other_names")))


def _works_with(now: InForce) -> dict[str, str]:
    """Return {community: status}: a person's word, else accepted when any source's newest list says so."""
    found: dict[str, str] = {}
    for group in now.newest_holding("works_with"):
        for each in group:
            for community, status in each.statement.values["works_with"].items():
                found[community] = min(status, found.get(community, status))
    for edit in now.edits:
        for community, status in (edit.values.get("works_with") or {}).items():
            found[community] = status
    return {community: found[community] for community in sorted(found) if found[community]}


def _last_name(statements: Sequence[Statement]) -> str:
    """Return the name that was said last by any statement, retracted or not; empty when none gave one."""
    named = [
        (each.retracted_at or "9999", each.said_on, each.recorded_at, str(each.values["name"]))
        for each in statements
        if each.values.get("name")
    ]
    return max(named)[-1] if named else ""


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


_ALIKE: dict[str, Callable[[Any], Any]] = {
    "name": canonical,
    "address": _plain,
    "email": _plain,
    "postcode": lambda value: _plain(str(value)).replace(" ", ""),
    "website": lambda value: (
        str(value).casefold().removeprefix("https://").removeprefix("http://").rstrip("/")
    ),
}


def _alike(field: str, value: Any) -> Any:
    """Return the form by which two values of a field are the same value."""
    return _ALIKE[field](value) if field in _ALIKE and value is not None else value
