"""Every importer of the registry: documented, and sampled by a list with what it becomes."""

import json
import os
from pathlib import Path

import pytest

from graph.model.plan import canonical_json
from importers.field_registry import fields_of
from importers.lists import IMPORTERS, ListContext
from importers.mapping import suggest_mapping
from importers.read import read_table

SAMPLES = Path(__file__).parents[1] / "samples"
DOCS = Path(__file__).parents[3] / "docs" / "lists.md"


def read_sample(kind):
    """Return what the sample list of a kind becomes, as plain values."""
    table = read_table(SAMPLES / kind / "sample.csv")
    context = ListContext(kind, "2024-12-20", consultation="covenant", opens="2024-10-17")
    rows = IMPORTERS[kind].parse(table, suggest_mapping(table, kind), context)
    plain = [
        {
            "row": row.row,
            "values": row.values,
            "facts": row.facts,
            "issues": [issue.code for issue in row.issues],
            "questions": row.questions,
            "rejected": row.rejected,
        }
        for row in rows
    ]
    return json.loads(canonical_json(plain))


@pytest.mark.parametrize("kind", IMPORTERS)
def test_a_sample_becomes_what_is_expected(kind):
    expected = SAMPLES / kind / "expected.json"
    found = read_sample(kind)
    if os.environ.get("WRITE_SAMPLES"):
        expected.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert found == json.loads(expected.read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", IMPORTERS)
def test_every_field_of_an_importer_is_documented(kind):
    text = DOCS.read_text(encoding="utf-8")
    section = text.partition(f"(`{kind}`)")[2].partition("\n## ")[0]
    assert section
    missing = [field.id for field in fields_of(kind) if f"| `{field.id}` |" not in section]
    assert not missing
