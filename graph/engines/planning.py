"""Which texts a Neo4j server need plan only once: those that find nothing but nodes of given ids.

A server plans a text anew when its statistics have moved on, every few seconds while a list goes in, which
costs more than running it. A text whose every node is found by a unique id, given as a parameter, has one
plan whatever the graph holds. Any other may have been planned for a graph of ten nodes, where looking through
all of them is best, so it must be planned anew.
"""

from __future__ import annotations

import re
from functools import lru_cache

PLANNED_ONCE = "CYPHER replan=skip"
"""What a server is told before such a text; the embedded engine doesn't know it, nor plan that way."""

_FINDS = re.compile(r"(?<!ON )\b(?:MATCH|MERGE)\b(.*)")
_BY_GIVEN_ID = re.compile(r"\s*\(\w+:\w+ \{id: (?:\$\w+|'\w+')\}\)\s*")
_LOOKS_FURTHER = re.compile(r"\[\(|\b(?:EXISTS|COUNT|CALL)\b\s*[{\w]")


@lru_cache(maxsize=1024)
def has_one_plan(query: str) -> bool:
    """Return whether a text finds nothing but nodes by ids that it is given."""
    found = _FINDS.findall(query)
    return bool(found) and all(map(_BY_GIVEN_ID.fullmatch, found)) and not _LOOKS_FURTHER.search(query)


def as_planned_once(query: str) -> str:
    """Return a text as a Neo4j server is asked it."""
    return f"{PLANNED_ONCE}\n{query}" if has_one_plan(query) else query
