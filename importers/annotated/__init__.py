"""Handing back: the person's own file, as it was, with what became of each row beside it."""
