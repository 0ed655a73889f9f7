"""Finds the Cypher in the source: module-level constants, and strings that look like it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]

BEGINS = re.compile(r"\s*(MATCH|OPTIONAL MATCH|UNWIND|CREATE|MERGE|CALL|WITH|RETURN)\s")
"""What a whole Cypher text of ours begins with."""

LOOKS_LIKE = re.compile(
    r"\b(MATCH|MERGE|CREATE|DELETE)\s*\(|\bUNWIND\s+\$|\bCALL\s+db\.|\bSET\s+\w+\.\w+\s*=|-\[\w*:"
)
"""What makes any piece of text look like Cypher."""


@dataclass(frozen=True)
class CypherConstant:
    """One constant: where it stands, and its text."""

    path: Path
    name: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(CHECKOUT)}:{self.name}"


def sources(*packages: str) -> list[Path]:
    """Return the Python files of packages, sorted."""
    return sorted(path for package in packages for path in (CHECKOUT / package).rglob("*.py"))


@cache
def parsed(path: Path) -> ast.Module:
    """Return a file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def module_constants(path: Path) -> Iterator[tuple[str, ast.expr]]:
    """Yield the UPPERCASE names that a module sets at its top, with what they are set to."""
    for node in parsed(path).body:
        if isinstance(node, ast.Assign):
            targets, value = node.targets, node.value
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            targets, value = [node.target], node.value
        else:
            continue
        for target in targets:
            if isinstance(target, ast.Name) and target.id.isupper():
                yield target.id, value


def cypher_constants() -> list[CypherConstant]:
    """Return every Cypher constant under graph/ that goes through the store."""
    return [
        CypherConstant(path, name, value.lineno, value.value)
        for path in sources("graph")
        if "engines" not in path.parts
        for name, value in module_constants(path)
        if isinstance(value, ast.Constant) and isinstance(value.value, str) and BEGINS.match(value.value)
    ]


def docstrings(tree: ast.Module) -> set[ast.expr]:
    """Return the strings that stand alone as statements: they speak to people."""
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def pieces_of_text(path: Path) -> Iterator[tuple[int, str, ast.AST]]:
    """Yield (line, text, node) of every string that isn't a docstring, the parts of f-strings included."""
    tree = parsed(path)
    spoken = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in spoken:
            yield node.lineno, node.value, node
