"""``--out``: the list that a command brought in, handed back with a verdict on every row."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.errors import EarshotError, Refused
from app.runtime import earshot
from graph.model.plan import Issue, Severity

if TYPE_CHECKING:
    from app.imports import ImportRequest


def check_out(out: Path | None, request: ImportRequest) -> None:
    """Raise Refused before anything is done when the list can't be handed back under that name."""
    from importers.annotated.annotate import ENDINGS, own_ending  # noqa: PLC0415

    if out is None:
        return
    ending = out.suffix.lower().removeprefix(".")
    macros = ending == "xlsm" and own_ending(request.path, request.shown_name) != "xlsm"
    if macros or ending not in (*ENDINGS, ""):
        raise Refused(
            f"This list can't be handed back as .{ending}.",
            "Give --out a name that ends in .xlsx, .csv, .tsv or .txt; .xlsm for a workbook with macros.",
            code="out_format",
        )
    why = _why_not_to(out, request.path)
    if why:
        said = f"The list can't be handed back to {out}: {why}."
        raise Refused(said, "Give --out another name.", code="out_place")


def _why_not_to(out: Path, path: Path) -> str:
    """Return why nothing can be written to a place; "" when it can."""
    if out.resolve() == path.resolve():
        return "that is the list itself"
    if not out.parent.is_dir():
        return f"there is no folder {out.parent}"
    there = out.exists()
    try:
        with out.open("ab"):
            pass
        if not there:
            out.unlink()
    except OSError as error:
        return error.strerror or str(error)
    return ""


def written_back(out: Path, request: ImportRequest, import_id: str) -> list[Issue]:
    """Hand the list back, and return the issue that it couldn't be: the import stays as it is."""
    from app.imports import ImporterError  # noqa: PLC0415

    try:
        _write_back(out, request, import_id)
    except (OSError, ImporterError, EarshotError) as error:
        why = getattr(error, "strerror", None) or str(error)
        note = f"The list couldn't be handed back to {out}: {why}. The import stays as it is."
        click.echo(note, err=True)
        return [Issue("not_handed_back", note, Severity.ERROR, value=str(out))]
    return []


def _write_back(out: Path, request: ImportRequest, import_id: str) -> None:
    from app.exports.handed_back import hand_back, offer  # noqa: PLC0415
    from graph.import_records import the_import  # noqa: PLC0415

    state = the_import(earshot().store, import_id)
    ending = out.suffix.lower().removeprefix(".") or offer(request.path, request.shown_name).endings[0]
    done = hand_back(earshot().store, state, request.path, out, ending)
    for said in done.said:
        click.echo(said, err=True)
