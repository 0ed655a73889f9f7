"""The communities of the taxonomy, with what staff add, rename and retire."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from graph.errors import Refused
from graph.model.communities import Community, CommunityLevel
from graph.model.taxonomy import CODE_LENGTH, code_above, level_of, long_code
from graph.store import Store, Tx

_ABOVE: dict[CommunityLevel, CommunityLevel | None] = {
    CommunityLevel.GROUP: None,
    CommunityLevel.CATEGORY: CommunityLevel.GROUP,
    CommunityLevel.SUB_CATEGORY: CommunityLevel.CATEGORY,
}


COMMUNITIES = """
MATCH (community:Community)
OPTIONAL MATCH (community)-[:UNDER]->(above:Community)
RETURN community.id AS code, community.name AS name, community.level AS level, above.id AS under,
       community.only_in AS only_in, coalesce(community.never_below_nation, false) AS never_below_nation,
       coalesce(community.retired, false) AS retired, coalesce(community.description, '') AS description,
       coalesce(community.own_list, false) AS own_list
ORDER BY code
"""


def communities(store: Store) -> list[Community]:
    """Return every community, retired ones too, in the order of their codes; [] before the seed."""
    return [_community(row) for row in store.read(COMMUNITIES)]


COMMUNITY = """
MATCH (community:Community {id: $code})
OPTIONAL MATCH (community)-[:UNDER]->(above:Community)
RETURN community.id AS code, community.name AS name, community.level AS level, above.id AS under,
       community.only_in AS only_in, coalesce(community.never_below_nation, false) AS never_below_nation,
       coalesce(community.retired, false) AS retired, coalesce(community.description, '') AS description,
       coalesce(community.own_list, false) AS own_list
"""


def community(store: Store, code: str) -> Community | None:
    """Return one community; None when no community has that code."""
    rows = store.read(COMMUNITY, code=code)
    return _community(rows[0]) if rows else None


KNOWN_CODES = """
UNWIND $codes AS code
MATCH (community:Community {id: code})
RETURN collect(code) AS codes
"""


def known_codes(graph: Store | Tx, codes: Collection[str]) -> set[str]:
    """Return those of some codes that a community has; retired ones too."""
    return set(graph.read(KNOWN_CODES, codes=sorted(codes))[0]["codes"]) if codes else set()


CREATE_COMMUNITIES = """
UNWIND $communities AS one
CREATE (community:Community {id: one.code})
SET community += one.properties
RETURN count(community) AS made
"""


CREATE_UNDER = """
UNWIND $edges AS edge
MATCH (below:Community {id: edge.below})
MATCH (above:Community {id: edge.above})
CREATE (below)-[:UNDER]->(above)
RETURN count(below) AS made
"""


def create_communities(tx: Tx, new: list[Community]) -> None:
    """Write communities that aren't there yet, each under the one above it, which may be among them."""
    tx.run(
        CREATE_COMMUNITIES, communities=[{"code": one.code, "properties": _properties(one)} for one in new]
    )
    edges = [{"below": one.code, "above": one.under} for one in new if one.under]
    if edges:
        tx.run(CREATE_UNDER, edges=edges)


def add_community(store: Store, actor: str, community: Community, write_id: str) -> dict[str, Any]:
    """Record a community of staff's own and return {"code"}; an empty code gets the next free one.

    Raises Refused for a missing name, a name or code that is taken, or a level that doesn't fit the
    community above: a group is under none, a category under a group, a sub-category under a category.
    """
    wanted = replace(community, name=community.name.strip(), code=community.code.strip(), own_list=True)

    def work(tx: Tx) -> dict[str, Any]:
        there = {row["code"]: _community(row) for row in tx.run(COMMUNITIES)}
        _check_place(wanted, there)
        made = replace(wanted, code=wanted.code or _next_code(wanted, there))
        _check_new(made, there)
        create_communities(tx, [made])
        tx.touch_everything()
        return {"code": made.code}

    return store.write(write_id, actor, "add community", work)


RENAME_COMMUNITY = """
MATCH (community:Community {id: $code})
SET community.former_names =
        [name IN coalesce(community.former_names, []) WHERE name <> $name] + [community.name],
    community.name = $name, community.changed_at = $at
RETURN community.id AS code
"""


