"""Imports: bring a file in, look before anything changes, follow it, take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import current_actor
from app.errors import NotFound
from app.forms.imports import read_upload_form
from app.import_jobs import uploads_of
from app.runtime import earshot
from app.uploads import safe_file_name
from app.views.layout import plural
from app.words import KIND_WORDS, STATE_WORDS

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage

    from app.uploads import Upload
    from graph.import_records import ImportState

blueprint = Blueprint("imports", __name__, url_prefix="/imports")

PAGE = 50


@blueprint.app_context_processor
def _words() -> dict[str, object]:
    from importers.column_policies import POLICY_WORDS  # noqa: PLC0415

    return {
        "state_words": STATE_WORDS,
        "policy_words": {str(policy): words for policy, words in POLICY_WORDS.items()},
        "body_choices": lambda bodies: [(one.id, one.name) for one in bodies],
        "consultation_choices": lambda several: [(one.id, one.name) for one in several],
        "role_choices": lambda roles: [(role.value, role.value.replace("_", " ")) for role in roles],
    }


@blueprint.get("/")
def index() -> str:
    """Every import, the newest first, and what waits."""
    from app.waiting_work import waiting_work  # noqa: PLC0415
    from graph.imports import imports_page  # noqa: PLC0415

    return render_template(
        "imports/index.html",
        page=imports_page(earshot().store, request.args.get("after"), PAGE),
        work=waiting_work(earshot()),
        kind_words=KIND_WORDS,
    )


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Take a file, and have it read and planned."""
    from app.bodies import unknown_body  # noqa: PLC0415

    if request.method != "POST":
        return _upload_page({}, 200)
    sent, running = read_upload_form(request.form, request.files), earshot()
    errors = sent.errors or unknown_body(running.store, sent.asked)
    if errors or sent.file is None:
        return _upload_page({**_choose_again(sent.file), **errors}, 422)
    upload = uploads_of(running).keep(sent.file, sent.kind, current_actor(), sent.asked)
    running.jobs.enqueue("plan", upload_id=upload.id)
    return redirect(url_for(".one", import_id=upload.id))


def _choose_again(file: FileStorage | None) -> dict[str, str]:
    """Return what to say of a file that was sent with a form that goes back: no page can choose it again."""
    return {"file": f"Choose {safe_file_name(file.filename)} again: it was not kept."} if file else {}


def _upload_page(errors: dict[str, str], status: int) -> tuple[str, int]:
    from app.bodies import body_lines  # noqa: PLC0415
    from graph.consultations import consultations  # noqa: PLC0415
    from graph.model.identifiers import SCHEMES  # noqa: PLC0415
    from graph.model.organisations import Role  # noqa: PLC0415
    from importers.lists import IMPORTERS  # noqa: PLC0415

    running = earshot()
    page = render_template(
        "imports/new.html",
        errors=errors,
        typed=request.form,
        kinds=[(one.name, one.label) for one in IMPORTERS.values()],
        bodies=body_lines(running),
        consultations=consultations(running.store),
        roles=list(Role),
        registers=list(SCHEMES.items()),
        most=running.settings.max_upload_mb,
    )
    return page, status


@blueprint.get("/<import_id>")
def one(import_id: str) -> ResponseReturnValue:
    """One import, however far it has come."""
    from graph.imports import import_state  # noqa: PLC0415

    state, uploads = import_state(earshot().store, import_id), uploads_of(earshot())
    if state is not None and state.kind == "claims":
        return redirect(url_for("claims.file", import_id=import_id))
    found = uploads.find(import_id)
    if found is not None and found.became:
        return redirect(url_for(".one", import_id=uploads.newest(import_id).id))
    if state is not None and state.state != "storing":
        return _planned_page(import_id)
    return _file_page(uploads.get(import_id))


def _file_page(upload: Upload) -> ResponseReturnValue:
    """Show a file that has no plan yet, or send to where it is settled."""
    if upload.batch and upload.state in ("looking", "looked", "accepted", "left"):
        return redirect(url_for("batch.files", batch=upload.batch))
    if upload.state == "headings":
        return redirect(url_for("columns.page", import_id=upload.id))
    if upload.state in ("refused", "left"):
        status = 422 if upload.state == "refused" else 200
        return render_template("imports/refused.html", upload=upload), status
    return render_template("imports/reading.html", upload=upload)


def _planned_page(import_id: str) -> str:
    from app.exports.handed_back import offer  # noqa: PLC0415
    from app.import_pages import SAMPLE, columns_of, sections, shown_positions  # noqa: PLC0415
    from graph.imports import import_state  # noqa: PLC0415
    from graph.imports_at_work import is_silent  # noqa: PLC0415
    from graph.leaving import planned_leavers  # noqa: PLC0415

    store = earshot().store
    state = import_state(store, import_id)
    if state is None:
        raise NotFound("There is no import with that id.", "Choose one from Imports.")
    upload = uploads_of(earshot()).find(import_id)
    template = _page_for(state, request.args.get("begun"))
    leaving = planned_leavers(store, import_id) if template == "preview" and state.leavers else []
    headings = list(state.head.get("headings") or ())
    return render_template(
        f"imports/{template}.html",
        state=state,
        sections=[] if template == "running" else sections(store, state),
        leavers=leaving[:SAMPLE],
        columns=columns_of(state),
        headings=[headings[position] for position in shown_positions(state)],
        has_file=upload is not None,
        batch=upload.batch if upload else "",
        time_left=_time_left(state),
        is_silent=is_silent(state),
        back=offer(uploads_of(earshot()).file_of(import_id), state.file_name),
    )


