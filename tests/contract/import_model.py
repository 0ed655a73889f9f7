"""What imports, edits and undos must come to, as plain dicts: nothing of how the graph does it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

GROUPS = range(5)
"""The groups that lists speak of."""

Said = dict[str, str]
View = dict[str, Any]


@dataclass
class Listed:
    """One import in the model: whose list, its day, and what it says of each group."""

    body: str
    day: str
    said: dict[int, Said]
    whole: bool = False
    open: dict[int, tuple[int, Said]] = field(default_factory=dict)
    """Rows that wait: {row number: (group, what it says of it)}."""
    decided: dict[int, tuple[int, Said]] = field(default_factory=dict)
    """Rows that a person decided, in the same form."""


class Model:
    """What must be true, from the lists in force and what people edited."""

    def __init__(self) -> None:
        self.lists: dict[str, Listed] = {}
        self.edits: dict[int, Said] = {}

    def view(self) -> View:
        """{name: its record}, of groups and of bodies that have a list."""
        groups = {f"Group {each}": self._group(each) for each in GROUPS}
        bodies = {f"Body {each.body}": "a body" for each in self.lists.values()}
        return {**bodies, **{name: record for name, record in groups.items() if record}}

    def _group(self, group: int) -> View | None:
        naming = [each for each in self.lists.values() if group in each.said]
        edits = self.edits.get(group, {})
        if not naming and not edits:
            return None
        return {
            "memberships": dict(self._memberships(group, naming)),
            **{name: edits.get(name) or self._won(group, name, naming) for name in ("website", "postcode")},
            "kept only": not naming,
        }

    def _memberships(self, group: int, naming: list[Listed]) -> Iterator[tuple[str, str | None]]:
        for body in sorted({each.body for each in naming}):
            last = max(each.day for each in naming if each.body == body)
            without = [each.day for each in self.lists.values() if each.body == body and each.whole]
            yield f"Body {body}", min((day for day in without if day > last), default=None)

    def _won(self, group: int, name: str, naming: list[Listed]) -> str | None:
        newest: dict[str, tuple[str, str]] = {}
        for each in naming:
            if each.said[group].get(name):
                newest[each.body] = max(newest.get(each.body, ("", "")), (each.day, each.said[group][name]))
        return max(newest.values())[1] if newest else None
