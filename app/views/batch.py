"""Many files at once, or a table pasted from the clipboard: one page from files to what became of them."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import current_actor
from app.runtime import earshot
from graph.model.identifiers import SCHEMES, new_id

blueprint = Blueprint("batch", __name__, url_prefix="/imports/several")


@blueprint.route("/", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Take several files, or a pasted table, and have each looked at."""
    from app.batches import MOST_FILES, chosen_files, pasted_file, start_batch  # noqa: PLC0415

    if request.method != "POST":
        return _upload_page({})
    files = chosen_files(request.files.getlist("files"))
    at = datetime.now()
    pasted = pasted_file(request.form.get("pasted", ""), f"{at:%Y-%m-%d}", f"{at:%H.%M}")
    everything = [*files, *([pasted] if pasted else [])]
    if not everything:
        return _upload_page({"files": "Choose the files to bring in, or paste a table."}), 422
    if len(everything) > MOST_FILES:
        return _upload_page({"files": f"Choose at most {MOST_FILES} files at once."}), 422
    batch = new_id()
    start_batch(earshot(), everything, current_actor(), batch)
    return redirect(url_for(".files", batch=batch))


def _upload_page(errors: dict[str, str]) -> str:
    from app.batches import MOST_FILES  # noqa: PLC0415

    return render_template(
        "imports/several.html",
        errors=errors,
        pasted=request.form.get("pasted", ""),
        most=earshot().settings.max_upload_mb,
        most_files=MOST_FILES,
    )


@blueprint.get("/<batch>")
def files(batch: str) -> str:
    """Show the files of a batch, however far each has come."""
    return _batch_page(batch, {}, suggested="suggested" in request.args)


def _batch_page(batch: str, errors: dict[str, str], *, suggested: bool = False) -> str:
    from app.batches import UNDER_WAY, as_guessed, batch_files, choices_of, doubles, totals  # noqa: PLC0415
    from app.bodies import body_lines  # noqa: PLC0415
    from graph.consultations import consultations  # noqa: PLC0415
    from importers.lists import IMPORTERS  # noqa: PLC0415

    running = earshot()
    found = batch_files(running, batch)
    bodies = body_lines(running)
    to_choose = [each for each in found if each.stage == "looked"]
    return render_template(
        "imports/batch.html",
        batch=batch,
        errors=errors,
        files=found,
        to_choose=to_choose,
        chosen={
            each.upload.id: {
                **(as_guessed(each.upload) if suggested else {}),
                **choices_of(each.upload, request.form).to_dict(),
            }
            for each in to_choose
        },
        planned=[each for each in found if each.state is not None],
        stuck=[each for each in found if each.stage in ("refused", "headings", "left")],
        under_way=[each for each in found if each.stage in UNDER_WAY],
        totals=totals(found),
        doubles=doubles(found),
        bodies=bodies,
        body_names={one.id: one.name for one in bodies},
        consultations=consultations(running.store),
        registers=list(SCHEMES.items()),
        kinds=[(one.name, one.label) for one in IMPORTERS.values()],
    )


@blueprint.post("/<batch>/plan")
def plan(batch: str) -> ResponseReturnValue:
    """Have the files planned whose choices are made; the others say what they lack.

    ``look`` only shows the table again, with what was chosen: files that were looked at meanwhile stand there
    too, or suggestions where nothing was chosen.
    """
    from app.batches import plan_all  # noqa: PLC0415

    if look := request.form.get("look"):
        return _batch_page(batch, {}, suggested=look == "suggested")
    errors = plan_all(earshot(), batch, request.form)
    if errors:
        return _batch_page(batch, errors), 422
    return redirect(url_for(".files", batch=batch))


@blueprint.post("/<batch>/commit")
def commit(batch: str) -> ResponseReturnValue:
    """Bring in the files that were ticked, exactly as planned."""
    from app.batches import accept  # noqa: PLC0415

    shown = {
        name.removeprefix("hash-"): value for name, value in request.form.items() if name.startswith("hash-")
    }
    ticked = request.form.getlist("go")
    other = accept(earshot(), batch, shown, ticked)
    if other:
        verb = "has" if other == 1 else "have"
        flash(f"{other:,} of the files {verb} another plan by now. Look again.", "problem")
    if not ticked:
        flash("No file was ticked, so nothing changed.", "problem")
    return redirect(url_for(".files", batch=batch))


@blueprint.post("/<batch>/stop")
def stop(batch: str) -> ResponseReturnValue:
    """Stop bringing files in; what is in stays until it is taken back."""
    from app.batches import stop as stop_batch  # noqa: PLC0415

    stop_batch(earshot(), batch)
    flash("No further file is begun; the one under way stops after the rows it is at.", "done")
    return redirect(url_for(".files", batch=batch))
