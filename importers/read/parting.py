"""How one line is parted into cells, and what becomes of one whose quotes don't add up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Dialect:
    """How a text file parts its cells.

    ``delimiter`` is None for one column. ``width`` is the usual number of cells to a record. ``spaced``:
    a blank follows each delimiter and is no part of the cell. ``doubled``: each line is one quoted cell
    that holds the real line. ``told``: the first line names the delimiter (``sep=;``). ``single``: cells are
    quoted by apostrophes. ``edges``: nothing but blanks parts the columns, which begin at these places.
    """

    delimiter: str | None
    width: int = 1
    spaced: bool = False
    doubled: bool = False
    told: bool = False
    single: bool = False
    edges: tuple[int, ...] = ()

    @property
    def separator(self) -> str:
        """The delimiter to split by; for one column a character that no list holds."""
        return self.delimiter or "\x1f"

    @cached_property
    def mark(self) -> str:
        """Pattern of the separator."""
        return re.escape(self.separator)

    @cached_property
    def blank(self) -> str:
        """Pattern of the blanks before a cell that are no part of it."""
        return " *+" if self.spaced else ""

    @cached_property
    def quoted(self) -> str:
        """Pattern of a properly quoted cell."""
        return rf'{self.blank}"[^"]*+(?:""[^"]*+)*+"'

    @cached_property
    def cell(self) -> str:
        """Pattern of a cell that is properly quoted, or begins without a quote."""
        return rf'(?:{self.quoted}|{self.blank}(?!")[^{self.mark}]*+)'

    @cached_property
    def whole(self) -> re.Pattern[str]:
        """Matches a line whose quotes add up."""
        return re.compile(f"{self.cell}(?:{self.mark}{self.cell})*+")

    @cached_property
    def single_quoted(self) -> re.Pattern[str]:
        """Matches a line whose cells are quoted by apostrophes, or hold none."""
        mark = self.mark
        cell = rf"(?:'[^']*+(?:''[^']*+)*+'|(?!')[^{mark}]*+)"
        return re.compile(f"{cell}(?:{mark}{cell})*+")

    @cached_property
    def escaped(self) -> re.Pattern[str]:
        """Matches a line whose quotes add up when a backslash takes the meaning from a quote."""
        mark, blank = self.mark, self.blank
        cell = rf'(?:{blank}"(?:[^"\\]|\\.|"")*+"|{blank}(?!")[^{mark}]*+)'
        return re.compile(f"{cell}(?:{mark}{cell})*+")

    @cached_property
    def lenient(self) -> re.Pattern[str]:
        """Matches a cell up to its end; the first group is what stands between quotes, the second any other.

        Quotes may stand inside, but not where a cell would begin: that one would be swallowed.
        """
        mark = self.mark
        inside = rf'(?:[^"{mark}]|{mark}(?! *")|"(?! *(?:{mark}|$)))*+'
        return re.compile(rf' *+"({inside})" *(?={mark}|$)|([^{mark}]*+)(?={mark}|$)')

    @cached_property
    def opened(self) -> re.Pattern[str]:
        """Matches a line that ends inside a quoted cell; the group is that cell without its quote."""
        return re.compile(rf'(?:{self.cell}{self.mark})*+{self.blank}"([^"]*+(?:""[^"]*+)*+)')

    @cached_property
    def closing(self) -> re.Pattern[str]:
        """Matches the rest of a quoted cell at the start of a line, up to its closing quote."""
        return re.compile(rf'[^"]*+(?:""[^"]*+)*+"(?={self.mark}|$)')


def split_line(line: str, dialect: Dialect) -> list[str]:
    """Return the cells of one line on its own; a quote that isn't closed is an ordinary character."""
    mark = dialect.separator
    cells: list[str] = []
    position = 0
    quoted = re.compile(rf"{dialect.quoted}(?={dialect.mark}|$)")
    while True:
        match = quoted.match(line, position)
        if match:
            cells.append(match.group().strip(" ")[1:-1].replace('""', '"'))
            position = match.end()
        else:
            end = line.find(mark, position)
            end = len(line) if end < 0 else end
            cells.append(line[position:end].lstrip(" ") if dialect.spaced else line[position:end])
            position = end
        if position >= len(line):
            return cells
        position += 1


def mended_cells(line: str, dialect: Dialect) -> list[str]:
    """Return the cells of a line whose quotes don't add up.

    A cell that begins and ends with a quote is what stands between them, though there are more inside
    ("The "Old School" Trust"), if the line then has the usual number of cells; other quotes are ordinary
    characters.
    """
    cells: list[str] = []
    position = 0
    while position <= len(line):
        found = dialect.lenient.match(line, position)
        if found is None:
            return split_line(line, dialect)
        quoted, other = found.groups()
        plain = other.lstrip(" ") if other and dialect.spaced else other
        cells.append(plain if quoted is None else quoted.replace('""', '"'))
        position = found.end() + 1
    return cells if len(cells) == dialect.width else split_line(line, dialect)
