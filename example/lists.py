"""The membership lists as their bodies keep them: each with its own columns, words and habits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from example.bodies import Body
from example.chance import Chance
from example.design import NOT_ON_THE_FORM
from example.leadership import finer_code
from example.members import Member
from example.places import Corner
from example.tables import Cell, Sheet, a_day, write_text, write_workbook
from example.words import STYLES, asked_about, community_words, written_name

NATION_NAMES = {"E": "England", "W": "Wales", "S": "Scotland", "N": "Northern Ireland"}

FIELDS_OF_LOOK: dict[str, tuple[tuple[str, str], ...]] = {
    "plain": (
        ("Organisation name", "name"),
        ("Org id", "org_id"),
        ("Postcode", "postcode"),
        ("Joined", "joined"),
    ),
    "full": (
        ("Name", "name"),
        ("Org id", "org_id"),
        ("Postcode", "postcode"),
        ("Local authority", "council"),
        ("Annual income", "income"),
        ("Legal form", "form"),
        ("Website", "website"),
        ("Works with", "works_with"),
        ("Joined on", "joined"),
    ),
    "cp1252": (
        ("Name of organisation", "name"),
        ("Charity number or org id", "org_id"),
        ("Post code", "postcode"),
        ("Annual income", "pounds"),
        ("Member since", "joined"),
    ),
    "semicolon": (
        ("Member", "name"),
        ("Organisation identifier", "org_id"),
        ("Postcode", "postcode"),
        ("Legal status", "form"),
        ("Works in", "council"),
        ("Date joined", "joined"),
    ),
    "titled": (
        ("Organisation", "name"),
        ("Org id", "org_id"),
        ("Postcode", "postcode"),
        ("Income", "income"),
        ("Date joined", "joined"),
    ),
    "xlsx": (
        ("Organisation", "name"),
        ("Org id", "org_id"),
        ("Postcode", "postcode"),
        ("Annual income", "income"),
        ("Legal form", "form"),
        ("Date joined", "joined"),
    ),
    "sections": (
        ("Name", "name"),
        ("Org id", "org_id"),
        ("Postcode", "postcode"),
        ("Member since", "joined"),
    ),
}
DAYS_OF_LOOK = {"cp1252": "uk", "semicolon": "uk", "titled": "words", "sections": "uk"}
LEADERSHIP = (
    ("Led by", "led_by"),
    ("Board share %", "board"),
    ("Senior staff share %", "senior"),
    ("All staff share %", "staff"),
    ("Leadership reply", "reply"),
    ("Declared on", "declared_on"),
    ("Declared by", "declared_by"),
)
SPEAKERS = ("Chair", "Director", "Secretary", "Trustees together", "Co-ordinator")


@dataclass
class Line:
    """One row of a membership list, by the names of ``FIELDS_OF_LOOK`` and ``LEADERSHIP``."""

    cells: dict[str, Cell]
    corner: Corner
    more: dict[str, Cell] = field(default_factory=dict)


def lines_of(chance: Chance, body: Body, found: Sequence[Member]) -> list[Line]:
    """Return the rows of a body's list in the order of their names."""
    style = STYLES[body.number % len(STYLES)]
    lines = [_line(chance, body, member, style) for member in found if body.number in member.lists]
    return sorted(lines, key=lambda line: str(line.cells["name"]).removeprefix("The "))


UMBRELLAS = {1: (11, 13, 15, 17, 28), 2: (12, 14, 20)}
"""Bodies that communities lead and that are themselves on the lists of national ones."""


def umbrella_lines(body: Body, every: Sequence[Body], corners: Mapping[str, Corner]) -> list[Line]:
    """Return the rows of a list that are infrastructure bodies; ``corners`` by postcode."""
    return [
        Line(
            {"name": one.name, "org_id": one.org_id, "postcode": one.postcode, "joined": a_day("2018-04-03")},
            corners[one.postcode],
        )
        for one in every
        if one.number in UMBRELLAS.get(body.number, ())
    ]


def _line(chance: Chance, body: Body, member: Member, style: str) -> Line:
    joined, left = member.joined[body.number], member.left.get(body.number, "")
    works_with = [finer_code(member, member.theme.code)] if member.theme.code else []
    cells: dict[str, Cell] = {
        "name": written_name(chance, member),
        "org_id": member.org_id,
        "postcode": _postcode(chance, body, member),
        "council": member.corner.council,
        "income": member.income or "",
        "pounds": f"£{member.income:,}" if member.income else "",
        "form": member.form,
        "website": member.website,
        "works_with": community_words(works_with, style),
        "joined": a_day(joined),
        "left": a_day(left),
        "hide": "yes" if member.hidden else "",
        **_leadership(chance, body, member, style),
    }
    return Line(cells, member.corner)


def _postcode(chance: Chance, body: Body, member: Member) -> str:
    """Return its postcode; a few lists still have the one it moved away from (never without a number)."""
    moved = member.numbered and len(member.lists) > 1 and member.lists[0] == body.number
    return chance.pick(member.corner.postcodes) if moved and chance.happens(0.03) else member.postcode


