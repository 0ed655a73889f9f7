"""What each column of a file holds and who said so: chosen, remembered, suggested, or still to be asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher, get_close_matches
from enum import StrEnum

from importers.column_values import column_sample, values_speak_against
from importers.field_registry import BY_ID, fields_of
from importers.heading_words import plain_heading
from importers.mapping import HeadingError, apply_choices, check_mapping, suggest_mapping
from importers.read.table import Table

ASK = "?"
"""In a settled mapping: nobody has said yet what the column holds."""

ALIKE = 0.6
"""How alike a heading must be to one that is gone, to be taken for it (difflib's ratio, 0 to 1)."""


class Origin(StrEnum):
    """Where it is known from what a column holds."""

    CHOSEN = "chosen"
    """A person said so for this file; without a field: it is left out on purpose."""
    REMEMBERED = "remembered"
    """A person's choice or an import of this source before; without a field: left out on purpose then."""
    RENAMED = "renamed"
    """It looks and stands like a column of this source that isn't there any more."""
    SUGGESTED = "suggested"
    """Its heading or its values say so."""
    EMPTY = "empty"
    """Nothing stands in it. What its heading says isn't remembered: no value speaks for or against it."""
    OPEN = "open"
    """Nobody knows: to be asked about."""


@dataclass(frozen=True)
class Column:
    """One column of a file: ``field`` is None where it isn't used, ``was`` its heading in earlier lists."""

    heading: str
    field: str | None
    origin: Origin
    was: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody has to be asked what it holds."""
        return self.origin is Origin.OPEN

    @property
    def is_renamed(self) -> bool:
        """Whether it was taken for a column of an earlier list that is gone."""
        return self.origin is Origin.RENAMED


@dataclass(frozen=True)
class Memory:
    """What the lists of a source called their columns, newest list first wins; made by ``memory_of``.

    ``fields`` is {key of a heading: (heading, field or None for one left out on purpose)} in the order of
    the newest list; ``policies`` is {field: policy} of that list and ``newest`` its headings that were used,
    ``date_order`` what a person last said of the source's dates ("" for nothing).
    """

    fields: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)
    policies: Mapping[str, str] = field(default_factory=dict)
    date_order: str = ""
    newest: tuple[str, ...] = ()


def memory_of(
    lists: Iterable[Iterable[tuple[str, str | None, str]]],
    policies: Mapping[str, str] | None = None,
    date_order: str = "",
) -> Memory:
    """Return what lists of one source, the newest first, called their columns, given as ``as_kept`` does.

    Columns that nobody was sure of are still open, and fields that aren't there any more are forgotten.
    """
    found: dict[str, tuple[str, str | None]] = {}
    newest: tuple[str, ...] | None = None
    for one in lists:
        columns = list(one)
        if newest is None:
            newest = tuple(heading for heading, held, _ in columns if held)
        for key, (heading, held, origin) in zip(_keys([each[0] for each in columns]), columns, strict=True):
            if origin not in (Origin.OPEN, Origin.EMPTY) and (held is None or held in BY_ID):
                found.setdefault(key, (heading, held))
    return Memory(found, dict(policies or {}), date_order, newest or ())


def _keys(headings: Sequence[str]) -> list[str]:
    """Return a key for each heading: its plain words, and which it is of several that are called the same."""
    seen: Counter[str] = Counter()
    keys = []
    for plain in map(plain_heading, headings):
        seen[plain] += 1
        keys.append(plain if seen[plain] == 1 else f"{plain} #{seen[plain]}")
    return keys


def understand_columns(
    table: Table,
    kind: str,
    memory: Memory | None = None,
    choices: Mapping[str, str] | None = None,
    ignored: Collection[str] = (),
) -> tuple[Column, ...]:
    """Return what each column holds: a person's ``choices`` first, then what is remembered, then suggestions.

    ``choices`` is {field: heading}, an empty heading for a field that isn't to be used; ``ignored`` are
    headings left out on purpose. HeadingError for a field or heading that isn't there, and when no column
    holds names or numbers.
    """
    return _as_chosen(table, _understood(table, kind, memory or Memory()), choices or {}, ignored)


def _understood(table: Table, kind: str, known: Memory) -> list[Column]:
    """Return what each column holds by memory, by its heading and by its values."""
    remembered = _remembered(table, kind, known)
    mapping = suggest_mapping(table, kind, {at: held for at, (_, held) in remembered.items()})
    columns = [_column(table, at, held, remembered) for at, held in enumerate(mapping)]
    _find_renamed(table, kind, known, columns)
    return columns


def settled_columns(table: Table, mapping: Sequence[str | None]) -> tuple[Column, ...]:
    """Return the columns as a person settled each of them. HeadingError when none names organisations."""
    columns = _settled(table, mapping)
    check_mapping(fields_held(columns), table.headings)
    return columns


def columns_without_check(
    table: Table, kind: str, memory: Memory | None = None, mapping: Sequence[str | None] | None = None
) -> tuple[Column, ...]:
    """Return the columns as ``settled_columns`` or ``understand_columns`` do, even when none is a name."""
    if mapping is not None and len(mapping) == len(table.headings):
        return _settled(table, mapping)
    return tuple(_understood(table, kind, memory or Memory()))


def _settled(table: Table, mapping: Sequence[str | None]) -> tuple[Column, ...]:
    return tuple(
        _open_or_empty(table, at) if held == ASK else Column(table.headings[at], held, Origin.CHOSEN)
        for at, held in enumerate(mapping)
    )


def fields_held(columns: Iterable[Column]) -> tuple[str | None, ...]:
    """Return the field of each column."""
    return tuple(column.field for column in columns)


def _remembered(table: Table, kind: str, memory: Memory) -> dict[int, tuple[str, str | None]]:
    """Return {position: (heading then, field)} of the columns that earlier lists of the source had."""
    allowed = {each.id for each in fields_of(kind)}
    found = {at: memory.fields[key] for at, key in enumerate(_keys(table.headings)) if key in memory.fields}
    return {at: known for at, known in found.items() if known[1] is None or known[1] in allowed}


def _column(
    table: Table, at: int, held: str | None, remembered: Mapping[int, tuple[str, str | None]]
) -> Column:
    if at in remembered:
        return Column(table.headings[at], held, Origin.REMEMBERED, remembered[at][0])
    unread = _open_or_empty(table, at)
    if held is None or unread.origin is Origin.EMPTY:
        return replace(unread, field=held)  # what stands in it later is to be looked at then
    return Column(table.headings[at], held, Origin.SUGGESTED)


def _open_or_empty(table: Table, at: int) -> Column:
    origin = Origin.OPEN if any(cell.strip() for cell in table.column(at)) else Origin.EMPTY
    return Column(table.headings[at], None, origin)


def _find_renamed(table: Table, kind: str, memory: Memory, columns: list[Column]) -> None:
    """Take open columns for those of earlier lists that are gone, where heading or place and values fit."""
    fields = {each.id: each for each in fields_of(kind)}
    keys, order = _keys(table.headings), list(memory.fields)
    for key, (heading, held) in memory.fields.items():
        if held is None or key in keys or held not in fields or any(one.field == held for one in columns):
            continue
        near = _between_the_same(keys, order, key)
        fitting = [
            (_likeness(heading, column.heading), at)
            for at, column in enumerate(columns)
            if column.is_open
            and (at == near or _likeness(heading, column.heading) >= ALIKE)
            and not values_speak_against(fields[held], column_sample(table, at))
        ]
        if fitting:
            _, at = max(fitting)
            columns[at] = replace(columns[at], field=held, origin=Origin.RENAMED, was=heading)


def _between_the_same(keys: Sequence[str], order: Sequence[str], key: str) -> int | None:
    """Return the position that stands between the same two headings as a remembered one did, if any."""
    place = order.index(key)
    before = order[place - 1] if place else None
    after = order[place + 1] if place + 1 < len(order) else None
    at = keys.index(before) + 1 if before in keys else 0 if before is None else None
    if at is None or at >= len(keys):
        return None
    follows = keys[at + 1] if at + 1 < len(keys) else None
    return at if follows == after else None


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, plain_heading(one), plain_heading(other)).ratio()


def _as_chosen(
    table: Table, columns: Sequence[Column], choices: Mapping[str, str], ignored: Collection[str]
) -> tuple[Column, ...]:
    """Return the columns with a person's choices in them."""
    unwanted = {plain_heading(heading) for heading in ignored}
    missing = unwanted - {plain_heading(heading) for heading in table.headings}
    if missing:
        wrong = next(heading for heading in ignored if plain_heading(heading) in missing)
        close = get_close_matches(plain_heading(wrong), list(map(plain_heading, table.headings)), n=3)
        advice = (
            f"Did you mean {' or '.join(close)}?" if close else f"There are: {', '.join(table.headings)}."
        )
        raise HeadingError("unknown_heading", f'No column has the heading "{wrong}".', advice)
    kept = [None if plain_heading(one.heading) in unwanted else one.field for one in columns]
    mapping = apply_choices(kept, table.headings, choices)
    return tuple(
        column
        if held == column.field
        and plain_heading(column.heading) not in unwanted
        and not (held and held in choices)
        else Column(column.heading, held, Origin.CHOSEN)
        for column, held in zip(columns, mapping, strict=True)
    )


def as_kept(columns: Sequence[Column]) -> list[list[str | None]]:
    """Return [heading, field, origin] of every column, to be kept with the import."""
    return [[column.heading, column.field, str(column.origin)] for column in columns]