def _page_for(state: ImportState, begun: str | None) -> str:
    """Return which page shows an import; ``begun`` is when it had ended last, for one to be gone on with."""
    waits_for_worker = state.state in ("planned", "cancelled", "failed") and begun == _begun(state)
    if state.state == "running" or waits_for_worker:
        return "running"
    return "preview" if state.state == "planned" else "report"


def _begun(state: ImportState) -> str:
    """Return what tells, until a worker takes an import up, that somebody said yes to it."""
    return state.finished_at or "now"


def _time_left(state: ImportState) -> str:
    """Return in words how long the rest will take at the pace so far; "" before there is a pace."""
    from graph.imports_at_work import seconds_left  # noqa: PLC0415

    seconds = seconds_left(earshot().store, state) if state.state == "running" else None
    if seconds is None:
        return ""
    return "under a minute left" if seconds < 60 else f"about {plural(round(seconds / 60), 'minute')} left"


@blueprint.post("/<import_id>/leave")
def leave(import_id: str) -> ResponseReturnValue:
    """Leave a file out that can't be read, or whose columns nobody will settle: it waits no longer."""
    uploads = uploads_of(earshot())
    upload = uploads.get(import_id)
    if upload.state not in ("refused", "headings", "left"):
        flash("Only a file that can't be read, or has unclear columns, can be left out here.", "problem")
        return redirect(url_for(".one", import_id=import_id))
    uploads.moved_on(upload, state="left")
    flash(f"{upload.file_name} is left out. Nothing was changed.", "done")
    return redirect(url_for("batch.files", batch=upload.batch) if upload.batch else url_for(".index"))


@blueprint.post("/<import_id>/commit")
def commit(import_id: str) -> ResponseReturnValue:
    """Carry out the plan that the page showed."""
    from graph.imports import import_state  # noqa: PLC0415

    running = earshot()
    state = import_state(running.store, import_id)
    if state is None:
        raise NotFound("There is no import with that id.", "Choose one from Imports.")
    if request.form.get("plan_hash") != state.plan_hash:
        flash("The plan is another one by now. Look at it again.", "problem")
        return redirect(url_for(".one", import_id=import_id))
    if state.state in ("undoing", "undone"):
        flash("It was dropped or taken back meanwhile, so nothing was brought in.", "problem")
        return redirect(url_for(".one", import_id=import_id))
    uploads_of(running).ask_to_stop(import_id, stop=False)
    running.jobs.enqueue("commit", import_id=import_id)
    return redirect(url_for(".one", import_id=import_id, begun=_begun(state)))


@blueprint.post("/<import_id>/stop")
def stop(import_id: str) -> ResponseReturnValue:
    """Stop an import at its next safe point; what is in stays until it is taken back."""
    from graph.import_records import the_import  # noqa: PLC0415

    state = the_import(earshot().store, import_id)  # nothing is kept of one that isn't there
    if state.state in ("committed", "waiting", "undone"):
        flash("It had come to its end already, so there was nothing to stop.", "done")
        return redirect(url_for(".one", import_id=import_id))
    uploads_of(earshot()).ask_to_stop(import_id)
    flash("The import stops after the rows it is at. You can go on with it, or take it back.", "done")
    return redirect(url_for(".one", import_id=import_id))


@blueprint.get("/<import_id>/rows")
def rows(import_id: str) -> str:
    """Every row of one verdict."""
    from app.import_pages import ORDER, rows_of_verdict, shown_positions  # noqa: PLC0415
    from graph.import_records import the_import  # noqa: PLC0415

    verdict = request.args.get("verdict", "review")
    if verdict not in ORDER:
        abort(404)
    store = earshot().store
    state = the_import(store, import_id)
    after = request.args.get("after", 0, type=int)
    found, more = rows_of_verdict(store, state, verdict, after, PAGE)
    headings = list(state.head.get("headings") or ())
    return render_template(
        "imports/rows.html",
        state=state,
        verdict=verdict,
        rows=found,
        more=more,
        headings=[headings[position] for position in shown_positions(state)],
    )


@blueprint.get("/<import_id>/list.<ending>")
def handed_back(import_id: str, ending: str) -> Response:
    """Hand the person's own list back with a verdict on every row."""
    from app.exports import as_attachment, download  # noqa: PLC0415
    from app.exports import handed_back as back  # noqa: PLC0415
    from graph.import_records import the_import  # noqa: PLC0415

    store = earshot().store
    state = the_import(store, import_id)
    path = uploads_of(earshot()).file_of(import_id)
    if path is None or ending not in back.offer(path, state.file_name).endings:
        return download(back.handed_back_sheet(store, state), ending)
    return as_attachment(*back.handed_back(store, state, path, ending))
