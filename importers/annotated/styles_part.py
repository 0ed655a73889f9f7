"""A workbook's styles with a few of ours at the end: those it has keep their numbers."""

from __future__ import annotations

import re

COLOURS = ("C6EFCE", "E7E6E6", "DDEBF7", "FCE4D6", "FFF2CC", "F8CBAD", "F2F2F2")
TONES = ("new", "same", "changed", "conflict", "review", "rejected", "left out")
"""Fill of the verdict's cell, and the verdicts in the same order; each is also in words."""

FILLS = re.compile(rb"<((?:\w+:)?)fills\b[^>]*>(.*?)</(?:\w+:)?fills>", re.DOTALL)
FORMATS = re.compile(rb"<((?:\w+:)?)cellXfs\b[^>]*>(.*?)</(?:\w+:)?cellXfs>", re.DOTALL)
TEXT_FORMAT = 49
"""The built-in number format "@": what is typed over such a cell stays text."""


def with_our_styles(styles: bytes) -> tuple[bytes, dict[str, int]]:
    """Return the styles with ours added, and the style number of each tone ("" is plain text).

    Nothing is added, and the numbers are empty, where the styles aren't written as programs write them.
    """
    fills, formats = FILLS.search(styles), FORMATS.search(styles)
    if fills is None or formats is None or fills.start() > formats.start():
        return styles, {}
    fill_count = len(re.findall(rb"<(?:\w+:)?fill[\s>/]", fills.group(2)))
    format_count = len(re.findall(rb"<(?:\w+:)?xf[\s>/]", formats.group(2)))
    p = fills.group(1)
    added = b"".join(
        b'<%bfill><%bpatternFill patternType="solid"><%bfgColor rgb="FF%b"/><%bbgColor indexed="64"/>'
        b"</%bpatternFill></%bfill>" % (p, p, p, colour.encode(), p, p, p)
        for colour in COLOURS
    )
    shape = b'<%bxf numFmtId="%d" fontId="0" fillId="%d" borderId="0" xfId="0" applyNumberFormat="1" '
    shape += b'applyFill="1"/>'
    new = b"".join(
        shape % (formats.group(1), TEXT_FORMAT, fill)
        for fill in [0, *range(fill_count, fill_count + len(COLOURS))]
    )
    numbers = {tone: format_count + at for at, tone in enumerate(("", *TONES))}
    whole = _longer(styles, formats, new, format_count + 1 + len(COLOURS))
    return _longer(whole, fills, added, fill_count + len(COLOURS)), numbers


def _longer(styles: bytes, part: re.Match[bytes], added: bytes, count: int) -> bytes:
    """Return the styles with ``added`` at the end of a part, and the part's count put right."""
    start = re.sub(rb'\bcount="\d+"', b'count="%d"' % count, styles[part.start() : part.start(2)])
    return styles[: part.start()] + start + part.group(2) + added + styles[part.end(2) :]
