"""Tables that were worked out once for a snapshot, as many as there is room for."""

from __future__ import annotations

from typing import Any


class Kept(dict[Any, Any]):
    """What was worked out, by key; the oldest goes when there is more than ``MOST``."""

    MOST = 200

    def __setitem__(self, key: Any, value: Any) -> None:
        """Keep a value."""
        super().__setitem__(key, value)
        while len(self) > self.MOST:
            self.pop(next(iter(self)), None)
