"""Which of the encodings without marks a text is in, by where its letters and signs stand.

A byte beyond ASCII is another character in each of them, and where it stands tells which is meant: an
accented letter within a word, an apostrophe between letters, a pound sign before a number. A line of a box, a
capital in mid-word or a quotation mark inside a word speaks against an encoding.
"""

from __future__ import annotations

import re

LEGACY = ("cp1252", "mac-roman", "cp850")
"""Windows, old Macs, and what Excel saves as "CSV (MS-DOS)"; of those that fit as well the first is taken."""

USUAL = "áâçèéêëíïóôöúü"
CAPITALS = "ÀÁÂÇÈÉÊÌÍÒÓÔÖÙÚÜ"
LETTER = r"[^\W\d_]"
FITS = re.compile(
    rf"""(?=[^\x00-\x7f])(?:(?P<twice>(?P<letter>[{USUAL}])(?P=letter)+)|(?P<sure>
      (?<={LETTER})[{USUAL}](?=[a-zà-ÿ'’]) | (?<=[a-z])[éëèí](?!\w) | (?<!\w)[{USUAL}](?=[a-z])
    | (?<=[A-Z])[{CAPITALS}](?=[A-Z]) | (?<=[A-Z][A-Z])[{CAPITALS}](?!\w)
    | (?<!\w)[{CAPITALS}](?=[a-zà-ÿ]|[A-Z][A-Z])
    | (?<={LETTER})’(?!\d) | (?<!\w)‘(?=\w) | (?<!\w)“(?=\w) | (?<=[\w.,!?)])”(?!\w)
    | (?<=[\ \d,])[–—](?=[\ \d,]) | (?<!\w)[£€](?=\d)
    )|(?P<likely>
      (?<={LETTER})[àäîìòùûñåæœßøãõýÿ](?=[a-z]) | (?<=[a-z])[àìòùôœß](?!\w)
    | (?<=\w)[–—](?=\w) | (?<!\w)[–—•·] | £(?=[)mk]) | (?<=\w)[®©™…”](?!\w) | (?<=\d)[°½¼¾²³º×’]
    | (?<!\w)[½¼¾©’] | (?<=[.,;:)])’
    )|(?P<blank>\u00a0+)|(?P<never>[\u0080-\u009f\ufffd\u2500-\u259f])|(?P<odd>.))""",
    re.VERBOSE,
)
WORTH = {"sure": 1.0, "likely": 0.4, "blank": 1.0, "odd": -1.0, "twice": -1.0, "never": -3.0}


def likeliest_encoding(evidence: bytes) -> str:
    """Return the encoding of ``LEGACY`` in which the characters of ``evidence`` stand where they belong."""
    return max(LEGACY, key=lambda codec: how_well_it_fits(evidence.decode(codec, "replace")))


def how_well_it_fits(text: str) -> float:
    """Return how well the characters beyond ASCII stand where such characters do; below 0: badly."""
    return sum(WORTH[found.lastgroup or "odd"] for found in FITS.finditer(text))
