"""Response headers, the content policy with its nonce, and the refusal of cross-site changes."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from flask_wtf.csrf import CSRFProtect

from app.errors import Refused

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""No page loads, sends or frames anything of another host; no inline style, no script without nonce."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

csrf = CSRFProtect()


def csp_nonce() -> str:
    """Return this request's nonce: the same for every script of one page, never the same twice."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def refuse_cross_site() -> None:
    """Raise Refused (403) when another site's page sends a change here.

    Browsers say where a request comes from in Sec-Fetch-Site, older ones in Origin; scripts send
    neither and are held by the form token alone.
    """
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None:
        foreign = site not in ("same-origin", "none")
    else:
        foreign = origin is not None and urlsplit(origin).netloc != request.host
    if foreign:
        raise Refused(
            "Another site's page asked Earshot to change something.",
            "Nothing was changed. Use Earshot's own forms.",
            status=403,
        )


def add_headers(response: Response) -> Response:
    """Put the headers on a response; pages are never kept by a cache, files may be."""
    response.headers["Content-Security-Policy"] = POLICY.format(nonce=csp_nonce())
    for name, value in HEADERS.items():
        response.headers[name] = value
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    if not (request.endpoint or "").endswith("static"):
        response.headers["Cache-Control"] = "no-store"
    return response


def protect(app: Flask) -> None:
    """Set up form tokens, refusals and headers on the app."""
    csrf.init_app(app)
    app.before_request(refuse_cross_site)
    app.after_request(add_headers)
    app.jinja_env.globals["csp_nonce"] = csp_nonce
