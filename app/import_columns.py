"""What earlier lists of a source called their columns, as pages and commands start from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from importers.columns import Memory, memory_of

if TYPE_CHECKING:
    from graph.store import Store


def remembered_columns(store: Store, source: str) -> Memory:
    """Return what the imports of a source that are in force called their columns; empty for the first."""
    from graph.column_memory import settled_by  # noqa: PLC0415 - the driver only when needed

    lists = settled_by(store, source)
    order = next((one.date_order for one in lists if one.date_order), "")
    return memory_of((one.columns for one in lists), lists[0].policies if lists else {}, order)
