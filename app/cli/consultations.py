"""`flask consultation add`: a consultation with its days and topics."""

from __future__ import annotations

import json

import click
from flask.cli import with_appcontext

from app.cli.days import Day
from app.runtime import earshot


@click.group("consultation")
def consultation() -> None:
    """Consultations."""


@consultation.command("add")
@click.argument("name")
@click.option("--id", "consultation_id", required=True, metavar="ID", help="A short id, as in addresses.")
@click.option("--opens", required=True, type=Day(), help="Its first day, such as 2024-10-17.")
@click.option("--closes", required=True, type=Day(), help="Its last day.")
@click.option("--topic", "topics", multiple=True, metavar="T", help="A principle or topic; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_appcontext
def add(  # noqa: PLR0917 - click hands over by name
    name: str, consultation_id: str, opens: str, closes: str, topics: tuple[str, ...], as_json: bool
) -> None:
    """Add the consultation NAME."""
    from graph.consultations import add_consultation  # noqa: PLC0415 - the driver only when needed
    from graph.consultations import consultation as the_consultation  # noqa: PLC0415
    from graph.model.consultations import Consultation  # noqa: PLC0415
    from graph.model.identifiers import new_id  # noqa: PLC0415

    store = earshot().store
    wanted = Consultation(consultation_id, name, opens, closes, topics)
    add_consultation(store, "command line", wanted, new_id())
    made = the_consultation(store, consultation_id) or wanted
    if as_json:
        days = {"opens": made.opens, "closes": made.closes}
        found = {"id": made.id, "name": made.name, **days, "topics": list(made.principles)}
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        click.echo(f"Added {made.name} ({made.id}), open from {made.opens} to {made.closes}.")
