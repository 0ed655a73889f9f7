"""Columns that nothing parts but blanks: where they begin, when that is beyond doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence

from importers.read.ours import OUR_HEADINGS

LEAST_LINES = 3
RULED_SHARE = 0.6
ACROSS_SHARE = 0.2
"""Lines that may lie across the columns where a line of dashes shows these: the heads of pages."""

GAP = re.compile(r"\S {2,}(?=\S)")
HANDED_BACK = re.compile("  +".join(OUR_HEADINGS))
RULE = re.compile(r"[-=_]{2,}(\s+[-=_]{2,})+\s*")


def find_edges(lines: Sequence[str]) -> tuple[int, ...]:
    """Return where each column of ``lines`` begins, counted from 0; () unless it is beyond doubt.

    It is when most lines have gaps of two blanks or more, and all of these have blanks in the same places,
    or when a line of dashes shows the columns. Columns that Earshot added when it handed the list back are
    known by their headings.
    """
    for line in lines:
        if HANDED_BACK.search(line):
            ours = tuple(map(line.index, OUR_HEADINGS))
            theirs = _found([each[: ours[0]] for each in lines])
            return (*theirs, *ours) if theirs else ()
    return _found(lines)


def _found(lines: Sequence[str]) -> tuple[int, ...]:
    """Return where each column begins in lines without columns of ours, () unless it is beyond doubt."""
    filled = [line.rstrip() for line in lines if line.strip()]
    ruled = [line for line in filled if GAP.search(line.strip()) and not RULE.fullmatch(line.strip())]
    if len(ruled) < max(LEAST_LINES, len(filled) * RULED_SHARE) or any("\t" in line for line in filled):
        return ()
    drawn = [line for line in filled if RULE.fullmatch(line.strip())]
    if drawn:
        edges = tuple(found.start() for found in re.finditer(r"\S+", drawn[0]))
        across = sum(not is_cut(line, edges) for line in ruled)
        return edges if across <= len(ruled) * ACROSS_SHARE else ()
    return _edges_of(ruled)


def _edges_of(ruled: Sequence[str]) -> tuple[int, ...]:
    """Return the places behind gaps of two blanks or more that run through all lines."""
    width = max(map(len, ruled))
    blank = [all(at >= len(line) or line[at] == " " for line in ruled) for at in range(width)]
    edges = [at for at in range(2, width) if blank[at - 1] and blank[at - 2] and not blank[at]]
    first = next((at for at, is_blank in enumerate(blank) if not is_blank), 0)
    edges = [first, *(at for at in edges if at > first)]
    return tuple(edges) if len(edges) > 1 and _filled_enough(ruled, edges) else ()


def _filled_enough(ruled: Sequence[str], edges: Sequence[int]) -> bool:
    """Tell whether most lines fill most columns, and hold no further gaps: scattered words make no table."""
    cells = [cell for line in ruled for cell in cut(line, edges)]
    gaps = sum("  " in cell for cell in cells)
    return len(list(filter(None, cells))) * 2 > len(ruled) * len(edges) and gaps * 10 <= len(ruled)


def is_cut(line: str, edges: Sequence[int]) -> bool:
    """Tell whether the columns that begin at ``edges`` cut no word of the line."""
    return all(at >= len(line) or line[at - 1] == " " for at in edges[1:]) and not line[: edges[0]].strip()


def cut(line: str, edges: Sequence[int]) -> list[str]:
    """Return the cells of a line without the blanks around them; a cell too long for its column stays whole.

    What follows such a cell is looked for behind two blanks only; the columns it lies across are empty.
    """
    if is_cut(line, edges):
        starts = list(edges)
    else:
        starts = [0, *(at for at in edges[1:] if at >= len(line) or line[at - 2 : at] == "  ")]
    ends = [*starts[1:], None]
    texts = {start: line[start:end].strip() for start, end in zip(starts, ends, strict=True)}
    cells = [texts.get(at if at != edges[0] else starts[0], "") for at in edges]
    while cells and not cells[-1]:
        cells.pop()
    return cells
