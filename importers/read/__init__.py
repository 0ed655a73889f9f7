"""Reading: a file becomes a table of text cells, or is refused with a sentence on what to do next."""

from importers.errors import FileRefused
from importers.read.reading import read_table
from importers.read.table import Limits, Row, Sheet, Skipped, Table, Why

__all__ = ["FileRefused", "Limits", "Row", "Sheet", "Skipped", "Table", "Why", "read_table"]
