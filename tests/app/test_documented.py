"""Every setting and every command is documented, and nothing documented is missing."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from flask import Flask
from flask.cli import ScriptInfo

from app.cli import COMMANDS
from app.config import Settings, load_settings

DOCS = Path(__file__).resolve().parents[2] / "docs"
RUNNING = (DOCS / "running-in-production.md").read_text()


def test_every_setting_is_documented() -> None:
    settings = load_settings()
    declared = {settings.environment_name(name) for name in Settings.model_fields}
    documented = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", RUNNING, re.MULTILINE))
    assert documented == declared


def test_every_setting_says_what_it_does() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name


def test_every_command_is_documented() -> None:
    documented = set(re.findall(r"^\| `flask ([a-z-]+)", RUNNING, re.MULTILINE))
    assert documented == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_loads_and_helps(app: Flask, name: str) -> None:
    context = click.Context(app.cli, obj=ScriptInfo(create_app=lambda: app))
    command = app.cli.get_command(context, name)
    assert command is not None
    assert (command.help or "").strip()
