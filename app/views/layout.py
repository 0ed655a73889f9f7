"""What every page needs: navigation, the mark on example data, and filters for figures and dates."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from flask import Flask, current_app, request

from app.runtime import earshot
from app.views import NAVIGATION, UNDER
from graph.errors import GraphError
from graph.model.days import long_date
from graph.model.identifiers import new_id

log = logging.getLogger("earshot.pages")


def furnish(app: Flask) -> None:
    """Give the templates their globals and filters."""
    app.context_processor(_for_every_page)
    app.add_template_filter(long_date)
    app.add_template_filter(percent)
    app.add_template_filter(thousands)
    app.add_template_filter(plural)
    app.add_template_filter(capitalize_first)
    app.jinja_env.globals["new_form_id"] = new_id
    app.url_defaults(_version_of_static_file)


def _for_every_page() -> dict[str, Any]:
    here = UNDER.get(request.blueprint or "", request.blueprint)
    return {
        "navigation": [
            (label, endpoint, endpoint.split(".")[0] == here)
            for label, endpoint in NAVIGATION
            if endpoint in current_app.view_functions
        ],
        "endpoints": current_app.view_functions,
        "example_data": _example_data(),
        "starting": earshot().readiness.doing,
    }


def _example_data() -> bool:
    """Return whether the page must carry the mark; a graph that doesn't answer has other worries."""
    running = earshot()
    if not running.is_open:
        return False
    try:
        return running.shows_example()
    except GraphError:
        log.warning("Could not ask the graph whether it holds example data", exc_info=True)
        return running.settings.demo


def _version_of_static_file(endpoint: str, values: dict[str, Any]) -> None:
    """Put the file's age into its address, so that a changed file is never taken from a cache."""
    if endpoint == "static" and current_app.static_folder:
        path = Path(current_app.static_folder) / str(values.get("filename", ""))
        if path.is_file():
            values.setdefault("v", str(int(path.stat().st_mtime)))


def percent(share: float | None) -> str:
    """Return a share (0 to 1) as a whole per cent; small but not nothing is "under 1%"."""
    if share is None:
        return "not known"
    if 0 < share < 0.01:
        return "under 1%"
    return f"{share * 100:.0f}%" if not 0.99 < share < 1 else "over 99%"


def thousands(number: int) -> str:
    """Return a whole number with commas: 2,512."""
    return f"{number:,}"


def capitalize_first(text: str) -> str:
    """Return the text with a capital at its start, the rest as it is (unlike Jinja's ``capitalize``)."""
    return text[:1].upper() + text[1:]


def plural(number: int, one: str, many: str = "") -> str:
    """Return "1 row" or "38 rows"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
