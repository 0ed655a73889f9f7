"""Guessing encodings, promised: of small lists with one to five lines beyond ASCII nearly all are read right.

Lines of the real lists beside the checkout are put into Windows-1252, Mac Roman and "CSV (MS-DOS)", and read
again as Earshot guesses. The baseline is the share that would be right if every list were taken for
Windows-1252. The same seed draws the same lists. Exit 1 when a promise isn't kept.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from importers.read.legacy import LEGACY, likeliest_encoding  # noqa: E402

SHARED = ROOT.parent / "shared" / "data"
FOLDERS = ("registers", "members", "grants", "government", "er")
LISTS = 3_000
LONGEST = 400
PROMISED = {"cp1252": 0.99, "mac-roman": 0.98, "cp850": 0.96}


def lines_beyond_ascii() -> Iterator[str]:
    """Yield the lines of the real lists that hold more than plain letters."""
    csv.field_size_limit(10_000_000)
    for path in sorted(each for folder in FOLDERS for each in (SHARED / folder).rglob("*.csv")):
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            for row in csv.reader(file):
                line = ",".join(row)[:LONGEST]
                if not line.isascii() and line.isprintable() and "\ufffd" not in line:
                    yield line


def small_lists(lines: list[str], encoding: str) -> Iterator[str]:
    """Yield lists of one to five lines that an encoding can hold and that are others in it than in ASCII."""
    chance = random.Random(3)
    for _ in range(LISTS):
        text = "\n".join(chance.sample(lines, chance.choice((1, 1, 2, 3, 5))))
        if text.encode(encoding, "replace").decode(encoding) == text:
            yield text


def main() -> None:
    """Print, for each encoding, the share of lists read as they were written."""
    if not SHARED.is_dir():
        sys.exit("The real lists aren't beside this checkout.")
    lines, kept = list(lines_beyond_ascii()), True
    for encoding in LEGACY:
        right = usual = count = 0
        for text in small_lists(lines, encoding):
            written = text.encode(encoding)
            count += 1
            right += written.decode(likeliest_encoding(written), "replace") == text
            usual += written.decode("cp1252", "replace") == text
        share, promised = right / count, PROMISED[encoding]
        kept = kept and share >= promised
        print(
            f"{'PASS' if share >= promised else 'FAIL'} {encoding}: {right:,} of {count:,} small lists right "
            f"({share:.1%}; promised {promised:.0%}; taken for Windows-1252: {usual / count:.1%})"
        )
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
