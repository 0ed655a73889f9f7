"""Cypher stands under graph/ only, as constant text, and keeps to what both engines do alike."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.schema import UNIQUE_IDS
from tests.cypher_texts import (
    BEGINS,
    CHECKOUT,
    LOOKS_LIKE,
    CypherConstant,
    cypher_constants,
    module_constants,
    parsed,
    pieces_of_text,
    sources,
)

THE_DOOR = {"store.py", "transaction.py", "schema.py"}
"""Where a query is a parameter (store, transaction), or is made from declarations of our own (schema)."""

FORBIDDEN = {
    "an engine's own id": r"\belementId\s*\(|\bid\(\w+\)",
    "procedures that aren't everywhere": r"\bapoc\.|\bgds\.",
    "reading files": r"\bLOAD\s+CSV\b",
    "logic on SHOW": r"\bSHOW\s+(INDEX|CONSTRAINT|DATABASE|PROCEDURE)",
    "a path without a bound": r"\[[^\]\"']*\*(?:\d+\.\.)?\s*[\]{]|\*\.\.\s*[\]{]",
    "a clock of the engine": r"\b(datetime|date|timestamp|localdatetime)\(\s*\)",
    "a list of patterns that begins at every node of a label (slow on the embedded engine)": (
        r"\[\s*\(\w*:\w+[^)]*\)\s*<?-"
    ),
    "commits of its own": r"\bIN\s+TRANSACTIONS\b",
}

CONSTANTS = cypher_constants()


def test_there_are_some() -> None:
    assert len(CONSTANTS) > 10


@pytest.mark.parametrize("path", sources("app", "importers", "graph/model", "graph/reach", "graph/network"))
def test_no_cypher_elsewhere(path: Path) -> None:
    found = [
        f"line {line}: {text[:60]!r}" for line, text, _ in pieces_of_text(path) if LOOKS_LIKE.search(text)
    ]
    assert found == []


@pytest.mark.parametrize("path", [path for path in sources("graph") if path.name not in THE_DOOR], ids=str)
def test_cypher_is_constant_text(path: Path) -> None:
    constants = {id(value) for _, value in module_constants(path)}
    found = [
        f"line {line}: {text[:60]!r}"
        for line, text, node in pieces_of_text(path)
        if LOOKS_LIKE.search(text) and id(node) not in constants
    ]
    assert found == []


@pytest.mark.parametrize("path", [path for path in sources("graph") if path.name not in THE_DOOR], ids=str)
def test_queries_are_never_put_together(path: Path) -> None:
    """A query is named where it is run: a constant, or one of a table of constants; never made there."""
    assert [f"line {line}" for line in queries_made_on_the_spot(path)] == []


def queries_made_on_the_spot(path: Path) -> Iterator[int]:
    """Yield lines of store.read(…), store.columns(…), tx.run(…) whose query is made on the spot."""
    for node in ast.walk(parsed(path)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        owner = ast.unparse(node.func.value).rsplit(".", 1)[-1].lstrip("_")
        made = isinstance(node.args[0], ast.Constant | ast.JoinedStr | ast.BinOp | ast.Call)
        if owner in {"store", "tx"} and node.func.attr in {"read", "columns", "run"} and made:
            yield node.lineno


@pytest.mark.parametrize("constant", CONSTANTS, ids=str)
def test_cypher_keeps_to_what_both_engines_do(constant: CypherConstant) -> None:
    broken = [why for why, pattern in FORBIDDEN.items() if re.search(pattern, constant.text, re.IGNORECASE)]
    assert broken == []


@pytest.mark.parametrize("constant", CONSTANTS, ids=str)
def test_no_relationship_is_called_like_a_label(constant: CypherConstant) -> None:
    types = {name.lower() for name in re.findall(r"\[\w*:\s*(\w+)", constant.text)}
    assert types & {label.lower() for label in UNIQUE_IDS} == set()


@pytest.mark.parametrize("constant", CONSTANTS, ids=str)
def test_every_constant_is_used(constant: CypherConstant) -> None:
    """A constant that nothing runs can't be tested, and goes stale."""
    uses = sum(
        isinstance(node, ast.Name) and node.id == constant.name and isinstance(node.ctx, ast.Load)
        for path in sources("graph")
        if constant.name in path.read_text(encoding="utf-8")
        for node in ast.walk(parsed(path))
    )
    assert uses, f"nothing runs {constant}"


def test_the_engine_is_named_in_one_module() -> None:
    naming = [
        path.relative_to(CHECKOUT).as_posix()
        for path in sources("app", "graph", "importers", "tools")
        if re.search(r"\barcadedb\b", path.read_text(encoding="utf-8"), re.IGNORECASE)
    ]
    assert naming == ["graph/engines/arcade.py"]


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ("MATCH (o:Organisation) RETURN o.id AS id", True),
        ("Create (or join) a group", False),
        ("UNWIND $rows AS row", True),
        ("CALL db.index.fulltext.queryNodes($i, $q)", True),
        ("choose a match (if any)", False),
    ],
)
def test_what_looks_like_cypher(text: str, looks: bool) -> None:
    assert bool(LOOKS_LIKE.search(text)) is looks


def test_what_begins_like_cypher() -> None:
    assert BEGINS.match("\nMATCH (head:Head)\nRETURN 1 AS one")
    assert not BEGINS.match("A match was found")
