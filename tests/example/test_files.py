"""The example's files: the same from the same seed, invented throughout, and shaped as the story needs."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from example.design import DESIGNS, NOT_ON_THE_FORM
from example.make import FILES, World, make_world, write_files
from example.oddities import STRANGE_NAMES
from example.people import DEPARTMENTS
from example.words import EVERYDAY, STYLES, community_words
from graph.model.names import canonical
from graph.model.taxonomy import standard_index
from importers.fields.postcodes import council_of
from importers.lists import IMPORTERS, ListContext
from importers.mapping import suggest_mapping
from importers.read import Table, read_table

DATA = Path(__file__).parents[3] / "shared" / "data"
MANIFEST = json.loads((FILES / "manifest.json").read_text(encoding="utf-8"))
ENTRIES = {entry["file"]: entry for entry in MANIFEST["files"]}


@pytest.fixture(scope="module")
def world() -> World:
    return make_world()


@pytest.fixture(scope="module")
def tables() -> dict[str, Table]:
    return {file: read_table(FILES / file) for file in ENTRIES}


def cells(table: Table) -> list[tuple[str, ...]]:
    return [table.headings, *(row.cells for row in table.rows)]


def test_the_same_seed_writes_the_files_that_are_kept(tmp_path: Path, tables: dict[str, Table]) -> None:
    write_files(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in FILES.iterdir()}
    for kept in FILES.iterdir():
        if kept.suffix == ".xlsx":
            assert cells(read_table(tmp_path / kept.name)) == cells(tables[kept.name])
        else:
            assert (tmp_path / kept.name).read_bytes() == kept.read_bytes(), kept.name


def test_another_seed_writes_others(tmp_path: Path) -> None:
    write_files(tmp_path, seed=7)
    assert (tmp_path / "small_groups.csv").read_bytes() != (FILES / "small_groups.csv").read_bytes()


def test_the_files_are_small() -> None:
    assert sum(path.stat().st_size for path in FILES.iterdir()) < 1_500_000


def test_every_file_is_read_with_its_columns_understood(tables: dict[str, Table]) -> None:
    for file, entry in ENTRIES.items():
        table = tables[file]
        mapping = suggest_mapping(table, entry["kind"])
        unused = [heading for heading, field in zip(table.headings, mapping, strict=True) if field is None]
        assert not unused, f"{file}: {unused}"
        context = ListContext(entry["kind"], entry["said_on"], own_answers=entry.get("own_answers", False))
        for row in IMPORTERS[entry["kind"]].parse(table, mapping, context):
            assert not row.rejected, f"{file}, row {row.row}: {row.issues}"


def test_lists_come_in_several_dialects(tables: dict[str, Table]) -> None:
    lists = [tables[file] for file, entry in ENTRIES.items() if entry["kind"] == "members"]
    assert {table.kind for table in lists} == {"csv", "xlsx"}
    assert "cp1252" in {table.encoding for table in lists}
    assert {",", ";"} <= {table.delimiter for table in lists}
    assert {"title", "total", "section"} <= {str(why) for table in lists for _, why in table.skipped}


def test_nothing_carries_a_real_register_number(tables: dict[str, Table]) -> None:
    for file, table in tables.items():
        for heading, column in zip(
            table.headings, zip(*(row.cells for row in table.rows), strict=True), strict=True
        ):
            if (
                "id" in heading.lower().split()
                or "number" in heading.lower()
                or "identifier" in heading.lower()
            ):
                odd = [
                    cell
                    for cell in column
                    if cell and not cell.startswith(("XI-EXAMPLE-", "XI-EARSHOT-EXAMPLE-"))
                ]
                assert not odd, f"{file}, {heading}: {odd[:3]}"


def test_no_two_members_share_a_name(world: World) -> None:
    assert len({canonical(member.name) for member in world.members}) == len(world.members) == 2500


def test_no_name_is_a_real_organisations(world: World) -> None:
    if not DATA.is_dir():
        pytest.skip("no real names to compare with here")
    made = {canonical(member.name): member.name for member in world.members}
    made |= {canonical(body.name): body.name for body in world.bodies}
    made |= {canonical(name): name for name in (*STRANGE_NAMES, *(name for name, _, _ in DEPARTMENTS))}
    assert not sorted(made[name] for name in made.keys() & real_names())


def real_names() -> set[str]:
    files = [
        DATA / "er" / "register_index_62k.csv",
        *(DATA / "members").glob("*.csv"),
        DATA / "government" / "govuk_organisations_1090.csv",
        DATA.parent / "reference" / "infrastructure_bodies.csv",
    ]
    found: set[str] = set()
    for file in files:
        with file.open(encoding="utf-8", errors="replace", newline="") as text:
            for row in csv.DictReader(text):
                found.update(
                    str(cell) for heading, cell in row.items() if heading and "name" in heading.lower()
                )
    return {canonical(name) for name in found}


def test_postcodes_lie_in_their_councils(world: World) -> None:
    assert {
        (council_of(postcode), corner.code)
        for corner in {one.corner for one in world.members}
        for postcode in corner.postcodes
    } == {(one.corner.code, one.corner.code) for one in world.members}


def test_every_nation_and_about_45_lists(world: World) -> None:
    nations = Counter(member.corner.nation for member in world.members)
    assert all(nations[nation] >= 100 for nation in "EWSN")
    assert 44 <= len({number for member in world.members for number in member.lists}) <= 46
    assert len(world.bodies) == 60
    assert all(member.lists for member in world.members)
    on_several = sum(len(member.lists) > 1 for member in world.members)
    assert 0.3 < on_several / len(world.members) < 0.6


def test_about_a_third_have_no_number_and_most_of_all_organisations_no_declaration(world: World) -> None:
    unnumbered = sum(not member.numbered for member in world.members)
    assert 0.28 < unnumbered / len(world.members) < 0.38
    said = sum(member.reply in ("yes", "none of these", "all communities") for member in world.members)
    everybody = len(world.members) + len(world.bodies) + len(DEPARTMENTS)
    assert 0.45 < said / everybody < 0.5


def test_designs_are_carried_out(world: World) -> None:
    for design in DESIGNS:
        led = [
            one for one in world.members if one.theme.id == design.theme and one.reply == "yes" and one.led
        ]
        steps = Counter(one.step for one in led)
        assert len(led) == design.led, design.theme
        assert steps == Counter(design.steps()), design.theme
    assert not any(code.startswith(NOT_ON_THE_FORM[:5]) for one in world.members for code in one.led)


def test_refuges_hide_where_they_are(world: World) -> None:
    hidden = {member.theme.id for member in world.members if member.hidden}
    assert {"refuges", "migrants"} <= hidden


@pytest.mark.parametrize("style", STYLES)
def test_communities_are_written_so_that_they_are_understood(style: str) -> None:
    index = standard_index()
    for code in {*EVERYDAY, *(design.code for design in DESIGNS)}:
        match = index.match(community_words([code], style))
        assert match is not None
        assert (match.codes, match.ambiguous) == ((code,), False)


def test_consultation_and_days_are_of_the_time() -> None:
    assert MANIFEST["consultation"]["opens"] == "2024-10-17"
    assert all("2024-10-01" <= entry["recorded_on"] <= "2024-12-20" for entry in ENTRIES.values())
    assert all(entry["said_on"] <= entry["recorded_on"] for entry in ENTRIES.values())
