"""The coverage table to take away: figures per community, nothing about who leads a single organisation."""

from __future__ import annotations

from collections.abc import Sequence

from app.coverage import Answered
from app.coverage_rows import rows_of
from app.exports.sheet import Sheet, Value

COLUMNS: tuple[tuple[str, str], ...] = (
    ("community", "Code"),
    ("name", "Community"),
    ("verdict", "Verdict"),
    ("reason", "Reason"),
    ("what_would_change_it", "What would change it"),
    ("listed", "Listed"),
    ("led", "Led by them"),
    ("not_led", "Not led by them"),
    ("unknown", "Not known"),
    ("asked", "Asked"),
    ("asked_through", "Asked through somebody else"),
    ("answered", "Answered"),
    ("heard", "Heard"),
    ("in_depth", "Heard in depth"),
    ("told", "Told what changed"),
    ("heard_unknown", "Heard, not known who leads"),
    ("rate", "Heard of those led"),
    ("low", "Lowest, counting the unknown"),
    ("high", "Highest, counting the unknown"),
    ("rate_without_selves", "Without those known only from their reply"),
)
"""Fields of a cell and what their columns are called; shares lie between 0 and 1."""


def coverage_sheet(answered: Answered, narrowed_to: Sequence[tuple[str, str]], *, example: bool) -> Sheet:
    """Return the rows of the page, in its order, with every community of all levels below its group."""
    from graph.reach.verdicts import WORDS  # noqa: PLC0415

    order = [row.cell.community for row in rows_of(answered)]
    place = {code: number for number, code in enumerate(order)}
    groups = {one.code: _group(answered, one.code) for one in answered.snapshot.lineage.communities}
    cells = [cell for cell in answered.table.cells if groups[cell.community] in place]
    cells.sort(key=lambda cell: (place[groups[cell.community]], cell.community))
    rows: list[list[Value]] = []
    for cell in cells:
        values = {name: getattr(cell, name) for name, _ in COLUMNS} | {"verdict": WORDS[cell.verdict]}
        rows.append([values[name] for name, _ in COLUMNS])
    return Sheet(
        title=f"Coverage {answered.consultation.name if answered.consultation else ''}".strip(),
        headings=tuple(label for _, label in COLUMNS),
        rows=rows,
        about=about(answered, narrowed_to),
        example=example,
    )


def about(answered: Answered, narrowed_to: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return what the table was made from: consultation, rule, day, filters, thresholds, revision."""
    table, least = answered.table, answered.table.thresholds
    return (
        ("Consultation", answered.consultation.name if answered.consultation else "none"),
        ("Counts as led by", answered.snapshot.frame.rule(table.rule).name),
        ("Memberships in force on", table.day),
        *((what.capitalize(), value) for what, value in narrowed_to),
        (
            f"Thresholds since {least.since}",
            f"{least.min_heard} heard, {least.min_rate:.0%} of those led, {least.min_in_depth} in depth, "
            f"{least.min_answered:.0%} of the listed have said who leads them",
        ),
        ("Revision of the graph", str(table.revision)),
    )


def _group(answered: Answered, code: str) -> str:
    lineage = answered.snapshot.lineage
    above = lineage.ancestors[lineage.position[code]]
    return lineage.codes[above[-1]] if above else code
