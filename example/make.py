"""Write the example's files: ``python -m example.make``. The same seed gives the same files."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from example.bodies import Body, bodies, fill_lists
from example.chance import Chance
from example.leadership import REPLY_FORM, settle
from example.lists import LEADERSHIP, lines_of, umbrella_lines, write_list
from example.log import COLUMNS, Log, mandates, strangers
from example.members import Member, members
from example.oddities import WAITING, odd_lines
from example.people import contact_rows, department_rows, liaison_rows, officials
from example.places import corners
from example.tables import Cell, Sheet, a_day, write_text, write_workbook
from example.words import STYLES, community_words

SEED = 20241017
FILES = Path(__file__).parent / "files"
CONSULTATION: dict[str, Any] = {
    "id": "covenant-example",
    "name": "Civil Society Covenant (example)",
    "opens": "2024-10-17",
    "closes": "2024-12-12",
    "principles": ["Recognition", "Partnership", "Participation", "Transparency"],
}


@dataclass(frozen=True)
class World:
    """Everything that the generator made up, before it is written down."""

    chance: Chance
    bodies: tuple[Body, ...]
    members: list[Member]


def make_world(seed: int = SEED) -> World:
    """Return bodies and members with their lists, their word on who leads them, and where they ended."""
    chance = Chance(seed)
    found = corners(chance)
    people = members(chance, found)
    every = bodies(chance, found)
    fill_lists(chance, every, people)
    settle(chance, every, people)
    return World(chance, every, people)


def write_files(folder: Path, seed: int = SEED) -> dict[str, Any]:
    """Write every file of the example into a folder and return the manifest, which is written too.

    Files of that folder that don't belong to it any more go; nothing changes until all are made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent) as made:
        manifest = _make_files(Path(made), seed)
        new = {path.name for path in Path(made).iterdir()}
        for path in Path(made).iterdir():
            path.replace(folder / path.name)
    for old in folder.iterdir():
        if old.name not in new and old.suffix in (".csv", ".xlsx", ".json"):
            old.unlink()
    return manifest


def _make_files(folder: Path, seed: int) -> dict[str, Any]:
    world = make_world(seed)
    files = [
        *_organisation_files(folder, world),
        *_list_files(folder, world),
        *_people_files(folder, world),
        *_log_files(folder, world),
    ]
    manifest = {"seed": seed, "consultation": CONSULTATION, "waiting": WAITING, "files": files}
    text = json.dumps(manifest, indent=1, ensure_ascii=False)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
    return manifest


def _entry(file: str, kind: str, said_on: str, recorded_on: str, **more: Any) -> dict[str, Any]:
    return {"file": file, "kind": kind, "said_on": said_on, "recorded_on": recorded_on, **more}


def _organisation_files(folder: Path, world: World) -> list[dict[str, Any]]:
    """Write the bodies, the government, and the directory of groups without a register number."""
    headings = ["Name", "Org id", "Postcode", "Roles"]
    rows = [[body.name, body.org_id, body.postcode, "infrastructure body"] for body in world.bodies]
    write_text(folder / "infrastructure_bodies.csv", Sheet(headings, rows))
    write_text(folder / "government.csv", Sheet(["Name", "Org id", "Roles"], department_rows()))
    groups = sorted(((one.name, one.postcode) for one in world.members if not one.numbered), key=str)
    directory = Sheet(["Group", "Postcode", "Legal form"], [[*group, "unincorporated"] for group in groups])
    write_text(folder / "small_groups.csv", directory)
    return [
        _entry("infrastructure_bodies.csv", "organisations", "2024-09-02", "2024-10-01"),
        _entry("government.csv", "organisations", "2024-09-02", "2024-10-01"),
        _entry("small_groups.csv", "organisations", "2024-08-05", "2024-10-02", accept_new=True),
    ]


def _list_files(folder: Path, world: World) -> list[dict[str, Any]]:
    """Write every membership list, in the order in which they became known."""
    odd = odd_lines(world.chance, world.bodies, world.members)
    corner_of = {code: one.corner for one in world.members for code in one.corner.postcodes}
    entries = []
    for body in sorted(
        (one for one in world.bodies if one.size), key=lambda one: (one.recorded_on, one.number)
    ):
        lines = [*lines_of(world.chance, body, world.members), *odd.get(body.number, [])]
        lines += umbrella_lines(body, world.bodies, corner_of)
        entries.append(
            _entry(
                write_list(folder, body, lines),
                "members",
                body.said_on,
                body.recorded_on,
                body=body.org_id,
                own_answers=body.own_answers,
            )
        )
    return entries


