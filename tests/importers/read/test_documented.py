"""docs/reading-files.md names every code that reading gives, and tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
DOCUMENT = (ROOT / "docs" / "reading-files.md").read_text(encoding="utf-8")
SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "importers" / "read").glob("*.py"))
TESTS = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))


def test_every_code_is_documented() -> None:
    codes = set(re.findall(r'(?:warn|FileRefused|refusal)\(\s*"([a-z_]+)"', SOURCES))
    documented = set(re.findall(r"`([a-z_]+)`", DOCUMENT))
    assert codes - documented == set()


def test_every_test_named_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", DOCUMENT))
    assert named
    assert {name for name in named if f"def {name}(" not in TESTS} == set()
