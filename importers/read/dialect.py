"""Which character parts the cells of a text file, judged by how evenly it parts its lines."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import replace

from importers.read.fixed import HANDED_BACK, find_edges
from importers.read.ours import OUR_HEADINGS
from importers.read.parting import Dialect
from importers.read.records import AFTER_DOUBLED, read_records, usual_quotes

USUAL = ("\t", ";", ",", "|")
UNUSUAL = ("*", "^", "~", "¦", "\x1f", "\x01")
QUOTED = r'"[^"]*+(?:""[^"]*+)*+"'
QUOTED_ROW = re.compile(f"{QUOTED}(?: (?:{QUOTED})?+)*+")
BLANKED_ROW = re.compile(rf'{QUOTED}(?: (?:{QUOTED}|[^\s",;|]*+))++')

TOLD = re.compile(r'"?sep=(.|\\t)"?[;,\t]*', re.IGNORECASE)
OUR_MARK = re.compile(rf'"?{OUR_HEADINGS[0]}"?(.) ?"?{OUR_HEADINGS[1]}')
LEAST = 0.35
SURE = 0.75
VERY_SURE = 0.9
SINGLE_SHARE = 0.8
DOUBLED_SHARE = 0.8
WIDE = 4
"""Cells from which on quoted lines are rows even where some lines aren't quoted: names hold fewer commas."""


def find_dialect(sample: list[str], *, complete: bool) -> Dialect:
    """Return the dialect of the lines in ``sample``; one column when nothing parts them evenly.

    ``complete`` says that the sample is the whole file; else its last line may belong to a longer cell.
    """
    told = TOLD.fullmatch(sample[0].strip()) if sample else None
    if told:
        mark = "\t" if told.group(1) == "\\t" else told.group(1)
        return _measured(mark, sample[1:], told=True)
    lines = sample if complete or len(sample) < 2 else sample[:-1]
    single = _single(lines)
    if single:
        return single
    if any(map(HANDED_BACK.search, lines)):
        return _fixed(lines)
    ours = next(filter(None, map(OUR_MARK.search, lines)), None)
    if ours and ours.group(1) in UNUSUAL:
        return _measured(ours.group(1), lines)  # our sentences hold the usual marks
    if _parted_by_blanks(lines):
        return _measured(" ", lines)
    usual, evenness = _best(lines, USUAL, LEAST)
    unusual, other = _best(lines, UNUSUAL, VERY_SURE) if evenness < SURE else (None, 0.0)
    found = unusual if unusual and other > evenness else usual
    return _doubled(lines) or found or _empty(lines) or _fixed(lines)


def _parted_by_blanks(lines: list[str]) -> bool:
    """Tell whether single blanks part the cells of all lines, with headings and texts in quotes (R)."""
    first, *rows = [line for line in lines if line.strip()] or [""]
    return len(rows) > 1 and bool(QUOTED_ROW.fullmatch(first)) and all(map(BLANKED_ROW.fullmatch, rows))


def _fixed(lines: list[str]) -> Dialect:
    """Return the dialect of lines that no mark parts: columns parted by blanks, or one column."""
    edges = find_edges(lines)
    return Dialect(None, width=len(edges), edges=edges) if edges else Dialect(None)


def _single(lines: list[str]) -> Dialect | None:
    """Return the dialect of lines in which nearly every cell stands between apostrophes, else None."""
    filled = [line for line in lines if line.count("'") > 3]
    if len(filled) < max(2, len(lines) * SINGLE_SHARE) or any(line.startswith('"') for line in filled):
        return None
    for mark in USUAL:
        dialect = Dialect(mark, single=True)
        between = f"'{mark}'"
        quoted = [line for line in filled if between in line and dialect.single_quoted.fullmatch(line)]
        if len(quoted) >= len(filled) * SINGLE_SHARE:
            turned = list(usual_quotes(lines, dialect))
            return replace(_measured(mark, turned), single=True)
    return None


def _empty(lines: list[str]) -> Dialect | None:
    """Return the dialect of lines with nothing but delimiters in them."""
    marks = set("".join(lines)) - {" ", "\u00a0", '"'}
    return Dialect(marks.pop()) if len(marks) == 1 and marks <= set(USUAL) else None


def _best(lines: list[str], marks: tuple[str, ...], least: float) -> tuple[Dialect | None, float]:
    """Return the dialect of the mark that parts the lines best and its evenness.

    (None, 0) if no mark reaches ``least``.
    """
    best, best_evenness, best_score = None, 0.0, 0.0
    for mark in marks:
        evenness, dialect = _evenness(mark, lines)
        score = evenness**2 * math.log2(dialect.width + 1)
        if dialect.width > 1 and evenness >= least and score > best_score:
            best, best_evenness, best_score = dialect, evenness, score
    return best, best_evenness


def _evenness(mark: str, lines: list[str]) -> tuple[float, Dialect]:
    """Return the share of the lines with the usual number of cells, and the dialect with that width."""
    if not any(mark in line for line in lines):
        return 0.0, Dialect(mark)
    dialect = _measured(mark, lines)
    widths = [len(record) for record in read_records(lines, dialect) if any(cell.strip() for cell in record)]
    near = sum(1.0 if width == dialect.width else 0.5 for width in widths if width > 1)
    return near / max(len(widths), 1), dialect


def _measured(mark: str, lines: list[str], *, told: bool = False) -> Dialect:
    """Return the dialect of ``mark`` with its spacing and usual width."""
    text = "\n".join(lines)
    spaced = text.count(f'{mark} "') > text.count(f'{mark}"')
    first = Dialect(mark, spaced=spaced)
    widths = Counter(
        len(record) for record in read_records(lines, first) if any(cell.strip() for cell in record)
    )
    wide = {width: count for width, count in widths.items() if width > 1}
    usual = max(wide, key=lambda width: (wide[width], width)) if wide else 1
    return Dialect(mark, width=usual, spaced=spaced, told=told)


def _doubled(lines: list[str]) -> Dialect | None:
    """Return the inner dialect when lines are single quoted cells that hold the real lines.

    Among many such lines some may be none, like a title or headings that were typed in later.
    """
    filled = [line.strip().rstrip(AFTER_DOUBLED) for line in lines if line.strip(" ;,\t")]
    outer = Dialect(None).whole
    doubled = [
        line for line in filled if len(line) > 2 and line[0] == line[-1] == '"' and outer.fullmatch(line)
    ]
    if len(doubled) < max(2, len(filled) * DOUBLED_SHARE):
        return None
    inner = [line[1:-1].replace('""', '"') for line in doubled]
    found, _ = _best(inner, USUAL, SURE)
    if not found or (len(doubled) < len(filled) and found.width < WIDE):
        return None
    return Dialect(found.delimiter, found.width, found.spaced, doubled=True)
