"""Who may reach Earshot. Until accounts exist: this machine, and nobody else."""

from __future__ import annotations

from ipaddress import ip_address

from flask import Flask, g, request

from app.errors import NotOpenYet

FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")
"""Headers by which a proxy says that it passes somebody else's request on."""

ONLY_HERE = "Earshot has no accounts yet, so it answers on this machine only (127.0.0.1 or ::1)."

ACTOR = "staff"
"""Who a change is put down to until people sign in."""


def is_loopback(host: str) -> bool:
    """Return whether a host name or address is this machine's own loopback."""
    name = host.strip("[]").lower()
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def refuse_to_listen_beyond(host: str) -> None:
    """Raise NotOpenYet unless ``host`` is loopback."""
    if not is_loopback(host):
        raise NotOpenYet(
            f"Earshot will not listen on {host}. {ONLY_HERE}",
            "Take EARSHOT_HOST away or set it to 127.0.0.1; to reach it from elsewhere, use an SSH tunnel.",
        )


def refuse_strangers() -> None:
    """Raise NotOpenYet (403) for a request from another machine, directly or through a proxy."""
    remote = request.remote_addr or ""
    passed_on = any(name in request.headers for name in FORWARDED)
    if passed_on or not is_loopback(remote):
        raise NotOpenYet(
            ONLY_HERE,
            "Open it on the machine it runs on, or through an SSH tunnel to that machine.",
            status=403,
        )
    g.actor = ACTOR


def current_actor() -> str:
    """Return who the request's changes are put down to."""
    return str(g.get("actor", ACTOR))


def guard(app: Flask) -> None:
    """Ask on every request, before anything else, whether it may be answered."""
    app.before_request(refuse_strangers)