def _leadership(chance: Chance, body: Body, member: Member, style: str) -> dict[str, Cell]:
    """Return what the list says of who leads a member; nothing when the list doesn't ask."""
    if body.asks == "reported":
        return _reported(chance, member, style)
    if member.told_in != body.number or not body.own_answers:
        return {}
    shares = [list(column) for column in zip(*member.led.values(), strict=True)] or [[], [], []]
    named = any(any(column) for column in shares)
    board, senior, staff = ("; ".join(column) if named and any(column) else "" for column in shares)
    return {
        "led_by": community_words(list(member.led), style),
        "board": board,
        "senior": senior,
        "staff": staff,
        "reply": member.reply,
        "declared_on": a_day(member.declared_on) if member.reply not in ("not asked", "no reply") else "",
        "declared_by": chance.pick(SPEAKERS) if member.reply not in ("not asked", "no reply") else "",
        "asked_about": asked_about(NOT_ON_THE_FORM) if body.asks == "part" else "",
    }


def _reported(chance: Chance, member: Member, style: str) -> dict[str, Cell]:
    """Return what a body believes about a member that has said nothing itself."""
    if member.reply in ("yes", "may not be shared") or not member.theme.code or not chance.happens(0.4):
        return {}
    return {"led_by": community_words([finer_code(member, member.theme.code)], style)}


def write_list(folder: Path, body: Body, lines: Sequence[Line]) -> str:
    """Write a body's list in its look and return the file's name."""
    columns = _columns(body, lines)
    rows = [[line.cells.get(name, "") for _, name in columns] for line in lines]
    sheet = Sheet([heading for heading, _ in columns], rows, days=DAYS_OF_LOOK.get(body.look, "iso"))
    return _WRITERS.get(body.look, _plain)(folder, body, sheet, lines)


def _columns(body: Body, lines: Sequence[Line]) -> list[tuple[str, str]]:
    """Return the headings with what stands under them; columns that would be empty are left out."""
    columns = list(FIELDS_OF_LOOK[body.look])
    optional = [("Left", "left"), ("Hide location", "hide") if body.focus else ("", "")]
    if body.asks:
        optional += [*LEADERSHIP, ("Asked about", "asked_about")]
    return columns + [
        (heading, name) for heading, name in optional if name and any(line.cells.get(name) for line in lines)
    ]


def _plain(folder: Path, body: Body, sheet: Sheet, lines: Sequence[Line]) -> str:
    return _text(folder, body, sheet)


def _text(folder: Path, body: Body, sheet: Sheet, encoding: str = "utf-8", delimiter: str = ",") -> str:
    name = f"{body.slug}.csv"
    write_text(folder / name, sheet, encoding=encoding, delimiter=delimiter)
    return name


def _windows(folder: Path, body: Body, sheet: Sheet, lines: Sequence[Line]) -> str:
    """Write as an office program on Windows does: its code page, its curly apostrophes."""
    rows = [[cell.replace("'", "’") if isinstance(cell, str) else cell for cell in row] for row in sheet.rows]
    return _text(folder, body, _with(sheet, rows=rows), encoding="cp1252")


def _semicolon(folder: Path, body: Body, sheet: Sheet, lines: Sequence[Line]) -> str:
    """Write with semicolons; communities are then in quotes."""
    return _text(folder, body, sheet, encoding="utf-8-sig", delimiter=";")


def _titled(folder: Path, body: Body, sheet: Sheet, lines: Sequence[Line]) -> str:
    """Write with a title, the day of the list and an empty line above, and a total below."""
    empty = [""] * (len(sheet.headings) - 1)
    above = [[f"{body.name}: our members", *empty], [f"As at {body.said_on}", *empty], ["", *empty]]
    below = [["", *empty], [f"Total members: {len(lines)}", *empty]]
    return _text(folder, body, _with(sheet, above=above, below=below))


def _sections(folder: Path, body: Body, sheet: Sheet, lines: Sequence[Line]) -> str:
    """Write with a line above each nation's members."""
    rows: list[Sequence[Cell]] = []
    for letter, nation in NATION_NAMES.items():
        here = [row for line, row in zip(lines, sheet.rows, strict=True) if line.corner.nation == letter]
        rows += [[nation.upper(), *[""] * (len(sheet.headings) - 1)], *here] if here else []
    return _text(folder, body, _with(sheet, rows=rows))


def _workbook(folder: Path, body: Body, sheet: Sheet, lines: Sequence[Line]) -> str:
    """Write a workbook with a title above and a total below."""
    above = [[f"{body.name} – membership"], []]
    below: list[list[Cell]] = [[], ["Total", "", len(lines)]]
    name = f"{body.slug}.xlsx"
    write_workbook(folder / name, _with(sheet, above=above, below=below))
    return name


def _with(sheet: Sheet, **changes: Sequence[Sequence[Cell]]) -> Sheet:
    parts = {"rows": sheet.rows, "above": sheet.above, "below": sheet.below, **changes}
    return Sheet(sheet.headings, parts["rows"], parts["above"], parts["below"], sheet.days)


Writer = Callable[[Path, Body, Sheet, Sequence[Line]], str]
_WRITERS: Mapping[str, Writer] = {
    "cp1252": _windows,
    "semicolon": _semicolon,
    "titled": _titled,
    "sections": _sections,
    "xlsx": _workbook,
}
