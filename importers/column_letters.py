"""Columns of a sheet by their letters. Standard library only: processes that hold workbooks load it."""

from __future__ import annotations


def column_index(letters: str) -> int:
    """Return the place of a column from its letters, counted from 0 ("A" is 0, "AA" is 26)."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def column_letters(index: int) -> str:
    """Return a column's letters from its place counted from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
