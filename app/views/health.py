"""Whether Earshot is up: for whoever starts or watches it."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from app.runtime import earshot
from graph.errors import GraphError

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
def health() -> tuple[Response, int]:
    """Answer 200 when graph and web are up and what the start does is done, else 503 and why."""
    running = earshot()
    if running.readiness.failed:
        return jsonify(status="failed", reason=running.readiness.failed), 503
    if running.readiness.doing:
        return jsonify(status="starting", reason=running.readiness.doing), 503
    try:
        revision = running.store.revision()
    except GraphError as error:
        return jsonify(status="graph unreachable", reason=type(error).__name__), 503
    return jsonify(status="ok", revision=revision, engine=running.store.engine), 200
