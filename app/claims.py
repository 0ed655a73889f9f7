"""Claims out of a file: read, their bodies found, brought in as an import of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.import_request import check_sheets
from graph.days import today
from graph.model.claims import NewClaim
from graph.model.days import long_date
from graph.model.identifiers import new_id
from graph.model.names import canonical
from importers.annotated.note import plain_name
from importers.claims import ClaimedRow, read_claims
from importers.fields.identifiers import read_identifiers
from importers.read import read_table

if TYPE_CHECKING:
    from app.runtime import Earshot
    from graph.list_tracker import ListNames


@dataclass(frozen=True)
class ClaimsDone:
    """What became of a file: ``counts`` is {"new", "same"} of claims, and {"rejected"} of rows."""

    import_id: str
    rows_seen: int
    rows_read: int
    counts: Mapping[str, int]
    rejected: tuple[tuple[int, str], ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as the command prints it."""
        rejected = [{"row": row, "message": message} for row, message in self.rejected]
        return {**vars(self), "counts": dict(self.counts), "rejected": rejected, "state": "committed"}


def bring_claims_in(
    running: Earshot, path: Path, file_name: str, actor: str, *, sheet: str | None = None
) -> ClaimsDone:
    """Bring in a file of claims; rows that can't be used are named and the rest goes in.

    Raises FileRefused for a file, or headings, that can't be read; then nothing is changed.
    """
    from graph.claims import ClaimsFile, import_claims  # noqa: PLC0415 - the driver only when needed

    table = read_table(path, sheet=sheet, file_name=file_name)
    check_sheets(table, sheet)
    read = read_claims(table)
    bodies = _Bodies(_names_of_bodies(running))
    rejected = list(read.rejected)
    claims: list[NewClaim] = []
    for each in read.claims:
        claim, wrong = _resolved(each, bodies)
        if claim is None:
            rejected += [(row, wrong) for row in each.rows]
        else:
            claims.append(claim)
    rejected.sort()
    source = f"claims:{plain_name(file_name)}"
    file = ClaimsFile(new_id(), file_name, table.rows_seen, table.rows_read, source, table.headings, rejected)
    done = import_claims(running.store, actor, claims, file)
    counts = {**done, "rejected": len(rejected)}
    return ClaimsDone(file.import_id, table.rows_seen, table.rows_read, counts, tuple(rejected))


def _names_of_bodies(running: Earshot) -> Sequence[ListNames]:
    from app.bodies import body_lines  # noqa: PLC0415
    from graph.list_tracker import list_names  # noqa: PLC0415

    return list_names(running.store, [one.id for one in body_lines(running)])


class _Bodies:
    """Finds a body by its number or its exact name; never by a likeness."""

    def __init__(self, known: Iterable[ListNames]) -> None:
        self._numbers: dict[str, str] = {}
        self._names: dict[str, set[str]] = {}
        for one in known:
            self._numbers.update(dict.fromkeys((*one.identifiers, one.body), one.body))
            for name in one.names:
                self._names.setdefault(canonical(name), set()).add(one.body)

    def find(self, text: str) -> str | None:
        """Return the one body that a text names, or None."""
        if text in self._numbers:
            return self._numbers[text]
        for number in read_identifiers(text).value or ():
            if number.org_id in self._numbers:
                return self._numbers[number.org_id]
        named = self._names.get(canonical(text), set())
        return next(iter(named)) if len(named) == 1 else None


def _resolved(claimed: ClaimedRow, bodies: _Bodies) -> tuple[NewClaim | None, str]:
    """Return a claim about a body that is here, or why there is none."""
    body = bodies.find(claimed.body)
    if body is None:
        return None, f"No infrastructure body here has the number or exact name “{claimed.body[:80]}”."
    claim = NewClaim(
        body=body,
        counted_on=claimed.counted_on,
        total=claimed.total,
        communities=claimed.communities,
        said_by=claimed.said_by,
        said_in=claimed.said_in,
        notes=claimed.notes,
        row=claimed.rows[0],
    )
    wrong = " ".join(claim.wrong().values())
    if claim.counted_on > today():
        wrong = f"{long_date(claim.counted_on)} is still to come. {wrong}".strip()
    return (None, wrong) if wrong else (claim, "")
