"""Planned rows that lie on the disk: the plan of a register with 400,000 rows takes little memory."""

from __future__ import annotations

import pickle
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import overload

from graph.model.plan import PlannedRow, row_as_dict, row_from_dict


class RowsOnDisk(Sequence[PlannedRow]):
    """Rows in their order, written portion by portion and read anew each time they are asked for.

    The file is nobody else's, has no name and goes with this object. Iterating costs one pass; asking for
    one row by its index costs a pass up to it.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="earshot-plan-")  # noqa: SIM115 - closed with this object
        weakref.finalize(self, self._file.close)
        self._starts: list[int] = []
        self._length = 0

    def extend(self, rows: Iterable[PlannedRow]) -> None:
        """Put a portion of rows behind those that are there."""
        portion = [row_as_dict(row) for row in rows]
        self._starts.append(self._file.seek(0, 2))
        pickle.dump(portion, self._file, pickle.HIGHEST_PROTOCOL)
        self._length += len(portion)

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[PlannedRow]:
        for start in tuple(self._starts):
            self._file.seek(start)
            yield from map(row_from_dict, pickle.load(self._file))  # noqa: S301 - our own nameless file

    @overload
    def __getitem__(self, index: int) -> PlannedRow: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[PlannedRow]: ...
    def __getitem__(self, index: int | slice) -> PlannedRow | Sequence[PlannedRow]:
        if isinstance(index, slice):
            return tuple(self)[index]
        place = index + self._length if index < 0 else index
        if not 0 <= place < self._length:
            raise IndexError(index)
        return next(islice(self, place, None))