def rename_community(store: Store, actor: str, code: str, name: str, write_id: str) -> dict[str, Any]:
    """Give a community another name, remember the old one, and return {"code"}.

    Raises Refused when nobody has that code, or for a name that is missing or another community's.
    """
    new_name = name.strip()

    def work(tx: Tx) -> dict[str, Any]:
        there = {row["code"]: _community(row) for row in tx.run(COMMUNITIES)}
        _check_there(code, there)
        _check_name(new_name, [one for one in there.values() if one.code != code])
        if there[code].name != new_name:
            tx.run(RENAME_COMMUNITY, code=code, name=new_name, at=tx.at)
            tx.touch_everything()
        return {"code": code}

    return store.write(write_id, actor, "rename community", work)


RETIRE_COMMUNITY = """
MATCH (community:Community {id: $code})
SET community.retired = $retired, community.changed_at = $at
RETURN community.id AS code
"""


def retire_community(
    store: Store, actor: str, code: str, write_id: str, *, retired: bool = True
) -> dict[str, Any]:
    """Take a community out of use, or back into it (``retired=False``), and return {"code"}.

    What was declared about it stays. Raises Refused when nobody has that code.
    """

    def work(tx: Tx) -> dict[str, Any]:
        if not tx.run(RETIRE_COMMUNITY, code=code, retired=retired, at=tx.at):
            _check_there(code, {})
        tx.touch_everything()
        return {"code": code}

    return store.write(write_id, actor, "retire community" if retired else "bring community back", work)


def _properties(community: Community) -> dict[str, Any]:
    return {
        "code": community.code,
        "name": community.name,
        "level": community.level.value,
        "only_in": community.only_in,
        "never_below_nation": community.never_below_nation,
        "retired": community.retired,
        "description": community.description,
        "own_list": community.own_list,
    }


def _community(row: dict[str, Any]) -> Community:
    return Community(**{**row, "level": CommunityLevel(row["level"])})


def _next_code(community: Community, there: dict[str, Community]) -> str:
    """Return the first free code for a community of staff's own: OWN010000, or below the one above it.

    Below a community of the standard it begins at 51, out of the way of the standard's later editions.
    """
    depth = {CommunityLevel.GROUP: 3, CommunityLevel.CATEGORY: 5, CommunityLevel.SUB_CATEGORY: 7}
    stem = (community.under or "OWN")[: depth[community.level]]
    numbers = range(1 if stem.startswith("OWN") else 51, 100)
    codes = (f"{stem}{number:02d}".ljust(CODE_LENGTH, "0") for number in numbers)
    code = next((code for code in codes if code not in there), None)
    if code is None:
        raise Refused("There is no number left for another community here.", "under")
    return code


def _check_place(community: Community, there: dict[str, Community]) -> None:
    wanted = _ABOVE[community.level]
    above = there.get(community.under) if community.under else None
    if community.under and above is None:
        raise Refused(f"There is no community with the code {community.under} to put it under.", "under")
    if (above.level if above else None) is not wanted:
        place = f"under a {wanted.value}" if wanted else "under no other community"
        raise Refused(f"A {community.level.value.replace('_', '-')} stands {place}.", "under")


def _check_new(community: Community, there: dict[str, Community]) -> None:
    _check_name(community.name, list(there.values()))
    code = community.code
    if code in there:
        raise Refused(f"The code {code} is taken by {there[code].name}.", "code")
    if long_code(code) != code or (level_of(code), code_above(code)) != (community.level, community.under):
        raise Refused(
            f"{code!r} isn't a code for this place. Leave it empty to get one, or write three capital "
            "letters and six figures, of which the first ones are those of the community above.",
            "code",
        )


def _check_name(name: str, others: list[Community]) -> None:
    if not name:
        raise Refused("The community has no name. Give it one.", "name")
    taken = next((one for one in others if one.name.casefold() == name.casefold()), None)
    if taken:
        raise Refused(f"{taken.code} is called {taken.name} already. Choose another name.", "name")


def _check_there(code: str, there: dict[str, Community]) -> None:
    if code not in there:
        raise Refused(f"There is no community with the code {code}.", "code")
