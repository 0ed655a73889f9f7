"""One page of a long list, taken by keyset: the next page begins after this one's last item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some items in order. ``after`` asks for the next page; None when this is the last one."""

    items: tuple[T, ...]
    after: str | None = None
