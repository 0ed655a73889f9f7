"""The web application: pages, commands and jobs over the graph and the importers."""

from __future__ import annotations

import importlib
import logging
from pathlib import Path

from flask import Flask

from app.config import Settings, load_settings, secret_key

ROOT = Path(__file__).resolve().parent.parent


def create_app(settings: Settings | None = None) -> Flask:
    """Return the app. Nothing is opened yet: the graph opens with the first page that needs it.

    Raises BadSetting when a setting has a value that can't be.
    """
    from app.cli import Commands  # noqa: PLC0415 - they import the settings first
    from app.runtime import Earshot  # noqa: PLC0415

    settings = settings or load_settings()
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder="static")
    app.extensions["earshot"] = Earshot(settings)
    app.cli = Commands()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("huey").setLevel(logging.WARNING)
    _configure(app, settings)
    _register(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=secret_key(settings),
        MAX_CONTENT_LENGTH=settings.max_upload_mb * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=5_000,
        TRUSTED_HOSTS=list(settings.trusted_hosts),
        SESSION_COOKIE_NAME="__Host-earshot" if settings.https else "earshot",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SEND_FILE_MAX_AGE_DEFAULT=86_400,
        WTF_CSRF_TIME_LIMIT=None,
        BOOTSTRAP_SERVE_LOCAL=True,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _register(app: Flask) -> None:
    from flask_bootstrap import Bootstrap5  # noqa: PLC0415

    from app import access, security  # noqa: PLC0415
    from app.views import BLUEPRINTS  # noqa: PLC0415
    from app.views.layout import furnish  # noqa: PLC0415

    Bootstrap5(app)
    access.guard(app)
    security.protect(app)
    furnish(app)
    for name in BLUEPRINTS:
        app.register_blueprint(importlib.import_module(f"app.views.{name}").blueprint)
