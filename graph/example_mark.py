"""Whether the graph holds example data: every page and export then says so."""

from __future__ import annotations

from graph.store import Store

HOLDS_EXAMPLE_IMPORT = """
MATCH (import:Import) WHERE import.example = true AND import.state <> 'undone'
RETURN count(import) AS marked
"""

HOLDS_EXAMPLE_CONSULTATION = """
MATCH (consultation:Consultation) WHERE consultation.example = true
RETURN count(consultation) AS marked
"""


def holds_example(store: Store) -> bool:
    """Return whether an example consultation, or an import of example data not taken back, is there."""
    return any(store.read(query)[0]["marked"] for query in (HOLDS_EXAMPLE_CONSULTATION, HOLDS_EXAMPLE_IMPORT))
