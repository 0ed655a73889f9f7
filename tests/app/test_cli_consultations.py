"""`flask consultation add` and `flask load-bodies`, as scripts use them."""

from __future__ import annotations

import json

import pytest
from click.testing import Result
from flask import Flask

from app.runtime import Earshot
from graph.bodies import body_for
from graph.consultations import consultation
from graph.model.consultations import Consultation

ADD = ("consultation", "add", "The Covenant", "--id", "covenant")
DAYS = ("--opens", "2024-10-17", "--closes", "2024-12-12")


@pytest.fixture
def flask(app: Flask, running: Earshot):
    """A function that runs `flask …` on an empty graph."""

    def run(*arguments: str) -> Result:
        return app.test_cli_runner().invoke(args=list(arguments))

    return run


def test_added_consultation_is_printed_and_kept(flask, running: Earshot) -> None:
    result = flask(*ADD, *DAYS, "--topic", "Recognition", "--topic", "Trust", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "id": "covenant",
        "name": "The Covenant",
        "opens": "2024-10-17",
        "closes": "2024-12-12",
        "topics": ["Recognition", "Trust"],
    }
    expected = Consultation("covenant", "The Covenant", "2024-10-17", "2024-12-12", ("Recognition", "Trust"))
    assert consultation(running.store, "covenant") == expected


def test_refusal_is_one_json_object_and_exit_1(flask) -> None:
    flask(*ADD, *DAYS)
    result = flask(*ADD, *DAYS, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["refused"]["field"] == "id"
    assert "already" in result.stderr


def test_day_that_is_none_is_wrong_usage(flask) -> None:
    result = flask(*ADD, "--opens", "17/10/2024", "--closes", "2024-12-12")
    assert result.exit_code == 2


def test_bodies_load_once(flask, running: Earshot) -> None:
    first, again = (json.loads(flask("load-bodies", "--json").stdout) for _ in range(2))
    assert (first["state"], first["rows_read"], first["counts"]["new"]) == ("committed", 88, 88)
    assert (again["counts"]["same"], again["changes"]) == (88, 0)
    assert body_for(running.store, "GB-CHC-225922").name == "NCVO"
    assert "88 infrastructure bodies" in flask("load-bodies").stdout
