"""Communities of the taxonomy: groups, categories and sub-categories, each with a nine-character code."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CommunityLevel(StrEnum):
    """Where a community stands in the taxonomy."""

    GROUP = "group"
    CATEGORY = "category"
    SUB_CATEGORY = "sub_category"


@dataclass(frozen=True)
class Community:
    """A community; its id is its code. ``only_in`` is the ONS code of the nation it is bound to, if any.

    ``never_below_nation`` communities are never broken down below the whole nation.
    """

    code: str
    name: str
    level: CommunityLevel
    under: str | None = None
    only_in: str | None = None
    never_below_nation: bool = False
    retired: bool = False
    description: str = ""
    own_list: bool = False
