"""Error pages: what happened, what it means, what to do next, and a reference; never a stack."""

from __future__ import annotations

import logging
import secrets

from flask import Blueprint, current_app, render_template, request
from flask.ctx import has_request_context
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app.errors import ErrorWords, Refused, words_for
from graph.errors import ConstraintBroken, GraphError, NoSuchImport, QueryFailed
from graph.errors import Refused as GraphRefused

blueprint = Blueprint("errors", __name__)
log = logging.getLogger("earshot.errors")

Answer = tuple[str, int]


def error_page(status: int, what: str = "", next_step: str = "", title: str = "") -> Answer:
    """Return the page for a status, in its usual words where none are given, and log its reference."""
    usual = words_for(status)
    words = ErrorWords(title or usual.title, what or usual.what, next_step or usual.next_step)
    reference = secrets.token_hex(4)
    log.log(
        logging.ERROR if status >= 500 else logging.INFO,
        "Reference %s: %s %s answered %s: %s",
        reference,
        request.method,
        request.path,
        status,
        what or usual.title,
    )
    return render_template(_template(), words=words, status=status, reference=reference), status


def _template() -> str:
    """Return the plain page when not even links can be made (a host name that isn't ours)."""
    from flask.globals import request_ctx  # noqa: PLC0415

    usable = has_request_context() and request_ctx.url_adapter is not None
    return "errors/error.html" if usable else "errors/plain.html"


@blueprint.app_errorhandler(Refused)
def refused(error: Refused) -> Answer:
    """Say that something asked for can't be done."""
    title = "There is no such page" if error.status == 404 else "That can't be done"
    return error_page(error.status, error.message, error.next_step, title)


@blueprint.app_errorhandler(GraphRefused)
def graph_refused(error: GraphRefused) -> Answer:
    """Say that what somebody asked for can't be recorded."""
    if isinstance(error, NoSuchImport):
        return error_page(404, "There is no import with that id.", "Choose one from Imports.")
    return error_page(400, str(error), "Nothing was changed.", "That can't be done")


@blueprint.app_errorhandler(CSRFError)
def form_token(error: CSRFError) -> Answer:
    """Say that a form came without its token, or with another session's."""
    return error_page(
        400,
        "The form did not carry its security token, so nothing was changed.",
        "Open the page again, and send the form from there. Cookies must be allowed for Earshot.",
    )


@blueprint.app_errorhandler(HTTPException)
def http_error(error: HTTPException) -> Answer:
    """Say anything that Flask itself answers with a status."""
    if getattr(error, "original_exception", None) is not None:
        return fault(error)
    return _too_large() if error.code == 413 else error_page(error.code or 500)


def _too_large() -> Answer:
    """Say which limit was passed: of a whole upload, or of what is typed and pasted into a form."""
    whole, form = (int(current_app.config[name]) for name in ("MAX_CONTENT_LENGTH", "MAX_FORM_MEMORY_SIZE"))
    if request.content_length is None or request.content_length > whole:
        return error_page(413, f"It is over the limit for uploads, {whole // 1024**2} MB.")
    return error_page(
        413,
        f"It is over the limit for what is typed or pasted, {form // 1024**2} MB. Nothing was changed.",
        "Save the table as a file (CSV or Excel), and bring the file in.",
        "What was pasted is too large",
    )


@blueprint.app_errorhandler(GraphError)
def graph_error(error: GraphError) -> Answer:
    """Say that the graph doesn't answer (503), or refused a question of ours (500)."""
    if isinstance(error, QueryFailed | ConstraintBroken):
        return fault(error)
    log.error("The graph: %s", error)
    return error_page(503)


@blueprint.app_errorhandler(Exception)
def fault(error: Exception) -> Answer:
    """Log a mistake of ours with its stack, and show its reference."""
    if current_app.testing and not current_app.config.get("SHOW_ERROR_PAGES"):
        raise error
    log.error("A fault at %s", request.path, exc_info=error)
    return error_page(500)