def _people_files(folder: Path, world: World) -> list[dict[str, Any]]:
    """Write the contacts in government and whom they are in touch with."""
    people = officials(world.chance)
    headings = (
        "Name of official,Organisation,Org id,Job title,Email,Since,Lawful basis,How obtained,Do not contact"
    )
    contacts = Sheet(headings.split(","), contact_rows(world.chance, people))
    write_text(folder / "contacts.csv", contacts)
    headings = "Infrastructure body,Org id,Government organisation,Person,About,Since,Until"
    liaisons = Sheet(headings.split(","), liaison_rows(world.chance, people, world.bodies))
    write_text(folder / "liaisons.csv", liaisons)
    return [
        _entry("contacts.csv", "contacts", "2024-10-02", "2024-10-03"),
        _entry("liaisons.csv", "liaisons", "2024-10-02", "2024-10-03"),
    ]


def _log_files(folder: Path, world: World) -> list[dict[str, Any]]:
    """Write the log in the files that its keepers have, and what the reply form told of who leads."""
    log = Log(world.chance, {body.number: body for body in world.bodies})
    for member in world.members:
        log.add(member)
    log.replies += strangers(world.chance, 10) + mandates(world.chance, world.bodies)
    entries = [
        _log_file(folder, "log_invitations.csv", log.invitations, "2024-12-02"),
        _log_file(folder, "log_reminders.csv", log.reminders, "2024-11-18"),
        _tracker(folder, log.tracker),
        _log_file(folder, "log_events.csv", log.events, "2024-12-12"),
        _log_file(folder, "log_replies.csv", log.replies, "2024-12-15"),
        _reply_form(folder, world),
        _log_file(folder, "log_feedback.csv", log.feedback, "2024-12-20"),
    ]
    return entries


def _log_file(folder: Path, name: str, rows: Sequence[dict[str, str]], said_on: str) -> dict[str, Any]:
    """Write one file of the log, with the columns that it needs."""
    columns = [(heading, key) for heading, key in COLUMNS if any(row.get(key) for row in rows)]
    ordered = sorted(rows, key=lambda row: (row["date"], row["name"]))
    cells = [[row.get(key, "") for _, key in columns] for row in ordered]
    write_text(folder / name, Sheet([heading for heading, _ in columns], cells))
    return _entry(name, "log", said_on, said_on, consultation=CONSULTATION["id"])


def _tracker(folder: Path, rows: Sequence[dict[str, str]]) -> dict[str, Any]:
    """Write the northern team's workbook: a row for each organisation, a column for each step."""
    keys = ("name", "org_id", "postcode", "contacted", "responded", "met")
    headings = ["Organisation", "Org id", "Postcode", "Contacted", "Responded", "Met"]
    cells = [[row.get(key, "") for key in keys] for row in sorted(rows, key=lambda row: row["name"])]
    above = [["Covenant outreach, North East and Yorkshire"], []]
    write_workbook(folder / "outreach_tracker_north.xlsx", Sheet(headings, cells, above, title="Tracker"))
    return _entry(
        "outreach_tracker_north.xlsx", "log", "2024-11-22", "2024-11-25", consultation=CONSULTATION["id"]
    )


def _reply_form(folder: Path, world: World) -> dict[str, Any]:
    """Write what organisations said on the reply form about who leads them."""
    rows: list[list[Cell]] = []
    told = [one for one in world.members if one.told_in == REPLY_FORM]
    for number, one in enumerate(sorted(told, key=lambda one: one.name)):
        shares = ["; ".join(column) for column in zip(*one.led.values(), strict=True)]
        day = world.chance.day("2024-11-29", "2024-12-12")
        words = community_words(list(one.led), STYLES[number % 2])
        who = [one.name, one.org_id, one.postcode]
        rows.append([*who, words, *shares, one.reply, a_day(day), "Reply form", CONSULTATION["id"]])
    headings = ["Organisation", "Org id", "Postcode", *(heading for heading, _ in LEADERSHIP)]
    sheet = Sheet([*headings, "Asked with the reply to"], rows)
    write_text(folder / "reply_form_who_leads.csv", sheet)
    return _entry("reply_form_who_leads.csv", "organisations", "2024-12-12", "2024-12-13", own_answers=True)


def main() -> None:
    """Write the files and say how many there are."""
    parser = argparse.ArgumentParser(description="Write the files of the example consultation.")
    parser.add_argument("--to", type=Path, default=FILES, help="folder to write into")
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    manifest = write_files(given.to, given.seed)
    size = sum(path.stat().st_size for path in given.to.iterdir())
    print(f"{len(manifest['files'])} files, {size / 1000:,.0f} kB, in {given.to}")


if __name__ == "__main__":
    main()
