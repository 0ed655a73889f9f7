"""The change log's hash chain: every entry's hash covers the entry before it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

START = ""
"""What the first entry's hash goes over in place of an earlier one."""


@dataclass(frozen=True)
class Entry:
    """One write, as the change log keeps it.

    ``at`` is when it was written (ISO instant in UTC), ``recorded_at`` the instant that its facts carry
    when that is another one (example, back-filling). ``touched`` holds organisations' ids, or "*" for what
    touches everything; ``result`` is the JSON text of what the write answered.
    """

    id: str
    revision: int
    at: str
    recorded_at: str | None
    actor: str
    action: str
    touched: tuple[str, ...]
    result: str

    def hash_after(self, previous: str) -> str:
        """Return this entry's hash in hexadecimal, given the hash of the entry before."""
        everything = json.dumps([previous, vars(self)], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(everything.encode("utf-8", "surrogatepass")).hexdigest()
