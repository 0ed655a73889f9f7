"""What a person chose on the pages about waiting rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.datastructures import MultiDict

from app.words import WAITING_WORDS
from graph.model.waiting_kinds import STRENGTHS, WaitingKind

if TYPE_CHECKING:
    from graph.review import Decision
    from graph.waiting import WaitingFilter

LATER = ("", "later")


def read_filter(args: MultiDict[str, str]) -> WaitingFilter:
    """Return which waiting rows an address means; what no row can be is left open."""
    from graph.waiting import WaitingFilter  # noqa: PLC0415 - the driver only when needed

    kind, strength, verdict = (args.get(name, "") for name in ("kind", "strength", "verdict"))
    return WaitingFilter(
        import_id=args.get("import", ""),
        body=args.get("body", ""),
        kind=kind if kind in set(WaitingKind) else "",
        strength=strength if strength in STRENGTHS else "",
        verdict=verdict if verdict in WAITING_WORDS else "",
    )


def chosen_rows(form: MultiDict[str, str]) -> list[Decision]:
    """Return the decisions of a form, in its order: a row's own choice, else what the ticked rows all are.

    ``row-ID`` holds "accept:ORGANISATION", "new", "skip" or "later"; ``tick`` the ids of ticked rows,
    ``first-ID`` the first organisation offered for one, ``ticked`` what they all are ("first" too). A ticked
    row that has nobody to accept goes on waiting.
    """
    decisions: dict[str, Decision] = {}
    ticked, all_are = set(form.getlist("tick")), form.get("ticked", "later")
    for name, own in form.items():
        if not name.startswith("row-"):
            continue
        row = name.removeprefix("row-")
        choice = _of_ticked(form, row, all_are) if own in LATER and row in ticked else own
        if choice not in LATER:
            what, _, org_id = choice.partition(":")
            decisions[row] = (row, what, org_id or None)
    return list(decisions.values())


def _of_ticked(form: MultiDict[str, str], row: str, all_are: str) -> str:
    """Return what a ticked row is, said of all of them."""
    if all_are != "first":
        return all_are
    first = form.get(f"first-{row}", "")
    return f"accept:{first}" if first else "later"
