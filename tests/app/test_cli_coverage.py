"""`flask coverage`: the figures of the page, for scripts and for people."""

from __future__ import annotations

import json

import pytest
from click.testing import Result
from flask import Flask

from app.runtime import Earshot
from graph.declarations import record_declaration
from graph.model.declarations import Declaration, DeclaredBy, Leadership, Reply
from graph.model.statements import StatementKind
from graph.reach.cells import PRINTED
from tests.contract.making import covenant
from tests.contract.reach_world import CARDIFF, LEEDS, engage, say

DISABLED = "DEI020000"


@pytest.fixture
def flask(app: Flask, running: Earshot):
    """A function that runs `flask …` on a small graph: two members, one led by disabled people and asked."""
    store = running.store
    covenant(store)
    say(store, "2024-08-01", StatementKind.RECORD, b1={"name": "Body", "roles": ["infrastructure_body"]})
    members = {"m1": {"name": "One", "place": LEEDS}, "m2": {"name": "Two", "place": CARDIFF}}
    say(store, "2024-09-01", StatementKind.LISTING, "body:b1", "b1", **members)
    yes = {DISABLED: Leadership()}
    said = Declaration("", "m1", Reply.YES, DeclaredBy.STAFF, "2024-10-01", "", leadership=yes)
    record_declaration(store, "kim", said, "w1")
    engage(store, "2024-11-03", m1={"kind": "email"})

    def run(*arguments: str) -> Result:
        return app.test_cli_runner().invoke(args=list(arguments))

    return run


def test_json_is_one_object_with_the_documented_keys(flask) -> None:
    result = flask("coverage", "--json")
    assert result.exit_code == 0, result.output
    printed = json.loads(result.stdout)
    assert list(printed) == ["consultation", "rule", "revision", "waiting_rows", "cells", "totals"]
    assert (printed["consultation"], printed["rule"], printed["waiting_rows"]) == ("covenant", "self", 0)
    (cell,) = [cell for cell in printed["cells"] if cell["community"] == DISABLED]
    assert list(cell) == list(PRINTED)
    assert (cell["listed"], cell["led"], cell["unknown"], cell["asked"], cell["heard"]) == (2, 1, 1, 1, 0)
    assert (cell["verdict"], cell["worst_step"], cell["place"]) == ("asked_not_yet_heard", "answered", None)
    assert printed["totals"]["listed"] == 2


def test_cells_by_place_and_size_add_up(flask) -> None:
    printed = json.loads(
        flask("coverage", "--by", "community,place,size", "--place-level", "region", "--json").stdout
    )
    cells = [cell for cell in printed["cells"] if cell["community"] == DISABLED]
    assert sum(cell["listed"] for cell in cells) == 2
    assert {cell["place"] for cell in cells} >= {"E12000003", "W92000004"}


def test_under_another_rule_and_on_an_earlier_day(flask) -> None:
    majority = json.loads(flask("coverage", "--rule", "majority", "--json").stdout)
    assert sum(cell["led"] for cell in majority["cells"]) == 0
    before = json.loads(flask("coverage", "--on", "2024-08-15", "--json").stdout)
    assert before["totals"]["listed"] == 0


def test_people_read_the_largest_gap_first(flask) -> None:
    lines = flask("coverage").stdout.splitlines()
    assert lines[1].startswith("2 organisations on 1 list; 1 have said who leads them, 1 nobody has asked")
    assert lines[2].startswith("Disabled people: asked, not yet heard (1 of 1 asked; no answer from 1")
    assert "0 of 1 heard (0%; 0% to 0% counting the unknown)" in lines[3]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--rule", "nobody's"], 1, "There is no rule"),
        (["--consultation", "other"], 1, "There is no consultation"),
        (["--role", "king"], 1, "There is no role"),
        (["--by", "place"], 2, "community,place"),
        (["--on", "yesterday"], 2, "isn't a day"),
        (["--place-level", "parish"], 2, "parish"),
    ],
)
def test_what_is_refused_says_so(flask, arguments: list[str], code: int, words: str) -> None:
    result = flask("coverage", "--json", *arguments)
    assert result.exit_code == code
    assert words in result.stderr
    assert words in json.loads(result.stdout)["refused"]["message"]
